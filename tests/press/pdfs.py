"""Makes small tagged PDFs with pikepdf, valid PDF/UA-1 and PDF/A-2a unless a test damages them."""

from functools import cache
from io import BytesIO
from pathlib import Path

import manimgx_fonts
import pikepdf
import uharfbuzz as hb
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import ImageCms

ALPHABET = "".join(map(chr, range(0x20, 0x7F))) + "\u00ad\u2013\u2022é"

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Sample</rdf:li></rdf:Alt></dc:title>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


@cache
def font_file():
    """The subset of Noto Sans that the samples draw, with its glyph ids and widths by character."""
    path = Path(manimgx_fonts.__file__).parent / "NotoSans[wght].ttf"
    face = hb.Face(hb.Blob.from_file_path(str(path)))
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(map(ord, ALPHABET))
    wanted.pin_axis_to_default(face, "wght")
    wanted.pin_axis_to_default(face, "wdth")
    data = hb.subset(face, wanted).blob.data
    font = TTFont(BytesIO(data))
    glyphs = font.getBestCmap()
    scale = 1000 / font["head"].unitsPerEm
    return data, {
        chr(code): (font.getGlyphID(name), round(font["hmtx"][name][0] * scale)) for code, name in glyphs.items()
    }


def codes(text):
    """The two-byte codes of a text; characters outside the font get codes of their own, good for reading only."""
    glyphs = font_file()[1]
    return "".join(f"{glyphs[c][0] if c in glyphs else ord(c):04X}" for c in text)


def utf16(text):
    return "FEFF" + text.encode("utf-16-be").hex().upper()


def shown(text, y=700, x=72, size=12):
    """Operators that draw a line of text."""
    return f"BT /F {size} Tf 1 0 0 1 {x} {y} Tm <{codes(text)}> Tj ET"


class Maker:
    """Collects elements and drawn content; `finish` puts page contents and parent tree in place."""

    def __init__(self, pages=1, language="en"):
        self.pdf = Pdf.new()
        self.language = language
        self.font = self.pdf.make_indirect(Dictionary())
        self.characters = set()
        self.drawn = []
        self.owners = []  # for each page, the elements of its marks
        for index in range(pages):
            page = self.pdf.add_blank_page(page_size=(420, 595))
            page.Resources = Dictionary(Font=Dictionary(F=self.font))
            page.StructParents = index
            page.Tabs = Name.S
            self.drawn.append([])
            self.owners.append([])
        self.extra_parents = []  # parent tree entries after those of the pages
        self.root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array()))
        self.document = self.element("Document", self.root)

    def element(self, role, parent=None, **entries):
        parent = self.document if parent is None else parent
        made = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{role}"), P=parent, K=Array(), **entries)
        )
        parent.K.append(made)
        return made

    def draw(self, element, operators, page=0, properties=""):
        """Draw operators as the next marked content of an element."""
        mcid = len(self.owners[page])
        self.owners[page].append(element)
        target = self.pdf.pages[page].obj
        if "/Pg" not in element:
            element.Pg = target
        same = element.Pg.objgen == target.objgen
        element.K.append(mcid if same else Dictionary(Type=Name.MCR, Pg=target, MCID=mcid))
        role = str(element.S)
        self.drawn[page].append(f"{role} <</MCID {mcid} {properties}>> BDC\n{operators}\nEMC")

    def text(self, role, text, parent=None, y=700, page=0, **entries):
        element = self.element(role, parent, **entries)
        self.say(element, text, y, page)
        return element

    def say(self, element, text, y=700, page=0, x=72):
        self.characters.update(text)
        self.draw(element, shown(text, y, x), page)

    def artifact(self, operators, page=0):
        self.drawn[page].append(f"/Artifact BMC\n{operators}\nEMC")

    def link(self, parent, text, y=700, page=0):
        """A link with its text and its annotation."""
        target = self.pdf.pages[page].obj
        element = self.text("Link", text, parent, y, page)
        annotation = self.pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Link, Rect=Array([72, y, 172, y + 12]), F=4, Contents=String(text),
                StructParent=len(self.pdf.pages) + len(self.extra_parents), Border=Array([0, 0, 0]),
                A=Dictionary(S=Name.URI, URI=String("https://example.org")),
            )
        )  # fmt: skip
        target.Annots = Array([annotation])
        element.K.append(Dictionary(Type=Name.OBJR, Pg=target, Obj=annotation))
        self.extra_parents.append(element)
        return annotation

    def form(self, element, operators, page=0):
        """A form XObject with marks of its own."""
        form = Stream(self.pdf, f"/P <</MCID 0>> BDC\n{operators}\nEMC".encode())
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 420, 595])
        form.Resources = Dictionary(Font=Dictionary(F=self.font))
        form.StructParents = len(self.pdf.pages) + len(self.extra_parents)
        form = self.pdf.make_indirect(form)
        target = self.pdf.pages[page].obj
        target.Resources.XObject = Dictionary(X=form)
        element.Pg = target
        element.K.append(Dictionary(Type=Name.MCR, Pg=target, Stm=form, MCID=0))
        self.extra_parents.append(Array([element]))
        self.drawn[page].append("/X Do")
        return form

    def finish(self):
        self._font()
        pdf = self.pdf
        numbers = Array()
        for index, page in enumerate(pdf.pages):
            page.Contents = Stream(pdf, "\n".join(self.drawn[index]).encode("latin-1"))
            numbers.extend([index, pdf.make_indirect(Array(self.owners[index]))])
        for index, entry in enumerate(self.extra_parents, start=len(pdf.pages)):
            numbers.extend([index, entry])
        self.root.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
        root = pdf.Root
        root.StructTreeRoot = self.root
        root.MarkInfo = Dictionary(Marked=True)
        root.Lang = String(self.language)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        root.Metadata = Stream(pdf, XMP.encode())
        root.Metadata.Type, root.Metadata.Subtype = Name.Metadata, Name.XML
        profile = Stream(pdf, ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), N=3)
        intent = Dictionary(
            Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier=String("sRGB"), Info=String("sRGB"),
            DestOutputProfile=pdf.make_indirect(profile),
        )  # fmt: skip
        root.OutputIntents = Array([intent])
        return pdf

    def _font(self):
        data, glyphs = font_file()
        program = Stream(self.pdf, data, Length1=len(data))
        descriptor = Dictionary(
            Type=Name.FontDescriptor, FontName=Name("/AAAAAA+NotoSans"), Flags=32, ItalicAngle=0,
            FontBBox=Array([-600, -300, 2000, 1100]), Ascent=1069, Descent=-293, CapHeight=714, StemV=80,
            FontFile2=self.pdf.make_indirect(program),
        )  # fmt: skip
        widths = Array()
        for glyph, width in sorted(set(glyphs.values())):
            widths.extend([glyph, Array([width])])
        descendant = Dictionary(
            Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name("/AAAAAA+NotoSans"), CIDToGIDMap=Name.Identity,
            CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
            FontDescriptor=self.pdf.make_indirect(descriptor), W=widths, DW=600,
        )  # fmt: skip
        pairs = "\n".join(
            f"<{codes(c)}> <{c.encode('utf-16-be').hex()}>" for c in sorted(self.characters | set(ALPHABET))
        )
        count = len(self.characters | set(ALPHABET))
        cmap = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
            "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
            f"{count} beginbfchar\n{pairs}\nendbfchar\nendcmap\n"
            "CMapName currentdict /CMap defineresource pop end end"
        )
        for key, value in {
            "/Type": Name.Font, "/Subtype": Name.Type0, "/BaseFont": Name("/AAAAAA+NotoSans"),
            "/Encoding": Name("/Identity-H"), "/DescendantFonts": Array([self.pdf.make_indirect(descendant)]),
            "/ToUnicode": Stream(self.pdf, cmap.encode()),
        }.items():  # fmt: skip
            self.font[key] = value


def saved(pdf):
    buffer = BytesIO()
    pdf.save(buffer, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return buffer.getvalue()


def good():
    """A sample with every kind of thing the checks look at; tests find its parts by role."""
    maker = Maker(pages=2)
    maker.artifact(shown("Running head", 570))
    maker.text("H1", "Iron and restless legs", y=540)
    split = maker.text("P", "A paragraph with a ", y=520)
    maker.link(split, "link", y=520)
    maker.say(split, " that goes on over the", y=505)
    bullets = maker.element("L", A=Dictionary(O=Name.List, ListNumbering=Name.Disc))
    for y, words in ((480, "First point"), (465, "Second point")):
        item = maker.element("LI", bullets)
        maker.text("Lbl", "\u2022", item, y)
        maker.text("LBody", words, item, y)
    table = maker.element("Table")
    _row(maker, table, 440, ("TH", "Medicine", "Column"), ("TH", "Gap", "Column"))
    _row(maker, table, 425, ("TH", "Levothyroxine", "Row"), ("TD", "4 hours", ""))
    figure = maker.element("Figure", Alt=String("A leg"), A=Dictionary(O=Name.Layout, BBox=Array([72, 300, 172, 400])))
    maker.draw(figure, "0.5 g 72 300 100 100 re f")
    maker.artifact(shown("Running head", 570), 1)
    maker.say(split, "page end.", 540, 1)
    maker.text("H2", "When to call", y=520, page=1)
    told = maker.element("P")
    replaced = f"/Span <</ActualText <{utf16('Call us')}>>> BDC {shown('Xyz', 500)} EMC"
    maker.draw(told, replaced, 1)
    inner = maker.element("P")
    maker.form(inner, shown("In a form", 480), 1)
    pdf = maker.finish()
    pages = [page.obj for page in pdf.pages]
    entry = Dictionary(Title=String("Iron"), Dest=Array([pages[0], Name.XYZ, 0, 595, 0]))
    entry = pdf.make_indirect(entry)
    pdf.Root.Outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, First=entry, Last=entry, Count=1))
    entry.Parent = pdf.Root.Outlines
    return pdf


def _row(maker, table, y, *cells):
    row = maker.element("TR", table)
    for index, (role, words, scope) in enumerate(cells):
        entries = {"A": Dictionary(O=Name.Table, Scope=Name(f"/{scope}"))} if scope else {}
        cell = maker.element(role, row, **entries)
        maker.say(cell, words, y, x=72 + 120 * index)
    return row


def elements(pdf, role):
    """All elements of a role, in reading order."""
    found, waiting = [], [pdf.Root.StructTreeRoot]
    while waiting:
        node = waiting.pop(0)
        if node.get("/S") == f"/{role}":
            found.append(node)
        kids = node.get("/K", [])
        waiting = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid] + waiting
    return found


def edit(pdf, page, old, new):
    """Replace the first occurrence of some page content."""
    contents = pdf.pages[page].Contents
    data = contents.read_bytes()
    assert old.encode() in data
    contents.write(data.replace(old.encode(), new.encode(), 1))
