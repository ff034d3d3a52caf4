"""The geometry of sheets: page order by folding in the mind, sizes to a tenth of a millimetre, on plain data."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.press.schemes import SCHEMES, STOCKS, Job, arrange, panel_size, usual_paper
from handouts.press.sheets import MM, Arrangement, PageSize, Side
from tests.press.folding import cut_and_stacked, leafed_through, rolled, zigzagged

A4, A5, A6 = PageSize(210 * MM, 297 * MM), PageSize(148 * MM, 210 * MM), PageSize(105 * MM, 148 * MM)
LETTER, HALF_LETTER = PageSize(612, 792), PageSize(396, 612)
PANELS = {paper: panel_size("tri-fold", paper) for paper in ("a4", "letter")}
NEAR = 0.1 * MM


def pages(side: Side) -> list[int]:
    """Page numbers from 1 in the order of the places, 0 for blanks."""
    return [0 if place.page is None else place.page + 1 for place in side.placements]


def both(arrangement: Arrangement) -> list[tuple[list[int], list[int]]]:
    return [(pages(sheet.front), pages(sheet.back) if sheet.back else []) for sheet in arrangement.sheets]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("count", range(1, 65))
def test_a_booklet_reads_in_order(count, direction):
    arrangement = arrange(Job("booklet", "a4", A5, count, direction))
    met = leafed_through(both(arrangement), rtl=direction == "rtl")
    assert len(met) % 4 == 0 and len(met) - count < 4
    assert met == [*range(1, count + 1), *[0] * (len(met) - count)]
    assert arrangement.turn == "short" and arrangement.width > arrangement.height


def test_the_spine_is_on_the_right_for_right_to_left():
    ltr, rtl = (arrange(Job("booklet", "a4", A5, 8, direction)).sheets[0].front for direction in ("ltr", "rtl"))
    assert pages(ltr) == [8, 1]
    assert pages(rtl) == [1, 8]


@settings(deadline=None)
@given(
    count=st.integers(5, 64), creep=st.floats(0, 0.5), direction=st.sampled_from(["ltr", "rtl"]), bleed=st.booleans()
)
def test_creep_moves_pages_to_the_spine_and_never_over_it(count, creep, direction, bleed):
    arrangement = arrange(Job("booklet", "a4", A5, count, direction, bleed, creep * MM))
    fold = arrangement.width / 2
    for number, sheet in enumerate(arrangement.sheets):
        for side in sheet.sides():
            left, right = side.placements
            assert left.area.right - fold == pytest.approx(number * creep * MM, abs=1e-6)
            assert fold - right.area.left == pytest.approx(number * creep * MM, abs=1e-6)
            assert left.clip.right == right.clip.left == fold


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_a_tri_fold_reads_in_order(paper, direction):
    (sheet,) = arrange(Job("tri-fold", paper, PANELS[paper], 6, direction)).sheets
    folded = rolled(pages(sheet.front), pages(sheet.back), rtl=direction == "rtl")
    assert folded == {"front": 1, "cover open": (2, 5), "wide open": (2, 3, 4), "back": 6}


@pytest.mark.parametrize(("direction", "front"), [("ltr", [0, 5, 1]), ("rtl", [1, 5, 0])])
def test_the_last_of_five_pages_lies_on_the_back_of_a_tri_fold(direction, front):
    (sheet,) = arrange(Job("tri-fold", "a4", PANELS["a4"], 5, direction)).sheets
    assert pages(sheet.front) == front


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_z_fold_reads_in_order(direction):
    (sheet,) = arrange(Job("z-fold", "a4", panel_size("z-fold", "a4"), 6, direction)).sheets
    folded = zigzagged(pages(sheet.front), pages(sheet.back), rtl=direction == "rtl")
    assert folded == {"front": 1, "cover open": (2, 3), "back": 4, "turned over": (5, 6)}


def widths(side: Side, sheet_width: float) -> dict[str, float]:
    edges = [0.0, *side.folds, sheet_width]
    return {
        place.panel: (right - left) / MM
        for place, left, right in zip(side.placements, edges[:-1], edges[1:], strict=True)
    }


WIDTHS = {
    "a4": {"cover": 100, "inside 1": 100, "back": 100, "inside 2": 100, "flap": 97, "inside 3": 97},
    "letter": {
        "cover": 3.6875 * 25.4, "inside 1": 3.6875 * 25.4, "back": 3.6875 * 25.4, "inside 2": 3.6875 * 25.4,
        "flap": 3.625 * 25.4, "inside 3": 3.625 * 25.4,
    },
}  # fmt: skip


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_flap_of_a_tri_fold_is_narrower_on_both_sides(paper, direction):
    arrangement = arrange(Job("tri-fold", paper, PANELS[paper], 6, direction))
    (sheet,) = arrangement.sheets
    measured = {**widths(sheet.front, arrangement.width), **widths(sheet.back, arrangement.width)}
    assert measured == pytest.approx(WIDTHS[paper], abs=0.1)
    # The folds of one side are those of the other, seen through the paper.
    assert sheet.back.folds == pytest.approx([arrangement.width - fold for fold in reversed(sheet.front.folds)])


@pytest.mark.parametrize(("scheme", "columns"), [("2-up", 2), ("4-up", 2)])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@settings(deadline=None)
@given(leaves=st.integers(1, 40))
def test_cut_leaves_are_in_order(scheme, columns, direction, leaves):
    """Places, and so piles, are told in the direction of reading."""
    count = SCHEMES[scheme].pages_on_side
    arrangement = arrange(Job(scheme, "a4", A5 if count == 2 else A6, 2 * leaves, direction))
    met = cut_and_stacked(both(arrangement), columns)
    whole = list(range(1, 2 * leaves + 1))
    copies = max(1, count // leaves)
    assert met[: len(whole) * copies] == whole * copies
    assert set(met[len(whole) * copies :]) <= {0}


@settings(deadline=None)
@given(
    scheme=st.sampled_from(["2-up", "4-up"]), count=st.integers(1, 30), landscape=st.booleans(),
    paper=st.sampled_from(list(STOCKS)), direction=st.sampled_from(["ltr", "rtl"]), bleed=st.booleans(),
)  # fmt: skip
def test_a_leaf_has_its_pages_back_to_back(scheme, count, landscape, paper, direction, bleed):
    """Where a page lies on the front, its back lies at the mirrored place, whatever the paper."""
    page = PageSize(A5.height, A5.width) if landscape else A5
    arrangement = arrange(Job(scheme, paper, page, count, direction, bleed))
    for sheet in arrangement.sheets:
        if sheet.back is None:
            assert count == 1
            continue
        fronts = [place for place in sheet.front.placements if place.page is not None and place.page + 1 < count]
        backs = [place for place in sheet.back.placements if place.page is not None]
        seen = {
            (place.page, round(arrangement.width - place.area.right, 3), round(place.area.bottom, 3)) for place in backs
        }
        mirrored = {(place.page + 1, round(place.area.left, 3), round(place.area.bottom, 3)) for place in fronts}
        assert {key[0] for key in mirrored} == {key[0] for key in seen}
        for number, x, y in mirrored:
            assert any(n == number and abs(x - a) < NEAR and abs(y - b) < NEAR for n, a, b in seen)
    assert arrangement.turn == ("none" if count == 1 else "short" if arrangement.width > arrangement.height else "long")


@settings(deadline=None)
@given(
    scheme=st.sampled_from(list(SCHEMES)), count=st.integers(1, 64), paper=st.sampled_from(["a4", "letter"]),
    direction=st.sampled_from(["ltr", "rtl"]), bleed=st.booleans(),
    width=st.floats(100, 900), height=st.floats(100, 1200),
)  # fmt: skip
def test_every_page_is_printed_and_stays_in_its_place(scheme, count, paper, direction, bleed, width, height):
    """No page is lost, places do not overlap, nothing is printed beyond the bleed, nothing grows."""
    panel = panel_size(scheme, paper)
    page = panel or PageSize(width, height)
    count = min(count, SCHEMES[scheme].most_pages or count)
    arrangement = arrange(Job(scheme, paper, page, count, direction, bleed))
    printed = {place.page for sheet in arrangement.sheets for side in sheet.sides() for place in side.placements}
    assert printed - {None} == set(range(count))
    assert 0 < arrangement.scale <= 1.0
    limit = STOCKS[paper].bleed if bleed else 0.0
    for sheet in arrangement.sheets:
        for side in sheet.sides():
            for at, place in enumerate(side.placements):
                clip = place.clip
                assert clip.left >= -limit - 1e-6 and clip.right <= arrangement.width + limit + 1e-6
                assert clip.bottom >= -limit - 1e-6 and clip.top <= arrangement.height + limit + 1e-6
                for other in side.placements[at + 1 :]:
                    apart = (
                        clip.right <= other.clip.left + 1e-6 or other.clip.right <= clip.left + 1e-6
                        or clip.top <= other.clip.bottom + 1e-6 or other.clip.top <= clip.bottom + 1e-6
                    )  # fmt: skip
                    assert apart
            for mark in side.strokes:
                outside = min(mark.x0, mark.y0, arrangement.width - mark.x1, arrangement.height - mark.y1)
                assert (outside < -limit + 1e-6) if bleed else outside > -1e-6


@pytest.mark.parametrize(
    ("scheme", "page", "paper"),
    [
        ("booklet", A4, "a4"), ("booklet", A5, "a4"), ("booklet", LETTER, "letter"),
        ("booklet", HALF_LETTER, "letter"), ("2-up", A5, "a4"), ("4-up", A6, "a4"),
        ("4-up", PageSize(306, 396), "letter"), ("tri-fold", PANELS["a4"], "a4"),
        ("tri-fold", PANELS["letter"], "letter"),
    ],
)  # fmt: skip
def test_paper_that_every_office_has_is_chosen(scheme, page, paper):
    assert usual_paper(scheme, page) == paper


@pytest.mark.parametrize(
    ("scheme", "page", "paper", "scale"),
    [
        ("booklet", A5, "a4", 1.0), ("booklet", A4, "a3", 1.0), ("booklet", HALF_LETTER, "letter", 1.0),
        ("booklet", LETTER, "tabloid", 1.0), ("4-up", A6, "a4", 1.0), ("2-up", A5, "a4", 1.0),
        ("booklet", A4, "a4", 0.7071), ("4-up", A4, "a4", 0.5), ("booklet", LETTER, "letter", 0.6471),
    ],
)  # fmt: skip
def test_pages_of_matching_size_are_not_scaled(scheme, page, paper, scale):
    assert arrange(Job(scheme, paper, page, 4, "ltr")).scale == pytest.approx(scale, abs=5e-4)


def test_a_half_turn_twice_is_no_turn():
    side = arrange(Job("tri-fold", "a4", PANELS["a4"], 6, "ltr", bleed=True)).sheets[0].back
    assert side.half_turned(800, 600) != side
    again = side.half_turned(800, 600).half_turned(800, 600)
    assert [place.turned for place in again.placements] == [False] * 3
    assert [place.area.left for place in again.placements] == pytest.approx([p.area.left for p in side.placements])
