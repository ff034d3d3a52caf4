"""From the library and a request to one closed edition: everything is looked up here, nothing after it."""

from __future__ import annotations

import datetime
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import field, replace

from handouts.content import Handout, Line, Section, Words
from handouts.diagnostics import Diagnostic, Mark, Severity, error, has_errors, in_order
from handouts.edition import BuildRequest, Edition, Reference, Resolved, ReviewState
from handouts.language import direction, english_name
from handouts.library import Library
from handouts.looks import Picture
from handouts.records import dataclass
from handouts.resolving.choices import Choice, Looks, Texts, check_languages, choose, slot_values
from handouts.resolving.identity import Fragments, edition_id
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
    worse,
)
from handouts.resolving.translated import SOURCE


@dataclass(frozen=True, slots=True)
class _Content:
    """What the document says, whichever brand of a region hands it out: with citations numbered, and judged.

    `slotted` are the lines with slots in them; `before` the references of the document's first language.
    """

    handout: Handout
    manuscript: Manuscript
    slotted: tuple[Line, ...]
    references: tuple[Reference, ...]
    review: ReviewState
    notices: tuple[Line, ...]
    left_out: tuple[Line, ...]
    minutes: int
    findings: tuple[Diagnostic, ...]
    before: tuple[Reference, ...]


@dataclass(slots=True)
class Memory:
    """What was worked out for one library and can serve its next requests. It is of that library alone.

    Bounded: what was not used for longest goes first. `fragments` serve the making of ids.
    """

    library: Library
    fragments: Fragments = field(default_factory=Fragments)
    wording: dict[str, Texts] = field(default_factory=dict)
    _contents: OrderedDict[tuple[object, ...], _Content] = field(default_factory=OrderedDict)

    def content(self, key: tuple[object, ...], make: Callable[[], _Content]) -> _Content:
        """The content of this key, made if need be."""
        if key not in self._contents:
            self._contents[key] = make()
            if len(self._contents) > _MOST:
                self._contents.popitem(last=False)
        self._contents.move_to_end(key)
        return self._contents[key]


_MOST = 512


def resolve(
    library: Library,
    request: BuildRequest,
    *,
    date: datetime.date,
    tool_version: str,
    leave_out: Collection[str] = (),
    memory: Memory | None = None,
) -> Resolved:
    """The edition that was asked for, as it stands on the date, or all the reasons why there is none.

    `leave_out` names sections that have no room in the layout. `memory` is the library's, and changes nothing.
    """
    memory = memory if memory is not None else Memory(library)
    asked = _Asked(library, date, frozenset(leave_out), memory)
    findings = check_languages(library, request)
    editions: list[list[Edition | None]] = []
    for handout in request.handouts:
        row: list[Edition | None] = []
        for language in request.languages or ("",):
            single = replace(request, handout=handout, languages=(language,) if language else ())
            made = _single(asked, single, row[0] if row else None)
            row.append(made.edition)
            findings += made.findings
        editions.append(row)
    complete = [[edition for edition in row if edition is not None] for row in editions]
    findings += tuple(finding for row in complete for finding in _check_beside(row))
    if has_errors(findings) or any(len(row) < len(request.languages) for row in complete):
        return Resolved(None, in_order(findings))
    edition = _together(request, [_bilingual(request, row) for row in complete])
    return Resolved(replace(edition, id=edition_id(edition, tool_version, memory.fragments)), in_order(findings))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What all editions of a document have in common."""

    library: Library
    date: datetime.date
    leave_out: frozenset[str]
    memory: Memory


def _single(asked: _Asked, request: BuildRequest, first: Edition | None) -> Resolved:
    """One handout in one language, without an id; `first` is the same one in the document's first language."""
    library, date = asked.library, asked.date
    choice, findings = choose(library, request, asked.memory.wording)
    handout, brand, language = choice.handout, choice.brand, choice.language
    if handout is None or not language:
        return Resolved(None, findings)
    before = first.references if first is not None else ()
    region = brand.region if brand else None
    shown = choice.layout is None or choice.layout.references
    key = (handout.id, language, region, request.draft, asked.leave_out, date, shown, id(before))
    content = asked.memory.content(key, lambda: _content(asked, request, choice, before))
    pictures, pictured = used_pictures(library.pictures, content.manuscript, brand)
    filled = check_slots(brand, content.slotted) if brand else ()
    findings = (*findings, *content.findings, *pictured, *filled)
    if choice.looks is None or has_errors(findings):
        return Resolved(None, findings)
    return Resolved(_edition(asked, request, choice.looks, content, pictures), findings)


def _content(asked: _Asked, request: BuildRequest, choice: Choice, before: tuple[Reference, ...]) -> _Content:
    library, handout, brand, language = asked.library, choice.handout, choice.brand, choice.language
    assert handout is not None
    english = library.wording[SOURCE].texts if SOURCE in library.wording else {}
    scope = Scope(language, brand.region if brand else None, choice.wording, english, request.draft, asked.leave_out)
    assembly = assemble(library, handout, scope)
    review, reviewed = _review(library, handout, assembly.used, asked.date)
    references, cited = _references(library, choice, assembly, before)
    manuscript = _set_citations(assembly.manuscript, references)
    lines = tuple(lines_in(manuscript))
    translations = [used.translation for used in assembly.used if used.translation is not None]
    notices = band_notices(review, scope, machine=any(made.by == "machine" for made in translations))
    return _Content(
        handout=handout, manuscript=manuscript, slotted=tuple(line for line in lines if line.slots),
        references=references, review=review, notices=notices, left_out=assembly.left_out,
        minutes=reading_minutes(lines, language), findings=(*assembly.findings, *reviewed, *cited), before=before,
    )  # fmt: skip


def _bilingual(request: BuildRequest, row: Sequence[Edition]) -> Edition:
    """The first language's edition with the second one beside it; what holds for both is the worse of the two."""
    first = row[0]
    if len(row) == 1:
        return first
    second = row[1]
    # One notice for each language; what a translation says of itself goes further than what its source says.
    notices: dict[str, Line] = {}
    for edition in sorted(row, key=lambda edition: edition.language == SOURCE):
        for line in _spoken_in(edition):
            notices.setdefault(_tongue(line, edition), line)
    review = worse(first.review, second.review)
    return replace(
        first,
        request=request,
        review=review,
        notices=tuple(notices.values()),
        references=max(first.references, second.references, key=len),
        minutes=max(first.minutes, second.minutes),
        pictures={**second.pictures, **first.pictures},
        beside=replace(second, review=review, references=()),
    )


def _check_beside(row: Sequence[Edition]) -> list[Diagnostic]:
    """Errors for sections that one language of a document has and the other has not."""
    both = [{section.id: section for section in (*edition.lead, *edition.sections)} for edition in row]
    return [
        error(
            "missing-translation",
            section.mark,
            f"The section '{name}' has nothing to say in {english_name(other.language)}, so the two languages "
            "cannot stand beside each other.",
            "Give it the same blocks in both languages, with the same `when:`.",
        )
        for here, there, other in zip(both, reversed(both), reversed(row), strict=True)
        for name, section in here.items()
        if name not in there
    ]


def _spoken_in(edition: Edition) -> tuple[Line, ...]:
    """The notices of an edition, each marked with its language."""
    return tuple(
        Line(tuple(replace(p, language=p.language or edition.language) for p in line.parts if isinstance(p, Words)),
             line.mark)
        for line in edition.notices
    )  # fmt: skip


def _tongue(line: Line, edition: Edition) -> str:
    return next((part.language for part in line.parts if isinstance(part, Words)), edition.language)


def _together(request: BuildRequest, editions: Sequence[Edition]) -> Edition:
    """One handout as it is; several as the parts of a packet, under a title of the product's own."""
    first = editions[0]
    if len(editions) == 1:
        return first
    title = Line((Words(first.wording["packet"]),), first.title.mark)
    notices = {line.plain: line for edition in editions for line in edition.notices}
    review = first.review
    for edition in editions[1:]:
        review = worse(review, edition.review)
    return replace(
        first,
        request=request,
        title=title,
        english_title="; ".join(edition.english_title for edition in editions),
        subtitle=None,
        codes={},
        key_points=(),
        lead=(),
        sections=(),
        references=(),
        review=review,
        notices=tuple(notices.values()),
        minutes=sum(edition.minutes for edition in editions),
        pictures={path: picture for edition in editions for path, picture in edition.pictures.items()},
        parts=tuple(editions),
    )


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
    states = [review_section(library, section, date) for section in used]
    unsigned = check_signed(library.settings, handout.mark, states) or check_review_ends(handout.mark, states)
    return review_document(states), unsigned + check_review_dates(used, library.reviews, date)


def _references(
    library: Library, choice: Choice, assembly: Assembly, first: tuple[Reference, ...]
) -> tuple[tuple[Reference, ...], tuple[Diagnostic, ...]]:
    """The entries of the list, none where the layout leaves it out; the citations are checked in any case.

    Both languages of a document cite the same list, so its second one takes over the numbers of the first.
    """
    before = {reference.key: reference.number for reference in first}
    numbers, findings = number_citations(library.references, lines_in(assembly.manuscript), before)
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
    asked: _Asked, request: BuildRequest, looks: Looks, content: _Content, pictures: Mapping[str, Picture]
) -> Edition:
    """The finished edition, but for its id."""
    library, handout, manuscript, brand = asked.library, content.handout, content.manuscript, looks.brand
    language = request.languages[0]
    english = handout.title.get("en")
    own_fonts = {
        path: data for path, data in sorted(library.fonts.items()) if brand.font and path.startswith(brand.font)
    }
    return Edition(
        request=request,
        id="",
        date=asked.date,
        title=manuscript.title,
        english_title=english.plain if english else "",
        subtitle=manuscript.subtitle,
        language=language,
        direction=direction(language),
        codes=handout.codes,
        key_points=manuscript.key_points,
        lead=manuscript.lead,
        sections=manuscript.sections,
        references=content.references,
        review=content.review,
        notices=content.notices,
        left_out=content.left_out,
        minutes=content.minutes,
        brand=brand,
        layout=looks.layout,
        profile=looks.profile,
        paper=looks.paper,
        wording=asked.memory.wording[language][0],
        pictures=pictures,
        slots=slot_values(brand),
        fonts=own_fonts,
    )
