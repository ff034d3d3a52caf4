"""Every layout in every profile that it takes: pages that verify, with all text in its place and nothing over it."""

from __future__ import annotations

import os
from dataclasses import dataclass

import pytest

from handouts.build import Built, build
from handouts.edition import BuildRequest
from handouts.press.verify import verify
from tests.placed import misplaced, pages
from tests.starters import HANDOUTS, TODAY, starter

LAYOUTS = ("sheet", "two-column", "leaflet", "one-page", "quick-card")
PAPERS = ("a4", "letter")
LANGUAGES = ("en", "ar", "zh-Hans")
# What preflight may warn of: a card whose front has no room for the key points, below a draft band in two languages.
WARNED_ON_CARDS = {"preflight-lone-heading"}
EMERGENCY_BAR = 8.0  # points wide; no other area is
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
    Case("vitamins-and-rls", "en", "two-column", "clear-14", "letter"),
    Case("magnesium-and-rls", "en", "leaflet", "clear-14", "a4"),
    Case("rls-overview", "en", "one-page", "standard-12", "a4"),
    Case("magnesium-and-rls", "ar", "one-page", "standard-12", "a4"),
    Case("magnesium-and-rls", "zh-Hans", "one-page", "standard-12", "letter"),
    Case("rls-overview", "zh-Hans", "quick-card", "standard-12", "letter"),
    Case("vitamins-and-rls", "en", "quick-card", "standard-12", "letter"),
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
    assert emergency_boxes(made.pdf.data) == case.languages.count("+") + 1
    if case.conforms:
        result = verify(made.pdf.data, str(case))
        failed = [(p.profile, rule.id, rule.message) for p in result.profiles for rule in p.rules]
        assert (failed, result.structure, result.passed) == ([], (), True)
        allowed = WARNED_ON_CARDS if case.layout == "quick-card" else set()
        assert {finding.rule for finding in result.preflight} <= allowed
    return made


def emergency_boxes(data: bytes) -> int:
    """How many pieces of emergency boxes there are, by their bars: as many as boxes, when none is cut."""
    return sum(abs(area.right - area.left - EMERGENCY_BAR) < 0.1 for area in pages(data).areas)


def test_a_card_is_two_sides_with_the_telephone_number_on_its_front():
    made = check(Case("rls-overview", "en", "quick-card", "standard-12", "letter", conforms=False))
    assert made.pdf is not None and made.pdf.pages == 2
    front = " ".join(box.text for box in pages(made.pdf.data).on(0))
    assert "(202) 555-0142" in front and "This is the short form." in front and "Key points" in front


def test_page_1_of_two_columns_and_of_two_languages_holds_what_matters_most():
    for languages, layout, profile in (
        ("en", "two-column", "standard-12"), ("en", "two-column", "clear-14"), ("en+ar", "facing", "standard-12"),
    ):  # fmt: skip
        made = check(Case("magnesium-and-rls", languages, layout, profile, "letter", conforms=False))
        assert made.pdf is not None
        first = " ".join(box.text for box in pages(made.pdf.data).on(0))
        assert "Key points" in first and "When to get help now" in first


@pytest.mark.parametrize("case", QUICK, ids=str)
def test_pages_are_in_order(case):
    check(case)


@pytest.mark.slow
@pytest.mark.parametrize("case", [case for case in (*single(whole=WHOLE), *paired()) if case not in QUICK], ids=str)
def test_pages_are_in_order_whatever_is_chosen(case):
    check(case)
