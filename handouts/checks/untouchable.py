"""`translation-names`: names that must never change stand in the translation as they stand in the source.

`never_change` in `content/glossary.yaml` lists them. Units among them (mg, ng/mL) are left to `translation-units`,
which knows their spellings in other scripts. A hyphen may be a dash and the other way round; more may stand around
the name, such as a translation in brackets.

Good: "NHS" -> "NHS (الخدمات الصحية الوطنية)".
Bad: "NHS" -> "SNS".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from handouts.checks.numerals import LETTER
from handouts.checks.pairs import SectionPair, lines_of, place
from handouts.checks.units import unit_named
from handouts.content import Glossary
from handouts.diagnostics import Diagnostic, error

RULE = "translation-names"
_DASHES = re.compile("[\u2010-\u2015\u2212]")


def check(pair: SectionPair) -> Iterator[Diagnostic]:
    """One finding for each name that a line has lost."""
    names = fixed_names(pair.glossary)
    for line in lines_of(pair):
        for name in names:
            if name[0] in line.source_text and stands(name, line.source_text) and not keeps(line.text, name):
                message = f"{place(line.source.mark)} has {name}; here it is missing."
                hint = f"Write {name} as it is: content/glossary.yaml lists it under never_change."
                yield error(RULE, line.translation.mark, message, hint)


def fixed_names(glossary: Glossary) -> tuple[str, ...]:
    """The names that a translation has as they are; units have spellings of their own."""
    return tuple(name for name in glossary.never_change if not unit_named(name))


def keeps(text: str, name: str) -> bool:
    """True when the name is in the text, whatever is around it."""
    return _plain(name) in _plain(text)


def stands(name: str, text: str) -> bool:
    """True when the name stands in the text as a word of its own."""
    return re.search(rf"(?<!{LETTER}){re.escape(_plain(name))}(?!{LETTER})", _plain(text)) is not None


def _plain(text: str) -> str:
    return _DASHES.sub("-", unicodedata.normalize("NFC", text))
