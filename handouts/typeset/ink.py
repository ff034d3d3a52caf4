"""Drawing to PDF operators: text with its Unicode meaning, rectangles, paths; colours are numbers in the palette."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache

from handouts.looks import Ink, Vector
from handouts.source.colours import grey
from handouts.tags import Content
from handouts.typeset.fonts import Face, Glyph
from handouts.typeset.geometry import Area
from handouts.typeset.pieces import IGNORED, SOFT_HYPHEN, Piece, SetLine, TextStyle
from handouts.typeset.plate import Fonting, LinkArea, Rect
from handouts.typeset.syntax import number, utf16

_UNPRINTED = "".join(sorted(IGNORED))
COLOUR_SPACE = b"/CB cs"


@dataclass(frozen=True, slots=True)
class Mark:
    """Text at its place on the page: `x`, `y` in PDF coordinates, `codes` the operand of TJ."""

    x: float
    y: float
    font: str
    style: TextStyle
    codes: str
    actual: str = ""


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
        pending: list[Piece] = []
        pending_left = expected = 0.0
        for placed in line.placed:
            piece = placed.piece
            left = self.left(x + placed.x, piece.width)
            joins = (
                bool(pending)
                and abs(left - expected) < 0.005
                and _alike(pending[-1], piece)
                and not piece.level % 2
                and not piece.hyphen
            )
            if pending and not joins:
                self._text(pending, pending_left, baseline)
                pending = []
            if not pending:
                pending_left = left
            pending.append(piece)
            expected = left + piece.width
            if piece.run.annotation is not None:
                self._link(piece, left, baseline)
            if piece.hyphen or piece.level % 2:
                self._text(pending, pending_left, baseline)
                pending = []
        if pending:
            self._text(pending, pending_left, baseline)

    def _link(self, piece: Piece, left: float, baseline: float) -> None:
        annotation = piece.run.annotation
        assert annotation is not None
        size = piece.run.style.size
        low, high = baseline + piece.run.style.rise - 0.25 * size, baseline + piece.run.style.rise + 0.85 * size
        rect: Rect = (left, low, left + piece.width - piece.trailing, high)
        area = self.links.get(id(annotation))
        if area is None:
            area = self.links[id(annotation)] = LinkArea(annotation, piece.run.link, "", [])
        area.text += piece.text
        if area.rects and abs(area.rects[-1][1] - low) < 0.01:
            x0, y0, x1, y1 = area.rects[-1]
            area.rects[-1] = (min(x0, rect[0]), y0, max(x1, rect[2]), y1)
        else:
            area.rects.append(rect)

    def _text(self, pieces: list[Piece], left: float, baseline: float) -> None:
        pieces = [piece for piece in pieces if piece.glyphs]
        if not pieces:
            return
        use = self.fonts.use_for(pieces)
        style = pieces[0].run.style
        codes = _Codes(use.face, style)
        actual = ""
        for piece in pieces:
            simple = record(use.texts, piece)
            if piece.level % 2 or piece.hyphen or not simple:
                actual = "".join(p.text for p in pieces)
            codes.add(piece.glyphs)
        if actual and pieces[-1].hyphen:
            actual = actual[:-1] + SOFT_HYPHEN
        mark = Mark(left, baseline, use.name, style, codes.finish(), actual)
        self.texts.setdefault(pieces[0].run.leaf, []).append(mark)

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
    for mark in marks:
        style = mark.style
        if mark.actual:
            out.append(f"/Span <</ActualText {utf16(mark.actual)}>> BDC")
        if (mark.font, style.size) != font:
            font = (mark.font, style.size)
            out.append(f"/{mark.font} {number(style.size)} Tf")
        if style.ink is not ink:
            ink = style.ink
            out.append(f"{int(ink)} sc")
        if style.rise != rise:
            rise = style.rise
            out.append(f"{number(rise)} Ts")
        out.append(f"1 0 0 1 {number(mark.x)} {number(mark.y)} Tm {mark.codes}")
        if mark.actual:
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


def _alike(one: Piece, other: Piece) -> bool:
    a, b = one.run, other.run
    return one.face is other.face and a.leaf is b.leaf and a.style == b.style and not one.hyphen


class _Codes:
    """Text-showing operators for a row of glyphs.

    Codes go in runs, with corrections where an advance is not the font's own (kerning, spacing) and a change of
    text rise where a mark stands above or below its place.
    """

    def __init__(self, face: Face, style: TextStyle) -> None:
        self._face = face
        self._style = style
        self._operators: list[str] = []
        self._array: list[str] = []
        self._run = ""
        self._owed = 0.0
        self._lifted = 0.0

    def add(self, glyphs: Iterable[Glyph]) -> None:
        for glyph in glyphs:
            if glyph.dy != self._lifted:
                self._lift(glyph.dy)
            self._owe(-glyph.dx)
            self._settle()
            self._run += f"{glyph.id:04X}"
            self._owe(self._face.advance(glyph.id) - glyph.advance + glyph.dx)

    def _owe(self, back: float) -> None:
        self._owed += back

    def _settle(self) -> None:
        # Half a thousandth of an em is under a micrometre in body text: not worth a number in the file.
        if abs(self._owed) >= 0.5:
            self._end_run()
            self._array.append(number(self._owed))
            self._owed = 0.0

    def _lift(self, dy: float) -> None:
        self._end_array()
        self._operators.append(f"{number(self._style.rise + dy * self._style.size / 1000)} Ts")
        self._lifted = dy

    def _end_run(self) -> None:
        if self._run:
            self._array.append(f"<{self._run}>")
            self._run = ""

    def _end_array(self) -> None:
        self._settle()
        self._end_run()
        if self._array:
            self._operators.append(f"[{''.join(_spaced(self._array))}] TJ")
            self._array = []

    def finish(self) -> str:
        if self._lifted:
            self._lift(0.0)
        self._end_run()
        if self._array:
            self._operators.append(f"[{''.join(_spaced(self._array))}] TJ")
        return " ".join(self._operators)


def _spaced(parts: list[str]) -> Iterable[str]:
    previous_is_number = False
    for part in parts:
        is_number = part[0] != "<"
        yield f" {part}" if is_number and previous_is_number else part
        previous_is_number = is_number


def record(texts: dict[int, str], piece: Piece) -> bool:
    """Note what each glyph means; False when one glyph cannot carry its cluster's text alone."""
    clusters = tuple(glyph.cluster for glyph in piece.glyphs)
    simple = len(set(clusters)) == len(clusters)
    meanings = _meanings.__wrapped__ if piece.run.private else _meanings
    for glyph, meaning in zip(piece.glyphs, meanings(piece.text, clusters), strict=True):
        if not meaning or texts.setdefault(glyph.id, meaning) != meaning:
            simple = False
    return simple


@lru_cache(maxsize=16384)
def _meanings(text: str, clusters: tuple[int, ...]) -> tuple[str, ...]:
    """Text of each glyph's cluster, without characters that are never drawn; a plain space for any kind of space."""
    starts = sorted(set(clusters))
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    raw = (text[start : ends[start]].strip(_UNPRINTED) for start in clusters)
    return tuple(" " if not part.strip() else part for part in raw)
