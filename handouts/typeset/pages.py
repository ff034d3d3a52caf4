"""Where pages end: the cheapest way to cut a column of strips, looking at all pages together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handouts.typeset.strips import NEVER, PAGE_ENDS, Strip

# A forbidden break is only very dear: a box taller than any page must still end up somewhere.
_FORBIDDEN = 1e7
_PAGE = 40.0
_SHORT_LAST_PAGE = 0.16
_SHORT_COST = 400.0
_HALVINGS = 11  # of the height of equal columns: to half a point


@dataclass(frozen=True, slots=True)
class Stretch:
    """The strips from `start` up to but not `end`, in one column of one page; both count from 0."""

    page: int
    column: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PageBreaks:
    """What stands in each column of each page, how full the last page is (0 to 1), and strips taller than a page."""

    stretches: tuple[Stretch, ...]
    last_fill: float
    overfull: tuple[int, ...]

    @property
    def pages(self) -> int:
        """The number of pages."""
        return self.stretches[-1].page + 1 if self.stretches else 0


def break_pages(strips: Sequence[Strip], first: float, other: float, columns: int = 1) -> PageBreaks:
    """Cut strips into columns of height `first` (page 1) and `other` (points), `columns` to a page.

    Dynamic programming over break places, as in Knuth and Plass's paragraphs but for pages: the cost of a column
    is the square of the share left empty, plus what its break costs (`Strip.keep`), plus a little per column.
    `overfull` lists strips taller than a page. Several columns of a last page are about equally long.
    """
    if not strips:
        return PageBreaks((), 0.0, ())
    stretches = _cheapest(strips, first, other, columns)
    if columns > 1:
        stretches = _balanced(strips, stretches, first, other, columns)
    rooms = [other if stretch.page else first for stretch in stretches]
    heights = [page_height(strips, stretch.start, stretch.end) for stretch in stretches]
    overfull = tuple(
        stretch.start for stretch, tall, room in zip(stretches, heights, rooms, strict=True) if tall > room + 0.01
    )
    return PageBreaks(tuple(stretches), heights[-1] / rooms[-1], overfull)


def later(breaks: PageBreaks) -> PageBreaks:
    """The same breaks on pages one further on: something else takes page 1."""
    return replace(breaks, stretches=tuple(replace(stretch, page=stretch.page + 1) for stretch in breaks.stretches))


def _cheapest(strips: Sequence[Strip], first: float, other: float | None, columns: int) -> list[Stretch]:
    """The cheapest cut. A state is the column that comes next: those of page 1, then those of any other page.

    Without `other` there is but one page; there are no stretches when no cut keeps to it.
    """
    heights = _Heights(strips)
    # A cut without forbidden breaks, where there is one, is cheaper than any with them; it is found much sooner.
    for forbidden in (False, True):
        best = _best(heights, (first, other), columns, forbidden=forbidden)
        stretches = _traced(best, columns)
        if stretches and min(cost for cost, _, _ in best[-1]) < _FORBIDDEN:
            break
    return stretches


class _Heights:
    """What the search asks of each strip: its height alone and below others, what is repeated above it, its break."""

    def __init__(self, strips: Sequence[Strip]) -> None:
        self.alone = [strip.height for strip in strips]
        self.below = [strip.height + strip.before for strip in strips]
        self.again = [
            sum([s.before + s.height for s in strip.repeat]) if strip.repeat and at else 0.0
            for at, strip in enumerate(strips)
        ]
        self.costs = [_FORBIDDEN if strip.keep == NEVER else strip.keep for strip in strips]


def _best(
    heights: _Heights, rooms: tuple[float, float | None], columns: int, *, forbidden: bool
) -> list[list[tuple[float, int, int]]]:
    """For each end and state: the cost of everything before, where the last column begins, the state it was in."""
    first, other = rooms
    alone, below, costs = heights.alone, heights.below, heights.costs
    count, states = len(alone), 2 * columns
    infinite = float("inf")
    best = [[(infinite, -1, -1)] * states for _ in range(count + 1)]
    best[0][0] = (0.0, -1, -1)
    # The costs alone, by state: most cuts are told from these to be no better.
    least = [[infinite] * (count + 1) for _ in range(states)]
    least[0][0] = 0.0
    for start in range(count):
        for state in range(states):
            so_far = least[state][start]
            if so_far == infinite:
                continue
            room = first if state < columns or other is None else other
            limit = room + 0.01
            then = columns if (state + 1) % columns == 0 else state + 1
            on_page = then != columns or other is not None
            least_then = least[then]
            used = heights.again[start] + alone[start]
            end = start + 1
            while end < count:
                keep = costs[end - 1]
                if keep == PAGE_ENDS:
                    total = so_far + _PAGE
                    if other is not None and total < least[columns][end]:
                        least[columns][end] = total
                        best[end][columns] = (total, start, state)
                    break
                # No column costs less than this; the margin is for rounding.
                if on_page and (forbidden or keep < _FORBIDDEN) and so_far + keep + _PAGE - 1e-3 < least_then[end]:
                    total = so_far + (_PAGE + (1.0 - min(used / room, 1.0)) ** 2 * 300 + keep)
                    if total < least_then[end]:
                        least_then[end] = total
                        best[end][then] = (total, start, state)
                used += below[end]
                if used > limit:
                    break
                end += 1
            else:
                short = state and min(used / room, 1.0) < _SHORT_LAST_PAGE
                total = so_far + (_PAGE + (_SHORT_COST if short else 0.0))
                following = columns if costs[-1] == PAGE_ENDS else then
                if total < least[following][count]:
                    least[following][count] = total
                    best[count][following] = (total, start, state)
    return best


def _traced(best: list[list[tuple[float, int, int]]], columns: int) -> list[Stretch]:
    """The cuts that led to the cheapest end, with pages and columns counted from 0."""
    end = len(best) - 1
    state = min(range(2 * columns), key=lambda at: best[end][at][0])
    if best[end][state][0] == float("inf"):
        return []
    found: list[tuple[int, int, int]] = []
    while end > 0:
        _, start, before = best[end][state]
        found.append((before, start, end))
        end, state = start, before
    stretches: list[Stretch] = []
    page = 0
    for state, start, end in reversed(found):
        if stretches and state % columns == 0:
            page += 1
        stretches.append(Stretch(page, state % columns, start, end))
    return stretches


def _balanced(
    strips: Sequence[Strip], stretches: list[Stretch], first: float, other: float, columns: int
) -> list[Stretch]:
    """The same breaks, with what stands on the last page shared out over columns of about equal height."""
    last = stretches[-1].page
    rest = [stretch for stretch in stretches if stretch.page < last]
    start = next(stretch.start for stretch in stretches if stretch.page == last)
    content = list(strips[start:])
    again = sum(strip.before + strip.height for strip in repeated(strips, start))
    content[0] = replace(content[0], height=content[0].height + again)
    room = other if last else first
    total = page_height(content, 0, len(content))
    low, high = total / columns, min(total, room)
    found: list[Stretch] | None = None
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        tried = _cheapest(content, middle, None, columns)
        forbidden = any(content[stretch.end - 1].keep == NEVER for stretch in tried[:-1])
        too_tall = any(page_height(content, s.start, s.end) > middle + 0.01 for s in tried)
        if tried and not forbidden and not too_tall:
            found, high = tried, middle
        else:
            low = middle
    if found is None:
        return stretches
    return rest + [Stretch(last, s.column, s.start + start, s.end + start) for s in found]


def repeated(strips: Sequence[Strip], start: int) -> tuple[Strip, ...]:
    """Strips set again at the top of a page that begins at `start`: a table's header, when the table goes on."""
    first = strips[start]
    return first.repeat if start and first.repeat else ()


def page_height(strips: Sequence[Strip], start: int, end: int) -> float:
    """Height in points that these strips take on one page."""
    body = sum(s.height + (s.before if i else 0.0) for i, s in enumerate(strips[start:end]))
    return body + sum(s.before + s.height for s in repeated(strips, start))
