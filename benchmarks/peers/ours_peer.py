"""handouts itself: the full product, tagged, PDF/UA-1 and PDF/A-2a, with edition passport."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from handouts.build import build
from handouts.edition import Personal
from handouts.library import Library
from handouts.looks import Brand
from peers.document import DAY, REQUEST, Variant, library, unseen


class Maker:
    """Makes the document, one variant after the other, in one process, each laid out in full."""

    def __init__(self, data: dict[str, Any], folder: Path, fonts: Path) -> None:
        self._library = library(folder / "workspace")

    def make(self, variant: Variant) -> bytes:
        return self._made(branded(self._library, variant), variant)

    def prepared(self, number: int) -> Library:
        """What `make_unseen` takes: the library with other texts, made before the clock runs."""
        return unseen(self._library, number)

    def make_unseen(self, text: Library, variant: Variant) -> bytes:
        """Another text altogether."""
        return self._made(branded(text, variant), variant)

    def _made(self, made: Library, variant: Variant) -> bytes:
        built = build(made, REQUEST, date=DAY, personal=Personal({"patient.name": variant.patient}))
        assert built.pdf is not None, built.findings
        return built.pdf.data


def branded(made: Library, variant: Variant) -> Library:
    """The library with the variant's clinic as its brand."""
    brand = made.brands[REQUEST.brand]
    values = {**brand.values, "clinic.name": variant.clinic, "clinic.short_name": variant.clinic}
    values["clinic.phone"] = variant.phone
    other: Brand = replace(brand, name=variant.clinic, values=values, digest=f"{brand.digest}-{variant.number}")
    return replace(made, brands={**made.brands, brand.id: other})


class PlateMaker(Maker):
    """The same, each stamped on the plate that the first one left."""
