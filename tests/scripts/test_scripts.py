"""A page of running text in every script: it is built, it passes, and it is read as it was written."""

from __future__ import annotations

import re
from itertools import accumulate

import pytest
from icu4py.breakers import WordBreaker

from handouts.build import build
from handouts.content import BulletList, Line, Paragraph, Words
from handouts.diagnostics import has_errors
from handouts.edition import Edition
from handouts.press.reading import page_texts, structure_text
from handouts.press.verify import verify
from handouts.resolving.plan import Selection, plan
from handouts.typeset import fonts
from handouts.typeset.pieces import Run, TextStyle
from tests.reading_order import plain
from tests.reading_order import texts as read_order
from tests.typeset.editions import BARE, brand, edition, make, text, typesetter
from tests.typeset.editions import layout as sheet_layout

from . import drawn
from .conftest import LANGUAGES, TODAY

RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")
DICTIONARY = ("km", "lo", "my", "th")
CHINESE_FORMS = ("ja", "ko", "zh-Hans", "zh-Hant")
# PDFium takes an ActualText for what is seen from left to right and turns it round when its letters run from right
# to left, so that every Arabic or Hebrew word comes out backwards. Poppler 22.12 and MuPDF 1.21 do the same.
PDFIUM_CANNOT = RIGHT_TO_LEFT
CLOSING = "。、，．：；？！）」』】〉》〕｝”’%…ー"
OPENING = "（「『【〈《〔｛“‘"


def written(made: Edition) -> list[str]:
    """The texts of the water section, character for character but for no-break spaces and isolates."""
    section = next(section for section in made.sections if section.id == "water")
    found = [section.title]
    for block in section.blocks:
        assert isinstance(block, Paragraph | BulletList)
        found += [block.line] if isinstance(block, Paragraph) else block.items
    return [exact(line.plain) for line in (*made.key_points, *found)]


def exact(words: str) -> str:
    return re.sub("[\u2066-\u2069]", "", words.replace("\u00a0", " "))


def western(words: str) -> str:
    """A text whose number in front, that of the section, is written with 0 to 9."""
    return re.sub(r"^\d+", lambda number: str(int(number[0])), words)


def squeezed(words: str) -> str:
    return re.sub(r"\s", "", exact(words))


def test_every_script_is_here():
    assert set(LANGUAGES) == {
        "am", "ar", "bn", "el", "en", "fa", "gu", "he", "hi", "hy", "ja", "ka", "km", "kn", "ko", "lo", "ml", "mr",
        "my", "ne", "pa", "ru", "si", "ta", "te", "th", "ur", "vi", "zh-Hans", "zh-Hant",
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_passes(sheets, language):
    made = sheets(language)
    # What the number lock thinks of texts that are nobody's translation is not asked here.
    assert [finding for finding in made.findings if not finding.rule.startswith("translation-")] == []
    result = verify(made.data, language)
    failed = [(profile.profile, rule.id, rule.message) for profile in result.profiles for rule in profile.rules]
    assert (failed, result.structure, result.conformant) == ([], (), True)
    assert [profile.profile for profile in result.profiles] == ["PDF/UA-1", "PDF/A-2a"]
    assert (result.language, result.pages) == (language, 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_glyph_is_missing(sheets, language):
    assert all(glyph for row in drawn.rows(sheets(language).data) for glyph in row.glyphs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_is_read_as_it_was_written(sheets, language):
    """Joiners and non-joiners too: without them Persian and Sinhala words are other words."""
    made = sheets(language)
    found = structure_text(made.data)
    assert [western(plain(words)) for words in found] == read_order(made.edition)
    point, title, *others = written(made.edition)
    start = next(at for at, words in enumerate(found) if re.fullmatch(rf"\d {re.escape(title)}", words))
    assert exact(found[start - 1]) == point
    assert [exact(words) for words in found[start + 1 : start + 1 + len(others)]] == others


@pytest.mark.parametrize("language", LANGUAGES)
def test_pdfium_reads_the_same(sheets, language):
    """Where PDFium is able; where it is not yet, this fails on the day it is."""
    made = sheets(language)
    pages = squeezed("".join(page_texts(made.data)))
    able = all(squeezed(words) in pages for words in written(made.edition))
    assert able == (language not in PDFIUM_CANNOT)


# --- where lines end ---------------------------------------------------------------------------------------------


STYLE = TextStyle(12.0, 17.0)


def line_texts(language: str, words: str, width: float) -> list[str]:
    """The lines of a paragraph in a measure, set by itself."""
    setter = typesetter(language)
    found = setter.set([Run(words, STYLE)], width)
    assert setter.findings == []
    return ["".join(placed.piece.text for placed in line.placed) for line in found]


def all_lines(sheets, language: str) -> list[list[str]]:
    """The lines of every paragraph: those of the page, and the same paragraphs in narrower measures."""
    made = sheets(language)
    wanted = set(written(made.edition))
    found = [lines for lines in drawn.lines(made.data) if exact("".join(lines)).strip() in wanted]
    assert any(len(lines) > 1 for lines in found)
    narrow = [line_texts(language, words, width) for words in sorted(wanted) for width in range(110, 330, 20)]
    return found + narrow


@pytest.mark.parametrize("language", DICTIONARY)
def test_lines_break_between_words_only(sheets, language):
    breaks = 0
    for lines in all_lines(sheets, language):
        whole = "".join(lines)
        allowed = {0, *accumulate(map(len, WordBreaker(whole, language)))}
        ends = list(accumulate(map(len, lines)))[:-1]
        assert set(ends) <= allowed, lines
        breaks += sum(not line.endswith(" ") for line in lines[:-1])
    assert breaks > 20  # not only at spaces


@pytest.mark.parametrize("language", CHINESE_FORMS)
def test_no_line_begins_with_a_closing_mark(sheets, language):
    breaks = 0
    for lines in all_lines(sheets, language):
        assert not any(line[0] in CLOSING for line in lines[1:]), lines
        assert not any(line.rstrip()[-1] in OPENING for line in lines[:-1]), lines
        breaks += len(lines) - 1
    assert breaks > 20


# --- Chinese, Japanese and Korean forms --------------------------------------------------------------------------


def glyphs_of(language: str, words: str) -> tuple[int, ...]:
    set_line = typesetter(language).set([Run(words, STYLE)], 1e6)[0]
    return tuple(glyph.id for placed in set_line.placed for glyph in placed.piece.glyphs)


def test_characters_have_the_form_of_their_region():
    """Japan and Korea write these three alike, so food, next and far tell those two apart."""
    forms = {language: glyphs_of(language, "骨直角") for language in CHINESE_FORMS}
    assert all(len(set(column)) > 1 for column in zip(*forms.values(), strict=True)), forms
    assert len({forms["ja"], forms["zh-Hans"], forms["zh-Hant"]}) == 3, forms
    assert forms["ja"] == forms["ko"]
    others = [glyphs_of(language, "食次遠") for language in CHINESE_FORMS]
    assert all(len(set(column)) == 4 for column in zip(*others, strict=True)), others


@pytest.mark.parametrize("language", CHINESE_FORMS)
def test_the_page_draws_these_forms(language):
    made = edition(text("骨直角"), language=language, brand=brand(**BARE), layout=sheet_layout(contents_over_pages=9))
    assert structure_text(make(made)).count("骨直角") == 1
    assert sum(len(row.glyphs) for row in drawn.rows(make(made))) > 3


def test_words_in_another_region_have_that_regions_form():
    line = Line((Words("骨直角"), Words("骨直角", language="ja")), None)
    made = edition(Paragraph(line, None), language="zh-Hans")
    spoken = [part for part in drawn.spoken(make(made)) if part.text == "骨直角"]
    assert [part.language for part in spoken] == ["zh-Hans", "ja"]


@pytest.mark.parametrize("language", CHINESE_FORMS)
def test_without_the_extra_the_message_names_it(library, monkeypatch, language):
    monkeypatch.setattr(fonts, "east_asian_folder", lambda: None)
    requests, _ = plan(library, Selection(handouts=("water",), languages=(language,)))
    made = build(library, requests[0], date=TODAY)
    assert made.pdf is None
    named = [f for f in made.findings if "pip install 'handouts[cjk]'" in f"{f.message} {f.hint}"]
    assert named and all(has_errors([finding]) for finding in named)
