"""`translation-shape`: a translation is built like its source.

The same blocks in the same order, as many items in each list, rows and columns in each table, key points and
questions; the same tone of a callout, `safety:`, `box:` and `when:`. A lost row is a lost dose, and a handout in two
languages side by side needs partners. Widths of columns and pictures may differ.

Good: five rows in English, five rows in Arabic.
Bad: five rows in English, four in Arabic; a `text:` where English has a `list:`.
"""

from __future__ import annotations

from collections.abc import Iterator

from handouts.checks.pairs import SectionPair, place
from handouts.diagnostics import Diagnostic, error

RULE = "translation-shape"
_HINT = "Give the translation the same blocks, items and rows, in the same order, as its source."


def check(pair: SectionPair) -> Iterator[Diagnostic]:
    """One finding for each place where the shapes part."""
    for difference in pair.differences:
        message = f"{place(difference.source)} has {difference.has}; here stands {difference.here}."
        yield error(RULE, difference.translation, message, _HINT)
