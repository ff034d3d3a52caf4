"""Reads a finished PDF back, with none of the writer's code, and says whether it keeps what it claims."""

from __future__ import annotations

from handouts.diagnostics import Diagnostic, Mark, Severity, error, has_errors, in_order
from handouts.press.anatomy import Document, NotAPdf, is_print_edition
from handouts.press.dissect import read
from handouts.press.preflight.check import check_preflight
from handouts.press.structure import check_structure
from handouts.press.validator import ProfileResult, profile_results
from handouts.press.xmp import MadeFor
from handouts.records import dataclass


@dataclass(frozen=True, slots=True)
class Verification:
    """What a PDF is and whether it passes: the validator's verdicts, our structure check, and preflight.

    A print edition (imposed sheets of ours, by the scheme's name) claims no standard: it has no profiles, and its
    structure is not looked at. A file that cannot be read has no pages, no profiles and the one finding `not-a-pdf`.
    """

    name: str
    pages: int
    title: str
    language: str
    edition: str
    made_for: MadeFor
    profiles: tuple[ProfileResult, ...]
    structure: tuple[Diagnostic, ...]
    preflight: tuple[Diagnostic, ...]
    print_edition: str = ""

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """All that our own checks found, page by page."""
        return in_order((*self.structure, *self.preflight))

    @property
    def conformant(self) -> bool:
        """True when the file keeps the standards it claims, whatever preflight says of its looks."""
        claims_kept = bool(self.profiles or self.print_edition) and all(p.passed for p in self.profiles)
        return claims_kept and not has_errors(self.structure)

    @property
    def passed(self) -> bool:
        """True when every profile passes, or there is none to pass, and our checks find no error."""
        return self.conformant and not has_errors(self.preflight)


def verify(data: bytes, name: str) -> Verification:
    """Check the PDF in these bytes; `name` is what findings call it, and the line of a finding is its page."""
    try:
        document = read(data)
        printing = is_print_edition(document)
        profiles = () if printing else profile_results(data)
    except NotAPdf as problem:
        finding = error("not-a-pdf", Mark(name), problem.message, problem.hint)
        return Verification(name, 0, "", "", "", MadeFor(), (), (finding,), ())
    return Verification(
        name=name,
        pages=len(document.pages),
        title=document.title,
        language=document.language,
        edition=document.edition,
        made_for=document.made_for,
        profiles=profiles,
        structure=(_printed(document, name),) if printing else check_structure(document, name),
        preflight=check_preflight(document, name),
        print_edition=_scheme(document),
    )


def _scheme(document: Document) -> str:
    """How the sheets of a print edition are imposed; empty for any other file."""
    return (document.print_edition or document.made_for.kind) if is_print_edition(document) else ""


def _printed(document: Document, name: str) -> Diagnostic:
    message = f"This is a print edition ({_scheme(document)}): for printing only, it claims no standard."
    return Diagnostic("print-edition", Severity.NOTE, Mark(name), message, "Check the PDF it was made from.")
