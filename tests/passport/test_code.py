"""The QR code on paper leads from a sheet to its own edition: read from the picture of the page, as phones do."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from handouts.press.pictures import page_images
from handouts.press.reading import page_texts
from handouts.resolving.identity import spelled
from tests.cli.clinic import BRAND, make_clinic
from tests.workspaces import BRAND as TEST_BRAND

URL = "https://example.org/h/{handout}/{language}?e={edition}"


def codes(data: bytes, *, dpi: int = 150) -> list[str]:
    """What the codes on all pages say."""
    pictures = (Image.open(BytesIO(page)).convert("L") for page in page_images(data, dpi=dpi))
    return [code.text for picture in pictures for code in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize("words", [(), ("--mono",), ("--paper", "a4")])
def test_the_code_carries_the_edition(run, tmp_path, words):
    clinic = make_clinic(tmp_path / "clinic", {BRAND: TEST_BRAND + f'qr_url: "{URL}"\n'})
    path = Path(run("-C", clinic, "build", *words).out.strip())
    (said,) = codes(path.read_bytes())
    start, _, edition = said.partition("?e=")
    assert start == "https://example.org/h/rls/en"
    assert spelled(edition) == edition and f"Edition {edition}" in " ".join(page_texts(path.read_bytes()))
    assert "CURRENT" in run("-C", clinic, "identify", edition).out


def test_the_code_of_a_patients_copy_is_that_of_the_sheet(run, tmp_path):
    clinic = make_clinic(tmp_path / "clinic", {BRAND: TEST_BRAND + f'qr_url: "{URL}"\n'})
    sheet = Path(run("-C", clinic, "build").out.strip())
    copy = Path(run("-C", clinic, "build", "--set", "patient.name=Sam Sample").out.strip())
    assert codes(sheet.read_bytes()) == codes(copy.read_bytes()) != []


def test_a_brand_without_the_edition_has_the_same_code_for_all(run, tmp_path):
    clinic = make_clinic(tmp_path / "clinic", {BRAND: TEST_BRAND + 'qr_url: "https://example.org/{handout}"\n'})
    path = Path(run("-C", clinic, "build").out.strip())
    assert codes(path.read_bytes()) == ["https://example.org/rls"]
