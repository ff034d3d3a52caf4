"""Entries of the reference list in Vancouver style."""

from typing import Any

import pytest

from handouts.content import Author
from handouts.resolving.citations import page_range, vancouver
from handouts.resolving.edition_json import markup

from .libraries import reference

EIGHT = tuple(Author(f"Name{letter}", "AB") for letter in "ABCDEFGH")
WHO = (Author(literal="American Academy of Sleep Medicine"),)
BARE: dict[str, Any] = {"volume": "", "page": "", "container_title": "", "doi": ""}


def check(expected: str, language: str = "en", **changes: Any) -> None:
    assert markup(vancouver(reference("x", title="On iron", **changes), language)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "Allen RP, Picchietti DL. On iron. Sleep Med. 2018;41:27–44. [doi:10.1000/x](https://doi.org/10.1000/x)"),
        (
            {"issue": "2", "pmid": "123", "et_al": True},
            "Allen RP, Picchietti DL, et al. On iron. Sleep Med. 2018;41(2):27–44. "
            "[doi:10.1000/x](https://doi.org/10.1000/x) PMID 123.",
        ),
        (
            {"authors": EIGHT, "doi": "https://doi.org/10.1/a<b", "page": "e12"},
            "NameA AB, NameB AB, NameC AB, NameD AB, NameE AB, NameF AB, et al. On iron. Sleep Med. 2018;41:e12. "
            "[doi:10.1/a<b](https://doi.org/10.1/a%3Cb)",
        ),
        (
            {"authors": EIGHT[:6], "doi": "", "pmid": "9", "url": "https://example.org"},
            "NameA AB, NameB AB, NameC AB, NameD AB, NameE AB, NameF AB. On iron. Sleep Med. 2018;41:27–44. PMID 9.",
        ),
        (
            BARE | {"authors": WHO, "publisher": "AASM", "issued": "2025-01-31", "url": "https://aasm.org/x"},
            "American Academy of Sleep Medicine. On iron. AASM; 2025. [https://aasm.org/x](https://aasm.org/x)",
        ),
        (BARE | {"authors": (Author(literal="Clinic Inc."),), "issued": ""}, "Clinic Inc. On iron."),
        (BARE | {"authors": (), "issued": "2020", "page": "3-5"}, "On iron. 2020:3–5."),
        ({"issued": ""}, "Allen RP, Picchietti DL. On iron. Sleep Med. 41:27–44. "
            "[doi:10.1000/x](https://doi.org/10.1000/x)"),
    ],
)  # fmt: skip
def test_entry(changes: dict[str, Any], expected: str) -> None:
    check(expected, **changes)


@pytest.mark.parametrize("title", ["Iron?", "Iron!", "Iron.", "Is it “iron?”"])
def test_no_double_stop(title: str) -> None:
    made = reference("x", title=title, **{**BARE, "authors": (), "issued": ""})
    assert markup(vancouver(made, "en")) == title


def test_language_of_the_source() -> None:
    words = vancouver(reference("x", pmid="1"), "zh-Hans").parts
    assert all(part.language == "en" for part in words)  # type: ignore[union-attr]
    words = vancouver(reference("x", pmid="1"), "en-GB").parts
    assert all(part.language == "" for part in words)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ("27-44", "27–44"),
        ("27--44", "27–44"),
        ("S1-S9, 12-13", "S1–S9, 12–13"),
        ("CD-ROM", "CD-ROM"),
        ("e5", "e5"),
        ("27–44", "27–44"),
    ],
)
def test_page_range(pages: str, expected: str) -> None:
    assert page_range(pages) == expected
