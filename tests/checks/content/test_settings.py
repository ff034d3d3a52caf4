"""What a workspace says of the rules: severities, options by language, and mistakes told with a way out."""

from __future__ import annotations

import json
import re

import pytest

from handouts.checks.content import RULES, check_content
from handouts.checks.content.settings import LEVELS, json_schema
from handouts.diagnostics import Severity
from tests.checks.content.clinics import EXAMPLE, SETTINGS, found, opened

LONG = "title: Example\nblocks:\n  - text: One two three four five six seven.\n"
SHOUT = "title: Example\nblocks:\n  - text: Take IRON.\n"
_OF = f"translation: {{of: en, source: sha256:{64 * 'a'}, by: person}}\n"


def ruled(folder, checks: str, text: str, **more: str) -> list[tuple[str, str]]:
    """Rule and severity of each finding with these settings."""
    files = {"content/workspace.yaml": f"{SETTINGS}checks:\n{checks}", EXAMPLE: text, **more}
    return [(finding.rule, finding.severity.value) for finding in found(folder, files)]


@pytest.mark.parametrize("severity", ["error", "warning", "note"])
def test_a_severity_of_the_workspace_is_used(tmp_path, severity):
    assert ruled(tmp_path, f"  capitals: {severity}\n", SHOUT) == [("capitals", severity)]
    assert RULES["capitals"].SEVERITY is Severity.WARNING


def test_a_rule_that_is_off_finds_nothing(tmp_path):
    assert ruled(tmp_path, "  capitals: off\n", SHOUT) == []
    assert ruled(tmp_path / "b", "  capitals: {severity: off}\n", SHOUT) == []


def test_an_option_for_all_languages(tmp_path):
    assert ruled(tmp_path, "  sentence-length: {words: 6}\n", LONG) == [("sentence-length", "warning")]
    assert ruled(tmp_path / "b", "  sentence-length: {words: 7}\n", LONG) == []


def test_an_option_for_one_language_and_its_regions(tmp_path):
    german = LONG.replace("blocks:", f"{_OF}blocks:")
    files = {"content/sections/example/de-AT.yaml": german}
    by_base = "  sentence-length: {words: {de: 6}}\n"
    assert ruled(tmp_path, by_base, LONG, **files) == [("sentence-length", "warning")]
    by_tag = "  sentence-length: {words: {de: 6, de-AT: 9}}\n"
    assert ruled(tmp_path / "b", by_tag, LONG, **files) == []


def test_a_list_option(tmp_path):
    text = "title: Example\nblocks:\n  - text: Call 555 now.\n"
    assert ruled(tmp_path, "  fixed-number: {numbers: [555]}\n", text) == [("fixed-number", "error")]
    assert ruled(tmp_path / "b", "  fixed-number: {numbers: [666]}\n", text) == []


def test_a_word_option(tmp_path):
    text = "title: Example\nblocks:\n  - text: Take 5 mcg now.\n"
    assert ruled(tmp_path, "  unit-spelling: {micro: mcg}\n", text) == []
    assert ruled(tmp_path / "b", "  unit-spelling: {micro: µg}\n", text) == [("unit-spelling", "warning")]


MISTAKES = [
    ("capitels: off", "10:3", "unknown-rule", "There is no rule 'capitels'.", "Did you mean 'capitals'?"),
    ("capitals: loud", "10:3", "check-setting", "'loud' is no severity.", "There is: error, note, off, warning."),
    ("capitals: {severity: eror}", "10:3", "check-setting", "'eror' is no severity.", "Did you mean 'error'?"),
    (
        "sentence-length: {word: 9}", "10:27", "check-setting", "The rule sentence-length has no option 'word'.",
        "Did you mean 'words'?",
    ),
    (
        "sentence-length: {words: many}", "10:28", "check-setting", "'words' cannot be 'many'.",
        "Write a whole number from 5 to 200.",
    ),
    (
        "sentence-length: {words: {en: 2}}", "10:33", "check-setting", "'words' cannot be '2'.",
        "Write a whole number from 5 to 200.",
    ),
    ("unit-spelling: {micro: ug}", "10:26", "check-setting", "'micro' cannot be 'ug'.", "There is: mcg, µg."),
    ("sentence-length: {words: [1, 2]}", "10:28", "check-setting", "'words' cannot be '1, 2'.", "Write a whole"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "place", "rule", "message", "hint"), MISTAKES)
def test_a_mistake_is_told_at_its_place(tmp_path, line, place, rule, message, hint):
    filling = "# x\n" * (8 - SETTINGS.count("\n"))
    settings = f"{SETTINGS}{filling}checks:\n  {line}\n"
    (finding,) = found(tmp_path, {"content/workspace.yaml": settings})
    assert str(finding.mark) == f"content/workspace.yaml:{place}"
    assert (finding.rule, finding.message) == (rule, message)
    assert finding.severity is Severity.ERROR and finding.hint.startswith(hint)


def test_checks_that_are_no_map_are_told(tmp_path):
    from handouts.source.loading import open_library
    from tests.checks.content.clinics import FILES
    from tests.workspaces import make_workspace

    for number, text in enumerate(("checks: off\n", "checks:\n  capitals: [off]\n")):
        folder = make_workspace(tmp_path / str(number), {**FILES, "content/workspace.yaml": SETTINGS + text})
        findings = open_library(folder)[1]
        assert [finding.rule for finding in findings] == ["wrong-value"], findings
        assert findings[0].mark is not None and findings[0].mark.path == "content/workspace.yaml"


def test_an_unreadable_setting_changes_nothing(tmp_path):
    library = opened(tmp_path, {"content/workspace.yaml": f"{SETTINGS}checks: {{capitals: loud}}\n", EXAMPLE: SHOUT})
    assert {finding.rule for finding in check_content(library)} == {"check-setting", "capitals"}


def test_the_schema_for_editors_knows_every_rule_and_option():
    made = json_schema(RULES)
    assert set(made["properties"]) == set(RULES)
    for name, rule in RULES.items():
        level, options = made["properties"][name]["anyOf"]
        assert level == {"enum": list(LEVELS)}
        assert set(options["properties"]) == {"severity", *(option.name for option in rule.OPTIONS)}
        assert made["properties"][name]["description"]


def test_the_schema_that_is_written_is_the_exact_one(run, tmp_path):
    assert run("schema", "--out", tmp_path).code == 0
    written = json.loads((tmp_path / "workspace.json").read_text(encoding="utf-8"))
    assert written["properties"]["checks"] == json.loads(json.dumps(json_schema(RULES)))


def test_rules_have_names_in_one_form_and_options_have_defaults_in_bounds():
    for name, rule in RULES.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)+|[a-z]+", name)
        for option in rule.OPTIONS:
            for value in (option.default, *option.by_language.values()):
                assert not isinstance(value, int) or option.least <= value <= option.most, (name, option.name)
            assert not option.allowed or option.default in option.allowed
