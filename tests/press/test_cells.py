"""Which cells of a row count as side by side: what preflight asks before it says that text reaches into another one."""

from __future__ import annotations

import pytest

from handouts.press.geometry import Box
from handouts.press.preflight.rules.edges import _stand_side_by_side


@pytest.mark.parametrize(
    ("one", "other", "beside"),
    [
        ((0, 100, 50, 112), (60, 100, 120, 112), True),  # two lines of one row
        ((0, 100, 50, 112), (60, 64, 120, 112), True),  # one line beside four
        ((0, 100, 50, 112), (0, 86, 120, 98), False),  # one below the other, as in a card
        ((0, 100, 50, 112), (0, 86, 120, 101), False),  # the same, with a mark of a letter that reaches up
        ((0, 99, 50, 112), (0, 64, 120, 101), False),  # and with several lines below
    ],
)
def test_a_mark_that_reaches_into_the_next_line_does_not_make_a_row(one, other, beside):
    boxes = [Box(*map(float, one)), Box(*map(float, other))]
    assert _stand_side_by_side(boxes) is beside
    assert _stand_side_by_side(boxes[::-1]) is beside
