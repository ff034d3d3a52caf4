"""Pages break well: no lone lines of a paragraph, no heading without its text, no last page with next to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from handouts.press.preflight.inspection import Fault, Inspection
from handouts.press.preflight.lines import Block, TextLine

_PARAGRAPHS = frozenset({"text", "reference"})


def check_orphan(inspection: Inspection) -> Iterator[Fault]:
    """A paragraph that goes on elsewhere has two lines or more where it begins."""
    for block in _paragraphs(inspection):
        first = block.pieces()[0]
        if len(first) == 1 and len(block.lines) > 1:
            yield _alone(inspection, first[0], "The first line of a paragraph stands alone at the foot.")


def check_widow(inspection: Inspection) -> Iterator[Fault]:
    """A paragraph that comes from elsewhere has two lines or more where it ends."""
    for block in _paragraphs(inspection):
        pieces = block.pieces()
        if len(pieces) > 1 and len(pieces[-1]) == 1:
            yield _alone(inspection, pieces[-1][0], "The last line of a paragraph stands alone at the top.")


def check_lone_heading(inspection: Inspection) -> Iterator[Fault]:
    """A heading is followed on its own page, and in its own column, by something of what it announces.

    The title of a card may stand alone on its first page, as on a cover.
    """
    for heading, following in pairwise(inspection.blocks):
        if heading.kind == "heading" and following.kind != "heading" and heading is not inspection.blocks[0]:
            last, first = heading.lines[-1], following.lines[0]
            another_column = first.baseline > last.baseline + last.size and first.box.x0 > last.box.x1
            at_the_foot = another_column and not _has_text_below(inspection, last)
            if first.page > last.page or (first.page == last.page and at_the_foot):
                yield Fault(last.page, "A heading stands alone at the foot.", None, last.box, last.text)


def _has_text_below(inspection: Inspection, above: TextLine) -> bool:
    """True where the column of a line goes on below it: beside it stands, say, the same in another language."""
    return any(
        line.place is not None
        and line.kind != "running"
        and line.baseline < above.baseline
        and min(line.box.x1, above.box.x1) > max(line.box.x0, above.box.x0)
        for line in inspection.lines(above.page)
    )


def check_last_page(inspection: Inspection) -> Iterator[Fault]:
    """The last page holds more than a line or two."""
    limit = inspection.limit("last-page")
    sheet = inspection.sheets[-1]
    lines = [line for line in inspection.lines(sheet.number) if line.kind != "running"]
    if sheet.number > 1 and len(lines) < limit.value and not sheet.pictures and not inspection.printing:
        held = {0: "no text", 1: "only one line"}.get(len(lines), f"only {len(lines)} lines")
        box = lines[0].box if lines else None
        yield Fault(sheet.number, f"The last page holds {held}.", limit, box, lines[0].text if lines else "")


def _paragraphs(inspection: Inspection) -> Iterator[Block]:
    return (block for block in inspection.blocks if block.kind in _PARAGRAPHS)


def _alone(inspection: Inspection, line: TextLine, message: str) -> Fault:
    return Fault(line.page, message, inspection.limit("lone-lines"), line.box, line.text)
