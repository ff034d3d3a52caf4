"""Pictures of pages, one by one or together on a sheet, for a look before printing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from handouts.press.pdfium import one_bitmap, page_bitmaps

if TYPE_CHECKING:
    from PIL import Image

_GREY = (235, 235, 235)
_BORDER = (150, 150, 150)
_NUMBER = (60, 60, 60)
_GAP = 24
_NUMBER_SIZE = 18


def page_images(data: bytes, *, dpi: float = 110) -> list[bytes]:
    """A PNG of each page of a PDF."""
    return [_png(picture) for picture in page_bitmaps(data, dpi)]


@dataclass(frozen=True, slots=True, repr=False)
class PageImage:
    """A PNG of page `number` (from 1), with the sizes of all pages in points."""

    number: int
    png: bytes
    sizes: tuple[tuple[float, float], ...]


def page_image(data: bytes, number: int, *, dpi: float) -> PageImage:
    """One page of a PDF, the nearest that there is; made for a quick look, so the file is larger than it need be."""
    sizes, number, picture = one_bitmap(data, number, dpi)
    return PageImage(number, _png(picture, quick=True), sizes)


def contact_sheet(pngs: Sequence[bytes], *, columns: int = 4, width: int = 360) -> bytes:
    """One PNG with all page pictures, each `width` pixels wide, bordered and numbered, on light grey."""
    from PIL import Image, ImageDraw, ImageFont

    pages = [_scaled(png, width) for png in pngs]
    columns = max(1, min(columns, len(pages)))
    rows = [pages[start : start + columns] for start in range(0, len(pages), columns)]
    heights = [max(page.height for page in row) + _NUMBER_SIZE + _GAP for row in rows]
    sheet = Image.new("RGB", (columns * (width + _GAP) + _GAP, sum(heights) + _GAP), _GREY)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(_NUMBER_SIZE)
    for index, page in enumerate(pages):
        row, column = divmod(index, columns)
        left, top = _GAP + column * (width + _GAP), _GAP + sum(heights[:row])
        draw.rectangle((left - 1, top - 1, left + page.width, top + page.height), outline=_BORDER)
        sheet.paste(page, (left, top))
        below = (left + width / 2, top + page.height + 3)
        draw.text(below, str(index + 1), fill=_NUMBER, font=font, anchor="ma")
    return _png(sheet)


def _scaled(png: bytes, width: int) -> Image.Image:
    from PIL import Image

    with Image.open(BytesIO(png)) as picture:
        height = max(1, round(picture.height * width / picture.width))
        return picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)


def _png(picture: Image.Image, *, quick: bool = False) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "PNG", **({"compress_level": 1} if quick else {}))
    return buffer.getvalue()
