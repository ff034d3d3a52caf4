"""Long sections have headings.

A reader looks for an answer by headings. The English text is measured between one heading and the next; tables and
figures count as a rest and are not measured.

Source: PEMAT (AHRQ), items 8 and 9: information in short sections, with informative headers.

Good:

    - text: Iron can ease your symptoms, if tests show that it is low.
    - heading: How to take it
    - text: Take it as your clinician says.

Bad (words 20):

    - text: Iron can ease your symptoms. This takes some weeks.
            ^
    - text: Take it in the morning. Take it with a glass of water. Leave a gap after coffee.
"""

from __future__ import annotations

from collections.abc import Iterator

from handouts.checks.content.breaking import words
from handouts.checks.content.ruling import Option, Options, Problem, at
from handouts.checks.content.subject import Page, Passage
from handouts.diagnostics import Severity

ID = "section-length"
SEVERITY = Severity.WARNING
OPTIONS = (Option("words", "The most words of running text below one heading.", 200, least=20, most=5000),)
_RESTS = ("heading", "caption", "callout title", "header", "alt")


def check(page: Page, options: Options) -> Iterator[Problem]:
    """One problem for each long stretch, at its first text."""
    most = options.number("words")
    for stretch in _stretches(page) if page.is_source else ():
        count = sum(len(words(passage.text, page.language)) for passage in stretch)
        if count > most:
            message = f"{count} words stand here below one heading; {most} is the most."
            yield at(stretch[0], 0, message, "Put a 'heading:' where the subject changes, or make two sections.")


def _stretches(page: Page) -> Iterator[list[Passage]]:
    stretch: list[Passage] = []
    for passage in page.passages:
        if passage.role in _RESTS and stretch:
            yield stretch
            stretch = []
        elif passage.running and passage.role != "key point":
            stretch.append(passage)
    if stretch:
        yield stretch
