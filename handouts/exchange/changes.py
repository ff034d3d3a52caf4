"""Files of sections that are to be written, and what would be wrong in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from handouts.checks import check_translation
from handouts.diagnostics import Diagnostic, has_errors, in_order
from handouts.library import Library
from handouts.resolving.translated import SOURCE
from handouts.source.loading import load
from handouts.source.workspace import SourceFile, Workspace
from handouts.source.writing import Rewrite


@dataclass(frozen=True, slots=True)
class Change(Rewrite):
    """The rewriting of one file of a section; `texts` counts new translations.

    `renewed` when the section now counts as made from the present English text.
    """

    section: str
    language: str
    texts: int
    renewed: bool

    def as_json(self) -> dict[str, str | int | bool]:
        """The change as plain data."""
        return {
            "section": self.section, "language": self.language, "file": self.path, "texts": self.texts,
            "new": self.before is None, "renewed": self.renewed,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import or update would write; nothing may be written when a finding is an error."""

    changes: tuple[Change, ...]
    findings: tuple[Diagnostic, ...]


def proven(workspace: Workspace, changes: Sequence[Change], findings: Iterable[Diagnostic]) -> Plan:
    """The plan, with everything that would be wrong in its files once they were written."""
    found = list(findings)
    if changes and not has_errors(found):
        files = {change.path: _file(change) for change in changes}
        library, wrong = load(replace(workspace, files={**workspace.files, **files}))
        wrong = tuple(finding for finding in wrong if finding.mark and finding.mark.path in files)
        found += wrong
        if library is not None and not has_errors(wrong):
            found += [finding for change in changes for finding in locked(library, change.section, change.language)]
    return Plan(tuple(changes), in_order(found))


def locked(library: Library, section: str, language: str) -> tuple[Diagnostic, ...]:
    """What the number lock says of one translation."""
    source, translation = (library.sections.get((section, tag)) for tag in (SOURCE, language))
    return check_translation(source, translation, library.glossary) if source and translation else ()


def _file(change: Change) -> SourceFile:
    return SourceFile(change.path, change.after, hashlib.sha256(change.after.encode()).hexdigest())
