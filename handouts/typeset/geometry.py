"""Where text may stand on a page: margins, columns, side column, for a layout and a reading profile."""

from __future__ import annotations

from dataclasses import dataclass

from handouts.edition import Edition

_SMALL = 400.0  # text areas narrower than this belong to pages that are held in one hand
BLEED = 9.0  # how far tints at a page's edge are drawn beyond it (0.125 in, rule 26), for a printer who trims


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

    On `small` pages, and where all must fit on one page, the banner is low.
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
    may stand in its margins (`furniture`). Where type is large the side column
    goes: lines of 18 pt need the width of the page. A facing page has one column for each language.
    """
    layout, profile, page = edition.layout, edition.profile, edition.paper
    start, end = max(layout.binding, profile.margin), max(layout.outer, profile.margin)
    rtl = edition.direction == "rtl"
    count = 2 if layout.bilingual == "facing" else layout.columns
    width = page.width - start - end
    if profile.measure and count == 1:
        width = min(width, profile.measure)
    area = Area(page.width - start - width if rtl else start, width, rtl)
    # Letters set apart take as much room as larger ones.
    wide = profile.styles["body"].size * (1 + 2 * profile.letter_spacing)
    has_side = layout.side and count == 1 and wide <= layout.side_up_to
    one = (width - (count - 1) * layout.column_gap) / count
    columns = tuple(area.part(at * (one + layout.column_gap), one) for at in range(count))
    return Geometry(
        width=page.width,
        height=page.height,
        top=layout.top,
        bottom=layout.bottom,
        area=area,
        side=layout.side + layout.gap if has_side else 0.0,
        columns=columns,
        small=width < _SMALL or layout.pages == 1,
    )
