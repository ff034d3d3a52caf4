"""Reading estimates by each language's accepted formula: reported when asked for, never a finding, never a gate.

A formula counts lengths; it knows neither whether words are known nor whether sentences make sense (CMS, Toolkit for
Making Written Material Clear and Effective, part 7). Languages without an accepted formula, or whose formula needs what
cannot be counted here, get none: Arabic, Chinese, Hindi, Tagalog and Vietnamese.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handouts.checks.content.breaking import sentences, words
from handouts.checks.content.subject import open_page
from handouts.checks.content.syllables import syllables
from handouts.checks.numerals import base
from handouts.library import Library

_MANY = 3  # syllables from which a word counts as long
_LONG = 6  # letters beyond which the Vienna formula counts a word as long
_SMOG_SENTENCES = 30


@dataclass(frozen=True, slots=True)
class Counts:
    """What formulas are made of. `long` are words of three syllables or more, `wide` of more than six letters."""

    sentences: int
    words: int
    syllables: int
    long: int
    wide: int
    short: int

    @property
    def per_sentence(self) -> float:
        """Words in a sentence, on average."""
        return self.words / self.sentences

    @property
    def per_word(self) -> float:
        """Syllables in a word, on average."""
        return self.syllables / self.words


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with its source; `scale` says how its number is read, `least` how many sentences it needs."""

    name: str
    source: str
    scale: str
    score: Callable[[Counts], float]
    least: int = 1


@dataclass(frozen=True, slots=True)
class Estimate:
    """One formula's number for one handout in one language."""

    handout: str
    language: str
    formula: Formula
    score: float
    counts: Counts

    def as_json(self) -> dict[str, object]:
        """The estimate as plain data for reports."""
        return {
            "handout": self.handout, "language": self.language, "formula": self.formula.name,
            "score": round(self.score, 1), "scale": self.formula.scale, "source": self.formula.source,
            "words": self.counts.words, "sentences": self.counts.sentences, "syllables": self.counts.syllables,
        }  # fmt: skip


_GRADE, _EASE = "school years in the US", "0 to 100, higher is easier"

FORMULAS: Mapping[str, tuple[Formula, ...]] = {
    "en": (
        Formula(
            "Flesch-Kincaid grade", "Kincaid et al., Naval Technical Training Command, report 8-75, 1975", _GRADE,
            lambda c: 0.39 * c.per_sentence + 11.8 * c.per_word - 15.59,
        ),
        Formula(
            "SMOG", "McLaughlin, Journal of Reading 12:639, 1969", _GRADE,
            lambda c: 1.043 * math.sqrt(c.long * 30 / c.sentences) + 3.1291, _SMOG_SENTENCES,
        ),
    ),
    "es": (
        Formula(
            "Fernández Huerta", "Fernández Huerta, Consigna 214:29, 1959", _EASE,
            lambda c: 206.84 - 60 * c.per_word - 1.02 * c.per_sentence,
        ),
        Formula(
            "Szigriszt-Pazos (INFLESZ)", "Szigriszt Pazos, Universidad Complutense, 1993; Barrio-Cantalejo et al., "
            "An Sist Sanit Navar 31:135, 2008", _EASE,
            lambda c: 206.835 - 62.3 * c.per_word - c.per_sentence,
        ),
    ),
    "fr": (
        Formula(
            "Kandel-Moles", "Kandel and Moles, Cahiers d'études de radio-télévision 19:253, 1958", _EASE,
            lambda c: 207 - 1.015 * c.per_sentence - 73.6 * c.per_word,
        ),
    ),
    "de": (
        Formula(
            "Amstad", "Amstad, Wie verständlich sind unsere Zeitungen?, Zürich, 1978", _EASE,
            lambda c: 180 - c.per_sentence - 58.5 * c.per_word,
        ),
        Formula(
            "Wiener Sachtextformel 1", "Bamberger and Vanecek, Lesen, Verstehen, Lernen, Schreiben, Wien, 1984",
            "school years in Austria",
            lambda c: 19.35 * c.long / c.words + 0.1672 * c.per_sentence + 12.97 * c.wide / c.words
            - 3.27 * c.short / c.words - 0.875,
        ),
    ),
    "pt": (
        Formula(
            "Flesch (Martins)", "Martins et al., Notas do ICMC-USP 28, 1996", _EASE,
            lambda c: 248.835 - 1.015 * c.per_sentence - 84.6 * c.per_word,
        ),
    ),
    "ru": (
        Formula(
            "Flesch (Oborneva)", "Oborneva, dissertation, Moscow, 2006", _EASE,
            lambda c: 206.835 - 1.3 * c.per_sentence - 60.1 * c.per_word,
        ),
    ),
}  # fmt: skip

_LETTER = re.compile(r"[^\W\d_]")


def estimates(library: Library, handout: str, language: str) -> tuple[Estimate, ...]:
    """The estimates of a handout in a language; none where there is no formula, or nothing is written."""
    known = FORMULAS.get(base(language), ())
    made = counts(library, handout, language) if known else None
    if made is None:
        return ()
    return tuple(
        Estimate(handout, language, formula, formula.score(made), made)
        for formula in known
        if made.sentences >= formula.least
    )


def counts(library: Library, handout: str, language: str) -> Counts | None:
    """What is counted in a handout's running text: no headings, no tables, no figures, no placeholders."""
    named = library.handouts[handout]
    total = [0] * 6
    for use in (*named.lead, *named.sections):
        section = library.sections.get((use.section, language))
        for passage in open_page(library, section).passages if section else ():
            if passage.running:
                total = [old + new for old, new in zip(total, _counted(passage.text, language), strict=True)]
    return Counts(*total) if total[0] and total[1] else None


def _counted(text: str, language: str) -> tuple[int, ...]:
    found = [text[start:end] for start, end in words(text, language)]
    spoken = [word for word in found if _LETTER.search(word)]
    each = [syllables(word, base(language)) for word in spoken]
    return (
        len(sentences(text, language)),
        len(spoken),
        sum(each),
        sum(count >= _MANY for count in each),
        sum(len(word) > _LONG for word in spoken),
        sum(count == 1 for count in each),
    )
