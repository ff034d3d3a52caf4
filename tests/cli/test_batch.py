"""`handouts batch` in this process: what is built, what is left alone, what is told, and what a broken disk does."""

from __future__ import annotations

import base64
import errno
import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from handouts.batching import work as working
from handouts.cli import cli
from handouts.diagnostics import Mark, warning
from handouts.source import delivering
from handouts.source.delivering import Folder
from tests.batching.clinic import ALL, FOODS, FOODS_TEXT, IRON_ES, IRON_TEXT, OTHER, make_distributor
from tests.cli.clinic import IRON, files_below
from tests.conftest import Ran

Batch = Callable[..., Ran]
PLAN = "handouts: rls\nlanguages: en\nbrands: test\n"


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return make_distributor(tmp_path / "clinic")


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clinic in which everything was built once."""
    folder = make_distributor(tmp_path_factory.mktemp("finished") / "clinic")
    words = ["-C", str(folder), "batch", "--all", "--jobs", "0", "--verify", "none", "--date", "2026-01-15"]
    assert CliRunner().invoke(cli, words).exit_code == 0
    return folder


@pytest.fixture
def done(finished: Path, clinic: Path) -> Path:
    """The clinic after a first run; times of files are kept."""
    return Path(shutil.copytree(finished, clinic, dirs_exist_ok=True))


@pytest.fixture
def batch(run: Callable[..., Ran], clinic: Path) -> Batch:
    """The command in the clinic, in this process, verifying nothing unless asked to: verifying is tested elsewhere."""

    def invoke(*words: object, verify: str = "none", date: str = "2026-01-15") -> Ran:
        return run("-C", clinic, "batch", *words, "--jobs", 0, "--verify", verify, env={"HANDOUTS_DATE": date})

    return invoke


def manifest(clinic: Path) -> dict[str, dict[str, Any]]:
    data = json.loads((clinic / "output/manifest.json").read_bytes())
    assert [p["path"] for p in data["products"]] == sorted(p["path"] for p in data["products"])
    return {product["path"]: product for product in data["products"]}


def pdfs(clinic: Path) -> dict[str, bytes]:
    return {path: data for path, data in files_below(clinic / "output").items() if path.endswith(".pdf")}


def events(ran: Ran) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ran.out.splitlines()]


def built(ran: Ran) -> list[str]:
    """The paths that a run with --format jsonl has built, sorted: the order of building is nobody's business."""
    return sorted(
        e["path"] for e in events(ran) if e["event"] == "job" and e["state"] == "built" and "unchanged" not in e
    )


# --- what is built -----------------------------------------------------------------------------------------------


def test_everything_is_built_recorded_and_told(batch, clinic, run):
    ran = batch("--all", verify="all")
    assert (ran.code, ran.out) == (0, f"{clinic / 'output/manifest.json'}\n"), ran.err
    assert ran.err.splitlines()[-1] == "8 built, 0 unchanged. PDF/UA-1 and PDF/A-2a passed."
    assert tuple(pdfs(clinic)) == ALL
    products = manifest(clinic)
    assert tuple(products) == ALL
    for path, product in products.items():
        data = (clinic / "output" / path).read_bytes()
        assert (product["sha256"], product["size"]) == (hashlib.sha256(data).hexdigest(), len(data))
        assert (product["state"], product["conformant"], product["pages"] > 0) == ("built", True, True)
    ledger = [json.loads(line) for line in (clinic / "output/ledger.jsonl").read_bytes().splitlines()]
    assert sorted(line["sha256"] for line in ledger) == sorted(product["sha256"] for product in products.values())
    assert run("-C", clinic, "recall", "iron").err == "4 editions to recall.\n"  # the chain of the ledger is whole


def test_the_same_bytes_as_build(batch, clinic, run):
    assert batch("--all", "--no-ledger").code == 0
    assert run("-C", clinic, "build", "--lang", "en,es", "--brand", "test,other", "--out", clinic / "single").code == 0
    made = {path.rsplit("/", 1)[1]: data for path, data in pdfs(clinic).items()}
    assert made == files_below(clinic / "single")


def test_the_same_manifest_wherever_and_however_often(batch, clinic, tmp_path):
    """In another folder, in pieces, again, and after damage: the same bytes, but for times."""
    assert batch("--all").code == 0
    first = (clinic / "output/manifest.json").read_bytes()
    assert batch("--all").code == 0
    assert (clinic / "output/manifest.json").read_bytes() == first
    other = tmp_path / "other"
    batch("--all", "--out", other, "--lang", "es")
    assert manifest_states(other) == ["built", "pending"]
    (other / ALL[3]).write_bytes(b"")
    assert batch("--all", "--out", other).code == 0
    assert (other / "manifest.json").read_bytes() == first
    seconds = json.loads((other / "manifest-times.json").read_bytes())["times"]
    assert [entry["path"] for entry in seconds] == list(ALL)
    assert b"seconds" not in first


def manifest_states(out: Path) -> list[str]:
    return sorted({product["state"] for product in json.loads((out / "manifest.json").read_bytes())["products"]})


def test_a_plan_file_and_its_filters(batch, clinic):
    plan = clinic / "plan.yaml"
    plan.write_text("papers: [a4, letter]\nname: '{language}/{name}'\n", encoding="utf-8")
    ran = batch(plan, "--handout", "rls", "--lang", "es", "--brand", "test,other", "--paper", "a4", "--format", "jsonl")
    assert built(ran) == ["es/rls_es_other_sheet_a4.pdf", "es/rls_es_test_sheet_a4.pdf"]
    assert [e["event"] for e in events(ran)] == ["start", "job", "job", "end"]
    assert {p: e["state"] for p, e in manifest(clinic).items() if e["state"] != "pending"} == dict.fromkeys(
        built(ran), "built"
    )


def test_folded_layouts_come_with_their_sheets(batch, clinic):
    text = (clinic / "templates/layouts/sheet.yaml").read_text(encoding="utf-8").replace("Sheet", "Booklet")
    (clinic / "templates/layouts/folded.yaml").write_text(f"{text}impose: booklet\n", encoding="utf-8")
    plan = clinic / "plan.yaml"
    plan.write_text(f"{PLAN}layouts: folded\npapers: letter\n", encoding="utf-8")
    assert batch(plan).code == 0
    (product,) = manifest(clinic).values()
    sheets = product["print"]
    assert sheets["path"] == "test/en/rls_en_test_folded_letter_print-booklet-letter.pdf"
    data = (clinic / "output" / sheets["path"]).read_bytes()
    assert (sheets["sha256"], sheets["size"]) == (hashlib.sha256(data).hexdigest(), len(data))
    (clinic / "output" / sheets["path"]).unlink()
    assert built(batch(plan, "--format", "jsonl")) == ["test/en/rls_en_test_folded_letter.pdf"]


# --- what is left alone ------------------------------------------------------------------------------------------


def test_nothing_changed_nothing_built_and_the_workspace_not_even_parsed(batch, done, monkeypatch):
    before = files_below(done / "output")

    def parsed(*_: object) -> None:
        raise AssertionError("the workspace was parsed")

    monkeypatch.setattr("handouts.source.loading.load", parsed)
    ran = batch("--all")
    assert (ran.code, ran.err) == (0, "0 built, 8 unchanged. None was verified.\n")
    assert files_below(done / "output") == before


@pytest.mark.parametrize(
    ("path", "of"), [(FOODS, "/rls_"), (IRON_ES, "/rls_es"), (OTHER, "other/"), ("content/sections/x/en.yaml", "-")]
)
def test_a_touched_file_rebuilds_what_contains_it(batch, done, path, of):
    target = done / path
    target.parent.mkdir(exist_ok=True)
    before = target.read_text(encoding="utf-8") if target.exists() else FOODS_TEXT
    target.write_text(f"{before}# a word\n", encoding="utf-8")
    ran = batch("--all", "--format", "jsonl")
    assert built(ran) == [p for p in ALL if of in p]


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(path.read_bytes()[:-1] + b"x"),
    ],
    ids=["gone", "empty", "cut", "altered"],
)  # fmt: skip
def test_a_damaged_file_is_made_again(batch, done, damage):
    before = pdfs(done)
    damage(done / "output" / ALL[2])
    assert built(batch("--all", "--format", "jsonl")) == [ALL[2]]
    assert pdfs(done) == before


def test_a_file_altered_behind_our_back_is_found_on_demand(batch, done):
    path = done / "output" / ALL[2]
    status, data = path.stat(), path.read_bytes()
    path.write_bytes(data[:-1] + b"x")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert built(batch("--all", "--format", "jsonl")) == []
    assert built(batch("--all", "--format", "jsonl", "--check-outputs")) == [ALL[2]]
    assert path.read_bytes() == data


def test_a_copied_folder_is_intact(batch, done):
    """All files are younger than recorded; they are read and found to be the same."""
    for path in ALL:
        os.utime(done / "output" / path, ns=(1, 1))
    assert built(batch("--all", "--format", "jsonl")) == []


def test_force_and_another_day_and_the_ledger_and_verifying(batch):
    assert batch("--all", "--no-ledger").code == 0
    small = ("--all", "--handout", "rls", "--lang", "en", "--brand", "test", "--format", "jsonl")
    assert built(batch(*small, "--no-ledger")) == []
    assert built(batch(*small)) == [ALL[5]]  # to be given out now, so it must be in the ledger
    assert built(batch(*small)) == []
    assert built(batch(*small, "--force")) == [ALL[5]]
    assert built(batch(*small, date="2026-01-16")) == [ALL[5]]
    assert built(batch(*small, verify="all", date="2026-01-16")) == [ALL[5]]
    assert built(batch(*small, verify="all", date="2026-01-16")) == []


def test_a_dry_run_says_why_and_writes_nothing(batch, clinic):
    ran = batch("--all", "--dry-run")
    assert ran.out.splitlines()[0] == f"build    {ALL[0]}  (new)"
    assert (ran.code, ran.err) == (0, "8 to build. Nothing was written.\n")
    assert not (clinic / "output").exists()
    assert batch("--all").code == 0
    before = files_below(clinic)
    (clinic / IRON_ES).write_text((clinic / IRON_ES).read_text(encoding="utf-8") + "# x\n", encoding="utf-8")
    (clinic / OTHER).write_text("name:\n", encoding="utf-8")
    (clinic / "output" / ALL[5]).unlink()
    ran = batch("--all", "--dry-run")
    told = {line.split()[1]: line for line in ran.out.splitlines()}
    assert told[ALL[4]] == f"keep     {ALL[4]}"
    assert told[ALL[5]] == f"build    {ALL[5]}  (the file is gone)"
    assert told[ALL[7]] == f"build    {ALL[7]}  ({IRON_ES} changed)"
    assert told[ALL[0]].startswith(f"refuse   {ALL[0]}  ({OTHER}:1:1: ")
    assert ran.err == "2 to build, 4 to refuse, 2 to keep. Nothing was written.\n"
    after = files_below(clinic)
    assert {p for p in before if before[p] != after.get(p)} == {IRON_ES, OTHER, f"output/{ALL[5]}"}
    planned = events(batch("--all", "--dry-run", "--format", "jsonl"))
    assert [(e["todo"], e["path"]) for e in planned][:1] == [("refuse", ALL[0])]


# --- what goes wrong with one of them ----------------------------------------------------------------------------


def test_one_broken_brand_stops_nobody_else(batch, clinic):
    assert batch("--all", "--brand", "test").code == 0
    sound = pdfs(clinic)
    for path in sound:
        (clinic / "output" / path).unlink()
    (clinic / OTHER).write_text("name: Other\ncolours: none\n", encoding="utf-8")
    ran = batch("--all")
    assert ran.code == 1
    assert pdfs(clinic) == sound
    assert "4 built, 0 unchanged, 4 failed." in ran.err
    assert ran.err.count(f"{OTHER}:2:10: error: ") == 1  # told once at the end, with the number of documents
    assert f"{OTHER}:2:10: error: Here belongs 'colours' with the keys" in ran.err and "[4 documents]" in ran.err
    failed = {path: p for path, p in manifest(clinic).items() if p["state"] == "failed"}
    assert list(failed) == [path for path in ALL if path.startswith("other")]
    assert {p["failure"] for p in failed.values()} == {"content"}
    assert all(p["findings"][0]["file"] == OTHER for p in failed.values())
    # Nothing changed: it is not tried again, and still told.
    ran = batch("--all")
    assert (ran.code, ran.err.splitlines()[-1]) == (1, "0 built, 4 unchanged, 4 failed. None was verified.")
    assert "[4 documents]" in ran.err


def test_a_missing_translation_is_the_fault_of_one(batch, clinic):
    (clinic / IRON_ES).unlink()
    (clinic / IRON).write_text(f"{IRON_TEXT}safety: true\n", encoding="utf-8")
    ran = batch("--all", "--format", "jsonl")
    assert ran.code == 1
    failed = [e for e in events(ran) if e["event"] == "job" and e["state"] == "failed"]
    assert [e["path"] for e in failed] == [path for path in ALL if "/rls_es" in path]
    assert {f["rule"] for e in failed for f in e["findings"]} == {"missing-translation"}
    assert events(ran)[-1]["code"] == 1


def test_what_nobody_asked_for_may_be_broken(batch, clinic):
    (clinic / OTHER).write_text("name:\n", encoding="utf-8")
    assert batch("--all", "--brand", "test").code == 0


def test_settings_that_cannot_be_used_stop_all(batch, clinic):
    (clinic / "content/workspace.yaml").write_text("brand: [\n", encoding="utf-8")
    ran = batch("--all")
    assert (ran.code, "Nothing was built." in ran.err, pdfs(clinic)) == (1, True, {})


def test_a_bug_in_one_job_is_one_failure(batch, clinic, monkeypatch):
    def build(library: Any, request: Any, **others: Any) -> Any:
        if request.handout == "nights":
            raise RuntimeError("secret words")
        return real(library, request, **others)

    real = working.build
    monkeypatch.setattr(working, "build", build)
    ran = batch("--all", "--lang", "en")
    assert ran.code == 5
    assert "2 built, 0 unchanged, 2 failed." in ran.err
    assert "a bug in handouts, not in your content: RuntimeError at" in ran.err and "secret" not in ran.err
    monkeypatch.undo()
    ran = batch("--all", "--lang", "en")
    assert "2 built, 2 unchanged." in ran.err


def test_a_file_that_fails_its_check_is_told(batch, clinic, monkeypatch):
    """It is written, as `build` does, and the exit code is 3; so it is in every later run."""

    def verify(data: bytes, name: str) -> Any:
        wrong = (warning("preflight-x", Mark(name, 2), f"Something on a page of {name}."),)
        return SimpleNamespace(passed="rls" not in name, findings=wrong)

    monkeypatch.setattr(working, "verified", verify)
    for made in ("8 built, 0 unchanged.", "0 built, 8 unchanged."):
        ran = batch("--all", verify="all")
        assert (ran.code, made in ran.err, "NOT all pass" in ran.err) == (3, True, True)
        assert ran.err.count("preflight-x") == 1 and "(preflight-x) [8 documents]" in ran.err
    assert sum(product["conformant"] for product in manifest(clinic).values()) == 4


def test_require_signed_and_draft(batch, clinic):
    ran = batch("--all", "--require-signed", "--lang", "en")
    assert (ran.code, pdfs(clinic)) == (1, {})
    assert "Not signed off" in ran.err
    assert batch("--all", "--lang", "en").code == 0  # what was refused then is not refused now
    assert sorted(pdfs(clinic)) == [path for path in ALL if "_en_" in path]
    ran = batch("--all", "--draft", "--lang", "en", "--format", "jsonl")
    assert built(ran) == [path.replace(".pdf", "_draft.pdf") for path in ALL if "_en_" in path]


def test_a_plan_that_is_wrong_builds_nothing(batch, clinic):
    plan = clinic / "plan.yaml"
    for text in ("handouts: [rls\n", "- rls\n", "handouts: []\n", "brand: test\n", "a: &b [x]\nc: *b\n", "name: ''\n",
                 "handouts: rls\nname: '{handout}'\n"):  # fmt: skip
        plan.write_text(text, encoding="utf-8")
        ran = batch(plan)
        assert (ran.code, ran.err.splitlines()[-1]) == (1, "Nothing was built."), text
        assert f"{plan}:" in ran.err
    plan.write_bytes(b"name: \xff\n")
    assert "not UTF-8" in batch(plan).err
    assert pdfs(clinic) == {}


def test_words_that_are_wrong(batch, clinic):
    assert batch().code == 2
    (clinic / "plan.yaml").write_text("", encoding="utf-8")
    assert batch(clinic / "plan.yaml", "--all").code == 2
    assert batch(clinic / "absent.yaml").code == 2
    ran = batch("--all", "--brand", "tset")
    assert (ran.code, "The plan has nothing for the brand 'tset'." in ran.err) == (1, True)


# --- what goes wrong with the machine ----------------------------------------------------------------------------


def test_a_file_in_the_place_of_a_folder(batch, clinic):
    (clinic / "output/test").mkdir(parents=True)
    (clinic / "output/test/es").write_text("mine", encoding="utf-8")
    ran = batch("--all")
    assert ran.code == 4
    assert sorted(pdfs(clinic)) == [path for path in ALL if not path.startswith("test/es")]
    assert "test/es/rls_es_test_sheet_letter.pdf cannot be written" in ran.err
    assert (clinic / "output/test/es").read_text(encoding="utf-8") == "mine"
    (clinic / "output/test/es").unlink()
    assert "2 built, 6 unchanged." in batch("--all").err


def test_a_folder_in_the_place_of_a_file(batch, clinic):
    (clinic / "output" / ALL[0]).mkdir(parents=True)
    ran = batch("--all")
    assert (ran.code, "7 built, 0 unchanged, 1 failed." in ran.err) == (4, True)


def test_an_output_folder_that_cannot_be(batch, clinic):
    (clinic / "file").write_text("", encoding="utf-8")
    ran = batch("--all", "--out", clinic / "file" / "out")
    assert (ran.code, "error: Cannot write to" in ran.err, "Traceback" in ran.err) == (4, True, False)


def test_two_batches_in_one_folder(batch, clinic):
    with Folder(clinic / "output").opened():
        ran = batch("--all")
    assert (ran.code, "Another batch is at work in" in ran.err) == (4, True)
    assert batch("--all").code == 0


@pytest.mark.parametrize("where", ["stage", "place", "journal", "ledger"])
def test_a_full_disk_stops_the_batch_and_loses_nothing(batch, clinic, monkeypatch, where):
    """After three files there is no room for what is asked for; the next run finishes the rest."""
    calls = -4 if where == "stage" else 0  # the ledger and the plan are put on the disk too

    def full(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls > 3:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return real(*given, **named)

        return call

    if where == "stage":
        monkeypatch.setattr(delivering.os, "fsync", full(os.fsync))
    elif where == "place":
        monkeypatch.setattr(Path, "replace", full(Path.replace))
    elif where == "journal":
        monkeypatch.setattr(Folder, "_ends_whole", full(Folder._ends_whole))
    else:
        monkeypatch.setattr("handouts.source.appending._write", full(lambda d, data: os.write(d, data)))
    ran = batch("--all")
    assert (ran.code, os.strerror(errno.ENOSPC) in ran.err, "Traceback" in ran.err) == (4, True, False)
    monkeypatch.undo()
    assert list((clinic / "output/.batch").glob("staging-*")) == []
    kept = len(pdfs(clinic))
    assert 0 < kept < len(ALL)
    assert batch("--all").code == 0
    assert tuple(pdfs(clinic)) == ALL
    assert {p["state"] for p in manifest(clinic).values()} == {"built"}


def test_withdrawn_files_are_told_and_left(batch, done):
    (done / "content/handouts/nights.yaml").unlink()
    ran = batch("--all")
    assert ran.code == 0
    assert f"note: 4 files of earlier runs that this plan does not have: {ALL[0]}, ... (batch-left-behind)" in ran.err
    assert tuple(pdfs(done)) == ALL
    for path in ALL:
        if "nights" in path:
            (done / "output" / path).unlink()
    assert "batch-left-behind" not in batch("--all").err


def test_a_damaged_memory_costs_time_and_nothing_else(batch, done):
    before = pdfs(done)
    for name, damage in (("plan.json", b"{"), ("journal.jsonl", b"\xff{]"), ("journal.jsonl", b"")):
        (done / "output/.batch" / name).write_bytes(damage)
        assert batch("--all").code == 0
        assert pdfs(done) == before
    journal = done / "output/.batch/journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-40])
    assert len(built(batch("--all", "--format", "jsonl"))) == 1


# --- bundles and exports -----------------------------------------------------------------------------------------


def test_bundles_are_reproducible_and_left_alone(batch, clinic, tmp_path):
    assert batch("--all", "--bundle", "brand").code == 0
    path = clinic / "output/bundles/test.zip"
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == [name for name in ALL if name.startswith("test")]
        assert archive.testzip() is None
        assert archive.read(ALL[4]) == (clinic / "output" / ALL[4]).read_bytes()
    before = path.stat().st_mtime_ns, path.read_bytes()
    ran = batch("--all", "--bundle", "brand")
    assert ran.out.splitlines()[1:] == [str(clinic / f"output/bundles/{name}.zip") for name in ("other", "test")]
    assert (path.stat().st_mtime_ns, path.read_bytes()) == before
    assert batch("--all", "--bundle", "brand", "--out", tmp_path / "b").code == 0
    assert (tmp_path / "b/bundles/test.zip").read_bytes() == before[1]
    assert batch("--all", "--bundle", "language", "--export", "fhir").code == 0
    with zipfile.ZipFile(clinic / "output/bundles/es.zip") as archive:
        assert len(archive.namelist()) == 8


def test_openemr_and_fhir(batch, clinic):
    ran = batch("--all", "--export", "openemr", "--export", "fhir")
    assert (ran.code, ran.err.splitlines()[-1]) == (0, "8 built, 0 unchanged. None was verified.")
    names = sorted(path.name for path in (clinic / "output/openemr/test").iterdir())
    assert names == ["icd10_g25.81_en.pdf", "icd10_g25.81_es.pdf", "icd10_g47.00_en.pdf", "icd10_g47.00_es.pdf"]
    data = (clinic / "output/openemr/test/icd10_g25.81_es.pdf").read_bytes()
    assert data == (clinic / "output/test/es/rls_es_test_sheet_letter.pdf").read_bytes()
    value = json.loads((clinic / "output/test/es/rls_es_test_sheet_letter.fhir.json").read_bytes())
    assert value["content"][0]["attachment"]["size"] == len(data)
    assert value["identifier"][0]["value"] == manifest(clinic)["test/es/rls_es_test_sheet_letter.pdf"]["edition"]


def test_a_description_left_by_an_earlier_run_is_kept_true(batch, clinic):
    assert batch("--all", "--export", "fhir").code == 0
    (clinic / FOODS).write_text(FOODS_TEXT.replace("Beans", "Lentils"), encoding="utf-8")
    assert batch("--all").code == 0
    data = (clinic / "output/test/en/rls_en_test_sheet_letter.pdf").read_bytes()
    value = json.loads((clinic / "output/test/en/rls_en_test_sheet_letter.fhir.json").read_bytes())
    digest = hashlib.sha1(data, usedforsecurity=False).digest()
    assert base64.b64decode(value["content"][0]["attachment"]["hash"]) == digest


def test_openemr_names_that_collide_are_told_before_anything_is_built(batch, clinic):
    nights = clinic / "content/handouts/nights.yaml"
    nights.write_text(nights.read_text(encoding="utf-8").replace("G47.00", "G25.81"), encoding="utf-8")
    ran = batch("--all", "--export", "openemr")
    assert (ran.code, pdfs(clinic)) == (1, {})
    assert "These handouts would each be icd10_g25.81_en.pdf and 3 more: nights, rls." in ran.err
    plan = clinic / "plan.yaml"
    plan.write_text("openemr: [rls, nights]\nlanguages: en\n", encoding="utf-8")
    assert batch(plan, "--export", "openemr").code == 0
    copy = clinic / "output/openemr/test/icd10_g25.81_en.pdf"
    assert copy.read_bytes() == (clinic / "output/test/en/rls_en_test_sheet_letter.pdf").read_bytes()
