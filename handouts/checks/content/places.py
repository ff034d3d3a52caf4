"""The place of a single word in the file: typed lines know only where their text begins.

Line and file are walked side by side. What stands in the file but not on paper (citations, emphasis marks, addresses,
line breaks, quotes) is stepped over; where the two part, the beginning of the text is the place.
"""

from __future__ import annotations

import re
from dataclasses import replace

from handouts.checks.quantities import GAP
from handouts.content import Line
from handouts.diagnostics import Mark
from handouts.records import dataclass

_BLANKS = " \t\n\u00a0"
_HIDDEN = re.compile(
    r"\[@[^\[\]]*\]"  # a citation
    r"|\]\((?:[^()\s]|\([^()]*\))*\)"  # the end of a link, with its address
    r"|\\\n[ \t]*"  # a line of double-quoted text that goes on
    r"|[\\*_\[]"
)
_RUN = re.compile(r"[ \t\n\u00a0]*")
_SLOT = re.compile(r"\{[A-Za-z0-9._-]+\}")
_ALIKE = {"“": '"', "”": '"', "‘": "'", "’": "'"}


@dataclass(frozen=True, slots=True)
class Spot:
    """A character of a line as it is printed; `start` counts from 0 in its words."""

    line: Line
    start: int


def locate(spot: Spot, text: str, source: str) -> Mark:
    """The place of a spot of a line that prints as `text`, in a file whose text is `source`."""
    begin = spot.line.mark
    at = _offset(source, begin)
    if at is None:
        return begin
    if source[at : at + 1] in ('"', "'"):
        at += 1
    elif source[at : at + 1] in ("|", ">"):
        at = source.find("\n", at) + 1
    index = 0
    while index < len(text):
        at = _shown(source, at, text[index])
        if at < 0:
            return begin
        if index == spot.start:
            return _mark(source, at, begin)
        at += _length(source, at, text[index])
        index += 1
    return begin


def _shown(source: str, at: int, character: str) -> int:
    """Where the character stands at or after `at`, with only hidden things between; -1 when it does not."""
    while at < len(source):
        hidden = _HIDDEN.match(source, at)
        if hidden and len(hidden.group()) > 1:
            at = hidden.end()
        elif _same(source, at, character):
            return at
        elif hidden:
            at = hidden.end()
        elif source[at] in _BLANKS:
            at += 1
        else:
            return -1
    return -1


def _same(source: str, at: int, character: str) -> bool:
    there = source[at]
    if character == GAP:
        return _SLOT.match(source, at) is not None
    if character in _BLANKS:
        return there in _BLANKS
    return there == character or there == _ALIKE.get(character) or (character == "…" and source.startswith("...", at))


def _length(source: str, at: int, character: str) -> int:
    """How many characters of the file are one printed character."""
    slot = _SLOT.match(source, at) if character == GAP else None
    if slot:
        return len(slot.group())
    if character in _BLANKS:
        return len(_RUN.match(source, at).group())  # type: ignore[union-attr]  # it matches nothing, too
    if character in "'’‘" and source.startswith("''", at):  # an apostrophe between single quotes
        return 2
    return 3 if character == "…" and source[at] == "." else 1


def _offset(source: str, mark: Mark) -> int | None:
    at = 0
    for _ in range(mark.line - 1):
        at = source.find("\n", at) + 1
        if not at:
            return None
    at += mark.column - 1
    return at if at < len(source) else None


def _mark(source: str, at: int, begin: Mark) -> Mark:
    line = source.count("\n", 0, at) + 1
    return replace(begin, line=line, column=at - source.rfind("\n", 0, at))
