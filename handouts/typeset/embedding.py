"""Resources of a document: subset fonts with their meaning, the palette, pictures."""

from __future__ import annotations

import hashlib
from typing import Any

from handouts.looks import Ink, Picture, Vector
from handouts.source.colours import grey
from handouts.typeset.assembly import picture_name
from handouts.typeset.ink import vector_stream
from handouts.typeset.plate import FontUse
from handouts.typeset.writer import Document, Objects, Raw, Ref, array, dictionary, name


def resources(objects: Objects, document: Document) -> Ref:
    """The resource dictionary all pages share."""
    fonts = {use.name: font(objects, use) for use in document.fonts.uses.values()}
    paths = dict.fromkeys(path for page in document.pages for path in page.pictures)
    mono = document.edition.request.mono or document.edition.request.plain
    pictures = {picture_name(p): picture(objects, document.edition.pictures[p], mono=mono) for p in paths}
    return objects.add(
        dictionary(
            {
                "Font": dictionary(fonts),
                "ColorSpace": dictionary({"CB": palette(objects, document)}),
                "XObject": dictionary(pictures) if pictures else None,
            }
        )
    )


def palette(objects: Objects, document: Document) -> Ref:
    """All colours of the document as one Indexed colour space: the only colour object that a brand changes."""
    colours = document.edition.brand.palette.colours
    if document.edition.request.mono:
        colours = tuple(grey(colour) for colour in colours)
    table = bytes(channel for colour in colours for channel in colour)
    return objects.add(array([name("Indexed"), name("DeviceRGB"), len(Ink) - 1, Raw(f"<{table.hex()}>".encode())]))


def font(objects: Objects, use: FontUse) -> Ref:
    """A Type 0 font; codes in page content are glyph ids of the whole font (ISO 32000-1, 9.7)."""
    face = use.face
    glyphs = frozenset(use.texts)
    ids = face.subset_ids(glyphs)
    program = face.subset(glyphs)
    seal = hashlib.sha256(face.key.encode() + repr(sorted(glyphs)).encode()).digest()
    base = name(f"{''.join(chr(65 + byte % 26) for byte in seal[:6])}+{face.postscript_name}")
    descendant = {
        "Type": name("Font"), "Subtype": name("CIDFontType0" if face.is_postscript else "CIDFontType2"),
        "BaseFont": base, "CIDSystemInfo": _identity(), "FontDescriptor": _descriptor(objects, use, base, program),
        "CIDToGIDMap": None if face.is_postscript else name("Identity"),
        "W": widths({ids[glyph]: face.advance(glyph) for glyph in glyphs}),
    }  # fmt: skip
    return objects.add(
        dictionary(
            {
                "Type": name("Font"), "Subtype": name("Type0"), "BaseFont": base,
                "Encoding": _renumbering(objects, ids) if face.is_postscript else name("Identity-H"),
                "DescendantFonts": array([objects.add(dictionary(descendant))]),
                "ToUnicode": objects.stream(to_unicode(use.texts)),
            }
        )
    )  # fmt: skip


def _identity() -> Raw:
    return dictionary({"Registry": Raw(b"(Adobe)"), "Ordering": Raw(b"(Identity)"), "Supplement": 0})


def _descriptor(objects: Objects, use: FontUse, base: Raw, program: bytes) -> Ref:
    face = use.face
    metrics = face.metrics
    if face.is_postscript:
        file = {"FontFile3": objects.stream(program, {"Subtype": name("CIDFontType0C")})}
    else:
        file = {"FontFile2": objects.stream(program, {"Length1": len(program)})}
    return objects.add(
        dictionary(
            {
                "Type": name("FontDescriptor"), "FontName": base, "Flags": 4 | (64 if face.file.italic else 0),
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
    head = {"Type": name("CMap"), "CMapName": name("Handouts-Glyphs"), "CIDSystemInfo": _identity(), "WMode": 0}
    return objects.stream(text.encode("ascii"), head)


def widths(advances: dict[int, float]) -> Raw:
    """The W array: runs of neighbouring glyph ids with their advances (1/1000 em)."""
    out: list[object] = []
    run: list[float] = []
    first = previous = -2
    for glyph in sorted(advances):
        if glyph != previous + 1:
            if run:
                out += [first, array(run)]
            first, run = glyph, []
        run.append(float(advances[glyph]))
        previous = glyph
    if run:
        out += [first, array(run)]
    return array(out)


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
        return objects.stream(vector_stream(image, mono=mono), form)
    from handouts.source.pictures import embed_ready  # brings Pillow: only photographs pay

    ready = embed_ready(image, mono=mono)
    entries: dict[str, Any] = {
        "Type": name("XObject"), "Subtype": name("Image"), "Width": ready.width, "Height": ready.height,
        "BitsPerComponent": 8, "ColorSpace": name("DeviceGray" if ready.mode == "gray" else "DeviceRGB"),
    }  # fmt: skip
    if ready.alpha is not None:
        mask = {**entries, "ColorSpace": name("DeviceGray")}
        entries["SMask"] = objects.stream(ready.alpha, mask)
    if ready.jpeg is not None:
        return objects.stream(ready.jpeg, {**entries, "Filter": name("DCTDecode")}, compress=False)
    return objects.stream(ready.pixels, entries)
