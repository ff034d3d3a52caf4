"""How many words a text has, and how many minutes reading it takes.

Both speeds are assumptions, not measurements: 200 words a minute is a slow, careful adult reader (typical
silent reading is given as about 240); for scripts that leave no space between words, 500 characters a minute.
Marks that only modify a letter (Thai vowels and tones) are not counted.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from handouts.content import Line

WORDS_PER_MINUTE = 200
CHARACTERS_PER_MINUTE = 500

_WITHOUT_SPACES = frozenset({"zh", "ja", "th", "km", "lo", "my"})


def word_count(lines: Iterable[Line]) -> int:
    """Stretches between spaces that hold a letter or a digit; a slot counts as one."""
    return sum(any(map(str.isalnum, word)) for line in lines for word in line.plain.split())


def character_count(lines: Iterable[Line]) -> int:
    """Letters and digits."""
    return sum(unicodedata.category(character)[0] in "LN" for line in lines for character in line.plain)


def reading_minutes(lines: Iterable[Line], language: str) -> int:
    """Estimated reading time in whole minutes, at least one."""
    if language.split("-")[0].lower() in _WITHOUT_SPACES:
        count, speed = character_count(lines), CHARACTERS_PER_MINUTE
    else:
        count, speed = word_count(lines), WORDS_PER_MINUTE
    return max(1, (2 * count + speed) // (2 * speed))
