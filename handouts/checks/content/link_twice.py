"""The same words do not lead to two pages.

A list of links is read without the text around it: two entries "NHS" cannot be told apart. Looked for across the whole
handout, in English; translations have the links of their source.

Source: WCAG 2.1, 2.4.9 and 3.2.4.

Good:

    - list:
        - "[NHS: iron](https://www.nhs.uk/iron)"
        - "[NHS: vitamin D](https://www.nhs.uk/vitamin-d)"

Bad:

    - list:
        - "[NHS](https://www.nhs.uk/iron)"
        - "[NHS](https://www.nhs.uk/vitamin-d)"
            ^
"""

from __future__ import annotations

from collections.abc import Iterator

from handouts.checks.content.link_text import links
from handouts.checks.content.ruling import Option, Options, Problem, at
from handouts.checks.content.subject import Leaflet
from handouts.diagnostics import Mark, Severity

ID = "link-twice"
SEVERITY = Severity.WARNING
OPTIONS: tuple[Option, ...] = ()


def check(leaflet: Leaflet, options: Options) -> Iterator[Problem]:
    """One problem for each link whose words have led elsewhere before, at its first word."""
    first: dict[str, tuple[str, Mark]] = {}
    for page in leaflet.pages:
        for passage in page.passages:
            for start, text, url in links(passage.line):
                known, mark = first.setdefault(text.strip().lower(), (url, passage.line.mark))
                if known != url:
                    message = f"The link '{text}' leads to another page than in {mark.path}:{mark.line}."
                    yield at(passage, start, message, "Say in the words of each what is on its page.")
