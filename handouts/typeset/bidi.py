"""Embedding levels of a paragraph (Unicode Standard Annex 9); sole user of fpdf2's bidi module."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from handouts.language import Direction
from handouts.resolving.stretches import left_to_right

# Bidirectional classes that can raise a level above the base of a left-to-right paragraph.
_RAISING = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI", "PDF", "PDI"})


# Classes of which all go from right to left in a right-to-left paragraph, as long as it has no others: letters, their
# marks, and what takes the direction of its neighbours (rules W1 to W7 and N0 to N2; I2 leaves them at level 1).
_ALL_RIGHT = frozenset({"R", "AL", "NSM", "WS", "ON", "CS", "ES", "ET", "BN", "S", "B"})


def _classes(text: str) -> set[str]:
    return set(map(unicodedata.bidirectional, set(text)))


_OPEN, _CLOSE = "\u2068", "\u2069"
_TRANSPARENT = frozenset("\u200b\u2060\ufeff\u00ad")


def levels(text: str, base: Direction, foreign: tuple[tuple[int, int], ...] = ()) -> tuple[int, ...]:
    """One embedding level for each character; even is left to right. The base is the document's, never guessed.

    `foreign` are stretches (start, end) in a language of the other direction: each is ordered as a text of its own.
    """
    if base == "ltr":
        if text.isascii() or _RAISING.isdisjoint(_classes(text)):
            return (0,) * len(text)
    elif not foreign and _classes(text) <= _ALL_RIGHT:
        return (1,) * len(text)
    places, seen = _with_isolates(text, base, foreign)
    found = _uax9(seen, base)
    out: list[int] = []
    for place in places:
        # Characters that take no part in ordering go where their neighbour goes.
        out.append(found[place] if place >= 0 else out[-1] if out else int(base == "rtl"))
    return tuple(out)


def plain_levels(text: str, base: Direction) -> tuple[int, ...]:
    """Levels of one line by the algorithm alone, without isolates of ours."""
    return tuple(_uax9(text, base))


def _uax9(text: str, base: Direction) -> list[int]:
    """A level for each character; those that rule X9 removes (joiners and non-joiners, too) go with the one before."""
    from fpdf.bidi import BidiParagraph  # costs 0.4 s to import: only right-to-left text pays
    from fpdf.enums import TextDirection

    direction = TextDirection.RTL if base == "rtl" else TextDirection.LTR
    with _room_for(len(text)):
        paragraph = BidiParagraph(text=text, base_direction=direction)
        # With rule L1, which fpdf2 leaves out of `get_characters`: a tab or end of text, and the spaces before it.
        characters = paragraph.get_characters_with_embedding_level()
    known = {character.character_index: character.embedding_level for character in characters}
    found: list[int] = []
    for index in range(len(text)):
        found.append(known.get(index, found[-1] if found else int(base == "rtl")))
    return found


@contextmanager
def _room_for(length: int) -> Iterator[None]:
    """fpdf2 looks for the next strong character by calling itself once for each neutral one: a long row of signs
    needs a deeper stack. Texts are at most 10,000 characters, and Python's own calls take no room on the C stack.
    """
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, before + 2 * length))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def _with_isolates(text: str, base: Direction, foreign: tuple[tuple[int, int], ...]) -> tuple[list[int], str]:
    """The text as the algorithm shall see it, and where each character of the original stands in it (-1: nowhere)."""
    kept = [index for index, character in enumerate(text) if character not in _TRANSPARENT]
    bare = text if len(kept) == len(text) else "".join([text[index] for index in kept])
    opened: dict[int, int] = {}
    closed: dict[int, int] = {}

    def isolate(start: int, end: int) -> None:
        opened[start] = opened.get(start, 0) + 1
        closed[end] = closed.get(end, 0) + 1

    for start, end in foreign:
        isolate(start, end)
    for low, high in left_to_right(bare) if base == "rtl" else ():
        first = kept[low]
        if not any(start <= first < end for start, end in foreign):
            isolate(first, kept[high - 1] + 1)
    turn = "\u2066" if base == "rtl" else "\u2067"
    starts = {start for start, _ in foreign}
    places = [-1] * len(text)
    out: list[str] = []
    for index, character in enumerate(text):
        if index in closed:
            out += _CLOSE * closed[index]
        if index in opened:
            out += (turn if index in starts else _OPEN) * opened[index]
        if character not in _TRANSPARENT:
            places[index] = len(out)
            out.append(character)
    return places, "".join(out)


def visual_order(levels_of_items: list[int]) -> list[int]:
    """Indices of items in visual order, left to right (rule L2: reverse runs from the highest level down)."""
    order = list(range(len(levels_of_items)))
    if not order:
        return order
    highest = max(levels_of_items)
    lowest_odd = min((level for level in levels_of_items if level % 2), default=highest + 1)
    for level in range(highest, lowest_odd - 1, -1):
        start = 0
        while start < len(order):
            if levels_of_items[order[start]] < level:
                start += 1
                continue
            end = start
            while end < len(order) and levels_of_items[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end
    return order
