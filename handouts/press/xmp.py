"""The two facts `verify` shows from a PDF's XMP metadata: title and edition."""

from __future__ import annotations

from typing import NamedTuple
from xml.etree import ElementTree

_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_DC_IDENTIFIER = "{http://purl.org/dc/elements/1.1/}identifier"
_LIST_ITEM = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li"


class XmpFacts(NamedTuple):
    """Title (dc:title) and edition (dc:identifier, or a property named edition of any schema); empty when absent."""

    title: str = ""
    edition: str = ""


def xmp_facts(packet: bytes) -> XmpFacts:
    """The facts of an XMP packet; one that is damaged, or declares entities, says nothing."""
    if b"<!DOCTYPE" in packet:
        return XmpFacts()
    try:
        root = ElementTree.fromstring(packet.strip())
    except (ElementTree.ParseError, ValueError, LookupError):
        return XmpFacts()
    return XmpFacts(_title(root), _edition(root))


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
