"""What stands on page 1, and on the front of a card: safety first where not all that matters most has room."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from handouts.content import Line, Words
from handouts.edition import Edition, EditionSection
from handouts.looks import PAPERS, page_of
from handouts.press.reading import structure_text
from tests.placed import misplaced

from . import editions
from .editions import edition, layout, line, lines, make, runs_with, section, text
from .together import packet, pair, wording

COLUMNS = layout(side=0.0, columns=2, column_gap=26.0, table_columns=3)
CARD = layout(side=0.0, share="quarter", show="key", binding=20.0, outer=20.0, top=18.0, bottom=18.0)
HALF = layout(side=0.0, share="half", top=28.0, bottom=32.0, binding=33.0, outer=33.0)
WORDS = "word " * 9


def box(count: int, title: str = "Help") -> EditionSection:
    """A box of about `count` lines."""
    return section(title, *[text(f"{title} {n}.") for n in range(count)], number=0, box="emergency", name="help")


def page_one(points: int, help_lines: int, **changes: Any) -> Edition:
    """Key points of `points` lines and a box before the text."""
    parts = [section(f"Part {n}", text(WORDS * 30), number=n) for n in range(1, 5)]
    return edition(*parts, key_points=lines(*[f"Point {n}" for n in range(points)]), lead=(box(help_lines),), **changes)


def first(made: Edition) -> tuple[bool, bool]:
    """Whether all points and the whole box stand on page 1, after it was checked that nothing is out of place."""
    data = make(made)
    assert misplaced(data, made) == []
    seen = [{s.page for s in runs_with(data, name)} for name in ("Point", "Help")]
    return seen[0] == {0}, seen[1] == {0}


def box_is_read_first(made: Edition) -> bool:
    read = " ".join(structure_text(make(made)))
    return read.index("Help 0") < read.index("Point 0")


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("look", [layout(), COLUMNS, HALF], ids=["sheet", "columns", "half"])
def test_the_box_comes_first_where_page_1_has_no_room_for_the_key_points_too(look, language):
    points, count = (9, 10) if look is HALF else (19, 17)
    made = page_one(points, count, layout=look, language=language, wording=wording(language))
    made = replace(made, paper=page_of(PAPERS["a4"], look.share))
    assert first(made) == (False, True)
    assert box_is_read_first(made)


def test_key_points_come_first_where_both_have_room():
    made = page_one(5, 8)
    assert first(made) == (True, True)
    assert not box_is_read_first(made)


def test_key_points_come_first_where_the_box_has_no_room_beside_the_title_either():
    made = page_one(9, 26)
    assert first(made) == (True, False)
    assert not box_is_read_first(made)


def test_both_stand_on_page_1_where_a_little_less_space_makes_room():
    still = editions.profile(leading_slack=0.0, space_slack=0.0)
    close = editions.profile(leading_slack=0.04, space_slack=0.2)
    assert first(page_one(12, 12, profile=still)) == (False, True)
    assert first(page_one(12, 12, profile=close)) == (True, True)


@pytest.mark.parametrize("kind", ["facing", "stacked"])
def test_the_box_comes_first_in_two_languages(kind):
    points, count = (17, 14) if kind == "facing" else (12, 7)
    one = page_one(points, count)
    other = page_one(points, count, language="ar", wording=wording("ar"))
    made = pair(one, other, kind)
    assert first(made) == (False, True)
    assert box_is_read_first(made)


def test_the_box_comes_first_in_each_handout_of_a_packet():
    data = make(packet(page_one(19, 22), page_one(3, 3)))
    read = " ".join(structure_text(data))
    assert read.index("Help 0") < read.index("Point 0")
    assert read.rindex("Help 0") > read.rindex("Point 0")


def test_key_points_below_a_box_over_two_columns_are_not_torn():
    data = make(page_one(12, 19, layout=COLUMNS))
    assert {s.page for s in runs_with(data, "Point")} == {1}


# --- the list of contents ------------------------------------------------------------------------------------------


def listed(lines_before: int) -> list[int]:
    """The pages on which the entries of a list of contents stand, entry by entry."""
    parts = [section(f"Chapter {n:02}", text(WORDS * 4), number=n) for n in range(1, 21)]
    data = make(edition(*parts, lead=(section("In short", *[text("Iron.")] * lines_before, number=0),)))
    return [s.page for n in range(1, 21) for s in runs_with(data, f"Chapter {n:02}") if s.size == 11]


def test_a_list_of_contents_is_parted_rather_than_much_of_a_page_left_empty():
    pages = listed(17)
    assert pages == sorted(pages) and set(pages) == {0, 1}  # read down one column
    assert min(pages.count(0), pages.count(1)) >= 3


def test_a_list_of_contents_is_whole_where_little_is_left_empty():
    assert set(listed(12)) == {0}
    assert set(listed(21)) == {1}


# --- notices and feet in large print -------------------------------------------------------------------------------


def large() -> Edition:
    """A draft in type so large that the band and the foot have many lines."""
    draft = editions.ReviewState("never", None, None)
    styles = {name: replace(style, size=18, leading=27) for name, style in editions.profile().styles.items()}
    look = replace(editions.profile(), styles=styles, margin=72)
    told = (
        line("Entwurf. Noch nicht von medizinischem Fachpersonal gelesen."),
        Line((Words("Draft. No clinician has reviewed this text yet.", language="en"),), editions.MARK),
    )
    title = line("Eisen und Beine")
    return edition(
        *[text(WORDS * 9)] * 9, review=draft, profile=look, title=title, language="de", wording=wording("de"),
        notices=told,
    )  # fmt: skip


def test_a_foot_of_many_lines_leaves_out_the_title():
    found = [s.y for s in runs_with(make(large()), "Eisen und Beine")]
    assert found and min(found) > 600


def test_later_pages_of_large_print_tell_of_a_draft_in_their_own_language_only():
    made = large()
    data = make(made)
    assert misplaced(data, made) == []
    assert {s.page for s in runs_with(data, "No clinician")} == {0}
    assert len({s.page for s in runs_with(data, "Entwurf. Noch")}) == 1 + max(s.page for s in editions.page_runs(data))


# --- cards ---------------------------------------------------------------------------------------------------------


def card(*points: str, title: str) -> Edition:
    made = edition(
        text("Iron."), key_points=lines(*points), lead=(box(6),), layout=CARD, title=line(title)
    )  # fmt: skip
    return replace(made, paper=page_of(PAPERS["a4"], "quarter"))


def test_a_cards_title_is_small_where_that_makes_room_for_the_key_points():
    title = "Minerals and other supplements for restless legs syndrome in adults and in children"
    data = make(card(*["Point with some more words to fill two lines of the card"] * 4, title=title))
    assert {s.page for s in runs_with(data, "Point")} == {0}
    assert max(s.page for s in editions.page_runs(data)) == 1


def test_a_title_does_not_stand_alone_on_the_front_of_a_card():
    data = make(card(*["Point with some more words to fill two or even three lines of the card"] * 7,
                     title="Minerals and restless legs"))  # fmt: skip
    pages = [s.page for s in runs_with(data, "Point")]
    assert pages.count(0) >= 2 and set(pages) == {0, 1}
