"""Pages in Arabic and Hebrew: everything mirrored, numbers and Latin in their own order, languages told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from handouts.content import Line, Paragraph, Words
from handouts.press.reading import page_texts, structure_text
from handouts.typeset.bidi import levels, visual_order
from handouts.typeset.fonts import Face, Fonts
from handouts.typeset.pieces import Run, TextStyle
from tests.reading_order import plain
from tests.typeset.editions import Seen, edition, make, page_runs, typesetter

from . import drawn

MIRRORED = ("ar", "he")
WIDTH = 612.0


@cache
def noto() -> Face:
    return Fonts("noto-sans", {}).primary(400)


def codes(words: str) -> tuple[int, ...]:
    """Glyph ids of words by themselves, from the left; a sign that Noto Sans lacks comes from another font."""
    line = typesetter("en").set([Run(words, TextStyle(12.0, 17.0))], 1e6)[0]
    return tuple(glyph.id for placed in line.placed for glyph in placed.piece.glyphs)


def spaced(glyphs: tuple[int, ...]) -> tuple[int, ...]:
    """A number and its unit have a no-break space between them, which is another glyph than a space."""
    space, no_break = noto().glyph(" "), noto().glyph("\u00a0")
    return tuple(space if glyph == no_break else glyph for glyph in glyphs)


def seen_lines(data: bytes) -> Iterator[list[drawn.Row]]:
    """What stands on each line, from left to right."""
    rows = [replace(row, glyphs=spaced(row.glyphs)) for row in drawn.rows(data)]
    for place in sorted({(row.page, row.y) for row in rows}):
        yield sorted((row for row in rows if (row.page, row.y) == place), key=lambda row: row.x)


def is_seen(data: bytes, words: str) -> bool:
    """The glyphs of these words stand side by side, from left to right, on one line."""
    wanted = codes(words)
    for line in seen_lines(data):
        glyphs = [glyph for row in line for glyph in row.glyphs]
        if any(tuple(glyphs[at : at + len(wanted)]) == wanted for at in range(len(glyphs))):
            return True
    return False


# --- the page ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", MIRRORED)
def test_boxes_rules_and_bars_are_mirrored(sheets, language):
    """The bar of the callout and of the quotation, tints, rules of the table, the band at the top edge."""

    def places(tag: str, *, mirror: bool) -> set[tuple[float, float, int]]:
        found = [box for box in drawn.boxes(sheets(tag, "numbers").data) if box.colour != 0]
        return {
            (round(WIDTH - box.x - box.width if mirror else box.x, 1), round(box.width, 1), box.colour)
            for box in found
            if box.page == 1
        }

    assert places(language, mirror=True) == places("en", mirror=False)
    bars = [box for box in drawn.boxes(sheets(language, "numbers").data) if box.width < 6 and box.colour]
    assert bars and all(box.x > WIDTH / 2 for box in bars if box.page == 1)


@pytest.mark.parametrize("language", MIRRORED)
def test_furniture_labels_and_numbers_stand_at_the_other_edge(sheets, language):
    """What both pages show alike: page number, bullets, numbers of steps and sections, labels, the first column."""
    english, mirrored = (
        {(seen.text.strip("."), seen.size): seen for seen in page_runs(sheets(tag, "numbers").data) if seen.page == 0}
        for tag in ("en", language)
    )
    alike = [
        ("Page 1 of 2", 10), ("•", 12), ("1", 12), ("2", 12), ("1", 19), ("2", 19), ("1", 10), ("Take care", 10),
        ("References", 19), ("Key points", 12), ("B6", 11), ("B12", 11),
    ]  # fmt: skip
    for key in alike:
        one, other = english[key], mirrored[key]
        assert abs(one.x - (WIDTH - other.right)) < 3.5, (one, other)
        assert (one.x < WIDTH / 2) == (key != alike[0])


def test_running_head_is_mirrored(sheets):
    """The clinic's name, which is English in a brand without a Hebrew one, and the title."""

    def head(tag: str) -> list[Seen]:
        runs = [seen for seen in page_runs(sheets(tag, "numbers").data) if seen.page == 1]
        name = next(seen for seen in runs if seen.text == "Example Clinic")
        return sorted((seen for seen in runs if seen.y == name.y), key=lambda seen: seen.x)

    (name, title), (own, mirrored) = head("en"), head("he")
    assert (name.text, mirrored.text) == ("Example Clinic", "Example Clinic")
    assert abs(name.x - (WIDTH - mirrored.right)) < 1
    assert abs(WIDTH - title.right - own.x) < 1


@pytest.mark.parametrize("language", MIRRORED)
def test_columns_run_from_right_to_left(sheets, language):
    runs = page_runs(sheets(language, "numbers").data)
    for first, second in (("B6", "10 mg"), ("B12", "500 µg")):
        one = next(seen for seen in runs if seen.text == first)
        two = next(seen for seen in runs if seen.text == second)
        three = min((seen for seen in runs if seen.y == one.y), key=lambda seen: seen.x)
        assert one.y == two.y
        assert one.x > two.right and two.x > three.right


@pytest.mark.parametrize("language", MIRRORED)
def test_items_stand_left_of_their_labels(sheets, language):
    runs = page_runs(sheets(language, "numbers").data)
    labels = [seen for seen in runs if seen.text in ("•", ".1", ".2", "1.", "2.")]
    assert len(labels) >= 4
    for label in labels:
        others = [seen for seen in runs if (seen.page, seen.y) == (label.page, label.y) and seen is not label]
        assert others and all(seen.right < label.x for seen in others), label


# --- inside a line -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", MIRRORED)
@pytest.mark.parametrize(
    "words",
    ["75–100 ng/mL", "≥ 45%", "B6", "RLS", "https://example.org/a?b=c", "doi:10.1000/xyz123", "500 mg",
     "(202) 555-0142", "Allen RP. Evidence-based guidelines", "2018;41:27–44.", "doi:10.1016/j.sleep.2017.11.1126"],
)  # fmt: skip
def test_numbers_and_latin_keep_their_inner_order(sheets, language, words):
    assert is_seen(sheets(language, "numbers").data, words)


@pytest.mark.parametrize("language", MIRRORED)
def test_a_dose_stands_between_mirrored_brackets(sheets, language):
    """From the left: an opening bracket's shape, 500 mg, a closing one's. The brackets belong to the sentence."""
    found = []
    for line in seen_lines(sheets(language, "numbers").data):
        for at, row in enumerate(line):
            if row.glyphs == codes("500 mg"):
                before, after = line[at - 1], line[at + 1]
                assert before.x < row.x < after.x
                found.append((before.glyphs[-1:], after.glyphs[:1]))
    assert found == [(codes("("), codes(")"))]


@pytest.mark.parametrize("language", MIRRORED)
def test_a_phone_number_has_its_own_brackets(sheets, language):
    """They are inside the isolate, so they are drawn with it in one row and are not mirrored."""
    rows = [row for line in seen_lines(sheets(language, "numbers").data) for row in line]
    assert [row for row in rows if row.glyphs == codes("(202) 555-0142")]


@pytest.mark.parametrize("sentence", ["خذ {} الآن", "קחו {} עכשיו", "قل ({}) الآن", "{}", "אמרו: {}."])
@pytest.mark.parametrize(
    "part",
    ["202\u2011555\u20110142", "4 – 6", "4\u20096 mg", "500\u202fmg", "50 °C", "−5 °C", "20 %", "$5", "≥ 45%", "~5 mg",
     "IL\u20112", "½ tablet", "10.1016/S0140-6736(05)12345-6", "care@example.org", "Ca2+", "2 × 5 mg", "5 – 10 %"],
)  # fmt: skip
def test_what_reads_from_the_left_is_one_run(sentence, part):
    whole = sentence.format(part)
    start = whole.index(part)
    found = levels(whole, "rtl")[start : start + len(part)]
    assert {level % 2 for level in found} == {0}
    assert visual_order(list(found)) == list(range(len(part)))


def test_a_hyphen_before_a_number_is_no_sign():
    """Hebrew joins its prepositions so: "from-4"; the hyphen stays right of the number."""
    whole = "יותר מ-4 כדורים"
    order = visual_order(list(levels(whole, "rtl")))
    assert order.index(whole.index("-")) > order.index(whole.index("4"))


# --- languages ---------------------------------------------------------------------------------------------------

LETTERS = {"ar": re.compile("[\u0621-\u064a]"), "he": re.compile("[\u05d0-\u05ea]")}


@pytest.mark.parametrize("language", MIRRORED)
def test_the_notice_and_the_references_are_said_in_english(sheets, language):
    made = sheets(language, "numbers")
    heard: dict[str, str] = {}
    for part in drawn.spoken(made.data):
        heard[part.language] = heard.get(part.language, "") + part.text
    assert set(heard) == {language, "en"}
    english = [
        line for line in made.edition.notices if any(getattr(part, "language", "") == "en" for part in line.parts)
    ]
    assert english
    for line in (*english, *(reference.line for reference in made.edition.references)):
        for part in line.parts:
            if isinstance(part, Words) and part.language and not part.link:
                assert part.text.strip() in heard[part.language]
    assert not LETTERS[language].search(heard["en"])


@pytest.mark.parametrize("language", MIRRORED)
def test_english_words_are_spans_of_their_own(sheets, language):
    parts = [part for part in drawn.spoken(sheets(language, "numbers").data) if part.language == "en"]
    assert parts and all(part.roles[-1] in ("Span", "Link") for part in parts)


@pytest.mark.parametrize("language", ["ar", "he", "hi", "zh-Hans"])
def test_the_english_title_in_the_foot_is_shown_and_not_read_out(sheets, language):
    handout = "numbers" if language in MIRRORED else "water"
    made = sheets(language, handout)
    title = made.edition.english_title
    assert all(title in page for page in page_texts(made.data))
    assert not any(title in words for words in structure_text(made.data))


@pytest.mark.parametrize(("language", "other", "words"), [
    ("ar", "en", "restless legs"), ("en", "ar", "تململ الساقين"), ("he", "ru", "беспокойные ноги"),
    ("zh-Hans", "ja", "脚の薬"), ("en", "fa", "پای بی‌قرار"),
])  # fmt: skip
def test_words_in_another_language_carry_it(language, other, words):
    parts = (Words("1 "), Words(words, language=other), Words(" 2"))
    data = make(edition(Paragraph(Line(parts, None), None), language=language))
    assert [part.language for part in drawn.spoken(data) if plain(part.text) == plain(words)] == [other]


def test_linked_words_in_another_language_carry_it():
    parts = (Words("انظر "), Words("restless legs", link="https://example.org", language="en"))
    data = make(edition(Paragraph(Line(parts, None), None), language="ar"))
    assert [part.language for part in drawn.spoken(data) if part.text == "restless legs"] == ["en"]
