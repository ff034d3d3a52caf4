"""Fonts: which face, what it measures, what is embedded of it."""

from io import BytesIO
from pathlib import Path

import manimgx_fonts
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.diagnostics import HandoutsError
from handouts.typeset.fonts import Fonts, unusable

NOTO = Path(manimgx_fonts.__file__).parent
ITALIC = "NotoSans-Italic[wght].ttf"


def check(family: str, weight: int, name: str, drawn: int, *, italic: bool = False) -> None:
    face = Fonts(family, {}).primary(weight, italic)
    assert (face.file.name, face.weight, face.file.italic) == (name, drawn, italic)


@pytest.mark.parametrize("weight", [400, 600, 700])
def test_a_variable_family_draws_every_weight(weight):
    check("noto-sans", weight, "NotoSans[wght].ttf", weight)
    check("noto-sans", weight, ITALIC, weight, italic=True)


@pytest.mark.parametrize(("weight", "drawn"), [(400, 400), (500, 400), (600, 700), (700, 700)])
def test_a_static_family_without_semibold_draws_bold(weight, drawn):
    face = Fonts("atkinson-hyperlegible", {}).primary(weight)
    assert face.weight == drawn
    assert ("Bold" in face.file.name) is (drawn == 700)


def test_heavier_is_wider():
    fonts = Fonts("noto-sans", {})
    widths = [sum(g.advance for g in fonts.primary(weight).shape("iron", "en", False)) for weight in (400, 600, 700)]
    assert widths == sorted(set(widths))


@pytest.mark.parametrize("family", ["no-such-family", "comic-sans"])
def test_a_family_that_is_not_installed_names_the_command(family):
    problem = unusable(family, {})
    with pytest.raises(HandoutsError) as raised:
        Fonts(family, {})
    assert problem == (raised.value.message, raised.value.hint)
    assert raised.value.message == f"The font `{family}` is not installed."
    assert f"pip install fontpkg-{family}" in raised.value.hint
    assert "`noto-sans`" in raised.value.hint


def test_a_workspace_brings_its_own_files():
    own = {
        "templates/fonts/house/House.ttf": (NOTO / "NotoSans[wght].ttf").read_bytes(),
        "templates/fonts/other/Other.ttf": (NOTO / "NotoSansThai[wght].ttf").read_bytes(),
    }
    fonts = Fonts("templates/fonts/house", own)
    assert fonts.primary(600).file.name == "House.ttf"
    assert unusable("templates/fonts/house", own) is None
    with pytest.raises(HandoutsError, match="templates/fonts/none"):
        Fonts("templates/fonts/none", own)


@pytest.mark.parametrize(
    ("character", "file"),
    [
        ("a", "NotoSans[wght].ttf"), ("Ж", "NotoSans[wght].ttf"), ("ị", "NotoSans[wght].ttf"),
        ("ا", "NotoSansArabic[wght].ttf"), ("א", "NotoSansHebrew[wght].ttf"), ("आ", "NotoSansDevanagari[wght].ttf"),
        ("ธ", "NotoSansThai[wght].ttf"), ("አ", "NotoSansEthiopic[wght].ttf"), ("ក", "NotoSansKhmer[wght].ttf"),
    ],
)  # fmt: skip
def test_each_script_has_a_face(character, file):
    face = Fonts("noto-sans", {}).face_for(character, 700, False)
    assert face is not None
    assert (face.file.name, face.weight) == (file, 700)
    assert face.glyph(character)


@pytest.mark.parametrize("data", [b"", b"not a font", (NOTO / "NotoSans[wght].ttf").read_bytes()[:2000]])
def test_a_damaged_file_of_the_workspace_is_told(data):
    with pytest.raises(HandoutsError) as raised:
        Fonts("templates/fonts/house", {"templates/fonts/house/House.ttf": data})
    assert "House.ttf" in raised.value.message
    assert raised.value.hint


def test_a_character_of_no_font_has_no_face():
    fonts = Fonts("noto-sans", {})
    assert fonts.face_for("\ue000", 400, False) is None
    assert fonts.face_for("a\ue000", 400, False) is None
    assert fonts.primary(400).glyph("\ue000") == 0


def test_faces_are_shared_between_documents():
    assert Fonts("noto-sans", {}).primary(400) is Fonts("noto-sans", {}).primary(400)


def test_measures_are_those_of_the_font():
    font = TTFont(NOTO / "NotoSans[wght].ttf")
    face = Fonts("noto-sans", {}).primary(400)
    assert face.advance(face.glyph("a")) == font["hmtx"][font.getBestCmap()[ord("a")]][0]
    assert face.metrics.cap_height == pytest.approx(font["OS/2"].sCapHeight, abs=2)
    assert face.metrics.x_height == pytest.approx(font["OS/2"].sxHeight, abs=12)
    assert face.metrics.descent < 0 < face.metrics.ascent
    head = font["head"]
    assert face.bounds == (head.xMin, head.yMin, head.xMax, head.yMax)


def test_postscript_names_are_plain():
    assert Fonts("noto-sans", {}).primary(600).postscript_name == "NotoSans-600"


def outlines(data: bytes) -> dict[int, TTFont]:
    font = TTFont(BytesIO(data))
    order = font.getGlyphOrder()
    return {order.index(name): glyph for name in order if (glyph := font["glyf"][name]).numberOfContours}


@settings(max_examples=25, deadline=None)
@given(st.text("abcdefgABC 0123éñ.", max_size=8), st.sampled_from(["noto-sans", "atkinson-hyperlegible"]),
       st.sampled_from([400, 600, 700]))  # fmt: skip
def test_a_subset_holds_the_glyphs_asked_for_and_keeps_their_ids(text, family, weight):
    face = Fonts(family, {}).primary(weight)
    wanted = frozenset(glyph.id for glyph in face.shape(text, "en", False))
    data = face.subset(wanted)
    font = TTFont(BytesIO(data))
    drawn = outlines(data)
    parts = {
        font.getGlyphID(part.glyphName)
        for glyph in drawn.values() if glyph.isComposite() for part in glyph.components
    }  # fmt: skip
    blank = {face.glyph(" ")}
    assert wanted - blank <= set(drawn)
    assert set(drawn) - wanted <= parts | {0}
    assert not {"GSUB", "GPOS", "name", "post", "fvar", "gvar"} & set(font.keys())
    for glyph in wanted:
        assert font["hmtx"][font.getGlyphOrder()[glyph]][0] == pytest.approx(
            face.advance(glyph) * font["head"].unitsPerEm / 1000, abs=1
        )


def test_a_subset_is_the_same_every_time():
    face = Fonts("noto-sans", {}).primary(400)
    wanted = frozenset({36, 70, 71})
    first = face.subset(wanted)
    assert face.subset(wanted) == first


def test_shaping_goes_from_left_to_right():
    face = Fonts("noto-sans", {}).face_for("ال", 400, False)
    assert face is not None
    clusters = [glyph.cluster for glyph in face.shape("الحديد", "ar", True)]
    assert clusters == sorted(clusters, reverse=True)
    assert set(clusters) == set(range(6))
