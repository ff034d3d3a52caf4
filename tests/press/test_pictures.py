from io import BytesIO

import pytest
from PIL import Image

from handouts.press.anatomy import NotAPdf
from handouts.press.pictures import contact_sheet, page_images

from . import pdfs


def opened(png):
    picture = Image.open(BytesIO(png))
    assert picture.format == "PNG"
    return picture.convert("RGB")


@pytest.fixture(scope="module")
def pages():
    return page_images(pdfs.saved(pdfs.good()), dpi=72)


def test_each_page_is_a_picture_of_its_size(pages):
    assert [opened(png).size for png in pages] == [(420, 595), (420, 595)]
    assert opened(pages[0]).getpixel((120, 245)) == (128, 128, 128)  # the figure
    assert opened(pages[1]).getpixel((120, 245)) == (255, 255, 255)


def test_resolution_decides_the_size():
    pictures = page_images(pdfs.saved(pdfs.good()), dpi=144)
    assert [opened(png).size for png in pictures] == [(840, 1190)] * 2


def test_a_contact_sheet_shows_all_pages_bordered_on_grey(pages):
    sheet = opened(contact_sheet([*pages, pages[0]], columns=2, width=200))
    assert sheet.getpixel((0, 0)) == (235, 235, 235)
    assert sheet.getpixel((23, 100)) == (150, 150, 150)
    assert [sheet.getpixel(place) for place in ((30, 30), (260, 30), (30, 360))] == [(255, 255, 255)] * 3
    assert sheet.getpixel((260, 360)) == (235, 235, 235)


def test_a_sheet_is_no_wider_than_its_pages(pages):
    assert opened(contact_sheet(pages, columns=9, width=100)).width == 2 * 124 + 24
    assert opened(contact_sheet([], columns=4, width=100)).size == (148, 24)


def test_what_is_no_pdf_has_no_pictures():
    with pytest.raises(NotAPdf):
        page_images(b"hello")
