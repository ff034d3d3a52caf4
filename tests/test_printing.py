"""From reviewed content to folded paper: every layout that names a way of printing goes through it unscaled."""

from __future__ import annotations

from functools import cache

import pytest

from handouts.build import build
from handouts.press.impose import PressOrder, impose
from handouts.press.pdfium import page_texts
from handouts.press.verify import verify
from handouts.resolving.plan import Selection, plan
from tests.starters import TODAY, starter

FOLDED = sorted(name for name, layout in starter().layouts.items() if layout.impose)


@cache
def leaflet(layout: str, paper: str, language: str) -> bytes:
    wanted = Selection(
        handouts=("magnesium-and-rls",), layout=layout, paper=paper, languages=(language,), draft=True
    )  # fmt: skip
    requests, findings = plan(starter(), wanted)
    assert findings == ()
    made = build(starter(), requests[0], date=TODAY)
    assert made.pdf is not None, made.findings
    return made.pdf.data


def test_there_are_layouts_to_fold():
    assert {"tri-fold", "z-fold", "booklet"} <= set(FOLDED)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("layout", FOLDED)
def test_a_layout_goes_through_its_own_way_of_printing(layout, paper, language):
    data = leaflet(layout, paper, language)
    scheme = starter().layouts[layout].impose
    made = impose(data, "in.pdf", PressOrder(scheme))
    assert made.findings == ()
    edition = made.edition
    assert (edition.order.paper, edition.arrangement.scale) == (paper, 1.0)
    assert edition.order.direction == ("rtl" if language == "ar" else "ltr")
    assert edition.edition == verify(data, "in.pdf").edition
    # Every word is on a sheet.
    sheets = "".join("".join(page_texts(edition.data)).split())
    missing = [word for text in page_texts(data) for word in text.split() if word not in sheets]
    assert len(missing) <= len(sheets) / 2000
