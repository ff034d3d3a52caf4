"""The patient's values as typed at print time: `--set patient.name=...`, a values file, ticks. Never stored."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from handouts.diagnostics import Diagnostic, Mark, error
from handouts.edition import Personal
from handouts.names import did_you_mean
from handouts.source.nodes import ListNode, MapNode, Node, ScalarNode
from handouts.source.yamltext import parse

_LONGEST = 2000  # characters of one value: a note, not a letter
_NAME = re.compile(r"[a-z][a-z0-9._-]{0,79}")  # anything else may be part of a value that slipped in before the `=`
_ITEM = re.compile(r"[0-9]{1,3}")
_UNPRINTABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})  # control, half a character, line and paragraph separators
_UNSEEN = frozenset({"Cc", "Cf", "Zs"})  # a value of nothing else would leave no mark on the page
_YES = frozenset({"yes", "true", "x", "1", "on"})
_NO = frozenset({"no", "false", "0", "off", ""})
_NOT_PLAIN = "The file of values cannot be read here."
Given = tuple[str, str, Mark | None]  # name, value, where it was given


def parse_settings(pairs: Iterable[str]) -> tuple[tuple[Given, ...], tuple[Diagnostic, ...]]:
    """`name=value` pairs from the command line. A finding never repeats the value."""
    given: list[Given] = []
    findings: list[Diagnostic] = []
    for number, pair in enumerate(pairs, start=1):
        name, _, value = pair.partition("=")
        if "=" in pair and _NAME.fullmatch(name.strip()):
            given.append((name.strip(), value, None))
        else:
            message = f"The value number {number} has no name that could be right."
            findings.append(error("personal", None, message, "Write it as --set patient.name='Sam Sample'."))
    return tuple(given), tuple(findings)


def parse_file(text: str, path: str) -> tuple[tuple[Given, ...], tuple[Diagnostic, ...]]:
    """A YAML file of values: `patient: {name: ...}`, `notes: ...`, `plan: [1, 3]` for ticked items."""
    node, findings = parse(text, path)
    if node is None or findings:
        # The usual messages quote the file, and a text cut off at a # is an error here.
        return (), tuple(error(f.rule, f.mark, _NOT_PLAIN, "Put the values in quotes.") for f in findings)
    if not isinstance(node, MapNode):
        return (), (error("personal", node.mark, "This file holds no values.", "Write one `name: value` a line."),)
    given: list[Given] = []
    problems: list[Diagnostic] = []
    _flatten("", node, given, problems)
    return tuple(given), tuple(problems)


def _flatten(prefix: str, node: Node, given: list[Given], problems: list[Diagnostic]) -> None:
    match node:
        case MapNode():
            for key, value in node.entries:
                name = f"{prefix}.{key.text}" if prefix else key.text
                if _NAME.fullmatch(name):
                    _flatten(name, value, given, problems)
                else:
                    message = "This cannot be the name of a value."
                    problems.append(error("personal", key.mark, message, "Names look like patient.name or notes."))
        case ScalarNode():
            given.append((prefix, node.text, node.mark))
        case ListNode():
            for item in node.items:
                if isinstance(item, ScalarNode) and _ITEM.fullmatch(item.text):
                    given.append((f"{prefix}.{item.text}", "yes", item.mark))
                else:
                    hint = "Write the numbers of the ticked items, as in [1, 3]."
                    problems.append(error("personal", item.mark, f"`{prefix}` is a list of something else.", hint))


def personal_values(
    given: Iterable[Given], *, names: frozenset[str], checklists: Mapping[str, int]
) -> tuple[Personal, tuple[Diagnostic, ...]]:
    """Check names and forms; `names` may be filled with text, `checklists` are names with their number of items.

    Later values win, so that the command line can correct a file.
    """
    values: dict[str, str] = {}
    ticks: dict[tuple[str, int], bool] = {}
    findings: list[Diagnostic] = []
    for name, value, mark in given:
        head, _, number = name.rpartition(".")
        if head in checklists and _ITEM.fullmatch(number):
            findings += _tick(name, value, mark, checklists, ticks)
        elif name in names:
            findings += _text(name, value, mark)
            values[name] = value.strip() if any(unicodedata.category(c) not in _UNSEEN for c in value) else ""
        else:
            hint = did_you_mean(name, (*names, *(f"{c}.1" for c in checklists)))
            hint = hint or f"Known names: {', '.join(sorted((*names, *(f'{c}.1' for c in checklists))))}."
            findings.append(error("personal", mark, f"No handout asked for has a place for `{name}`.", hint))
    chosen = frozenset(key for key, ticked in ticks.items() if ticked)
    return Personal({name: value for name, value in values.items() if value}, chosen), tuple(findings)


def _text(name: str, value: str, mark: Mark | None) -> list[Diagnostic]:
    if len(value) > _LONGEST:
        return [error("personal", mark, f"`{name}` has more than {_LONGEST} characters.", "Shorten it.")]
    if any(unicodedata.category(c) in _UNPRINTABLE and c != "\n" for c in value):
        return [error("personal", mark, f"`{name}` has a control character.", "Type it again as plain text.")]
    return []


def _tick(
    name: str, value: str, mark: Mark | None, checklists: Mapping[str, int], ticks: dict[tuple[str, int], bool]
) -> list[Diagnostic]:
    head, _, number = name.rpartition(".")
    if not 1 <= int(number) <= checklists[head]:
        message = f"The checklist `{head}` has {checklists[head]} items; there is no number {number}."
        return [error("personal", mark, message, "Items count from 1.")]
    answer = value.strip().lower()
    if answer not in _YES | _NO:
        return [error("personal", mark, f"`{name}` is neither yes nor no.", f"Write {name}=yes.")]
    ticks[head, int(number)] = answer in _YES
    return []
