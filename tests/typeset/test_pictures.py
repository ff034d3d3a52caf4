"""A few pages as they look."""

import pytest

from handouts.press.pictures import page_images

from . import editions
from .editions import edition, make, text
from .goldens import FOLDER
from .kinds import BLOCKS, FRONT, SAM, everything
from .pictures import check_picture

BOXES = edition(*BLOCKS["note"], *BLOCKS["tip"], *BLOCKS["warning"], *BLOCKS["emergency"], *BLOCKS["table"])

PICTURES = {
    "front": (FRONT, 0),
    "boxes-mono": (edition(*BOXES.sections, mono=True, brand=editions.brand(banner="rule")), 0),
    "arabic": (everything("ar", paper="letter"), 0),
    "draft": (
        edition(text("Iron."), review=type(FRONT.review)("never", None, None), brand=editions.brand(logo=None)),
        0,
    ),
}


@pytest.mark.visual
@pytest.mark.parametrize("name", PICTURES)
def test_pages_look_as_they_did(request, name):
    made, page = PICTURES[name]
    check_picture(request, name, page_images(make(made, SAM), dpi=50)[page])


def test_a_moved_line_is_seen(request, tmp_path, monkeypatch):
    """The comparison itself: it fails, says where the difference is, and asks for the marker."""
    request.node.add_marker(pytest.mark.visual)
    monkeypatch.setenv("PICTURE_DIFFS", str(tmp_path / "diffs"))
    png = page_images(make(edition(text("Zinc and copper. " * 20))), dpi=50)[0]
    with pytest.raises(AssertionError, match="front differs by"):
        check_picture(request, "front", png, update=False)
    assert (tmp_path / "diffs" / "front-diff.png").exists()


def test_there_are_no_golden_pictures_without_a_test():
    assert {path.stem for path in FOLDER.glob("*.png")} == set(PICTURES)
