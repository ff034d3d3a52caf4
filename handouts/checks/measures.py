"""`translation-units`: each number keeps its unit.

Units are compared by what they are, not by their spelling: mg, мг, मिग्रा, ملغ and 毫克 are one unit, mcg and µg are
another, a thousand times smaller. Units without a figure (a column headed "Ferritin (ng/mL)") are compared too. Words
for time are not units here; their numbers are compared by `translation-numbers`.

Good: "350 mg" -> "350 мг"; "75 ng/mL" -> "75 нг/мл".
Bad: "350 mg" -> "350 мкг"; "75 ng/mL" -> "75 нг"; "1,000 µg" -> "1,000".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from handouts.checks.numbers import told
from handouts.checks.numerals import base
from handouts.checks.pairs import LinePair, SectionPair, lines_of
from handouts.checks.quantities import GAP, Quantity, legible, quantities
from handouts.checks.units import PERCENT, lone_units
from handouts.diagnostics import Diagnostic, error

RULE = "translation-units"
_HINT = "Keep the unit; a local spelling of the same unit, such as мг for mg, is right too."


def check(pair: SectionPair) -> Iterator[Diagnostic]:
    """One finding for each line whose units differ; numbers that differ are left to their own rule."""
    languages = (pair.source.language, pair.language)
    for line in lines_of(pair):
        has, here = differing(line, languages)
        if has or here:
            yield error(RULE, line.translation.mark, told(line.source.mark, has, here), _HINT)


def differing(line: LinePair, languages: tuple[str, str]) -> tuple[list[str], list[str]]:
    """Numbers (as written) whose unit differs, and units without a number that only one side has."""
    has, here = quantities(line.source_text, languages[0]), quantities(line.text, languages[1])
    common = {value for each in has for value in each.numbers} & {value for each in here for value in each.numbers}
    only_source, only_here = _less(has, here, common), _less(here, has, common)
    lone, others = _lone(line.source_text, has, languages[0]), _lone(line.text, here, languages[1])
    return (
        [*dict.fromkeys(only_source), *(lone - others).elements()],
        [*dict.fromkeys(only_here), *(others - lone).elements()],
    )


def _less(some: tuple[Quantity, ...], others: tuple[Quantity, ...], common: set[Decimal]) -> list[str]:
    left = Counter(_measured(others, common))
    rest = []
    for each in some:
        for atom in _measured((each,), common):
            if left[atom]:
                left[atom] -= 1
            elif atom[1] or any(value == atom[0] for value, _ in left):
                rest.append(each.text)
    return rest


def _measured(found: tuple[Quantity, ...], common: set[Decimal]) -> list[tuple[Decimal, str]]:
    return [
        (value, "" if each.unit == PERCENT else each.unit)
        for each in found
        for value in each.numbers
        if value in common
    ]


def _lone(text: str, found: tuple[Quantity, ...], language: str) -> Counter[str]:
    """Names of the units that belong to no number."""
    if not found and not lone_units(text, base(language)):
        return Counter()
    rest = list(legible(text))
    for each in found:
        rest[each.start : each.end] = GAP * (each.end - each.start)
    return Counter(lone_units("".join(rest), base(language)))
