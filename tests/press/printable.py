"""Makes small PDFs whose pages say their number, and reads back where on a sheet each page came to lie."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from io import BytesIO

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Stream, String

from handouts.press.impose import Imposed, PressOrder, PrintEdition, impose

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
A5 = (148.5 * MM, 210 * MM)
A6 = (105 * MM, 148.5 * MM)
LETTER = (612.0, 792.0)
PANEL_A4 = (97 * MM, 210 * MM)
PANEL_LETTER = (3.625 * 72, 612.0)
ZED_A4 = (99 * MM, 210 * MM)


@cache
def numbered(
    pages: int, size: tuple[float, float] = A5, *, rtl: bool = False, text_size: float = 12.0, title: str = "Numbers"
) -> bytes:
    """Pages with `page 1`, `page 2` ... near their upper left corner, and a blue band over their edges."""
    pdf = pikepdf.Pdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number in range(1, pages + 1):
        page = pdf.add_blank_page(page_size=size)
        page.Resources = Dictionary(Font=Dictionary(F=font))
        band = f"0.1 0.2 0.8 rg -9 {size[1] - 9:.3f} {size[0] + 18:.3f} 18 re f 0 g"
        words = f"BT /F {text_size} Tf 1 0 0 1 20 {size[1] - 60:.3f} Tm (page {number}) Tj ET"
        page.Contents = Stream(pdf, f"{band}\n/P <</MCID 0>> BDC {words} EMC".encode())
        page.StructParents = number - 1
    pdf.docinfo["/Title"] = title
    pdf.docinfo["/Edition"] = "b50cm-sf7dh"
    pdf.docinfo["/CreationDate"] = "D:20260115000000Z"
    pdf.Root.Lang = String("ar" if rtl else "en")
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array()))
    if rtl:
        pdf.Root.ViewerPreferences = Dictionary(Direction=Name.R2L)
    return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def pressed(data: bytes, scheme: str, **wanted) -> PrintEdition:
    """A print edition without any error."""
    made = impose(data, "in.pdf", PressOrder(scheme, **wanted))
    assert made.edition is not None, made.findings
    return made.edition


def refused(data: bytes, scheme: str, **wanted) -> Imposed:
    made = impose(data, "in.pdf", PressOrder(scheme, **wanted))
    assert made.edition is None
    return made


@dataclass(frozen=True)
class Found:
    """Page `number` with the lower left corner of its box at (x, y) on a side, both in points from the trimmed edge."""

    number: int
    x: float
    y: float


def found(data: bytes, size: tuple[float, float], scale: float = 1.0) -> list[list[Found]]:
    """Where pages made by `numbered` lie, by side, row by row from left to right, measured on the glyphs themselves."""
    first, _, dx, dy = glyph_runs(numbered(1, size))[0][0]
    assert first == 1
    return [[Found(number, x - dx * scale, y - dy * scale) for number, _, x, y in side] for side in glyph_runs(data)]


@cache
def glyph_runs(data: bytes) -> list[list[tuple[int, str, float, float]]]:
    """By side: number, words, and the lower left corner of the first letter, from the trimmed edge.

    Letters are put together by place: PDFium's own order depends on the direction of the document.
    """
    sides = []
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            trim = page.get_trimbox() or page.get_mediabox()
            text = page.get_textpage()
            lines: dict[int, list[tuple[float, str, float]]] = {}
            for at in range(text.count_chars()):
                letter = text.get_text_range(at, 1)
                left, bottom, _, _ = text.get_charbox(at, loose=True)
                if letter.strip():
                    lines.setdefault(round(bottom), []).append((left, letter, bottom))
            words = []
            for line in lines.values():
                line.sort()
                joined = "".join(letter for _, letter, _ in line)
                for match in re.finditer(r"page(\d+?)(?=page|$)", joined):
                    left, _, bottom = line[match.start()]
                    words.append((int(match[1]), match[0], left - trim[0], bottom - trim[1]))
            sides.append(sorted(words, key=lambda word: (round(-word[3]), word[2])))
    return sides


def strokes(data: bytes, side: int) -> list[tuple[float, float, float, float]]:
    """Bounds of the paths that a side itself draws, from the trimmed edge."""
    with pypdfium2.PdfDocument(data) as document:
        page = document[side]
        trim = page.get_trimbox() or page.get_mediabox()
        kinds = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH], max_depth=1)
        return [tuple(round(edge - trim[at % 2], 3) for at, edge in enumerate(thing.get_bounds())) for thing in kinds]
