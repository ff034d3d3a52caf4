"""From a document's operators to what they paint: one walk over each page, forms where they are drawn."""

from __future__ import annotations

from dataclasses import field
from math import hypot

from handouts.press.anatomy import Document, Font, Marked, Page, Stream
from handouts.press.geometry import Box, around, placed_box, times
from handouts.press.glyphs import text_string
from handouts.press.marking import is_artifact, mark_id, property_of
from handouts.press.operators import BEGIN_MARKED, SHOW_TEXT, Operand, Operation
from handouts.press.preflight.measured import Area, Measured, Picture, Sheet, TextRun
from handouts.press.preflight.outline import Outline
from handouts.press.preflight.pen import Pen
from handouts.press.preflight.places import places_of
from handouts.press.preflight.showing import Shown
from handouts.press.preflight.typefaces import Face
from handouts.records import dataclass

_FORM_DEPTH = 8
_STATE = frozenset({"Ts", "Tm", "BT", "cm", "w", "Td", "TD", "T*", "TL", "Tc", "Tw", "Tz", "Tr"})
_PATH = frozenset({"re", "m", "l", "c", "v", "y", "h"})
_FILLS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*"})
_STROKES = frozenset({"S", "s", "B", "B*", "b", "b*"})
_CLOSES = frozenset({"s", "b", "b*"})
_COLOUR = frozenset({"sc", "scn", "g", "rg", "k", "cs", "SC", "SCN", "G", "RG", "K", "CS"})


def measure(document: Document) -> Measured:
    """Everything the pages of a document show, with places in the coordinates of the page as it is looked at."""
    faces: dict[Font, Face] = {}
    sheets = tuple(_Walk(page.number, faces).sheet(page) for page in document.pages)
    return Measured(document, sheets, places_of(document.structure))


@dataclass(slots=True)
class _Open:
    """Marked content that is open: its mark and kind of artifact, and whether a text stands for what is drawn in it."""

    mark: Marked | None
    artifact: str
    replaced: bool = False


_OUTSIDE = _Open(None, "-")


@dataclass(slots=True)
class _Walk:
    """One walk over a page's content."""

    page: int
    faces: dict[Font, Face]
    runs: list[TextRun] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    order: int = 0
    shown: Shown | None = None
    replaced: bool = False
    replacement: str = ""

    def sheet(self, page: Page) -> Sheet:
        self.follow(page.content, Pen(page.upright), 0)
        return Sheet(page.number, page.box, page.trim, tuple(self.runs), tuple(self.areas), tuple(self.pictures))

    def follow(self, stream: Stream, pen: Pen, depth: int) -> None:
        """Read one stream; a form is read where it is drawn."""
        saved: list[Pen] = []
        outline, cutting = Outline(), False
        for operation in stream.operations:
            operator, operands = operation
            if operator in SHOW_TEXT:
                pen.follow(operator, operands)
                if operands and pen.face is not None:
                    self._show(pen, pen.face, operands[-1])
            elif operator in _STATE:
                pen.follow(operator, operands)
            elif operator in _PATH:
                outline.add(operator, operands, pen.matrix)
            elif operator in _COLOUR:
                pen.set_colour(stream, operator, operands)
            elif operator in BEGIN_MARKED:
                self._begin(stream, operation)
            elif operator == "EMC":
                self._end()
            elif operator == "q":
                saved.append(pen.kept())
            elif operator == "Q":
                pen = saved.pop() if saved else pen
            elif operator == "Tf":
                self._choose_font(stream, operands, pen)
            elif operator in ("W", "W*"):
                cutting = True
            elif operator == "n" or operator in _FILLS or operator in _STROKES:
                self._paint(operator, outline, pen)
                if cutting:
                    pen.cut_to(outline.bounds() or Box(0.0, 0.0, 0.0, 0.0))
                outline, cutting = Outline(), False
            elif operator in ("Do", "BI", "sh"):
                self._draw(stream, operation, pen, depth)
            elif operator == "gs":
                change = stream.opacities.get(str(operands[0])) if operands else None
                if change is not None:
                    pen.fill_opacity = pen.fill_opacity if change.fill is None else change.fill
                    pen.stroke_opacity = pen.stroke_opacity if change.stroke is None else change.stroke

    def _choose_font(self, stream: Stream, operands: list[Operand], pen: Pen) -> None:
        font = stream.fonts.get(str(operands[0])) if operands else None
        if font is not None and font not in self.faces:
            self.faces[font] = Face(font)
        pen.face = self.faces[font] if font is not None else None
        pen.size = operands[1] if len(operands) > 1 and isinstance(operands[1], float) else 0.0

    # --- marked content ----------------------------------------------------------------------------------------

    def _begin(self, stream: Stream, operation: Operation) -> None:
        self._keep()
        outer = self.open[-1] if self.open else _OUTSIDE
        mcid = mark_id(stream, operation)
        mark = Marked(self.page, stream.number, mcid) if mcid is not None else outer.mark
        artifact = "" if mark is not None else outer.artifact
        if mcid is None and is_artifact(operation):
            kind = property_of(stream, operation, "/Type")
            mark, artifact = None, str(kind).removeprefix("/") if kind else "-"
        actual = None if self.replaced else property_of(stream, operation, "/ActualText")
        if isinstance(actual, bytes):
            self.replaced, self.replacement = True, text_string(actual)
        self.open.append(_Open(mark, artifact, isinstance(actual, bytes)))

    def _end(self) -> None:
        """A replacement text ends with the marked content that has it (ISO 32000-1, 14.9.4)."""
        self._keep()
        if self.open and self.open.pop().replaced:
            self.replaced = False

    # --- painting ----------------------------------------------------------------------------------------------

    def _paint(self, operator: str, outline: Outline, pen: Pen) -> None:
        if operator in _CLOSES:
            outline.add("h", [], pen.matrix)
        if operator in _FILLS:
            rectangles, outlines = outline.filled()
            self._add_area(rectangles, outlines, operator.endswith("*"), pen.clip, (pen.fill, pen.fill_opacity))
        if operator in _STROKES:
            a, b, _, _, _, _ = pen.matrix
            lines = outline.stroked(pen.width * hypot(a, b))
            self._add_area(lines, (), False, pen.clip, (pen.stroke, pen.stroke_opacity))

    def _add_area(
        self,
        rectangles: tuple[Box, ...],
        outlines: tuple[tuple[tuple[float, float], ...], ...],
        even_odd: bool,
        clip: Box | None,
        paint: tuple[tuple[float, float, float] | None, float],
    ) -> None:
        if clip is not None:
            rectangles = tuple(cut for box in rectangles if not (cut := box.common(clip)).is_empty)
        boxes = [*rectangles, *(around(points) for points in outlines)]
        if not boxes:
            return
        box = boxes[0]
        for other in boxes[1:]:
            box = box.joined(other)
        box = box.common(clip) if clip is not None else box
        if not box.is_empty:
            self.order += 1
            self.areas.append(Area(self.page, self.order, box, rectangles, outlines, even_odd, *paint))

    def _draw(self, stream: Stream, operation: Operation, pen: Pen, depth: int) -> None:
        """Follow Do, inline images and shadings; a shading paints all that the clipping path leaves open."""
        self.order += 1
        if operation.operator == "sh":
            if pen.clip is not None:
                self.areas.append(Area(self.page, self.order, pen.clip, (pen.clip,), (), False, None, 1.0))
            return
        name = str(operation.operands[-1]) if operation.operands else ""
        form = stream.forms.get(name) if operation.operator == "Do" else None
        if form is not None and depth < _FORM_DEPTH:
            inner = pen.kept()
            inner.matrix = times(form.matrix, pen.matrix)
            if form.bbox is not None:
                inner.cut_to(placed_box(inner.matrix, form.bbox))
            self.follow(form, inner, depth + 1)
        elif operation.operator == "BI" or name in stream.images:
            box = placed_box(pen.matrix, Box(0.0, 0.0, 1.0, 1.0))
            box = box if pen.clip is None else box.common(pen.clip)
            if not box.is_empty:
                self.pictures.append(Picture(self.page, self.order, box))

    # --- text --------------------------------------------------------------------------------------------------

    def _show(self, pen: Pen, face: Face, shown: Operand) -> None:
        """Show a string; inside a replacement text, it joins the one before where it goes on from it.

        Complex scripts are written in many small pieces with other rises, and their text only comes with the whole.
        """
        if self.replaced and self.shown is not None and self.shown.goes_on(pen, face):
            self.shown.add(pen, shown)
            return
        self._keep()
        self.shown = Shown(pen, face)
        self.shown.add(pen, shown)
        if not self.replaced:
            self._keep()

    def _keep(self) -> None:
        """Make a run of what has been shown; the first one in a replacement text has all of it."""
        shown, self.shown = self.shown, None
        if shown is None:
            return
        here = self.open[-1] if self.open else _OUTSIDE
        actual = self.replacement if self.replaced else None
        self.order += 1
        run = shown.run(self.page, self.order, (here.mark, here.artifact), actual)
        if run is not None:
            self.runs.append(run)
            self.replacement = ""
