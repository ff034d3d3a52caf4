"""Units of measure and their spellings: one row per unit, every language's spelling leads to the same name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from handouts.checks.numerals import LETTER, alternatives

PERCENT = "%"

# Names and spellings. Words are given in the forms that follow a figure. Time is left out on purpose: "2 hours" is
# said in many ways ("ساعتين (2)", "24 Stunden", "2x täglich"), so only its number is compared.
SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "kg": ("kg", "кг", "किग्रा", "كغ", "كجم", "千克", "公斤", "kilogram", "kilograms", "Kilogramm"),
    "g": (
        "g", "gram", "grams", "gramo", "gramos", "gramme", "grammes", "Gramm", "grama", "gramas", "г", "грамм",
        "граммов", "ग्राम", "غ", "جم", "غرام", "جرام", "غرامات", "克",
    ),
    "mg": (
        "mg", "milligram", "milligrams", "miligramo", "miligramos", "milligramme", "milligrammes", "Milligramm",
        "miligrama", "miligramas", "мг", "миллиграмм", "миллиграммов", "मिग्रा", "मि.ग्रा.", "मिलीग्राम", "ملغ", "ملغم",
        "مغ", "مجم", "ملجم", "ملليغرام", "ملليجرام", "毫克", "ミリグラム", "밀리그램",
    ),
    "µg": (
        "µg", "μg", "mcg", "ug", "microgram", "micrograms", "microgramo", "microgramos", "microgramme",
        "microgrammes", "Mikrogramm", "micrograma", "microgramas", "мкг", "микрограмм", "микрограммов", "माइक्रोग्राम",
        "मा.ग्रा.", "مكغ", "مكغم", "ميكروغرام", "ميكروجرام", "微克", "マイクログラム", "마이크로그램",
    ),
    "ng": (
        "ng", "nanogram", "nanograms", "nanogramos", "nanogrammes", "Nanogramm", "nanogramas", "нг", "нанограмм",
        "नैनोग्राम", "نغ", "نانوغرام", "نانوجرام", "纳克", "ナノグラム", "나노그램",
    ),
    "pg": ("pg", "пг", "पिकोग्राम", "بيكوغرام", "皮克"),
    "L": (
        "L", "l", "liter", "liters", "litre", "litres", "litro", "litros", "Liter", "л", "литр", "литра", "литров",
        "लीटर", "لتر", "升", "リットル", "리터",
    ),
    "dL": ("dL", "dl", "дл", "डेसीलीटर", "ديسيلتر", "分升"),
    "mL": (
        "mL", "ml", "milliliter", "milliliters", "millilitre", "millilitres", "mililitro", "mililitros", "Milliliter",
        "мл", "миллилитр", "मिली", "मिलीलीटर", "मि.ली.", "مل", "ملل", "ملليلتر", "مليلتر",
        "毫升", "ミリリットル", "밀리리터",
    ),
    "µL": ("µL", "μL", "µl", "μl", "мкл", "微升"),
    "mol": ("mol", "моль", "मोल", "مول", "摩尔"),
    "mmol": ("mmol", "ммоль", "मिलीमोल", "मिमोल", "مليمول", "ملمول", "毫摩尔", "millimol", "millimoles"),
    "µmol": ("µmol", "μmol", "umol", "мкмоль", "ميكرومول", "微摩尔"),
    "nmol": ("nmol", "нмоль", "نانومول", "纳摩尔"),
    "pmol": ("pmol", "пмоль", "皮摩尔"),
    "mEq": ("mEq", "мэкв", "毫当量"),
    "IU": ("IU", "UI", "IE", "I.E.", "МЕ", "आईयू", "وحدة دولية", "国际单位"),
    "mmHg": ("mmHg", "mm Hg", "мм рт. ст.", "毫米汞柱"),
    "kcal": ("kcal", "ккал", "किलोकैलोरी", "千卡"),
    "mm": ("mm", "мм", "मिमी", "مم", "毫米"),
    "cm": ("cm", "см", "सेमी", "سم", "厘米"),
    "°C": ("°C", "℃", "摄氏度"),
    "°F": ("°F", "℉", "华氏度"),
}  # fmt: skip

# Spellings that are words of a language: in Tagalog, `ng` is "of".
WORDS: Mapping[str, tuple[str, ...]] = {"tl": ("ng",)}

# Spellings plain enough to be a unit without a figure before them, as in a column headed "Ferritin (ng/mL)".
_BARE = ("mg", "µg", "ng", "mmol", "µmol", "nmol", "pmol", "IU", "mEq", "mmHg")

_BARE_SPELLINGS = tuple(spelling for name in _BARE for spelling in SPELLINGS[name])
_CANONICAL = {spelling: name for name, spellings in SPELLINGS.items() for spelling in spellings}
_ONE = alternatives(tuple(_CANONICAL))
# A unit ends where a word ends; Chinese, Japanese and Korean write the next word without a space.
END = rf"(?!(?![\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]){LETTER})"


@lru_cache(maxsize=1)  # compiled at its first use: it takes longer than the rest of the module
def _sign() -> re.Pattern[str]:
    return re.compile(rf"(?P<over>{_ONE})(?:{END}|(?=\s?/))(?:\s?/\s?(?P<under>{_ONE}){END})?")


@lru_cache(maxsize=1)
def _lone() -> re.Pattern[str]:
    bare = alternatives(_BARE_SPELLINGS)
    return re.compile(rf"(?<!{LETTER})(?P<over>{bare}){END}(?:/(?P<under>{_ONE}){END})?")


@lru_cache(maxsize=4096)
def unit_named(text: str) -> str:
    """The name of a unit spelled in any language, such as `ng/mL` for `нг/мл`; empty when it is none."""
    match = _sign().fullmatch(text)
    return "" if match is None else _name(match)


def unit_at(text: str, start: int, language: str) -> tuple[str, int]:
    """The unit that begins exactly here and where it ends; an empty name when there is none."""
    match = _sign().match(text, start)
    if match is None or match.group() in WORDS.get(language, ()):
        return "", start
    return _name(match), match.end()


@lru_cache(maxsize=8192)
def lone_units(text: str, language: str) -> tuple[str, ...]:
    """The units in a text from which the figures with their units have been taken out."""
    if not any(spelling in text for spelling in _BARE_SPELLINGS):  # much faster than the pattern, and usual
        return ()
    words = WORDS.get(language, ())
    return tuple(_name(match) for match in _lone().finditer(text) if match.group() not in words)


def _name(match: re.Match[str]) -> str:
    under = match["under"]
    return _CANONICAL[match["over"]] + (f"/{_CANONICAL[under]}" if under else "")
