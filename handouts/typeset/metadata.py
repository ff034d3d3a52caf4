"""What a file says about itself: XMP, document information, output intent, bookmarks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape

from handouts import product
from handouts.edition import Edition
from handouts.typeset.plate import Bookmark, Plate
from handouts.typeset.writer import Objects, Raw, Ref, array, dictionary, name, string

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
    """The XMP packet: PDF/UA-1 and PDF/A-2a claims, title, language, publisher, edition id. Nothing personal."""
    when = f"{edition.date.isoformat()}T00:00:00Z"
    title = escape(edition.title.plain)
    schemas = (
        _schema("PDF/UA Universal Accessibility Schema", "http://www.aiim.org/pdfua/ns/id/", "pdfuaid", _UA_PROPERTIES),
        _schema("What a handout was made for", FACTS_NAMESPACE, "handouts", _FACT_PROPERTIES),
    )
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:language><rdf:Bag><rdf:li>{edition.language}</rdf:li></rdf:Bag></dc:language>
   <dc:publisher><rdf:Bag><rdf:li>{escape(edition.brand.name)}</rdf:li></rdf:Bag></dc:publisher>
   <dc:identifier>{edition.id}</dc:identifier>
   <xmp:CreateDate>{when}</xmp:CreateDate>
   <xmp:ModifyDate>{when}</xmp:ModifyDate>
   <xmp:CreatorTool>{_tool()}</xmp:CreatorTool>
   <pdf:Producer>{_tool()}</pdf:Producer>
   <pdfaid:part>2</pdfaid:part>
   <pdfaid:conformance>A</pdfaid:conformance>
   <pdfuaid:part>1</pdfuaid:part>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:handouts="{FACTS_NAMESPACE}">
{_facts(edition)}
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
   <pdfaExtension:schemas><rdf:Bag>
{"".join(schemas)}   </rdf:Bag></pdfaExtension:schemas>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>""".encode()


def _facts(edition: Edition) -> str:
    """The request as XMP properties, one for each row of `_FACT_PROPERTIES`."""
    request = edition.request
    values = {
        "handout": request.handout, "languages": "+".join(request.languages), "brand": request.brand,
        "layout": request.layout, "profile": request.profile, "paper": request.paper,
        "colour": "grey" if request.mono else "colour",
    }  # fmt: skip
    rows = (f"   <handouts:{key}>{escape(values[key])}</handouts:{key}>" for key, _, _ in _FACT_PROPERTIES)
    return "\n".join(rows)


def _schema(title: str, namespace: str, prefix: str, properties: Sequence[tuple[str, str, str]]) -> str:
    """The declaration of one schema for PDF/A readers."""
    rows = "".join(
        f"""     <rdf:li rdf:parseType="Resource">
      <pdfaProperty:name>{key}</pdfaProperty:name>
      <pdfaProperty:valueType>{kind}</pdfaProperty:valueType>
      <pdfaProperty:category>internal</pdfaProperty:category>
      <pdfaProperty:description>{meaning}</pdfaProperty:description>
     </rdf:li>
"""
        for key, kind, meaning in properties
    )
    return f"""    <rdf:li rdf:parseType="Resource">
     <pdfaSchema:schema>{title}</pdfaSchema:schema>
     <pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI>
     <pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>
     <pdfaSchema:property><rdf:Seq>
{rows}     </rdf:Seq></pdfaSchema:property>
    </rdf:li>
"""


def info(objects: Objects, edition: Edition) -> Ref:
    """The document information dictionary, saying the same as the XMP."""
    when = string(f"D:{edition.date:%Y%m%d}000000Z")
    return objects.add(
        dictionary(
            {
                "Title": string(edition.title.plain), "Creator": string(_tool()), "Producer": string(_tool()),
                "CreationDate": when, "ModDate": when,
            }
        )
    )  # fmt: skip


def _tool() -> str:
    return f"{product.NAME} {product.version()}"


def output_intent(objects: Objects) -> Ref:
    """SRGB as the intended colour space (ISO 19005-2, 6.2.3)."""
    profile = objects.stream(_srgb(), {"N": 3})
    return objects.add(
        dictionary(
            {
                "Type": name("OutputIntent"), "S": name("GTS_PDFA1"), "DestOutputProfile": profile,
                "OutputConditionIdentifier": string("sRGB"), "Info": string("sRGB IEC61966-2.1"),
            }
        )
    )  # fmt: skip


@lru_cache(maxsize=1)
def _srgb() -> bytes:
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes.fromhex("07EA0001000100000000 0000".replace(" ", ""))  # creation date: fixed, not now
    profile[8:12] = bytes.fromhex("04200000")  # ICC 4.2, the newest that PDF 1.7 knows; nothing newer is used in it
    profile[84:100] = bytes(16)  # profile id: not computed
    return bytes(profile)


def outlines(objects: Objects, plate: Plate, page_refs: Sequence[Ref]) -> Ref | None:
    """Bookmarks to every section; in a packet they stand below that of their handout, closed until asked for."""
    if not plate.bookmarks:
        return None
    root = objects.reserve()
    top = _nested(plate.bookmarks)

    def destination(entry: Bookmark) -> Raw:
        return array([page_refs[entry.page], name("XYZ"), 0, plate.paper.height - entry.y + 6, 0])

    ends = _level(objects, top, root, destination)
    return objects.put(root, dictionary({"Type": name("Outlines"), **ends, "Count": len(top)}))


_Branch = tuple[Bookmark, Sequence[Bookmark]]


def _nested(bookmarks: Sequence[Bookmark]) -> list[_Branch]:
    """Each bookmark of the highest level that there is, with those of lower levels that follow it."""
    highest = min(entry.level for entry in bookmarks)
    starts = [at for at, entry in enumerate(bookmarks) if at == 0 or entry.level == highest]
    return [
        (bookmarks[start], bookmarks[start + 1 : end]) for start, end in pairwise([*starts, len(bookmarks)])
    ]  # fmt: skip


def _level(
    objects: Objects, branches: Sequence[_Branch], parent: Ref, destination: Callable[[Bookmark], Raw]
) -> dict[str, Any]:
    """One level of the outline, written; what its parent says of it (ISO 32000-1, 12.3.3)."""
    refs = [objects.reserve() for _ in branches]
    for at, (entry, below) in enumerate(branches):
        inner: dict[str, Any] = {}
        if below:
            branch = _nested(below)
            inner = {**_level(objects, branch, refs[at], destination), "Count": -len(branch)}
        links = {
            "Title": string(entry.title), "Parent": parent, "Dest": destination(entry),
            "Prev": refs[at - 1] if at else None, "Next": refs[at + 1] if at + 1 < len(refs) else None, **inner,
        }  # fmt: skip
        objects.put(refs[at], dictionary(links))
    return {"First": refs[0], "Last": refs[-1]}
