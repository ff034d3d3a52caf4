"""What a handout says, checked by rules that any language-aware reader would apply: one rule per module.

A rule's module docstring is its documentation: what, why, source, and examples that are run as tests. PAGE_RULES look
at one section in one language, LEAFLET_RULES at a handout as a whole. To add a rule, copy a module and add its row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from handouts.checks import RULES as TRANSLATION_RULES
from handouts.checks.content import (
    alt_quality,
    ambiguous_date,
    capitals,
    dose_form,
    dose_times,
    fixed_number,
    foreign_word,
    get_help,
    heading_text,
    jargon,
    link_text,
    link_twice,
    main_message,
    mixed_script,
    must_not_say,
    no_action,
    no_disclaimer,
    paragraph_length,
    passive_voice,
    repeated_word,
    section_length,
    sentence_length,
    table_shape,
    unit_spelling,
)
from handouts.checks.content.allowing import allow, judge
from handouts.checks.content.places import Spot, locate
from handouts.checks.content.ruling import LeafletRule, PageRule, Problem, Ruled
from handouts.checks.content.settings import Choice, choices
from handouts.checks.content.subject import Leaflet, Page, open_page, printed
from handouts.content import Handout, Section, Use
from handouts.diagnostics import Diagnostic, Mark, Severity, in_order
from handouts.library import Library

# The language handouts are written in first; what holds for a handout as a whole is told in it, once.
SOURCE = "en"

PAGE_RULES: tuple[PageRule, ...] = (
    alt_quality, ambiguous_date, capitals, dose_form, dose_times, fixed_number, foreign_word, heading_text,
    jargon, link_text, mixed_script, must_not_say, paragraph_length, passive_voice, repeated_word,
    section_length, sentence_length, table_shape, unit_spelling,
)  # fmt: skip

LEAFLET_RULES: tuple[LeafletRule, ...] = (
    get_help, link_twice, main_message, no_action, no_disclaimer,
)  # fmt: skip

RULES: Mapping[str, Ruled] = {rule.ID: rule for rule in (*PAGE_RULES, *LEAFLET_RULES)}

# Rules whose findings an author may allow, true where errors too: a wrong number stays an error whatever is said of it.
ALLOWABLE: Mapping[str, bool] = {
    **dict.fromkeys(RULES, True),
    **dict.fromkeys(TRANSLATION_RULES, False),
    **dict.fromkeys(("treatment-missing", "treatment-sources"), True),  # found by `governance/treatments`
}


def check_content(
    library: Library, *, handouts: Iterable[str] = (), languages: Iterable[str] = ()
) -> tuple[Diagnostic, ...]:
    """What the content rules find, before allowances; all handouts, sections and languages when none are named."""
    ruled, findings = choices(RULES, library.settings.checks)
    wanted = _Wanted(library, tuple(handouts), tuple(languages))
    return in_order((*findings, *_findings(library, wanted, ruled)))


# Gives what was found under a key in this library before, or lets it be found.
Looked = Callable[[tuple[object, ...], Callable[[], tuple[Diagnostic, ...]]], tuple[Diagnostic, ...]]


def content_errors(
    library: Library,
    handouts: Iterable[str],
    languages: Iterable[str],
    looked: Looked = lambda _, find: find(),
) -> tuple[Diagnostic, ...]:
    """What stops a build of these handouts: the findings that the workspace calls errors and no author has allowed.

    `looked` may remember what was found in a section: other handouts of the library have it, too.
    """
    ruled, findings = choices(RULES, library.settings.checks)
    grave = {name: choice for name, choice in ruled.items() if choice.severity is Severity.ERROR}
    wanted = _Wanted(library, tuple(handouts), tuple(languages))
    found = list(findings)
    for section in wanted.sections:
        key = "content of section", section.id, section.language
        found += looked(key, partial(_in_section, library, section, grave))
    for leaflet in wanted.leaflets:
        found += _of_leaflet(leaflet, grave)
    return allowed(library, found)


def page_findings(library: Library, section: Section) -> tuple[Diagnostic, ...]:
    """What the rules find in one section, before allowances."""
    ruled, _ = choices(RULES, library.settings.checks)
    return in_order(_of_page(open_page(library, section), ruled))


def leaflet_findings(library: Library, handout: Handout) -> tuple[Diagnostic, ...]:
    """What the rules find in one handout as a whole, before allowances."""
    ruled, _ = choices(RULES, library.settings.checks)
    return in_order(_of_leaflet(_leaflet(library, handout), ruled))


def setting_findings(library: Library) -> tuple[Diagnostic, ...]:
    """What is wrong with what the workspace wants of the rules."""
    return tuple(choices(RULES, library.settings.checks)[1])


def _findings(library: Library, wanted: _Wanted, ruled: Mapping[str, Choice]) -> Iterator[Diagnostic]:
    for section in wanted.sections:
        yield from _of_page(open_page(library, section), ruled)
    for leaflet in wanted.leaflets:
        yield from _of_leaflet(leaflet, ruled)


def _in_section(library: Library, section: Section, ruled: Mapping[str, Choice]) -> tuple[Diagnostic, ...]:
    return tuple(_of_page(open_page(library, section), ruled))


def _of_page(page: Page, ruled: Mapping[str, Choice]) -> Iterator[Diagnostic]:
    for rule in PAGE_RULES:
        choice = ruled.get(rule.ID)
        if choice is not None and choice.severity is not None:
            for problem in rule.check(page, choice.options(rule, page.language)):
                yield _told(page.library, rule, choice.severity, problem)


def _of_leaflet(leaflet: Leaflet, ruled: Mapping[str, Choice]) -> Iterator[Diagnostic]:
    for rule in LEAFLET_RULES:
        choice = ruled.get(rule.ID)
        if choice is not None and choice.severity is not None:
            for problem in rule.check(leaflet, choice.options(rule, SOURCE)):
                yield _told(leaflet.library, rule, choice.severity, problem)


def allowed(library: Library, findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings that no author has allowed."""
    return allow(findings, library.allowances, ALLOWABLE)[0]


def settled(library: Library, findings: Iterable[Diagnostic], *, whole: bool) -> tuple[Diagnostic, ...]:
    """The findings that no author has allowed, and what is wrong with the allowances.

    With `whole` false not everything was looked at, so that nobody can say that an allowance is not needed.
    """
    kept, used = allow(findings, library.allowances, ALLOWABLE)
    wrong = judge(library.allowances, used, ALLOWABLE)
    return in_order((*kept, *(each for each in wrong if whole or each.rule != "allow-unused")))


class _Wanted:
    """The sections and handouts to look at."""

    def __init__(self, library: Library, handouts: tuple[str, ...], languages: tuple[str, ...]) -> None:
        chosen = [library.handouts[name] for name in handouts if name in library.handouts]
        used = {use.section for handout in chosen for use in (*handout.lead, *handout.sections)}
        self.sections = tuple(
            library.sections[name, language]
            for name, language in sorted(library.sections)
            if (not handouts or name in used) and (not languages or language in languages)
        )
        asked = chosen if handouts else [library.handouts[name] for name in sorted(library.handouts)]
        self.leaflets = tuple(_leaflet(library, handout) for handout in asked)


def _leaflet(library: Library, handout: Handout) -> Leaflet:
    def pages(uses: tuple[Use, ...]) -> Iterator[Page]:
        there = (library.sections.get((use.section, SOURCE)) for use in uses)
        return (open_page(library, section) for section in there if section is not None)

    return Leaflet(handout, tuple(pages(handout.lead)), tuple(pages(handout.sections)), library)


def _told(library: Library, rule: Ruled, severity: Severity, problem: Problem) -> Diagnostic:
    place = problem.place
    mark = _located(library, place) if isinstance(place, Spot) else place
    return Diagnostic(rule.ID, severity, mark, problem.message, problem.hint)


def _located(library: Library, spot: Spot) -> Mark:
    source = library.texts.get(spot.line.mark.path, "")
    return locate(spot, printed(spot.line), source)
