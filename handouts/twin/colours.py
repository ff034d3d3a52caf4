"""The brand's colours on a screen, light and dark, and what must contrast with what."""

from __future__ import annotations

from collections.abc import Mapping

from handouts.looks import Ink, Palette, Rgb
from handouts.source.colours import WHITE, contrast, grey, mix, to_hex

TEXT, SHAPE = 4.5, 3.0  # least contrast: WCAG 2.2, 1.4.3 for text and 1.4.11 for what is not text

# Each colour's name in the style sheet. Tints are backgrounds; everything else stands on them or on paper.
_NAMES: Mapping[str, Ink] = {
    "text": Ink.TEXT, "muted": Ink.MUTED, "brand": Ink.BRAND, "accent": Ink.ACCENT, "tint": Ink.TINT,
    "rule": Ink.RULE, "paper": Ink.PAPER,
    "note": Ink.NOTE, "note-tint": Ink.NOTE_TINT, "tip": Ink.TIP, "tip-tint": Ink.TIP_TINT,
    "warning": Ink.WARNING, "warning-tint": Ink.WARNING_TINT,
    "emergency": Ink.EMERGENCY, "emergency-tint": Ink.EMERGENCY_TINT,
}  # fmt: skip
_TONES = ("note", "tip", "warning", "emergency")

# What the style sheet sets on what, and the least contrast between them. `muted` also draws the frames of fields.
PAIRS: tuple[tuple[str, str, float], ...] = (
    ("text", "paper", TEXT), ("muted", "paper", TEXT), ("brand", "paper", TEXT), ("accent", "paper", TEXT),
    ("text", "tint", TEXT), ("brand", "tint", TEXT),
    *((tone, f"{tone}-tint", TEXT) for tone in _TONES),
    *(("text", f"{tone}-tint", TEXT) for tone in _TONES),
    *(("brand", f"{tone}-tint", TEXT) for tone in _TONES),
    *((tone, "paper", SHAPE) for tone in _TONES),
    *(("muted", back, SHAPE) for back in ("tint", *(f"{tone}-tint" for tone in _TONES))),
)  # fmt: skip

_DARK_PAPER: Rgb = (0x13, 0x18, 0x1C)
_DARK_TEXT: Rgb = (0xE9, 0xED, 0xEF)
_DARK_MUTED: Rgb = (0xB7, 0xC1, 0xC7)
_DARK_TINT, _DARK_RULE = 0.14, 0.45  # shares of a colour on dark paper

Scheme = Mapping[str, Rgb]


def light(palette: Palette, *, mono: bool = False) -> Scheme:
    """The brand's colours as they are, in greys when the document is in greys.

    The brand colour, which links and headings have, is darkened where it is too pale for one of the tints: paper
    never sets it there.
    """
    scheme = {name: grey(palette[ink]) if mono else palette[ink] for name, ink in _NAMES.items()}
    backs = [scheme["paper"], *(scheme[name] for name in scheme if name.endswith("tint"))]
    scheme["brand"] = _until_clear(scheme["brand"], (0, 0, 0), backs)
    return scheme


def dark(palette: Palette, *, mono: bool = False) -> Scheme:
    """Light letters on dark ground: each colour made paler until it can be read on the ground and on all tints."""
    printed = light(palette, mono=mono)
    hues = {name: printed[name] for name in ("brand", "accent", *_TONES)}
    tints = {f"{name}-tint": mix(hues[name], _DARK_TINT, _DARK_PAPER) for name in _TONES}
    tints["tint"] = mix(hues["brand"], _DARK_TINT, _DARK_PAPER)
    backs = [_DARK_PAPER, *tints.values()]
    hues = {name: _until_clear(hue, WHITE, backs) for name, hue in hues.items()}
    rule = mix(hues["brand"], _DARK_RULE, _DARK_PAPER)
    return {"text": _DARK_TEXT, "muted": _DARK_MUTED, "paper": _DARK_PAPER, "rule": rule, **hues, **tints}


def _until_clear(colour: Rgb, towards: Rgb, backs: list[Rgb]) -> Rgb:
    """The nearest shade of the colour, mixed with another one, that passes as text on all of the grounds."""
    shades = (mix(towards, step / 50, colour) for step in range(51))
    return next((shade for shade in shades if all(contrast(shade, back) >= TEXT for back in backs)), towards)


def declarations(scheme: Scheme) -> str:
    """The colours as custom properties of a style sheet."""
    return "".join(f"--{name}:{to_hex(colour).lower()};" for name, colour in scheme.items())
