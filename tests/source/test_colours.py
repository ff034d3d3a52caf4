"""Colour arithmetic against published values, and palettes."""

from __future__ import annotations

import pytest

from handouts.looks import Ink
from handouts.source.colours import (
    WHITE,
    contrast,
    grey,
    in_colour,
    luminance,
    mix,
    palette,
    parse_hex,
    shortfalls,
    to_hex,
)

TEAL = {"brand": (11, 92, 122), "accent": (180, 73, 15)}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("#0B5C7A", (11, 92, 122)), ("#fff", (255, 255, 255)), ("0B5C7A", None), ("#0B5C7", None), ("#0B5C7A\n", None)],
)
def test_parse(text: str, wanted: tuple[int, int, int] | None) -> None:
    assert parse_hex(text) == wanted


def test_contrast_of_wcag() -> None:
    assert contrast((0, 0, 0), WHITE) == pytest.approx(21)
    assert contrast((0x76, 0x76, 0x76), WHITE) == pytest.approx(4.54, abs=0.01)  # WebAIM's lightest passing grey
    assert luminance((255, 0, 0)) == pytest.approx(0.2126)


def test_mix_and_grey() -> None:
    assert to_hex(mix((0, 0, 0), 0.1)) == "#E6E6E6"
    assert grey((255, 0, 0)) == (76, 76, 76)


def test_palette_has_every_ink() -> None:
    made = palette(TEAL)
    assert len(made.colours) == len(Ink)
    assert made[Ink.NOTE] == made[Ink.BRAND] == TEAL["brand"]
    assert made[Ink.ON_BRAND] == WHITE
    assert palette({"brand": (255, 220, 0), "accent": (0, 0, 0)})[Ink.ON_BRAND] == made[Ink.TEXT]


def test_default_colours_pass() -> None:
    assert not list(shortfalls(TEAL, in_colour))
    assert not list(shortfalls(TEAL, grey))


@pytest.mark.parametrize("brand", [(127, 184, 208), (255, 220, 0), (255, 0, 0), (120, 112, 160)])
def test_the_hint_passes(brand: tuple[int, int, int]) -> None:
    found = [*shortfalls({**TEAL, "brand": brand}, in_colour), *shortfalls({**TEAL, "brand": brand}, grey)]
    assert found
    mended = {**TEAL, "brand": found[0].better}
    assert not [*shortfalls(mended, in_colour), *shortfalls(mended, grey)]
