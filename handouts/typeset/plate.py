"""A composition laid out: page streams, the tag tree with its marks, and open slots still to be stamped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Protocol

from handouts.looks import Paper
from handouts.records import dataclass
from handouts.tags import Annotation, Content, Element
from handouts.typeset.geometry import Area
from handouts.typeset.strips import LateBoxOp, LateOp
from handouts.typeset.styles import TextStyle

if TYPE_CHECKING:  # a kept plate is stamped without the modules that shape text
    from handouts.typeset.fonts import Face
    from handouts.typeset.late import Trace
    from handouts.typeset.pieces import Shaped

EDITION = "{edition}"  # stands for the edition's id in running matter
Rect = tuple[float, float, float, float]


@dataclass(slots=True)
class FontUse:
    """What a document draws with one face: glyph ids, and the text each of them stands for."""

    face: Face
    name: str
    texts: dict[int, str] = field(default_factory=dict)


class Fonting(Protocol):
    """What knows the fonts of a document by the names that its pages call them."""

    def use_for(self, shaped: Sequence[Shaped]) -> FontUse:
        """The entry for a row of texts that are drawn together, all of one face."""


@dataclass(slots=True)
class FontBook:
    """Faces of a document in order of first use, with PDF resource names."""

    uses: dict[str, FontUse] = field(default_factory=dict)

    def use(self, face: Face) -> FontUse:
        """The entry of a face, made at its first use."""
        found = self.uses.get(face.key)
        if found is None:
            found = self.uses[face.key] = FontUse(face, f"F{len(self.uses) + 1}")
        return found

    def use_for(self, shaped: Sequence[Shaped]) -> FontUse:
        """The entry of the texts' face."""
        return self.use(shaped[0].face)


@dataclass(slots=True)
class LinkArea:
    """Where a link is clickable on one page: PDF rectangles (x0, y0, x1, y1), one per line it touches."""

    annotation: Annotation
    target: str
    text: str
    rects: list[Rect]


@dataclass(frozen=True, slots=True)
class LatePlace:
    """A late paragraph or box at its place on a page: x from the start edge of its area, top-down y, in points."""

    op: LateOp | LateBoxOp
    x: float
    y: float
    area: Area


@dataclass(slots=True)
class PagePlate:
    """One page: its finished stream, what is still to be stamped, and the marked-content ids of its leaves."""

    stream: bytes
    late: tuple[LatePlace, ...]
    mcids: dict[Content, int]
    links: list[LinkArea]
    pictures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunningText:
    """One line of running matter on the pages `first` to `last` (from 0, both included).

    `numbered` patterns hold `{page}` and `{pages}`; `late` ones a slot or the edition's id, filled in by stamping.
    """

    pattern: str
    style: TextStyle
    x: float
    y: float
    width: float
    flush_end: bool
    first: int
    last: int
    subtype: str
    language: str = ""
    numbered: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An outline entry; `y` is the distance from the top of the page in points."""

    level: int
    title: str
    page: int
    y: float


@dataclass(slots=True)
class Plate:
    """Everything of a document but its late values. Holds no personal value.

    `trace` is what was learnt of the late values when it was laid out: room was kept for those and no others.
    """

    paper: Paper
    area: Area
    pages: list[PagePlate]
    root: Element
    fonts: FontBook
    running: tuple[RunningText, ...]
    bookmarks: tuple[Bookmark, ...]
    targets: Mapping[str, tuple[int, float]]
    trace: Trace
