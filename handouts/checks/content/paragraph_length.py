"""Paragraphs hold a few sentences.

A wall of text is not begun. The English text is measured: a translation has the paragraphs of its source.

Source: PEMAT (AHRQ), item 8, information in short chunks. The Office for National Statistics and Social Security
Scotland ask for three sentences; the rule speaks from six on.

Good:

    - text: Iron can upset your stomach. Take it with food if it does.

Bad:

    - text: Walk each day. Stretch your legs. Rub them. Take a warm bath. Go to bed on time. Keep the room cool.
            ^
"""

from __future__ import annotations

from collections.abc import Iterator

from handouts.checks.content.breaking import sentences
from handouts.checks.content.ruling import Option, Options, Problem, at
from handouts.checks.content.subject import Page
from handouts.diagnostics import Severity

ID = "paragraph-length"
SEVERITY = Severity.WARNING
OPTIONS = (Option("sentences", "The most sentences in a paragraph, item, step or answer.", 5, least=2, most=30),)


def check(page: Page, options: Options) -> Iterator[Problem]:
    """One problem for each long paragraph, at its beginning."""
    most = options.number("sentences")
    for passage in page.passages if page.is_source else ():
        count = len(sentences(passage.text, page.language)) if passage.running else 0
        if count > most:
            message = f"This paragraph has {count} sentences; {most} is the most."
            yield at(passage, 0, message, "Make two paragraphs of it, or a list.")
