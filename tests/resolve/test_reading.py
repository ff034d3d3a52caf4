"""Words and minutes."""

import pytest

from handouts.resolving.reading import reading_minutes, word_count

from .libraries import line


@pytest.mark.parametrize(
    ("text", "language", "minutes"),
    [
        ("", "en", 1),
        ("word " * 299, "en", 1),
        ("word " * 300, "en", 2),
        ("word " * 499, "es", 2),
        ("字" * 749, "zh-Hans", 1),
        ("字，" * 750, "zh-Hans", 2),
        ("ที่ " * 500, "th", 1),
    ],
)
def test_minutes(text: str, language: str, minutes: int) -> None:
    assert reading_minutes([line(text)], language) == minutes


def test_words() -> None:
    assert word_count([line("Take **500** mg – once. [@a]"), line("{clinic.phone}")]) == 5
