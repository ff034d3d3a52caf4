"""What a PDF's XMP metadata says of it: title, edition, what it claims, and what the sheet was made for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from xml.etree import ElementTree

from handouts.records import dataclass

_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_DC_IDENTIFIER = "{http://purl.org/dc/elements/1.1/}identifier"
_LIST_ITEM = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li"
_CLAIMS = (
    ("{http://www.aiim.org/pdfua/ns/id/}part", "PDF/UA"),
    ("{http://www.aiim.org/pdfa/ns/id/}part", "PDF/A"),
)
# The namespace handouts writes its own facts in; read back here without the writer's code.
_FACTS = "{urn:uuid:bddf96f6-971d-4f84-8668-a5c2fea17d8c#}"


@dataclass(frozen=True, slots=True)
class MadeFor:
    """What a sheet of ours was made from and for, by the names its workspace knows; empty in files from elsewhere.

    `languages` are tags, the first one leads; `colour` is "colour" or "grey"; `kind` is what an imposed file calls
    itself, empty in a reading edition.
    """

    handout: str = ""
    languages: tuple[str, ...] = ()
    brand: str = ""
    layout: str = ""
    profile: str = ""
    paper: str = ""
    colour: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class XmpFacts:
    """Title (dc:title), edition (dc:identifier, or a property named edition of any schema), claims, purpose."""

    title: str = ""
    edition: str = ""
    claims: frozenset[str] = frozenset()
    made_for: MadeFor = field(default_factory=MadeFor)


def xmp_facts(packet: bytes) -> XmpFacts:
    """The facts of an XMP packet; one that is damaged, or declares entities, says nothing."""
    if b"<!DOCTYPE" in packet:
        return XmpFacts()
    try:
        root = ElementTree.fromstring(packet.strip())
    except (ElementTree.ParseError, ValueError, LookupError):
        return XmpFacts()
    properties = dict(reversed(list(_properties(root))))  # the first of each name counts
    return XmpFacts(
        title=_title(root),
        edition=_edition(root),
        claims=frozenset(claim for name, claim in _CLAIMS if properties.get(name)),
        made_for=_made_for(properties),
    )


def _properties(root: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """Simple properties, written as elements or as attributes (ISO 16684-1, 7.9.2.2)."""
    for node in root.iter():
        yield node.tag, (node.text or "").strip()
        for name, value in node.attrib.items():
            yield name, value.strip()


def _made_for(properties: dict[str, str]) -> MadeFor:
    def fact(name: str) -> str:
        return properties.get(_FACTS + name, "")

    return MadeFor(
        handout=fact("handout"),
        languages=tuple(tag for tag in fact("languages").split("+") if tag),
        brand=fact("brand"),
        layout=fact("layout"),
        profile=fact("profile"),
        paper=fact("paper"),
        colour=fact("colour"),
        kind=fact("kind"),
    )


def _title(root: ElementTree.Element) -> str:
    """The default title: the first alternative (ISO 16684-1, 8.2.2.4)."""
    for title in root.iter(_DC_TITLE):
        return next((item.text or "" for item in title.iter(_LIST_ITEM)), title.text or "").strip()
    return ""


def _edition(root: ElementTree.Element) -> str:
    for node in root.iter():
        if node.tag == _DC_IDENTIFIER or _local(node.tag) == "edition":
            return (node.text or "").strip()
        for name, value in node.attrib.items():
            if _local(name) == "edition":
                return value.strip()
    return ""


def _local(name: str) -> str:
    return name.rpartition("}")[2].lower()
