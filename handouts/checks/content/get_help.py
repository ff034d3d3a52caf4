"""A handout says when to get help, and where.

A box for emergencies names the brand's emergency number. People look for it in a hurry, so it stands on page 1.

Source: NHS digital service manual, "Care cards": how soon to get which help, set apart from the text; clinical review
of the starter, "When to get help".

Good:

    # content/handouts/example.yaml
    title: {en: Example}
    lead: [when-to-get-help, summary]
    sections: [example, disclaimer]

Bad:

    # content/handouts/example.yaml
    title: {en: Example}
    ^
    lead: [summary]
    sections: [example, disclaimer]

Bad:

    # content/handouts/example.yaml
    title: {en: Example}
    lead: [summary]
    sections: [when-to-get-help, example, disclaimer]
               ^
"""

from __future__ import annotations

from collections.abc import Iterator

from handouts.checks.content.ruling import Option, Options, Problem
from handouts.checks.content.subject import Leaflet, Page
from handouts.content import Callout, Line
from handouts.diagnostics import Severity

ID = "get-help"
SEVERITY = Severity.WARNING
OPTIONS: tuple[Option, ...] = ()
_NUMBER = "emergency.number"


def check(leaflet: Leaflet, options: Options) -> Iterator[Problem]:
    """One problem for a handout without such a box, or with one that stands too late."""
    if any(_helps(page) for page in leaflet.lead):
        return
    late = next((page for page in leaflet.body if _helps(page)), None)
    if late is None:
        hint = "Name a section with 'box: emergency' and {emergency.number} in 'lead:'."
        yield Problem(leaflet.handout.mark, "The handout does not say when to call for help.", hint)
    else:
        mark = next(use.mark for use in leaflet.handout.sections if use.section == late.section.id)
        yield Problem(mark, "The box for emergencies does not stand on page 1.", "Name this section in 'lead:'.")


def _helps(page: Page) -> bool:
    if page.section.box == "emergency":
        return any(_NUMBER in passage.line.slots for passage in page.passages)
    boxes = [block for block in page.blocks if isinstance(block, Callout) and block.tone == "emergency"]
    return any(_NUMBER in line.slots for box in boxes for line in _lines(box))


def _lines(box: Callout) -> Iterator[Line]:
    for block in box.blocks:
        yield from (block.line,) if hasattr(block, "line") else block.items
