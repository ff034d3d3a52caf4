"""What colour a reader sees: colour spaces turned to red, green and blue, contrast as WCAG counts it, and grey."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from handouts.press.anatomy import ColourSpace
from handouts.press.operators import Operand

Rgb: TypeAlias = "tuple[float, float, float]"
"""Red, green and blue from 0 to 1."""

WHITE: Rgb = (1.0, 1.0, 1.0)
BLACK: Rgb = (0.0, 0.0, 0.0)
DEVICE = {
    name: ColourSpace(name, components)
    for name, components in (("DeviceGray", 1), ("DeviceRGB", 3), ("DeviceCMYK", 4), ("Pattern", 0))
}


def seen(space: ColourSpace, operands: Sequence[Operand]) -> Rgb | None:
    """The colour as an ordinary screen shows it; None where that cannot be told (patterns, spot colours, Lab)."""
    if space.family == "Indexed" and len(operands) == 1 and isinstance(operands[0], float):
        palette = _palette(space)
        return palette[int(operands[0])] if 0 <= operands[0] < len(palette) else None
    values = [value for value in operands if isinstance(value, float)]
    if len(values) < space.components or not space.components:
        return None
    shares = [min(1.0, max(0.0, value)) for value in values[: space.components]]
    if space.family in ("DeviceGray", "CalGray"):
        return (shares[0], shares[0], shares[0])
    if space.family in ("DeviceRGB", "CalRGB"):
        return (shares[0], shares[1], shares[2])
    if space.family == "DeviceCMYK":  # ISO 32000-1, 10.3.5
        cyan, magenta, yellow, black = shares
        return (1 - min(1.0, cyan + black), 1 - min(1.0, magenta + black), 1 - min(1.0, yellow + black))
    return None


def first_colour(space: ColourSpace) -> Rgb | None:
    """The colour a space begins with when it is chosen (ISO 32000-1, 8.6.3)."""
    return seen(space, [0.0, 0.0, 0.0, 1.0] if space.family == "DeviceCMYK" else [0.0] * space.components)


@lru_cache(maxsize=64)
def _palette(space: ColourSpace) -> tuple[Rgb | None, ...]:
    """All colours of an Indexed space (ISO 32000-1, 8.6.6.3)."""
    base = space.base
    if base is None or not base.components:
        return ()
    step = base.components
    entries = (space.table[at : at + step] for at in range(0, len(space.table) - step + 1, step))
    return tuple(seen(base, [byte / 255 for byte in entry]) for entry in entries)


def laid_over(colour: Rgb, opacity: float, below: Rgb) -> Rgb:
    """A colour that lets through what is below it (ISO 32000-1, 11.3.3, blend mode Normal)."""
    if opacity >= 1:
        return colour
    red, green, blue = (opacity * a + (1 - opacity) * b for a, b in zip(colour, below, strict=True))
    return (red, green, blue)


@lru_cache(maxsize=1024)
def contrast(one: Rgb, other: Rgb) -> float:
    """Contrast ratio from 1 to 21 (WCAG 2.1, 1.4.3)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Rgb) -> float:
    """Relative luminance from 0 (black) to 1 (white) as WCAG 2.1 defines it."""
    red, green, blue = (_linear(channel) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4


def grey(colour: Rgb) -> Rgb:
    """What a grey printer makes of a colour (ISO 32000-1, 10.3.2); it is not WCAG's luminance."""
    luma = 0.30 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2]
    return (luma, luma, luma)
