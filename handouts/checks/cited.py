"""`translation-citations`: each line cites the same sources in the same order.

The numbers printed for citations are the same in every language only if the order is. How the keys are grouped in
brackets is free.

Good: "... is below 20%. [@aasm2025; @allen2018]" and the same two keys at the end of the translated line.
Bad: one of the two keys lost; a key moved to the line before; another key.
"""

from __future__ import annotations

from collections.abc import Iterator

from handouts.checks.pairs import SectionPair, place
from handouts.content import Citation, Line
from handouts.diagnostics import Diagnostic, error

RULE = "translation-citations"


def check(pair: SectionPair) -> Iterator[Diagnostic]:
    """One finding for each line that cites other sources, or the same in another order."""
    for line in pair.lines:
        has, here = keys(line.source), keys(line.translation)
        if has != here:
            message = f"{place(line.source.mark)} cites {_listed(has)}; here stands {_listed(here)}."
            hint = "Cite the same keys in the same order as the source does in this line."
            yield error(RULE, line.translation.mark, message, hint)


def keys(line: Line) -> tuple[str, ...]:
    """The keys cited in a line, in order."""
    return tuple(key for part in line.parts if isinstance(part, Citation) for key in part.keys)


def _listed(cited: tuple[str, ...]) -> str:
    return f"[{'; '.join(f'@{key}' for key in cited)}]" if cited else "none"
