"""Bar charts as vector pictures in the brand's colours, with their labels as outlines; told apart without colour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from handouts.edition import Edition
from handouts.looks import Ink, Rgb, Vector, VectorPath
from handouts.typeset.geometry import geometry
from handouts.typeset.lettering import Label, Lettering
from handouts.typeset.pieces import TextStyle

_TALLEST = 238.0  # points: a figure that is taller is made smaller, and its letters with it
_GAP = 8.0
_STROKE = 1.0
_BAR = 0.62  # of the row


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart: what it is of, and two numbers, drawn as a filled and an outlined piece of one bar.

    `language` is the label's own where it differs from the chart's.
    """

    label: str
    filled: int
    outlined: int
    language: str = ""


class Charts:
    """Draws charts as wide as the text column of an edition, at the size of its tables' type."""

    def __init__(self, edition: Edition) -> None:
        measures = geometry(edition)
        style = edition.profile.styles["table"]
        self._width = measures.area.width - measures.side
        self._rtl = edition.direction == "rtl"
        self._palette = edition.brand.palette
        self._style = TextStyle(style.size, style.leading)
        self._row = style.leading + 3.0
        self.lettering = Lettering(edition)

    def groups(self, bars: Sequence[Bar]) -> tuple[tuple[Bar, ...], ...]:
        """The rows shared out evenly over as few charts as are needed for none to be too tall."""
        most = max(int(_TALLEST // self._row), 1)
        count = -(-len(bars) // most)
        each = -(-len(bars) // max(count, 1))
        return tuple(tuple(bars[at : at + each]) for at in range(0, len(bars), max(each, 1)))

    def draw(self, bars: Sequence[Bar], *, most: int) -> Vector:
        """The chart of these rows, the first one at the top; `most` is the number that a whole line stands for."""
        height = self._row * len(bars)
        names = [self.lettering.label(bar.label, self._style, bar.language) for bar in bars]
        plus = self.lettering.label("+", self._style)
        ends = [tuple(self.lettering.label(str(n), self._style) for n in (bar.filled, bar.outlined)) for bar in bars]
        start = max(name.width for name in names) + _GAP
        room = self._width - start - max(_numbers_width(pair, plus) for pair in ends) - 2 * _GAP
        unit = max(room, 0.0) / max(most, 1)
        shapes: list[VectorPath] = []
        letters: list[str] = []
        for at, (bar, name, pair) in enumerate(zip(bars, names, ends, strict=True)):
            top = height - at * self._row
            baseline = top - self._row / 2 - self._style.size * 0.35
            end = start + unit * (bar.filled + bar.outlined)
            shapes += self._bar(bar, start, unit, top - self._row / 2)
            letters.append(name.drawn(self._left(0.0, name.width), baseline))
            letters += self._numbers(pair, plus, end + _GAP, baseline)
        axis = self._box(start - 0.5, 1.0, 0.0, height)
        text = VectorPath(" ".join(letters), self._palette[Ink.TEXT], None, 0.0, False)
        return Vector(self._width, height, (VectorPath(axis, self._palette[Ink.TEXT], None, 0.0, False), *shapes, text))

    def _bar(self, bar: Bar, start: float, unit: float, middle: float) -> Iterator[VectorPath]:
        colour: Rgb = self._palette[Ink.BRAND]
        tall = self._row * _BAR
        low = middle - tall / 2
        if bar.filled:
            yield VectorPath(self._box(start, unit * bar.filled, low, tall), colour, None, 0.0, False)
        if bar.outlined:
            # Drawn inside its own edge, so that both pieces are as long as their numbers say.
            inset = _STROKE / 2
            wide = max(unit * bar.outlined - _STROKE, 0.1)
            box = self._box(start + unit * bar.filled + inset, wide, low + inset, tall - _STROKE)
            yield VectorPath(box, self._palette[Ink.PAPER], colour, _STROKE, False)

    def _numbers(self, pair: tuple[Label, ...], plus: Label, x: float, baseline: float) -> Iterable[str]:
        """`3 + 2`, in the direction of reading."""
        space = self._style.size * 0.3
        for label in (pair[0], plus, pair[1]):
            yield label.drawn(self._left(x, label.width), baseline)
            x += label.width + space

    def _left(self, x: float, width: float) -> float:
        """The left end of something that stands `x` from the start edge."""
        return self._width - x - width if self._rtl else x

    def _box(self, x: float, width: float, low: float, tall: float) -> str:
        return f"{self._left(x, width):.2f} {low:.2f} {width:.2f} {tall:.2f} re"


def _numbers_width(pair: tuple[Label, ...], plus: Label) -> float:
    return pair[0].width + plus.width * 3 + pair[1].width
