"""Numbers with their units in the text of any language, as values that can be compared.

`quantities("2–3 ساعات", "ar")` and `quantities("2 to 3 hours", "en")` give the same values. Digits of every script,
decimal commas and points, thousands separators, ranges, percent signs and units are understood by the tables in
`numerals` and `units`; whatever is not understood is left out, nothing raises.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from handouts.checks.numerals import (
    DECIMAL_COMMA,
    EITHER_MARK,
    LAKH,
    LETTER,
    MULTIPLIERS,
    PERCENT_FIRST,
    PERCENT_WORDS,
    RANGE_WORDS,
    SPACED_THOUSANDS,
    UNSPACED,
    alternatives,
    base,
)  # fmt: skip
from handouts.checks.units import PERCENT, unit_at
from handouts.records import dataclass

# Stands for a citation or a placeholder, so that nothing is read across it.
GAP = "\ufffc"

_DASH = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_BLANK = " \u00a0\u202f\u2009\u2007"
_FIGURE = re.compile(rf"\d+(?:[.,'’٫٬{_BLANK}]\d+)*")
_HALVES = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "0.333", "⅔": "0.667"}
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s\u3000-\u9fff]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b10\.\d{4,}/[!-~]+"
    r"|\b[a-z0-9-]*[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:com|org|net|gov|edu|info|uk|de|eu|fr|int)\b(?:/[!-~]*)?",
    re.ASCII,
)
# What every address holds, and few other lines; looked for first because it is fast.
_MAYBE_ADDRESS = re.compile(r"[@/]|[a-z0-9]\.[a-z0-9]")
# Direction marks, soft hyphens, and Arabic's vowel signs, which a writer may set or leave.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u0640\u064b-\u0652\u0670]")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_ANY_FIGURE = re.compile("[0-9½¼¾⅓⅔]")
_ANY_BLANK = re.compile(f"[{_BLANK}]")
_BEFORE_UNIT = re.compile(f"[{_DASH}{_BLANK}]?")
_MINUS = re.compile(rf"(?:^|(?<!\d)[\s({_BLANK}])[-\u2212]$")
_JOINT = re.compile(rf"[{_BLANK}]*[{_DASH}][{_BLANK}]*")


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number or range, its unit by canonical name (`%` for percent, empty for none), and how it is written."""

    value: Decimal
    to: Decimal | None
    unit: str
    text: str
    start: int
    end: int

    @property
    def numbers(self) -> tuple[Decimal, ...]:
        """The value, or both ends of the range."""
        return (self.value,) if self.to is None else (self.value, self.to)


@dataclass(frozen=True, slots=True)
class _Figure:
    value: Decimal
    unit: str
    start: int
    end: int


@lru_cache(maxsize=8192)
def quantities(text: str, language: str) -> tuple[Quantity, ...]:
    """All numbers of a text, in order, with ranges joined and units named."""
    known = base(language)
    text = legible(text)
    if not _ANY_FIGURE.search(text):
        return ()
    figures = [_measured(text, figure, known) for figure in _figures(text, known)]
    found: list[Quantity] = []
    index = 0
    while index < len(figures):
        first, after = figures[index], figures[index + 1] if index + 1 < len(figures) else None
        if after is not None and _joined(text, first, after, known) and not _in_chain(text, figures, index):
            unit = after.unit or first.unit
            found.append(
                Quantity(first.value, after.value, unit, text[first.start : after.end], first.start, after.end)
            )
            index += 2
        else:
            found.append(Quantity(first.value, None, first.unit, text[first.start : first.end], first.start, first.end))
            index += 1
    return tuple(found)


@lru_cache(maxsize=8192)
def legible(text: str) -> str:
    """The text as it is compared: invisible marks gone, web addresses blanked out, other digits as ASCII digits."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    if _MAYBE_ADDRESS.search(text):
        text = _ADDRESS.sub(GAP, text)
    return _OTHER_DIGIT.sub(lambda match: str(unicodedata.decimal(match.group())), text)


def number(text: str, language: str) -> Decimal | None:
    """The value of one number written by the language's convention; None when it is not one number."""
    figures = _figures(legible(text.strip()), base(language))
    return figures[0].value if len(figures) == 1 else None


def _figures(text: str, language: str) -> list[_Figure]:
    found = []
    for match in _FIGURE.finditer(text):
        for start, end in _splits(match.group(), match.start(), language):
            found.append(_Figure(_value(text[start:end], language), "", start, end))
    for sign, value in _HALVES.items():
        if sign in text:
            found += [_Figure(Decimal(value), "", at.start(), at.end()) for at in re.finditer(sign, text)]
    return _with_halves(sorted(found, key=lambda figure: figure.start))


def _with_halves(figures: list[_Figure]) -> list[_Figure]:
    """`1½` is one number; two digits of such signs in a row stay two."""
    joined: list[_Figure] = []
    for figure in figures:
        last = joined[-1] if joined else None
        if last and last.end == figure.start and 0 < figure.value < 1 and last.value == int(last.value):
            joined[-1] = _Figure(last.value + figure.value, "", last.start, figure.end)
        else:
            joined.append(figure)
    return joined


def _splits(run: str, start: int, language: str) -> list[tuple[int, int]]:
    """Where the numbers of one run of digits and separators begin and end: `1 000` is one, `12.05.2026` three."""
    if _shape(run, language) is not None:
        return [(start, start + len(run))]
    cuts = [match.start() for match in _ANY_BLANK.finditer(run)]
    if cuts:
        # The longest beginning that is one number, then the rest.
        cut = next((cut for cut in reversed(cuts) if _shape(run[:cut], language) is not None), cuts[0])
        return _splits(run[:cut], start, language) + _splits(run[cut + 1 :], start + cut + 1, language)
    return [(start + match.start(), start + match.end()) for match in re.finditer(r"\d+", run)]


def _value(run: str, language: str) -> Decimal:
    return _shape(run, language) or Decimal(0)


def _shape(run: str, language: str) -> Decimal | None:
    """The value of digits with separators, or None when no convention makes them one number."""
    groups, marks = re.findall(r"\d+", run), re.findall(r"\D", run)
    if not marks:
        return Decimal(run)
    decimal = _decimal_mark(groups, marks, language)
    fraction = ""
    if decimal:
        fraction, groups, marks = groups[-1], groups[:-1], marks[:-1]
    if marks and not (len(set(marks)) == 1 and _may_group(marks[0], language) and _grouped(groups, language)):
        return None
    return Decimal("".join(groups) + (f".{fraction}" if decimal else ""))


def _decimal_mark(groups: list[str], marks: list[str], language: str) -> bool:
    """True when the last separator parts off a fraction."""
    last = marks[-1]
    if last == "٫":
        return True
    if last not in ".,":
        return False
    if marks.count(last) > 1:
        return False
    if len(marks) > 1:
        return True
    if language in EITHER_MARK:
        return last == "." or not _grouped(groups, language)
    if last == ("," if language in DECIMAL_COMMA else "."):
        return True
    # The other convention's mark: a group of three is a thousand here, anything else can only be a fraction.
    return not _grouped(groups, language)


def _may_group(mark: str, language: str) -> bool:
    return mark != " " or language in SPACED_THOUSANDS


def _grouped(groups: list[str], language: str) -> bool:
    first, *rest = groups
    if first.startswith("0") or len(first) > 3 or len(rest[-1]) != 3:
        return False
    if all(len(group) == 3 for group in rest):
        return True
    return language in LAKH and len(first) <= 2 and all(len(group) == 2 for group in rest[:-1])


def _measured(text: str, figure: _Figure, language: str) -> _Figure:
    """The figure with its sign, its multiplier and its unit or percent sign."""
    value, start, end = figure.value, figure.start, figure.end
    power, end = _multiplied(text, end, language)
    if power:
        value = value.scaleb(power)
    if _MINUS.search(text[max(0, start - 3) : start]):
        value, start = -value, start - 1
    if language in PERCENT_FIRST and start and text[start - 1] in "%٪":
        return _Figure(value, PERCENT, start - 1, end)
    if language in UNSPACED and text.endswith("百分之", 0, start):
        return _Figure(value, PERCENT, start - 3, end)
    sign = _percent(language).match(text, end)
    if sign:
        return _Figure(value, PERCENT, start, sign.end())
    gap = _BEFORE_UNIT.match(text, end)
    unit, stop = unit_at(text, gap.end() if gap else end, language)
    return _Figure(value, unit, start, stop if unit else end)


def _multiplied(text: str, end: int, language: str) -> tuple[int, int]:
    words = MULTIPLIERS.get(language)
    match = _multiplier(language).match(text, end) if words else None
    return (0, end) if match is None or words is None else (words[match["word"]], match.end())


@lru_cache(maxsize=64)
def _multiplier(language: str) -> re.Pattern[str]:
    words = alternatives(tuple(MULTIPLIERS[language]))
    stop = "" if language in UNSPACED or language == "ko" else rf"(?!{LETTER})"
    return re.compile(rf"[{_BLANK}]?(?P<word>{words}){stop}")


@lru_cache(maxsize=64)
def _percent(language: str) -> re.Pattern[str]:
    words = alternatives(PERCENT_WORDS.get(language, ("percent",)))
    return re.compile(rf"[{_BLANK}]?(?:[%٪％]|(?:{words})(?!{LETTER}))")


def _joined(text: str, first: _Figure, after: _Figure, language: str) -> bool:
    """True when only a dash or the language's word for "to" stands between two figures."""
    between = text[first.end : after.start]
    if first.unit and after.unit and first.unit != after.unit:
        return False
    if after.value < 0 and not between.strip(_BLANK):
        return False
    if _JOINT.fullmatch(between):
        return True
    return between.strip(_BLANK) in RANGE_WORDS.get(language, ()) and (between[:1] in _BLANK or language in UNSPACED)


def _in_chain(text: str, figures: list[_Figure], index: int) -> bool:
    """True inside `1-800-222-1222`: three figures joined by dashes are a telephone number, not a range."""
    neighbours = ((index - 1, index), (index + 1, index + 2))
    return any(
        left >= 0 and right < len(figures) and _JOINT.fullmatch(text[figures[left].end : figures[right].start])
        for left, right in neighbours
    )
