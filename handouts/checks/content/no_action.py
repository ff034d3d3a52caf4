"""A handout says what to do.

At least one list of steps or one checklist stands in it: something the reader can begin with. Texts that only explain
change little.

Source: PEMAT (AHRQ), actionability: at least one action, in explicit steps, with a tool such as a checklist; CDC Clear
Communication Index, item 5, a call to action.

Good:

    - steps: [Ask for a blood test., Bring all your medicines.]

Bad:

    # content/handouts/example.yaml
    title: {en: Example}
    ^
    lead: [when-to-get-help, summary]
    sections: [plain, disclaimer]
"""

from __future__ import annotations

from collections.abc import Iterator

from handouts.checks.content.ruling import Option, Options, Problem
from handouts.checks.content.subject import Leaflet
from handouts.content import Callout, Checklist, SolidBlock, Steps
from handouts.diagnostics import Severity

ID = "no-action"
SEVERITY = Severity.WARNING
OPTIONS: tuple[Option, ...] = ()


def check(leaflet: Leaflet, options: Options) -> Iterator[Problem]:
    """One problem for a handout without steps and checklists."""
    if not any(_acts(block) for page in leaflet.pages for block in page.blocks):
        message = "The handout has no steps and no checklist: nothing the reader can begin with."
        yield Problem(leaflet.handout.mark, message, "Add a 'steps:' or 'checklist:' block to one of its sections.")


def _acts(block: SolidBlock) -> bool:
    inner = block.blocks if isinstance(block, Callout) else ()
    return isinstance(block, Steps | Checklist) or any(isinstance(each, Steps) for each in inner)
