"""What the bibliography owes: no source that has been replaced, none that nobody cites, none unread for years."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handouts.content import Citation, Reference, Section
from handouts.diagnostics import Diagnostic, Severity, in_order, warning
from handouts.library import Library
from handouts.resolving.lines import lines_in
from handouts.resolving.numbering import number_citations
from handouts.resolving.signed import add_months
from handouts.resolving.translated import SOURCE


@dataclass(frozen=True, slots=True)
class Source:
    """One source of the bibliography: the sections that cite it, and the day by which it should be looked at again.

    `look_by` is None when nobody has said when it was last looked at.
    """

    reference: Reference
    cited_in: tuple[str, ...]
    look_by: datetime.date | None

    def late(self, date: datetime.date) -> bool:
        """True when a text rests on it and it should have been looked at by now."""
        return bool(self.cited_in) and (self.look_by is None or self.look_by < date)

    @property
    def unused(self) -> bool:
        """True when no text cites it; one that has been replaced is kept for the record."""
        return not self.cited_in and not self.reference.superseded_by

    def as_json(self, date: datetime.date) -> dict[str, object]:
        """The source as plain data."""
        reference = self.reference
        return {
            "key": reference.key, "status": "superseded" if reference.superseded_by else "current",
            "superseded_by": reference.superseded_by,
            "checked": reference.checked.isoformat() if reference.checked else "",
            "look_by": self.look_by.isoformat() if self.look_by else "", "late": self.late(date),
            "cited_in": list(self.cited_in),
        }  # fmt: skip


def sources(library: Library) -> tuple[Source, ...]:
    """All sources by key; a citation in any language counts for its section."""
    cited = _cited(library)
    months = library.settings.review_months
    return tuple(
        Source(
            reference,
            tuple(sorted(cited.get(key, ()))),
            add_months(reference.checked, months) if reference.checked else None,
        )
        for key, reference in sorted(library.references.items())
    )


def check_sources(library: Library, date: datetime.date) -> tuple[Diagnostic, ...]:
    """Citations of sources that have been replaced, sources nobody cites, and sources nobody has looked at for long."""
    findings: list[Diagnostic] = []
    for section in library.sections.values():
        findings += superseded(library, section)
    for source in sources(library):
        reference = source.reference
        if source.unused:
            message = f"No section cites '{reference.key}'."
            hint = "Cite it where it supports a sentence, or remove it."
            findings.append(Diagnostic("reference-unused", Severity.NOTE, reference.mark, message, hint))
        if source.late(date):
            when = f"was last looked at on {reference.checked}" if reference.checked else "has no date of a last look"
            message = f"The source '{reference.key}' {when}; {_listed(source.cited_in)} cite it."
            hint = "See whether it still stands and nothing has replaced it, then write the day: checked: YYYY-MM-DD"
            findings.append(warning("reference-checked", reference.mark, message, hint))
    return in_order(findings)


def superseded(library: Library, section: Section) -> Iterator[Diagnostic]:
    """An error for each citation of a source that has been replaced."""
    for finding in number_citations(library.references, lines_in(section), {})[1]:
        if finding.rule == "superseded-reference":
            yield finding


def _cited(library: Library) -> Mapping[str, set[str]]:
    """The sections that cite each key; of translations only what their source does not cite."""
    found: dict[str, set[str]] = {}
    for (name, language), section in sorted(library.sections.items(), key=lambda item: item[0][1] != SOURCE):
        for key in keys_in(section):
            names = found.setdefault(key, set())
            if name not in names:
                names.add(name if language == SOURCE else f"{name} ({language})")
    return found


def keys_in(section: Section) -> tuple[str, ...]:
    """The keys that a section cites, each once, in reading order."""
    parts = (part for line in lines_in(section) for part in line.parts)
    return tuple(dict.fromkeys(key for part in parts if isinstance(part, Citation) for key in part.keys))


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown
