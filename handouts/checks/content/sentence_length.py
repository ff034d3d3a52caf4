"""Sentences are short.

A reader who is ill or tired loses the beginning of a long sentence before its end. Key points, texts, items of lists,
steps, questions and answers are measured; headings and cells of tables are not.

Source: Inside GOV.UK, "Sentence length: why 25 words is our limit", 4 August 2014, and the style guide since. Other languages say the same with more words: their limits are 25 times the words that ten translations of one
text had for each English word, rounded up to five.

Good:

    - text: Take the tablets in the morning. Take them with a glass of water.

Bad:

    - text: You should always take all of the tablets in the morning with a glass of water, and you should not lie down for at least half an hour after you have taken them.
            ^
"""  # noqa: E501  # an example of a long line

from __future__ import annotations

from collections.abc import Iterator

from handouts.checks.content.breaking import sentences, words
from handouts.checks.content.ruling import Option, Options, Problem, at
from handouts.checks.content.subject import Page
from handouts.diagnostics import Severity

ID = "sentence-length"
SEVERITY = Severity.WARNING
OPTIONS = (
    Option(
        "words", "The most words in a sentence.", 25, least=5, most=200,
        by_language={"de": 30, "es": 30, "fr": 35, "hi": 35, "pt": 30, "tl": 35, "vi": 35, "zh": 30},
    ),
)  # fmt: skip


def check(page: Page, options: Options) -> Iterator[Problem]:
    """One problem for each long sentence, at its beginning."""
    most = options.number("words")
    for passage in page.passages:
        for start, end in sentences(passage.text, page.language) if passage.running else ():
            if end - start <= most:  # every word has a letter; most sentences need no counting
                continue
            count = len(words(passage.text[start:end], page.language))
            if count > most:
                message = f"This sentence has {count} words; {most} is the most."
                yield at(passage, start, message, "Make two sentences of it, or a list.")
