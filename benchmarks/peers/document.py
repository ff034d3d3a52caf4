"""The benchmark's document: a handout of five pages from the starter content, also as plain data for the peers."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from handouts.content import (
    BulletList,
    Callout,
    CitationMark,
    Faq,
    Figure,
    Heading,
    KeyPoints,
    Line,
    Paragraph,
    Slot,
    SolidBlock,
    Steps,
    Table,
    Words,
)
from handouts.edition import BuildRequest, Edition
from handouts.library import Library
from handouts.product import version
from handouts.resolving.resolve import resolve
from handouts.source.loading import open_library
from handouts.source.store import Store
from handouts.source.workspace import init

DAY = datetime.date(2026, 1, 15)
HANDOUT = "benchmark"
REQUEST = BuildRequest(HANDOUT, ("en",), "example-clinic", "sheet", "standard-12", "letter")
_HANDOUT = """\
title: {en: Vitamins and restless legs syndrome}
subtitle: {en: What the studies can and cannot tell you}
lead: [when-to-get-help]
sections: [magnesium-evidence, supplement-table, references, disclaimer]
"""

# Plain data: ["h1" | "h2" | "p", runs], ["ul" | "ol", [runs, ...]], ["box", title runs, blocks],
# ["table", caption runs, [runs, ...] (the header), [[runs, ...], ...] (the rows)].
# Runs are [text, bold, italic, raised] each.
Runs = list[tuple[str, bool, bool, bool]]
Blocks = list[list[Any]]


@dataclass(frozen=True)
class Variant:
    """The next brand and patient: what changes from document to document, the same for all programs."""

    number: int

    @property
    def clinic(self) -> str:
        return f"Example Clinic {self.number}"

    @property
    def patient(self) -> str:
        return f"Patient Example {self.number}"

    @property
    def phone(self) -> str:
        return f"(202) 555-{self.number % 100 + 100:04}"

    @property
    def colour(self) -> str:
        """A dark blue or green, never twice running the same."""
        return f"#0B{0x30 + self.number % 40:02X}{0x40 + self.number % 60:02X}"


def workspace(folder: Path) -> Path:
    """A workspace with the starter content and the benchmark's handout."""
    init(folder)
    (folder / "content/handouts" / f"{HANDOUT}.yaml").write_text(_HANDOUT, encoding="utf-8")
    return folder


def library(folder: Path, store: Store | None = None) -> Library:
    """The benchmark's workspace, read; from what an earlier run has compiled, if there is a store."""
    made, findings = open_library(folder, store)
    assert made is not None, findings
    return made


def edition(made: Library, request: BuildRequest = REQUEST) -> Edition:
    """The document as handouts resolves it."""
    resolved = resolve(made, request, date=DAY, tool_version=version())
    assert resolved.edition is not None, resolved.findings
    return resolved.edition


def as_data(made: Edition) -> dict[str, Any]:
    """The document for the peers: title, subtitle and blocks."""
    blocks: Blocks = []
    for section in (*made.lead, *made.sections):
        if section.box:
            blocks.append(["box", _runs(section.title), list(_blocks(section.blocks))])
        else:
            blocks.append(["h1", _runs(section.title)])
            blocks += _blocks(section.blocks)
            if section.id == "references":
                blocks.append(["ol", [_runs(reference.line) for reference in made.references]])
    subtitle = made.subtitle.plain if made.subtitle is not None else ""
    return {"title": made.title.plain, "subtitle": subtitle, "blocks": blocks, "language": made.language}


def _blocks(blocks: tuple[SolidBlock, ...]) -> Iterator[list[Any]]:
    for block in blocks:
        match block:
            case Paragraph(line):
                yield ["p", _runs(line)]
            case Heading(line):
                yield ["h2", _runs(line)]
            case BulletList(items) | KeyPoints(items):
                yield ["ul", [_runs(item) for item in items]]
            case Steps(items):
                yield ["ol", [_runs(item) for item in items]]
            case Callout(_, title, inner):
                yield ["box", _runs(title) if title is not None else [], list(_blocks(inner))]
            case Table(caption, columns, _, rows):
                head = [_runs(column) for column in columns]
                body = [[_runs(cell) for cell in row] for row in rows]
                yield ["table", _runs(caption) if caption is not None else [], head, body]
            case Faq(items):
                for item in items:
                    yield ["h2", _runs(item.question)]
                    yield ["p", _runs(item.answer)]
            case Figure():
                raise ValueError("The benchmark's sections have no figures, so that all programs draw the same.")
            case _:
                raise ValueError(f"The peers have no form for {type(block).__name__}.")


def _runs(line: Line) -> Runs:
    runs: Runs = []
    for part in line.parts:
        match part:
            case Words(text, strong, emphasis):
                runs.append((text, strong, emphasis, False))
            case CitationMark(numbers):
                runs.append((f"[{','.join(map(str, numbers))}]", False, False, True))
            case Slot(name, strong, emphasis):
                runs.append((_SLOTS[name], strong, emphasis, False))
    return runs


# What the example clinic puts into the slots of these sections.
_SLOTS = {"emergency.number": "911", "clinic.phone": "(202) 555-0142", "poison.number": "1-800-222-1222"}


def unseen(made: Library, number: int) -> Library:
    """The library with every text of its English sections changed: words in another order, a fifth of them new.

    So nothing but single words has been shaped, broken or drawn before.
    """
    dice = random.Random(number)
    sections = {
        key: replace(section, blocks=tuple(_changed(block, dice) for block in section.blocks))
        if key[1] == "en" else section
        for key, section in made.sections.items()
    }  # fmt: skip
    return replace(made, sections=sections)


def unseen_data(data: dict[str, Any], number: int) -> dict[str, Any]:
    """The same for the peers' form."""
    dice = random.Random(number)
    return {**data, "blocks": _changed_data(data["blocks"], dice)}


def _changed_data(value: Any, dice: random.Random) -> Any:
    if isinstance(value, (list, tuple)):
        if len(value) == 4 and isinstance(value[0], str) and isinstance(value[1], bool):
            return (_stirred(value[0], dice), *value[1:])
        return [_changed_data(item, dice) if not isinstance(item, str) else item for item in value]
    return value


def _changed(value: Any, dice: random.Random) -> Any:
    match value:
        case Words():
            return replace(value, text=_stirred(value.text, dice))
        case Line():
            return replace(value, parts=tuple(_changed(part, dice) for part in value.parts))
        case Paragraph() | Heading():
            return replace(value, line=_changed(value.line, dice))
        case BulletList() | Steps() | KeyPoints():
            return replace(value, items=tuple(_changed(item, dice) for item in value.items))
        case Callout():
            return replace(value, blocks=tuple(_changed(block, dice) for block in value.blocks))
        case Table():
            rows = tuple(tuple(_changed(cell, dice) for cell in row) for row in value.rows)
            return replace(value, rows=rows)
        case _:
            return value


_SYLLABLES = ("ba", "den", "fir", "gol", "hum", "kes", "lin", "mor", "nat", "pel", "rus", "sil", "tam", "ven")


def _stirred(text: str, dice: random.Random) -> str:
    """The words in another order, every fifth replaced by one of the same length that nobody has set before."""
    lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    words = text.split()
    dice.shuffle(words)
    for index in range(0, len(words), 5):
        made = ""
        while len(made) < max(len(words[index]), 3):
            made += dice.choice(_SYLLABLES)
        words[index] = made[: max(len(words[index]), 3)]
    return lead + " ".join(words) + tail
