"""Each unit has one spelling, and stands apart from its number.

A reader who meets `mcg`, `ug` and `µg` on one sheet takes them for three units. Symbols are compared; units written out
as words ("milligrams") are always right. Between number and unit stands a space, which the page never breaks.

Source: SI Brochure (BIPM), 5.4.3, for the space; ISMP advises `mcg` in handwriting: the option `micro` chooses.

Good:

    - text: The limit is 100 µg, or 0.1 mg, a day. Take 5 mL of it.

Bad:

    - text: The limit is 100 mcg a day.
                             ^

Bad:

    - text: Take 5mg of it.
                 ^

Bad (ru):

    - text: Предел составляет 100 mg в день.
                                  ^
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from handouts.checks.content.ruling import Option, Options, Problem, at
from handouts.checks.content.subject import Page
from handouts.checks.numerals import base
from handouts.checks.units import END
from handouts.diagnostics import Severity

ID = "unit-spelling"
SEVERITY = Severity.WARNING
OPTIONS = (Option("micro", "How micrograms are written where the Latin symbol is used.", "µg", allowed=("µg", "mcg")),)

# Symbols that are looked for, by the symbol that is right. Spellings with another case are wrong ones, too.
_WRONG: Mapping[str, tuple[str, ...]] = {
    "mg": ("mgs", "mgm", "Mg", "MG", "mg."),
    "g": ("gm", "gms", "gr"),
    "kg": ("Kg", "KG", "kgs"),
    "µg": ("ug", "mcg", "mcgs", "µgs", "μg"),
    "mL": ("ml", "ML", "mls", "cc", "mLs"),
    "L": ("l", "lt", "ltr"),
    "dL": ("dl", "DL"),
    "ng": ("Ng", "NG"),
    "mmol": ("Mmol", "mmols"),
}
# Languages that write units in their own letters, with what they write for the Latin symbols.
_OWN: Mapping[str, Mapping[str, str]] = {
    "ru": {
        "mg": "мг", "g": "г", "kg": "кг", "µg": "мкг", "ng": "нг", "mL": "мл", "L": "л", "mmol": "ммоль",
        "ng/mL": "нг/мл",
    },
}  # fmt: skip
_ADDRESS = re.compile(r"@|://|www\.")
_UNSPACED = frozenset({"zh", "ja", "ko", "th"})
_AMOUNT = re.compile(
    r"(?<![0-9A-Za-z_.,])(?P<number>\d+(?:[.,]\d+)*)(?P<gap>[\s\u00a0\u202f]?)"
    rf"(?P<unit>[A-Za-zµμ]{{1,5}}(?:/[A-Za-z]{{1,3}})?){END}(?![0-9_])"
)


def check(page: Page, options: Options) -> Iterator[Problem]:
    """One problem for each unit, at the unit, or at the number it sticks to."""
    language = base(page.language)
    own = _OWN.get(language, {})
    micro = options.word("micro")
    for passage in page.passages:
        text = passage.text if not _ADDRESS.search(passage.text) else ""
        for match in _AMOUNT.finditer(text):
            unit = match["unit"]
            right = "/".join(_right(part, micro) for part in unit.split("/"))
            if not all(_known(part) for part in unit.split("/")):
                continue
            wanted = own.get(right, right)
            if wanted != unit:
                yield at(
                    passage, match.start("unit"), f"The unit '{unit}' is written '{wanted}' here.", f"Write {wanted}."
                )
            elif not match["gap"] and language not in _UNSPACED:
                message = f"'{match.group()}' has no space between number and unit."
                yield at(passage, match.start(), message, f"Write {match['number']} {unit}.")


def _known(part: str) -> bool:
    return part in _WRONG or any(part in wrong for wrong in _WRONG.values())


def _right(part: str, micro: str) -> str:
    name = next((name for name, wrong in _WRONG.items() if part in wrong), part)
    return micro if name == "µg" else name
