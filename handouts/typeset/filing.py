"""A stamped file: the plate's head, the document's own objects, and the cross-reference stream (ISO 32000-1, 7.5)."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping, Sequence

from handouts.typeset.ready import INFO, ReadyPlate

Place = tuple[int, int, int]  # kind, where, index: a row of the cross-reference stream
HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
# Objects that are packed together share their words: five object streams of 200 take a quarter more than one.
PER_OBJECT_STREAM = 2_000
_WIDTHS = (1, 4, 2)  # bytes of the three columns
_COLUMNS = sum(_WIDTHS)
_FREE = b"\x00\x00\x00\x00\x00\xff\xff"  # the row of object 0


def stamped_file(plate: ReadyPlate, plain: Mapping[int, bytes], streams: Mapping[int, tuple[bytes, bytes]]) -> bytes:
    """The whole file. Objects that are no streams are `plain`, others a dictionary and data; numbers may go on.

    Numbers below the plate's own that are not given are free.
    """
    out = bytearray(plate.head)
    places: dict[int, Place] = {}
    for number, (head, data) in sorted(streams.items()):
        places[number] = (1, len(out), 0)
        out += stream_object(number, head, data)
    last = max(plate.count, *plain, *streams)
    for holder, made, group in object_streams(plain, last):
        places[holder] = (1, len(out), 0)
        places.update({number: (2, holder, at) for at, number in enumerate(group)})
        out += made
        last = holder
    table = last + 1
    places[table] = (1, len(out), 0)
    rows = [_FREE, *(_row(places[n]) if n in places else _FREE for n in range(1, plate.first))]
    more = [places[number] for number in range(plate.count + 1, table + 1)]
    predictions = _up(rows) + plate.rows + predicted(more)
    return _ended(out, predictions, table, plate.root, INFO)


def whole_file(head: bytes, places: Sequence[Place], root: int, info: int) -> bytes:
    """A file of objects that all stand in `head`, from number 1."""
    table = len(places) + 1
    rows = _up([_FREE, *map(_row, (*places, (1, len(head), 0)))])
    return _ended(bytearray(head), rows, table, root, info)


def _ended(out: bytearray, predictions: bytes, table: int, root: int, info: int) -> bytes:
    """The file with its cross-reference stream, which is object `table`, and its end; `out` is all before it."""
    identity = hashlib.sha256(out).hexdigest()[:32].upper().encode("ascii")
    data = zlib.compress(predictions, 6)
    head = (
        b"<< /Type /XRef /Size %d /Root %d 0 R /Info %d 0 R /ID [<%s> <%s>] /W [1 4 2] /Filter /FlateDecode "
        b"/DecodeParms << /Predictor 12 /Columns %d >> /Length %d >>"
        % (table + 1, root, info, identity, identity, _COLUMNS, len(data))
    )
    offset = len(out)
    out += stream_object(table, head, data)
    out += b"startxref\n%d\n%%%%EOF\n" % offset
    return bytes(out)


def object_streams(plain: Mapping[int, bytes], last: int) -> Iterable[tuple[int, bytes, Sequence[int]]]:
    """Objects in object streams, which are numbered from `last` on: number, bytes, and the objects in it."""
    numbers = sorted(plain)
    for start in range(0, len(numbers), PER_OBJECT_STREAM):
        group = numbers[start : start + PER_OBJECT_STREAM]
        last += 1
        index, body = [], bytearray()
        for number in group:
            index.append(b"%d %d" % (number, len(body)))
            body += plain[number] + b"\n"
        first = b" ".join(index) + b"\n"
        data = zlib.compress(first + bytes(body), 9)
        head = b"<< /Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d >>" % (
            len(group), len(first), len(data),
        )  # fmt: skip
        yield last, stream_object(last, head, data), group


def stream_object(number: int, head: bytes, data: bytes) -> bytes:
    """An indirect stream object."""
    # CR LF before `endstream`: after data that end in CR a lone LF would be read as the second half of one line end.
    return b"%d 0 obj\n%s\nstream\n%s\r\nendstream\nendobj\n" % (number, head, data)


def predicted(places: Sequence[Place]) -> bytes:
    """Rows as PNG predicts them (RFC 2083, chapter 6): the first as it is, others as what differs from the one above.

    Neighbouring objects differ little, so 600 rows take 100 bytes instead of 1,400 once they are compressed.
    """
    rows = list(map(_row, places))
    return b"\x00" + rows[0] + _up(rows[1:], rows[0]) if rows else b""


def _row(place: Place) -> bytes:
    return b"".join(value.to_bytes(width, "big") for value, width in zip(place, _WIDTHS, strict=True))


def _up(rows: Sequence[bytes], above: bytes = bytes(_COLUMNS)) -> bytes:
    out = bytearray()
    for row in rows:
        out.append(2)
        out += bytes((one - other) & 255 for one, other in zip(row, above, strict=True))
        above = row
    return bytes(out)
