"""Type is large enough: in points by the profile, and by the height of a small x, which makes fonts comparable.

Prose is a paragraph or list item of some 120 characters or more, and whatever size most of the text has. Short labels,
tables, captions, sources, running heads and raised figures have floors of their own (Simplification Centre paper 10:
one floor for everything makes tables worse).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from handouts.press.geometry import POINTS_PER_MM
from handouts.press.preflight.inspection import Fault, Inspection
from handouts.press.preflight.limits import Limit, Measure
from handouts.press.preflight.lines import TextLine, characters, has_x_height

_SEVERAL = 3  # paragraphs: an address and a few words beside a code do not say how large running text is
_PROSE = 120  # characters; shorter pieces are labels, addresses, captions of a kind
_ROUNDING = 0.01  # points; sizes are written with three decimals
_NAMES: Mapping[Measure, str] = {
    "body": "Running text", "least": "Text", "table": "Text in a table", "caption": "A caption",
    "reference": "A source", "running": "A running head or foot", "raised": "A raised figure", "heading": "A heading",
    "h1": "The title", "h2": "A heading of the second level",
}  # fmt: skip


def check_type_size(inspection: Inspection) -> Iterator[Fault]:
    """No text is smaller than its kind may be."""
    prose = {
        block.number
        for block in inspection.blocks
        if block.kind == "text" and sum(characters(line.text) for line in block.lines) >= _PROSE
    }
    usual = _usual_size(inspection)
    raised = inspection.limit("raised")
    only_raised: dict[Measure, Limit] = {"raised": raised}
    for line in inspection.all_lines:
        is_prose = line.kind == "text" and (line.block in prose or line.size == usual)
        limits = {
            name: inspection.limits[name] for name in _measures(line, is_prose=is_prose) if name in inspection.limits
        }
        most = max(raised.value, *(limit.value for limit in limits.values()))
        for run in line.runs:
            if run.size < most - _ROUNDING and run.paints:
                for name, limit in only_raised.items() if line.is_raised(run) else limits.items():
                    if run.size < limit.value - _ROUNDING:
                        message = f"{_NAMES[name]} is set in {run.size:.4g} pt; {limit.value:g} pt is the least."
                        yield Fault(line.page, message, limit, run.box, run.text, name)


def check_x_height(inspection: Inspection) -> Iterator[Fault]:
    """A small x is at least 1 mm high, where the script has one and the font states or shows it."""
    limit = inspection.limit("x-height")
    for line in inspection.all_lines:
        for run in line.runs:
            millimetres = run.face.x_height / 1000 * run.size / POINTS_PER_MM
            if 0 < millimetres < limit.value and run.paints and has_x_height(run.text):
                message = f"The small letters are {millimetres:.2f} mm high; {limit.value:g} mm is the least."
                yield Fault(line.page, message, limit, run.box, run.text, "x-height")


def _measures(line: TextLine, *, is_prose: bool) -> Iterator[Measure]:
    match line.kind:
        case "heading":
            yield "heading"
            if line.place is not None and line.place.role in ("H1", "H2"):
                yield "h1" if line.place.role == "H1" else "h2"
        case "table" | "caption" | "reference" | "running":
            yield line.kind
        case "text" if is_prose:
            yield "body"
        case _:
            yield "least"


def _usual_size(inspection: Inspection) -> float:
    """The size most of the text outside tables, captions and sources has; 0 where a few lines are all there is."""
    counts: Counter[float] = Counter()
    for block in inspection.blocks:
        if block.kind == "text":
            for line in block.lines:
                counts[line.size] += characters(line.text)
    usual = max(counts, key=lambda size: counts[size]) if counts else 0.0
    return usual if counts[usual] >= _SEVERAL * _PROSE else 0.0
