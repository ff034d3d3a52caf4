"""Resources of a document: subset fonts with their meaning, the palette, pictures."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from typing import Any

from handouts.looks import Picture, Vector
from handouts.typeset.ink import vector_stream
from handouts.typeset.memory import Memory
from handouts.typeset.plate import FontUse
from handouts.typeset.syntax import numbers
from handouts.typeset.writer import Objects, Raw, Ref, array, dictionary, name


@dataclass(frozen=True, slots=True)
class _Program:
    """A subset as it stands in files: its name, the deflated program, widths and meaning, and where each glyph went."""

    base: Raw
    program: bytes
    length: int
    widths: Raw
    meaning: bytes
    ids: dict[int, int]


# A handout sets the same letters again when it is laid out again. About ten kilobytes each.
_PROGRAMS: Memory[tuple[str, tuple[tuple[int, str], ...]], _Program] = Memory(96)


def _program(use: FontUse, *, discreet: bool) -> _Program:
    key = use.face.key, tuple(sorted(use.texts.items()))
    found = _PROGRAMS.get(key) if not discreet else None
    if found is not None:
        return found
    face, glyphs = use.face, frozenset(use.texts)
    ids, program = face.subset_ids(glyphs), face.subset(glyphs)
    seal = hashlib.sha256(face.key.encode() + repr(sorted(glyphs)).encode()).digest()
    base = name(f"{''.join(chr(65 + byte % 26) for byte in seal[:6])}+{face.postscript_name}")
    wide = widths({ids[glyph]: face.advance(glyph) for glyph in glyphs})
    meaning = zlib.compress(to_unicode(use.texts), 9)
    made = _Program(base, zlib.compress(program, 9), len(program), wide, meaning, ids)
    if not discreet and len(made.program) < _LARGE:
        _PROGRAMS.put(key, made)
    return made


_LARGE = 100_000  # a subset of a Chinese font may take more


def font(objects: Objects, use: FontUse, *, discreet: bool = False) -> Ref:
    """A Type 0 font; codes in page content are glyph ids of the whole font (ISO 32000-1, 9.7).

    A `discreet` one leaves no trace in caches: its letters may be a patient's.
    """
    face, made = use.face, _program(use, discreet=discreet)
    descendant = {
        "Type": name("Font"), "Subtype": name("CIDFontType0" if face.is_postscript else "CIDFontType2"),
        "BaseFont": made.base, "CIDSystemInfo": _IDENTITY, "FontDescriptor": _descriptor(objects, use, made),
        "CIDToGIDMap": None if face.is_postscript else name("Identity"), "W": made.widths,
    }  # fmt: skip
    return objects.add(
        dictionary(
            {
                "Type": name("Font"), "Subtype": name("Type0"), "BaseFont": made.base,
                "Encoding": _renumbering(objects, made.ids) if face.is_postscript else name("Identity-H"),
                "DescendantFonts": array([objects.add(dictionary(descendant))]),
                "ToUnicode": objects.packed(made.meaning),
            }
        )
    )  # fmt: skip


_IDENTITY = dictionary({"Registry": Raw(b"(Adobe)"), "Ordering": Raw(b"(Identity)"), "Supplement": 0})


def _descriptor(objects: Objects, use: FontUse, made: _Program) -> Ref:
    face = use.face
    metrics = face.metrics
    if face.is_postscript:
        file = {"FontFile3": objects.packed(made.program, {"Subtype": name("CIDFontType0C")})}
    else:
        file = {"FontFile2": objects.packed(made.program, {"Length1": made.length})}
    return objects.add(
        dictionary(
            {
                "Type": name("FontDescriptor"), "FontName": made.base, "Flags": 4 | (64 if face.file.italic else 0),
                "FontBBox": array([round(edge) for edge in face.bounds]),
                "ItalicAngle": -12 if face.file.italic else 0,
                "Ascent": round(metrics.ascent), "Descent": round(metrics.descent),
                "CapHeight": round(metrics.cap_height), "XHeight": round(metrics.x_height),
                "StemV": 80 + (face.weight - 400) // 5, **file,
            }
        )
    )  # fmt: skip


def _renumbering(objects: Objects, ids: dict[int, int]) -> Ref:
    """A CMap from the codes in page content to the glyph numbers of the subset (ISO 32000-1, 9.7.5)."""
    body = _blocks([f"<{glyph:04X}> {number}" for glyph, number in sorted(ids.items())], "cidchar")
    text = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo 3 dict dup begin /Registry (Adobe) def /Ordering (Identity) def /Supplement 0 def end def\n"
        "/CMapName /Handouts-Glyphs def /CMapType 1 def /WMode 0 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{body}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    head = {"Type": name("CMap"), "CMapName": name("Handouts-Glyphs"), "CIDSystemInfo": _IDENTITY, "WMode": 0}
    return objects.stream(text.encode("ascii"), head)


def widths(advances: dict[int, float]) -> Raw:
    """The W array: runs of neighbouring glyph ids with their advances (1/1000 em)."""
    runs: list[tuple[int, list[float]]] = []
    previous = -2
    for glyph in sorted(advances):
        if glyph != previous + 1:
            runs.append((glyph, []))
        runs[-1][1].append(advances[glyph])
        previous = glyph
    return Raw(b"[%s]" % b" ".join(b"%d[%s]" % (first, numbers(run)) for first, run in runs))


def to_unicode(texts: dict[int, str]) -> bytes:
    """A ToUnicode CMap for two-byte codes (Adobe Technical Note 5411)."""
    rows = [f"<{glyph:04X}> <{text.encode('utf-16-be').hex().upper()}>" for glyph, text in sorted(texts.items())]
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        + _blocks(rows, "bfchar")
        + "\nendcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode("ascii")


def _blocks(rows: list[str], kind: str) -> str:
    """CMap entries in blocks of at most 100, as the format asks."""
    blocks = (rows[start : start + 100] for start in range(0, len(rows), 100))
    return "\n".join(f"{len(block)} begin{kind}\n" + "\n".join(block) + f"\nend{kind}" for block in blocks)


def picture(objects: Objects, picture: Picture, *, mono: bool) -> Ref:
    """A picture as a form of paths or as an image, in a unit square."""
    image = picture.image
    if isinstance(image, Vector):
        matrix = array([Raw(f"{1 / image.width:.8f}".encode()), 0, 0, Raw(f"{1 / image.height:.8f}".encode()), 0, 0])
        form: dict[str, Any] = {
            "Type": name("XObject"), "Subtype": name("Form"), "Matrix": matrix,
            "BBox": array([0, 0, image.width, image.height]), "Resources": dictionary({}),
        }  # fmt: skip
        return objects.stream(vector_stream(image, mono=mono), form, keep=True)
    from handouts.source.pictures import embed_ready  # brings Pillow: only photographs pay

    ready = embed_ready(image, mono=mono)
    entries: dict[str, Any] = {
        "Type": name("XObject"), "Subtype": name("Image"), "Width": ready.width, "Height": ready.height,
        "BitsPerComponent": 8, "ColorSpace": name("DeviceGray" if ready.mode == "gray" else "DeviceRGB"),
    }  # fmt: skip
    if ready.alpha is not None:
        mask = {**entries, "ColorSpace": name("DeviceGray")}
        entries["SMask"] = objects.stream(ready.alpha, mask, keep=True)
    if ready.jpeg is not None:
        return objects.stream(ready.jpeg, {**entries, "Filter": name("DCTDecode")}, compress=False)
    return objects.stream(ready.pixels, entries, keep=True)
