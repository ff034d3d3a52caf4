"""Our own structure check: content, parent tree, tag tree and annotations must tell the same story."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.diagnostics import Diagnostic, Mark, error, in_order
from handouts.press.anatomy import Document
from handouts.press.marking import marking_of
from handouts.press.parentage import parentage
from handouts.press.rules import HINTS, Violation
from handouts.press.semantics import document_facts, semantics


def check_structure(document: Document, name: str) -> tuple[Diagnostic, ...]:
    """Every violation of `rules.RULES` in the document; the line of a mark is the page."""
    return in_order(
        error(rule, Mark(name, page), message, HINTS[rule]) for rule, page, message in _violations(document)
    )


def _violations(document: Document) -> Iterator[Violation]:
    yield from document_facts(document)
    if document.structure is None:
        yield Violation("structure-missing", 1, "The file has no tag tree.")
        return
    markings = [marking_of(page) for page in document.pages]
    for marking in markings:
        yield from marking.violations
    yield from parentage(document, document.structure, markings)
    yield from semantics(document.structure)
