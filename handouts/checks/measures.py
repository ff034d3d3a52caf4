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
    """Numbers (as written) whose unit differs, and units without a partner that only one side has."""
    has, here = quantities(line.source_text, languages[0]), quantities(line.text, languages[1])
    counts, others = Counter(_values(has)), Counter(_values(here))
    common = {value for value, count in counts.items() if others[value] == count}
    lone, lone_here = _lone(line.source_text, has, languages[0], common), _lone(line.text, here, languages[1], common)
    return (
        [*_less(has, here, common), *(lone - lone_here).elements()],
        [*_less(here, has, common), *(lone_here - lone).elements()],
    )


def _values(found: tuple[Quantity, ...]) -> Iterator[Decimal]:
    for each in found:
        yield from each.numbers


def _less(some: tuple[Quantity, ...], others: tuple[Quantity, ...], common: set[Decimal]) -> list[str]:
    """As written, what the one side measures in a unit in which the other does not."""
    left = Counter(atom for each in others for atom in _measured(each, common))
    rest = []
    for each in some:
        for atom in _measured(each, common):
            if left[atom]:
                left[atom] -= 1
            else:
                rest.append(each.text)
    return list(dict.fromkeys(rest))


def _measured(quantity: Quantity, common: set[Decimal]) -> list[tuple[Decimal, str]]:
    unit = "" if quantity.unit == PERCENT else quantity.unit
    return [(value, unit) for value in quantity.numbers if value in common]


def _lone(text: str, found: tuple[Quantity, ...], language: str, common: set[Decimal]) -> Counter[str]:
    """Units without a number, and of numbers that have no partner, as they may be words there."""
    units = [each.unit for each in found if each.unit not in ("", PERCENT) and not common.issuperset(each.numbers)]
    if not lone_units(text, base(language)):
        return Counter(units)
    rest = list(legible(text))
    for each in found:
        rest[each.start : each.end] = GAP * (each.end - each.start)
    return Counter([*units, *lone_units("".join(rest), base(language))])
