"""No word stands twice in a row.

"the the" is the mistake that proofreaders miss. Languages that double words on purpose (Chinese, Vietnamese, Tagalog,
Hindi, Arabic) are not looked at, nor are words that may be doubled ("that that", "vous vous", "die die").

Good:

    - text: Take the tablets in the morning.

Bad:

    - text: Take the the tablets in the morning.
                     ^
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from handouts.checks.content.ruling import Option, Options, Problem, at
from handouts.checks.content.subject import Page
from handouts.checks.numerals import LETTER, base
from handouts.diagnostics import Severity

ID = "repeated-word"
SEVERITY = Severity.WARNING
OPTIONS: tuple[Option, ...] = ()

_MAY: Mapping[str, frozenset[str]] = {
    "de": frozenset({"das", "den", "der", "die", "sie"}),
    "en": frozenset({"had", "that", "very"}),
    "es": frozenset(),
    "fr": frozenset({"nous", "vous"}),
    "pt": frozenset(),
    "ru": frozenset({"еле", "чуть"}),
}
_TWICE = re.compile(rf"(?<!{LETTER})({LETTER}{{2,}})[ \u00a0]+(\1)(?!{LETTER}|['’-])", re.IGNORECASE)


def check(page: Page, options: Options) -> Iterator[Problem]:
    """One problem for each word, where it stands for the second time."""
    may = _MAY.get(base(page.language))
    for passage in page.passages if may is not None else ():
        for match in _TWICE.finditer(passage.text):
            if may is not None and match[1].lower() not in may:
                yield at(passage, match.start(2), f"'{match[2]}' stands here twice.", "Remove one.")
