"""Small complete editions made by hand, documents made from them, and what their pages show."""

import datetime
import itertools
import re
import struct
import zlib
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw
import yaml

from handouts.content import (
    BulletList,
    Callout,
    Checklist,
    CitationMark,
    Faq,
    Figure,
    Heading,
    KeyPoints,
    Line,
    Paragraph,
    Question,
    Quote,
    Slot,
    SolidBlock,
    Steps,
    Table,
    Words,
    WriteIn,
)
from handouts.diagnostics import Diagnostic, Mark, in_order
from handouts.edition import BuildRequest, Edition, EditionSection, Personal, Reference, ReviewState
from handouts.language import direction
from handouts.looks import (
    PAPERS,
    Brand,
    Layout,
    Logo,
    Palette,
    Picture,
    Profile,
    Raster,
    TypeStyle,
    Vector,
    VectorPath,
)
from handouts.resolving.choices import slot_values
from handouts.resolving.values import late_values
from handouts.typeset.compose import compose
from handouts.typeset.finishing import ready
from handouts.typeset.fonts import Fonts
from handouts.typeset.latetexts import LateTexts
from handouts.typeset.plate import Plate
from handouts.typeset.stamp import stamp
from handouts.typeset.text import Typesetter

ROOT = Path(__file__).parents[2]
MARK = Mark("content/sections/iron/en.yaml", 7, 5)
BRAND_MARK = Mark("templates/brands/example.yaml")
NOBODY = Personal()
LOGO, DRAWING, PHOTO = "templates/brands/logo.svg", "content/figures/legs.svg", "content/figures/photo.png"

# Every role its own colour, so that a test can tell from a colour which role was drawn.
PALETTE = Palette(
    (
        (27, 35, 41), (79, 91, 99), (11, 92, 122), (180, 73, 15), (233, 241, 244), (169, 198, 208), (255, 255, 255),
        (12, 93, 123), (234, 242, 245), (30, 107, 58), (235, 242, 238), (138, 75, 0), (243, 237, 229), (163, 22, 30),
        (248, 236, 237), (254, 254, 254),
    )
)  # fmt: skip

# --- content -----------------------------------------------------------------------------------------------------

_PART = re.compile(r"\[([\d,]+)\]|\[([^]]+)\]\(([^)]*)\)|\{([^}]+)\}|\*\*([^*]+)\*\*|_([^_]+)_|([^\[{*_]+|[\[{*_])")


def line(text: str, mark: Mark = MARK) -> Line:
    """`Words with **strong**, _emphasis_, [1,2], [link](https://...) and {slot}` as a line."""
    parts: list[Any] = []
    for cited, linked, target, slot, strong, emphasis, words in _PART.findall(text):
        if cited:
            parts.append(CitationMark(tuple(int(n) for n in cited.split(","))))
        elif target:
            inner = linked[1:-1] if linked.startswith("{") else ""
            parts.append(Slot(inner, link=target) if inner else Words(linked, link=target))
        elif slot:
            parts.append(Slot(slot))
        else:
            parts.append(Words(strong or emphasis or words, strong=bool(strong), emphasis=bool(emphasis)))
    return Line(tuple(parts), mark)


def lines(*texts: str) -> tuple[Line, ...]:
    return tuple(line(text) for text in texts)


def text(words: str) -> Paragraph:
    return Paragraph(line(words), MARK)


def heading(words: str) -> Heading:
    return Heading(line(words), MARK)


def bullets(*items: str) -> BulletList:
    return BulletList(lines(*items), MARK)


def steps(*items: str) -> Steps:
    return Steps(lines(*items), MARK)


def callout(tone: Any, *blocks: Any, title: str = "") -> Callout:
    return Callout(tone, line(title) if title else None, blocks, MARK)


def table(
    columns: tuple[str, ...],
    *rows: tuple[str, ...],
    caption: str = "",
    header_column: bool = True,
    widths: tuple[float, ...] = (),
) -> Table:
    cells = tuple(lines(*row) for row in rows)
    return Table(line(caption) if caption else None, lines(*columns), header_column, cells, widths, MARK)


def faq(*pairs: tuple[str, str]) -> Faq:
    return Faq(tuple(Question(line(question), line(answer), MARK) for question, answer in pairs), MARK)


def figure(picture: str = DRAWING, alt: str = "Two legs", caption: str = "") -> Figure:
    return Figure(picture, alt, line(caption) if caption else None, MARK)


def checklist(*items: str, name: str = "ask") -> Checklist:
    return Checklist(lines(*items), name, MARK)


def write_in(label: str, rows: int = 3, name: str = "notes") -> WriteIn:
    return WriteIn(line(label), rows, name, MARK)


def quote(words: str, source: str = "") -> Quote:
    return Quote(line(words), line(source) if source else None, MARK)


def key_points(*items: str) -> KeyPoints:
    return KeyPoints(lines(*items), MARK)


def section(title: str, *blocks: Any, number: int = 1, name: str = "", **changes: Any) -> EditionSection:
    name = name or re.sub(r"\W+", "-", title.lower())
    made = EditionSection(name, number, line(title), "", False, "en", blocks, MARK)
    return replace(made, **changes)


def reference(number: int, words: str = "") -> Reference:
    words = words or f"Author A. Study number {number}. J Sleep. 20{number:02}."
    return Reference(number, f"key{number}", line(words))


# --- looks -------------------------------------------------------------------------------------------------------


def vector() -> Vector:
    square = VectorPath("0 0 m 40 0 l 40 20 l 0 20 l h", (11, 92, 122), None, 0.0, False)
    stroke = VectorPath("5 5 m 35 15 l", None, (180, 73, 15), 2.0, False)
    return Vector(40.0, 20.0, (square, stroke))


def png(width: int = 6, height: int = 4) -> Raster:
    """A colourful PNG written by hand, so that its bytes never change."""
    rows = b"".join(
        b"\x00" + b"".join(bytes((40 * x % 256, 60 * y % 256, 200)) for x in range(width)) for y in range(height)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return Raster(width, height, "png", data)


def pictures() -> dict[str, Picture]:
    images = {LOGO: vector(), DRAWING: vector(), PHOTO: png()}
    return {path: Picture(path, f"sha256:{path}", image) for path, image in images.items()}


def brand(**changes: Any) -> Brand:
    made = Brand(
        id="example",
        name="Example Family Clinic",
        region="US",
        palette=PALETTE,
        font="noto-sans",
        banner="band",
        logo=Logo(LOGO, "Example Family Clinic logo"),
        values={
            "clinic.short_name": "Example Clinic",
            "clinic.phone": "(202) 555-0142",
            "clinic.email": "care@example.org",
            "clinic.website": "https://example.org",
            "clinic.hours": "Monday to Friday, 8 am to 5 pm",
            "emergency.number": "911",
        },
        address=("100 Sample Street", "Springfield, IL 62701"),
        qr_url="https://example.org/h/{handout}?l={language}",
        paper="letter",
        layout="sheet",
        profile="standard-12",
        languages={},
        digest="sha256:brand",
        mark=BRAND_MARK,
    )
    return replace(made, **changes)


BARE: dict[str, Any] = {"logo": None, "qr_url": "", "values": {}, "address": ()}


def layout(**changes: Any) -> Layout:
    made = Layout(
        id="sheet",
        title="Sheet",
        papers=("letter", "a4"),
        profiles=("standard-12",),
        top=36.0,
        bottom=40.0,
        binding=57.0,
        outer=43.0,
        side=90.0,
        gap=14.0,
        contents_over_pages=2,
        references=True,
        mark=Mark("templates/layouts/sheet.yaml"),
    )
    return replace(made, **changes)


def profile(**changes: Any) -> Profile:
    styles = {
        "title": (28, 34, 700), "subtitle": (14, 19, 400), "h2": (19, 25, 700), "h3": (15, 20, 600),
        "body": (12, 17, 400), "lead": (13, 18, 400), "table": (11, 15, 400), "caption": (10.2, 14, 400),
        "reference": (10, 13.6, 400), "furniture": (10, 13, 400), "banner": (13, 17, 600),
    }  # fmt: skip
    made = Profile(
        id="standard-12",
        title="Standard, 12 pt",
        source="RNIB Clear Print",
        styles={name: TypeStyle(*facts) for name, facts in styles.items()},
        space=8.0,
        space_before_h2=21.0,
        space_before_h3=14.0,
        hyphenate="none",
        italics=False,
        leading_slack=0.04,
        space_slack=0.20,
        letter_spacing=0.0,
        word_spacing=0.0,
        mark=Mark("templates/profiles/standard-12.yaml"),
    )
    return replace(made, **changes)


@cache
def wording() -> dict[str, str]:
    found: dict[str, str] = yaml.safe_load((ROOT / "templates/wording/en.yaml").read_text(encoding="utf-8"))["texts"]
    return found


def edition(*blocks: SolidBlock | EditionSection, **changes: Any) -> Edition:
    """A complete edition with these blocks in its one section, or with these sections.

    Changes are fields of the edition; `language` brings its direction, `paper` may be a name, `mono` is for short.
    """
    sections = [block for block in blocks if isinstance(block, EditionSection)]
    loose = tuple(block for block in blocks if not isinstance(block, EditionSection))
    if loose:
        sections.insert(0, section("Iron", *loose))
    look = changes.pop("brand", brand())
    language = changes.get("language", "en")
    paper = PAPERS[changes.pop("paper", "a4")]
    request = BuildRequest("rls", (language,), look.id, "sheet", "standard-12", paper.name, changes.pop("mono", False))
    review = changes.get("review", ReviewState("signed", datetime.date(2026, 5, 4), datetime.date(2029, 5, 4)))
    made = Edition(
        request=request,
        id="abcde-fghjk",
        date=datetime.date(2026, 11, 22),
        title=line("Restless legs", Mark("content/handouts/rls.yaml", 2, 3)),
        english_title="Restless legs",
        subtitle=None,
        language=language,
        direction=direction(language),
        codes={"icd10": ("G25.81",)},
        key_points=(),
        lead=(),
        sections=tuple(sections),
        references=(),
        review=review,
        notices=notices(review, language),
        minutes=3,
        brand=look,
        layout=layout(),
        profile=profile(),
        paper=paper,
        wording=wording(),
        pictures=pictures(),
        slots=slot_values(look),
    )
    return replace(made, **changes)


def notices(review: ReviewState, language: str) -> tuple[Line, ...]:
    """What the band at the top edge says: in the document's language (here English words, too) and in English."""
    key = {"never": "draft_band", "changed": "changed_band", "expired": "expired_band"}.get(review.status)
    words = (Words(wording()[key]),) if key else ()
    english = (Words(wording()[key], language="en"),) if key and language != "en" else ()
    return tuple(Line((part,), Mark("")) for part in (*words, *english))


# --- making ------------------------------------------------------------------------------------------------------


def typesetter(language: str = "en", family: str = "noto-sans") -> Typesetter:
    return Typesetter(Fonts(family, {}), language, direction(language))


def findings(made: Edition, personal: Personal = NOBODY) -> tuple[Diagnostic, ...]:
    """What is wrong with an edition: in order, without repeats, as `build` tells it."""
    composed = compose(made, late_values(made, personal))
    found = composed.findings
    if composed.plate is not None:
        found += stamp(ready(composed.plate, made), LateTexts(made, personal)).findings
    return in_order(found)


def make_plate(made: Edition, personal: Personal = NOBODY) -> Plate:
    composed = compose(made, late_values(made, personal))
    assert composed.plate is not None, composed.findings
    assert composed.findings == ()
    return composed.plate


def stamped(plate: Plate, made: Edition, personal: Personal = NOBODY) -> bytes:
    result = stamp(ready(plate, made), LateTexts(made, personal))
    assert result.pdf is not None, result.findings
    assert result.findings == ()
    return result.pdf.data


def make(made: Edition, personal: Personal = NOBODY) -> bytes:
    """The bytes of an edition, which must have no findings."""
    return stamped(make_plate(made, personal), made, personal)


# --- looking -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """Text on one line of a page, of one size; `x`, `y` are its left edge and baseline in PDF points, rounded."""

    page: int
    x: float
    y: float
    right: float
    size: float
    text: str


@lru_cache(maxsize=4)
def page_runs(data: bytes) -> tuple[Seen, ...]:
    """What PDFium sees on the pages, from top to bottom and left to right; words a space apart are one run."""
    found: list[Seen] = []
    with pypdfium2.PdfDocument(data) as document:
        for number, page in enumerate(document):
            found += _runs_of(page.get_textpage(), number)
    return tuple(found)


def _runs_of(textpage: Any, number: int) -> list[Seen]:
    raw = pypdfium2.raw
    rows: dict[tuple[float, float], list[tuple[float, float, str]]] = defaultdict(list)
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if raw.FPDFText_IsGenerated(textpage, index) == 1 or code in (0, 10, 13):
            continue
        x, y = pypdfium2.raw.c_double(), pypdfium2.raw.c_double()
        raw.FPDFText_GetCharOrigin(textpage, index, x, y)
        left, _, right, _ = textpage.get_charbox(index, loose=True)
        size = round(raw.FPDFText_GetFontSize(textpage, index), 2)
        rows[round(y.value, 1), size].append(
            (round(left, 2), round(right, 2), "\u00ad" if code in (2, 0xFFFE) else chr(code))
        )
    seen = []
    for (y, size), characters in rows.items():
        run: list[tuple[float, float, str]] = []
        for character in sorted(characters, key=lambda c: c[0]):
            if run and character[0] - run[-1][1] > size * 0.5:
                seen.append(_seen(number, y, size, run))
                run = []
            run.append(character)
        seen.append(_seen(number, y, size, run))
    return sorted((s for s in seen if s.text), key=lambda s: (-s.y, s.x))


def _seen(page: int, y: float, size: float, run: list[tuple[float, float, str]]) -> Seen:
    solid = [c for c in run if c[2].strip()] or run
    words = "".join(c[2] for c in run).strip()
    return Seen(page, round(solid[0][0], 1), y, round(max(c[1] for c in solid), 1), size, words)


def runs_with(data: bytes, words: str) -> list[Seen]:
    return [seen for seen in page_runs(data) if words in seen.text]


def page_of(data: bytes, words: str) -> int:
    """The one page, from 0, whose text has these words."""
    pages = {seen.page for seen in runs_with(data, words)}
    assert len(pages) == 1, (words, pages)
    return pages.pop()


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(data))


def decompressed(data: bytes) -> dict[str, bytes]:
    """Every object of a file, decompressed: streams as `number stream`, everything else as its syntax."""
    out: dict[str, bytes] = {}
    with opened(data) as pdf:
        for at in itertools.chain(pdf.objects):
            if at.objgen == (0, 0):
                continue
            if isinstance(at, pikepdf.Stream):
                out[f"{at.objgen[0]} stream"] = at.read_bytes()
                out[f"{at.objgen[0]} head"] = at.unparse()
            else:
                out[str(at.objgen[0])] = at.unparse(resolved=True)
        out["trailer"] = pdf.trailer.unparse()
    return out


def page_streams(data: bytes) -> list[bytes]:
    """The drawing operators of each page, its streams one after the other."""
    with opened(data) as pdf:
        return [
            b"\n".join(part.read_bytes() for part in page.Contents)  # type: ignore[attr-defined]
            for page in pdf.pages
        ]
