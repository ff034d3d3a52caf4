"""`translation-numbers`: every number of a line stands in its translation, and no other.

Numbers, decimals, thousands, ranges, percentages, how often and how long, and the words and signs beside a number
(at least, below, ≥). Read by the language's own convention: `1.000 µg` is a thousand in Spanish and one in English.
The order may differ. Each line, list item and table cell is compared by itself. A figure up to 12 may be a word in
the other language, if `numerals` declares the word; web addresses, citations and placeholders are not read.

Good: "75 ng/mL or less" -> "75 нг/мл или меньше"; "12.4 mmol" -> "12,4 mmol"; "2 hours" -> "zwei Stunden".
Bad: "75 ng/mL" -> "57 ng/mL"; "20%" -> "20"; "40–90%" -> "40–80%"; "at least 2 hours" -> "höchstens 2 Stunden".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from handouts.checks.comparisons import Comparison, comparisons, has_table
from handouts.checks.negating import negations
from handouts.checks.numerals import word_values
from handouts.checks.pairs import LinePair, SectionPair, lines_of, place
from handouts.checks.quantities import Quantity, legible, quantities
from handouts.checks.units import PERCENT
from handouts.diagnostics import Diagnostic, Mark, error, warning

RULE = "translation-numbers"
_HINT = "Take the numbers from the source; write figures as figures, in the language's own convention."
_Atom = tuple[Decimal, str]


def check(pair: SectionPair) -> Iterator[Diagnostic]:
    """One finding for each line whose numbers, ranges or comparisons differ."""
    languages = (pair.source.language, pair.language)
    for line in lines_of(pair):
        wrong = tuple(_numbers(line, languages)) or tuple(_ranges(line, languages))
        yield from wrong
        if not wrong:
            yield from _comparisons(line, languages)


def differing(source: str, translation: str, languages: tuple[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The numbers, as written, that only the source has and that only the translation has."""
    has, here = _atoms(quantities(source, languages[0])), _atoms(quantities(translation, languages[1]))
    only_source, only_here = _less(has, here), _less(here, has)
    if only_source or only_here:
        words = Counter(word_values(legible(source), languages[0]))
        others = Counter(word_values(legible(translation), languages[1]))
        only_source = _without_words(only_source, others - words)
        only_here = _without_words(only_here, words - others)
    return tuple(text for _, text in only_source), tuple(text for _, text in only_here)


def told(source: Mark, has: Iterable[str], here: Iterable[str]) -> str:
    """The sentence about what stands on either side; one of them may be empty."""
    there, stands = (re.sub(r"\s", " ", " and ".join(texts)) for texts in (has, here))
    if not stands:
        return f"{place(source)} has {there}; here it is missing."
    return f"{place(source)} has {there or 'no such number'}; here stands {stands}."


def _numbers(line: LinePair, languages: tuple[str, str]) -> Iterator[Diagnostic]:
    has, here = differing(line.source_text, line.text, languages)
    if has or here:
        yield error(RULE, line.translation.mark, told(line.source.mark, has, here), _HINT)


def _atoms(found: Iterable[Quantity]) -> list[tuple[_Atom, str]]:
    """Each number, ends of ranges apart, with whether it is a percentage, and how it is written."""
    return [
        ((number, PERCENT if quantity.unit == PERCENT else ""), quantity.text)
        for quantity in found
        for number in quantity.numbers
    ]


def _less(some: list[tuple[_Atom, str]], others: list[tuple[_Atom, str]]) -> list[tuple[_Atom, str]]:
    left = Counter(atom for atom, _ in others)
    rest = []
    for atom, text in some:
        if left[atom]:
            left[atom] -= 1
        else:
            rest.append((atom, text))
    return rest


def _without_words(atoms: list[tuple[_Atom, str]], words: Counter[Decimal]) -> list[tuple[_Atom, str]]:
    """What remains when number words that have no partner are taken for figures."""
    rest = []
    for (value, percent), text in atoms:
        if not percent and words[value]:
            words[value] -= 1
        else:
            rest.append(((value, percent), text))
    return rest


def _ranges(line: LinePair, languages: tuple[str, str]) -> Iterator[Diagnostic]:
    """Ranges with the right numbers but other ends; where one side says it without a range, nothing is compared."""
    has = [each for each in quantities(line.source_text, languages[0]) if each.to is not None]
    here = [each for each in quantities(line.text, languages[1]) if each.to is not None]
    if len(has) == len(here) and Counter(each.numbers for each in has) != Counter(each.numbers for each in here):
        message = told(line.source.mark, [each.text for each in has], [each.text for each in here])
        yield error(RULE, line.translation.mark, message, _HINT)


def _comparisons(line: LinePair, languages: tuple[str, str]) -> Iterator[Diagnostic]:
    """Comparisons turned round (error) or lost (error for signs, warning for words: there are many ways to say it)."""
    theirs, here = comparisons(line.source_text, languages[0]), list(comparisons(line.text, languages[1]))
    if not theirs:
        return
    words = word_values(legible(line.text), languages[1])
    negated = bool(negations(line.source_text, languages[0]) and negations(legible(line.text), languages[1]))
    for has in theirs:
        partner = _partner(has, here)
        if partner is not None:
            here.remove(partner)
        if partner is None and (has.sign or (has_table(languages[1]) and has.value not in words)):
            report = error if has.sign else warning
            hint = "Say in the translation on which side of the number it lies, such as 'at least' or 'below'."
            yield report(RULE, line.translation.mark, told(line.source.mark, [has.text], []), hint)
        elif partner is not None and _opposed(has, partner, negated):
            message = told(line.source.mark, [has.text], [partner.text])
            yield error(RULE, line.translation.mark, message, "The two say different sides of the number.")


def _opposed(has: Comparison, here: Comparison, negated: bool) -> bool:
    """True when the sides differ; with a "not" in both lines, the bare words may agree: it can stand far off."""
    if has.sign and here.sign:
        return has.sign != here.sign
    return has.side != here.side and not (negated and has.word_side == here.word_side)


def _partner(has: Comparison, here: list[Comparison]) -> Comparison | None:
    """The translation's comparison with the same number, one on the same side if there are several."""
    same = [each for each in here if each.value == has.value]
    return next((each for each in same if each.side == has.side), same[0] if same else None)
