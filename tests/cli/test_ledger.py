"""What `build` records, and where; what is told when the ledger is broken."""

from __future__ import annotations

import datetime
import errno
import getpass
import json
import os
import re
import socket
from pathlib import Path

import pytest

from handouts import product
from handouts.passport.ledger import read_ledger
from tests.cli.clinic import BRAND, IRON, PRODUCT, files_below, make_clinic
from tests.repositories import commit, make_repository

LEDGER = "output/ledger.jsonl"
SETTINGS = "content/workspace.yaml"
USUAL = "brand: test\nlanguages: [en]\nlayout: sheet\nprofile: standard-12\n"


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return make_clinic(tmp_path / "clinic")


def lines(clinic: Path, place: str = LEDGER) -> list[dict[str, object]]:
    path = clinic / place
    found, findings = read_ledger(path.read_bytes(), place) if path.exists() else ((), ())
    assert findings == ()
    return [entry.as_json() for entry in found]


def test_every_build_adds_a_line(run, clinic):
    report = json.loads(run("-C", clinic, "build", "--format", "json").out)
    run("-C", clinic, "build", "--mono", "--date", "2026-02-01")
    first, second = lines(clinic)
    assert {key: first[key] for key in ("edition", "sha256", "pages", "title")} == {
        key: report["products"][0][key] for key in ("edition", "sha256", "pages", "title")
    }
    assert (first["date"], second["date"], second["mono"]) == ("2026-01-15", "2026-02-01", True)
    assert first["sections"] == {
        "iron@en": f"sha256:{first['files'][IRON]}",  # type: ignore[index]
        "plan@en": f"sha256:{first['files']['content/sections/plan/en.yaml']}",  # type: ignore[index]
    }
    assert first["references"] == ["allen2018"]
    assert (first["version"], first["libraries"]) == (product.version(), product.libraries())
    assert (first["commit"], first["clean"]) == ("", False)
    assert abs(datetime.date.today() - datetime.date.fromisoformat(str(first["written"]))).days <= 1


def test_the_same_edition_again_is_another_line(run, clinic):
    """Each line is a file that was given out; how many editions there are is asked when the ledger is read."""
    for _ in range(3):
        run("-C", clinic, "build")
    assert len(lines(clinic)) == 3
    assert len({line["edition"] for line in lines(clinic)}) == 1
    recalled = json.loads(run("-C", clinic, "recall", "iron", "--format", "json").out)["recalled"]
    assert len(recalled) == 1


@pytest.mark.parametrize("words", [("check",), ("preview", "--dpi", "40"), ("build", "--no-ledger"), ("list",)])
def test_trials_leave_no_line(run, clinic, words):
    assert run("-C", clinic, *words).code == 0
    assert not (clinic / LEDGER).exists()


def test_content_that_does_not_build_leaves_no_line(run, clinic):
    (clinic / IRON).write_text("title: Iron\nblocks: [{text: '[@nobody]'}]\n", encoding="utf-8")
    assert run("-C", clinic, "build").code == 1
    assert not (clinic / LEDGER).exists()


def test_another_file_by_option_or_setting(run, clinic, tmp_path):
    run("-C", clinic, "build", "--ledger", tmp_path / "far" / "l.jsonl")
    assert len(lines(tmp_path, "far/l.jsonl")) == 1 and not (clinic / LEDGER).exists()
    (clinic / SETTINGS).write_text(USUAL + "ledger: records/ours.jsonl\n", encoding="utf-8")
    run("-C", clinic, "build")
    assert len(lines(clinic, "records/ours.jsonl")) == 1 and not (clinic / LEDGER).exists()
    edition = str(lines(clinic, "records/ours.jsonl")[0]["edition"])
    assert "there, with these very bytes" in run("-C", clinic, "identify", clinic / "output" / PRODUCT).out
    assert run("-C", clinic, "identify", edition).code == 0


def test_only_the_files_that_had_a_say(run, clinic):
    more = {
        "content/sections/other/en.yaml": "title: Other\nblocks: [{text: Other.}]\n",
        "content/handouts/other.yaml": "title: {en: Other}\nsections: [other]\n",
        "content/glossary.yaml": "terms: []\n",
        "templates/brands/base.yaml": FILES_BRAND,
        BRAND: "extends: base\nname: Test Clinic\n",
        "templates/brands/unused.yaml": "extends: base\nname: Unused\n",
        "content/figures/unused.svg": "<svg/>",
        "content/reviews.yaml": "reviews: []\n",
    }
    for place, text in more.items():
        (clinic / place).parent.mkdir(parents=True, exist_ok=True)
        (clinic / place).write_text(text, encoding="utf-8")
    assert run("-C", clinic, "build", "rls").code == 0
    assert sorted(lines(clinic)[0]["files"]) == [  # type: ignore[call-overload]
        "content/glossary.yaml", "content/handouts/rls.yaml", "content/references.yaml", "content/reviews.yaml",
        IRON, "content/sections/plan/en.yaml", SETTINGS, "templates/brands/base.yaml", BRAND,
        "templates/layouts/sheet.yaml", "templates/profiles/standard-12.yaml", "templates/wording/en.yaml",
    ]  # fmt: skip


FILES_BRAND = """\
name: Base Clinic
region: US
font: noto-sans
colours: {brand: "#0B5C7A", accent: "#B4490F"}
contact: {phone: 202-555-0100}
numbers: {emergency: "911"}
"""


def test_the_commit_when_the_workspace_is_in_git(run, clinic):
    make_repository(clinic)
    newest = commit(clinic, "More", day="2026-01-03")
    run("-C", clinic, "build")
    (clinic / "content/glossary.yaml").write_text("terms: []\n", encoding="utf-8")
    run("-C", clinic, "build")
    (clinic / "content/glossary.yaml").unlink()
    (clinic / "content/sections/unused").mkdir()
    (clinic / "content/sections/unused/en.yaml").write_text("title: x\nblocks: [{text: x}]\n", encoding="utf-8")
    run("-C", clinic, "build")
    assert [(line["commit"], line["clean"]) for line in lines(clinic)] == [
        (newest, True), (newest, False), (newest, True),  # what had no say in the edition does not count
    ]  # fmt: skip


def test_nothing_of_the_machine_or_its_user_is_in_it(run, clinic):
    make_repository(clinic)
    run("-C", clinic, "build")
    text = (clinic / LEDGER).read_text(encoding="utf-8")
    assert str(clinic) not in text and str(Path.home()) not in text and not re.search(r'"/|[A-Z]:\\\\', text)
    words = {getpass.getuser(), socket.gethostname(), "A. Reader", "reader@example.org"}
    assert [word for word in words if re.search(rf"\b{re.escape(word)}\b", text)] == []


# --- when something breaks ---------------------------------------------------------------------------------------


def test_a_torn_line_is_mended_and_told(run, clinic):
    run("-C", clinic, "build")
    path = clinic / LEDGER
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"ledger":1,"edi')
    ran = run("-C", clinic, "build")
    assert ran.code == 0
    assert "output/ledger.jsonl:1:1: warning: The last line had been cut off by a crash; its 16 bytes" in ran.err
    (aside,) = (clinic / "output").glob("ledger.torn-*.jsonl")
    assert aside.read_bytes() == b'{"ledger":1,"edi'
    assert path.read_bytes().startswith(whole) and len(lines(clinic)) == 2


def test_without_a_line_nothing_is_given_out(run, clinic, monkeypatch):
    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        ran = run("-C", clinic, "build")
    assert (ran.code, ran.out) == (4, "")
    assert ran.err.startswith(f"error: Cannot add to {clinic / LEDGER}: No space left on device.\n    ")
    assert files_below(clinic / "output") == {"ledger.jsonl": b""}


def test_a_file_that_could_not_be_written_is_in_the_ledger(run, clinic, monkeypatch):
    """The line comes first: a line too many only makes a recall look for a sheet that is not there."""
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "No space left")))
        assert run("-C", clinic, "build").code == 4
    assert len(lines(clinic)) == 1 and not (clinic / "output" / PRODUCT).exists()


@pytest.mark.parametrize("words", [("recall", "iron"), ("identify", "PRODUCT"), ("recover", "EDITION")])
def test_a_changed_ledger_is_told_by_all_who_read_it(run, clinic, words):
    run("-C", clinic, "build")
    edition = str(lines(clinic)[0]["edition"])
    path = clinic / LEDGER
    path.write_bytes(path.read_bytes().replace(b'"pages":1', b'"pages":9'))
    known = {"PRODUCT": str(clinic / "output" / PRODUCT), "EDITION": edition}
    ran = run("-C", clinic, *(known.get(word, word) for word in words))
    assert f"{LEDGER}:1:1: error: This line was changed after it was written. (ledger-altered)" in ran.err
    assert edition in ran.out


def test_every_library_is_known_to_decide_bytes_or_not():
    """A new dependency must be put in one of the two lists."""
    import tomllib

    from tests.starters import ROOT

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [*project["dependencies"], *project["optional-dependencies"]["cjk"]]
    assert {re.split(r"[<>=!~\[ ]", each)[0] for each in named} == {*product.DECIDING, *product.HARMLESS}
