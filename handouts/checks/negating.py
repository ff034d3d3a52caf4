"""The negation words of each language, as a translator's "not" is looked for.

Only words that cannot mean anything else stand here; a language without a row is not checked. Chinese and words
that are written together are looked for inside words too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from handouts.checks.numerals import LETTER, UNSPACED, alternatives, base

WORDS: Mapping[str, tuple[str, ...]] = {
    "ar": (
        "لا", "ولا", "فلا", "ألا", "لم", "ولم", "فلم", "لن", "ولن", "ليس", "وليس", "فليس", "ليست", "وليست", "ليسوا",
        "لست", "غير", "وغير", "دون", "بدون", "عدم", "بعدم", "لعدم", "وعدم", "ما لم", "بلا", "ممنوع", "أبدا", "ينف",
        "بغير", "لكيلا", "كيلا", "لئلا", "ليسا", "يمنع", "مطلقا", "إياك", "تجنب", "يتعذر",
    ),
    "de": (
        "nicht", "kein", "keine", "keinen", "keinem", "keiner", "keines", "nie", "niemals", "nichts", "ohne", "niemand",
        "weder", "noch nie", "keins", "keinerlei", "nirgends", "vermeiden", "meiden",
    ),
    "en": ("not", "no", "never", "cannot", "none", "nothing", "nobody", "without", "neither", "nor"),
    "es": (
        "no", "ni", "nunca", "jamás", "ningún", "ninguna", "ninguno", "nada", "nadie", "sin", "tampoco", "evite",
    ),
    "fr": (
        "ne", "n", "pas", "jamais", "aucun", "aucune", "rien", "personne", "sans", "ni", "non", "évitez",
    ),
    "hi": ("नहीं", "न", "ना", "मत", "बिना", "बग़ैर", "बगैर", "कभी नहीं", "कोई नहीं", "अज्ञात", "बजाय"),
    "pt": ("não", "nem", "nunca", "jamais", "nenhum", "nenhuma", "nada", "ninguém", "sem", "tampouco", "evite"),
    "ru": (
        "не", "ни", "нет", "нельзя", "никогда", "никто", "ничего", "никакой", "никаких", "без", "никому", "никак",
        "ничто", "ничем", "нигде", "никого", "нету", "невозможно",
    ),
    "tl": ("hindi", "huwag", "wala", "walang", "walang-wala", "di", "hinding-hindi", "ni", "maliban", "iwasan", "bawal"),
    "vi": ("không", "chưa", "chẳng", "đừng", "chớ", "cấm", "tránh", "thiếu"),
    "zh": ("不", "没", "無", "无", "未", "非", "勿", "别", "否", "莫", "免"),
}  # fmt: skip
# Whole words hidden by a shortened or joined form: "don't", "isn’t".
_ENGLISH_TAIL = r"|n['’]t"

# How far from a comparison word a negation still turns it round, in characters, before and after it.
_BEFORE, _AFTER = 22, 10
_CLAUSE = re.compile("[.!?。！？।؟;；:：،,，\ufffc]")
# The verb, and with it the negation, ends the sentence in these languages.
_VERB_LAST = frozenset({"bn", "gu", "hi", "ja", "ko", "mr", "pa", "ta", "te", "tr", "ur"})


def negations(text: str, language: str) -> tuple[str, ...]:
    """The negation words of a text, as they stand in it; none for a language without a row."""
    pattern = _pattern(base(language))
    return tuple(pattern.findall(text)) if pattern else ()


def has_row(language: str) -> bool:
    """True when the negation words of the language are known."""
    return base(language) in WORDS


def negates(text: str, start: int, end: int, language: str) -> bool:
    """True when a negation beside the words at start to end, in the same clause, turns them round."""
    pattern = _pattern(language)
    if pattern is None:
        return False
    before = _CLAUSE.split(text[max(0, start - _BEFORE) : start])[-1]
    after = _CLAUSE.split(text[end : end + _AFTER])[0] if language in _VERB_LAST else ""
    return bool(pattern.search(before) or pattern.search(after))


@lru_cache(maxsize=64)
def _pattern(language: str) -> re.Pattern[str] | None:
    words = WORDS.get(language)
    if words is None:
        return None
    if language in UNSPACED:
        return re.compile(alternatives(words))
    tail = _ENGLISH_TAIL if language == "en" else ""
    return re.compile(rf"(?<!{LETTER})(?:{alternatives(words)})(?!{LETTER}){tail}", re.IGNORECASE)
