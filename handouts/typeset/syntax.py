"""PDF syntax that stamping writes: text strings, numbers, addresses. Without ReportLab, which costs 90 ms to import."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache


@lru_cache(maxsize=16_384)
def number(value: float) -> str:
    """A PDF number: at most three decimals, no exponent, no trailing zeros."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def numbers(values: Iterable[float]) -> bytes:
    """Several, with spaces between them."""
    return " ".join(map(number, values)).encode("ascii")


def utf16(text: str) -> str:
    """A PDF text string in UTF-16BE with its byte-order mark, as hexadecimal."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def text_string(text: str) -> bytes:
    """A PDF text string (ISO 32000-1, 7.9.2.2): in ASCII as it is, else in UTF-16."""
    if text.isascii() and text.isprintable():
        return b"(" + text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("ascii") + b")"
    return utf16(text).encode("ascii")


def uri(target: str) -> bytes:
    """A URI in ASCII (ISO 32000-1, 12.6.4.7); anything else is percent-encoded, parentheses escaped for PDF."""
    from urllib.parse import quote

    escaped = quote(target, safe="%/:=&?~#+!$,;'@()*[]").replace("\\", "%5C")
    return b"(" + escaped.replace("(", "\\(").replace(")", "\\)").encode("ascii") + b")"


def purpose(target: str, text: str) -> str:
    """Words for where a link leads: what it reads, and its address where that is not what it reads."""
    words = text.strip("\u2060 ")
    if target.startswith("#ref-"):
        return f"[{target.removeprefix('#ref-')}]"
    return words if target.startswith("#") or words == target else f"{words} ({target})"


def outlines(rects: Sequence[tuple[float, float, float, float]]) -> tuple[list[float], list[float]]:
    """The box round a link's rectangles, and their corners one after the other, to a tenth of a point."""
    rounded = [tuple(round(edge, 1) for edge in rect) for rect in rects]
    box = [
        min(r[0] for r in rounded),
        min(r[1] for r in rounded),
        max(r[2] for r in rounded),
        max(r[3] for r in rounded),
    ]
    return box, [edge for x0, y0, x1, y1 in rounded for edge in (x0, y1, x1, y1, x0, y0, x1, y0)]


def link(rects: Sequence[tuple[float, float, float, float]], key: int, leads: bytes, contents: bytes) -> bytes:
    """A link annotation (ISO 32000-1, 12.5.6.5): its parent-tree key, PDF syntax for where it leads and its purpose."""
    box, corners = outlines(rects)
    several = b"/QuadPoints[%s]" % numbers(corners) if len(rects) > 1 else b""
    return b"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[%s]%s/StructParent %d%s/Contents%s>>" % (
        numbers(box), several, key, leads, contents,
    )  # fmt: skip
