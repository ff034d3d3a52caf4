"""The operators of a content stream, cut into tokens: fast, forgiving, and never raising on damaged bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple, TypeAlias

Operand: TypeAlias = "float | str | bytes | bool | list[Operand] | dict[str, Operand] | None"
"""A number, a name (with its slash, as str), a string (as bytes), true or false, null, an array, a dictionary."""

SHOW_TEXT = frozenset({"Tj", "TJ", "'", '"'})
PAINT_PATH = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"})
PAINT_OTHER = frozenset({"sh", "BI"})
BEGIN_MARKED = frozenset({"BMC", "BDC"})


class Operation(NamedTuple):
    """One operator with the operands before it (ISO 32000-1, 7.8.2); an inline image is the one operator BI."""

    operator: str
    operands: list[Operand]


class _Open(NamedTuple):
    """An array or dictionary whose end is not reached yet."""

    dictionary: bool
    items: list[Operand]


# White space and then one token, by the lexical rules of ISO 32000-1, 7.2 and 7.3. A byte that begins no token is
# stray and passed over, so that damaged content is read as far as it can be. Frequent kinds come first.
_TOKEN = re.compile(
    rb"""
    [\x00\t\n\f\r\x20]*+(?:
      (?P<number>[+-]?+(?:[0-9]++\.?+[0-9]*+|\.[0-9]++)(?=[\x00\t\n\f\r\x20()<>\[\]{}/%]|\Z))
    | (?P<name>/[^\x00\t\n\f\r\x20()<>\[\]{}/%]*)
    | (?P<dictionary><<)
    | (?P<hex><[^<>]*>)
    | (?P<string>\()
    | (?P<array>\[)
    | (?P<end>>>|\])
    | (?P<comment>%[^\r\n]*)
    | (?P<word>[^\x00\t\n\f\r\x20()<>\[\]{}/%]+)
    | (?P<stray>[\x00-\xff])
    )""",
    re.VERBOSE,
)
_STRING_STOP = re.compile(rb"[()\\]")
_INLINE_IMAGE_END = re.compile(rb"[\x00\t\n\f\r\x20]EI(?=[\x00\t\n\f\r\x20]|\Z)")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|[\s\S]))")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_NOT_HEX = re.compile(rb"[^0-9A-Fa-f]+")
_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_WORDS: dict[bytes, bool | None] = {b"true": True, b"false": False, b"null": None}


def operations(data: bytes) -> Iterator[Operation]:
    """All operators of a content stream, or of a CMap, which shares the notation, in order."""
    operands: list[Operand] = []
    open_values: list[_Open] = []
    target = operands  # where the next value goes: to the innermost open array or dictionary, else to the operands
    position = 0
    match = _TOKEN.match
    while token := match(data, position):
        position = token.end()
        kind = token.lastgroup or "stray"
        raw = token[kind]
        if kind == "number":  # by far the most frequent kinds come first
            target.append(float(raw))
        elif kind == "word" and raw not in _WORDS:
            yield Operation(_word(raw), operands)
            operands, open_values = [], []
            target = operands
            if raw == b"ID":
                position = _after_image(data, position)
        elif kind == "hex" or kind == "name" or kind == "word":
            target.append(_atom(kind, raw))
        elif kind == "string":
            text, position = _literal_string(data, position)
            target.append(text)
        elif kind == "array" or kind == "dictionary":
            open_values.append(_Open(kind == "dictionary", []))
            target = open_values[-1].items
        elif kind == "end":
            _close(operands, open_values)
            target = open_values[-1].items if open_values else operands


def content_operations(data: bytes) -> tuple[Operation, ...]:
    """The operators of page content, with the three operators of an inline image told as one BI."""
    return tuple(operation for operation in operations(data) if operation.operator not in {"ID", "EI"})


@lru_cache(maxsize=1024)
def _word(raw: bytes) -> str:
    return raw.decode("latin-1")


@lru_cache(maxsize=4096)
def _name(raw: bytes) -> str:
    return _NAME_ESCAPE.sub(lambda m: bytes([int(m[1], 16)]), raw).decode("utf-8", "replace")


def _atom(kind: str, raw: bytes) -> Operand:
    if kind == "name":
        return _name(raw)
    if kind == "hex":
        digits = raw[1:-1]
        if len(digits) % 2 == 0 and digits.isalnum():
            with suppress(ValueError):
                return bytes.fromhex(digits.decode("ascii"))
        digits = _NOT_HEX.sub(b"", raw)
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    return _WORDS[raw]


def _add(value: Operand, operands: list[Operand], open_values: list[_Open]) -> None:
    (open_values[-1].items if open_values else operands).append(value)


def _close(operands: list[Operand], open_values: list[_Open]) -> None:
    """End the innermost array or dictionary; an end without a beginning is passed over."""
    if not open_values:
        return
    dictionary, items = open_values.pop()
    value: Operand = items
    if dictionary:
        value = {key: item for key, item in zip(items[::2], items[1::2], strict=False) if isinstance(key, str)}
    _add(value, operands, open_values)


def _literal_string(data: bytes, start: int) -> tuple[bytes, int]:
    """The bytes of a string in parentheses, which may nest, and where it ends (ISO 32000-1, 7.3.4.2)."""
    depth, position = 1, start
    while stop := _STRING_STOP.search(data, position):
        position = stop.end()
        if stop[0] == b"\\":
            position += 1
        elif stop[0] == b"(":
            depth += 1
        else:
            depth -= 1
            if not depth:
                return _unescaped(data[start : stop.start()]), position
    return _unescaped(data[start:]), len(data)


def _unescaped(raw: bytes) -> bytes:
    return _ESCAPE.sub(_escape, raw) if b"\\" in raw else raw


def _escape(match: re.Match[bytes]) -> bytes:
    if match[1]:
        return bytes([int(match[1], 8) & 0xFF])
    return _ESCAPED.get(match[2], match[2])


def _after_image(data: bytes, position: int) -> int:
    """Where the data of an inline image ends (ISO 32000-1, 8.9.7)."""
    end = _INLINE_IMAGE_END.search(data, position)
    return end.end() if end else len(data)
