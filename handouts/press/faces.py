"""What the font programs in a file really draw: the boxes of glyphs, and the height of a small x.

HarfBuzz reads the programs because they come from anywhere: it is in C, checks every table before it uses it, knows
TrueType and CFF outlines alike, and is installed anyway. fontTools gives the same numbers more slowly.
"""

from __future__ import annotations

import struct
from functools import lru_cache
from itertools import chain

import uharfbuzz as hb

from handouts.press.anatomy import FontFace
from handouts.press.geometry import Box

_HEADER = struct.Struct(">4sHHHH")  # ISO/IEC 14496-22, 4.5: version, number of tables, three search hints
_ENTRY = struct.Struct(">4sIII")
_HEIGHT_OF_X = struct.Struct(">h")
_OS2_X_HEIGHT = 86  # where sxHeight is in version 2 and later of OS/2
_CHAR_STRINGS, _CHARSET, _MATRIX, _ROS = (17,), (15,), (12, 7), (12, 30)


class Outlines:
    """The outlines of one embedded font, in 1/1000 em; without a program that can be read, there are none."""

    def __init__(self, face: FontFace) -> None:
        program = face.program
        if face.is_cff:
            program = _wrapped(program)
        self._font: hb.Font | None = None
        self._x_height = face.x_height
        if program:
            opened = hb.Face(program)
            if opened.glyph_count and opened.upem:
                self._font = hb.Font(opened)
                self._font.scale = (1000, 1000)
                self._x_height = _stated_x_height(opened) or face.x_height
        self._boxes: dict[int, Box | None] = {}

    @property
    def known(self) -> bool:
        """True when the font program could be read."""
        return self._font is not None

    def box(self, glyph: int) -> Box | None:
        """The box around what a glyph paints; None when it paints nothing, or nothing is known of it."""
        if glyph not in self._boxes:
            self._boxes[glyph] = self._extents(glyph)
        return self._boxes[glyph]

    def glyph_of(self, character: str) -> int | None:
        """The glyph the font's own table has for a character; subset fonts often have no such table."""
        return self._font.get_nominal_glyph(ord(character)) if self._font is not None else None

    def x_height(self, glyph_of_x: int | None) -> float:
        """The height of the small x: of its outline where the font still has one, else what the font states; or 0."""
        box = self.box(glyph_of_x) if glyph_of_x is not None else None
        return box.y1 if box is not None else self._x_height

    def _extents(self, glyph: int) -> Box | None:
        found = self._font.get_glyph_extents(glyph) if self._font is not None else None
        if found is None or not found.width or not found.height:
            return None
        left, top = float(found.x_bearing), float(found.y_bearing)
        return Box(left, top + found.height, left + found.width, top)


@lru_cache(maxsize=64)
def outlines(face: FontFace) -> Outlines:
    """The outlines of a font; pages share their fonts, and so do the documents of a batch."""
    return Outlines(face)


def _stated_x_height(face: hb.Face) -> float:
    """The sxHeight of the OS/2 table, 0 where there is none."""
    table = face.reference_table("OS/2").data
    if len(table) < _OS2_X_HEIGHT + 2:
        return 0.0
    (height,) = _HEIGHT_OF_X.unpack_from(table, _OS2_X_HEIGHT)
    return float(height * 1000 / face.upem)


def _wrapped(cff: bytes) -> bytes:
    """A bare CFF (Adobe Technical Note 5176) as an OpenType file, empty when its glyphs are not numbered by its ids.

    Only the tables that outlines need are made: the number of glyphs and the size of the em.
    """
    try:
        top = _top_dictionary(cff)
        count = struct.unpack_from(">H", cff, int(top[_CHAR_STRINGS][0]))[0]
        numbered = _ROS not in top or _is_identity(cff, int(top.get(_CHARSET, [0.0])[0]), count)
        if not numbered or _MATRIX in top:  # an em of its own size is rare, and not worth guessing at
            return b""
    except (struct.error, LookupError, ValueError, OverflowError):
        return b""
    head = struct.pack(">IIIIHHqqhhhhHHhhh", 0x10000, 0, 0, 0x5F0F3CF5, 0, 1000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    tables = ((b"CFF ", cff), (b"head", head), (b"maxp", struct.pack(">IH", 0x5000, count)))
    offset = _HEADER.size + _ENTRY.size * len(tables)
    directory, body = [_HEADER.pack(b"OTTO", len(tables), 0, 0, 0)], []
    for tag, data in tables:
        padded = data + bytes(-len(data) % 4)
        directory.append(_ENTRY.pack(tag, 0, offset, len(data)))
        body.append(padded)
        offset += len(padded)
    return b"".join(chain(directory, body))


def _top_dictionary(cff: bytes) -> dict[tuple[int, ...], list[float]]:
    """The operators of the Top DICT that have whole numbers as operands."""
    start, end = _index(cff, _index(cff, cff[2])[-1])[:2]
    found: dict[tuple[int, ...], list[float]] = {}
    operands: list[float] = []
    at = start
    while at < end:
        first = cff[at]
        if first <= 21:
            operator = (first, cff[at + 1]) if first == 12 else (first,)
            found[operator] = operands
            operands = []
            at += len(operator)
        elif first == 28:
            operands.append(struct.unpack_from(">h", cff, at + 1)[0])
            at += 3
        elif first == 29:
            operands.append(struct.unpack_from(">i", cff, at + 1)[0])
            at += 5
        elif first == 30:  # a real number, two digits a byte, ended by a digit of 15
            at += 1
            while cff[at] & 15 != 15 and cff[at] >> 4 != 15:
                at += 1
            operands.append(0.0)
            at += 1
        elif first <= 246:
            operands.append(first - 139)
            at += 1
        else:
            sign, base = (1, 247) if first <= 250 else (-1, 251)
            operands.append(sign * ((first - base) * 256 + cff[at + 1] + 108))
            at += 2
    return found


def _index(cff: bytes, at: int) -> list[int]:
    """Where the objects of an INDEX begin, and where the last one ends."""
    (count,) = struct.unpack_from(">H", cff, at)
    if not count:
        return [at + 2]
    size = cff[at + 2]
    base = at + 2 + (count + 1) * size
    offsets = (cff[at + 3 + size * entry :][:size] for entry in range(count + 1))
    return [base + int.from_bytes(offset, "big") for offset in offsets]


def _is_identity(cff: bytes, charset: int, count: int) -> bool:
    """True when glyph 1 has id 1 and so on: one range that begins at 1 and holds all glyphs."""
    if charset <= 2 or not count:
        return False
    form = cff[charset]
    if form == 0:
        ids = struct.unpack_from(f">{count - 1}H", cff, charset + 1)
        return ids == tuple(range(1, count))
    first, left = struct.unpack_from(">HB" if form == 1 else ">HH", cff, charset + 1)
    return bool(first == 1 and left >= count - 2)
