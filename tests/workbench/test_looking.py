"""What is found without setting pages: the same as the command tells, and the same after an edit as anew."""

from __future__ import annotations

import datetime
import hashlib
import json
from pathlib import Path

import pytest

from handouts.diagnostics import Severity
from handouts.resolving.plan import Selection
from handouts.workbench.bench import open_bench, with_text
from handouts.workbench.checking import check_all
from handouts.workbench.findings import report
from handouts.workbench.looking import look_over
from tests.governance.clinic import ENGLISH, FOODS, IRON, IRON_ES, REFERENCES, SETTINGS, make_clinic
from tests.workbench.desk import TODAY, looked_at

DIGEST = hashlib.sha256(ENGLISH.encode()).hexdigest()
BAD: dict[str, str | bytes | None] = {
    FOODS: "title: Foods\nblocks:\n  - text: Eat well well. [@alen2018]\n  - text: PLEASE CALL US NOW OR LATER\n",
    "content/sections/plan/en.yaml": "title: [Plan\n",
}


def test_the_command_and_the_desk_find_the_same(run, tmp_path: Path) -> None:
    for name, files in (("good", {}), ("bad", BAD)):
        clinic = make_clinic(tmp_path / name, files)
        told = json.loads(run("-C", clinic, "check", "--format", "json").out)["findings"]
        bench = open_bench(clinic)
        checked = check_all((bench.library, bench.findings), Selection(), TODAY)
        assert [finding.as_json() for finding in checked.findings] == told
        shown = report(bench, checked.findings).findings
        assert sorted((f.path, f.line, f.column, f.rule, f.message, f.hint, f.severity.value) for f in shown) == sorted(
            (f["file"], f["line"], f["column"], f["rule"], f["message"], f["hint"], f["severity"]) for f in told
        )
        assert looked_at(clinic).findings == checked.findings  # nothing here shows only on pages


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (FOODS, "Eat well.", "Eat well well."),
        (FOODS, "alt: Two legs", "alt: ''"),
        (IRON, "20 mg", "25 mg"),
        (IRON, "safety: true\n", ""),
        (IRON, "title: Iron", "title: [Iron"),
        (IRON_ES, "20 mg", "25 mg"),
        (IRON_ES, "Hierro", "Iron"),
        (IRON_ES, f"source: sha256:{DIGEST}", f"source: sha256:{'0' * 64}"),  # old then, as building it would tell
        (IRON, "[@allen2018]\n  - h", "[Read](https://example.org/a) [Read](https://example.org/b).\n  - h"),
        (REFERENCES, "allen2018", "allen2019"),
        (SETTINGS, "layout: sheet", "layout: sheets"),
        (SETTINGS, "languages: [en]", "languages: [en, es]"),
        (SETTINGS, "brand: test\n", ""),
        ("content/handouts/rls.yaml", "[iron, plan", "[plan"),
    ],
)
def test_a_look_after_an_edit_finds_what_a_new_one_finds(tmp_path: Path, path: str, old: str, new: str) -> None:
    """And the look after the edit was taken back, too."""
    both = "brand: test\nlanguages: [en, es]\nlayout: sheet\nprofile: standard-12\n"
    clinic = make_clinic(tmp_path / "clinic", {SETTINGS: both} if old.startswith("source:") else {})
    first = looked_at(clinic)
    text = first.bench.workspace.files[path].text
    assert text.count(old) == 1
    edited = with_text(first.bench, path, text.replace(old, new))
    second = look_over(edited, TODAY, first)
    assert second.findings == look_over(edited, TODAY).findings
    assert second.findings != first.findings or path == FOODS or new == "Iron"
    back = with_text(edited, path, text)
    assert look_over(back, TODAY, second).findings == first.findings


def test_a_new_sign_off_and_another_day_are_seen(run, tmp_path: Path) -> None:
    clinic = make_clinic(
        tmp_path / "clinic",
        {SETTINGS: "brand: test\nlanguages: [en]\nlayout: sheet\nprofile: standard-12\nreview: {required: true}\n"},
    )
    first = looked_at(clinic)
    for section in ("iron", "foods", "plan"):
        ran = run("-C", clinic, "review", section, "--by", "A. Reader", "--role", "approver")
        assert ran.code == 0, ran.err
    bench = open_bench(clinic, first.bench.loaded)
    second = look_over(bench, TODAY, first)
    assert second.findings == look_over(bench, TODAY).findings
    later = datetime.date(2032, 1, 1)
    third = look_over(bench, later, second)
    assert third.findings == look_over(bench, later).findings != second.findings


def test_settings_that_cannot_be_used_are_told(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic", {SETTINGS: "languages: [en]\n"})
    looked = looked_at(clinic)
    assert looked.bench.library is None
    assert {f.mark.path for f in looked.findings if f.mark} == {SETTINGS}


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    assert [finding.rule for finding in looked_at(tmp_path).findings] == ["workspace"]


def test_findings_are_in_files_the_most_urgent_first(tmp_path: Path) -> None:
    clinic = make_clinic(
        tmp_path / "clinic",
        {**BAD, IRON_ES: "title: Hierro\nblocks: [{text: Hierro.}]\n", "content/notes.yml": "a: b\n"},
    )
    looked = looked_at(clinic)
    found = report(looked.bench, looked.findings)
    worst = [file.worst for file in found.files]
    assert worst == sorted(worst, key=list(Severity).index) and Severity.ERROR in worst and Severity.WARNING in worst
    assert sum(found.count(severity) for severity in Severity) == len(found.findings) == len(looked.findings)
    es = next(file for file in found.files if file.path == IRON_ES)
    first = es.findings[0]
    assert (first.section, first.language, first.handouts, first.editable) == ("iron", "es", ("rls",), True)
    assert not next(file for file in found.files if file.path.endswith(".yml")).findings[0].editable
    lines = [(finding.line, finding.column) for finding in es.findings]
    assert lines == sorted(lines)


def test_filters(tmp_path: Path) -> None:
    looked = looked_at(make_clinic(tmp_path / "clinic", BAD))
    found = report(looked.bench, looked.findings)
    errors = found.only(severities=[Severity.ERROR])
    assert 0 < errors.count(Severity.ERROR) == len(errors.findings) < len(found.findings)
    assert {finding.rule for finding in found.only(rules=["unknown-citation"]).findings} == {"unknown-citation"}
    assert {finding.language for finding in found.only(languages=["en"]).findings} == {"en"}
    assert found.only(severities=[Severity.ERROR], languages=["es"]).findings == ()
    assert found.only(rules=["no-such-rule"]).files == ()
    assert found.only() == found
    assert "unknown-citation" in found.rules and set(found.languages) >= {"en"}
