"""The file of a print edition while it is made: objects copied from finished PDFs, equal ones kept once, no tags.

Equal objects are found by the digest of their bytes, so fonts and pictures of many documents, and whole pages of many
copies, take room once. That is safe here because nothing that is copied is ever changed afterwards.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from io import BytesIO

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from handouts.press.greys import grey_array, grey_content, grey_picture, no_colours_beside
from handouts.press.objects import text

# What ties an object to its old document: pages, tags, and what programs keep for themselves.
_LEFT_BEHIND = frozenset(
    {"/Length", "/Metadata", "/OC", "/OPI", "/Parent", "/PieceInfo", "/Ref", "/StructParent", "/StructParents"}
)


class PrintFile:
    """Numbered objects, written as they are added. Numbers count from 1 in the order of adding."""

    def __init__(self) -> None:
        self._objects: dict[int, bytes] = {}
        self._known: dict[bytes, int] = {}
        self._count = 0

    def reserve(self) -> IndirectObject:
        """A number for an object that will be given later."""
        self._count += 1
        return _reference(self._count)

    def put(self, place: IndirectObject, value: PdfObject) -> IndirectObject:
        """Give a reserved object its value."""
        self._objects[place.idnum] = written(value)
        return place

    def add(self, value: PdfObject) -> IndirectObject:
        """An object that others may share; one that is there already is not added again."""
        return self._shared(written(value))

    def stream(self, entries: DictionaryObject, data: bytes, *, compress: bool) -> IndirectObject:
        """A stream that others may share; `compress` deflates its data, else they are taken as they are."""
        head = DictionaryObject(entries)
        if compress:
            data = zlib.compress(data, 9)
            head[NameObject("/Filter")] = NameObject("/FlateDecode")
        head[NameObject("/Length")] = NumberObject(len(data))
        return self._shared(b"%b\nstream\n%b\nendstream" % (written(head), data))

    def _shared(self, syntax: bytes) -> IndirectObject:
        digest = hashlib.sha256(syntax).digest()
        if digest not in self._known:
            self._count += 1
            self._known[digest] = self._count
            self._objects[self._count] = syntax
        return _reference(self._known[digest])

    def finish(self, root: IndirectObject, info: IndirectObject) -> bytes:
        """The whole file with a cross-reference table (ISO 32000-1, 7.5.4); its identity is its digest."""
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        offsets = []
        for number in range(1, self._count + 1):
            offsets.append(len(out))
            out += b"%d 0 obj\n%b\nendobj\n" % (number, self._objects.pop(number))
        start = len(out)
        identity = hashlib.sha256(out).hexdigest()[:32].upper()
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (self._count + 1)
        out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        out += b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%b> <%b>] >>\nstartxref\n%d\n%%%%EOF\n" % (
            self._count + 1, root.idnum, info.idnum, identity.encode(), identity.encode(), start,
        )  # fmt: skip
        return bytes(out)


class Copier:
    """Copies objects of one document into a print file, in greys when `mono`."""

    def __init__(self, target: PrintFile, *, mono: bool) -> None:
        self._target = target
        self._mono = mono
        self._done: dict[tuple[int, int], IndirectObject | None] = {}

    def copy(self, value: PdfObject | None) -> PdfObject:
        """The object for the print file. Raises RecursionError for one that holds itself."""
        if isinstance(value, IndirectObject):
            return self._reference(value)
        if isinstance(value, StreamObject):
            return self._stream(value)
        if isinstance(value, DictionaryObject):
            return self.dictionary(value)
        if isinstance(value, ArrayObject):
            items = grey_array(value) if self._mono else value
            return ArrayObject(self.copy(item) for item in items)
        if isinstance(value, TextStringObject):  # as its bytes: palettes are no text
            return ByteStringObject(value.original_bytes)
        return value if value is not None else NullObject()

    def dictionary(self, value: DictionaryObject) -> DictionaryObject:
        """A dictionary without what ties it to its old document."""
        if self._mono:
            no_colours_beside(value)
        return DictionaryObject(
            {key: self.copy(value.raw_get(key)) for key in value if isinstance(key, NameObject) and _kept(key)}
        )

    def content(self, data: bytes) -> bytes:
        """Page content, in greys when asked for."""
        return grey_content(data) if self._mono else data

    def _reference(self, value: IndirectObject) -> PdfObject:
        key = (value.idnum, value.generation)
        if key in self._done:
            done = self._done[key]
            if done is None:
                raise RecursionError("an object holds itself")
            return done
        self._done[key] = None
        found = value.get_object()
        copied = self.copy(found)
        done = copied if isinstance(copied, IndirectObject) else self._target.add(copied)
        self._done[key] = done
        return done

    def _stream(self, value: StreamObject) -> IndirectObject:
        entries = self.dictionary(value)
        if self._mono and text(value, "/Subtype") == "Image":
            picture = grey_picture(value)
            if picture is not None:
                entries[NameObject("/ColorSpace")] = NameObject("/DeviceGray")
                for key in ("/Filter", "/DecodeParms", "/Decode"):
                    entries.pop(NameObject(key), None)
                return self._target.stream(entries, picture, compress=True)
        if self._mono and text(value, "/Subtype") == "Form":
            for key in ("/Filter", "/DecodeParms"):
                entries.pop(NameObject(key), None)
            return self._target.stream(entries, grey_content(value.get_data()), compress=True)
        return self._target.stream(entries, value._data, compress=False)


def _kept(key: str) -> bool:
    return key not in _LEFT_BEHIND


def _reference(number: int) -> IndirectObject:
    return IndirectObject(number, 0, None)


def written(value: PdfObject) -> bytes:
    """The object in PDF syntax."""
    buffer = BytesIO()
    value.write_to_stream(buffer)
    return buffer.getvalue()


def named(entries: Mapping[str, PdfObject | str | float | bool | None]) -> DictionaryObject:
    """A dictionary; texts that begin with a slash become names, entries that are None are left out."""
    return DictionaryObject({NameObject(f"/{key}"): _value(item) for key, item in entries.items() if item is not None})


def numbers(*values: float) -> ArrayObject:
    """An array of numbers with at most three decimals."""
    return ArrayObject(_number(value) for value in values)


def _value(item: PdfObject | str | float | bool) -> PdfObject:
    if isinstance(item, PdfObject):
        return item
    if isinstance(item, str):
        return NameObject(item) if item.startswith("/") else TextStringObject(item)
    return BooleanObject(item) if isinstance(item, bool) else _number(item)


def _number(value: float) -> PdfObject:
    rounded = round(float(value), 3)
    return NumberObject(int(rounded)) if rounded == int(rounded) else FloatObject(f"{rounded:.3f}".rstrip("0"))
