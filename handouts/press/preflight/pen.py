"""The graphics state while a page is painted: where, in what colour and in which font (ISO 32000-1, 8.4 and 9.3)."""

from __future__ import annotations

from dataclasses import fields

from handouts.press.anatomy import ColourSpace, Stream
from handouts.press.geometry import UNIT, Box, Matrix, first_number, matrix_of, moved, numbers, times
from handouts.press.operators import Operand
from handouts.press.preflight.colours import BLACK, DEVICE, Rgb, first_colour, seen
from handouts.press.preflight.typefaces import Face
from handouts.records import dataclass

_GREY, _RGB, _CMYK, _PATTERN = (DEVICE[name] for name in ("DeviceGray", "DeviceRGB", "DeviceCMYK", "Pattern"))
_SHORT = {"g": _GREY, "rg": _RGB, "k": _CMYK, "G": _GREY, "RG": _RGB, "K": _CMYK}


@dataclass(slots=True)
class Pen:
    """The state that one operator changes and a later one paints with."""

    matrix: Matrix
    clip: Box | None = None
    fill: Rgb | None = BLACK
    stroke: Rgb | None = BLACK
    fill_space: ColourSpace = _GREY
    stroke_space: ColourSpace = _GREY
    fill_opacity: float = 1.0
    stroke_opacity: float = 1.0
    width: float = 1.0
    face: Face | None = None
    size: float = 0.0
    spread: float = 0.0
    word_spread: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0
    text: Matrix = UNIT
    line: Matrix = UNIT

    def kept(self) -> Pen:
        """A copy for `q`, or for a form."""
        return Pen(*[getattr(self, name) for name in _FIELDS])

    def move_to_line(self, x: float, y: float) -> None:
        """Begin a line so far from the beginning of the last one (`Td`)."""
        self.text = self.line = moved(self.line, x, y)

    def cut_to(self, box: Box) -> None:
        """Make the clipping path smaller."""
        self.clip = box if self.clip is None else self.clip.common(box)

    def set_colour(self, stream: Stream, operator: str, operands: list[Operand]) -> None:
        """Follow the colour operators (ISO 32000-1, table 74); capital letters are for strokes."""
        space = self.stroke_space if operator.isupper() else self.fill_space
        if operator in ("cs", "CS"):
            name = str(operands[0]).removeprefix("/") if operands else ""
            space = stream.colour_spaces.get(f"/{name}") or DEVICE.get(name, _PATTERN)
            colour = first_colour(space)
        else:
            space = _SHORT.get(operator, space)
            colour = seen(space, operands)
        if operator.isupper():
            self.stroke_space, self.stroke = space, colour
        else:
            self.fill_space, self.fill = space, colour

    def follow(self, operator: str, operands: list[Operand]) -> None:
        """Follow an operator that only changes the state, the frequent ones first; others are passed over."""
        match operator:
            case "Ts":
                self.rise = first_number(operands)
            case "Tm":
                self.text = self.line = matrix_of(operands)
            case "BT":
                self.text = self.line = UNIT
            case "cm":
                self.matrix = times(matrix_of(operands), self.matrix)
            case "w":
                self.width = first_number(operands)
            case "Td" | "TD":
                x, y = numbers(operands, 2)
                self.leading = -y if operator == "TD" else self.leading
                self.move_to_line(x, y)
            case "T*" | "'":
                self.move_to_line(0.0, -self.leading)
            case '"':
                self.word_spread, self.spread = numbers(operands, 2)
                self.move_to_line(0.0, -self.leading)
            case "TL":
                self.leading = first_number(operands)
            case "Tc":
                self.spread = first_number(operands)
            case "Tw":
                self.word_spread = first_number(operands)
            case "Tz":
                self.stretch = first_number(operands) / 100
            case "Tr":
                self.mode = int(first_number(operands))


_FIELDS = tuple(field.name for field in fields(Pen))
