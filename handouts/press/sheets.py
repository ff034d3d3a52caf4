"""What goes where on a sheet of paper: plain geometry, in points, that knows neither PDF nor printer.

The origin is the lower left corner of the trimmed sheet, seen from the side in question. A back is seen after the
sheet has been turned around its upright edge, like a leaf of a book.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from handouts.language import Direction
from handouts.records import dataclass

MM = 72 / 25.4
INCH = 72.0

Turn = Literal["long", "short", "none"]
"""The edge around which the printer turns the sheet; `none` for one-sided sheets."""

StrokeKind = Literal["fold", "cut", "crop"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with its sides parallel to the sheet's."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    def grown(self, by: float) -> Box:
        """The box with every side moved out."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def half_turned(self, width: float, height: float) -> Box:
        """The box after a sheet of this size has been turned by 180 degrees in its plane."""
        return Box(width - self.right, height - self.top, width - self.left, height - self.bottom)


@dataclass(frozen=True, slots=True)
class Placement:
    """One page on one side: `area` is where its visible box lands, `clip` what may be printed on.

    `page` counts from 0 and is None for a blank place. `turned` pages stand upside down.
    """

    panel: str
    page: int | None
    area: Box
    clip: Box
    scale: float = 1.0
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight mark from one point to another."""

    kind: StrokeKind
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet; `folds` are the distances of its folds from the left edge."""

    placements: tuple[Placement, ...]
    strokes: tuple[Stroke, ...] = ()
    folds: tuple[float, ...] = ()

    def half_turned(self, width: float, height: float) -> Side:
        """The side turned by 180 degrees in its plane."""
        return Side(
            tuple(
                replace(
                    place,
                    area=place.area.half_turned(width, height),
                    clip=place.clip.half_turned(width, height),
                    turned=not place.turned,
                )
                for place in self.placements
            ),
            tuple(
                Stroke(mark.kind, width - mark.x0, height - mark.y0, width - mark.x1, height - mark.y1)
                for mark in self.strokes
            ),
            tuple(sorted(width - fold for fold in self.folds)),
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of paper; `back` is None when nothing is printed there."""

    front: Side
    back: Side | None

    def sides(self) -> tuple[Side, ...]:
        """The sides that are printed, in the printer's order."""
        return (self.front,) if self.back is None else (self.front, self.back)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """All sheets of one document: the size of the trimmed sheet, how far colour runs beyond it, how it is turned."""

    sheets: tuple[Sheet, ...]
    width: float
    height: float
    bleed: float
    turn: Turn
    scale: float

    @property
    def margin(self) -> float:
        """Room around the trimmed sheet for bleed and marks; 0 without bleed."""
        return self.bleed + MARK_ROOM if self.bleed else 0.0


@dataclass(frozen=True, slots=True)
class PageSize:
    """Width and height of the document's pages."""

    width: float
    height: float

    @property
    def landscape(self) -> bool:
        """Wider than tall."""
        return self.width > self.height


@dataclass(frozen=True, slots=True)
class Frame:
    """What the arranging functions share: trimmed sheet, bleed, size and number of pages, direction of reading."""

    width: float
    height: float
    bleed: float
    page: PageSize
    pages: int
    direction: Direction

    def fitted(self, width: float, height: float) -> float:
        """The scale at which a page fits into a place of this size, never over 1.

        Sizes that differ by less than one part in a hundred (148 mm and half of 297) are meant to be the same.
        """
        scale = min(width / self.page.width, height / self.page.height)
        return 1.0 if scale > _SAME else scale

    def placed(self, panel: str, page: int | None, slot: Box, at: tuple[float, float], scale: float) -> Placement:
        """A page with its lower left corner at `at`, clipped to its slot.

        Where the page ends at an edge of its slot, or so near it that the colours it draws beyond its own edge reach
        there, it may be printed on up to that edge, and over it by the bleed where the edge is the sheet's. Where a
        gap is left, the page is clipped at its own edge.
        """
        left, bottom = at
        area = Box(left, bottom, left + self.page.width * scale, bottom + self.page.height * scale)
        reach = BEYOND * scale
        clip = Box(
            left=-_edge(-area.left, -slot.left, 0.0, self.bleed, reach),
            bottom=-_edge(-area.bottom, -slot.bottom, 0.0, self.bleed, reach),
            right=_edge(area.right, slot.right, self.width, self.bleed, reach),
            top=_edge(area.top, slot.top, self.height, self.bleed, reach),
        )
        return Placement(panel, page if page is not None and page < self.pages else None, area, clip, scale)


BEYOND = 9.0
"""How far our pages draw their tints beyond their own edge: 3 mm and a little, so that no white line shows."""

MARK_LENGTH = 14.0
MARK_ROOM = 18.0
TICK = 18.0  # office printers leave 4 to 5 mm (12 to 14 pt) at the edge white; of a tick this long a third is seen
_NEAR = 0.01
_SAME = 0.99


def _edge(page: float, slot: float, sheet: float, bleed: float, reach: float) -> float:
    """Where printing ends on one side, measured outwards."""
    if slot - page > reach:
        return page
    return sheet + bleed if abs(slot - sheet) < _NEAR else slot


def fold_marks(frame: Frame, folds: tuple[float, ...], *, ticks: bool) -> tuple[Stroke, ...]:
    """Marks at both ends of every fold: beyond the bleed, or `ticks` at the edge when there is none."""
    if frame.bleed:
        low, high = (-frame.bleed, -frame.bleed - MARK_LENGTH), (frame.height + frame.bleed, frame.height + frame.bleed)
        ends = (low, (high[0], high[1] + MARK_LENGTH))
    elif ticks:
        ends = ((0.0, TICK), (frame.height - TICK, frame.height))
    else:
        return ()
    return tuple(Stroke("fold", x, start, x, end) for x in folds for start, end in ends)


def crop_marks(frame: Frame) -> tuple[Stroke, ...]:
    """Two marks at each corner of the trimmed sheet, outside the bleed; none without bleed."""
    return _outer("crop", frame, (0.0, frame.width), (0.0, frame.height)) if frame.bleed else ()


def cut_guides(frame: Frame, xs: tuple[float, ...], ys: tuple[float, ...]) -> tuple[Stroke, ...]:
    """Where to cut inside the sheet: marks outside the bleed, or lines across the sheet when there is none."""
    if frame.bleed:
        return _outer("cut", frame, xs, ys)
    upright = tuple(Stroke("cut", x, 0.0, x, frame.height) for x in xs)
    return upright + tuple(Stroke("cut", 0.0, y, frame.width, y) for y in ys)


def _outer(kind: StrokeKind, frame: Frame, xs: tuple[float, ...], ys: tuple[float, ...]) -> tuple[Stroke, ...]:
    near, far = frame.bleed, frame.bleed + MARK_LENGTH
    return (
        *(Stroke(kind, x, -far, x, -near) for x in xs),
        *(Stroke(kind, x, frame.height + near, x, frame.height + far) for x in xs),
        *(Stroke(kind, -far, y, -near, y) for y in ys),
        *(Stroke(kind, frame.width + near, y, frame.width + far, y) for y in ys),
    )
