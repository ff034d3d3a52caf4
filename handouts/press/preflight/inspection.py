"""What the rules look at: the measured document with its lines and blocks, and the limits that hold for it."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from handouts.press.anatomy import is_print_edition
from handouts.press.geometry import Box
from handouts.press.preflight.limits import Limit, Measure, limits_for
from handouts.press.preflight.lines import Block, TextLine, blocks_of, lines_on
from handouts.press.preflight.measured import Area, Measured, Place, Sheet, TextRun
from handouts.press.preflight.places import lists_of_sources
from handouts.press.preflight.qrcodes import QrCode, qr_codes

_BACKGROUND = 5.0  # points; what is smaller both ways, or a thin rule, is no background of text
_RULE = 3.0  # a painted rectangle that is thinner is a rule
_LONG = 4.0  # a rule is so many times longer than thick
_MANY = 50  # rectangles in one path: a code or a pattern


class Fault(NamedTuple):
    """One breach of a rule: its page, what is wrong, the limit that is broken, where it is and the words there.

    Breaches of one `kind`, or with the same message when they have none, are told as one.
    """

    page: int
    message: str
    limit: Limit | None = None
    where: Box | None = None
    words: str = ""
    kind: str = ""


class Inspection:
    """One document under inspection; what several rules need is worked out once."""

    def __init__(self, measured: Measured) -> None:
        self.measured = measured
        self.document = measured.document
        self.printing = is_print_edition(measured.document)
        self.limits = limits_for(measured.document.made_for.profile)
        self._lines: dict[int, list[TextLine]] = {}

    def limit(self, measure: Measure) -> Limit:
        """The limit for sheets of this profile."""
        return self.limits[measure]

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The measured pages."""
        return self.measured.sheets

    def place(self, run: TextRun) -> Place | None:
        """Where a run stands in the tag tree, None outside of it."""
        return self.measured.places.get(run.mark) if run.mark is not None else None

    def lines(self, page: int) -> list[TextLine]:
        """The lines of a page in order of drawing."""
        if page not in self._lines:
            self._lines[page] = lines_on(self.sheets[page - 1], self.measured.places, self._sources)
        return self._lines[page]

    @cached_property
    def _sources(self) -> frozenset[int]:
        return lists_of_sources(self.document)

    @cached_property
    def all_lines(self) -> list[TextLine]:
        """All lines of all pages."""
        return [line for sheet in self.sheets for line in self.lines(sheet.number)]

    @cached_property
    def blocks(self) -> list[Block]:
        """All tagged blocks with lines, in reading order."""
        return blocks_of(self.all_lines, self.measured.places)

    @cached_property
    def codes(self) -> list[QrCode]:
        """The QR codes that are drawn as squares."""
        return [code for sheet in self.sheets for code in qr_codes(sheet)]

    @cached_property
    def rules(self) -> dict[int, list[Box]]:
        """The rules of each page: rectangles that are thin and long; rows of a QR code are none."""
        return {
            sheet.number: [
                box
                for area in sheet.areas
                if len(area.rectangles) < _MANY
                for box in area.rectangles
                if min(box.width, box.height) <= _RULE
                and max(box.width, box.height) >= _LONG * max(1.0, min(box.width, box.height))
            ]
            for sheet in self.sheets
        }

    @cached_property
    def grounds_under(self) -> dict[int, dict[int, list[Area]]]:
        """For each page and run, by its place in the order of painting, the areas before it that it touches."""
        return {
            sheet.number: {
                run.order: under
                for run in sheet.runs
                if run.paints and (under := _touched(run, self.grounds[sheet.number]))
            }
            for sheet in self.sheets
        }

    @cached_property
    def grounds(self) -> dict[int, list[Area]]:
        """The areas of each page that are large enough for text to stand on."""
        return {
            sheet.number: [
                area
                for area in sheet.areas
                if area.box.width >= _BACKGROUND and area.box.height >= _BACKGROUND and len(area.rectangles) < _MANY
            ]
            for sheet in self.sheets
        }


def _touched(run: TextRun, areas: list[Area]) -> list[Area]:
    x0, y0, x1, y1 = run.box
    return [
        area
        for area in areas
        if area.box.x0 < x1 and x0 < area.box.x1 and area.box.y0 < y1 and y0 < area.box.y1 and area.order < run.order
    ]
