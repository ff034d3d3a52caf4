"""What files and ids are, and whether they are current: as told on the terminal and as JSON."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pikepdf
import pytest

from handouts.passport.standing import standing
from tests.cli.clinic import BRAND, FILES, IRON, PERSONAL, PRODUCT, RLS, make_clinic
from tests.passport.lines import DAY, entry

LEDGER = "output/ledger.jsonl"


@pytest.fixture
def clinic(run, tmp_path: Path) -> Path:
    """A clinic that has built its handout."""
    folder = make_clinic(tmp_path / "clinic")
    assert run("-C", folder, "build").code == 0
    return folder


def edition_of(clinic: Path) -> str:
    (line, *_) = (clinic / LEDGER).read_text(encoding="utf-8").splitlines()
    return str(json.loads(line)["edition"])


def identity(run, clinic: Path, what: object, *more: object) -> dict[str, object]:
    ran = run("-C", clinic, "identify", what, "--format", "json", *more)
    report = json.loads(ran.out)
    assert (ran.code, report["findings"]) == (0, [])
    return report["identity"]


def write(clinic: Path, place: str, text: str) -> None:
    (clinic / place).write_text(text, encoding="utf-8")


def test_a_file_says_what_it_is(run, clinic):
    edition = edition_of(clinic)
    found = identity(run, clinic, clinic / "output" / PRODUCT)
    assert found == {
        "edition": edition, "file": PRODUCT, "title": "Restless legs", "handout": "rls", "languages": ["en"],
        "brand": "test", "layout": "sheet", "profile": "standard-12", "paper": "letter", "extras": [],
        "made": ["2026-01-15"], "review": "never", "version": "0.1.0", "in_ledger": 1,
        "same_bytes": True, "print_edition": "", "personal": False, "state": "current", "now": edition,
        "differences": [],
    }  # fmt: skip
    ran = run("-C", clinic, "identify", clinic / "output" / PRODUCT)
    assert ran.out.splitlines() == [
        "Restless legs",
        f"  edition     {edition}",
        "  handout     rls",
        "  language    en",
        "  brand       test",
        "  page        sheet, standard-12, letter",
        "  made on     2026-01-15",
        "  review then not checked by a clinician",
        "  ledger      there, with these very bytes",
        "CURRENT: the workspace makes the same edition today.",
    ]


def test_an_id_is_looked_up_however_it_is_typed(run, clinic):
    edition = edition_of(clinic)
    for typed in (edition, edition.upper().replace("-", " ")):
        found = identity(run, clinic, typed)
        assert (found["edition"], found["state"], found["title"], found["file"]) == (
            edition, "current", "Restless legs", "",
        )  # fmt: skip


def test_without_a_ledger_the_file_and_the_workspace_say_it(run, clinic):
    edition = edition_of(clinic)
    (clinic / LEDGER).unlink()
    found = identity(run, clinic, clinic / "output" / PRODUCT)
    assert (found["handout"], found["state"], found["in_ledger"], found["same_bytes"]) == ("rls", "current", 0, None)
    assert identity(run, clinic, edition)["handout"] == "rls"
    write(clinic, IRON, FILES[IRON] + "  - text: More.\n")
    found = identity(run, clinic, clinic / "output" / PRODUCT)
    assert found["state"] == "changed"
    assert found["differences"] == ["What changed cannot be told: the ledger has no record of this edition."]
    ran = run("-C", clinic, "identify", edition)
    assert (ran.code, "unknown-edition" in ran.err) == (1, True)


@pytest.mark.parametrize(
    "words", [("--mono",), ("--draft",), ("--mono", "--draft"), ("--paper", "a4"), ("--plain",), ("--no-banner",)]
)
def test_of_other_forms_too(run, tmp_path, words):
    """Draft and banner are in no file's metadata; paper is no default."""
    clinic = make_clinic(tmp_path / "clinic")
    path = run("-C", clinic, "build", *words).out.strip()
    (clinic / LEDGER).unlink()
    assert identity(run, clinic, path)["state"] == "current"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({IRON: FILES[IRON] + "  - text: More.\n"}, ["Section iron@en has changed."]),
        ({RLS: "title: {en: Restless legs}\nsections: [iron, references]\n"}, [
            "Section plan@en is no longer in it.",
            f"{RLS} (the handout's list of sections and titles) has changed.",
        ]),
        ({BRAND: "PHONE"}, [f"{BRAND} (the brand) has changed."]),
        ({"content/references.yaml": "allen2018:\n  type: book\n  title: Iron!\n  status: current\n"}, [
            "content/references.yaml (the references) has changed."]),
        ({RLS: None}, ["There is no handout 'rls'."]),
        ({IRON: "title: Iron\nblocks: [{text: '[@nobody]'}]\n"}, None),
    ],
    ids=["section", "left out", "brand", "references", "gone", "broken"],
)  # fmt: skip
def test_what_differs(run, clinic, changes, told):
    for place, text in changes.items():
        if text is None:
            (clinic / place).unlink()
        elif text == "PHONE":
            write(clinic, place, (clinic / place).read_text(encoding="utf-8").replace("0100", "0199"))
        else:
            write(clinic, place, text)
    found = identity(run, clinic, clinic / "output" / PRODUCT)
    assert found["state"] in ("changed", "gone")
    if told is not None:
        assert found["differences"] == told


def test_a_comment_makes_no_difference(run, clinic):
    """What no reader sees is not in the id; a review would lapse, and there is none."""
    write(clinic, BRAND, (clinic / BRAND).read_text(encoding="utf-8") + "# remember to ask about the logo\n")
    write(clinic, IRON, "# a note\n" + FILES[IRON])
    assert identity(run, clinic, clinic / "output" / PRODUCT)["state"] == "current"


def test_reviews_and_versions_differ_too(run, clinic, monkeypatch):
    from handouts.source.loading import open_library

    library, _ = open_library(clinic)
    assert library is not None
    then = entry(version="0.0.1", edition="00000-00000")
    stands = standing(library, "00000-00000", then.request, date=DAY, then=then)
    assert stands.state == "changed"
    assert stands.differences[:2] == (
        "handouts 0.0.1 made it; this is 0.1.0, and its version is part of every id.",
        "Review: signed, last checked 2025-06-01, next check 2028-06-01 then; not checked by a clinician now.",
    )
    assert "Section plan@en is new in it." in stands.differences


def test_a_patients_copy(run, clinic):
    run("-C", clinic, "build", "--set", "patient.name=Sam Sample")
    found = identity(run, clinic, clinic / "output" / PERSONAL)
    assert (found["personal"], found["same_bytes"], found["state"]) == (True, None, "current")
    assert (
        "one patient's copy; it is recorded nowhere" in run("-C", clinic, "identify", clinic / "output" / PERSONAL).out
    )


def test_a_file_that_was_changed(run, clinic, tmp_path):
    """A copy under another name, with other bytes or another handout's facts."""
    data = (clinic / "output" / PRODUCT).read_bytes()
    (tmp_path / "other.pdf").write_bytes(data + b"\n%more\n")
    assert identity(run, clinic, tmp_path / "other.pdf")["same_bytes"] is False
    with pikepdf.open(clinic / "output" / PRODUCT) as pdf:
        facts = bytes(pdf.Root.Metadata.read_bytes()).replace(b">rls<", b">xyz<")
        pdf.Root.Metadata = pdf.make_stream(facts)
        pdf.save(tmp_path / "forged.pdf")
    ran = run("-C", clinic, "identify", tmp_path / "forged.pdf")
    assert "The file says that it is 'xyz', but the ledger knows this edition as 'rls'. (not-as-recorded)" in ran.err


def test_a_print_edition(run, clinic, tmp_path):
    """Its document information names the edition; the metadata makes no claims (see the print commands)."""
    edition = edition_of(clinic)
    with pikepdf.open(clinic / "output" / PRODUCT) as pdf:
        del pdf.Root.Metadata
        pdf.docinfo["/PrintEdition"] = "booklet"
        pdf.docinfo["/Edition"] = edition
        pdf.save(tmp_path / "booklet.pdf")
    found = identity(run, clinic, tmp_path / "booklet.pdf")
    assert (found["edition"], found["print_edition"], found["same_bytes"]) == (edition, "booklet", None)
    assert "a print edition (booklet) of this edition" in run("-C", clinic, "identify", tmp_path / "booklet.pdf").out


@pytest.mark.parametrize("damage", ["empty", "text", "cut", "xmp"])
def test_what_is_not_ours_or_broken(run, clinic, tmp_path, damage):
    path = tmp_path / "odd.pdf"
    shutil.copy(clinic / "output" / PRODUCT, path)
    data = path.read_bytes()
    if damage == "xmp":
        with pikepdf.open(clinic / "output" / PRODUCT) as pdf:
            pdf.Root.Metadata = pdf.make_stream(b"<x:xmpmeta")
            pdf.save(path)
    else:
        path.write_bytes({"empty": b"", "text": b"hello", "cut": data[: len(data) // 3]}[damage])
    ran = run("-C", clinic, "identify", path)
    assert (ran.code, ran.out) == (1, "")
    assert ("not-ours" if damage == "xmp" else "not-a-pdf") in ran.err
    assert json.loads(run("-C", clinic, "identify", path, "--format", "json").out)["identity"] is None


def test_a_foreign_file_names_its_maker(run, clinic, tmp_path):
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Producer"] = "Some Office 1.0"
        pdf.save(tmp_path / "foreign.pdf")
    ran = run("-C", clinic, "identify", tmp_path / "foreign.pdf")
    assert (ran.code, "It was made by Some Office 1.0." in ran.err) == (1, True)


def test_neither_file_nor_id(run, clinic):
    assert run("-C", clinic, "identify", "nothing.pdf").code == 2
    assert run("-C", clinic, "identify", "restless").code == 2
    assert run("-C", clinic, "identify", clinic).code == 4


def test_outside_a_workspace(run, clinic, tmp_path):
    """A file on a records officer's desk, with the ledger beside it."""
    (tmp_path / "desk").mkdir()
    ran = run("-C", tmp_path / "desk", "identify", clinic / "output" / PRODUCT, "--ledger", clinic / LEDGER)
    assert ran.code == 0
    assert "  handout     rls" in ran.out and "The workspace cannot be read." in ran.out
