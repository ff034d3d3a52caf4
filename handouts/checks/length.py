"""`translation-length`: a line much shorter or longer than languages usually make it has lost or gained something.

The length of a translated line in characters is compared with its source; each language has a span in which its
lines usually lie. Lines under 40 characters vary too much and are not measured. A warning: look, then decide.

Good: 120 characters of English, 55 of Chinese.
Bad: 120 characters of English, 40 of German.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from handouts.checks.numerals import base
from handouts.checks.pairs import SectionPair, lines_of, place
from handouts.checks.quantities import GAP
from handouts.diagnostics import Diagnostic, warning

RULE = "translation-length"
LEAST = 40
# Characters of the translation per character of English: the least and the most that are usual.
SPANS: Mapping[str, tuple[float, float]] = {
    "ar": (0.45, 1.8),
    "de": (0.75, 2.4),
    "es": (0.65, 2.3),
    "fr": (0.7, 2.6),
    "hi": (0.5, 2.1),
    "ja": (0.2, 0.9),
    "ko": (0.25, 1.1),
    "pt": (0.65, 2.2),
    "ru": (0.55, 2.1),
    "tl": (0.55, 2.4),
    "vi": (0.6, 2.0),
    "zh": (0.16, 0.7),
}
_USUAL = (0.4, 2.5)


def check(pair: SectionPair) -> Iterator[Diagnostic]:
    """One finding for each line whose length is outside the language's span."""
    least, most = SPANS.get(base(pair.language), _USUAL)
    for line in lines_of(pair):
        source, here = _length(line.source_text), _length(line.text)
        if source < LEAST or least <= here / source <= most:
            continue
        message = (
            f"{place(line.source.mark)} has {source} characters; here stand {here}, "
            f"{here / source:.0%} of it, usual are {least:.0%} to {most:.0%}."
        )
        yield warning(RULE, line.translation.mark, message, "See if something was lost or added.")


def _length(text: str) -> int:
    return len(text.replace(GAP, "").strip())
