"""Chromium's print, tagged: one headless browser asked over its debugging pipe."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from peers.document import Variant
from peers.webpage import page


def _high(descriptor: int) -> int:
    """The same pipe under a number that is not one of those the browser is given."""
    return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 20)


class Maker:
    """Makes the document, one variant after the other, in one browser."""

    def __init__(self, data: dict[str, Any], folder: Path, fonts: Path) -> None:
        self._data, self._folder, self._fonts = data, folder, fonts
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        if program is None:
            raise FileNotFoundError("chromium")
        to_browser, self._write = map(_high, os.pipe())
        self._read, from_browser = map(_high, os.pipe())

        def wired() -> None:
            os.dup2(to_browser, 3)  # the browser reads its orders from 3 and answers on 4
            os.dup2(from_browser, 4)

        self._browser = subprocess.Popen(
            [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
             f"--user-data-dir={folder / 'profile'}"],
            close_fds=False, preexec_fn=wired, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        self._last = 0
        self._seen: list[str | None] = []
        self._rest = b""
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._ask("Page.enable")

    def make(self, variant: Variant) -> bytes:
        return self.make_unseen(self._data, variant)

    def make_unseen(self, data: dict[str, Any], variant: Variant) -> bytes:
        """Another text altogether."""
        path = self._folder / "page.html"
        path.write_text(page(data, variant, self._fonts), encoding="utf-8")
        self._seen.clear()
        self._ask("Page.navigate", url=path.resolve().as_uri())
        self._until("Page.loadEventFired")
        printed = self._ask("Page.printToPDF", preferCSSPageSize=True, generateTaggedPDF=True, printBackground=True)
        return base64.b64decode(printed["data"])

    def close(self) -> None:
        """End the browser."""
        self._browser.kill()
        self._browser.wait()

    def _ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._last += 1
        order: dict[str, Any] = {"id": self._last, "method": method, "params": parameters}
        if hasattr(self, "_session"):
            order["sessionId"] = self._session
        os.write(self._write, json.dumps(order).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._last:
                if "error" in answer:
                    raise RuntimeError(answer["error"])
                return answer["result"]
            self._seen.append(answer.get("method"))

    def _until(self, event: str) -> None:
        # It may have come while an answer was waited for.
        while event not in self._seen:
            self._seen.append(self._next().get("method"))

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            read = os.read(self._read, 1 << 20)
            if not read:
                raise RuntimeError("The browser has ended.")
            self._rest += read
        message, _, self._rest = self._rest.partition(b"\0")
        return json.loads(message)
