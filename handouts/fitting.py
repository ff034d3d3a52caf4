"""How much of a handout a layout takes: lays it out, and leaves out optional sections where pages are few."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

from handouts import product
from handouts.content import Handout
from handouts.diagnostics import Diagnostic, Severity, error, in_order
from handouts.edition import BuildRequest, Edition, Personal, Resolved
from handouts.library import Library
from handouts.plates import Plates
from handouts.resolving.manuscript import with_plan_first
from handouts.resolving.resolve import resolve
from handouts.typeset.latetexts import LateTexts
from handouts.typeset.ready import ReadyPlate


@dataclass(frozen=True, slots=True, repr=False)
class LaidOut:
    """A document up to its plate, or the reasons why there is none."""

    edition: Edition | None
    plate: ReadyPlate | None
    texts: LateTexts | None
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Order:
    """What is wanted: a request on a day, with a patient's values; and the plates there are."""

    library: Library
    request: BuildRequest
    date: datetime.date
    personal: Personal
    plates: Plates


def lay_out(order: Order, leave_out: Sequence[str] = ()) -> LaidOut:
    """One attempt: the document without some of its optional sections, up to its plate."""
    resolved = resolved_for(order, leave_out)
    edition, plates = resolved.edition, order.plates
    if edition is None:
        return LaidOut(None, None, None, resolved.findings)
    known = plates.known(order.library)
    drifted = known.found(
        ("translation", *_texts(edition), edition.request.draft), lambda: translation_findings(order.library, edition)
    )
    key, texts = known.key(edition), LateTexts(edition, order.personal, plates.shelf)
    findings = in_order((*resolved.findings, *drifted))
    kept = plates.find(key, texts)
    if kept is not None:
        return LaidOut(edition, kept, texts, findings)
    from handouts.typeset.compose import compose  # laying out brings HarfBuzz, ICU and ReportLab: a kept plate does not
    from handouts.typeset.finishing import ready

    composed = compose(edition, texts.values)
    if composed.plate is None:
        return LaidOut(edition, None, texts, in_order((*findings, *composed.findings)))
    plate = ready(composed.plate, edition)
    if not composed.findings:
        plates.keep(key, plate)
    return LaidOut(edition, plate, texts, in_order((*findings, *composed.findings)))


def resolved_for(order: Order, leave_out: Sequence[str] = ()) -> Resolved:
    """The edition that is wanted, resolved once for all patients."""
    known = order.plates.known(order.library)
    return known.resolved(
        (order.request, order.date, tuple(leave_out)),
        lambda: resolve(
            order.library, order.request, date=order.date, tool_version=product.version(), leave_out=leave_out,
            memory=known.memory,
        ),
    )  # fmt: skip


def _texts(edition: Edition) -> tuple[tuple[str, str], ...]:
    """The sections of an edition and of those in it, each with its language."""
    return tuple((used.id, used.language) for one in _inside(edition) for used in (*one.lead, *one.sections))


def _inside(edition: Edition) -> tuple[Edition, ...]:
    return (edition, *edition.parts, *([edition.beside] if edition.beside is not None else []))


def translation_findings(library: Library, edition: Edition) -> tuple[Diagnostic, ...]:
    """Where the edition's translated sections do not say what their sources say; in a marked draft only warnings."""
    from handouts.checks import check_translation

    findings: list[Diagnostic] = []
    for name, language in _texts(edition):
        section = library.sections.get((name, language))
        made_from = section.translation.of if section and section.translation else ""
        source = library.sections.get((name, made_from))
        if section is not None and source is not None:
            findings += check_translation(source, section, library.glossary)
    if edition.request.draft:
        return tuple(replace(finding, severity=Severity.WARNING) for finding in findings)
    return tuple(findings)


def fitted(order: Order) -> LaidOut:
    """The document in as many pages as its layout allows: as few optional sections as need be are left out."""
    whole = lay_out(order)
    if _fits(whole):
        return whole
    library = order.library
    handout = library.handouts[order.request.handout]
    if order.request.plan_first:
        handout = with_plan_first(handout)
    tried = {0: whole}
    fewest, most = min(1, len(handout.optional)), len(handout.optional)
    while fewest < most:  # the more is left out, the fewer the pages
        middle = (fewest + most) // 2
        tried[middle] = lay_out(order, handout.optional[:middle])
        fewest, most = (fewest, middle) if _fits(tried[middle]) else (middle + 1, most)
    laid = tried.get(fewest) or lay_out(order, handout.optional[:fewest])
    note = _left_out(laid, handout) if _fits(laid) else _too_long(library, laid, handout)
    return replace(laid, findings=in_order((*laid.findings, note)))


def _fits(laid: LaidOut) -> bool:
    """True unless there are more pages than the layout allows; what has no pages for other reasons is told as it is."""
    limit = laid.edition.layout.pages if laid.edition is not None else 0
    return laid.plate is None or not limit or laid.plate.pages <= limit


def _left_out(laid: LaidOut, handout: Handout) -> Diagnostic:
    assert laid.edition is not None
    titles = "; ".join(line.plain for line in laid.edition.left_out)
    pages = _pages(laid.edition.layout.pages)
    return Diagnostic(
        "left-out", Severity.NOTE, handout.mark, f"To fit on {pages}, these sections are left out: {titles}."
    )


def _too_long(library: Library, laid: LaidOut, handout: Handout) -> Diagnostic:
    assert laid.edition is not None and laid.plate is not None
    layout = laid.edition.layout
    least = " even without its optional sections" if handout.optional else ""
    message = (
        f"The layout '{layout.id}' has {_pages(layout.pages)}, but the handout takes {laid.plate.pages} "
        f"in {laid.edition.language}{least}."
    )
    name = "Name more sections" if handout.optional else "Name sections it can do without"
    more = _roomier(library, laid.edition)
    hint = f"{name} under `optional:` in {handout.mark.path}" + (f", or use the layout '{more}'." if more else ".")
    return error("does-not-fit", handout.mark, message, hint)


def _roomier(library: Library, edition: Edition) -> str:
    """The layout with the next more pages of the same kind, else the workspace's own; "" where there is none."""
    layout, request = edition.layout, edition.request
    others = [
        other
        for other in library.layouts.values()
        if request.profile in other.profiles
        and request.paper in other.papers
        and (other.share, other.show, other.bilingual) == (layout.share, layout.show, layout.bilingual)
        and not 0 < other.pages <= layout.pages
    ]
    usual = library.settings.layout
    nearest = min(others, key=lambda other: (other.pages or sys.maxsize, other.id != usual, other.id), default=None)
    return nearest.id if nearest is not None else usual if not layout.bilingual and usual != layout.id else ""


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count} pages"
