"""Two languages beside each other: level where they say the same, with nothing lost and nothing over another."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.looks import Ink
from handouts.typeset.beside import in_area, side_by_side
from handouts.typeset.geometry import Area
from handouts.typeset.strips import NEVER, AreaOp, Frame, Joint, RectOp, Strip, height

LEFT, RIGHT = Area(57.0, 230.0, rtl=False), Area(310.0, 230.0, rtl=True)
AREAS = (LEFT, RIGHT)


def strip(name: int, tall: float = 17.0, **changes: object) -> Strip:
    """A strip with one mark in it, as tall as the strip, that can be found again by its number."""
    made = Strip(tall, (RectOp(float(name), 0.0, 1.0, tall, Ink.TEXT),))
    return replace(made, **changes)  # type: ignore[arg-type]


@st.composite
def stacks(draw: st.DrawFn) -> list[Strip]:
    count = draw(st.integers(0, 14))
    return [
        strip(
            at,
            draw(st.sampled_from([0.0, 0.5, 4.0, 13.0, 17.0, 17.0, 30.0])),
            before=draw(st.sampled_from([0.0, 0.0, 8.0, 3.5])),
            keep=draw(st.sampled_from([0.0, 20.0, NEVER])),
            joint=draw(st.sampled_from([Joint.NONE, Joint.NONE, Joint.ENTRY, Joint.BLOCK])),
        )
        for at in range(count)
    ]


def marks(merged: list[Strip], area: Area) -> list[tuple[int, float, float]]:
    """Number, top and bottom of every mark on one side, from the top of the whole stack."""
    found = []
    y = 0.0
    for one in merged:
        y += one.before
        for op in one.ops:
            assert isinstance(op, AreaOp)
            if op.area is area:
                found += [(int(o.x), y + op.y + o.y, y + op.y + o.y + o.height) for o in op.ops]  # type: ignore[union-attr]
        y += one.height
    return found


# --- properties --------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(stacks(), stacks())
def test_nothing_is_lost_and_the_order_is_kept(one, other):
    merged = side_by_side(one, other, AREAS)
    for stack, area in ((one, LEFT), (other, RIGHT)):
        assert [number for number, _, _ in marks(merged, area)] == list(range(len(stack)))


@settings(deadline=None)
@given(stacks(), stacks())
def test_nothing_overlaps_on_either_side(one, other):
    merged = side_by_side(one, other, AREAS)
    for area in AREAS:
        found = marks(merged, area)
        for (_, _, bottom), (_, top, _) in pairwise(found):
            assert top >= bottom - 0.76  # line ends that are nearer than 0.75 points count as level


@settings(deadline=None)
@given(stacks(), stacks())
def test_the_page_is_never_shorter_than_either_side(one, other):
    merged = side_by_side(one, other, AREAS)
    for stack in (one, other):
        assert height(merged) >= height(stack) - (stack[0].before if stack else 0.0) - 0.01
    assert all(made.height >= 0 and made.before >= 0 for made in merged)


@settings(deadline=None)
@given(stacks(), stacks())
def test_every_mark_stays_in_its_strip(one, other):
    """So that a page break between two strips cuts through nothing."""
    for made in side_by_side(one, other, AREAS):
        for op in made.ops:
            assert isinstance(op, AreaOp)
            for mark in op.ops:
                assert op.y + mark.y >= -0.76  # type: ignore[union-attr]
                assert op.y + mark.y + mark.height <= made.height + 0.76  # type: ignore[union-attr]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=6), st.booleans())
def test_entries_and_blocks_begin_level(lengths, blocks):
    joint = Joint.BLOCK if blocks else Joint.ENTRY
    sides: list[list[Strip]] = [[], []]
    for pair in lengths:
        for side, count in zip(sides, pair, strict=True):
            side += [strip(len(side) + at, joint=joint if at == 0 else Joint.NONE) for at in range(count)]
    merged = side_by_side(*sides, AREAS)
    begins = [
        [top for (number, top, _), made in zip(marks(merged, area), side, strict=True) if made.joint]
        for side, area in zip(sides, AREAS, strict=True)
    ]
    assert begins[0] == pytest.approx(begins[1])


# --- single cases ------------------------------------------------------------------------------------------------


def test_lines_that_end_level_are_cut_together():
    merged = side_by_side([strip(0), strip(1)], [strip(0), strip(1), strip(2)], AREAS)
    assert [made.height for made in merged] == [17.0, 17.0, 17.0]


def test_lines_that_do_not_end_level_are_not_cut_through():
    merged = side_by_side([strip(0, 20.0), strip(1, 20.0)], [strip(0, 15.0), strip(1, 15.0), strip(2, 10.0)], AREAS)
    assert [made.height for made in merged] == [40.0]


def test_the_larger_space_above_counts():
    one, other = [strip(0, before=9.0)], [strip(0, before=4.0)]
    (made,) = side_by_side(one, other, AREAS)
    assert (made.before, made.height) == (9.0, 17.0)


def test_what_only_one_language_has_stands_alone():
    one = [strip(0, joint=Joint.BLOCK), strip(1, joint=Joint.BLOCK), strip(2, joint=Joint.BLOCK)]
    merged = side_by_side(one, [strip(0, joint=Joint.BLOCK)], AREAS)
    assert [number for number, _, _ in marks(merged, LEFT)] == [0, 1, 2]
    assert height(merged) == 51.0
    assert [made.height for made in side_by_side(one, [], AREAS)] == [17.0] * 3
    assert side_by_side([], [], AREAS) == []


def test_an_entry_more_in_a_list_does_not_move_the_blocks_below():
    """Entries are paired inside their block, so a draft with another number of items is level again after it."""
    block = [strip(0, joint=Joint.BLOCK), strip(1, joint=Joint.ENTRY), strip(2, joint=Joint.ENTRY)]
    one = [*block, strip(3, joint=Joint.BLOCK)]
    other = [block[0], strip(1, joint=Joint.BLOCK)]
    merged = side_by_side(one, other, AREAS)
    assert marks(merged, LEFT)[3][1] == marks(merged, RIGHT)[1][1] == 51.0


def test_a_heading_stays_with_what_follows_in_either_language():
    """The longer side's last line ends the piece, but the heading beside it must not be parted from its text."""
    one = [strip(0, keep=NEVER), strip(1, joint=Joint.BLOCK)]
    other = [strip(0, keep=20.0), strip(1), strip(2, joint=Joint.BLOCK)]
    assert [made.keep for made in side_by_side(one, other, AREAS)] == [NEVER, NEVER, 0.0]
    assert [made.keep for made in side_by_side(other, one, AREAS)] == [NEVER, NEVER, 0.0]


def test_boxes_beside_each_other_end_level():
    tint = [Frame(0.0, 230.0, Ink.TINT) for _ in range(2)]
    one = [strip(0, frames=(tint[0],)), strip(1, frames=(tint[0],), keep=0.0), strip(2, joint=Joint.BLOCK)]
    other = [strip(at, frames=(tint[1],)) for at in range(4)] + [strip(4, joint=Joint.BLOCK)]
    merged = side_by_side(one, other, AREAS)
    framed = [{(frame.area, frame.fill) for frame in made.frames} for made in merged]
    assert framed[:4] == [{(LEFT, Ink.TINT), (RIGHT, Ink.TINT)}] * 4
    assert framed[4] == set()


def test_the_rule_below_a_row_stands_below_the_taller_of_two_rows():
    rule = RectOp(0.0, 16.4, 230.0, 0.6, Ink.RULE)
    low = replace(strip(0), ops=(*strip(0).ops, rule))
    tall = [strip(0), replace(strip(1), ops=(*strip(1).ops, rule))]
    for sides in (([low], tall), (tall, [low])):
        merged = side_by_side(*sides, AREAS)
        found = [
            (op.area, at, round(op.y + inner.y, 2))  # type: ignore[union-attr]
            for at, made in enumerate(merged)
            for op in made.ops
            for inner in op.ops  # type: ignore[union-attr]
            if inner.height == 0.6  # type: ignore[union-attr]
        ]
        assert sorted(found, key=lambda one: one[0].left) == [(LEFT, 1, 16.4), (RIGHT, 1, 16.4)]


def test_strips_that_share_a_frame_share_it_afterwards():
    frame = Frame(0.0, 230.0, Ink.TINT)
    moved = in_area([strip(0, frames=(frame,)), strip(1, frames=(frame,))], RIGHT)
    assert moved[0].frames == moved[1].frames == (moved[0].frames[0],)
    assert moved[0].frames[0] is moved[1].frames[0]
    assert moved[0].frames[0].area is RIGHT


def test_headers_of_both_tables_are_set_again_level():
    heads = [(strip(90, 20.0),), (strip(91, 20.0), strip(92, 20.0))]
    rows = [[strip(at, repeat=head) for at in range(3)] for head in heads]
    merged = side_by_side(*rows, AREAS)
    repeated = list(merged[1].repeat)
    assert [number for number, _, _ in marks(repeated, LEFT)] == [90]
    assert [number for number, _, _ in marks(repeated, RIGHT)] == [91, 92]
    assert height(repeated) == 40.0


def test_headers_set_again_stand_level_below_captions_of_other_lengths():
    """Else the tint of the one would reach over the caption of the other."""
    tint = [Frame(0.0, 230.0, Ink.TINT) for _ in range(2)]
    notes = [[strip(80)], [strip(81), strip(82)]]
    heads = [strip(90 + at, 20.0, joint=Joint.ENTRY, frames=(frame,)) for at, frame in enumerate(tint)]
    rows = [[strip(at, repeat=(*note, head)) for at in range(3)] for note, head in zip(notes, heads, strict=True)]
    repeated = list(side_by_side(*rows, AREAS)[1].repeat)
    assert [made.height for made in repeated] == [17.0, 17.0, 20.0]
    assert [len(made.frames) for made in repeated] == [0, 0, 2]
    assert marks(repeated, LEFT)[-1][1] == marks(repeated, RIGHT)[-1][1] == 34.0


def test_link_targets_of_both_languages_are_kept():
    (made,) = side_by_side([strip(0, anchors=("top",))], [strip(0, anchors=("top-beside",))], AREAS)
    assert made.anchors == ("top", "top-beside")
