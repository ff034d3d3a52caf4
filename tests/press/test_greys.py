"""Greys: the formula, every place where our files keep colour, and a refusal for what cannot be turned."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from handouts.press.greys import UngreyableError, grey_content, luma
from handouts.press.impose import PressOrder, impose
from handouts.press.pictures import page_images
from handouts.source.colours import BLACK, WHITE, contrast, grey
from tests.press.printable import A6, numbered, pressed, saved
from tests.starters import built
from tests.starters import pdf as starter_pdf


def spread(data: bytes, dpi: int = 50) -> int:
    """The largest difference between red, green and blue of any pixel of any side."""
    most = 0
    for image in page_images(data, dpi=dpi):
        with Image.open(BytesIO(image)) as picture:
            red, green, blue = picture.convert("RGB").split()
        for one, other in ((red, green), (green, blue)):
            most = max(most, ImageChops.difference(one, other).getextrema()[1])
    return most


@pytest.mark.parametrize("brand", ["example-clinic", "example-pharmacy"])
def test_no_colour_is_left_in_ours(brand):
    data = starter_pdf("rls-overview", brand)
    assert spread(pressed(data, "booklet").data) > 60
    made = pressed(data, "booklet", mono=True)
    assert spread(made.data) == 0
    with pikepdf.open(BytesIO(made.data)) as pdf:
        written = b"".join(
            thing.read_bytes()
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Form"
        )
    assert b" rg" not in written and b" RG" not in written
    assert b"/DeviceRGB" not in made.data


def palette(data: bytes) -> bytes:
    with pikepdf.open(BytesIO(data)) as pdf:
        (found,) = {
            bytes(thing[3])
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Array) and len(thing) == 4 and thing[0] == "/Indexed"
        }
        return found


def test_the_greys_are_those_of_a_handout_that_is_built_grey():
    """So what was checked for contrast when the brand was read is what is printed."""
    mono = palette(starter_pdf("rls-overview", mono=True))
    assert palette(pressed(starter_pdf("rls-overview"), "booklet", mono=True).data) == mono[::3]


def test_the_brand_stays_readable_in_grey():
    colours = built("rls-overview").edition.brand.palette.colours
    table = palette(pressed(starter_pdf("rls-overview"), "booklet", mono=True).data)
    text, paper = colours.index(colours[0]), colours.index(WHITE)
    assert contrast((table[text],) * 3, (table[paper],) * 3) >= 4.5
    assert len(table) == len(colours)


@settings(deadline=None)
@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_the_formula_is_the_one_by_which_brands_are_checked(colour):
    assert (round(luma(*colour)),) * 3 == grey(colour)


def test_black_and_white_stay():
    assert luma(*BLACK) == 0 and round(luma(*WHITE)) == 255


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"1 0 0 rg", b"0.3 g"),
        (b"0 1 0 RG 0 0 m", b"0.59 G 0 0 m"),
        (b"0.5 .5 0.5 rg f", b"0.5 g f"),
        (b"0 0 0 1 k", b"0 g"),
        (b"0 0 0 0 K", b"1 G"),
        (b"1 0 0 0 k", b"0.7 g"),
        (b"1 1 1 1 k", b"0 g"),
        (b"(1 0 0 rg) Tj", b"(1 0 0 rg) Tj"),
        (b"(a \\) 1 0 0 rg (b) c) Tj 1 0 0 rg", b"(a \\) 1 0 0 rg (b) c) Tj 0.3 g"),
        (b"% 1 0 0 rg\n0 0 1 rg", b"% 1 0 0 rg\n0.11 g"),
        (b"/CB cs 3 sc 1 0 0 1 5 5 cm", b"/CB cs 3 sc 1 0 0 1 5 5 cm"),
        (b"0.2 g 0.4 G", b"0.2 g 0.4 G"),
        (b"BT /F 9 Tf 1 0 0 rg(x)Tj ET", b"BT /F 9 Tf 0.3 g(x)Tj ET"),
    ],
)
def test_colour_operators_become_greys(content, expected):
    assert grey_content(content) == expected


@pytest.mark.parametrize(
    "content",
    [b"/DeviceRGB cs 1 0 0 sc", b"/DeviceCMYK CS 0 0 0 1 SC", b"/Pattern cs /P1 scn", b"q BI /W 1 /H 1 /CS /RGB ID"],
)
def test_content_that_cannot_be_turned_is_said(content):
    with pytest.raises(UngreyableError):
        grey_content(content)


def with_resource(**resources: object) -> bytes:
    pdf = pikepdf.open(BytesIO(numbered(1, A6)))
    for name, value in resources.items():
        pdf.pages[0].Resources[f"/{name}"] = value
    return saved(pdf)


NAME, ARRAY, DICT = pikepdf.Name, pikepdf.Array, pikepdf.Dictionary


@pytest.mark.parametrize(
    "resources",
    [
        {"ColorSpace": DICT(A=ARRAY([NAME.Separation, NAME.Gold, NAME.DeviceCMYK, DICT()]))},
        {"ColorSpace": DICT(A=NAME.DeviceRGB)},
        {"ColorSpace": DICT(A=ARRAY([NAME.Lab, DICT()]))},
        {"ColorSpace": DICT(A=ARRAY([NAME.Indexed, NAME.DeviceCMYK, 0, pikepdf.String(b"\0\0\0\0")]))},
        {"Shading": DICT(A=DICT(ShadingType=2))},
        {"Pattern": DICT(A=DICT(PatternType=2))},
        {"Font": DICT(F=DICT(Type=NAME.Font, Subtype=NAME.Type3))},
    ],
    ids=["separation", "named rgb", "lab", "cmyk palette", "shading", "pattern", "type 3"],
)
def test_other_colours_are_refused_with_a_way_out(resources):
    made = impose(with_resource(**resources), "in.pdf", PressOrder("4-up", mono=True))
    (finding,) = made.findings
    assert made.edition is None and finding.rule == "press-colour" and "Leave --mono out" in finding.hint
    assert impose(with_resource(**resources), "in.pdf", PressOrder("4-up")).edition is not None


@pytest.mark.parametrize("kind", ["flate", "jpeg", "palette", "grey", "mask"])
def test_pictures_are_turned(kind):
    source = Image.linear_gradient("L").resize((40, 30))
    colour = Image.merge("RGB", (source, source.rotate(180), source.rotate(90).resize((40, 30))))
    pdf = pikepdf.open(BytesIO(numbered(1, A6)))
    head = {"Type": NAME.XObject, "Subtype": NAME.Image, "Width": 40, "Height": 30, "BitsPerComponent": 8}
    if kind == "jpeg":
        out = BytesIO()
        colour.save(out, "JPEG", quality=95)
        image = pikepdf.Stream(pdf, out.getvalue(), ColorSpace=NAME.DeviceRGB, Filter=NAME.DCTDecode, **head)
    elif kind == "palette":
        small = colour.quantize(64)
        table = pikepdf.String(bytes(small.getpalette()[: 64 * 3]))
        space = ARRAY([NAME.Indexed, NAME.DeviceRGB, 63, table])
        image = pikepdf.Stream(pdf, small.tobytes(), ColorSpace=space, **head)
    elif kind == "mask":
        image = pikepdf.Stream(pdf, bytes(150), ImageMask=True, **{**head, "BitsPerComponent": 1})
    else:
        data, space = (source.tobytes(), NAME.DeviceGray) if kind == "grey" else (colour.tobytes(), NAME.DeviceRGB)
        image = pikepdf.Stream(pdf, data, ColorSpace=space, **head)
    pdf.pages[0].Resources.XObject = DICT(I=image)
    pdf.pages[0].Contents = pikepdf.Stream(pdf, b"q 200 0 0 150 20 20 cm /I Do Q")
    data = saved(pdf)
    plain, mono = pressed(data, "4-up"), pressed(data, "4-up", mono=True)
    assert spread(plain.data) == 0 if kind in ("grey", "mask") else spread(plain.data) > 60
    assert spread(mono.data) == 0
    with Image.open(BytesIO(page_images(mono.data, dpi=50)[0])) as picture:
        dark, light = picture.convert("L").getextrema()
    assert dark < 120 and light == 255


def test_a_cut_off_picture_is_refused():
    pdf = pikepdf.open(BytesIO(numbered(1, A6)))
    image = pikepdf.Stream(
        pdf, b"abc", Type=NAME.XObject, Subtype=NAME.Image, Width=40, Height=30, BitsPerComponent=8,
        ColorSpace=NAME.DeviceRGB,
    )  # fmt: skip
    pdf.pages[0].Resources.XObject = DICT(I=image)
    assert [f.rule for f in impose(saved(pdf), "in.pdf", PressOrder("4-up", mono=True)).findings] == ["press-colour"]
