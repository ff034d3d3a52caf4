"""`translation-negation`: where the source says no, the translation does.

A dropped "not" turns advice round and leaves every number right. The tables in `negating` hold the negation words of
each language. Where source and translation have as many sentences in a line, they are compared sentence by sentence,
otherwise the line as a whole. A warning, because languages have other ways to say no ("it is forbidden", "avoid").

Good: "Do not take iron if ..." -> "Не принимайте железо, если ..."
Bad: "Do not take iron if ..." -> "Принимайте железо, если ..."
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.checks.negating import has_row, negations
from handouts.checks.pairs import LinePair, SectionPair, lines_of, place
from handouts.checks.quantities import GAP, legible
from handouts.diagnostics import Diagnostic, warning

RULE = "translation-negation"
# A stop between figures is a decimal point; one before a small letter belongs to an abbreviation.
_SENTENCE = re.compile(r"[^.!?。！？।؟]*(?:[.!?](?=\d)[^.!?。！？।؟]*)*[.!?。！？।؟]*")


def check(pair: SectionPair) -> Iterator[Diagnostic]:
    """One finding for each sentence whose negation has no partner."""
    if not (has_row(pair.source.language) and has_row(pair.language)):
        return
    for line in lines_of(pair):
        for source, text in paired(line):
            has = negations(source, pair.source.language)
            if has and not negations(text, pair.language):
                said = " and ".join(dict.fromkeys(f"'{word.lower()}'" for word in has))
                message = f"{place(line.source.mark)} says {said} in '{_short(source)}'; here no such word stands."
                yield warning(RULE, line.translation.mark, message, "See if the translation says the opposite.")


def paired(line: LinePair) -> list[tuple[str, str]]:
    """Sentences that belong together, or the whole line when their numbers differ."""
    source, text = sentences(line.source_text), sentences(line.text)
    if len(source) == len(text):
        return list(zip(source, text, strict=True))
    return [(" ".join(source), " ".join(text))]


def sentences(text: str) -> list[str]:
    """The sentences of a line, without citations."""
    found = (each.strip() for each in _SENTENCE.findall(legible(text).replace(GAP, " ")))
    return [each for each in found if re.search(r"\w", each)]


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57].rsplit(" ", 1)[0] + " …"
