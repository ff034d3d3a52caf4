"""All texts of an edition in the order the page reads, found without the typesetter: what a reader must get."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from handouts.build import Built
from handouts.content import (
    BulletList,
    Callout,
    Checklist,
    CitationMark,
    Faq,
    Figure,
    Heading,
    KeyPoints,
    Line,
    Paragraph,
    Quote,
    Slot,
    SolidBlock,
    Steps,
    Table,
    Words,
    WriteIn,
)
from handouts.edition import Edition, EditionSection, Personal
from handouts.language import plural
from handouts.press.reading import page_texts
from handouts.resolving.values import late_values

BLANK = 16 * "_"


def plain(text: str) -> str:
    """The same text as any extractor gives it: ordinary spaces, no soft hyphens, joiners or marks of direction."""
    kept = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return re.sub(r"\s+", " ", kept).strip()


def squeezed(text: str) -> str:
    """A text without spaces and hyphens, for extractors that put or drop them at a line's end as they like."""
    return re.sub("[ -]", "", plain(text))


def texts(edition: Edition, pages: dict[str, int] | None = None) -> list[str]:
    """Every text of its own: a paragraph, an item, a cell, a heading. `pages` are those of the contents."""
    return [plain(text) for text in _Reader(edition).document(pages)]


def missing_on_page_one(made: Built) -> list[str]:
    """What page 1 must say to be enough alone and does not: the title, the key points, the whole emergency box."""
    assert made.pdf is not None and made.edition is not None
    first = squeezed(page_texts(made.pdf.data)[0])
    reader = _Reader(made.edition)
    wanted = [reader.line(made.edition.title), *map(reader.line, made.edition.key_points)]
    (emergency,) = [section for section in made.edition.lead if section.box == "emergency"]
    wanted += reader.section(emergency)
    return [text for text in wanted if squeezed(text) not in first]


class _Reader:
    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.words = edition.wording
        self.values = late_values(edition, Personal())

    def line(self, line: Line) -> str:
        text = ""
        for part in line.parts:
            match part:
                case Words():
                    text += part.text
                case Slot():
                    text += self.values.get(part.name, BLANK)
                case CitationMark():
                    text = f"{text.rstrip()}[{','.join(map(str, part.numbers))}]"
        return text

    def document(self, pages: dict[str, int] | None) -> Iterator[str]:
        edition = self.edition
        yield from map(self.line, edition.notices)
        yield edition.brand.name
        yield self.line(edition.title)
        if edition.subtitle:
            yield self.line(edition.subtitle)
        if edition.key_points:
            yield from self.key_points(edition.key_points)
        for section in edition.lead:
            yield from self.section(section)
        if pages is not None:
            yield self.words["contents"]
            yield plural(edition.language, self.words["reading_time"], minutes=edition.minutes)
            yield from (f"{s.number} {self.line(s.title)} {pages[s.id]}" for s in edition.sections)
        for section in edition.sections:
            yield from self.section(section)
        yield from self.contact()

    def key_points(self, items: tuple[Line, ...]) -> Iterator[str]:
        yield self.words["key_points"]
        yield from map(self.line, items)

    def section(self, section: EditionSection) -> Iterator[str]:
        if section.box:
            yield self.words[section.box]
        numbered = section.number and not section.box
        yield f"{section.number} {self.line(section.title)}" if numbered else self.line(section.title)
        for block in section.blocks:
            yield from self.block(block)
        if section.id == "references":
            yield from (self.line(reference.line) for reference in self.edition.references)

    def block(self, block: SolidBlock) -> Iterator[str]:
        match block:
            case Paragraph() | Heading():
                yield self.line(block.line)
            case BulletList() | Steps() | Checklist():
                yield from map(self.line, block.items)
            case KeyPoints():
                yield from self.key_points(block.items)
            case Callout():
                yield self.words[block.tone]
                if block.title:
                    yield self.line(block.title)
                for inner in block.blocks:
                    yield from self.block(inner)
            case Table():
                if block.caption:
                    yield self.line(block.caption)
                for row in (block.columns, *block.rows):
                    yield from map(self.line, row)
            case Faq():
                for item in block.items:
                    yield self.line(item.question)
                    yield self.line(item.answer)
            case Figure():
                if block.caption:
                    yield self.line(block.caption)
            case WriteIn():
                yield self.line(block.label)
            case Quote():
                yield self.line(block.line)
                if block.source:
                    yield self.line(block.source)

    def contact(self) -> Iterator[str]:
        brand = self.edition.brand
        yield self.words["contact"]
        yield brand.name
        yield from brand.address
        for key in ("phone", "email", "website", "hours", "feedback"):
            if value := self.edition.slots.get(f"clinic.{key}"):
                yield f"{self.words[key]} {value}"
        if brand.qr_url:
            yield self.words["scan"]
            yield self.values["qr.url"]
