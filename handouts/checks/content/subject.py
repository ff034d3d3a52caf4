"""What content rules look at: the texts of a section with their roles, and a handout with its sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from handouts.checks.quantities import GAP
from handouts.content import (
    Block,
    BulletList,
    Callout,
    Checklist,
    Conditional,
    Faq,
    Figure,
    Handout,
    Heading,
    KeyPoints,
    Line,
    Paragraph,
    Quote,
    Section,
    Slot,
    SolidBlock,
    Steps,
    Table,
    Words,
    WriteIn,
)
from handouts.diagnostics import Mark
from handouts.library import Library
from handouts.records import dataclass

Role = Literal[
    "title", "key point", "heading", "text", "item", "step", "callout title", "caption", "header", "cell", "question",
    "answer", "alt", "label", "quote",
]  # fmt: skip
# What is read as running text, in sentences.
RUNNING: frozenset[Role] = frozenset({"key point", "text", "item", "step", "question", "answer", "quote"})

_ALT = re.compile(r"\balt:[ \t]*")


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of a section: what it is, and its words as printed; a placeholder is one GAP, a citation nothing."""

    role: Role
    line: Line
    text: str

    @property
    def running(self) -> bool:
        """True for what is read in sentences."""
        return self.role in RUNNING


@dataclass(frozen=True, slots=True)
class Page:
    """A section in one language, with its passages in reading order."""

    section: Section
    passages: tuple[Passage, ...]
    library: Library

    @property
    def language(self) -> str:
        """The language it is written in."""
        return self.section.language

    @property
    def is_source(self) -> bool:
        """True for what is not a translation."""
        return self.section.translation is None

    @property
    def blocks(self) -> tuple[SolidBlock, ...]:
        """Its blocks, whatever their conditions."""
        return tuple(solid(block) for block in self.section.blocks)


@dataclass(frozen=True, slots=True)
class Leaflet:
    """A handout in its source language: the sections on page 1, then the others; missing ones are left out."""

    handout: Handout
    lead: tuple[Page, ...]
    body: tuple[Page, ...]
    library: Library

    @property
    def pages(self) -> tuple[Page, ...]:
        """All its sections, in reading order."""
        return (*self.lead, *self.body)


def open_page(library: Library, section: Section) -> Page:
    """A section ready to be looked at."""
    passages = (Passage(role, line, printed(line)) for role, line in _passages(library, section))
    return Page(section, tuple(passages), library)


def printed(line: Line) -> str:
    """The words of a line; the places of its characters are those that `places.locate` takes."""
    return "".join(
        part.text if isinstance(part, Words) else GAP if isinstance(part, Slot) else "" for part in line.parts
    )


def solid(block: Block) -> SolidBlock:
    """The block without its condition."""
    return block.block if isinstance(block, Conditional) else block


def _passages(library: Library, section: Section) -> Iterator[tuple[Role, Line]]:
    yield "title", section.title
    yield from (("key point", line) for line in section.key_points)
    for block in section.blocks:
        yield from _of_block(library, solid(block))


def _of_block(library: Library, block: SolidBlock) -> Iterator[tuple[Role, Line]]:
    match block:
        case Paragraph():
            yield "text", block.line
        case Heading():
            yield "heading", block.line
        case BulletList() | Checklist():
            yield from (("item", line) for line in block.items)
        case KeyPoints():
            yield from (("key point", line) for line in block.items)
        case Steps():
            yield from (("step", line) for line in block.items)
        case Callout():
            if block.title is not None:
                yield "callout title", block.title
            for inner in block.blocks:
                yield from _of_block(library, inner)
        case Table():
            yield from _of_table(block)
        case Faq():
            for item in block.items:
                yield "question", item.question
                yield "answer", item.answer
        case Figure():
            if block.alt:
                yield "alt", Line((Words(block.alt),), _alt_mark(library, block.mark))
            if block.caption is not None:
                yield "caption", block.caption
        case WriteIn():
            yield "label", block.label
        case Quote():
            yield "quote", block.line
            if block.source is not None:
                yield "label", block.source


def _of_table(table: Table) -> Iterator[tuple[Role, Line]]:
    if table.caption is not None:
        yield "caption", table.caption
    yield from (("header", line) for line in table.columns)
    for row in table.rows:
        for index, line in enumerate(row):
            yield ("header" if table.header_column and index == 0 else "cell"), line


def _alt_mark(library: Library, figure: Mark) -> Mark:
    """Where a figure's `alt:` has its text: the typed figure keeps only the place of the block."""
    lines = library.texts.get(figure.path, "").split("\n")
    for number in range(figure.line, len(lines) + 1):
        start = figure.column - 1 if number == figure.line else 0
        match = _ALT.search(lines[number - 1], start)
        if match is not None:
            return replace(figure, line=number, column=match.end() + 1)
    return figure
