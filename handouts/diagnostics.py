"""What can be wrong, where, and how it is said: findings are values, exceptions are for a broken environment."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from handouts.records import dataclass


class Severity(StrEnum):
    """How much a finding matters: an error stops the build, the others are only told."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in one of the user's files; line and column count from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: which rule, where, what is wrong in the author's words, and how to mend it."""

    rule: str
    severity: Severity
    mark: Mark | None
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.mark}: " if self.mark else ""
        return f"{place}{self.message} ({self.rule})"

    def as_json(self) -> dict[str, str | int]:
        """The finding as the seven fields every `--format json` report uses."""
        return {
            "rule": self.rule,
            "severity": self.severity.value,
            "file": self.mark.path if self.mark else "",
            "line": self.mark.line if self.mark else 0,
            "column": self.mark.column if self.mark else 0,
            "message": self.message,
            "hint": self.hint,
        }


def error(rule: str, mark: Mark | None, message: str, hint: str = "") -> Diagnostic:
    """A finding that stops the build."""
    return Diagnostic(rule, Severity.ERROR, mark, message, hint)


def warning(rule: str, mark: Mark | None, message: str, hint: str = "") -> Diagnostic:
    """A finding that is told but does not stop the build."""
    return Diagnostic(rule, Severity.WARNING, mark, message, hint)


def has_errors(findings: Iterable[Diagnostic]) -> bool:
    """True when at least one finding stops the build."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def in_order(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings without repeats, sorted by place, so that a report reads like the files."""
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=lambda f: (f.mark or Mark("", 0, 0), f.rule, f.message)))


class HandoutsError(Exception):
    """Something outside the content is broken (a missing font package, a full disk): one sentence and a way out."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
