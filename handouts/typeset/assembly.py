"""Strips on pages to finished page streams: backgrounds, marked contents, links, page numbers of the contents list."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from handouts.content import Tone
from handouts.looks import Ink
from handouts.tags import Annotation, Content, Element
from handouts.typeset import furniture, pages
from handouts.typeset.ink import Sheet
from handouts.typeset.pieces import Run
from handouts.typeset.plate import Bookmark, FontBook, LatePlace, PagePlate, Plate
from handouts.typeset.setting import Setting
from handouts.typeset.strips import (
    Frame,
    LateBoxOp,
    LateOp,
    Op,
    PageNumberOp,
    PathOp,
    PictureOp,
    RectOp,
    SlotRun,
    Strip,
    TextOp,
)

_BAR = 5.0


def assemble(
    setting: Setting, root: Element, strips: Sequence[Strip], breaks: pages.PageBreaks, banner: Sequence[Op]
) -> Plate:
    """Draw every page; fill the tag tree with marked-content ids; leave late places open."""
    edition = setting.edition
    fonts = FontBook()
    order = reading_order(root)
    anchors = _anchors(setting, strips, breaks)
    plates: list[PagePlate] = []
    for page, (start, end) in enumerate(breaks.ranges):
        sheet = Sheet(
            edition.paper.width, edition.paper.height, edition.direction == "rtl", edition.layout.binding, fonts
        )  # fmt: skip
        drawing = _PageDrawing(setting, sheet, anchors)
        top = furniture.top_of_page(setting) if page else furniture.top_of_first_page(setting)
        _frames(drawing, strips, start, end, top)
        drawing.edge()
        if not page:
            for op in banner:
                drawing.op(op, 0.0)
        for strip, y in _placed(strips, start, end, top):
            for op in strip.ops:
                drawing.op(op, y)
        plates.append(drawing.finish(page, order))
    bookmarks = tuple(
        Bookmark(level, title, *anchors[anchor])
        for level, title, anchor in setting.outline.entries
        if anchor in anchors
    )
    return Plate(
        edition.paper, edition.direction, edition.layout.binding, plates, root, fonts,
        furniture.running_matter(setting), bookmarks, anchors, setting.full, dict(setting.presence),
    )  # fmt: skip


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
                self._late.append(LatePlace(op, op.x, y + op.y))

    def _box(self, leaf: Content | None, x: float, y: float, width: float, height: float) -> None:
        """Note where a figure stands (ISO 32000-1, table 344: BBox)."""
        if leaf is not None:
            left, top = self.sheet.left(x, width), self.sheet.height - y
            leaf.bbox = (left, top - height, left + width, top)

    def _page_number(self, op: PageNumberOp, y: float) -> None:
        page = self._anchors.get(op.anchor, (0, 0.0))[0]
        line = self._setting.label(self._setting.number(page + 1), op.style, op.leaf)
        self.sheet.line(line, op.x_end - line.width, y + op.y)

    def edge(self) -> None:
        """The band at the top edge of pages that may not be taken for reviewed ones (its words are stamped)."""
        edition = self._setting.edition
        height = furniture.band_height(self._setting)
        if height:
            width = edition.paper.width
            self.sheet.rect(-edition.layout.binding, 0.0, width, height, Ink.WARNING_TINT)
            self.sheet.rect(-edition.layout.binding, height - 1.5, width, 1.5, Ink.WARNING)

    def frame(self, frame: Frame, top: float, bottom: float) -> None:
        if frame.fill is not None:
            self.sheet.rect(frame.x, top, frame.width, bottom - top, frame.fill)
        if frame.bar is not None:
            _bar(self.sheet, frame, top, bottom)

    def finish(self, page: int, order: dict[Content, int]) -> PagePlate:
        sheet = self.sheet
        leaves = set(sheet.drawings) | {leaf for leaf in sheet.texts if leaf is not None}
        for place in self._late:
            leaves |= set(late_leaves(place))
        mcids = {leaf: number for number, leaf in enumerate(sorted(leaves, key=order.__getitem__))}
        for leaf, number in mcids.items():
            leaf.marks.append((page, number))
        links = sorted(sheet.links.values(), key=lambda area: (-area.rects[0][3], area.rects[0][0]))
        return PagePlate(
            sheet.stream(mcids, order), tuple(self._late), mcids, links, tuple(dict.fromkeys(self._pictures))
        )


def late_leaves(place: LatePlace) -> list[Content]:
    """Leaves that a late place will draw."""
    if isinstance(place.op, LateBoxOp):
        return [place.op.leaf]
    runs = (run.run if isinstance(run, SlotRun) else run for run in place.op.text.template)
    return [run.leaf for run in runs if run.leaf is not None]


def late_links(place: LatePlace) -> list[tuple[Annotation, Run]]:
    """Link annotations that a late place will fill."""
    if isinstance(place.op, LateBoxOp):
        return []
    runs = (run.run if isinstance(run, SlotRun) else run for run in place.op.text.template)
    return [(run.annotation, run) for run in runs if run.annotation is not None]


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


def _frames(drawing: _PageDrawing, strips: Sequence[Strip], start: int, end: int, top: float) -> None:
    """Backgrounds, outermost first: from the top of a frame's first strip on the page to the bottom of its last."""
    extents: dict[Frame, tuple[float, float]] = {}
    depth: dict[Frame, int] = {}
    for strip, y in _placed(strips, start, end, top):
        for level, frame in enumerate(strip.frames):
            low, high = extents.get(frame, (y, y))
            extents[frame] = (min(low, y), max(high, y + strip.height))
            depth[frame] = level
    for frame in sorted(extents, key=lambda f: (depth[f], extents[f][0])):
        drawing.frame(frame, *extents[frame])


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


def _anchors(setting: Setting, strips: Sequence[Strip], breaks: pages.PageBreaks) -> dict[str, tuple[int, float]]:
    anchors: dict[str, tuple[int, float]] = {}
    for page, (start, end) in enumerate(breaks.ranges):
        top = furniture.top_of_page(setting) if page else furniture.top_of_first_page(setting)
        for strip, y in _placed(strips, start, end, top):
            if strip.anchor:
                anchors.setdefault(strip.anchor, (page, y))
    return anchors
