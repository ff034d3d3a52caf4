"""Where text may stand on a page: margins, columns, side column, for a layout and a reading profile."""

from __future__ import annotations

from handouts.edition import Edition
from handouts.looks import column_count, column_width, margins, side_width, text_width
from handouts.records import dataclass

_SMALL = 400.0  # text areas narrower than this belong to pages that are held in one hand
# How far tints at a page's edge are drawn beyond it, for a printer who trims: 3 mm (0.125 in) of rule 26, and half of
# what a fold's wider panels have more than the narrowest, for which pages are set (3 mm of A4, 0.0625 in of Letter).
BLEED = 14.0


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the page with a start edge of its own: the text area, a column, a second language's column.

    `left` is its distance from the left edge of the paper in points. What is drawn in it is measured from its start
    edge: the left one, or the right one where `rtl`.
    """

    left: float
    width: float
    rtl: bool

    def at(self, x: float, width: float) -> float:
        """Distance from the paper's left edge of something `width` wide that stands `x` from the start edge."""
        return self.left + self.width - x - width if self.rtl else self.left + x

    def part(self, x: float, width: float, *, rtl: bool | None = None) -> Area:
        """The area `width` wide that begins `x` from this one's start edge."""
        return Area(self.at(x, width), width, self.rtl if rtl is None else rtl)


@dataclass(frozen=True, slots=True)
class Geometry:
    """A page's measures in points: its text area, the side column in it (0 for none), and its columns of text.

    On `small` pages, and where all must fit on one page or stand on it twice, the banner is low.
    """

    width: float
    height: float
    top: float
    bottom: float
    area: Area
    side: float
    columns: tuple[Area, ...]
    small: bool

    @property
    def start(self) -> float:
        """The margin before the text area, at its start edge."""
        return self.width - self.area.left - self.area.width if self.area.rtl else self.area.left


def geometry(edition: Edition) -> Geometry:
    """The measures of the edition's pages.

    A profile may ask for larger margins and shorter lines than the layout has; at top and bottom the running matter
    may stand in its margins (`furniture`). A facing page has one column for each language.
    """
    layout, profile, page = edition.layout, edition.profile, edition.paper
    rtl = edition.direction == "rtl"
    start, width = margins(layout, profile)[0], text_width(layout, profile, page)
    area = Area(page.width - start - width if rtl else start, width, rtl)
    side, count = side_width(layout, profile), column_count(layout)
    one = column_width(layout, profile, page) + side
    return Geometry(
        width=page.width,
        height=page.height,
        top=layout.top,
        bottom=layout.bottom,
        area=area,
        side=side,
        columns=tuple(area.part(at * (one + layout.column_gap), one) for at in range(count)),
        small=width < _SMALL or layout.pages == 1 or layout.bilingual == "facing",
    )
