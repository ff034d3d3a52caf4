"""From a document to findings: every rule of the table, breaches of one kind told once with their pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handouts.diagnostics import Diagnostic, Mark, in_order
from handouts.press.anatomy import Document
from handouts.press.geometry import POINTS_PER_MM
from handouts.press.preflight.inspection import Fault, Inspection
from handouts.press.preflight.measuring import measure
from handouts.press.preflight.table import RULES, Rule

_PERSONAL = "_personal"  # what the file of one patient's copy is called, see docs/command-line.md
_LONGEST_QUOTE = 40
_MOST_PAGES = 8
_MOST_KINDS = 20  # of one rule; a file from elsewhere may have hundreds of pale colours


def check_preflight(document: Document, name: str) -> tuple[Diagnostic, ...]:
    """Every breach of `table.RULES` in the document; the line of a mark is the page.

    Words of the page help to find a breach. Those of one patient's copy are never repeated: there only the place is.
    """
    inspection = Inspection(measure(document))
    quoting = _PERSONAL not in name
    findings: list[Diagnostic] = []
    for rule in RULES:
        kinds = list(_of_one_kind(rule.check(inspection)))
        findings += [_finding(rule, faults, name, quoting=quoting) for faults in kinds[:_MOST_KINDS]]
        if left := kinds[_MOST_KINDS:]:
            page = left[0][0].page
            message = f"The rule is broken in {len(left)} more ways; the first of them is on this page."
            findings.append(Diagnostic(rule.id, findings[-1].severity, Mark(name, page), message, rule.hint))
    return in_order(findings)


def _of_one_kind(faults: Iterable[Fault]) -> Iterator[list[Fault]]:
    kinds: dict[str, list[Fault]] = {}
    for fault in faults:
        kinds.setdefault(fault.kind or fault.message, []).append(fault)
    yield from kinds.values()


def _finding(rule: Rule, faults: list[Fault], name: str, *, quoting: bool) -> Diagnostic:
    first = faults[0]
    source, severity = (first.limit.source, first.limit.severity) if first.limit else (rule.source, rule.severity)
    parts = [first.message, _where(first), _quoted(first.words) if quoting else "", _more(faults)]
    message = " ".join(part for part in parts if part)
    return Diagnostic(rule.id, severity, Mark(name, first.page), message, f"{rule.hint} [{source}]")


def _where(fault: Fault) -> str:
    """The place as one would measure it on paper: from the left edge and from the foot of the page."""
    if fault.where is None:
        return ""
    left, foot = fault.where.x0 / POINTS_PER_MM, fault.where.y0 / POINTS_PER_MM
    return f"At {left:.0f} mm from the left, {foot:.0f} mm from the foot."


def _quoted(words: str) -> str:
    shown = " ".join(words.split())
    if not shown:
        return ""
    return f"“{shown}”" if len(shown) <= _LONGEST_QUOTE else f"“{shown[:_LONGEST_QUOTE].rstrip()}…”"


def _more(faults: list[Fault]) -> str:
    """`And 3 more, on pages 2 and 5`, when one kind of breach is there more than once."""
    if len(faults) == 1:
        return ""
    pages = sorted({fault.page for fault in faults[1:]})
    listed = ", ".join(map(str, pages[:_MOST_PAGES])) + (", ..." if len(pages) > _MOST_PAGES else "")
    return f"And {len(faults) - 1} more, on {'page' if len(pages) == 1 else 'pages'} {listed}."
