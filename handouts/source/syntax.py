"""Why a file is not YAML, in its author's words; decided from the text, not from the parser's prose."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handouts.records import dataclass

Place = tuple[int, int]

_QUOTE = 'Put the whole text in quotes: "...".'
_MORE = "There is more text after the closing quote."
_MORE_HINT = 'Put the whole text in "..."; inside it write \\" for a quote; an apostrophe needs nothing there.'
_SPECIAL = "@`%!|>*&,]}"
_INDENT = "Entries that belong together start in the same column; use two spaces for each level."


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is wrong, how to mend it, and where (line and column from 0)."""

    message: str
    hint: str
    place: Place


def explain(lines: Sequence[str], problem: Place, context: Place | None) -> Explanation:
    """Say what a YAML parser that stopped at `problem` stumbled over.

    `context` is where the construct began that could not be finished, as parsers report it.
    """
    here = _char(lines, problem)
    opened = _char(lines, context) if context else ""
    tab = _tab(lines, problem, context)
    if tab is not None:
        return Explanation("A tab stands where YAML wants spaces.", "Replace the tab by two spaces.", tab)
    if context and opened in ("'", '"'):
        return _quote(lines, problem, context, opened)
    if context and opened in ("[", "{") and problem[0] > context[0] and (not here or here not in _SPECIAL):
        return _bracket(problem, context, opened, here)
    if here == ":":
        return _colon(lines, problem)
    if _after_quote(lines, problem):
        return Explanation(_MORE, _MORE_HINT, problem)
    if context and opened in ("[", "{"):
        return _bracket(problem, context, opened, here)
    return _other(lines, problem, here)


def _char(lines: Sequence[str], place: Place) -> str:
    line, column = place
    if line >= len(lines) or column >= len(lines[line]):
        return ""
    return lines[line][column]


def _tab(lines: Sequence[str], problem: Place, context: Place | None) -> Place | None:
    for place in (problem, context):
        if place and place[0] < len(lines):
            text = lines[place[0]]
            blank = text[: len(text) - len(text.lstrip())]
            if "\t" in blank:
                return place[0], blank.index("\t")
    return None


def _quote(lines: Sequence[str], problem: Place, context: Place, opened: str) -> Explanation:
    if problem[0] >= len(lines) or not any(line.strip() for line in lines[problem[0] + 1 :]):
        rest = "".join(lines[problem[0]][problem[1] :]) if problem[0] < len(lines) else ""
        if not rest.strip(" '\""):
            return Explanation(
                f"A quote {opened} is opened here and never closed.", f"Add the closing {opened}", context
            )
    if opened == '"' and "\\" in "".join(lines[problem[0] : problem[0] + 1]):
        return Explanation(
            "A backslash in double quotes is followed by a character that means nothing there.",
            "Write \\\\ for one backslash, or use single quotes.",
            problem,
        )
    if problem[0] == context[0]:
        return Explanation(_MORE, _MORE_HINT, context)
    return Explanation(
        f"The text opened with {opened} here is not closed as it should be.", f"Check the closing {opened}", context
    )


def _colon(lines: Sequence[str], problem: Place) -> Explanation:
    line, column = problem
    before = lines[line][:column]
    if re.search(r":\s", before):
        return Explanation(
            "The text has a colon and a space in it, which YAML reads as a new key.",
            f"{_QUOTE} A colon with a space after it may not stand in text without quotes.",
            problem,
        )
    above = next((text for text in reversed(lines[:line]) if text.strip() and not text.lstrip().startswith("#")), "")
    if above and ":" not in above:
        return Explanation(
            "This line looks like a key, but the line above it is a text without a key.",
            f"Write 'key: text' on the line above, or put this text in quotes. {_INDENT}",
            (line, len(before) - len(before.lstrip())),
        )
    if re.match(r"\s*(?:- +)*[\w-]+:\S", above):
        return Explanation(
            "The line above has no space after its colon.",
            "Write 'key: text', with a space after the colon.",
            (line - 1, 0),
        )
    return Explanation(
        "This line is indented differently from the lines it belongs to.",
        _INDENT,
        (line, len(before) - len(before.lstrip())),
    )


def _after_quote(lines: Sequence[str], problem: Place) -> bool:
    line, column = problem
    if line >= len(lines):
        return False
    before = lines[line][:column].rstrip()
    return before.endswith(("'", '"')) and bool(lines[line][column:].strip())


def _bracket(problem: Place, context: Place, opened: str, here: str) -> Explanation:
    closing = "]" if opened == "[" else "}"
    if here and here in _SPECIAL:
        return Explanation(
            f"A text in {opened}...{closing} starts with {here}, which has a meaning of its own in YAML.",
            _QUOTE + (" A text that begins with a citation needs this too." if here == "@" else ""),
            problem,
        )
    return Explanation(
        f"The {opened} opened here is not closed, or a text inside it needs quotes.",
        f"Add the closing {closing}, and put texts with , : [ ] {{ }} in them in quotes.",
        context,
    )


def _other(lines: Sequence[str], problem: Place, here: str) -> Explanation:
    line, column = problem
    before = lines[line][:column].rstrip() if line < len(lines) else ""
    if here == "-" and before.endswith(":"):
        return Explanation("A list may not start on the line of its key.", "Begin the list on the next line.", problem)
    if before.endswith(("]", "}")) and here:
        return Explanation(
            f"There is more text after the closing {before[-1]}.",
            f"A text that begins with [ or {{ needs quotes. {_QUOTE}",
            problem,
        )
    if before.endswith(("|", ">")):
        return Explanation("Text may not follow | or > on the same line.", "Begin the text on the next line.", problem)
    if here and here in _SPECIAL:
        citation = " A text that begins with a citation needs this too." if here == "@" else ""
        return Explanation(f"A text may not start with {here} unless it is in quotes.", _QUOTE + citation, problem)
    if line < len(lines) and here:
        return Explanation("This line does not fit the lines above it.", _INDENT, (line, column))
    return Explanation(
        "The file ends in the middle of something.", "Check the last lines for a missing bracket or quote.", problem
    )
