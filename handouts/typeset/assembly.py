"""Strips on pages to finished page streams: backgrounds, marked contents, links, page numbers of the contents list."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence

from handouts.content import Tone
from handouts.edition import Edition
from handouts.language import local_digits
from handouts.looks import Ink
from handouts.records import dataclass
from handouts.tags import Content, Element
from handouts.typeset import furniture, pages
from handouts.typeset.geometry import BLEED, Area
from handouts.typeset.ink import Sheet
from handouts.typeset.plate import Bookmark, FontBook, LatePlace, PagePlate, Plate, RunningText
from handouts.typeset.running import running
from handouts.typeset.setting import Setting
from handouts.typeset.strips import (
    AreaOp,
    Frame,
    LateBoxOp,
    LateOp,
    Op,
    PageNumberOp,
    PathOp,
    PictureOp,
    RectOp,
    Strip,
    TextOp,
    height,
)

_BAR = 5.0
_LINE = 0.8
_CUT = 6.0  # points of a box above and below its text where the page ends inside it


@dataclass(frozen=True, slots=True)
class Laid:
    """A document whose strips have found their pages: what is drawn where is decided.

    `banner` is measured from the top of page 1; `head` are strips above the columns there.
    """

    root: Element
    banner: tuple[Op, ...]
    head: tuple[Strip, ...]
    strips: tuple[Strip, ...]
    breaks: pages.PageBreaks


def assemble(setting: Setting, laid: Laid) -> Plate:
    """Draw every page; fill the tag tree with marked-content ids; leave late places open."""
    geometry = setting.geometry
    fonts = FontBook()
    order = reading_order(laid.root)
    columns = [[_head(setting, laid)] if laid.head else [], *([] for _ in range(laid.breaks.pages - 1))]
    for stretch in laid.breaks.stretches:
        columns[stretch.page].append(_column(setting, laid, stretch))
    anchors = _anchors(columns)
    drawings: list[_PageDrawing] = []
    for page, placed in enumerate(columns):
        sheet = Sheet(geometry.width, geometry.height, geometry.area, fonts)
        drawing = _PageDrawing(setting, sheet, anchors)
        for column in placed:
            with sheet.within(column.area):
                _frames(drawing, column.strips, column.goes_on)
        drawing.edge(page)
        if not page:
            for op in laid.banner:
                drawing.op(op, 0.0)
        for column in placed:
            with sheet.within(column.area):
                for strip, y in column.strips:
                    for op in strip.ops:
                        drawing.op(op, y)
        drawings.append(drawing)
    matter = furniture.running_matter(setting, _spans(setting, anchors, len(drawings)))
    plates = [
        drawing.finish(page, order, _running(drawing, matter, page, len(drawings)))
        for page, drawing in enumerate(drawings)
    ]
    bookmarks = tuple(
        Bookmark(level, title, *anchors[anchor])
        for level, title, anchor in setting.outline.entries
        if anchor in anchors
    )
    return Plate(
        setting.edition.paper, geometry.area, plates, laid.root, fonts,
        tuple(line for line in matter if line.late), bookmarks, anchors, setting.trace,
    )  # fmt: skip


def _running(drawing: _PageDrawing, matter: Sequence[RunningText], page: int, pages: int) -> list[bytes]:
    """Head and foot of one page, as far as they are not late."""
    lines = (line for line in matter if line.first <= page <= line.last and not line.late)
    drawn = (drawing.running(line, page, pages) for line in lines)
    return [part for part in drawn if part]


@dataclass(frozen=True, slots=True)
class _Column:
    """Strips with their tops, in one column of a page."""

    area: Area
    strips: list[tuple[Strip, float]]
    goes_on: tuple[Collection[Frame], Collection[Frame]] = ((), ())


def _head(setting: Setting, laid: Laid) -> _Column:
    """What stands above the columns of page 1."""
    placed = _placed(laid.head, 0, len(laid.head), furniture.top_of_first_page(setting))
    return _Column(setting.geometry.area, placed)


def _column(setting: Setting, laid: Laid, stretch: pages.Stretch) -> _Column:
    """What stands in one column of one page."""
    top = furniture.top_of_page(setting) if stretch.page else furniture.top_of_first_page(setting) + height(laid.head)
    area = setting.geometry.columns[stretch.column] if laid.head else setting.geometry.area
    before = laid.strips[stretch.start - 1].frames if stretch.start else ()
    after = laid.strips[stretch.end].frames if stretch.end < len(laid.strips) else ()
    return _Column(area, _placed(laid.strips, stretch.start, stretch.end, top), (before, after))


def _spans(setting: Setting, anchors: Mapping[str, tuple[int, float]], count: int) -> list[tuple[Edition, int, int]]:
    """The pages of each handout: one for an ordinary document, after a packet's own pages those of its parts."""
    edition = setting.edition
    starts = [(edition, 0)]
    starts += [(part, anchors[f"{part.request.handout}/top"][0]) for part in edition.parts]
    ends = [start - 1 for _, start in starts[1:]] + [count - 1]
    return [(whose, start, end) for (whose, start), end in zip(starts, ends, strict=True)]


def reading_order(root: Element) -> dict[Content, int]:
    """Position of every leaf in the order in which the structure is read."""
    order: dict[Content, int] = {}

    def visit(element: Element) -> None:
        for kid in element.kids:
            if isinstance(kid, Content):
                order[kid] = len(order)
            elif isinstance(kid, Element):
                visit(kid)

    visit(root)
    return order


class _PageDrawing:
    """One page in progress."""

    def __init__(self, setting: Setting, sheet: Sheet, anchors: dict[str, tuple[int, float]]) -> None:
        self._setting = setting
        self.sheet = sheet
        self._anchors = anchors
        self._late: list[LatePlace] = []
        self._pictures: list[str] = []

    def op(self, op: Op, y: float) -> None:
        sheet = self.sheet
        match op:
            case TextOp():
                sheet.line(op.line, op.x, y + op.y)
            case RectOp():
                sheet.rect(op.x, y + op.y, op.width, op.height, op.ink)
            case PathOp():
                sheet.path(op.x, y + op.y, op.size, op.commands, op.ink, op.leaf, op.actual)
            case PictureOp():
                self._pictures.append(op.picture)
                self._box(op.leaf, op.x, y + op.y, op.width, op.height)
                sheet.picture(picture_name(op.picture), op.x, y + op.y, op.width, op.height, op.leaf)
            case PageNumberOp():
                self._page_number(op, y)
            case LateOp() | LateBoxOp():
                if isinstance(op, LateBoxOp):
                    self._box(op.leaf, op.x, y + op.y, op.width, op.height)
                self._late.append(LatePlace(op, op.x, y + op.y, sheet.area))
            case AreaOp():
                with sheet.within(op.area):
                    for inner in op.ops:
                        self.op(inner, y + op.y)

    def _box(self, leaf: Content | None, x: float, y: float, width: float, height: float) -> None:
        """Note where a figure stands (ISO 32000-1, table 344: BBox)."""
        if leaf is not None:
            left, top = self.sheet.left(x, width), self.sheet.height - y
            leaf.bbox = (left, top - height, left + width, top)

    def _page_number(self, op: PageNumberOp, y: float) -> None:
        page = self._anchors.get(op.anchor, (0, 0.0))[0]
        line = self._setting.label(self._setting.number(page + 1), op.style, op.leaf)
        self.sheet.line(line, op.x_end - line.width, y + op.y)

    def edge(self, page: int) -> None:
        """The band at the top edge of pages that may not be taken for reviewed ones (its words are stamped)."""
        tall = furniture.band_height(self._setting, first=not page)
        if tall:
            top = furniture.band_top(self._setting) if not page else 0.0
            x, width = furniture.bled(self._setting)
            above = BLEED if not top else 0.0
            self.sheet.rect(x, top - above, width, tall + above, Ink.WARNING_TINT)
            self.sheet.rect(x, top + tall - 1.5, width, 1.5, Ink.WARNING)

    def frame(self, frame: Frame, top: float, bottom: float) -> None:
        if frame.fill is not None:
            self.sheet.rect(frame.x, top, frame.width, bottom - top, frame.fill)
        if frame.pad and self._setting.edition.request.plain:
            _outline(self.sheet, frame, top, bottom)
        if frame.bar is not None:
            _bar(self.sheet, frame, top, bottom)

    def running(self, line: RunningText, page: int, pages: int) -> bytes:
        """One line of running matter."""
        setting = self._setting
        text = line.pattern
        if line.numbered:
            numbers = text.replace("{page}", str(page + 1)).replace("{pages}", str(pages))
            text = local_digits(setting.edition.language, numbers)
        return running(self.sheet, setting.typesetter, line, text, setting.edition.brand.mark)

    def finish(self, page: int, order: dict[Content, int], matter: Sequence[bytes]) -> PagePlate:
        sheet = self.sheet
        leaves = set(sheet.drawings) | {leaf for leaf in sheet.texts if leaf is not None}
        for place in self._late:
            leaves |= set(late_leaves(place))
        mcids = {leaf: number for number, leaf in enumerate(sorted(leaves, key=order.__getitem__))}
        for leaf, number in mcids.items():
            leaf.marks.append((page, number))
        links = sorted(sheet.links.values(), key=lambda area: (-area.rects[0][3], area.rects[0][0]))
        return PagePlate(
            sheet.stream(mcids, order, matter), tuple(self._late), mcids, links, tuple(dict.fromkeys(self._pictures))
        )


def late_leaves(place: LatePlace) -> tuple[Content, ...]:
    """Leaves that a late place will draw."""
    return (place.op.leaf,) if isinstance(place.op, LateBoxOp) else place.op.text.leaves


def picture_name(path: str) -> str:
    """PDF resource name of a picture, short whatever its path is (ISO 19005-2, 6.1.13: at most 127 bytes)."""
    return f"P{hashlib.sha256(path.encode()).hexdigest()[:12]}"


def _placed(strips: Sequence[Strip], start: int, end: int, top: float) -> list[tuple[Strip, float]]:
    """Strips of one page with their tops, repeated headers first."""
    placed = []
    y = top
    for strip in pages.repeated(strips, start):
        y += strip.before
        placed.append((strip, y))
        y += strip.height
    for index in range(start, end):
        strip = strips[index]
        y += strip.before if index > start else 0.0
        placed.append((strip, y))
        y += strip.height
    return placed


def _frames(
    drawing: _PageDrawing, placed: Sequence[tuple[Strip, float]], goes_on: tuple[Collection[Frame], Collection[Frame]]
) -> None:
    """Backgrounds, outermost first: from the top of a frame's first strip on the page to the bottom of its last.

    `goes_on` are the frames that began before this column, and those that end after it.
    """
    extents: dict[Frame, tuple[float, float]] = {}
    depth: dict[Frame, int] = {}
    for strip, y in placed:
        for level, frame in enumerate(strip.frames):
            low, high = extents.get(frame, (y, y))
            extents[frame] = (min(low, y), max(high, y + strip.height))
            depth[frame] = level
    for frame in sorted(extents, key=lambda f: (depth[f], extents[f][0])):
        top, bottom = extents[frame]
        if frame.pad:  # a box that goes on has air at the cut, too
            top -= _CUT if frame in goes_on[0] else 0.0
            bottom += _CUT if frame in goes_on[1] else 0.0
        with drawing.sheet.within(frame.area or drawing.sheet.area):
            drawing.frame(frame, top, bottom)


def _outline(sheet: Sheet, frame: Frame, top: float, bottom: float) -> None:
    """On plain paper a box has no tint, so a line goes round it."""
    for y in (top, bottom - _LINE):
        sheet.rect(frame.x, y, frame.width, _LINE, Ink.RULE)
    for x in (frame.x, frame.x + frame.width - _LINE):
        sheet.rect(x, top, _LINE, bottom - top, Ink.RULE)


def _bar(sheet: Sheet, frame: Frame, top: float, bottom: float) -> None:
    """The bar at the start edge; its pattern tells the tones apart without colour."""
    assert frame.bar is not None
    patterns: dict[Tone, tuple[float, float]] = {"tip": (3.0, 3.0), "warning": (10.0, 4.0)}
    if frame.tone in patterns:
        on, off = patterns[frame.tone]
        y = top
        while y < bottom:
            sheet.rect(frame.x, y, _BAR, min(on, bottom - y), frame.bar)
            y += on + off
    elif frame.tone == "emergency":
        sheet.rect(frame.x, top, _BAR * 1.6, bottom - top, frame.bar)
        for y in (top, bottom - 1.5):
            sheet.rect(frame.x, y, frame.width, 1.5, frame.bar)
        sheet.rect(frame.x + frame.width - 1.5, top, 1.5, bottom - top, frame.bar)
    else:
        sheet.rect(frame.x, top, _BAR * 0.6, bottom - top, frame.bar)


def _anchors(columns: Sequence[Sequence[_Column]]) -> dict[str, tuple[int, float]]:
    """Where each link target stands: page from 0, and distance from its top in points."""
    anchors: dict[str, tuple[int, float]] = {}
    for page, placed in enumerate(columns):
        for column in placed:
            for strip, y in column.strips:
                for anchor in strip.anchors:
                    anchors.setdefault(anchor, (page, y))
    return anchors
