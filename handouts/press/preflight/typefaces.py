"""The fonts of a document, looked at glyph by glyph as text is drawn, each glyph once."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import lru_cache
from math import inf

from handouts.press.anatomy import Font
from handouts.press.faces import outlines
from handouts.press.geometry import Box
from handouts.press.glyphs import Decoder
from handouts.press.preflight.measured import Glyph, Typeface

_BOLD = ("bold", "black", "heavy")
_LESS_THAN_BOLD = ("semi", "demi")
_BOLD_ENOUGH = 700  # WCAG leaves "bold" to the font; CSS and OpenType call 700 bold
# What stands in for a glyph whose outline cannot be read: the height of most small letters, and no more than that.
_UNSEEN_HEIGHT = 500.0
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_NOTHING = Box(inf, inf, -inf, -inf)


class Face:
    """One font of the document: its glyphs by code, and what a run says of it."""

    def __init__(self, font: Font) -> None:
        self._font = font
        self._decoder = Decoder(font)
        self._outlines = outlines(font.face)
        # Tables by code, one for each thing that is needed of all glyphs of a string at once.
        self.glyphs: dict[int, Glyph] = {}
        self.advances: dict[int, float] = {}
        self.sides: tuple[dict[int, float], ...] = ({}, {}, {}, {})  # left, bottom, right, top
        self.texts: dict[int, str] = {}
        name = font.face.name.partition("+")[2] or font.face.name
        self.typeface = Typeface(name, self._x_height(), font.face.italic, _is_bold(name))

    def codes(self, shown: bytes) -> Sequence[int]:
        """The codes of a shown string, each of them looked up; an odd byte after two-byte codes is passed over."""
        codes = struct.unpack(f">{len(shown) // 2}H", shown[: len(shown) & ~1]) if self._font.wide else shown
        if not self.glyphs.keys() >= set(codes):
            for code in codes:
                self._look(code)
        return codes

    @property
    def wide(self) -> bool:
        """True when codes are two bytes long."""
        return self._font.wide

    def _look(self, code: int) -> None:
        font = self._font
        text = self._decoder.meaning(code)
        if font.wide:
            cid = code if font.cids is None else font.cids.get(code, 0)
            advance = font.widths.get(cid, font.default_width)
            number: int | None = cid if font.glyphs is None else font.glyphs.get(cid, 0)
        else:
            advance = font.widths.get(code, font.default_width)
            number = self._outlines.glyph_of(text) if text is not None and len(text) == 1 else None
        if self._outlines.known and number is not None:
            ink = self._outlines.box(number)
        else:
            blank = text is not None and not text.strip()
            ink = None if blank or not advance else Box(0.0, 0.0, advance, _UNSEEN_HEIGHT)
        box = ink or _NOTHING
        self.glyphs[code] = Glyph(advance, *box, text, font.wide and number == 0)
        self.advances[code] = advance
        self.texts[code] = text or _UNKNOWN
        for side, edge in zip(self.sides, box, strict=True):
            side[code] = edge

    def _x_height(self) -> float:
        code = self._decoder.code_of("x")
        if code is None or not self._font.wide:
            return self._outlines.x_height(self._outlines.glyph_of("x"))
        cid = code if self._font.cids is None else self._font.cids.get(code, 0)
        return self._outlines.x_height(cid if self._font.glyphs is None else self._font.glyphs.get(cid))


@lru_cache(maxsize=256)
def _is_bold(name: str) -> bool:
    lowered = name.lower()
    if any(word in lowered for word in _BOLD):
        return not any(word in lowered for word in _LESS_THAN_BOLD)
    weight = lowered.rpartition("-")[2]
    return weight.isdigit() and int(weight) >= _BOLD_ENOUGH
