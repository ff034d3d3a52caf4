"""The paper is the one the sheet was made for, and a print edition asks the printer for what it needs."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.press.geometry import POINTS_PER_MM
from handouts.press.preflight.inspection import Fault, Inspection

# Sheet sizes in millimetres, upright.
_PAPERS = {
    "a3": (297.0, 420.0), "a4": (210.0, 297.0), "a5": (148.0, 210.0), "a6": (105.0, 148.0),
    "letter": (215.9, 279.4), "legal": (215.9, 355.6), "tabloid": (279.4, 431.8), "half-letter": (139.7, 215.9),
    "quarter-letter": (107.95, 139.7),
}  # fmt: skip
_ROUNDING = 0.5  # millimetres


def check_paper(inspection: Inspection) -> Iterator[Fault]:
    """Every page has the size of the paper that the file names, upright or turned."""
    paper = inspection.document.made_for.paper
    size = _PAPERS.get(paper)
    for sheet in inspection.sheets if size else ():
        found = sorted((sheet.trim.width / POINTS_PER_MM, sheet.trim.height / POINTS_PER_MM))
        if any(abs(one - other) > _ROUNDING for one, other in zip(found, sorted(size or ()), strict=True)):
            message = f"The page is {found[0]:.0f} by {found[1]:.0f} mm; the file was made for {paper}."
            yield Fault(sheet.number, message)


def check_print_settings(inspection: Inspection) -> Iterator[Fault]:
    """A print edition is printed at its own size: scaled to fit, its folds and cuts would be in the wrong place."""
    if inspection.printing and inspection.document.preferences.get("PrintScaling") != "None":
        yield Fault(1, "The file does not ask to be printed without scaling.")
