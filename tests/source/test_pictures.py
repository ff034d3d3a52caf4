"""Rasters are decoded, drawings reduced to paths, and everything that cannot be printed is refused."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from handouts.diagnostics import Mark
from handouts.looks import Raster, Vector
from handouts.source.pictures import embed_ready, read_picture
from handouts.source.svg import read_svg
from handouts.source.workspace import SourceBlob

MARK = Mark("content/sections/a/en.yaml", 3, 7)


def blob(data: bytes, path: str = "content/figures/a.png") -> SourceBlob:
    return SourceBlob(path, data, hashlib.sha256(data).hexdigest())


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def raster(data: bytes) -> Raster:
    picture, findings = read_picture(blob(data), MARK)
    assert not findings
    assert picture is not None
    assert isinstance(picture.image, Raster)
    return picture.image


def noise(mode: str = "RGB") -> Image.Image:
    return Image.effect_noise((40, 30), 50).convert(mode)


TURNED = Image.Exif()
TURNED[0x0112] = 6


@pytest.mark.parametrize(
    ("data", "size", "mode", "jpeg"),
    [
        (saved(noise(), "PNG"), (40, 30), "rgb", False),
        (saved(noise("L"), "PNG"), (40, 30), "gray", False),
        (saved(noise("P"), "PNG"), (40, 30), "rgb", False),
        (saved(noise("1"), "PNG"), (40, 30), "gray", False),
        (saved(noise(), "JPEG"), (40, 30), "rgb", True),
        (saved(noise("L"), "JPEG", progressive=True), (40, 30), "gray", True),
        (saved(noise(), "JPEG", exif=TURNED), (30, 40), "rgb", False),
    ],
)
def test_embedding(data: bytes, size: tuple[int, int], mode: str, jpeg: bool) -> None:
    read = raster(data)
    ready = embed_ready(read, mono=False)
    assert (read.width, read.height) == (ready.width, ready.height) == size
    assert (ready.mode, ready.jpeg is not None) == (mode, jpeg)
    assert len(ready.pixels) == (0 if jpeg else size[0] * size[1] * (3 if mode == "rgb" else 1))
    grey = embed_ready(read, mono=True)
    assert grey.mode == "gray"
    assert grey.jpeg is not None or len(grey.pixels) == size[0] * size[1]


def test_sixteen_bits_are_scaled_not_clipped() -> None:
    image = Image.new("I;16", (1, 1))
    image.putpixel((0, 0), 0x8000)
    assert embed_ready(raster(saved(image, "PNG")), mono=False).pixels == b"\x80"


def test_alpha() -> None:
    image = Image.new("RGBA", (2, 1), (255, 0, 0, 255))
    assert embed_ready(raster(saved(image, "PNG")), mono=False).alpha is None
    image.putpixel((1, 0), (0, 0, 0, 0))
    assert embed_ready(raster(saved(image, "PNG")), mono=False).alpha == b"\xff\x00"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"not a picture", "damaged"),
        (saved(noise(), "PNG")[:-200], "damaged"),
        (saved(noise(), "JPEG")[:400], "damaged"),
        (saved(noise(), "GIF"), "damaged"),
        (saved(noise("CMYK"), "JPEG"), "CMYK"),
        (saved(Image.new("1", (8000, 5001)), "PNG"), "40 million"),
        (saved(Image.new("1", (20000, 20000)), "PNG"), "40 million"),
        (saved(noise("L"), "PNG", save_all=True, append_images=[Image.new("L", (40, 30))]), "animated"),
    ],
)
def test_refused_rasters(data: bytes, words: str) -> None:
    picture, (finding,) = read_picture(blob(data), MARK)
    assert (picture, finding.rule, finding.mark) == (None, "picture", MARK)
    assert words in finding.message
    assert finding.hint


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 3000), st.binary(min_size=1, max_size=8), st.sampled_from(["PNG", "JPEG"]))
def test_damaged_rasters_never_raise(start: int, patch: bytes, kind: str) -> None:
    data = bytearray(saved(Image.new("RGB", (9, 9), (9, 99, 199)), kind))
    start %= len(data)
    data[start : start + len(patch)] = patch
    picture, findings = read_picture(blob(bytes(data)), MARK)
    assert (picture is None) == bool(findings)


def drawing(body: str, root: str = 'viewBox="0 0 10 10"') -> tuple[Vector | None, list[str]]:
    text = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {root}>\n{body}\n</svg>'
    vector, findings = read_svg(text.encode(), "a.svg")
    return vector, [f"{finding} | {finding.hint}" for finding in findings]


@pytest.mark.parametrize(
    ("body", "commands"),
    [
        ('<rect width="10" height="5"/>', "0 10 m 10 10 l 10 5 l 0 5 l h"),
        ('<path d="M0 0 Q 3 3 6 0 z"/>', "0 10 m 2 8 4 8 6 10 c h"),
        ('<path d="M0,0h.5V-1.25z"/>', "0 10 m 0.5 10 l 0.5 11.25 l h"),
        ('<g transform="translate(1,2) scale(2)"><line x2="1" y2="1" stroke="#000"/></g>', "1 8 m 3 6 l"),
        ('<polygon points="0,0 5,5 0,5"/>', "0 10 m 5 5 l 0 5 l h"),
        ('<metadata><x/></metadata><title>T</title><polyline points="0 0 1 1"/>', "0 10 m 1 9 l"),
    ],
)
def test_drawings(body: str, commands: str) -> None:
    vector, findings = drawing(body)
    assert findings == []
    assert vector is not None
    assert [path.commands for path in vector.paths] == [commands]


def test_invisible_shapes_are_left_out() -> None:
    line = '<path d="M0 0L1 1" fill="none" stroke="red" stroke-width="0"/>'
    body = f'<rect width="1" height="1"/><line x2="5" y2="5"/>{line}'
    vector, findings = drawing(body)
    assert (findings, vector and len(vector.paths)) == ([], 1)


def test_arcs_become_cubic_curves() -> None:
    vector, _ = drawing('<circle cx="5" cy="5" r="5"/>')
    assert vector is not None
    assert set(vector.paths[0].commands.split()) & {"m", "c", "h", "l"} == {"m", "c", "h"}


def test_style_is_inherited_and_scaled() -> None:
    body = (
        '<g fill="none" stroke="red" stroke-width="2" stroke-linecap="round" fill-rule="evenodd">'
        '<path d="M0 0L1 1" transform="scale(3)" stroke-linejoin="bevel"/></g>'
    )
    vector, findings = drawing(body)
    assert (findings, vector is not None) == ([], True)
    (path,) = vector.paths if vector else ()
    assert (path.fill, path.stroke, path.stroke_width, path.even_odd) == (None, (255, 0, 0), 6.0, True)
    assert (path.cap, path.join) == (1, 2)


def test_view_box_and_size() -> None:
    vector, _ = drawing('<rect x="5" y="5" width="1" height="1"/>', 'viewBox="5 5 2 4" width="90mm"')
    assert vector is not None
    assert (vector.width, vector.height, vector.paths[0].commands) == (2, 4, "0 4 m 1 4 l 1 3 l 0 3 l h")
    vector, _ = drawing('<rect width="1" height="1"/>', 'width="1in" height="2in"')
    assert vector is not None
    assert (vector.width, vector.height) == (96, 192)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<text>x</text>", "Object to Path"),
        ("<script>alert(1)</script>", "a script"),
        ("<style>path{}</style>", "CSS"),
        ('<image xlink:href="http://a.org/x.png"/>', "a picture"),
        ('<use xlink:href="#a"/>', "a clone"),
        ('<linearGradient id="a"/>', "a gradient"),
        ("<foreignObject/>", "not SVG"),
        ("<svg/>", "<svg>"),
        ('<x:a xmlns:x="http://evil.example"/>', "<a>|a link"),
        ('<rect style="fill:red"/>', "a 'style'"),
        ('<rect class="b"/>', "a 'class'"),
        ('<rect onclick="x()"/>', "a script"),
        ('<rect opacity=".5"/>', "see-through"),
        ('<rect fill="#0008"/>', "see-through"),
        ('<rect fill="url(#a)"/>', "gradient or pattern"),
        ('<rect fill="bogus"/>', "'bogus'"),
        ('<rect filter="url(#a)"/>', "a filter"),
        ('<rect clip-path="url(#a)"/>', "a clip path"),
        ('<rect display="none"/>', "display"),
        ('<rect stroke-dasharray="1 2"/>', "dasharray"),
        ('<rect width="a" height="1"/>', "not understood"),
        ('<rect width="1" height="1" transform="turn(3)"/>', "not understood"),
        ('<rect width="1" height="1" transform="rotate(1e999)"/>', "not understood"),
        ('<path d="banana"/>', "not understood"),
        ('<path d="M 0"/>', "not understood"),
        ('<path d="M1e300 0 L 1 1"/>', "not understood"),
        ("&bomb;", "undefined entity"),
    ],
)
def test_refused_drawings(body: str, words: str) -> None:
    vector, findings = drawing(body)
    assert vector is None
    assert all(finding.startswith("a.svg:2:") for finding in findings)
    assert any(word in finding for finding in findings for word in words.split("|"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "broken"),
        (b"<html/>", "not an SVG"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>', "DOCTYPE"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0L1 1"/></svg>', "no size"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', "shows nothing"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><g>', "broken"),
    ],
)
def test_files_that_are_no_drawings(data: bytes, words: str) -> None:
    vector, (finding,) = read_svg(data, "a.svg")
    assert vector is None
    assert words in finding.message


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="MmLlHhVvCcSsQqTtAaZz0123456789.,-+e ", max_size=40), st.text(max_size=12))
def test_outlines_never_raise(path: str, other: str) -> None:
    safe = other.replace("&", "").replace("<", "").replace('"', "")
    body = f'<path d="{path}"/><rect width="{safe}" transform="{safe}" fill="{safe}"/><polygon points="{path}"/>'
    vector, findings = drawing(body)
    assert (vector is None) == bool(findings)
