"""Pages of the starter handouts as they look, at 50 dots an inch: what no text golden can say."""

import pytest

from handouts.build import build
from handouts.press.pictures import page_images
from handouts.resolving.plan import Selection, plan

from .starters import ROOT, TODAY, starter
from .typeset import pictures

# name of the picture: (handout, language, brand, paper, page)
PAGES = {
    "overview-1": ("rls-overview", "en", "example-clinic", "letter", 1),
    "overview-2": ("rls-overview", "en", "example-clinic", "letter", 2),
    "overview-table": ("rls-overview", "en", "example-clinic", "letter", 9),
    "magnesium-a4": ("magnesium-and-rls", "en", "example-clinic", "a4", 1),
    "pharmacy-1": ("vitamins-and-rls", "en", "example-pharmacy", "a4", 1),
    "pharmacy-8": ("vitamins-and-rls", "en", "example-pharmacy", "a4", 8),
    "arabic-1": ("rls-overview", "ar", "example-clinic", "letter", 1),
    "hindi-1": ("rls-overview", "hi", "example-clinic", "letter", 1),
    "chinese-2": ("rls-overview", "zh-Hans", "example-clinic", "a4", 2),
}


@pytest.mark.visual
@pytest.mark.parametrize("name", PAGES)
def test_starter_pages_look_as_they_did(request, monkeypatch, name):
    handout, language, brand, paper, page = PAGES[name]
    monkeypatch.setattr(pictures, "FOLDER", ROOT / "tests" / "golden" / "pages")
    chosen = Selection(handouts=(handout,), languages=(language,), brands=(brand,), paper=paper)
    (wanted,), _ = plan(starter(), chosen)
    made = build(starter(), wanted, date=TODAY)
    assert made.pdf is not None, made.findings
    pictures.check_picture(request, name, page_images(made.pdf.data, dpi=50)[page - 1])


def test_every_golden_page_has_a_test():
    assert {path.stem for path in (ROOT / "tests" / "golden" / "pages").glob("*.png")} == set(PAGES)
