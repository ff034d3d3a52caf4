"""QR codes found among the painted squares of a page, by the three large squares in their corners."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from handouts.press.geometry import Box
from handouts.press.preflight.colours import Rgb
from handouts.press.preflight.measured import Area, Sheet

_FEWEST_RECTANGLES = 60
_SIZES = frozenset(range(21, 178, 4))  # modules in a side, versions 1 to 40 (ISO/IEC 18004, 6.3.1)
_ROUNDING = 0.05  # points; places are written with three decimals
_FINDER = ("1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111")


class QrCode(NamedTuple):
    """A QR code: the box of its modules without the quiet zone, how many there are in a side, its colour.

    `order` is its place in the order of painting.
    """

    page: int
    order: int
    box: Box
    modules: int
    colour: Rgb | None

    @property
    def module(self) -> float:
        """The side of one module in points."""
        return self.box.width / self.modules


def qr_codes(sheet: Sheet) -> Iterator[QrCode]:
    """The codes of a page, drawn in one path or as many squares one after the other; pictures are not looked into."""
    for group in _groups(sheet.areas):
        rectangles = [rectangle for area in group for rectangle in area.rectangles]
        if len(rectangles) < _FEWEST_RECTANGLES:
            continue
        found = _code(rectangles)
        if found is not None:
            box, modules = found
            yield QrCode(sheet.number, group[0].order, box, modules, group[0].colour)


def _groups(areas: Sequence[Area]) -> Iterator[list[Area]]:
    """Areas of rectangles in one colour, equally thin, painted one after the other."""
    group: list[Area] = []
    for area in areas:
        if not area.rectangles or area.outlines:
            continue
        if group and (area.colour != group[-1].colour or abs(_thin(area) - _thin(group[-1])) > _ROUNDING):
            yield group
            group = []
        group.append(area)
    if group:
        yield group


def _thin(area: Area) -> float:
    """The shorter side of its first rectangle: of a code's rectangles it is one module."""
    return min(area.rectangles[0].width, area.rectangles[0].height)


def _code(rectangles: Sequence[Box]) -> tuple[Box, int] | None:
    """The box and the modules in a side when the rectangles are a QR code."""
    box = rectangles[0]
    for rectangle in rectangles[1:]:
        box = box.joined(rectangle)
    unit = min(min(rectangle.width, rectangle.height) for rectangle in rectangles)
    if unit <= 0 or abs(box.width - box.height) > unit / 2:
        return None
    modules = round(box.width / unit)
    if modules not in _SIZES:
        return None
    unit = box.width / modules
    dark = [[False] * modules for _ in range(modules)]
    for rectangle in rectangles:
        columns = range(round((rectangle.x0 - box.x0) / unit), round((rectangle.x1 - box.x0) / unit))
        for row in range(round((box.y1 - rectangle.y1) / unit), round((box.y1 - rectangle.y0) / unit)):
            for column in columns:
                dark[row][column] = True
    # In a code that is turned, the corner without a square is another one.
    corners = [(0, 0), (0, modules - 7), (modules - 7, 0), (modules - 7, modules - 7)]
    return (box, modules) if sum(_has_finder(dark, *corner) for corner in corners) >= 3 else None


def _has_finder(dark: Sequence[Sequence[bool]], top: int, left: int) -> bool:
    return all(
        dark[top + row][left + column] is (module == "1")
        for row, modules in enumerate(_FINDER)
        for column, module in enumerate(modules)
    )
