"""An edition as text: JSON that reads well in a diff, used as golden; it holds nothing personal."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import re
from collections.abc import Mapping
from enum import Enum
from typing import get_args

from handouts.content import Citation, CitationMark, Inline, Line, Slot, SolidBlock, Words
from handouts.diagnostics import Mark
from handouts.edition import Edition
from handouts.looks import Ink, Palette, Picture, Rgb, Vector, VectorPath

_SPECIAL = re.compile(r"([\\*\[\]{}])")
_BLOCKS: tuple[type, ...] = get_args(SolidBlock)


def as_json(edition: Edition) -> str:
    """The whole edition; fields in their declared order, maps sorted, bytes and pictures as digests."""
    return json.dumps(_plain(edition), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def markup(line: Line) -> str:
    """A line in the authors' notation: `Iron is **strong** text [1,2] {clinic.phone} [label](url)`."""
    return "".join(map(_inline, line.parts))


def _inline(part: Inline) -> str:
    if isinstance(part, Citation):
        return f"[{'; '.join(f'@{key}' for key in part.keys)}]"
    if isinstance(part, CitationMark):
        return f"[{','.join(map(str, part.numbers))}]"
    text = f"{{{part.name}}}" if isinstance(part, Slot) else _SPECIAL.sub(r"\\\1", part.text)
    stars = "*" * (2 * part.strong + part.emphasis)
    text = f"{stars}{text}{stars}"
    if part.link:
        text = f"[{text}]({part.link})"
    if isinstance(part, Words) and part.language:
        text = f"[{text}]{{lang={part.language}}}"
    return text


def _plain(value: object) -> object:
    if value is None or isinstance(value, Mark):
        return value and str(value)
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, bytes):
        return f"sha256:{hashlib.sha256(value).hexdigest()}"
    if isinstance(value, Line):
        return markup(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in sorted(value.items())}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return _record(value)


def _record(value: object) -> object:
    if isinstance(value, Palette):
        return {ink.name: _hex(colour) for ink, colour in zip(Ink, value.colours, strict=True)}
    if isinstance(value, Picture):
        image = value.image
        form = "svg" if isinstance(image, Vector) else image.kind
        return {"digest": value.digest, "kind": form, "width": image.width, "height": image.height}
    if not dataclasses.is_dataclass(value) or isinstance(value, type | Vector | VectorPath):
        raise TypeError(f"{type(value).__name__} has no place in an edition")
    named: dict[str, object] = {"block": type(value).__name__} if isinstance(value, _BLOCKS) else {}
    return named | {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}


def _hex(colour: Rgb) -> str:
    return "#" + bytes(colour).hex()
