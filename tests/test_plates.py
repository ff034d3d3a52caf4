"""Kept plates: the same bytes as a document built alone, whatever was kept, and nothing personal in what is."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from handouts.build import Built, build
from handouts.diagnostics import has_errors
from handouts.edition import BuildRequest, Personal
from handouts.library import Library
from handouts.looks import Palette
from handouts.plates import Plates
from handouts.press.reading import structure_text
from handouts.press.verify import verify
from handouts.resolving.identity import Fragments, canonical, edition_form
from handouts.source.loading import open_library
from handouts.source.store import Store
from handouts.typeset.platefile import plate_bytes, plate_from
from tests.cli.clinic import make_clinic
from tests.starters import ROOT, TODAY, starter

BRAND = """\
name: {name}
region: US
font: {font}
colours: {{brand: "{colour}", accent: "#B4490F"}}
contact: {{phone: {phone}, email: help@example.org, website: https://example.org{address}}}
numbers: {{emergency: "911"}}
qr_url: "https://example.org/{{handout}}/{{edition}}"
{more}"""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="#0B5C7A"/></svg>'
NAMES = (
    "Sam Sample", "José Núñez", "Zoë Łukaszewicz-Håkansson", "Анна Иванова", "Νίκος Παπαδόπουλος", "سامي الحسن",
    "שרה לוי", "शमी देवी", "สมชาย ใจดี", "নাজমা", "அருண்", "Աննա", "ანა", "Nguyễn Thị Hồng Nhung", "ຄຳ", "한글 이름",
    "", " ", "A", "Marie-Thérèse of the Very Long Name " * 4, "ffi fl", "O'Neil (Bob) & Co. <x>",
    "{clinic.phone}", "\u2068x",
)  # fmt: skip
COLOURS = ("#0B5C7A", "#7A0B5C", "#2B5C0A", "#303030")
KEPT = ("plate", "plate-questions", "overlays")


def brand(**given: str) -> str:
    usual = {"name": "Test Clinic", "font": "noto-sans", "colour": COLOURS[0], "phone": "202-555-0100"}
    return BRAND.format(**{**usual, "more": "", "address": "", **given})


LETTER = """\
title: A letter
blocks:
  - text: Dear {patient.name}, this is what {clinician.name} said. Call {clinic.phone} at any time, or write.
  - table:
      columns: [What, Whom]
      rows: [["{patient.name}", "{clinician.name}"], [Iron, Walk]]
  - checklist: [Blood tests, A daily walk]
    name: plan
  - write_in: {label: Notes, lines: 3, name: notes}
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A clinic with brands that differ in words, in looks, and in what there is of them."""
    return clinic(tmp_path_factory.mktemp("clinic"))


def clinic(folder: Path, **more: str) -> Library:
    files = {
        "templates/brands/test.yaml": brand(),
        "templates/brands/other.yaml": brand(name="Klinik Ötztal & Söhne", colour=COLOURS[1], phone="+1 202-555-0177"),
        "templates/brands/long.yaml": brand(name="The Clinic of Saint Bartholomew by the River", colour=COLOURS[2]),
        "templates/brands/logo.yaml": brand(more="logo: {file: logo.svg, alt: Logo of the clinic}\n"),
        "templates/brands/logo.svg": LOGO,
        "templates/brands/font.yaml": brand(font="atkinson-hyperlegible"),
        "templates/brands/plain.yaml": brand(more="banner: rule\n", address=", address: [100 Sample Street, Anytown]"),
        "content/sections/letter/en.yaml": LETTER,
        "content/handouts/rls.yaml": "title: {en: Restless legs}\nsections: [iron, letter, references]\n",
        "content/handouts/two.yaml": "title: {en: Two}\nsections: [iron]\n",
        **more,
    }
    made, findings = open_library(make_clinic(folder, files))
    assert made is not None
    assert not has_errors(findings), findings
    return made


BRANDS = ("test", "other", "long", "logo", "font", "plain")


def request(brand: str = "test", **more: object) -> BuildRequest:
    return replace(BuildRequest("rls", ("en",), brand, "sheet", "standard-12", "letter"), **more)


def made(
    library: Library, asked: BuildRequest, personal: Personal | None = None, plates: Plates | None = None
) -> Built:
    return build(library, asked, date=TODAY, personal=personal, plates=plates)


def same(one: Built, other: Built) -> None:
    """Equal in bytes, or in what is wrong."""
    assert one.findings == other.findings
    assert (one.pdf is None) == (other.pdf is None)
    if one.pdf is not None and other.pdf is not None:
        assert hashlib.sha256(one.pdf.data).hexdigest() == one.pdf.sha256
        assert one.pdf == other.pdf
        assert one.record == other.record


def a_patient(dice: random.Random) -> Personal:
    """Some values, long, empty or none, in some script; some ticks."""
    names = ("patient.name", "clinician.name", "notes", "visit.date")
    values = {name: dice.choice(NAMES) for name in names if dice.random() < 0.6}
    return Personal(values, frozenset(("plan", number) for number in (1, 2) if dice.random() < 0.4))


# --- the same bytes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_stamped_from_a_kept_plate_and_built_alone_are_equal(library, tmp_path, seed):
    """Random brands, requests and values; from memory, and by another process's plates from the store."""
    dice = random.Random(seed)
    store = Store.at(tmp_path / "store")
    warm = Plates(store)
    for turn in range(9):
        looks = {key: dice.random() < 0.25 for key in ("mono", "draft", "plain")}
        asked = request(dice.choice(BRANDS), banner=dice.random() < 0.8, **looks)
        who = a_patient(dice)
        alone = made(library, asked, who)
        same(made(library, asked, who, warm), alone)
        same(made(library, asked, who, warm), alone)
        same(made(library, asked, who, Plates(store)), alone)
        if not turn and alone.pdf is not None:
            assert verify(alone.pdf.data, "x.pdf").conformant


def test_the_order_of_building_changes_no_byte(library, tmp_path):
    jobs = [(name, Personal({"patient.name": who})) for name in BRANDS[:3] for who in NAMES[:4]]
    digests = []
    for turn in range(2):
        plates = Plates(Store.at(tmp_path / str(turn)))
        order = jobs if turn else list(reversed(jobs))
        found = {
            job[0] + job[1].values["patient.name"]: made(library, request(job[0]), job[1], plates) for job in order
        }
        digests.append({name: built.pdf.sha256 for name, built in found.items() if built.pdf is not None})
    assert digests[0] == digests[1]
    assert len(set(digests[0].values())) == len(jobs)


STARTERS = (
    {"languages": ("ar",), "draft": True},
    {"languages": ("en", "ar"), "layout": "facing", "draft": True},
    {"layout": "one-page"},
    {"handout": "magnesium-and-rls+rls-overview"},
    {"layout": "booklet", "banner": False},
)


@pytest.mark.slow
@pytest.mark.parametrize("asked", STARTERS, ids=str)
def test_kept_plates_of_the_starter(asked, tmp_path):
    """Right to left, two languages, packets, few pages, without banner."""
    usual = BuildRequest("magnesium-and-rls", ("en",), "example-clinic", "sheet", "standard-12", "letter")
    one = replace(usual, **asked)
    store = Store.at(tmp_path)
    made(starter(), one, Personal({"patient.name": "Sam"}), Plates(store))
    personal = Personal({"patient.name": "सामी سامي Алла"})
    alone = made(starter(), one, personal)
    assert alone.pdf is not None, alone.findings
    same(made(starter(), one, personal, Plates(store)), alone)
    assert verify(alone.pdf.data, "x.pdf").conformant


# --- what makes another plate ----------------------------------------------------------------------------------------


def plates_for(library: Library, *jobs: tuple[BuildRequest, Personal]) -> int:
    """How many plates these documents take."""
    plates = Plates()
    for asked, who in jobs:
        assert made(library, asked, who, plates).pdf is not None
    return sum(len(shapes) for shapes in plates._plates.values())


NOBODY = Personal()
SAM = Personal({"patient.name": "Sam Sample"})


def test_another_brands_words_and_colours_take_the_same_plate(library):
    assert plates_for(library, (request(), NOBODY), (request("other"), NOBODY)) == 1


def test_other_names_and_ticks_take_the_same_plate(library):
    people = [Personal({"patient.name": name}, frozenset({("plan", 1)})) for name in ("Sam", "Alex", "Анна", "สมชาย")]
    assert plates_for(library, *((request(), who) for who in people)) == 1


@pytest.mark.parametrize("other", ["font", "logo", "plain"])
def test_a_brand_of_another_kind_takes_another_plate(library, other):
    assert plates_for(library, (request(), NOBODY), (request(other), NOBODY)) == 2


@pytest.mark.parametrize("more", [{"mono": True}, {"plain": True}, {"banner": False}, {"draft": True}, {"paper": "a4"}])
def test_another_request_takes_another_plate(library, more):
    jobs = [(request(), NOBODY), (request(**more), NOBODY)]
    signed = more == {"draft": True}  # nothing is signed here, so a draft looks no different but is another request
    assert plates_for(library, *jobs) == 2, signed


def test_a_longer_value_takes_another_plate_and_the_first_is_found_again(library):
    long = Personal({"patient.name": "Marie-Thérèse of the Very Long Name " * 4})
    assert plates_for(library, (request(), SAM), (request(), long), (request(), SAM), (request(), long)) == 2


def test_a_changed_section_takes_another_plate(tmp_path):
    before = clinic(tmp_path / "a")
    after = clinic(tmp_path / "b", **{"content/sections/iron/en.yaml": "title: Iron\nblocks:\n  - text: Iron hurts.\n"})
    store = Store.at(tmp_path / "store")
    for library in (before, after):
        plates = Plates(store)
        same(made(library, request(), SAM, plates), made(library, request(), SAM))
    assert len(list((tmp_path / "store" / "plate").iterdir())) == 2


def test_a_colour_alone_changes_the_palette_alone(library):
    test = library.brands["test"]
    colours = tuple((255 - r, g, b) for r, g, b in test.palette.colours)
    other = replace(library, brands={**library.brands, "test": replace(test, palette=Palette(colours))})
    plates = Plates()
    one, two = (made(each, request(), SAM, plates) for each in (library, other))
    assert sum(len(shapes) for shapes in plates._plates.values()) == 1
    assert one.pdf is not None and two.pdf is not None and one.pdf.data != two.pdf.data
    assert one.edition is not None and two.edition is not None
    texts = [word.replace(two.edition.id, one.edition.id) for word in structure_text(two.pdf.data)]
    assert texts == structure_text(one.pdf.data)


def test_other_code_meets_no_old_plate(library, tmp_path, monkeypatch):
    store = Store.at(tmp_path)
    made(library, request(), SAM, Plates(store))
    monkeypatch.setattr("handouts.product.fingerprint", lambda: "other")
    made(library, request(), SAM, Plates(store))
    assert len(list((tmp_path / "plate").iterdir())) == 2


# --- the store -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KEPT)
@pytest.mark.parametrize("damage", [b"", b"x", None])
def test_damaged_things_are_made_again(library, tmp_path, kind, damage):
    store = Store.at(tmp_path)
    expected = made(library, request(), NOBODY, Plates(store))
    (path,) = (tmp_path / kind).iterdir()
    data = path.read_bytes()
    if damage is None:  # a digest that holds, of data that are none of ours
        store.put(kind, path.name, b"\x00\x01nothing of ours")
    else:
        path.write_bytes(damage or data[: len(data) // 2])
    same(made(library, request(), NOBODY, Plates(store)), expected)
    same(made(library, request(), SAM, Plates(store)), made(library, request(), SAM))


def test_a_plate_is_the_same_after_it_was_kept(library):
    plates = Plates()
    made(library, request("logo"), SAM, plates)
    (shapes,) = plates._plates.values()
    (plate,) = shapes.values()
    assert plate_from(plate_bytes(plate)) == plate
    assert plate_from(b"") is None
    assert plate_from(plate_bytes(plate)[:-9]) is None


def test_without_room_for_plates_every_document_is_laid_out_and_the_same(library):
    plates = Plates(limit=0)
    for who in (SAM, NOBODY, SAM):
        same(made(library, request(), who, plates), made(library, request(), who))
        assert not plates._plates


def test_memory_is_bounded(library):
    plates = Plates(limit=1)
    for name in ("test", "font", "logo", "plain"):
        same(made(library, request(name), SAM, plates), made(library, request(name), SAM))
    assert len(plates._plates) == 1


# --- nothing personal ------------------------------------------------------------------------------------------------

SECRETS = ("Quixotry", "Kwikzebra", "Жукхвост", "Jumbovex")


def stored_texts(folder: Path) -> Iterator[bytes]:
    """Every byte that is kept, as it is and unpacked."""
    for path in folder.glob("*/*"):
        data = path.read_bytes()
        yield path.name.encode()
        yield data
        for at in range(len(data)):
            if data[at] == 0x78 and data[at + 1 : at + 2] in (b"\x01", b"\x5e", b"\x9c", b"\xda"):
                unpacked = zlib.decompressobj()
                try:
                    yield unpacked.decompress(data[at:])
                except zlib.error:
                    continue


def test_nothing_kept_holds_a_personal_value(library, tmp_path):
    plates = Plates(Store.at(tmp_path))
    values = dict(zip(("patient.name", "clinician.name", "notes", "visit.date"), SECRETS, strict=True))
    for asked in (request(), request("other")):
        built = made(library, asked, Personal(values, frozenset({("plan", 2)})), plates)
        assert built.pdf is not None
        assert any("Quixotry" in words for words in structure_text(built.pdf.data))
    forms = set()
    for secret in SECRETS:
        forms |= {secret.encode(encoding) for encoding in ("utf-8", "utf-16-be", "utf-16-le")}
        forms |= {secret.encode("utf-16-be").hex().encode(), secret.encode("utf-16-be").hex().upper().encode()}
    kept = list(stored_texts(tmp_path))
    assert len(kept) > 12
    assert any(b"/StructTreeRoot" in text or b"/Catalog" in text for text in kept)
    for text in kept:
        assert not any(form in text for form in forms)
    for thing in (*plates.shelf.things, *plates.shelf.things.values()):
        assert not any(secret in repr(thing) for secret in SECRETS)


def test_what_is_wrong_with_a_value_is_told_without_it_from_a_kept_plate_too(library):
    plates = Plates()
    made(library, request(), SAM, plates)
    who = Personal({"patient.name": "Sam\U0001f9ea Sample"})
    found = made(library, request(), who, plates)
    same(found, made(library, request(), who))
    assert found.pdf is None and not any("Sam" in finding.message for finding in found.findings)


# --- resolving -------------------------------------------------------------------------------------------------------


def test_ids_are_made_of_the_canonical_form(library):
    """Fragments are another way to the same form, so that ids of old editions hold."""
    fragments = Fragments()
    for name in BRANDS:
        edition = made(library, request(name)).edition
        assert edition is not None
        assert edition_form(edition, fragments).encode() == canonical(edition)


def test_another_library_is_resolved_anew(library, tmp_path):
    plates = Plates()
    made(library, request(), NOBODY, plates)
    other = clinic(tmp_path, **{"content/handouts/rls.yaml": "title: {en: Legs}\nsections: [iron]\n"})
    same(made(other, request(), NOBODY, plates), made(other, request(), NOBODY))
    same(made(library, request(), NOBODY, plates), made(library, request(), NOBODY))


ELSEWHERE = """
import sys
from pathlib import Path
from handouts.build import build
from handouts.edition import BuildRequest, Personal
from handouts.plates import Plates
from handouts.source.loading import open_library
from handouts.source.store import Store
from tests.starters import TODAY
library, _ = open_library(Path(sys.argv[1]))
asked = BuildRequest("rls", ("en",), "long", "sheet", "standard-12", "letter")
for who in (Personal(), Personal({"patient.name": "Sam Sample"})):
    print(build(library, asked, date=TODAY, personal=who, plates=Plates(Store.at(Path(sys.argv[2])))).pdf.sha256)
print([name for name in ("reportlab", "segno") if name in sys.modules])
"""


def test_another_process_stamps_the_same_from_what_was_kept(tmp_path):
    """And without the library that writes what is in the plate already."""
    library = clinic(tmp_path / "clinic")
    store = Store.at(tmp_path / "store")
    mine = [made(library, request("long"), who, Plates(store)).pdf.sha256 for who in (NOBODY, SAM)]
    command = [sys.executable, "-c", ELSEWHERE, str(tmp_path / "clinic"), str(tmp_path / "store")]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=300)
    *theirs, loaded = ran.stdout.split("\n")[:-1]
    assert theirs == mine
    assert "reportlab" not in loaded
