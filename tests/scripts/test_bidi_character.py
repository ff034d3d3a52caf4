"""Levels and order against BidiCharacterTest.txt, the Unicode Consortium's own cases for UAX 9 (see data/)."""

from __future__ import annotations

import lzma
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from handouts.language import Direction
from handouts.typeset.bidi import levels, plain_levels, visual_order

CASES = Path(__file__).parent / "data/BidiCharacterTest.txt.xz"
ISOLATES = ("LRI", "RLI", "FSI")


class Case(NamedTuple):
    """One line: levels are None where rule X9 removes the character; `order` holds the others."""

    line: int
    text: str
    base: str
    resolved: int
    levels: tuple[int | None, ...]
    order: tuple[int, ...]


@cache
def lines() -> list[tuple[int, str]]:
    with lzma.open(CASES, "rt", encoding="utf-8") as file:
        return [(number, line) for number, line in enumerate(file, start=1) if line[0] not in "#\n"]


def case(number: int, line: str) -> Case:
    codes, base, resolved, expected, order = line.strip().split(";")
    text = "".join(chr(int(code, 16)) for code in codes.split())
    wanted = tuple(None if level == "x" else int(level) for level in expected.split())
    return Case(number, text, base, int(resolved), wanted, tuple(map(int, order.split())))


def first_strong(text: str) -> Direction:
    """Rules P2 and P3: the first strong character that stands in no isolate."""
    depth = 0
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ISOLATES:
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif depth == 0 and kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return "ltr"


def failures(step: int) -> list[tuple[Case, tuple[int, ...]]]:
    """Cases whose levels or visual order are not those expected, with the levels found."""
    bad = []
    for number, line in lines()[::step]:
        one = case(number, line)
        base: Direction = first_strong(one.text) if one.base == "2" else "rtl" if one.base == "1" else "ltr"
        assert int(base == "rtl") == one.resolved, one
        found = plain_levels(one.text, base)
        kept = [at for at, level in enumerate(one.levels) if level is not None]
        order = tuple(kept[at] for at in visual_order([found[at] for at in kept]))
        wanted = tuple(level if level is not None else found[at] for at, level in enumerate(one.levels))
        if (found, order) != (wanted, one.order):
            bad.append((one, found))
    return bad


def test_the_file_is_whole():
    assert len(lines()) == 91_707
    assert {line.split(";")[1] for _, line in lines()} == {"0", "1", "2"}


def test_every_fiftieth_case():
    assert failures(50) == []


@pytest.mark.slow
def test_every_case():
    assert failures(1) == []


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        # Rule L1 in the one case of the file that shows it in the middle of a line, and at the end of one.
        ("\u0661\t(\u0662)", "ltr", (2, 0, 1, 2, 1)),
        ("\u05d0 \t", "ltr", (1, 0, 0)),
        ("\u05d0 ", "ltr", (1, 0)),
        ("a ", "rtl", (2, 1)),
    ],
)
def test_separators_and_what_stands_before_them_have_the_base_level(text, base, expected):
    assert plain_levels(text, base) == expected


@pytest.mark.parametrize("base", ["ltr", "rtl"])
@pytest.mark.parametrize("word", ["می\u200cشود", "ප්\u200dරශ්න", "ab\u00adcd", "క్లినిక్\u200cకు", "א\u2060ב"])
def test_what_has_no_direction_goes_with_the_letter_before(word, base):
    """Rule X9 takes joiners out; with the base's level they would tear a word of the other direction apart."""
    assert len({*plain_levels(word, base)}) == 1
    assert len({*levels(word, base)}) == 1
