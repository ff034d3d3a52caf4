"""Drawing to PDF operators: text with its Unicode meaning, rectangles, paths; colours are numbers in the palette."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import field

from handouts.looks import Ink, Vector
from handouts.records import dataclass
from handouts.source.colours import grey
from handouts.tags import Content
from handouts.typeset.geometry import Area
from handouts.typeset.pieces import Run, SetLine, Span, Stroke, TextStyle
from handouts.typeset.plate import Fonting, FontUse, LinkArea, Rect
from handouts.typeset.strokes import codes_of, strokes
from handouts.typeset.syntax import number, utf16

COLOUR_SPACE = b"/CB cs"


# Text at its place on the page: font, style, the operators that place and show it, the operand of ActualText, if any.
Mark = tuple[str, TextStyle, str, str]


@dataclass(slots=True)
class Sheet:
    """What is drawn on one page before it is written: artifacts, and per leaf its text and drawings.

    `area` is the part of the page whose start edge drawing is measured from; it changes while the page is drawn.
    """

    width: float
    height: float
    area: Area
    fonts: Fonting
    artifacts: list[bytes] = field(default_factory=list)
    texts: dict[Content | None, list[Mark]] = field(default_factory=dict)
    drawings: dict[Content, list[bytes]] = field(default_factory=dict)
    links: dict[int, LinkArea] = field(default_factory=dict)

    def left(self, x: float, width: float) -> float:
        """PDF x of something `width` wide that stands `x` from the start edge of the area."""
        return self.area.at(x, width)

    @contextmanager
    def within(self, area: Area) -> Iterator[None]:
        """While this holds, drawing is measured from the start edge of another area."""
        before, self.area = self.area, area
        try:
            yield
        finally:
            self.area = before

    def rect(self, x: float, y: float, width: float, height: float, ink: Ink) -> None:
        """A filled rectangle, as an artifact."""
        self.artifacts.append(self._rect(x, y, width, height, ink))

    def _rect(self, x: float, y: float, width: float, height: float, ink: Ink) -> bytes:
        box = (self.left(x, width), self.height - y - height, width, height)
        return f"{int(ink)} sc {' '.join(map(number, box))} re f".encode()

    def path(self, x: float, y: float, size: float, commands: str, ink: Ink, leaf: Content | None, actual: str) -> None:
        """A filled icon in a square of `size` points."""
        unit = size / 24
        place = (unit, 0, 0, -unit, self.left(x, size), self.height - y)
        drawing = f"q {' '.join(map(number, place))} cm {int(ink)} sc {commands} f* Q".encode()
        if leaf is None:
            self.artifacts.append(drawing)
        else:
            spoken = f"/Span <</ActualText {utf16(actual)}>> BDC ".encode() + drawing + b" EMC" if actual else drawing
            self.drawings.setdefault(leaf, []).append(spoken)

    def picture(self, name: str, x: float, y: float, width: float, height: float, leaf: Content | None) -> None:
        """An image XObject by its resource name."""
        place = (width, 0, 0, height, self.left(x, width), self.height - y - height)
        drawing = f"q {' '.join(map(number, place))} cm /{name} Do Q".encode()
        if leaf is None:
            self.artifacts.append(drawing)
        else:
            self.drawings.setdefault(leaf, []).append(drawing)

    def bitmap(
        self, x: float, y: float, unit: float, rows: tuple[tuple[bool, ...], ...], ink: Ink, leaf: Content
    ) -> None:
        """Rows of square modules of `unit` points; dark neighbours in a row are one rectangle, so no seams show."""
        left, bottom = self.left(x, unit * len(rows)), self.height - y - unit * len(rows)
        out = [f"q {number(unit)} 0 0 {number(unit)} {number(left)} {number(bottom)} cm {int(ink)} sc"]
        for up, row in enumerate(reversed(rows)):
            start = 0
            while start < len(row):
                end = start
                while end < len(row) and row[end] == row[start]:
                    end += 1
                if row[start]:
                    out.append(f"{start} {up} {end - start} 1 re")
                start = end
        out.append("f Q")
        self.drawings.setdefault(leaf, []).append("\n".join(out).encode("ascii"))

    def loose_text(self) -> bytes:
        """The text that belongs to no leaf, as a text object."""
        return text_object(self.texts.get(None, []))

    def line(self, line: SetLine, x: float, y: float) -> None:
        """A set line with its baseline at `y` from the top; links become areas."""
        baseline = self.height - y
        area, runs, form = self.area, line.runs, line.form
        height = number(baseline)
        for stroke in form.strokes.get(area.rtl) or strokes(form, runs, rtl=area.rtl):
            run, (operators, actual, _) = runs[stroke.at], stroke.shown
            use = self.fonts.use_for(stroke.shaped)
            if not record(use, stroke) and not actual:
                actual = utf16("".join([shaped.text for shaped in stroke.shaped]))
            left = number(area.at(x + stroke.x, stroke.width))
            mark = (use.name, run.style, f"1 0 0 1 {left} {height} Tm {operators}", actual)
            if run.leaf in self.texts:
                self.texts[run.leaf].append(mark)
            else:
                self.texts[run.leaf] = [mark]
        for run in runs:
            if run.annotation is not None:
                self._links(line, x, baseline)
                break

    def _links(self, line: SetLine, x: float, baseline: float) -> None:
        for span, at in zip(line.form.spans, line.form.xs, strict=True):
            run = line.runs[span.at]
            if run.annotation is not None:
                self._link(span, run, self.left(x + at, span.width), baseline)

    def _link(self, span: Span, run: Run, left: float, baseline: float) -> None:
        annotation = run.annotation
        assert annotation is not None
        size = run.style.size
        low, high = baseline + run.style.rise - 0.25 * size, baseline + run.style.rise + 0.85 * size
        rect: Rect = (left, low, left + span.width - span.trailing, high)
        area = self.links.get(id(annotation))
        if area is None:
            area = self.links[id(annotation)] = LinkArea(annotation, run.link, "", [])
        area.text += span.shaped.text
        if area.rects and abs(area.rects[-1][1] - low) < 0.01:
            x0, y0, x1, y1 = area.rects[-1]
            area.rects[-1] = (min(x0, rect[0]), y0, max(x1, rect[2]), y1)
        else:
            area.rects.append(rect)

    def stream(self, mcids: dict[Content, int], order: dict[Content, int], furniture: Iterable[bytes] = ()) -> bytes:
        """The page's operators: artifacts first, then every leaf once, in reading order."""
        out = [COLOUR_SPACE]
        loose = self.texts.get(None, [])
        if self.artifacts or loose:
            out.append(b"/Artifact BMC")
            out += self.artifacts
            if loose:
                out.append(text_object(loose))
            out.append(b"EMC")
        out += furniture
        leaves = {leaf for leaf in self.texts if leaf is not None} | set(self.drawings)
        for leaf in sorted(leaves, key=order.__getitem__):
            out.append(f"/Span <</MCID {mcids[leaf]}>> BDC".encode())
            out += self.drawings.get(leaf, [])
            if leaf in self.texts:
                out.append(text_object(self.texts[leaf]))
            out.append(b"EMC")
        return b"\n".join(out)


def text_object(marks: list[Mark]) -> bytes:
    """A BT ... ET object; font, colour and rise are set only where they change."""
    out = ["BT"]
    font: tuple[str, float] | None = None
    ink: Ink | None = None
    rise = 0.0
    for name, style, shown, actual in marks:
        if actual:
            out.append(f"/Span <</ActualText {actual}>> BDC")
        if (name, style.size) != font:
            font = (name, style.size)
            out.append(f"/{name} {number(style.size)} Tf")
        if style.ink is not ink:
            ink = style.ink
            out.append(f"{int(ink)} sc")
        if style.rise != rise:
            rise = style.rise
            out.append(f"{number(rise)} Ts")
        out.append(shown)
        if actual:
            out.append("EMC")
    if rise:
        out.append("0 Ts")
    out.append("ET")
    return "\n".join(out).encode("ascii")


def vector_stream(vector: Vector, *, mono: bool) -> bytes:
    """A picture made of paths as the content of a form whose square is the picture's own box."""
    out = []
    for path in vector.paths:
        fill, stroke = path.fill, path.stroke
        out.append("q")
        if fill is not None:
            out.append(f"{_rgb(fill, mono)} rg")
        if stroke is not None:
            out.append(f"{_rgb(stroke, mono)} RG {number(path.stroke_width)} w {path.cap} J {path.join} j")
        paint = "B" if fill and stroke else "f" if fill else "S"
        out += [path.commands, paint + ("*" if path.even_odd and fill else ""), "Q"]
    return "\n".join(out).encode("ascii")


def _rgb(colour: tuple[int, int, int], mono: bool) -> str:
    return " ".join(number(channel / 255) for channel in (grey(colour) if mono else colour))


def record(use: FontUse, stroke: Stroke) -> bool:
    """Note what each glyph means in this document; False when one glyph cannot carry its cluster's text alone."""
    texts = use.texts
    meanings = stroke.shown.meanings
    if meanings is not None and meanings.items() <= texts.items():
        return True
    simple = True
    for shaped in stroke.shaped:
        codes = codes_of(shaped)
        simple = simple and codes.alone
        for glyph, meaning in zip(codes.ids, codes.said, strict=True):
            if texts.setdefault(glyph, meaning) != meaning:
                simple = False
    return simple
