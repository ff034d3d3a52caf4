"""Findings for programs that read code: a SARIF 2.1.0 log (OASIS) and GitHub's annotations."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from handouts import product
from handouts.checks.content import RULES as CONTENT_RULES
from handouts.checks.content.documentation import help_text, told
from handouts.diagnostics import Diagnostic, Mark, Severity, has_errors
from handouts.source.rules import RULES as SOURCE_RULES

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
# Where a finding without a place of its own is shown: readers such as GitHub pass over results that have none.
_NOWHERE = Mark("content/workspace.yaml")
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def sarif_log(findings: Sequence[Diagnostic], texts: Mapping[str, str], prefix: str = "") -> dict[str, Any]:
    """One run of the checks as SARIF.

    `texts` are the files by path, for fingerprints that stay when lines above are added; `prefix` is the folder of the
    workspace in the repository, empty or ending in a slash. All content rules are described, others when they found
    something.
    """
    described = sorted({*CONTENT_RULES, *(finding.rule for finding in findings)})
    index = {rule: number for number, rule in enumerate(described)}
    seen: Counter[str] = Counter()
    driver = {"name": "handouts", "version": product.version(), "rules": [_rule(rule) for rule in described]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "exitCode": int(has_errors(findings))}],
        "results": [_result(finding, index[finding.rule], texts, seen, prefix) for finding in findings],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(name: str) -> dict[str, Any]:
    rule = CONTENT_RULES.get(name)
    if rule is None:
        summary = SOURCE_RULES.get(name, f"See '{name}' in docs/rules.md.")
        return {"id": name, "shortDescription": {"text": summary}, "help": {"text": f"See '{name}' in docs/rules.md."}}
    documentation = told(rule)
    return {
        "id": name,
        "shortDescription": {"text": documentation.summary},
        "fullDescription": {"text": " ".join((documentation.summary, *documentation.about))},
        "help": {"text": "\n\n".join((documentation.summary, *documentation.about)), "markdown": help_text(rule)},
        "defaultConfiguration": {"level": rule.SEVERITY.value},
    }


def _result(
    finding: Diagnostic, index: int, texts: Mapping[str, str], seen: Counter[str], prefix: str
) -> dict[str, Any]:
    mark = finding.mark or _NOWHERE
    fingerprint = _fingerprint(finding, mark, texts)
    seen[fingerprint] += 1
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.severity.value,
        "message": {"text": f"{finding.message}\n{finding.hint}".strip()},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": quote(prefix + mark.path)},
            "region": {"startLine": mark.line, "startColumn": mark.column},
        }}],
        "partialFingerprints": {"handoutsLine/v1": f"{fingerprint}:{seen[fingerprint]}"},
    }  # fmt: skip


def _fingerprint(finding: Diagnostic, mark: Mark, texts: Mapping[str, str]) -> str:
    """Rule, file and the words of the line: the same finding after lines were added above it."""
    lines = texts.get(mark.path, "").split("\n")
    line = lines[mark.line - 1].strip() if mark.line <= len(lines) else ""
    said = "\n".join((finding.rule, mark.path, line or finding.message))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def github_annotations(findings: Sequence[Diagnostic], prefix: str = "") -> list[str]:
    """Workflow commands that GitHub shows beside the lines of a pull request."""
    lines = []
    for finding in findings:
        place = (
            f"file={_property(prefix + finding.mark.path)},line={finding.mark.line},col={finding.mark.column},"
            if (finding.mark)
            else ""
        )
        words = _data(f"{finding.message}\n{finding.hint}".strip())
        lines.append(f"::{_COMMANDS[finding.severity]} {place}title={_property(finding.rule)}::{words}")
    return lines


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
