"""Colour arithmetic and the brand's palette: what contrasts with what, on screen and on a grey printer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from handouts.looks import Ink, Palette, Rgb
from handouts.records import dataclass

LEAST_CONTRAST = 4.5  # WCAG 2.1, 1.4.3: text below 18 pt

WHITE: Rgb = (255, 255, 255)
BLACK: Rgb = (0, 0, 0)

# Text is near black: pure black on tints vibrates. Muted keeps almost 7:1 on white. Green, amber and red are dark
# enough to be read as small text on their own tints, and differ in grey by icon and bar, never by colour alone.
_DEFAULTS: Mapping[str, Rgb] = {
    "text": (0x1B, 0x23, 0x29),
    "muted": (0x4F, 0x5B, 0x63),
    "tip": (0x1E, 0x6B, 0x3A),
    "warning": (0x8A, 0x4B, 0x00),
    "emergency": (0xA3, 0x16, 0x1E),
}

# Shares of the colour on white. 8 to 12 % prints as a visible tint on an office printer and keeps text readable;
# amber is light by nature and needs a little more. 35 % makes a hairline that survives a copier and stays quiet.
_TINT = 0.09
_TONE_TINTS = {"note": 0.09, "tip": 0.09, "warning": 0.10, "emergency": 0.08}
_RULE = 0.35

COLOUR_NAMES = ("brand", "accent", "text", "muted", "note", "tip", "warning", "emergency")


def parse_hex(text: str) -> Rgb | None:
    """`#RRGGBB` (or `#RGB`) as three numbers from 0 to 255; None when it is neither."""
    match = re.fullmatch(r"#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})", text)
    if match is None:
        return None
    digits = match.group(1) if len(match.group(1)) == 6 else "".join(2 * c for c in match.group(1))
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def to_hex(colour: Rgb) -> str:
    """The colour as `#RRGGBB`."""
    return "#{:02X}{:02X}{:02X}".format(*colour)


def luminance(colour: Rgb) -> float:
    """Relative luminance from 0 (black) to 1 (white) as WCAG 2.1 defines it."""
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4


def contrast(one: Rgb, other: Rgb) -> float:
    """Contrast ratio from 1 to 21 as WCAG 2.1 defines it; the order does not matter."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mix(colour: Rgb, share: float, other: Rgb = WHITE) -> Rgb:
    """The colour laid over another: share 1 is the colour itself, 0 the other; 0.09 on white is a 9 % tint."""
    red, green, blue = (round(share * a + (1 - share) * b) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def grey(colour: Rgb) -> Rgb:
    """What a grey printer makes of the colour: luma by the PostScript and PDF formula (ISO 32000-1, 10.3.2).

    It differs from WCAG's luminance, so a contrast that holds in colour has to be checked again in grey.
    """
    luma = round(0.30 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2])
    return luma, luma, luma


def palette(colours: Mapping[str, Rgb]) -> Palette:
    """The sixteen colour roles from the brand's named colours; `brand` and `accent` must be there."""
    named = {**_DEFAULTS, "note": colours["brand"], **colours}
    brand = named["brand"]
    roles: dict[Ink, Rgb] = {
        Ink.TEXT: named["text"],
        Ink.MUTED: named["muted"],
        Ink.BRAND: brand,
        Ink.ACCENT: named["accent"],
        Ink.TINT: mix(brand, _TINT),
        Ink.RULE: mix(brand, _RULE),
        Ink.PAPER: WHITE,
        Ink.ON_BRAND: max((WHITE, named["text"]), key=lambda colour: contrast(colour, brand)),
    }
    for tone, share in _TONE_TINTS.items():
        roles[Ink[tone.upper()]] = named[tone]
        roles[Ink[f"{tone.upper()}_TINT"]] = mix(named[tone], share)
    return Palette(tuple(roles[ink] for ink in Ink))


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A pair of colours that is too hard to tell apart; `name` is the brand's colour to change."""

    name: str
    front: str
    back: str
    colours: tuple[Rgb, Rgb]
    ratio: float
    better: Rgb


# What is printed on what: the colour an author would change, then the two roles with their names for people.
_PAIRS: tuple[tuple[str, Ink, str, Ink, str], ...] = (
    ("brand", Ink.BRAND, "the brand colour", Ink.PAPER, "paper"),
    ("brand", Ink.BRAND, "the brand colour", Ink.TINT, "its tint"),
    ("brand", Ink.ON_BRAND, "text", Ink.BRAND, "the brand colour"),
    ("accent", Ink.ACCENT, "the accent colour", Ink.PAPER, "paper"),
    ("text", Ink.TEXT, "text", Ink.PAPER, "paper"),
    ("text", Ink.TEXT, "text", Ink.TINT, "the brand tint"),
    ("muted", Ink.MUTED, "muted text", Ink.PAPER, "paper"),
    *(
        pair
        for tone in ("note", "tip", "warning", "emergency")
        for pair in (
            (tone, Ink[tone.upper()], f"the {tone} colour", Ink[f"{tone.upper()}_TINT"], "its tint"),
            ("text", Ink.TEXT, "text", Ink[f"{tone.upper()}_TINT"], f"the {tone} tint"),
        )
    ),
)


def shortfalls(colours: Mapping[str, Rgb], seen_as: Callable[[Rgb], Rgb]) -> Iterator[Shortfall]:
    """Pairs of the palette below 4.5:1 when looked at through `seen_as` (`in_colour` or `grey`)."""
    made = palette(colours)
    for name, front, front_name, back, back_name in _PAIRS:
        if name == "note" and "note" not in colours:
            continue  # then it is the brand colour, which has been looked at
        pair = made[front], made[back]
        ratio = contrast(seen_as(pair[0]), seen_as(pair[1]))
        if ratio < LEAST_CONTRAST:
            yield Shortfall(name, front_name, back_name, pair, ratio, _darker(colours, name))


def in_colour(colour: Rgb) -> Rgb:
    """The colour as it is; stands beside `grey`."""
    return colour


def _darker(colours: Mapping[str, Rgb], name: str) -> Rgb:
    """The nearest darker shade of one named colour that passes everywhere, in colour and grey; black when none does."""
    start = {**_DEFAULTS, "note": colours["brand"], **colours}[name]
    for step in range(1, 100):
        candidate = mix(start, 1 - step / 100, BLACK)
        made = palette({**colours, name: candidate})
        pairs = [(made[front], made[back]) for pair_name, front, _, back, _ in _PAIRS if pair_name == name]
        if all(contrast(see(a), see(b)) >= LEAST_CONTRAST for a, b in pairs for see in (in_colour, grey)):
            return candidate
    return BLACK
