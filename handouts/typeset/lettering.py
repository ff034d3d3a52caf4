"""A few words as outlines, for pictures drawn by the product: a picture holds no text, and needs its labels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handouts.diagnostics import Diagnostic
from handouts.edition import Edition
from handouts.typeset.fonts import Fonts
from handouts.typeset.pieces import NO_LINE, Placed, Run, SetLine, TextStyle
from handouts.typeset.text import Typesetter

_ENDLESS = 1e6  # points: a label is one line, however long


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text, set: its width in points."""

    line: SetLine
    width: float
    _rtl: bool

    def drawn(self, left: float, baseline: float) -> str:
        """PDF path operators of all letters, to be filled; the line's left end stands at `left`, y points up."""
        return " ".join(move for placed in self.line.placed for move in self._piece(placed, left, baseline))

    def _piece(self, placed: Placed, left: float, baseline: float) -> Iterator[str]:
        piece = placed.piece
        size = piece.run.style.size / 1000
        pen = left + (self.width - placed.x - piece.width if self._rtl else placed.x)
        for glyph in piece.glyphs:
            at = pen + glyph.dx * size, baseline + glyph.dy * size
            for sign, numbers in piece.face.outline(glyph.id):
                points = (f"{at[index % 2] + number * size:.2f}" for index, number in enumerate(numbers))
                yield " ".join((*points, sign))
            pen += glyph.advance * size


class Lettering:
    """Sets labels in the fonts, language and direction of an edition; `findings` are characters no font has."""

    def __init__(self, edition: Edition) -> None:
        fonts = Fonts(edition.brand.font, edition.fonts, edition.language)
        self._typesetter = Typesetter(fonts, edition.language, edition.direction)

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """What could not be drawn so far."""
        return tuple(self._typesetter.findings)

    def label(self, text: str, style: TextStyle, language: str = "") -> Label:
        """A text on one line; `language` is its own where it differs from the edition's."""
        lines = self._typesetter.set([Run(text, style, language=language)], _ENDLESS)
        line = lines[0] if lines else NO_LINE
        return Label(line, line.width, self._typesetter.direction == "rtl")
