"""The late values of a document: the brand's texts, addresses, QR target, and the patient's own words."""

from __future__ import annotations

from collections.abc import Mapping

from handouts.edition import Edition, Personal

_THE_BRANDS = frozenset({"clinic", "emergency", "poison", "address", "logo", "qr"})


def late_values(edition: Edition, personal: Personal) -> Mapping[str, str]:
    """Every slot's text. Personal values come last and can only fill personal names, never the brand's."""
    brand = edition.brand
    values = {name: text for name, text in personal.values.items() if name.split(".")[0] not in _THE_BRANDS}
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
