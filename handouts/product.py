"""Who we are and which versions made a product: the facts every record and every PDF carries."""

from __future__ import annotations

import os
import re
import sys
import zlib
from functools import lru_cache
from pathlib import Path

NAME = "handouts"

# Libraries and fonts that decide bytes of a page. Another version of one of these may move a line end, draw a letter
# otherwise or compress it otherwise.
DECIDING = (
    "babel", "fontpkg-atkinson-hyperlegible", "fpdf2", "icu4py", "manimgx-fonts", "manimgx-fonts-cjk",
    "markdown-it-py", "pillow", "pyphen", "pyyaml", "reportlab", "segno", "svgelements", "uharfbuzz",
)  # fmt: skip
# Those that check, read or ask, and leave no trace in a page.
HARMLESS = (
    "anyio", "click", "filelock", "jinja2", "markupsafe", "openpyxl", "page-validation", "platformdirs", "polib",
    "pydantic", "pypdf", "pypdfium2", "python-multipart", "starlette", "uvicorn",
)  # fmt: skip

_FOLDER = re.compile(r"(?P<name>[^-]+)-(?P<version>[^-]+)\.dist-info", re.IGNORECASE)
_SIGNS = re.compile("[-_.]+")  # one is as good as another in the name of a package (PEP 503)


@lru_cache(maxsize=1)
def version() -> str:
    """Our own version, as installed."""
    return _in_folders(NAME) or _asked_for(NAME)


@lru_cache(maxsize=1)
def _libraries() -> tuple[tuple[str, str], ...]:
    import platform

    found = [(name, version) for name in DECIDING if (version := _asked_for(name))]
    return (("python", platform.python_version()), ("zlib", zlib.ZLIB_RUNTIME_VERSION), *found)


def libraries() -> dict[str, str]:
    """Versions of everything besides us that decides bytes, by name; extras that are not installed are left out."""
    return dict(_libraries())


@lru_cache(maxsize=1)
def state() -> str:
    """What must be the same for derived work of an earlier run to be used: all versions, and our own code.

    Code counts by the path, size, times and number of each file, so that a changed module never meets what the one
    before it has made. It is looked at once: what a process derives belongs to the code that it began with. Empty
    where our modules are no files (in a zip archive), because nothing can be told of them then.
    """
    code = _code(Path(__file__).parent)
    versions = [(name, _in_folders(name) or _asked_for(name)) for name in (NAME, *DECIDING, *HARMLESS)]
    return repr((sys.version, zlib.ZLIB_RUNTIME_VERSION, versions, code)) if code else ""


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """A digest of `state`, empty where that is empty."""
    import hashlib

    return hashlib.sha256(state().encode()).hexdigest() if state() else ""


@lru_cache(maxsize=256)
def font_package(family: str) -> str:
    """The version of the package with a family of fonts; empty where there is none."""
    if family == "noto-sans" or family.startswith("templates/fonts/"):
        return ""  # in a package for all scripts, which `DECIDING` names; the brand's own files
    name = f"fontpkg-{family}"
    return _in_folders(name) or _asked_for(name)


def _code(package: Path) -> list[tuple[str, int, int, int, int]]:
    files: list[tuple[str, int, int, int, int]] = []
    folders = [str(package)]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.name.endswith(".py"):
                        found = entry.stat()
                        times = (found.st_mtime_ns, found.st_ctime_ns)
                        files.append((entry.path, found.st_size, *times, found.st_ino))
                    elif entry.name not in ("starter", "__pycache__") and entry.is_dir():
                        folders.append(entry.path)
        except OSError:
            return []
    return sorted(files)


def _asked_for(name: str) -> str:
    """The version as the standard library finds it, which takes its time; "" for what is not installed."""
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _in_folders(name: str) -> str:
    """The version in the name of the folder that came with the package ("1.6" for 1.006); "" if there is none."""
    return next((found[name] for place in sys.path if name in (found := _installed(place))), "")


@lru_cache(maxsize=32)
def _installed(place: str) -> dict[str, str]:
    """Versions of what is installed in a folder of the path, by name, read from the names of its folders."""
    try:
        with os.scandir(place or ".") as entries:
            folders = [match for entry in entries if (match := _FOLDER.fullmatch(entry.name))]
    except OSError:
        return {}
    return {_SIGNS.sub("-", match["name"]).lower(): match["version"] for match in folders}
