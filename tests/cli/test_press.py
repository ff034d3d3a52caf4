"""`handouts press` and `handouts stack` as they are typed: files, names, refusals, reports."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from handouts.cli.press import PAPERS, SCHEMES
from handouts.press import schemes
from handouts.press.impose import PressOrder, impose
from tests.cli.clinic import files_below
from tests.press.printable import A4, A5, PANEL_A4, numbered


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "leaflet.pdf").write_bytes(numbered(6, PANEL_A4))
    (tmp_path / "booklet.pdf").write_bytes(numbered(7, A5))
    (tmp_path / "full.pdf").write_bytes(numbered(3, A4))
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 no more")
    return tmp_path


def test_the_command_offers_every_scheme_and_paper():
    assert list(SCHEMES.choices) == list(schemes.SCHEMES)
    assert list(PAPERS.choices) == list(schemes.STOCKS)


def test_a_booklet_is_written_beside_its_document(run, folder):
    ran = run("press", folder / "booklet.pdf", "--impose", "booklet")
    target = folder / "booklet_print-booklet-a4.pdf"
    assert (ran.code, ran.out) == (0, f"{target}\n")
    assert "7 pages on 2 sheets of A4, 1 place blank" in ran.err
    assert "two-sided, turned on the short edge, at actual size" in ran.err
    expected = impose(numbered(7, A5), "x", PressOrder("booklet")).edition
    assert target.read_bytes() == expected.data


@pytest.mark.parametrize(
    ("options", "name"),
    [
        (("--out", "sheets"), "sheets/leaflet_print-tri-fold-a4.pdf"),
        (("--out", "x/one.pdf"), "x/one.pdf"),
        (("--bleed", "--mono"), "leaflet_print-tri-fold-a4-bleed-mono.pdf"),
        (("--rtl",), "leaflet_print-tri-fold-a4.pdf"),
        (("--paper", "a4", "--flip", "long"), "leaflet_print-tri-fold-a4.pdf"),
    ],
)
def test_products_have_names_that_say_what_they_are(run, folder, monkeypatch, options, name):
    monkeypatch.chdir(folder)
    ran = run("press", "leaflet.pdf", "--impose", "tri-fold", *options)
    assert (ran.code, ran.out) == (0, f"{name}\n"), ran.err
    assert (folder / name).is_file()


def test_one_bad_file_stops_all(run, folder):
    before = files_below(folder)
    ran = run("press", folder / "leaflet.pdf", folder / "full.pdf", folder / "broken.pdf", "--impose", "tri-fold")
    assert ran.code == 1 and ran.out == ""
    assert "press-size" in ran.err and "not-a-pdf" in ran.err and "Nothing was written." in ran.err
    assert files_below(folder) == before


def test_the_source_is_never_overwritten(run, folder):
    before = files_below(folder)
    ran = run("press", folder / "booklet.pdf", "--impose", "booklet", "--out", folder / "booklet.pdf")
    assert ran.code == 1 and "press-output" in ran.err
    ran = run("stack", folder / "full.pdf", "--out", folder / "full.pdf")
    assert ran.code == 1 and "press-output" in ran.err
    assert files_below(folder) == before


def test_two_files_do_not_share_a_name(run, folder):
    ran = run("press", folder / "booklet.pdf", folder / "full.pdf", "--impose", "2-up", "--out", folder / "x.pdf")
    assert ran.code == 1 and "would be written twice" in ran.err and not (folder / "x.pdf").exists()


def test_the_report_says_what_lies_where(run, folder):
    ran = run("press", folder / "leaflet.pdf", "--impose", "tri-fold", "--format", "json")
    report = json.loads(ran.out)
    (product,) = report["products"]
    assert report["findings"] == []
    assert (product["scheme"], product["paper"], product["sheets"], product["turn"]) == ("tri-fold", "a4", 1, "short")
    outside, inside = product["sides"]
    assert [(place["panel"], place["page"]) for place in outside["places"]] == [("flap", 5), ("back", 6), ("cover", 1)]
    assert [place["page"] for place in inside["places"]] == [2, 3, 4]
    refused = run("press", folder / "full.pdf", "--impose", "tri-fold", "--format", "json")
    report = json.loads(refused.out)
    assert refused.code == 1 and report["products"] == [] and report["findings"][0]["rule"] == "press-size"


@pytest.mark.skipif(not hasattr(Path, "owner"), reason="permissions of Unix")
def test_a_patients_sheets_are_for_their_owner_only(run, folder):
    (folder / "full_personal.pdf").write_bytes(numbered(2, A5))
    ran = run("press", folder / "full_personal.pdf", "--impose", "2-up")
    assert ran.code == 0
    assert stat.S_IMODE(Path(ran.out.strip()).stat().st_mode) == 0o600
    assert run("stack", folder / "full_personal.pdf", "--out", folder / "s.pdf").code == 0
    assert stat.S_IMODE((folder / "s.pdf").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "words",
    [
        ("press", "x.pdf"), ("press", "--impose", "booklet"), ("press", "x.pdf", "--impose", "origami"),
        ("press", "x.pdf", "--impose", "booklet", "--paper", "a9"), ("stack",),
        ("press", "x.pdf", "--impose", "booklet", "--creep", "thin"),
    ],
)  # fmt: skip
def test_commands_that_are_not_understood(run, words):
    assert run(*words).code == 2


def test_a_file_that_is_not_there(run, tmp_path):
    for words in (("press", tmp_path / "x.pdf", "--impose", "booklet"), ("stack", tmp_path / "x.pdf")):
        ran = run(*words)
        assert ran.code == 4 and "Cannot read" in ran.err


def test_a_stack_is_written_and_told(run, folder, monkeypatch):
    monkeypatch.chdir(folder)
    ran = run("stack", "full.pdf", "booklet.pdf", "full.pdf", "--separators")
    assert (ran.code, ran.out) == (0, "stack.pdf\n")
    assert "3 documents on 4 sheets of A4, 4 sheets of 149 x 210 mm, behind the job ticket." in ran.err
    assert "stack-paper" in ran.err


def test_a_reprint_names_its_jobs(run, folder):
    files = [folder / "full.pdf"] * 5
    ran = run("stack", *files, "--jobs", "2,4-5", "--out", folder / "r.pdf", "--format", "json")
    product = json.loads(ran.out)["product"]
    assert [job["number"] for job in product["jobs"]] == [2, 4, 5]
    assert product["sheets"] == {"A4": 6}
    wrong = run("stack", *files, "--jobs", "2,7", "--out", folder / "no.pdf")
    assert wrong.code == 1 and "There is no job 7 among 5." in wrong.err and not (folder / "no.pdf").exists()


def test_the_ticket_speaks_the_language_asked_for(run, folder):
    from handouts.press.pdfium import page_texts

    assert run("stack", folder / "full.pdf", "--lang", "de", "--simplex", "--out", folder / "s.pdf").code == 0
    assert page_texts((folder / "s.pdf").read_bytes())[0].startswith("Druckauftrag")
    unknown = run("stack", folder / "full.pdf", "--lang", "dee", "--out", folder / "t.pdf")
    assert unknown.code == 1 and "Did you mean 'de'?" in unknown.err


def test_a_folder_that_is_no_workspace_will_do(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.pdf").write_bytes(numbered(1, A4))
    assert run("stack", "a.pdf").code == 0
