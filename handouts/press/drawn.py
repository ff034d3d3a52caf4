"""The text a page draws, marked content by marked content, with the line each piece stands on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import hypot
from typing import NamedTuple

from handouts.press.anatomy import Font, Marked, Page, Stream
from handouts.press.geometry import UNIT, Matrix, matrix_of, numbers, times
from handouts.press.glyphs import Decoder, text_string
from handouts.press.marking import is_artifact, mark_id, property_of
from handouts.press.operators import BEGIN_MARKED, SHOW_TEXT, Operand, Operation

_FORM_DEPTH = 8


class Line(NamedTuple):
    """Where a piece of text stands: its page, its baseline's height, its type size."""

    page: int
    height: float
    size: float

    def is_same(self, other: Line) -> bool:
        """True on one page and baseline; raised and lowered figures stay within half their line's size."""
        return self.page == other.page and abs(self.height - other.height) < 0.6 * max(self.size, other.size)


class Piece(NamedTuple):
    """Text drawn in one go; a replacement text may begin on one line and end on another."""

    text: str
    first: Line
    last: Line


@dataclass(slots=True)
class _Sequence:
    """Marked content that is open; `actual` replaces the glyphs drawn in it (ISO 32000-1, 14.9.4)."""

    mark: Marked | None
    hidden: bool
    actual: str | None = None
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class _Pen:
    """The text state that decides which line a glyph is on (ISO 32000-1, 9.3 and 9.4)."""

    page: int
    matrix: Matrix = UNIT
    line: Matrix = UNIT
    leading: float = 0.0
    size: float = 0.0
    decoder: Decoder | None = None

    def where(self) -> Line:
        """The line the pen is on: the distance of its baseline from the origin, across the writing direction."""
        a, b, c, d, e, f = times(self.line, self.matrix)
        return Line(self.page, (a * f - b * e) / (hypot(a, b) or 1.0), abs(self.size) * hypot(c, d))


def texts_of(page: Page, decoders: dict[Font, Decoder]) -> dict[Marked, list[Piece]]:
    """The text of each mark of a page, in drawing order; what is in no mark or in an artifact is left out."""
    reader = _Reader(page.number, decoders)
    reader.follow(page.content, _Pen(page.number), 0)
    return reader.pieces


@dataclass(slots=True)
class _Reader:
    """One walk over a page's content."""

    page: int
    decoders: dict[Font, Decoder]
    pieces: dict[Marked, list[Piece]] = field(default_factory=dict)
    open: list[_Sequence] = field(default_factory=list)

    def follow(self, stream: Stream, pen: _Pen, depth: int) -> None:
        """Read one stream; a form is read where it is drawn."""
        saved: list[_Pen] = []
        for operation in stream.operations:
            operator = operation.operator
            if operator in BEGIN_MARKED:
                self._begin(stream, operation)
            elif operator == "EMC":
                self._end()
            elif operator == "q":
                saved.append(replace(pen))
            elif operator == "Q":
                pen = saved.pop() if saved else pen
            elif operator == "Do":
                form = stream.forms.get(str(operation.operands[-1])) if operation.operands else None
                if form is not None and depth < _FORM_DEPTH:
                    self.follow(form, replace(pen), depth + 1)
            elif operator == "Tf":
                self._choose_font(stream, operation, pen)
            else:
                _move(pen, operation)
                if operator in SHOW_TEXT:
                    self._show(pen, operation.operands[-1:])

    def _choose_font(self, stream: Stream, operation: Operation, pen: _Pen) -> None:
        font = stream.fonts.get(str(operation.operands[0])) if operation.operands else None
        if font is not None and font not in self.decoders:
            self.decoders[font] = Decoder(font)
        pen.decoder = self.decoders[font] if font is not None else None
        pen.size = numbers(operation.operands[1:], 1)[0]

    def _begin(self, stream: Stream, operation: Operation) -> None:
        outer = self.open[-1] if self.open else _Sequence(None, hidden=False)
        mcid = mark_id(stream, operation)
        actual = property_of(stream, operation, "/ActualText")
        self.open.append(
            _Sequence(
                mark=Marked(self.page, stream.number, mcid) if mcid is not None else outer.mark,
                hidden=outer.hidden or outer.actual is not None or (mcid is None and is_artifact(operation)),
                actual=text_string(actual) if isinstance(actual, bytes) else None,
            )
        )

    def _end(self) -> None:
        ended = self.open.pop() if self.open else None
        if ended is None:
            return
        if ended.actual is not None and not ended.hidden and ended.lines:
            self._put(ended.mark, Piece(ended.actual, ended.lines[0], ended.lines[-1]))
        if self.open:
            self.open[-1].lines += ended.lines

    def _show(self, pen: _Pen, shown: list[Operand]) -> None:
        """Follow Tj, TJ, ' and ": the text, unless a replacement text stands for it."""
        here = pen.where()
        if not self.open or not shown:
            return
        sequence = self.open[-1]
        sequence.lines.append(here)
        if pen.decoder is not None and not sequence.hidden and sequence.actual is None:
            parts = shown[0] if isinstance(shown[0], list) else shown
            text = "".join(pen.decoder.text(part) for part in parts if isinstance(part, bytes))
            self._put(sequence.mark, Piece(text, here, here))

    def _put(self, mark: Marked | None, piece: Piece) -> None:
        if mark is not None and piece.text:
            self.pieces.setdefault(mark, []).append(piece)


def _move(pen: _Pen, operation: Operation) -> None:
    """Follow the operators that move the pen to another line (ISO 32000-1, 9.4.2)."""
    match operation.operator:
        case "BT":
            pen.line = UNIT
        case "cm":
            pen.matrix = times(matrix_of(operation.operands), pen.matrix)
        case "Tm":
            pen.line = matrix_of(operation.operands)
        case "Td" | "TD":
            x, y = numbers(operation.operands, 2)
            pen.line = times((1.0, 0.0, 0.0, 1.0, x, y), pen.line)
            pen.leading = -y if operation.operator == "TD" else pen.leading
        case "TL":
            pen.leading = numbers(operation.operands, 1)[0]
        case "T*" | "'" | '"':
            pen.line = times((1.0, 0.0, 0.0, 1.0, 0.0, -pen.leading), pen.line)
