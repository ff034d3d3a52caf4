"""Brand files from their checked shapes to brands, with the contrast of their colours."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

from handouts.diagnostics import Diagnostic, error
from handouts.language import default_paper
from handouts.library import Settings
from handouts.looks import Brand, Logo, Rgb
from handouts.names import find
from handouts.source.checking import check
from handouts.source.colours import (
    COLOUR_NAMES,
    LEAST_CONTRAST,
    grey,
    in_colour,
    palette,
    parse_hex,
    shortfalls,
    to_hex,
)
from handouts.source.files import check_language
from handouts.source.looksmodels import BrandFile, ColoursEntry, ContactEntry, VariantEntry
from handouts.source.nodes import MapNode, Node, ScalarNode
from handouts.source.shelf import Shelf
from handouts.source.texts import one_line

LOGOS = "templates/brands"
_URL_VALUES = ("handout", "language", "edition")
# What a variant may say under another name than its slot.
_VARIANT_KEYS = {
    "name": "name", "font": "font", "qr_url": "qr_url", "short_name": "clinic.short_name", "phone": "clinic.phone",
    "email": "clinic.email", "website": "clinic.website", "hours": "clinic.hours", "feedback": "clinic.feedback",
    "emergency": "emergency.number", "poison": "poison.number",
}  # fmt: skip


def build_brand(
    name: str,
    node: Node,
    digests: Iterable[str],
    settings: Settings,
    shelf: Shelf,
    findings: list[Diagnostic],
) -> tuple[Brand, BrandFile] | None:
    """One brand with its parents merged in, and its shape; None when it cannot be used.

    `digests` are those of the files it is made of.
    """
    shape, wrong = check(node, BrandFile, "a brand")
    findings += wrong
    if shape is None:
        return None
    colours = _colours(shape.colours)
    findings += check_contrast(colours, shape.colours)
    _check_font(shape.font, shelf, findings)
    _check_url(shape.qr_url, findings)
    brand = Brand(
        id=name,
        name=one_line(shape.name),
        region=one_line(shape.region),
        palette=palette(colours),
        font=one_line(shape.font),
        banner=shape.banner,
        logo=_logo(shape, shelf),
        values=_values(shape),
        address=tuple(one_line(line) for line in shape.contact.address) if shape.contact else (),
        qr_url=one_line(shape.qr_url),
        paper=shape.paper or default_paper(one_line(shape.region)),
        layout=one_line(shape.layout) or settings.layout,
        profile=one_line(shape.profile) or settings.profile,
        languages=_variants(shape, shelf, findings),
        digest="sha256:" + hashlib.sha256("\n".join(digests).encode()).hexdigest(),
        mark=shape.mark,
    )
    return brand, shape


def check_brand_names(
    brand: Brand, shape: BrandFile, layouts: Mapping[str, object], profiles: Mapping[str, object]
) -> list[Diagnostic]:
    """The layout and profile a brand names itself."""
    findings: list[Diagnostic] = []
    if shape.layout is not None:
        findings += find("layout", brand.layout, layouts, shape.layout.mark)[1]
    if shape.profile is not None:
        findings += find("profile", brand.profile, profiles, shape.profile.mark)[1]
    return findings


def check_contrast(colours: Mapping[str, Rgb], shape: ColoursEntry) -> list[Diagnostic]:
    """Colours that are too light to read on paper or tint, in colour and as a grey printer shows them.

    One finding per colour, for the pair that is worst: the others mend with it.
    """
    findings: dict[str, Diagnostic] = {}
    for rule, seen_as, how in (("contrast", in_colour, ""), ("contrast-grey", grey, " when printed in grey")):
        for short in sorted(shortfalls(colours, seen_as), key=lambda s: s.ratio):
            front, back = (to_hex(colour) for colour in short.colours)
            message = (
                f"{short.front.capitalize()} {front} on {short.back} {back} has a contrast of "
                f"{short.ratio:.2f}:1{how}; {LEAST_CONTRAST}:1 is needed."
            )
            hint = f'The nearest darker shade that passes is {short.name}: "{to_hex(short.better)}"'
            findings.setdefault(short.name, error(rule, shape.place(short.name), message, hint))
    return list(findings.values())


def _colours(shape: ColoursEntry) -> dict[str, Rgb]:
    written = {name: getattr(shape, name) for name in COLOUR_NAMES}
    parsed = {name: parse_hex(node.text.strip()) for name, node in written.items() if node is not None}
    return {name: colour for name, colour in parsed.items() if colour is not None}


def _values(shape: BrandFile) -> dict[str, str]:
    contact = shape.contact
    names = ("phone", "email", "website", "hours", "feedback")
    given: dict[str, ScalarNode | None] = {"clinic.name": shape.name, "clinic.short_name": shape.short_name}
    if isinstance(contact, ContactEntry):
        given |= {f"clinic.{name}": getattr(contact, name) for name in names}
    given |= {"emergency.number": shape.numbers.emergency, "poison.number": shape.numbers.poison}
    return {slot: one_line(node) for slot, node in given.items() if node is not None}


def _logo(shape: BrandFile, shelf: Shelf) -> Logo | None:
    if shape.logo is None:
        return None
    return Logo(shelf.take(LOGOS, one_line(shape.logo.file), shape.logo.file.mark), one_line(shape.logo.alt))


def _variants(shape: BrandFile, shelf: Shelf, findings: list[Diagnostic]) -> dict[str, dict[str, str]]:
    written = shape.node("languages")
    variants = {}
    for language, variant in shape.languages.items():
        key = written.key(language) if isinstance(written, MapNode) else None
        findings += check_language(language, key.mark if key else variant.mark)
        _check_url(variant.qr_url, findings)
        if variant.font is not None:
            _check_font(variant.font, shelf, findings)
        variants[language] = _variant(variant)
    return variants


def _variant(variant: VariantEntry) -> dict[str, str]:
    texts = {slot: one_line(getattr(variant, key)) for key, slot in _VARIANT_KEYS.items()}
    texts["address"] = "\n".join(one_line(line) for line in variant.address or ())
    return {slot: text for slot, text in texts.items() if text}


def _check_font(font: ScalarNode, shelf: Shelf, findings: list[Diagnostic]) -> None:
    name = one_line(font)
    if "/" in name and not any(path.startswith(name) for path in shelf.fonts):
        message = f"There is no font file that begins with '{name}'."
        findings.append(error("font-file", font.mark, message, "Copy the .ttf or .otf files into templates/fonts."))


def _check_url(url: ScalarNode | None, findings: list[Diagnostic]) -> None:
    if url is None:
        return
    rest = one_line(url)
    for value in _URL_VALUES:
        rest = rest.replace(f"{{{value}}}", "")
    if re.search(r"[{}]", rest):
        hint = "Personal values never go into an address."
        message = "Only {handout}, {language} and {edition} may stand in the address."
        findings.append(error("qr-url", url.mark, message, hint))
