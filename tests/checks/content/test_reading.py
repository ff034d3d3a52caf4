"""Syllables against words counted by hand, formulas against arithmetic by hand, and that no score is ever a finding."""

from __future__ import annotations

import json

import pytest

from handouts.checks.content.reading import FORMULAS, Counts, counts, estimates
from handouts.checks.content.syllables import COUNTERS, syllables
from tests.checks.content.clinics import EXAMPLE, opened
from tests.checks.content.syllables import WORDS, counted
from tests.starters import starter

# At most this many words in a hundred may be counted wrongly, and the sum may be off by this much.
WRONG_WORDS, WRONG_SUM = 0.05, 0.02


@pytest.mark.parametrize("language", WORDS)
def test_syllables_are_counted_as_by_hand(language):
    known = counted(language)
    wrong = {word: (count, syllables(word, language)) for word, count in known.items()
             if syllables(word, language) != count}  # fmt: skip
    made = sum(syllables(word, language) for word in known)
    assert len(known) >= 30 and len(wrong) <= WRONG_WORDS * len(known), wrong
    assert abs(made - sum(known.values())) <= WRONG_SUM * sum(known.values()), wrong


def test_every_language_with_a_formula_can_count_and_was_compared():
    assert set(FORMULAS) == set(COUNTERS) == set(WORDS)


@pytest.mark.parametrize("word", ["", "75", "ng", "x", "B12"])
def test_every_word_has_a_syllable(word):
    assert all(syllables(word, language) >= 1 for language in COUNTERS)


COUNTED = Counts(sentences=10, words=100, syllables=150, long=12, wide=20, short=60)
SCORES = {
    "Flesch-Kincaid grade": 0.39 * 10 + 11.8 * 1.5 - 15.59,
    "SMOG": 1.043 * 36**0.5 + 3.1291,
    "Fernández Huerta": 206.84 - 90 - 10.2,
    "Szigriszt-Pazos (INFLESZ)": 206.835 - 93.45 - 10,
    "Kandel-Moles": 207 - 10.15 - 110.4,
    "Amstad": 180 - 10 - 87.75,
    "Wiener Sachtextformel 1": 0.1935 * 12 + 0.1672 * 10 + 0.1297 * 20 - 0.0327 * 60 - 0.875,
    "Flesch (Martins)": 248.835 - 10.15 - 126.9,
    "Flesch (Oborneva)": 206.835 - 13 - 90.15,
}


def test_formulas_are_as_published():
    made = {formula.name: formula.score(COUNTED) for known in FORMULAS.values() for formula in known}
    assert made == pytest.approx(SCORES)
    assert all(formula.source and formula.scale for known in FORMULAS.values() for formula in known)


def test_what_is_counted(tmp_path):
    text = """\
title: A heading of five words
blocks:
  - text: Take iron. Ask {clinician.name} about 75 mg.
  - table: {caption: No words of tables, columns: [a, b], header_column: true, rows: [[c, d]]}
"""
    handout = "title: {en: Example}\nsections: [example]\n"
    library = opened(tmp_path, {EXAMPLE: text, "content/handouts/example.yaml": handout})
    # Take i-ron. Ask _ a-bout mg.
    assert counts(library, "example", "en") == Counts(2, 5, 7, 0, 0, 3)
    assert [e.formula.name for e in estimates(library, "example", "en")] == ["Flesch-Kincaid grade"]  # SMOG asks for 30


def test_languages_without_a_formula_have_no_score():
    for handout in starter().handouts:
        for language in ("ar", "hi", "tl", "vi", "zh-Hans"):
            assert estimates(starter(), handout, language) == ()


def test_a_language_that_is_not_written_has_no_score():
    assert estimates(starter(), "rls-overview", "es-MX") == ()


def test_the_starter_is_as_easy_as_it_was():
    """English near the 6th school year (USP <1265> wants 6 or less, 8 at most); the others at least fairly easy."""
    made = {
        (e.handout, e.formula.name): e.score
        for handout in starter().handouts
        for tag in ("en", "es", "fr")
        for e in estimates(starter(), handout, tag)
    }
    for (_, formula), score in made.items():
        if formula == "Flesch-Kincaid grade":
            assert 4 <= score <= 6
        elif formula == "Kandel-Moles" or "INFLESZ" in formula:
            assert score >= 65
    assert len(made) == 15


def test_reading_is_shown_when_asked_for_and_changes_nothing(run, tmp_path):
    from tests.cli.clinic import make_clinic

    root = make_clinic(tmp_path)
    plain, told = run("-C", root, "check"), run("-C", root, "check", "--reading")
    assert (plain.code, plain.err) == (told.code, told.err) and plain.out == ""
    assert told.out.splitlines()[0].split() == ["HANDOUT", "LANGUAGE", "SCORE", "FORMULA", "SCALE"]
    report = json.loads(run("-C", root, "check", "--reading", "--format", "json").out)
    (entry,) = report["reading"]
    assert (entry["handout"], entry["language"], entry["formula"]) == ("rls", "en", "Flesch-Kincaid grade")
    assert entry["source"].startswith("Kincaid") and entry["words"] > 10
    assert "reading" not in json.loads(run("-C", root, "check", "--format", "json").out)
