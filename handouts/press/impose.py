"""A finished PDF to sheets for the press: read, checked against the scheme, arranged, written as a print edition."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from handouts.diagnostics import Diagnostic, Mark, Severity, error, has_errors, warning
from handouts.language import Direction
from handouts.names import find
from handouts.press.anatomy import NotAPdf
from handouts.press.booklets import MOST_SHEETS
from handouts.press.greys import UngreyableError
from handouts.press.opening import opened
from handouts.press.printfile import Copier, PrintFile
from handouts.press.printinfo import Label, finish
from handouts.press.printsheets import draw_sheets
from handouts.press.printsource import SourceFacts, SourcePage, content_of, facts_of, form_of, one_size, pages_of
from handouts.press.schemes import SCHEMES, STOCKS, Job, arrange, panel_size, usual_paper
from handouts.press.sheets import MM, Arrangement, PageSize, Turn
from handouts.press.typesize import body_size

LEAST_SIZE = 10.0  # points; 21 CFR 208.20 for Medication Guides, and FDA's guidance for Instructions for Use
MOST_CREEP = 0.5  # mm: thicker than any paper that is folded
_MOST_MOVED = 5.0  # mm: about half of the inner margin of a small page
_LOOKED_AT = 4  # pages that show how large the text is
_SLACK = 2.0  # points by which pages may differ from their panel: papers are cut no better


@dataclass(frozen=True, slots=True)
class PressOrder:
    """How a document is wanted on sheets.

    Empty texts mean: the usual paper for its pages, the direction the document has, the edge the scheme asks for.
    `creep` is the thickness of the paper in millimetres.
    """

    scheme: str
    paper: str = ""
    bleed: bool = False
    mono: bool = False
    creep: float = 0.0
    direction: Direction | Literal[""] = ""
    flip: Literal["long", "short", ""] = ""


@dataclass(frozen=True, slots=True, repr=False)
class PrintEdition:
    """Sheets for a press or an office printer, and what is on them. Claims neither PDF/UA nor PDF/A."""

    data: bytes
    order: PressOrder
    title: str
    language: str
    edition: str
    pages: int
    arrangement: Arrangement

    @property
    def blanks(self) -> int:
        """Places for pages that stay empty."""
        sides = (side for sheet in self.arrangement.sheets for side in sheet.sides())
        return sum(place.page is None for side in sides for place in side.placements)

    def as_json(self) -> dict[str, object]:
        """The print edition as plain data; pages and sheets count from 1, lengths are points."""
        arrangement = self.arrangement
        return {
            "scheme": self.order.scheme, "paper": self.order.paper, "title": self.title, "language": self.language,
            "edition": self.edition, "direction": self.order.direction, "pages": self.pages,
            "sheets": len(arrangement.sheets), "blanks": self.blanks, "turn": arrangement.turn,
            "scale": round(arrangement.scale, 4), "bleed": round(arrangement.bleed, 3), "mono": self.order.mono,
            "sides": [
                {
                    "sheet": number, "side": name, "folds": [round(fold, 3) for fold in side.folds],
                    "places": [
                        {"panel": place.panel, "page": None if place.page is None else place.page + 1}
                        for place in side.placements
                    ],
                }
                for number, sheet in enumerate(arrangement.sheets, start=1)
                for name, side in zip(("front", "back"), sheet.sides(), strict=False)
            ],
        }  # fmt: skip


def print_name(stem: str, edition: PrintEdition) -> str:
    """The name of a print edition of the file with this stem."""
    order = edition.order
    extras = "".join(f"-{name}" for name, wanted in (("bleed", order.bleed), ("mono", order.mono)) if wanted)
    return f"{stem}_print-{order.scheme}-{order.paper}{extras}.pdf"


@dataclass(frozen=True, slots=True)
class Imposed:
    """A print edition, or None with the reasons."""

    edition: PrintEdition | None
    findings: tuple[Diagnostic, ...]


def impose(data: bytes, name: str, order: PressOrder) -> Imposed:
    """Put the pages of the PDF in these bytes on sheets; `name` is what findings call it.

    Pure: the same bytes and order give the same bytes.
    """
    mark = Mark(name)
    findings = tuple(_order_findings(order, mark))
    if has_errors(findings):
        return Imposed(None, findings)
    try:
        with opened(data) as reader:
            facts, pages = facts_of(reader), pages_of(reader)
            order = _closed(order, facts, pages[0].size)
            findings = tuple(_document_findings(order, facts, pages, name))
            if has_errors(findings):
                return Imposed(None, findings)
            arrangement = _arranged(order, pages)
            findings += tuple(_arranged_findings(arrangement, pages, order, name))
            written = _written(order, facts, pages, arrangement)
    except NotAPdf as problem:
        return Imposed(None, (error("not-a-pdf", mark, problem.message, problem.hint),))
    except UngreyableError as problem:
        return Imposed(None, (_ungreyable(problem, mark),))
    made = PrintEdition(written, order, facts.title, facts.language, facts.edition, len(pages), arrangement)
    return Imposed(made, findings)


def _order_findings(order: PressOrder, mark: Mark) -> Iterator[Diagnostic]:
    """What is wrong with the order whatever the document is."""
    scheme, unknown = find("scheme", order.scheme, SCHEMES, mark)
    yield from unknown
    if order.paper:
        yield from find("paper", order.paper, STOCKS, mark)[1]
        if scheme is not None and order.paper in STOCKS and order.paper not in scheme.papers:
            offered = " or ".join(STOCKS[paper].title for paper in scheme.papers)
            message = f"A {order.scheme} cannot be made on {STOCKS[order.paper].title}."
            yield error("press-paper", mark, message, f"Use {offered}.")
    if not (math.isfinite(order.creep) and 0.0 <= order.creep <= MOST_CREEP):
        hint = "Give the thickness of one sheet in millimetres: 0.1 for ordinary 80 g paper."
        yield error("press-creep", mark, f"A creep of {order.creep:g} mm is no thickness of paper.", hint)
    elif order.creep and scheme is not None and not scheme.stapled:
        hint = "Leave --creep out, or use --impose booklet."
        yield error("press-creep", mark, f"A {order.scheme} has no sheets inside each other, so no creep.", hint)


def _closed(order: PressOrder, facts: SourceFacts, page: PageSize) -> PressOrder:
    """The order with nothing left open."""
    return replace(
        order, paper=order.paper or usual_paper(order.scheme, page), direction=order.direction or facts.direction
    )


def _document_findings(
    order: PressOrder, facts: SourceFacts, pages: Sequence[SourcePage], name: str
) -> Iterator[Diagnostic]:
    """What stands in the way of putting this document on these sheets, and what will be lost."""
    if facts.made_as:
        hint = "Use the reading edition it was made from."
        message = f"This is a print edition already ({facts.made_as}); its sheets cannot be put on sheets again."
        yield error("press-imposed", Mark(name), message, hint)
        return
    first = pages[0].size
    if not one_size(pages):
        odd = next(at for at, page in enumerate(pages, start=1) if not one_size((pages[0], page)))
        message = f"Page {odd} is {_size(pages[odd - 1].size)}, page 1 is {_size(first)}."
        yield error("press-size", Mark(name, odd), message, "All pages must have one size.")
    scheme = SCHEMES[order.scheme]
    if scheme.most_pages and len(pages) > scheme.most_pages:
        message = f"A {order.scheme} has {scheme.most_pages} panels, but this document has {len(pages)} pages."
        hint = f"Shorten it to {scheme.most_pages} pages, or use --impose booklet."
        yield error("press-pages", Mark(name, scheme.most_pages + 1), message, hint)
    if scheme.fold is not None and (wrong := _misfit(order, first)) is not None:
        yield error("press-size", Mark(name), *wrong)
    for number, page in enumerate(pages, start=1):
        if page.remarks:
            message = "Comments or form fields of this page are not printed."
            yield warning("press-notes", Mark(name, number), message, "Print the page as it is if they are needed.")


def _misfit(order: PressOrder, page: PageSize) -> tuple[str, str] | None:
    """What is wrong with pages that are not of the size of the narrowest panel, and what would work."""
    sizes = {paper: panel_size(order.scheme, paper) for paper in SCHEMES[order.scheme].papers}
    panels = {paper: size for paper, size in sizes.items() if size is not None}
    if _alike(page, panels[order.paper]):
        return None
    wanted = f"{_size(panels[order.paper])} on {STOCKS[order.paper].title}"
    message = f"The pages are {_size(page)}, but the panels of a {order.scheme} are {wanted}."
    for paper, size in panels.items():
        if _alike(page, size):
            return message, f"Use --paper {paper}."
    others = ", ".join(f"{_size(size)} for {STOCKS[paper].title}" for paper, size in panels.items())
    hint = f"Text is never scaled to a panel: build pages of {others}. Or use --impose booklet, 2-up or 4-up."
    return message, hint


def _alike(page: PageSize, panel: PageSize) -> bool:
    return abs(page.width - panel.width) <= _SLACK and abs(page.height - panel.height) <= _SLACK


def _size(size: PageSize) -> str:
    return f"{size.width / MM:.0f} x {size.height / MM:.0f} mm"


def _arranged(order: PressOrder, pages: Sequence[SourcePage]) -> Arrangement:
    assert order.direction
    job = Job(order.scheme, order.paper, pages[0].size, len(pages), order.direction, order.bleed, order.creep * MM)
    arrangement = arrange(job)
    if order.flip and arrangement.turn != "none" and order.flip != arrangement.turn:
        return _flipped(arrangement, order.flip)
    return arrangement


def _flipped(arrangement: Arrangement, turn: Turn) -> Arrangement:
    """The same sheets for a printer that turns around the other edge: every back upside down."""
    width, height = arrangement.width, arrangement.height
    sheets = tuple(
        replace(sheet, back=sheet.back and sheet.back.half_turned(width, height)) for sheet in arrangement.sheets
    )
    return replace(arrangement, sheets=sheets, turn=turn)


def _arranged_findings(
    arrangement: Arrangement, pages: Sequence[SourcePage], order: PressOrder, name: str
) -> Iterator[Diagnostic]:
    """What should be known before printing: how far text shrinks, and how thick it gets."""
    if arrangement.scale < 1.0:
        some = pages[:: -(-len(pages) // _LOOKED_AT)]
        yield _scaled(arrangement.scale, body_size([content_of(page) for page in some]), order, name)
    moved = order.creep * (len(arrangement.sheets) - 1)
    if moved > _MOST_MOVED:
        message = f"The innermost pages move {moved:.1f} mm towards the spine; text there may be cut off."
        yield warning("press-creep", Mark(name), message, "Look at the middle sheet before you print.")
    if SCHEMES[order.scheme].stapled and len(arrangement.sheets) > MOST_SHEETS:
        message = f"{len(arrangement.sheets)} sheets are too thick to be folded and stapled by hand."
        hint = f"{MOST_SHEETS} sheets ({MOST_SHEETS * 4} pages) are the usual limit. Ask a print shop, or split it."
        yield warning("press-thick", Mark(name), message, hint)


def _scaled(scale: float, size: float, order: PressOrder, name: str) -> Diagnostic:
    paper = STOCKS[order.paper].title
    message = f"The pages are printed at {scale:.0%} of their size to fit on {paper}"
    if not size:
        return Diagnostic("press-scale", Severity.NOTE, Mark(name), f"{message}.")
    printed = size * scale
    message += f"; body text of {size:g} pt becomes {printed:.1f} pt."
    if printed >= LEAST_SIZE:
        return Diagnostic("press-scale", Severity.NOTE, Mark(name), message)
    hint = (
        f"Text on medicines should be at least {LEAST_SIZE:g} pt [21 CFR 208.20]. Build smaller pages (an A5 or "
        "half-Letter layout), or print on larger paper: --paper a3 or --paper tabloid."
    )
    return warning("press-scale", Mark(name), message, hint)


def _ungreyable(problem: UngreyableError, mark: Mark) -> Diagnostic:
    message = f"This document has {problem.kind}, which cannot be turned into greys here."
    return error("press-colour", mark, message, "Leave --mono out and choose black and white at the printer.")


def _written(order: PressOrder, facts: SourceFacts, pages: Sequence[SourcePage], arrangement: Arrangement) -> bytes:
    target = PrintFile()
    tree = target.reserve()
    copier = Copier(target, mono=order.mono)
    forms = {number: form_of(target, copier, page) for number, page in enumerate(pages)}
    sheets = draw_sheets(target, arrangement, forms, tree)
    assert order.direction
    label = Label(
        order.scheme, facts.title, facts.language, facts.edition, facts.created, order.direction, arrangement.turn
    )  # fmt: skip
    return finish(target, label, sheets, tree)
