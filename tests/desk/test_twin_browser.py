"""The HTML file beside a PDF, opened from the disk in a real browser: axe-core, small windows, dark, no request."""

from __future__ import annotations

import pytest

from handouts.build import build, with_html
from handouts.resolving.plan import Selection, plan
from tests.desk.browsers import overflow, violations
from tests.starters import TODAY, starter

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("tag", ["en", "ar", "hi", "zh-Hans"])
def test_axe_finds_nothing_and_nothing_is_asked_for(context, tmp_path, tag):
    (request,), _ = plan(starter(), Selection(("rls-overview",), (tag,)))
    path = tmp_path / "handout.html"
    path.write_text(with_html(build(starter(), request, date=TODAY)).html, encoding="utf-8")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    for scheme, width in (("light", 1024), ("dark", 390), ("light", 320)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(path.as_uri())
        assert violations(page) == []
        assert overflow(page) <= 0
    assert {url for url in asked if not url.startswith("data:")} == {path.as_uri()}
