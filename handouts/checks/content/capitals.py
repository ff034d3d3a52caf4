"""Words are not written in capitals.

CAPITALS have no shape to recognise, and a screen reader may spell them letter by letter. Abbreviations are right when
readers know them: those in content/glossary.yaml (`abbreviations`, by language, and `never_change`), and those that the
section explains in brackets.

Source: RNIB Clear Print: no text in all capitals; ACB large print guideline.

Good:

    - text: Do **not** take iron on your own. Restless legs syndrome (RLS) can be treated.

Bad:

    - text: DO NOT take iron on your own.
            ^

Bad:

    - text: Ask for a TSAT test.
                      ^
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.checks.content.ruling import Option, Options, Problem, at
from handouts.checks.content.subject import Page
from handouts.checks.numerals import base
from handouts.checks.units import SPELLINGS
from handouts.content import Glossary
from handouts.diagnostics import Severity

ID = "capitals"
SEVERITY = Severity.WARNING
OPTIONS: tuple[Option, ...] = ()

_WORD = re.compile(r"(?<![\w@./-])[^\W_]{2,}(?![\w@]|\.\w)")
_UNITS = frozenset(spelling for spellings in SPELLINGS.values() for spelling in spellings)
_MAYBE = re.compile("[A-ZÀ-ÞĀ-ſƠƯА-ЯЁІЇЄҐΑ-Ω\u1e00-\u1eff]{2}")
_LEAST = 2  # the B of "B12" is no word
_ROMAN = re.compile(r"[IVX]+")
_BRACKETED = re.compile(r"\(([^()\s]{2,8})\)")
_HINT = "Write it in small letters; for an abbreviation, explain it or add it to the glossary's abbreviations."


def check(page: Page, options: Options) -> Iterator[Problem]:
    """One problem for each run of words in capitals, at its beginning; each abbreviation once in a section."""
    known = known_abbreviations(page.library.glossary, page.language)
    explained = {found for passage in page.passages for found in _BRACKETED.findall(passage.text)}
    told: set[str] = set()
    for passage in page.passages:
        if not _MAYBE.search(passage.text):  # much faster, and usual
            continue
        for start, words in _runs(passage.text, known | explained | _UNITS):
            if words[0] not in told:
                message = f"'{' '.join(words)}' is written in capitals."
                yield at(passage, start, message, _HINT)
            told.update(words)


def _runs(text: str, known: frozenset[str] | set[str]) -> Iterator[tuple[int, list[str]]]:
    """Neighbouring words in capitals that are not known, with the place of the first."""
    words: list[str] = []
    start = end = 0
    for match in _WORD.finditer(text):
        word = match.group()
        letters = [character for character in word if character.isalpha()]
        if len(letters) < _LEAST or not all(map(str.isupper, letters)) or word in known or _ROMAN.fullmatch(word):
            continue
        if words and text[end : match.start()].strip():
            yield start, words
            words = []
        start = start if words else match.start()
        words, end = [*words, word], match.end()
    if words:
        yield start, words


def known_abbreviations(glossary: Glossary, language: str) -> frozenset[str]:
    """What the glossary knows, word by word."""
    listed = [*glossary.never_change]
    for tag in dict.fromkeys((language, base(language))):
        listed += glossary.abbreviations.get(tag, ())
    return frozenset(word for each in listed for word in re.split(r"[\s/–-]+", each))
