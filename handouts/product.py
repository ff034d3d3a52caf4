"""Who we are and which versions made a product: the facts every record and every PDF carries."""

from __future__ import annotations

import platform
import zlib
from functools import cache
from importlib import metadata

NAME = "handouts"

# Libraries and fonts that decide bytes of a page. Another version of one of these may move a line end, draw a letter
# otherwise or compress it otherwise.
DECIDING = (
    "babel", "fontpkg-atkinson-hyperlegible", "fpdf2", "icu4py", "manimgx-fonts", "manimgx-fonts-cjk",
    "markdown-it-py", "pillow", "pyphen", "pyyaml", "reportlab", "segno", "svgelements", "uharfbuzz",
)  # fmt: skip
# Those that check, read or ask, and leave no trace in a page.
HARMLESS = ("click", "filelock", "page-validation", "polib", "pydantic", "pypdf", "pypdfium2")


@cache
def version() -> str:
    """Our own version, as installed."""
    return metadata.version(NAME)


def libraries() -> dict[str, str]:
    """Versions of everything besides us that decides bytes, by name; extras that are not installed are left out."""
    return dict(_installed())


@cache  # asking takes 10 ms, and what is loaded does not change while we run
def _installed() -> tuple[tuple[str, str], ...]:
    installed = {"python": platform.python_version(), "zlib": zlib.ZLIB_RUNTIME_VERSION}
    for name in DECIDING:
        try:
            installed[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return tuple(installed.items())
