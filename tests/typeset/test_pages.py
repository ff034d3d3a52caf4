"""Where pages end."""

import itertools
import math
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from handouts.typeset.pages import PageBreaks, break_pages, page_height, repeated
from handouts.typeset.strips import (
    NEVER,
    PAGE_ENDS,
    Frame,
    LineBox,
    Strip,
    ended,
    framed,
    height,
    kept,
    stack,
    together,
)

from . import editions
from .editions import callout, edition, faq, heading, make, page_of, runs_with, section, table, text

HEIGHTS = st.integers(1, 40).map(float)
HEADER = (Strip(6.0, before=1.0, keep=NEVER), Strip(3.0))


def strip(height: float = 10.0, *, before: float = 0.0, keep: float = 0.0, header: bool = False) -> Strip:
    return Strip(height, before=before, keep=keep, repeat=HEADER if header else ())


strips = st.builds(
    strip,
    HEIGHTS,
    before=st.sampled_from([0.0, 0.0, 5.0]),
    keep=st.sampled_from([0.0, 0.0, 20.0, NEVER]),
    header=st.booleans(),
)


def check(column: list[Strip], first: float, other: float, *expected: int) -> PageBreaks:
    """Break a column; pages hold so many strips each."""
    found = break_pages(column, first, other)
    assert [end - start for start, end in ranges(found)] == list(expected)
    return found


# --- properties --------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.lists(strips, max_size=40), st.floats(20, 100), st.floats(20, 100))
def test_pages_cover_the_column_in_order_and_none_is_too_full(column, first, other):
    found = break_pages(column, first, other)
    edges = [edge for pair in ranges(found) for edge in pair]
    assert edges[:1] == [0][: len(edges)]
    assert edges[-1:] == [len(column)][: len(edges)]
    assert edges[1:-1:2] == edges[2::2]
    assert all(start < end for start, end in ranges(found))
    too_full = []
    for page, (start, end) in enumerate(ranges(found)):
        if page_height(column, start, end) > (other if page else first) + 0.01:
            too_full.append(start)
            assert end == start + 1
    # What is told is what does not fit where it stands, no more and no less.
    assert found.overfull == tuple(too_full)
    if column:
        start, end = ranges(found)[-1]
        assert found.last_fill == page_height(column, start, end) / (other if len(ranges(found)) > 1 else first)


def ranges(found: PageBreaks) -> tuple[tuple[int, int], ...]:
    """Where each page begins and ends, for pages of one column."""
    assert [(stretch.page, stretch.column) for stretch in found.stretches] == [(n, 0) for n in range(found.pages)]
    return tuple((stretch.start, stretch.end) for stretch in found.stretches)


def cost_of(column: list[Strip], ranges: tuple[tuple[int, int], ...], first: float, other: float) -> float:
    """The price of these pages, from the description in `break_pages`; infinite when one is too full."""
    total = 0.0
    for page, (start, end) in enumerate(ranges):
        room = other if page else first
        used = sum(s.height for s in column[start:end]) + sum(s.before for s in column[start + 1 : end])
        used += sum(s.before + s.height for s in column[start].repeat) if page else 0.0
        if used > room + 0.01 and end > start + 1:
            return math.inf
        fill = min(used / room, 1.0)
        total += 40.0
        if end == len(column):
            total += 400.0 if page and fill < 0.16 else 0.0
        else:
            total += (1 - fill) ** 2 * 300 + min(column[end - 1].keep, 1e7)
    return total


@settings(deadline=None, max_examples=60)
@given(st.lists(strips, min_size=1, max_size=8), st.floats(30, 80), st.floats(30, 80))
def test_no_other_way_of_breaking_is_cheaper(column, first, other):
    count = len(column)
    ways = [
        tuple(itertools.pairwise((0, *places, count)))
        for size in range(count)
        for places in itertools.combinations(range(1, count), size)
    ]
    best = min(cost_of(column, way, first, other) for way in ways)
    found = ranges(break_pages(column, first, other))
    assert cost_of(column, found, first, other) == pytest.approx(best)

    def forbidden(way: tuple[tuple[int, int], ...]) -> int:
        return sum(column[end - 1].keep == NEVER for _, end in way[:-1])

    possible = [way for way in ways if cost_of(column, way, first, other) < math.inf]
    assert forbidden(found) == min(map(forbidden, possible))


@settings(deadline=None)
@given(st.lists(HEIGHTS, min_size=1, max_size=30), st.floats(0, 30))
def test_paragraphs_leave_no_line_alone(leadings, before):
    boxes = [LineBox(leading, ()) for leading in leadings]
    column = stack(boxes, 0.0, before=before)
    assert height(column) == pytest.approx(sum(leadings) + before)
    count = len(column)
    for at in range(count - 1):
        alone = at == 0 or at == count - 2
        assert (column[at].keep == NEVER) is alone
    assert column[-1].keep == 0.0


@settings(deadline=None)
@given(st.integers(1, 12))
def test_late_paragraphs_are_whole(count):
    """All their lines are drawn with the first one, so no page may end among them."""
    (only,) = stack([LineBox(17.0, (), late=True)] * count, 0.0, before=4.0)
    assert (only.height, only.before, only.keep) == (17.0 * count, 4.0, 0.0)


# --- columns -----------------------------------------------------------------------------------------------------

COLUMNS = st.integers(2, 3)
free = st.builds(strip, HEIGHTS, before=st.sampled_from([0.0, 5.0]), header=st.booleans())


def places(found: PageBreaks) -> list[tuple[int, int]]:
    return [(stretch.page, stretch.column) for stretch in found.stretches]


def used(column: list[Strip], found: PageBreaks) -> list[float]:
    return [page_height(column, stretch.start, stretch.end) for stretch in found.stretches]


@settings(deadline=None)
@given(st.lists(strips, min_size=1, max_size=40), st.floats(20, 100), st.floats(20, 100), COLUMNS)
def test_columns_cover_all_strips_in_order_and_none_is_too_full(column, first, other, count):
    found = break_pages(column, first, other, count)
    assert [at for stretch in found.stretches for at in range(stretch.start, stretch.end)] == list(range(len(column)))
    # Columns follow each other, and a page is left only when it is full or at its end.
    assert places(found) == [(at // count, at % count) for at in range(len(found.stretches))]
    too_full = []
    for stretch, tall in zip(found.stretches, used(column, found), strict=True):
        if tall > (other if stretch.page else first) + 0.01:
            too_full.append(stretch.start)
            assert stretch.end == stretch.start + 1
    assert found.overfull == tuple(too_full)
    assert found.pages == found.stretches[-1].page + 1


@settings(deadline=None)
@given(st.lists(free, min_size=2, max_size=24), COLUMNS)
def test_columns_of_a_last_page_are_about_equally_long(column, count):
    """The longest is at most one strip longer than in the best way of sharing them out."""
    found = break_pages(column, 1e4, 1e4, count)
    assert found.pages == 1
    best = min(
        max(page_height(column, start, end) for start, end in itertools.pairwise((0, *cuts, len(column))))
        for size in range(min(count, len(column)))
        for cuts in itertools.combinations(range(1, len(column)), size)
    )
    assert max(used(column, found)) <= best + max(s.height + s.before for s in column)


def test_balanced_columns_keep_forbidden_places_whole():
    column = [strip(keep=NEVER), strip(keep=NEVER), strip(keep=NEVER), strip(), strip(), strip()]
    found = break_pages(column, 100.0, 100.0, 2)
    assert [stretch.end for stretch in found.stretches] == [4, 6]


def test_a_whole_box_is_not_parted_to_make_columns_equal():
    found = break_pages([strip(keep=NEVER)] * 5 + [strip()], 100.0, 100.0, 2)
    assert [(s.start, s.end) for s in found.stretches] == [(0, 6)]


def test_a_dear_break_may_be_the_price_of_equal_columns():
    """On the last page no third column begins because breaks are dear."""
    found = break_pages([strip(keep=150.0)] * 8, 400.0, 400.0, 2)
    assert [stretch.end for stretch in found.stretches] == [4, 8]


def test_a_table_that_goes_on_has_room_for_its_header_in_the_last_columns():
    """The header that is set again counts when columns are made equal: 10 + 10 n points in each."""
    column = [strip(header=True) for _ in range(13)]
    found = break_pages(column, 40.0, 49.0, 2)
    assert found.overfull == ()
    assert max(used(column, found)) <= 49.0
    assert found.pages == 2


def test_a_new_page_leaves_the_columns_of_the_old_one():
    column = [strip(keep=PAGE_ENDS), strip(), strip()]
    found = break_pages(column, 100.0, 100.0, 2)
    assert places(found)[:2] == [(0, 0), (1, 0)]
    assert found.pages == 2


# --- demanded breaks ---------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.lists(st.tuples(strips, st.booleans()), min_size=1, max_size=30), st.floats(20, 100), st.integers(1, 3))
def test_a_demanded_break_always_begins_a_page(marked, room, count):
    column = [replace(made, keep=PAGE_ENDS) if ends else made for made, ends in marked]
    found = break_pages(column, room, room, count)
    page_of_strip = {at: s.page for s in found.stretches for at in range(s.start, s.end)}
    for at, (_, ends) in enumerate(marked[:-1]):
        if ends:
            assert page_of_strip[at + 1] == page_of_strip[at] + 1


# --- single cases ------------------------------------------------------------------------------------------------


def test_an_empty_column_has_no_pages():
    assert break_pages([], 100.0, 100.0) == PageBreaks((), 0.0, ())


def test_the_first_page_has_its_own_height():
    check([strip()] * 6, 20.0, 40.0, 2, 4)
    check([strip()] * 6, 40.0, 20.0, 4, 2)


def test_space_above_is_dropped_at_the_top_of_a_page():
    check([strip(), strip(before=5), strip(before=5), strip()], 25.0, 20.0, 2, 2)


def test_a_forbidden_break_moves_up():
    check([strip(), strip(keep=NEVER), strip(), strip()], 20.0, 30.0, 1, 3)


def test_a_dear_break_is_worth_a_little_air():
    check([strip(), strip(), strip(), strip(keep=120.0), strip(), strip()], 40.0, 40.0, 3, 3)


def test_a_last_page_with_nothing_on_it_is_dear():
    column = [strip()] * 11
    found = break_pages(column, 100.0, 100.0)
    assert found.last_fill >= 0.16


def test_a_repeated_header_takes_room():
    assert repeated([strip(header=True)] * 3, 0) == ()
    assert repeated([strip(header=True)] * 3, 1) == HEADER
    assert page_height([strip(header=True)] * 4, 2, 4) == 30.0
    check([strip(header=True)] * 6, 30.0, 30.0, 3, 2, 1)


def test_something_taller_than_a_page_is_told():
    found = break_pages([strip(), strip(60.0), strip()], 30.0, 40.0)
    assert found.overfull == (1,)
    assert [end - start for start, end in ranges(found)] == [1, 1, 1]


def test_something_taller_than_the_first_page_goes_on_the_second_or_is_told():
    """Only the first strip has no other place; nothing may run over the foot of page 1 unseen."""
    found = break_pages([strip(35.0), strip()], 30.0, 40.0)
    assert found.overfull == (0,)


def test_a_forbidden_break_in_something_taller_than_a_page_still_ends_the_page():
    check([strip(keep=NEVER)] * 5, 20.0, 20.0, 2, 2, 1)


def test_five_thousand_strips_finish():
    column = [strip(float(10 + at % 7), keep=[0.0, 20.0, NEVER][at % 3]) for at in range(5000)]
    found = break_pages(column, 600.0, 700.0)
    assert ranges(found)[-1][1] == 5000


def test_keeping_together_leaves_the_end_as_it_is():
    column = kept([strip(keep=5.0), strip(keep=NEVER), strip(keep=7.0)], 90.0)
    assert [s.keep for s in column] == [90.0, NEVER, 7.0]
    assert [s.keep for s in ended(column, 3.0)] == [90.0, NEVER, 3.0]
    assert ended([], 3.0) == []


def test_lists_do_not_leave_one_item_alone():
    items = [[strip()] for _ in range(5)]
    assert [s.keep for s in together(items)] == [90.0, 0.0, 0.0, 90.0, 0.0]


@settings(deadline=None)
@given(st.integers(1, 6))
def test_a_frame_adds_padding_that_stays_with_its_content(count):
    frame = Frame(0.0, 100.0, None)
    column = framed([strip(before=9.0), *[strip(before=2.0)] * (count - 1)], frame, top=4.0, bottom=6.0, before=11.0)
    assert [s.frames for s in column] == [(frame,)] * (count + 2)
    assert height(column) == 11.0 + 4.0 + 10.0 * count + 2.0 * (count - 1) + 6.0
    assert (column[0].keep, column[-2].keep, column[-1].keep) == (NEVER, NEVER, 0.0)
    assert framed([], frame, top=4.0, bottom=6.0, before=1.0) == []


# --- finished documents ------------------------------------------------------------------------------------------

BARE = editions.brand(**editions.BARE)
ROOM = 34  # lines of body text on page 1 of the documents below, about


def document(*blocks: object, filler: int) -> bytes:
    """A document whose first page is filled by so many lines before the blocks."""
    lines = [text(f"Line {number}") for number in range(filler)]
    plain = editions.profile(space=0.0, leading_slack=0.0, space_slack=0.0)
    return make(edition(*lines, *blocks, brand=BARE, profile=plain, layout=editions.layout(contents_over_pages=99)))


LONG = " ".join(f"word{number}" for number in range(75))  # about eleven lines


@pytest.mark.parametrize("filler", range(27, 38, 2))
def test_no_line_of_a_paragraph_stands_alone(filler):
    data = document(text(LONG), filler=filler)
    pages = [seen.page for seen in editions.page_runs(data) if "word" in seen.text]
    assert all(pages.count(page) > 1 for page in pages)


@pytest.mark.parametrize("filler", range(28, 38, 2))
def test_a_heading_is_never_the_last_thing_on_a_page(filler):
    data = document(heading("Heading"), text(LONG), filler=filler)
    assert page_of(data, "Heading") == runs_with(data, "word0")[0].page


@pytest.mark.parametrize("filler", range(28, 38, 2))
def test_a_question_is_never_the_last_thing_on_a_page(filler):
    data = document(faq(("Question?", f"{LONG} {LONG}")), filler=filler)
    assert page_of(data, "Question?") == runs_with(data, "word0")[0].page


@pytest.mark.parametrize("filler", range(28, 38, 2))
def test_a_section_title_stays_with_its_text(filler):
    lines = [text(f"Line {number}") for number in range(filler)]
    data = make(edition(section("Iron", *lines), section("Zinc", text(LONG), number=2), brand=BARE))
    (title,) = [seen for seen in runs_with(data, "Zinc") if seen.size == 19]
    assert title.page == runs_with(data, "word0")[0].page


@pytest.mark.parametrize("filler", range(20, 36, 4))
def test_an_emergency_box_is_never_split(filler):
    data = document(callout("emergency", text(LONG), title="Call for help"), filler=filler)
    pages = {seen.page for seen in editions.page_runs(data) if "word" in seen.text or "Call" in seen.text}
    assert len(pages) == 1


@pytest.mark.parametrize("filler", [5, 10, 18])
def test_rows_that_fit_stay_whole_and_the_header_comes_again(filler):
    rows = [(f"Row{number:02}", f"{LONG[:150]} end{number:02}") for number in range(14)]
    data = document(table(("Medicine", "Gap"), *rows, caption="Iron table"), filler=filler)
    for number in range(14):
        assert page_of(data, f"Row{number:02}") == page_of(data, f"end{number:02}")
    assert {seen.page for seen in runs_with(data, "Medicine")} == {0, 1}
    assert [seen.page for seen in runs_with(data, "Iron table (continued)")] == [1]


def test_a_table_on_one_page_has_no_second_header():
    data = document(table(("Medicine", "Gap"), ("A", "B"), caption="Iron table"), filler=3)
    assert len(runs_with(data, "Medicine")) == 1
    assert runs_with(data, "continued") == []


def test_a_row_longer_than_a_page_is_split_between_lines():
    long = " ".join(f"cell{number}" for number in range(500))
    data = document(table(("Medicine", "Gap"), ("A", long)), filler=20)
    seen = [run for run in editions.page_runs(data) if "cell" in run.text]
    assert len({run.page for run in seen}) > 1
    found = [word for run in seen for word in run.text.split() if word.startswith("cell")]
    assert sorted(found, key=lambda word: int(word[4:])) == [f"cell{n}" for n in range(500)]
    assert [seen.page for seen in runs_with(data, "(continued)")] == list(range(1, len({run.page for run in seen})))


def test_a_picture_too_tall_for_a_page_is_told():
    flat = editions.layout(bottom=560.0)
    found = editions.findings(edition(editions.figure(), layout=flat))
    assert [finding.rule for finding in found] == ["too-tall"]
    assert found[0].hint


@settings(deadline=None, max_examples=10)
@given(st.integers(20, 40), st.integers(1, 4), st.sampled_from(["note", "emergency", "list", "table"]))
def test_nothing_is_drawn_over_the_foot(filler, count, kind):
    assume(count)
    block = {
        "note": callout("note", text(LONG)), "emergency": callout("emergency", text(LONG)),
        "list": editions.bullets(*[LONG[:200]] * 3), "table": table(("A", "B"), *[("x", LONG[:90])] * 9),
    }[kind]  # fmt: skip
    data = document(*[block] * count, filler=filler)
    for seen in editions.page_runs(data):
        if seen.size > 10.01:
            assert seen.y > 40 + 40
