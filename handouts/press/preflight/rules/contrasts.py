"""Text is dark enough against what is painted behind it, in colour and on a grey printer, and stands on no picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from handouts.press.preflight.colours import WHITE, Rgb, contrast, grey, laid_over
from handouts.press.preflight.inspection import Fault, Inspection
from handouts.press.preflight.measured import Area, TextRun

# WCAG 2.1, 1.4.3: large text is 18 pt, or 14 pt in bold.
_LEAST, _LEAST_LARGE = 4.5, 3.0
_LARGE, _LARGE_BOLD = 18.0, 14.0
_PAPER: frozenset[Rgb | None] = frozenset((WHITE,))


def check_contrast(inspection: Inspection) -> Iterator[Fault]:
    """In the colours of the file."""
    yield from _weak(inspection, lambda colour: colour, "")


def check_contrast_grey(inspection: Inspection) -> Iterator[Fault]:
    """In greys, for whatever passes in colour: what fails there is told by the other rule."""
    yield from _weak(inspection, grey, " in grey")


def check_on_picture(inspection: Inspection) -> Iterator[Fault]:
    """No text stands on a photograph: whether it can be read there depends on the photograph."""
    for sheet in inspection.sheets:
        for run in sheet.runs if sheet.pictures else ():
            covered = [
                picture for picture in sheet.pictures if picture.order < run.order and picture.box.meets(run.box)
            ]
            if run.paints and covered and not _covered_again(inspection, run, max(p.order for p in covered)):
                yield Fault(sheet.number, "Text stands on a picture.", None, run.box, run.text)


def background(areas: list[Area], order: int, x: float, y: float) -> Rgb | None:
    """The colour at a point before a place in the order of painting; None where it cannot be told."""
    colour: Rgb | None = WHITE
    for area in areas:
        if area.order < order and area.covers(x, y):
            if area.colour is None or colour is None:
                colour = area.colour if area.opacity >= 1 else None
            else:
                colour = laid_over(area.colour, area.opacity, colour)
    return colour


def backgrounds(inspection: Inspection, run: TextRun) -> frozenset[Rgb | None]:
    """The colours behind a run: at its two ends and in the middle, at the height of the small letters."""
    box = run.box
    areas = inspection.grounds_under[run.page].get(run.order)
    if not areas:
        return _PAPER
    if len(areas) == 1 and len(areas[0].rectangles) == 1 and areas[0].box.contains(box) and areas[0].opacity >= 1:
        return frozenset((areas[0].colour,))
    height = box.y0 + box.height / 2
    inset = min(1.0, box.width / 4)
    places = (box.x0 + inset, (box.x0 + box.x1) / 2, box.x1 - inset)
    return frozenset(background(areas, run.order, x, height) for x in places)


def _weak(inspection: Inspection, seen_as: Callable[[Rgb], Rgb], how: str) -> Iterator[Fault]:
    for sheet in inspection.sheets:
        for run in sheet.runs:
            if not run.paints or run.colour is None:
                continue
            least = _LEAST_LARGE if run.size >= (_LARGE_BOLD if run.face.bold else _LARGE) else _LEAST
            for behind in backgrounds(inspection, run):
                if behind is None:
                    continue
                front = laid_over(run.colour, run.opacity, behind)
                ratio = contrast(seen_as(front), seen_as(behind))
                if ratio < least and (not how or contrast(front, behind) >= least):
                    message = f"{_hex(front)} on {_hex(behind)} has a contrast of {ratio:.1f}:1{how}"
                    yield Fault(sheet.number, f"{message}; {least:g}:1 is the least.", None, run.box, run.text)
                    break


def _covered_again(inspection: Inspection, run: TextRun, order: int) -> bool:
    """True when something is painted over the picture before the text."""
    return any(
        order < area.order < run.order and area.opacity >= 1 and area.box.contains(run.box)
        for area in inspection.grounds[run.page]
    )


def _hex(colour: Rgb) -> str:
    return "#" + "".join(f"{round(channel * 255):02X}" for channel in colour)
