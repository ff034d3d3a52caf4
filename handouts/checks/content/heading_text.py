"""Headings are short and each says something of its own.

A heading is what people look for; a sentence of two lines is not looked at. No full stop ends it, and none stands twice
in a section. That levels follow each other cannot go wrong here: a section has one level of headings, and the rule
`heading-order` sees to it that something stands below each.

Source: PEMAT (AHRQ), item 9, informative headers; WCAG 2.1, 2.4.6.

Good:

    - heading: What can iron do?
    - text: It may ease your symptoms.

Bad:

    - heading: What can iron do.
                               ^
    - text: It may ease your symptoms.

Bad:

    - heading: What everybody with restless legs should know about the tests that show how much iron there is
               ^
    - text: Two tests show it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.checks.content.ruling import Option, Options, Problem, at
from handouts.checks.content.subject import Page
from handouts.diagnostics import Severity

ID = "heading-text"
SEVERITY = Severity.WARNING
OPTIONS = (Option("characters", "The most characters in a heading or title.", 70, least=20, most=300),)

_STOP = re.compile(r"(?<![.\u0964])[.。।]\s*$")


def check(page: Page, options: Options) -> Iterator[Problem]:
    """One problem for each such heading."""
    most = options.number("characters")
    seen: set[str] = set()
    for passage in page.passages:
        if passage.role not in ("title", "heading", "callout title"):
            continue
        text = passage.text.strip()
        stop = _STOP.search(passage.text)
        if len(text) > most:
            message = f"This heading has {len(text)} characters; {most} is the most."
            yield at(passage, 0, message, "Say the rest in the text below it.")
        elif stop:
            yield at(passage, stop.start(), "A heading does not end in a full stop.", "Remove it.")
        elif text.lower() in seen and passage.role != "callout title":
            yield at(passage, 0, f"The heading '{text}' stands here twice.", "Say what is new below this one.")
        seen.add(text.lower())
