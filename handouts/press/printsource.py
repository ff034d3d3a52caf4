"""A finished PDF as the press sees it: pages as pictures to be placed, and the few facts that go with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject, IndirectObject, NameObject, PdfObject

from handouts.language import Direction, direction
from handouts.press.objects import array, as_dictionary, dictionary, follow, get, stream_data, text
from handouts.press.printfile import Copier, PrintFile, named, numbers
from handouts.press.sheets import PageSize, Turn
from handouts.press.xmp import xmp_facts
from handouts.records import dataclass

PRINT_EDITION = "/PrintEdition"
"""The entry of the document information by which print editions are known; it names the scheme."""

_REACH = 18.0  # how far beyond its edge a page may draw; what is really printed, its placement decides
_SAME_SIZE = 1.0


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What a document says of itself; texts are empty where it says nothing.

    `made_as` is the scheme of a print edition, empty for a reading edition. `created` is a PDF date.
    """

    title: str
    language: str
    edition: str
    created: str
    direction: Direction
    made_as: str
    turn: Turn | Literal[""]


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One page: its visible box in its own coordinates, how far it is turned clockwise, what it holds beside that."""

    sheet: PageObject
    box: tuple[float, float, float, float]
    rotation: int
    remarks: bool

    @property
    def size(self) -> PageSize:
        """Width and height as it is looked at."""
        left, bottom, right, top = self.box
        width, height = right - left, top - bottom
        return PageSize(height, width) if self.rotation % 180 else PageSize(width, height)


def facts_of(reader: PdfReader) -> SourceFacts:
    """Title, language, edition id, date, direction of reading, and whether it is a print edition already."""
    root = as_dictionary(follow(reader.trailer.raw_get("/Root")))
    info = dictionary(reader.trailer, "/Info")
    xmp = xmp_facts(stream_data(get(root, "/Metadata")))
    preferences = dictionary(root, "/ViewerPreferences")
    language = text(root, "/Lang")
    rtl = text(preferences, "/Direction") == "R2L" or direction(language) == "rtl"
    return SourceFacts(
        title=_printable(xmp.title or text(info, "/Title")),
        language=_printable(language),
        edition=_printable(xmp.edition or text(info, "/Edition")),
        created=text(info, "/CreationDate"),
        direction="rtl" if rtl else "ltr",
        made_as=text(info, PRINT_EDITION),
        turn=_TURNS.get(text(preferences, "/Duplex"), ""),
    )


def _printable(said: str) -> str:
    """Text of another program's making without what can be neither printed nor written as XML."""
    whole = said.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return "".join(letter if letter.isprintable() else " " for letter in whole).strip()


_TURNS: dict[str, Turn] = {"DuplexFlipLongEdge": "long", "DuplexFlipShortEdge": "short", "Simplex": "none"}


def pages_of(reader: PdfReader) -> tuple[SourcePage, ...]:
    """The pages in order."""
    return tuple(_page(sheet) for sheet in reader.pages)


def _page(sheet: PageObject) -> SourcePage:
    media, crop = sheet.mediabox, sheet.cropbox
    box = (
        float(max(media.left, crop.left)), float(max(media.bottom, crop.bottom)),
        float(min(media.right, crop.right)), float(min(media.top, crop.top)),
    )  # fmt: skip
    if box[2] - box[0] <= _SAME_SIZE or box[3] - box[1] <= _SAME_SIZE:
        raise ValueError("a page has no size")
    notes = (as_dictionary(follow(entry)) for entry in array(sheet, "/Annots"))
    remarks = any(text(note, "/Subtype") not in ("Link", "Popup", "") for note in notes)
    return SourcePage(sheet, box, sheet.rotation % 360, remarks)


def one_size(pages: Sequence[SourcePage]) -> bool:
    """True when all pages have the size of the first, within a point."""
    first = pages[0].size
    return all(
        abs(page.size.width - first.width) <= _SAME_SIZE and abs(page.size.height - first.height) <= _SAME_SIZE
        for page in pages
    )


def form_of(target: PrintFile, copier: Copier, page: SourcePage) -> IndirectObject:
    """The page as a form XObject whose visible box has its lower left corner at the origin (ISO 32000-1, 8.10)."""
    left, bottom, right, top = page.box
    matrix = {
        0: (1, 0, 0, 1, -left, -bottom),
        90: (0, -1, 1, 0, -bottom, right),
        180: (-1, 0, 0, -1, right, top),
        270: (0, 1, -1, 0, top, -left),
    }[page.rotation]
    entries = named(
        {
            "Type": "/XObject", "Subtype": "/Form", "Matrix": numbers(*matrix),
            "BBox": numbers(left - _REACH, bottom - _REACH, right + _REACH, top + _REACH),
        }
    )  # fmt: skip
    entries[NameObject("/Resources")] = _resources(copier, page.sheet)
    group = get(page.sheet, "/Group")
    if isinstance(group, DictionaryObject):
        entries[NameObject("/Group")] = copier.copy(group)
    return target.stream(entries, copier.content(without_marks(content_of(page))), compress=True)


def content_of(page: SourcePage) -> bytes:
    """The page's content streams as one (ISO 32000-1, 7.8.2)."""
    return b"\n".join(stream_data(follow(part)) for part in array(page.sheet, "/Contents"))


def _resources(copier: Copier, sheet: PageObject) -> PdfObject:
    """The page's resources; pages that share theirs go on sharing them. pypdf has given pages what they inherit."""
    return copier.copy(sheet.raw_get("/Resources")) if "/Resources" in sheet else DictionaryObject()


_KEPT = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Rotate", "/UserUnit", "/Group", "/Contents")


def page_copy(target: PrintFile, copier: Copier, page: SourcePage, tree: IndirectObject) -> IndirectObject:
    """The page as it is, without tags, links and notes, as a page of the print file."""
    copied = named({"Type": "/Page", "Parent": tree, "Resources": _resources(copier, page.sheet)})
    for key in _KEPT:
        if key in page.sheet:
            copied[NameObject(key)] = copier.copy(page.sheet.raw_get(key))
    return target.put(target.reserve(), copied)


# A string or comment, passed over; or the opening of marked content that belongs to a tag.
_MARK = re.compile(
    rb"(?P<skip>\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|%[^\r\n]*)"
    rb"|(?P<tag>/[^\s()<>\[\]{}/%]+)\s*<<\s*/MCID\s+\d+\s*>>\s*BDC",
    re.DOTALL,
)


def without_marks(content: bytes) -> bytes:
    """Page content whose marks lead to no tag: there is no tag tree for them to lead to."""
    return _MARK.sub(lambda match: match[0] if match["skip"] else match["tag"] + b" BMC", content)
