"""`translation-placeholders`: each line has the same placeholders.

`{poison.number}` is filled with the clinic's own value when the handout is made. Lost or exchanged, the wrong number
or none is printed. The order may differ, names are never translated.

Good: "call {poison.number} or {emergency.number}" with both names in the translated line.
Bad: `{poison.number}` lost, or written twice instead of `{emergency.number}`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from handouts.checks.pairs import SectionPair, place
from handouts.diagnostics import Diagnostic, error

RULE = "translation-placeholders"


def check(pair: SectionPair) -> Iterator[Diagnostic]:
    """One finding for each line whose placeholders differ."""
    for line in pair.lines:
        has, here = Counter(line.source.slots), Counter(line.translation.slots)
        if has != here:
            missing, extra = _listed(has - here), _listed(here - has)
            message = (
                f"{place(line.source.mark)} has {missing or 'no such placeholder'}; here stands {extra or 'none'}."
            )
            yield error(RULE, line.translation.mark, message, "Write the same placeholders, with the same names.")


def _listed(names: Counter[str]) -> str:
    return " and ".join(f"{{{name}}}" for name in names.elements())
