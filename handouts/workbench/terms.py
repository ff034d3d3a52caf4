"""Which entries of the glossary a text touches, and whether its translation says them as the glossary has it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from handouts.checks.untouchable import fixed_names, keeps, stands
from handouts.content import Glossary

_LETTER = r"[^\W\d_]"


@dataclass(frozen=True, slots=True)
class Term:
    """A term that the source text uses, its plain meaning, and how it must be said in the translation's language.

    `expected` is empty where the glossary has no word for that language. `used` when the translation has that word
    as it stands in the glossary; a language that changes its words by case may have it in another form. `fixed` for
    a name that must never change: there the number lock speaks, too.
    """

    term: str
    plain: str
    expected: str
    used: bool
    fixed: bool


def terms_in(glossary: Glossary, language: str, source: str, translation: str) -> tuple[Term, ...]:
    """The entries for what stands in the source, in the order of the glossary, names that must not change last."""
    return tuple(_found(glossary, language, source, translation))


def _found(glossary: Glossary, language: str, source: str, translation: str) -> Iterator[Term]:
    plain, other = _plain(source), _plain(translation)
    for entry in glossary.terms:
        if _begins(entry.term, plain):
            expected = entry.translations.get(language, "")
            yield Term(entry.term, entry.plain, expected, bool(expected) and _plain(expected) in other, False)
    for name in fixed_names(glossary):
        if stands(name, source):
            yield Term(name, "", name, keeps(translation, name), True)


def _begins(term: str, text: str) -> bool:
    """True where a word begins with the term, so that its plural counts, too."""
    return re.search(rf"(?<!{_LETTER}){re.escape(_plain(term))}", text) is not None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
