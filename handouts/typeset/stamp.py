"""Plate and values to Pdf: the late paragraphs, running matter, logo, QR code and ticks go on, then it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handouts.diagnostics import Diagnostic, HandoutsError, error
from handouts.edition import Edition, Personal
from handouts.language import local_digits
from handouts.looks import Ink
from handouts.typeset import icons
from handouts.typeset.assembly import picture_name, reading_order
from handouts.typeset.fonts import Fonts
from handouts.typeset.ink import Sheet
from handouts.typeset.pieces import Run, SetLine
from handouts.typeset.plate import FurnitureText, LatePlace, PagePlate, Plate
from handouts.typeset.qr import modules
from handouts.typeset.setting import filled
from handouts.typeset.strips import LateBoxOp, LateOp, SlotRun
from handouts.typeset.text import Typesetter
from handouts.typeset.values import is_personal, voice_values
from handouts.typeset.writer import Document, Page, write

_QUIET = 4  # modules of white around a QR code (ISO/IEC 18004)


@dataclass(frozen=True, slots=True, repr=False)
class Pdf:
    """A finished reading edition: its bytes and page count."""

    data: bytes
    pages: int


class PlateMismatchError(HandoutsError):
    """The values need another number of lines than the plate has room for: another plate must be made."""


@dataclass(frozen=True, slots=True)
class Stamped:
    """The Pdf, or None when a late value could not be set."""

    pdf: Pdf | None
    findings: tuple[Diagnostic, ...]


def stamp(plate: Plate, edition: Edition, values: Mapping[str, str], personal: Personal) -> Stamped:
    """Fill every open place of the plate and write the file. The plate itself is not changed.

    Raises PlateMismatchError when a late paragraph has not the number of lines it was laid out for, or a value is
    given that the plate has no place for.
    """
    if any(bool(values.get(name)) != given for name, given in plate.presence.items()):
        raise PlateMismatchError("A value is given, or is missing, that the page was not laid out for.")
    fonts = plate.fonts.copy()
    voices = [_Voice.of(edition, values)]
    if edition.beside is not None:
        voices.append(_Voice.of(edition.beside, voice_values(values, 1)))
    order = reading_order(plate.root)
    pages = []
    for number, page in enumerate(plate.pages):
        sheet = Sheet(plate.paper.width, plate.paper.height, plate.area, fonts)
        stamper = _Stamper(sheet, voices, personal)
        running = [
            stamper.running(matter, number, len(plate.pages))
            for matter in plate.furniture
            if matter.first <= number <= matter.last
        ]
        for place in page.late:
            stamper.place(place)
        overlay = sheet.stream(page.mcids, order, [part for part in running if part])
        pages.append(_page(page, sheet, overlay, edition))
    problems = [finding for voice in voices for finding in voice.typesetter.findings]
    if problems:
        return Stamped(None, tuple(problems))
    alt = {"{logo.alt}": values.get("logo.alt", ""), "{qr.url}": values.get("qr.url", "")}
    data = write(Document(edition, plate, pages, fonts, alt))
    return Stamped(Pdf(data, len(pages)), ())


def _page(page: PagePlate, sheet: Sheet, overlay: bytes, edition: Edition) -> Page:
    logo = edition.brand.logo
    has_logo = any(isinstance(place.op, LateBoxOp) and place.op.kind == "logo" for place in page.late)
    pictures = (*page.pictures, *([logo.picture] if logo is not None and has_logo else []))
    return Page((page.stream, overlay), [*page.links, *sheet.links.values()], pictures)


@dataclass(frozen=True, slots=True)
class _Voice:
    """One language of the document with what sets its late texts."""

    edition: Edition
    typesetter: Typesetter
    values: Mapping[str, str]

    @classmethod
    def of(cls, edition: Edition, values: Mapping[str, str]) -> _Voice:
        fonts = Fonts(edition.brand.font, edition.fonts, edition.language)
        return cls(edition, Typesetter(fonts, edition.language, edition.direction), values)


class _Stamper:
    """Draws the late places of one page on its overlay."""

    def __init__(self, sheet: Sheet, voices: Sequence[_Voice], personal: Personal) -> None:
        self._sheet = sheet
        self._voices = voices
        self._typesetter = voices[0].typesetter
        self._edition = voices[0].edition
        self._values = voices[0].values
        self._personal = personal

    def running(self, matter: FurnitureText, page: int, pages: int) -> bytes:
        """One line of running matter as a pagination artifact (ISO 32000-1, 14.8.2.2.2)."""
        text = matter.pattern
        if matter.filled:
            numbered = text.replace("{page}", str(page + 1)).replace("{pages}", str(pages))
            text = local_digits(self._edition.language, numbered)
            text = text.replace("{clinic.short_name}", self._values.get("clinic.short_name", ""))
        line = self._fitted(text, matter)
        if line is None:
            return b""
        x = matter.x + (matter.width - line.width if matter.flush_end else 0.0)
        scratch = Sheet(self._sheet.width, self._sheet.height, self._sheet.area, self._sheet.fonts)
        scratch.line(line, x, matter.y)
        head = f"/Artifact <</Type /Pagination /Subtype /{matter.subtype}>> BDC\n".encode()
        return head + scratch.loose_text() + b"\nEMC"

    def _fitted(self, text: str, matter: FurnitureText) -> SetLine | None:
        """The text on one line, with its last words given up for an ellipsis where it is too long."""
        words = text.split(" ")
        for count in range(len(words), 0, -1):
            shown = text if count == len(words) else " ".join(words[:count]).rstrip(",.;:") + " …"
            lines = self._typesetter.set([Run(shown, matter.style, language=matter.language)], 1e6)
            if not lines or lines[0].width <= matter.width:
                return lines[0] if lines else None
        message = f"“{words[0]}” is too long for the running head or foot."
        finding = error("too-wide", self._edition.brand.mark, message, "Give a shorter `short_name` or title.")
        self._typesetter.findings.append(finding)
        return None

    def place(self, place: LatePlace) -> None:
        with self._sheet.within(place.area):
            if isinstance(place.op, LateOp):
                self._paragraph(place, place.op)
            else:
                self._box(place, place.op)

    def _paragraph(self, place: LatePlace, op: LateOp) -> None:
        late = op.text
        voice = self._voices[late.voice]
        runs = filled(late.template, voice.values, voice.edition.direction)
        slots = [run.slot for run in late.template if isinstance(run, SlotRun)]
        with voice.typesetter.discreet(keep=not any(map(is_personal, slots))):
            lines = voice.typesetter.set(runs, late.width, hyphenate=late.hyphenate)
        if len(lines) != late.lines:
            raise PlateMismatchError("A value needs another number of lines than the page was laid out for.")
        for index, line in enumerate(lines):
            self._sheet.line(line, place.x, place.y + index * late.leading)

    def _box(self, place: LatePlace, op: LateBoxOp) -> None:
        match op.kind:
            case "tick":
                name, _, number = op.key.rpartition(".")
                ticked = number.isdigit() and (name, int(number)) in self._personal.ticks
                drawing = icons.TICKED if ticked else icons.BOX
                spoken = self._voices[op.voice].edition.wording["ticked" if ticked else "not_ticked"]
                self._sheet.path(place.x, place.y, op.width, drawing, Ink.TEXT, op.leaf, f"[{spoken}]")
            case "logo":
                self._logo(place, op)
            case "qr":
                self._code(place, op)

    def _logo(self, place: LatePlace, op: LateBoxOp) -> None:
        """The logo as large as its place allows, flush to the end edge."""
        logo = self._edition.brand.logo
        assert logo is not None
        image = self._edition.pictures[logo.picture].image
        scale = min(op.width / image.width, op.height / image.height)
        width, height = image.width * scale, image.height * scale
        x, y = place.x + op.width - width, place.y + (op.height - height) / 2
        self._sheet.picture(picture_name(logo.picture), x, y, width, height, op.leaf)

    def _code(self, place: LatePlace, op: LateBoxOp) -> None:
        rows = modules(self._values["qr.url"])
        unit = op.width / (len(rows) + 2 * _QUIET)
        self._sheet.rect(place.x, place.y, op.width, op.height, Ink.PAPER)
        self._sheet.bitmap(place.x + _QUIET * unit, place.y + _QUIET * unit, unit, rows, Ink.TEXT, op.leaf)
