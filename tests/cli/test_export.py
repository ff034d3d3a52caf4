"""`handouts export`: OpenEMR's folder and FHIR descriptions, made, recorded and checked as builds are."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import pytest

from tests.batching.clinic import SLEEP_TEXT, make_distributor, section
from tests.batching.test_exports import ATTACHMENT, R4
from tests.cli.clinic import files_below

NAMES = ("icd10_g25.81_en.pdf", "icd10_g25.81_es.pdf", "icd10_g47.00_en.pdf", "icd10_g47.00_es.pdf")
SHARED = {
    "content/handouts/more.yaml": "title: {en: More}\ncodes: {icd10: [G25.81, G26]}\nsections: [iron]\n",
    "content/handouts/uncoded.yaml": "title: {en: Uncoded}\nsections: [iron]\n",
}


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return make_distributor(tmp_path / "clinic")


def openemr(run, clinic: Path, *words: object):
    return run("-C", clinic, "export", "openemr", "--out", clinic / "edu", *words)


def lines_of(clinic: Path) -> list[dict]:
    ledger = clinic / "output" / "ledger.jsonl"
    return [json.loads(line) for line in ledger.read_text(encoding="utf-8").splitlines()] if ledger.exists() else []


def test_a_file_for_each_code_and_language(run, clinic):
    ran = openemr(run, clinic, "--lang", "en,es")
    assert (ran.code, sorted(Path(line).name for line in ran.out.splitlines())) == (0, sorted(NAMES))
    assert ran.err == "4 handouts exported. PDF/UA-1 and PDF/A-2a passed.\n"
    assert sorted(files_below(clinic / "edu")) == sorted(NAMES)
    assert len(lines_of(clinic)) == 4


def test_the_files_are_what_build_makes(run, clinic):
    openemr(run, clinic, "rls", "--lang", "es")
    run("-C", clinic, "build", "rls", "--lang", "es", "--out", clinic / "built")
    (built,) = files_below(clinic / "built").values()
    assert files_below(clinic / "edu") == {"icd10_g25.81_es.pdf": built}


def test_a_handout_with_several_codes_has_as_many_files_and_one_line(run, tmp_path):
    clinic = make_distributor(tmp_path / "clinic", SHARED)
    ran = openemr(run, clinic, "more", "--format", "json")
    report = json.loads(ran.out)
    (product,) = report["products"]
    assert [Path(path).name for path in product["files"]] == ["icd10_g25.81_en.pdf", "icd10_g26_en.pdf"]
    assert (product["conformant"], product["handout"], len(lines_of(clinic))) == (True, "more", 1)
    assert len(set(files_below(clinic / "edu").values())) == 1


def test_several_handouts_of_one_code_are_told_and_nothing_is_written(run, tmp_path):
    clinic = make_distributor(tmp_path / "clinic", SHARED)
    before = files_below(clinic)
    ran = openemr(run, clinic)
    assert (ran.code, ran.out) == (1, "")
    assert "These handouts would each be icd10_g25.81_en.pdf: more, rls. (openemr)" in ran.err
    assert "the most important one first" in ran.err and ran.err.endswith("Nothing was written.\n")
    assert files_below(clinic) == before


def test_the_one_named_first_counts_and_who_gets_no_file_is_told(run, tmp_path):
    clinic = make_distributor(tmp_path / "clinic", SHARED)
    ran = openemr(run, clinic, "rls", "more")
    assert [Path(line).name for line in ran.out.splitlines()] == ["icd10_g26_en.pdf", "icd10_g25.81_en.pdf"]
    ran = openemr(run, clinic, "more", "rls")
    assert ran.code == 0 and "note: 'rls' has no file of its own" in ran.err
    (product,) = json.loads(openemr(run, clinic, "more", "rls", "--format", "json").out)["products"]
    assert product["handout"] == "more"


def test_languages_that_openemr_does_not_ask_for_are_warned_of(run, clinic):
    vietnamese = {
        "content/sections/sleep/vi.yaml": section("Ng\u1ee7", "\u0110i ng\u1ee7.", SLEEP_TEXT),
        "content/handouts/nights.yaml": "title: {en: N, vi: D}\ncodes: {icd10: [G47.00]}\nsections: [sleep]\n",
    }
    for path, text in vietnamese.items():
        (clinic / path).write_text(text, encoding="utf-8")
    wording = Path(__file__).parents[2] / "templates" / "wording" / "vi.yaml"
    (clinic / "templates/wording/vi.yaml").write_bytes(wording.read_bytes())
    ran = openemr(run, clinic, "nights", "--lang", "vi")
    assert (ran.code, "it will not find what is written in vi" in ran.err) == (0, True)
    assert sorted(files_below(clinic / "edu")) == ["icd10_g47.00_vi.pdf"]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\nsomebody else's", b"not a PDF", b"\x00" * 4096])
def test_what_somebody_else_has_put_there_stays(run, clinic, data):
    (clinic / "edu").mkdir()
    (clinic / "edu" / NAMES[0]).write_bytes(data)
    before = files_below(clinic)
    ran = openemr(run, clinic)
    assert (ran.code, files_below(clinic)) == (1, before)
    assert f"{clinic / 'edu' / NAMES[0]} is there already, and it is not one of our files. (openemr)" in ran.err


def test_other_files_stay_and_ours_are_made_anew(run, clinic):
    (clinic / "edu").mkdir()
    (clinic / "edu" / "icd10_i10_en.pdf").write_bytes(b"theirs")
    assert openemr(run, clinic, "rls").code == 0
    first = files_below(clinic / "edu")
    (clinic / "edu" / NAMES[0]).write_bytes(first[NAMES[0]])
    assert openemr(run, clinic, "rls", "--brand", "other").code == 0
    then = files_below(clinic / "edu")
    assert then.keys() == first.keys() and then["icd10_i10_en.pdf"] == b"theirs"
    assert then[NAMES[0]] != first[NAMES[0]]


def test_handouts_without_codes_are_an_error_here(run, tmp_path):
    clinic = make_distributor(tmp_path / "clinic", SHARED)
    ran = openemr(run, clinic, "uncoded")
    assert (ran.code, ran.out, (clinic / "edu").exists()) == (1, "", False)
    assert "error: None of the handouts has a code" in ran.err


def test_a_code_that_openemr_would_not_open(run, clinic):
    nights = clinic / "content/handouts/nights.yaml"
    nights.write_text(nights.read_text(encoding="utf-8").replace("[G47.00]", "[../../x, G47.00]"), encoding="utf-8")
    ran = openemr(run, clinic, "nights")
    assert ran.code == 0 and "would not open a file for the code '../../x'" in ran.err
    assert sorted(files_below(clinic / "edu")) == ["icd10_g47.00_en.pdf"]


@pytest.mark.parametrize(
    "words",
    [("--brand", "test,other"), ("rls+nights",), ("--lang", "en+es"), ("--nope",), ("--paper", "a5")],
)
@pytest.mark.parametrize("kind", ["openemr"])
def test_commands_that_are_not_understood(run, clinic, kind, words):
    ran = run("-C", clinic, "export", kind, "--out", clinic / "edu", *words)
    assert (ran.code, (clinic / "edu").exists()) == (2, False)


@pytest.mark.parametrize("kind", ["openemr", "fhir"])
def test_a_folder_is_needed(run, clinic, kind):
    assert run("-C", clinic, "export", kind).code == 2


@pytest.mark.parametrize("kind", ["openemr", "fhir"])
@pytest.mark.parametrize("words", [("nope",), ("--lang", "xx"), ("--brand", "nope"), ("rls", "--layout", "nope")])
def test_names_that_mean_nothing_are_told_as_build_tells_them(run, clinic, kind, words):
    before = files_below(clinic)
    ran = run("-C", clinic, "export", kind, "--out", clinic / "out", *words)
    assert (ran.code, ran.err) == (1, run("-C", clinic, "build", *words).err)
    assert files_below(clinic) == before


@pytest.mark.parametrize("kind", ["openemr", "fhir"])
def test_wrong_content_is_told_and_nothing_is_written(run, clinic, kind):
    (clinic / "content/sections/iron/en.yaml").write_text("title: Iron\nblocks:\n  - txt: x\n", encoding="utf-8")
    before = files_below(clinic)
    ran = run("-C", clinic, "export", kind, "--out", clinic / "out")
    assert (ran.code, files_below(clinic)) == (1, before)
    assert ran.err == run("-C", clinic, "build").err


@pytest.mark.parametrize("kind", ["openemr", "fhir"])
def test_a_folder_that_cannot_be_made(run, clinic, kind):
    (clinic / "file").write_text("x", encoding="utf-8")
    ran = run("-C", clinic, "export", kind, "rls", "--out", clinic / "file" / "below", "--no-ledger")
    assert ran.code == 4 and "Cannot write" in ran.err and "Traceback" not in ran.err


def test_nothing_is_recorded_where_that_is_asked(run, clinic):
    openemr(run, clinic, "rls", "--no-ledger")
    assert lines_of(clinic) == []
    openemr(run, clinic, "rls", "--ledger", clinic / "mine.jsonl")
    assert len((clinic / "mine.jsonl").read_text(encoding="utf-8").splitlines()) == 1


def test_a_description_stands_beside_each_pdf(run, clinic):
    ran = run("-C", clinic, "export", "fhir", "rls", "--lang", "en,es", "--out", clinic / "fhir", "--format", "json")
    products = json.loads(ran.out)["products"]
    assert (ran.code, len(products), len(files_below(clinic / "fhir"))) == (0, 2, 4)
    for product in products:
        data = Path(product["path"]).read_bytes()
        value = json.loads(Path(product["fhir"]["path"]).read_text(encoding="utf-8"))
        assert {name: type(part) for name, part in value.items()} == R4
        attachment = value["content"][0]["attachment"]
        assert {name: type(part) for name, part in attachment.items()} == ATTACHMENT
        assert base64.b64decode(attachment["hash"]) == hashlib.sha1(data).digest()
        assert attachment["url"] == Path(product["path"]).name and attachment["language"] == product["language"]
        assert value["identifier"][0]["value"] == product["edition"]


def test_the_description_is_the_one_that_a_batch_writes(run, clinic):
    run("-C", clinic, "export", "fhir", "rls", "--lang", "es", "--out", clinic / "fhir")
    ran = run("-C", clinic, "batch", "--all", "--handout", "rls", "--lang", "es", "--brand", "test", "--jobs", "0",
              "--export", "fhir", "--out", clinic / "batch")  # fmt: skip
    assert ran.code == 0
    (one,) = [data for name, data in files_below(clinic / "fhir").items() if name.endswith(".json")]
    (other,) = [data for name, data in files_below(clinic / "batch").items() if name.endswith(".fhir.json")]
    assert one == other
