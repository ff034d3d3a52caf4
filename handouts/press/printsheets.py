"""Draws arranged sheets: pages as forms at their places, clipped, with fold marks, cut guides and crop marks."""

from __future__ import annotations

from collections.abc import Mapping

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, PdfObject

from handouts.press.printfile import PrintFile, named, numbers
from handouts.press.sheets import Arrangement, Box, Placement, Side, Stroke, StrokeKind

# Width, grey and dashes: hairlines that can be seen and, on the finished piece, overlooked.
_PENS: Mapping[StrokeKind, str] = {
    "crop": "0.25 w 0 G [] 0 d",
    "fold": "0.5 w 0.35 G [3 2] 0 d",
    "cut": "0.4 w 0.55 G [4 3] 0 d",
}


def draw_sheets(
    target: PrintFile, arrangement: Arrangement, forms: Mapping[int, IndirectObject], tree: IndirectObject
) -> list[IndirectObject]:
    """One page of the print file for each printed side, with its boxes (ISO 32000-1, 14.11.2)."""
    return [_page(target, arrangement, side, forms, tree) for sheet in arrangement.sheets for side in sheet.sides()]


def _page(
    target: PrintFile, arrangement: Arrangement, side: Side, forms: Mapping[int, IndirectObject], tree: IndirectObject
) -> IndirectObject:
    trim = Box(0.0, 0.0, arrangement.width, arrangement.height)
    boxes = {"MediaBox": trim.grown(arrangement.margin)}
    if arrangement.bleed:
        boxes |= {"BleedBox": trim.grown(arrangement.bleed), "TrimBox": trim}
    used = {place.page: forms[place.page] for place in side.placements if place.page is not None}
    objects = DictionaryObject({NameObject(f"/P{page + 1}"): form for page, form in sorted(used.items())})
    shift = arrangement.margin
    entries: dict[str, PdfObject | str] = {
        "Type": "/Page", "Parent": tree, "Resources": named({"XObject": objects}),
        "Contents": target.stream(DictionaryObject(), _content(side, shift), compress=True),
        **{name: _corners(box, shift) for name, box in boxes.items()},
    }  # fmt: skip
    return target.put(target.reserve(), named({**entries}))


def _corners(box: Box, shift: float) -> ArrayObject:
    """A box in the file's coordinates, which begin at the lower left corner of the largest box."""
    return numbers(box.left + shift, box.bottom + shift, box.right + shift, box.top + shift)


def _content(side: Side, shift: float) -> bytes:
    out = [f"1 0 0 1 {_n(shift)} {_n(shift)} cm"] if shift else []
    out += [_placed(place) for place in side.placements if place.page is not None]
    for kind, pen in _PENS.items():
        strokes = [_line(stroke) for stroke in side.strokes if stroke.kind == kind]
        if strokes:
            out += ["q", pen, *strokes, "S", "Q"]
    return "\n".join(out).encode("ascii")


def _placed(place: Placement) -> str:
    assert place.page is not None
    clip, area, scale = place.clip, place.area, place.scale
    window = f"{_n(clip.left)} {_n(clip.bottom)} {_n(clip.width)} {_n(clip.height)} re W n"
    if place.turned:
        matrix = f"{_n(-scale)} 0 0 {_n(-scale)} {_n(area.right)} {_n(area.top)} cm"
    else:
        matrix = f"{_n(scale)} 0 0 {_n(scale)} {_n(area.left)} {_n(area.bottom)} cm"
    return f"q {window} {matrix} /P{place.page + 1} Do Q"


def _line(stroke: Stroke) -> str:
    return f"{_n(stroke.x0)} {_n(stroke.y0)} m {_n(stroke.x1)} {_n(stroke.y1)} l"


def _n(value: float) -> str:
    """A number with at most five decimals: scales need more of them than places."""
    text = f"{value:.5f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
