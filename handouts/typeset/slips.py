"""Plain pages for staff, of rows of text in columns: job tickets and separator sheets. For printing only, no tags.

They are set by the same text engine as handouts, so a title in any script comes out right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from handouts.language import Direction, direction, local_digits
from handouts.looks import Ink, Paper
from handouts.typeset.embedding import font
from handouts.typeset.fonts import Fonts
from handouts.typeset.geometry import Area
from handouts.typeset.ink import Sheet
from handouts.typeset.pieces import Run, SetLine, TextStyle
from handouts.typeset.plate import FontBook
from handouts.typeset.text import Typesetter
from handouts.typeset.writer import Objects, Raw, array, dictionary, name, string

_MARGIN = 50.0
_GAP = 10.0
_ROW_AIR = 6.0
_LEADING = 1.35
_FOOT = 11.0
_FAMILY = "noto-sans"
# Greys of the roles that slips draw with; black text, hairlines that a copier keeps.
_GREYS = {Ink.TEXT: 0, Ink.MUTED: 70, Ink.RULE: 150, Ink.PAPER: 255}


@dataclass(frozen=True, slots=True)
class SlipText:
    """One paragraph in a column. `instead` is shown when no font here has the text's letters."""

    text: str
    size: float = 11.0
    weight: int = 400
    language: str = ""
    instead: str = ""
    muted: bool = False


@dataclass(frozen=True, slots=True)
class SlipRow:
    """Paragraphs by column, which take these shares of the measure; a row is never cut. `rule` is a line above it."""

    columns: tuple[tuple[SlipText, ...], ...]
    widths: tuple[float, ...] = (1.0,)
    rule: bool = True


@dataclass(frozen=True, slots=True)
class Slip:
    """A run of pages: rows under a head that is repeated on every page.

    `page_of` is the foot where there are several, with `{page}` and `{pages}`.
    """

    head: tuple[SlipRow, ...]
    rows: tuple[SlipRow, ...]
    page_of: str = ""


@dataclass(frozen=True, slots=True)
class Slips:
    """The PDF and the texts that were replaced for want of a font."""

    data: bytes
    replaced: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _SetCell:
    x: float
    lines: tuple[tuple[SetLine, TextStyle], ...]

    @property
    def height(self) -> float:
        return sum(style.leading for _, style in self.lines)


@dataclass(frozen=True, slots=True)
class _SetRow:
    cells: tuple[_SetCell, ...]
    rule: bool

    @property
    def height(self) -> float:
        return max((cell.height for cell in self.cells), default=0.0) + 2 * _ROW_AIR


def set_slips(slips: Sequence[Slip], paper: Paper, language: str) -> Slips:
    """All slips one after the other as one PDF, in the staff's language."""
    maker = _Maker(paper, language)
    for slip in slips:
        maker.add(slip)
    return Slips(maker.file(), tuple(dict.fromkeys(maker.replaced)))


class _Maker:
    """Pages as they grow, with the fonts they use."""

    def __init__(self, paper: Paper, language: str) -> None:
        self._paper = paper
        self._language = language
        self._direction: Direction = direction(language)
        self._typesetter = Typesetter(Fonts(_FAMILY, {}, language), language, self._direction)
        self._fonts = FontBook()
        self._streams: list[bytes] = []
        self.replaced: list[str] = []

    def add(self, slip: Slip) -> None:
        measure = self._paper.width - 2 * _MARGIN
        head = [self._row(row, measure) for row in slip.head]
        rows = [self._row(row, measure) for row in slip.rows]
        room = self._paper.height - 2 * _MARGIN - sum(row.height for row in head) - 2 * _FOOT
        pages = list(_pages(rows, room))
        for number, page in enumerate(pages, start=1):
            area = Area(_MARGIN, measure, self._direction == "rtl")
            sheet = Sheet(self._paper.width, self._paper.height, area, self._fonts)
            y = _MARGIN
            for row in (*head, *page):
                self._draw(sheet, row, y, measure)
                y += row.height
            if slip.page_of and len(pages) > 1:
                foot = slip.page_of.replace("{page}", str(number)).replace("{pages}", str(len(pages)))
                self._foot(sheet, local_digits(self._language, foot), measure)
            self._streams.append(sheet.stream({}, {}))

    def _row(self, row: SlipRow, measure: float) -> _SetRow:
        cells, x = [], 0.0
        for share, texts in zip(row.widths, row.columns, strict=True):
            width = share * measure
            lines = [line for text in texts for line in self._lines(text, width - _GAP)]
            cells.append(_SetCell(x, tuple(lines)))
            x += width
        return _SetRow(tuple(cells), row.rule)

    def _lines(self, text: SlipText, width: float) -> list[tuple[SetLine, TextStyle]]:
        style = TextStyle(
            text.size, text.size * _LEADING, text.weight, ink=Ink.MUTED if text.muted else Ink.TEXT
        )  # fmt: skip
        before = len(self._typesetter.findings)
        lines = self._set(text, style, width)
        if len(self._typesetter.findings) > before:
            del self._typesetter.findings[before:]
            self.replaced.append(text.text)
            safe = text.instead or text.text
            shown = replace(text, text=safe.encode("ascii", "backslashreplace").decode("ascii"), language="")
            lines = self._set(shown, style, width)
        return [(line, style) for line in lines]

    def _set(self, text: SlipText, style: TextStyle, width: float) -> list[SetLine]:
        # The isolate lets a title in another script keep its order (UAX 9); as a link, a long word may break anywhere.
        run = Run(f"\u2068{text.text}\u2069", style, link="#", language=text.language)
        return self._typesetter.set([run], width)

    def _draw(self, sheet: Sheet, row: _SetRow, y: float, measure: float) -> None:
        if row.rule:
            sheet.rect(0.0, y, measure, 0.6, Ink.RULE)
        for cell in row.cells:
            at = y + _ROW_AIR
            for line, style in cell.lines:
                sheet.line(line, cell.x, at + style.leading * 0.78)
                at += style.leading

    def _foot(self, sheet: Sheet, text: str, measure: float) -> None:
        style = TextStyle(_FOOT, _FOOT * _LEADING)
        for line in self._typesetter.set([Run(text, style)], measure):
            sheet.line(line, measure - line.width, self._paper.height - _MARGIN)

    def file(self) -> bytes:
        objects = Objects()
        pages_ref, root, info = objects.reserve(), objects.reserve(), objects.reserve()
        fonts = {use.name: font(objects, use) for use in self._fonts.uses.values()}
        table = bytes(_GREYS.get(ink, 0) for ink in Ink)
        greys = array([name("Indexed"), name("DeviceGray"), len(Ink) - 1, Raw(f"<{table.hex()}>".encode())])
        resources = objects.add(
            dictionary({"Font": dictionary(fonts), "ColorSpace": dictionary({"CB": objects.add(greys)})})
        )
        box = array([0, 0, self._paper.width, self._paper.height])
        refs = [
            objects.add(
                dictionary(
                    {
                        "Type": name("Page"), "Parent": pages_ref, "MediaBox": box, "Resources": resources,
                        "Contents": objects.stream(stream),
                    }
                )
            )
            for stream in self._streams
        ]  # fmt: skip
        objects.put(pages_ref, dictionary({"Type": name("Pages"), "Kids": array(refs), "Count": len(refs)}))
        objects.put(root, dictionary({"Type": name("Catalog"), "Pages": pages_ref, "Lang": string(self._language)}))
        objects.put(info, dictionary({}))
        return objects.file(root, info)


def _pages(rows: Sequence[_SetRow], room: float) -> Iterator[list[_SetRow]]:
    """Rows by page; one that is taller than a page stands alone."""
    page: list[_SetRow] = []
    used = 0.0
    for row in rows:
        if page and used + row.height > room:
            yield page
            page, used = [], 0.0
        page.append(row)
        used += row.height
    yield page
