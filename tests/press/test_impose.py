"""Print editions as files: measured where pages really lie, and what the file says and no longer says."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from handouts.diagnostics import Severity, has_errors
from handouts.press.impose import PressOrder, impose
from handouts.press.pictures import page_images
from handouts.press.verify import verify
from tests.press.folding import leafed_through, rolled
from tests.press.printable import (
    A4,
    A5,
    A6,
    LETTER,
    MM,
    PANEL_A4,
    PANEL_LETTER,
    ZED_A4,
    found,
    numbered,
    pressed,
    refused,
    saved,
    strokes,
)
from tests.starters import pdf as starter_pdf

TENTH = 0.1 * MM


@cache
def opened(data: bytes) -> pikepdf.Pdf:
    """To look at; kept, since its objects live no longer than it does."""
    return pikepdf.open(BytesIO(data))


def editable(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(data))


def page_numbers(data: bytes, size: tuple[float, float]) -> list[list[int]]:
    return [[place.number for place in side] for side in found(data, size)]


# --- places, measured on the finished file -----------------------------------------------------------------------


@pytest.mark.parametrize("rtl", [False, True], ids=["ltr", "rtl"])
@pytest.mark.parametrize("count", range(4, 65, 4))
def test_the_finished_booklet_reads_in_order(count, rtl):
    sides = page_numbers(pressed(numbered(count, rtl=rtl), "booklet").data, A5)
    sheets = list(zip(sides[::2], sides[1::2], strict=True))
    assert leafed_through(sheets, rtl=rtl) == list(range(1, count + 1))


@pytest.mark.parametrize("rtl", [False, True], ids=["ltr", "rtl"])
@pytest.mark.parametrize(("paper", "size"), [("a4", PANEL_A4), ("letter", PANEL_LETTER)])
def test_panels_lie_where_the_folds_are(paper, size, rtl):
    """To a tenth of a millimetre: each page centred on its panel, and the flap the narrow one on both sides."""
    made = pressed(numbered(6, size, rtl=rtl), "tri-fold", paper=paper)
    outside, inside = found(made.data, size)
    numbers = [place.number for place in outside], [place.number for place in inside]
    assert rolled(*numbers, rtl=rtl)["wide open"] == (2, 3, 4)
    wide, narrow = (100 * MM, 97 * MM) if paper == "a4" else (3.6875 * 72, 3.625 * 72)
    widths = {1: wide, 2: wide, 3: wide, 6: wide, 4: narrow, 5: narrow}
    for side in (outside, inside):
        left = 0.0
        for place in side:
            width = widths[place.number]
            assert place.x == pytest.approx(left + (width - size[0]) / 2, abs=TENTH)
            assert place.y == pytest.approx(0.0, abs=TENTH)
            left += width
        assert left == pytest.approx(297 * MM if paper == "a4" else 792, abs=TENTH)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_fold_ticks_stand_at_the_folds_on_the_inside(paper):
    data = pressed(numbered(6, PANEL_A4 if paper == "a4" else PANEL_LETTER), "tri-fold").data
    folds = (100 * MM, 200 * MM) if paper == "a4" else (3.6875 * 72, 7.375 * 72)
    assert strokes(data, 0) == []
    (bounds,) = strokes(data, 1)  # all ticks are one path
    assert (bounds[0], bounds[2]) == pytest.approx(folds, abs=0.5)
    dark = dark_columns(data, 1)
    assert dark == pytest.approx(folds, abs=TENTH)


def dark_columns(data: bytes, side: int) -> list[float]:
    """Where short upright marks touch the lower edge of a side, in points from the left."""
    from PIL import Image

    dpi = 300
    with Image.open(BytesIO(page_images(data, dpi=dpi)[side])) as picture:
        foot = picture.convert("L").crop((0, picture.height - 100, picture.width, picture.height))
        row = foot.resize((foot.width, 1), Image.Resampling.BOX).tobytes()
    marks = re.finditer(rb"[\x00-\xe6]+", row)
    return [(mark.start() + mark.end()) / 2 * 72 / dpi for mark in marks]


def test_a_z_fold_has_three_equal_panels():
    outside, inside = found(pressed(numbered(6, ZED_A4), "z-fold").data, ZED_A4)
    assert [place.number for place in (*outside, *inside)] == [5, 6, 1, 2, 3, 4]
    assert [place.x / MM for place in inside] == pytest.approx([0, 99, 198], abs=0.1)


def test_two_up_from_full_pages_is_scaled_and_said():
    made = impose(numbered(4, A4), "in.pdf", PressOrder("2-up"))
    (finding,) = made.findings
    assert finding.rule == "press-scale" and finding.severity is Severity.WARNING
    assert "71%" in finding.message and "12 pt becomes 8.5 pt" in finding.message
    front, back = found(made.edition.data, A4, made.edition.arrangement.scale)
    assert [place.number for place in front] == [1, 3] and [place.number for place in back] == [4, 2]
    assert [place.x / MM for place in front] == pytest.approx([0, 148.5], abs=0.1)


@pytest.mark.parametrize(("size", "severity"), [(18.0, Severity.NOTE), (14.2, Severity.NOTE), (14.0, Severity.WARNING)])
def test_the_warning_comes_when_body_text_falls_under_ten_points(size, severity):
    (finding,) = impose(numbered(4, A4, text_size=size), "in.pdf", PressOrder("booklet")).findings
    assert finding.severity is severity


@pytest.mark.parametrize(
    ("size", "scheme"), [(A5, "booklet"), (A5, "2-up"), (A6, "4-up"), (PANEL_A4, "tri-fold"), (ZED_A4, "z-fold")]
)
def test_pages_of_matching_size_are_not_scaled_and_nothing_is_said(size, scheme):
    made = impose(numbered(4, size), "in.pdf", PressOrder(scheme))
    assert made.findings == ()
    assert made.edition.arrangement.scale == 1.0
    matrices = re.findall(rb"n (\S+) 0 0 (\S+) \S+ \S+ cm /P", b"".join(contents(made.edition.data)))
    assert len(matrices) >= 4 and set(matrices) == {(b"1", b"1")}


def contents(data: bytes) -> list[bytes]:
    return [page.Contents.read_bytes() for page in opened(data).pages]


def test_cards_of_one_leaf_fill_the_sheet():
    front, back = page_numbers(pressed(numbered(2, A6), "4-up").data, A6)
    assert (front, back) == ([1] * 4, [2] * 4)


def test_a_single_page_is_printed_on_one_side():
    made = pressed(numbered(1, A6), "4-up")
    assert page_numbers(made.data, A6) == [[1] * 4]
    assert opened(made.data).Root.ViewerPreferences.Duplex == "/Simplex"


def test_creep_moves_inner_pages_to_the_spine():
    made = pressed(numbered(16), "booklet", creep=0.2)
    rights = [side[1].x for side in found(made.data, A5)[::2]]
    assert [(148.5 * MM - x) / MM for x in rights] == pytest.approx([0, 0.2, 0.4, 0.6], abs=0.02)


@pytest.mark.parametrize(("asked", "order"), [("", [1, 4]), ("ltr", [4, 1]), ("rtl", [1, 4])])
def test_the_direction_is_read_from_the_file_unless_it_is_given(asked, order):
    assert page_numbers(pressed(numbered(4, rtl=True), "booklet", direction=asked).data, A5)[0] == order


def test_a_printer_that_turns_on_the_other_edge_gets_its_backs_upside_down():
    from PIL import Image, ImageChops

    usual, flipped = (pressed(numbered(4), "booklet", flip=flip).data for flip in ("short", "long"))
    for side, turn in ((0, 0), (1, 180)):
        with (
            Image.open(BytesIO(page_images(usual)[side])) as before,
            Image.open(BytesIO(page_images(flipped)[side])) as after,
        ):
            difference = ImageChops.difference(before.convert("L"), after.convert("L").rotate(turn))
        assert sum(difference.histogram()[128:]) < 50
    assert opened(usual).Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"
    assert opened(flipped).Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"


def test_pages_that_are_turned_or_cropped_lie_as_they_are_seen():
    pdf = editable(numbered(4, (A5[1], A5[0])))
    for page in pdf.pages:
        page.Rotate = 90
    made = pressed(saved(pdf), "booklet")
    assert made.arrangement.scale == 1.0
    assert matrix(made.data) == pytest.approx([0, -1, 1, 0, 0, A5[1]], abs=0.01)
    pdf = editable(numbered(4, (A5[0] + 40, A5[1] + 60)))
    for page in pdf.pages:
        page.CropBox = [20, 30, 20 + A5[0], 30 + A5[1]]
    made = pressed(saved(pdf), "booklet")
    assert made.arrangement.scale == 1.0
    assert matrix(made.data) == [1, 0, 0, 1, -20, -30]


def matrix(data: bytes) -> list[float]:
    return [float(number) for number in opened(data).pages[0].Resources.XObject.P1.Matrix]


# --- bleed and boxes ---------------------------------------------------------------------------------------------


def test_bleed_sets_the_boxes_and_lets_colour_out_at_outer_edges_only():
    data = pressed(numbered(6, PANEL_A4), "tri-fold", bleed=True).data
    for page in opened(data).pages:
        media, trim, bleed = ([float(edge) for edge in box] for box in (page.MediaBox, page.TrimBox, page.BleedBox))
        assert (trim[2] - trim[0]) / MM == pytest.approx(297, abs=0.1)
        assert (trim[3] - trim[1]) / MM == pytest.approx(210, abs=0.1)
        assert [(a - b) / MM for a, b in zip(trim[:2], bleed[:2], strict=True)] == pytest.approx([3, 3], abs=0.01)
        assert [(a - b) / MM for a, b in zip(bleed[2:], trim[2:], strict=True)] == pytest.approx([3, 3], abs=0.01)
        assert media[:2] == [0, 0] and all(a < b for a, b in zip(media[:2], bleed[:2], strict=True))
    # The blue band of each page runs out at the top, and at the outer panels' outer sides.
    blue = blueness(data, 0)
    assert blue(148, 212.5) and blue(20, 212.5) and not blue(148, 214)
    assert blue(-1.5, 208) and blue(298.5, 208)
    assert not blue(-4, 208) and not blue(148, 206)


def test_inner_edges_stay_clipped_at_the_fold():
    """The band reaches 9 pt over each page's edge, but from one panel nothing shows on the next."""
    pdf = editable(numbered(6, PANEL_A4))
    for number, page in enumerate(pdf.pages, start=1):
        colour = "1 0 0 rg" if number % 2 else "0 1 0 rg"
        page.Contents = pikepdf.Stream(pdf, f"{colour} -9 -9 {PANEL_A4[0] + 18} {PANEL_A4[1] + 18} re f".encode())
    data = pressed(saved(pdf), "tri-fold", bleed=True).data
    from PIL import Image

    with Image.open(BytesIO(page_images(data, dpi=254)[1])) as picture:
        middle = picture.height // 2
        edge = round(trim_left(data) / MM * 10)
        colours = [picture.getpixel((edge + x, middle))[:3] for x in (5, 990, 1010, 1990, 2010, 2960)]
    assert colours == [(0, 255, 0), (0, 255, 0), (255, 0, 0), (255, 0, 0), (0, 255, 0), (0, 255, 0)]


def trim_left(data: bytes) -> float:
    return float(opened(data).pages[0].TrimBox[0])


def blueness(data: bytes, side: int):
    """A function that says whether a place, in millimetres from the trimmed corner, is blue."""
    from PIL import Image

    picture = Image.open(BytesIO(page_images(data, dpi=254)[side])).convert("RGB")
    low = trim_left(data) / MM

    def asked(x: float, y: float) -> bool:
        red, _, blue = picture.getpixel((round((x + low) * 10), picture.height - round((y + low) * 10)))
        return blue > red + 80

    return asked


@pytest.mark.parametrize("scheme", ["booklet", "2-up"])
def test_crop_marks_stay_outside_the_bleed(scheme):
    data = pressed(numbered(8), scheme, bleed=True).data
    with_marks, plain = (opened(pressed(numbered(8), scheme, bleed=on).data) for on in (True, False))
    assert "/TrimBox" not in plain.pages[0]
    assert [float(n) for n in plain.pages[0].MediaBox] == pytest.approx([0, 0, 297 * MM, 210 * MM], abs=0.01)
    lines = [line.split() for line in contents(data)[0].split(b"\n") if b" m " in line]
    assert len(lines) >= 8
    for x0, y0, _, x1, y1, _ in lines:
        for x, y in ((float(x0), float(y0)), (float(x1), float(y1))):
            inside_x = -3 * MM + 0.01 < x < 300 * MM - 0.01
            inside_y = -3 * MM + 0.01 < y < 213 * MM - 0.01
            assert not (inside_x and inside_y)
    assert len(with_marks.pages) == len(plain.pages)


# --- what the file says ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scheme", "size", "duplex"),
    [
        ("booklet", A5, "/DuplexFlipShortEdge"), ("tri-fold", PANEL_A4, "/DuplexFlipShortEdge"),
        ("z-fold", ZED_A4, "/DuplexFlipShortEdge"), ("2-up", A5, "/DuplexFlipShortEdge"),
        ("4-up", A6, "/DuplexFlipLongEdge"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("rtl", [False, True], ids=["ltr", "rtl"])
def test_viewers_are_told_how_to_print(scheme, size, duplex, rtl):
    root = opened(pressed(numbered(4, size, rtl=rtl), scheme).data).Root
    preferences = root.ViewerPreferences
    assert (preferences.Duplex, preferences.PrintScaling, root.PageLayout) == (duplex, "/None", "/SinglePage")
    assert bool(preferences.DisplayDocTitle)
    assert preferences.get("/Direction") == ("/R2L" if rtl else None)


def test_nothing_is_claimed_and_no_tag_is_left():
    data = pressed(starter_pdf("rls-overview", paper="a4"), "booklet").data
    pdf = opened(data)
    assert {"/StructTreeRoot", "/MarkInfo", "/OutputIntents"} & set(pdf.Root.keys()) == set()
    with pdf.open_metadata() as xmp:
        assert not any(key.startswith(("pdfaid", "pdfuaid")) for key in xmp)
    assert b"pdfaid" not in data and b"pdfuaid" not in data
    streams = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
    assert not any("/StructParents" in thing or "/StructParent" in thing for thing in streams)
    drawn = b"".join(thing.read_bytes() for thing in streams if thing.get("/Subtype") == "/Form")
    assert b"/MCID" not in drawn and b"BMC" in drawn and b"/ActualText" in drawn


def test_the_file_says_what_it_is_and_of_which_edition():
    source = starter_pdf("rls-overview", paper="a4")
    edition = verify(source, "x").edition
    data = pressed(source, "booklet").data
    info = PdfReader(BytesIO(data)).metadata
    assert info["/Title"] == "Restless legs syndrome"
    assert info["/PrintEdition"] == "booklet" and info["/Edition"] == edition
    assert f"Print edition (booklet) of edition {edition}" in info["/Subject"]
    with opened(data).open_metadata() as xmp:
        assert xmp["dc:source"] == edition and xmp["dc:title"] == "Restless legs syndrome"


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("<b>&\"'", "<b>&\"'"),
        ("a\x00b\x1fc", "a b c"),
        ("x" * 3000, "x" * 3000),
        ("قرص (500)", "قرص (500)"),
        ("  ", ""),
    ],
)
def test_titles_of_other_programs_do_no_harm(title, told):
    pdf = editable(numbered(2, A6))
    pdf.docinfo["/Title"] = pikepdf.String(b"\xfe\xff" + title.encode("utf-16-be"))
    data = pressed(saved(pdf), "4-up").data
    with opened(data).open_metadata() as xmp:
        assert "dc:description" in xmp
    assert verify(data, "x").title == told


def test_half_a_character_does_no_harm():
    pdf = editable(numbered(2, A6))
    pdf.docinfo["/Title"] = pikepdf.String(b"\xfe\xff" + "\ud83d half".encode("utf-16-be", "surrogatepass"))
    assert verify(pressed(saved(pdf), "4-up").data, "x").title.isprintable()


def test_fonts_are_shared_by_all_pages():
    source = opened(starter_pdf("rls-overview", paper="a4"))
    made = opened(pressed(starter_pdf("rls-overview", paper="a4"), "booklet").data)
    assert len(font_files(made)) == len(font_files(source)) > 1


def font_files(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [
        thing
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
    ]


@pytest.mark.parametrize("order", [PressOrder("booklet"), PressOrder("4-up", bleed=True, mono=True)])
def test_the_same_file_gives_the_same_bytes(order):
    data = starter_pdf("vitamins-and-rls")
    assert impose(data, "a.pdf", order).edition.data == impose(data, "b.pdf", order).edition.data


def test_a_page_looks_the_same_as_before():
    """A page of matching size, picture against picture."""
    from PIL import Image, ImageChops

    source = numbered(4)
    with (
        Image.open(BytesIO(page_images(source, dpi=72 * 2)[0])) as before,
        Image.open(BytesIO(page_images(pressed(source, "booklet").data, dpi=72 * 2)[0])) as sheet,
    ):
        after = sheet.crop((sheet.width - before.width, 0, sheet.width, before.height))
        difference = ImageChops.difference(before.convert("L"), after.convert("L"))
    assert sum(difference.histogram()[64:]) < before.width * before.height / 500


# --- refusals ----------------------------------------------------------------------------------------------------

IMPOSED = "a booklet already made"


@pytest.mark.parametrize(
    ("data", "order", "rule", "hint"),
    [
        (numbered(7, PANEL_A4), PressOrder("tri-fold"), "press-pages", "booklet"),
        (numbered(4, A4), PressOrder("tri-fold"), "press-size", "97 x 210 mm for A4, 92 x 216 mm for Letter"),
        (numbered(4, PANEL_A4), PressOrder("tri-fold", paper="letter"), "press-size", "--paper a4"),
        (numbered(4, PANEL_A4), PressOrder("tri-fold", paper="a3"), "press-paper", "A4 or Letter"),
        (numbered(4), PressOrder("tri-flod"), "unknown-scheme", "tri-fold"),
        (numbered(4), PressOrder("booklet", paper="a5"), "unknown-paper", "a4"),
        (numbered(4), PressOrder("booklet", creep=3), "press-creep", "0.1"),
        (numbered(4), PressOrder("booklet", creep=float("nan")), "press-creep", "0.1"),
        (numbered(4), PressOrder("booklet", creep=-0.1), "press-creep", "0.1"),
        (numbered(4), PressOrder("2-up", creep=0.1), "press-creep", "booklet"),
        (IMPOSED, PressOrder("2-up"), "press-imposed", "reading edition"),
        (b"", PressOrder("booklet"), "not-a-pdf", "again"),
        (b"%PDF-1.7\nnothing", PressOrder("booklet"), "not-a-pdf", "again"),
        (b"\x89PNG\r\n\x1a\n", PressOrder("booklet"), "not-a-pdf", "again"),
    ],
    ids=lambda value: value if isinstance(value, str) else getattr(value, "scheme", ""),
)
def test_what_cannot_be_done_is_told_with_what_would_work(data, order, rule, hint):
    if data is IMPOSED:
        data = pressed(numbered(4), "booklet").data
    made = impose(data, "in.pdf", order)
    assert made.edition is None
    assert rule in [finding.rule for finding in made.findings] and has_errors(made.findings)
    (finding,) = [finding for finding in made.findings if finding.rule == rule]
    assert hint in finding.hint
    assert finding.mark.path == "in.pdf"


def test_pages_of_several_sizes_are_refused():
    pdf = editable(numbered(4))
    pdf.pages[2].MediaBox = [0, 0, 300, 300]
    (finding,) = refused(saved(pdf), "booklet").findings
    assert finding.rule == "press-size" and finding.mark.line == 3


def test_an_encrypted_file_is_refused():
    out = BytesIO()
    editable(numbered(4)).save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert [finding.rule for finding in refused(out.getvalue(), "booklet").findings] == ["not-a-pdf"]


def test_comments_are_not_lost_without_a_word():
    pdf = editable(numbered(2, A6))
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents=pikepdf.String("Take one")
    )
    pdf.pages[1].Annots = pikepdf.Array([note])
    made = impose(saved(pdf), "in.pdf", PressOrder("4-up"))
    (finding,) = made.findings
    assert finding.rule == "press-notes" and finding.mark.line == 2 and made.edition is not None


def test_links_are_dropped_in_silence():
    made = impose(starter_pdf("rls-overview", paper="a4"), "in.pdf", PressOrder("booklet"))
    assert [finding.rule for finding in made.findings] == ["press-scale"]
    assert "/Annots" not in opened(made.edition.data).pages[0]


def test_a_booklet_too_thick_to_staple_is_said():
    assert impose(numbered(64), "in.pdf", PressOrder("booklet")).findings == ()
    (finding,) = impose(numbered(65), "in.pdf", PressOrder("booklet")).findings
    assert finding.rule == "press-thick"


def test_creep_that_may_cut_text_at_the_fold_is_said():
    assert impose(numbered(64), "in.pdf", PressOrder("booklet", creep=0.1)).findings == ()
    (finding,) = impose(numbered(64), "in.pdf", PressOrder("booklet", creep=0.4)).findings
    assert finding.rule == "press-creep" and "6.0 mm" in finding.message


def test_an_object_that_holds_itself_is_told():
    pdf = editable(numbered(1, A6))
    form = pdf.make_stream(b"/X Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 1, 1])
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
    pdf.pages[0].Resources.XObject = pikepdf.Dictionary(X=form)
    (finding,) = refused(saved(pdf), "4-up").findings
    assert finding.rule == "not-a-pdf" and "holds itself" in finding.message


@settings(max_examples=40, deadline=None)
@given(
    cuts=st.lists(st.tuples(st.integers(0, 4000), st.binary(max_size=12)), min_size=1, max_size=6),
    scheme=st.sampled_from(["booklet", "tri-fold", "4-up"]), mono=st.booleans(),
)  # fmt: skip
def test_damaged_files_give_findings_never_a_crash(cuts, scheme, mono):
    data = bytearray(numbered(4, PANEL_A4))
    for place, junk in cuts:
        at = place % len(data)
        data[at : at + len(junk)] = junk
    made = impose(bytes(data), "in.pdf", PressOrder(scheme, mono=mono))
    assert (made.edition is None) == has_errors(made.findings)


def test_letter_pages_go_on_letter():
    assert pressed(numbered(4, LETTER), "booklet").order.paper == "letter"
