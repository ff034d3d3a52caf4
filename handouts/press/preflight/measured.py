"""A document as a ruler sees it: runs of text, painted areas and pictures on pages. Plain data; lengths are points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from handouts.press.anatomy import Document, Marked
from handouts.press.geometry import Box
from handouts.press.preflight.colours import Rgb


class Glyph(NamedTuple):
    """A glyph of a font: advance and the box of what it paints in 1/1000 em, what it means, whether it is .notdef.

    `ink` is None for a space; `text` is None when neither the font nor the encoding says what the glyph means.
    """

    advance: float
    ink: Box | None
    text: str | None
    missing: bool


class Typeface(NamedTuple):
    """What a run needs to know of its font: name, height of the small x in 1/1000 em (0: none), slant, weight."""

    name: str
    x_height: float
    italic: bool
    bold: bool


class TextRun(NamedTuple):
    """Text drawn in one go with one font, size and colour, on one baseline.

    `order` is its place in the order of painting on the page. `box` is around what its glyphs paint, or around its
    advance when they paint nothing; `start` and `end` are the ends of its advance and `baseline` its height when the
    run is `level`, that is, stands upright on a horizontal line. `colour` is None when it cannot be told.
    `clip` is the box everything outside of which is cut off. `mark` is its marked content, None in an artifact or
    outside everything; `artifact` names the kind of artifact (`Pagination`), "-" for one without a kind.
    `glyphs` stand at `places`, so far from the start before `scale`; `across` and `up` turn 1/1000 em into points.
    `paints` is False for runs of spaces.
    """

    page: int
    order: int
    text: str
    box: Box
    start: float
    end: float
    baseline: float
    level: bool
    size: float
    face: Typeface
    colour: Rgb | None
    opacity: float
    clip: Box | None
    mark: Marked | None
    artifact: str
    glyphs: tuple[Glyph, ...]
    places: tuple[float, ...]
    paints: bool
    scale: float
    across: float
    up: float

    def ink(self) -> list[Box]:
        """The boxes of what its glyphs paint on the page, one each; the run's own box where it is not level."""
        if not self.level:
            return [self.box]
        boxes = []
        for x, glyph in zip(self.places, self.glyphs, strict=True):
            if glyph.ink is not None:
                x0, y0, x1, y1 = glyph.ink
                left = self.start + x * self.scale
                boxes.append(
                    Box(
                        left + x0 * self.across,
                        self.baseline + y0 * self.up,
                        left + x1 * self.across,
                        self.baseline + y1 * self.up,
                    )
                )
        return boxes


class Area(NamedTuple):
    """A painted surface: rectangles, or other outlines; a stroked line is a thin rectangle.

    `colour` is None when it cannot be told, as of patterns and shadings.
    """

    page: int
    order: int
    box: Box
    rectangles: tuple[Box, ...]
    outlines: tuple[tuple[tuple[float, float], ...], ...]
    even_odd: bool
    colour: Rgb | None
    opacity: float

    def covers(self, x: float, y: float) -> bool:
        """True when the point is painted."""
        if not self.box.holds(x, y):
            return False
        if any(rectangle.holds(x, y) for rectangle in self.rectangles):
            return True
        turns = crossings = 0
        for outline in self.outlines:
            for (x0, y0), (x1, y1) in zip(outline, (*outline[1:], outline[0]), strict=True):
                if (y0 <= y) != (y1 <= y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
                    crossings += 1
                    turns += 1 if y1 > y0 else -1
        return bool(crossings % 2 if self.even_odd else turns)


class Picture(NamedTuple):
    """An image and the box it fills."""

    page: int
    order: int
    box: Box


class Place(NamedTuple):
    """Where marked content stands in the tag tree: roles from the top, and object number and role of its block.

    The block is the nearest element around it that is not inline; `cell`, `list` and `link` are the object numbers
    of the nearest such elements, 0 for none.
    """

    roles: tuple[str, ...]
    block: int
    role: str
    cell: int = 0
    list: int = 0
    link: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page, measured: what is seen of it, what is left after cutting, and what is on it in order of painting."""

    number: int
    box: Box
    trim: Box
    runs: tuple[TextRun, ...]
    areas: tuple[Area, ...]
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """A document, measured; `places` are those of all marked content that the tag tree knows."""

    document: Document
    sheets: tuple[Sheet, ...]
    places: Mapping[Marked, Place]
