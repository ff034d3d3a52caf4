"""Findings that an author has allowed at their place, with a reason; and allowances that do not hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from handouts.diagnostics import Diagnostic, Severity, warning
from handouts.guidance import Allowance
from handouts.names import did_you_mean

_FORM = "Write: # handouts: allow RULE - reason"


def allow(
    findings: Iterable[Diagnostic], allowances: Iterable[Allowance], rules: Mapping[str, bool]
) -> tuple[tuple[Diagnostic, ...], frozenset[tuple[Allowance, str]]]:
    """The findings that stay, and which allowances (with which of their rules) took one away.

    `rules` are those that can be allowed, true where errors can be, too.
    """
    by_path: dict[str, list[Allowance]] = {}
    for allowance in allowances:
        by_path.setdefault(allowance.mark.path, []).append(allowance)
    kept, used = [], set()
    for finding in findings:
        there = by_path.get(finding.mark.path, []) if finding.mark and _may(finding, rules) else []
        taken = [each for each in there if _holds(each, finding)]
        used |= {(each, finding.rule) for each in taken}
        if not taken:
            kept.append(finding)
    return tuple(kept), frozenset(used)


def _may(finding: Diagnostic, rules: Mapping[str, bool]) -> bool:
    return finding.rule in rules and (rules[finding.rule] or finding.severity is not Severity.ERROR)


def _holds(allowance: Allowance, finding: Diagnostic) -> bool:
    line = finding.mark.line if finding.mark else 0
    return bool(allowance.reason) and finding.rule in allowance.rules and allowance.first <= line <= allowance.last


def judge(
    allowances: Iterable[Allowance], used: frozenset[tuple[Allowance, str]], rules: Mapping[str, bool]
) -> Iterator[Diagnostic]:
    """What is wrong with the allowances themselves: their form, their rules, or that there is nothing to allow."""
    for allowance in allowances:
        if not allowance.rules:
            yield warning("allow-form", allowance.mark, "This comment allows nothing: it names no rule.", _FORM)
        elif not allowance.reason:
            yield warning("allow-form", allowance.mark, "This allowance has no reason, so it does not count.", _FORM)
        for rule in allowance.rules:
            if rule not in rules:
                hint = did_you_mean(rule, rules)
                yield warning("allow-unknown", allowance.mark, f"There is no rule '{rule}' that can be allowed.", hint)
            elif allowance.reason and (allowance, rule) not in used:
                message = f"There is nothing here that the rule {rule} would find."
                yield warning("allow-unused", allowance.mark, message, "Remove the allowance.")
