"""`handouts report`: what it writes where, exit codes, and workspaces and ledgers in every state."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from handouts.press.reading import structure_text
from handouts.press.verify import verify
from handouts.reports.tables import TABLES
from tests.cli.clinic import FILES, IRON, PRODUCT, files_below, make_clinic
from tests.passport.lines import DAY, entry, ledger

LEDGER = "output/ledger.jsonl"


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return make_clinic(tmp_path / "clinic")


@pytest.fixture
def go(run, clinic):
    return lambda *words, **more: run("-C", clinic, "report", *words, **more)


def put(clinic: Path, data: bytes) -> None:
    (clinic / "output").mkdir(exist_ok=True)
    (clinic / LEDGER).write_bytes(data)


def test_a_pdf_and_its_path(go, clinic):
    """No git, nothing signed, an empty ledger."""
    ran = go()
    path = clinic / "output/report_2026-01-15_en.pdf"
    assert (ran.code, ran.out) == (0, f"{path}\n")
    assert ran.err.splitlines()[0] == "Handouts signed and in time, each language counted: 0 of 1"
    assert verify(path.read_bytes(), "r").passed
    assert "The ledger is empty: nothing has been recorded yet." in " ".join(structure_text(path.read_bytes()))
    assert not (clinic / LEDGER).exists()  # a report is no handout


@pytest.mark.parametrize(("out", "name"), [("a/b.pdf", "a/b.pdf"), ("a", "a/report_2026-01-15_en.pdf")])
def test_where_it_goes(go, tmp_path, out, name):
    assert go("--out", tmp_path / out).out == f"{tmp_path / name}\n"
    assert (tmp_path / name).read_bytes().startswith(b"%PDF")


def test_json(go, clinic):
    before = files_below(clinic)
    ran = go("--format", "json", "--months", "3")
    told = json.loads(ran.out)
    assert (ran.code, ran.err, told["written"], told["findings"]) == (0, "", [], [])
    assert (told["date"], told["since"], told["until"]) == ("2026-01-15", "2025-01-15", "2026-03-31")
    assert told["ledger"] == {"entries": 0, "damaged_lines": 0, "later_entries": 0}
    assert set(TABLES) < set(told) and [row["month"] for row in told["due"]] == [
        "overdue", "2026-01", "2026-02", "2026-03",
    ]  # fmt: skip
    assert files_below(clinic) == before


def test_json_and_the_pdf(go, tmp_path):
    path = tmp_path / "r.pdf"
    assert json.loads(go("--format", "json", "--out", path).out)["written"] == [str(path)]
    assert path.exists()


def test_csv(go, tmp_path):
    ran = go("--format", "csv", "--out", tmp_path / "t")
    assert (ran.code, ran.out.splitlines()) == (0, [str(tmp_path / f"t/{name}.csv") for name in TABLES])
    one = go("--format", "csv", "--table", "texts")
    assert one.out == (tmp_path / "t/texts.csv").read_text(encoding="utf-8")
    assert {row["section"] for row in csv.DictReader(io.StringIO(one.out))} == {"iron", "plan"}


@pytest.mark.parametrize(
    "words",
    [
        ("--table", "due"), ("--format", "csv", "--table", "due", "--out", "x"),
        ("--format", "csv", "--out", "x.pdf"), ("--format", "csv", "--table", "nothing"), ("--months", "0"),
        ("--months", "61"), ("--since", "yesterday"), ("--since", "2026-01-16"), ("--format", "pdf"),
    ],
)  # fmt: skip
def test_what_is_not_understood(go, clinic, words):
    before = files_below(clinic)
    assert go(*words).code == 2
    assert files_below(clinic) == before


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        (("--lang", "xx"), "unknown-language"),
        (("--lang", "en+es"), "unknown-language"),
        (("--brand", "nobody"), "unknown-brand"),
    ],
)
def test_what_there_is_not(go, clinic, words, rule):
    before = files_below(clinic)
    ran = go(*words)
    assert (ran.code, rule in ran.err) == (1, True)
    assert files_below(clinic) == before


def test_content_with_errors_gives_no_report(go, clinic):
    (clinic / IRON).write_text("title: Iron\nblocks:\n  - nonsense: 1\n", encoding="utf-8")
    ran = go()
    assert (ran.code, ran.out) == (1, "")
    assert "Nothing was written" in ran.err and IRON in ran.err
    assert not (clinic / "output").exists() or not list((clinic / "output").glob("report*"))


def test_a_workspace_with_nothing_in_it(go, clinic):
    """Neither handouts nor texts: the report says noughts, and conforms."""
    for folder in ("content/handouts", "content/sections"):
        for path in sorted((clinic / folder).rglob("*.yaml")):
            path.unlink()
    ran = go()
    assert ran.code == 0 and ran.err.startswith("Handouts signed and in time, each language counted: 0 of 0")
    assert verify(Path(ran.out.strip()).read_bytes(), "r").passed


def test_no_workspace(run, tmp_path):
    assert run("-C", tmp_path, "report").code == 1


def test_what_cannot_be_written(go, clinic):
    (clinic / "output").write_text("in the way", encoding="utf-8")
    assert go("--no-verify").code == 4


# --- the ledger and the files ------------------------------------------------------------------------------------


def conformance(go, *words: str) -> tuple[int, dict[str, str]]:
    ran = go("--format", "json", *words)
    return ran.code, {row["file"]: row["outcome"] for row in json.loads(ran.out)["conformance"]}


def test_finished_files(run, go, clinic, tmp_path):
    """Those recorded are checked, wherever they lie; changed ones and lost ones are named; --no-verify checks none."""
    assert run("-C", clinic, "build").code == 0
    assert conformance(go) == (0, {PRODUCT: "passed"})
    assert conformance(go, "--no-verify") == (0, {})
    assert conformance(go, "--files", str(tmp_path)) == (0, {PRODUCT: "absent"})
    (clinic / "output" / PRODUCT).rename(tmp_path / PRODUCT)
    assert conformance(go, "--files", str(tmp_path)) == (0, {PRODUCT: "passed"})
    assert conformance(go) == (0, {PRODUCT: "absent"})
    (clinic / "output" / PRODUCT).write_bytes((tmp_path / PRODUCT).read_bytes() + b"\n")
    assert conformance(go) == (0, {PRODUCT: "other"})


def test_a_file_that_fails_is_told_by_the_exit_code(go, clinic):
    import hashlib

    data = b"%PDF-1.7\nnothing\n"
    put(clinic, ledger(entry(sha256=hashlib.sha256(data).hexdigest())))
    (clinic / "output" / PRODUCT).write_bytes(data)
    code, files = conformance(go)
    assert (code, files) == (3, {PRODUCT: "failed"})
    ran = go()
    assert ran.code == 3 and ran.out  # the report is written, and says so
    assert "0 of 1 checked" in ran.err


def test_since(go, clinic):
    put(clinic, ledger(entry(edition="aaaaa-00000", written=DAY.replace(year=2024)), entry(edition="bbbbb-00000")))

    def told(*words: str) -> list[str]:
        return [row["edition"] for row in json.loads(go("--format", "json", *words).out)["editions"]]

    assert told() == ["bbbbb-00000"]
    assert told("--since", "2024-01-15") == ["bbbbb-00000", "aaaaa-00000"]
    assert told("--since", "2024-01-16", "--date", "2025-12-31") == []


def test_a_damaged_ledger(go, clinic):
    """The report is made of what can be read, says how many lines are wrong, and the exit code says it too."""
    whole = ledger(entry(edition="aaaaa-00000"), entry(edition="bbbbb-00000"), entry(edition="ccccc-00000"))
    first, second, third = whole.splitlines(keepends=True)
    put(clinic, first + second.replace(b'"pages":2', b'"pages":3') + b"\x00rubbish\n" + third)
    ran = go("--no-verify")
    assert ran.code == 1 and "ledger-altered" in ran.err and "ledger-damaged" in ran.err
    data = Path(ran.out.strip()).read_bytes()
    assert "damaged or do not fit: 2." in " ".join(structure_text(data)) and verify(data, "r").passed
    told = json.loads(go("--format", "json", "--no-verify").out)
    assert told["ledger"]["damaged_lines"] == 2
    assert {row["edition"] for row in told["editions"]} == {"aaaaa-00000", "bbbbb-00000", "ccccc-00000"}


def test_nothing_of_a_patient(run, go, clinic):
    run("-C", clinic, "build", "--set", "patient.name=Sam Sample", "--set", "notes=Secret")
    ran = go("--format", "json")
    path = Path(go().out.strip())
    for text in (ran.out, " ".join(structure_text(path.read_bytes()))):
        assert "Sample" not in text and "Secret" not in text and "personal" not in text


def test_a_new_sign_off_shows(run, go, clinic):
    (clinic / IRON).write_text(FILES[IRON], encoding="utf-8")
    signed = run("-C", clinic, "review", "iron", "--by", "A. Reader", "--role", "approver")
    assert signed.code == 0, signed.err
    rows = {row["section"]: row for row in json.loads(go("--format", "json").out)["texts"]}
    assert rows["iron"]["sign_offs"] == ["2026-01-15 A. Reader (approver)"]
    assert (rows["iron"]["review"], rows["plan"]["review"]) == ("signed", "never")
