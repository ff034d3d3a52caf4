"""How many syllables a word has, for reading formulas: vowels that make one sound are one syllable.

Each language's rules are compared with words counted by hand (tests/checks/content/test_reading.py). Hyphenation was
tried first: it leaves out places where printers do not divide ("a-bout"), and so counts too few.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache

_EN_VOWELS = re.compile(r"[aeiouy]+")
# Neighbouring vowels that are two sounds, and endings in which they are one after all.
_EN_TWO = re.compile(r"i[ao](?!us)|eo(?!us|ple)|[ui]a|io(?!us)|iu|ea(?=[lt](?:ly|ity)|$)|[iu]e(?=t|nc[ey]|nt)|rhe(?=a)")
_EN_ONE = re.compile(r"[cst]ien(?:t|ce)|(?:[ct]i|si|sci|gi)(?:ous|an|al|en|on)|[qg]u(?=[aeio])")
_EN_MUTE = re.compile(
    r"(?<=[^aeiouy])(?:e|es|ed)$|(?<=[aeiouy][^aeiouy])e(?=(?:ment|less|ful|ly|ty|line|times|body)s?$)"
)
_EN_SPOKEN = re.compile(r"[^aeiouyl]le[sd]?$|[td]ed$|(?:[cgsxz]|sh|ch)es$")

_STRONG_ES, _WEAK_ES = "aeoáéóíú", "iuü"
_STRONG_PT, _WEAK_PT = "aeoáéóâêôíúàãõ", "iu"
_DE = re.compile(r"äu|[ae]u|[ae]i|ie(?!n$|nt)|aa|ee|oo|[aeiouäöüyé]")
_FR = re.compile(r"é(?=[aiouéè]|e(?!s?$))|[aeiouyàâæéèêëîïôœùûü]+")
_FR_TWO = re.compile(r"ï|(?<=[aeo])ë|oé")
_FR_MUTE = re.compile(r"(?<=[^aeiouyàâéèêëîïôœùûü])(?:e|es)$|(?<=[^aeiouyàâéèêëîïôœùûüm])ent$")
_RU = re.compile("[аеёиоуыэюя]")


def _english(word: str) -> int:
    count = len(_EN_VOWELS.findall(word)) + len(_EN_TWO.findall(word)) - _one_after_all(word)
    if _EN_MUTE.search(word) and not _EN_SPOKEN.search(word):
        count -= 1
    return count


def _one_after_all(word: str) -> int:
    """How often two vowels that are mostly two sounds are one here: na-tion, pa-tient."""
    return sum(_EN_TWO.search(match.group()) is not None for match in _EN_ONE.finditer(word))


def _iberian(word: str, strong: str, weak: str, one: re.Pattern[str]) -> int:
    """A strong vowel is a syllable; a weak one beside it belongs to it; two weak ones are one."""
    word = re.sub(r"q[uü](?=[eiéí])|gu(?=[eiéí])", "k", one.sub("a", word)).replace("h", "")
    word = re.sub(r"y(?![aeiouáéíóú])", "i", word)
    count, last = 0, ""
    for letter in word:
        kind = "strong" if letter in strong else "weak" if letter in weak else ""
        count += (kind == "strong" and last != "weak") or (kind == "weak" and not last)
        # A weak vowel has been counted already when a strong one follows it.
        last = "weak" if kind == "weak" and last != "strong" else "joined" if kind == "weak" else kind
    return count


def _spanish(word: str) -> int:
    return _iberian(word, _STRONG_ES, _WEAK_ES, re.compile("$^"))


def _portuguese(word: str) -> int:
    return _iberian(word, _STRONG_PT, _WEAK_PT, re.compile("ão|ãe|õe|ãi"))


def _german(word: str) -> int:
    return len(_DE.findall(re.sub("(?<=q)u", "", word)))


def _french(word: str) -> int:
    word = re.sub(r"(?<=[qg])u(?=[eiéèêaoy])", "", word)
    count = len(_FR.findall(word)) + len(_FR_TWO.findall(word))
    return count - 1 if count > 1 and _FR_MUTE.search(word) else count


def _russian(word: str) -> int:
    return len(_RU.findall(word))


COUNTERS: Mapping[str, Callable[[str], int]] = {
    "de": _german, "en": _english, "es": _spanish, "fr": _french, "pt": _portuguese, "ru": _russian,
}  # fmt: skip


@lru_cache(maxsize=16384)
def syllables(word: str, language: str) -> int:
    """The syllables of a word in one of the languages of COUNTERS; at least one, and one for a figure."""
    return max(1, COUNTERS[language](unicodedata.normalize("NFC", word).lower()))
