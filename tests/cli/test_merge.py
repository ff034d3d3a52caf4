"""A mail merge: one document a row, bad rows told by number, and nothing of anybody outside the pages."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from handouts.press.reading import page_texts
from tests.cli.clinic import files_below, make_clinic
from tests.cli.test_personal import everything_but_the_page

PEOPLE = """\
Patient name,NOTES,plan.2,language
Zebediah Quux,Quuxnote one,yes,
,,,
Anna Quux,,,
Berta Quux,Quuxnote two,maybe,
Carla Quux,,,de
"""
MARKS = ("Zebediah", "Quux", "Anna", "Berta", "Carla", "maybe")


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return make_clinic(tmp_path / "clinic")


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    return path


def products(clinic: Path) -> list[Path]:
    return sorted((clinic / "output").rglob("*.pdf"))


def test_each_good_row_is_built_and_each_bad_one_is_told_by_its_number(run, clinic, people):
    ran = run("-C", clinic, "merge", "rls", "--data", people)
    assert ran.code == 1
    assert [path.name for path in products(clinic)] == [
        "rls_en_test_sheet_letter_row-00002_personal.pdf", "rls_en_test_sheet_letter_row-00004_personal.pdf",
    ]  # fmt: skip
    assert ran.out.split() == [str(path) for path in products(clinic)]
    first, second = ("".join(page_texts(path.read_bytes())) for path in products(clinic))
    assert "Zebediah Quux" in first and "Quuxnote one" in first
    assert "Anna Quux" in second and "Zebediah" not in second
    assert "Row 5: `plan.2` is neither yes nor no." in ran.err
    assert "Row 6: Its language is none of this workspace." in ran.err
    assert "2 documents built.\nLeft out: 2 rows (5, 6)." in ran.err


def test_values_stand_on_the_pages_and_nowhere_else(run, clinic, people, tmp_path):
    ran = run("-C", clinic, "merge", "rls", "--data", people, "--format", "json")
    report = json.loads(ran.out)
    assert [product["row"] for product in report["products"]] == [2, 4]
    assert [bad["row"] for bad in report["bad_rows"]] == [5, 6]
    assert not any(mark in ran.out + ran.err for mark in MARKS)
    for name, data in files_below(clinic / "output").items():
        if name.endswith(".pdf"):
            assert not any(mark.encode() in everything_but_the_page(data) for mark in MARKS)
        else:
            assert not any(mark.encode() in data for mark in MARKS)
        assert not any(mark in name for mark in MARKS)
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in products(clinic)} == {0o600}


def test_the_ledger_tells_of_the_edition_once_and_of_nobody(run, clinic, people):
    run("-C", clinic, "merge", "rls", "--data", people)
    lines = (clinic / "output/ledger.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1
    assert "row" not in lines[0] and "personal" not in lines[0]


def test_one_print_file_holds_all_documents_in_the_order_of_the_list(run, clinic, people):
    ran = run("-C", clinic, "merge", "rls", "--data", people, "--stack")
    path = clinic / "output/merge/stack_2026-01-15_personal.pdf"
    assert products(clinic) == [path]
    text = "".join(page_texts(path.read_bytes()))
    assert text.index("Zebediah") < text.index("Anna")
    assert "Berta" not in text
    assert "2 documents built." in ran.err
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_row_may_say_what_is_built_for_it(run, clinic, people):
    people.write_text("handout,paper,patient.name\nrls,A4,Anna\nrls,letter,Berta\nother,a4,Carla\n", encoding="utf-8")
    ran = run("-C", clinic, "merge", "--data", people)
    assert ran.code == 1
    assert [path.name for path in products(clinic)] == [
        "rls_en_test_sheet_a4_row-00002_personal.pdf", "rls_en_test_sheet_letter_row-00003_personal.pdf",
    ]  # fmt: skip
    assert "Row 4: Its handout is none of this workspace." in ran.err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("patient name,Birthday\nZebediah,1\n", "column B is no place in a handout asked for"),
        ("patient.nmae\nZebediah\n", "Did you mean 'patient.name'?"),
        ("Zebediah Quux,x\nAnna Quux,y\n", "column A is no place in a handout asked for"),
        ("patient.name\n", "There is nobody in this list."),
    ],
)
def test_a_list_whose_columns_are_wrong_writes_nothing(run, clinic, people, text, message):
    people.write_text(text, encoding="utf-8")
    before = files_below(clinic)
    ran = run("-C", clinic, "merge", "rls", "--data", people)
    assert (ran.code, ran.out) == (1, "")
    assert message in ran.err
    assert "Nothing was written." in ran.err
    assert not any(mark in ran.err for mark in MARKS)
    assert files_below(clinic) == before


def test_a_column_can_be_left_out_by_name_or_letter(run, clinic, people):
    people.write_text("patient.name,Birthday,Room\nAnna,1,2\n", encoding="utf-8")
    ran = run("-C", clinic, "merge", "rls", "--data", people, "--ignore", "birthday", "--ignore", "C")
    assert ran.code == 0
    ran = run("-C", clinic, "merge", "rls", "--data", people, "--ignore", "wrong")
    assert "There is no column “wrong” to leave out." in ran.err


def test_odd_rows_are_told_apart(run, clinic, people):
    people.write_text("patient.name,notes\nAnna,x,y\n,\nBerta,\n", encoding="utf-8")
    ran = run("-C", clinic, "merge", "rls", "--data", people)
    assert "Row 2: It has more cells than the first row has names." in ran.err
    assert [path.name for path in products(clinic)] == ["rls_en_test_sheet_letter_row-00004_personal.pdf"]


def test_a_letter_that_no_font_has_spoils_its_own_row_only(run, clinic, people):
    people.write_text("patient.name\n\U00012000\nAnna\n", encoding="utf-8")
    ran = run("-C", clinic, "merge", "rls", "--data", people)
    assert ran.code == 1
    assert "Row 2:" in ran.err and "\U00012000" not in ran.err
    assert [path.name for path in products(clinic)] == ["rls_en_test_sheet_letter_row-00003_personal.pdf"]


def test_a_broken_workspace_builds_nothing(run, tmp_path, people):
    clinic = make_clinic(tmp_path / "broken", {"content/sections/iron/en.yaml": "title: [\n"})
    ran = run("-C", clinic, "merge", "rls", "--data", people)
    assert ran.code == 1
    assert products(clinic) == []


@pytest.mark.parametrize(("answer", "left"), [("y\n", 0), ("n\n", 2)])
def test_files_are_removed_after_a_persons_yes(run_answering, clinic, people, answer, left):
    ran = run_answering(answer, "-C", clinic, "merge", "rls", "--data", people, "--shred")
    assert "Has all of it been printed?" in ran.err
    assert len(products(clinic)) == left
    assert not any(mark in ran.err + ran.out for mark in MARKS)


def test_shredding_needs_somebody_to_ask(run, clinic, people):
    ran = run("-C", clinic, "merge", "rls", "--data", people, "--shred")
    assert ran.code == 2
    assert products(clinic) == []


@pytest.fixture
def run_answering(monkeypatch):
    from click.testing import CliRunner

    from handouts.cli import cli
    from tests.conftest import TODAY, Ran

    monkeypatch.setattr(sys.modules["handouts.cli.merge"], "_at_terminal", lambda: True)

    def invoke(answer, *args):
        result = CliRunner().invoke(cli, [*map(str, args)], input=answer, env={"HANDOUTS_DATE": TODAY})
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.stdout, result.stderr)

    return invoke
