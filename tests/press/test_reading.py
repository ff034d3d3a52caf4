import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Dictionary, Name, String

from handouts.press.anatomy import Font, NotAPdf
from handouts.press.glyphs import Decoder, text_string
from handouts.press.reading import page_texts, structure_text, tag_tree

from . import pdfs


@pytest.fixture(scope="module")
def good():
    return pdfs.saved(pdfs.good())


def check_text(expected, *draws, height=200):
    """One paragraph, each draw a marked content of (operators or text, page)."""
    pages = max((page for _, page in draws), default=0) + 1
    maker = pdfs.Maker(pages)
    paragraph = maker.element("P")
    for index, (text, page) in enumerate(draws):
        if text.startswith(("BT", "/")):
            maker.draw(paragraph, text, page)
        else:
            maker.say(paragraph, text, height - 20 * index, page)
    assert structure_text(pdfs.saved(maker.finish())) == ([expected] if expected else [])


def lines(*texts):
    return [(text, 0) for text in texts]


def test_tag_tree_has_the_form_of_tree_text(good):
    assert tag_tree(good) == "\n".join(
        [
            "- Document lang='en'",
            "  - H1",
            "  - P",
            "    - Link",
            "  - L numbering='Disc'",
            *["    - LI", "      - Lbl", "      - LBody"] * 2,
            "  - Table",
            "    - TR",
            *["      - TH scope='Column'"] * 2,
            "    - TR",
            "      - TH scope='Row'",
            "      - TD",
            "  - Figure alt='A leg'",
            "  - H2",
            "  - P",
            "  - P",
        ]
    )


def test_tag_tree_shows_languages_and_mapped_roles():
    maker = pdfs.Maker(language="es")
    maker.document.Lang = String("es-MX")
    maker.text("Absatz", "English", Lang=String("en"))
    maker.root.RoleMap = Dictionary(Absatz=Name.P)
    assert tag_tree(pdfs.saved(maker.finish())) == "- Document lang='es-MX'\n  - P lang='en'"


def test_an_untagged_file_has_no_tree_and_no_structure_text():
    pdf = pdfs.good()
    del pdf.Root["/StructTreeRoot"]
    data = pdfs.saved(pdf)
    assert tag_tree(data) == ""
    assert structure_text(data) == []


def test_structure_text_follows_the_tags(good):
    assert structure_text(good) == [
        "Iron and restless legs",
        "A paragraph with a link that goes on over the page end.",
        "First point",
        "Second point",
        "Medicine",
        "Gap",
        "Levothyroxine",
        "4 hours",
        "When to call",
        "Call us",
        "In a form",
    ]


def test_page_texts_come_from_another_extractor(good):
    first, second = page_texts(good)
    assert "Iron and restless legs" in first
    assert "Running head\npage end." in second


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ("one", "two", "one two"),
        ("one ", "two", "one two"),
        ("one", " two", "one two"),
        ("one ", " two", "one two"),
        ("medi\u00ad", "cine", "medicine"),
        ("twice-", "daily", "twice-daily"),
        ("and/", "or", "and/or"),
        ("5\u2013", "10", "5\u201310"),
        ("this \u2013", "that", "this \u2013 that"),
        ("https://\u200b", "example.org", "https://\u200bexample.org"),
        ("使用", "药物", "使用药物"),
        ("使用", "RLS", "使用RLS"),
        ("RLS", "药物", "RLS药物"),
        ("ยา", "เม็ด", "ยาเม็ด"),
        ("ยา", "iron", "ยา iron"),
        ("약을", "복용", "약을 복용"),
        ("\u2068medi\u00ad\u2069", "cine", "\u2068medi\u2069cine"),
    ],
)
def test_lines_are_joined_by_what_stands_at_their_end(above, below, expected):
    check_text(expected, *lines(above, below))


def test_pieces_on_one_line_are_joined_as_drawn():
    maker = pdfs.Maker()
    paragraph = maker.element("P")
    maker.say(paragraph, "H", y=200)
    maker.say(paragraph, "2", y=196, x=80)
    maker.say(paragraph, "O", y=200, x=90)
    assert structure_text(pdfs.saved(maker.finish())) == ["H2O"]


def test_lines_at_one_height_on_two_pages_are_two_lines():
    maker = pdfs.Maker(pages=2)
    paragraph = maker.element("P")
    maker.say(paragraph, "one", y=500)
    maker.say(paragraph, "two", y=500, page=1)
    assert structure_text(pdfs.saved(maker.finish())) == ["one two"]


def code(text):
    return f"<{pdfs.codes(text)}>"


@pytest.mark.parametrize(
    ("operators", "expected"),
    [
        (f"[{code('a')} -250 {code('b')}] TJ", "ab"),
        (f"{code('a')} Tj 0 -14 Td {code('b')} Tj", "a b"),
        (f"{code('a')} Tj 30 0 Td {code('b')} Tj", "ab"),
        (f"{code('a')} Tj 0 -14 TD {code('b')} Tj T* {code('c')} Tj", "a b c"),
        (f"14 TL {code('a')} Tj {code('b')} '", "a b"),
        (f'14 TL {code("a")} Tj 0 0 {code("b")} "', "a b"),
        (f"{code('a')} Tj 4 Ts {code('b')} Tj", "ab"),
        (f"0 1 -1 0 50 50 Tm {code('a')} Tj 9 0 Td {code('b')} Tj 0 -14 Td {code('c')} Tj", "ab c"),
        (f"{code('a')} Tj /F 40 Tf 0.25 0 0 0.25 72 692 Tm {code('b')} Tj", "a b"),
    ],
)
def test_text_operators(operators, expected):
    check_text(expected, (f"BT /F 12 Tf 1 0 0 1 72 700 Tm {operators} ET", 0))


def actual(text, inside):
    return f"/Span <</ActualText <{pdfs.utf16(text)}>>> BDC {inside} EMC"


def test_actual_text_replaces_the_glyphs_of_its_span():
    check_text("before الحديد after", *lines("before", actual("الحديد", pdfs.shown("xyz", 180)), "after"))


def test_the_outer_actual_text_counts():
    check_text("outer", *lines(actual("outer", actual("inner", pdfs.shown("x", 180)))))


def test_actual_text_may_be_empty():
    check_text("", *lines(actual("", pdfs.shown("x", 180))))


def test_actual_text_that_spans_lines_ends_on_its_last_line():
    spanning = actual("long word", pdfs.shown("long", 200) + " " + pdfs.shown("word", 180))
    check_text("long word.", (spanning, 0), (pdfs.shown(".", 180, 120), 0))


def test_an_artifact_inside_is_not_read():
    check_text("ab", (pdfs.shown("a"), 0), (f"/Artifact BMC {pdfs.shown('-', x=80)} EMC {pdfs.shown('b', x=90)}", 0))


def test_element_actual_text_stands_for_all_below():
    maker = pdfs.Maker()
    paragraph = maker.text("P", "See ")
    maker.text("Span", "fig", paragraph, ActualText=String("figure"))
    maker.text("Figure", "drawn", y=600, ActualText=String("Said"))
    assert structure_text(pdfs.saved(maker.finish())) == ["See figure", "Said"]


def test_blocks_inside_blocks_are_apart_and_labels_left_out():
    maker = pdfs.Maker()
    item = maker.element("LI", maker.element("L"))
    maker.text("Lbl", "1.", item)
    body = maker.text("LBody", "Outer", item)
    inner = maker.element("LI", maker.element("L", body))
    maker.text("LBody", "Inner", inner, y=680)
    maker.say(body, "again", y=660)
    cell = maker.element("TD", maker.element("TR", maker.element("Table")))
    maker.text("P", "One", cell, y=640)
    maker.text("P", "Two", cell, y=620)
    assert structure_text(pdfs.saved(maker.finish())) == ["Outer", "Inner", "again", "One", "Two"]


@pytest.mark.parametrize(
    ("cmap", "codes", "expected"),
    [
        (b"1 beginbfchar <0001> <00660069> endbfchar", b"\0\1", "fi"),
        (b"1 beginbfchar <0001> <D83DDE00> endbfchar", b"\0\1", "\U0001f600"),
        (b"1 beginbfrange <0001> <0003> <0061> endbfrange", b"\0\1\0\3", "ac"),
        (b"1 beginbfrange <0001> <0002> [<0061> <00660066>] endbfrange", b"\0\1\0\2", "aff"),
        (b"1 beginbfrange <0000> <FFFF> <DBFFDFFF> endbfrange", b"\0\1", "\ufffd"),
        (b"", b"\0\1", "\ufffd"),
        (b"1 beginbfchar 7 <0061> endbfchar 1 beginbfrange <00> 1 2 endbfrange", b"\0\0", "\ufffd"),
    ],
)
def test_to_unicode(cmap, codes, expected):
    assert Decoder(Font(True, cmap)).text(codes) == expected


def test_a_simple_font_without_a_map_is_windows_text():
    assert Decoder(Font(False, b"")).text(b"caf\xe9 \x96") == "café –"


@pytest.mark.parametrize(
    ("value", "expected"),
    [(b"\xfe\xff\0a", "a"), (b"\xff\xfea\0", "a"), (b"\xef\xbb\xbf\xc3\xa9", "é"), (b"\xe9", "é"), (b"", "")],
)
def test_text_strings(value, expected):
    assert text_string(value) == expected


@pytest.mark.parametrize("read", [tag_tree, structure_text, page_texts])
def test_what_is_no_pdf_is_refused_with_a_sentence(read):
    with pytest.raises(NotAPdf, match="not a PDF that can be read"):
        read(b"hello")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_damaged_content_never_raises(junk):
    pdf = pdfs.good()
    pdf.pages[0].Contents.write(junk + b" BT /F 12 Tf (a) Tj ET " + junk)
    pdf.pages[0].Resources.Font.F.ToUnicode = pikepdf.Stream(pdf, junk)
    structure_text(pdfs.saved(pdf))
