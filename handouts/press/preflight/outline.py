"""The path that is being drawn, until an operator paints it, cuts with it, or lets it go (ISO 32000-1, 8.5)."""

from __future__ import annotations

from dataclasses import field
from itertools import pairwise

from handouts.press.geometry import Box, Matrix, around, numbers, placed, placed_box
from handouts.press.operators import Operand
from handouts.records import dataclass

Point = tuple[float, float]
_THINNEST = 0.1  # points; a stroke of width 0 is drawn as thin as the device can
_LONG_ENOUGH = 0.01


@dataclass(slots=True)
class Outline:
    """Rectangles with upright sides, and other subpaths as points; curves are followed by their control points."""

    rectangles: list[Box] = field(default_factory=list)
    subpaths: list[list[Point]] = field(default_factory=list)

    def add(self, operator: str, operands: list[Operand], matrix: Matrix) -> None:
        """Follow a path construction operator."""
        match operator:
            case "re":
                self._rectangle(operands, matrix)
            case "m":
                self.subpaths.append([placed(matrix, *_points(operands, 1)[0])])
            case "l" | "c" | "v" | "y" if self.subpaths:
                count = {"l": 1, "c": 3}.get(operator, 2)
                self.subpaths[-1] += [placed(matrix, x, y) for x, y in _points(operands, count)]
            case "h" if self.subpaths and len(self.subpaths[-1]) > 1:
                self.subpaths.append([self.subpaths[-1][0]])

    def _rectangle(self, operands: list[Operand], matrix: Matrix) -> None:
        x, y, width, height = numbers(operands, 4)
        a, b, c, d, _, _ = matrix
        if (not b and not c) or (not a and not d):
            self.rectangles.append(placed_box(matrix, Box(x, y, x + width, y + height)))
        else:
            corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
            self.subpaths.append([placed(matrix, *corner) for corner in corners])

    def filled(self) -> tuple[tuple[Box, ...], tuple[tuple[Point, ...], ...]]:
        """What a fill paints: rectangles with an inside, and outlines of at least three points."""
        rectangles = tuple(box for box in self.rectangles if not box.is_empty)
        return rectangles, tuple(tuple(points) for points in self.subpaths if len(points) > 2)

    def stroked(self, width: float) -> tuple[Box, ...]:
        """What a stroke paints, as thin rectangles; slanted lines and curves are left out."""
        half = max(width, _THINNEST) / 2
        lines: list[Box] = []
        for x0, y0, x1, y1 in self.rectangles:
            lines += [Box(x0, y0, x1, y0), Box(x0, y1, x1, y1), Box(x0, y0, x0, y1), Box(x1, y0, x1, y1)]
        for points in self.subpaths:
            for one, other in pairwise(points):
                line = around((one, other))
                if min(line.width, line.height) < _LONG_ENOUGH < max(line.width, line.height):
                    lines.append(line)
        return tuple(line.shrunk(-half) for line in lines)

    def bounds(self) -> Box | None:
        """The box around all of it, None when it is empty."""
        points = [point for points in self.subpaths for point in points]
        for x0, y0, x1, y1 in self.rectangles:
            points += [(x0, y0), (x1, y1)]
        return around(points) if points else None


def _points(operands: list[Operand], count: int) -> list[Point]:
    values = numbers(operands, 2 * count)
    return list(zip(values[::2], values[1::2], strict=True))
