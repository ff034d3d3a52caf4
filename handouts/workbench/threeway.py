"""Two people's changes of one text side by side with what both began from, so that a page can ask which to keep."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from handouts.workbench.words import matches

# `same` in all; changed in `yours` or `theirs` alone; changed alike in `both`; or each in its own way.
Which = Literal["same", "yours", "theirs", "both", "conflict"]

_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_Span = tuple[slice, slice, slice]  # of the lines of base, yours and theirs


@dataclass(frozen=True, slots=True)
class Region:
    """Some whole lines, with their line ends, as each of the three texts has them."""

    which: Which
    base: str
    yours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class ThreeWay:
    """The regions in order: put together, each text is whole. Without a known base every difference is a conflict."""

    regions: tuple[Region, ...]
    known_base: bool

    @property
    def merged(self) -> str | None:
        """Both people's changes in one text; None where they meet, since only a person can tell what is meant."""
        if any(region.which == "conflict" for region in self.regions):
            return None
        return "".join(region.theirs if region.which == "theirs" else region.yours for region in self.regions)


def three_way(base: str | None, yours: str, theirs: str) -> ThreeWay:
    """What you and they have made of the base, None when nobody knows it any more."""
    known = base is not None
    lines = (_lines(yours if base is None else base), _lines(yours), _lines(theirs))
    regions = (
        _region(*("".join(text[part]) for text, part in zip(lines, span, strict=True))) for span in _spans(*lines)
    )
    return ThreeWay(tuple(region if known else _unknown(region) for region in regions), known)


def _region(base: str, yours: str, theirs: str) -> Region:
    which: Which = "conflict"
    if base == yours == theirs:
        which = "same"
    elif yours == theirs:
        which = "both"
    elif base in (yours, theirs):
        which = "theirs" if base == yours else "yours"
    return Region(which, base, yours, theirs)


def _unknown(region: Region) -> Region:
    return region if region.which == "same" else Region("conflict", "", region.yours, region.theirs)


def _lines(text: str) -> list[str]:
    return _LINES.findall(text)


def _spans(base: Sequence[str], yours: Sequence[str], theirs: Sequence[str]) -> Iterator[_Span]:
    """Stretches that stand in all three, and what lies between them; none is empty in all."""
    at = (0, 0, 0)
    for places, count in (*_in_all(base, yours, theirs), ((len(base), len(yours), len(theirs)), 0)):
        for span in (_span(at, places), _span(places, tuple(place + count for place in places))):
            if any(part.start < part.stop for part in span):
                yield span
        at = (places[0] + count, places[1] + count, places[2] + count)


def _span(starts: Sequence[int], ends: Sequence[int]) -> _Span:
    first, second, third = (slice(start, end) for start, end in zip(starts, ends, strict=True))
    return first, second, third


def _in_all(
    base: Sequence[str], yours: Sequence[str], theirs: Sequence[str]
) -> Iterator[tuple[tuple[int, int, int], int]]:
    """Where the base stands in both texts: the three places, and how many lines."""
    mine, others = list(matches(base, yours)), list(matches(base, theirs))
    while mine and others:
        (start, place, count), (other, where, length) = mine[0], others[0]
        first, last = max(start, other), min(start + count, other + length)
        if first < last:
            yield (first, place + first - start, where + first - other), last - first
        (mine if start + count < other + length else others).pop(0)
