"""Two languages beside each other: strips of both columns brought level and made into strips of the whole page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from handouts.typeset.geometry import Area
from handouts.typeset.strips import AreaOp, Frame, Strip, shifted

_TALL = 200.0  # points: strips above this leave pages half empty
_LEVEL = 0.75  # points: line ends of both columns that are this near to each other count as level


def in_area(strips: Sequence[Strip], area: Area) -> list[Strip]:
    """The strips drawn in an area of their own, whatever column they come to stand in."""
    return _Mover(area).moved(strips)


def side_by_side(one: Sequence[Strip], other: Sequence[Strip], areas: Sequence[Area]) -> list[Strip]:
    """Strips of two languages as strips of the page: level where a list or table has its next entry.

    Both say the same, block for block, so the nth entry of the one stands beside the nth of the other. Within an entry
    a page may end only where neither column is cut through.
    """
    first, second = (in_area(strips, area) for strips, area in zip((one, other), areas, strict=True))
    pieces = [_pieces(first), _pieces(second)]
    if len(pieces[0]) != len(pieces[1]):
        pieces = [[first] if first else [], [second] if second else []]
    merged: list[Strip] = []
    for at in range(max(map(len, pieces))):
        merged += _merged(*(side[at] if at < len(side) else [] for side in pieces))
    return merged


@dataclass(slots=True)
class _Mover:
    """Puts strips into an area; strips that shared a frame share it afterwards too."""

    area: Area
    frames: dict[Frame, Frame] = field(default_factory=dict)

    def moved(self, strips: Sequence[Strip]) -> list[Strip]:
        return [
            replace(
                strip,
                ops=(AreaOp(self.area, strip.ops),) if strip.ops else (),
                frames=tuple(self._frame(frame) for frame in strip.frames),
                repeat=tuple(self.moved(strip.repeat)),
            )
            for strip in strips
        ]

    def _frame(self, frame: Frame) -> Frame:
        if frame not in self.frames:
            self.frames[frame] = frame if frame.area is not None else replace(frame, area=self.area)
        return self.frames[frame]


def _pieces(strips: Sequence[Strip]) -> list[list[Strip]]:
    """The strips cut before each joint."""
    pieces: list[list[Strip]] = []
    for strip in strips:
        if strip.joint or not pieces:
            pieces.append([])
        pieces[-1].append(strip)
    return pieces


def _merged(one: Sequence[Strip], other: Sequence[Strip]) -> list[Strip]:
    """Two stacks that begin level as one: cut wherever a strip ends on both sides, or where one side is over.

    Where no such place comes for long, the two are brought level once more near the middle, at the cost of some space.
    """
    before = max((side[0].before for side in (one, other) if side), default=0.0)
    ends = [_ends(one), _ends(other)]
    total = max((side[-1] for side in ends if side), default=0.0)
    cuts = [
        end
        for end in sorted({*ends[0], *ends[1]})
        if end < total - _LEVEL and all(not side or end >= side[-1] - _LEVEL or _near(side, end) for side in ends)
    ]
    cuts = [cut for at, cut in enumerate(cuts) if at + 1 == len(cuts) or cuts[at + 1] - cut > _LEVEL]
    if not cuts and total > _TALL and min(len(one), len(other)) > 1:
        first, second = _middle(ends, total)
        return _merged(one[:first], other[:second]) + _merged(one[first:], other[second:])
    merged: list[Strip] = []
    top = 0.0
    for cut in [*cuts, total]:
        inside = [_between(side, places, top, cut) for side, places in zip((one, other), ends, strict=True)]
        strips = [(strip, y) for side in inside for strip, y in side]
        start = min((y for _, y in strips), default=top)  # what is above is space, and no part of a background
        merged.append(
            Strip(
                cut - start,
                tuple(moved for strip, y in strips for moved in shifted(strip.ops, 0.0, y - start)),
                before=start - top if merged else before,
                keep=max((side[-1][0].keep for side in inside if side), default=0.0),
                frames=tuple(dict.fromkeys(frame for strip, _ in strips for frame in strip.frames)),
                repeat=_repeats(inside),
                anchors=tuple(anchor for strip, _ in strips for anchor in strip.anchors),
                joint=not merged,
            )
        )
        top = cut
    return merged


def _middle(ends: Sequence[Sequence[float]], total: float) -> tuple[int, int]:
    """How many strips of each side go above a cut: the two line ends next to each other that are next to the middle."""
    pairs = [(at, to) for at in range(1, len(ends[0])) for to in range(1, len(ends[1]))]

    def distance(pair: tuple[int, int]) -> float:
        a, b = ends[0][pair[0] - 1], ends[1][pair[1] - 1]
        return 3 * abs(a - b) + abs(a + b - total) / 2

    return min(pairs, key=distance)


def _ends(strips: Sequence[Strip]) -> list[float]:
    """Where each strip ends, from the top of the first."""
    ends: list[float] = []
    for at, strip in enumerate(strips):
        ends.append((ends[-1] if ends else 0.0) + (strip.before if at else 0.0) + strip.height)
    return ends


def _near(places: Sequence[float], y: float) -> bool:
    return any(abs(place - y) <= _LEVEL for place in places)


def _between(strips: Sequence[Strip], ends: Sequence[float], top: float, bottom: float) -> list[tuple[Strip, float]]:
    """The strips that end after `top` and up to `bottom`, with their own tops."""
    return [
        (strip, end - strip.height)
        for strip, end in zip(strips, ends, strict=True)
        if top + _LEVEL < end <= bottom + _LEVEL or (end <= _LEVEL and not top)
    ]


def _repeats(inside: Sequence[list[tuple[Strip, float]]]) -> tuple[Strip, ...]:
    """The headers of both sides' tables, set again level with each other."""
    repeats = [side[0][0].repeat if side else () for side in inside]
    return tuple(_merged(*repeats)) if any(repeats) else ()
