"""Make the pictures of the front desk in docs/pictures, in a real browser: `make pictures`. Needs Chromium."""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from tests.desk.browsers import ARGUMENTS, chromium, served  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
DRAWN = "[data-pages] img[src^='data:image/png']"
COLOURS = 128  # enough for a page with few colours, and a quarter of the bytes


def main() -> None:
    with sync_playwright() as playwright, served(ROOT, "--no-ledger", "--edit") as server:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*ARGUMENTS])
        screen = browser.new_context(viewport={"width": 1024, "height": 768}, locale="en-US").new_page()
        screen.goto(server.address)
        screen.fill("#q", "magnesium arabic")
        screen.wait_for_selector("#results >> text=Arabic")
        screen.wait_for_timeout(600)
        shot(screen, "desk-choose")
        sheet(screen, server.address, "magnesium-and-rls", "ar")
        sheet(screen, server.address, "rls-overview", "es")
        screen.fill("[name='v.patient.name']", "Sam Sample")
        screen.check("[name='v.plan.1']")
        screen.check("[name='v.plan.3']")
        screen.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        screen.wait_for_timeout(2500)
        shot(screen, "desk-print")
        screen.goto(f"{server.address}/texts/text/when-to-get-help/es")
        screen.wait_for_timeout(600)
        shot(screen, "desk-texts")
        phone = browser.new_context(viewport={"width": 390, "height": 768}, locale="ar", color_scheme="dark").new_page()
        phone.goto(server.address)
        phone.wait_for_timeout(600)
        shot(phone, "desk-phone")
        browser.close()


def sheet(page: Page, address: str, handout: str, language: str) -> None:
    """Open a sheet and wait for its first picture."""
    page.goto(f"{address}/h/{handout}/{language}")
    page.wait_for_selector(DRAWN)


def shot(page: Page, name: str) -> None:
    """A picture of the window as it is, with few colours."""
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    print(path.relative_to(ROOT), path.stat().st_size)


if __name__ == "__main__":
    main()
