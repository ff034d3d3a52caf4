"""The desk's words: the same keys and values in every language of the product, and which one a browser gets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import handouts.desk
from handouts.desk import words
from tests.starters import ROOT

FOLDER = Path(handouts.desk.__file__).parent
PLACE = re.compile(r"{(\w+)")
ENGLISH = words.texts("en")


def used() -> set[str]:
    """Every key that a page or a module asks for; those that end in `_` stand for all that begin so."""
    found: set[str] = set()
    for path in (*FOLDER.glob("templates/*.html"), *FOLDER.glob("*.py")):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r"""\b(?:t|say)\(["'](\w+)["']""", text))
    return found


def test_the_desk_speaks_every_language_of_the_wording_files():
    assert set(words.languages()) == {path.stem for path in (ROOT / "templates" / "wording").glob("*.yaml")}


@pytest.mark.parametrize("tag", words.languages())
def test_every_language_says_everything_with_the_same_values(tag):
    texts = words.texts(tag)
    assert list(texts) == list(ENGLISH)
    wrong = [key for key in texts if set(PLACE.findall(texts[key])) != set(PLACE.findall(ENGLISH[key]))
             and ", plural," not in ENGLISH[key]]  # fmt: skip
    assert wrong == []
    assert all(texts[key].strip() for key in texts)


@pytest.mark.parametrize("tag", words.languages())
def test_counts_have_the_forms_of_their_language(tag):
    said = {count: words.said(tag, "found", count=count) for count in (0, 1, 2, 3, 5, 11, 21, 100)}
    assert all(text and "{" not in text and "#" not in text for text in said.values())
    assert "21" in said[21] and "100" in said[100]


@pytest.mark.parametrize("tag", [tag for tag in words.languages() if tag != "en"])
def test_no_language_is_left_in_english(tag):
    """A few words are the same in both; a third of them is a file that nobody has translated."""
    texts = words.texts(tag)
    same = [key for key, text in texts.items() if text == ENGLISH[key] and len(text) > 3]
    assert len(same) < len(texts) / 12, same


def test_nothing_is_asked_for_that_is_not_there_and_nothing_is_idle():
    begins = ("paper_", *(key for key in used() if key.endswith("_")))
    asked = {key for key in used() if not key.endswith("_")}
    families = {key for key in ENGLISH if key.startswith(begins)}
    fields = {"patient_name", "clinician_name", "visit_date"}
    assert asked <= set(ENGLISH)
    assert set(ENGLISH) - asked - families - fields == set()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", "en"),
        ("es", "es"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("pt-PT", "pt-BR"),
        ("zh-CN,zh;q=0.9", "zh-Hans"),
        ("zh-TW", "en"),
        ("zh-TW,vi;q=0.5", "vi"),
        ("fil-PH", "tl"),
        ("de;q=0.2, ar;q=0.9", "ar"),
        ("de;q=0, fr;q=0.1", "fr"),
        ("*", "en"),
        ("xx,yy;q=zz", "en"),
        (",,;;q=,", "en"),
        ("a" * 5000, "en"),
        ("AR-eg", "ar"),
    ],
)
def test_a_browser_gets_the_language_it_asks_for(asked, found):
    assert words.closest(asked) == found
