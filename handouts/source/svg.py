"""SVG to plain paths: which drawings can be printed exactly as they look, and why the others cannot."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from xml.parsers import expat

from handouts.diagnostics import Diagnostic, Mark, error
from handouts.looks import Rgb, Vector, VectorPath
from handouts.records import dataclass
from handouts.source.outlines import LENGTH, NONSENSE, NUMBER, commands, outline

MAX_BYTES = 2_000_000
MAX_PATHS = 5_000

_SVG = "http://www.w3.org/2000/svg"
_SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
_GROUPS = ("svg", "g")
_SILENT = ("title", "desc", "metadata")  # said by the figure's alt text, or for editors only
_EDITORS = ("inkscape", "sodipodi", "rdf-syntax", "creativecommons", "purl.org/dc", "XML/1998", "w3.org/2000/xmlns")

# Why an element is refused, and what to do in the drawing program.
_ELEMENTS: Mapping[str, tuple[str, str]] = {
    "text": ("text", "Convert it to paths (Inkscape: Path > Object to Path)."),
    "image": ("a picture inside it", "Use the PNG or JPEG itself as the figure, or trace it to paths."),
    "script": ("a script", "Delete it; pictures do not run programs."),
    "style": ("CSS", "Save it with presentation attributes (Inkscape: Plain SVG; svgo: inlineStyles)."),
    "linearGradient": ("a gradient", "Fill the shapes with plain colours."),
    "radialGradient": ("a gradient", "Fill the shapes with plain colours."),
    "filter": ("a filter", "Remove blur and shadows."),
    "clipPath": ("a clip path", "Cut the shapes themselves (Inkscape: Path > Intersection)."),
    "mask": ("a mask", "Cut the shapes themselves (Inkscape: Path > Intersection)."),
    "pattern": ("a pattern", "Fill the shapes with plain colours."),
    "marker": ("a marker", "Convert it to paths (Inkscape: Path > Object to Path)."),
    "use": ("a clone", "Unlink it (Inkscape: Edit > Clone > Unlink Clone)."),
    "symbol": ("a symbol", "Unlink it (Inkscape: Edit > Clone > Unlink Clone)."),
    "foreignObject": ("content that is not SVG", "Delete it."),
    "a": ("a link", "Delete it; links belong in the text."),
}
_ATTRIBUTES: Mapping[str, tuple[str, str]] = {
    "style": ("a 'style'", 'Save it with presentation attributes: fill="#0B5C7A" (Inkscape: Plain SVG).'),
    "class": ("a 'class'", 'Save it with presentation attributes: fill="#0B5C7A".'),
    "href": ("a reference", "Draw the shape itself; nothing is fetched from elsewhere."),
    "clip-path": _ELEMENTS["clipPath"],
    "mask": _ELEMENTS["mask"],
    "filter": _ELEMENTS["filter"],
    "marker-start": _ELEMENTS["marker"],
    "marker-mid": _ELEMENTS["marker"],
    "marker-end": _ELEMENTS["marker"],
}
# Attributes that change nothing while they have one of these values.
_NEUTRAL: Mapping[str, tuple[str, ...]] = {
    "display": ("inline", "block"),
    "visibility": ("visible",),
    "stroke-dasharray": ("none",),
    "stroke-linecap": ("butt", "round", "square"),
    "stroke-linejoin": ("miter", "round", "bevel"),
    "mix-blend-mode": ("normal",),
}
_ENDS = {"butt": 0, "miter": 0, "round": 1, "square": 2, "bevel": 2}
_OPACITIES = ("opacity", "fill-opacity", "stroke-opacity")

_TRANSFORM = re.compile(
    rf"(?:\s*(?:matrix|translate|scale|rotate|skewX|skewY)\s*\((?:\s*{NUMBER}(?:\s*,\s*|\s+|(?=[-+.])|(?=\)))){{1,6}}\s*\)[\s,]*)+"
)


class _Refused(Exception):
    """Ends reading; the finding is noted."""


@dataclass(frozen=True, slots=True)
class _Style:
    """What children inherit; the matrix is svgelements' own."""

    matrix: Any
    fill: Rgb | None = (0, 0, 0)
    stroke: Rgb | None = None
    stroke_width: float = 1.0
    even_odd: bool = False
    cap: int = 0
    join: int = 0


def read_svg(data: bytes, path: str) -> tuple[Vector | None, tuple[Diagnostic, ...]]:
    """The drawing as filled and stroked paths, or None and what stands in the way, with lines of the SVG file."""
    if len(data) > MAX_BYTES:
        message, hint = f"The drawing is over {MAX_BYTES // 1_000_000} MB.", "Simplify it, or save it as PNG."
        return None, (error("picture", Mark(path), message, hint),)
    reader = _Reader(path)
    try:
        reader.parser.Parse(data, True)
    except _Refused:
        pass
    except expat.ExpatError as problem:
        mark = Mark(path, problem.lineno, problem.offset + 1)
        message = f"The SVG file is broken: {expat.errors.messages[problem.code]}."
        reader.findings.append(error("picture", mark, message, "Save it again from the drawing program."))
    if reader.findings or reader.size is None:
        return None, tuple(reader.findings) or (error("picture", Mark(path), "This is not an SVG drawing."),)
    if not reader.paths:
        return None, (
            error("picture", Mark(path), "The drawing shows nothing.", "Give its shapes a fill or a stroke."),
        )
    width, height = reader.size
    if min(width, height) < 0.01 or max(width, height) > 100 * min(width, height):
        message = f"The drawing is {width:g} by {height:g} units, which no page can show."
        return None, (error("picture", Mark(path), message, "Give it a viewBox of a usual shape."),)
    return Vector(round(width, 3), round(height, 3), tuple(reader.paths)), ()


class _Reader:
    """Follows the XML element by element, so that every complaint has its line; resolves no entities."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.findings: list[Diagnostic] = []
        self.paths: list[VectorPath] = []
        self.size: tuple[float, float] | None = None
        self._styles: list[_Style] = []
        self._skipping = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _mark(self) -> Mark:
        return Mark(self.path, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def _refuse(self, message: str, hint: str = "") -> None:
        self.findings.append(error("picture", self._mark(), message, hint))

    def _doctype(self, *_: object) -> None:
        self._refuse("The drawing has a document type (DOCTYPE).", "Save it as plain SVG, without it.")
        raise _Refused

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if not self._styles and (space, tag) != (_SVG, "svg"):
            self._refuse("This is not an SVG drawing.", f'It begins with <svg xmlns="{_SVG}">.')
            raise _Refused
        if self._skipping or any(editor in space for editor in _EDITORS) or (tag in _SILENT and space == _SVG):
            self._skipping += 1
            return
        nested = tag == "svg" and bool(self._styles)
        if nested or space != _SVG or tag not in ("svg", "g", "defs", *_SHAPES):
            what, hint = _ELEMENTS.get(tag, (f"<{tag}>", "Only paths and simple shapes can be printed."))
            self._refuse(f"The drawing contains {what}.", hint)
            self._skipping += 1
            return
        if tag == "defs":
            self._skipping += 1  # what is only defined is never drawn; whoever refers to it is refused
            return
        own = self._attributes(tag, attributes)
        if tag == "svg" and not self._styles:
            self._styles.append(self._root(own))
            return
        self._styles.append(self._style(own))
        if tag in _SHAPES:
            self._shape(tag, own, self._styles[-1])

    def _end(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
        else:
            self._styles.pop()

    def _attributes(self, tag: str, attributes: dict[str, str]) -> dict[str, str]:
        own = {}
        for full, value in attributes.items():
            space, _, name = full.rpartition(" ")
            if space and not space.endswith("xlink"):
                continue
            value = value.strip()
            own[name] = value
            if name in _ATTRIBUTES and value != "none":
                what, hint = _ATTRIBUTES[name]
                self._refuse(f"<{tag}> has {what}.", hint)
            elif name.lower().startswith("on"):
                self._refuse(f"<{tag}> has a script ('{name}').", "Delete it; pictures do not run programs.")
            elif name in _OPACITIES and value not in ("1", "1.0", "100%"):
                self._refuse(f"<{tag}> is see-through ({name} {value}).", "Mix the colour beforehand.")
            elif name in _NEUTRAL and value not in _NEUTRAL[name]:
                self._refuse(f"<{tag}> has {name} '{value}'.", "Convert the line to a path (Inkscape: Stroke to Path).")
        return own

    def _root(self, own: dict[str, str]) -> _Style:
        from svgelements import Matrix  # slow to import, and most workspaces have few drawings

        box = [float(n) for n in re.findall(NUMBER, own.get("viewBox", ""))]
        if not box and "width" in own and "height" in own:
            box = [0.0, 0.0, self._length(own["width"]), self._length(own["height"])]
        if len(box) != 4 or not all(math.isfinite(n) for n in box) or min(box[2:]) <= 0:
            self._refuse("The drawing has no size.", 'Give <svg> a viewBox="0 0 WIDTH HEIGHT".')
            raise _Refused
        self.size = box[2], box[3]
        # PDF's y axis points up, from the lower left corner.
        base = _Style(Matrix(1, 0, 0, -1, -box[0], box[1] + box[3]))
        self._styles.append(base)
        style = self._style(own)
        self._styles.pop()
        return style

    def _length(self, text: str) -> float:
        from svgelements import Length

        if not LENGTH.fullmatch(text):
            self._refuse(f"'{text[:30]}' is not a length.", "Write a number.")
            return 0.0
        return float(Length(text).value(ppi=96))

    def _style(self, own: dict[str, str]) -> _Style:
        from svgelements import Matrix

        parent = self._styles[-1]
        matrix = parent.matrix
        transform = own.get("transform", "")
        if transform:
            try:
                if not _TRANSFORM.fullmatch(transform):
                    raise ValueError
                matrix = Matrix(transform) * matrix
            except NONSENSE:
                self._refuse(f"The transform '{transform[:40]}' is not understood.", "Save it again as plain SVG.")
        return replace(
            parent,
            matrix=matrix,
            fill=self._colour(own.get("fill", ""), parent.fill),
            stroke=self._colour(own.get("stroke", ""), parent.stroke),
            stroke_width=self._length(own["stroke-width"]) if "stroke-width" in own else parent.stroke_width,
            even_odd=own["fill-rule"] == "evenodd" if "fill-rule" in own else parent.even_odd,
            cap=_ENDS.get(own.get("stroke-linecap", ""), parent.cap),
            join=_ENDS.get(own.get("stroke-linejoin", ""), parent.join),
        )

    def _colour(self, text: str, inherited: Rgb | None) -> Rgb | None:
        from PIL import ImageColor

        if text in ("", "inherit"):
            return inherited
        if text in ("none", "transparent"):
            return None
        try:
            channels = ImageColor.getrgb(text)
        except ValueError:
            what = "a gradient or pattern" if text.startswith("url") else f"'{text[:30]}'"
            self._refuse(f"A colour is {what}.", 'Use plain colours: "#0B5C7A".')
            return inherited
        if len(channels) == 4 and channels[3] < 255:
            self._refuse(f"The colour '{text[:30]}' is see-through.", "Mix the colour beforehand.")
        return channels[0], channels[1], channels[2]

    def _shape(self, tag: str, own: dict[str, str], style: _Style) -> None:
        if style.fill is None and style.stroke is None:
            return
        if len(self.paths) >= MAX_PATHS:
            self._refuse(f"The drawing has more than {MAX_PATHS:,} shapes.", "Simplify it, or save it as PNG.")
            raise _Refused
        try:
            drawn = commands(outline(tag, own) * style.matrix)
            width = style.stroke_width * math.sqrt(abs(style.matrix.determinant))
        except NONSENSE:
            self._refuse(f"The outline of <{tag}> is not understood.", "Save it again as plain SVG.")
            return
        stroke = style.stroke if width > 0 else None
        fill = None if tag == "line" else style.fill
        if drawn and not (fill is None and stroke is None):
            self.paths.append(VectorPath(drawn, fill, stroke, round(width, 3), style.even_odd, style.cap, style.join))
