"""`translation-links`: each line leads to the same web addresses.

The words of a link are translated, its address is not: the page was reviewed together with the English text. A page
in the patient's own language is a change of the source, where both can be reviewed.

Good: `[NHS](https://www.nhs.uk/...)` with the same address.
Bad: another address, a lost link, a link written out as text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from handouts.checks.pairs import SectionPair, place
from handouts.content import Line, Slot, Words
from handouts.diagnostics import Diagnostic, error

RULE = "translation-links"


def check(pair: SectionPair) -> Iterator[Diagnostic]:
    """One finding for each line whose addresses differ."""
    for line in pair.lines:
        has, here = Counter(addresses(line.source)), Counter(addresses(line.translation))
        if has != here:
            missing, extra = " and ".join((has - here).elements()), " and ".join((here - has).elements())
            message = f"{place(line.source.mark)} has {missing or 'no such link'}; here stands {extra or 'no link'}."
            yield error(RULE, line.translation.mark, message, "Link to the same addresses as the source does.")


def addresses(line: Line) -> tuple[str, ...]:
    """The addresses of a line; a link with bold words inside is one link."""
    linked = (part.link if isinstance(part, Words | Slot) else "" for part in line.parts)
    return tuple(link for link, _ in groupby(linked) if link)
