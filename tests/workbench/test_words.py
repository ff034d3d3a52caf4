"""Differences between texts: to the letter, word by word, in bounded time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.workbench.words import Run, matches, runs

_TEXTS = st.text(st.sampled_from("ab 7.,\n每天हि"), max_size=40)


def told(before: str, after: str) -> str:
    """The runs in one line: [-old-] and {+new+}."""
    forms = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(forms[run.kind].format(run.text) for run in runs(before, after))


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("", "", ""),
        ("Iron helps.", "Iron helps.", "Iron helps."),
        ("", "Iron", "{+Iron+}"),
        ("Iron", "", "[-Iron-]"),
        ("Take 20 mg a day.", "Take 25 mg a day.", "Take [-20 -]{+25 +}mg a day."),
        ("Take 7.5 mg.", "Take 7 mg.", "Take [-7.5 -]{+7 +}mg."),
        ("Do not stop.", "Do not stop!", "Do not stop[-.-]{+!+}"),
        ("Do not take iron.", "Take iron.", "[-Do not take -]{+Take +}iron."),
        ("one\n  two", "one two", "one two"),
        ("每天服用20毫克。", "每天至多服用25毫克。", "每天{+至多+}服用[-20-]{+25+}毫克。"),
        ("दिन में 20 मि.ग्रा. लें।", "दिन में 25 मि.ग्रा. लें।", "दिन में [-20 -]{+25 +}मि.ग्रा. लें।"),
        ("خذ 20 ملغ؟", "خذ 25 ملغ؟", "خذ [-20 -]{+25 +}ملغ؟"),
    ],
)
def test_words_that_differ(before: str, after: str, wanted: str) -> None:
    assert told(before, after) == wanted


@given(_TEXTS, _TEXTS)
def test_both_texts_can_be_put_together_again(before: str, after: str) -> None:
    found = runs(before, after)
    assert "".join(run.text for run in found if run.kind != "removed") == after
    kept = "".join(run.text for run in found if run.kind != "added")
    assert kept.split() == before.split() or "".join(kept.split()) == "".join(before.split())
    assert all(run.text for run in found)


@given(st.lists(st.integers(0, 3), max_size=30), st.lists(st.integers(0, 3), max_size=30))
def test_what_matches_is_equal_and_in_order(old: list[int], new: list[int]) -> None:
    at = reached = 0
    for start, place, count in matches(old, new):
        assert start >= at and place >= reached and count
        assert old[start : start + count] == new[place : place + count]
        at, reached = start + count, place + count


def test_a_text_that_would_take_for_ever_is_told_as_a_whole() -> None:
    """A hundred thousand equal words against as many: only what both begin and end with is looked at."""
    before, after = "first " + "a b " * 50_000 + "last", "first " + "b a a " * 40_000 + "last"
    assert runs(before, after) == (
        Run("same", "first "),
        Run("removed", "a b " * 50_000),
        Run("added", "b a a " * 40_000),
        Run("same", "last"),
    )


def test_long_texts_without_a_blank() -> None:
    """A pattern that looks ahead must not look over all of it from every letter."""
    for text in ("." * 200_000 + "x", "x" + "…" * 200_000 + "x", "a." * 100_000):
        assert "".join(run.text for run in runs(text, text)) == text
