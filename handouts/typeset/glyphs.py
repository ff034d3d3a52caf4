"""What is known of a font file, a face and a glyph, as plain data."""

from __future__ import annotations

from collections.abc import Callable

from handouts.records import dataclass


@dataclass(frozen=True, slots=True)
class FontFile:
    """One font of a file (`index` in a collection): a digest, the italic flag, the range of weights it draws.

    `outlines` are TrueType's (`glyf`) or PostScript's (`cff`, `cff2`), which are embedded in different ways.
    """

    name: str
    digest: str
    italic: bool
    lightest: int
    boldest: int
    index: int = 0
    outlines: str = "glyf"


@dataclass(frozen=True, slots=True)
class Glyph:
    """A positioned glyph of a shaped piece; `cluster` indexes the piece's text, lengths are 1/1000 em."""

    id: int
    cluster: int
    advance: float
    dx: float
    dy: float


@dataclass(frozen=True, slots=True)
class Metrics:
    """Vertical measures of a face, 1/1000 em."""

    ascent: float
    descent: float
    x_height: float
    cap_height: float


class Advances(dict[int, float]):
    """Advance widths of a face's glyphs, 1/1000 em; each is asked for once."""

    def __init__(self, ask: Callable[[int], float]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, glyph: int) -> float:
        self[glyph] = self._ask(glyph)
        return self[glyph]


class Hexes(dict[int, str]):
    """Glyph ids as the codes of page content; each is written once."""

    def __missing__(self, glyph: int) -> str:
        self[glyph] = f"{glyph:04X}"
        return self[glyph]
