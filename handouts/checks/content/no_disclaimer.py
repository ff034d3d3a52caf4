"""A handout says what it is not.

It is general information for a group of people; it is no diagnosis and does not replace advice. The option names the
sections that say so.

Source: clinical review of the starter, "Disclaimer points to include": general information, no diagnosis, ask before
you start, stop or change a medicine.

Good:

    # content/handouts/example.yaml
    title: {en: Example}
    lead: [when-to-get-help, summary]
    sections: [example, disclaimer]

Bad:

    # content/handouts/example.yaml
    title: {en: Example}
    ^
    lead: [when-to-get-help, summary]
    sections: [example]
"""

from __future__ import annotations

from collections.abc import Iterator

from handouts.checks.content.ruling import Option, Options, Problem
from handouts.checks.content.subject import Leaflet
from handouts.diagnostics import Severity

ID = "no-disclaimer"
SEVERITY = Severity.WARNING
OPTIONS = (Option("sections", "Sections of which one must be in each handout.", ("disclaimer",)),)


def check(leaflet: Leaflet, options: Options) -> Iterator[Problem]:
    """One problem for a handout without any of the sections."""
    wanted = options.words("sections")
    if not any(page.section.id in wanted for page in leaflet.pages):
        names = " or ".join(f"'{name}'" for name in wanted)
        message = "The handout does not say that it replaces no advice."
        yield Problem(leaflet.handout.mark, message, f"Name the section {names} in 'sections:'.")
