"""Words are written in one script, and texts in their language's own.

A Latin "a" inside a Cyrillic word looks right and is none: search does not find the word and a screen reader stumbles.
Letters of a third script are usually left from another file. Latin words in other scripts are the business of
`foreign-word`.

Source: Unicode Technical Standard 39, "Unicode Security Mechanisms", 5.1: mixed-script detection.

Good (ru):

    - text: Витамин B6 и препарат с магнием.

Bad (ru):

    - text: Спросите врaча.
                       ^

Bad:

    - text: Ask your doctоr.
                         ^
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from handouts.checks.content.ruling import Option, Options, Problem, at
from handouts.checks.content.subject import Page
from handouts.checks.numerals import LETTER
from handouts.diagnostics import Severity
from handouts.language import script

ID = "mixed-script"
SEVERITY = Severity.WARNING
OPTIONS: tuple[Option, ...] = ()

_WORD = re.compile(rf"{LETTER}+")
_ASCII = re.compile(r"[\x00-\xff\u0100-\u024f\u1e00-\u1eff\u2000-\u206f\ufffc]*")
# Scripts that a language is written with, by the first word of Unicode's names of letters.
_ALLOWED: Mapping[str, frozenset[str]] = {
    "Arab": frozenset({"ARABIC"}), "Cyrl": frozenset({"CYRILLIC"}), "Deva": frozenset({"DEVANAGARI"}),
    "Hans": frozenset({"CJK"}), "Hant": frozenset({"CJK"}), "Hebr": frozenset({"HEBREW"}), "Latn": frozenset(),
    "Grek": frozenset({"GREEK"}), "Jpan": frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"}),
    "Kore": frozenset({"CJK", "HANGUL"}),
}  # fmt: skip
# Greek letters stand for themselves in the names of things (β-blocker, μg) everywhere.
_EVERYWHERE = frozenset({"LATIN", "GREEK", "MICRO", "FEMININE", "MASCULINE", "MODIFIER", "COMBINING"})


def check(page: Page, options: Options) -> Iterator[Problem]:
    """One problem for each word, at the first letter that does not belong there."""
    usual = _ALLOWED.get(script(page.language))
    latin = usual is not None and not usual
    for passage in page.passages:
        if latin and _ASCII.fullmatch(passage.text):  # much faster, and usual
            continue
        for match in _WORD.finditer(passage.text):
            kinds = [_kind(letter) for letter in match.group()]
            found = set(kinds) - {""}
            strange = found - usual - _EVERYWHERE if usual is not None else set()
            if strange or _is_mixed(found):
                wrong = strange or {min(found, key=kinds.count)}
                offset = next(index for index, kind in enumerate(kinds) if kind in wrong)
                letter = match.group()[offset]
                message = (
                    f"'{match.group()}' holds a letter of another script: {unicodedata.name(letter, '?').lower()}."
                )
                yield at(passage, match.start() + offset, message, "Type the word again.")


def _is_mixed(found: set[str]) -> bool:
    """Latin beside Cyrillic or Greek in one word; other scripts join names without a blank ("B6的")."""
    return len(found & {"LATIN", "CYRILLIC", "GREEK"}) > 1


@lru_cache(maxsize=4096)
def _kind(letter: str) -> str:
    """The script of a letter as Unicode's name of it begins; empty for marks, which take the script of their letter."""
    if unicodedata.category(letter).startswith("M"):
        return ""
    return unicodedata.name(letter, "").split(" ")[0]
