"""The finished file: pages, fonts, structure tree, metadata, cross-reference stream; sole user of ReportLab.

ReportLab's `pdfdoc` gives the object model (names, strings, dictionaries, arrays and their syntax). Its own way
of saving is not used: it writes no object streams and breaks two rules of PDF/A (docs/adr/0001).
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase.pdfdoc import DummyDoc, PDFArrayCompact, PDFDictionary, PDFName, PDFObject, PDFString

from handouts.edition import Edition
from handouts.typeset.plate import FontBook, LinkArea, Plate

_SYNTAX = DummyDoc()  # ReportLab formats against a document; ours is never encrypted
_PER_OBJECT_STREAM = 150


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


@dataclass(frozen=True, slots=True)
class Page:
    """One page to write: content streams in order, its links, and pictures by workspace path."""

    streams: tuple[bytes, ...]
    links: list[LinkArea]
    pictures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that goes into a file; `alt` maps placeholders in alternative texts to their values."""

    edition: Edition
    plate: Plate
    pages: list[Page]
    fonts: FontBook
    alt: Mapping[str, str]


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

    def stream(self, data: bytes, entries: Mapping[str, Any] | None = None, *, compress: bool = True) -> Ref:
        """A new stream object, deflated unless told otherwise."""
        ref = self.reserve()
        head = dict(entries or {})
        if compress:
            data = zlib.compress(data, 9)
            head["Filter"] = name("FlateDecode")
        head["Length"] = len(data)
        self.streams[ref.number] = (dictionary(head).syntax, data)
        return ref

    def file(self, root: Ref, info: Ref) -> bytes:
        """The whole file: header, streams, object streams, cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8)."""
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        places: dict[int, tuple[int, int, int]] = {}
        for number, (head, data) in sorted(self.streams.items()):
            places[number] = (1, len(out), 0)
            out += _stream_object(number, head, data)
        numbers = sorted(self.plain)
        for start in range(0, len(numbers), _PER_OBJECT_STREAM):
            group = numbers[start : start + _PER_OBJECT_STREAM]
            holder = self.reserve().number
            places[holder] = (1, len(out), 0)
            out += self._object_stream(holder, group)
            places.update({number: (2, holder, index) for index, number in enumerate(group)})
        table = self.reserve().number
        offset = len(out)
        places[table] = (1, offset, 0)
        out += self._cross_references(table, places, root, info, hashlib.sha256(out).digest()[:16])
        out += b"startxref\n%d\n%%%%EOF\n" % offset
        return bytes(out)

    def _object_stream(self, holder: int, group: list[int]) -> bytes:
        index, body = [], bytearray()
        for number in group:
            index.append(b"%d %d" % (number, len(body)))
            body += self.plain[number] + b"\n"
        head = b" ".join(index) + b"\n"
        data = zlib.compress(head + bytes(body), 9)
        entries = {
            "Type": name("ObjStm"), "N": len(group), "First": len(head),
            "Filter": name("FlateDecode"), "Length": len(data),
        }  # fmt: skip
        return _stream_object(holder, dictionary(entries).syntax, data)

    def _cross_references(
        self, table: int, places: Mapping[int, tuple[int, int, int]], root: Ref, info: Ref, digest: bytes
    ) -> bytes:
        rows = bytearray(b"\x00" + b"\x00\x00\x00\x00" + b"\xff\xff")
        for number in range(1, table + 1):
            kind, where, index = places[number]
            rows += bytes((kind,)) + where.to_bytes(4, "big") + index.to_bytes(2, "big")
        data = zlib.compress(bytes(rows), 9)
        identity = Raw(f"<{digest.hex().upper()}>".encode())
        entries = {
            "Type": name("XRef"), "Size": table + 1, "Root": root, "Info": info, "ID": array([identity, identity]),
            "W": array([1, 4, 2]), "Filter": name("FlateDecode"), "Length": len(data),
        }  # fmt: skip
        return _stream_object(table, dictionary(entries).syntax, data)


def _stream_object(number: int, head: bytes, data: bytes) -> bytes:
    # CR LF before `endstream`: after data that end in CR a lone LF would be read as the second half of one line end.
    return b"%d 0 obj\n%s\nstream\n%s\r\nendstream\nendobj\n" % (number, head, data)


def write(document: Document) -> bytes:
    """The bytes of a document: conforming to PDF/UA-1 and PDF/A-2a."""
    from handouts.typeset import embedding, metadata, structure

    edition, plate = document.edition, document.plate
    objects = Objects()
    pages_ref, catalog_ref = objects.reserve(), objects.reserve()
    page_refs = [objects.reserve() for _ in document.pages]
    resources = embedding.resources(objects, document)
    tree = structure.StructureWriter(objects, plate.root, page_refs, document.alt)
    for number, page in enumerate(document.pages):
        contents = [objects.stream(stream) for stream in page.streams]
        annotations = tree.annotations(number, page.links, plate)
        objects.put(
            page_refs[number],
            dictionary(
                {
                    "Type": name("Page"), "Parent": pages_ref, "Resources": resources,
                    "MediaBox": array([0, 0, plate.paper.width, plate.paper.height]),
                    "Contents": array(contents), "StructParents": number, "Tabs": name("S"),
                    "Annots": array(annotations) if annotations else None,
                }
            ),
        )  # fmt: skip
    objects.put(
        pages_ref, dictionary({"Type": name("Pages"), "Kids": array(page_refs), "Count": len(page_refs)})
    )  # fmt: skip
    preferences = {"DisplayDocTitle": True, "Direction": name("R2L") if edition.direction == "rtl" else None}
    objects.put(
        catalog_ref,
        dictionary(
            {
                "Type": name("Catalog"), "Pages": pages_ref, "Lang": string(edition.language),
                "MarkInfo": dictionary({"Marked": True}), "StructTreeRoot": tree.finish(len(page_refs)),
                "Metadata": objects.stream(
                    metadata.xmp(edition), {"Type": name("Metadata"), "Subtype": name("XML")}, compress=False
                ),
                "OutputIntents": array([metadata.output_intent(objects)]),
                "ViewerPreferences": dictionary(preferences),
                "Outlines": metadata.outlines(objects, plate, page_refs),
            }
        ),
    )  # fmt: skip
    return objects.file(catalog_ref, metadata.info(objects, edition))
