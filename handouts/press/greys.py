"""Colours to greys for printers that charge less for them, or have nothing else.

Every colour becomes the grey that PDF itself prescribes for it: 0.30 R + 0.59 G + 0.11 B, and for inks
1 - min(1, 0.30 C + 0.59 M + 0.11 Y + K) (ISO 32000-1, 10.3.2 and 10.3.4). It is the grey for which the brand's colours
are checked when they are read (4.5:1), and the one `build --mono` makes, so what was readable stays so. Everything is
written as DeviceGray, which printers count as a page without colour.
"""

from __future__ import annotations

import re
from io import BytesIO

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    PdfObject,
    StreamObject,
)

from handouts.press.objects import array, dictionary, follow, get, integer, text

_RGB = 3
_CMYK = 4
_SPACES = frozenset({"DeviceGray", "CalGray", "G"})


class UngreyableError(Exception):
    """The document has colours of a kind that cannot be turned into greys here; `kind` says which."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def luma(red: float, green: float, blue: float) -> float:
    """The grey of a colour; all from 0 to 1, or all from 0 to 255."""
    return 0.30 * red + 0.59 * green + 0.11 * blue


def grey_array(value: ArrayObject) -> ArrayObject:
    """A colour space in greys; any other array as it is. Our documents keep all their colours in one Indexed space."""
    items = [follow(item) for item in value]
    kind = str(items[0]).removeprefix("/") if items and isinstance(items[0], NameObject) else ""
    if kind in {"Separation", "DeviceN", "Lab", "Pattern", "CalRGB"} and len(items) > 1:
        raise UngreyableError(f"colours of the kind {kind}")
    if kind == "ICCBased":
        profile = items[1] if len(items) > 1 else None
        if not isinstance(profile, DictionaryObject) or integer(profile, "/N") != 1:
            raise UngreyableError("colours with a profile of their own (ICCBased)")
    if kind not in {"Indexed", "I"} or len(items) != _CMYK:
        return value
    base, table = items[1], _bytes(items[3])
    if str(base).removeprefix("/") in _SPACES:
        return value
    if str(base) != "/DeviceRGB":
        raise UngreyableError("a palette that is not made of red, green and blue")
    greys = bytes(round(luma(*table[at : at + _RGB])) for at in range(0, len(table) - _RGB + 1, _RGB))
    return ArrayObject([value[0], NameObject("/DeviceGray"), value[2], ByteStringObject(greys)])


def no_colours_beside(value: DictionaryObject) -> None:
    """Raise UngreyableError for a dictionary whose colours are neither in content nor in a palette or picture."""
    if dictionary(value, "/Shading"):
        raise UngreyableError("gradients")
    if dictionary(value, "/Pattern"):
        raise UngreyableError("patterns")
    if text(value, "/Subtype") == "Type3":
        raise UngreyableError("a font with colours of its own (Type 3)")
    spaces = dictionary(value, "/ColorSpace")
    for name in spaces:
        space = get(spaces, name)
        if isinstance(space, NameObject) and str(space).removeprefix("/") not in _SPACES:
            raise UngreyableError(f"colours of the kind {str(space).removeprefix('/')}")


# Strings and comments are matched first and passed over, so that no text is taken for an operator.
_NUMBER = rb"[+-]?(?:\d+\.?\d*|\.\d+)"
_SET_COLOUR = re.compile(
    rb"(?P<skip>\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|%[^\r\n]*)"
    rb"|(?P<rgb>(?<![^\s\[\]<>()/%])" + rb"\s+".join([_NUMBER] * _RGB) + rb"\s+(?P<paint>rg|RG)(?![^\s\[\]<>()/%]))"
    rb"|(?P<inks>(?<![^\s\[\]<>()/%])" + rb"\s+".join([_NUMBER] * _CMYK) + rb"\s+(?P<print>k|K)(?![^\s\[\]<>()/%]))"
    rb"|(?P<space>/(?:Device(?:RGB|CMYK)|Pattern)\s+(?:cs|CS)(?![^\s\[\]<>()/%]))"
    rb"|(?P<inline>(?<![^\s])BI\s(?:(?!\sID\s).)*?/(?:CS|ColorSpace)\s*/(?:RGB|CMYK|DeviceRGB|DeviceCMYK))",
    re.DOTALL,
)


def grey_content(data: bytes) -> bytes:
    """Page content whose colour operators set greys. Colours by palette number stay: the palette is grey."""
    return _SET_COLOUR.sub(_grey_operator, data)


def _grey_operator(match: re.Match[bytes]) -> bytes:
    if match["rgb"]:
        red, green, blue = (float(part) for part in match["rgb"].split()[:_RGB])
        return _set_grey(luma(red, green, blue), stroke=match["paint"] == b"RG")
    if match["inks"]:
        cyan, magenta, yellow, black = (float(part) for part in match["inks"].split()[:_CMYK])
        return _set_grey(1 - min(1.0, luma(cyan, magenta, yellow) + black), stroke=match["print"] == b"K")
    if match["space"]:
        raise UngreyableError("colours set by name of a colour space")
    if match["inline"]:
        raise UngreyableError("small coloured pictures inside the text")
    return match[0]


def _set_grey(value: float, *, stroke: bool) -> bytes:
    return f"{value:.4f}".rstrip("0").rstrip(".").encode() + (b" G" if stroke else b" g")


def grey_picture(value: StreamObject) -> bytes | None:
    """Grey samples, 8 bits each, of a coloured picture; None for one that needs no change."""
    space = get(value, "/ColorSpace")
    if text(value, "/ImageMask") or space is None:
        return None
    if isinstance(space, ArrayObject) or str(space).removeprefix("/") in _SPACES:
        return None  # palettes are changed where they stand
    filters = [str(follow(item)).removeprefix("/") for item in array(value, "/Filter")]
    if str(space) != "/DeviceRGB" or "JPXDecode" in filters or integer(value, "/BitsPerComponent") != 8:
        raise UngreyableError("pictures in printing colours or of an unusual kind")
    from PIL import Image

    width, height = integer(value, "/Width") or 0, integer(value, "/Height") or 0
    if filters[-1:] == ["DCTDecode"]:
        with Image.open(BytesIO(_encoded(value, filters))) as picture:
            return picture.convert("L").tobytes()
    samples = value.get_data()
    if len(samples) < width * height * _RGB:
        raise UngreyableError("a picture that is cut off")
    return Image.frombytes("RGB", (width, height), samples[: width * height * _RGB]).convert("L").tobytes()


def _encoded(value: StreamObject, filters: list[str]) -> bytes:
    if len(filters) > 1:
        raise UngreyableError("pictures that are packed twice")
    return value._data


def _bytes(value: PdfObject | None) -> bytes:
    """The table of a palette, written as a string or as a stream (ISO 32000-1, 8.6.6.3)."""
    if isinstance(value, StreamObject):
        data = value.get_data()
        return data if isinstance(data, bytes) else data.encode("latin-1")
    if isinstance(value, ByteStringObject):
        return bytes(value)
    original = getattr(value, "original_bytes", None)
    return bytes(original) if original is not None else b""
