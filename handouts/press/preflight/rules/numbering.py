"""Loose sheets find together again: true page numbers in one place, and the edition id on every page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from handouts.press.preflight.inspection import Fault, Inspection
from handouts.press.preflight.lines import TextLine

# Also in the digits of other scripts; those in an edition id or a date with hyphens stand beside Latin letters.
_NUMBER = re.compile(r"(?<![\dA-Za-z-])\d+(?![\dA-Za-z-])")
_ZONE = 0.15  # of the page's height, at its top and foot, where running matter is in files without tags
_SAME_PLACE = 2.0  # points
_NOT_SEEN = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def check_page_number(inspection: Inspection) -> Iterator[Fault]:
    """Every page of several says which one it is, truly, and of how many, truly."""
    limit = inspection.limit("numbered-from")
    count = len(inspection.sheets)
    numbered = _numbered(inspection)
    height = _usual_height(numbered)
    if count < limit.value or inspection.printing:
        return
    for sheet in inspection.sheets:
        line = numbered.get(sheet.number)
        if line is not None:
            others = _numbers(line)
            others.remove(sheet.number)
            if len(others) == 1 and others[0] != count:
                message = f"The page says that there are {others[0]} pages; there are {count}."
                yield Fault(sheet.number, message, limit, line.box, line.text)
            continue
        false = [other for other in _running(inspection, sheet.number) if _at(other, height) and _numbers(other)]
        if false:
            yield Fault(sheet.number, "The page number is not that of the page.", limit, false[0].box, false[0].text)
        else:
            yield Fault(sheet.number, "A page has no page number.", limit)


def check_page_number_place(inspection: Inspection) -> Iterator[Fault]:
    """The page number is in the same place on every page."""
    if inspection.printing:
        return
    numbered = _numbered(inspection)
    height = _usual_height(numbered)
    edges: Counter[tuple[str, int]] = Counter()
    for line in numbered.values():
        edges.update(_edges(line))
    usual = edges.most_common(1)[0][0] if edges else None
    for page, line in numbered.items():
        if not _at(line, height) or not any(_near(edge, usual) for edge in _edges(line)):
            message = "The page number is in another place than on other pages."
            yield Fault(page, message, None, line.box, line.text)


def check_edition(inspection: Inspection) -> Iterator[Fault]:
    """The edition id that the file names stands on every page, so that a sheet can be told from an older one."""
    edition = inspection.document.edition
    if not edition or not inspection.document.made_for.handout:
        return
    wanted = _squeezed(edition)
    for sheet in inspection.sheets:
        if not any(wanted in _squeezed(line.text) for line in inspection.lines(sheet.number)):
            yield Fault(sheet.number, f"The edition id {edition} is not on the page.")


def _numbered(inspection: Inspection) -> dict[int, TextLine]:
    """For each page the line with its number; of several such lines, the one where most pages have theirs."""
    candidates = {
        sheet.number: [line for line in _running(inspection, sheet.number) if sheet.number in _numbers(line)]
        for sheet in inspection.sheets
    }
    heights = Counter(round(line.baseline) for lines in candidates.values() for line in lines)
    return {
        page: max(lines, key=lambda line: (heights[round(line.baseline)], -len(_numbers(line))))
        for page, lines in candidates.items()
        if lines
    }


def _running(inspection: Inspection, page: int) -> list[TextLine]:
    """The running matter of a page; where nothing is tagged as such, what stands near its top and foot."""
    lines = inspection.lines(page)
    running = [line for line in lines if line.kind == "running"]
    if running:
        return running
    box = inspection.sheets[page - 1].box
    zone = _ZONE * box.height
    return [line for line in lines if line.baseline < box.y0 + zone or line.baseline > box.y1 - zone]


def _numbers(line: TextLine) -> list[int]:
    return [int(digits) for digits in _NUMBER.findall(line.text)]


def _usual_height(numbered: dict[int, TextLine]) -> float | None:
    heights = Counter(round(line.baseline) for line in numbered.values())
    return heights.most_common(1)[0][0] if heights else None


def _at(line: TextLine, height: float | None) -> bool:
    return height is not None and abs(line.baseline - height) <= _SAME_PLACE


def _edges(line: TextLine) -> list[tuple[str, int]]:
    """Where a line begins, ends and has its middle: one of them stays when the number grows."""
    box = line.box
    return [("left", round(box.x0)), ("right", round(box.x1)), ("middle", round((box.x0 + box.x1) / 2))]


def _near(edge: tuple[str, int], usual: tuple[str, int] | None) -> bool:
    return usual is not None and edge[0] == usual[0] and abs(edge[1] - usual[1]) <= _SAME_PLACE


def _squeezed(text: str) -> str:
    return _NOT_SEEN.sub("", text).lower()
