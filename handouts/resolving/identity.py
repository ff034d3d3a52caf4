"""The short id by which an edition is told from every other: it changes when anything on the page does."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
from collections.abc import Mapping

from handouts.diagnostics import Mark
from handouts.edition import Edition

# Crockford's base 32: no i, l, o or u, so that an id can be read out over the telephone.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 10


def edition_id(edition: Edition, digests: Mapping[str, str], tool_version: str) -> str:
    """Ten characters in the form `xxxxx-xxxxx`; `digests` are those of the handout and each section used.

    The day of the build is not among the facts: it shows nowhere, only the dates of the review do.
    """
    facts: dict[str, object] = {
        "tool": tool_version,
        "request": edition.request,
        "digests": digests,
        "brand": edition.brand,
        "layout": edition.layout,
        "profile": edition.profile,
        "wording": edition.wording,
        "references": edition.references,
        "review": edition.review,
        "pictures": {path: picture.digest for path, picture in edition.pictures.items()},
        "fonts": edition.fonts,
    }
    return short_id(canonical(facts))


def short_id(data: bytes) -> str:
    """The first 50 bits of the data's sha256."""
    number = int.from_bytes(hashlib.sha256(data).digest(), "big") >> (256 - 5 * _LENGTH)
    letters = "".join(_ALPHABET[number >> (5 * place) & 31] for place in reversed(range(_LENGTH)))
    return f"{letters[:5]}-{letters[5:]}"


def canonical(value: object) -> bytes:
    """One spelling of plain data as JSON: sorted keys, no spaces, marks left out, bytes as their digest."""
    text = json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = ((field.name, getattr(value, field.name)) for field in dataclasses.fields(value))
        return {name: _plain(item) for name, item in fields if not isinstance(item, Mark)}
    raise TypeError(f"{type(value).__name__} has no canonical form")
