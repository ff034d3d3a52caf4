"""The negation words of each language, as a translator's "not" is looked for.

Only words that cannot mean anything else stand here; a language without a row is not checked. A star stands for any
ending. Chinese words are looked for anywhere, as there are no spaces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from handouts.checks.numerals import LETTER, UNSPACED, alternatives, base

WORDS: Mapping[str, tuple[str, ...]] = {
    "ar": (
        "لا", "ولا", "فلا", "ألا", "لم", "ولم", "فلم", "لن", "ولن", "ليس", "وليس", "فليس", "ليست", "وليست", "ليسوا",
        "غير", "وغير", "بغير", "دون", "بدون", "بلا", "عدم", "بعدم", "لعدم", "وعدم", "ممنوع", "كيلا", "لئلا", "يمنع",
        "أبدا", "مطلقا", "تجنب", "يتعذر", "معدوم*", "مجهول*",
    ),
    "de": (
        "nicht", "nichts", "kein", "keine", "keinen", "keinem", "keiner", "keines", "keinerlei", "nie", "niemals",
        "niemand", "ohne", "weder", "nein", "vermeiden", "meiden", "unbekannt*", "unklar*", "ungewiss*", "unsicher*",
    ),
    "en": ("not", "no", "never", "cannot", "none", "nothing", "nobody", "without", "neither", "nor"),
    "es": (
        "no", "ni", "nunca", "jamás", "ningún", "ninguna", "ninguno", "nada", "nadie", "sin", "tampoco", "evite",
        "desconoc*", "incierto*",
    ),
    "fr": (
        "ne", "n", "pas", "jamais", "aucun", "aucune", "rien", "sans", "ni", "non", "évitez", "inconnu*", "incertain*",
    ),
    "hi": ("नहीं", "न", "ना", "मत", "बिना", "बग़ैर", "बगैर", "अज्ञात"),
    "pt": (
        "não", "nem", "nunca", "jamais", "nenhum", "nenhuma", "nada", "ninguém", "sem", "tampouco", "evite",
        "desconhec*", "incert*",
    ),
    "ru": (
        "не", "ни", "нет", "нельзя", "никогда", "никто", "никому", "никого", "ничто", "ничего", "ничем", "никакой",
        "никаких", "никак", "нигде", "без", "невозможно", "неизвест*", "неясн*", "недостат*", "плохо",
    ),
    "tl": ("hindi", "huwag", "wala", "walang", "di", "ni", "iwasan", "bawal"),
    "vi": ("không", "chưa", "chẳng", "đừng", "chớ", "cấm", "tránh"),
    "zh": ("不", "没", "無", "无", "未", "非", "勿", "别", "否", "莫"),
}  # fmt: skip

# Words and names that hold a negation word and say no "no": "restless legs" is "legs without rest" in French.
INNOCENT: Mapping[str, tuple[str, ...]] = {
    "fr": ("jambes sans repos", "non seulement"),
    "tl": ("hindi lang", "hindi lamang"),
    "vi": ("chân không yên", "không khí", "không chỉ"),
    "zh": (
        "不宁", "不同", "不过", "不仅", "不但", "不论", "不管", "不断", "不适", "非常", "是否", "特别", "分别", "别人",
        "区别", "差别", "性别", "级别", "个别", "鉴别", "未来", "无论", "否则",
    ),
}  # fmt: skip
# The shortened form: "don't", "isn’t".
_ENGLISH_TAIL = rf"|{LETTER}+n['’]t"

# How far from a comparison word a negation still turns it round, in characters, before and after it.
_BEFORE, _AFTER = 22, 10
_CLAUSE = re.compile("[.!?。！？।؟;；:：،,，\ufffc]")
# The verb, and with it the negation, ends the sentence in these languages.
_VERB_LAST = frozenset({"bn", "gu", "hi", "ja", "ko", "mr", "pa", "ta", "te", "tr", "ur"})


def negations(text: str, language: str) -> tuple[str, ...]:
    """The negation words of a text, as they stand in it; none for a language without a row."""
    known = base(language)
    pattern = _pattern(known)
    for word in INNOCENT.get(known, ()):
        text = text.replace(word, " ")
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
    whole = tuple(word for word in words if not word.endswith("*"))
    stems = tuple(word.removesuffix("*") for word in words if word.endswith("*"))
    either = alternatives(whole) + (f"|(?:{alternatives(stems)}){LETTER}*" if stems else "")
    either += _ENGLISH_TAIL if language == "en" else ""
    return re.compile(rf"(?<!{LETTER})(?:{either})(?!{LETTER})", re.IGNORECASE)
