"""How large the body text of a finished PDF is, as far as can be seen from its characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from handouts.press.operators import SHOW_TEXT, Operand, operations

_Matrix = tuple[float, float, float, float]
_UNIT: _Matrix = (1.0, 0.0, 0.0, 1.0)
_SHARE = 0.2


def body_size(contents: Sequence[bytes]) -> float:
    """The largest size in points, to a tenth, in which at least a fifth of the characters are set; 0 without text.

    `contents` are the content streams of pages. Headings are larger but few; references and notes are many in some
    documents, but smaller. The size is that of the font in the direction in which lines follow each other, after all
    transformations of the page (ISO 32000-1, 9.4.4).
    """
    counts: Counter[float] = Counter()
    for content in contents:
        for size, characters in _shown(content):
            counts[round(size, 1)] += characters
    if not counts:
        return 0.0
    common = [size for size, count in counts.items() if count >= counts.total() * _SHARE]
    return max(common, default=counts.most_common(1)[0][0])


def _shown(content: bytes) -> Iterator[tuple[float, int]]:
    size, page, line = 0.0, _UNIT, _UNIT
    kept: list[tuple[float, _Matrix]] = []
    for operator, operands in operations(content):
        if operator == "q":
            kept.append((size, page))
        elif operator == "Q" and kept:
            size, page = kept.pop()
        elif operator == "cm":
            page = _times(_matrix(operands), page)
        elif operator == "BT":
            line = _UNIT
        elif operator == "Tm":
            line = _matrix(operands)
        elif operator == "Tf" and len(operands) == 2 and isinstance(operands[1], int | float):
            size = float(operands[1])
        elif operator in SHOW_TEXT:
            _, _, c, d = _times(line, page)
            yield size * (c * c + d * d) ** 0.5, sum(_length(operand) for operand in operands)


def _matrix(operands: Sequence[Operand]) -> _Matrix:
    numbers = [float(item) for item in operands if isinstance(item, int | float)]
    return (numbers[0], numbers[1], numbers[2], numbers[3]) if len(numbers) == 6 else _UNIT


def _times(one: _Matrix, other: _Matrix) -> _Matrix:
    a, b, c, d = one
    e, f, g, h = other
    return a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h


def _length(operand: Operand) -> int:
    if isinstance(operand, bytes):
        return len(operand)
    return sum(_length(item) for item in operand) if isinstance(operand, list) else 0
