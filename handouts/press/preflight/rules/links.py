"""Links work on paper: whole on one page, and with an address that can be typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.press.preflight.inspection import Fault, Inspection

_NOT_TYPED = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
# What a printed address may leave out; a DOI is often printed as doi:10.1000/182.
_LEFT_OUT = re.compile(r"^https?://(www\.|(dx\.)?doi\.org/)?|/$", re.IGNORECASE)


def check_link_broken(inspection: Inspection) -> Iterator[Fault]:
    """The words of a link to the web are on one page."""
    pages: dict[int, int] = {}
    for sheet in inspection.sheets:
        for run in sheet.runs:
            place = inspection.place(run)
            if place is None or not place.link or not run.paints:
                continue
            if pages.setdefault(place.link, sheet.number) != sheet.number:
                pages[place.link] = sheet.number
                yield Fault(sheet.number, "A link is broken over two pages.", None, run.box, run.text)


def check_link_address(inspection: Inspection) -> Iterator[Fault]:
    """The address of a link to the web is printed somewhere in the document: paper cannot be clicked."""
    printed = ""
    for page in inspection.document.pages:
        for annotation in page.annotations:
            if not annotation.uri.lower().startswith("http"):
                continue
            printed = printed or _NOT_TYPED.sub("", "".join(line.text for line in inspection.all_lines)).lower()
            if _LEFT_OUT.sub("", annotation.uri).lower() not in printed:
                yield Fault(page.number, "The address of a link is not printed.", words=annotation.contents)
