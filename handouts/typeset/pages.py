"""Where pages end: the cheapest way to cut a column of strips, looking at all pages together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handouts.typeset.strips import NEVER, Strip

# A forbidden break is only very dear: a box taller than any page must still end up somewhere.
_FORBIDDEN = 1e7
_PAGE = 40.0
_SHORT_LAST_PAGE = 0.16
_SHORT_COST = 400.0


@dataclass(frozen=True, slots=True)
class PageBreaks:
    """Half-open ranges of strips, one per page, and how full the last page is (0 to 1)."""

    ranges: tuple[tuple[int, int], ...]
    last_fill: float
    overfull: tuple[int, ...]


def break_pages(strips: Sequence[Strip], first: float, other: float) -> PageBreaks:
    """Cut strips into pages of height `first` (page 1) and `other` (points).

    Dynamic programming over break places, as in Knuth and Plass's paragraphs but for pages: the cost of a page
    is the square of the share left empty, plus what its break costs (`Strip.keep`), plus a little per page.
    `overfull` lists strips taller than a page.
    """
    count = len(strips)
    if not count:
        return PageBreaks((), 0.0, ())
    # best[end] = (cost of everything before `end`, where its last page begins). Only page 1 has its own height,
    # and it can only begin at 0, so no page numbers are needed: the time is linear in the strips.
    best: list[tuple[float, int]] = [(0.0, -1)] + [(float("inf"), -1)] * count
    for start in range(count):
        so_far = best[start][0]
        if so_far == float("inf"):
            continue
        room = other if start else first
        for end, used in _ends(strips, start, room):
            total = so_far + _cost(strips, end, used, room, first_page=not start)
            if total < best[end][0]:
                best[end] = (total, start)
    ranges: list[tuple[int, int]] = []
    end = count
    while end > 0:
        start = best[end][1]
        ranges.append((start, end))
        end = start
    ranges.reverse()
    heights = [page_height(strips, start, end) for start, end in ranges]
    rooms = [first, *[other] * (len(ranges) - 1)]
    overfull = tuple(start for (start, _), tall, room in zip(ranges, heights, rooms, strict=True) if tall > room + 0.01)
    return PageBreaks(tuple(ranges), heights[-1] / rooms[-1], overfull)


def _ends(strips: Sequence[Strip], start: int, room: float) -> list[tuple[int, float]]:
    """Possible ends of a page that begins at `start`, with the height used; at least one strip."""
    used = sum(strip.before + strip.height for strip in repeated(strips, start))
    found = []
    for index in range(start, len(strips)):
        strip = strips[index]
        used += strip.height + (strip.before if index > start else 0.0)
        if used > room + 0.01 and index > start:
            break
        found.append((index + 1, used))
    return found


def _cost(strips: Sequence[Strip], end: int, used: float, room: float, *, first_page: bool) -> float:
    fill = min(used / room, 1.0)
    if end == len(strips):
        short = not first_page and fill < _SHORT_LAST_PAGE
        return _PAGE + (_SHORT_COST if short else 0.0)
    keep = strips[end - 1].keep
    return _PAGE + (1.0 - fill) ** 2 * 300 + (_FORBIDDEN if keep == NEVER else keep)


def repeated(strips: Sequence[Strip], start: int) -> tuple[Strip, ...]:
    """Strips set again at the top of a page that begins at `start`: a table's header, when the table goes on."""
    first = strips[start]
    return first.repeat if start and first.repeat else ()


def page_height(strips: Sequence[Strip], start: int, end: int) -> float:
    """Height in points that these strips take on one page."""
    body = sum(s.height + (s.before if i else 0.0) for i, s in enumerate(strips[start:end]))
    return body + sum(s.before + s.height for s in repeated(strips, start))
