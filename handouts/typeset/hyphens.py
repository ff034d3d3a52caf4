"""Where a word may be hyphenated; sole user of pyphen."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

_SHORTEST = 7
_BEFORE, _AFTER = 3, 3


@lru_cache(maxsize=32)
def _dictionary(language: str) -> Any:  # pyphen has no types
    import pyphen

    found = pyphen.language_fallback(language.replace("-", "_"))
    return pyphen.Pyphen(lang=found) if found else None


@lru_cache(maxsize=8192)
def positions(word: str, language: str) -> tuple[int, ...]:
    """Offsets in the text where a hyphen may be put; empty for short words, numbers and unknown languages."""
    core = word.strip()
    start = word.index(core) if core else 0
    letters = core.rstrip(".,;:!?)”’")
    dictionary = _dictionary(language)
    if dictionary is None or len(letters) < _SHORTEST or not letters.isalpha():
        return ()
    found = dictionary.positions(letters)
    return tuple(start + int(at) for at in found if _BEFORE <= at <= len(letters) - _AFTER)
