"""Inline markup and typography."""

from __future__ import annotations

import pytest

from handouts.content import Citation, Inline, Slot, Words
from handouts.diagnostics import Mark
from handouts.source.markup import read_inline
from handouts.source.nodes import ScalarNode
from handouts.source.typography import bind_units, curl_quotes, ellipses


def read(text: str, language: str = "en") -> tuple[Inline, ...]:
    reading = read_inline(ScalarNode(text, Mark("f"), 0), language)
    assert not reading.findings
    return reading.parts


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("plain", [Words("plain")]),
        ("**a** *b* ***c***", [Words("a", strong=True), Words(" "), Words("b", emphasis=True), Words(" "),
                               Words("c", strong=True, emphasis=True)]),
        ("[here](https://a.org)", [Words("here", link="https://a.org")]),
        ("<https://a.org>", [Words("https://a.org", link="https://a.org")]),
        ("[call **now**](tel:999)", [Words("call ", link="tel:999"), Words("now", strong=True, link="tel:999")]),
        ("a [@b; @c]", [Words("a "), Citation(("b", "c"))]),
        ("a\\{b\\} {clinic.phone}", [Words("a{b} "), Slot("clinic.phone")]),
        ("**{patient.name}**", [Slot("patient.name", strong=True)]),
        ("[{clinic.website}](https://a.org)", [Slot("clinic.website", link="https://a.org")]),
        ("\\*a\\* \\[@b\\] 1\\. c", [Words("*a* [@b] 1. c")]),
        ("a < b & c > d | e", [Words("a < b & c > d | e")]),
        ("-", [Words("-")]),
        ("one\ntwo", [Words("one two")]),
        ('say "hi **there**"', [Words("say “hi "), Words("there", strong=True), Words("”")]),
        ('keep \\"this\\"', [Words('keep "this"')]),
        ("**500** mg", [Words("500", strong=True), Words("\u00a0mg")]),
    ],
)  # fmt: skip
def test_parts(text: str, wanted: list[Inline]) -> None:
    assert list(read(text)) == wanted


def test_other_languages_keep_their_quotes() -> None:
    assert read('l\'eau "x"', "fr") == (Words('l\'eau "x"'),)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("don't", "don’t"),
        ("'quoted'", "‘quoted’"),
        ("\"a\" ('b')", "“a” (‘b’)"),
        ("the '90s", "the ’90s"),
        ('a 6" pipe', 'a 6" pipe'),
        ('"at 6"', "“at 6”"),
        ("patients' rights", "patients’ rights"),
    ],
)
def test_quotes(text: str, wanted: str) -> None:
    assert curl_quotes(text, "en-GB") == wanted
    assert curl_quotes(text, "de") == text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("75 ng/mL", "75_ng/mL"),
        ("20 %", "20_%"),
        ("4 hours, 4 weekends", "4_hours, 4 weekends"),
        ("2–3 hours", "2–3_hours"),
        ("½ hour", "½_hour"),
        ("5 mgx", "5 mgx"),
        ("vitamin B 12", "vitamin B 12"),
        ("500 µg and 500 μg", "500_µg and 500_μg"),
    ],
)
def test_units(text: str, wanted: str) -> None:
    assert bind_units(text) == wanted.replace("_", "\u00a0")


def test_ellipses() -> None:
    assert ellipses("wait... now.... ..") == "wait… now.... .."
