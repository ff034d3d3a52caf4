"""Reports as text or JSON: pure functions from findings and records to what a terminal or a program reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from handouts.diagnostics import Diagnostic, Severity, has_errors

if TYPE_CHECKING:
    from handouts.press.verify import Verification


class ExitCode(IntEnum):
    """What the process says to whoever called it; stable, documented in docs/command-line.md."""

    FINE = 0
    CONTENT = 1
    USAGE = 2
    NOT_CONFORMANT = 3
    ENVIRONMENT = 4
    BUG = 5
    INTERRUPTED = 130


_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "blue"}


def colour_of(finding: Diagnostic) -> str:
    """Terminal colour of a finding's severity."""
    return _COLOURS[finding.severity]


def finding_lines(finding: Diagnostic) -> tuple[str, str]:
    """A finding as `file:line:col: error: what (rule)` and its indented hint, empty when there is none."""
    place = f"{finding.mark}: " if finding.mark else ""
    head = f"{place}{finding.severity.value}: {finding.message} ({finding.rule})"
    return head, f"    {finding.hint}" if finding.hint else ""


def summary(findings: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning`, or an empty text when there is nothing to tell."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        counts[finding.severity] += 1
    parts = [counted(n, severity.value) for severity, n in counts.items() if n]
    return ", ".join(parts)


def counted(number: int, noun: str) -> str:
    """`1 page`, `2 pages`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def exit_code(findings: Iterable[Diagnostic], *, conformant: bool = True) -> ExitCode:
    """Content errors come before conformance: what was not made cannot fail a standard."""
    if has_errors(findings):
        return ExitCode.CONTENT
    return ExitCode.FINE if conformant else ExitCode.NOT_CONFORMANT


def as_json(value: dict[str, Any]) -> str:
    """Readable JSON with the order of keys as given."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def verification_json(result: Verification) -> dict[str, Any]:
    """One verified file as plain data; `made_for` is null in files from elsewhere."""
    made = result.made_for
    return {
        "file": result.name, "passed": result.passed, "pages": result.pages, "title": result.title,
        "language": result.language, "edition": result.edition,
        "kind": "print edition" if result.print_edition else "reading edition",
        "made_for": {
            "handout": made.handout, "languages": list(made.languages), "brand": made.brand, "layout": made.layout,
            "profile": made.profile, "paper": made.paper, "colour": made.colour,
        } if made.handout else None,
        "profiles": [
            {
                "profile": p.profile, "passed": p.passed, "failed_rules": p.failed_rules,
                "rules": [{"id": r.id, "message": r.message, "count": r.count} for r in p.rules],
            }
            for p in result.profiles
        ],
        "findings": [finding.as_json() for finding in result.findings],
    }  # fmt: skip


def verification_lines(result: Verification) -> list[str]:
    """One verified file for a person."""
    lines = [result.name]
    if result.pages:
        pages = counted(result.pages, "page")
        facts = (result.language or "no language", pages, f"edition {result.edition or 'unknown'}")
        lines.append(f"  {result.title or 'no title'} ({', '.join(facts)})")
    for profile in result.profiles:
        verdict = "passed" if profile.passed else f"FAILED: {counted(profile.failed_rules, 'rule')}"
        lines.append(f"  {profile.profile:<11}{verdict}")
        lines += [f"    {rule.id}: {rule.message} ({counted(rule.count, 'time')})" for rule in profile.rules]
    if result.print_edition:
        lines.append(f"  {'Print edition':<15}claims neither PDF/UA nor PDF/A")
    if result.profiles:
        lines.append(f"  {'Structure':<11}{_verdict(result.structure)}")
    if result.pages:
        lines.append(f"  {'Preflight':<11}{_verdict(result.preflight)}")
    return lines


def _verdict(findings: Sequence[Diagnostic]) -> str:
    counts = summary(findings)
    if has_errors(findings):
        return f"FAILED: {counts}"
    return f"passed with {counts}" if counts else "passed"


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows with aligned columns; the last column is not padded."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))] if rows else []
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]  # fmt: skip
