"""What is measured on a page: places, sizes, colours, areas; by hand, by properties, and beside PDFium."""

from collections import defaultdict
from math import cos, hypot, radians, sin

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Stream, String

from handouts.press.dissect import read
from handouts.press.preflight.measuring import measure
from tests.starters import draft
from tests.starters import pdf as starter_pdf

from .. import pdfs

LETTERS = pdfs.codes("Ox")


def measured(operators, change=None):
    """One A5 page that draws these operators with the font F."""
    maker = pdfs.Maker()
    maker.drawn[0].append(operators)
    pdf = maker.finish()
    if change:
        change(pdf, pdf.pages[0])
    (sheet,) = measure(read(pdfs.saved(pdf))).sheets
    return sheet


def run_of(operators, change=None):
    (run,) = measured(operators, change).runs
    return run


def shown(matrix="1 0 0 1 100 200", size=10, before="", codes=LETTERS):
    return f"{before} BT /F {size} Tf {matrix} Tm <{codes}> Tj ET"


def test_a_run_has_the_size_place_and_ink_of_its_letters():
    run = run_of(shown())
    assert (run.text, run.size, run.baseline, run.start, run.level, run.paints) == ("Ox", 10, 200, 100, True, True)
    big, small = run.ink()
    assert big.y1 == pytest.approx(200 + 7.24, abs=0.05)  # the O of Noto Sans is 724 high, with its overshoot
    assert small.y1 == pytest.approx(200 + 5.36, abs=0.05)  # the x is 536 high
    assert run.box == big.joined(small)
    assert run.end == pytest.approx(100 + 7.81 + 5.29, abs=0.05)
    assert run.face.x_height == pytest.approx(536)
    assert (run.mark, run.artifact) == (None, "-")


@pytest.mark.parametrize(
    ("operators", "size", "start", "baseline"),
    [
        (shown("2 0 0 2 100 200", 5), 10, 100, 200),
        (shown(size=5, before="2 0 0 2 10 20 cm"), 10, 210, 420),
        (shown("1 0 0 0.5 100 200"), 5, 100, 200),
        (shown("1 0 0 1 100 200", 10, "q 3 0 0 3 0 0 cm Q"), 10, 100, 200),
        (f"BT /F 10 Tf 100 200 Td 5 -12 Td <{LETTERS}> Tj ET", 10, 105, 188),
        (f"BT /F 10 Tf 14 TL 100 200 Td T* <{LETTERS}> Tj ET", 10, 100, 186),
        (f"BT /F 10 Tf 100 200 TD 0 -13 TD <{LETTERS}> ' ET", 10, 100, 174),
        (f'BT /F 10 Tf 100 200 TD 11 TL 0 0 <{LETTERS}> " ET', 10, 100, 189),
        (f"BT /F 10 Tf 100 200 Td 4 Ts <{LETTERS}> Tj ET", 10, 100, 204),
    ],
)
def test_size_and_place_come_from_all_matrices(operators, size, start, baseline):
    run = run_of(operators)
    assert (run.size, run.start, run.baseline) == pytest.approx((size, start, baseline))


@pytest.mark.parametrize(
    ("operators", "width"),
    [
        (f"BT /F 10 Tf <{LETTERS}> Tj ET", 13.1),
        (f"BT /F 10 Tf [<{LETTERS[:4]}> -500 <{LETTERS[4:]}>] TJ ET", 18.1),
        (f"BT /F 10 Tf 2 Tc <{LETTERS}> Tj ET", 17.1),
        (f"BT /F 10 Tf 50 Tz <{LETTERS}> Tj ET", 6.55),
        (f"BT /F 10 Tf 9 Tw <{LETTERS}> Tj ET", 13.1),  # word spacing is for codes of one byte
    ],
)
def test_the_advance_counts_what_is_put_between_letters(operators, width):
    run = run_of(operators)
    assert run.end - run.start == pytest.approx(width, abs=0.05)


def simple_font(pdf, page):
    page.Resources.Font.G = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, FirstChar=32, Widths=Array([300] + [500] * 94)
    )


def test_simple_fonts_have_widths_by_code_and_word_spacing():
    run = run_of("BT /G 10 Tf 9 Tw (a b) Tj ET", simple_font)
    assert (run.text, run.end - run.start) == ("a b", pytest.approx(5 + 3 + 9 + 5))
    assert run.box.height == 5  # its letters cannot be looked at: half an em is all that is said of them


def test_text_that_paints_nothing_is_no_run():
    assert (
        measured(f"BT 3 Tr /F 10 Tf <{LETTERS}> Tj ET BT /F 10 Tf <> Tj ET BT /None 10 Tf <{LETTERS}> Tj ET").runs == ()
    )
    run = run_of(f"BT /F 10 Tf <{pdfs.codes('  ')}> Tj ET")
    assert not run.paints and run.box.height == 0


def test_replacement_text_joins_what_is_drawn_in_small_pieces():
    one, other = LETTERS[:4], LETTERS[4:]
    inside = f"BT /F 10 Tf 1 0 0 1 100 200 Tm 3 Ts <{one}> Tj 0 Ts <{other}{other}> Tj -2 Ts <{one}> Tj ET"
    run = run_of(f"/Span <</ActualText <{pdfs.utf16('word')}>>> BDC {inside} EMC")
    assert run.text == "word"
    assert run.baseline == 200  # that of most of it
    first, _, _, last = run.ink()
    assert (first.y0, last.y0) == pytest.approx((200 + 3 - 0.1, 200 - 2 - 0.1), abs=0.05)


def test_replacement_text_over_two_lines_is_two_runs_and_said_once():
    inside = f"BT /F 10 Tf 100 200 Td <{LETTERS}> Tj 0 -12 Td <{LETTERS}> Tj ET"
    sheet = measured(f"/Span <</ActualText <{pdfs.utf16('a word')}>>> BDC {inside} EMC {shown()}")
    assert [run.text for run in sheet.runs] == ["a word", "", "Ox"]


def test_artifacts_are_named_and_marks_are_kept():
    head, inside = f"/Artifact <</Type /Pagination>> BDC {shown()} EMC", f"/Artifact BMC {shown()} EMC"
    sheet = measured(f"{head} /P <</MCID 4>> BDC {shown()} {inside} EMC")
    assert [(run.artifact, run.mark.mcid if run.mark else None) for run in sheet.runs] == [
        ("Pagination", None), ("", 4), ("-", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("operators", "colour"),
    [
        ("", (0, 0, 0)), ("0.5 g", (0.5, 0.5, 0.5)), ("1 0 0.5 rg", (1, 0, 0.5)), ("0 0 0 0.25 k", (0.75,) * 3),
        ("/Table cs 1 sc", (1, 0, 0)), ("/Table cs", (0, 0, 1)), ("/Table cs 9 sc", None), ("/Pattern cs /P scn", None),
        ("/DeviceCMYK cs", (0, 0, 0)), ("/Spot cs 0.5 scn", None), ("/Icc cs 0.2 0.4 0.6 sc", (0.2, 0.4, 0.6)),
        ("q 1 0 0 rg Q", (0, 0, 0)), ("1 0 0 RG", (0, 0, 0)), ("1 Tr 1 0 0 RG", (1, 0, 0)), ("7 g", (1, 1, 1)),
    ],
)  # fmt: skip
def test_colours_are_told_where_they_can_be(operators, colour):
    def spaces(pdf, page):
        icc = pdf.make_indirect(Stream(pdf, b"", N=3))
        page.Resources.ColorSpace = Dictionary(
            Table=Array([Name.Indexed, Name.DeviceRGB, 1, String(b"\x00\x00\xff\xff\x00\x00")]),
            Spot=Array([Name.Separation, Name.Teal, Name.DeviceCMYK, Dictionary(FunctionType=2)]),
            Icc=Array([Name.ICCBased, icc]),
        )

    found = run_of(shown(before=operators), spaces).colour
    assert found == (pytest.approx(colour) if colour else None)


def test_opacity_is_that_of_the_fill():
    def pale(pdf, page):
        page.Resources.ExtGState = Dictionary(Pale=Dictionary(ca=0.25, CA=0.5))

    assert run_of(shown(before="/Pale gs"), pale).opacity == 0.25
    assert run_of(shown(before="q /Pale gs Q"), pale).opacity == 1


@pytest.mark.parametrize(
    ("operators", "boxes"),
    [
        ("10 20 30 40 re f", [(10, 20, 40, 60)]),
        ("2 0 0 2 0 0 cm 10 20 30 40 re f", [(20, 40, 80, 120)]),
        ("10 20 -5 -5 re f", [(5, 15, 10, 20)]),
        ("0 1 -1 0 100 0 cm 10 20 30 40 re f", [(40, 10, 80, 40)]),
        ("10 20 m 60 20 l 60 30 l h f", [(10, 20, 60, 30)]),
        ("2 w 10 20 m 60 20 l S", [(9, 19, 61, 21)]),
        ("1 w 10 20 30 40 re S", [(9.5, 19.5, 40.5, 60.5)]),
        ("10 20 m 60 70 l S", []),
        ("10 20 30 40 re n", []),
        ("0 0 20 30 re W n 10 20 30 40 re f", [(10, 20, 20, 30)]),
        ("q 0 0 5 5 re W n Q 10 20 30 40 re f", [(10, 20, 40, 60)]),
        ("10 10 5 5 re W n 10 20 30 40 re f", []),
    ],
)
def test_areas_are_what_paths_paint(operators, boxes):
    assert [tuple(area.box) for area in measured(operators).areas] == [pytest.approx(box) for box in boxes]


def test_an_area_covers_its_inside_and_not_its_holes():
    (ring,) = measured("0 0 m 90 0 l 90 90 l 0 90 l h 30 30 m 60 30 l 60 60 l 30 60 l h f*").areas
    assert ring.covers(10, 10) and not ring.covers(45, 45) and not ring.covers(95, 10)
    (full,) = measured("0 0 m 90 0 l 90 90 l 0 90 l h 30 30 m 60 30 l 60 60 l 30 60 l h f").areas
    assert full.covers(45, 45)


def form(pdf, page):
    content = Stream(pdf, shown("1 0 0 1 10 20").encode() + b" 0 0 5 5 re f /Self Do")
    content.Type, content.Subtype, content.BBox = Name.XObject, Name.Form, Array([0, 0, 15, 100])
    content.Matrix = Array([2, 0, 0, 2, 0, 0])
    inner = pdf.make_indirect(content)
    inner.Resources = Dictionary(Font=Dictionary(F=page.Resources.Font.F), XObject=Dictionary(Self=inner))
    image = Stream(pdf, b"\0", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
    page.Resources.XObject = Dictionary(X=inner, Photo=pdf.make_indirect(image))


def test_forms_are_read_where_they_are_drawn_and_cut_at_their_box():
    sheet = measured("q 1 0 0 1 100 0 cm /X Do Q", form)
    (run,) = sheet.runs
    assert (run.size, run.start, run.baseline) == (20, 120, 40)
    assert tuple(run.clip) == (100, 0, 130, 200)
    assert [tuple(area.box) for area in sheet.areas] == [(100, 0, 110, 10)]


def test_pictures_and_shadings_have_their_place_in_the_order():
    sheet = measured(f"q 30 0 0 40 5 6 cm /Photo Do Q {shown()} q 0 0 9 9 re W n /Fade sh Q", form)
    (picture,), (run,), (shading,) = sheet.pictures, sheet.runs, sheet.areas
    assert tuple(picture.box) == (5, 6, 35, 46)
    assert picture.order < run.order < shading.order
    assert shading.colour is None
    inline = measured("q 10 0 0 10 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \0 EI Q").pictures
    assert [tuple(picture.box) for picture in inline] == [(0, 0, 10, 10)]


# --- properties --------------------------------------------------------------------------------------------------

SCALES = st.floats(0.2, 5).map(lambda value: round(value, 3))
PLACES = st.floats(-300, 300).map(lambda value: round(value, 2))


@settings(max_examples=25, deadline=None)
@given(SCALES, SCALES, PLACES, PLACES)
def test_a_scale_may_stand_in_any_matrix(scale, size, x, y):
    """Type of a size in a scaled space is type of the product, at the scaled place."""
    inside = run_of(shown(f"1 0 0 1 {x} {y}", size, f"{scale} 0 0 {scale} 7 9 cm"))
    outside = run_of(shown(f"1 0 0 1 {scale * x + 7:.5f} {scale * y + 9:.5f}", round(size * scale, 6)))
    assert inside.size == pytest.approx(outside.size, abs=1e-3)
    assert tuple(inside.box) == pytest.approx(tuple(outside.box), abs=0.01)


@settings(max_examples=25, deadline=None)
@given(st.floats(0, 359), SCALES)
def test_turned_type_keeps_its_size_and_its_box_turns(angle, scale):
    a, b = scale * cos(radians(angle)), scale * sin(radians(angle))
    run = run_of(shown(f"{a:.6f} {b:.6f} {-b:.6f} {a:.6f} 200 300", 10))
    assert run.size == pytest.approx(10 * scale, rel=1e-3)
    assert run.level is (angle < 0.06 or angle > 359.95)
    assert not run.face.italic
    upright = run_of(shown(f"{scale:.6f} 0 0 {scale:.6f} 200 300", 10)).box
    assert hypot(run.box.width, run.box.height) <= 2 * hypot(upright.width, upright.height) + 0.1
    assert max(run.box.width, run.box.height) >= 0.7 * max(upright.width, upright.height) - 0.1


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("unit", [1, 2])
def test_a_turned_page_is_measured_as_it_is_looked_at(turn, unit):
    """Text that runs along the page once it is turned is level, at the same place in the picture of the page."""
    width, height = (420, 595) if turn % 180 == 0 else (595, 420)
    there = {
        0: "1 0 0 1 100 200", 90: f"0 1 -1 0 {height - 200} 100",
        180: f"-1 0 0 -1 {width - 100} {height - 200}", 270: f"0 -1 1 0 200 {width - 100}",
    }[turn]  # fmt: skip

    def turned(pdf, page):
        page.Rotate = turn
        page.UserUnit = unit

    sheet = measured(shown(there), turned)
    (run,) = sheet.runs
    assert run.level
    assert tuple(sheet.box) == (0, 0, unit * width, unit * height)
    assert (run.size, run.start, run.baseline) == pytest.approx((unit * 10, unit * 100, unit * 200))


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=200))
def test_no_content_raises(junk):
    maker = pdfs.Maker()
    maker.drawn[0].append(junk.decode("latin-1"))
    measure(read(pdfs.saved(maker.finish())))


ALL = (
    "q Q cm w BT ET Tm Td TD T* TL Tc Tw Tz Ts Tr Tf Tj TJ ' \" cs sc scn g rg k CS SC G RG K gs "
    "m l c v y h re W n f f* B b S s sh Do BI EMC BMC BDC"
)
OPERATORS = st.sampled_from(ALL.split())
OPERANDS = st.lists(st.sampled_from(["1", "-3.5", "/F", "/X", "(a)", "<0041>", "[(a) -20 (b)]", "<</MCID 0>>", "true"]))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(OPERANDS, OPERATORS), max_size=30))
def test_no_order_of_operators_raises(pairs):
    measured("\n".join(" ".join([*operands, operator]) for operands, operator in pairs), form)


# --- beside PDFium -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(lambda: starter_pdf("magnesium-and-rls"), id="TrueType"),
        pytest.param(lambda: draft("magnesium-and-rls", "zh-Hans"), id="CFF", marks=pytest.mark.slow),
    ],
)
def test_pdfium_sees_every_character_in_the_same_box(data):
    """Two programs that share nothing but the file: within a third of a point, for each of some thousand letters."""
    seen, far = 0, []
    for sheet, page in zip(measure(read(data())).sheets, pypdfium2.PdfDocument(data()), strict=True):
        ours = defaultdict(list)
        for ink in (ink for run in sheet.runs for ink in run.ink()):
            for column in (-1, 0, 1):
                ours[round(ink.x0) + column].append(ink)
        textpage = page.get_textpage()
        for at in range(textpage.count_chars()):
            left, bottom, right, top = box = textpage.get_charbox(at)
            if textpage.get_text_range(at, 1).strip() and left < right and bottom < top:
                seen += 1
                near = ours[round(left)]
                if not any(all(abs(a - b) < 0.4 for a, b in zip(ink, box, strict=True)) for ink in near):
                    far.append((sheet.number, textpage.get_text_range(at, 1), box))
    assert far == []
    assert seen > 3000
