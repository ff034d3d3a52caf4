"""Takes what drawing needs out of a PDF's resources: fonts with their widths, colour spaces, opacities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field

from pypdf.generic import ArrayObject, DictionaryObject, NumberObject, PdfObject, StreamObject

from handouts.press.anatomy import ColourSpace, Font, FontFace, Opacity
from handouts.press.geometry import Box
from handouts.press.objects import (
    array,
    as_dictionary,
    dictionary,
    follow,
    get,
    integer,
    number,
    raw,
    stream_data,
    text,
)
from handouts.press.operators import operations
from handouts.records import dataclass

_ITALIC_FLAG = 1 << 6  # ISO 32000-1, table 123
_SLANTED = ("italic", "oblique", "slanted", "kursiv")
_COMPONENTS = {
    "DeviceGray": 1, "CalGray": 1, "DeviceRGB": 3, "CalRGB": 3, "Lab": 3, "DeviceCMYK": 4, "Indexed": 1,
    "Separation": 1, "Pattern": 0,
}  # fmt: skip
# A range of codes in a CMap lies within one last byte or within the two (ISO 32000-1, 9.10.3).
_LONGEST_RANGE = 0x10000
_DEEPEST_SPACE = 4


@dataclass(slots=True)
class Looks:
    """Reads fonts, each font object of the file once however many pages use it."""

    known: dict[int, Font] = field(default_factory=dict)

    def fonts(self, resources: DictionaryObject) -> Mapping[str, Font]:
        """The fonts of some resources by name."""
        fonts = dictionary(resources, "/Font")
        return {str(name): self._font(fonts, name) for name in fonts if dictionary(fonts, name)}

    def _font(self, fonts: DictionaryObject, name: str) -> Font:
        own_number = number(raw(fonts, name))
        if own_number and own_number in self.known:
            return self.known[own_number]
        font = dictionary(fonts, name)
        made = _composite(font) if text(font, "/Subtype") == "Type0" else _simple(font)
        if own_number:
            self.known[own_number] = made
        return made


def numbers_of(holder: DictionaryObject, key: str, count: int) -> tuple[float, ...] | None:
    """The entry as so many numbers, None when it is anything else."""
    values = _numbers(array(holder, key))
    return tuple(values) if len(values) == count else None


def box_of(holder: DictionaryObject, key: str) -> Box | None:
    """The entry as a rectangle with its corners in order (ISO 32000-1, 7.9.5)."""
    found = numbers_of(holder, key, 4)
    if found is None:
        return None
    x0, y0, x1, y1 = found
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def colour_spaces(resources: DictionaryObject) -> dict[str, ColourSpace]:
    """The colour spaces of some resources by name (ISO 32000-1, 8.6)."""
    spaces = dictionary(resources, "/ColorSpace")
    return {str(name): _space(raw(spaces, name), _DEEPEST_SPACE) for name in spaces}


def opacities(resources: DictionaryObject) -> dict[str, Opacity]:
    """The alpha constants of graphics state parameter dictionaries by name (ISO 32000-1, 11.6.4.4)."""
    states = dictionary(resources, "/ExtGState")
    found = {}
    for name in states:
        state = dictionary(states, name)
        fill, stroke = (_numbers(array(state, key))[:1] for key in ("/ca", "/CA"))
        found[str(name)] = Opacity(fill[0] if fill else None, stroke[0] if stroke else None)
    return found


def _space(value: PdfObject | None, depth: int) -> ColourSpace:
    found = follow(value)
    parts = list(found) if isinstance(found, ArrayObject) else [found]
    family = str(follow(parts[0])).removeprefix("/") if parts else ""
    if family == "ICCBased" and len(parts) > 1:
        components = integer(as_dictionary(follow(parts[1])), "/N") or 3
        return ColourSpace({1: "DeviceGray", 4: "DeviceCMYK"}.get(components, "DeviceRGB"), components)
    if family == "Indexed" and len(parts) > 3 and depth:
        return ColourSpace(family, 1, _space(parts[1], depth - 1), _bytes(follow(parts[3])))
    if family == "DeviceN" and len(parts) > 1:
        names = follow(parts[1])
        return ColourSpace(family, len(names) if isinstance(names, ArrayObject) else 1)
    return ColourSpace(family, _COMPONENTS.get(family, 1))


def _bytes(value: PdfObject | None) -> bytes:
    """The bytes of a string as they stand in the file, or of a stream."""
    if isinstance(value, StreamObject):
        return stream_data(value)
    original = getattr(value, "original_bytes", value)  # pypdf takes any string for text and keeps its bytes so
    return bytes(original) if isinstance(original, bytes) else b""


def _composite(font: DictionaryObject) -> Font:
    """A Type 0 font (ISO 32000-1, 9.7)."""
    below = array(font, "/DescendantFonts")
    inner = as_dictionary(follow(below[0])) if below else DictionaryObject()
    default = _numbers(array(inner, "/DW"))
    return Font(
        wide=True,
        to_unicode=stream_data(get(font, "/ToUnicode")),
        face=_face(inner),
        cids=_cids(get(font, "/Encoding")),
        glyphs=_glyph_ids(get(inner, "/CIDToGIDMap")),
        widths=dict(_cid_widths(array(inner, "/W"))),
        default_width=default[0] if default else 1000.0,
    )


def _simple(font: DictionaryObject) -> Font:
    """A font with one-byte codes; the widths of Type 3 are in its own glyph space (ISO 32000-1, 9.6)."""
    unit = 1.0
    if text(font, "/Subtype") == "Type3" and (matrix := numbers_of(font, "/FontMatrix", 6)):
        unit = matrix[0] * 1000
    first = integer(font, "/FirstChar") or 0
    widths = _numbers(array(font, "/Widths"))
    missing = _numbers(array(dictionary(font, "/FontDescriptor"), "/MissingWidth"))
    return Font(
        wide=False,
        to_unicode=stream_data(get(font, "/ToUnicode")),
        face=_face(font),
        widths={first + at: width * unit for at, width in enumerate(widths)},
        default_width=missing[0] if missing else 0.0 if widths else 500.0,  # one of the 14 that need no widths
    )


def _face(font: DictionaryObject) -> FontFace:
    descriptor = dictionary(font, "/FontDescriptor")
    program, is_cff = b"", False
    for key in ("/FontFile2", "/FontFile3"):
        file = get(descriptor, key)
        if isinstance(file, StreamObject):
            program = stream_data(file)
            is_cff = key == "/FontFile3" and text(file, "/Subtype") != "OpenType"
    name = text(font, "/BaseFont")
    heights = {key: (_numbers(array(descriptor, key)) or [0.0])[0] for key in ("/Ascent", "/Descent", "/XHeight")}
    angle = _numbers(array(descriptor, "/ItalicAngle"))
    return FontFace(
        name=name,
        program=program,
        is_cff=is_cff,
        italic=bool(
            (angle and angle[0])
            or (integer(descriptor, "/Flags") or 0) & _ITALIC_FLAG
            or any(word in name.lower() for word in _SLANTED)
        ),
        ascent=heights["/Ascent"],
        descent=heights["/Descent"],
        x_height=heights["/XHeight"],
    )


def _cid_widths(entries: list[PdfObject]) -> Iterator[tuple[int, float]]:
    """The W array: `first [w1 w2 ...]` and `first last w` (ISO 32000-1, 9.7.4.3)."""
    at = 0
    while at + 1 < len(entries):
        first, second = follow(entries[at]), follow(entries[at + 1])
        if not isinstance(first, NumberObject):
            return
        if isinstance(second, ArrayObject):
            for offset, width in enumerate(_numbers(list(second))):
                yield int(first) + offset, width
            at += 2
        else:
            width_of_all = _numbers(entries[at + 2 : at + 3])
            if isinstance(second, NumberObject) and width_of_all:
                for cid in range(int(first), min(int(second) + 1, int(first) + _LONGEST_RANGE)):
                    yield cid, width_of_all[0]
            at += 3


def _cids(encoding: PdfObject | None) -> dict[int, int] | None:
    """The character ids of an embedded CMap; None for Identity, and for the predefined ones, which we do not have."""
    if not isinstance(encoding, StreamObject):
        return None
    found: dict[int, int] = {}
    for operation in operations(stream_data(encoding)):
        operands = operation.operands
        if operation.operator == "endcidchar":
            for code, cid in zip(operands[::2], operands[1::2], strict=False):
                if isinstance(code, bytes) and isinstance(cid, float):
                    found[int.from_bytes(code, "big")] = int(cid)
        elif operation.operator == "endcidrange":
            for low, high, cid in zip(operands[::3], operands[1::3], operands[2::3], strict=False):
                if isinstance(low, bytes) and isinstance(high, bytes) and isinstance(cid, float):
                    start, end = int.from_bytes(low, "big"), int.from_bytes(high, "big")
                    codes = range(start, min(end + 1, start + _LONGEST_RANGE))
                    found.update((code, int(cid) + code - start) for code in codes)
    return found


def _glyph_ids(mapping: PdfObject | None) -> dict[int, int] | None:
    """The glyph ids of a CIDToGIDMap stream; None for Identity (ISO 32000-1, table 117)."""
    if not isinstance(mapping, StreamObject):
        return None
    data = stream_data(mapping)
    return {at // 2: int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data) - 1, 2)}


def _numbers(values: list[PdfObject]) -> list[float]:
    """The numbers among some values, references followed."""
    found: list[float] = []
    for value in values:
        plain: object = follow(value)
        if isinstance(plain, int | float) and not isinstance(plain, bool):
            found.append(float(plain))
    return found
