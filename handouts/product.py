"""Who we are and which versions made a product: the facts every record and every PDF carries."""

from __future__ import annotations

import platform
import zlib
from importlib import metadata

NAME = "handouts"

# Libraries and fonts that decide bytes of a page. Another version of one of these may move a line end, draw a letter
# otherwise or compress it otherwise.
DECIDING = (
    "babel", "fontpkg-atkinson-hyperlegible", "fpdf2", "icu4py", "manimgx-fonts", "manimgx-fonts-cjk",
    "markdown-it-py", "pillow", "pyphen", "pyyaml", "reportlab", "segno", "svgelements", "uharfbuzz",
)  # fmt: skip
# Those that check, read or ask, and leave no trace in a page.
HARMLESS = (
    "click",
    "filelock",
    "openpyxl",
    "page-validation",
    "platformdirs",
    "polib",
    "pydantic",
    "pypdf",
    "pypdfium2",
)


def version() -> str:
    """Our own version, as installed."""
    return metadata.version(NAME)


def libraries() -> dict[str, str]:
    """Versions of everything besides us that decides bytes, by name; extras that are not installed are left out."""
    installed = {"python": platform.python_version(), "zlib": zlib.ZLIB_RUNTIME_VERSION}
    for name in DECIDING:
        try:
            installed[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return installed
