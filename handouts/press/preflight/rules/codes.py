"""A QR code can be scanned from paper, and read by those who cannot scan: size, quiet zone, contrast, address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.press.geometry import POINTS_PER_MM, Box
from handouts.press.preflight.colours import contrast, grey, luminance
from handouts.press.preflight.inspection import Fault, Inspection
from handouts.press.preflight.measured import Sheet
from handouts.press.preflight.qrcodes import QrCode
from handouts.press.preflight.rules.contrasts import background

_BESIDE = 60.0  # millimetres within which an address is taken to belong to the code
_ADDRESS = re.compile(r"https?://|www\.|[a-z0-9-]+\.[a-z]{2,}/", re.IGNORECASE)
_ROUNDING = 0.02


def check_qr_size(inspection: Inspection) -> Iterator[Fault]:
    """A side of the code, with its quiet zone left out, is long enough."""
    limit = inspection.limit("qr-side")
    for code in inspection.codes:
        side = code.box.width / POINTS_PER_MM
        if side < limit.value - _ROUNDING:
            modules = f"{code.modules} modules of {code.module / POINTS_PER_MM:.2f} mm"
            message = f"A QR code is {side:.1f} mm wide ({modules}); {limit.value:g} mm is the least."
            yield Fault(code.page, message, limit, code.box)


def check_qr_quiet(inspection: Inspection) -> Iterator[Fault]:
    """Around the code nothing is printed, and the ground is as light as within."""
    limit = inspection.limit("qr-quiet")
    for code in inspection.codes:
        sheet = inspection.sheets[code.page - 1]
        quiet = min(_quiet(inspection, sheet, code), limit.value)
        if quiet < limit.value - _ROUNDING:
            message = f"A QR code has {quiet:.1f} modules of empty ground around it; {limit.value:g} are the least."
            yield Fault(code.page, message, limit, code.box)


def check_qr_contrast(inspection: Inspection) -> Iterator[Fault]:
    """The code is dark on light, also in grey: many scanners cannot read it the other way round."""
    limit = inspection.limit("qr-contrast")
    for code in inspection.codes:
        behind = _ground(inspection, code, code.box)
        if code.colour is None or behind is None:
            continue
        ratio = min(contrast(code.colour, behind), contrast(grey(code.colour), grey(behind)))
        if luminance(code.colour) > luminance(behind):
            yield Fault(code.page, "A QR code is light on dark.", limit, code.box)
        elif ratio < limit.value:
            message = f"A QR code has a contrast of {ratio:.1f}:1; {limit.value:g}:1 is the least."
            yield Fault(code.page, message, limit, code.box)


def check_qr_address(inspection: Inspection) -> Iterator[Fault]:
    """The address stands near the code in letters, for those who cannot scan it."""
    for code in inspection.codes:
        near = code.box.shrunk(-_BESIDE * POINTS_PER_MM)
        lines = [line for line in inspection.lines(code.page) if line.box.meets(near)]
        if not any(_ADDRESS.search(line.text) for line in lines):
            yield Fault(code.page, "No address that can be read stands beside a QR code.", None, code.box)


def _ground(inspection: Inspection, code: QrCode, box: Box) -> tuple[float, float, float] | None:
    """The colour under the code."""
    return background(inspection.grounds[code.page], code.order, (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)


def _quiet(inspection: Inspection, sheet: Sheet, code: QrCode) -> float:
    """How many modules from the code the next thing is: other paint, another ground, text, the edge of the page."""
    inside = _ground(inspection, code, code.box)
    own = code.box
    gaps = [own.x0 - sheet.trim.x0, own.y0 - sheet.trim.y0, sheet.trim.x1 - own.x1, sheet.trim.y1 - own.y1]
    for line in inspection.lines(code.page):
        gaps.append(_gap(own, line.box))
    for area in sheet.areas:
        for box in area.rectangles or (area.box,):
            if box.contains(own) and area.order < code.order:
                if area.colour == inside and area.opacity >= 1:
                    gaps.append(_rim(own, box, inspection, code))
            elif not own.contains(box):
                gaps.append(_gap(own, box))
    return max(0.0, min(gaps)) / code.module


def _rim(own: Box, box: Box, inspection: Inspection, code: QrCode) -> float:
    """The room between the code and the end of its ground, where another colour begins."""
    rims = {
        own.x0 - box.x0: (box.x0 - 0.5, (own.y0 + own.y1) / 2),
        box.x1 - own.x1: (box.x1 + 0.5, (own.y0 + own.y1) / 2),
        own.y0 - box.y0: ((own.x0 + own.x1) / 2, box.y0 - 0.5),
        box.y1 - own.y1: ((own.x0 + own.x1) / 2, box.y1 + 0.5),
    }
    inside = _ground(inspection, code, own)
    ends = [
        rim for rim, (x, y) in rims.items() if background(inspection.grounds[code.page], code.order, x, y) != inside
    ]
    return min(ends) if ends else code.box.width


def _gap(own: Box, other: Box) -> float:
    """The distance between two boxes along the axes, negative when they overlap."""
    across = max(other.x0 - own.x1, own.x0 - other.x1)
    up = max(other.y0 - own.y1, own.y0 - other.y1)
    return max(across, up)
