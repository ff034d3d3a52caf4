"""ReportLab's own layout engine, platypus: untagged, unshaped."""

from __future__ import annotations

from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

from peers.document import Runs, Variant
from reportlab.lib import colors
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    ListFlowable,
    ListItem,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)


class _Numbered(Canvas):
    """Pages are written at the end, when their number is known."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 (ReportLab's name)
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, state in enumerate(self._kept, 1):
            self.__dict__.update(state)
            self.setFont("Noto", 10)
            self.drawString(56, 36, "Edition EXAMPLE")
            self.drawRightString(556, 36, f"Page {number} of {len(self._kept)}")
            super().showPage()
        super().save()


class Maker:
    """Makes the document, one variant after the other, in one process."""

    def __init__(self, data: dict[str, Any], folder: Path, fonts: Path) -> None:
        self._data = data
        for name, file in (("Noto", "Regular"), ("Noto-Bold", "Bold"), ("Noto-Italic", "Italic")):
            pdfmetrics.registerFont(TTFont(name, str(fonts / f"NotoSans-{file}.ttf")))
        pdfmetrics.registerFontFamily("Noto", "Noto", "Noto-Bold", "Noto-Italic", "Noto-Bold")

    def make(self, variant: Variant) -> bytes:
        return self.make_unseen(self._data, variant)

    def make_unseen(self, data: dict[str, Any], variant: Variant) -> bytes:
        """Another text altogether."""
        out = BytesIO()
        colour = colors.HexColor(variant.colour)
        body = ParagraphStyle("body", fontName="Noto", fontSize=12, leading=16, spaceAfter=7)
        title = ParagraphStyle("title", parent=body, fontName="Noto-Bold", fontSize=24, leading=30, textColor=colour)
        styles = {
            "p": body,
            "h1": ParagraphStyle("h1", parent=title, fontSize=18, leading=23, keepWithNext=1),
            "h2": ParagraphStyle("h2", parent=title, fontSize=14, leading=18, keepWithNext=1),
        }

        def running(canvas: Canvas, document: SimpleDocTemplate) -> None:
            if document.page > 1:
                canvas.setFont("Noto", 10)
                canvas.drawString(56, 792 - 44, variant.clinic)
                canvas.drawRightString(556, 792 - 44, data["title"])

        banner = Table([[variant.clinic, variant.phone]], [250, 250], [36])
        banner.setStyle(
            TableStyle(
                [
                    ("BACKGROUND", (0, 0), (-1, -1), colour),
                    ("TEXTCOLOR", (0, 0), (-1, -1), colors.white),
                    ("FONT", (0, 0), (-1, -1), "Noto", 12),
                    ("ALIGN", (1, 0), (1, 0), "RIGHT"),
                ]
            )  # fmt: skip
        )
        story: list[Flowable] = [banner, Paragraph(escape(data["title"]), title)]
        story += [Paragraph(escape(data["subtitle"]), body), Paragraph(f"Prepared for: {variant.patient}", body)]
        for block in data["blocks"]:
            story += _block(block, styles, colour)
        story.append(Paragraph("How to reach us", styles["h1"]))
        story.append(Paragraph(f"{variant.clinic}, {variant.phone}, 100 Sample Street, Anytown", body))
        document = SimpleDocTemplate(
            out, pagesize=letter, leftMargin=56, rightMargin=56, topMargin=60, bottomMargin=60,
            title=data["title"], initialFontName="Noto",
        )  # fmt: skip
        document.build(story, onFirstPage=running, onLaterPages=running, canvasmaker=_Numbered)
        return out.getvalue()


def _block(block: list[Any], styles: dict[str, ParagraphStyle], colour: colors.Color) -> list[Flowable]:
    match block:
        case ["h1" | "h2" | "p" as kind, runs]:
            return [Paragraph(_text(runs), styles[kind])]
        case ["ul" | "ol" as kind, items]:
            entries = [ListItem(Paragraph(_text(item), styles["p"])) for item in items]
            if kind == "ul":
                return [ListFlowable(entries, bulletType="bullet", start="•", bulletFontName="Noto")]
            return [ListFlowable(entries, bulletType="1", bulletFontName="Noto")]
        case ["box", title, inner]:
            flow: list[Flowable] = [Paragraph(f"<b>{_text(title)}</b>", styles["p"])]
            for each in inner:
                flow += _block(each, styles, colour)
            box = Table([[part] for part in flow], [500])
            box.setStyle(
                TableStyle(
                    [
                        ("BACKGROUND", (0, 0), (-1, -1), colors.HexColor("#F2F6F8")),
                        ("LINEBEFORE", (0, 0), (0, -1), 3, colour),
                    ]
                )  # fmt: skip
            )
            return [box, Spacer(1, 8)]
        case ["table", caption, head, rows]:
            cells = [[Paragraph(f"<b>{_text(cell)}</b>", styles["p"]) for cell in head]]
            cells += [[Paragraph(_text(cell), styles["p"]) for cell in row] for row in rows]
            table = Table(cells, [500 / len(head)] * len(head), repeatRows=1)
            table.setStyle(
                TableStyle(
                    [
                        ("VALIGN", (0, 0), (-1, -1), "TOP"),
                        ("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.grey),
                    ]
                )  # fmt: skip
            )
            return [Paragraph(_text(caption), styles["p"]), table, Spacer(1, 8)]
    raise ValueError(block[0])


def _text(runs: Runs) -> str:
    out = ""
    for text, strong, emphasis, raised in runs:
        made = escape(text)
        for tag, wanted in (("super", raised), ("b", strong), ("i", emphasis)):
            made = f"<{tag}>{made}</{tag}>" if wanted else made
        out += made
    return out
