"""What DISCERN asks of a handout about treatments, as far as a program can see that it is there.

A section that is about treatments says so under `treatments:` and quotes, for each thing DISCERN asks, words of its
own that tell it. That the words stand there is checked here; that they tell it well is for a person to judge.
DISCERN's questions on sources and dates need no key: citations are seen, and every page prints its check dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from handouts.content import ASPECTS, Section
from handouts.diagnostics import Diagnostic, in_order, warning
from handouts.governance.evidence import keys_in
from handouts.library import Library
from handouts.resolving.lines import lines_in
from handouts.resolving.translated import SOURCE

# What each of them asks, as a message says it. The first two are asked for each treatment, the others once a handout.
_TELLS: Mapping[str, str] = {
    "benefits": "what {} may do",
    "risks": "the risks of {}",
    "no_treatment": "what happens without treatment",
    "uncertainty": "what is not known",
    "choices": "that there is more than one choice",
}
_EACH = ("benefits", "risks")


def check_treatments(library: Library, handouts: Iterable[str]) -> tuple[Diagnostic, ...]:
    """What these handouts about treatments do not tell, and quoted words that do not stand in their section."""
    findings: list[Diagnostic] = []
    for (_, language), section in library.sections.items():
        if language == SOURCE and section.treatments:
            findings += _in_section(section)
    for name in handouts:
        if name in library.handouts:
            findings += _in_handout(library, name)
    return in_order(findings)


def _in_section(section: Section) -> Iterator[Diagnostic]:
    texts = [" ".join(line.plain.split()) for line in lines_in(section)]
    for treatment in section.treatments:
        for claim in treatment.claims:
            words = " ".join(claim.words.split())
            if not any(words in text for text in texts):
                message = f"The words for '{claim.aspect}' do not stand in this section: {words[:80]}"
                hint = "Quote a heading or a part of one sentence as it stands there, or remove the key."
                yield warning("treatment-words", claim.mark, message, hint)
    if not keys_in(section):
        message = "The section is about a treatment and cites no source."
        hint = "Cite what its statements rest on: [@key]"
        yield warning("treatment-sources", section.treatments[0].mark, message, hint)


def _in_handout(library: Library, name: str) -> Iterator[Diagnostic]:
    handout = library.handouts[name]
    used = [library.sections.get((use.section, SOURCE)) for use in (*handout.lead, *handout.sections)]
    told: dict[str, set[str]] = {}
    for treatment in [treatment for section in used if section is not None for treatment in section.treatments]:
        for one in treatment.names:
            told.setdefault(one, set()).update(claim.aspect for claim in treatment.claims)
    lacking = [_TELLS[aspect].format(f"'{one}'") for one in told for aspect in _EACH if aspect not in told[one]]
    everything = set().union(*told.values())
    if told:
        lacking += [_TELLS[aspect] for aspect in ASPECTS if aspect not in _EACH and aspect not in everything]
    for what in lacking:
        message = f"The handout '{name}' is about treatments, and no section is marked to tell {what}."
        hint = "Quote the words that tell it under `treatments:` in their section; where there are none, write them."
        yield warning("treatment-missing", handout.mark, message, hint)
