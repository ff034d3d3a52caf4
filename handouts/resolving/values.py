"""The late values of a document: the brand's texts, addresses, QR target, and the patient's own words."""

from __future__ import annotations

from collections.abc import Mapping

from handouts.edition import Edition, Personal

_THE_BRANDS = frozenset({"clinic", "emergency", "poison", "address", "logo", "qr"})


BLANK = "_" * 16  # what stands for a value that is not given: room to write it by hand

_BESIDE = "beside:"  # before the names of the second language's values; a slot never holds a colon


def late_values(edition: Edition, personal: Personal) -> Mapping[str, str]:
    """Every slot's text, in a bilingual document also those of its second language (see `voice_values`).

    Personal values come last and can only fill personal names, never the brand's.
    """
    values = _values(edition, personal)
    if edition.beside is not None:
        values |= {f"{_BESIDE}{name}": text for name, text in _values(edition.beside, personal).items()}
    return values


def voice_values(values: Mapping[str, str], voice: int) -> Mapping[str, str]:
    """The values of one language of the document under their plain names: 0 for the first, 1 for the second."""
    if not voice:
        return {name: text for name, text in values.items() if not name.startswith(_BESIDE)}
    return {name.removeprefix(_BESIDE): text for name, text in values.items() if name.startswith(_BESIDE)}


def is_personal(slot: str) -> bool:
    """True for a patient's value, False for one of the brand's: only the brand's may be remembered."""
    return slot.split(".")[0] not in _THE_BRANDS


def _values(edition: Edition, personal: Personal) -> dict[str, str]:
    brand = edition.brand
    values = {name: text for name, text in personal.values.items() if is_personal(name) and ":" not in name}
    values.update(edition.slots)
    values.setdefault("clinic.name", brand.name)
    values.setdefault("clinic.short_name", values["clinic.name"])
    values.update({f"address.{number}": line for number, line in enumerate(brand.address, start=1)})
    values["logo.alt"] = brand.logo.alt if brand.logo is not None else ""
    values["qr.url"] = (
        brand.qr_url.replace("{handout}", edition.request.handout)
        .replace("{language}", edition.language)
        .replace("{edition}", edition.id)
    )
    return values
