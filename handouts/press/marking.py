"""Whether everything drawn is tagged or an artifact, and which marks a page's content really has."""

from __future__ import annotations

from collections import Counter
from dataclasses import field
from enum import Enum

from handouts.press.anatomy import Marked, Page, Stream
from handouts.press.operators import BEGIN_MARKED, PAINT_OTHER, PAINT_PATH, SHOW_TEXT, Operand, Operation
from handouts.press.rules import Violation
from handouts.records import dataclass

_PAINTING = SHOW_TEXT | PAINT_PATH | PAINT_OTHER
_NESTING = BEGIN_MARKED | {"EMC", "BT", "ET"}
# A form drawn a third time under the same cover can show nothing new: twice is enough to find a repeated mark.
_FORM_CALLS = 2


class _Kind(Enum):
    """What is open: a tagged sequence, an artifact, marked content that is neither, a text object."""

    TAG = "tagged content"
    ARTIFACT = "an artifact"
    PLAIN = "marked content"
    TEXT = "a text object"


@dataclass(slots=True)
class Marking:
    """What the walk over one page's content finds: marks with how often each begins, and violations."""

    page: int
    marks: Counter[Marked] = field(default_factory=Counter)
    struct_parents: dict[Marked, int | None] = field(default_factory=dict)
    violations: list[Violation] = field(default_factory=list)
    unmarked: Counter[str] = field(default_factory=Counter)
    calls: Counter[tuple[int, _Kind | None]] = field(default_factory=Counter)

    def add(self, rule: str, message: str) -> None:
        """Note a violation of this page, each only once."""
        violation = Violation(rule, self.page, message)
        if violation not in self.violations:
            self.violations.append(violation)


def marking_of(page: Page) -> Marking:
    """The marks of a page and what is wrong with them (ISO 32000-1, 14.6; MP 01-003, 01-004, 01-005)."""
    marking = Marking(page.number)
    _walk(marking, page.content, None)
    if marking.unmarked:
        what = ", ".join(f"{count} x {operator}" for operator, count in sorted(marking.unmarked.items()))
        marking.add("structure-untagged-content", f"Content is drawn outside any tag or artifact: {what}.")
    return marking


def mark_id(stream: Stream, operation: Operation) -> int | None:
    """The marked-content id that begins here, None when the sequence has none (ISO 32000-1, 14.7.4.2)."""
    mcid = property_of(stream, operation, "/MCID")
    return int(mcid) if isinstance(mcid, float) and mcid.is_integer() else None


def property_of(stream: Stream, operation: Operation, key: str) -> Operand:
    """An entry of the property list of a BDC, written here or in the resources (ISO 32000-1, 14.6.2)."""
    if operation.operator != "BDC" or len(operation.operands) < 2:
        return None
    properties = operation.operands[-1]
    if isinstance(properties, str):
        return stream.properties.get(properties, {}).get(key)
    return properties.get(key) if isinstance(properties, dict) else None


def is_artifact(operation: Operation) -> bool:
    """True when the marked content that begins here is an artifact (ISO 32000-1, 14.8.2.2)."""
    return operation.operands[:1] == ["/Artifact"]


def _walk(marking: Marking, stream: Stream, outer: _Kind | None) -> None:
    """Follow one stream; `outer` is the tag or artifact around the form that it is."""
    open_kinds: list[_Kind] = []
    cover = outer
    for operation in stream.operations:
        operator = operation.operator
        if operator in _NESTING:
            if operator in BEGIN_MARKED:
                open_kinds.append(_begin(marking, stream, operation, cover))
            else:
                _turn(marking, open_kinds, operator)
            cover = next((kind for kind in open_kinds if kind in {_Kind.TAG, _Kind.ARTIFACT}), outer)
        elif operator == "Do":
            _draw(marking, stream, operation, cover)
        elif cover is None and operator in _PAINTING:
            marking.unmarked[operator] += 1
    if open_kinds:
        marking.add("structure-unbalanced", f"{open_kinds[-1].value} is begun and not ended.".capitalize())


def _begin(marking: Marking, stream: Stream, operation: Operation, cover: _Kind | None) -> _Kind:
    mcid = mark_id(stream, operation)
    if mcid is not None:
        mark = Marked(marking.page, stream.number, mcid)
        marking.marks[mark] += 1
        marking.struct_parents[mark] = stream.struct_parents
    kind = _Kind.TAG if mcid is not None else _Kind.ARTIFACT if is_artifact(operation) else _Kind.PLAIN
    if cover is not None and {kind, cover} == {_Kind.TAG, _Kind.ARTIFACT}:
        marking.add("structure-mixed-artifact", f"{kind.value} begins inside {cover.value}.".capitalize())
    elif kind is cover is _Kind.TAG:
        marking.add("structure-nested-mark", f"Mark {mcid} begins inside another mark.")
    return kind


def _turn(marking: Marking, open_kinds: list[_Kind], operator: str) -> None:
    """Follow BT, ET and EMC; text objects and marked content nest properly or not at all (ISO 32000-1, 14.6.1)."""
    if operator == "BT":
        open_kinds.append(_Kind.TEXT)
        return
    ends_text = operator == "ET"
    matching = [index for index, kind in enumerate(open_kinds) if (kind is _Kind.TEXT) is ends_text]
    if not matching:
        marking.add("structure-unbalanced", f"{operator} ends something that was never begun.")
        return
    if matching[-1] != len(open_kinds) - 1:
        marking.add("structure-unbalanced", f"{operator} comes while {open_kinds[-1].value} is still open.")
    del open_kinds[matching[-1]]


def _draw(marking: Marking, stream: Stream, operation: Operation, cover: _Kind | None) -> None:
    """Follow Do: an image is paint, a form is looked into (ISO 32000-1, 8.8)."""
    name = operation.operands[-1] if operation.operands else None
    form = stream.forms.get(name) if isinstance(name, str) else None
    if form is None:
        if cover is None:
            marking.unmarked["Do"] += 1
        return
    marking.calls[form.number, cover] += 1
    if marking.calls[form.number, cover] <= _FORM_CALLS:
        _walk(marking, form, cover)
