"""WeasyPrint, PDF/UA-1, its font configuration kept from document to document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from peers.document import Variant
from peers.webpage import page
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration


class Maker:
    """Makes the document, one variant after the other, in one process."""

    def __init__(self, data: dict[str, Any], folder: Path, fonts: Path) -> None:
        self._data, self._folder, self._fonts = data, folder, fonts
        self._configuration = FontConfiguration()

    def make(self, variant: Variant) -> bytes:
        return self.make_unseen(self._data, variant)

    def make_unseen(self, data: dict[str, Any], variant: Variant) -> bytes:
        """Another text altogether."""
        text = page(data, variant, self._fonts)
        made = HTML(string=text, base_url=str(self._folder)).write_pdf(
            pdf_variant="pdf/ua-1", font_config=self._configuration
        )
        assert made is not None
        return made
