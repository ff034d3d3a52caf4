"""What must read from left to right as one inside right-to-left text: a number with its unit, an address, a code."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A number with its sign, range and unit, a telephone number, an address, a Latin word or code. Without isolates
# "(500 mg)" shows as "(mg 500)".
_LATIN = "A-Za-z0-9\u00b2\u00b3\u00b5\u00b9\u00bc-\u00be\u00c0-\u024f\u03bc"
_SPACE = "[ \u00a0\u2009\u202f]"
_WORD = rf"[{_LATIN}](?:[{_LATIN}.,:;/@_+%~#?&=()'\u00b0\u2010\u2011\u2019\u2013-]*[{_LATIN}%/+\u00b0])?"
_PHONE = r"\+?\(\d{2,4}\)[ \u00a0]?[\d\u00a0 .\u2010\u2011-]*\d"
_SIGN = rf"[<>\u2264\u2265\u2248\u00b1+\u2212~$\u00a3\u20ac#]{_SPACE}?"
_SPACED_RANGE = rf"(?<=[\d%]){_SPACE}[\u2013\u2014-]{_SPACE}(?=\d){_WORD}"
_ISOLATED = re.compile(rf"{_PHONE}|(?:{_SIGN})?{_WORD}(?:{_SPACE}(?:{_WORD}|%|\u00b0[CF]?)|{_SPACED_RANGE})*")
_OPENING = "\u2066\u2067\u2068"  # isolates that an author has written


def left_to_right(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each stretch of a right-to-left text that must be isolated, unless its author did it already."""
    for match in _ISOLATED.finditer(text):
        if not (match.start() and text[match.start() - 1] in _OPENING):
            yield match.start(), match.end()
