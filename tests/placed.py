"""Where everything stands on finished pages, by PDFium's own boxes, and what is wrong with that."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import combinations
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as raw

from handouts.edition import Edition

_NEAR_EDGE = 9.0  # points: office printers clip what is nearer to the paper's edge
_EASE = 0.1  # of the type size: so much may letters hang over the place of their line, as Arabic tails do
_SPACE = 0.35  # of the type size, at most: a box has the space at the line's end in it
_TOUCH = 0.2  # of the lower of two boxes: less is no line over another
_MARKS = 0.12  # of the type size: so deep may an accent reach into the line above


@dataclass(frozen=True)
class Box:
    """Something drawn: its page from 0, its box in PDF points, and for tagged things roles and language.

    `artifact` is `running` for running heads and feet, `other`, or `untagged`; empty for what is in the tag tree.
    `space` is the widest space of its text, as a share of the type size.
    """

    page: int
    left: float
    bottom: float
    right: float
    top: float
    text: str
    size: float
    artifact: str
    roles: tuple[str, ...]
    language: str
    space: float = _SPACE

    def __str__(self) -> str:
        place = f"{self.left:.1f}-{self.right:.1f} x {self.bottom:.1f}-{self.top:.1f}"
        return f"page {self.page + 1} {place} {self.text[:40]!r}"

    @property
    def ease(self) -> float:
        """How far it may reach over an edge, in points."""
        return self.size * (_EASE + (self.space if self.text != self.text.strip() else 0.0))

    def meets(self, other: Box) -> tuple[float, float]:
        """How far two boxes overlap, across and down; negative where they are apart."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return across, min(self.top, other.top) - max(self.bottom, other.bottom)


@dataclass(frozen=True)
class Pages:
    """All text and all filled areas of a document, with the size of its pages."""

    width: float
    height: float
    count: int
    texts: tuple[Box, ...]
    areas: tuple[Box, ...]

    def on(self, page: int) -> list[Box]:
        return [box for box in self.texts if box.page == page]


def pages(data: bytes, space: float = _SPACE) -> Pages:
    """What PDFium finds on the pages of a file; text of nothing but spaces is left out."""
    tags = _tags(data)
    texts: list[Box] = []
    areas: list[Box] = []
    with pypdfium2.PdfDocument(data) as document:
        width, height = document[0].get_size()
        for number, page in enumerate(document):
            textpage = page.get_textpage()
            for item in page.get_objects(max_depth=1):
                if item.type == raw.FPDF_PAGEOBJ_PATH:
                    areas.append(_box(number, item, tags))
                elif item.type == raw.FPDF_PAGEOBJ_TEXT and (text := _text_of(item, textpage)).strip():
                    texts.append(replace(_box(number, item, tags), text=text, size=_size_of(item), space=space))
        return Pages(width, height, len(document), tuple(texts), tuple(areas))


def _box(number: int, item: Any, tags: dict[tuple[int, int], tuple[tuple[str, ...], str]]) -> Box:
    mcid, artifact = _marks(item)
    roles, language = tags.get((number, mcid), ((), "")) if mcid is not None else ((), "")
    left, bottom, right, top = item.get_bounds()
    return Box(number, left, bottom, right, top, "", 0.0, artifact, roles, language)


def _size_of(item: Any) -> float:
    given = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(item, given)
    return round(given.value, 2)


def _text_of(item: Any, textpage: Any) -> str:
    length = raw.FPDFTextObj_GetText(item, textpage, None, 0)
    buffer = (ctypes.c_ushort * (length // 2))()
    raw.FPDFTextObj_GetText(item, textpage, buffer, length)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")


def _marks(item: Any) -> tuple[int | None, str]:
    """Marked-content id, or what kind of artifact it is."""
    for at in range(raw.FPDFPageObj_CountMarks(item)):
        mark = raw.FPDFPageObj_GetMark(item, at)
        found = ctypes.c_int()
        if raw.FPDFPageObjMark_GetParamIntValue(mark, b"MCID", found):
            return found.value, ""
        if _name(mark) == "Artifact":
            running = raw.FPDFPageObjMark_CountParams(mark) > 0  # /Type /Pagination; others have no properties
            return None, "running" if running else "other"
    return None, "untagged"


def _name(mark: Any) -> str:
    length = ctypes.c_ulong()
    buffer = (ctypes.c_ushort * 64)()
    pointer = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    raw.FPDFPageObjMark_GetName(mark, pointer, ctypes.sizeof(buffer), length)
    return bytes(buffer)[: length.value].decode("utf-16-le").rstrip("\0")


def _tags(data: bytes) -> dict[tuple[int, int], tuple[tuple[str, ...], str]]:
    """Roles from the root down and the language that holds, for each marked content by page from 0 and id."""
    found: dict[tuple[int, int], tuple[tuple[str, ...], str]] = {}
    with pikepdf.open(BytesIO(data)) as pdf:
        numbers = {page.objgen: at for at, page in enumerate(pdf.pages)}

        def below(item: Any, page: int | None, roles: tuple[str, ...], language: str) -> None:
            if isinstance(item, int):
                assert page is not None
                found[page, item] = roles, language
            elif isinstance(item, pikepdf.Array):
                for kid in item:
                    below(kid, page, roles, language)
            elif item.get("/Type") != "/OBJR":
                page = numbers[item.Pg.objgen] if "/Pg" in item else page
                if "/S" in item:
                    roles, language = (*roles, str(item.S)[1:]), str(item.get("/Lang", language))
                    below(item.get("/K", pikepdf.Array()), page, roles, language)
                else:
                    below(item.MCID, page, roles, language)

        below(pdf.Root.StructTreeRoot.K, None, (), str(pdf.Root.get("/Lang", "")))
    return found


# --- what is wrong -----------------------------------------------------------------------------------------------


def misplaced(data: bytes, edition: Edition) -> list[str]:
    """Every complaint about where things stand: nothing when the pages are as they should be."""
    profile = edition.profile
    seen = pages(data, _SPACE + profile.word_spacing + profile.letter_spacing)
    return [
        *_outside(seen, edition),
        *_out_of_column(seen, edition),
        *_overlapping(seen),
        *_touching_running_matter(seen),
        *_crossing_areas(seen),
    ]


def text_area(edition: Edition) -> tuple[float, float]:
    """Left and right edge of the text, by the numbers of layout and profile."""
    layout, profile = edition.layout, edition.profile
    start, end = max(layout.binding, profile.margin), max(layout.outer, profile.margin)
    width = edition.paper.width - start - end
    if profile.measure and layout.columns == 1 and layout.bilingual != "facing":
        width = min(width, profile.measure)
    return (
        (start, start + width)
        if edition.direction == "ltr"
        else (edition.paper.width - start - width, edition.paper.width - start)
    )


def columns(edition: Edition) -> list[tuple[float, float]]:
    """Left and right edges of the columns in the order in which they are read."""
    left, right = text_area(edition)
    layout = edition.layout
    count = 2 if layout.bilingual == "facing" else layout.columns
    one = (right - left - (count - 1) * layout.column_gap) / count
    made = [(left + at * (one + layout.column_gap), left + at * (one + layout.column_gap) + one) for at in range(count)]
    return made if edition.direction == "ltr" else made[::-1]


def _outside(seen: Pages, edition: Edition) -> Iterator[str]:
    left, right = text_area(edition)
    for box in seen.texts:
        if box.artifact == "untagged":
            yield f"neither tagged nor an artifact: {box}"
        if box.left < left - box.ease or box.right > right + box.ease:
            yield f"outside the margins {left:.1f}-{right:.1f}: {box}"
        if box.bottom < _NEAR_EDGE or box.top > seen.height - _NEAR_EDGE:
            yield f"too near to the edge of the paper: {box}"


def _out_of_column(seen: Pages, edition: Edition) -> Iterator[str]:
    """Text of sections must stand in one column; with two languages beside each other in that of its language.

    What stands in a box that goes over the columns of page 1 is above them.
    """
    places = columns(edition)
    if len(places) < 2:
        return
    facing = edition.beside is not None
    wide = places[0][1] - places[0][0] + _NEAR_EDGE
    over = [area for area in seen.areas if area.page == 0 and area.right - area.left > wide and not facing]
    for box in seen.texts:
        if any(box.page == 0 and area.bottom < box.bottom and box.top < area.top for area in over):
            continue  # a box above the columns of page 1
        inside = [at for at, (a, b) in enumerate(places) if box.left >= a - box.ease and box.right <= b + box.ease]
        in_section = "Sect" in box.roles and not (facing and _of_source_list(box, edition))
        if in_section and not inside:
            yield f"in no column of {places}: {box}"
        if facing and in_section and _leading_language(box, edition) not in (None, *inside):
            yield f"not in the column of its language ({box.language}): {box}"


def _of_source_list(box: Box, edition: Edition) -> bool:
    """Small type in a list is that of the sources, which goes across both columns."""
    return "L" in box.roles and box.size <= edition.profile.styles["reference"].size and "LBody" in box.roles[-3:]


def _leading_language(box: Box, edition: Edition) -> int | None:
    """The column that a section's language has; None for words in a third one."""
    assert edition.beside is not None
    both = [edition.language, edition.beside.language]
    return both.index(box.language) if box.language in both and "Span" not in box.roles else None


def _overlapping(seen: Pages) -> Iterator[str]:
    """Text over other text; a word that is drawn in parts lies over itself."""
    for page in range(seen.count):
        found = sorted(seen.on(page), key=lambda box: -box.top)
        for at, one in enumerate(found):
            for other in found[at + 1 :]:
                if other.top < one.bottom:
                    break
                across, down = one.meets(other)
                least = min(one.top - one.bottom, other.top - other.bottom)
                deep = down > max(_TOUCH * least, _MARKS * max(one.size, other.size))
                if across > one.ease + other.ease and deep and not _one_word(one, other):
                    yield f"overlap by {across:.1f} x {down:.1f}: {one} and {other}"


def _one_word(one: Box, other: Box) -> bool:
    """Letters with the accents that are drawn apart from them: the same text, but not as wide."""
    widths = sorted(box.right - box.left for box in (one, other))
    return one.text.strip() == other.text.strip() and widths[0] < 0.8 * widths[1]


def _touching_running_matter(seen: Pages) -> Iterator[str]:
    for page in range(seen.count):
        found = seen.on(page)
        body = [box for box in found if box.artifact != "running"]
        for box in found:
            if box.artifact != "running":
                continue
            at_head = box.bottom > seen.height / 2
            reaching = [o for o in body if (o.top > box.bottom - 2 if at_head else o.bottom < box.top + 2)]
            if reaching:
                yield f"reaches into the running {'head' if at_head else 'foot'}: {reaching[0]} and {box}"


def _crossing_areas(seen: Pages) -> Iterator[str]:
    """Boxes stand apart or one in the other."""
    for page in range(seen.count):
        areas = [a for a in seen.areas if a.page == page and a.top - a.bottom > 12 and a.right - a.left > 40]
        for one, other in combinations(areas, 2):
            if min(one.meets(other)) > 0.6 and not (_within(one, other) or _within(other, one)):
                yield f"boxes cross: {one} and {other}"


def _within(one: Box, other: Box) -> bool:
    return (
        one.left >= other.left - 1
        and one.right <= other.right + 1
        and one.bottom >= other.bottom - 1
        and one.top <= other.top + 1
    )
