"""fpdf2: untagged; it shapes text with HarfBuzz when asked, as it is here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fpdf import FPDF, FontFace
from peers.document import Runs, Variant


class _Pdf(FPDF):
    def __init__(self, clinic: str, title: str) -> None:
        super().__init__(unit="pt", format="Letter")
        self._clinic, self._title = clinic, title

    def header(self) -> None:
        if self.page_no() > 1:
            self.set_font("Noto", size=10)
            self.set_text_color(0)
            self.set_xy(56, 36)
            self.cell(250, 12, self._clinic)
            self.cell(250, 12, self._title, align="R")
        self.set_xy(56, 60)

    def footer(self) -> None:
        self.set_font("Noto", size=10)
        self.set_text_color(0)
        self.set_xy(56, 792 - 44)
        self.cell(250, 12, "Edition EXAMPLE")
        self.cell(250, 12, f"Page {self.page_no()} of {{nb}}", align="R")


class Maker:
    """Makes the document, one variant after the other, in one process."""

    def __init__(self, data: dict[str, Any], folder: Path, fonts: Path) -> None:
        self._data, self._fonts = data, fonts

    def make(self, variant: Variant) -> bytes:
        return self.make_unseen(self._data, variant)

    def make_unseen(self, data: dict[str, Any], variant: Variant) -> bytes:
        """Another text altogether."""
        pdf = _Pdf(variant.clinic, data["title"])
        for style, name in (("", "Regular"), ("B", "Bold"), ("I", "Italic")):
            pdf.add_font("Noto", style, self._fonts / f"NotoSans-{name}.ttf")
        pdf.set_margins(56, 60, 56)
        pdf.set_auto_page_break(True, 60)
        pdf.set_text_shaping(True)
        pdf.set_lang("en")
        pdf.set_title(data["title"])
        pdf.add_page()
        colour = tuple(bytes.fromhex(variant.colour[1:]))
        pdf.set_fill_color(*colour)
        pdf.set_text_color(255)
        pdf.set_font("Noto", size=12)
        pdf.cell(250, 36, variant.clinic, fill=True)
        pdf.cell(250, 36, variant.phone, fill=True, align="R", new_x="LMARGIN", new_y="NEXT")
        _heading(pdf, data["title"], 24, colour)
        for line in (data["subtitle"], f"Prepared for: {variant.patient}"):
            _paragraph(pdf, [(line, False, False, False)])
        for block in data["blocks"]:
            _block(pdf, block, colour)
        _heading(pdf, "How to reach us", 18, colour)
        _paragraph(pdf, [(f"{variant.clinic}, {variant.phone}, 100 Sample Street, Anytown", False, False, False)])
        return bytes(pdf.output())


def _heading(pdf: FPDF, text: str, size: int, colour: tuple[int, ...]) -> None:
    pdf.ln(8)
    pdf.set_font("Noto", "B", size)
    pdf.set_text_color(*colour)
    pdf.multi_cell(500, size * 1.3, text, new_x="LMARGIN", new_y="NEXT")
    pdf.set_text_color(0)


def _block(pdf: FPDF, block: list[Any], colour: tuple[int, ...]) -> None:
    match block:
        case ["h1", runs]:
            _heading(pdf, _plain(runs), 18, colour)
        case ["h2", runs]:
            _heading(pdf, _plain(runs), 14, colour)
        case ["p", runs]:
            _paragraph(pdf, runs)
        case ["ul", items]:
            for item in items:
                _paragraph(pdf, [("•  ", False, False, False), *item])
        case ["ol", items]:
            for number, item in enumerate(items, 1):
                _paragraph(pdf, [(f"{number}.  ", False, False, False), *item])
        case ["box", title, inner]:
            _heading(pdf, _plain(title), 12, colour)
            for each in inner:
                _block(pdf, each, colour)
        case ["table", caption, head, rows]:
            _paragraph(pdf, caption)
            pdf.set_font("Noto", size=12)
            with pdf.table(
                line_height=16, padding=4, borders_layout="HORIZONTAL_LINES", headings_style=FontFace(emphasis="BOLD")
            ) as table:
                for cells in (head, *rows):
                    row = table.row()
                    for cell in cells:
                        row.cell(_plain(cell))


def _paragraph(pdf: FPDF, runs: Runs) -> None:
    for text, strong, emphasis, raised in runs:
        pdf.set_font("Noto", "B" if strong else "I" if emphasis else "", 8 if raised else 12)
        pdf.write(16, text)
    pdf.ln(22)


def _plain(runs: Runs) -> str:
    return "".join(text for text, _, _, _ in runs)
