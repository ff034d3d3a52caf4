"""No text is drawn over other text: boxes are compared first, and glyph by glyph where they meet."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator

from handouts.press.preflight.inspection import Fault, Inspection
from handouts.press.preflight.measured import TextRun

_SHARE = 0.1  # of the smaller type size, both ways, before two glyphs are taken to collide
_SHARE_BESIDE = 0.3  # on one line neighbours may reach under each other, as letters of Arabic and italics do


def check_overlap(inspection: Inspection) -> Iterator[Fault]:
    """No two pieces of text cover each other."""
    for sheet in inspection.sheets:
        runs = sorted((run for run in sheet.runs if run.paints), key=lambda run: run.box.y0)
        for at, run in enumerate(runs):
            for other in runs[at + 1 :]:
                if other.box.y0 >= run.box.y1:
                    break
                if run.box.meets(other.box) and _collide(run, other):
                    lower = max(run, other, key=lambda one: one.order)
                    yield Fault(sheet.number, "Text is drawn over other text.", None, lower.box, lower.text)


def _collide(one: TextRun, other: TextRun) -> bool:
    size = min(one.size, other.size)
    beside = abs(one.baseline - other.baseline) < 0.6 * size
    least = size * (_SHARE_BESIDE if beside else _SHARE)
    common = one.box.common(other.box)
    if common.width < least or common.height < least:
        return False
    here = [ink for ink in one.ink() if ink.meets(common)]
    there = sorted(ink for ink in other.ink() if ink.meets(common))
    widest = max((ink.width for ink in there), default=0.0)
    lefts = [ink.x0 for ink in there]
    for ink in here:
        for second in there[bisect(lefts, ink.x0 - widest) : bisect(lefts, ink.x1)]:
            shared = ink.common(second)
            if shared.width > least and shared.height > least:
                return True
    return False
