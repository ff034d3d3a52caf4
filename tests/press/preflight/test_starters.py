"""The starter handouts, as they come out of `build`, in every language: no error, two known warnings."""

import pytest

from handouts.diagnostics import Severity
from handouts.press.dissect import read
from handouts.press.preflight.check import check_preflight
from tests.starters import HANDOUTS, draft, pdf, starter

LANGUAGES = tuple(sorted(starter().wording))

# What preflight rightly says of the starter: their letters are narrow, and lines come out a little too full.
FULL_LINES = {"ar", "zh-Hans"}
# The pharmacy's font is narrow too: some lines of its lists of sources have 102 characters.
FULL_SOURCES = {"example-pharmacy"}


def warnings_of(brand, language="en"):
    narrow = {"preflight-long-lines"} if language in FULL_LINES else set()
    return narrow | ({"preflight-line-length"} if brand in FULL_SOURCES else set())


def check(data, warnings=frozenset()):
    findings = check_preflight(read(data), "starter.pdf")
    assert {f.rule for f in findings} <= warnings, [str(f) for f in findings]
    assert all(f.severity is Severity.WARNING for f in findings)


@pytest.mark.parametrize(
    ("brand", "paper", "mono"),
    [("example-clinic", "", False), ("example-pharmacy", "letter", False), ("example-pharmacy", "", True)],
)
def test_english_passes(brand, paper, mono):
    check(pdf("magnesium-and-rls", brand, paper, mono=mono), warnings_of(brand))


@pytest.mark.slow
@pytest.mark.parametrize("handout", HANDOUTS)
def test_every_brand_and_colour_passes(handout):
    for brand in ("example-clinic", "example-pharmacy"):
        for paper in ("a4", "letter"):
            for mono in (False, True):
                check(pdf(handout, brand, paper, mono=mono), warnings_of(brand))


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_passes(language):
    for handout in HANDOUTS:
        check(draft(handout, language), warnings_of("example-clinic", language))
    pharmacy = draft("magnesium-and-rls", language, "example-pharmacy", mono=True)
    check(pharmacy, warnings_of("example-pharmacy", language))
