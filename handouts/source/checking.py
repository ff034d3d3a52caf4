"""From nodes to typed entries: the base of all file models, and how their complaints are said; pydantic lives here.

Leaves stay `ScalarNode`, so every text in a model still knows its place. Unknown and missing keys are noted
while validating, because only then is it known which kind of entry they were met in.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ModelWrapValidatorHandler,
    PlainValidator,
    PrivateAttr,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from handouts.diagnostics import Diagnostic, Mark, error, in_order
from handouts.names import did_you_mean
from handouts.source.nodes import ListNode, MapNode, Node, ScalarNode

T = TypeVar("T")

TAG = "shape:"  # begins the name of a union's branch, which pydantic puts into its places


class NodeMap(dict[str, Any]):
    """A map handed to pydantic that still knows its node; values are scalars, lists and further maps."""

    def __init__(self, node: MapNode) -> None:
        super().__init__((key.text, plain(value)) for key, value in node.entries)
        self.node = node


def plain(node: Node) -> NodeMap | list[Any] | ScalarNode:
    """The node as dict and list for pydantic, with scalar nodes as leaves."""
    match node:
        case MapNode():
            return NodeMap(node)
        case ListNode():
            return [plain(item) for item in node.items]
        case _:
            return node


@dataclass(slots=True)
class _Notes:
    """What entries note while they are validated."""

    findings: list[Diagnostic] = field(default_factory=list)


class Entry(BaseModel):
    """A map in a file with known keys; `thing` names it for people."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, use_attribute_docstrings=True)
    thing: ClassVar[str] = "entry"
    _node: MapNode = PrivateAttr()

    @model_validator(mode="wrap")
    @classmethod
    def _from_node(cls, value: Any, handler: ModelWrapValidatorHandler[Any], info: ValidationInfo) -> Any:
        if not isinstance(value, NodeMap):
            raise said(f"Here belongs {cls.thing} with the keys {_listed(cls.keys())}.", _map_hint(cls, value))
        notes: _Notes = info.context
        known = cls.keys()
        for key, _ in value.node.entries:
            if key.text not in known:
                notes.findings.append(
                    error(
                        "unknown-key",
                        key.mark,
                        f"'{key.text}' is not a key of {cls.thing}.",
                        did_you_mean(key.text, known),
                    )
                )
        for name in cls.required():
            if name not in value:
                example = f"Write: {name}: {_example(cls, name)}"
                notes.findings.append(
                    error("missing-key", value.node.mark, f"'{name}' is missing from {cls.thing}.", example)
                )
        entry = handler({key: inner for key, inner in value.items() if key in known})
        entry._node = value.node
        return entry

    @classmethod
    def keys(cls) -> tuple[str, ...]:
        """The keys as authors write them."""
        return tuple(info.alias or name for name, info in cls.model_fields.items())

    @classmethod
    def required(cls) -> tuple[str, ...]:
        """The keys that may not be left out."""
        return tuple(info.alias or name for name, info in cls.model_fields.items() if info.is_required())

    @property
    def mark(self) -> Mark:
        """Where the entry begins."""
        return self._node.mark

    @property
    def order(self) -> tuple[str, ...]:
        """The keys in the order the author wrote them."""
        return tuple(key.text for key, _ in self._node.entries)

    def node(self, name: str) -> Node | None:
        """The value under a key as it was written."""
        return self._node.get(name)

    def place(self, name: str) -> Mark:
        """Where a key's value begins; the entry's beginning when the key is not there."""
        node = self._node.get(name)
        return node.mark if node is not None else self.mark


def _example(cls: type[Entry], name: str) -> str:
    for field_name, info in cls.model_fields.items():
        if (info.alias or field_name) == name and info.examples:
            return str(info.examples[0])
    return "..."


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def _map_hint(cls: type[Entry], value: object) -> str:
    required = cls.required() or cls.keys()
    if isinstance(value, ScalarNode) and not value.text:
        return f"Indent the keys below it: {_listed(required)}."
    return f"Write 'key: value' lines, or {{{required[0]}: ...}} on one line."


def said(message: str, hint: str = "", rule: str = "wrong-value", *, at: str = "") -> PydanticCustomError:
    """A complaint in the author's words, for validators to raise; `at` names the key of a map it is about."""
    context = {"message": message, "hint": hint, "rule": rule, "at": at}
    return PydanticCustomError("said", "{message}", context)


def _text(value: Any) -> ScalarNode:
    if isinstance(value, ScalarNode):
        if not value.text.strip():
            raise said("There is no text here.", "Write it, or remove the key.", "empty-text")
        return value
    if isinstance(value, NodeMap):
        key = value.node.entries[0][0].text if value.node.entries else ""
        hint = "Put the whole text in quotes: text with ': ' in it, or that begins with {, needs them."
        raise said(f"Here belongs a text, but YAML reads a map with the key '{key}'.", hint)
    raise said("Here belongs one text, not a list.", "Remove the '- ', or put text that begins with [ in quotes.")


def _any_text(value: Any) -> ScalarNode:
    if isinstance(value, ScalarNode) and not value.text.strip():
        return value
    return _text(value)


def plain_text(value: Any) -> str:
    """The characters of a scalar; refuses lists, maps and empty text."""
    return _text(value).text.strip()


def matching(pattern: str, message: str, hint: str, rule: str = "wrong-value") -> Callable[[Any], ScalarNode]:
    """A validator for texts of one form."""
    compiled = re.compile(pattern)

    def validate(value: Any) -> ScalarNode:
        node = _text(value)
        if not compiled.fullmatch(node.text.strip()):
            raise said(message.replace("%", node.text.strip()[:60]), hint, rule)
        return node

    return validate


def one_of(*allowed: str) -> Callable[[Any], str]:
    """A validator for one of a few words."""

    def validate(value: Any) -> str:
        text = plain_text(value)
        if text not in allowed:
            raise said(f"'{text[:60]}' is not possible here.", did_you_mean(text, allowed))
        return text

    return validate


def _number(value: Any) -> float:
    text = plain_text(value)
    if not re.fullmatch(r"-?\d{1,9}(?:\.\d{1,9})?", text):
        raise said(f"Here belongs a number, not '{text[:60]}'.", "Write digits, with a point for decimals: 12.5")
    return float(text)


def _whole(value: Any) -> int:
    text = plain_text(value)
    if not re.fullmatch(r"-?\d{1,9}", text):
        raise said(f"Here belongs a whole number, not '{text[:60]}'.", "Write digits only: 4")
    return int(text)


def _truth(value: Any) -> bool:
    return one_of("true", "false")(value) == "true"


def _day(value: Any) -> datetime.date:
    text = plain_text(value)
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return datetime.date.fromisoformat(text)
    except ValueError:
        pass  # falls through to the same finding: the form is right but there is no such day
    raise said(f"Here belongs a date, not '{text[:60]}'.", "Write year-month-day: 2026-11-21")


def as_list(value: Any) -> Any:
    """A single value as a list of one, for keys that take either."""
    return [value] if isinstance(value, ScalarNode) else value


# Numbers count as text for an editor: a table cell may well be 12.
_TEXT_SCHEMA = {"type": ["string", "number"]}
Text = Annotated[ScalarNode, PlainValidator(_text), WithJsonSchema(_TEXT_SCHEMA)]
Cell = Annotated[ScalarNode, PlainValidator(_text), WithJsonSchema({"type": ["string", "number", "boolean"]})]
AnyText = Annotated[ScalarNode, PlainValidator(_any_text), WithJsonSchema(_TEXT_SCHEMA)]
Number = Annotated[float, PlainValidator(_number), WithJsonSchema({"type": "number"})]
Positive = Annotated[float, BeforeValidator(_number), WithJsonSchema({"type": "number", "minimum": 0})]
Whole = Annotated[int, BeforeValidator(_whole), WithJsonSchema({"type": "integer", "minimum": 0})]
Truth = Annotated[bool, PlainValidator(_truth), WithJsonSchema({"type": "boolean"})]
Day = Annotated[datetime.date, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]

ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_ID_HINT = "Use lower-case letters, digits and single hyphens: iron-tablets"
Name = Annotated[
    ScalarNode,
    PlainValidator(matching(ID, "'%' cannot be a name.", _ID_HINT, "id")),
    WithJsonSchema({"type": "string", "pattern": f"^{ID}$"}),
]


def check(node: Node, model: type[T], thing: str) -> tuple[T | None, tuple[Diagnostic, ...]]:
    """Validate a node against a model (or any annotated type).

    A value may come back together with errors: unknown keys are passed over, and list entries that do not fit
    are left out, so that the rest can be checked in the same run. None when too little is left.
    """
    notes = _Notes()
    try:
        return _adapter(model).validate_python(plain(node), context=notes), in_order(notes.findings)
    except ValidationError as problem:
        wrong = problem.errors(include_url=False, include_input=False)
    notes.findings += [finding for entry in wrong if (finding := _finding(node, thing, entry)) is not None]
    rest: Node | None = node
    for where in {_to_leave_out(node, entry["loc"]) for entry in wrong}:
        rest = None if rest is None or not where else _without(rest, where, node)
    try:
        value = None if rest is None else _adapter(model).validate_python(plain(rest), context=_Notes())
    except ValidationError:
        value = None
    return value, in_order(notes.findings)


def _to_leave_out(node: Node, where: Sequence[str | int]) -> tuple[str | int, ...]:
    """The way to the outermost list entry that holds a wrong value, or to the key at the top."""
    way: list[str | int] = []
    for step in where:
        if isinstance(node, ListNode) and isinstance(step, int) and step < len(node.items):
            return (*way, step)
        inner = node.get(step) if isinstance(node, MapNode) and isinstance(step, str) else None
        if inner is not None:
            way.append(str(step))
            node = inner
    return tuple(way[:1])


def _without(node: Node, where: Sequence[str | int], original: Node) -> Node:
    """The node without one entry; places in lists count as in the original, from which others may be gone already."""
    step = where[0]
    if isinstance(node, MapNode) and isinstance(original, MapNode):
        inner, first = node.get(str(step)), original.get(str(step))
        if inner is None or first is None:
            return node
        kept = [(key, value) for key, value in node.entries if key.text != step or len(where) > 1]
        return MapNode(
            tuple((k, _without(v, where[1:], first) if k.text == step else v) for k, v in kept), node.mark
        )
    if isinstance(node, ListNode) and isinstance(original, ListNode) and isinstance(step, int):
        gone = original.items[step]
        return ListNode(tuple(item for item in node.items if item is not gone), node.mark)
    return node


@lru_cache(maxsize=64)
def _adapter(model: Any) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def _finding(root: Node, thing: str, entry: Any) -> Diagnostic | None:
    """One of pydantic's errors at its node; None where the entry has noted it already."""
    kind, where, context = entry["type"], entry["loc"], entry.get("ctx", {})
    if kind == "missing":
        return None
    node, name = _node_at(root, where)
    mark = node.mark
    if kind == "said":
        key = node.key(context["at"]) if isinstance(node, MapNode) else None
        mark = key.mark if key else mark
        return error(context["rule"], mark, context["message"], context["hint"])
    label = f"'{name}'" if name else thing
    if kind == "list_type":
        empty = isinstance(node, ScalarNode) and not node.text
        message = f"{label} has nothing in it." if empty else f"{label} takes a list."
        return error("wrong-value", mark, message, "Write one entry a line, each beginning with '- '.")
    if kind in ("too_short", "too_long"):
        bound = context.get("min_length", context.get("max_length"))
        return error("wrong-value", mark, f"{label} has {context['actual_length']} entries; {bound} is the limit.")
    if kind == "dict_type":
        return error("wrong-value", mark, f"{label} takes 'key: value' lines.", "Indent them below the key.")
    bounds = {
        "greater_than_equal": ("ge", "at least"),
        "less_than_equal": ("le", "at most"),
        "greater_than": ("gt", "over"),
    }
    if kind in bounds:
        key, words = bounds[kind]
        return error("wrong-value", mark, f"{label} must be {words} {context[key]}.")
    return error("wrong-value", mark, f"{label}: {entry['msg']}.")


def _node_at(root: Node, where: Sequence[str | int]) -> tuple[Node, str]:
    node, name = root, ""
    for step in where:
        if isinstance(node, ListNode) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        elif isinstance(node, MapNode) and isinstance(step, str):
            inner = node.get(step)
            if inner is not None:
                node, name = inner, step
        # Anything else is the name of a union's branch.
    return node, name
