"""Pictures inside the file: drawings, icons and QR codes as SVG, photographs as data addresses."""

from __future__ import annotations

import base64
import re

from handouts import icons
from handouts.content import Tone
from handouts.looks import Raster, Rgb, Vector, VectorPath
from handouts.resolving.qr import modules
from handouts.source.colours import grey, to_hex
from handouts.twin.markup import Html, tag

_QUIET = 4  # modules of white around a QR code (ISO/IEC 18004)
_QR_SIDE = "136"  # CSS pixels: 36 mm with the quiet zone, where the code itself must have 20 mm
_OPERATORS = {"m": "M", "l": "L", "c": "C", "h": "Z"}
_CAPS, _JOINS = ("butt", "round", "square"), ("miter", "round", "bevel")
_DIGITS = 3  # decimals of a coordinate


def vector(image: Vector, title: str, name: str, *, mono: bool) -> Html:
    """A drawing; without a title it only decorates. `name` is an id that no other element has."""
    turned = tag(
        "g", *(_path(path, mono=mono) for path in image.paths), transform=f"matrix(1 0 0 -1 0 {_number(image.height)})"
    )
    box = f"0 0 {_number(image.width)} {_number(image.height)}"
    size = {"width": _number(image.width), "height": _number(image.height)}
    return _svg(turned, title, name, viewBox=box, **size)


def raster(image: Raster, title: str, *, mono: bool) -> Html:
    """A photograph as part of the file, without what the camera wrote beside the picture."""
    from handouts.source.pictures import web_ready  # brings Pillow: only photographs pay

    kind, data = web_ready(image, mono=mono)
    source = f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"
    return tag("img", src=source, alt=title, width=str(image.width), height=str(image.height))


def icon(tone: Tone) -> Html:
    """The drawing of a tone; its word stands beside it."""
    return _plain_icon(icons.TONES[tone])


def check() -> Html:
    """The check mark before a key point."""
    return _plain_icon(icons.CHECK)


def _plain_icon(commands: str) -> Html:
    path = tag("path", d=outline(commands), fill_rule="evenodd")
    return tag("svg", path, class_="icon", viewBox="0 0 24 24", aria_hidden="true", focusable="false")


def back_arrow() -> Html:
    """An arrow that leads back up to the text."""
    path = tag("path", d="M4 13 L12 5 L20 13 L17.5 15.3 L13.7 11.5 L13.7 20 L10.3 20 L10.3 11.5 L6.5 15.3 Z")
    return tag("svg", path, class_="icon", viewBox="0 0 24 24", aria_hidden="true", focusable="false")


def qr_code(text: str, title: str, name: str) -> Html:
    """A QR code, dark on white whatever the colours around it: scanners want it so."""
    rows = modules(text)
    side = len(rows) + 2 * _QUIET
    data = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end] == row[x]:
                end += 1
            if row[x]:
                data.append(f"M{x + _QUIET} {y + _QUIET}h{end - x}v1h-{end - x}z")
            x = end
    ground = tag("rect", width=str(side), height=str(side), fill="#fff")
    code = tag("path", d="".join(data), fill="#000")
    box = f"0 0 {side} {side}"
    return _svg(ground, title, name, code, viewBox=box, width=_QR_SIDE, height=_QR_SIDE, shape_rendering="crispEdges")


def _svg(first: Html, title: str, name: str, *more: Html, **attributes: str) -> Html:
    if not title:
        return tag("svg", first, *more, aria_hidden="true", focusable="false", **attributes)
    said = tag("title", title, id=name)
    return tag("svg", said, first, *more, role="img", aria_labelledby=name, **attributes)


def _path(path: VectorPath, *, mono: bool) -> Html:
    def shade(colour: Rgb | None) -> str:
        return "none" if colour is None else to_hex(grey(colour) if mono else colour).lower()

    stroked = path.stroke is not None
    return tag(
        "path",
        d=outline(path.commands),
        fill=shade(path.fill),
        fill_rule="evenodd" if path.even_odd else None,
        stroke=shade(path.stroke) if stroked else None,
        stroke_width=_number(path.stroke_width) if stroked else None,
        stroke_miterlimit="10" if stroked and not path.join else None,  # PDF's usual limit; SVG's is 4
        stroke_linecap=_CAPS[path.cap] if stroked and path.cap else None,
        stroke_linejoin=_JOINS[path.join] if stroked and path.join else None,
    )


def outline(commands: str) -> str:
    """PDF path operators (ISO 32000-1, 8.5.2: m, l, c, h; operands first) as SVG path data (operands last).

    Raises ValueError for an operator that our reduced drawings do not have.
    """
    out: list[str] = []
    operands: list[str] = []
    for word in commands.split():
        if re.fullmatch(r"-?\d*\.?\d+(?:[eE][-+]?\d+)?\.?", word):
            operands.append(_number(float(word)))
            continue
        if word not in _OPERATORS:
            raise ValueError(f"'{word}' is not a path operator of ours")
        out.append(_OPERATORS[word] + " ".join(operands))
        operands = []
    return "".join(out)


def _number(value: float) -> str:
    text = f"{value:.{_DIGITS}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
