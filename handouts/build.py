"""The whole pipeline, read first by a newcomer: a checked library and a request become one finished document."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from handouts import product
from handouts.content import Checklist, Conditional, Section, WriteIn
from handouts.diagnostics import Diagnostic, Mark, error, has_errors, in_order
from handouts.edition import BuildRequest, Edition, Personal
from handouts.fitting import LaidOut, Order, fitted
from handouts.library import Library
from handouts.plates import Plates
from handouts.resolving.lines import lines_in
from handouts.resolving.plan import Selection, output_name, plan
from handouts.resolving.resolve import resolve
from handouts.typeset.latetexts import LateTexts
from handouts.typeset.stamp import Pdf, stamp

# Names that every handout has a place for, whatever its text.
_ALWAYS = frozenset({"patient.name", "clinician.name"})


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """What was made from what: digests, versions, findings, sign-off state. Nothing personal."""

    request: BuildRequest
    file: str
    sha256: str
    pages: int
    edition: str
    title: str
    review: str
    date: datetime.date
    version: str
    findings: tuple[Diagnostic, ...]

    def as_json(self) -> dict[str, object]:
        """The record as plain data for reports."""
        request = self.request
        return {
            "handout": request.handout, "title": self.title, "file": self.file, "sha256": self.sha256,
            "pages": self.pages, "language": "+".join(request.languages), "brand": request.brand,
            "layout": request.layout, "profile": request.profile, "paper": request.paper, "mono": request.mono,
            "draft": request.draft,
            "edition": self.edition, "review": self.review, "date": self.date.isoformat(), "version": self.version,
            "findings": [finding.as_json() for finding in self.findings],
        }  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class Built:
    """One product, or None with the reasons; `edition` is there as soon as the request could be resolved.

    `html` is its twin where one was asked for.
    """

    request: BuildRequest
    pdf: Pdf | None
    edition: Edition | None
    record: BuildRecord | None
    findings: tuple[Diagnostic, ...]
    html: str = ""


def build(
    library: Library,
    request: BuildRequest,
    *,
    date: datetime.date,
    personal: Personal | None = None,
    plates: Plates | None = None,
) -> Built:
    """Make one document. The same library, request, date, values and versions give the same bytes.

    `plates` keeps what other documents can use again; it changes no byte.
    """
    personal = personal or Personal()
    if _in_plan(library, request, personal):
        request = replace(request, plan_first=True)
    order = Order(library, request, date, personal, plates if plates is not None else Plates())
    built = _built(order)
    if built.pdf is None and plates is not None:
        # Laying out finds more than stamping a kept plate, and says it for both.
        return _built(replace(order, plates=Plates()))
    return built


def _built(order: Order) -> Built:
    laid = fitted(order)
    judged = replace(laid, findings=_judged(order, laid.findings))
    built = _stamped(order.request, judged, order.personal)
    if built.pdf is not None and built.edition is not None and laid.plate is not None and laid.texts is not None:
        order.plates.keep_overlays(order.plates.known(order.library).key(built.edition), laid.plate, laid.texts)
    return built


def with_html(built: Built, personal: Personal | None = None) -> Built:
    """The document with its twin: the same edition as one HTML file. What could not be built has none."""
    if built.pdf is None or built.edition is None:
        return built
    from handouts.twin.page import html_twin

    return replace(built, html=html_twin(built.edition, personal or Personal()))


def requests_for(
    library: Library, selection: Selection, found: Iterable[Diagnostic]
) -> tuple[tuple[BuildRequest, ...], tuple[Diagnostic, ...]]:
    """What a selection asks for, and what is wrong with it; `found` is what reading the workspace has found."""
    requests, unknown = plan(library, selection)
    if not library.handouts and not has_errors((*found, *unknown)):
        hint = "Write content/handouts/NAME.yaml; handouts init FOLDER shows some."
        unknown = (error("workspace", Mark("content/handouts"), "There are no handouts in this workspace.", hint),)
    return requests, unknown


def build_each(
    library: Library,
    requests: Iterable[BuildRequest],
    found: Iterable[Diagnostic],
    *,
    date: datetime.date,
    personal: Personal | None = None,
    plates: Plates | None = None,
) -> tuple[Built, ...]:
    """Several documents, in the order asked for.

    A library that came with errors (`found`) is partial: it is looked at further, but nothing is set.
    """
    if has_errors(found):
        return tuple(examine(library, request, date=date) for request in requests)
    return tuple(build(library, request, date=date, personal=personal, plates=plates) for request in requests)


def set_edition(edition: Edition) -> Built:
    """Make a document of an edition that is no workspace's own, such as a notice for staff."""
    from handouts.typeset.compose import compose
    from handouts.typeset.finishing import ready

    texts = LateTexts(edition, Personal())
    composed = compose(edition, texts.values)
    plate = ready(composed.plate, edition) if composed.plate is not None else None
    return _stamped(edition.request, LaidOut(edition, plate, texts, composed.findings), Personal())


def _stamped(request: BuildRequest, laid: LaidOut, personal: Personal) -> Built:
    edition, findings = laid.edition, laid.findings
    if edition is None or laid.plate is None or has_errors(findings):
        return Built(request, None, edition, None, findings)
    assert laid.texts is not None
    stamped = stamp(laid.plate, laid.texts)
    findings = in_order((*findings, *stamped.findings))
    if stamped.pdf is None or has_errors(findings):
        return Built(request, None, edition, None, findings)
    record = _record(edition, stamped.pdf, personal, findings)
    return Built(request, stamped.pdf, edition, record, findings)


def _judged(order: Order, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """With what the content rules call errors, and without what authors allowed; a draft shows all it is about."""
    library, request = order.library, order.request

    def look() -> tuple[Diagnostic, ...]:
        from handouts.checks.content import content_errors

        return content_errors(library, request.handouts, request.languages, known.looked)

    known = order.plates.known(library)
    errors = known.found(("content", request.handouts, request.languages), look)
    findings = in_order((*found, *errors))
    if request.draft or not findings:
        return findings
    from handouts.checks.content import allowed

    return allowed(library, findings)


# What resolving says of things that loading has already told in better words, or that follow from a broken file.
_CONSEQUENCES = frozenset(
    {
        "unknown-section", "unknown-reference", "unknown-brand", "missing-translation", "empty-section", "references",
        "key-points", "placeholder", "picture", "duplicate-section", "english-title", "wording",
    }
)  # fmt: skip


def told_once(loaded: Iterable[Diagnostic], built: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """All findings of a run in order, without those that only follow from what loading has found."""
    first = tuple(loaded)
    more = [f for f in built if not (has_errors(first) and f.rule in _CONSEQUENCES)]
    return in_order((*first, *more))


def examine(library: Library, request: BuildRequest, *, date: datetime.date) -> Built:
    """What `build` would say before setting anything: for a library that came with errors and must not be set."""
    resolved = resolve(library, request, date=date, tool_version=product.version())
    return Built(request, None, resolved.edition, None, resolved.findings)


def _record(edition: Edition, pdf: Pdf, personal: Personal, findings: tuple[Diagnostic, ...]) -> BuildRecord:
    name = output_name(edition.request)
    return BuildRecord(
        request=edition.request,
        # A patient's copy must never take the place of the sheet for everybody.
        file=name.removesuffix(".pdf") + "_personal.pdf" if personal else name,
        # A digest of a patient's copy would let somebody prove a guess at the name.
        sha256="" if personal else pdf.sha256,
        pages=pdf.pages,
        edition=edition.id,
        title=edition.title.plain,
        review=edition.review.status,
        date=edition.date,
        version=product.version(),
        findings=findings,
    )


def _in_plan(library: Library, request: BuildRequest, personal: Personal) -> bool:
    """True when something is filled in or ticked in the plan of one of the handouts."""
    given = {*personal.values, *(name for name, _ in personal.ticks)}
    plans = {library.handouts[name].plan for name in request.handouts if name in library.handouts} - {""}
    if not given or not plans:
        return False
    sections = (section for (name, _), section in library.sections.items() if name in plans)
    return any(name in given for section in sections for name in _fillable(section))


def _fillable(section: Section) -> Iterator[str]:
    """The names of what can be written or ticked in a section."""
    for block in section.blocks:
        solid = block.block if isinstance(block, Conditional) else block
        if isinstance(solid, WriteIn | Checklist) and solid.name:
            yield solid.name


def personal_names(library: Library, handouts: Iterable[str]) -> tuple[frozenset[str], dict[str, int]]:
    """What can be filled in for a patient in these handouts: names of texts, and checklists with their lengths."""
    names: set[str] = set(_ALWAYS)
    checklists: dict[str, int] = {}
    for section in _sections(library, handouts):
        for line in lines_in(section):
            names |= {name for name in line.slots if name.split(".")[0] in ("patient", "clinician", "visit")}
        for block in section.blocks:
            solid = block.block if isinstance(block, Conditional) else block
            if isinstance(solid, WriteIn) and solid.name:
                names.add(solid.name)
            elif isinstance(solid, Checklist) and solid.name:
                checklists[solid.name] = max(checklists.get(solid.name, 0), len(solid.items))
    return frozenset(names), checklists


def _sections(library: Library, handouts: Iterable[str]) -> list[Section]:
    used = {
        use.section
        for handout in handouts
        if handout in library.handouts
        for use in (*library.handouts[handout].lead, *library.handouts[handout].sections)
    }
    return [library.sections[name, language] for name, language in sorted(library.sections) if name in used]
