"""A handout begins with its one main message.

Page 1 holds one short summary beside the box for emergencies: who the handout is for and what matters most. None leaves
the reader to find it; two compete. How many key points page 1 shows is the business of the rule `key-points`.

Source: CDC Clear Communication Index, items 1 to 3: one main message, at the top, set off; PEMAT (AHRQ), item 11.

Good:

    # content/handouts/example.yaml
    title: {en: Example}
    lead: [when-to-get-help, summary]
    sections: [example, disclaimer]

Bad:

    # content/handouts/example.yaml
    title: {en: Example}
    ^
    lead: [when-to-get-help]
    sections: [example, disclaimer]

Bad:

    # content/handouts/example.yaml
    title: {en: Example}
    lead: [when-to-get-help, summary, example]
                                      ^
    sections: [disclaimer]
"""

from __future__ import annotations

from collections.abc import Iterator

from handouts.checks.content.breaking import sentences
from handouts.checks.content.ruling import Option, Options, Problem
from handouts.checks.content.subject import Leaflet
from handouts.diagnostics import Severity

ID = "main-message"
SEVERITY = Severity.WARNING
OPTIONS = (Option("sentences", "The most sentences in the summary.", 8, least=1, most=40),)


def check(leaflet: Leaflet, options: Options) -> Iterator[Problem]:
    """One problem for none, for each that is too many, and for one that is long."""
    handout = leaflet.handout
    plain = [page for page in leaflet.lead if not page.section.box]
    if not plain:
        hint = "Write a short section on who the handout is for and what matters most, and name it in 'lead:'."
        yield Problem(handout.mark, "The handout has no summary on page 1.", hint)
    for page in plain[1:]:
        mark = next(use.mark for use in handout.lead if use.section == page.section.id)
        message = f"Page 1 has a second main message, '{page.section.id}'."
        yield Problem(mark, message, "Keep one in 'lead:' and move the other to 'sections:'.")
    for page in plain[:1]:
        most = options.number("sentences")
        count = sum(len(sentences(p.text, page.language)) for p in page.passages if p.running)
        if count > most:
            message = f"The summary has {count} sentences; {most} is the most."
            yield Problem(page.section.mark, message, "Say the one thing that matters most; the rest comes later.")
