"""Embedding levels of a paragraph (Unicode Standard Annex 9); sole user of fpdf2's bidi module."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from handouts.language import Direction

# Bidirectional classes that can raise a level above the base of a left-to-right paragraph.
_RAISING = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI", "PDF", "PDI"})


def _needs_algorithm(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in _RAISING for character in text)


@lru_cache(maxsize=4096)
def levels(text: str, base: Direction) -> tuple[int, ...]:
    """One embedding level for each character; even is left to right. The base is the document's, never guessed."""
    if base == "ltr" and (text.isascii() or not _needs_algorithm(text)):
        return (0,) * len(text)
    from fpdf.bidi import BidiParagraph  # costs 0.4 s to import: only right-to-left text pays
    from fpdf.enums import TextDirection

    direction = TextDirection.RTL if base == "rtl" else TextDirection.LTR
    paragraph = BidiParagraph(text=text, base_direction=direction)
    found = {c.character_index: c.embedding_level for c in paragraph.get_characters()}
    base_level = 1 if base == "rtl" else 0
    return tuple(found.get(index, base_level) for index in range(len(text)))


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
