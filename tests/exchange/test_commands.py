"""The commands: what they print, write and refuse, and their exit codes."""

from __future__ import annotations

import json

import pytest

import handouts.source.writing
from tests.cli.clinic import files_below
from tests.exchange.clinic import EN, ENGLISH, ES, FR, SPANISH, made_from, make_clinic
from tests.exchange.test_round_trip import CHANGED, FRENCH, edited

PO = "output/translations/es.po"


@pytest.fixture
def clinic(tmp_path):
    return make_clinic(tmp_path / "clinic")


@pytest.fixture
def go(run, clinic):
    return lambda *words: run("-C", clinic, "translate", *words)


def test_status(go, clinic):
    ran = go("status", "--lang", "es,fr")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "SECTION (* safety)  es       fr\n"
        "iron *              current  missing\n"
        "= current           1        0\n"
        "= unreviewed        0        0\n"
        "= stale             0        0\n"
        "= stale-safety      0        0\n"
        "= missing           0        1\n"
    )
    (clinic / EN).write_text(CHANGED, encoding="utf-8")
    report = json.loads(go("status", "--format", "json").out)
    assert report["sections"] == [{"section": "iron", "language": "es", "safety": True, "state": "stale-safety"}]
    assert report["languages"]["es"]["stale-safety"] == 1 and report["findings"] == []


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("status", "--lang", "xx-nowhere"), 1, "language-tag"),
        (("export", "xx-nowhere"), 1, "language-tag"),
        (("export", "en"), 2, "English is the language"),
        (("update", "en"), 2, "English is the language"),
        (("export", "es", "irn"), 1, "unknown-section"),
        (("update", "es", "irn"), 1, "unknown-section"),
        (("update", "fr", "iron"), 1, "missing-translation"),
        (("export", "es", "--to", "tmx"), 2, "tmx"),
        (("import", "nowhere.po"), 2, "nowhere.po"),
    ],
)
def test_mistakes(go, clinic, words, code, told):
    before = files_below(clinic)
    ran = go(*words)
    assert ran.code == code and told in ran.err
    assert files_below(clinic) == before


def test_no_workspace(run, tmp_path):
    for words in (("status",), ("export", "es"), ("update", "es")):
        ran = run("-C", tmp_path, "translate", *words)
        assert ran.code == 1 and "(workspace)" in ran.err


@pytest.mark.parametrize(("kind", "name"), [("po", "es.po"), ("xliff", "es.xlf")])
def test_out_and_back_changes_no_byte(go, clinic, kind, name):
    before = files_below(clinic)
    path = clinic / "output" / "translations" / name
    ran = go("export", "es", "--to", kind)
    assert (ran.code, ran.out, ran.err) == (0, f"{path}\n", "10 texts of 1 section written.\n")
    ran = go("import", path)
    assert (ran.code, ran.out, ran.err) == (0, "", "Nothing to change.\n")
    path.unlink()
    assert files_below(clinic) == before


def test_out_where_it_is_asked(go, tmp_path):
    ran = go("export", "fr", "iron", "--out", tmp_path / "new" / "fr.po")
    assert ran.code == 0 and (tmp_path / "new" / "fr.po").is_file()


@pytest.mark.parametrize("broken", [EN, ES])
def test_a_broken_file_is_not_exported(go, clinic, broken):
    (clinic / broken).write_text("title: [", encoding="utf-8")
    ran = go("export", "es", "iron")
    assert ran.code == 1 and ran.err.endswith("Nothing was written.\n") and not (clinic / "output").exists()


def test_import_shows_and_writes(go, clinic):
    go("export", "fr")
    path = clinic / "output" / "translations" / "fr.po"
    path.write_bytes(edited(path.read_bytes(), FRENCH))
    dry = go("import", path, "--dry-run", "--by", "person")
    assert dry.code == 0 and dry.out == "" and not (clinic / FR).exists()
    assert dry.err.startswith(f"--- /dev/null\n+++ {FR}\n") and dry.err.endswith("Nothing was written.\n")
    ran = go("import", path, "--by", "person")
    assert (ran.code, ran.out) == (0, f"{clinic / FR}\n")
    assert "+  by: person\n" in ran.err and ran.err.endswith("1 file written.\n")
    assert go("status", "--lang", "fr").out.splitlines()[1] == "iron *              current"


def test_import_as_json(go, clinic):
    go("export", "es")
    path = clinic / PO
    path.write_bytes(edited(path.read_bytes(), {"title": "El hierro"}))
    ran = go("import", path, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out) == {
        "changes": [{"section": "iron", "language": "es", "file": ES, "texts": 1, "new": False, "renewed": False}],
        "written": True,
        "findings": [],
    }
    path.write_bytes(b"nonsense")
    ran = go("import", path, "--format", "json")
    assert ran.code == 1
    assert [f["rule"] for f in json.loads(ran.out)["findings"]] == ["exchange-file"]


def test_nothing_is_written_on_any_error(go, clinic):
    """A good text does not come in while another one of the same file is wrong."""
    go("export", "es")
    path = clinic / PO
    new = {"title": "El hierro", "blocks[3].text": "Llame."}
    path.write_bytes(edited(path.read_bytes(), new))
    before = files_below(clinic)
    ran = go("import", path)
    assert ran.code == 1 and f"{path}:" in ran.err and "poison.number is missing. (exchange-locked)" in ran.err
    assert "+title: El hierro" in ran.err
    assert files_below(clinic) == before


def test_a_file_that_changed_meanwhile(go, clinic, monkeypatch):
    """Saved by somebody's editor while the command was at work."""
    go("export", "es")
    path = clinic / PO
    path.write_bytes(edited(path.read_bytes(), {"title": "El hierro"}))
    original = handouts.source.writing.write_all

    def slow(root, rewrites):
        (clinic / ES).write_text("title: Otro\n", encoding="utf-8")
        return original(root, rewrites)

    monkeypatch.setattr(handouts.source.writing, "write_all", slow)
    ran = go("import", path)
    assert ran.code == 1 and f"{ES}:1:1: error:" in ran.err and "(write-conflict)" in ran.err
    assert "Nothing was written. 1 error" in ran.err
    assert (clinic / ES).read_text(encoding="utf-8") == "title: Otro\n"


def test_windows_files_stay_windows_files(go, clinic):
    old = b"\xef\xbb\xbf" + made_from(SPANISH).replace("\n", "\r\n").encode()
    (clinic / ES).write_bytes(old)
    go("export", "es")
    path = clinic / PO
    path.write_bytes(edited(path.read_bytes(), {"title": "El hierro"}))
    assert go("import", path).code == 0
    assert (clinic / ES).read_bytes() == old.replace(b": Hierro", b": El hierro")


def test_update(go, clinic):
    (clinic / EN).write_text(CHANGED, encoding="utf-8")
    dry = go("update", "es", "--dry-run")
    assert dry.code == 0 and "+  source: sha256:" in dry.err
    assert (clinic / ES).read_text(encoding="utf-8") == made_from(SPANISH)
    ran = go("update", "es", "iron")
    assert (ran.code, ran.out) == (0, f"{clinic / ES}\n")
    assert (clinic / ES).read_text(encoding="utf-8") == made_from(SPANISH, CHANGED)
    ran = go("update", "es", "--format", "json")
    assert json.loads(ran.out) == {"changes": [], "written": False, "findings": []}


UPDATE_REFUSALS = [
    (ENGLISH + "  - text: A new paragraph.\n", "exchange-shape", "'blocks[4].text' is missing"),
    (ENGLISH.replace("callout: warning", "callout: tip"), "exchange-shape", "'blocks[3].callout' is another"),
    (ENGLISH.replace("  - text: >-\n", "  - heading: H\n  - text: >-\n"), "exchange-shape", "'blocks[1].heading'"),
    (ENGLISH.replace("75 ng", "80 ng"), "", "75"),
    (ENGLISH + "title: Twice\n", "exchange-file", "cannot be read"),
]


@pytest.mark.parametrize(("english", "rule", "told"), UPDATE_REFUSALS)
def test_update_is_refused(go, clinic, english, rule, told):
    (clinic / EN).write_text(english, encoding="utf-8")
    before = files_below(clinic)
    ran = go("update", "es")
    assert ran.code == 1 and told in ran.err and rule in ran.err and "content/sections/iron/e" in ran.err
    assert files_below(clinic) == before
