"""How large, how close, how dark: the limits of each reading profile, every one with its source.

A file says in its metadata which profile it was made for. What the profile's row does not name is taken from the
general row, which is all there is for files from elsewhere. A new profile is a new row: no code.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

from handouts.diagnostics import Severity

Measure: TypeAlias = Literal[
    "body", "least", "table", "caption", "reference", "running", "raised", "heading", "h1", "h2",
    "x-height", "line-most", "line-most-reference", "line-wanted", "line-wanted-east-asian", "leading",
    "letter-spacing-least", "letter-spacing-most", "word-spacing", "columns",
    "capitals", "italics", "underline", "justified", "lone-lines", "last-page",
    "edge", "margin", "qr-side", "qr-quiet", "qr-contrast", "numbered-from",
]  # fmt: skip


class Limit(NamedTuple):
    """A limit, who sets it, and how much it matters when it is broken."""

    value: float
    source: str
    severity: Severity


def _must(value: float, source: str) -> Limit:
    return Limit(value, source, Severity.ERROR)


def _should(value: float, source: str) -> Limit:
    return Limit(value, source, Severity.WARNING)


_RNIB = "RNIB Clear Print"
_RNIB_LEAST = "RNIB Clear Print: 12 pt is the least"
_GUIDE = "21 CFR 208.20: Medication Guides 10 pt or more"
_FDA = "FDA, Instructions for Use: 8 pt only for small items"
_NOTIFY = "GOV.UK Notify: letters, large print in 16 pt"
_ACB = "ACB large print guidelines 2025"
_ACB_LOW_VISION = "ACB guidelines (W3C Low Vision Task Force)"
_BDA = "BDA dyslexia style guide 2023"
_PMCPA = "PMCPA, legibility"
_WCAG_LINES = "WCAG 2.1, 1.4.8"
_USP = "USP <17>: line gap of 25 to 30 % of the size"
_DESIGN = "handouts page design"
_ALLOWED = 1.0  # a share of all letters
_NONE = 0.0

GENERAL: Mapping[Measure, Limit] = {
    # Type sizes in points: prose, anything at all, and kinds of text that may be smaller than prose.
    "body": _should(12, _RNIB_LEAST),
    "least": _should(8, _FDA),
    "table": _should(10, _GUIDE),
    "caption": _should(10, _GUIDE),
    "reference": _should(10, _GUIDE),
    "running": _should(8, _FDA),
    "raised": _should(8, _FDA),
    "heading": _should(12, _RNIB_LEAST),
    "x-height": _must(1.0, f"{_PMCPA}: 1 mm"),  # millimetres
    # Characters in a line.
    "line-most": _must(100, f"{_PMCPA}: 100 characters"),
    # A list of sources is looked up and not read through.
    "line-most-reference": _should(100, f"{_PMCPA}: 100 characters"),
    "line-wanted": _should(80, f"{_WCAG_LINES}: 80 characters"),
    "line-wanted-east-asian": _should(40, f"{_WCAG_LINES}: 40 characters of Chinese, Japanese or Korean"),
    # From baseline to baseline, as a multiple of the type size.
    "leading": _should(1.25, _USP),
    "columns": _should(9, _DESIGN),
    # What is set for emphasis only: the share of letters that may be.
    "capitals": _should(_NONE, _RNIB),
    "italics": _should(_NONE, _RNIB),
    "underline": _should(_NONE, _RNIB),
    "justified": _should(_NONE, f"{_RNIB}; {_WCAG_LINES}"),
    # Lines of a paragraph alone on a page; lines that a last page should hold at least.
    "lone-lines": _should(_NONE, _DESIGN),
    "last-page": _should(3, _DESIGN),
    # Millimetres from the edge of the paper: where all laser printers cut off, and where some do.
    "edge": _must(4.0, "printer manuals: nothing is printed within 4 mm of the edge"),
    "margin": _should(5.0, "printer manuals: some print nothing within 5 mm (0.2 in) of the edge"),
    "qr-side": _must(20, "QR print size guides: 20 mm or more"),
    "qr-quiet": _must(4, "ISO/IEC 18004: a quiet zone of 4 modules"),
    "qr-contrast": _must(4.5, "dark on light, as text: WCAG 2.1, 1.4.3"),
    "numbered-from": _should(2, f"{_RNIB}; GOV.UK Notify: page numbers on every page"),  # pages
}

_OURS: Mapping[Measure, Limit] = {
    "body": _must(12, _RNIB_LEAST),
    "least": _must(10, _GUIDE),
    "table": _must(10, f"{_GUIDE}; Simplification Centre paper 10: tables may have a floor of their own"),
    "caption": _must(10, _GUIDE),
    "reference": _must(10, _GUIDE),
    "running": _must(10, _GUIDE),
    "raised": _should(8, _FDA),
    "heading": _must(12, _RNIB_LEAST),
    "leading": _must(1.25, _USP),
    "capitals": _must(_NONE, _RNIB),
    "italics": _must(_NONE, _RNIB),
    "underline": _must(_NONE, _RNIB),
    "justified": _should(_NONE, f"{_RNIB}; {_WCAG_LINES}"),
    "numbered-from": _must(2, f"{_RNIB}; GOV.UK Notify: page numbers on every page"),
}


def _all_sizes(size: float, source: str) -> dict[Measure, Limit]:
    kinds: tuple[Measure, ...] = ("least", "table", "caption", "reference", "running", "heading")
    return dict.fromkeys(kinds, _must(size, source))


PROFILES: Mapping[str, Mapping[Measure, Limit]] = {
    "standard-12": _OURS,
    "clear-14": {
        **_OURS,
        **_all_sizes(12, _RNIB_LEAST),
        "body": _must(14, "RNIB Clear Print: 14 pt reaches more readers"),
        "heading": _must(14, "RNIB Clear Print: 14 pt reaches more readers"),
    },
    "nhs-16": {
        **_OURS,
        **_all_sizes(16, f"{_NOTIFY}, all of the text"),
        "body": _must(16, _NOTIFY),
        "raised": _should(10, _GUIDE),
    },
    "acb-18": {
        **_OURS,
        **_all_sizes(18, f"{_ACB}: everything 18 pt or more"),
        "body": _must(18, f"{_ACB}: everything 18 pt or more"),
        "raised": _must(18, f"{_ACB}: everything 18 pt or more"),
        "h1": _must(22, f"{_ACB}: first headings 22 pt"),
        "h2": _must(20, f"{_ACB}: second headings 20 pt"),
        "leading": _must(1.5, f"{_ACB_LOW_VISION}: line spacing 1.5 or more"),
        "columns": _must(1, "36 CFR 1193 advisory on large print: no columns"),
        "capitals": _must(_NONE, f"{_ACB}: no all capitals"),
        "italics": _must(_NONE, f"{_ACB}: no italics"),
        "underline": _should(_ALLOWED, f"{_ACB}: emphasis by underline"),
        "lone-lines": _must(_NONE, f"{_ACB_LOW_VISION}: no widows or orphans"),
    },
    "dyslexia": {
        **_OURS,
        **_all_sizes(12, f"{_BDA}: 12 to 14 pt"),
        "body": _must(12, f"{_BDA}: 12 to 14 pt"),
        "leading": _must(1.5, f"{_BDA}: line spacing of 1.5"),
        # Shares of the mean width of a letter; "about 35 %" leaves some room for what fonts call a letter's width.
        "letter-spacing-least": _must(0.30, f"{_BDA}: letter spacing about 35 % of the mean letter"),
        "letter-spacing-most": _must(0.40, f"{_BDA}: letter spacing about 35 % of the mean letter"),
        "word-spacing": _must(3.5, f"{_BDA}: word spacing 3.5 times the letter spacing"),
    },
}  # fmt: skip


def limits_for(profile: str) -> dict[Measure, Limit]:
    """The limits for sheets of a profile; a clinic's own profile has the general ones."""
    return {**GENERAL, **PROFILES.get(profile, {})}
