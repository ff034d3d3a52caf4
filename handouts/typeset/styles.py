"""How a run of text is set. A module of its own: a kept plate is stamped without the modules that shape text."""

from __future__ import annotations

from dataclasses import dataclass

from handouts.looks import Ink


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
