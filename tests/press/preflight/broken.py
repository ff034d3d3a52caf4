"""Every rule of preflight with pages that break it, and nothing else: a plan of the sample with one thing changed."""

from dataclasses import replace

from pikepdf import Array, Dictionary, Name, Stream

from .. import pdfs
from .sample import ACB, DYSLEXIA, EDITION, LEFT, NARROW, PROSE, Plan, Sample, made, xmp

GOOD = Plan()
LONG = (NARROW * 9)[:104]
MIDDLE = (NARROW * 9)[:90]
PAGINATION = "EMC /Artifact <</Type /Pagination>> BDC "
EVEN = ("Each of these lines is the same", "Each of these lines is the same", "Each of these lines is the same", "end.")


def plan(**changes):
    return lambda: made(replace(GOOD, **changes))


def more(lines, *, page=1, y=300, **options):
    """The sample with one more paragraph."""
    return lambda: made(replace(GOOD, paragraphs=((page, y, lines, dict(options)),)))


def drawn(operators, page=1):
    """The sample with something drawn on top, as an artifact."""
    return plan(extra={page: operators})


def acb(**changes):
    return lambda: made(replace(ACB, **changes))


def dyslexia(**changes):
    return lambda: made(replace(DYSLEXIA, **changes))


def changed(change, **changes):
    """The sample, changed when it is finished."""

    def build():
        pdf = made(replace(GOOD, **changes))
        change(pdf)
        return pdf

    return build


def text(words, y, x=LEFT, size=12):
    return pdfs.shown(words, y, x, size)


def set_by(matrix, words, size=12):
    return f"BT /F {size} Tf {matrix} Tm <{pdfs.codes(words)}> Tj ET"


def ruled(y, x0=LEFT, x1=200):
    return f"0 G 0.5 w {x0} {y} m {x1} {y} l S"


def forget_meaning(pdf):
    """Take one sign out of the ToUnicode map of the font, and draw it."""
    mapping = pdf.pages[0].Resources.Font.F.ToUnicode
    lines = [line for line in mapping.read_bytes().split(b"\n") if not line.startswith(f"<{pdfs.codes('~')}>".encode())]
    mapping.write(b"\n".join(lines).replace(b"100 beginbfchar", b"99 beginbfchar"))
    pdfs.edit(pdf, 1, "/Artifact", f"/Artifact BMC {text('~', 300)} EMC /Artifact")


def picture_under(pdf):
    image = Stream(pdf, b"\xee", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
    image.BitsPerComponent, image.ColorSpace = 8, Name.DeviceGray
    pdf.pages[1].Resources.XObject = Dictionary(Photo=pdf.make_indirect(image))
    content = pdf.pages[1].Contents
    content.write(b"/Artifact BMC q 300 0 0 60 50 450 cm /Photo Do Q EMC\n" + content.read_bytes())


def two_column_rows():
    """A long cell reaches into the second column, where that row has its words farther to the right."""
    return (("Iron", 60), ("4 hours", 200), ("Magnesium taken with calcium", 60), ("2 hours", 300))


def no_address():
    return made(replace(GOOD, address="", link=("example.org", "https://example.org")))


def broken_link():
    sample = Sample(GOOD)
    places = [(1, 97), (1, 80), (2, 300), (2, 283)]
    sample.lines("Link", PROSE, 0, parent=sample.maker.element("P"), pages=places)
    pdf = sample.maker.finish()
    pdf.Root.Metadata.write(xmp(GOOD).encode())
    return pdf


def print_edition(*, scaling=None, **changes):
    """Sheets of ours for a press: no tags, no claims; the metadata says what they are."""

    def build():
        pdf = made(replace(GOOD, **changes))
        for key in ("StructTreeRoot", "MarkInfo"):
            del pdf.Root[f"/{key}"]
        packet = xmp(GOOD, kind="print edition", paper="")
        for claim in ("<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>"):
            packet = packet.replace(claim, "")
        pdf.Root.Metadata.write(packet.replace("<pdfuaid:part>1</pdfuaid:part>", "").encode())
        pdf.Root.ViewerPreferences = Dictionary(PrintScaling=Name(f"/{scaling}")) if scaling else Dictionary()
        return pdf

    return build


def moved_page_box(pdf):
    """What is left of the second page after cutting ends in the middle of the text."""
    pdf.pages[1].TrimBox = Array([0, 0, 150, 595])


CASES = [
    ("running text", plan(size=11.5), "preflight-type-size"),
    ("a table", plan(small=9.5), "preflight-type-size"),
    ("a heading", plan(heading=11), "preflight-type-size"),
    ("a short label", more(["A label"], size=9), "preflight-type-size"),
    ("a page number", drawn(PAGINATION + text("Draft", 30, size=8)), "preflight-type-size"),
    ("a raised figure", drawn(text("Noted", 300) + text("5", 304, 96, 7)), "preflight-type-size"),
    ("a title in the largest print", acb(title=21), "preflight-type-size"),
    ("a heading in the largest print", acb(heading=19), "preflight-type-size"),
    ("a label in the largest print", acb(paragraphs=((1, 300, ["Noted"], {"size": 17}),)), "preflight-type-size"),
    ("a turned label", drawn(set_by("0 1 -1 0 300 300", "Up", 7)), "preflight-type-size"),
    ("type made small by its matrix", drawn(".5 0 0 .5 0 0 cm " + text("Small", 600, 120)), "preflight-type-size"),
    ("a font with small letters", more(["A line of words"], font="S"), "preflight-x-height"),
    ("a line of 104 characters", more([LONG, "more words"]), "preflight-line-length"),
    ("lines of 90 characters", more([MIDDLE, MIDDLE, "more words"], leading=18), "preflight-long-lines"),
    ("close lines", plan(leading=14.5), "preflight-leading"),
    ("close lines for the largest print", acb(leading=26), "preflight-leading"),
    ("even lines", more(EVEN), "preflight-justified"),
    ("columns in the largest print", lambda: made(replace(ACB, paragraphs=(
        (1, 300, ["One of", "two long", "columns"], {}), (1, 300, ["And the", "other of", "the two"], {"x": 220}),
    ))), "preflight-columns"),
    ("letters too close", dyslexia(spread=120), "preflight-spacing"),
    ("letters too far apart", dyslexia(spread=250, wider=700), "preflight-spacing"),
    ("words too close", dyslexia(wider=0), "preflight-spacing"),
    ("light text", more(["A pale line"], ops="0.6 g"), "preflight-contrast"),
    ("light text on a tint", more(["A line"], ops="0.4 g 0.7 g 50 290 200 30 re f 0.35 g"), "preflight-contrast"),
    ("text in the colour of its box", plan(before={1: "0 0 1 rg 50 290 200 30 re f"}, paragraphs=(
        (1, 300, ["A blue line"], {"ops": "0 0 1 rg"}),)), "preflight-contrast"),
    ("text that lets through what is behind", changed(lambda pdf: (
        pdf.pages[1].Resources.__setitem__("/ExtGState", Dictionary(Pale=Dictionary(ca=0.4))),
        pdfs.edit(pdf, 1, "BT", "/Pale gs BT"))), "preflight-contrast"),
    ("not bold and not large", more(["A line"], size=14, ops="0.55 g"), "preflight-contrast"),
    ("dark only in colour", plan(before={1: "0 1 0 rg 50 290 200 30 re f"}, paragraphs=(
        (1, 300, ["A line"], {"ops": "0.2 0.2 0.4 rg"}),)), "preflight-contrast-grey"),
    ("text on a photograph", changed(picture_under), "preflight-on-picture"),
    ("text over text", drawn(text("Drawn over it", 487)), "preflight-overlap"),
    ("text over itself", drawn(text(PROSE[0], 490, LEFT + 5)), "preflight-overlap"),
    ("text off the page", drawn(text("A long line at the edge", 300, 330)), "preflight-off-page"),
    ("text in what is cut off", changed(moved_page_box, paper=""), "preflight-off-page"),
    ("text at the edge", drawn(text("Edge", 300, 8)), "preflight-margin"),
    ("text near the edge", drawn(text("Edge", 300, 12.5)), "preflight-margin"),
    ("text cut by a path", drawn("q 60 300 30 20 re W n " + text("Cut off here", 304) + " Q"), "preflight-clipped"),
    ("a line through text", drawn(ruled(494)), "preflight-crossing"),
    ("a box through text", drawn("0.5 g 100 480 1 40 re f"), "preflight-crossing"),
    ("text out of its box", plan(before={1: "0.9 g 40 480 100 30 re f"}), "preflight-box-edge"),
    ("text into the next column", plan(cells=two_column_rows()), "preflight-cell"),
    ("first line alone", more(PROSE, pages=[(1, 80), (2, 300), (2, 283), (2, 266)]), "preflight-orphan"),
    ("last line alone", more(PROSE, pages=[(1, 114), (1, 97), (1, 80), (2, 300)]), "preflight-widow"),
    ("heading alone", plan(paragraphs=((1, 80, ["What next?"], {"role": "H2", "size": 20}), (2, 300, ["This."], {}))),
        "preflight-lone-heading"),
    ("one line on the last page", plan(pages=2, numbers=("Page 1 of 2", "Page 2 of 2"), prose=("A line.",)),
        "preflight-last-page"),
    ("a sign that no font has", drawn("BT /F 12 Tf 1 0 0 1 60 300 Tm <0000> Tj ET"), "preflight-missing-glyph"),
    ("a sign without a meaning", changed(forget_meaning), "preflight-no-unicode"),
    ("a small code", plan(code_side=55), "preflight-qr-size"),
    ("a line beside the code", drawn("0 G 54 140 m 54 220 l S", 0), "preflight-qr-quiet"),
    ("ground that ends beside the code", plan(code_ground="0.8 g 30 100 300 120 re f 1 g 56 146 70 70 re f"),
        "preflight-qr-quiet"),
    ("a pale code", plan(code_ops="0.6 g"), "preflight-qr-contrast"),
    ("a light code on dark ground", plan(code_ground="0 g 30 130 200 120 re f", code_ops="1 g", address="",
        paragraphs=((0, 100, ["https://example.org/iron"], {}),)), "preflight-qr-contrast"),
    ("no address beside the code", no_address, "preflight-qr-address"),
    ("a page without a number", plan(numbers=("Page 1 of 3", "", "Page 3 of 3")), "preflight-page-number"),
    ("a wrong number", plan(numbers=("Page 1 of 3", "Page 3 of 3", "Page 3 of 3")), "preflight-page-number"),
    ("a wrong total", plan(numbers=("Page 1 of 3", "Page 2 of 4", "Page 3 of 3")), "preflight-page-number"),
    ("a number elsewhere", plan(number_at=(LEFT, LEFT + 60, LEFT)), "preflight-page-number-place"),
    ("a page without the edition", plan(editions=(EDITION, "", EDITION)), "preflight-edition"),
    ("another edition", plan(editions=(EDITION, "abcde-fghjm", EDITION)), "preflight-edition"),
    ("another paper", plan(paper="letter"), "preflight-paper"),
    ("sheets that may be scaled", print_edition(), "preflight-print-settings"),
    ("capitals", more(["READ THIS CAREFULLY"]), "preflight-capitals"),
    ("one long word in capitals", more(["A WARNING to all"]), "preflight-capitals"),
    ("italics", more(["A slanted line"], font="I"), "preflight-italics"),
    ("letters that are made to lean", drawn(set_by("1 0 0.3 1 60 300", "Leaning")), "preflight-italics"),
    ("underline", drawn(text("Underlined", 300) + ruled(297.5, LEFT, 120)), "preflight-underline"),
    ("underline, as a box", drawn(text("Underlined", 300) + " 60 297 62 0.6 re f"), "preflight-underline"),
    ("a link over two pages", broken_link, "preflight-link-broken"),
    ("a link without its address", plan(link=("our page", "https://example.net/page")), "preflight-link-address"),
]  # fmt: skip
