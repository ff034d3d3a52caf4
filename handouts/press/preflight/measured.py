"""A document as a ruler sees it: runs of text, painted areas and pictures on pages. Plain data; lengths are points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from handouts.press.anatomy import Document, Marked
from handouts.press.geometry import Box
from handouts.press.preflight.colours import Rgb
from handouts.records import dataclass


class Glyph(NamedTuple):
    """A glyph of a font: its advance and the sides of the box it paints in 1/1000 em, and what it means.

    For a space the box is turned inside out, from infinity to minus infinity, so that it widens no other box.
    `text` is None when neither the font nor the encoding says what the glyph means; `missing` is True for .notdef.
    """

    advance: float
    left: float
    bottom: float
    right: float
    top: float
    text: str | None
    missing: bool

    @property
    def paints(self) -> bool:
        """True when there is anything to see."""
        return self.left < self.right


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
    `glyphs` begin at `places`, in 1/1000 em from the start; `across` and `up` turn such lengths into points.
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
    across: float
    up: float

    def ink(self) -> list[Box]:
        """The boxes of what its glyphs paint on the page, one each; the run's own box where it is not level."""
        if not self.level:
            return [self.box]
        return [
            Box(
                self.start + (place + glyph.left) * self.across,
                self.baseline + glyph.bottom * self.up,
                self.start + (place + glyph.right) * self.across,
                self.baseline + glyph.top * self.up,
            )
            for place, glyph in zip(self.places, self.glyphs, strict=True)
            if glyph.paints
        ]

    def text_extent(self) -> tuple[float, float]:
        """From where to where its advance goes, without spaces at the ends; it must paint something."""
        painting = [at for at, glyph in enumerate(self.glyphs) if glyph.paints]
        first, last = painting[0], painting[-1]
        end = self.places[last] + self.glyphs[last].advance
        return self.start + self.places[first] * self.across, self.start + end * self.across


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
