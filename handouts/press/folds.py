"""Sheets folded in three: which page lies on which panel, and how wide each panel is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handouts.press.sheets import INCH, MM, Arrangement, Box, Frame, Sheet, Side, Turn, crop_marks, fold_marks

# Pages, from 0, on the panels from left to right, for reading from left to right: the numbering that printers use
# for six-page folds (5 6 1 outside, 2 3 4 inside). The front cover opens like a book's.
_OUTSIDE = (4, 5, 0)
_INSIDE = (1, 2, 3)
# With five pages the last one, how to reach the clinic, lies on the back, where it is seen without opening anything.
_OUTSIDE_OF_FIVE = (5, 4, 0)
PANELS = 6


@dataclass(frozen=True, slots=True)
class Fold:
    """A way of folding a sheet in three, for reading from left to right.

    `outside` and `inside` name the panels from left to right. `widths` are those of the inside in points, by paper;
    the outside has them the other way round, since the sheet is turned like a leaf.
    """

    outside: tuple[str, str, str]
    inside: tuple[str, str, str]
    widths: Mapping[str, tuple[float, float, float]]

    def narrowest(self, paper: str) -> float:
        """The width pages must have: they stand centred on panels that are wider."""
        return min(self.widths[paper])


# Roll fold: the flap is folded in first and must be narrower, or it buckles. Letter 3.6875/3.6875/3.625 in
# (paragonpress.com), A4 100/100/97 mm (print-print.co.uk).
ROLL = Fold(
    ("flap", "back", "cover"),
    ("inside 1", "inside 2", "inside 3"),
    {"a4": (100 * MM, 100 * MM, 97 * MM), "letter": (3.6875 * INCH, 3.6875 * INCH, 3.625 * INCH)},
)
# Z fold: no panel lies inside two others, so all are equal. The third inner panel is what shows at the back.
ZED = Fold(
    ("outside 2", "outside 3", "cover"),
    ("inside 1", "inside 2", "rear"),
    {"a4": (99 * MM,) * 3, "letter": (11 * INCH / 3,) * 3},
)


def arrange_fold(fold: Fold, frame: Frame, paper: str) -> Arrangement:
    """One landscape sheet, the outside first, turned around its short edge; one-sided when only the cover is there."""
    widths = fold.widths[paper]
    pages = _OUTSIDE_OF_FIVE if frame.pages == PANELS - 1 and "back" in fold.outside else _OUTSIDE
    outside = list(zip(pages, fold.outside, reversed(widths), strict=True))
    inside = list(zip(_INSIDE, fold.inside, widths, strict=True))
    if frame.direction == "rtl":
        outside.reverse()
        inside.reverse()
    two_sided = frame.pages > 1
    # Who folds by hand looks at the inside; the cover stays clean.
    front = _side(frame, outside, ticks=not two_sided)
    back = _side(frame, inside, ticks=True) if two_sided else None
    turn: Turn = "short" if two_sided else "none"
    return Arrangement((Sheet(front, back),), frame.width, frame.height, frame.bleed, turn, 1.0)


def _side(frame: Frame, panels: list[tuple[int, str, float]], *, ticks: bool) -> Side:
    placements, edges, left = [], [], 0.0
    for page, panel, width in panels:
        slot = Box(left, 0.0, left + width, frame.height)
        at = (left + (width - frame.page.width) / 2, (frame.height - frame.page.height) / 2)
        placements.append(frame.placed(panel, page, slot, at, 1.0))
        left += width
        edges.append(left)
    folds = tuple(edges[:-1])
    return Side(tuple(placements), (*crop_marks(frame), *fold_marks(frame, folds, ticks=ticks)), folds)
