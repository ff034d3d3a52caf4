"""Values of one patient reach the page and nothing else: no name, stream, report, log or part of the file around it."""

from __future__ import annotations

import json
import os
import tempfile
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

import handouts.build
from handouts.press.reading import page_texts, structure_text
from tests.cli.clinic import IRON, PERSONAL, PLAN, PRODUCT, files_below, make_clinic

NAME = "Zebediah Quux-Testname"
NOTE = "Quuxnote: take the Zebnote tablets at noon"
MARKS = ("Zebediah", "Quux", "Testname", "Quuxnote", "Zebnote")
# A clinic that uses the values wherever its text may: in headings, cells, links, lists and boxes.
EVERYWHERE = {
    PLAN: """\
title: Your plan
key_points: ["{patient.name}: have a blood test."]
blocks:
  - heading: For {patient.name} only
  - text: "**{patient.name}**, see [our page](https://example.org) and ask {clinician.name}."
  - list: ["{patient.name} walks daily", "{visit.date}"]
  - callout: warning
    title: Take care, {patient.name}
    text: "{patient.name} takes no iron."
  - table: {caption: "Table of {patient.name}", columns: ["{patient.name}", B], rows: [["{patient.name}", b]]}
  - faq: [{q: "Why me, {patient.name}?", a: "Because, {patient.name}."}]
  - checklist: [Blood tests, A daily walk]
    name: plan
  - write_in: {label: "Notes for {patient.name}", lines: 3, name: notes}
"""
}
VALUES = ("--set", f"patient.name={NAME}", "--set", f"notes={NOTE}", "--set", f"clinician.name=Dr {NAME}")


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return make_clinic(tmp_path / "clinic")


@pytest.fixture
def values(tmp_path: Path) -> Path:
    path = tmp_path / "values.yaml"
    path.write_text(f"patient: {{name: {NAME}}}\nnotes: '{NOTE}'\nplan: [2]\n", encoding="utf-8")
    return path


def told(text: str) -> list[str]:
    """The marks that a text gives away."""
    return [mark for mark in MARKS if mark.lower() in text.lower()]


def everything_but_the_page(data: bytes) -> bytes:
    """All objects of a PDF, decompressed, without page content and glyph-to-text tables."""
    parts: list[bytes] = []
    with pikepdf.open(BytesIO(data)) as pdf:
        drawn = set()
        for page in pdf.pages:
            contents = page.obj.Contents
            drawn |= {part.objgen for part in (contents if isinstance(contents, pikepdf.Array) else [contents])}
        drawn |= {
            found.ToUnicode.objgen
            for found in pdf.objects
            if isinstance(found, pikepdf.Dictionary) and "/ToUnicode" in found
        }
        for found in pdf.objects:
            if isinstance(found, pikepdf.Stream):
                parts.append(found.read_raw_bytes())
                if found.objgen not in drawn:
                    parts.append(found.read_bytes())
                    parts.append(repr(dict(found.items())).encode())
            else:
                parts += texts_in(found)
        parts += texts_in(pdf.trailer)
    return b"\n".join(parts)


def texts_in(value: object, depth: int = 0) -> list[bytes]:
    """Every string and name directly in an object."""
    if isinstance(value, pikepdf.String):
        return [str(value).encode(), bytes(value)]
    if isinstance(value, pikepdf.Array) and depth < 20:
        return [text for item in value for text in ([] if indirect(item) else texts_in(item, depth + 1))]
    if isinstance(value, pikepdf.Dictionary) and depth < 20:
        return [
            text
            for key, item in value.items()
            for text in (key.encode(), *([] if indirect(item) else texts_in(item, depth + 1)))
        ]
    return [str(value).encode()]


def indirect(value: object) -> bool:
    return isinstance(value, pikepdf.Object) and bool(value.is_indirect)


def leaks(data: bytes) -> list[str]:
    """Marks found outside the pages, in any of the encodings a PDF uses."""
    around = everything_but_the_page(data)
    spellings = {mark: (mark.encode(), mark.encode("utf-16-be"), mark.encode().hex().encode()) for mark in MARKS}
    return [mark for mark, forms in spellings.items() if any(form.lower() in around.lower() for form in forms)]


def test_the_search_for_leaks_finds_what_is_there(run, clinic):
    """The test of the tests: a title with the mark is found in metadata, outline and tags."""
    (clinic / "content/handouts/rls.yaml").write_text(f"title: {{en: {NAME}}}\nsections: [iron, references]\n")
    path = Path(run("-C", clinic, "build").out.strip())
    assert leaks(path.read_bytes()) == ["Zebediah", "Quux", "Testname"]


@pytest.mark.parametrize("files", [{}, EVERYWHERE], ids=["plain", "everywhere"])
def test_values_are_on_the_page_and_nowhere_else(run, tmp_path, files):
    workspace = make_clinic(tmp_path / "clinic", files)
    ran = run("-C", workspace, "build", *VALUES)
    assert (ran.code, told(ran.out + ran.err)) == (0, []), ran.err
    data = (workspace / "output" / PERSONAL).read_bytes()
    pages = " ".join(" ".join(page_texts(data)).split())
    assert NAME in pages and "Zebnote tablets" in pages
    assert any(NAME in text for text in structure_text(data))
    assert leaks(data) == []


def test_a_file_of_values(run, clinic, values):
    ran = run("-C", clinic, "build", "--set-file", values, "--format", "json")
    assert (ran.code, told(ran.out + ran.err)) == (0, [])
    (product,) = json.loads(ran.out)["products"]
    data = Path(product["path"]).read_bytes()
    text = structure_text(data)
    assert any(NAME in line for line in text) and any("Zebnote" in line for line in text)
    assert ticks(data) == ["[not ticked]", "[ticked]"]
    assert leaks(data) == []


def ticks(data: bytes) -> list[str]:
    """What a reader hears of the boxes to tick, in order."""
    with pikepdf.open(BytesIO(data)) as pdf:
        spoken = [
            str(operand["/ActualText"])
            for page in pdf.pages
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC"
            for operand in operands
            if isinstance(operand, pikepdf.Dictionary) and "/ActualText" in operand
        ]
    return [words for words in spoken if "ticked" in words]


def test_the_command_line_corrects_the_file(run, clinic, values):
    assert run("-C", clinic, "build", "--set-file", values, "--set", "notes=Nothing", "--set", "plan.1=yes").code == 0
    data = (clinic / "output" / PERSONAL).read_bytes()
    assert "Nothing" in structure_text(data)
    assert ticks(data) == ["[ticked]", "[ticked]"]


def test_the_copy_stands_beside_the_sheet_for_everybody(run, clinic):
    run("-C", clinic, "build")
    generic = (clinic / "output" / PRODUCT).read_bytes()
    assert run("-C", clinic, "build", *VALUES).code == 0
    assert sorted(files_below(clinic / "output")) == sorted([PRODUCT, PERSONAL, "ledger.jsonl"])
    assert (clinic / "output" / PRODUCT).read_bytes() == generic
    assert generic != (clinic / "output" / PERSONAL).read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="permissions")
def test_only_the_owner_may_read_the_copy(run, clinic):
    old = os.umask(0o022)
    try:
        run("-C", clinic, "build")
        run("-C", clinic, "build", *VALUES)
        (clinic / "output" / PERSONAL).chmod(0o644)
        run("-C", clinic, "build", *VALUES)  # a copy that was opened to others is closed again
    finally:
        os.umask(old)
    assert (clinic / "output" / PERSONAL).stat().st_mode & 0o777 == 0o600
    assert (clinic / "output" / PRODUCT).stat().st_mode & 0o777 == 0o644


def test_nothing_else_of_it_is_left_on_the_disk(run, clinic, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    before = set(files_below(tmp_path))
    assert run("-C", clinic, "build", *VALUES, "--no-ledger").code == 0
    assert set(files_below(tmp_path)) - before == {f"clinic/output/{PERSONAL}"}
    assert told(" ".join(files_below(tmp_path))) == []


LEDGER = "output/ledger.jsonl"


@pytest.mark.parametrize("files", [{}, EVERYWHERE], ids=["plain", "everywhere"])
def test_the_ledger_of_a_copy_is_that_of_the_sheet_for_everybody(run, tmp_path, files):
    """The same line to the last byte: not even that there was a patient can be seen."""
    copies, sheets = (make_clinic(tmp_path / name, files) for name in ("copies", "sheets"))
    assert run("-C", copies, "build", *VALUES, "--set", "plan.1=yes").code == 0
    assert run("-C", sheets, "build").code == 0
    assert (copies / LEDGER).read_bytes() == (sheets / LEDGER).read_bytes()
    assert told((copies / LEDGER).read_text(encoding="utf-8")) == []
    assert not (copies / "output" / PRODUCT).exists()


def test_a_copy_of_a_sheet_that_is_in_the_ledger_leaves_no_line(run, clinic):
    run("-C", clinic, "build")
    before = (clinic / LEDGER).read_bytes()
    assert run("-C", clinic, "build", *VALUES, "--date", "2026-02-01").code == 0
    assert run("-C", clinic, "build", "--set", "patient.name=Somebody Else").code == 0
    assert (clinic / LEDGER).read_bytes() == before


def test_identify_tells_nothing_of_a_copy(run, clinic):
    run("-C", clinic, "build", *VALUES)
    for form in ("text", "json"):
        ran = run("-C", clinic, "identify", clinic / "output" / PERSONAL, "--format", form)
        assert (ran.code, told(ran.out + ran.err)) == (0, [])


def test_a_bug_tells_nothing_of_the_values(run, clinic, tmp_path, monkeypatch):
    logs = tmp_path / "logs"
    logs.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(logs))

    def broken(plate, edition, values, personal):
        raise ValueError(f"{values} {personal} {dict(personal.values)}") from KeyError(NAME)

    monkeypatch.setattr(handouts.build, "stamp", broken)
    ran = run("-C", clinic, "build", *VALUES)
    (log,) = logs.iterdir()
    assert (ran.code, told(ran.out + ran.err + log.read_text(encoding="utf-8"))) == (5, [])
    assert not (clinic / "output").exists()


def test_blank_lines_where_nothing_is_given(run, clinic):
    (clinic / IRON).write_text(
        "title: Iron\nkey_points: [x]\nblocks:\n  - text: Prepared for {patient.name}.\n", encoding="utf-8"
    )
    (clinic / "content/handouts/rls.yaml").write_text("title: {en: Restless legs}\nsections: [iron, plan]\n")
    assert run("-C", clinic, "build").code == 0
    text = structure_text((clinic / "output" / PRODUCT).read_bytes())
    assert f"Prepared for {16 * '_'}." in text
    assert "Notes" in text and not any("Prepared for {" in line for line in text)


def test_nobody_is_named_on_the_sheet_for_everybody(run, clinic):
    """An empty value is none: the product is the sheet for everybody, under its own name."""
    generic = Path(run("-C", clinic, "build").out.strip()).read_bytes()
    ran = run("-C", clinic, "build", "--set", "patient.name=", "--set", "notes=  ")
    assert Path(ran.out.strip()).name == PRODUCT
    assert (clinic / "output" / PRODUCT).read_bytes() == generic


# What is given; what the finding says. No finding repeats the value.
WRONG = [
    (f"patient.nam={NAME}", "No handout asked for has a place for `patient.nam`.", "Did you mean 'patient.name'?"),
    (f"clinic.phone={NAME}", "No handout asked for has a place for `clinic.phone`.", ""),
    (f"qr.url={NAME}", "No handout asked for has a place for `qr.url`.", "notes"),
    (f"plan={NAME}", "No handout asked for has a place for `plan`.", "plan.1"),
    (f"plan.1={NAME}", "`plan.1` is neither yes nor no.", "plan.1=yes"),
    ("plan.3=yes", "The checklist `plan` has 2 items; there is no number 3.", "from 1"),
    ("plan.0=yes", "The checklist `plan` has 2 items; there is no number 0.", "from 1"),
    (f"plan.{'9' * 5000}=yes", "has no name that could be right", "--set patient.name="),
    ("notes=" + "Zebnote " * 251, "`notes` has more than 2000 characters.", "Shorten it."),
    (f"patient.name={NAME}\x1b[31m", "`patient.name` has a control character.", "plain text"),
    (f"patient.name={NAME}\u2028", "`patient.name` has a control character.", "plain text"),
    (f"patient.name={NAME}\x85", "`patient.name` has a control character.", "plain text"),
    (f"patient.name={NAME}\udcff", "`patient.name` has a control character.", "plain text"),
    (NAME, "The value number 1 has no name", "--set patient.name="),
    (f"={NAME}", "The value number 1 has no name", "--set patient.name="),
    (f"{NAME}=patient.name", "The value number 1 has no name", "--set patient.name="),
    (f"notes for {NAME}: temperature=38", "The value number 1 has no name", "--set patient.name="),
]


@pytest.mark.parametrize(("pair", "message", "hint"), WRONG, ids=range(len(WRONG)))
def test_wrong_values_are_told_without_repeating_them(run, clinic, pair, message, hint):
    before = files_below(clinic)
    for form in ("text", "json"):
        ran = run("-C", clinic, "build", "--set", pair, "--format", form)
        assert (ran.code, told(ran.out + ran.err)) == (1, [])
        assert message in ran.out + ran.err and hint in ran.out + ran.err
    assert json.loads(ran.out)["findings"][0]["rule"] == "personal"
    assert len(json.loads(ran.out)["findings"]) == 1
    assert files_below(clinic) == before


FILES_OF_VALUES = [
    ("not YAML", f"patient: [{NAME}\n"),
    ("an anchor", f"notes: &{NAME.replace(' ', '')} x\n"),
    ("twice", f"notes: {NAME}\nnotes: {NAME}\n"),
    ("cut off at #", f"notes: call {NAME} #3\n"),
    ("a name as a key", f"patient: {{{NAME}: x}}\n"),
    ("a name as a list", f"notes: [{NAME}]\n"),
    ("bare", NAME),
    ("not UTF-8", f"notes: {NAME} caf\xe9\n".encode("latin-1")),
    ("control", f"notes: {NAME} \x07\n"),
    ("unknown", f"{{patient: {{nam: {NAME}}}}}"),
]


@pytest.mark.parametrize("text", [case[1] for case in FILES_OF_VALUES], ids=[case[0] for case in FILES_OF_VALUES])
def test_wrong_files_of_values_are_told_without_repeating_them(run, clinic, tmp_path, text):
    path = tmp_path / "values.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    before = files_below(clinic)
    ran = run("-C", clinic, "build", "--set-file", path)
    assert (ran.code, ran.out, told(ran.err)) == (1, "", []), ran.err
    assert ran.err.startswith("values.yaml:1:") or ran.err.startswith("values.yaml:2:")
    assert files_below(clinic) == before


def test_a_missing_file_of_values(run, clinic, tmp_path):
    assert run("-C", clinic, "build", "--set-file", tmp_path / "none.yaml").code == 2


# Values that the page cannot take: they are refused, and neither letters nor words of them are repeated.
UNSETTABLE = [
    ("patient.name=\U00012000\U00012001", "\U00012000"),
    ("notes=Zebnote \U0001f9b5", "\U0001f9b5"),
]


@pytest.mark.parametrize(("pair", "mark"), UNSETTABLE, ids=["cuneiform", "emoji"])
def test_letters_that_no_font_has_are_not_repeated(run, clinic, pair, mark):
    ran = run("-C", clinic, "build", "--set", pair)
    assert ran.code == 1
    assert mark not in ran.err and f"{ord(mark):04X}" not in ran.err


ODD = {
    "line ends": "notes=Zebnote\n\nQuuxnote\n",
    "a long word": "notes=" + 60 * "Zebediah",
    "a long name": "patient.name=" + 20 * "Zebediah",
    "right to left": "patient.name=\u0632\u0628\u064a\u062f\u0629",
    "an override": "patient.name=Quux \u202eabc",
    "joiners only": "notes=\u2060\u200b",
    "braces": "patient.name={clinic.phone} {patient.name} **b** [x](https://example.org)",
    "markup": "notes=<b>&amp;</b> % \\ (",
}


@pytest.mark.parametrize("pair", ODD.values(), ids=ODD)
def test_odd_values_are_set_as_they_are_or_refused(run, clinic, pair):
    """Whatever is typed at the desk, it is no bug of ours, and nothing of it is said."""
    ran = run("-C", clinic, "build", "--set", pair)
    assert ran.code in (0, 1), ran.err
    assert told(ran.out + ran.err) == []
    if ran.code == 0:
        data = Path(ran.out.strip()).read_bytes()
        assert run("verify", ran.out.strip()).code == 0
        assert leaks(data) == []


def test_a_value_is_text_and_never_a_place_to_fill(run, clinic):
    run("-C", clinic, "build", "--set", "patient.name={clinic.phone} **b**")
    text = structure_text((clinic / "output" / PERSONAL).read_bytes())
    assert any("Prepared for {clinic.phone} **b**" in line for line in text)


def test_a_patients_value_may_not_be_the_words_of_a_link(run, tmp_path):
    """The words of a link are written into the file's annotations as its purpose."""
    text = 'title: Hi\nblocks:\n  - text: "See [the page of {patient.name}](https://example.org)."\n'
    ran = run("-C", make_clinic(tmp_path / "clinic", {PLAN: text}), "build", *VALUES[:2])
    assert ran.code == 1
    assert "stands in the words of a link. (placeholder)" in ran.err
    assert told(ran.out + ran.err) == []
