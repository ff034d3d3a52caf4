"""Who we are and which versions made a product: the facts every record and every PDF carries."""

from __future__ import annotations

import hashlib
import platform
import zlib
from functools import cache
from importlib import metadata
from pathlib import Path

NAME = "handouts"

# Libraries and fonts that decide bytes of a page. Another version of one of these may move a line end, draw a letter
# otherwise or compress it otherwise.
DECIDING = (
    "babel", "fontpkg-atkinson-hyperlegible", "fpdf2", "icu4py", "manimgx-fonts", "manimgx-fonts-cjk",
    "markdown-it-py", "pillow", "pyphen", "pyyaml", "reportlab", "segno", "svgelements", "uharfbuzz",
)  # fmt: skip
# Those that check, read or ask, and leave no trace in a page.
HARMLESS = ("click", "filelock", "page-validation", "platformdirs", "polib", "pydantic", "pypdf", "pypdfium2")


@cache
def version() -> str:
    """Our own version, as installed."""
    return metadata.version(NAME)


@cache
def code() -> str:
    """A digest of our own program as it stands on disk: names, sizes and times of change of its files.

    Two versions of the same number differ in it, as long as somebody works on the program.
    """
    seal = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        found = path.stat()
        seal.update(f"{path.name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return seal.hexdigest()


@cache
def version_of(package: str) -> str:
    """The installed version of a package, empty where it is not installed."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def libraries() -> dict[str, str]:
    """Versions of everything besides us that decides bytes, by name; extras that are not installed are left out."""
    installed = {"python": platform.python_version(), "zlib": zlib.ZLIB_RUNTIME_VERSION}
    installed |= {name: version_of(name) for name in DECIDING if version_of(name)}
    return installed
