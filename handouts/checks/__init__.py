"""The number lock: a translation says what its source says, by rules that need nobody who reads the language.

One rule per module, listed in RULES; a rule's module docstring is its documentation. Rules are pure functions on the
typed content. `negation`, `length` and part of `untranslated` and `numbers` only warn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from handouts.checks import (
    cited,
    length,
    links,
    measures,
    negation,
    numbers,
    placeholders,
    shape,
    untouchable,
    untranslated,
)
from handouts.checks.pairs import SectionPair, pair_up
from handouts.content import Glossary, Section
from handouts.diagnostics import Diagnostic, in_order
from handouts.library import Library

Rule = Callable[[SectionPair], Iterable[Diagnostic]]

RULES: Mapping[str, Rule] = {
    shape.RULE: shape.check,
    numbers.RULE: numbers.check,
    measures.RULE: measures.check,
    cited.RULE: cited.check,
    placeholders.RULE: placeholders.check,
    links.RULE: links.check,
    untouchable.RULE: untouchable.check,
    untranslated.RULE: untranslated.check,
    length.RULE: length.check,
    negation.RULE: negation.check,
}


def check_translation(source: Section, translation: Section, glossary: Glossary) -> tuple[Diagnostic, ...]:
    """What differs between one section and its translation, in the order of the translation's lines."""
    pair = pair_up(source, translation, glossary)
    return in_order(finding for rule in RULES.values() for finding in rule(pair))


def check_translations(library: Library) -> tuple[Diagnostic, ...]:
    """What differs in all translated sections whose source is there."""
    findings: list[Diagnostic] = []
    for (name, _), section in library.sections.items():
        source = library.sections.get((name, section.translation.of)) if section.translation else None
        if source is not None:
            findings += check_translation(source, section, library.glossary)
    return in_order(findings)
