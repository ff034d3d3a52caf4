"""Boxes and matrices of PDF coordinates: lengths in points, y upwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from handouts.press.operators import Operand

Matrix: TypeAlias = "tuple[float, float, float, float, float, float]"
UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
POINTS_PER_MM = 72 / 25.4


class Box(NamedTuple):
    """A rectangle with upright sides: left, bottom, right, top."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """How high it is."""
        return self.y1 - self.y0

    @property
    def is_empty(self) -> bool:
        """True when it has no inside."""
        return self.x1 <= self.x0 or self.y1 <= self.y0

    def joined(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))

    def common(self, other: Box) -> Box:
        """What both cover; empty when they are apart."""
        return Box(max(self.x0, other.x0), max(self.y0, other.y0), min(self.x1, other.x1), min(self.y1, other.y1))

    def shrunk(self, by: float) -> Box:
        """The box with so much taken off each side, or put on when negative."""
        return Box(self.x0 + by, self.y0 + by, self.x1 - by, self.y1 - by)

    def meets(self, other: Box) -> bool:
        """True when they cover something in common."""
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1

    def holds(self, x: float, y: float) -> bool:
        """True when the point is in it or on its edge."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1

    def contains(self, other: Box) -> bool:
        """True when no part of the other is outside."""
        return self.x0 <= other.x0 and self.y0 <= other.y0 and self.x1 >= other.x1 and self.y1 >= other.y1


def around(points: Iterable[tuple[float, float]]) -> Box:
    """The smallest box around at least one point."""
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def times(left: Matrix, right: Matrix) -> Matrix:
    """First the left one, then the right one (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = left
    g, h, i, j, k, m = right
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def moved(matrix: Matrix, x: float, y: float) -> Matrix:
    """First a step of so much, then the matrix."""
    a, b, c, d, e, f = matrix
    return (a, b, c, d, a * x + c * y + e, b * x + d * y + f)


def placed(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a point comes to lie."""
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def placed_box(matrix: Matrix, box: Box) -> Box:
    """The box around the places of a box's corners."""
    a, b, c, d, e, f = matrix
    if not b and not c:
        xs, ys = (a * box.x0 + e, a * box.x1 + e), (d * box.y0 + f, d * box.y1 + f)
        return Box(min(xs), min(ys), max(xs), max(ys))
    corners = ((box.x0, box.y0), (box.x1, box.y0), (box.x0, box.y1), (box.x1, box.y1))
    return around(placed(matrix, x, y) for x, y in corners)


def numbers(operands: Sequence[Operand], count: int) -> list[float]:
    """Exactly so many numbers, 0 for those that are missing."""
    found = [operand if type(operand) is float else 0.0 for operand in operands[:count]]
    return found + [0.0] * (count - len(found))


def matrix_of(operands: Sequence[Operand]) -> Matrix:
    """The six numbers of `cm` or `Tm`."""
    a, b, c, d, e, f = numbers(operands, 6)
    return (a, b, c, d, e, f)


def first_number(operands: Sequence[Operand]) -> float:
    """The only number of an operator, 0 when it is missing."""
    first = operands[0] if operands else 0.0
    return first if isinstance(first, float) else 0.0
