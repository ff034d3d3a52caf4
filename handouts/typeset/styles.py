"""How a run of text is set. A module of its own: a kept plate is stamped without the modules that shape text."""

from __future__ import annotations

from dataclasses import field

from handouts.looks import Ink
from handouts.records import dataclass


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a run is set. `size`, `leading` and `rise` are points; spacings are fractions of the size."""

    size: float
    leading: float
    weight: int = 400
    italic: bool = False
    ink: Ink = Ink.TEXT
    rise: float = 0.0
    letter_spacing: float = 0.0
    word_spacing: float = 0.0
    # What of a style decides how lines come out: colour and leading do not. Told once, since it is asked for each run.
    lines_by: tuple[float, int, bool, float, float, float] = field(init=False, compare=False, repr=False)
    _hash: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        lines_by = (self.size, self.weight, self.italic, self.rise, self.letter_spacing, self.word_spacing)
        object.__setattr__(self, "lines_by", lines_by)
        object.__setattr__(self, "_hash", hash((lines_by, self.leading, self.ink)))

    def __hash__(self) -> int:
        return self._hash
