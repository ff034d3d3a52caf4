"""The fonts of a document, looked at glyph by glyph as text is drawn, each glyph once."""

from __future__ import annotations

import struct
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
_NOTHING = Box(inf, inf, -inf, -inf)


class Face:
    """One font of the document: its glyphs by code, and what a run says of it."""

    def __init__(self, font: Font) -> None:
        self._font = font
        self._decoder = Decoder(font)
        self._outlines = outlines(font.face)
        self._glyphs: dict[int, Glyph] = {}
        name = font.face.name.partition("+")[2] or font.face.name
        self.typeface = Typeface(name, self._x_height(), font.face.italic, _is_bold(name))

    def glyphs(self, codes: bytes) -> list[Glyph]:
        """The glyphs of a shown string; an odd byte at the end of two-byte codes is passed over."""
        known = self._glyphs
        numbers = struct.unpack(f">{len(codes) // 2}H", codes[: len(codes) & ~1]) if self._font.wide else codes
        return [known[code] if code in known else self._look(code) for code in numbers]

    @property
    def wide(self) -> bool:
        """True when codes are two bytes long."""
        return self._font.wide

    def _look(self, code: int) -> Glyph:
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
        found = self._glyphs[code] = Glyph(advance, *(ink or _NOTHING), text, font.wide and number == 0)
        return found

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
