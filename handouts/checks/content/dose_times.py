"""Times of a dose are said in words of the day.

"Twice daily" leaves open when, and "every 6 hours" means getting up at night. People take medicines more safely when
the text says morning and evening. English only: Latin short forms (b.i.d., prn) and phrases without a time of day.

Source: USP <17>, Prescription Container Labeling: explicit instructions with times, no Latin.

Good:

    - text: Take 2 tablets in the morning and 2 tablets in the evening.

Bad:

    - text: Take 2 tablets twice daily.
                           ^

Bad:

    - text: Take 2 tablets t.i.d. with food.
                           ^
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.checks.content.breaking import sentences
from handouts.checks.content.ruling import Option, Options, Problem, at
from handouts.checks.content.subject import Page
from handouts.checks.numerals import base
from handouts.diagnostics import Severity

ID = "dose-times"
SEVERITY = Severity.WARNING
OPTIONS: tuple[Option, ...] = ()

_AMOUNT = r"\b(?:tablets?|capsules?|pills?|drops?|puffs?|sprays?|spoons?|teaspoons?|doses?|m[gL]|µg|mcg)\b"
_VAGUE = re.compile(
    r"\b(?:once|twice|(?:two|three|four|[2-6]) times)(?: a day|,? daily| per day)\b|\bevery \d+ hours\b", re.IGNORECASE
)
_TIMED = re.compile(r"\b(?:morning|noon|midday|evening|night|bedtime|breakfast|lunch|dinner|meals?|o’clock|[ap]m)\b")
_LATIN = re.compile(r"(?<![\w.])(?:[bt]\.?i\.?d|q\.i\.d|qid|prn|p\.r\.n|q\.?\d\.?h|hs|h\.s|p\.o|BID|TID|QID|PRN)\b\.?")


def check(page: Page, options: Options) -> Iterator[Problem]:
    """One problem for each such phrase, at the phrase."""
    for passage in page.passages if base(page.language) == "en" else ():
        for start, end in sentences(passage.text, page.language):
            sentence = passage.text[start:end]
            for match in _LATIN.finditer(sentence):
                message = f"Readers cannot know what '{match.group()}' means."
                yield at(passage, start + match.start(), message, "Say how often and at which time of the day.")
            vague = _VAGUE.search(sentence)
            if vague and re.search(_AMOUNT, sentence) and not _TIMED.search(sentence):
                message = f"'{vague.group()}' does not say at which time of the day."
                yield at(passage, start + vague.start(), message, "Write: in the morning and in the evening.")
