"""Texts in another script have no left-over Latin words.

A reader of Arabic or Hindi may not know Latin letters. Names that never change, abbreviations, units, terms that the
glossary keeps, names in brackets after their translation, and the words of links (titles of pages) may be Latin; any
other word of four letters or more was probably forgotten. Whole lines are the business of `translation-untranslated`.

Source: NHS England, Accessible Information Standard: information in a form the reader can use; the product's rule that
nothing falls back to English silently.

Good (ru):

    - text: Ферритин (ferritin) показывает запас железа, пишет NHS.

Bad (ru):

    - text: Спросите о ferritin у врача.
                       ^
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.checks.content.capitals import known_abbreviations
from handouts.checks.content.ruling import Option, Options, Problem, at
from handouts.checks.content.subject import Page, Passage
from handouts.checks.quantities import GAP
from handouts.checks.untranslated import kept_terms
from handouts.content import Citation, Words
from handouts.diagnostics import Severity
from handouts.language import script

ID = "foreign-word"
SEVERITY = Severity.WARNING
OPTIONS = (Option("letters", "The fewest letters of a word that is looked at.", 4, least=2, most=20),)

_BRACKETS = re.compile(r"[(（\[«“\"][^()（）\[\]«»“”\"]*[)）\]»”\"]")
_TOKEN = re.compile(r"[!-~]{4,}")
_ADDRESS = re.compile(r"[@/]|\.(?:org|com|gov|uk|net)\b")


def check(page: Page, options: Options) -> Iterator[Problem]:
    """One problem for each word, at its first letter."""
    if script(page.language) == "Latn":
        return
    known = _known(page)
    word = re.compile(rf"(?<![A-Za-z0-9])[A-Za-z][A-Za-z'’-]{{{options.number('letters') - 1},}}(?![A-Za-z0-9])")
    for passage in page.passages:
        text = _own_words(passage)
        for match in word.finditer(text):
            if match.group().lower() not in known:
                message = f"'{match.group()}' stands here in Latin letters."
                hint = "Translate it or write it in the language's script; add names to the glossary's never_change."
                yield at(passage, match.start(), message, hint)


def _known(page: Page) -> frozenset[str]:
    glossary = page.library.glossary
    kept = " ".join((*kept_terms(glossary, page.language), *known_abbreviations(glossary, page.language)))
    return frozenset(re.findall(r"[a-z'’]+", kept.lower()))


def _own_words(passage: Passage) -> str:
    """The text with links, brackets and addresses blanked out; its places stay."""
    parts = [
        (" " * len(part.text) if part.link else part.text) if isinstance(part, Words) else GAP
        for part in passage.line.parts
        if not isinstance(part, Citation)
    ]
    text = _BRACKETS.sub(_blank, "".join(parts))
    return _TOKEN.sub(lambda match: _blank(match) if _ADDRESS.search(match.group()) else match.group(), text)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
