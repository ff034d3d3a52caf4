"""Telephone numbers come from the brand.

911 helps nobody in a country where the number is 112, and a poison line changes. `{emergency.number}`,
`{poison.number}` and `{clinic.phone}` print the brand's own. Found are numbers that a brand of the workspace has, known
emergency numbers where the text tells to call, links that dial, and other telephone numbers.

Source: clinical review of the starter: never a US number in an edition for elsewhere; ITU-T E.161.1 for the numbers.

Good:

    - text: "In an emergency, call {emergency.number}. It happened to 112 people."

Bad:

    - text: In an emergency, call 911.
                                  ^

Bad (de):

    - text: Rufen Sie im Notfall 112 an.
                                 ^
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from handouts.checks.content.ruling import Option, Options, Problem, at
from handouts.checks.content.subject import Page, Passage
from handouts.checks.quantities import legible
from handouts.diagnostics import Severity
from handouts.library import Library

ID = "fixed-number"
SEVERITY = Severity.ERROR
OPTIONS = (
    Option(
        "numbers", "Short emergency numbers to look for where the text tells to call.",
        ("000", "100", "101", "102", "103", "108", "110", "111", "112", "113", "115", "118", "119", "120", "122", "123",
         "144", "190", "192", "193", "911", "988", "995", "997", "998", "999"),
    ),
)  # fmt: skip

# Words that tell to call, in the forms leaflets use.
_CALLS = re.compile(
    r"\b(?:call|dial|ring|phone|telephone|text|llame|llamar|marque|marcar|appelez|appeler|composez|rufen|anrufen|wählen|"
    r"notruf|ligue|ligar|telefone|disque|позвоните|звоните|наберите|вызовите|gọi|tawag|tumawag|tawagan)\b"
    r"|اتصل|اتصلي|كلم|कॉल|फ़ोन|फोन|拨打|致电|打电话",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(
    r"(?<![0-9A-Za-z.,/-])(?:\+\d{1,3}[ .\u00a0-]?)?(?:\(\d{2,5}\)[ \u00a0-]?|\d{1,4}[ .\u00a0-])"
    r"(?:\d{2,4}[ .\u00a0-]){1,3}\d{3,4}(?![0-9A-Za-z/]|[.,-]\d)"
)
# Looks like a telephone number and is none: 1 000 000, 12.05.2026, 2026-05-1200.
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[ .\u00a0]\d{3})+")
_DATE = re.compile(r"\d{1,2}([ .-])\d{1,2}\1\d{4}|\d{4}([ .-])\d{2}\2\d{2,4}")
_COUNTED = frozenset({"people", "adults", "days", "weeks", "times", "mg", "mL", "ml", "µg", "kg", "мг", "%"})
_DIGITS = re.compile(r"\d")
_REACH = 40
_WORD_AFTER = re.compile(r"\s?(?:[^\W\d_]{2,}|%)")


def check(page: Page, options: Options) -> Iterator[Problem]:
    """One problem for each number, at its first digit."""
    brands = _brand_numbers(page.library)
    short = _short(options.words("numbers"))
    for passage in page.passages:
        text = passage.text
        if not _DIGITS.search(text):  # much faster, and usual
            continue
        told: set[int] = set()
        for number, slot in brands.items():
            if number not in text:  # much faster than to look for it by its neighbours
                continue
            for found in re.finditer(rf"(?<![0-9A-Za-z.,/-]){re.escape(number)}(?![0-9A-Za-z/]|[.,-]\d)", text):
                if len(number) > 4 or _called(text, found.start()):
                    told.add(found.start())
                    message = f"The number {number} is one of this workspace's brands."
                    yield at(passage, found.start(), message, f"Write {{{slot}}}: other brands print their own.")
        yield from _others(passage, short, told)


def _others(passage: Passage, short: re.Pattern[str], told: set[int]) -> Iterator[Problem]:
    text = passage.text
    for found in short.finditer(text) if _CALLS.search(text) else ():
        if found.start() not in told and _called(text, found.start()) and not _counted(text, found.end()):
            message = f"{found.group()} is an emergency number of some countries only."
            yield at(passage, found.start(), message, "Write {emergency.number}: each brand prints its own.")
    for found in _TELEPHONE.finditer(text):
        counted = _THOUSANDS.fullmatch(found.group()) or _DATE.fullmatch(found.group())
        if not counted and not any(found.start() <= start < found.end() for start in told):
            message = "A telephone number is written out here."
            yield at(passage, found.start(), message, "Write {clinic.phone} or {poison.number}, or name the service.")


def _called(text: str, start: int) -> bool:
    """True when a word near the number tells to call; German says it after it."""
    return _CALLS.search(text[max(0, start - _REACH) : start + _REACH]) is not None


def _counted(text: str, end: int) -> bool:
    """`112 people`: a word of what is counted follows; "911 now" and "911 or" are calls all the same."""
    after = _WORD_AFTER.match(text, end)
    return after is not None and after.group().strip() in _COUNTED


@lru_cache(maxsize=64)
def _short(numbers: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![0-9A-Za-z.,/-])(?:{'|'.join(map(re.escape, numbers))})(?![0-9A-Za-z/%]|[.,-]\d)")


@lru_cache(maxsize=8)
def _numbers(pairs: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {number: slot for number, slot in pairs if re.search(r"\d", legible(number))}


def _brand_numbers(library: Library) -> dict[str, str]:
    slots = ("emergency.number", "poison.number", "clinic.phone")
    pairs = ((brand.values.get(slot, ""), slot) for brand in library.brands.values() for slot in slots)
    return _numbers(tuple(sorted({pair for pair in pairs if pair[0]})))
