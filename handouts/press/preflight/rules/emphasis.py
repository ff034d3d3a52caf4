"""Emphasis that weak readers stumble over: all capitals, italics, underline; and spacing for readers with dyslexia."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.press.preflight.inspection import Fault, Inspection
from handouts.press.preflight.measured import TextRun, Typeface
from handouts.press.preflight.rules.edges import is_underline

_WORD = re.compile(r"[^\W\d_]+")
_BREAK = re.compile(r"[.;:!?()\[\]/,\u2013\u2014]|\s-\s")
_LONG_WORD = 7  # letters; abbreviations are shorter
_SHOUTED_LETTERS = 10
_SHOUTED_WORDS = 3
_EMPHASISED = frozenset({"text", "heading", "table", "caption", "label", "loose"})
_ROUNDING = 0.05
_FEWEST_GAPS = 12  # between letters, before a mean says something
_JOINED = re.compile(r"[\u0590-\u1fff\u2e80-\U0003ffff]")  # scripts whose letters join, or stand in squares


def check_capitals(inspection: Inspection) -> Iterator[Fault]:
    """No words are set in capitals throughout; abbreviations are."""
    limit = inspection.limit("capitals")
    for line in () if limit.value else inspection.all_lines:
        if line.kind in _EMPHASISED and _is_shouted(line.text):
            yield Fault(line.page, "Words are set in all capitals.", limit, line.box, line.text)


def check_italics(inspection: Inspection) -> Iterator[Fault]:
    """No text is set in italics."""
    limit = inspection.limit("italics")
    for line in () if limit.value else inspection.all_lines:
        for run in line.runs:
            if run.face.italic and run.paints and _WORD.search(run.text):
                yield Fault(line.page, "Text is set in italics.", limit, run.box, run.text)


def check_underline(inspection: Inspection) -> Iterator[Fault]:
    """No text is underlined."""
    limit = inspection.limit("underline")
    for sheet in () if limit.value else inspection.sheets:
        rules = inspection.rules[sheet.number]
        for run in sheet.runs if rules else ():
            if run.paints and any(is_underline(run, rule) for rule in rules):
                yield Fault(sheet.number, "Text is underlined.", limit, run.box, run.text)


def check_spacing(inspection: Inspection) -> Iterator[Fault]:
    """Letters and words are as far apart as the profile promises, in scripts whose letters stand apart."""
    least, most = inspection.limits.get("letter-spacing-least"), inspection.limits.get("letter-spacing-most")
    words = inspection.limits.get("word-spacing")
    if least is None or most is None or words is None:
        return
    runs = [
        run
        for line in inspection.all_lines
        if line.kind == "text" and not _JOINED.search(line.text)
        for run in line.runs
        if run.paints
    ]
    letters_of = _mean_letters(runs)
    for run in runs:
        found = _gaps(run)
        if found is None:
            continue
        between_letters, between_words = found
        share = between_letters / letters_of[run.face]
        if not least.value <= share <= most.value:
            asked = f"{least.value * 100:.0f} to {most.value * 100:.0f} %"
            message = f"Letters are {share * 100:.0f} % of their mean width apart; {asked} is asked for."
            yield Fault(run.page, message, least, run.box, run.text, "letters")
        elif between_words is not None and between_words < (words.value - _ROUNDING) * between_letters:
            times = between_words / between_letters
            message = f"Words are {times:.1f} times as far apart as letters; {words.value:g} is the least."
            yield Fault(run.page, message, words, run.box, run.text, "words")


def _is_shouted(text: str) -> bool:
    if sum(map(str.isupper, text)) < _LONG_WORD:
        return False
    for part in _BREAK.split(text):
        capitals: list[int] = []
        for word in [*_WORD.findall(part), ""]:
            letters = [letter for letter in word if letter.lower() != letter.upper()]
            if len(letters) > 1 and all(letter.isupper() for letter in letters):
                capitals.append(len(letters))
                continue
            many = len(capitals) >= _SHOUTED_WORDS and sum(capitals) >= _SHOUTED_LETTERS
            if many or any(count >= _LONG_WORD for count in capitals):
                return True
            capitals = []
    return False


def _mean_letters(runs: list[TextRun]) -> dict[Typeface, float]:
    """The mean advance of the letters of each typeface in these runs, in 1/1000 em."""
    sums: dict[Typeface, tuple[float, int]] = {}
    for run in runs:
        widths = [glyph.advance for glyph in run.glyphs if glyph.text is not None and glyph.text.isalpha()]
        total, count = sums.get(run.face, (0.0, 0))
        sums[run.face] = (total + sum(widths), count + len(widths))
    return {face: total / count if count else 1000.0 for face, (total, count) in sums.items()}


def _gaps(run: TextRun) -> tuple[float, float | None] | None:
    """The mean gap between letters and that between words, in 1/1000 em; None where there are few letters."""
    gaps: list[float] = []
    word_gaps: list[float] = []
    last: int | None = None
    for at, glyph in enumerate(run.glyphs):
        if glyph.text is None or not glyph.text.isalpha():
            if glyph.text is not None and glyph.text.strip():
                last = None
            continue
        if last is not None:
            gap = run.places[at] - run.places[last] - run.glyphs[last].advance
            (gaps if last == at - 1 else word_gaps).append(gap)
        last = at
    if len(gaps) < _FEWEST_GAPS:
        return None
    return sum(gaps) / len(gaps), sum(word_gaps) / len(word_gaps) if word_gaps else None
