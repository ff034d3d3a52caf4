"""Pages of the starter handouts as they look, at 50 dots an inch: what no text golden can say."""

from typing import Any

import pytest

from handouts.build import build
from handouts.press.pictures import page_images
from handouts.resolving.plan import Selection, plan

from .starters import ROOT, TODAY, starter
from .typeset import pictures

# name of the picture: (handout, language, brand, paper, page), then layout and profile where they are not the usual
PAGES: dict[str, tuple[Any, ...]] = {
    "overview-1": ("rls-overview", "en", "example-clinic", "letter", 1),
    "overview-2": ("rls-overview", "en", "example-clinic", "letter", 2),
    "overview-table": ("rls-overview", "en", "example-clinic", "letter", 9),
    "magnesium-a4": ("magnesium-and-rls", "en", "example-clinic", "a4", 1),
    "pharmacy-1": ("vitamins-and-rls", "en", "example-pharmacy", "a4", 1),
    "pharmacy-8": ("vitamins-and-rls", "en", "example-pharmacy", "a4", 8),
    "arabic-1": ("rls-overview", "ar", "example-clinic", "letter", 1),
    "hindi-1": ("rls-overview", "hi", "example-clinic", "letter", 1),
    "chinese-2": ("rls-overview", "zh-Hans", "example-clinic", "a4", 2),
    "columns-1": ("vitamins-and-rls", "en", "example-clinic", "letter", 1, "two-column"),
    "columns-cards": ("vitamins-and-rls", "en", "example-clinic", "letter", 6, "two-column"),
    "facing-4": ("rls-overview", "en+ar", "example-clinic", "a4", 4, "facing"),
    "stacked-1": ("magnesium-and-rls", "zh-Hans+en", "example-clinic", "a4", 1, "stacked"),
    "large-7": ("vitamins-and-rls", "en", "example-clinic", "a4", 7, "sheet", "acb-18"),
    "dyslexia-2": ("magnesium-and-rls", "en", "example-clinic", "a4", 2, "sheet", "dyslexia"),
    "leaflet-2": ("magnesium-and-rls", "en", "example-clinic", "a4", 2, "leaflet", "clear-14"),
    "card-arabic": ("rls-overview", "ar", "example-clinic", "a4", 2, "quick-card"),
    "card-front": ("vitamins-and-rls", "en", "example-clinic", "letter", 1, "quick-card"),
    "columns-clear-1": ("vitamins-and-rls", "en", "example-clinic", "letter", 1, "two-column", "clear-14"),
    "facing-1": ("rls-overview", "en+ar", "example-clinic", "a4", 1, "facing"),
    "one-page": ("magnesium-and-rls", "ar", "example-pharmacy", "a4", 1, "one-page"),
    "packet-1": ("magnesium-and-rls+rls-overview", "en", "example-clinic", "letter", 1),
}


@pytest.mark.visual
@pytest.mark.parametrize("name", PAGES)
def test_starter_pages_look_as_they_did(request, monkeypatch, name):
    handout, language, brand, paper, page, *looks = PAGES[name]
    monkeypatch.setattr(pictures, "FOLDER", ROOT / "tests" / "golden" / "pages")
    layout, profile, *_ = *looks, "", ""
    chosen = Selection((handout,), (language,), (brand,), layout, profile, paper)
    (wanted,), _ = plan(starter(), chosen)
    made = build(starter(), wanted, date=TODAY)
    assert made.pdf is not None, made.findings
    pictures.check_picture(request, name, page_images(made.pdf.data, dpi=50)[page - 1])


def test_every_golden_page_has_a_test():
    assert {path.stem for path in (ROOT / "tests" / "golden" / "pages").glob("*.png")} == set(PAGES)
