"""Plate and values to Pdf: the late paragraphs, running matter, logo, QR code and ticks go on, then it is written."""

from __future__ import annotations

import zlib
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from handouts.diagnostics import Diagnostic, HandoutsError
from handouts.looks import Ink
from handouts.source.colours import grey
from handouts.tags import Content
from handouts.typeset import about, icons
from handouts.typeset.filing import Seal, stamped_file
from handouts.typeset.ink import COLOUR_SPACE, Sheet, text_object
from handouts.typeset.latetexts import LateTexts, Same
from handouts.typeset.pieces import Piece
from handouts.typeset.plate import EDITION, FontUse, LinkArea, RunningText
from handouts.typeset.qr import modules
from handouts.typeset.ready import (
    INFO,
    LATE_ALTS,
    LOGO,
    METADATA,
    PALETTE,
    RESOURCES,
    Overlay,
    ReadyBox,
    ReadyPlate,
    ReadyText,
)
from handouts.typeset.running import running
from handouts.typeset.syntax import numbers, outlines, purpose, text_string, uri

_QUIET = 4  # modules of white around a QR code (ISO/IEC 18004)
_LOGO_NAME = "Logo"
Stream = tuple[bytes, bytes]  # dictionary and data


@dataclass(frozen=True, slots=True, repr=False)
class Pdf:
    """A finished reading edition: its bytes, page count and SHA-256 (hex)."""

    data: bytes
    pages: int
    sha256: str


class PlateMismatchError(HandoutsError):
    """The values need another number of lines than the plate has room for: another plate must be made."""


@dataclass(frozen=True, slots=True)
class Stamped:
    """The Pdf, or None when a late value could not be set."""

    pdf: Pdf | None
    findings: tuple[Diagnostic, ...]


def stamp(plate: ReadyPlate, texts: LateTexts) -> Stamped:
    """Fill every open place of the plate and write the file. The plate itself is not changed.

    Raises PlateMismatchError when a late paragraph has not the number of lines it was laid out for, or a value is
    given that the plate has no place for.
    """
    if not texts.fit(plate):
        raise PlateMismatchError("A value is not as long as the one that the page was laid out for, or has no place.")
    fonts = _Fonts(plate)
    streams: dict[int, Stream] = {METADATA: _metadata(texts)}
    plain: dict[int, bytes] = {}
    findings: list[Diagnostic] = []
    for overlay in plate.overlays:
        made = _overlay(plate, overlay, texts, fonts)
        streams[overlay.number] = made.stream
        plain |= made.links
        findings += made.findings
    if findings:
        return Stamped(None, tuple(dict.fromkeys(findings)))
    plain[INFO], plain[PALETTE] = about.info(texts.edition), _palette(texts)
    for alt in plate.alts:
        spoken = alt.alt
        for slot in LATE_ALTS:
            spoken = spoken.replace(slot, texts.values.get(slot[1:-1], ""))
        plain[alt.number] = alt.before + text_string(spoken) + alt.after
    logo, streams_of_logo = _logo_object(texts)
    streams |= streams_of_logo
    names = fonts.embed(plate.count, plain, streams)
    pictures = b" ".join(part for part in (plate.pictures, b"/Logo %d 0 R" % logo if logo else b"") if part)
    plain[RESOURCES] = b"<< /ColorSpace << /CB %d 0 R >> /Font << %s >>%s >>" % (
        PALETTE, names, b" /XObject << %s >>" % pictures if pictures else b"",
    )  # fmt: skip
    filed = stamped_file(plate, _seal(plate, texts), plain, streams)
    return Stamped(Pdf(filed.data, plate.pages, filed.sha256), ())


def _seal(plate: ReadyPlate, texts: LateTexts) -> Seal:
    found = texts.shelf.get(("seal", Same(plate)))
    if not isinstance(found, Seal):
        found = Seal(plate.head)
        texts.shelf.put(("seal", Same(plate)), found)
    return found


def _metadata(texts: LateTexts) -> Stream:
    packet = about.xmp(texts.edition)
    return b"<< /Type /Metadata /Subtype /XML /Length %d >>" % len(packet), packet


def _deflated(data: bytes) -> Stream:
    packed = zlib.compress(data, 6)
    return b"<< /Filter /FlateDecode /Length %d >>" % len(packed), packed


def _palette(texts: LateTexts) -> bytes:
    """All colours of the document as one Indexed colour space: the only colour object that a brand changes."""
    colours = texts.edition.brand.palette.colours
    if texts.edition.request.mono:
        colours = tuple(grey(colour) for colour in colours)
    table = bytes(channel for colour in colours for channel in colour).hex().encode("ascii")
    return b"[ /Indexed /DeviceRGB %d <%s> ]" % (len(Ink) - 1, table)


def _logo_object(texts: LateTexts) -> tuple[int, dict[int, Stream]]:
    """Object number of the logo, 0 where there is none, and its streams."""
    edition = texts.edition
    if edition.brand.logo is None:
        return 0, {}
    picture, mono = edition.pictures[edition.brand.logo.picture], edition.request.mono
    key = "logo", picture.digest, mono
    found = texts.shelf.get(key)
    if not isinstance(found, _Embedded):
        from handouts.typeset import embedding, writer  # brings ReportLab

        objects = writer.Objects(count=LOGO - 1)
        number = embedding.picture(objects, picture, mono=mono).number
        found = _Embedded(number, objects.streams)
        texts.shelf.put(key, found)
    return found.number, found.streams


@dataclass(frozen=True, slots=True)
class _Embedded:
    number: int
    streams: dict[int, Stream]


class _Fonts:
    """The plate's fonts and, for letters they lack, small ones of the document's own."""

    def __init__(self, plate: ReadyPlate) -> None:
        self._plate = plate
        self.own: dict[str, FontUse] = {}
        self.asked = 0  # how often one of them was used

    def use_for(self, pieces: Sequence[Piece]) -> FontUse:
        """The plate's font where it has all the glyphs; so what is drawn depends on plate and values alone."""
        face = pieces[0].face
        kept = self._plate.fonts.get(face.key)
        if kept is not None and all(glyph.id in kept.texts for piece in pieces for glyph in piece.glyphs):
            return FontUse(face, kept.name, kept.texts)
        self.asked += 1
        found = self.own.get(face.key)
        if found is None:
            found = self.own[face.key] = FontUse(face, f"L{len(self.own) + 1}")
        return found

    def embed(self, count: int, plain: dict[int, bytes], streams: dict[int, Stream]) -> bytes:
        """The entries of the font resources; fonts of the document's own are added to its objects, after `count`."""
        entries = [b"/%s %d 0 R" % (font.name.encode(), font.number) for font in self._plate.fonts.values()]
        if self.own:
            from handouts.typeset import embedding, writer  # brings ReportLab

            objects = writer.Objects(count=count)
            for use in self.own.values():
                ref = embedding.font(objects, use, discreet=True)
                entries.append(b"/%s %d 0 R" % (use.name.encode(), ref.number))
            plain |= objects.plain
            streams |= objects.streams
        return b" ".join(entries)


# --- drawing -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Made:
    """One overlay: its stream, the link annotations on it by object number, and what went wrong."""

    stream: Stream
    links: dict[int, bytes]
    findings: tuple[Diagnostic, ...]


@dataclass(slots=True)
class _Drawn:
    """What is drawn on an overlay before it is written: artifacts, and contents by marked-content id."""

    artifacts: list[bytes] = field(default_factory=list)
    running: list[bytes] = field(default_factory=list)
    contents: dict[int, list[bytes]] = field(default_factory=dict)
    links: dict[int, bytes] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)

    def add(self, other: _Drawn) -> None:
        """Draw what another one has, too."""
        self.artifacts += other.artifacts
        self.running += other.running
        for mark, contents in other.contents.items():
            self.contents.setdefault(mark, []).extend(contents)
        self.links |= other.links
        self.findings += other.findings

    def stream(self) -> bytes:
        """The operators: artifacts first, then every content in reading order."""
        out = [COLOUR_SPACE]
        if self.artifacts:
            out += [b"/Artifact BMC", *self.artifacts, b"EMC"]
        out += self.running
        for mark in sorted(self.contents):
            out += [b"/Span <</MCID %d>> BDC" % mark, *self.contents[mark], b"EMC"]
        return b"\n".join(out)


def _overlay(plate: ReadyPlate, overlay: Overlay, texts: LateTexts, fonts: _Fonts) -> _Made:
    """One overlay drawn and written; one without personal values is kept for the edition's next document."""
    brands_alone = not any(_is_personal(plate, place, texts) for place in overlay.places)
    key = "overlay", Same(overlay), Same(texts.edition)
    found = texts.shelf.get(key) if brands_alone else None
    if isinstance(found, _Made):
        return found
    drawn = _Drawn()
    for part in (*overlay.running, *overlay.places):
        drawn.add(_part(plate, part, texts, fonts))
    made = _Made(_deflated(drawn.stream()), drawn.links, tuple(drawn.findings))
    if brands_alone and not fonts.own and not made.findings:
        texts.shelf.put(key, made)
    return made


def _part(plate: ReadyPlate, part: RunningText | ReadyText | ReadyBox, texts: LateTexts, fonts: _Fonts) -> _Drawn:
    """One place or running line drawn; one without personal values is kept, as long as they are the same."""
    personal = not isinstance(part, RunningText) and _is_personal(plate, part, texts)
    key = "part", Same(plate), Same(part), None if personal else _values_of(plate, part, texts)
    found = texts.shelf.get(key) if not personal else None
    if isinstance(found, _Drawn):
        return found
    before, drawn = fonts.asked, _Drawn()
    match part:
        case RunningText():
            _running(plate, part, texts, fonts, drawn)
        case ReadyText():
            _paragraph(plate, part, texts, fonts, drawn)
        case ReadyBox():
            _box(plate, part, texts, fonts, drawn)
    if not personal and fonts.asked == before and not drawn.findings:
        texts.shelf.put(key, drawn)
    return drawn


def _values_of(plate: ReadyPlate, part: RunningText | ReadyText | ReadyBox, texts: LateTexts) -> Hashable:
    """The values that are drawn at a place."""
    match part:
        case RunningText():
            return _filled(part, texts)
        case ReadyText():
            return texts.filling(plate.words[part.words])
        case ReadyBox(kind="qr"):
            return texts.values["qr.url"]
        case ReadyBox(kind="logo"):
            return texts.edition.brand.logo and texts.edition.pictures[texts.edition.brand.logo.picture].digest
        case _:
            return None  # a box that is not ticked


def _is_personal(plate: ReadyPlate, place: ReadyText | ReadyBox, texts: LateTexts) -> bool:
    if isinstance(place, ReadyBox):
        return place.kind == "tick" and _ticked(place, texts)
    return texts.is_personal(plate.words[place.words])


def _running(plate: ReadyPlate, line: RunningText, texts: LateTexts, fonts: _Fonts, drawn: _Drawn) -> None:
    voice = texts.voices[0]
    sheet = Sheet(plate.width, plate.height, plate.area, fonts)
    before = len(voice.typesetter.findings)
    part = running(sheet, voice.typesetter, line, _filled(line, texts), texts.edition.brand.mark)
    drawn.findings += voice.typesetter.findings[before:]
    if part:
        drawn.running.append(part)


def _filled(line: RunningText, texts: LateTexts) -> str:
    text = line.pattern.replace(EDITION, texts.edition.id)
    return text.replace("{clinic.short_name}", texts.voices[0].values.get("clinic.short_name", ""))


def _paragraph(plate: ReadyPlate, place: ReadyText, texts: LateTexts, fonts: _Fonts, drawn: _Drawn) -> None:
    made = texts.set(plate.words[place.words])
    drawn.findings += made.findings
    sheet = Sheet(plate.width, plate.height, plate.areas[place.area], fonts)
    for at, line in enumerate(made.lines):
        sheet.line(line, place.x, place.y + at * place.leading)
    loose = sheet.texts.get(None)
    if loose:
        drawn.artifacts.append(text_object(loose))
    for leaf, mark in zip(made.leaves, place.marks, strict=True):
        if leaf in sheet.texts:
            drawn.contents.setdefault(mark, []).append(text_object(sheet.texts[leaf]))
    baseline = plate.height - place.y
    for note, number in zip(made.notes, place.notes, strict=True):
        area = sheet.links.get(id(note))
        left = sheet.left(place.x, 0.0)
        nowhere = LinkArea(note, "", "", [(left, baseline, left, baseline)])  # for a text of signs that are not drawn
        if number:
            drawn.links[number] = _link(area or nowhere, plate.keys[number])


def _link(area: LinkArea, key: int) -> bytes:
    """A link annotation (ISO 32000-1, 12.5.6.5)."""
    box, corners = outlines(area.rects)
    several = b" /QuadPoints [ %s ]" % numbers(corners) if len(area.rects) > 1 else b""
    return (
        b"<< /Type /Annot /Subtype /Link /F 4 /Border [ 0 0 0 ] /Rect [ %s ]%s /StructParent %d "
        b"/A << /S /URI /URI %s >> /Contents %s >>"
        % (numbers(box), several, key, uri(area.target), text_string(purpose(area.target, area.text)))
    )


def _box(plate: ReadyPlate, box: ReadyBox, texts: LateTexts, fonts: _Fonts, drawn: _Drawn) -> None:
    sheet = Sheet(plate.width, plate.height, plate.areas[box.area], fonts)
    leaf = Content()
    match box.kind:
        case "tick":
            ticked = _ticked(box, texts)
            spoken = texts.voices[box.voice].edition.wording["ticked" if ticked else "not_ticked"]
            drawing = icons.TICKED if ticked else icons.BOX
            sheet.path(box.x, box.y, box.width, drawing, Ink.TEXT, leaf, f"[{spoken}]")
        case "logo":
            _logo(sheet, box, texts, leaf)
        case "qr":
            rows = modules(texts.values["qr.url"])
            unit = box.width / (len(rows) + 2 * _QUIET)
            sheet.rect(box.x, box.y, box.width, box.height, Ink.PAPER)
            sheet.bitmap(box.x + _QUIET * unit, box.y + _QUIET * unit, unit, rows, Ink.TEXT, leaf)
    drawn.artifacts += sheet.artifacts
    drawn.contents.setdefault(box.mark, []).extend(sheet.drawings.get(leaf, []))


def _ticked(box: ReadyBox, texts: LateTexts) -> bool:
    name, _, number = box.key.rpartition(".")
    return number.isdigit() and (name, int(number)) in texts.personal.ticks


def _logo(sheet: Sheet, box: ReadyBox, texts: LateTexts, leaf: Content) -> None:
    """The logo as large as its place allows, flush to the end edge."""
    logo = texts.edition.brand.logo
    assert logo is not None
    image = texts.edition.pictures[logo.picture].image
    scale = min(box.width / image.width, box.height / image.height)
    width, height = image.width * scale, image.height * scale
    x, y = box.x + box.width - width, box.y + (box.height - height) / 2
    sheet.picture(_LOGO_NAME, x, y, width, height, leaf)
