"""The structure rules `verify` adds to the validator's: what each asks for, by which clause, and what to do."""

from __future__ import annotations

from typing import NamedTuple


class Violation(NamedTuple):
    """One breach of a rule on a page, counted from 1."""

    rule: str
    page: int
    message: str


class Rule(NamedTuple):
    """A rule with its source: ISO 32000-1 (PDF 1.7), ISO 14289-1 (PDF/UA-1), Matterhorn Protocol (MP) checkpoint."""

    id: str
    source: str
    hint: str


_OURS = "This is a defect of the program that wrote the file: build it again with handouts, or report it."

RULES = (
    Rule("structure-missing", "ISO 14289-1, 7.1", _OURS),
    Rule("structure-unresolved-mark", "ISO 32000-1, 14.7.4.4", _OURS),
    Rule("structure-unreachable", "ISO 32000-1, 14.7.2", _OURS),
    Rule("structure-wrong-page", "ISO 32000-1, 14.7.4.2", _OURS),
    Rule("structure-wrong-parent", "ISO 32000-1, 14.7.4.4", _OURS),
    Rule("structure-duplicate-mark", "ISO 32000-1, 14.7.4.2", _OURS),
    Rule("structure-dead-entry", "ISO 32000-1, 14.7.4.4", _OURS),
    Rule("structure-dead-kid", "ISO 32000-1, 14.7.4", _OURS),
    Rule("structure-element-twice", "ISO 32000-1, 14.7.2", _OURS),
    Rule("structure-parent-link", "ISO 32000-1, table 323", _OURS),
    Rule("structure-untagged-content", "ISO 14289-1, 7.1; MP 01-005", _OURS),
    Rule("structure-unbalanced", "ISO 32000-1, 14.6.1", _OURS),
    Rule("structure-mixed-artifact", "ISO 14289-1, 7.1; MP 01-003 and 01-004", _OURS),
    Rule("structure-nested-mark", "ISO 32000-1, 14.7.4.2", _OURS),
    Rule("structure-annotation", "ISO 14289-1, 7.18.1 and 7.18.5; MP 28-002 and 28-011", _OURS),
    Rule("structure-link-contents", "ISO 14289-1, 7.18.5; MP 28-012", "Give the link a text that says where it leads."),
    Rule("structure-first-heading", "ISO 14289-1, 7.4.2; MP 14-002", "Begin with one title and use H2 below it."),
    Rule(
        "structure-heading-level", "ISO 14289-1, 7.4.2; MP 14-003", "Use the next heading level down, leave none out."
    ),
    Rule("structure-table-columns", "ISO 14289-1, 7.5; MP 09-004", "Give every row of the table the same columns."),
    Rule("structure-table-scope", "ISO 14289-1, 7.5; MP 15-003", "Say whether each header heads a row or a column."),
    Rule("structure-list", "ISO 32000-1, 14.8.4.3.3; MP 09-005", _OURS),
    Rule("structure-figure-alt", "ISO 14289-1, 7.3; MP 13-004", "Write the figure's `alt` text."),
    Rule("structure-role-map", "ISO 14289-1, 7.1; MP 02-001 and 02-003", _OURS),
    Rule("structure-language", "ISO 14289-1, 7.2; MP 11-001", "Set the document's language."),
    Rule("structure-title", "ISO 14289-1, 7.1; MP 06-003", "Give the handout a title."),
    Rule("structure-display-title", "ISO 14289-1, 7.1; MP 07-001 and 07-002", _OURS),
    Rule("structure-not-marked", "ISO 32000-1, 14.7.1; ISO 14289-1, 6.2", _OURS),
    Rule("structure-destination", "ISO 32000-1, 12.3.2", _OURS),
)

HINTS = {rule.id: f"{rule.hint} [{rule.source}]" for rule in RULES}
