"""From the library and a request to one closed edition: everything is looked up here, nothing after it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from handouts.content import Handout, Line, Section, Words
from handouts.diagnostics import Diagnostic, Mark, Severity, error, has_errors, in_order
from handouts.edition import BuildRequest, Edition, Reference, Resolved, ReviewState
from handouts.language import direction
from handouts.library import Library
from handouts.looks import Picture
from handouts.resolving.choices import Choice, Looks, choose, slot_values
from handouts.resolving.identity import edition_id
from handouts.resolving.lines import lines_in, map_lines
from handouts.resolving.manuscript import REFERENCES, Assembly, Manuscript, Scope, assemble, number_sections
from handouts.resolving.needs import check_slots, used_pictures
from handouts.resolving.numbering import cite, number_citations, reference_list
from handouts.resolving.reading import reading_minutes
from handouts.resolving.signed import (
    check_review_dates,
    check_review_ends,
    check_signed,
    review_document,
    review_section,
)
from handouts.resolving.translated import SOURCE


@dataclass(frozen=True, slots=True)
class _Content:
    """What the document says, with citations numbered, and what was found out about it."""

    handout: Handout
    manuscript: Manuscript
    references: tuple[Reference, ...]
    pictures: Mapping[str, Picture]
    review: ReviewState
    notices: tuple[Line, ...]


def resolve(library: Library, request: BuildRequest, *, date: datetime.date, tool_version: str) -> Resolved:
    """The edition that was asked for, as it stands on the date, or all the reasons why there is none."""
    choice, findings = choose(library, request)
    handout, brand, language = choice.handout, choice.brand, choice.language
    if handout is None or not language:
        return Resolved(None, in_order(findings))
    english = library.wording[SOURCE].texts if SOURCE in library.wording else {}
    scope = Scope(language, brand.region if brand else None, choice.wording, english, request.draft)
    assembly = assemble(library, handout, scope)
    review, reviewed = _review(library, handout, assembly.used, date)
    references, cited = _references(library, choice, assembly)
    manuscript = _set_citations(assembly.manuscript, references)
    pictures, pictured = used_pictures(library.pictures, manuscript, brand)
    filled = check_slots(brand, lines_in(manuscript)) if brand else ()
    findings = in_order((*findings, *assembly.findings, *reviewed, *cited, *pictured, *filled))
    if choice.looks is None or has_errors(findings):
        return Resolved(None, findings)
    translations = [used.translation for used in assembly.used if used.translation is not None]
    notices = band_notices(review, scope, machine=any(made.by == "machine" for made in translations))
    content = _Content(handout, manuscript, references, pictures, review, notices)
    edition = _edition(library, request, choice, choice.looks, content=content, date=date)
    digests = {"handout": handout.digest} | {f"section {used.id}": used.digest for used in assembly.used}
    return Resolved(replace(edition, id=edition_id(edition, digests, tool_version)), findings)


_BANDS = {"never": "draft_band", "changed": "changed_band", "expired": "expired_band"}


def band_notices(review: ReviewState, scope: Scope, *, machine: bool) -> tuple[Line, ...]:
    """What the band at the top edge of every page says, in the document's language and in English."""
    key = _BANDS.get(review.status) or ("draft_band" if scope.draft else None)
    if key is None:
        return ()
    if machine and review.status == "never":
        key = "machine_band"
    mark = Mark("")
    own = Line((Words(scope.wording.get(key, "")),), mark)
    if scope.language == SOURCE:
        return (own,)
    return own, Line((Words(scope.english.get(key, ""), language=SOURCE),), mark)


def _review(
    library: Library, handout: Handout, used: tuple[Section, ...], date: datetime.date
) -> tuple[ReviewState, tuple[Diagnostic, ...]]:
    states = [review_section(library.settings, section, library.reviews, date) for section in used]
    unsigned = check_signed(library.settings, handout.mark, states) or check_review_ends(handout.mark, states)
    return review_document(states), unsigned + check_review_dates(used, library.reviews, date)


def _references(
    library: Library, choice: Choice, assembly: Assembly
) -> tuple[tuple[Reference, ...], tuple[Diagnostic, ...]]:
    """The entries of the list, none where the layout leaves it out; the citations are checked in any case."""
    numbers, findings = number_citations(library.references, lines_in(assembly.manuscript))
    shown = choice.layout is None or choice.layout.references
    places = [section.mark for section in assembly.manuscript.sections if section.id == REFERENCES]
    if numbers and shown and not places and choice.handout:
        message = "The handout cites sources but has no place for the list of references."
        hint = f"Add `{REFERENCES}` to `sections:`, or choose a layout that leaves the list out."
        findings += (error("references", choice.handout.mark, message, hint),)
    if places and shown and not numbers and not has_errors((*assembly.findings, *findings)):
        message = "Nothing is cited, so the list of references is left out."
        findings += (Diagnostic("references", Severity.NOTE, places[0], message),)
    return reference_list(library.references, numbers if shown else {}, choice.language), findings


def _set_citations(manuscript: Manuscript, references: Iterable[Reference]) -> Manuscript:
    """Numbers for citations, and sections numbered; an empty list of references goes."""
    numbers = {reference.key: reference.number for reference in references}

    def cited(line: Line) -> Line:
        return cite(line, numbers)

    kept = (section for section in manuscript.sections if numbers or section.id != REFERENCES)
    return replace(map_lines(manuscript, cited), sections=map_lines(number_sections(kept), cited))


def _edition(
    library: Library,
    request: BuildRequest,
    choice: Choice,
    looks: Looks,
    *,
    content: _Content,
    date: datetime.date,
) -> Edition:
    """The finished edition, but for its id."""
    handout, manuscript, brand = content.handout, content.manuscript, looks.brand
    english = handout.title.get("en")
    own_fonts = {
        path: data for path, data in sorted(library.fonts.items()) if brand.font and path.startswith(brand.font)
    }
    return Edition(
        request=request,
        id="",
        date=date,
        title=manuscript.title,
        english_title=english.plain if english else "",
        subtitle=manuscript.subtitle,
        language=choice.language,
        direction=direction(choice.language),
        codes=handout.codes,
        key_points=manuscript.key_points,
        lead=manuscript.lead,
        sections=manuscript.sections,
        references=content.references,
        review=content.review,
        notices=content.notices,
        minutes=reading_minutes(lines_in(manuscript), choice.language),
        brand=brand,
        layout=looks.layout,
        profile=looks.profile,
        paper=looks.paper,
        wording=choice.wording,
        pictures=content.pictures,
        slots=slot_values(brand),
        fonts=own_fonts,
    )
