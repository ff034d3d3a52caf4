"""Text stays on the paper, where printers print; it is not cut off, and crosses neither rules, boxes nor columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from handouts.press.anatomy import Element
from handouts.press.geometry import POINTS_PER_MM, Box
from handouts.press.preflight.inspection import Fault, Inspection
from handouts.press.preflight.lines import TextLine
from handouts.press.preflight.measured import TextRun
from handouts.press.preflight.rules.contrasts import background

_TOUCH = 0.4  # points; ink that reaches so far over an edge is not seen to cross it
_UNDER = 0.3  # ems below the baseline where an underline may be


def check_off_page(inspection: Inspection) -> Iterator[Fault]:
    """No text reaches over the edge of the page, or of what is left after cutting."""
    for sheet in inspection.sheets:
        for run in sheet.runs:
            if run.paints and not sheet.trim.shrunk(-_TOUCH).contains(run.box):
                yield Fault(sheet.number, "Text reaches over the edge of the page.", None, run.box, run.text)


def check_margin(inspection: Inspection) -> Iterator[Fault]:
    """No text is so near the edge that office printers cut it off."""
    outermost, wanted = inspection.limit("edge"), inspection.limit("margin")
    for sheet in inspection.sheets:
        page = sheet.trim
        for run in sheet.runs:
            box = run.box
            near = min(box.x0 - page.x0, box.y0 - page.y0, page.x1 - box.x1, page.y1 - box.y1) / POINTS_PER_MM
            limit = outermost if near < outermost.value else wanted
            if run.paints and -_TOUCH <= near < limit.value:
                message = f"Text is {near:.1f} mm from the edge of the paper; {limit.value:g} mm is the least."
                yield Fault(sheet.number, message, limit, box, run.text, f"margin of {limit.value}")


def check_clipped(inspection: Inspection) -> Iterator[Fault]:
    """No text is cut off by a clipping path or by the box of the form it is in."""
    for sheet in inspection.sheets:
        for run in sheet.runs:
            if run.clip is not None and run.paints and not run.clip.shrunk(-_TOUCH).contains(run.box):
                yield Fault(sheet.number, "Text is cut off at the edge of its box.", None, run.box, run.text)


def check_crossing(inspection: Inspection) -> Iterator[Fault]:
    """No rule runs through text; underlines have a rule of their own."""
    for sheet in inspection.sheets:
        rules = inspection.rules[sheet.number]
        for run in sheet.runs if rules else ():
            if run.paints and any(rule.meets(run.box) and _is_crossed(run, rule) for rule in rules):
                yield Fault(sheet.number, "A rule runs through text.", None, run.box, run.text)


def check_box_edge(inspection: Inspection) -> Iterator[Fault]:
    """No text reaches out of the tinted box it stands in, or into one it does not belong to."""
    for sheet in inspection.sheets:
        touching = inspection.grounds_under[sheet.number]
        for run in sheet.runs:
            if run.order in touching and _leaves_its_box(inspection, run):
                yield Fault(sheet.number, "Text reaches over the edge of a box.", None, run.box, run.text)


def check_cell(inspection: Inspection) -> Iterator[Fault]:
    """No text in a table reaches into the next column; a table set as cards has its cells below each other."""
    cells = _cells(inspection)
    rows: dict[tuple[int, int, int], dict[int, list[TextLine]]] = {}
    for line in inspection.all_lines:
        if line.place is not None and (cell := cells.get(line.place.cell)) is not None:
            rows.setdefault((cell.table, cell.row, line.page), {}).setdefault(cell.column, []).append(line)
    columns: dict[tuple[int, int], dict[int, Box]] = {}  # of each table as far as it stands in one piece
    above: dict[tuple[int, int], float] = {}
    for (number, _, page), found in rows.items():
        boxes = {column: _joined(lines) for column, lines in found.items()}
        table = (number, page)
        top = max(box.y1 for box in boxes.values())
        if not _stand_side_by_side(list(boxes.values())):
            continue
        if top > above.get(table, top):  # it goes on in another column of the page
            columns.pop(table, None)
        above[table] = min(box.y0 for box in boxes.values())
        known = columns.setdefault(table, {})
        for column, box in boxes.items():
            known[column] = known[column].joined(box) if column in known else box
        for column, lines in found.items():
            yield from _overrun(known, column, lines)


def _joined(lines: Sequence[TextLine]) -> Box:
    box = lines[0].box
    for line in lines[1:]:
        box = box.joined(line.box)
    return box


def _stand_side_by_side(boxes: Sequence[Box]) -> bool:
    """True when two of the boxes share more than half the height of the lower one.

    Less is a mark of a letter that reaches into the line above or below, as in pointed Arabic.
    """
    return any(
        2 * (min(one.y1, other.y1) - max(one.y0, other.y0)) > min(one.y1 - one.y0, other.y1 - other.y0)
        for one, other in combinations(boxes, 2)
    )


def _overrun(columns: dict[int, Box], column: int, lines: Sequence[TextLine]) -> Iterator[Fault]:
    """The first of a cell's lines that shares some width with another column."""
    for line in lines:
        for other, box in columns.items():
            if other != column and line.box.x0 < box.x1 - _TOUCH and box.x0 + _TOUCH < line.box.x1:
                message = "Text in a table reaches into the next column."
                yield Fault(line.page, message, None, line.box, line.text)
                return


def is_underline(run: TextRun, rule: Box) -> bool:
    """True when a level rule runs just below the letters of a run and reaches little farther than they do."""
    below = run.baseline - rule.y1
    if not -0.05 * run.size <= below <= _UNDER * run.size or rule.width < rule.height or not run.level:
        return False
    common = min(rule.x1, run.box.x1) - max(rule.x0, run.box.x0)
    return common > 0.6 * run.box.width and common > 0.4 * rule.width


def _is_crossed(run: TextRun, rule: Box) -> bool:
    if is_underline(run, rule):
        return False
    for ink in run.ink():
        common = ink.common(rule)
        if common.width > _TOUCH and common.height > min(_TOUCH, 0.9 * min(rule.width, rule.height)):
            return True
    return False


def _leaves_its_box(inspection: Inspection, run: TextRun) -> bool:
    """True when the corners of the text stand on other colours: it began in a box and does not end there."""
    areas = inspection.grounds_under[run.page].get(run.order, ())
    if all(area.box.contains(run.box) for area in areas):
        return False
    box = run.box.shrunk(_TOUCH)
    if box.is_empty:
        return False
    corners = ((box.x0, box.y0), (box.x1, box.y0), (box.x0, box.y1), (box.x1, box.y1))
    return len({background(list(areas), run.order, x, y) for x, y in corners}) > 1


class _Cell(NamedTuple):
    """Where a cell stands: object numbers of its table and row, and its column."""

    table: int
    row: int
    column: int


def _cells(inspection: Inspection) -> dict[int, _Cell]:
    """The cells that span nothing, of rows into which nothing reaches from above, by object number."""
    structure = inspection.document.structure
    found: dict[int, _Cell] = {}
    for table in structure.walk() if structure is not None else ():
        if table.role == "Table":
            for row in _rows(table):
                at = 0
                for cell in row.elements():
                    if cell.columns == 1 and cell.rows == 1:
                        found[cell.number] = _Cell(table.number, row.number, at)
                    at += cell.columns
    return found


def _rows(table: Element) -> Iterator[Element]:
    """The rows of a table in which no cell reaches down from above."""
    reaching = 0
    for element in table.walk():
        if element.role == "TR":
            if not reaching:
                yield element
            reaching = max(reaching - 1, *(cell.rows - 1 for cell in element.elements()), 0)
