"""The peers' fonts: still instances of the variable Noto Sans that handouts itself uses."""

from __future__ import annotations

from pathlib import Path

import manimgx_fonts
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

_INSTANCES = (
    ("NotoSans-Regular.ttf", "NotoSans[wght].ttf", 400, "Regular"),
    ("NotoSans-Bold.ttf", "NotoSans[wght].ttf", 700, "Bold"),
    ("NotoSans-Italic.ttf", "NotoSans-Italic[wght].ttf", 400, "Italic"),
)


def make_fonts(folder: Path) -> Path:
    """Write the three still fonts into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, source, weight, style in _INSTANCES:
        font = TTFont(Path(manimgx_fonts.__file__).parent / source)
        made = instantiateVariableFont(font, {"wght": weight}, updateFontNames=False)
        names = made["name"]
        for record in (1, 16):
            names.setName("Noto Sans", record, 3, 1, 0x409)
        for record in (2, 17):
            names.setName(style, record, 3, 1, 0x409)
        names.setName(f"Noto Sans {style}", 4, 3, 1, 0x409)
        names.setName(f"NotoSans-{style}", 6, 3, 1, 0x409)
        made["OS/2"].usWeightClass = weight
        made.save(folder / name)
    return folder
