"""Text as it is being shown: glyphs put side by side until something changes, then made a run."""

from __future__ import annotations

from collections.abc import Sequence
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
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"


class Shown:
    """Glyphs shown one after the other in one font, size and colour; lengths are in 1/1000 em.

    What is shown next goes on from here when it finds the text matrix as it was left.
    """

    __slots__ = ("_after", "_face", "_glyphs", "_matrix", "_origin", "_paint", "_places", "_rises", "_state", "_width")

    def __init__(self, pen: Pen, face: Face) -> None:
        stroked = pen.mode in _STROKED
        self._face = face
        self._matrix = pen.matrix
        self._origin = self._after = pen.text
        self._rises: list[tuple[int, float, float]] = []  # first glyph, rise and advance of each part
        self._state = (pen.size, pen.stretch, pen.mode, pen.clip)
        self._paint = (pen.stroke, pen.stroke_opacity) if stroked else (pen.fill, pen.fill_opacity)
        self._width = 0.0
        self._glyphs: list[Glyph] = []
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
        em = pen.size / 1000 or 1.0
        spread, word_spread = pen.spread / em, 0.0 if self._face.wide else pen.word_spread / em
        x = self._width
        first, begin = len(self._places), x
        for part in shown if isinstance(shown, list) else (shown,):
            if isinstance(part, bytes):
                looked = self._face.glyphs(part)
                steps = [glyph[0] for glyph in looked]
                if spread or word_spread:
                    steps = [glyph[0] + spread + word_spread * (glyph[5] == " ") for glyph in looked]
                self._glyphs += looked
                self._places += accumulate(steps, initial=x)
                x = self._places.pop()
            elif isinstance(part, float):
                x -= part
        self._rises.append((first, pen.rise, x - begin))
        self._width = x
        pen.text = self._after = moved(self._origin, x * em * pen.stretch, 0.0)

    def _settled(self) -> float:
        """The rise of most of the text, with the glyphs of other rises lifted or lowered so much from there.

        Marks above and below letters are often written with a rise of their own.
        """
        if len(self._rises) == 1:
            return self._rises[0][1]
        shares: dict[float, float] = {}
        for _, rise, advance in self._rises:
            shares[rise] = shares.get(rise, 0.0) + abs(advance)
        usual = max(shares, key=lambda rise: shares[rise])
        size = self._state[0]
        ends = [first for first, _, _ in self._rises[1:]] + [len(self._glyphs)]
        for (first, rise, _), end in zip(self._rises, ends, strict=True):
            if rise != usual and size:
                by = (rise - usual) * 1000 / size
                self._glyphs[first:end] = [_lifted(glyph, by) for glyph in self._glyphs[first:end]]
        return usual

    def run(self, page: int, order: int, content: tuple[Marked | None, str], actual: str | None) -> TextRun | None:
        """The run on the page, or None when it paints nothing at all.

        `content` is its marked content and kind of artifact, `actual` the text that stands for its glyphs, if any.
        """
        rise = self._settled()
        glyphs, width = self._glyphs, self._width
        size, stretch, mode, clip = self._state
        if not glyphs or mode in _INVISIBLE:
            return None
        matrix = times(moved(self._origin, 0.0, rise), self._matrix)
        a, b, c, d, start, baseline = matrix
        up = size / 1000
        across = up * stretch
        ink = _around(self._places, glyphs)
        if ink is None:
            ink = Box(min(0.0, width), 0.0, max(0.0, width), 0.0)
        face = self._face.typeface
        mark, artifact = content
        return TextRun(
            page=page,
            order=order,
            text="".join([glyph[5] or _UNKNOWN for glyph in glyphs]) if actual is None else actual,
            box=placed_box(matrix, Box(ink.x0 * across, ink.y0 * up, ink.x1 * across, ink.y1 * up)),
            start=start,
            end=start + width * across * a,
            baseline=baseline,
            level=a > 0 and d > 0 and size > 0 and abs(b) < _LEVEL * a and abs(c) < d,
            size=abs(size) * hypot(c, d),
            face=face._replace(italic=True) if c and _is_slanted(matrix) else face,
            colour=self._paint[0],
            opacity=self._paint[1],
            clip=clip,
            mark=mark,
            artifact=artifact,
            glyphs=tuple(glyphs),
            places=tuple(self._places),
            paints=ink.y1 > ink.y0,
            across=across * a,
            up=up * d,
        )


def _lifted(glyph: Glyph, by: float) -> Glyph:
    return glyph._replace(bottom=glyph.bottom + by, top=glyph.top + by)


def _around(places: Sequence[float], glyphs: Sequence[Glyph]) -> Box | None:
    """The box around what some glyphs paint, None when they paint nothing.

    The loops are those of `map`, `min` and `max`: this is the innermost part of a long document.
    """
    left = min(map(add, places, [glyph[1] for glyph in glyphs]))
    right = max(map(add, places, [glyph[3] for glyph in glyphs]))
    if left >= right:
        return None
    return Box(left, min([glyph[2] for glyph in glyphs]), right, max([glyph[4] for glyph in glyphs]))


def _is_slanted(matrix: Matrix) -> bool:
    """True for type that is upright in its font and leans on the page: its axes are not at right angles."""
    a, b, c, d, _, _ = matrix
    return abs(a * c + b * d) > _SLANT * hypot(a, b) * hypot(c, d)
