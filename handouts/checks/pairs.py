"""A section and its translation laid side by side: lines that belong together, and where the shapes part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, fields, is_dataclass
from typing import Any, cast

from handouts.checks.quantities import GAP
from handouts.content import Block, Conditional, Figure, Glossary, Line, Section, Words
from handouts.diagnostics import Mark
from handouts.records import dataclass

# Fields of blocks that are words, places or looks; all others must be the same in both languages.
_FREE = frozenset({"mark", "widths", "alt", "picture"})


@dataclass(frozen=True, slots=True)
class LinePair:
    """One line of the source and the line that stands for it."""

    source: Line
    translation: Line
    source_text: str = field(init=False)
    text: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "source_text", shown(self.source))
        object.__setattr__(self, "text", shown(self.translation))


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the shape of the translation parts from the source's: both places, and what stands there."""

    source: Mark
    translation: Mark
    has: str
    here: str


@dataclass(frozen=True, slots=True)
class SectionPair:
    """A section and its translation, ready to be compared."""

    source: Section
    translation: Section
    glossary: Glossary
    lines: tuple[LinePair, ...]
    differences: tuple[Difference, ...]

    @property
    def language(self) -> str:
        """The language of the translation."""
        return self.translation.language


def pair_up(source: Section, translation: Section, glossary: Glossary) -> SectionPair:
    """Lay two sections side by side.

    Where a list has lost an item or a table a row, the lines of that list or table are left out: they would be
    compared with the wrong partners.
    """
    walk = _Walk()
    walk.section(source, translation)
    return SectionPair(source, translation, glossary, tuple(walk.lines), tuple(walk.differences))


def shown(line: Line) -> str:
    """The words of a line; citations and placeholders are gaps, so that nothing is read across them."""
    return "".join(part.text if isinstance(part, Words) else GAP for part in line.parts)


def place(mark: Mark) -> str:
    """File and line, as messages name the source."""
    return f"{mark.path}:{mark.line}"


class _Walk:
    """Gathers pairs of lines and differences of shape while going through both sections together."""

    def __init__(self) -> None:
        self.lines: list[LinePair] = []
        self.differences: list[Difference] = []

    def section(self, source: Section, translation: Section) -> None:
        self.lines.append(LinePair(source.title, translation.title))
        for name, has in (("safety", source.safety), ("box", source.box)):
            here = getattr(translation, name)
            if has != here:
                self._differ(source.mark, translation.mark, f"{name}: {_value(has)}", f"{name}: {_value(here)}")
        self._many("key points", source.key_points, translation.key_points, source.mark, translation.mark)
        kinds, others = [*map(_kind, source.blocks)], [*map(_kind, translation.blocks)]
        if kinds == others:
            for block, other in zip(source.blocks, translation.blocks, strict=True):
                self._block(block, other)
        else:
            self._blocks_differ(source, translation, kinds, others)

    def _blocks_differ(self, source: Section, translation: Section, kinds: list[str], others: list[str]) -> None:
        """Tell the first block that differs; the rest cannot be told apart from what was moved or lost."""
        index = next(
            (at for at, (kind, other) in enumerate(zip(kinds, others, strict=False)) if kind != other),
            min(len(kinds), len(others)),
        )
        self._differ(
            _mark(source.blocks, index, source.mark),
            _mark(translation.blocks, index, translation.mark),
            f"{len(kinds)} blocks, the {_nth(index)} is {_at(kinds, index)}",
            f"{len(others)} blocks, the {_nth(index)} is {_at(others, index)}",
        )
        if len(kinds) == len(others):
            for block, other in zip(source.blocks[:index], translation.blocks[:index], strict=True):
                self._block(block, other)

    def _block(self, block: Block, other: Block) -> None:
        if isinstance(block, Conditional) and isinstance(other, Conditional):
            condition, others = _condition(block), _condition(other)
            if condition != others:
                self._differ(block.mark, other.mark, f"when: {condition}", f"when: {others}")
            self._block(block.block, other.block)
            return
        for entry in fields(block):
            has, here = getattr(block, entry.name), getattr(other, entry.name)
            if entry.name not in _FREE:
                self._value(entry.name, has, here, block.mark, other.mark)
        if isinstance(block, Figure) and isinstance(other, Figure):
            self._value("alt", _alt(block), _alt(other), block.mark, other.mark)

    def _value(self, name: str, has: object, here: object, mark: Mark, other: Mark) -> None:
        if isinstance(has, Line) and isinstance(here, Line):
            self.lines.append(LinePair(has, here))
        elif isinstance(has, tuple) and isinstance(here, tuple):
            self._many(name, has, here, mark, other)
        elif is_dataclass(has) and is_dataclass(here) and not isinstance(has, Line) and not isinstance(here, Line):
            self._block(cast(Block, has), cast(Block, here))
        elif has is None or here is None:
            if has is not here:
                self._differ(mark, other, _present(name, has), _present(name, here))
        elif has != here:
            self._differ(mark, other, f"{name}: {_value(has)}", f"{name}: {_value(here)}")

    def _many(self, name: str, has: tuple[Any, ...], here: tuple[Any, ...], mark: Mark, other: Mark) -> None:
        """Items of one list; `Any` because lists hold lines, rows or blocks."""
        if len(has) != len(here):
            called = name.replace("_", " ")
            self._differ(
                mark, other, f"{len(has)} {_number(called, len(has))}", f"{len(here)} {_number(called, len(here))}"
            )
        elif [*map(_kind, has)] != [*map(_kind, here)]:
            self._differ(mark, other, ", ".join(map(_kind, has)), ", ".join(map(_kind, here)))
        else:
            for one, two in zip(has, here, strict=True):
                self._value(name, one, two, mark, other)

    def _differ(self, source: Mark, translation: Mark, has: str, here: str) -> None:
        self.differences.append(Difference(source, translation, has, here))


def lines_of(pair: SectionPair) -> Iterator[LinePair]:
    """The pairs of lines that have words on both sides."""
    yield from (line for line in pair.lines if line.source_text.strip() or line.text.strip())


_KINDS = {
    "Paragraph": "a text", "Heading": "a heading", "BulletList": "a list", "Steps": "a list of steps",
    "Callout": "a callout", "Table": "a table", "Faq": "an faq", "Figure": "a figure", "Checklist": "a checklist",
    "WriteIn": "a write_in", "Quote": "a quote", "KeyPoints": "a list of key points", "Question": "a question",
    "Line": "a text", "tuple": "a row",
}  # fmt: skip


def _kind(value: object) -> str:
    if isinstance(value, Conditional):
        return f"{_kind(value.block)} with when"
    return _KINDS.get(type(value).__name__, "")


def _condition(block: Conditional) -> str:
    return ("not " if block.negated else "") + ", ".join(sorted(block.regions))


def _alt(figure: Figure) -> Line | None:
    return Line((Words(figure.alt),), figure.mark) if figure.alt else None


def _present(name: str, value: object) -> str:
    return f"no {name}" if value is None else f"a {name}"


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f"{value}" or "none"


def _number(name: str, count: int) -> str:
    return name.removesuffix("s") if count == 1 else name


def _nth(index: int) -> str:
    number = index + 1
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _at(kinds: list[str], index: int) -> str:
    return kinds[index] if index < len(kinds) else "missing"


def _mark(blocks: tuple[Block, ...], index: int, otherwise: Mark) -> Mark:
    return blocks[index].mark if index < len(blocks) else otherwise
