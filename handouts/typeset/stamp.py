"""Plate and values to Pdf: the late paragraphs, running matter, logo, QR code and ticks go on, then it is written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from handouts import product
from handouts.diagnostics import Diagnostic, HandoutsError
from handouts.looks import Ink, Picture
from handouts.source.colours import grey
from handouts.source.store import Store
from handouts.typeset import about, platefile
from handouts.typeset.filing import Seal, Stream, stamped_file
from handouts.typeset.latetexts import LateTexts
from handouts.typeset.ownfonts import OwnFonts
from handouts.typeset.ready import INFO, LATE_ALTS, LOGO, METADATA, PALETTE, RESOURCES, MadeOverlay, Overlay, ReadyPlate
from handouts.typeset.shelf import Same
from handouts.typeset.syntax import text_string


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
    fonts = OwnFonts(plate)
    said = _said(plate, texts)
    streams: dict[int, Stream] = {METADATA: said.metadata}
    plain: dict[int, bytes] = dict(said.plain)
    findings: list[Diagnostic] = []
    for overlay in plate.overlays:
        made = _overlay(plate, overlay, texts, fonts)
        streams[overlay.number] = made.stream
        plain |= made.links
        findings += made.findings
    if findings:
        return Stamped(None, tuple(dict.fromkeys(findings)))
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


@dataclass(frozen=True, slots=True)
class _Said:
    """What a document says of itself, the same for all patients: its XMP packet, and objects that are no streams."""

    metadata: Stream
    plain: dict[int, bytes]


def _said(plate: ReadyPlate, texts: LateTexts) -> _Said:
    key = "said", Same(plate), Same(texts.edition)
    found = texts.shelf.get(key)
    if isinstance(found, _Said):
        return found
    packet = about.xmp(texts.edition)
    plain = {INFO: about.info(texts.edition), PALETTE: _palette(texts)}
    for alt in plate.alts:
        spoken = alt.alt
        for slot in LATE_ALTS:
            spoken = spoken.replace(slot, texts.brands.get(slot[1:-1], ""))
        plain[alt.number] = alt.before + text_string(spoken) + alt.after
    made = _Said((b"<< /Type /Metadata /Subtype /XML /Length %d >>" % len(packet), packet), plain)
    texts.shelf.put(key, made)
    return made


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
    picture = edition.pictures[edition.brand.logo.picture]
    mono = edition.request.mono or edition.request.plain
    key = "logo", picture.digest, mono
    found = texts.shelf.get(key)
    if not isinstance(found, _Embedded):
        found = _embedded(picture, texts.shelf.store, mono=mono)
        texts.shelf.put(key, found)
    return found.number, found.streams


@dataclass(frozen=True, slots=True)
class _Embedded:
    number: int
    streams: dict[int, Stream]


def _embedded(picture: Picture, store: Store | None, *, mono: bool) -> _Embedded:
    """A logo as PDF objects, from the store or made."""
    name = hashlib.sha256(f"{product.fingerprint()} {picture.digest} {mono}".encode()).hexdigest()
    kept = platefile.logo_from(store.get("logo", name)) if store is not None else None
    if kept is not None:
        return _Embedded(*kept)
    from handouts.typeset import embedding, writer  # brings ReportLab

    objects = writer.Objects(count=LOGO - 1)
    number = embedding.picture(objects, picture, mono=mono).number
    if store is not None:
        store.put("logo", name, platefile.logo_bytes(number, objects.streams))
    return _Embedded(number, objects.streams)


def _overlay(plate: ReadyPlate, overlay: Overlay, texts: LateTexts, fonts: OwnFonts) -> MadeOverlay:
    """One overlay drawn and written; one without personal values is kept for the edition's next document."""
    brands_alone = not any(texts.is_personal_at(plate, place) for place in overlay.places)
    key = overlay_key(overlay, texts)
    found = texts.shelf.get(key) if brands_alone else None
    if isinstance(found, MadeOverlay):
        return found
    from handouts.typeset.overlays import overlay_of  # brings HarfBuzz

    made = overlay_of(plate, overlay, texts, fonts)
    if brands_alone and not fonts.own and not made.findings:
        texts.shelf.put(key, made)
    return made


def overlay_key(overlay: Overlay, texts: LateTexts) -> tuple[object, ...]:
    """Under this key the shelf has an overlay of an edition with no personal value on it."""
    return "overlay", Same(overlay), Same(texts.edition)
