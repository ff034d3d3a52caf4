"""One browser for all tests of a module, and a fresh profile of it for each."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.desk.browsers import ARGUMENTS, WAIT, chromium


@pytest.fixture(scope="module")  # its event loop, as long as it runs, is in the way of tests that start their own
def browser() -> Iterator[Browser]:
    """Chromium, headless. Where it is not installed the tests are skipped, and in CI they fail."""
    path = chromium()
    if not path:
        missing = "Chromium is not installed. On Debian and Ubuntu: sudo apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    expect.set_options(timeout=WAIT)  # a busy machine is no failure
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS])
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A window of 1024 x 768, as on a clinic's small old screen."""
    made = browser.new_context(viewport={"width": 1024, "height": 768}, locale="en-US")
    made.set_default_timeout(WAIT)
    yield made
    made.close()
