"""Where texts stand on the page, and how large they are."""

from dataclasses import replace
from itertools import pairwise

import pytest

from . import editions
from .editions import callout, edition, make, page_runs, runs_with, section, text
from .goldens import check_golden
from .kinds import BLOCKS, FRONT, KINDS

SMALL = edition(
    text("Iron **helps** some people [1]."),
    *BLOCKS["list"],
    *BLOCKS["warning"],
    *BLOCKS["table"],
    section("References", number=2, name="references"),
    references=(editions.reference(1),),
    key_points=editions.lines("Sleep well"),
    brand=editions.brand(logo=None, qr_url=""),
)
TEXT = 57.0 + 90.0 + 14.0  # binding margin, side column, gap


def listing(data: bytes) -> str:
    return "\n".join(
        f"{seen.page + 1} {seen.x:7.1f} {seen.y:7.1f} {seen.size:6.2f}  {seen.text}" for seen in page_runs(data)
    )


def test_a_small_document():
    check_golden("places.txt", listing(make(SMALL)))


def test_a_small_document_from_right_to_left():
    """Texts are left out: PDFium gives those of right-to-left lines in an order of its own."""
    found = page_runs(make(replace(SMALL, language="ar", direction="rtl")))
    check_golden("places-rtl.txt", "\n".join(f"{s.page + 1} {s.right:7.1f} {s.y:7.1f} {s.size:6.2f}" for s in found))


def body(data: bytes) -> list[editions.Seen]:
    return [seen for seen in page_runs(data) if seen.size == 12 and seen.x >= TEXT - 0.5 and "Clinic" not in seen.text]


def test_lines_of_a_paragraph_are_17_points_apart():
    lines = body(make(edition(text("word " * 200))))
    assert len(lines) > 10
    assert {round(above.y - below.y, 1) for above, below in pairwise(lines)} == {17.0}


def test_paragraphs_are_a_space_apart():
    first, second = body(make(edition(text("Iron."), text("Zinc."))))
    assert first.y - second.y == pytest.approx(17 + 8, abs=0.11)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_text_begins_at_the_text_column_and_ends_at_the_margin(paper):
    data = make(edition(*[text("word " * 90)] * 3, paper=paper))
    lines = body(data)
    assert {seen.x for seen in lines} <= {TEXT + off for off in (-0.1, 0.0, 0.1)}
    right = edition(paper=paper).paper.width - 43.0
    assert all(seen.right <= right + 0.2 for seen in lines)
    assert max(seen.right for seen in lines) > right - 30


def test_numbers_stand_in_the_side_column():
    data = make(edition(text("Iron.")))
    number, title = (seen for seen in page_runs(data) if seen.size == 19)
    assert (number.text, number.x, title.text, title.x) == ("1", 57.0, "Iron", TEXT)
    assert number.y == title.y


def test_columns_of_a_table_are_aligned():
    data = make(KINDS["table"])
    for words in (("Medicine", "Levothyroxine", "Antacid"), ("Gap", "4 hours", "2 hours")):
        found = [s for w in words for s in runs_with(data, w) if s.size == 11]
        assert max(s.x for s in found) - min(s.x for s in found) < 1.3  # side bearings of the letters


def test_a_citation_is_raised():
    data = make(SMALL)
    (mark,) = [seen for seen in page_runs(data) if seen.text == "[1]"]
    (words,) = runs_with(data, "Iron helps")
    assert mark.size == 8.64
    assert mark.y - words.y == pytest.approx(12 * 0.32, abs=0.1)
    assert mark.x == pytest.approx(words.right, abs=4)


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_stands_on_another(kind):
    check_apart(make(KINDS[kind]))


@pytest.mark.parametrize(
    "block",
    [callout("warning", text("Iron."), title="Now"), BLOCKS["table"][0], BLOCKS["key-points"][0], BLOCKS["faq"][0]],
)
def test_the_title_of_a_lead_section_stands_beside_its_first_block(block):
    check_apart(make(edition(text("Iron."), lead=(section("In short", block, number=0),))))


def test_a_long_title_of_a_lead_section_is_not_written_over():
    lead = section("A title of several words for few of them", text("Iron."), number=0)
    check_apart(make(edition(text("Iron."), lead=(lead, section("Zinc words", text("Zinc."), number=0)))))


@pytest.mark.parametrize("words", range(4, 12))
def test_a_long_title_does_not_run_into_the_rest_of_the_head_and_foot(words):
    title = " ".join(["Restless legs"] * words)[: 9 * words]
    made = edition(*[text("word " * 300)] * 2, title=editions.line(title))
    if not editions.findings(made):
        check_apart(make(made))


@pytest.mark.parametrize("language", ["en", "de", "el", "vi", "sw"])
def test_the_foot_has_room_for_review_and_edition(language):
    check_apart(make(edition(text("Iron."), language=language)))


@pytest.mark.parametrize("name", ["Clinic", "A Clinic of Some Length for Families", "word " * 14])
def test_a_long_name_has_room_in_the_banner(name):
    data = make(edition(text("Iron."), brand=editions.brand(name=name.strip(), values={})))
    (title,) = [seen for seen in page_runs(data) if seen.size == 28]
    assert all(seen.y > title.y + 28 for seen in page_runs(data) if seen.size == 13)
    check_apart(data)


def check_apart(data: bytes) -> None:
    """No two runs of one page overlap."""
    found = page_runs(data)
    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            if one.page != other.page or {one.size, other.size} == {12.0, 8.64}:
                continue  # citations hang between their words
            across = min(one.right, other.right) - max(one.x, other.x)
            down = min(one.y + one.size * 0.7, other.y + other.size * 0.7) - max(one.y, other.y)
            assert across < 0.5 or down < 0.5, f"{one} and {other}"


@pytest.mark.parametrize("language", ["ar"])
def test_a_right_to_left_page_is_a_mirror(language):
    """The same Latin words in both directions: every run is as far from the right as it was from the left."""
    there, back = (sorted_runs(make(mirrored(way))) for way in ("ltr", "rtl"))
    width = SMALL.paper.width
    assert len(there) == len(back)
    for one, other in zip(there, back, strict=True):
        assert (one.page, one.y, one.size) == (other.page, other.y, other.size)
        assert one.x == pytest.approx(width - other.right, abs=1.2)  # side bearings differ from letter to letter


def mirrored(way: str):
    made = edition(text("Iron"), *BLOCKS["list"][:0], section("Zinc", text("zinc"), text("copper"), number=2))
    return replace(made, direction=way, brand=editions.brand(**editions.BARE), key_points=editions.lines("Sleep"))


def sorted_runs(data: bytes) -> list[editions.Seen]:
    found = [seen for seen in page_runs(data) if seen.size > 10.5]
    return sorted(found, key=lambda seen: (seen.page, -seen.y, len(seen.text), seen.text))


def test_lead_sections_stand_at_the_side():
    (title,) = [seen for seen in runs_with(make(FRONT), "In short") if seen.size == 12]
    assert title.x == 57.0


def test_a_long_word_for_a_tone_stays_in_its_box():
    """Other languages need more words than "Note"; a box grows with its label."""
    words = {**editions.wording(), "note": "Good to know for all of us who take care of others"}
    check_apart(make(edition(*[callout("note", text("Iron."))] * 3, wording=words)))
