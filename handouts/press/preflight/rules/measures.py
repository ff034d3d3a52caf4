"""Lines are neither too long nor too close, text is not justified, and columns stand where they may."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from handouts.press.preflight.inspection import Fault, Inspection
from handouts.press.preflight.lines import Block, TextLine, characters, is_east_asian, squares

_RUNNING_TEXT = frozenset({"text", "reference"})
_WITH_LEADING = frozenset({"text", "reference", "table", "caption"})
_LEADING_ROUNDING = 0.005
_SAME_EDGE = 0.3  # points; lines of ragged text rarely end so close to each other, and never three times
_JUSTIFIED_LINES = 3
_COLUMN_LINES = 3


def check_line_length(inspection: Inspection) -> Iterator[Fault]:
    """No line of running text, or of a list of sources, has more characters than the outermost limit."""
    for block in _of_several_lines(inspection):
        limit = inspection.limit("line-most" if block.kind == "text" else "line-most-reference")
        longest = max(block.lines, key=lambda line: characters(line.text))
        count = characters(longest.text)
        if count > limit.value:
            what = "A line" if block.kind == "text" else "A line in a list of sources"
            message = f"{what} has {count} characters; {limit.value:g} are the most."
            yield Fault(longest.page, message, limit, longest.box, longest.text, what)


def check_long_lines(inspection: Inspection) -> Iterator[Fault]:
    """Full lines of running text have on average no more characters than are easy to read.

    In Chinese, Japanese and Korean lines, figures and letters of other scripts count half: they fill half a square.
    """
    most = inspection.limit("line-most").value
    for block in _of_several_lines(inspection):
        full = [line for piece in block.pieces() for line in piece[:-1]]
        if not full or block.kind != "text":
            continue
        east_asian = is_east_asian("".join(line.text for line in full))
        limit = inspection.limit("line-wanted-east-asian" if east_asian else "line-wanted")
        count = squares if east_asian else characters
        mean = sum(count(line.text) for line in full) / len(full)
        if limit.value < round(mean) <= most:
            message = f"Lines have {mean:.0f} characters; more than {limit.value:g} are hard to follow."
            yield Fault(full[0].page, message, limit, full[0].box, full[0].text, "long lines")


def check_leading(inspection: Inspection) -> Iterator[Fault]:
    """Lines of a paragraph are far enough apart; headings may be closer."""
    limit = inspection.limit("leading")
    for block in inspection.blocks:
        if block.kind not in _WITH_LEADING:
            continue
        for piece in block.pieces():
            for above, below in pairwise(piece):
                apart = (above.baseline - below.baseline) / below.size
                if apart < limit.value - _LEADING_ROUNDING:
                    message = f"Lines are {apart:.3g} times the type size apart; {limit.value:g} is the least."
                    yield Fault(below.page, message, limit, below.box, below.text, "leading")
                    break


def check_justified(inspection: Inspection) -> Iterator[Fault]:
    """Text is ragged on one side: justified lines have gaps that weak readers stumble over.

    Chinese, Japanese and Korean are written in squares and end evenly by nature.
    """
    limit = inspection.limit("justified")
    for block in inspection.blocks:
        if limit.value or block.kind not in _RUNNING_TEXT or len(block.lines) <= _JUSTIFIED_LINES:
            continue
        for piece in block.pieces():
            full = piece[:-1]
            if len(full) >= _JUSTIFIED_LINES and _even(full) and not is_east_asian("".join(line.text for line in full)):
                message = "A paragraph is justified: its lines begin and end evenly."
                yield Fault(full[0].page, message, limit, full[0].box, full[0].text)


def check_columns(inspection: Inspection) -> Iterator[Fault]:
    """Running text does not stand side by side in more columns than the profile allows."""
    limit = inspection.limit("columns")
    pieces = [
        piece
        for block in inspection.blocks
        if block.kind == "text"
        for piece in block.pieces()
        if len(piece) >= _COLUMN_LINES
    ]
    for piece in pieces:
        beside = 1 + len({_left(other) for other in pieces if _stands_beside(piece, other)})
        if beside > limit.value:
            message = f"Running text stands in {beside} columns side by side; {limit.value:g} is the most."
            yield Fault(piece[0].page, message, limit, piece[0].box, piece[0].text)


def _of_several_lines(inspection: Inspection) -> Iterator[Block]:
    """Running text and sources of more than one line."""
    return (block for block in inspection.blocks if block.kind in _RUNNING_TEXT and len(block.lines) > 1)


def _even(lines: list[TextLine]) -> bool:
    extents = [line.extent() for line in lines]
    return all(
        abs(one - other) < _SAME_EDGE
        for here, next_ in pairwise(extents)
        for one, other in zip(here, next_, strict=True)
    )


def _left(piece: list[TextLine]) -> int:
    return round(min(line.box.x0 for line in piece) / 10)


def _stands_beside(one: list[TextLine], other: list[TextLine]) -> bool:
    if one[0].page != other[0].page:
        return False
    apart = max(line.box.x1 for line in one) < min(line.box.x0 for line in other) or max(
        line.box.x1 for line in other
    ) < min(line.box.x0 for line in one)
    return apart and one[-1].box.y0 < other[0].box.y1 and other[-1].box.y0 < one[0].box.y1
