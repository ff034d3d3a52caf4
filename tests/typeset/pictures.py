"""Page pictures against golden ones: the last rung, for what no text can say."""

import os
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

from .goldens import FOLDER, UPDATE

_MOST = 1.2  # mean difference of a channel, of 255: another anti-aliasing passes, a moved line does not


def check_picture(request, name: str, png: bytes, *, update: bool = UPDATE) -> None:
    """The picture must look like the golden one; where it does not, both and their difference are written."""
    assert request.node.get_closest_marker("visual"), "a test of pictures needs @pytest.mark.visual"
    path = FOLDER / f"{name}.png"
    if update:
        small = Image.open(BytesIO(png)).convert("P", palette=Image.Palette.ADAPTIVE, colors=64)
        small.save(path, optimize=True)
    assert path.exists(), f"no picture {path.name}: run with GOLDEN_UPDATE=1"
    found, expected = Image.open(BytesIO(png)).convert("RGB"), Image.open(path).convert("RGB")
    assert found.size == expected.size
    difference = ImageChops.difference(found, expected)
    amount = sum(ImageStat.Stat(difference).mean) / 3
    if amount > _MOST:
        folder = Path(os.environ.get("PICTURE_DIFFS") or request.getfixturevalue("tmp_path"))
        folder.mkdir(parents=True, exist_ok=True)
        place = folder / f"{name}-diff.png"
        sheet = Image.new("RGB", (found.width * 3, found.height), "white")
        for at, part in enumerate((expected, found, ImageChops.invert(difference))):
            sheet.paste(part, (at * found.width, 0))
        sheet.save(place)
        raise AssertionError(f"{name} differs by {amount:.2f} (at most {_MOST}); expected, found, difference: {place}")
