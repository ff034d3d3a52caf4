"""What HarfBuzz says of the fonts in a file is what fontTools says, for TrueType and for bare CFF."""

from functools import cache
from io import BytesIO

import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.press.anatomy import FontFace
from handouts.press.dissect import read
from handouts.press.faces import Outlines
from tests.starters import draft

from . import pdfs


def fonts(data):
    return {font.face for page in read(data).pages for stream in page.streams() for font in stream.fonts.values()}


def truetype_bounds(program):
    font = TTFont(BytesIO(program))
    scale = 1000 / font["head"].unitsPerEm
    for number, name in enumerate(font.getGlyphOrder()):
        glyph = font["glyf"][name]
        if glyph.numberOfContours:
            yield number, [edge * scale for edge in (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax)]


def cff_bounds(program):
    fontset = CFFFontSet()
    fontset.decompile(BytesIO(program), None)
    strings = fontset[0].CharStrings
    for number, name in list(enumerate(fontset[0].charset))[::5]:
        pen = BoundsPen(None)
        strings[name].draw(pen)
        if pen.bounds:
            yield number, list(pen.bounds)


@pytest.mark.parametrize("language", ["en", "ar", "zh-Hans"])
def test_two_libraries_see_the_same_glyphs(language):
    kinds = set()
    for face in fonts(draft("magnesium-and-rls", language)):
        outlines = Outlines(face)
        assert outlines.known
        kinds.add(face.is_cff)
        for number, bounds in (cff_bounds if face.is_cff else truetype_bounds)(face.program):
            assert tuple(outlines.box(number)) == pytest.approx(bounds, abs=4), (face.name, number)
    assert kinds == ({False, True} if language == "zh-Hans" else {False})


def test_the_height_of_x_is_measured_and_not_what_the_descriptor_says():
    program, glyphs = pdfs.font_file()
    outlines = Outlines(FontFace("A", program, x_height=900))
    assert outlines.x_height(glyphs["x"][0]) == 536
    assert outlines.x_height(None) == 536  # what the font's own OS/2 table says
    assert outlines.glyph_of("x") == glyphs["x"][0]
    assert outlines.box(glyphs[" "][0]) is None


def test_without_a_program_the_descriptor_is_believed():
    outlines = Outlines(FontFace("A", x_height=480))
    assert (outlines.known, outlines.x_height(None), outlines.glyph_of("x"), outlines.box(3)) == (
        False,
        480,
        None,
        None,
    )


@cache
def programs():
    """A TrueType program, and the smallest CFF one of a Chinese handout."""
    faces = sorted(fonts(draft("magnesium-and-rls", "zh-Hans")), key=lambda face: len(face.program))
    return next(face for face in faces if face.is_cff), next(face for face in faces if not face.is_cff)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_programs_never_raise(data):
    face = data.draw(st.sampled_from(programs()))
    program = bytearray(face.program)
    for _ in range(data.draw(st.integers(1, 6))):
        program[data.draw(st.integers(0, min(400, len(program) - 1)))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.sampled_from([len(program), 0, 3, 100]))
    outlines = Outlines(FontFace("A", bytes(program[:cut]), face.is_cff))
    for glyph in (0, 1, 7, 65535):
        outlines.box(glyph)
    outlines.x_height(1)
