"""The finished file, read with other programs: its objects, fonts, colours and what it says about itself."""

import hashlib
import os
import re
import struct
import subprocess
import sys
import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from random import Random

import pikepdf
import pypdf
import pytest
from fontTools.ttLib import TTFont

from handouts.edition import Personal
from handouts.looks import Ink
from handouts.press.reading import structure_text
from handouts.typeset.embedding import to_unicode, widths
from handouts.typeset.filing import briefly_deflated, predicted
from handouts.typeset.ink import grey
from handouts.typeset.syntax import number, utf16
from handouts.typeset.writer import Objects, array, dictionary, name, string

from . import editions
from .editions import decompressed, edition, line, make, make_plate, opened, page_streams, reference, section, text
from .kinds import SAM, everything

WHO = Personal({"patient.name": "Kwik Zebra", "notes": "Quixotry"}, frozenset({("ask", 1)}))


@pytest.fixture(scope="module")
def data() -> bytes:
    return make(everything(), SAM)


@pytest.fixture(scope="module")
def arabic() -> bytes:
    return make(everything("ar"))


BOTH = pytest.mark.parametrize("language", ["en", "ar"])


def made_in(language: str, data: bytes, arabic: bytes) -> bytes:
    return data if language == "en" else arabic


# --- objects -----------------------------------------------------------------------------------------------------


def check_file(data: bytes) -> None:
    """qpdf finds nothing wrong, two programs see the same pages and texts, and no object is there twice."""
    with opened(data) as pdf:
        assert pdf.check_pdf_syntax() == []
        pages = len(pdf.pages)
    reader = pypdf.PdfReader(BytesIO(data), strict=True)
    assert len(reader.pages) == pages
    assert all(page.extract_text() for page in reader.pages)
    numbers = re.findall(rb"^(\d+) 0 obj$", data, re.MULTILINE)
    assert len(numbers) == len(set(numbers))


@BOTH
def test_other_programs_read_the_file(language, data, arabic):
    check_file(made_in(language, data, arabic))


@pytest.mark.parametrize("count", [1, 9, 60, 150])
def test_files_of_any_size(count):
    made = edition(*[text(f"Line {at} [1]. [here](https://example.org/{at})") for at in range(count)],
                   section("References", name="references", number=2), references=(reference(1),))  # fmt: skip
    check_file(make(made))


def test_the_file_has_streams_of_objects_and_of_references(data):
    assert data.startswith(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    assert data.endswith(b"%%EOF\n")
    assert b"/ObjStm" in data
    assert b"/XRef" in data
    assert b"\ntrailer" not in data
    assert b"/Encrypt" not in data
    start = int(data.rsplit(b"startxref\n", 1)[1].split()[0])
    assert re.match(rb"\d+ 0 obj", data[start:])


@BOTH
def test_the_end_of_a_stream_is_where_its_length_says(language, data, arabic):
    """A data byte that is a line end must not be taken for the one before `endstream` (ISO 19005-2, 6.1.7.1)."""
    found = made_in(language, data, arabic)
    heads = list(re.finditer(rb"/Length (\d+)[^>]*>>\nstream\n", found))
    assert len(heads) > 10
    for head in heads:
        end = head.end() + int(head.group(1))
        assert re.match(rb"(\r\n|\n|\r)endstream\nendobj\n", found[end : end + 20])
        assert not (found[end - 1 : end] == b"\r" and found[end : end + 1] == b"\n")


@pytest.mark.parametrize("last", [b"\r", b"\n", b"x", b"\r\n"])
def test_a_stream_that_ends_in_a_line_end_keeps_it(last):
    objects = Objects()
    ref = objects.stream(b"q Q" + last, compress=False)
    root = objects.add(dictionary({"Type": name("Catalog"), "Pages": objects.add(dictionary({"Type": name("Pages")}))}))
    file = objects.file(root, objects.add(dictionary({})))
    at = file.index(b"q Q")
    assert file[at:].split(b"endstream")[0] in (b"q Q" + last + b"\r\n", b"q Q" + last + b"\n")
    assert not (last.endswith(b"\r") and file[at:].startswith(b"q Q" + last + b"\nendstream"))
    assert ref.number == 1


def test_numbers_are_short_and_without_exponents():
    assert [number(value) for value in (0.0, -0.0, -0.0001, 1.0, 1.5, 1e-9, 123456.789, -2.25, 1e6, 0.1234)] == [
        "0", "0", "0", "1", "1.5", "0", "123456.789", "-2.25", "1000000", "0.123",
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["plain", "(a)", "back\\slash", "é“x”", "الحديد", "\U0001f9ea", "a\nb", ""])
def test_texts_come_back(words):
    syntax = b"<</X " + string(words).syntax + b">>"
    with pikepdf.new() as pdf:
        found = pdf.make_indirect(pikepdf.Object.parse(syntax))
        assert str(found.X) == words


def test_values_of_dictionaries_and_arrays():
    made = dictionary({"A": True, "B": False, "C": 1.5, "D": 2, "E": None, "F": name("N"), "G": array([1, 0.25, True])})
    found = pikepdf.Object.parse(made.syntax)
    assert set(found.keys()) == {"/A", "/B", "/C", "/D", "/F", "/G"}
    assert (found.A, found.B, float(found.C), found.D, str(found.F)) == (True, False, 1.5, 2, "/N")
    assert [float(item) for item in found.G] == [1.0, 0.25, 1.0]
    assert utf16("A€") == "<FEFF004120AC>"


@pytest.mark.parametrize("count", [0, 1, 2, 300])
def test_rows_of_the_cross_reference_stream_are_predicted_from_those_above(count):
    dice = Random(count)
    places = [(dice.randrange(3), dice.randrange(2**32), dice.randrange(2**16)) for _ in range(count)]
    rows = [struct.pack(">BIH", *place) for place in places]
    expected = b"".join(
        b"\x02" + bytes((one - other) & 255 for one, other in zip(row, rows[at], strict=True))
        for at, row in enumerate(rows[1:])
    )
    assert predicted(places) == (b"\x00" + rows[0] + expected if rows else b"")


@pytest.mark.parametrize("size", [0, 1, 4_096, 4_097, 100_000])
def test_little_and_much_are_deflated_so_that_all_can_read_it(size):
    data = Random(size).randbytes(size // 2) * 2
    assert zlib.decompress(briefly_deflated(data)) == data


# --- the same bytes ----------------------------------------------------------------------------------------------


def test_the_same_document_has_the_same_bytes_after_others():
    words = text("Iron **helps** [1]. الحديد क्षमा")
    made = edition(words, section("References", name="references", number=2), references=(reference(1),))
    first = make(made, SAM)
    make(everything("ar", mono=True), WHO)
    make(edition(text("Other")))
    assert make(made, SAM) == first


@pytest.mark.slow
def test_the_same_document_has_the_same_bytes_in_another_process(tmp_path):
    script = (
        "import hashlib; from tests.typeset.kinds import everything, SAM; from tests.typeset.editions import make\n"
        "print(hashlib.sha256(make(everything('ar')) + make(everything(), SAM)).hexdigest())"
    )
    expected = hashlib.sha256(make(everything("ar")) + make(everything(), SAM)).hexdigest()
    environment = {
        **os.environ, "PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LC_ALL": "C",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }  # fmt: skip
    result = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == expected


# --- what the file says about itself -----------------------------------------------------------------------------


def test_title_language_publisher_and_identifier():
    made = edition(text("Iron."), title=line("Iron & <legs>"), language="es")
    with opened(make(made)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Iron & <legs>"
        assert str(pdf.docinfo["/CreationDate"]) == "D:20261122000000Z"
        with pdf.open_metadata() as xmp:  # pikepdf changes the information when this ends
            assert xmp["dc:title"] == "Iron & <legs>"
            assert list(xmp["dc:language"]) == ["es"]
            assert list(xmp["dc:publisher"]) == ["Example Family Clinic"]
            assert xmp["dc:identifier"] == "abcde-fghjk"
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"], xmp["pdfuaid:part"]) == ("2", "A", "1")
            assert xmp["xmp:CreateDate"] == "2026-11-22T00:00:00Z"
        assert str(pdf.Root.Lang) == "es"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


@pytest.mark.parametrize(("language", "direction"), [("en", None), ("ar", "/R2L"), ("he", "/R2L"), ("hi", None)])
def test_books_of_right_to_left_languages_open_on_the_right(language, direction):
    with opened(make(edition(text("1"), language=language))) as pdf:
        found = pdf.Root.ViewerPreferences.get("/Direction")
        assert (str(found) if found is not None else None) == direction


def test_personal_values_are_on_the_page_and_nowhere_else():
    data = make(everything(), WHO)
    texts = structure_text(data)
    assert any("Kwik Zebra" in words for words in texts)
    assert "Quixotry" in texts
    streams = {key for key, value in decompressed(data).items() if b"BT" in value and key.endswith("stream")}
    for word in ("Kwik", "Zebra", "Quixotry"):
        forms = [word.encode(encoding) for encoding in ("ascii", "utf-16-be")]
        forms += [word.encode("utf-16-be").hex().encode(), word.encode("utf-16-be").hex().upper().encode()]
        for key, value in decompressed(data).items():
            if key not in streams:
                assert not any(form in value for form in forms), key
        assert not any(form in data for form in forms)


def test_the_output_intent_is_srgb(data):
    with opened(data) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert str(intent.S) == "/GTS_PDFA1"
        assert str(intent.OutputConditionIdentifier) == "sRGB"
        profile = intent.DestOutputProfile.read_bytes()
        assert int(intent.DestOutputProfile.N) == 3
        assert profile[16:20] == b"RGB "
        assert profile[36:40] == b"acsp"


# --- fonts -------------------------------------------------------------------------------------------------------


def fonts(data: bytes) -> dict[str, dict[str, object]]:
    """Each font by resource name: its program, widths by glyph, meanings by code."""
    with opened(data) as pdf:
        out = {}
        for resource, font in pdf.pages[0].Resources.Font.items():
            (descendant,) = font.DescendantFonts
            table: dict[int, float] = {}
            items = list(descendant.W)
            for first, run in zip(items[::2], items[1::2], strict=True):
                table.update({int(first) + at: float(width) for at, width in enumerate(run)})
            cmap = font.ToUnicode.read_bytes().decode("ascii")
            meanings = {
                int(code, 16): bytes.fromhex(text).decode("utf-16-be")
                for code, text in re.findall(r"^<(\w{4})> <(\w+)>$", cmap, re.MULTILINE)
            }
            out[resource[1:]] = {
                "name": str(font.BaseFont)[1:],
                "subtype": str(descendant.Subtype),
                "encoding": str(font.Encoding),
                "program": descendant.FontDescriptor.FontFile2.read_bytes(),
                "widths": table,
                "meanings": meanings,
            }
        return out


def shown_codes(data: bytes) -> dict[str, set[int]]:
    """The codes that the pages show, by font resource."""
    found: dict[str, set[int]] = {}
    for stream in page_streams(data):
        font = ""
        for token in re.finditer(rb"/([FL]\d+) [\d.]+ Tf|\[((?:<[0-9A-F]+>|[-\d. ]+)*)\] TJ", stream):
            if token.group(1):
                font = token.group(1).decode()
                continue
            for run in re.findall(rb"<([0-9A-F]+)>", token.group(2)):
                assert len(run) % 4 == 0
                found.setdefault(font, set()).update(int(run[at : at + 4], 16) for at in range(0, len(run), 4))
    return found


@BOTH
def test_fonts_are_embedded_subset_and_complete(language, data, arabic):
    file = made_in(language, data, arabic)
    found, shown = fonts(file), shown_codes(file)
    assert set(shown) == set(found)
    assert len(found) > 2
    assert b"Helvetica" not in b"".join(decompressed(file).values())
    for resource, font in found.items():
        assert re.fullmatch(r"[A-Z]{6}\+\w+-\d00", font["name"])
        assert (font["subtype"], font["encoding"]) == ("/CIDFontType2", "/Identity-H")
        program = TTFont(BytesIO(font["program"]))
        order, scale = program.getGlyphOrder(), 1000 / program["head"].unitsPerEm
        assert 0 not in shown[resource]
        # Every glyph that is shown is there, has its width and its meaning.
        assert shown[resource] <= set(font["meanings"])
        assert shown[resource] <= set(font["widths"])
        for code in shown[resource]:
            assert font["widths"][code] == pytest.approx(program["hmtx"][order[code]][0] * scale, abs=1)
            drawn = program["glyf"][order[code]].numberOfContours != 0
            assert drawn is bool(font["meanings"][code].strip()), (resource, code, font["meanings"][code])
    names = [font["name"] for font in found.values()]
    assert len(set(names)) == len(names)


def test_an_unused_letter_is_not_embedded():
    file = make(edition(text("Iron."), brand=editions.brand(**editions.BARE)))
    meanings = {meaning for font in fonts(file).values() for meaning in font["meanings"].values()}
    assert "I" in meanings
    assert {"z", "@"} <= meanings  # as names and addresses are written with
    assert not {"Ж", "½", "[", "ß"} & meanings


def test_widths_are_told_in_runs():
    found = pikepdf.Object.parse(widths({5: 600.0, 6: 250.5, 9: 1000.0}).syntax)
    assert [int(found[0]), [float(w) for w in found[1]]] == [5, [600.0, 250.5]]
    assert [int(found[2]), [float(w) for w in found[3]]] == [9, [1000.0]]
    assert widths({}).syntax.split() in ([b"[", b"]"], [b"[]"])


def test_meanings_come_in_blocks_of_a_hundred():
    cmap = to_unicode({code: chr(0x4E00 + code) for code in range(250)}).decode("ascii")
    assert [int(n) for n in re.findall(r"(\d+) beginbfchar", cmap)] == [100, 100, 50]
    assert "<0001> <4E01>" in cmap


# --- colours -----------------------------------------------------------------------------------------------------


def palette(data: bytes) -> list[tuple[int, ...]]:
    with opened(data) as pdf:
        space = pdf.pages[0].Resources.ColorSpace.CB
        assert [str(space[0]), str(space[1]), int(space[2])] == ["/Indexed", "/DeviceRGB", len(Ink) - 1]
        table = bytes(space[3])
    return [tuple(table[at : at + 3]) for at in range(0, len(table), 3)]


def test_the_palette_is_the_brands():
    assert palette(make(edition(text("Iron.")))) == list(editions.PALETTE.colours)


def test_a_grey_document_has_no_colour():
    data = make(everything(mono=True))
    assert palette(data) == [grey(colour) for colour in editions.PALETTE.colours]
    assert all(len(set(colour)) == 1 for colour in palette(data))
    with opened(data) as pdf:
        assert_grey_pictures(pdf)


def assert_grey_pictures(pdf: pikepdf.Pdf) -> None:
    for picture in pdf.pages[0].Resources.XObject.values():
        if str(picture.Subtype) == "/Image":
            assert str(picture.ColorSpace) == "/DeviceGray"
            continue
        for operands in re.findall(rb"([\d. ]+) (?:rg|RG)\b", picture.read_bytes()):
            assert len(set(operands.split())) == 1


def test_pictures_on_plain_paper_are_grey():
    coloured = everything()
    data = make(replace(coloured, request=replace(coloured.request, plain=True)))
    with opened(data) as pdf:
        assert len(pdf.pages[0].Resources.XObject) > 0
        assert_grey_pictures(pdf)


def test_grey_is_what_the_contrast_check_looks_at():
    """`checks` promise 4.5:1 in grey by `colours.grey`; the page must be drawn in that very grey."""
    from handouts.source import colours

    assert [grey(colour) for colour in editions.PALETTE.colours] == [colours.grey(c) for c in editions.PALETTE.colours]


def test_only_the_palette_is_drawn_with():
    for stream in page_streams(make(everything())):
        assert not re.search(rb"\b(rg|RG|g|G|k|K|scn)\b\s", re.sub(rb"<[^>]*>", b"", stream))
        assert stream.count(b"/CB cs") == 2
        assert {int(ink) for ink in re.findall(rb"(\d+) sc\b", stream)} <= set(map(int, Ink))


# --- marks -------------------------------------------------------------------------------------------------------


@BOTH
def test_every_mark_is_there_once_and_everything_is_marked(language, data, arabic):
    for stream in page_streams(made_in(language, data, arabic)):
        ids = [int(at) for at in re.findall(rb"/MCID (\d+)", stream)]
        assert sorted(ids) == list(range(len(ids)))
        depth = 0
        for operator in re.findall(rb"\b(BDC|BMC|EMC|TJ|Do|f\*?|S|B)\b", re.sub(rb"<[^>]*>", b"", stream)):
            depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
            assert depth > 0 or operator == b"EMC"
        assert depth == 0


def test_pictures_are_embedded_once():
    made = edition(editions.figure(), editions.figure(), editions.figure(editions.PHOTO))
    with opened(make(made)) as pdf:
        assert len(pdf.pages[0].Resources.XObject) == 3  # a drawing, a photograph, the logo
        kinds = sorted(str(picture.Subtype) for picture in pdf.pages[0].Resources.XObject.values())
        assert kinds == ["/Form", "/Form", "/Image"]


def test_a_plate_is_made_without_writing():
    assert make_plate(edition(text("Iron."))).pages[0].stream.startswith(b"/CB cs\n")
