"""Comments `# handouts: allow RULE - reason`, by which an author says that a finding is wrong at this place.

Comments are no nodes, so they are read from the text; YAML edited in place keeps them.
"""

from __future__ import annotations

import re

from handouts.diagnostics import Mark
from handouts.guidance import Allowance
from handouts.source.yamltext import comments

_SIGN = "handouts:"  # looked for first, because few files have one
_OURS = re.compile(r"#\s*handouts:\s*(?P<word>[a-z]*)\s*(?P<rest>.*?)\s*$")
_REASON = re.compile(r"(?:^|\s)[-\u2013\u2014]+(?:\s|$)|:")


def find_allowances(text: str, path: str) -> tuple[Allowance, ...]:
    """Every such comment of a file, also those without rules or without a reason: whoever applies them says so.

    One at the end of a line speaks of that line, one on a line of its own of the next that is no comment; both also of
    what is indented below that line.
    """
    if _SIGN not in text:
        return ()
    lines = text.split("\n")
    found = []
    for line, column, words in comments(text):
        ours = _OURS.match(words)
        if ours is None:
            continue
        names, reason = _taken_apart(ours["rest"]) if ours["word"] == "allow" else ((), "")
        found.append(Allowance(names, reason, *_about(lines, line), Mark(path, line, column)))
    return tuple(found)


def _taken_apart(rest: str) -> tuple[tuple[str, ...], str]:
    """Rules and reason of `rule, rule - reason`."""
    mark = _REASON.search(rest)
    names = re.findall(r"[\w-]+", rest[: mark.start()] if mark else rest)
    return tuple(names), rest[mark.end() :].strip() if mark else ""


def without_allowances(text: str) -> str:
    """The text without these comments, as it is signed and translated; the same object when it has none."""
    ours = allowance_columns(text)
    if not ours:
        return text
    kept = []
    for number, line in enumerate(text.split("\n"), 1):
        before = line[: ours[number] - 1].rstrip() if number in ours else line
        if before or number not in ours:
            kept.append(before)
    return "\n".join(kept)


def allowance_columns(text: str) -> dict[int, int]:
    """The lines with such a comment, with the column where it begins; both count from 1."""
    if _SIGN not in text:
        return {}
    return {line: column for line, column, words in comments(text) if _OURS.match(words)}


def _about(lines: list[str], line: int) -> tuple[int, int]:
    first = line
    if _is_comment(lines[line - 1]):
        later = (number for number, text in enumerate(lines[line:], line + 1) if text.strip())
        first = next((number for number in later if not _is_comment(lines[number - 1])), 0)
    last = first
    depth = _indent(lines[first - 1]) if first else 0
    while first and last < len(lines) and (not lines[last].strip() or _indent(lines[last]) > depth):
        last += 1
    return first, last


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
