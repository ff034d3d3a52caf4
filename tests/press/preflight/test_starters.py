"""The starter handouts, as they come out of `build`: no error, two known warnings.

That of the documents in other languages, and of every brand, paper and colour, is in tests/test_conformance.py.
"""

import pytest

from handouts.diagnostics import Severity
from handouts.press.dissect import read
from handouts.press.preflight.check import check_preflight
from tests.starters import LANGUAGES, draft, pdf, warned


def check(data, warnings=frozenset()):
    findings = check_preflight(read(data), "starter.pdf")
    assert {f.rule for f in findings} <= warnings, [str(f) for f in findings]
    assert all(f.severity is Severity.WARNING for f in findings)


@pytest.mark.parametrize(
    ("brand", "paper", "mono"),
    [("example-clinic", "", False), ("example-pharmacy", "letter", False), ("example-pharmacy", "", True)],
)
def test_english_passes(brand, paper, mono):
    check(pdf("magnesium-and-rls", brand, paper, mono=mono), warned(brand))


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_passes_in_another_brand_without_colour(language):
    pharmacy = draft("magnesium-and-rls", language, "example-pharmacy", mono=True)
    check(pharmacy, warned("example-pharmacy", language))
