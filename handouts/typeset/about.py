"""What a file says about itself and its edition: XMP packet and document information."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from handouts import product
from handouts.edition import Edition
from handouts.typeset.syntax import text_string

# Says what the sheet was made for, so that a finished file can be checked and made again without its workspace.
# The namespace is a name and no address: it leads nowhere, and nobody can take it over.
FACTS_NAMESPACE = "urn:uuid:bddf96f6-971d-4f84-8668-a5c2fea17d8c#"

# PDF/A asks that properties outside its predefined schemas be declared (ISO 19005-2, 6.6.2.3): name, type, meaning.
_UA_PROPERTIES = (("part", "Integer", "Part of ISO 14289 the file conforms to"),)
_FACT_PROPERTIES = (
    ("handout", "Text", "Id of the handout in its workspace"),
    ("languages", "Text", "Language tags, the first one leads, joined by +"),
    ("brand", "Text", "Id of the brand in its workspace"),
    ("layout", "Text", "Id of the layout the pages were set in"),
    ("profile", "Text", "Id of the reading profile the type was set by"),
    ("paper", "Text", "Name of the sheet size"),
    ("colour", "Text", "colour, or grey where all colours were turned to greys"),
)


def xmp(edition: Edition) -> bytes:
    """The XMP packet: PDF/UA-1 and PDF/A-2a claims, title, language, publisher, edition id. Nothing personal.

    Without spaces between elements: the packet may not be compressed, and is a tenth of a short file.
    """
    when = f"{edition.date.isoformat()}T00:00:00Z"
    own = (
        "<dc:format>application/pdf</dc:format>",
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(edition.title.plain)}</rdf:li></rdf:Alt></dc:title>',
        f"<dc:language><rdf:Bag><rdf:li>{edition.language}</rdf:li></rdf:Bag></dc:language>",
        f"<dc:publisher><rdf:Bag><rdf:li>{escape(edition.brand.name)}</rdf:li></rdf:Bag></dc:publisher>",
        f"<dc:identifier>{edition.id}</dc:identifier>",
        f"<xmp:CreateDate>{when}</xmp:CreateDate><xmp:ModifyDate>{when}</xmp:ModifyDate>",
        f"<xmp:CreatorTool>{_tool()}</xmp:CreatorTool><pdf:Producer>{_tool()}</pdf:Producer>",
        "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>",
        "</rdf:Description>",
        f'<rdf:Description rdf:about="" xmlns:handouts="{FACTS_NAMESPACE}">{_facts(edition)}</rdf:Description>',
    )
    return f"{_OPENING}{''.join(own)}{_closing()}".encode()


_OPENING = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" '
    'xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
)


@cache
def _closing() -> str:
    """The declarations of the schemas that PDF/A does not know, and the end of the packet."""
    schemas = (
        _schema("PDF/UA Universal Accessibility Schema", "http://www.aiim.org/pdfua/ns/id/", "pdfuaid", _UA_PROPERTIES),
        _schema("What a handout was made for", FACTS_NAMESPACE, "handouts", _FACT_PROPERTIES),
    )
    return (
        '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
        'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" '
        'xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
        f"<pdfaExtension:schemas><rdf:Bag>{''.join(schemas)}</rdf:Bag></pdfaExtension:schemas></rdf:Description>"
        '</rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    )


def _facts(edition: Edition) -> str:
    """The request as XMP properties, one for each row of `_FACT_PROPERTIES`."""
    request = edition.request
    values = {
        "handout": request.handout, "languages": "+".join(request.languages), "brand": request.brand,
        "layout": request.layout, "profile": request.profile, "paper": request.paper,
        "colour": "grey" if request.mono else "colour",
    }  # fmt: skip
    return "".join(f"<handouts:{key}>{escape(values[key])}</handouts:{key}>" for key, _, _ in _FACT_PROPERTIES)


def _schema(title: str, namespace: str, prefix: str, properties: Sequence[tuple[str, str, str]]) -> str:
    """The declaration of one schema for PDF/A readers."""
    rows = "".join(
        f'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{key}</pdfaProperty:name>'
        f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        "<pdfaProperty:category>internal</pdfaProperty:category>"
        f"<pdfaProperty:description>{meaning}</pdfaProperty:description></rdf:li>"
        for key, kind, meaning in properties
    )
    return (
        f'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{title}</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{rows}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )


def info(edition: Edition) -> bytes:
    """The document information dictionary, saying the same as the XMP."""
    when = f"(D:{edition.date:%Y%m%d}000000Z)"
    tool, title = text_string(_tool()).decode(), text_string(edition.title.plain).decode()
    entries = f"/CreationDate {when} /Creator {tool} /ModDate {when} /Producer {tool} /Title {title}"
    return f"<< {entries} >>".encode("ascii")


@cache
def _tool() -> str:
    return f"{product.NAME} {product.version()}"


def escape(text: str) -> str:
    """Text as XML has it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
