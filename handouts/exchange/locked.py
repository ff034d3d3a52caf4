"""What no translation may change: placeholders, citations, web addresses and numbers, and how to compare them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import Literal

Kind = Literal["placeholder", "citation", "link", "number"]

_TOKEN = re.compile(
    r"(?P<escape>\\.)"
    r"|(?P<citation>\[@[^\[\]]*\])"
    r"|(?P<placeholder>\{[A-Za-z0-9._-]+\})"
    r"|(?P<link>\]\((?:[^()\s]|\([^()\s]*\))*\)|<[a-z]+:[^<>\s]*>)"
    r"|(?P<open>\[)"
    r"|(?P<number>(?:\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+|\d+(?:[.,'’٬٫]\d+)*)(?!\d))",
    re.S,
)
_SPACES = str.maketrans("", "", " \u00a0\u2009\u202f'’٬")
_MARKS = str.maketrans({"٫": "."})
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")
_UNIT = re.compile(
    r"[ \u00a0]?(?:%|(?:mcg|mg|kg|ng|[µμ]g|g|mL|ml|L|IU|mmol|mEq|mm|cm|hours?|minutes?|days?|weeks?|months?|years?)"
    r"(?:/(?:mL|dL|L|kg|day))?(?!\w))"
)
_KINDS: dict[str, Kind] = {
    "placeholder": "placeholder", "citation": "citation", "link": "link", "number": "number",
}  # fmt: skip
_CALLED = {"placeholder": "placeholder", "citation": "citation", "link": "web address", "number": "number"}


@dataclass(frozen=True, slots=True)
class Token:
    """One locked piece of a text, from `start` to before `end`; `key` is equal where the meaning is equal."""

    kind: Kind
    text: str
    start: int
    end: int
    key: str


def tokens(text: str) -> tuple[Token, ...]:
    """The locked pieces in order; a link gives two, its opening bracket and its address."""
    found: list[Token] = []
    brackets: list[int] = []
    for match in _TOKEN.finditer(text):
        kind, piece = match.lastgroup, match.group()
        if kind == "open":
            brackets.append(match.start())
        elif kind == "link" and piece.startswith("]"):
            if brackets:
                start = brackets.pop()
                found.append(Token("link", "[", start, start + 1, f"[{piece}"))
            found.append(Token("link", piece, match.start(), match.end(), piece[2:-1]))
        elif kind in _KINDS:
            found.append(Token(_KINDS[kind], piece, match.start(), match.end(), _key(kind, piece)))
    return tuple(sorted(found, key=lambda token: token.start))


def _key(kind: str, piece: str) -> str:
    if kind == "citation":
        return ";".join(part.strip().removeprefix("@") for part in piece[1:-1].split(";"))
    return canonical(piece) if kind == "number" else piece.strip("<>{}")


def canonical(number: str) -> str:
    """A number in one form, whichever digits, decimal sign or grouping it was written with."""
    digits = "".join(_digit(character) for character in number).translate(_SPACES).translate(_MARKS)
    if _THOUSANDS.fullmatch(digits):
        return re.sub(r"[.,]", "", digits)
    return digits.replace(",", ".")


def _digit(character: str) -> str:
    value = unicodedata.digit(character, None)
    return character if value is None else str(value)


def numbers_with_units(text: str) -> tuple[str, ...]:
    """The numbers as a translator should see them in a note: `75 ng/mL`, `20%`; each once."""
    found = []
    for token in tokens(text):
        if token.kind == "number":
            unit = _UNIT.match(text, token.end)
            found.append(text[token.start : unit.end() if unit else token.end])
    return tuple(dict.fromkeys(found))


def of_kind(text: str, kind: Kind) -> tuple[str, ...]:
    """The pieces of one kind as written, each once."""
    return tuple(dict.fromkeys(token.text for token in tokens(text) if token.kind == kind and token.text != "["))


def differences(source: str, target: str) -> tuple[str, ...]:
    """One sentence for each locked piece that is lost, changed or new in the translation."""
    wanted, found = _counted(source), _counted(target)
    lost = [f"The {_CALLED[kind]} {key} is missing." for kind, key in (wanted - found).elements()]
    extra = [
        f"The {_CALLED[kind]} {key} does not stand in the English text, or not as often."
        for kind, key in (found - wanted).elements()
    ]
    return (*lost, *extra)


def _counted(text: str) -> Counter[tuple[Kind, str]]:
    counts: Counter[tuple[Kind, str]] = Counter()
    for token in tokens(text):
        if token.text != "[":
            counts.update((token.kind, key) for key in token.key.split(";"))
    return counts
