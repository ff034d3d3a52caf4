"""Who we are and which versions made a product: the facts every record and every PDF carries."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import zlib
from collections.abc import Iterator
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
def fingerprint() -> str:
    """A digest of our own program as it stands on disk, and of the versions of all libraries that decide bytes.

    Two programs of the same version differ in it as long as somebody works on them: sizes and times of files count.
    """
    found = _installed()
    versions = [(name, found.get(name) or _version_of(name)) for name in DECIDING]
    facts = (version(), platform.python_version(), zlib.ZLIB_RUNTIME_VERSION, versions, sorted(_own_files()))
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def _own_files() -> Iterator[tuple[str, int, int]]:
    # os.walk and os.stat, since a Path for each of 300 files takes twice as long, at every start.
    for folder, _, names in os.walk(Path(__file__).parent):
        for name in names:
            if name.endswith(".py"):
                found = os.stat(f"{folder}/{name}")  # noqa: PTH116
                yield f"{folder}/{name}", found.st_size, found.st_mtime_ns


def font_package(family: str) -> str:
    """The version of the package with a family of fonts; empty where there is none."""
    name = f"fontpkg-{family}"
    return _installed().get(name, "") or _version_of(name)


@cache
def _installed() -> dict[str, str]:
    """Versions by package, as the names of folders have them: 2 ms, where reading what is in them takes 40."""
    found: dict[str, str] = {}
    for place in reversed(sys.path):  # the first one counts
        for entry in os.listdir(Path(place)) if Path(place).is_dir() else ():  # noqa: PTH208
            name, dash, number = entry.removesuffix(".dist-info").partition("-")
            if dash and entry.endswith(".dist-info"):
                found[name.lower().replace("_", "-").replace(".", "-")] = number
    return found


def _version_of(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def libraries() -> dict[str, str]:
    """Versions of everything besides us that decides bytes, by name; extras that are not installed are left out."""
    installed = {"python": platform.python_version(), "zlib": zlib.ZLIB_RUNTIME_VERSION}
    installed |= {name: number for name in DECIDING if (number := _version_of(name))}
    return installed
