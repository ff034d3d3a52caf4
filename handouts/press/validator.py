"""What the independent validator says of a file: the only user of page-validation (module `page`)."""

from __future__ import annotations

from collections import Counter

import page

from handouts.press.anatomy import NotAPdf
from handouts.records import dataclass

PROFILES = (("PDF/UA-1", "ua1"), ("PDF/A-2a", "2a"))


@dataclass(frozen=True, slots=True)
class FailedRule:
    """A rule of the standard that the file breaks, and how often."""

    id: str
    message: str
    count: int


@dataclass(frozen=True, slots=True)
class ProfileResult:
    """The verdict on one standard; `rules` are the failed ones, `failed_rules` how many they are."""

    profile: str
    passed: bool
    failed_rules: int
    rules: tuple[FailedRule, ...]


def profile_results(data: bytes) -> tuple[ProfileResult, ...]:
    """The verdicts on all standards our reading edition claims."""
    return tuple(_result(data, profile, key) for profile, key in PROFILES)


def _result(data: bytes, profile: str, key: str) -> ProfileResult:
    try:
        report = page.validate_pdf_bytes(data, profile=key)
    except page.ParseError as problem:
        raise NotAPdf(str(problem).rstrip(".")) from problem
    except page.PageError as problem:  # a limit is reached, by a loop in the tag tree for instance
        return ProfileResult(profile, False, 1, (FailedRule("not-validated", str(problem), 1),))
    failures = sorted((failure.rule_id, failure.message) for failure in report.failures)
    counts = Counter(rule for rule, _ in failures)
    messages = dict(reversed(failures))
    return ProfileResult(
        profile=profile,
        passed=report.is_compliant,
        failed_rules=report.rules.failed,
        rules=tuple(FailedRule(rule, messages[rule], counts[rule]) for rule in counts),
    )
