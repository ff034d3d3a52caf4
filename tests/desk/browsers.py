"""A real browser (Chromium, headless) and a real server (`handouts serve`), for the tests that need both.

On Debian and Ubuntu: `sudo apt-get install chromium`. HANDOUTS_CHROMIUM names another one.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route

from tests import PATIENCE

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# As root, as in most containers, Chromium wants no sandbox; the rest keeps it from calling home.
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip
WAIT = 120_000.0  # ms: a busy machine is no failure


def chromium() -> str:
    """The browser's path, or "" where there is none."""
    named = os.environ.get("HANDOUTS_CHROMIUM", "")
    return named or next((path for name in NAMES if (path := shutil.which(name))), "")


@dataclass
class Served:
    """A running server: its address, its process, and all that it has said so far."""

    address: str
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)


@contextlib.contextmanager
def served(root: Path, *options: str, cache: str = "off", env: dict[str, str] | None = None) -> Iterator[Served]:
    """`handouts serve` for a workspace on a free port, until the end of the block."""
    command = [sys.executable, "-m", "handouts", "-C", str(root), "serve", "--port", "0", "--no-open", *options]
    given = {**os.environ, "HANDOUTS_CACHE": cache, "NO_COLOR": "1", **(env or {})}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=given)
    assert process.stderr is not None
    said: list[str] = []
    reader: Thread | None = None
    try:
        for line in process.stderr:
            said.append(line)
            if "Ctrl-C" in line:
                break
        told = [word for line in said for word in line.split() if word.startswith("http://")]
        assert told, said
        reader = Thread(target=lambda: said.extend(process.stderr), daemon=True)  # or a full pipe would stop the server
        reader.start()
        yield Served(told[0].rstrip("."), process, said)
    finally:
        process.terminate()
        process.wait(PATIENCE)
        if reader is not None:
            reader.join(PATIENCE)
        process.stderr.close()


def violations(page: Page) -> list[str]:
    """What axe-core finds on a page, by WCAG 2.2 A and AA and its best practices."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {one['help']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


def no_print_window(page: Page) -> None:
    """Headless Chromium has no print window, and a PDF that asks for it takes the browser down: the frame that would
    show the PDF stays empty, and it is remembered what it should have shown and that it was told to print.
    """
    page.add_init_script(
        """
        window.printed = [];
        Object.defineProperty(HTMLIFrameElement.prototype, "src", {
          set(address) { this.meant = address; this.setAttribute("srcdoc", ""); },
        });
        Object.defineProperty(HTMLIFrameElement.prototype, "contentWindow", {
          get() { return { focus() {}, print: () => window.printed.push(this.meant) }; },
        });
        """
    )


@contextlib.contextmanager
def caught(page: Page, pattern: str) -> Iterator[list[bytes]]:
    """The bodies of answers to addresses like this, which a browser does not give out again."""
    bodies: list[bytes] = []

    def pass_on(route: Route) -> None:
        answer = route.fetch(timeout=WAIT)
        bodies.append(answer.body())
        route.fulfill(response=answer)

    page.route(pattern, pass_on)
    yield bodies
    page.unroute(pattern)


def overflow(page: Page) -> int:
    """CSS pixels by which the page is wider than the window."""
    width: Any = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return int(width)
