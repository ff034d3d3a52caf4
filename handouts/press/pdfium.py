"""Pages as PDFium shows and reads them: the only user of pypdfium2.

PDFium is not thread-safe: call it from one thread of a process.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from handouts.press.anatomy import NotAPdf

if TYPE_CHECKING:
    import pypdfium2
    from PIL import Image


def page_texts(data: bytes) -> list[str]:
    """The text of each page; lines end in a line feed, a word cut at a line's end in a soft hyphen."""
    texts = []
    for page in _pages(data):
        text: str = page.get_textpage().get_text_range()
        texts.append(text.replace("\r\n", "\n").replace("\ufffe", "\u00ad"))
    return texts


def page_bitmaps(data: bytes, dpi: float) -> Iterator[Image.Image]:
    """The picture of each page at this resolution."""
    for page in _pages(data):
        picture: Image.Image = page.render(scale=dpi / 72).to_pil()
        yield picture


def one_bitmap(data: bytes, number: int, dpi: float) -> tuple[tuple[tuple[float, float], ...], int, Image.Image]:
    """The sizes of all pages in points, the number of the page nearest to `number` (from 1), and its picture."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as document:
            sizes = tuple(document.get_page_size(index) for index in range(len(document)))
            number = max(1, min(number, len(sizes)))
            picture: Image.Image = document[number - 1].render(scale=dpi / 72).to_pil()
            return sizes, number, picture
    except pypdfium2.PdfiumError as problem:
        raise NotAPdf(str(problem).rstrip(".")) from problem


def _pages(data: bytes) -> Iterator[pypdfium2.PdfPage]:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as document:
            yield from document
    except pypdfium2.PdfiumError as problem:
        raise NotAPdf(str(problem).rstrip(".")) from problem
