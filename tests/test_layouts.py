"""Every layout in every profile that it takes: pages that verify, with all text in its place and nothing over it."""

from __future__ import annotations

import os
from dataclasses import dataclass

import pytest

from handouts.build import Built, build
from handouts.edition import BuildRequest
from handouts.press.verify import verify
from tests.placed import misplaced
from tests.starters import HANDOUTS, TODAY, starter

LAYOUTS = ("sheet", "two-column", "leaflet", "one-page", "quick-card")
PAPERS = ("a4", "letter")
LANGUAGES = ("en", "ar", "zh-Hans")
# What preflight may warn of. Arabic letters are narrow, so lines that are short enough for Latin have many of them; a
# card has its title alone on the front where the box below it needs a page of its own.
WARNED = {"preflight-long-lines"}
WARNED_ON_CARDS = {"preflight-lone-heading"}
WHOLE = os.environ.get("WHOLE_MATRIX") == "1"
PAIRS = ("en+es", "en+ar", "ar+en", "zh-Hans+ar", "hi+en")


@dataclass(frozen=True)
class Case:
    """One document of the matrix; the norms are asked of those that `conforms` marks, since that takes long."""

    handout: str
    languages: str
    layout: str
    profile: str
    paper: str
    conforms: bool = True

    def __str__(self) -> str:
        return "-".join((self.handout, self.languages, self.layout, self.profile, self.paper))

    @property
    def request(self) -> BuildRequest:
        tags = tuple(self.languages.split("+"))
        return BuildRequest(self.handout, tags, "example-clinic", self.layout, self.profile, self.paper)


def single(*, whole: bool = False) -> list[Case]:
    """Every handout in every layout, profile and language: English on both papers, the others on one in turn.

    WHOLE_MATRIX=1 asks for both papers in all languages, which takes half as long again.
    """
    cases = []
    for handout in HANDOUTS:
        for layout in LAYOUTS:
            for at, profile in enumerate(starter().layouts[layout].profiles):
                for language in LANGUAGES:
                    turn = (at + HANDOUTS.index(handout) + LANGUAGES.index(language)) % 2
                    for paper in PAPERS if whole or language == "en" else PAPERS[turn : turn + 1]:
                        cases.append(Case(handout, language, layout, profile, paper, len(cases) % 5 == 0))
    return cases


def paired() -> list[Case]:
    """Two languages beside and below each other."""
    return [
        Case(HANDOUTS[at % len(HANDOUTS)], pair, layout, profile, PAPERS[at % 2])
        for layout in ("facing", "stacked")
        for at, pair in enumerate(PAIRS)
        for profile in starter().layouts[layout].profiles[at % 2 :: 2][:1]
    ]


QUICK = [
    Case("rls-overview", "en", "sheet", "acb-18", "letter"),
    Case("magnesium-and-rls", "en", "two-column", "standard-12", "a4"),
    Case("magnesium-and-rls", "ar", "two-column", "clear-14", "letter"),
    Case("magnesium-and-rls", "en", "leaflet", "nhs-16", "a4"),
    Case("rls-overview", "en", "one-page", "standard-12", "a4"),
    Case("magnesium-and-rls", "ar", "one-page", "standard-12", "a4"),
    Case("magnesium-and-rls", "zh-Hans", "one-page", "standard-12", "letter"),
    Case("rls-overview", "zh-Hans", "quick-card", "clear-14", "letter"),
    Case("rls-overview", "ar", "quick-card", "standard-12", "a4"),
    Case("vitamins-and-rls", "en", "tri-fold", "standard-12", "letter"),
    Case("magnesium-and-rls", "en+ar", "facing", "clear-14", "a4"),
    Case("magnesium-and-rls", "zh-Hans+ar", "stacked", "standard-12", "letter"),
]


def check(case: Case) -> Built:
    """Build it: no finding but what a layout of few pages says; all text in its place; the file keeps its claims."""
    made = build(starter(), case.request, date=TODAY)
    assert made.pdf is not None and made.edition is not None, made.findings
    assert {finding.rule for finding in made.findings} <= {"left-out"}
    limit = made.edition.layout.pages
    assert not limit or made.pdf.pages <= limit
    assert misplaced(made.pdf.data, made.edition) == []
    if case.conforms:
        result = verify(made.pdf.data, str(case))
        failed = [(p.profile, rule.id, rule.message) for p in result.profiles for rule in p.rules]
        assert (failed, result.structure, result.passed) == ([], (), True)
        allowed = WARNED | (WARNED_ON_CARDS if case.layout == "quick-card" else set())
        assert {finding.rule for finding in result.preflight} <= allowed
    return made


@pytest.mark.parametrize("case", QUICK, ids=str)
def test_pages_are_in_order(case):
    check(case)


@pytest.mark.slow
@pytest.mark.parametrize("case", [case for case in (*single(whole=WHOLE), *paired()) if case not in QUICK], ids=str)
def test_pages_are_in_order_whatever_is_chosen(case):
    check(case)
