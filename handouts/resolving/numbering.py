"""Which number each cited source gets, and how citations become numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from handouts import edition
from handouts.content import Citation, CitationMark, Inline, Line, Reference, Words
from handouts.diagnostics import Diagnostic, error
from handouts.names import did_you_mean
from handouts.resolving.citations import vancouver


def number_citations(
    references: Mapping[str, Reference], lines: Iterable[Line], before: Mapping[str, int]
) -> tuple[Mapping[str, int], tuple[Diagnostic, ...]]:
    """Numbers 1 to n by key, in the order in which the reader meets the sources first.

    `before` are the numbers that another language of the document has given already.
    """
    numbers: dict[str, int] = dict(before)
    findings: list[Diagnostic] = []
    for line in lines:
        for key in _keys(line):
            reference = references.get(key)
            if reference is None:
                message = f"There is no reference '{key}'."
                findings.append(error("unknown-reference", line.mark, message, did_you_mean(key, references)))
                continue
            numbers.setdefault(key, len(numbers) + 1)
            if reference.superseded_by:
                findings.append(_superseded(references, reference, line))
    return numbers, tuple(findings)


def cite(line: Line, numbers: Mapping[str, int]) -> Line:
    """The line with numbers for citations; a citation without any number goes, with the space before it."""
    parts: list[Inline] = []
    for part in line.parts:
        if not isinstance(part, Citation):
            parts.append(part)
            continue
        found = sorted({numbers[key] for key in part.keys if key in numbers})
        if found:
            parts.append(CitationMark(tuple(found)))
        elif parts and isinstance(parts[-1], Words):
            parts[-1] = replace(parts[-1], text=parts[-1].text.rstrip())
    return Line(tuple(part for part in parts if not isinstance(part, Words) or part.text), line.mark)


def reference_list(
    references: Mapping[str, Reference], numbers: Mapping[str, int], language: str
) -> tuple[edition.Reference, ...]:
    """The numbered entries, written out."""
    return tuple(
        edition.Reference(number, key, vancouver(references[key], language))
        for key, number in sorted(numbers.items(), key=lambda entry: entry[1])
    )


def _keys(line: Line) -> tuple[str, ...]:
    return tuple(key for part in line.parts if isinstance(part, Citation) for key in part.keys)


def _superseded(references: Mapping[str, Reference], reference: Reference, line: Line) -> Diagnostic:
    """Name the last successor: the next one may be superseded as well."""
    seen = {reference.key}
    successor = reference.superseded_by
    while successor in references and references[successor].superseded_by and successor not in seen:
        seen.add(successor)
        successor = references[successor].superseded_by
    return error(
        "superseded-reference",
        line.mark,
        f"The reference '{reference.key}' has been superseded by '{successor}'.",
        f"Check that the sentence still holds, then cite [@{successor}] instead.",
    )
