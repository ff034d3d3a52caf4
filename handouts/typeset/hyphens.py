"""Where a word may be hyphenated; sole user of pyphen."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from handouts.typeset.memory import Memory

_SHORTEST = 7
_BEFORE, _AFTER = 3, 3


@lru_cache(maxsize=32)
def _dictionary(language: str) -> Any:  # pyphen has no types
    import pyphen

    found = pyphen.language_fallback(language.replace("-", "_"))
    return pyphen.Pyphen(lang=found) if found else None


_POSITIONS: Memory[tuple[str, str], tuple[int, ...]] = Memory(8192)


def positions(word: str, language: str, *, keep: bool = True) -> tuple[int, ...]:
    """Offsets in the text where a hyphen may be put; empty for short words, numbers and unknown languages.

    Without `keep` nothing is remembered of the word.
    """
    if not keep:
        return _positions(word, language)
    found = _POSITIONS.get((word, language))
    if found is None:
        found = _positions(word, language)
        _POSITIONS.put((word, language), found)
    return found


def _positions(word: str, language: str) -> tuple[int, ...]:
    core = word.strip()
    start = word.index(core) if core else 0
    letters = core.rstrip(".,;:!?)”’")
    dictionary = _dictionary(language)
    if dictionary is None or len(letters) < _SHORTEST or not letters.isalpha():
        return ()
    found = dictionary.positions(letters)
    dictionary.hd.cache.clear()  # pyphen would remember every word for ever
    return tuple(start + int(at) for at in found if _BEFORE <= at <= len(letters) - _AFTER)
