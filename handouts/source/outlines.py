"""Outlines of SVG shapes as PDF path operators; sole user of svgelements together with `svg`."""

from __future__ import annotations

import math
import re
from typing import Any

NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?"
_PATH = re.compile(rf"\s*[Mm](?:[MmZzLlHhVvCcSsQqTtAa]|{NUMBER}|[\s,])*")
_POINTS = re.compile(rf"(?:{NUMBER}|[\s,])*")
LENGTH = re.compile(rf"{NUMBER}(?:px|pt|mm|cm|in|pc)?")
_GEOMETRY = ("x", "y", "width", "height", "rx", "ry", "cx", "cy", "r", "x1", "y1", "x2", "y2")
# What svgelements raises on geometry that has the right form and still makes no sense.
NONSENSE = (ValueError, TypeError, IndexError, ArithmeticError, AttributeError, KeyError, AssertionError)


def outline(tag: str, own: dict[str, str]) -> Any:
    """The shape as svgelements' Path; ValueError when its numbers are not numbers."""
    import svgelements

    if tag == "path":
        text = own.get("d", "")
        if text and not _PATH.fullmatch(text):
            raise ValueError
        return svgelements.Path(text)
    if tag in ("polyline", "polygon"):
        text = own.get("points", "")
        numbers = [float(n) for n in re.findall(NUMBER, text)]
        if not _POINTS.fullmatch(text) or len(numbers) % 2:
            raise ValueError
        shape = svgelements.Polygon if tag == "polygon" else svgelements.Polyline
        return svgelements.Path(shape(*zip(numbers[::2], numbers[1::2], strict=True)))
    given = {name: own[name] for name in _GEOMETRY if name in own}
    if not all(LENGTH.fullmatch(text) for text in given.values()):
        raise ValueError
    shapes = {"rect": "Rect", "circle": "Circle", "ellipse": "Ellipse", "line": "SimpleLine"}
    return svgelements.Path(getattr(svgelements, shapes[tag])(**given))


def commands(path: Any) -> str:
    """PDF path operators; quadratic curves and arcs become cubic ones."""
    import svgelements

    path = abs(path)
    path.approximate_arcs_with_cubics()
    out = []
    for part in path:
        match part:
            case svgelements.Move():
                out.append(f"{_point(part.end)} m")
            case svgelements.Close():
                out.append("h")
            case svgelements.CubicBezier():
                out.append(f"{_point(part.control1)} {_point(part.control2)} {_point(part.end)} c")
            case svgelements.QuadraticBezier():
                first = part.start + (part.control - part.start) * (2 / 3)
                second = part.end + (part.control - part.end) * (2 / 3)
                out.append(f"{_point(first)} {_point(second)} {_point(part.end)} c")
            case _:
                out.append(f"{_point(part.end)} l")
    return " ".join(out) if len(out) > 1 else ""


def _point(point: Any) -> str:
    return f"{_decimal(point.x)} {_decimal(point.y)}"


def _decimal(number: float) -> str:
    if not math.isfinite(number) or abs(number) > 1_000_000:
        raise ValueError
    text = f"{number:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
