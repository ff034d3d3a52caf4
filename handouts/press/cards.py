"""Several leaves on a sheet, to be cut apart: two or four pages on a side, each with its own back."""

from __future__ import annotations

from handouts.press.sheets import Arrangement, Box, Frame, PageSize, Sheet, Side, Turn, crop_marks, cut_guides

_ONE_CUT = 1.5


def grid(count: int, page: PageSize) -> tuple[int, int, bool]:
    """Columns, rows, and whether the sheet lies landscape, for this many pages on a side."""
    if count == 2:
        return (1, 2, False) if page.landscape else (2, 1, True)
    return 2, 2, page.landscape


def arrange_cards(count: int, frame: Frame) -> Arrangement:
    """Sheets to be cut into leaves, front and back of a leaf being two pages that follow each other.

    A document of few leaves stands on the sheet as often as it fits. With many, cut the whole stack and lay the piles
    on each other, in reading order of their places: the leaves are in order then.
    """
    columns, rows, landscape = grid(count, frame.page)
    scale = frame.fitted(frame.width / columns, frame.height / rows)
    two_sided = frame.pages > 1
    leaves: list[int | None] = list(range(-(-frame.pages // 2) if two_sided else 1))
    leaves = leaves * max(1, count // len(leaves))
    sheets = -(-len(leaves) // count)
    # A pile has as many leaves as there are sheets. Short piles are the last ones.
    leaves += [None] * (sheets * count - len(leaves))
    slots = _slots(frame, columns, rows)
    made = []
    for number in range(sheets):
        on_sheet = [leaves[place * sheets + number] for place in range(count)]
        fronts = [(f"place {at + 1}", None if leaf is None else 2 * leaf) for at, leaf in enumerate(on_sheet)]
        backs = [(f"behind place {at + 1}", None if leaf is None else 2 * leaf + 1) for at, leaf in enumerate(on_sheet)]
        # Behind a place in the first column lies one in the last.
        behind = [backs[row * columns + columns - 1 - column] for row in range(rows) for column in range(columns)]
        back = _side(frame, slots, behind, scale, guides=False) if two_sided else None
        made.append(Sheet(_side(frame, slots, fronts, scale, guides=True), back))
    turn: Turn = ("short" if landscape else "long") if two_sided else "none"
    return Arrangement(tuple(made), frame.width, frame.height, frame.bleed, turn, scale)


def _slots(frame: Frame, columns: int, rows: int) -> list[Box]:
    """Places row by row from the top, in the direction of reading."""
    width, height = frame.width / columns, frame.height / rows
    across = range(columns) if frame.direction == "ltr" else range(columns - 1, -1, -1)
    return [
        Box(column * width, frame.height - (row + 1) * height, (column + 1) * width, frame.height - row * height)
        for row in range(rows)
        for column in across
    ]


def _side(frame: Frame, slots: list[Box], pages: list[tuple[str, int | None]], scale: float, *, guides: bool) -> Side:
    """Pages centred in their places; `guides` are lines to cut along, on one side only."""
    placements = []
    for slot, (name, page) in zip(slots, pages, strict=True):
        left = slot.left + (slot.width - frame.page.width * scale) / 2
        bottom = slot.bottom + (slot.height - frame.page.height * scale) / 2
        placements.append(frame.placed(name, page, slot, (left, bottom), scale))
    marks = crop_marks(frame)
    if guides or frame.bleed:
        xs = {round(x, 3) for place in placements for x in (place.area.left, place.area.right)}
        ys = {round(y, 3) for place in placements for y in (place.area.bottom, place.area.top)}
        marks += cut_guides(frame, _inside(xs, frame.width), _inside(ys, frame.height))
    return Side(tuple(placements), marks)


def _inside(edges: set[float], end: float) -> tuple[float, ...]:
    """Edges of cards that are not edges of the sheet; two that are less than half a millimetre apart are one cut."""
    kept: list[float] = []
    for edge in sorted(edges):
        if kept and edge - kept[-1] < _ONE_CUT:
            kept[-1] = (kept[-1] + edge) / 2
        elif _ONE_CUT < edge < end - _ONE_CUT:
            kept.append(edge)
    return tuple(kept)
