"""`handouts check` as a content owner meets it: what is checked, what is shown, and how it ends."""

from __future__ import annotations

import json

import pytest

from tests.cli.clinic import IRON, make_clinic

SETTINGS = "content/workspace.yaml"
_HEAD = "brand: test\nlanguages: [en]\nlayout: sheet\nprofile: standard-12\n"
QUIET = _HEAD + "checks: {get-help: off, main-message: off, no-disclaimer: off}\n"
SHOUT = """\
title: Iron
key_points: [Have a test.]
blocks:
  - text: Take IRON.
  - text: Ask {clinician.name}. [@allen2018]
"""


@pytest.mark.parametrize(("severity", "code"), [("note", 0), ("warning", 0), ("error", 1)])
def test_the_exit_code_follows_the_severity_of_the_workspace(run, tmp_path, severity, code):
    settings = QUIET.replace("{get-help", f"{{capitals: {severity}, get-help")
    root = make_clinic(tmp_path, {SETTINGS: settings, IRON: SHOUT})
    ran = run("-C", root, "check")
    assert ran.code == code
    assert f"{IRON}:4:16: {severity}: 'IRON' is written in capitals. (capitals)\n" in ran.err
    assert (root / "output").exists() is False


def test_an_error_of_the_workspace_stops_build_too(run, tmp_path):
    settings = QUIET.replace("{get-help", "{capitals: error, get-help")
    root = make_clinic(tmp_path, {SETTINGS: settings, IRON: SHOUT})
    ran = run("-C", root, "build")
    assert ran.code == 1 and "(capitals)" in ran.err and ran.err.endswith("Nothing was written.\n")
    allowed = SHOUT.replace("Take IRON.", "Take IRON.  # handouts: allow capitals - a name on the box")
    root = make_clinic(tmp_path / "b", {SETTINGS: settings, IRON: allowed})
    assert run("-C", root, "build").code == 0
    assert run("-C", root, "check").err == "1 edition checked: nothing found.\n"


def test_a_mistake_in_the_settings_stops_build_too(run, tmp_path):
    root = make_clinic(tmp_path, {SETTINGS: _HEAD + "checks: {capitels: off}\n"})
    ran = run("-C", root, "build")
    assert ran.code == 1 and "There is no rule 'capitels'. (unknown-rule)" in ran.err
    assert "Did you mean 'capitals'?" in ran.err


def test_a_named_handout_is_checked_alone(run, tmp_path):
    other = {
        "content/sections/other/en.yaml": SHOUT,
        "content/handouts/other.yaml": "title: {en: O}\nsections: [other, references]\n",
    }
    root = make_clinic(tmp_path, {SETTINGS: QUIET, **other})
    assert "(capitals)" not in run("-C", root, "check", "rls").err
    assert "(capitals)" in run("-C", root, "check", "other").err
    assert "(capitals)" in run("-C", root, "check").err


def test_a_section_that_no_handout_uses_is_checked(run, tmp_path):
    root = make_clinic(tmp_path, {SETTINGS: QUIET, "content/sections/loose/en.yaml": SHOUT})
    assert "content/sections/loose/en.yaml:4:16: warning:" in run("-C", root, "check").err


def test_a_named_language_is_checked_alone(run, tmp_path):
    french = SHOUT.replace("blocks:", f"translation: {{of: en, source: sha256:{64 * 'a'}, by: person}}\nblocks:")
    root = make_clinic(tmp_path, {SETTINGS: QUIET, "content/sections/iron/fr.yaml": french})
    assert "(capitals)" not in run("-C", root, "check", "--lang", "en").err
    assert "iron/fr.yaml:5:16: warning: 'IRON' is written in capitals." in run("-C", root, "check").err


def test_a_rule_explains_itself(run, tmp_path):
    ran = run("-C", tmp_path / "nowhere", "check", "--explain", "dose-form")
    assert ran.code == 0 and ran.out.startswith("dose-form (error)\n\nDoses are written so that")
    assert "Source: Joint Commission" in ran.out and "Take 5.0 mg each day." in ran.out
    wrong = run("check", "--explain", "dose-from")
    assert wrong.code == 2 and "Did you mean 'dose-form'?" in wrong.err


def test_json_has_the_content_findings(run, tmp_path):
    root = make_clinic(tmp_path, {SETTINGS: QUIET, IRON: SHOUT})
    report = json.loads(run("-C", root, "check", "--format", "json").out)
    (finding,) = report["findings"]
    assert (finding["rule"], finding["file"], finding["line"], finding["column"]) == ("capitals", IRON, 4, 16)


def test_a_broken_workspace_is_told_and_no_rule_adds_to_it(run, tmp_path):
    root = make_clinic(tmp_path, {IRON: "title: [\n"})
    ran = run("-C", root, "check")
    assert ran.code == 1 and "(yaml-syntax)" in ran.err
