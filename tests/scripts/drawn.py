"""What a finished file draws, read from its operators: glyphs with their places, and the lines of its blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from handouts.press.anatomy import Document, Element, Font, Marked
from handouts.press.dissect import read
from handouts.press.drawn import Piece, texts_of
from handouts.press.glyphs import Decoder


@dataclass(frozen=True)
class Spoken:
    """Text of one marked content: the language a reader hears it in, and the nearest role that is no inline one."""

    text: str
    language: str
    roles: tuple[str, ...]


def texts(document: Document) -> dict[Marked, list[Piece]]:
    decoders: dict[Font, Decoder] = {}
    return {mark: pieces for page in document.pages for mark, pieces in texts_of(page, decoders).items()}


def spoken(data: bytes) -> list[Spoken]:
    """Every marked content below the root in reading order, with the language that holds for it."""
    document = read(data)
    found = texts(document)

    def below(element: Element, language: str, roles: tuple[str, ...]) -> Iterator[Spoken]:
        language, roles = element.language or language, (*roles, element.role)
        for kid in element.kids:
            if isinstance(kid, Element):
                yield from below(kid, language, roles)
            elif isinstance(kid, Marked):
                yield Spoken("".join(piece.text for piece in found.get(kid, ())), language, roles)

    assert document.structure is not None
    return [part for root in document.structure.elements for part in below(root, document.language, ())]


def lines(data: bytes) -> list[list[str]]:
    """The lines of each element that has text of its own, as they stand on the page."""
    document = read(data)
    found = texts(document)
    assert document.structure is not None
    blocks = []
    for root in document.structure.elements:
        for element in root.walk():
            pieces = [piece for kid in element.kids if isinstance(kid, Marked) for piece in found.get(kid, ())]
            rows = groupby(pieces, key=lambda piece: (piece.first.page, round(piece.first.height, 1)))
            if pieces:
                blocks.append(["".join(piece.text for piece in row) for _, row in rows])
    return blocks


@dataclass(frozen=True)
class Row:
    """Glyphs drawn in one go: their ids, and where the first one stands."""

    page: int
    x: float
    y: float
    glyphs: tuple[int, ...]


@dataclass(frozen=True)
class Box:
    """A filled rectangle; `colour` is its number in the palette."""

    page: int
    x: float
    y: float
    width: float
    height: float
    colour: int


def rows(data: bytes) -> list[Row]:
    """Everything that is drawn with a font, artifacts too."""
    out = []
    for page in read(data).pages:
        x = y = 0.0
        for operation in page.content.operations:
            if operation.operator == "Tm":
                x, y = operation.operands[4:6]
            elif operation.operator == "TJ":
                codes = b"".join(part for part in operation.operands[0] if isinstance(part, bytes))
                glyphs = tuple(int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2))
                out.append(Row(page.number, x, y, glyphs))
    return out


def boxes(data: bytes) -> list[Box]:
    out = []
    for page in read(data).pages:
        colour = 0
        for operation in page.content.operations:
            if operation.operator == "sc":
                colour = int(operation.operands[0])
            elif operation.operator == "re":
                out.append(Box(page.number, *operation.operands, colour))
    return out
