"""Lines are met in reading order in every kind of block, and changing them changes nothing else."""

import pytest

from handouts.content import (
    BulletList,
    Callout,
    Checklist,
    Faq,
    Figure,
    Heading,
    KeyPoints,
    Line,
    Paragraph,
    Question,
    Quote,
    SolidBlock,
    Steps,
    Table,
    WriteIn,
)
from handouts.diagnostics import Mark
from handouts.resolving.lines import lines_in, map_lines

from .libraries import line

M = Mark("x")
A, B, C, D = (line(letter) for letter in "abcd")

BLOCKS: list[tuple[SolidBlock, str]] = [
    (Paragraph(A, M), "a"),
    (Heading(A, M), "a"),
    (BulletList((A, B), M), "ab"),
    (Steps((A, B), M), "ab"),
    (Callout("tip", A, (Paragraph(B, M), Steps((C, D), M)), M), "abcd"),
    (Table(A, (B,), True, ((C,), (D,)), (), M), "abcd"),
    (Faq((Question(A, B, M), Question(C, D, M)), M), "abcd"),
    (Figure("x.svg", "alt", A, M), "a"),
    (Figure("x.svg", "alt", None, M), ""),
    (Checklist((A, B), "name", M), "ab"),
    (WriteIn(A, 3, "name", M), "a"),
    (Quote(A, B, M), "ab"),
    (KeyPoints((A, B), M), "ab"),
]


@pytest.mark.parametrize(("block", "expected"), BLOCKS, ids=lambda value: type(value).__name__)
def test_lines(block: SolidBlock, expected: str) -> None:
    assert "".join(each.plain for each in lines_in(block)) == expected
    assert map_lines(block, lambda each: each) == block
    doubled = map_lines(block, lambda each: Line(each.parts * 2, each.mark))
    assert "".join(each.plain for each in lines_in(doubled)) == "".join(letter * 2 for letter in expected)
