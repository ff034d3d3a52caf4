"""Levels and order against BidiCharacterTest.txt, the Unicode Consortium's own cases for UAX 9 (see data/)."""

from __future__ import annotations

import lzma
import unicodedata
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pytest

from handouts.language import Direction
from handouts.typeset.bidi import plain_levels, visual_order

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
def cases() -> tuple[Case, ...]:
    found = []
    with lzma.open(CASES, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line[0] in "#\n":
                continue
            codes, base, resolved, levels, order = line.strip().split(";")
            text = "".join(chr(int(code, 16)) for code in codes.split())
            wanted = tuple(None if level == "x" else int(level) for level in levels.split())
            found.append(Case(number, text, base, int(resolved), wanted, tuple(map(int, order.split()))))
    return tuple(found)


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
    for case in islice(cases(), 0, None, step):
        base: Direction = first_strong(case.text) if case.base == "2" else "rtl" if case.base == "1" else "ltr"
        assert int(base == "rtl") == case.resolved, case
        found = plain_levels(case.text, base)
        kept = [at for at, level in enumerate(case.levels) if level is not None]
        order = tuple(kept[at] for at in visual_order([found[at] for at in kept]))
        wanted = tuple(level if level is not None else found[at] for at, level in enumerate(case.levels))
        if (found, order) != (wanted, case.order):
            bad.append((case, found))
    return bad


def test_the_file_is_whole():
    assert len(cases()) == 91_707
    assert {case.base for case in cases()} == {"0", "1", "2"}


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
