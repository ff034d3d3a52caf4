"""What a workspace asks of the content checks: severities and options, allowances, phrases never to say."""

from __future__ import annotations

from collections.abc import Mapping

from handouts.diagnostics import Mark
from handouts.records import dataclass


@dataclass(frozen=True, slots=True)
class Given:
    """One option as it was written; `language` is empty where it holds for all, `values` are one text or a list."""

    name: str
    language: str
    values: tuple[str, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Setting:
    """What `checks:` in content/workspace.yaml says of one rule; `severity` is empty where it says nothing of it."""

    rule: str
    severity: str
    options: tuple[Given, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Allowance:
    """A comment `# handouts: allow RULE - reason`, and the lines it speaks of, from `first` to `last`; 0 for none."""

    rules: tuple[str, ...]
    reason: str
    first: int
    last: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Forbidden:
    """One entry of content/must-not-say.yaml.

    `phrases` and `patterns` (regular expressions) are by language. With `even_denied` a "not" does not make it right.
    """

    phrases: Mapping[str, tuple[str, ...]]
    patterns: Mapping[str, tuple[str, ...]]
    even_denied: bool
    reason: str
    source: str
    instead: str
    mark: Mark
