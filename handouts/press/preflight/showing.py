"""Text as it is being shown: glyphs put side by side until something changes, then made a run."""

from __future__ import annotations

from itertools import accumulate
from math import hypot
from operator import add

from handouts.press.anatomy import Marked
from handouts.press.geometry import Box, Matrix, moved, placed_box, times
from handouts.press.operators import Operand
from handouts.press.preflight.measured import Glyph, TextRun
from handouts.press.preflight.pen import Pen
from handouts.press.preflight.typefaces import Face

_INVISIBLE = frozenset({3, 7})  # text rendering modes that paint nothing (ISO 32000-1, table 106)
_STROKED = frozenset({1, 5})
_LEVEL = 0.001
_SLANT = 0.05


class Shown:
    """Glyphs shown one after the other in one font, size and colour; lengths are in 1/1000 em.

    What is shown next goes on from here when it finds the text matrix as it was left.
    """

    __slots__ = ("_after", "_codes", "_face", "_matrix", "_origin", "_paint", "_places", "_rises", "_state", "_width")

    def __init__(self, pen: Pen, face: Face) -> None:
        stroked = pen.mode in _STROKED
        self._face = face
        self._matrix = pen.matrix
        self._origin = self._after = pen.text
        self._rises: list[tuple[int, float, float]] = []  # first glyph, rise and advance of each part
        self._state = (pen.size, pen.stretch, pen.mode, pen.clip)
        self._paint = (pen.stroke, pen.stroke_opacity) if stroked else (pen.fill, pen.fill_opacity)
        self._width = 0.0
        self._codes: list[int] = []
        self._places: list[float] = []

    def goes_on(self, pen: Pen, face: Face) -> bool:
        """True when the next text belongs to the same run; only its rise may be another."""
        return (
            pen.text is self._after
            and face is self._face
            and pen.matrix is self._matrix
            and (pen.size, pen.stretch, pen.mode, pen.clip) == self._state
            and self._paint[0] == (pen.stroke if pen.mode in _STROKED else pen.fill)
        )

    def add(self, pen: Pen, shown: Operand) -> None:
        """Follow the string of Tj, TJ, ' or \": place each glyph, then move on (ISO 32000-1, 9.4.4)."""
        face = self._face
        em = pen.size / 1000 or 1.0
        spread, word_spread = pen.spread / em, 0.0 if face.wide else pen.word_spread / em
        x = self._width
        first, begin = len(self._places), x
        for part in shown if isinstance(shown, list) else (shown,):
            if isinstance(part, bytes):
                codes = face.codes(part)
                steps = map(face.advances.__getitem__, codes)
                if spread or word_spread:
                    texts = face.texts
                    steps = map(float.__add__, steps, [spread + word_spread * (texts[code] == " ") for code in codes])
                self._codes += codes
                self._places += accumulate(steps, initial=x)
                x = self._places.pop()
            elif isinstance(part, float):
                x -= part
        self._rises.append((first, pen.rise, x - begin))
        self._width = x
        pen.text = self._after = moved(self._origin, x * em * pen.stretch, 0.0)

    def _usual_rise(self) -> float:
        """The rise of most of the text: marks above and below letters are often written with one of their own."""
        if len(self._rises) == 1:
            return self._rises[0][1]
        shares: dict[float, float] = {}
        for _, rise, advance in self._rises:
            shares[rise] = shares.get(rise, 0.0) + abs(advance)
        return max(shares, key=lambda rise: shares[rise])

    def _lifted(self, glyphs: list[Glyph], usual: float) -> list[Glyph]:
        """The glyphs, those with another rise than the usual one lifted or lowered by the difference."""
        size = self._state[0]
        ends = [first for first, _, _ in self._rises[1:]] + [len(glyphs)]
        for (first, rise, _), end in zip(self._rises, ends, strict=True):
            if rise != usual and size:
                by = (rise - usual) * 1000 / size
                glyphs[first:end] = [g._replace(bottom=g.bottom + by, top=g.top + by) for g in glyphs[first:end]]
        return glyphs

    def _around(self, glyphs: list[Glyph]) -> Box | None:
        """The box around what the glyphs paint, in 1/1000 em; None when they paint nothing.

        The loops are those of `map`, `min` and `max`: this is the innermost part of a long document.
        """
        lefts, bottoms, rights, tops = (map(side.__getitem__, self._codes) for side in self._face.sides)
        left, right = min(map(add, self._places, lefts)), max(map(add, self._places, rights))
        if left >= right:
            return None
        if len(self._rises) > 1:
            return Box(left, min(glyph.bottom for glyph in glyphs), right, max(glyph.top for glyph in glyphs))
        return Box(left, min(bottoms), right, max(tops))

    def run(self, page: int, order: int, content: tuple[Marked | None, str], actual: str | None) -> TextRun | None:
        """The run on the page, or None when it paints nothing at all.

        `content` is its marked content and kind of artifact, `actual` the text that stands for its glyphs, if any.
        """
        codes, width, texts = self._codes, self._width, self._face.texts
        size, stretch, mode, clip = self._state
        if not codes or mode in _INVISIBLE:
            return None
        rise = self._usual_rise()
        glyphs = list(map(self._face.glyphs.__getitem__, codes))
        if len(self._rises) > 1:
            glyphs = self._lifted(glyphs, rise)
        matrix = times(moved(self._origin, 0.0, rise), self._matrix)
        a, b, c, d, start, baseline = matrix
        up = size / 1000
        across = up * stretch
        ink = self._around(glyphs)
        if ink is None:
            ink = Box(min(0.0, width), 0.0, max(0.0, width), 0.0)
        face = self._face.typeface
        x0, y0, x1, y1 = ink
        return TextRun(  # in the order of its fields: there is one for each piece of text in the document
            page,
            order,
            "".join(map(texts.__getitem__, codes)) if actual is None else actual,
            placed_box(matrix, Box(x0 * across, y0 * up, x1 * across, y1 * up)),
            start,
            start + width * across * a,
            baseline,
            a > 0 and d > 0 and size > 0 and abs(b) < _LEVEL * a and abs(c) < d,
            abs(size) * hypot(c, d),
            face._replace(italic=True) if c and _is_slanted(matrix) else face,
            *self._paint,
            clip,
            *content,
            tuple(glyphs),
            tuple(self._places),
            y1 > y0,
            across * a,
            up * d,
        )


def _is_slanted(matrix: Matrix) -> bool:
    """True for type that is upright in its font and leans on the page: its axes are not at right angles."""
    a, b, c, d, _, _ = matrix
    return abs(a * c + b * d) > _SLANT * hypot(a, b) * hypot(c, d)
