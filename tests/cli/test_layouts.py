"""Layouts, profiles, two languages and packets from a shell: what is written, what is said, and the exit code."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

from handouts.press.reading import structure_text
from tests.cli.clinic import BRAND, FILES, IRON, PLAN, RLS, files_below, make_clinic
from tests.starters import ROOT
from tests.workspaces import BRAND as BRAND_TEXT

LAYOUTS = {
    f"templates/{kind}/{path.name}": path.read_text(encoding="utf-8")
    for kind in ("layouts", "profiles")
    for path in (ROOT / "templates" / kind).glob("*.yaml")
}
ES = "translation: {of: en, source: sha256:" + 64 * "0" + ", by: person}\n"
SPANISH = {
    RLS: "title: {en: Restless legs, es: Piernas inquietas}\nsections: [iron, plan, references]\n",
    "content/sections/iron/es.yaml": "title: Hierro\nkey_points: [Primero un análisis.]\nblocks:\n"
    "  - text: El hierro ayuda a algunas personas. [@allen2018]\n  - text: Pregunte a {clinician.name}.\n" + ES,
    "content/sections/plan/es.yaml": "title: Su plan\nblocks:\n  - checklist: [Análisis, Un paseo]\n    name: plan\n"
    "  - write_in: {label: Notas, lines: 3, name: notes}\n" + ES,
    "templates/wording/es.yaml": (ROOT / "templates/wording/es.yaml").read_text(encoding="utf-8"),
}
SECOND = {"content/handouts/sleep.yaml": "title: {en: Better sleep}\nsections: [plan, iron, references]\n"}


def words(count: int) -> str:
    """So many words of all lengths: preflight takes lines of equal words, which end evenly, for justified ones."""
    lengths = random.Random(count)
    return " ".join("abcdefghijkl"[: lengths.randint(1, 12)] for _ in range(count))


LONG = "title: A handout\nblocks:\n" + "".join(f"  - text: Paragraph {n} {words(60)}\n" for n in range(30))


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return make_clinic(tmp_path / "clinic", {**LAYOUTS, **SPANISH, **SECOND})


# --- what is written ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["--layout", "two-column"], "rls_en_test_two-column_letter.pdf"),
        (["--layout", "leaflet", "--profile", "clear-14", "--paper", "a4"], "rls_en_test_leaflet_a4_clear-14.pdf"),
        (["--layout", "quick-card", "--paper", "a4"], "rls_en_test_quick-card_a4.pdf"),
        (["--layout", "tri-fold"], "rls_en_test_tri-fold_letter.pdf"),
        (["--profile", "acb-18"], "rls_en_test_sheet_letter_acb-18.pdf"),
        (["--plain", "--no-banner"], "rls_en_test_sheet_letter_plain_no-banner.pdf"),
        (["--lang", "en+es", "--draft"], "rls_en.es_test_facing_letter_draft.pdf"),
        (["--lang", "es+en", "--layout", "stacked", "--draft"], "rls_es.en_test_stacked_letter_draft.pdf"),
    ],
)
def test_a_document_is_written_under_a_name_that_says_what_it_is(run, clinic, arguments, name):
    ran = run("-C", clinic, "build", "rls", *arguments)
    assert (ran.code, ran.out.splitlines()[:1]) == (0, [f"{clinic / 'output' / name}"]), ran.err
    assert "1 handout built. PDF/UA-1 and PDF/A-2a passed.\n" in ran.err
    assert (clinic / "output" / name).read_bytes().startswith(b"%PDF-")


def test_a_packet_is_one_file(run, clinic):
    ran = run("-C", clinic, "build", "rls+sleep")
    path = clinic / "output" / "rls.sleep_en_test_sheet_letter.pdf"
    assert (ran.code, ran.out) == (0, f"{path}\n"), ran.err
    spoken = structure_text(path.read_bytes())
    assert spoken[spoken.index("Your handouts") :][:2] != []
    assert [text for text in spoken if text in ("Restless legs", "Better sleep")] == ["Restless legs", "Better sleep"]


def test_the_report_says_what_was_made(run, clinic):
    ran = run("-C", clinic, "build", "rls", "--lang", "en+es", "--draft", "--plain", "--format", "json")
    (product,) = json.loads(ran.out)["products"]
    expected = {"language": "en+es", "layout": "facing", "profile": "standard-12", "draft": True, "conformant": True}
    assert {key: product[key] for key in expected} == expected
    packet = run("-C", clinic, "build", "rls+sleep", "--format", "json")
    (product,) = json.loads(packet.out)["products"]
    assert (product["handout"], product["title"]) == ("rls+sleep", "Your handouts")


def test_a_patients_values_in_a_packet_and_in_two_languages(run, clinic):
    """The names come from all handouts; the file is told apart from the one for everybody."""
    given = ["--set", "patient.name=Sam Sample", "--set", "plan.2=yes", "--set", "notes=Walk daily"]
    for arguments, stem in (
        (["rls+sleep"], "rls.sleep_en_test_sheet_letter"),
        (["rls", "--lang", "en+es", "--draft"], "rls_en.es_test_facing_letter_draft"),
        (["rls", "--lang", "en+es", "--draft", "--layout", "stacked"], "rls_en.es_test_stacked_letter_draft"),
        (["rls", "--layout", "one-page"], "rls_en_test_one-page_letter"),
    ):
        ran = run("-C", clinic, "build", *arguments, *given)
        assert ran.code == 0, ran.err
        spoken = structure_text((clinic / "output" / f"{stem}_personal.pdf").read_bytes())
        assert sum("Sam Sample" in text for text in spoken) >= 1
        assert spoken.count("Walk daily") == (1 if stem.endswith("one-page_letter") else 2)
        assert "Sam" not in ran.out + ran.err


def test_letterhead_leaves_room_but_no_notice_out(run, clinic):
    assert run("-C", clinic, "build", "rls", "--no-banner").code == 0
    spoken = structure_text((clinic / "output" / "rls_en_test_sheet_letter_no-banner.pdf").read_bytes())
    assert spoken[:2] == ["Draft. No clinician has reviewed this text yet.", "Restless legs"]


def test_the_same_command_writes_the_same_bytes(run, clinic):
    for arguments in (
        ["rls+sleep"],
        ["rls", "--lang", "en+es", "--draft"],
        ["rls", "--layout", "two-column", "--plain"],
    ):
        first = run("-C", clinic, "build", *arguments, "--out", clinic / "one")
        second = run("-C", clinic, "build", *arguments, "--out", clinic / "two")
        assert (first.code, second.code) == (0, 0)
    assert files_below(clinic / "one") == files_below(clinic / "two") != {}


# --- what cannot be ------------------------------------------------------------------------------------------------

# Arguments; place; part of the message; part of the hint.
REFUSED: list[tuple[list[str], str, str, str]] = [
    (["rls", "--layout", "two-column", "--profile", "acb-18"], "templates/layouts/two-column.yaml:2:1",
     "cannot be set in the profile 'acb-18'", "Use the profile 'clear-14' with this layout or the layout 'sheet'"),
    (["rls", "--lang", "en+es", "--layout", "facing", "--profile", "acb-18", "--draft"],
     "templates/layouts/facing.yaml:2:1", "cannot be set in the profile 'acb-18'", "or the layout 'stacked'"),
    (["rls", "--layout", "facing"], "templates/layouts/facing.yaml:2:1", "sets two languages", "--lang en+es"),
    (["rls", "--lang", "en+es", "--layout", "sheet", "--draft"], "templates/layouts/sheet.yaml:", "one language",
     "'facing' or 'stacked'"),
    (["rls", "--lang", "en+en", "--layout", "facing"], "templates/layouts/facing.yaml:2:1", "two different languages",
     "--lang en+es"),
    (["rls+rls"], f"{RLS}:1:1", "names the handout 'rls' twice", "Name it once"),
    (["rls+sleep", "--layout", "two-column"], "templates/layouts/two-column.yaml:2:1", "A packet", "layout 'sheet'"),
    (["rls+sleep", "--lang", "en+es", "--draft"], "templates/layouts/facing.yaml:2:1", "A packet", "one language"),
    (["rls+"], "error", "A handout is missing in 'rls+'", "Write two names"),
    (["+rls"], "error", "A handout is missing in '+rls'", "Write two names"),
    (["rls++sleep"], "error", "A handout is missing in 'rls++sleep'", "Write two names"),
    (["rls+slep"], "error", "There is no handout 'slep'", "Did you mean 'sleep'?"),
    (["rls", "--lang", "en+"], "error", "A language is missing in 'en+'", "en+es"),
    (["rls", "--lang", "+"], "error", "A language is missing in '+'", "en+es"),
    (["rls", "--lang", "en+xx"], "error", "written in the language 'xx'", "es"),
    (["rls", "--layout", "two-colum"], "error", "no layout 'two-colum'", "Did you mean 'two-column'?"),
    (["rls", "--profile", "acb"], "error", "no profile 'acb'", "acb-18"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "place", "message", "hint"), REFUSED, ids=[" ".join(r[0]) for r in REFUSED])
def test_what_cannot_be_is_refused_with_a_way_out(run, clinic, arguments, place, message, hint):
    before = files_below(clinic)
    ran = run("-C", clinic, "build", *arguments)
    assert (ran.code, ran.out) == (1, ""), ran.err
    pairs = re.findall(r"^((?:\S+: )?error: .*)\n    (.*)$", ran.err, re.MULTILINE)
    assert any(head.startswith(place) and message in head and hint in way for head, way in pairs), ran.err
    assert ran.err.endswith("Nothing was written.\n") and "Traceback" not in ran.err
    assert files_below(clinic) == before


TOO_LONG = {
    **LAYOUTS, IRON: LONG.replace("A handout", "Iron"),
    RLS: "title: {en: Restless legs}\nsections: [iron, plan, references]\noptional: [plan]\n",
}  # fmt: skip


@pytest.mark.parametrize(("layout", "more"), [("one-page", "one-sheet"), ("one-sheet", "sheet"), ("tri-fold", "sheet")])
def test_too_long_for_its_layout(run, tmp_path, layout, more):
    workspace = make_clinic(tmp_path, {**TOO_LONG, IRON: TOO_LONG[IRON] * 1 + "".join(
        f"  - text: More {n} {words(60)}\n" for n in range(30))})  # fmt: skip
    ran = run("-C", workspace, "build", "--layout", layout)
    assert ran.code == 1
    assert f"{RLS}:1:1: error: The layout '{layout}' has" in ran.err and "(does-not-fit)" in ran.err
    assert f"or use the layout '{more}'" in ran.err
    assert not (workspace / "output").exists()


def test_what_is_left_out_is_a_note_and_no_error(run, tmp_path):
    short = LONG.replace("A handout", "Iron").splitlines(keepends=True)[:7]
    workspace = make_clinic(tmp_path, {**TOO_LONG, IRON: "".join(short)})
    ran = run("-C", workspace, "build", "--layout", "one-page")
    assert ran.code == 0, ran.err
    assert f"{RLS}:1:1: note: To fit on 1 page, these sections are left out: Your plan. (left-out)" in ran.err


# --- hostile content -----------------------------------------------------------------------------------------------

TABLE = "table: {columns: [%s], header_column: true, rows: [[%s]]}"
WIDE_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 90">\n<rect width="900" height="90"/></svg>'
NAME = "The Extraordinarily Long Named Family Health Centre of the Greater Metropolitan Area"
TITLE = "A very long title about restless legs and vitamins and minerals and magnesium " * 3


def added(block: str) -> str:
    return f"{FILES[IRON]}  - {block}\n"


POINTS = "".join(f"      - Point {n} with a few more words to fill the line and go on\n" for n in range(60))
HOSTILE: dict[str, dict[str, str]] = {
    "a figure wider than a column": {
        IRON: added("figure: {file: a.svg, alt: x}"), "content/figures/a.svg": WIDE_SVG},
    "a table of 60 columns": {
        IRON: added(TABLE % (", ".join(f"c{n}" for n in range(60)), ", ".join(f"v{n}" for n in range(60))))},
    "a cell of 3000 letters": {IRON: added(TABLE % ("a, b", "x, " + words(400)))},
    "a long title": {RLS: f"title: {{en: {TITLE}}}\nsections: [iron, plan, references]\n"},
    "a clinic of 80 letters": {BRAND: BRAND_TEXT.replace("Test Clinic", NAME)},
    "a rule and no contact": {BRAND: re.sub("contact:.*\n", "", BRAND_TEXT) + "banner: rule\n"},
    "an emergency longer than a page": {
        IRON: added("callout: emergency\n    title: Now\n    list:\n" + POINTS.rstrip("\n"))},
    "a long boxed section": {IRON: "box: emergency\nsafety: true\n" + FILES[IRON].replace("Iron helps", words(400))},
    "a key point of 400 words": {IRON: FILES[IRON].replace("Have a blood test", words(400))},
    "sixty sections": {
        **{f"content/sections/s{n}/en.yaml": f"title: Section {n}\nblocks: [{{text: Words}}]\n" for n in range(60)},
        RLS: f"title: {{en: R}}\nsections: [iron, plan, {', '.join(f's{n}' for n in range(60))}, references]\n"},
}  # fmt: skip
UNLIMITED = ("sheet", "two-column", "leaflet", "quick-card")
LIMITED = ("one-page", "tri-fold")


PLACES = [(kind, layout) for kind in HOSTILE for layout in (*UNLIMITED, *LIMITED)]
QUICK = PLACES[:: len(UNLIMITED) + len(LIMITED) + 1]  # every kind but one, in every layout


@pytest.mark.parametrize(("kind", "layout"), QUICK)
def test_hostile_content_is_a_good_document_or_a_finding(run, tmp_path, kind, layout):
    """With a limit of pages it may not fit; that is told, and nothing else is wrong."""
    workspace = make_clinic(tmp_path, {**LAYOUTS, **HOSTILE[kind]})
    ran = run("-C", workspace, "build", "--layout", layout)
    if ran.code == 1 and layout in LIMITED:
        assert "(does-not-fit)" in ran.err and ran.err.count("error:") == 1
    else:
        assert ran.code == 0, ran.err
        assert "PDF/UA-1 and PDF/A-2a passed.\n" in ran.err


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "layout"), [place for place in PLACES if place not in QUICK])
def test_hostile_content_in_every_layout(run, tmp_path, kind, layout):
    test_hostile_content_is_a_good_document_or_a_finding(run, tmp_path, kind, layout)


SHAPES = {
    "more items": "  - list: [Uno, Dos, Tres, Cuatro]\n  - text: Después.\n",
    "fewer blocks": "",
    "other kinds": "  - steps: [Uno, Dos]\n  - text: Después.\n",
    "a longer text": f"  - list: [Uno, Dos]\n  - text: {words(900)}\n",
}


@pytest.mark.parametrize("layout", ["facing", "stacked"])
@pytest.mark.parametrize("pair", ["en+es", "es+en"])
@pytest.mark.parametrize("kind", SHAPES)
def test_a_translation_of_another_shape_builds_as_a_draft(run, tmp_path, kind, pair, layout):
    files = {
        IRON: added("list: [One, Two]") + "  - text: Afterwards.\n",
        "content/sections/iron/es.yaml": SPANISH["content/sections/iron/es.yaml"].replace(ES, SHAPES[kind] + ES),
    }
    workspace = make_clinic(tmp_path, {**LAYOUTS, **SPANISH, **files})
    ran = run("-C", workspace, "build", "rls", "--lang", pair, "--layout", layout, "--draft")
    assert ran.code == 0, ran.err
    assert ("(translation-shape)" in ran.err) is (kind != "a longer text")
    assert "PDF/UA-1 and PDF/A-2a passed.\n" in ran.err


@pytest.mark.parametrize("layout", ["facing", "stacked"])
def test_a_section_missing_in_one_of_two_languages(run, tmp_path, layout):
    workspace = make_clinic(tmp_path, {**LAYOUTS, **SPANISH, "content/sections/plan/es.yaml": None})
    ran = run("-C", workspace, "build", "rls", "--lang", "en+es", "--layout", layout, "--draft")
    assert ran.code == 0, ran.err
    assert "The section 'plan' is missing in Spanish (es)." in ran.err


def test_a_section_that_only_one_language_has_text_for(run, tmp_path):
    only = SPANISH["content/sections/plan/es.yaml"].replace(
        "    name: plan\n", "    name: plan\n    when: {brand_region: FR}\n"
    )
    only = re.sub("  - write_in.*\n", "", only)
    workspace = make_clinic(tmp_path, {**LAYOUTS, **SPANISH, "content/sections/plan/es.yaml": only})
    ran = run("-C", workspace, "build", "rls", "--lang", "en+es", "--draft")
    assert ran.code == 1
    assert f"{PLAN}:1:1: error: The section 'plan' has nothing to say in Spanish" in ran.err


@pytest.mark.slow
def test_three_hundred_sources_under_two_languages(run, tmp_path):
    entries = "".join(f"r{n}: {{type: book, title: Study number {n}, status: current}}\n" for n in range(300))
    cited = '  - text: "' + " ".join(f"See [@r{n}]." for n in range(300)) + '"\n'
    files = {
        "content/references.yaml": "allen2018: {type: book, title: Iron, status: current}\n" + entries,
        IRON: FILES[IRON] + cited,
        "content/sections/iron/es.yaml": SPANISH["content/sections/iron/es.yaml"].replace(ES, cited + ES),
    }
    workspace = make_clinic(tmp_path, {**LAYOUTS, **SPANISH, **files})
    ran = run("-C", workspace, "build", "rls", "--lang", "en+es", "--draft")
    assert ran.code == 0, ran.err
    spoken = structure_text(next((workspace / "output").iterdir()).read_bytes())
    assert sum("Study number" in text for text in spoken) == 300


# Files that change the layout or profile, and what is said; nothing where it is a good document.
CUSTOM: list[tuple[str, str, str]] = [
    ("extends: two-column\ncolumns: 3\n", "", ""),
    ("extends: sheet\ncolumns: 2\ncolumn_gap: 20\n", "", ""),
    ("extends: tri-fold\nside: 90\ngap: 10\n", "", "(layout-size)"),
    ("extends: two-column\ncolumn_gap: 400\n", "", "(layout-size)"),
    ("extends: two-column\nshow: key\n", "", ""),
    ("extends: sheet\nprofiles: [x]\n", "extends: acb-18\nstyles: {body: {size: 24, leading: 36}}\n", ""),
    ("extends: two-column\nprofiles: [x]\n", "extends: acb-18\nstyles: {body: {size: 24, leading: 36}}\n", ""),
    ("extends: sheet\nprofiles: [x]\n", "extends: standard-12\nletter_spacing: 0.5\nword_spacing: 1\n", ""),
    ("extends: sheet\nprofiles: [x]\n", "extends: acb-18\nmargin: 250\n", "lines of only 112 pt"),
    ("extends: sheet\nprofiles: [x]\n", "extends: acb-18\nmeasure: 50\n", "lines of only 50 pt"),
    ("extends: tri-fold\nprofiles: [x]\n", "extends: acb-18\n", "lines of only 117 pt"),
    ("extends: sheet\nprofiles: [x]\n", "extends: acb-18\nstyles: {furniture: {size: 90, leading: 99}}\n",
     "leaves only"),
]  # fmt: skip


@pytest.mark.parametrize(("layout", "profile", "said"), CUSTOM)
def test_layouts_and_profiles_of_ones_own(run, tmp_path, layout, profile, said):
    files = {"templates/layouts/x.yaml": layout} | ({"templates/profiles/x.yaml": profile} if profile else {})
    workspace = make_clinic(tmp_path, {**LAYOUTS, **files})
    ran = run("-C", workspace, "build", "--layout", "x", *(["--profile", "x"] if profile else []))
    assert "Traceback" not in ran.err
    assert ran.code in ((1,) if said else (0, 3)), ran.err  # 3: margins that no printer has are told by preflight
    assert said in ran.err


def test_margins_of_nothing_are_found_on_the_finished_pages(run, tmp_path):
    files = {"templates/layouts/x.yaml": "extends: sheet\nmargins: {top: 0, bottom: 0, binding: 0, outer: 0}\n"}
    ran = run("-C", make_clinic(tmp_path, {**LAYOUTS, **files}), "build", "--layout", "x")
    assert ran.code == 3
    assert "(preflight-" in ran.err and "Traceback" not in ran.err


@pytest.mark.parametrize("layout", ["two-column", "leaflet", "tri-fold"])
def test_a_value_too_long_for_a_page_is_told_without_saying_it(run, tmp_path, layout):
    ran = run("-C", make_clinic(tmp_path, LAYOUTS), "build", "--layout", layout, "--set", "notes=" + "Kwik " * 399)
    assert ran.code == 1
    assert "A value for one patient or of the brand is" in ran.err and "(too-tall)" in ran.err
    assert "Kwik" not in ran.err
