"""Runs put together to lines, and lines to the paragraphs, headings and cells they belong to."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

from handouts.press.anatomy import Marked
from handouts.press.geometry import POINTS_PER_MM, Box
from handouts.press.preflight.measured import Place, Sheet, TextRun

Kind: TypeAlias = Literal["text", "heading", "table", "caption", "contents", "reference", "label", "running", "loose"]
"""What a line is: `running` matter is on every page, `loose` text is in no tag and no running matter."""

_HEADINGS = frozenset({"H", "H1", "H2", "H3", "H4", "H5", "H6"})
_ON_ONE_LINE = 0.6  # of the larger size: raised and lowered figures stay within it
_SPACE_BETWEEN = 1.5  # ems; a wider gap outside of tags begins another piece of text
_EDGE_OF_PAGE = 16 * POINTS_PER_MM  # notices and heads stand in there, below it the text begins
_RAISED = 0.15  # of the line's size above its baseline
_SMALLER = 0.9


class TextLine(NamedTuple):
    """One line of one block: its runs as drawn, the baseline and size of the largest, the box around its ink.

    `block` is the object number of its element, 0 outside of tags.
    """

    page: int
    block: int
    place: Place | None
    kind: Kind
    runs: tuple[TextRun, ...]
    baseline: float
    size: float
    box: Box
    text: str

    def extent(self) -> tuple[float, float]:
        """From where to where its advance goes, without spaces at the ends."""
        edges = [edge for run in self.runs if run.paints for edge in run.text_extent()]
        return min(edges), max(edges)

    def is_raised(self, run: TextRun) -> bool:
        """True for one of its runs above the baseline in smaller type, such as a reference mark."""
        return run.size < _SMALLER * self.size and run.baseline - self.baseline > _RAISED * self.size


class Block(NamedTuple):
    """All lines of one element in reading order."""

    number: int
    place: Place
    kind: Kind
    lines: tuple[TextLine, ...]

    def pieces(self) -> list[list[TextLine]]:
        """Its lines, cut where a page or a column ends: there the next line is on another page, or not below."""
        pieces: list[list[TextLine]] = []
        for line in self.lines:
            above = pieces[-1][-1] if pieces else None
            if above is None or above.page != line.page or line.baseline > above.baseline - 0.2 * line.size:
                pieces.append([])
            pieces[-1].append(line)
        return pieces


def lines_on(sheet: Sheet, places: Mapping[Marked, Place], references: frozenset[int]) -> list[TextLine]:
    """The lines of a page in order of drawing; `references` are the object numbers of lists of sources."""
    lines: list[TextLine] = []
    gathered: list[TextRun] = []
    for run in sheet.runs:
        if gathered and not _goes_on(gathered, run, places):
            lines += _line(gathered, places, references)
            gathered = []
        gathered.append(run)
    lines += _line(gathered, places, references)
    return [line._replace(kind="running") if _is_at_the_edge(line, sheet) else line for line in lines]


def _is_at_the_edge(line: TextLine, sheet: Sheet) -> bool:
    """True for a notice or head that is tagged because it must be read out once: it stands where heads and feet do."""
    if line.kind != "text":
        return False
    return line.box.y0 > sheet.trim.y1 - _EDGE_OF_PAGE or line.box.y1 < sheet.trim.y0 + _EDGE_OF_PAGE


def blocks_of(lines: Iterable[TextLine], places: Mapping[Marked, Place]) -> list[Block]:
    """The blocks that have lines, in the order of the tag tree; text that was filled in later is put in its place."""
    by_block: dict[int, list[TextLine]] = {}
    for line in lines:
        if line.place is not None:
            by_block.setdefault(line.block, []).append(line)
    order = dict.fromkeys(place.block for place in places.values())
    found = []
    for number in order:
        if own := by_block.get(number):
            place = own[0].place
            assert place is not None
            found.append(Block(number, place, own[0].kind, _merged(own)))
    return found


def characters(text: str) -> int:
    """How many characters a reader counts: marks above and below others, and what is not seen, do not count."""
    if text.isascii():
        return len(text.strip())
    return sum(unicodedata.category(character) not in ("Mn", "Me", "Cf", "Cc") for character in text.strip())


def squares(text: str) -> float:
    """Characters of a Chinese, Japanese or Korean line: figures and letters of other scripts fill half a square."""
    seen = (character for character in text.strip() if unicodedata.category(character) not in ("Mn", "Me", "Cf", "Cc"))
    return sum(1.0 if unicodedata.east_asian_width(character) in "WF" else 0.5 for character in seen)


def is_east_asian(text: str) -> bool:
    """True when most of its letters are Chinese, Japanese or Korean."""
    if text.isascii():
        return False
    letters = [character for character in text if character.isalpha()]
    return 2 * sum(unicodedata.east_asian_width(letter) in "WF" for letter in letters) > len(letters)


def has_x_height(text: str) -> bool:
    """True when the text has small letters that stand on the baseline and are as high as an x: Latin, Greek, Cyrillic.

    Arabic, Hebrew, Thai and the scripts of India and East Asia have no such height; no limit is known for theirs.
    """
    return any(map(str.islower, text))


def _goes_on(gathered: Sequence[TextRun], run: TextRun, places: Mapping[Marked, Place]) -> bool:
    last = gathered[-1]
    if not (last.level and run.level):
        return False
    near = abs(last.baseline - run.baseline) < _ON_ONE_LINE * max(last.size, run.size)
    one, other = _place(last, places), _place(run, places)
    if one is not None or other is not None:
        return near and one is not None and other is not None and one.block == other.block
    gap = max(last.start, run.start) - min(last.end, run.end)
    return near and last.artifact == run.artifact and gap < _SPACE_BETWEEN * max(last.size, run.size)


def _place(run: TextRun, places: Mapping[Marked, Place]) -> Place | None:
    return places.get(run.mark) if run.mark is not None else None


def _line(runs: Sequence[TextRun], places: Mapping[Marked, Place], references: frozenset[int]) -> Iterator[TextLine]:
    painting = [run for run in runs if run.paints]
    if not painting:
        return
    largest = max(painting, key=lambda run: run.size)
    box = painting[0].box
    for run in painting[1:]:
        box = box.joined(run.box)
    place = _place(runs[0], places)
    yield TextLine(
        page=largest.page,
        block=place.block if place else 0,
        place=place,
        kind=_kind(place, largest, references),
        runs=tuple(runs),
        baseline=largest.baseline,
        size=largest.size,
        box=box,
        text="".join([run.text for run in runs]),
    )


def _kind(place: Place | None, run: TextRun, references: frozenset[int]) -> Kind:
    if place is None:
        return "running" if run.artifact == "Pagination" else "loose"
    roles = place.roles
    if place.role in _HEADINGS:
        return "heading"
    if "Caption" in roles:
        return "caption"
    if place.cell:
        return "table"
    if "TOC" in roles:
        return "contents"
    if place.list in references or "BibEntry" in roles:
        return "reference"
    return "label" if place.role == "Lbl" else "text"


def _merged(lines: list[TextLine]) -> tuple[TextLine, ...]:
    """Lines of a block with parts of one line, drawn apart from each other, joined."""
    merged: list[TextLine] = []
    for line in sorted(lines, key=lambda line: line.page):
        last = merged[-1] if merged else None
        if last is not None and last.page == line.page and _beside(last, line):
            larger = max(last, line, key=lambda part: part.size)
            merged[-1] = last._replace(
                runs=last.runs + line.runs, baseline=larger.baseline, size=larger.size,
                box=last.box.joined(line.box), text=last.text + line.text,
            )  # fmt: skip
        else:
            merged.append(line)
    return tuple(merged)


def _beside(one: TextLine, other: TextLine) -> bool:
    return abs(one.baseline - other.baseline) < _ON_ONE_LINE * max(one.size, other.size)
