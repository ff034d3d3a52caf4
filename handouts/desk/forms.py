"""What the form of a handout asks, and what was sent with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from handouts.build import personal_names
from handouts.content import Checklist, Conditional, Section, WriteIn
from handouts.desk.work import Wish
from handouts.library import Library
from handouts.resolving.translated import SOURCE

VALUE = "v."  # what begins so in a form is a patient's value
_MOST_VALUES = 400
_FIRST, _LAST = "patient.name", ("clinician.name",)
_FLAGS = ("mono", "plain", "draft")

Say = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to type; `rows` is 1 for a line."""

    name: str
    label: str
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to tick: in the language of staff where there is that, and in the patient's."""

    number: int
    label: str
    other: str
    language: str


@dataclass(frozen=True, slots=True)
class List:
    """A checklist of the handout. `open` ones are a plan; the others can be opened."""

    name: str
    title: str
    entries: tuple[Item, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Fields:
    """All that can be filled in for a patient, in the order in which staff fill it in."""

    first: tuple[Field, ...]
    lists: tuple[List, ...]
    texts: tuple[Field, ...]
    last: tuple[Field, ...]


def fields(library: Library, handout: str, language: str, tag: str, say: Say) -> Fields:
    """What the form of a handout asks. `tag` is the language of staff, `say` its words by key."""
    names, _ = personal_names(library, (handout,))
    lists: list[List] = []
    texts: list[Field] = []
    for name in dict.fromkeys(
        use.section for use in (*library.handouts[handout].lead, *library.handouts[handout].sections)
    ):
        own = _section(library, name, language)
        staff = _section(library, name, tag) or own
        if own is None or staff is None:
            continue
        plan = any(isinstance(block, WriteIn) and block.name for block in own.blocks)
        for block, shown in zip(_blocks(own), _blocks(staff), strict=False):
            if isinstance(block, Checklist) and isinstance(shown, Checklist) and block.name:
                lists.append(List(block.name, staff.title.plain, _items(block, shown, own.language), plan))
            elif isinstance(block, WriteIn) and isinstance(shown, WriteIn) and block.name:
                texts.append(Field(block.name, shown.label.plain, max(2, min(block.lines, 8))))
    known = {_FIRST, *_LAST, *(text.name for text in texts)}
    more = [Field(name, _label(name, say)) for name in sorted(names - known)]
    lists.sort(key=lambda one: not one.open)
    first = (Field(_FIRST, say("patient_name")), *more)
    return Fields(first, tuple(lists), tuple(texts), tuple(Field(name, _label(name, say)) for name in _LAST))


def _section(library: Library, name: str, language: str) -> Section | None:
    return library.sections.get((name, language)) or library.sections.get((name, SOURCE))


def _blocks(section: Section) -> list[object]:
    return [block.block if isinstance(block, Conditional) else block for block in section.blocks]


def _items(own: Checklist, staff: Checklist, language: str) -> tuple[Item, ...]:
    same = len(own.items) == len(staff.items)
    pairs = zip(own.items, staff.items if same else own.items, strict=True)
    return tuple(
        Item(number, shown.plain, line.plain if line.plain != shown.plain else "", language)
        for number, (line, shown) in enumerate(pairs, start=1)
    )


def _label(name: str, say: Say) -> str:
    """What is asked, for a name that a text uses; one that we have no words for is shown as it is."""
    key = name.replace(".", "_")
    try:
        return say(key)
    except KeyError:
        return name.replace(".", " ").replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True, repr=False)
class Sent:
    """What came with a form: names of choices, and the patient's values."""

    wish: Wish
    values: tuple[tuple[str, str], ...]


def sent(handout: str, language: str, pairs: Iterable[tuple[str, str]]) -> Sent | None:
    """The wish and values in a form; None for a form with more in it than ours have."""
    given: dict[str, str] = {}
    values: list[tuple[str, str]] = []
    for name, value in pairs:
        if name.startswith(VALUE):
            values.append((name.removeprefix(VALUE), value))
        else:
            given.setdefault(name, value)
    if len(values) > _MOST_VALUES:
        return None
    return Sent(wish(handout, language, given), tuple(values))


def wish(handout: str, language: str, given: dict[str, str]) -> Wish:
    """What was chosen, by the names of the form's fields."""
    languages: Sequence[str] = [language, given["beside"]] if given.get("beside") else [language]
    flags = {flag: given.get(flag) == "yes" for flag in _FLAGS}
    return Wish(
        handout, tuple(languages), given.get("brand", ""), given.get("layout", ""), given.get("profile", ""),
        given.get("paper", ""), banner=given.get("no_banner") != "yes", **flags,
    )  # fmt: skip
