"""Saddle-stitched booklets: pages in pairs on landscape sheets that are laid into each other and folded once."""

from __future__ import annotations

from handouts.press.sheets import Arrangement, Box, Frame, Sheet, Side, crop_marks, fold_marks

FOUR = 4  # pages on a folded sheet
MOST_SHEETS = 16  # what office staplers and a neat fold allow: 64 pages on ordinary paper


def arrange_booklet(frame: Frame, creep: float) -> Arrangement:
    """All sheets from the outermost to the innermost, turned around the short edge, the spine in the middle.

    `creep` is the thickness of the paper in points. Each sheet lies inside the others and stands out at the fore
    edge by the thickness of those around it, so its pages move towards the spine by as much; after trimming all
    margins are equal (thickness times the number of sheets outside, as imposition programs reckon it).
    """
    scale = frame.fitted(frame.width / 2, frame.height)
    sheets = -(-frame.pages // FOUR)
    last = sheets * FOUR - 1
    made = []
    for number in range(sheets):
        shift = creep * number
        outer = (last - 2 * number, 2 * number)
        inner = (2 * number + 1, last - 2 * number - 1)
        made.append(
            Sheet(_side(frame, outer, scale, shift, ticks=False), _side(frame, inner, scale, shift, ticks=True))
        )
    return Arrangement(tuple(made), frame.width, frame.height, frame.bleed, "short", scale)


def _side(frame: Frame, pair: tuple[int, int], scale: float, shift: float, *, ticks: bool) -> Side:
    """Two pages with their inner edges at the fold; `pair` reads from left to right."""
    left, right = pair if frame.direction == "ltr" else (pair[1], pair[0])
    fold = frame.width / 2
    bottom = (frame.height - frame.page.height * scale) / 2
    slots = (Box(0.0, 0.0, fold, frame.height), Box(fold, 0.0, frame.width, frame.height))
    starts = (fold - frame.page.width * scale + shift, fold - shift)
    placements = tuple(
        frame.placed(name, page, slot, (start, bottom), scale)
        for name, page, slot, start in zip(("left", "right"), (left, right), slots, starts, strict=True)
    )
    return Side(placements, (*crop_marks(frame), *fold_marks(frame, (fold,), ticks=ticks)), (fold,))
