"""Reads a finished PDF back, with none of the writer's code, and says whether it keeps what it claims."""

from __future__ import annotations

from dataclasses import dataclass

from handouts.diagnostics import Diagnostic, Mark, Severity, error, has_errors
from handouts.press.anatomy import Document, NotAPdf
from handouts.press.dissect import read
from handouts.press.structure import check_structure
from handouts.press.validator import ProfileResult, profile_results


@dataclass(frozen=True, slots=True)
class Verification:
    """What a PDF is and whether it passes: the validator's verdicts and the findings of our structure check.

    A file that cannot be read has no pages, no profiles and the one finding `not-a-pdf`. A print edition claims no
    standard, so it is held to none: it has no profiles and the one note `print-edition`.
    """

    name: str
    pages: int
    title: str
    language: str
    edition: str
    profiles: tuple[ProfileResult, ...]
    findings: tuple[Diagnostic, ...]
    print_edition: str = ""

    @property
    def passed(self) -> bool:
        """True when every profile passes and our check finds no error, or when nothing is claimed by design."""
        return bool(self.print_edition) or (
            bool(self.profiles) and all(p.passed for p in self.profiles) and not has_errors(self.findings)
        )


def verify(data: bytes, name: str) -> Verification:
    """Check the PDF in these bytes; `name` is what findings call it, and the line of a finding is its page."""
    try:
        document = read(data)
        if document.print_edition:
            return _print_edition(document, name)
        profiles = profile_results(data)
    except NotAPdf as problem:
        finding = error("not-a-pdf", Mark(name), problem.message, problem.hint)
        return Verification(name, 0, "", "", "", (), (finding,))
    return Verification(
        name=name,
        pages=len(document.pages),
        title=document.title,
        language=document.language,
        edition=document.edition,
        profiles=profiles,
        findings=check_structure(document, name),
    )


def _print_edition(document: Document, name: str) -> Verification:
    message = f"This is a print edition ({document.print_edition}): for printing only, it claims no standard."
    finding = Diagnostic("print-edition", Severity.NOTE, Mark(name), message, "Check the PDF it was made from.")
    pages = len(document.pages)
    return Verification(
        name, pages, document.title, document.language, document.edition, (), (finding,), document.print_edition
    )
