"""Doses are written so that they cannot be misread.

`IU` is read as IV or 10, `U` as 0 or 4, `5.0 mg` as 50 mg, `.5 mg` as 5 mg, `QD` as QID; `MS` may be morphine sulfate
or magnesium sulfate. Each language's own decimal sign and short form of "international units" is known; "units" written
out is right everywhere. Trailing zeros are allowed in results of tests (per mL, dL or L), where they tell precision.

Source: Joint Commission, "Do Not Use" list of abbreviations. It binds orders and medication records; for leaflets it is
good practice.

Good:

    - text: Take 5 mg, or 0.5 mL, once each day. One tablet has 400 units of vitamin D.

Bad:

    - text: Take 5.0 mg each day.
                 ^

Bad:

    - text: Take .5 mg each day.
                 ^

Bad:

    - text: One tablet has 400 IU of vitamin D.
                               ^

Bad (de):

    - text: Nehmen Sie täglich 2,0 mg.
                               ^
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from handouts.checks.content.ruling import Option, Options, Problem, at
from handouts.checks.content.subject import Page
from handouts.checks.numerals import DECIMAL_COMMA, EITHER_MARK, LETTER, base
from handouts.checks.units import END, SPELLINGS
from handouts.diagnostics import Severity

ID = "dose-form"
SEVERITY = Severity.ERROR
OPTIONS: tuple[Option, ...] = ()

_DOSES = ("kg", "g", "mg", "µg", "ng", "mL", "L", "mmol", "mEq", "IU", "tablet", "tablets", "unit", "units")
_NOT_PER = r"(?!\s?/\s?(?:[dmµ]?[Ll]|д?л|мл|mL|毫升|分升))"
# What each language shortens "international units" to.
_UNITS: Mapping[str, str] = {
    "de": r"I\.?\s?E\.?", "es": "UI|U\\.I\\.", "fr": "UI", "pt": "UI", "ru": "МЕ", "it": "UI", "nl": "IE",
}  # fmt: skip
_LATIN = {
    "QD": "every day", "QOD": "every other day", "MS": "morphine sulfate or magnesium sulfate, in full",
    "MSO4": "morphine sulfate", "MgSO4": "magnesium sulfate",
}  # fmt: skip
_SHORT = re.compile(
    r"(?<![\w.])(?:[Qq]\.?[Dd]\.?|[Qq]\.?[Oo]\.?[Dd]\.?|MSO4|MgSO4|MS(?=\s?\d|\s(?:tablets?|inject)))(?![\w])"
)
_LONE_U = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)?\s?[Uu](?![\w/])")


def check(page: Page, options: Options) -> Iterator[Problem]:
    """One problem for each form, at its beginning."""
    trailing, leading, units = _patterns(base(page.language))
    for passage in page.passages:
        text = passage.text
        for match in trailing.finditer(text):
            whole = f"{match['whole']}{match['gap']}{match['unit']}"
            message = f"The zero in '{match.group()}' can be read as ten times the dose."
            yield at(passage, match.start(), message, f"Write {whole}.")
        for match in leading.finditer(text):
            message = f"The mark in '{match.group()}' can be overlooked, which makes the dose larger."
            yield at(passage, match.start(), message, f"Write 0{match.group()}.")
        for match in units.finditer(text):
            message = f"'{match.group()}' can be misread."
            yield at(passage, match.start(), message, "Write out international units, or give mg or µg.")
        for match in _LONE_U.finditer(text):
            yield at(passage, match.start(), f"The U in '{match.group()}' can be read as 0 or 4.", "Write out 'units'.")
        for match in _SHORT.finditer(text):
            known = match.group().replace(".", "")
            plain = _LATIN.get(known, _LATIN.get(known.upper(), ""))
            yield at(passage, match.start(), f"'{match.group()}' can be misread.", f"Write out: {plain}.")


@lru_cache(maxsize=64)
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    mark = "[.,٫]" if language in EITHER_MARK else "," if language in DECIMAL_COMMA else r"\."
    spellings = {spelling for name in _DOSES for spelling in SPELLINGS.get(name, (name,))}
    unit = "|".join(re.escape(each) for each in sorted(spellings, key=len, reverse=True))
    end = rf"(?P<gap>[\s\u00a0\u202f]?)(?P<unit>{unit}){END}(?![0-9_]){_NOT_PER}"
    other = "|" + _UNITS[language] if language in _UNITS else ""
    return (
        re.compile(rf"(?<![\d.,])(?P<whole>\d+){mark}0{{1,2}}{end}"),
        re.compile(rf"(?<![\w.,٫]){mark}\d+{end}"),
        re.compile(rf"(?<!{LETTER})(?<!\.)(?:IU|I\.U\.{other}){END}(?![0-9_])"),
    )
