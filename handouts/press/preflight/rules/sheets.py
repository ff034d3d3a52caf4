"""The paper is the one the sheet was made for, and a print edition asks the printer for what it needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from handouts.press.geometry import POINTS_PER_MM
from handouts.press.preflight.inspection import Fault, Inspection

# What one page may be, in millimetres: the sheet itself, half and a quarter of it, and the panels of folded sheets
# (a third, and the narrow panel of a roll fold). Sources of the folds: domain rules 26 and 27.
_INCH = 25.4
_PAGES: Mapping[str, tuple[tuple[float, float], ...]] = {
    "a4": ((210, 297), (148.5, 210), (105, 148.5), (99, 210), (97, 210)),
    "letter": (
        (8.5 * _INCH, 11 * _INCH), (5.5 * _INCH, 8.5 * _INCH), (4.25 * _INCH, 5.5 * _INCH),
        (11 / 3 * _INCH, 8.5 * _INCH), (3.625 * _INCH, 8.5 * _INCH),
    ),
    "a5": ((148, 210),),
    "legal": ((8.5 * _INCH, 14 * _INCH),),
}  # fmt: skip
_ROUNDING = 0.6  # millimetres; A5 is half a millimetre narrower than half of A4


def check_paper(inspection: Inspection) -> Iterator[Fault]:
    """Every page has the size of the paper that the file names, or of a part of it, upright or turned."""
    paper = inspection.document.made_for.paper
    pages = _PAGES.get(paper, ())
    for sheet in inspection.sheets if pages else ():
        found = sorted((sheet.trim.width / POINTS_PER_MM, sheet.trim.height / POINTS_PER_MM))
        if not any(all(abs(a - b) <= _ROUNDING for a, b in zip(found, page, strict=True)) for page in pages):
            message = f"The page is {found[0]:.0f} by {found[1]:.0f} mm; the file was made for {paper}."
            yield Fault(sheet.number, message)


def check_print_settings(inspection: Inspection) -> Iterator[Fault]:
    """A print edition is printed at its own size: scaled to fit, its folds and cuts would be in the wrong place."""
    if inspection.printing and inspection.document.preferences.get("PrintScaling") != "None":
        yield Fault(1, "The file does not ask to be printed without scaling.")
