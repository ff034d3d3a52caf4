"""Folds, staples and cuts sheets in the mind: what a reader sees, from what is printed on the two sides.

Knows nothing of the code that put the pages there, only what paper does: what is left on one side of a sheet is right
on the other, when the sheet is turned like a leaf.
"""

from __future__ import annotations

from collections.abc import Sequence

Side = Sequence[int]
"""Pages from left to right; 0 where nothing is."""


def leafed_through(sheets: Sequence[tuple[Side, Side]], *, rtl: bool) -> list[int]:
    """Pages of a stapled booklet in the order in which they are met; sheets from the outermost, front side first."""
    first, second = [], []
    for (left, right), (back_left, back_right) in sheets:
        # A half of the sheet is one leaf: the right half of the front is the left half of the back.
        right_leaf, left_leaf = (right, back_left), (left, back_right)
        opening, closing = (left_leaf, right_leaf) if rtl else (right_leaf, left_leaf)
        first += opening
        second = [*reversed(closing), *second]
    return [*first, *second]


def leaves(outside: Side, inside: Side) -> list[tuple[int, int]]:
    """Panels of a sheet from left to right as seen from the inside: (inside, outside)."""
    return list(zip(inside, reversed(outside), strict=True))


def rolled(outside: Side, inside: Side, *, rtl: bool) -> dict[str, object]:
    """A sheet whose flap is folded in first: what is seen folded, with the cover open, wide open, and at the back."""
    left, middle, right = leaves(outside, inside)
    cover, flap = (right, left) if rtl else (left, right)
    return {
        "front": cover[1],
        "cover open": (cover[0], flap[1]),
        "wide open": tuple(inside[::-1]) if rtl else tuple(inside),
        "back": middle[1],
    }


def zigzagged(outside: Side, inside: Side, *, rtl: bool) -> dict[str, object]:
    """A sheet folded to and fro: cover, the spread behind it, all of the inside, then the outside."""
    left, middle, right = leaves(outside, inside)
    cover, rear = (right, left) if rtl else (left, right)
    spread = (cover[0], middle[0])
    turned = (outside[2], outside[1]) if rtl else (outside[0], outside[1])
    return {"front": cover[1], "cover open": spread, "back": rear[0], "turned over": turned}


def cut_and_stacked(sheets: Sequence[tuple[Sequence[int], Sequence[int]]], columns: int) -> list[int]:
    """Pages of cut leaves: the stack cut as one, the piles laid on each other in the order of their places.

    Places go row by row from the top, in the direction of reading.
    """
    places = len(sheets[0][0])
    met = []
    for place in range(places):
        row, column = divmod(place, columns)
        behind = row * columns + columns - 1 - column
        for front, back in sheets:
            met += [front[place], back[behind]]
    return met
