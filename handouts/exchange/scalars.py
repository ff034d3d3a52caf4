"""Where a YAML scalar stands in the text of its file, and how a new text is written in the same style."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from handouts.source.nodes import ScalarNode

Style = Literal["plain", "single", "double", "literal", "folded"]

_STYLES: dict[str, Style] = {"'": "single", '"': "double", "|": "literal", ">": "folded"}
_DOUBLE = re.compile(r'"(?:[^"\\]|\\.)*"', re.S)
_SINGLE = re.compile(r"'(?:[^']|'')*'")
_HEADER = re.compile(r"[|>](?:[+-]?[1-9]?|[1-9][+-])[ \t]*(?:#[^\n]*)?\n")
_FOLD = re.compile(r"[ \t]*\n[ \t\n]*")
_BREAK = re.compile(r"(?<=\S) (?=\S)")
_NOT_PLAIN_START = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`=~<\s]|\.\.\.")
_NOT_PLAIN = re.compile(r":\s|\s#|[\n\t]|[:\s]$")
_NOT_IN_FLOW = re.compile(r"[,\[\]{}]|:$|\?\s")
# What other programs would read as a truth value, a number, a date or nothing.
_TYPED = re.compile(r"(?i)(?:y|n|yes|no|true|false|on|off|null)|[-+.\d][\d_.,:eExXa-fA-F+-]*")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
_NARROWEST = 40


@dataclass(frozen=True, slots=True)
class Span:
    """A scalar in its file: from `start` to before `end`, beginning at `column` (from 0).

    `indent` is that of its second line, None when it stands on one; `width` is the longest line's.
    """

    start: int
    end: int
    column: int
    style: Style
    flow: bool
    indent: int | None
    width: int


def span_of(text: str, node: ScalarNode, start: int, *, flow: bool) -> Span:
    """The place of a scalar that begins at `start`.

    Of a block scalar the trailing line breaks are left out.
    Raises ValueError for a value that is not written down at all (`key:` with nothing after it).
    """
    style = "plain" if start >= len(text) else _STYLES.get(text[start], "plain")
    if style in ("literal", "folded"):
        end = _block_end(text, start)
    elif style == "plain":
        end = _plain_end(text, start, node.text)
    else:
        match = (_DOUBLE if style == "double" else _SINGLE).match(text, start)
        end = match.end() if match else start
    if end == start:
        raise ValueError(f"nothing is written at {node.mark}")
    line = text.rfind("\n", 0, start) + 1
    lines = text[line:end].split("\n")
    rest = [line for line in lines[1:] if line.strip()]
    indent = len(rest[0]) - len(rest[0].lstrip(" ")) if rest else None
    return Span(start, end, start - line, style, flow, indent, max(_NARROWEST, *(len(line) for line in lines)))


def _plain_end(text: str, start: int, value: str) -> int:
    """The end of a plain scalar, found by reading the file along with the value."""
    place, index = start, 0
    while index < len(value):
        fold = _FOLD.match(text, place) if value[index] in " \n" else None
        if fold:
            breaks = fold.group().count("\n")
            index += max(1, breaks - 1)
            place = fold.end()
        elif place < len(text) and text[place] == value[index]:
            place, index = place + 1, index + 1
        else:
            raise ValueError("the value is not the text of this file")
    return place


def _block_end(text: str, start: int) -> int:
    header = _HEADER.match(text, start)
    if header is None:
        return start
    end, place, indent = header.end(), header.end(), 0
    while place < len(text):
        stop = text.find("\n", place)
        line = text[place : stop if stop >= 0 else len(text)]
        inner = len(line) - len(line.lstrip(" "))
        if line.strip():
            if indent and inner < indent:
                break
            indent = indent or inner
            end = place + len(line)
        if stop < 0:
            break
        place = stop + 1
    return end


def written(span: Span, text: str, old: str) -> str:
    """The new text in the style and the layout of the old one (`old` as it stands in the file), or double-quoted."""
    match span.style:
        case "plain" if is_plain(text, flow=span.flow):
            return _wrapped(text, span, text)
        case "single" if "\n" not in text:
            return _wrapped("'" + text.replace("'", "''") + "'", span, text)
        case "literal" | "folded" if _fits_block(text, old, span.style):
            return _block(span, text, old)
        case _:
            return _wrapped(double_quoted(text), span, text)


def is_plain(text: str, *, flow: bool) -> bool:
    """True when the text may stand without quotes, and every YAML reader takes it for a text."""
    return bool(
        text
        and not _NOT_PLAIN_START.match(text)
        and not _NOT_PLAIN.search(text)
        and not _TYPED.fullmatch(text)
        and not (flow and _NOT_IN_FLOW.search(text))
    )


def double_quoted(text: str) -> str:
    """The text between double quotes, on one line."""
    return '"' + "".join(_ESCAPES.get(character, character) for character in text) + '"'


def _wrapped(form: str, span: Span, text: str) -> str:
    """Broken into lines as the old one was; one line where that was one line, or where breaks are part of the text."""
    if span.indent is None or span.style in ("literal", "folded") or "\n" in text:
        return form
    return ("\n" + " " * span.indent).join(_lines(form, span.width - span.column, span.width - span.indent))


def _lines(form: str, first: int, width: int) -> Iterable[str]:
    pieces = _BREAK.split(form)
    line, room = pieces[0], first
    for piece in pieces[1:]:
        if len(line) + 1 + len(piece) > room:
            yield line
            line, room = piece, width
        else:
            line = f"{line} {piece}"
    yield line


def _fits_block(text: str, old: str, style: Style) -> bool:
    head = old.split("\n", 1)[0]
    if not text.strip() or text != text.strip("\n \t") or re.search(r"\d", head.split("#")[0]):
        return False
    return style == "literal" or "\n" not in text


def _block(span: Span, text: str, old: str) -> str:
    header = old.split("\n", 1)[0]
    indent = " " * (span.indent or 0)
    lines = (
        _lines(text, span.width - len(indent), span.width - len(indent)) if span.style == "folded" else text.split("\n")
    )
    return "\n".join((header, *(indent + line if line else "" for line in lines)))
