"""The logical structure of a document: tag nodes are minted while composing and filled while drawing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from enum import StrEnum

from handouts.records import dataclass


class Role(StrEnum):
    """Standard structure types of ISO 32000-1, 14.8.4, as far as we use them; no role map is needed."""

    DOCUMENT = "Document"
    PART = "Part"
    SECT = "Sect"
    DIV = "Div"
    H1 = "H1"
    H2 = "H2"
    H3 = "H3"
    H4 = "H4"
    P = "P"
    BLOCK_QUOTE = "BlockQuote"
    CAPTION = "Caption"
    TOC = "TOC"
    TOCI = "TOCI"
    L = "L"
    LI = "LI"
    LBL = "Lbl"
    LBODY = "LBody"
    TABLE = "Table"
    THEAD = "THead"
    TBODY = "TBody"
    TR = "TR"
    TH = "TH"
    TD = "TD"
    FIGURE = "Figure"
    LINK = "Link"
    REFERENCE = "Reference"
    SPAN = "Span"


@dataclass(slots=True, eq=False)
class Content:
    """A stretch of drawn content; `marks` are (page index, marked-content id), in drawing order.

    `bbox` is the place of a picture on its page in PDF coordinates: left, bottom, right, top.
    """

    marks: list[tuple[int, int]] = field(default_factory=list)
    bbox: tuple[float, float, float, float] | None = None


@dataclass(slots=True, eq=False)
class Annotation:
    """A link annotation that belongs to an element; `objects` are (page index, annotation index)."""

    objects: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Element:
    """One structure element.

    `alt` is alternative text, `language` a BCP 47 tag where it differs from the parent,
    `scope` is Row or Column for TH, `numbering` a ListNumbering value for L, `title` helps navigation.
    """

    role: Role
    kids: list[Element | Content | Annotation] = field(default_factory=list)
    alt: str = ""
    language: str = ""
    title: str = ""
    scope: str = ""
    numbering: str = ""

    def add(self, role: Role, **attributes: str) -> Element:
        """Mint a child element at the end of this one."""
        # Keyword names are the fields above.
        child = Element(role, **attributes) if attributes else Element(role)  # type: ignore[arg-type]
        self.kids.append(child)
        return child

    def content(self) -> Content:
        """Mint a place for drawn content at the end of this element."""
        leaf = Content()
        self.kids.append(leaf)
        return leaf

    def annotation(self) -> Annotation:
        """Mint a place for link annotations at the end of this element."""
        leaf = Annotation()
        self.kids.append(leaf)
        return leaf

    def walk(self) -> Iterator[Element]:
        """This element and all elements below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()


def tree_text(root: Element, depth: int = 0) -> str:
    """The tag tree as indented text, the form that golden files and `verify --tags` use."""
    notes = "".join(
        f" {name}={value!r}"
        for name, value in (
            ("lang", root.language),
            ("alt", root.alt),
            ("scope", root.scope),
            ("numbering", root.numbering),
        )
        if value
    )
    lines = [f"{'  ' * depth}- {root.role}{notes}"]
    lines += [tree_text(kid, depth + 1) for kid in root.kids if isinstance(kid, Element)]
    return "\n".join(lines)
