"""A stamped file: the plate's head, the document's own objects, and the cross-reference stream (ISO 32000-1, 7.5)."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from handouts.typeset.ready import INFO, ReadyPlate

Stream = tuple[bytes, bytes]  # dictionary and data
Place = tuple[int, int, int]  # kind, where, index: a row of the cross-reference stream
HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
# Objects that are packed together share their words: five object streams of 200 take a quarter more than one.
PER_OBJECT_STREAM = 2_000
_ROW = struct.Struct(">BIH")  # the three columns: 1, 4 and 2 bytes
_FREE = (0, 0, 0xFFFF)  # the row of object 0


@dataclass(frozen=True, slots=True, repr=False)
class Filed:
    """A file and its SHA-256 (hex)."""

    data: bytes
    sha256: str


class Seal:
    """The SHA-256 of a plate's head, from which those of all files that begin with it are told quickly."""

    def __init__(self, head: bytes) -> None:
        self._state = hashlib.sha256(head)
        self._length = len(head)

    def of(self, data: bytes | bytearray) -> str:
        """The digest (hex) of data that begin with the head."""
        state = self._state.copy()
        state.update(memoryview(data)[self._length :])
        return state.hexdigest()


def stamped_file(
    plate: ReadyPlate, seal: Seal, plain: Mapping[int, bytes], streams: Mapping[int, tuple[bytes, bytes]]
) -> Filed:
    """The whole file. Objects that are no streams are `plain`, others a dictionary and data; numbers may go on.

    Numbers below the plate's own that are not given are free.
    """
    out = bytearray(plate.head)
    places: dict[int, Place] = {}
    for number, (head, data) in sorted(streams.items()):
        places[number] = (1, len(out), 0)
        out += stream_object(number, head, data)
    last = max(plate.count, *plain, *streams)
    for holder, made, group in object_streams(plain, last, briefly_deflated):
        places[holder] = (1, len(out), 0)
        places.update({number: (2, holder, at) for at, number in enumerate(group)})
        out += made
        last = holder
    table = last + 1
    places[table] = (1, len(out), 0)
    own = [_FREE, *(places.get(number, _FREE) for number in range(1, plate.first))]
    more = [places[number] for number in range(plate.count + 1, table + 1)]
    predictions = _as_they_are(own) + plate.rows + _as_they_are(more)
    data = _ended(out, predictions, (table, plate.root, INFO), seal.of(out))
    return Filed(data, seal.of(data))


def whole_file(head: bytes, places: Sequence[Place], root: int, info: int) -> bytes:
    """A file of objects that all stand in `head`, from number 1."""
    table = len(places) + 1
    rows = predicted([_FREE, *places, (1, len(head), 0)])
    return _ended(bytearray(head), rows, (table, root, info), hashlib.sha256(head).hexdigest())


def _ended(out: bytearray, predictions: bytes, refs: tuple[int, int, int], digest: str) -> bytes:
    """The file with its cross-reference stream and end; `out` is all before it, `digest` its SHA-256.

    `refs` are the numbers of that stream, the catalog and the document information.
    """
    identity = digest[:32].upper().encode("ascii")
    table, root, info = refs
    data = briefly_deflated(predictions) if len(predictions) <= _LITTLE else zlib.compress(predictions, 3)
    head = (
        b"<< /Type /XRef /Size %d /Root %d 0 R /Info %d 0 R /ID [<%s> <%s>] /W [1 4 2] /Filter /FlateDecode "
        b"/DecodeParms << /Predictor 12 /Columns %d >> /Length %d >>"
        % (table + 1, root, info, identity, identity, _ROW.size, len(data))
    )
    offset = len(out)
    out += stream_object(table, head, data)
    out += b"startxref\n%d\n%%%%EOF\n" % offset
    return bytes(out)


def deflated(data: bytes) -> bytes:
    """Data as all that stays in a plate is compressed."""
    return zlib.compress(data, 9)


def briefly_deflated(data: bytes) -> bytes:
    """Data of one document compressed: for a little, zlib takes longer to set its tables up than to fill them."""
    if len(data) > _LITTLE:
        return zlib.compress(data, 6)
    small = zlib.compressobj(6, zlib.DEFLATED, 12, 5)  # a window of 4,096 bytes holds all of it
    return small.compress(data) + small.flush()


_LITTLE = 4_096


def object_streams(
    plain: Mapping[int, bytes], last: int, deflate: Callable[[bytes], bytes] = deflated
) -> Iterable[tuple[int, bytes, Sequence[int]]]:
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
        data = deflate(first + bytes(body))
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
    if not places:
        return b""
    rows = b"".join([_ROW.pack(*place) for place in places])
    size = _ROW.size
    under = rows[:size] + _differences(rows[size:], rows[:-size])
    out = b"\x02".join([under[at : at + size] for at in range(0, len(under), size)])
    return b"\x00" + out


def _differences(ones: bytes, others: bytes) -> bytes:
    """Each byte of `ones` less that of `others`, modulo 256: all at once, as two large numbers.

    The highest bit of each byte is set before and taken care of after, so that no byte borrows from the next.
    """
    high = int.from_bytes(b"\x80" * len(ones), "big")
    one, other = int.from_bytes(ones, "big"), int.from_bytes(others, "big")
    made = ((one | high) - (other & ~high)) ^ ((one ^ other ^ high) & high)
    return made.to_bytes(len(ones), "big")


def _as_they_are(places: Iterable[Place]) -> bytes:
    """Rows without prediction, which each row may choose: few rows are not worth the time."""
    return b"".join(b"\x00" + _ROW.pack(*place) for place in places)
