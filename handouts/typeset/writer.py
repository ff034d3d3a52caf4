"""Objects of a file as PDF syntax, numbered and gathered; sole user of ReportLab.

ReportLab's `pdfdoc` gives the object model (names, strings, dictionaries, arrays and their syntax). Its own way
of saving is not used: it writes no object streams and breaks two rules of PDF/A (docs/adr/0001).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from reportlab.pdfbase.pdfdoc import DummyDoc, PDFArrayCompact, PDFDictionary, PDFName, PDFObject, PDFString

from handouts.typeset.filing import HEADER, Place, deflated, object_streams, stream_object, whole_file
from handouts.typeset.memory import Memory

_SYNTAX = DummyDoc()  # ReportLab formats against a document; ours is never encrypted


@dataclass(frozen=True, slots=True)
class Ref(PDFObject):
    """A reference to an indirect object."""

    number: int

    def format(self, _document: object) -> bytes:
        """PDF syntax, as ReportLab asks its objects for it."""
        return b"%d 0 R" % self.number


@dataclass(frozen=True, slots=True)
class Raw(PDFObject):
    """PDF syntax written as it is."""

    syntax: bytes

    def format(self, _document: object) -> bytes:
        """PDF syntax, as ReportLab asks its objects for it."""
        return self.syntax


@lru_cache(maxsize=1_024)
def name(text: str) -> Raw:
    """A PDF name."""
    return Raw(PDFName(text).encode("latin-1"))


def string(text: str) -> Raw:
    """A PDF text string: PDFDocEncoding where it suffices, UTF-16 otherwise."""
    return Raw(_bytes(PDFString(text).format(_SYNTAX)))


def dictionary(entries: Mapping[str, Any]) -> Raw:
    """A PDF dictionary; entries that are None are left out."""
    return Raw(_bytes(PDFDictionary({k: _value(v) for k, v in entries.items() if v is not None}).format(_SYNTAX, b" ")))


def array(items: Sequence[Any]) -> Raw:
    """A PDF array."""
    return Raw(_bytes(PDFArrayCompact([_value(item) for item in items]).format(_SYNTAX, b" ")))


def _value(value: Any) -> Any:
    if isinstance(value, bool):
        return Raw(b"true" if value else b"false")
    if isinstance(value, float):
        return Raw(f"{value:.3f}".rstrip("0").rstrip(".").encode())
    return value


def _bytes(formatted: Any) -> bytes:
    return formatted if isinstance(formatted, bytes) else str(formatted).encode("latin-1")


# Most streams say nothing but this of themselves.
_DEFLATED_ALONE = {"Filter": name("FlateDecode")}
_PLAIN = b"<</Filter/FlateDecode/Length %d>>"
_DEFLATED: Memory[bytes, bytes] = Memory(256)  # by the digest of the data; about three kilobytes each
_LARGE = 100_000


def _deflated(data: bytes) -> bytes:
    """Deflated, or as it was deflated before: pages are laid out again more often than their text changes."""
    key = hashlib.sha256(data).digest()
    found = _DEFLATED.get(key)
    if found is None:
        found = deflated(data)
        if len(found) < _LARGE:
            _DEFLATED.put(key, found)
    return found


@dataclass(slots=True)
class Objects:
    """Numbered indirect objects; plain ones go into object streams, streams stand alone."""

    plain: dict[int, bytes] = field(default_factory=dict)
    streams: dict[int, tuple[bytes, bytes]] = field(default_factory=dict)
    count: int = 0

    def reserve(self) -> Ref:
        """A number for an object that will be given later."""
        self.count += 1
        return Ref(self.count)

    def put(self, ref: Ref, value: Raw) -> Ref:
        """Give a reserved object its value."""
        self.plain[ref.number] = value.syntax
        return ref

    def add(self, value: Raw) -> Ref:
        """A new indirect object."""
        return self.put(self.reserve(), value)

    def stream(
        self, data: bytes, entries: Mapping[str, Any] | None = None, *, compress: bool = True, keep: bool = False
    ) -> Ref:
        """A new stream object, deflated unless told otherwise.

        With `keep` the result is remembered for the same data: for what belongs to no patient.
        """
        if not compress:
            return self._stream(data, dict(entries or {}))
        return self.packed(_deflated(data) if keep else deflated(data), entries)

    def packed(self, data: bytes, entries: Mapping[str, Any] | None = None) -> Ref:
        """A new stream object of data that are deflated already."""
        return self._stream(data, {**(entries or {}), "Filter": name("FlateDecode")})

    def _stream(self, data: bytes, head: dict[str, Any]) -> Ref:
        ref = self.reserve()
        made = _PLAIN % len(data) if head == _DEFLATED_ALONE else dictionary({**head, "Length": len(data)}).syntax
        self.streams[ref.number] = (made, data)
        return ref

    def body(self, *, keep: bool = False) -> tuple[bytes, dict[int, Place]]:
        """The file up to its cross-reference stream: header, streams, object streams; and where each object stands.

        `keep` as in `stream`.
        """
        out = bytearray(HEADER)
        places: dict[int, Place] = {}
        for number, (head, data) in sorted(self.streams.items()):
            places[number] = (1, len(out), 0)
            out += stream_object(number, head, data)
        for holder, made, group in object_streams(self.plain, self.count, _deflated if keep else deflated):
            places[holder] = (1, len(out), 0)
            places.update({number: (2, holder, at) for at, number in enumerate(group)})
            out += made
            self.count = holder
        return bytes(out), places

    def file(self, root: Ref, info: Ref) -> bytes:
        """The whole file (ISO 32000-1, 7.5.7 and 7.5.8)."""
        head, places = self.body()
        return whole_file(head, [places[number] for number in range(1, self.count + 1)], root.number, info.number)
