"""Paragraphs to lines."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from icu4py.breakers import LineBreaker

from handouts.diagnostics import Mark, Severity
from handouts.typeset import hyphens
from handouts.typeset.pieces import IGNORED, Piece, Run, SetLine, TextStyle
from handouts.typeset.text import Typesetter

from . import editions
from .editions import MARK

STYLE = TextStyle(12.0, 17.0)
BOLD = replace(STYLE, weight=700)
NBSP, JOINER, SOFT = "\u00a0", "\u2060", "\u00ad"
IRON_HINDI, IRON_ARABIC, IRON_THAI = "आयरन", "الحديد", "ธาตุเหล็ก"


def check(
    text: str | list[Run],
    width: float,
    *expected: str,
    language: str = "en",
    hyphenate: bool = False,
    indent: float = 0,
) -> list[SetLine]:
    """Set a paragraph; its lines must be these (any lines when none is given) and there must be no finding."""
    setter = editions.typesetter(language)
    runs = [Run(text, STYLE)] if isinstance(text, str) else text
    found = setter.set(runs, width, mark=MARK, hyphenate=hyphenate, indent=indent)
    assert setter.findings == []
    if expected:
        assert [shown(line) for line in found] == list(expected)
    return found


def shown(line: SetLine) -> str:
    """What stands on a line, in logical order."""
    return "".join(placed.piece.text for placed in line.placed)


def pieces(lines: list[SetLine]) -> list[Piece]:
    return [placed.piece for line in lines for placed in line.placed]


def width_of(text: str, style: TextStyle = STYLE, language: str = "en") -> float:
    return check([Run(text, style)], 1e6, language=language)[0].width


def ink(line: SetLine, *, rtl: bool) -> list[tuple[float, float]]:
    """Extents of the visible glyphs of a line, from the left end of its measure (the right one when rtl)."""
    out = []
    for placed in line.placed:
        piece = placed.piece
        unit = piece.run.style.size / 1000
        at = -(placed.x + piece.width) if rtl else placed.x
        for glyph in piece.glyphs:
            if piece.text[glyph.cluster].strip() and glyph.advance:
                out.append((at, at + glyph.advance * unit))
            at += glyph.advance * unit
    return out


# --- properties --------------------------------------------------------------------------------------------------

words = st.sampled_from(
    [
        "iron", "the", "I", "ferritin,", "restless", "(RLS)", "AVAV", "office", "75", "4.5", "24/7", "evidence-based",
        "“why?”", "café", "mg", "%", "—", "e.g.", "https://example.org/a/b", "care@example.org", "e\u0301tat",
        IRON_HINDI, IRON_ARABIC, IRON_THAI, "لا", "(500", "mg)", "antidisestablishmentarianism",
    ]
)  # fmt: skip
gaps = st.sampled_from([" ", " ", " ", NBSP, f" {JOINER}", "", "\n"])
texts = st.lists(st.tuples(words, gaps), min_size=1, max_size=14).map(lambda ps: "".join(w + g for w, g in ps).strip())
paragraphs = st.lists(st.tuples(texts, st.sampled_from([STYLE, BOLD, replace(STYLE, size=8.6, rise=4)])), max_size=4)


def runs_of(parts: list[tuple[str, TextStyle]]) -> list[Run]:
    return [Run(text, style) for text, style in parts]


def solid(text: str) -> str:
    """A text without what may go at the end of a line."""
    return "".join(c for c in text if c not in " \n" and c not in IGNORED)


@settings(max_examples=70, deadline=None)
@given(paragraphs, st.floats(40, 500), st.booleans(), st.sampled_from(["en", "ar"]))
def test_lines_hold_the_text_and_fit(parts, width, hyphenate, language):
    runs = runs_of(parts)
    text = "".join(run.text for run in runs)
    setter = editions.typesetter(language)
    found = setter.set(runs, width, mark=MARK, hyphenate=hyphenate)

    # Nothing is lost, nothing is moved.
    whole = "".join(p.text[:-1] if p.hyphen else p.text for p in pieces(found))
    assert solid(whole) == solid(text)

    # Widths are those of the glyphs, and every piece stands beside the next.
    for line in found:
        total = 0.0
        for placed in line.placed:
            piece = placed.piece
            assert piece.width == pytest.approx(sum(g.advance for g in piece.glyphs) * piece.run.style.size / 1000)
            total += piece.width
        trailing = line.placed[-1].piece.trailing if line.placed else 0.0
        assert line.width == pytest.approx(total - trailing)
        edges = sorted((placed.x, placed.x + placed.piece.width) for placed in line.placed)
        at = 0.0
        for start, end in edges:
            assert start == pytest.approx(at, abs=1e-6)
            at = end

    # Only a word that cannot be broken sticks out, and somebody is told.
    ends, at = break_places(text, language), 0
    for line in found:
        start, at = at, at + len(solid(shown(line))) - line.hyphenated
        if line.width > width + 0.02:
            assert {finding.rule for finding in setter.findings} == {"too-wide"}
            assert not any(start < end < at for end in ends)
    assert all(finding.mark == MARK for finding in setter.findings)


def break_places(text: str, language: str) -> set[int]:
    """Where UAX 14 lets a line end, counted in characters that are not spaces."""
    offsets = itertools.accumulate(len(segment) for segment in LineBreaker(text, language))
    return {len(solid(text[:at])) for at in offsets}


@settings(max_examples=70, deadline=None)
@given(paragraphs, st.floats(40, 500), st.sampled_from(["en", "th", "ar"]))
def test_lines_end_where_unicode_lets_them(parts, width, language):
    text = "".join(words for words, _ in parts)
    assume("example.org" not in text)  # addresses may be torn, and long words hyphenated
    assume("antidis" not in text)
    setter = editions.typesetter(language)
    found = setter.set(runs_of(parts), width, mark=MARK)
    ends, at = break_places(text, language), 0
    for line in found[:-1]:
        at += len(solid(shown(line))) - line.hyphenated
        assert at in ends or line.hyphenated


@settings(max_examples=40, deadline=None)
@given(paragraphs, st.floats(40, 500))
def test_the_same_text_gives_the_same_lines(parts, width):
    first, second = editions.typesetter(), editions.typesetter()
    runs = runs_of(parts)
    assert first.set(runs, width, mark=MARK) == second.set(runs, width, mark=MARK)
    assert first.findings == second.findings


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(["iron", "ferritin", IRON_ARABIC, "مرتين", "500"]), min_size=1, max_size=12),
       st.floats(90, 300), st.sampled_from(["en", "ar"]))  # fmt: skip
@example(["ferritin"] * 5, 100.0, "ar")
@example([IRON_ARABIC] * 5, 100.0, "en")
@example(["iron"] * 7 + [IRON_ARABIC, "500", IRON_ARABIC], 90.0, "en")
def test_no_ink_stands_outside_the_measure(parts, width, language):
    """UAX 9, L1: spaces at the end of a line have the paragraph's direction, so they never push a word outwards."""
    rtl = language == "ar"
    for line in check(" ".join(parts), width, language=language):
        extents = ink(line, rtl=rtl)
        low, high = min(start for start, _ in extents), max(end for _, end in extents)
        assert (low, high) == (pytest.approx(-line.width if rtl else 0, abs=0.01),
                               pytest.approx(0 if rtl else line.width, abs=0.01))  # fmt: skip
        assert high - low <= width + 0.02


@settings(max_examples=40, deadline=None)
@given(texts, st.floats(60, 199), st.floats(0, 40))
def test_a_first_line_gives_way_to_its_indent(text, width, indent):
    found = editions.typesetter().set([Run(text, STYLE)], width, indent=indent)
    narrow = editions.typesetter().set([Run(text, STYLE)], width - indent)
    assert shown(found[0]) == shown(narrow[0])


# --- single cases ------------------------------------------------------------------------------------------------


def test_a_short_text_is_one_line():
    assert check("", 100) == []
    assert check("Iron", 100, "Iron")[0].placed[0].x == 0
    assert check([Run("", STYLE), Run("Iron", BOLD)], 100, "Iron")


def test_words_are_broken_at_spaces_that_hang():
    found = check("iron iron iron", width_of("iron iron"), "iron iron ", "iron")
    assert [line.width for line in found] == pytest.approx([width_of("iron iron"), width_of("iron")])


def test_a_kerned_pair_is_narrower_than_its_letters():
    assert width_of("AV") < width_of("A") + width_of("V") - 0.3


def test_a_change_of_style_does_not_break_a_word():
    found = check([Run("rest", STYLE), Run("less", BOLD), Run(" legs", STYLE)], 60, "restless ", "legs")
    assert [p.run.style.weight for p in pieces(found)] == [400, 700, 400, 400]


def test_a_ligature_keeps_all_its_letters():
    (line,) = check("क्षय", 100, "क्षय", language="hi")
    (piece,) = pieces([line])
    assert {glyph.cluster for glyph in piece.glyphs} == {0, 3}


def test_a_no_break_space_never_breaks():
    check(f"take 500{NBSP}mg", width_of("take 500 m"), "take ", f"500{NBSP}mg")


@pytest.mark.parametrize("unit", ["ng/mL", "mg/day"])
def test_a_unit_is_not_broken_behind_its_stroke(unit):
    check(f"ferritin 75{NBSP}{unit}", width_of(f"ferritin 75{NBSP}mg/"), "ferritin ", f"75{NBSP}{unit}")


@pytest.mark.parametrize("counted", ["8周", "300毫克", "24小时"])
def test_a_figure_is_not_parted_from_its_chinese_unit(counted):
    check(f"服用{counted}", width_of(f"服用{counted[:-1]}", language="zh-Hans"), "服用", counted, language="zh-Hans")


def test_a_word_joiner_holds_a_citation_to_its_word():
    raised = replace(STYLE, size=8.64, rise=3.8)
    runs = [Run("iron helps", STYLE), *(Run(f"{JOINER}{c}", raised) for c in ("[", "1", ",", "2", "]"))]
    check(runs, width_of("iron helps"), "iron ", "".join(("helps", *(f"{JOINER}{c}" for c in "[1,2]"))))
    assert width_of(f"a{JOINER}b") == pytest.approx(width_of("ab"), abs=0.5)
    assert all(len(p.glyphs) == 1 for p in pieces(check(f"{JOINER}1", 100)))


def test_a_line_feed_ends_a_line():
    check("iron\nzinc", 500, "iron", "zinc")
    check("iron\n", 500, "iron")
    check([Run("iron", STYLE), Run("\nzinc", BOLD)], 500, "iron", "zinc")


def test_a_blank_line_in_a_value_stays():
    check("iron\n\nzinc", 500, "iron", "", "zinc")


def test_words_are_hyphenated_only_where_asked():
    text, width = "good information sheet", width_of("information") + 12
    check(text, width, "good ", "information ", "sheet", hyphenate=False)
    found = check(text, width, "good inform-", "ation sheet", hyphenate=True)
    assert [line.hyphenated for line in found] == [True, False]
    assert [p.hyphen for p in pieces(found)] == [False, True, False, False]


def test_links_are_not_hyphenated():
    runs = [Run("good ", STYLE), Run("information", STYLE, link="https://example.org")]
    check(runs, width_of("information") + 12, "good ", "information", hyphenate=True)


def test_a_word_of_another_language_is_hyphenated_by_its_own_rules():
    text, width = "Eisenmangelanämie", width_of("Eisenmangelan")
    english = check([Run(text, STYLE, language="en")], width, hyphenate=True)
    german = check([Run(text, STYLE, language="de")], width, hyphenate=True)
    assert shown(german[0]) == "Eisenmangel-"
    assert shown(english[0]) != shown(german[0])


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("extraordinary", "en", True),
        ("extraordinary.", "en", True),
        (" extraordinary ", "en", True),
        ("helper", "en", False),  # short
        ("1234567890", "en", False),
        ("evidence-based", "en", False),
        ("extraordinary", "xx", False),
        ("", "en", False),
        ("   ", "en", False),
    ],
)
def test_where_words_may_be_hyphenated(word, language, expected):
    found = hyphens.positions(word, language)
    assert bool(found) is expected
    letters = word.strip(" .")
    start = len(word) - len(word.lstrip())
    assert all(start + 3 <= at <= start + len(letters) - 3 for at in found)


@settings(deadline=None)
@given(st.text(st.characters(categories=["L", "P", "Zs"]), max_size=20), st.sampled_from(["en", "de", "es"]))
def test_hyphens_leave_three_letters_on_either_side(word, language):
    for at in hyphens.positions(word, language):
        before, after = word[:at].strip(), word[at:].strip().rstrip(".,;:!?)”’")
        assert len(before) >= 3 <= len(after)
        assert (before + after).isalpha()


def test_a_soft_hyphen_is_invisible_inside_a_line():
    check(f"extra{SOFT}ordinary", 500, "extraordinary")


def test_a_soft_hyphen_shows_where_a_line_breaks():
    found = check(f"an extra{SOFT}ordinary thing", width_of("an extra- "), "an extra-", "ordinary ", "thing")
    assert found[0].hyphenated
    assert found[0].placed[-1].piece.hyphen


@pytest.mark.parametrize(
    ("text", "names"),
    [("iron \U0001f9ea", "“\U0001f9ea” (U+1F9EA)"), ("a\ue000b", "“\ue000” (U+E000)")],
)
def test_a_character_without_a_glyph_is_a_finding(text, names):
    setter = editions.typesetter()
    setter.set([Run(text, STYLE)], 500, mark=MARK)
    (finding,) = setter.findings
    assert (finding.rule, finding.severity, finding.mark) == ("missing-glyph", Severity.ERROR, MARK)
    assert finding.message == f"No font here has the character {names}."
    assert finding.hint


def test_a_missing_glyph_in_a_table_is_told_once():
    made = editions.edition(editions.table(("A", "B"), ("x", "\U0001f9ea")))
    (finding,) = editions.findings(made)
    assert (finding.rule, finding.mark) == ("missing-glyph", MARK)


def test_a_word_wider_than_its_measure_is_a_finding():
    setter = editions.typesetter()
    mark = Mark("content/sections/iron/en.yaml", 9, 3)
    found = setter.set([Run("a Donaudampf123schiff b", STYLE)], 60, mark=mark)
    assert [shown(line) for line in found] == ["a ", "Donaudampf123schiff ", "b"]
    (finding,) = setter.findings
    assert (finding.rule, finding.severity, finding.mark) == ("too-wide", Severity.ERROR, mark)
    assert finding.message == "“Donaudampf123schiff” is wider than the space it has."


def test_a_word_too_wide_is_hyphenated_when_nothing_else_helps():
    found = check("antidisestablishmentarianism", 100)
    assert len(found) == 2
    assert found[0].hyphenated


def test_a_line_feed_after_a_wide_word_is_kept():
    setter = editions.typesetter()
    found = setter.set([Run("Donaudampf123schiff\na", STYLE)], 60, mark=MARK)
    assert [shown(line) for line in found] == ["Donaudampf123schiff", "a"]


@pytest.mark.parametrize(
    "address", ["https://example.org/one-two/three_four/5.html?six=7&eight=9", "doi:10.1000/abc.def-ghi_jkl.mno"]
)
@pytest.mark.parametrize("width", range(60, 200, 13))
def test_addresses_break_after_their_own_punctuation(address, width):
    found = check(address, width)
    assert "".join(map(shown, found)) == address
    for line in found[:-1]:
        assert shown(line)[-1] in "/.-_?&=:"
        assert line.width <= width + 0.01


def test_an_address_without_punctuation_breaks_anywhere():
    address = "https://example.org/" + 40 * "a"
    found = check(address, 100)
    assert "".join(map(shown, found)) == address
    assert all(line.width <= 100.01 for line in found)


def test_the_words_of_a_link_may_be_torn():
    runs = [Run("Donaudampf123schiff", STYLE, link="https://example.org")]
    assert len(check(runs, 60)) > 1


@pytest.mark.parametrize("word", [IRON_HINDI, IRON_ARABIC, IRON_THAI, "Ελλάδα", "հայ"])
def test_each_word_takes_the_font_that_has_it(word):
    setter = editions.typesetter(family="atkinson-hyperlegible")
    (line,) = setter.set([Run(f"iron {word} iron", STYLE)], 500)
    faces = [(p.face.file.name.split("[")[0], p.text) for p in pieces([line])]
    own = [name for name, text in faces if text.strip() == "iron"]
    other = [name for name, text in faces if word in text or (text.strip() in word and text.strip())]
    assert all(name.startswith("Atkinson") for name in own)
    assert len(own) == 2
    assert other
    assert all(name.startswith("NotoSans") for name in other)
    # A space belongs to the font in which its word is set, and none gets lost.
    assert "".join(p.text for p in pieces([line])) == f"iron {word} iron"
    assert setter.findings == []


def test_a_letter_and_its_accent_stay_in_one_font():
    setter = editions.typesetter(family="atkinson-hyperlegible")
    (line,) = setter.set([Run("x\u0331\u0306y", STYLE)], 500)
    assert setter.findings == []
    first, *_ = pieces([line])
    assert first.text.startswith("x\u0331\u0306")


def test_thai_breaks_between_words_and_never_inside():
    text = "ธาตุเหล็กช่วยลดอาการขาอยู่ไม่สุขได้"
    found = check(text, 70, language="th")
    assert len(found) > 2
    starts = set(itertools.accumulate(len(s) for s in LineBreaker(text, "th")))
    at = 0
    for line in found:
        at += len(shown(line))
        assert at in starts


def test_a_right_to_left_line_starts_at_the_right():
    (line,) = check("الحديد مرتين", 300, language="ar")
    first, second = line.placed
    assert (first.piece.text.strip(), first.x) == ("الحديد", 0.0)
    assert second.x == pytest.approx(first.piece.width)


@pytest.mark.parametrize(
    ("text", "from_the_right"),
    [
        ("خذ 500 mg يوميا", ["خذ", "500 mg", "يوميا"]),
        ("خذ 10-20 يوميا", ["خذ", "10-20", "يوميا"]),
        ("اتصل (202) 555-0142 الآن", ["اتصل", "(202) 555-0142", "الآن"]),
    ],
)
def test_doses_and_telephone_numbers_in_arabic_read_from_the_left(text, from_the_right):
    """Whatever pieces they are set in."""
    (line,) = check(text, 300, language="ar")
    runs: list[list[str]] = []
    for placed in sorted(line.placed, key=lambda placed: placed.x):
        turned = bool(placed.piece.level % 2)
        if runs and not turned and runs[-1][0] == "ltr":
            runs[-1].insert(1, placed.piece.text)  # further from the right is earlier
        else:
            runs.append(["rtl" if turned else "ltr", placed.piece.text])
    found = ["".join(run[1:]).strip() for run in runs]
    assert [words for words in found if words] == from_the_right


def test_spacing_widens_words():
    wide = replace(STYLE, letter_spacing=0.05, word_spacing=0.2)
    letters, text = 9, "iron zinc"
    assert width_of(text, wide) == pytest.approx(width_of(text) + letters * 0.05 * 12 + 0.2 * 12)


def test_letter_spacing_never_parts_joined_letters():
    """Arabic letters are joined; space between them would show as breaks in the line."""
    wide = replace(STYLE, letter_spacing=0.05)
    assert width_of("الحديد", wide, "ar") == pytest.approx(width_of("الحديد", STYLE, "ar"))


def test_natural_width_is_the_widest_word_and_the_whole():
    setter = editions.typesetter()
    widest, whole = setter.natural_width([Run("a bcd ef", STYLE)])
    assert widest == pytest.approx(width_of("bcd"))
    assert whole == pytest.approx(width_of("a bcd ef"))
    assert setter.natural_width([]) == (0.0, 0.0)


def test_a_typesetter_tells_findings_only_of_its_own_document():
    first, second = editions.typesetter(), editions.typesetter()
    first.set([Run("\ue000", STYLE)], 100)
    assert isinstance(second, Typesetter)
    assert second.findings == []
