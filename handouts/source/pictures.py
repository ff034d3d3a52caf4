"""Pictures of the workspace: checked when read, made ready for a PDF when asked; Pillow's home."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from handouts.diagnostics import Diagnostic, Mark, error
from handouts.looks import Picture, Raster
from handouts.records import dataclass
from handouts.source.svg import read_svg
from handouts.source.workspace import SourceBlob

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS = 40_000_000

# What Pillow raises on files that are not what they say, or end too early.
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, KeyError, IndexError, TypeError,
           OverflowError, MemoryError)  # fmt: skip
_ORIENTATION = 0x0112


@dataclass(frozen=True, slots=True, repr=False)
class Embeddable:
    """A raster picture as a PDF stores it.

    `pixels` holds 8-bit samples row by row (3 a pixel for rgb, 1 for gray), `alpha` one opacity a pixel or None.
    With `jpeg` the file's own bytes are embedded as they are, and `pixels` is empty. Sizes are in pixels.
    """

    width: int
    height: int
    mode: Literal["rgb", "gray"]
    pixels: bytes
    alpha: bytes | None
    jpeg: bytes | None


def read_picture(blob: SourceBlob, mark: Mark) -> tuple[Picture | None, tuple[Diagnostic, ...]]:
    """Decode a picture as far as needed to be sure that it can be printed.

    `mark` is where the content names it; findings about an SVG point into the drawing itself.
    """
    digest = f"sha256:{blob.sha256}"
    if blob.path.lower().endswith(".svg"):
        vector, findings = read_svg(blob.data, blob.path)
        return (None if vector is None else Picture(blob.path, digest, vector)), findings
    try:
        with _opened(blob.data) as image:
            refusal = _refusal(image)
            if refusal is None:
                image.load()
                return Picture(blob.path, digest, _raster(image, blob.data)), ()
    except _TooLarge:
        limit = f"{MAX_PIXELS // 1_000_000} million is the limit"
        refusal = (f"has far too many pixels; {limit}", "Make it smaller: 300 pixels an inch are enough for print.")
    except _BROKEN:
        refusal = ("is damaged or is not a PNG or JPEG file", "Save it again from the program it was made with.")
    what, hint = refusal
    return None, (error("picture", mark, f"The picture {blob.path} {what}.", hint),)


def embed_ready(raster: Raster, *, mono: bool) -> Embeddable:
    """The pixels of a picture that `read_picture` accepted, upright, in grey when `mono`.

    A JPEG passes through unchanged when it is upright and its colours fit.
    """
    with _opened(raster.data) as image:
        grey = image.mode in ("1", "L", "LA", "I;16", "I;16B", "I", "F")
        if raster.kind == "jpeg" and _upright(image) and image.mode in (("L",) if mono else ("L", "RGB")):
            return Embeddable(
                image.width, image.height, "gray" if grey else "rgb", b"", None, without_metadata(raster.data)
            )
        from PIL import ImageOps

        image.load()
        upright = _eight_bit(ImageOps.exif_transpose(image))
        alpha = None
        if upright.has_transparency_data:
            channel = upright.convert("RGBA").getchannel("A")
            alpha = channel.tobytes() if channel.getextrema() != (255, 255) else None
        if mono or grey:
            flat = upright.convert("RGBA").convert("L") if upright.mode in ("P", "PA") else upright.convert("L")
            return Embeddable(flat.width, flat.height, "gray", flat.tobytes(), alpha, None)
        flat = (upright.convert("RGBA") if upright.mode in ("P", "PA") else upright).convert("RGB")
        return Embeddable(flat.width, flat.height, "rgb", flat.tobytes(), alpha, None)


def web_ready(raster: Raster, *, mono: bool) -> tuple[Literal["png", "jpeg"], bytes]:
    """A picture that `read_picture` accepted as a file for a browser: upright, in grey when `mono`, nothing beside it.

    What passes through `embed_ready` as a JPEG stays one; everything else becomes a PNG.
    """
    ready = embed_ready(raster, mono=mono)
    if ready.jpeg is not None:
        return "jpeg", ready.jpeg
    from PIL import Image as pillow

    size = ready.width, ready.height
    image = pillow.frombytes("L" if ready.mode == "gray" else "RGB", size, ready.pixels)
    if ready.alpha is not None:
        image.putalpha(pillow.frombytes("L", size, ready.alpha))
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return "png", out.getvalue()


def without_metadata(jpeg: bytes) -> bytes:
    """A JPEG without what cameras and editors write beside the picture: place, owner, thumbnails, comments.

    Kept are the segments a decoder needs, JFIF's (APP0) and Adobe's colour note (APP14) among them.
    """
    out = bytearray(jpeg[:2])
    at = 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        length = int.from_bytes(jpeg[at + 2 : at + 4], "big") + 2
        if marker == 0xDA:  # the picture itself follows to the end
            break
        if marker not in _METADATA:
            out += jpeg[at : at + length]
        at += length
    return bytes(out + jpeg[at:])


_METADATA = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE})  # APP1 to APP13, APP15, comments


class _TooLarge(Exception):  # an answer, not an error
    """Pillow refuses to decode a picture of this size at all."""


@contextmanager
def _opened(data: bytes) -> Iterator[Image]:
    from PIL import Image as pillow  # 45 ms to import; many handouts have drawings only

    with warnings.catch_warnings():
        # Sizes are judged below, with a finding; Pillow would print to the terminal or stop later.
        warnings.simplefilter("ignore")
        try:
            with pillow.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
                yield image
        except pillow.DecompressionBombError as problem:
            raise _TooLarge from problem


def _refusal(image: Image) -> tuple[str, str] | None:
    if image.width * image.height > MAX_PIXELS:
        message = f"has {image.width} x {image.height} pixels; {MAX_PIXELS // 1_000_000} million is the limit"
        return message, "Make it smaller: 300 pixels an inch are enough for print."
    if image.mode in ("CMYK", "YCCK", "LAB"):
        # Our PDF promises sRGB; guessing the press profile would change the colours without a word.
        return "has printing colours (CMYK)", "Save it as RGB (sRGB)."
    if getattr(image, "is_animated", False) and image.format == "PNG":
        return "is animated", "Save one frame of it."
    return None


def _raster(image: Image, data: bytes) -> Raster:
    turned = image.getexif().get(_ORIENTATION, 1) in (5, 6, 7, 8)
    width, height = (image.height, image.width) if turned else (image.width, image.height)
    return Raster(width, height, "png" if image.format == "PNG" else "jpeg", data)


def _upright(image: Image) -> bool:
    return image.getexif().get(_ORIENTATION, 1) in (0, 1)


def _eight_bit(image: Image) -> Image:
    """Pillow clips 16-bit samples when it converts; they have to be scaled."""
    if image.mode.startswith("I") or image.mode == "F":
        return image.convert("I").point(lambda sample: sample / 256).convert("L")
    return image
