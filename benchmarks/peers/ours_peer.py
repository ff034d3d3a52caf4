"""handouts itself: the full product, tagged, PDF/UA-1 and PDF/A-2a, with edition passport."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from handouts.build import build
from handouts.edition import BuildRequest, Personal
from handouts.library import Library
from handouts.looks import Brand
from handouts.plates import LIMIT, Plates
from handouts.source.store import Store
from peers.document import DAY, REQUEST, Variant, library, unseen

BRANDS = 40


class Maker:
    """Makes the document, one variant after the other, in one process, each laid out in full: no plate is kept.

    What else the product keeps in memory is at hand, such as what the checks found in the library.
    """

    limit = 0

    def __init__(self, data: dict[str, Any], folder: Path, fonts: Path) -> None:
        kept = os.environ.get("HANDOUTS_CACHE", "off")  # as the commands have it
        store = Store.at(Path(kept)) if kept != "off" else None
        self._library = branded(library(folder / "workspace", store))
        self._plates = Plates(limit=self.limit)

    def make(self, variant: Variant) -> bytes:
        return self._made(self._library, variant, self._plates)

    def prepared(self, number: int) -> Library:
        """What `make_unseen` takes: the library with other texts, made before the clock runs."""
        return unseen(self._library, number)

    def make_unseen(self, text: Library, variant: Variant) -> bytes:
        """Another text altogether."""
        return self._made(text, variant, None)

    def _made(self, made: Library, variant: Variant, plates: Plates | None) -> bytes:
        personal = Personal({"patient.name": variant.patient})
        built = build(made, request_of(variant), date=DAY, personal=personal, plates=plates)
        assert built.pdf is not None, built.findings
        return built.pdf.data


class PlateMaker(Maker):
    """The same, each stamped on the plate that the first one left."""

    limit = LIMIT


def request_of(variant: Variant) -> BuildRequest:
    """The request for the variant's brand."""
    return replace(REQUEST, brand=f"b{variant.number % BRANDS}")


def branded(made: Library) -> Library:
    """The library with forty more brands that differ in name, telephone number and colours."""
    brands: dict[str, Brand] = dict(made.brands)
    first = made.brands[REQUEST.brand]
    for number in range(BRANDS):
        variant = Variant(number)
        values = {**first.values, "clinic.name": variant.clinic, "clinic.short_name": variant.clinic}
        values["clinic.phone"] = variant.phone
        colours = tuple((red, green, (blue + number) % 100) for red, green, blue in first.palette.colours[:1])
        palette = replace(first.palette, colours=(*colours, *first.palette.colours[1:]))
        name = f"b{number}"
        brands[name] = replace(
            first, id=name, name=variant.clinic, values=values, palette=palette, digest=f"{first.digest}-{number}"
        )
    return replace(made, brands=brands)
