"""Plates as bytes and back, and the key by which one is found: everything that went into it."""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from handouts import product
from handouts.edition import Edition
from handouts.looks import Ink
from handouts.resolving.identity import Fragments, edition_form
from handouts.typeset.geometry import Area
from handouts.typeset.plate import RunningText
from handouts.typeset.ready import LateAlt, MadeOverlay, Overlay, ReadyBox, ReadyFont, ReadyPlate, ReadyText
from handouts.typeset.strips import LateWords, Phrase, Shape
from handouts.typeset.styles import TextStyle

Questions = tuple[tuple[str, ...], tuple[LateWords, ...]]  # names that may be given, and late paragraphs


# --- keys --------------------------------------------------------------------------------------------------------


def edition_key(edition: Edition, fragments: Fragments) -> str:
    """The digest (hex) of all that a plate is made of but the answers to its questions about late values."""
    seal = hashlib.sha256(product.fingerprint().encode())
    seal.update(product.font_package(edition.brand.font).encode() + b"\0")
    seal.update(edition_form(edition, fragments, _without_late_values).encode())
    return seal.hexdigest()


def _without_late_values(edition: Edition) -> Mapping[str, object]:
    """What stands in an edition's form in place of what stamping brings.

    The brand itself gives way to what laying out asks of it: which values there are and what kind of link they make.
    """
    brand, request = edition.brand, edition.request
    kinds = {name: _kind(value) for name, value in edition.slots.items()}
    logo = brand.logo.picture if brand.logo is not None else ""
    asked = (brand.font, brand.banner, bool(logo), bool(brand.qr_url), len(brand.address))
    facts = (request.handout, request.languages, request.mono, request.draft, request.plain, request.banner)
    pictures = {path: picture.digest for path, picture in edition.pictures.items() if path != logo or _shown(edition)}
    return {"brand": asked, "request": facts, "slots": kinds, "pictures": pictures}


def _shown(edition: Edition) -> bool:
    """True where the logo's file is also a picture of the text, which stays in the plate."""
    assert edition.brand.logo is not None
    return not edition.brand.logo.picture.startswith("templates/brands/")


def _kind(value: str) -> tuple[bool, bool, bool]:
    """What laying out asks of a brand's value: whether it is given, a web address, a mail address."""
    return bool(value), value.startswith("http"), "@" in value and " " not in value


def plate_key(key: str, questions: Questions, answers: object) -> str:
    """The key of the plate that these answers lead to, for an edition of this key."""
    seal = hashlib.sha256(key.encode())
    seal.update(marshal.dumps(_plain((questions, answers)), _MARSHAL))
    return seal.hexdigest()


def questions_of(plate: ReadyPlate) -> Questions:
    """What must be asked of values to know whether the plate is theirs."""
    return tuple(name for name, _ in plate.presence), plate.words


def answers_of(plate: ReadyPlate) -> object:
    """The answers that the plate was laid out for."""
    return tuple(given for _, given in plate.presence), plate.shapes


# --- bytes -------------------------------------------------------------------------------------------------------

# Without references between equal parts, which depend on how a value came about (marshal's version 3 has them).
_MARSHAL = 2


def _plain(value: Any) -> Any:
    """Plain data: records as tuples of their fields."""
    if isinstance(value, Ink):
        return int(value)
    if isinstance(value, tuple | list):
        return tuple(map(_plain, value))
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return tuple(_plain(getattr(value, field.name)) for field in fields(value) if field.init)
    return value


def questions_bytes(asked: Sequence[Questions]) -> bytes:
    """Sets of questions to be kept."""
    return marshal.dumps(_plain(tuple(asked)), _MARSHAL)


def questions_from(data: bytes) -> list[Questions]:
    """Sets of questions that were kept; none when the data are not such."""
    try:
        return [(names, tuple(map(_words, words))) for names, words in marshal.loads(data)]
    except _UNREADABLE:
        return []


def plate_bytes(plate: ReadyPlate) -> bytes:
    """A plate to be kept."""
    return marshal.dumps(_plain(plate), _MARSHAL)


def plate_from(data: bytes) -> ReadyPlate | None:
    """A plate that was kept; None when the data are none."""
    try:
        return _plate(dict(zip(_FIELDS, marshal.loads(data), strict=True)))
    except _UNREADABLE:
        return None


_FIELDS = tuple(field.name for field in fields(ReadyPlate))
_UNREADABLE = (ValueError, TypeError, EOFError, KeyError, IndexError)


def overlays_bytes(plate: str, made: Sequence[MadeOverlay]) -> bytes:
    """Overlays without personal values, in the order of those of the plate of this key, to be kept."""
    return marshal.dumps((plate, tuple((overlay.stream, dict(overlay.links)) for overlay in made)), _MARSHAL)


def overlays_from(data: bytes) -> tuple[str, list[MadeOverlay]]:
    """The key of a plate and its overlays that were kept; none when the data are not such."""
    try:
        plate, made = marshal.loads(data)
        return plate, [MadeOverlay(stream, links) for stream, links in made]
    except _UNREADABLE:
        return "", []


def logo_bytes(number: int, streams: Mapping[int, tuple[bytes, bytes]]) -> bytes:
    """A logo's streams by object number, and the number of the picture itself, to be kept."""
    return marshal.dumps((number, dict(streams)), _MARSHAL)


def logo_from(data: bytes | None) -> tuple[int, dict[int, tuple[bytes, bytes]]] | None:
    """A logo that was kept; None when the data are none."""
    try:
        number, streams = marshal.loads(data) if data is not None else (0, {})
    except _UNREADABLE:
        return None
    return (number, streams) if streams else None


def overlays_key(plate: str, edition: Edition, brands: Mapping[str, str]) -> str:
    """The key of a plate's overlays for an edition when nothing personal is given; `brands` are its late values."""
    logo = edition.brand.logo
    picture = edition.pictures[logo.picture].digest if logo is not None else ""
    seal = hashlib.sha256(plate.encode())
    seal.update(marshal.dumps((edition.id, picture, tuple(sorted(brands.items()))), _MARSHAL))
    return seal.hexdigest()


def _plate(plain: dict[str, Any]) -> ReadyPlate:
    made = {
        "area": Area(*plain["area"]),
        "areas": tuple(Area(*area) for area in plain["areas"]),
        "fonts": {key: ReadyFont(*font) for key, font in plain["fonts"].items()},
        "words": tuple(map(_words, plain["words"])),
        "shapes": tuple(Shape(*shape) for shape in plain["shapes"]),
        "overlays": tuple(
            Overlay(number, tuple(map(_place, places)), tuple(map(_running, running)))
            for number, places, running in plain["overlays"]
        ),
        "alts": tuple(LateAlt(*alt) for alt in plain["alts"]),
    }
    return ReadyPlate(**{**plain, **made})


def _words(plain: Any) -> LateWords:
    phrases, *rest = plain
    return LateWords(tuple(map(_phrase, phrases)), *rest)


def _phrase(plain: Any) -> Phrase:
    text, slot, style, *rest = plain
    return Phrase(text, slot, _style(style), *rest)


def _style(plain: Any) -> TextStyle:
    size, leading, weight, italic, ink, *rest = plain
    return TextStyle(size, leading, weight, italic, Ink(ink), *rest)


def _place(plain: Any) -> ReadyText | ReadyBox:
    return ReadyBox(*plain) if isinstance(plain[0], str) else ReadyText(*plain)


def _running(plain: Any) -> RunningText:
    pattern, style, *rest = plain
    return RunningText(pattern, _style(style), *rest)
