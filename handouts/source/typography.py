"""Typographic niceties of running text: quotation marks, ellipses, spaces that must not break."""

from __future__ import annotations

import re

# Units and words a figure may not be parted from at a line end (QRD convention for medicine leaflets).
_UNITS = (
    "mg", "mcg", "µg", "μg", "ng", "g", "kg", "mL", "ml", "L", "l", "IU", "mmol", "mEq", "mmHg", "kcal", "mm", "cm",
    "pt", "%", "мг", "мкг", "нг", "г", "кг", "мл", "л", "ммоль",
    "hour", "hours", "minute", "minutes", "day", "days", "week", "weeks", "month", "months", "year", "years",
)  # fmt: skip
# It begins with the space itself, because a literal is found quickly.
_NUMBER_UNIT = re.compile(rf" (?<=[0-9½¼¾] )(?=(?:{'|'.join(sorted(_UNITS, key=len, reverse=True))})(?!\w))")
_ELLIPSIS = re.compile(r"(?<!\.)\.\.\.(?!\.)")
_OPENS_AFTER = frozenset(" \t\n\u00a0([{<–—-/“‘")


def bind_units(text: str) -> str:
    """A no-break space between a figure and its unit; the length of the text does not change."""
    return _NUMBER_UNIT.sub("\u00a0", text)


def ellipses(text: str) -> str:
    """Exactly three dots become one ellipsis."""
    return _ELLIPSIS.sub("…", text) if "..." in text else text


def curl_quotes(text: str, language: str) -> str:
    """Straight quotation marks and apostrophes as English prints them; other languages are left as written.

    The length of the text does not change. A double mark right after a figure with no quotation open is inches,
    and stays straight.
    """
    if language.split("-")[0] != "en" or ('"' not in text and "'" not in text):
        return text
    out = list(text)
    quoting = False
    for index, character in enumerate(text):
        if character not in "\"'":
            continue
        before = out[index - 1] if index else " "
        after = text[index + 1] if index + 1 < len(text) else " "
        opens = before in _OPENS_AFTER and not after.isspace()
        if character == "'":
            out[index] = "‘" if opens and not after.isdigit() else "’"
        elif opens or quoting or not before.isdigit():
            out[index] = "“" if opens else "”"
            quoting = opens
    return "".join(out)
