"""Files that are to be written: what changes in each, as a diff, and the bytes to write."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from handouts.checks import check_translation
from handouts.diagnostics import Diagnostic, Mark, error, has_errors, in_order
from handouts.library import Library
from handouts.resolving.translated import SOURCE
from handouts.source.loading import load
from handouts.source.workspace import SourceFile, Workspace

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Change:
    """One file of a section: its text `before` (None: a new file) and `after`; `texts` counts new translations.

    `renewed` when the section now counts as made from the present English text.
    """

    section: str
    language: str
    path: str
    before: str | None
    after: str
    texts: int
    renewed: bool

    def diff(self) -> str:
        """What changes, in the form that `diff -u` and git print."""
        old, new = (self.before or "").splitlines(keepends=True), self.after.splitlines(keepends=True)
        name = self.path if self.before is not None else "/dev/null"
        lines = difflib.unified_diff(old, new, name, self.path)
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)

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


def encoded(change: Change, present: bytes | None) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """The bytes to write over a file that now has the bytes `present` (None: there is none).

    Its byte order mark and line ends are kept. A file that is not as it was when it was read is an error.
    """
    text = None if present is None else _decoded(present)
    if text != change.before:
        message = "The file has changed while we were at work; nothing was written."
        return b"", (error("exchange-conflict", Mark(change.path), message, "Run the command again."),)
    if present is None:
        return change.after.encode(), ()
    ends = change.after.replace("\n", "\r\n") if b"\r\n" in present else change.after
    return (_BOM if present.startswith(_BOM) else b"") + ends.encode(), ()


def _decoded(data: bytes) -> str | None:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return None
