"""Words of two scripts in any order, in a document of either direction, are read as they were written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.press.reading import structure_text
from tests.typeset import editions
from tests.typeset.editions import BARE, brand, edition, make, text

SCRIPTS = {
    "Arabic": ["الحديد", "قرصًا", "(يوميا)", "لا،", "الأدوية؟", "٥٠٠", "«نعم»"],
    "Hebrew": ["ברזל", "כדורים", "(ביום)", "לא,", "מ-4", "שלום"],
    "Latin": ["iron", "(RLS)", "B6", "office", "Ágnes", "well-known", "AV.", "A/B", "[sic]"],
    "numbers": ["500", "4–6", "(202) 555-0142", "≥ 45%", "75–100 ng/mL", "1,5", "+1", "1/2"],
    "Devanagari": ["पानी", "(गोली)", "क्षमा", "ज़्यादा", "हर्ट्ज"],
    "Thai": ["น้ำ", "(ยา)", "กิน", "เม็ด"],
    "Bengali": ["প্রতিটি", "বড়ির", "(কাল)"],
    "Chinese": ["骨头", "（药）", "水。"],
    "Persian": ["می‌شود", "به‌شدت", "۱۲"],
    "Sinhala": ["ප්‍රශ්න", "වතුර"],
    "Vietnamese": ["nước", "thuốc,", "ngày"],
}  # fmt: skip


@st.composite
def mixtures(draw: st.DrawFn) -> str:
    one, other = draw(st.lists(st.sampled_from(sorted(SCRIPTS)), min_size=2, max_size=2, unique=True))
    words = draw(st.lists(st.sampled_from(SCRIPTS[one] + SCRIPTS[other]), min_size=1, max_size=25))
    return " ".join(words)


def check(language: str, paragraphs: list[str]) -> None:
    layout = editions.layout(contents_over_pages=99)
    made = edition(*map(text, paragraphs), language=language, brand=brand(**BARE), layout=layout)
    found = structure_text(make(made))
    start = next(at for at, words in enumerate(found) if words.endswith("Iron")) + 1
    assert [words.replace("\u00a0", " ") for words in found[start : start + len(paragraphs)]] == paragraphs


@pytest.mark.parametrize("language", ["ar", "en"])
@settings(max_examples=8, deadline=None)
@given(st.lists(mixtures(), min_size=1, max_size=8))
def test_mixtures_are_read_as_they_were_written(language, paragraphs):
    check(language, paragraphs)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ar", "en", "fa", "he", "hi", "th", "ur", "zh-Hans"])
@settings(max_examples=60, deadline=None)
@given(st.lists(mixtures(), min_size=1, max_size=12))
def test_more_mixtures_are_read_as_they_were_written(language, paragraphs):
    check(language, paragraphs)
