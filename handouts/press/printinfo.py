"""What a print edition says about itself: from which edition it was made, how to print it, and no claim to UA or A."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape  # `xml.sax.saxutils` brings a web client with it: 30 ms

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, TextStringObject

from handouts import product
from handouts.language import Direction
from handouts.press.printfile import PrintFile, named
from handouts.press.sheets import Turn

_DUPLEX = {"long": "/DuplexFlipLongEdge", "short": "/DuplexFlipShortEdge", "none": "/Simplex"}


@dataclass(frozen=True, slots=True)
class Label:
    """The facts of a print edition. `made_as` names the scheme, or `stack`; `created` is a PDF date or empty."""

    made_as: str
    title: str
    language: str
    edition: str
    created: str
    direction: Direction
    turn: Turn

    @property
    def said(self) -> str:
        """One sentence for people who look at the file's properties."""
        of = f" of edition {self.edition}" if self.edition else ""
        return f"Print edition ({self.made_as}){of}. For printing only: not tagged. Read the reading edition on screen."


def finish(
    target: PrintFile,
    label: Label,
    sheets: list[IndirectObject],
    tree: IndirectObject,
    *,
    outlines: IndirectObject | None = None,
) -> bytes:
    """The whole file; `tree` is the number reserved for the page tree, which the sheets name as their parent."""
    target.put(tree, named({"Type": "/Pages", "Kids": ArrayObject(sheets), "Count": len(sheets)}))
    metadata = target.stream(named({"Type": "/Metadata", "Subtype": "/XML"}), _xmp(label), compress=False)
    # Scaling to fit would move every fold and cut (ISO 32000-1, table 150).
    preferences = named(
        {
            "DisplayDocTitle": bool(label.title), "PrintScaling": "/None", "Duplex": _DUPLEX[label.turn],
            "PickTrayByPDFSize": True, "Direction": "/R2L" if label.direction == "rtl" else None,
        }
    )  # fmt: skip
    root = target.add(
        named(
            {
                "Type": "/Catalog", "Pages": tree, "Lang": _text(label.language), "Metadata": metadata,
                "PageLayout": "/SinglePage", "Outlines": outlines, "ViewerPreferences": preferences,
            }
        )
    )  # fmt: skip
    return target.finish(root, target.add(_info(label)))


def _info(label: Label) -> DictionaryObject:
    tool = f"{product.NAME} {product.version()}"
    return named(
        {
            "Title": _text(label.title), "Creator": tool, "Producer": tool, "Subject": label.said,
            "PrintEdition": label.made_as, "Edition": _text(label.edition),
            "CreationDate": _text(label.created), "ModDate": _text(label.created),
        }
    )  # fmt: skip


def _text(value: str) -> TextStringObject | None:
    return TextStringObject(value) if value else None


def _xml(text: str) -> str:
    return escape(text, quote=False)


def _xmp(label: Label) -> bytes:
    """The XMP packet: what the print edition was made from (dc:source), and that it is one (dc:type)."""
    tool = f"{product.NAME} {product.version()}"
    source = f"\n   <dc:source>{_xml(label.edition)}</dc:source>" if label.edition else ""
    language = f"\n   <dc:language><rdf:Bag><rdf:li>{_xml(label.language)}</rdf:li></rdf:Bag></dc:language>"
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{_xml(label.title)}</rdf:li></rdf:Alt></dc:title>\
{language if label.language else ""}
   <dc:type><rdf:Bag><rdf:li>print edition</rdf:li></rdf:Bag></dc:type>
   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">{_xml(label.said)}</rdf:li></rdf:Alt></dc:description>\
{source}
   <xmp:CreatorTool>{tool}</xmp:CreatorTool>
   <pdf:Producer>{tool}</pdf:Producer>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>""".encode()
