"""The ledger as bytes: one JSON object a line, each with a checksum of its own and the one of the line before.

A line reads `{"ledger":1,"edition":"...",...,"previous":"<64 digits>","check":"<64 digits>"}`. `check` is the sha256
of the bytes before `,"check":`, so that anybody can recompute it, and a program can without knowing what the line
says. `previous` is the check of the line before, as in the history of git: a line that is changed or taken out leaves
a gap that the next one shows. The order of the lines does not matter, so that git may merge two ledgers.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from handouts.diagnostics import Diagnostic, Mark, Severity, error, warning
from handouts.passport.entry import Entry, entry_from
from handouts.records import dataclass

# Which form of line this is. Lines with a larger number are kept and not read.
FORM = 1

_LINE = re.compile(rb'(\{.*),"check":"([0-9a-f]{64})"\}', re.S)


def line_for(entry: Entry) -> Callable[[bytes], bytes]:
    """What `append_line` asks for: the bytes of the line, once the line before it is known."""
    return lines_for((entry,))


def lines_for(entries: Sequence[Entry]) -> Callable[[bytes], bytes]:
    """The same for several lines, which are written in one go: all of them, or none."""

    def lines_after(last: bytes) -> bytes:
        lines = [last]
        for entry in entries:
            data = {"ledger": FORM, **entry.as_json(), "previous": check_of(lines[-1]) if lines[-1] else ""}
            text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
            body = text.encode("utf-8", "backslashreplace").removesuffix(b"}")
            lines.append(body + b',"check":"' + hashlib.sha256(body).hexdigest().encode() + b'"}')
        return b"\n".join(lines[1:])

    return lines_after


def is_whole(line: bytes) -> bool:
    """True when the line carries a checksum and it is right."""
    match = _LINE.fullmatch(line)
    return match is not None and hashlib.sha256(match[1]).hexdigest().encode() == match[2]


def check_of(line: bytes) -> str:
    """The checksum of a line; that of all its bytes when it carries none."""
    match = _LINE.fullmatch(line)
    return hashlib.sha256(match[1] if match else line).hexdigest()


def holds(data: bytes, edition: str) -> bool:
    """True when a ledger has a line of this edition; quick, for asking before every build."""
    return f'"edition":"{edition}"'.encode() in data


@dataclass(frozen=True, slots=True)
class _Read:
    """A line with its place, its content where that is JSON, and its checksum as stated, empty when it has none."""

    mark: Mark
    data: Mapping[str, Any] | None
    check: str
    right: bool


def read_ledger(data: bytes, name: str) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """The entries of a ledger in their order, each line once, and everything that is wrong with it.

    A line whose checksum is wrong is told and still read: a recall must rather name too much.
    """
    *lines, rest = data.split(b"\n")
    read = [_read(line.rstrip(b"\r"), Mark(name, number)) for number, line in enumerate(lines, start=1) if line.strip()]
    findings: list[Diagnostic] = []
    if rest:
        findings += _torn(rest, Mark(name, len(lines) + 1))
        read += [_read(rest, Mark(name, len(lines) + 1))] if is_whole(rest) else []
    entries: dict[str, Entry] = {}
    known = {"", *(line.check for line in read)}
    for line in read:
        findings += _check(line, known)
        entry, wrong = _entry(line)
        findings += wrong
        if entry is not None:
            entries.setdefault(line.check, entry)
    return tuple(entries.values()), tuple(findings)


def editions(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """The entries by edition, in the order of their first appearance."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.edition, []).append(entry)
    return found


def _read(line: bytes, mark: Mark) -> _Read:
    match = _LINE.fullmatch(line)
    try:
        value = json.loads(line)
    except ValueError:
        value = None
    return _Read(
        mark,
        value if isinstance(value, dict) else None,
        match[2].decode() if match else check_of(line),
        is_whole(line),
    )


def _check(line: _Read, known: set[str]) -> list[Diagnostic]:
    found = []
    if line.data is not None and "check" not in line.data:
        hint = "It counts, but nobody can tell whether it was changed. handouts gives every line a checksum."
        found.append(warning("ledger-unchecked", line.mark, "This line has no checksum.", hint))
    elif line.data is not None and not line.right:
        hint = "Compare it with a backup of the ledger. It is read all the same, so that a recall misses nothing."
        found.append(error("ledger-altered", line.mark, "This line was changed after it was written.", hint))
    previous = line.data.get("previous", "") if line.data is not None else ""
    if previous not in known:
        message = "A line that stood before this one was changed, or is not there any more."
        hint = "Compare with a backup. If older lines were moved to another file, name that with --ledger too."
        found.append(error("ledger-gap", line.mark, message, hint))
    return found


def _entry(line: _Read) -> tuple[Entry | None, list[Diagnostic]]:
    if line.data is None:
        hint = "It stays where it is. A backup of the ledger may have it whole."
        return None, [error("ledger-damaged", line.mark, "This line cannot be read.", hint)]
    form = line.data.get("ledger")
    if isinstance(form, int) and form > FORM:
        message = "A newer version of handouts wrote this line, so it is kept and not read."
        return None, [Diagnostic("ledger-newer", Severity.NOTE, line.mark, message, "Update handouts.")]
    try:
        return entry_from(line.data), []
    except (KeyError, TypeError, ValueError):
        message = "This line does not say which edition it is of, or says it in another form."
        hint = "It stays where it is. A backup of the ledger may have it whole."
        return None, [error("ledger-damaged", line.mark, message, hint)]


def _torn(rest: bytes, mark: Mark) -> list[Diagnostic]:
    if is_whole(rest):
        return []
    message = f"The last line was cut off by a crash ({len(rest)} bytes)."
    hint = "The next build moves it to a file beside the ledger. Whatever was being built then was not given out."
    return [warning("ledger-torn", mark, message, hint)]
