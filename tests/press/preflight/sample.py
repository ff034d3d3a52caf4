"""A small handout that no rule finds fault with, on three A5 pages, written without any code of ours.

Its parts are numbers and words in `Plan`; a test changes one of them, or draws something more.
"""

from dataclasses import dataclass, field
from io import BytesIO

import segno
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Stream, String

from .. import pdfs

FACTS = "urn:uuid:bddf96f6-971d-4f84-8668-a5c2fea17d8c#"
EDITION = "abcde-fghjk"
LEFT, FOOT, LINE_END = 60, 45, 360
PROSE = (
    "Restless legs syndrome gives you a strong urge",
    "to move your legs, mostly at rest and at night,",
    "and it can spoil your sleep for a long time but",
    "there are ways to ease it.",
)
NARROW = "till ill lilt "  # narrow letters: a hundred of them fit on a line


@dataclass
class Plan:
    """What the sample is like; `spread` is letter spacing and `wider` more room between words, in thousandths."""

    profile: str = "standard-12"
    size: float = 12
    leading: float = 17
    title: float = 24
    heading: float = 20
    small: float = 11
    spread: float = 0
    wider: float = 0
    paper: str = "a5"
    pages: int = 3
    numbers: tuple[str, ...] = ("Page 1 of 3", "Page 2 of 3", "Page 3 of 3")
    number_at: tuple[float, ...] = (LEFT, LEFT, LEFT)
    editions: tuple[str, ...] = (EDITION, EDITION, EDITION)
    prose: tuple[str, ...] = PROSE
    prose_ops: str = ""
    cells: tuple[tuple[str, float], ...] = (("Iron", 60), ("4 hours", 200), ("Magnesium", 60), ("2 hours", 200))
    code_side: float = 62
    code_ops: str = "0 g"
    code_ground: str = ""
    address: str = "https://example.org/iron"
    link: tuple[str, str] = ("example.org", "https://example.org")
    facts: dict = field(default_factory=lambda: {"handout": "iron", "languages": "en", "layout": "sheet"})
    extra: dict = field(default_factory=dict)  # operators drawn as artifacts, by page
    before: dict = field(default_factory=dict)  # the same, painted before everything else
    paragraphs: tuple = ()  # more paragraphs: (page, y, lines, and what `Sample.lines` takes)


class Sample:
    """Draws a plan; `maker` is the tagged PDF it grows in."""

    def __init__(self, plan):
        self.plan = plan
        self.maker = pdfs.Maker(pages=plan.pages)
        for page, operators in plan.before.items():
            self.maker.artifact(f"q {operators} Q", page)
        self._front()
        if plan.pages > 1:
            self._middle()
        if plan.pages > 2:
            self._end()
        for page, y, lines, options in plan.paragraphs:
            self.lines(options.pop("role", "P"), lines, y, page, **options)
        for page in range(plan.pages):
            size = {"acb-18": 18, "dyslexia": 12}.get(plan.profile, 10)
            if plan.numbers[page]:
                self._foot(page, plan.numbers[page], plan.number_at[page], size)
            if plan.editions[page]:
                self._foot(page, plan.editions[page], 240, size)
        for page, operators in plan.extra.items():
            self.maker.artifact(f"q {operators} Q", page)

    def _foot(self, page, text, x, size):
        operators = self.shown(text, FOOT, x, size)
        self.maker.drawn[page].append(f"/Artifact <</Type /Pagination>> BDC\n{operators}\nEMC")

    def shown(self, text, y, x=LEFT, size=None, font="F"):
        """Operators for a line of text, with the plan's letter and word spacing."""
        self.maker.characters.update(text)
        size = size or self.plan.size
        parts = []
        for at, word in enumerate(text.split(" ")):
            if at:
                parts.append(f"<{pdfs.codes(' ')}> {-self.plan.wider:g}")
            parts.append(f"<{pdfs.codes(word)}>")
        spacing = self.plan.spread * size / 1000
        return f"BT {spacing:g} Tc /{font} {size:g} Tf 1 0 0 1 {x:g} {y:g} Tm [{' '.join(parts)}] TJ ET"

    def lines(self, role, lines, y, page=0, parent=None, x=LEFT, size=None, leading=None, font="F", ops="", pages=None):
        """An element of several lines; `pages` says on which page and height each is, when not one below another."""
        element = self.maker.element(role, parent)
        for at, text in enumerate(lines):
            where, height = pages[at] if pages else (page, y - at * (leading or self.plan.leading))
            self.maker.draw(element, f"q {ops} {self.shown(text, height, x, size, font)} Q", where)
        return element

    def _front(self):
        plan = self.plan
        self.lines("H1", ["Iron and rest"], 530, size=plan.title)
        self.lines("P", plan.prose, 490, ops=plan.prose_ops)
        table = self.maker.element("Table")
        y = 380
        for first in range(0, len(plan.cells), 2):
            row = self.maker.element("TR", table)
            for role, (text, x) in zip(("TH", "TD"), plan.cells[first : first + 2], strict=True):
                size = plan.size if plan.profile == "acb-18" else plan.small
                self.lines(role, [text], y, parent=row, x=x, size=size)
            y -= 30
        self._link(320)
        self._code(150)
        self.lines("P", [plan.address] if plan.address else [], 130)

    def _link(self, y):
        words, uri = self.plan.link
        paragraph = self.lines("P", ["See"], y)
        link = self.maker.link(paragraph, "", y)
        link.Contents, link.A.URI = String(words), String(uri)
        self.maker.draw(self.maker.owners[0][-1], self.shown(words, y, 110))

    def _code(self, y):
        rows = [list(row) for row in segno.make(self.plan.address or "https://example.org", error="m").matrix]
        unit = self.plan.code_side / len(rows)
        if self.plan.code_ground:
            self.maker.artifact(f"q {self.plan.code_ground} Q")
        boxes = [
            f"{LEFT + column * unit:.4f} {y + (len(rows) - 1 - row) * unit:.4f} {unit:.4f} {unit:.4f} re"
            for row, modules in enumerate(rows)
            for column, dark in enumerate(modules)
            if dark
        ]
        figure = self.maker.element("Figure", Alt=String("A code"))
        self.maker.draw(figure, f"q {self.plan.code_ops} " + "\n".join(boxes) + " f Q")

    def _middle(self):
        self.lines("H2", ["When to call"], 530, 1, size=self.plan.heading)
        self.lines("P", self.plan.prose, 490, 1)

    def _end(self):
        self.lines("H2", ["About this"], 530, 2, size=self.plan.heading)
        self.lines("P", self.plan.prose, 490, 2)


def xmp(plan, **more):
    """The metadata of our own files: title, edition, what the file was made for."""
    facts = {**plan.facts, "profile": plan.profile, "paper": plan.paper, **more}
    rows = "".join(f"<h:{key}>{value}</h:{key}>" for key, value in facts.items() if value)
    described = f'<rdf:Description rdf:about="" xmlns:h="{FACTS}">{rows}</rdf:Description></rdf:RDF>'
    named = f"<dc:identifier>{EDITION}</dc:identifier><pdfaid:part>"
    return pdfs.XMP.replace("<pdfaid:part>", named).replace("</rdf:RDF>", described)


def made(plan):
    """The sample as a pikepdf document."""
    pdf = Sample(plan).maker.finish()
    pdf.Root.Metadata.write(xmp(plan).encode())
    add_fonts(pdf)
    return pdf


def add_fonts(pdf):
    """Fonts that look or say something else than F: I is italic by its descriptor, S has very small letters."""
    fonts = pdf.pages[0].Resources.Font
    slanted = _with(pdf, fonts.F, lambda descriptor: descriptor.__setitem__("/ItalicAngle", -12))
    small = _with(pdf, fonts.F, lambda descriptor: descriptor.__setitem__("/FontFile2", _shrunk(pdf, descriptor)))
    bold = _with(pdf, fonts.F, lambda descriptor: None, "/AAAAAA+NotoSans-Bold")
    for page in pdf.pages:
        page.Resources.Font = Dictionary(F=fonts.F, I=slanted, S=small, B=bold)


def _with(pdf, font, change, name=None):
    copy, inner = Dictionary(font), Dictionary(font.DescendantFonts[0])
    descriptor = Dictionary(inner.FontDescriptor)
    change(descriptor)
    inner.FontDescriptor = pdf.make_indirect(descriptor)
    if name:
        copy.BaseFont = inner.BaseFont = Name(name)
    copy.DescendantFonts = Array([pdf.make_indirect(inner)])
    return pdf.make_indirect(copy)


def _shrunk(pdf, descriptor):
    """The same font with an em three times as large: its letters come out a third as high."""
    font = TTFont(BytesIO(descriptor.FontFile2.read_bytes()))
    font["head"].unitsPerEm = 3000
    buffer = BytesIO()
    font.save(buffer)
    return pdf.make_indirect(Stream(pdf, buffer.getvalue()))


SHORT = ("Restless legs give a strong", "urge to move your legs,", "mostly at rest and at night.")
ACB = Plan(profile="acb-18", size=18, leading=27, heading=20, small=18, prose=SHORT, address="example.org/")
DYSLEXIA = Plan(profile="dyslexia", size=13, leading=20, spread=190, wider=250, prose=SHORT, small=12)
