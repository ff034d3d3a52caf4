"""What is stamped on a page, drawn: late paragraphs, running matter, ticks, logo and QR code."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from handouts import icons
from handouts.diagnostics import Diagnostic
from handouts.looks import Ink
from handouts.resolving.qr import modules
from handouts.tags import Content
from handouts.typeset.filing import briefly_deflated
from handouts.typeset.ink import COLOUR_SPACE, Sheet, text_object
from handouts.typeset.latetexts import LateTexts
from handouts.typeset.ownfonts import OwnFonts
from handouts.typeset.plate import EDITION, LinkArea, RunningText
from handouts.typeset.ready import LOGO_NAME, MadeOverlay, Overlay, ReadyBox, ReadyPlate, ReadyText
from handouts.typeset.running import running
from handouts.typeset.shelf import Same
from handouts.typeset.syntax import link, purpose, text_string, uri

_QUIET = 4  # modules of white around a QR code (ISO/IEC 18004)


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


def overlay_of(plate: ReadyPlate, overlay: Overlay, texts: LateTexts, fonts: OwnFonts) -> MadeOverlay:
    """One overlay drawn and compressed."""
    drawn = _Drawn()
    for part in (*overlay.running, *overlay.places):
        drawn.add(_part(plate, part, texts, fonts))
    data = briefly_deflated(drawn.stream())
    stream = b"<< /Filter /FlateDecode /Length %d >>" % len(data), data
    return MadeOverlay(stream, drawn.links, tuple(drawn.findings))


def _part(plate: ReadyPlate, part: RunningText | ReadyText | ReadyBox, texts: LateTexts, fonts: OwnFonts) -> _Drawn:
    """One place or running line drawn; one without personal values is kept, as long as they are the same."""
    personal = not isinstance(part, RunningText) and texts.is_personal_at(plate, part)
    place = part if isinstance(part, RunningText) else Same(part)  # the same line runs over several overlays
    key = "part", Same(plate), place, None if personal else _values_of(plate, part, texts)
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


def _running(plate: ReadyPlate, line: RunningText, texts: LateTexts, fonts: OwnFonts, drawn: _Drawn) -> None:
    typesetter = texts.typesetters[0]
    sheet = Sheet(plate.width, plate.height, plate.area, fonts)
    before = len(typesetter.findings)
    part = running(sheet, typesetter, line, _filled(line, texts), texts.edition.brand.mark)
    drawn.findings += typesetter.findings[before:]
    if part:
        drawn.running.append(part)


def _filled(line: RunningText, texts: LateTexts) -> str:
    text = line.pattern.replace(EDITION, texts.edition.id)
    return text.replace("{clinic.short_name}", texts.voices[0].values.get("clinic.short_name", ""))


def _paragraph(plate: ReadyPlate, place: ReadyText, texts: LateTexts, fonts: OwnFonts, drawn: _Drawn) -> None:
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
            led = area or nowhere
            leads, said = b"/A<</S/URI/URI%s>>" % uri(led.target), text_string(purpose(led.target, led.text))
            drawn.links[number] = link(led.rects, plate.keys[number], leads, said)


def _box(plate: ReadyPlate, box: ReadyBox, texts: LateTexts, fonts: OwnFonts, drawn: _Drawn) -> None:
    sheet = Sheet(plate.width, plate.height, plate.areas[box.area], fonts)
    leaf = Content()
    match box.kind:
        case "tick":
            ticked = texts.ticked(box)
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


def _logo(sheet: Sheet, box: ReadyBox, texts: LateTexts, leaf: Content) -> None:
    """The logo as large as its place allows, flush to the end edge."""
    logo = texts.edition.brand.logo
    assert logo is not None
    image = texts.edition.pictures[logo.picture].image
    scale = min(box.width / image.width, box.height / image.height)
    width, height = image.width * scale, image.height * scale
    x, y = box.x + box.width - width, box.y + (box.height - height) / 2
    sheet.picture(LOGO_NAME, x, y, width, height, leaf)
