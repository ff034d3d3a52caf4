"""Every character is really drawn, and a program can tell which one it is."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.press.preflight.inspection import Fault, Inspection

_UNKNOWN = "\N{REPLACEMENT CHARACTER}"


def check_missing_glyph(inspection: Inspection) -> Iterator[Fault]:
    """No font draws its sign for a missing character (.notdef, glyph 0) in place of one."""
    for sheet in inspection.sheets:
        for run in sheet.runs:
            count = sum(glyph.missing for glyph in run.glyphs)
            if count:
                message = f"A font has no glyph for {count} of the characters: an empty box is printed instead."
                yield Fault(sheet.number, message, None, run.box, run.text)


def check_no_unicode(inspection: Inspection) -> Iterator[Fault]:
    """No glyph is without a meaning: it could not be searched, copied or read aloud."""
    for sheet in inspection.sheets:
        for run in sheet.runs:
            count = run.text.count(_UNKNOWN)
            if count and not all(glyph.missing for glyph in run.glyphs if glyph.text is None):
                message = f"Nothing says which characters {count} of the glyphs stand for."
                yield Fault(sheet.number, message, None, run.box, run.text)
