"""Where text may stand: margins, columns and side column of every layout and profile, mirrored from right to left."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.edition import Edition
from handouts.looks import PAPERS, TypeStyle, page_of
from handouts.typeset.geometry import Area, Geometry, geometry
from tests.starters import starter

from .editions import edition, layout, profile, text

POINTS = st.floats(0, 400, allow_nan=False).map(lambda value: round(value, 3))
AREAS = st.builds(Area, POINTS, st.floats(1, 500), st.booleans())


def measures(**changes: object) -> Geometry:
    return geometry(edition(text("Iron."), **changes))


def large(**changes: object) -> object:
    """A profile of 18 points with the margins and lines of large print."""
    made = profile()
    styles = {**made.styles, "body": TypeStyle(18.0, 27.0)}
    return replace(made, **{"styles": styles, "margin": 72.0, "measure": 432.0, **changes})  # type: ignore[arg-type]


# --- areas -------------------------------------------------------------------------------------------------------


@given(AREAS, POINTS, POINTS)
def test_an_area_from_right_to_left_is_the_mirror_image(area, x, width):
    other = replace(area, rtl=not area.rtl)
    middle = 2 * area.left + area.width
    assert area.at(x, width) == pytest.approx(middle - other.at(x, width) - width)


@given(AREAS, POINTS, st.floats(1, 200), POINTS, POINTS)
def test_a_part_of_an_area_is_measured_from_the_same_edge(area, start, wide, x, width):
    part = area.part(start, wide)
    assert part.at(x, width) == pytest.approx(area.at(start + x, width))


@given(AREAS, POINTS, st.floats(1, 200))
def test_a_part_may_have_a_direction_of_its_own(area, start, wide):
    one, other = (area.part(start, wide, rtl=rtl) for rtl in (False, True))
    assert (one.left, one.width) == (other.left, other.width)
    assert one.at(0.0, 10.0) == one.left
    assert other.at(0.0, 10.0) == pytest.approx(other.left + other.width - 10.0)


# --- pages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_binding_margin_is_where_lines_begin(paper):
    width = PAPERS[paper].width
    left, right = measures(paper=paper), measures(paper=paper, language="ar")
    assert (left.area.left, left.area.left + left.area.width) == (57.0, pytest.approx(width - 43.0))
    assert (right.area.left, right.area.left + right.area.width) == (43.0, pytest.approx(width - 57.0))
    assert left.start == right.start == pytest.approx(57.0)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_columns_share_the_width_and_keep_their_distance(language, count):
    found = measures(language=language, layout=layout(side=0.0, columns=count, column_gap=20.0))
    edges = [(column.left, column.left + column.width) for column in found.columns]
    edges = edges if language == "en" else edges[::-1]  # the first column is where reading begins
    assert len(edges) == count
    assert edges[0][0] == pytest.approx(found.area.left)
    assert edges[-1][1] == pytest.approx(found.area.left + found.area.width)
    for (_, end), (start, _) in pairwise(edges):
        assert start - end == pytest.approx(20.0)
    assert {round(column.width, 6) for column in found.columns} == {round(found.columns[0].width, 6)}


def test_a_facing_page_has_a_column_for_each_language():
    found = measures(layout=layout(side=0.0, bilingual="facing", column_gap=28.0))
    assert [round(column.width, 1) for column in found.columns] == [233.6, 233.6]
    assert found.side == 0.0
    assert len(measures(layout=layout(bilingual="stacked")).columns) == 1


@pytest.mark.parametrize(
    ("look", "type_size", "letters", "side"),
    [
        (layout(), 12, 0.0, 104.0),
        (layout(side=0.0), 12, 0.0, 0.0),
        (layout(), 15, 0.0, 104.0),
        (layout(), 16, 0.0, 0.0),
        (layout(), 14, 0.1, 0.0),  # letters set apart count as 16.8
        (layout(side_up_to=20.0), 16, 0.0, 104.0),
        (layout(columns=2, column_gap=20.0), 12, 0.0, 0.0),
        (layout(bilingual="facing", column_gap=20.0), 12, 0.0, 0.0),
        (layout(bilingual="stacked"), 12, 0.0, 104.0),
    ],
)
def test_the_side_column_goes_where_lines_need_the_width(look, type_size, letters, side):
    made = profile()
    styles = {**made.styles, "body": TypeStyle(float(type_size), type_size * 1.4)}
    found = measures(layout=look, profile=replace(made, styles=styles, letter_spacing=letters))
    assert found.side == side


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_profile_may_ask_for_larger_margins_and_shorter_lines(language):
    found = measures(profile=large(), layout=layout(side=0.0), language=language)
    assert (found.start, found.area.width) == (pytest.approx(72.0), 432.0)
    wide = measures(profile=large(measure=0.0), layout=layout(side=0.0, binding=90.0), language=language)
    assert (wide.start, round(wide.area.width, 3)) == (pytest.approx(90.0), round(595.276 - 90.0 - 72.0, 3))


def test_columns_are_short_lines_anyway():
    """The longest line of a profile is that of one column, not of all together."""
    two = measures(profile=large(), layout=layout(side=0.0, columns=2, column_gap=20.0))
    assert two.area.width == pytest.approx(595.276 - 144.0)


@pytest.mark.parametrize(("share", "small"), [("full", False), ("half", True), ("quarter", True), ("panel", True)])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_small_pages_have_a_low_banner(share, small, paper):
    look = layout(side=0.0, share=share, binding=20.0, outer=20.0)
    made = replace(edition(text("Iron."), layout=look), paper=page_of(PAPERS[paper], share))
    found = geometry(made)
    assert (found.width, found.height) == (made.paper.width, made.paper.height)
    assert found.small is small


def test_one_page_has_a_low_banner_too():
    assert measures(layout=layout(pages=1)).small
    assert not measures(layout=layout(pages=2)).small


# --- the layouts that come with the program -----------------------------------------------------------------------


def shipped() -> list[Edition]:
    library = starter()
    return [
        replace(
            edition(text("Iron."), language=language, layout=look, profile=library.profiles[name]),
            paper=page_of(PAPERS[paper], look.share),
        )
        for look in library.layouts.values()
        for name in look.profiles
        for paper in look.papers
        for language in ("en", "ar")
    ]


@pytest.mark.parametrize("made", shipped(), ids=lambda e: f"{e.layout.id}-{e.profile.id}-{e.paper.name}-{e.language}")
def test_every_layout_has_room_in_every_profile_it_takes(made):
    found = geometry(made)
    assert found.area.left >= min(made.layout.outer, made.layout.binding)
    assert found.area.left + found.area.width <= found.width - min(made.layout.outer, made.layout.binding) + 0.001
    for column in found.columns:
        assert column.width - found.side >= 144.0
    # With fewer than about 28 letters a line, text is hard to read.
    assert found.columns[0].width - found.side >= 14 * made.profile.styles["body"].size
