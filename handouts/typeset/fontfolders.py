"""Where installed fonts lie: the only place that knows the packages that bring them."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import util
from pathlib import Path

from handouts.diagnostics import HandoutsError
from handouts.typeset.memory import Memory

_NOTO = "manimgx_fonts"
_CJK = "manimgx_fonts_cjk"
_FAMILY = "fontpkg_"
# Variable fonts that a page of ours on a screen may need, by script; a few hundred kilobytes each.
_FOR_SCREENS = {
    "Latn": "NotoSans[wght].ttf", "Arab": "NotoSansArabic[wght].ttf", "Deva": "NotoSansDevanagari[wght].ttf",
}  # fmt: skip

_FOLDERS: Memory[str, Path] = Memory(64)


def package_folder(package: str) -> Path | None:
    """The folder of an installed package, or None."""
    folder = _FOLDERS.get(package)
    if folder is None:
        spec = util.find_spec(package)
        if spec is None or not spec.origin:
            return None
        folder = Path(spec.origin).parent
        _FOLDERS.put(package, folder)
    return folder


def noto_folder() -> Path:
    """The folder of the Noto families. Raises HandoutsError when they are not installed."""
    folder = package_folder(_NOTO)
    if folder is None:
        raise HandoutsError("The font package manimgx-fonts is not installed.", "pip install manimgx-fonts")
    return folder


def east_asian_folder() -> Path | None:
    """The folder of Noto Sans CJK, if the extra is installed."""
    return package_folder(_CJK)


def family_folder(family: str) -> Path | None:
    """The folder of a family that has a package of its own, or None."""
    return package_folder(_FAMILY + family.replace("-", "_"))


@lru_cache(maxsize=64)
def listed(folder: Path) -> tuple[Path, ...]:
    """The files that a font package says it has."""
    files = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))["files"]
    return tuple(folder / entry["path"] for entry in files)


@lru_cache(maxsize=8)
def screen_font(script: str) -> bytes | None:
    """A font file (TrueType, variable weight) for a script (ISO 15924), for browsers that may lack one; else None."""
    name = _FOR_SCREENS.get(script)
    return (noto_folder() / name).read_bytes() if name is not None else None
