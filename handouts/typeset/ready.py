"""A plate ready to stamp: the finished bytes of all that stays, and what must be known to add the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from handouts.diagnostics import Diagnostic
from handouts.records import dataclass
from handouts.typeset.geometry import Area
from handouts.typeset.plate import RunningText
from handouts.typeset.strips import LateWords, Shape

# Numbers of the objects that every document has of its own; those of a plate's late objects follow.
INFO, PALETTE, RESOURCES, METADATA, LOGO, LOGO_MASK = 1, 2, 3, 4, 5, 6
FIXED = 6
LOGO_NAME = "Logo"  # in the resources
LATE_ALTS = ("{logo.alt}", "{qr.url}")  # late values in alternative texts


@dataclass(frozen=True, slots=True)
class ReadyFont:
    """A font whose subset is in the plate: object number, resource name, and the text of each of its glyphs."""

    number: int
    name: str
    texts: dict[int, str]


@dataclass(frozen=True, slots=True)
class ReadyText:
    """A late paragraph at its place; `words` is its index in the plate's, `area` the index of its area.

    `marks` are the marked-content ids of its leaves, -1 for a leaf that is none; `notes` the object numbers of its
    link annotations, 0 for one that leads nowhere, because its slot is empty.
    """

    words: int
    x: float
    y: float
    leading: float
    area: int
    marks: tuple[int, ...]
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReadyBox:
    """A tick box, logo or QR code at its place; `mark` is its marked-content id."""

    kind: str
    key: str
    x: float
    y: float
    width: float
    height: float
    area: int
    voice: int
    mark: int


@dataclass(frozen=True, slots=True)
class Overlay:
    """The second content stream of a page, or of several on which the same is stamped; `number` is its object's."""

    number: int
    places: tuple[ReadyText | ReadyBox, ...]
    running: tuple[RunningText, ...]


@dataclass(frozen=True, slots=True)
class LateAlt:
    """A structure element with late alternative text: PDF syntax before and after it."""

    number: int
    before: bytes
    alt: str
    after: bytes


@dataclass(frozen=True, slots=True)
class MadeOverlay:
    """An overlay that was drawn: its stream, the link annotations on it by object number, and what went wrong."""

    stream: tuple[bytes, bytes]
    links: Mapping[int, bytes]
    findings: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadyPlate:
    """A plate as bytes. It holds no late value, and stamping does not change it.

    `head` is the beginning of the file with the objects that stay; `rows` are their rows in the cross-reference
    stream, from number `first` to `count`, with PNG prediction. Numbers below `first` are the document's own.
    `keys` are the parent-tree keys of the late link annotations by object number. `pictures` is PDF syntax for the
    resources. `trace` is what was learnt of the values: presence by name, and the shape of each of `words`, those of
    trials that were given up included.
    """

    pages: int
    width: float
    height: float
    area: Area
    areas: tuple[Area, ...]
    head: bytes = field(repr=False)
    rows: bytes = field(repr=False)
    first: int
    count: int
    root: int
    fonts: Mapping[str, ReadyFont]
    pictures: bytes
    words: tuple[LateWords, ...]
    shapes: tuple[Shape, ...]
    presence: tuple[tuple[str, bool], ...]
    overlays: tuple[Overlay, ...]
    alts: tuple[LateAlt, ...]
    keys: Mapping[int, int]

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes."""
        letters = sum(len(font.texts) for font in self.fonts.values())
        places = sum(len(overlay.places) + len(overlay.running) for overlay in self.overlays)
        return len(self.head) + len(self.rows) + 100 * letters + 400 * (places + len(self.words)) + 4096
