"""Findings as a page shows them: file by file, the most urgent first, each with what it belongs to."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from handouts.content import Handout
from handouts.diagnostics import Diagnostic, Severity
from handouts.library import Library
from handouts.source.files import kind_of
from handouts.workbench.bench import Bench, may_edit

_ORDER = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding with its place (line and column from 1, 0 and an empty path where it has none) and its subject.

    `section` and `language` are empty where the file is no section's; `handouts` are those that a reader of this
    finding has to think of. `editable` when the file can be edited at the desk.
    """

    rule: str
    severity: Severity
    message: str
    hint: str
    path: str
    line: int
    column: int
    section: str
    language: str
    handouts: tuple[str, ...]
    editable: bool


@dataclass(frozen=True, slots=True)
class FileFindings:
    """All findings of one file, in the order of its lines."""

    path: str
    findings: tuple[Finding, ...]

    @property
    def worst(self) -> Severity:
        """How grave the gravest of them is."""
        return min((finding.severity for finding in self.findings), key=_ORDER.index)

    def count(self, severity: Severity) -> int:
        """How many are as grave as that."""
        return sum(finding.severity is severity for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Report:
    """Findings by file: files with errors before others, those with more before those with fewer."""

    files: tuple[FileFindings, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of them, in that order."""
        return tuple(finding for file in self.files for finding in file.findings)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules among them, sorted: what a filter can offer."""
        return tuple(sorted({finding.rule for finding in self.findings}))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages among them, sorted; `""` for what belongs to none."""
        return tuple(sorted({finding.language for finding in self.findings}))

    def count(self, severity: Severity) -> int:
        """How many are as grave as that."""
        return sum(file.count(severity) for file in self.files)

    def only(
        self,
        *,
        severities: Collection[Severity] = (),
        languages: Collection[str] = (),
        rules: Collection[str] = (),
    ) -> Report:
        """Those that pass every filter; an empty filter lets all through. A name that means nothing lets none."""
        kept = (
            finding
            for finding in self.findings
            if (not severities or finding.severity in severities)
            and (not languages or finding.language in languages)
            and (not rules or finding.rule in rules)
        )
        return _by_file(kept)


def report(bench: Bench, findings: Iterable[Diagnostic]) -> Report:
    """Findings of a workspace, whether `look_over` or `check_all` made them, as a page shows them."""
    uses = _uses(bench.library)
    return _by_file(_finding(bench, finding, uses) for finding in findings)


def _by_file(findings: Iterable[Finding]) -> Report:
    def place(finding: Finding) -> tuple[object, ...]:
        return finding.path, finding.line, finding.column, _ORDER.index(finding.severity), finding.rule

    groups = itertools.groupby(sorted(findings, key=place), key=lambda finding: finding.path)
    files = [FileFindings(path, tuple(group)) for path, group in groups]
    return Report(tuple(sorted(files, key=_urgency)))


def _urgency(file: FileFindings) -> tuple[object, ...]:
    return *(-file.count(severity) for severity in _ORDER), file.path


def _finding(bench: Bench, finding: Diagnostic, uses: dict[str, tuple[str, ...]]) -> Finding:
    path = finding.mark.path if finding.mark else ""
    section, language, handouts = _subject(path, uses)
    return Finding(
        finding.rule,
        finding.severity,
        finding.message,
        finding.hint,
        path,
        finding.mark.line if finding.mark else 0,
        finding.mark.column if finding.mark else 0,
        section,
        language,
        handouts,
        path in bench.workspace.files and may_edit(path),
    )


def _subject(path: str, uses: dict[str, tuple[str, ...]]) -> tuple[str, str, tuple[str, ...]]:
    kind, names = kind_of(path)
    if kind == "section":
        return names[0], names[1], uses.get(names[0], ())
    if kind == "review":
        return names[0], names[1].split("_")[0], uses.get(names[0], ())
    if kind == "handout":
        return "", "", names
    return "", names[0] if kind == "wording" else "", ()


def _uses(library: Library | None) -> dict[str, tuple[str, ...]]:
    """The handouts that use each section."""
    found: dict[str, list[str]] = {}
    for name, handout in sorted(library.handouts.items()) if library is not None else ():
        for section in _sections(handout):
            found.setdefault(section, []).append(name)
    return {section: tuple(names) for section, names in found.items()}


def _sections(handout: Handout) -> Iterable[str]:
    return dict.fromkeys(use.section for use in (*handout.lead, *handout.sections))
