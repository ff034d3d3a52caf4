"""Boxes and matrices keep the laws of arithmetic, whatever the numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.press.geometry import UNIT, Box, around, first_number, matrix_of, moved, placed, placed_box, times

NUMBERS = st.floats(-1000, 1000).map(lambda value: round(value, 3))
MATRICES = st.tuples(*[NUMBERS] * 6)
BOXES = st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS).map(
    lambda v: Box(min(v[0], v[2]), min(v[1], v[3]), max(v[0], v[2]), max(v[1], v[3]))
)


def near(value):
    return pytest.approx(value, rel=1e-9, abs=1e-3)


@given(MATRICES, MATRICES, NUMBERS, NUMBERS)
def test_two_matrices_place_as_one_after_the_other(first, second, x, y):
    assert placed(times(first, second), x, y) == near(placed(second, *placed(first, x, y)))


@given(MATRICES, NUMBERS, NUMBERS)
def test_the_unit_matrix_changes_nothing_and_a_step_is_a_matrix(matrix, x, y):
    assert times(matrix, UNIT) == times(UNIT, matrix) == matrix
    assert moved(matrix, x, y) == near(times((1, 0, 0, 1, x, y), matrix))


@given(MATRICES, BOXES, st.floats(0, 1), st.floats(0, 1))
def test_a_placed_box_holds_every_placed_point(matrix, box, across, up):
    point = (box.x0 + across * box.width, box.y0 + up * box.height)
    assert placed_box(matrix, box).shrunk(-1e-3).holds(*placed(matrix, *point))


@given(BOXES, BOXES)
def test_joining_and_sharing(one, other):
    joined, common = one.joined(other), one.common(other)
    assert joined.contains(one) and joined.contains(other)
    assert joined == other.joined(one) and common == other.common(one)
    assert one.meets(other) == (not common.is_empty) or one.is_empty or other.is_empty
    if not common.is_empty:
        assert one.contains(common) and other.contains(common)


@given(BOXES, st.floats(0, 100))
def test_what_is_shrunk_and_grown_again_is_the_same(box, by):
    assert tuple(box.shrunk(by).shrunk(-by)) == near(tuple(box))
    assert box.shrunk(-by).contains(box)


def test_missing_operands_are_zero():
    assert matrix_of([1.0, b"x"]) == (1, 0, 0, 0, 0, 0)
    assert (first_number([]), first_number(["/Name"]), first_number([3.0])) == (0, 0, 3)
    assert around([(1, 5), (-2, 3)]) == Box(-2, 3, 1, 5)
