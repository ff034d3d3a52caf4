"""Makes the pictures in docs/printing.md: sheets as they are printed, with fold lines drawn and panels named.

Run it with: python docs/make_print_pictures.py
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

import handouts
from handouts.press.impose import PressOrder, PrintEdition, impose
from handouts.press.pictures import page_images
from handouts.press.sheets import Side

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
DAY = datetime.date(2026, 11, 22)
DPI = 52
ROOM = 44
LINE, NAME, BACK = (190, 30, 30), (30, 30, 30), (236, 236, 236)


def main() -> None:
    booklet = pressed(starter("magnesium-and-rls", "booklet"), PressOrder("booklet"))
    (PICTURES / "print-booklet.png").write_bytes(sheets(booklet, 1, ("Sheet 1, front", "Sheet 1, back")))
    leaflet = pressed(starter("magnesium-and-rls", "tri-fold"), PressOrder("tri-fold"))
    (PICTURES / "print-tri-fold.png").write_bytes(sheets(leaflet, 1, ("Outside", "Inside")))


def starter(handout: str, layout: str) -> bytes:
    library, _ = handouts.open_library(ROOT)
    assert library is not None
    wanted = handouts.Selection(handouts=(handout,), layout=layout, paper="letter")
    requests, _ = handouts.plan(library, wanted)
    built = handouts.build_handout(library, requests[0], date=DAY)
    assert built.pdf is not None, built.findings
    return built.pdf.data


def pressed(data: bytes, order: PressOrder) -> PrintEdition:
    made = impose(data, "demo.pdf", order)
    assert made.edition is not None, made.findings
    return made.edition


def sheets(edition: PrintEdition, count: int, titles: Sequence[str]) -> bytes:
    """The sides of the first sheets below each other, with folds, panel names and page numbers."""
    images = page_images(edition.data, dpi=DPI)
    sides = [side for sheet in edition.arrangement.sheets[:count] for side in sheet.sides()]
    drawn = [annotated(image, side, title) for image, side, title in zip(images, sides, titles, strict=False)]
    whole = Image.new("RGB", (max(d.width for d in drawn), sum(d.height for d in drawn)), BACK)
    top = 0
    for picture in drawn:
        whole.paste(picture, (0, top))
        top += picture.height
    out = BytesIO()
    whole.quantize(128).save(out, "PNG", optimize=True)
    return out.getvalue()


def annotated(png: bytes, side: Side, title: str) -> Image.Image:
    with Image.open(BytesIO(png)) as page:
        sheet = page.convert("RGB")
    whole = Image.new("RGB", (sheet.width + 2 * ROOM, sheet.height + 2 * ROOM + 12), BACK)
    whole.paste(sheet, (ROOM, ROOM))
    draw = ImageDraw.Draw(whole)
    large, small = ImageFont.load_default(17), ImageFont.load_default(15)
    draw.text((ROOM, 10), title, fill=NAME, font=large)
    unit = DPI / 72
    for fold in side.folds:
        x = ROOM + fold * unit
        for y in range(ROOM - 14, ROOM + sheet.height + 14, 10):
            draw.line((x, y, x, y + 6), fill=LINE, width=2)
    for place in side.placements:
        middle = ROOM + (place.clip.left + place.clip.right) / 2 * unit
        page = f"page {place.page + 1}" if place.page is not None else "blank"
        words = f"{place.panel}: {page}"
        draw.text((middle, ROOM + sheet.height + 16), words, fill=NAME, font=small, anchor="ma")
    return whole


if __name__ == "__main__":
    main()
