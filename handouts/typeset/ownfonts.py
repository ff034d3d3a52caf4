"""The fonts of a stamped document: the plate's and, for letters these lack, small ones of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from handouts.typeset.filing import Stream
from handouts.typeset.plate import FontUse
from handouts.typeset.ready import ReadyPlate

if TYPE_CHECKING:  # a kept plate is stamped without the modules that shape text
    from handouts.typeset.pieces import Shaped


class OwnFonts:
    """The plate's fonts and, for letters they lack, small ones of the document's own."""

    def __init__(self, plate: ReadyPlate) -> None:
        self._plate = plate
        self.own: dict[str, FontUse] = {}
        self.asked = 0  # how often one of them was used

    def use_for(self, shaped: Sequence[Shaped]) -> FontUse:
        """The plate's font where it has all the glyphs; so what is drawn depends on plate and values alone."""
        face = shaped[0].face
        kept = self._plate.fonts.get(face.key)
        if kept is not None and all(glyph.id in kept.texts for one in shaped for glyph in one.glyphs):
            return FontUse(face, kept.name, kept.texts)
        self.asked += 1
        found = self.own.get(face.key)
        if found is None:
            found = self.own[face.key] = FontUse(face, f"L{len(self.own) + 1}")
        return found

    def embed(self, count: int, plain: dict[int, bytes], streams: dict[int, Stream]) -> bytes:
        """The entries of the font resources; fonts of the document's own are added to its objects, after `count`."""
        entries = [b"/%s %d 0 R" % (font.name.encode(), font.number) for font in self._plate.fonts.values()]
        if self.own:
            from handouts.typeset import embedding, writer  # brings ReportLab

            objects = writer.Objects(count=count)
            for use in self.own.values():
                ref = embedding.font(objects, use, discreet=True)
                entries.append(b"/%s %d 0 R" % (use.name.encode(), ref.number))
            plain |= objects.plain
            streams |= objects.streams
        return b" ".join(entries)
