"""The HTML file says what the PDF says and what the content says: the same texts in the same order."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from handouts.edition import Edition, Personal
from handouts.press.reading import structure_text
from handouts.resolving.plan import Selection, plan
from handouts.resolving.resolve import resolve
from handouts.twin.page import html_twin
from tests.reading_order import plain, squeezed
from tests.reading_order import texts as content_texts
from tests.starters import HANDOUTS, TODAY, draft, starter
from tests.typeset import editions, together
from tests.typeset.kinds import BLOCKS, CONTENTS, DRAFT, KINDS, SAM, everything

from .dom import Node, parse, texts

NOBODY = Personal()
LANGUAGES = ("ar", "de", "en", "es", "fr", "hi", "pt-BR", "ru", "tl", "vi", "zh-Hans")


def check(made: Edition, pdf: bytes, personal: Personal = NOBODY) -> list[str]:
    """Both files say the same; the texts."""
    root = parse(html_twin(made, personal))
    printed = list(map(plain, structure_text(pdf)))
    listed = [plain(text) for nav in root.all("nav") for text in texts(nav)]
    has_list = bool(listed) and listed[0] in printed and any(re.fullmatch(rf"{re.escape(e)} \S+", p)
                                                             for e in listed for p in printed)  # fmt: skip
    shown = list(map(plain, texts(root, contents=has_list or bool(made.parts))))
    assert list(map(same, unnumbered(printed, set(listed)))) == list(map(same, shown))
    return shown


def unnumbered(printed: list[str], listed: set[str]) -> list[str]:
    """The texts of a PDF with the entries of its contents list without the pages that they stand on."""
    shorter = [re.sub(r" \S+$", "", text) for text in printed]
    return [
        less if less in listed and text not in listed else text for text, less in zip(printed, shorter, strict=True)
    ]


def same(text: str) -> str:
    """An address may be broken anywhere, and no extractor knows that the line's end is no space."""
    return squeezed(text) if "://" in text else text


# --- every kind of block, quickly --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_kind_of_block_is_told_as_in_the_pdf(language):
    made = everything(language)
    shown = check(made, editions.make(made))
    assert shown[:2] == ["Example Family Clinic", plain(made.title.plain)]


def test_one_patients_copy_is_told_as_in_the_pdf():
    made = editions.edition(*BLOCKS["slots"], *BLOCKS["write-in"], *BLOCKS["checklist"])
    shown = check(made, editions.make(made, SAM), SAM)
    assert "Prepared for Sam Sample by Dr Doe" in shown
    assert shown[shown.index("Notes") + 1] == "Walk daily"


def test_two_languages_are_told_as_in_the_pdf():
    made = together.pair(together.english(), together.arabic(), "stacked")
    check(made, editions.make(made))


def test_facing_pages_leave_the_subtitle_out_as_the_pdf_does():
    both = [together.written(tag, editions.text("Iron."), editions.checklist("A", "B"), title="Legs",
                             subtitle=editions.line("What helps")) for tag in ("en", "ar")]  # fmt: skip
    made = replace(together.pair(*both), references=())
    shown = check(made, editions.make(made))
    assert "What helps" not in shown


def test_a_packet_is_told_as_in_the_pdf():
    one = together.english(references=(editions.reference(1),))
    made = together.packet(one, one)
    shown = check(made, editions.make(made))
    assert shown.count("How to reach us") == 1


def test_the_contents_list_is_told_without_pages():
    shown = check(CONTENTS, editions.make(CONTENTS))
    at = shown.index("In this handout")
    assert shown[at + 1 : at + 3] == ["About 3 minutes to read", "1 Part 1"]


def test_notices_come_first():
    assert check(DRAFT, editions.make(DRAFT))[0] == "Draft. No clinician has reviewed this text yet."


@pytest.mark.parametrize("kind", ["links", "figure-photo", "table-corner"])
def test_a_card_says_as_little_as_on_paper(kind):
    look = editions.layout(show="key", pages=1, contact="banner")
    made = replace(KINDS[kind], layout=look, key_points=editions.lines("Walk"))
    check(made, editions.make(made))


def test_paper_with_a_letterhead_has_no_banner():
    made = KINDS["paragraph"]
    made = replace(made, request=replace(made.request, banner=False))
    check(made, editions.make(made))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_says_what_the_content_says(kind):
    root = parse(html_twin(KINDS[kind], NOBODY))
    assert list(map(plain, texts(root, contents=False))) == [t for t in content_texts(KINDS[kind]) if t]


# --- the starter in all languages --------------------------------------------------------------------------------


@cache
def starter_edition(handout: str, language: str) -> Edition:
    requests, _ = plan(starter(), Selection(handouts=(handout,), languages=(language,), draft=True))
    made = resolve(starter(), requests[0], date=TODAY, tool_version="1").edition
    assert made is not None
    return made


@cache
def starter_twin(handout: str, language: str) -> str:
    return html_twin(starter_edition(handout, language), NOBODY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_content_and_html_are_equal_in_all_languages(language):
    for handout in HANDOUTS:
        shown = texts(parse(starter_twin(handout, language)), contents=False)
        assert list(map(plain, shown)) == [text for text in content_texts(starter_edition(handout, language)) if text]


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_pdf_and_html_are_equal_in_all_languages(language):
    """The longest handout; the quick test above holds all of them against the content."""
    check(starter_edition("rls-overview", language), draft("rls-overview", language))


def test_the_foot_says_which_edition_in_which_language():
    made = everything("ar")
    foot = parse(html_twin(made, NOBODY)).one("footer")
    assert [plain(text) for text in texts_of_foot(foot)] == [
        plain(made.title.plain), "Edition abcde-fghjk", "العربية · Arabic: Restless legs",
        "Last checked 4 مايو 2026 · Next check 4 مايو 2029",
    ]  # fmt: skip
    assert [(node.get("lang"), node.text) for node in foot.walk() if node.get("lang")] == [
        ("en", "Arabic: Restless legs")
    ]


def texts_of_foot(foot: Node) -> list[str]:
    return [node.text for node in foot.all("p")]
