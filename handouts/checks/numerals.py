"""How each language writes numbers: separators, the word between two ends of a range, percent, number words.

A row is a convention of the language, not of one text. A language without a row writes as English does, and its
number words are not known: translators then write digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

# Languages whose decimal sign is the comma; all others use the point.
DECIMAL_COMMA = frozenset({"cs", "da", "de", "el", "es", "fr", "id", "it", "nl", "pl", "pt", "ru", "tr", "uk", "vi"})
# Languages that write both 12.4 and 12,4: three digits after the mark make it a thousands separator.
EITHER_MARK = frozenset({"ar", "fa", "ps", "ur"})
# Languages that part thousands with a space, so that an ordinary space between two groups of digits joins them.
SPACED_THOUSANDS = frozenset({"cs", "es", "fr", "pl", "pt", "ru", "uk"})
# Languages that group 1,00,000.
LAKH = frozenset({"bn", "gu", "hi", "kn", "ml", "mr", "ne", "pa", "ta", "te", "ur"})
# Scripts without spaces between words: a number word may stand anywhere.
UNSPACED = frozenset({"ja", "km", "lo", "my", "th", "zh"})
# The percent sign may stand before the figure.
PERCENT_FIRST = frozenset({"ar", "eu", "fa", "tr", "ur"})

RANGE_WORDS: Mapping[str, tuple[str, ...]] = {
    "ar": ("إلى", "الى"),
    "de": ("bis",),
    "en": ("to",),
    "es": ("a", "hasta"),
    "fr": ("à",),
    "hi": ("से",),
    "it": ("a",),
    "ja": ("から", "〜", "～"),
    "ko": ("에서", "~", "～"),
    "nl": ("tot",),
    "pt": ("a", "até"),
    "ru": ("до",),
    "tl": ("hanggang",),
    "vi": ("đến", "tới"),
    "zh": ("到", "至", "〜", "～", "~"),
}

PERCENT_WORDS: Mapping[str, tuple[str, ...]] = {
    "ar": ("في المئة", "في المائة", "بالمئة", "بالمائة"),
    "de": ("Prozent",),
    "en": ("percent", "per cent"),
    "es": ("por ciento",),
    "fr": ("pour cent",),
    "hi": ("प्रतिशत", "फ़ीसदी"),
    "pt": ("por cento",),
    "ru": ("процента", "процентов", "процент"),
    "tl": ("porsiyento",),
    "vi": ("phần trăm",),
}

# What a figure is multiplied by when this word or character follows it.
MULTIPLIERS: Mapping[str, Mapping[str, int]] = {
    "de": {"Million": 6, "Millionen": 6, "Mio.": 6, "Milliarde": 9, "Milliarden": 9, "Tausend": 3},
    "en": {"thousand": 3, "million": 6, "billion": 9},
    "es": {"mil millones": 9, "millones": 6, "millón": 6, "mil": 3},
    "fr": {"milliards": 9, "milliard": 9, "millions": 6, "million": 6, "mille": 3},
    "hi": {"हज़ार": 3, "लाख": 5, "करोड़": 7},
    "ja": {"万": 4, "億": 8},
    "ko": {"만": 4, "억": 8},
    "pt": {"bilhões": 9, "bilhão": 9, "milhões": 6, "milhão": 6, "mil": 3},
    "ru": {"тысячи": 3, "тысяч": 3, "тыс.": 3, "миллиона": 6, "миллионов": 6, "миллион": 6, "млн": 6},
    "vi": {"nghìn": 3, "ngàn": 3, "triệu": 6, "tỷ": 9},
    "zh": {"千": 3, "万": 4, "萬": 4, "亿": 8, "億": 8},
}

# One to twelve; each row from 1 on, the forms of one number parted by blanks.
NUMBER_WORDS: Mapping[str, tuple[str, ...]] = {
    "ar": (
        "واحد واحدة أحد إحدى", "اثنان اثنين اثنتان اثنتين مرتان مرتين ساعتان ساعتين يومان يومين أسبوعان أسبوعين"
        " شهران شهرين سنتان سنتين عامان عامين دقيقتان دقيقتين", "ثلاث ثلاثة", "أربع أربعة", "خمس خمسة", "ست ستة",
        "سبع سبعة", "ثمان ثماني ثمانية", "تسع تسعة", "عشر عشرة",
    ),
    "de": (
        "ein eine einen einem einer eines eins einmal", "zwei zweimal beide beiden", "drei dreimal", "vier viermal",
        "fünf fünfmal", "sechs sechsmal", "sieben", "acht", "neun", "zehn", "elf", "zwölf",
    ),
    "en": (
        "one once", "two twice both", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ),
    "es": (
        "un uno una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce",
    ),
    "fr": ("un une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"),
    "hi": (
        "एक", "दो दोनों", "तीन", "चार", "पाँच पांच", "छह छः छ", "सात", "आठ", "नौ", "दस", "ग्यारह", "बारह",
    ),
    "pt": (
        "um uma", "dois duas", "três", "quatro", "cinco", "seis", "sete", "oito", "nove", "dez", "onze", "doze",
    ),
    "ru": (
        "один одна одно одного одной одному одним одном одну", "два две двух двум двумя дважды оба обе обоих",
        "три трёх трех трём трем тремя трижды", "четыре четырёх четырех четырём четырем", "пять пяти пятью",
        "шесть шести", "семь семи", "восемь восьми", "девять девяти", "десять десяти", "одиннадцать одиннадцати",
        "двенадцать двенадцати",
    ),
    "tl": (
        "isa isang", "dalawa dalawang dalawahan", "tatlo tatlong", "apat", "lima limang", "anim", "pito pitong",
        "walo walong", "siyam", "sampu sampung", "labing-isa labing-isang", "labindalawa labindalawang",
    ),
    "vi": ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai"),
    "zh": ("一", "二 两 兩", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"),
}  # fmt: skip


def _marks() -> str:
    """Combining marks as ranges of a character class, joined where they are neighbours."""
    codes = [code for code in range(0x300, 0x1E00) if unicodedata.category(chr(code)).startswith("M")]
    starts = [code for code in codes if unicodedata.category(chr(code - 1))[0] != "M"]
    ends = [code for code in codes if unicodedata.category(chr(code + 1))[0] != "M"]
    return "".join(f"{chr(start)}-{chr(end)}" for start, end in zip(starts, ends, strict=True))


_MARKS = _marks()
# A letter of any script; a combining mark continues the word it stands in.
LETTER = rf"(?:[^\W\d_]|[{_MARKS}])"


def base(language: str) -> str:
    """The language without script or region: `pt` for `pt-BR`."""
    return language.split("-")[0]


def word_values(text: str, language: str) -> tuple[Decimal, ...]:
    """The values of the number words (one to twelve) in a text, by the language's row."""
    known = base(language)
    pattern, values = _number_words(known)
    if pattern is None:
        return ()
    return tuple(values[_bare(match, known)] for match in pattern.findall(text.lower()))


def alternatives(words: tuple[str, ...]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=64)
def _number_words(language: str) -> tuple[re.Pattern[str] | None, Mapping[str, Decimal]]:
    values = {
        form: Decimal(number)
        for number, forms in enumerate(NUMBER_WORDS.get(language, ()), 1)
        for form in ([forms] if language == "vi" else forms.split())
    }
    if not values:
        return None, {}
    words = alternatives(tuple(values))
    if language in UNSPACED:
        return re.compile(words), values
    # Arabic writes "and", "in" and "for" on to the next word.
    prefix = "[وفبلك]?" if language == "ar" else ""
    return re.compile(rf"(?<!{LETTER}){prefix}(?:{words})(?!{LETTER}|-{LETTER})"), values


def _bare(word: str, language: str) -> str:
    values = _number_words(language)[1]
    return word if word in values else word[1:]
