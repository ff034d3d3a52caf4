"""Facts about a language by its BCP 47 tag: direction, script, names, date form; sole user of Babel."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from babel import Locale

Direction = Literal["ltr", "rtl"]

# Tags under which authors file their texts, where CLDR wants another name.
_CLDR = {"tl": "fil"}

# CLDR leaves the script out where it is the usual one; HarfBuzz and the font table want it said.
_SCRIPT = {
    "am": "Ethi", "ar": "Arab", "bn": "Beng", "el": "Grek", "fa": "Arab", "gu": "Gujr", "he": "Hebr", "hi": "Deva",
    "hy": "Armn", "ja": "Jpan", "ka": "Geor", "km": "Khmr", "kn": "Knda", "ko": "Kore", "lo": "Laoo", "ml": "Mlym",
    "mr": "Deva", "my": "Mymr", "ne": "Deva", "pa": "Guru", "ps": "Arab", "ru": "Cyrl", "si": "Sinh", "ta": "Taml",
    "te": "Telu", "th": "Thai", "ti": "Ethi", "uk": "Cyrl", "ur": "Arab", "zh": "Hans",
}  # fmt: skip


# Languages whose readers expect our own numbers (pages, sections, lists, dates) in their digits. Arabic and Hindi are
# not among them: medicine boxes and blood results show 0 to 9 there. Numbers in the text stay as their author wrote
# them, so that a dose never changes its form.
_DIGITS = {
    "bn": "\u09e6\u09e7\u09e8\u09e9\u09ea\u09eb\u09ec\u09ed\u09ee\u09ef",
    "fa": "\u06f0\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6\u06f7\u06f8\u06f9",
    "mr": "\u0966\u0967\u0968\u0969\u096a\u096b\u096c\u096d\u096e\u096f",
    "my": "\u1040\u1041\u1042\u1043\u1044\u1045\u1046\u1047\u1048\u1049",
    "ne": "\u0966\u0967\u0968\u0969\u096a\u096b\u096c\u096d\u096e\u096f",
    "ps": "\u06f0\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6\u06f7\u06f8\u06f9",
}

# What CLDR says of the languages that we bring texts in, direction and script: Babel and its data of one language take
# 40 ms to load. tests/test_language.py compares.
_USUAL: dict[str, tuple[Direction, str]] = {
    "ar": ("rtl", "Arab"), "de": ("ltr", "Latn"), "en": ("ltr", "Latn"), "es": ("ltr", "Latn"), "fr": ("ltr", "Latn"),
    "hi": ("ltr", "Deva"), "pt-BR": ("ltr", "Latn"), "ru": ("ltr", "Cyrl"), "tl": ("ltr", "Latn"),
    "vi": ("ltr", "Latn"), "zh-Hans": ("ltr", "Hans"),
}  # fmt: skip


@lru_cache(maxsize=256)
def _locale(tag: str) -> Locale | None:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(_CLDR.get(tag, tag), sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def is_known(tag: str) -> bool:
    """True when the tag is well formed and CLDR has the language."""
    return tag in _USUAL or _locale(tag) is not None


_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|[0-9]{3}))?", re.I)


class Tongue(NamedTuple):
    """A language as CLDR names it, in the script and territory that are meant when none is said."""

    language: str
    script: str
    territory: str


@lru_cache(maxsize=256)
def tongue(tag: str) -> Tongue | None:
    """What a tag means: BCP 47 (`zh-Hans`), or an ISO 639-1 or 639-2 code (`es`, `spa`, `chi`); None for no tag.

    Codes that stand for the same come to the same (`tl`, `fil`), and `pt` to what `pt-BR` does, by CLDR's tables of
    aliases and of likely subtags (https://www.unicode.org/reports/tr35/#Likely_Subtags).
    """
    from babel.core import get_global

    match = _TAG.fullmatch(tag)
    if match is None:
        return None
    first, script, territory = match[1].lower(), (match[2] or "").title(), (match[3] or "").upper()
    language, *more = str(get_global("language_aliases").get(first, first)).split("_")
    script = script or next((part for part in more if len(part) == 4), "")  # ISO 15924
    likely = get_global("likely_subtags")
    for known in ((language, script, territory), (language, territory), (language, script), (language,)):
        found = likely.get("_".join(filter(None, known))) if all(known) else None
        if found:
            _, usual_script, usual_territory = str(found).split("_")[:3]
            return Tongue(language, script or usual_script, territory or usual_territory)
    return Tongue(language, script, territory)


def direction(tag: str) -> Direction:
    """Writing direction of the language's usual (or stated) script."""
    if tag in _USUAL:
        return _USUAL[tag][0]
    locale = _locale(tag)
    return "rtl" if locale is not None and locale.character_order == "right-to-left" else "ltr"


def script(tag: str) -> str:
    """ISO 15924 code of the script the language is written in."""
    if tag in _USUAL:
        return _USUAL[tag][1]
    locale = _locale(tag)
    if locale is None:
        return "Latn"
    return locale.script or _SCRIPT.get(locale.language, "Latn")


# Semicolons that are not the Latin one with a space after it.
_SEMICOLONS = {"Arab": "؛ ", "Hans": "；", "Hant": "；", "Jpan": "；"}


def semicolon(tag: str) -> str:
    """What stands between the entries of a list whose entries hold commas."""
    if tag.split("-")[0] == "fr":
        return "\u202f; "  # Imprimerie nationale: a thin space before it
    return _SEMICOLONS.get(script(tag), "; ")


def colon(tag: str) -> str:
    """What stands between a label and what it says."""
    if tag.split("-")[0] == "fr":
        return "\u00a0: "  # Imprimerie nationale: a space before it
    return "\uff1a" if script(tag) in ("Hans", "Hant", "Jpan") else ": "


def autonym(tag: str) -> str:
    """The language's name in itself, as its readers know it."""
    locale = _locale(tag)
    return (locale.display_name if locale is not None else None) or tag


def english_name(tag: str) -> str:
    """The language's name in English, for staff who read only English."""
    locale = _locale(tag)
    return (locale.english_name if locale is not None else None) or tag


def long_date(tag: str, date: datetime.date) -> str:
    """A date that cannot be misread: the month is a word."""
    from babel.dates import format_date

    return format_date(date, format="long", locale=_locale(tag) or "en")


def month_name(tag: str, date: datetime.date) -> str:
    """The month of a date with its year: `November 2026`."""
    from babel.dates import format_skeleton

    return str(format_skeleton("yMMMM", date, locale=_locale(tag) or "en"))


def plural(tag: str, pattern: str, **values: int) -> str:
    """A text with ICU plural forms, `{minutes, plural, one {# minute} other {# minutes}}`, for these values."""
    from icu4py.messageformat import MessageFormat

    text: str = MessageFormat(pattern, _CLDR.get(tag, tag).replace("-", "_")).format({**values})
    return text


def local_digits(tag: str, text: str) -> str:
    """A text of the product's own with its numbers in the digits the language's readers expect."""
    digits = _DIGITS.get(tag.split("-")[0])
    return text.translate(str.maketrans("0123456789", digits)) if digits else text


def default_paper(region: str) -> str:
    """Letter where offices stock Letter, A4 elsewhere (CLDR `measurementSystem`, paper size data)."""
    return "letter" if region in {"US", "CA", "MX", "PH", "CL", "CO", "VE", "GT", "CR", "PA", "PR", "SV"} else "a4"
