"""A finished PDF taken apart into plain data: pages, what is drawn on them, and the tag tree beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import NamedTuple, TypeAlias

from handouts.diagnostics import HandoutsError
from handouts.press.geometry import UNIT, Box, Matrix
from handouts.press.operators import Operand, Operation
from handouts.press.xmp import MadeFor
from handouts.records import dataclass


class NotAPdf(HandoutsError):
    """The bytes cannot be read as a PDF that anybody may open."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"This is not a PDF that can be read: {reason}.", "Build the handout again.")


class Marked(NamedTuple):
    """A marked-content sequence: page number from 1, object number of its form XObject or 0, marked-content id."""

    page: int
    stream: int
    mcid: int


class ObjectRef(NamedTuple):
    """A kid that is a whole object, here an annotation (ISO 32000-1, 14.7.4.3)."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class FontFace:
    """What a font descriptor says of a font, in 1/1000 em, and the font program that is embedded, if any.

    `program` is a TrueType or OpenType file, or a bare CFF when `is_cff`; heights that are not stated are 0.
    """

    name: str = ""
    program: bytes = b""
    is_cff: bool = False
    italic: bool = False
    ascent: float = 0.0
    descent: float = 0.0
    x_height: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Font:
    """A font as text operators use it: two-byte codes or one-byte codes, and the ToUnicode CMap.

    `cids` are the character ids of codes and `glyphs` the glyph ids of those, None where they are the same number;
    `widths` are by character id, or by code in a simple font, in 1/1000 of text space.
    """

    wide: bool
    to_unicode: bytes
    face: FontFace = field(default_factory=FontFace)
    cids: Mapping[int, int] | None = None
    glyphs: Mapping[int, int] | None = None
    widths: Mapping[int, float] = field(default_factory=dict)
    default_width: float = 0.0


@dataclass(frozen=True, slots=True)
class ColourSpace:
    """A colour space: its family (DeviceRGB, Indexed, ...), its components, and the table of an Indexed one."""

    family: str
    components: int
    base: ColourSpace | None = None
    table: bytes = b""


class Opacity(NamedTuple):
    """What a graphics state parameter dictionary changes: the two alpha constants, None where it says nothing."""

    fill: float | None
    stroke: float | None


@dataclass(frozen=True, slots=True)
class Stream:
    """Drawn content of a page (number 0) or of a form XObject (its object number).

    `matrix` and `bbox` are those of a form; `images` are the names of XObjects that are pictures.
    """

    number: int
    operations: tuple[Operation, ...]
    struct_parents: int | None
    fonts: Mapping[str, Font]
    forms: Mapping[str, Stream]
    properties: Mapping[str, Mapping[str, Operand]]
    matrix: Matrix = UNIT
    bbox: Box | None = None
    images: frozenset[str] = frozenset()
    colour_spaces: Mapping[str, ColourSpace] = field(default_factory=dict)
    opacities: Mapping[str, Opacity] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation of a page; `uri` is the address a link leads to outside the document."""

    number: int
    subtype: str
    contents: str
    struct_parent: int | None
    uri: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page, counted from 1.

    `upright` leads from its own coordinates to those of the page as it is looked at, turned and with its lower left
    corner at the origin; there `box` is what is seen of it, and `trim` what is left after cutting (14.11.2).
    """

    number: int
    content: Stream
    annotations: tuple[Annotation, ...]
    upright: Matrix
    box: Box
    trim: Box

    def streams(self) -> Iterator[Stream]:
        """The page's content and every form XObject it can reach, each once."""
        waiting, seen = [self.content], {self.content.number}
        while waiting:
            stream = waiting.pop(0)
            yield stream
            fresh = [form for form in stream.forms.values() if form.number not in seen]
            seen.update(form.number for form in fresh)
            waiting.extend(fresh)


@dataclass(frozen=True, slots=True)
class Element:
    """A structure element; `number` is its object number (negative when it has none), `parent` that of its /P.

    `role` is the standard type after the role map. Absent texts are empty, an absent ActualText is None.
    """

    number: int
    role: str
    parent: int
    page: int
    kids: tuple[Kid, ...]
    alt: str = ""
    actual_text: str | None = None
    language: str = ""
    scope: str = ""
    numbering: str = ""
    columns: int = 1
    rows: int = 1

    def elements(self) -> tuple[Element, ...]:
        """The kids that are elements themselves."""
        return tuple(kid for kid in self.kids if isinstance(kid, Element))

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in reading order."""
        yield self
        for kid in self.elements():
            yield from kid.walk()


Kid: TypeAlias = "Element | Marked | ObjectRef"
ParentEntry: TypeAlias = "int | tuple[int, ...]"
"""What a number of the parent tree leads to: one element, or one for each marked-content id; 0 where nothing is."""


@dataclass(frozen=True, slots=True)
class Structure:
    """The tag tree: the object number of its root, its elements, its parent tree, its role map.

    `repeated` names the role and page of every element that is reached a second time.
    """

    root: int
    elements: tuple[Element, ...]
    parent_tree: Mapping[int, ParentEntry]
    role_map: Mapping[str, str]
    repeated: tuple[tuple[str, int], ...]

    def walk(self) -> Iterator[Element]:
        """All elements in reading order."""
        for element in self.elements:
            yield from element.walk()


@dataclass(frozen=True, slots=True)
class Target:
    """Where an outline entry or a link inside the document leads; page 0 when that page does not exist."""

    label: str
    source: int
    page: int


@dataclass(frozen=True, slots=True)
class Document:
    """Everything `verify` and `reading` look at; `structure` is None in an untagged file.

    `claims` are the standards the metadata names (PDF/UA, PDF/A), `preferences` the viewer preferences that are names.
    `producer` and `created` are as the document information has them. `print_edition` is the scheme of a file that
    says it is one, else empty.
    """

    pages: tuple[Page, ...]
    structure: Structure | None
    targets: tuple[Target, ...]
    language: str
    title: str
    xmp_title: str
    edition: str
    marked: bool
    display_title: bool
    claims: frozenset[str]
    made_for: MadeFor
    preferences: Mapping[str, str]
    producer: str = ""
    created: str = ""
    print_edition: str = ""


def is_print_edition(document: Document) -> bool:
    """True for imposed sheets of ours: no tags, no claim to a standard, and the metadata says what they are."""
    says_so = bool(document.print_edition or document.made_for.kind)
    return document.structure is None and not document.claims and says_so
