"""Dates name the month.

03/04/2025 is 4 March in one country and 3 April in the next. A date as 2025-04-03 or with the month as a word is read
in one way only.

Source: ISO 8601-1:2019; W3C Internationalization, "Date formats".

Good:

    - text: We checked this on 3 April 2025.

Bad:

    - text: We checked this on 03/04/2025.
                               ^
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.checks.content.ruling import Option, Options, Problem, at
from handouts.checks.content.subject import Page
from handouts.checks.numerals import base
from handouts.diagnostics import Severity

ID = "ambiguous-date"
SEVERITY = Severity.WARNING
OPTIONS: tuple[Option, ...] = ()

_DATE = re.compile(
    r"(?<![\d/.-])(?P<a>\d{1,2})(?P<mark>[/.-])(?P<b>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})(?![\d/-]|\.\d)"
)
# Where 3.4.2025 can only be the third of April.
_DAY_FIRST_WITH_DOTS = frozenset({"cs", "da", "de", "fi", "nb", "no", "pl", "ru", "tr", "uk"})
_MONTHS = 12


def check(page: Page, options: Options) -> Iterator[Problem]:
    """One problem for each date in figures, at its beginning."""
    dotted = base(page.language) in _DAY_FIRST_WITH_DOTS
    for passage in page.passages:
        for match in _DATE.finditer(passage.text):
            clear = match["mark"] == "." and dotted and len(match["year"]) > 2
            if not clear and _possible(int(match["a"]), int(match["b"])):
                message = f"'{match.group()}' is another day in another country."
                yield at(passage, match.start(), message, "Write the month as a word.")


def _possible(first: int, second: int) -> bool:
    return 1 <= min(first, second) <= _MONTHS and max(first, second) <= 31
