"""Two languages beside each other: strips of both columns brought level and made into strips of the whole page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from itertools import zip_longest

from handouts.records import dataclass
from handouts.typeset.geometry import Area
from handouts.typeset.strips import AreaOp, Frame, Joint, Op, RectOp, Strip, changed, shifted

_TALL = 200.0  # points: strips above this leave pages half empty
_RULE = 1.5  # points: a rectangle lower than this is a rule
_LEVEL = 0.75  # points: line ends of both columns that are this near to each other count as level


def in_area(strips: Sequence[Strip], area: Area) -> list[Strip]:
    """The strips drawn in an area of their own, whatever column they come to stand in."""
    return _Mover(area).moved(strips)


def side_by_side(one: Sequence[Strip], other: Sequence[Strip], areas: Sequence[Area]) -> list[Strip]:
    """Strips of two languages as strips of the page: level where a block, or a list's or table's next entry, begins.

    Both say the same, block for block and entry for entry, so the nth of the one stands beside the nth of the other;
    what only one of them has stands alone. A page may end only where neither column is cut through.
    """
    sides = [in_area(strips, area) for strips, area in zip((one, other), areas, strict=True)]
    return [
        strip
        for block in _paired(sides, Joint.BLOCK)
        for entry in _paired(block, Joint.ENTRY)
        for strip in _merged(*entry)
    ]


def _paired(sides: Sequence[list[Strip]], joint: Joint) -> list[tuple[list[Strip], ...]]:
    """Both sides cut at their joints, piece beside piece."""
    return list(zip_longest(*(_pieces(side, joint) for side in sides), fillvalue=[]))


@dataclass(slots=True)
class _Mover:
    """Puts strips into an area; strips that shared a frame share it afterwards too."""

    area: Area
    frames: dict[Frame, Frame] = field(default_factory=dict)

    def moved(self, strips: Sequence[Strip]) -> list[Strip]:
        return [
            changed(
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


def _pieces(strips: Sequence[Strip], joint: Joint) -> list[list[Strip]]:
    """The strips cut before each joint of this kind or a larger one."""
    pieces: list[list[Strip]] = []
    for strip in strips:
        if strip.joint >= joint or not pieces:
            pieces.append([])
        pieces[-1].append(strip)
    return pieces


def _merged(one: Sequence[Strip], other: Sequence[Strip] = ()) -> list[Strip]:
    """Two stacks that begin level as one: cut wherever a strip ends on both sides, or where one side is over.

    A box goes down as far as what stands beside it. Where no such place comes for long, the two are brought level once
    more near the middle, at the cost of some space.
    A box goes down as far as what stands beside it, and the rule below a table's row moves down with it.
    """
    sides = [list(side) for side in (one, other) if side]
    if not sides:
        return []
    ends = [_ends(side) for side in sides]
    total = max(places[-1] for places in ends)
    cuts = _cuts(ends, total)
    if len(cuts) == 1 and total > _TALL and len(sides) > 1 and min(len(one), len(other)) > 1:
        first, second = _middle(ends, total)
        return _merged(one[:first], other[:second]) + _merged(one[first:], other[second:])
    rules: list[AreaOp] = []
    for side, places in zip(sides, ends, strict=True):
        if places[-1] < total - _LEVEL:
            side[-1], moved = _without_rule(side[-1])
            rules += moved
    merged: list[Strip] = []
    top = float("-inf")
    for cut in cuts:
        inside = [_between(side, places, top, cut) for side, places in zip(sides, ends, strict=True)]
        start = 0.0 if not merged else top
        strips = [(strip, y) for part in inside for strip, y in part]
        boxed = [part[-1][0] if part else side[-1] for part, side in zip(inside, sides, strict=True)]
        last = [side[-1] for side in sides] if cut == total else [part[-1][0] for part in inside if part]
        merged.append(
            Strip(
                cut - start,
                tuple(moved for strip, y in strips for moved in shifted(strip.ops, 0.0, y - start)),
                before=0.0 if merged else max(side[0].before for side in sides),
                keep=max(strip.keep for strip in last),
                frames=tuple(dict.fromkeys(f for strip in (*(s for s, _ in strips), *boxed) for f in strip.frames)),
                repeat=_repeats(inside),
                anchors=tuple(anchor for strip, _ in strips for anchor in strip.anchors),
                joint=Joint.NONE if merged else max(side[0].joint for side in sides),
            )
        )
        top = cut
    if rules:
        merged[-1] = changed(merged[-1], ops=(*merged[-1].ops, *shifted(rules, 0.0, merged[-1].height)))
    return merged


def _middle(ends: Sequence[Sequence[float]], total: float) -> tuple[int, int]:
    """How many strips of each side go above a cut: the two line ends next to each other that are next to the middle."""
    pairs = [(at, to) for at in range(1, len(ends[0])) for to in range(1, len(ends[1]))]

    def distance(pair: tuple[int, int]) -> float:
        a, b = ends[0][pair[0] - 1], ends[1][pair[1] - 1]
        return 3 * abs(a - b) + abs(a + b - total) / 2

    return min(pairs, key=distance)


def _without_rule(strip: Strip) -> tuple[Strip, list[AreaOp]]:
    """The strip without the rules along its lower edge, and these, measured from there."""
    kept: list[AreaOp] = []
    rules: list[AreaOp] = []
    for op in strip.ops:
        assert isinstance(op, AreaOp)
        below = [rule for rule in op.ops if _is_rule_below(rule, strip.height - op.y)]
        kept.append(replace(op, ops=tuple(one for one in op.ops if one not in below)))
        if below:
            rules.append(replace(op, ops=tuple(below), y=op.y - strip.height))
    return changed(strip, ops=tuple(kept)), rules


def _is_rule_below(op: Op, bottom: float) -> bool:
    return isinstance(op, RectOp) and op.height <= _RULE and op.y + op.height >= bottom - _LEVEL


def _cuts(ends: Sequence[Sequence[float]], total: float) -> list[float]:
    """Where both sides may be cut, from the top: at an end that they share, or once one of them is over."""
    cuts = [
        end
        for end in sorted({end for places in ends for end in places})
        if end < total - _LEVEL and all(end >= places[-1] - _LEVEL or _near(places, end) for places in ends)
    ]
    return [cut for at, cut in enumerate(cuts) if at + 1 == len(cuts) or cuts[at + 1] - cut > _LEVEL] + [total]


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
        if top + _LEVEL < end <= bottom + _LEVEL
    ]


def _repeats(inside: Sequence[list[tuple[Strip, float]]]) -> tuple[Strip, ...]:
    """What is set again of both sides' tables, level with each other."""
    repeats = [list(part[0][0].repeat) if part else [] for part in inside]
    return tuple(strip for entry in _paired(repeats, Joint.ENTRY) for strip in _merged(*entry))
