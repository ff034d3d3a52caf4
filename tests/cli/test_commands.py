"""Every command: what it writes, what it prints where, and the form of its reports."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete
from PIL import Image

from handouts.cli import cli
from tests.cli.clinic import BRAND, PERSONAL, PRODUCT, RLS, copy_starter, files_below, make_clinic
from tests.starters import HANDOUTS, ROOT
from tests.workspaces import MINIMAL

COMMANDS = sorted(cli.commands)
FINDING = {"rule", "severity", "file", "line", "column", "message", "hint"}
SETTINGS = "content/workspace.yaml"
SECOND = {"templates/brands/other.yaml": "extends: test\nname: Other Clinic\nregion: GB\n"}


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return make_clinic(tmp_path / "clinic")


# --- build -------------------------------------------------------------------------------------------------------


def test_build_prints_only_paths_on_standard_output(run, clinic):
    ran = run("-C", clinic, "build")
    path = clinic / "output" / PRODUCT
    assert (ran.code, ran.out) == (0, f"{path}\n")
    assert path.read_bytes().startswith(b"%PDF-")
    assert ran.err == ("1 handout built. PDF/UA-1 and PDF/A-2a passed.\n")


def test_build_reports_as_json(run, clinic):
    ran = run("-C", clinic, "build", "--format", "json")
    report = json.loads(ran.out)
    (product,) = report["products"]
    assert (ran.code, ran.err, report["findings"]) == (0, "", [])
    assert product["path"] == str(clinic / "output" / PRODUCT)
    assert re.fullmatch("[0-9a-f]{64}", product["sha256"])
    assert re.fullmatch("[0-9a-z]{5}-[0-9a-z]{5}", product["edition"])
    expected = {
        "handout": "rls", "title": "Restless legs", "file": PRODUCT, "pages": 1, "language": "en", "brand": "test",
        "layout": "sheet", "profile": "standard-12", "paper": "letter", "mono": False, "review": "never",
        "date": "2026-01-15", "findings": [], "conformant": True,
    }  # fmt: skip
    assert {key: product[key] for key in expected} == expected


def test_build_reports_findings_as_json(run, clinic):
    (clinic / RLS).write_text("title: {en: x}\nsections: [irn, references]\n", encoding="utf-8")
    ran = run("-C", clinic, "build", "--format", "json")
    report = json.loads(ran.out)
    assert (ran.code, ran.err, report["products"]) == (1, "", [])
    assert report["findings"][0] == {
        "rule": "unknown-section", "severity": "error", "file": RLS, "line": 2, "column": 12,
        "message": "There is no section 'irn'.", "hint": "Did you mean 'iron'?",
    }  # fmt: skip


def test_build_into_another_folder(run, clinic, tmp_path):
    out = tmp_path / "new" / "folder"
    assert run("-C", clinic, "build", "--out", out).out == f"{out / PRODUCT}\n"
    assert list(files_below(clinic / "output")) == ["ledger.jsonl"]


def test_build_in_grey_and_on_the_other_paper(run, clinic):
    ran = run("-C", clinic, "build", "--mono", "--paper", "a4", "--profile", "standard-12", "--layout", "sheet")
    assert (ran.code, Path(ran.out.strip()).name) == (0, "rls_en_test_sheet_a4_mono.pdf")


@pytest.mark.parametrize("brands", [("--brand", "test,other"), ("-b", "test", "-b", "other"), ("-b", " other , test")])
def test_build_two_brands_at_once(run, tmp_path, brands):
    ran = run("-C", make_clinic(tmp_path, SECOND), "build", *brands)
    names = [Path(line).name for line in ran.out.splitlines()]
    assert (ran.code, names) == (0, ["rls_en_other_sheet_a4.pdf", PRODUCT])
    assert ran.err.startswith("2 handouts built.")


def test_a_second_build_replaces_the_first(run, clinic):
    run("-C", clinic, "build", "--no-ledger")
    before = files_below(clinic / "output")
    assert run("-C", clinic, "build", "--no-ledger").code == 0
    assert files_below(clinic / "output") == before


@pytest.mark.slow
def test_all_options_of_the_examples_in_help_work(run, tmp_path):
    workspace = copy_starter(tmp_path / "clinic")
    examples = re.findall(r"^ *handouts (build .*)$", cli.commands["build"].help or "", re.M)
    assert len(examples) >= 3
    for example in examples:
        words = [word.replace("'", "") for word in re.findall(r"(?:'[^']*'|\S)+", example)]
        ran = run("-C", workspace, *words)
        # A booklet comes with a file for the printer, `--also html` with an HTML file.
        files = 1 + ("booklet" in words) + ("--also" in words)
        assert (ran.code, len(ran.out.splitlines())) == (0, files), ran.err


# --- dates -------------------------------------------------------------------------------------------------------


def date_of(ran) -> str:
    assert ran.code == 0, ran.err
    return json.loads(ran.out)["products"][0]["date"]


def test_the_day_comes_from_the_option_then_from_the_environment(run, clinic):
    build = ("-C", clinic, "build", "--format", "json")
    epoch = {"SOURCE_DATE_EPOCH": "1700000000"}  # 2023-11-14T22:13:20Z
    assert date_of(run(*build, "--date", "2027-02-28", env=epoch)) == "2027-02-28"
    assert date_of(run(*build, env=epoch)) == "2026-01-15"  # HANDOUTS_DATE, set by `run`
    assert date_of(run(*build, env={**epoch, "HANDOUTS_DATE": ""})) == "2023-11-14"
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", date_of(run(*build, env={"HANDOUTS_DATE": ""})))


@pytest.mark.parametrize("date", ["2026-13-01", "15.1.2026", "today", "2026-02-30"])
def test_a_date_that_is_none(run, clinic, date):
    ran = run("-C", clinic, "build", "--date", date)
    assert (ran.code, ran.out) == (2, "")
    assert f"'{date}' does not match" in ran.err


@pytest.mark.parametrize("epoch", ["yesterday", "-5", "1e9", "9" * 30])
def test_a_source_date_epoch_that_is_none(run, clinic, epoch):
    ran = run("-C", clinic, "build", env={"SOURCE_DATE_EPOCH": epoch, "HANDOUTS_DATE": ""})
    assert (ran.code, ran.out) == (2, "")
    assert "SOURCE_DATE_EPOCH" in ran.err


# --- names that mean nothing -------------------------------------------------------------------------------------

UNKNOWN = [
    (("rsl",), "error: There is no handout 'rsl'. (unknown-handout)", "Did you mean 'rls'?"),
    (("--brand", "tset"), "error: There is no brand 'tset'. (unknown-brand)", "Did you mean 'test'?"),
    (("--layout", "shet"), "error: There is no layout 'shet'. (unknown-layout)", "Did you mean 'sheet'?"),
    (
        ("--profile", "standard-21"),
        "error: There is no profile 'standard-21'. (unknown-profile)",
        "Did you mean 'standard-12'?",
    ),
    (("--lang", "eng"), "error: Nothing is written in the language 'eng'. (unknown-language)", "Did you mean 'en'?"),
]


@pytest.mark.parametrize("command", ["build", "check", "preview"])
@pytest.mark.parametrize(("asked", "message", "hint"), UNKNOWN, ids=[case[0][-1] for case in UNKNOWN])
def test_unknown_names(run, clinic, command, asked, message, hint):
    before = files_below(clinic)
    ran = run("-C", clinic, command, *asked)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines()[:2] == [message, f"    {hint}"]
    assert files_below(clinic) == before


def test_unknown_paper(run, clinic):
    ran = run("-C", clinic, "build", "--paper", "a5")
    assert (ran.code, ran.out) == (2, "")
    assert "'a5' is not one of 'a4', 'letter'" in ran.err


@pytest.mark.parametrize("words", [("biuld",), ("build", "--langg", "en"), (), ("-C", "{file}", "list"), ("verify",)])
def test_what_is_not_understood(run, tmp_path, words):
    file = tmp_path / "file"
    file.write_bytes(b"")
    ran = run(*(word.replace("{file}", str(file)) for word in words))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Usage: handouts")


# --- list, check -------------------------------------------------------------------------------------------------


def test_list_shows_a_table(run, tmp_path):
    codes = "title: {en: Zinc}\ncodes: {icd10: [G25.81], snomed: ['32914008']}\nsections: [iron, references]\n"
    ran = run("-C", make_clinic(tmp_path, {"content/handouts/zinc.yaml": codes}), "list")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "HANDOUT  LANGUAGES  CODES            TITLE",
        "rls      en                          Restless legs",
        "zinc     en         G25.81 32914008  Zinc",
    ]


def test_list_as_json(run, clinic):
    report = json.loads(run("-C", clinic, "list", "--format", "json").out)
    assert report["findings"] == []
    (entry,) = report["handouts"]
    assert (entry["handout"], entry["title"], entry["languages"]) == ("rls", "Restless legs", ["en"])
    assert (entry["codes"], entry["layouts"]) == ({}, [])


def test_list_of_a_broken_workspace_shows_what_it_can(run, tmp_path):
    ran = run("-C", make_clinic(tmp_path, {BRAND: "nme: x\n"}), "list")
    assert ran.code == 1
    assert "rls" in ran.out and "Did you mean 'name'?" in ran.err


def test_check_writes_nothing_and_takes_all_brands(run, tmp_path):
    quiet = "checks: {get-help: off, main-message: off, no-disclaimer: off}\n"
    workspace = make_clinic(tmp_path, {**SECOND, SETTINGS: MINIMAL[SETTINGS] + quiet})
    before = files_below(workspace)
    ran = run("-C", workspace, "check")
    assert (ran.code, ran.out, ran.err) == (0, "", "2 editions checked: nothing found.\n")
    report = json.loads(run("-C", workspace, "check", "--format", "json", "--brand", "other").out)
    assert report == {"checked": 1, "findings": []}
    assert files_below(workspace) == before


def test_check_tells_warnings_and_passes(run, tmp_path):
    ran = run("-C", make_clinic(tmp_path, {"content/handouts/old.yml": "x"}), "check")
    assert ran.code == 0
    assert "content/handouts/old.yml:1:1: warning: Files that end in .yml are not read. (file-ignored)\n" in ran.err


# --- verify ------------------------------------------------------------------------------------------------------


@pytest.fixture
def product(run, clinic) -> Path:
    return Path(run("-C", clinic, "build").out.strip())


def test_verify_says_what_the_file_is_and_that_it_passes(run, product):
    ran = run("verify", product)
    lines = ran.out.splitlines()
    assert (ran.code, ran.err, lines[0]) == (0, "", str(product))
    assert re.fullmatch(r"  Restless legs \(en, 1 page, edition [0-9a-z-]{11}\)", lines[1])
    assert lines[2:5] == ["  PDF/UA-1   passed", "  PDF/A-2a   passed", "  Structure  passed"]
    assert lines[5:] == ["  Preflight  passed"]


def test_verify_as_json(run, product):
    ran = run("verify", "--format", "json", product, product)
    report = json.loads(ran.out)
    assert (ran.code, ran.err, len(report["files"])) == (0, "", 2)
    first = report["files"][0]
    assert {key: first[key] for key in ("file", "passed", "pages", "title", "language", "kind")} == {
        "file": str(product), "passed": True, "pages": 1, "title": "Restless legs", "language": "en",
        "kind": "reading edition",
    }  # fmt: skip
    assert first["made_for"] == {
        "handout": "rls", "languages": ["en"], "brand": "test", "layout": "sheet", "profile": "standard-12",
        "paper": "letter", "colour": "colour",
    }  # fmt: skip
    assert first["findings"] == []
    passed = {"passed": True, "failed_rules": 0, "rules": []}
    assert first["profiles"] == [{"profile": "PDF/UA-1", **passed}, {"profile": "PDF/A-2a", **passed}]


def test_verify_shows_tags_and_text(run, product):
    ran = run("verify", "--tags", "--text", product)
    assert "- Document lang='en'\n" in ran.out
    assert "\n  - H1\n" in ran.out
    assert "\nHave a blood test before you take iron.\n" in ran.out


def test_verify_of_something_else(run, tmp_path):
    other = tmp_path / "notes.pdf"
    other.write_text("not a PDF")
    ran = run("verify", other)
    assert ran.code == 3
    assert "(not-a-pdf)" in ran.err


# --- preview, schema, init ---------------------------------------------------------------------------------------


def test_preview_writes_pictures_of_all_pages_and_a_contact_sheet(run, clinic):
    ran = run("-C", clinic, "preview", "--dpi", "40")
    folder = clinic / "output" / "preview" / PRODUCT.removesuffix(".pdf")
    paths = [Path(line) for line in ran.out.splitlines()]
    assert (ran.code, ran.err, paths) == (0, "", [folder / "page-1.png", folder / "contact-sheet.png"])
    with Image.open(paths[0]) as page, Image.open(paths[1]) as sheet:
        assert (page.format, page.size) == ("PNG", (340, 440))
        assert sheet.width > 340
    assert not list((clinic / "output").glob("*.pdf"))


def test_preview_into_another_folder(run, clinic, tmp_path):
    out = tmp_path / "pictures"
    assert run("-C", clinic, "preview", "--dpi", "40", "--out", out).code == 0
    assert not (clinic / "output").exists()
    assert len(files_below(out)) == 2


def test_schema_writes_one_file_for_each_kind(run, clinic, tmp_path):
    ran = run("-C", clinic, "schema")
    paths = [Path(line) for line in ran.out.splitlines()]
    assert (ran.code, ran.err) == (0, "")
    assert {path.name for path in (clinic / "schemas").iterdir()} == {path.name for path in paths}
    assert run("-C", clinic, "schema", "--out", tmp_path / "x").out.splitlines()[0] == str(
        tmp_path / "x" / "brand.json"
    )
    for path in paths:
        schema = json.loads(path.read_text(encoding="utf-8"))
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert_schema(schema, schema)


def assert_schema(schema: object, root: dict[str, object]) -> None:
    """The shape that JSON Schema asks for: known words with values of the right type, references that lead on."""
    if isinstance(schema, bool):
        return
    assert isinstance(schema, dict)
    types = {"object", "array", "string", "boolean", "integer", "number", "null"}
    for word, value in schema.items():
        match word:
            case "properties" | "$defs" | "patternProperties":
                for inner in value.values():
                    assert_schema(inner, root)
            case "items" | "additionalProperties" | "not" | "propertyNames":
                assert_schema(value, root)
            case "anyOf" | "oneOf" | "allOf" | "prefixItems":
                assert value
                for inner in value:
                    assert_schema(inner, root)
            case "$ref":
                assert value.startswith("#/$defs/") and value.removeprefix("#/$defs/") in root["$defs"]
            case "type":
                assert {value} <= types if isinstance(value, str) else set(value) <= types
            case "pattern":
                re.compile(value)
            case "required":
                assert len(set(value)) == len(value)
            case "enum" | "examples":
                assert isinstance(value, list) and value
            case "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "minItems" | "maxItems":
                assert isinstance(value, int | float)
            case "minLength" | "maxLength" | "minProperties" | "maxProperties":
                assert isinstance(value, int)
            case "$schema" | "title" | "description" | "format":
                assert isinstance(value, str)
            case "const" | "default":
                pass
            case _:
                pytest.fail(f"unknown word in a schema: {word}")


def test_every_file_of_a_new_workspace_names_its_schema(run, tmp_path):
    workspace = tmp_path / "my clinic"
    assert run("init", workspace).code == 0
    assert run("-C", workspace, "schema").code == 0
    files = sorted(workspace.rglob("*.yaml"))
    assert len(files) > 40
    for path in files:
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        found = re.fullmatch(r"# yaml-language-server: \$schema=((?:\.\./)+schemas/[\w-]+\.json)", first)
        assert found, f"{path} begins with {first!r}"
        assert (path.parent / found[1]).resolve().is_file(), f"{path}: {found[1]} is not there"


def test_init_makes_a_workspace_that_builds(run, tmp_path):
    target = tmp_path / "my-clinic"
    ran = run("init", target)
    assert (ran.code, ran.out) == (0, f"{target}\n")
    assert "Next:" in ran.err
    assert {path.name for path in target.iterdir()} == {"content", "templates", "output", "schemas"}
    assert run("-C", target, "list", "--format", "json").out == run("-C", ROOT, "list", "--format", "json").out


def test_init_leaves_a_full_folder_alone(run, clinic):
    before = files_below(clinic)
    ran = run("init", clinic)
    assert (ran.code, ran.out) == (4, "")
    assert ran.err == f"error: {clinic} exists already and is not an empty folder.\n    Name a new folder.\n"
    assert files_below(clinic) == before


def test_init_takes_an_empty_folder(run, tmp_path):
    assert run("init", tmp_path).code == 0


# --- help, completion --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_help_explains_within_100_columns(run, command):
    ran = run(command, "--help", env={"COLUMNS": "240"})
    assert (ran.code, ran.err) == (0, "")
    assert max(map(len, ran.out.splitlines())) <= 100
    about = (cli.commands[command].help or "").strip()
    assert len(about) >= 40 and "." in about
    for parameter in cli.commands[command].params:
        if isinstance(parameter, click.Option) and parameter.name != "help":
            assert parameter.help, f"{command} {parameter.opts[0]} says nothing of itself"


def test_help_of_the_whole_lists_commands_and_exit_codes(run):
    ran = run("-h", env={"COLUMNS": "240"})
    assert ran.code == 0
    assert max(map(len, ran.out.splitlines())) <= 100
    assert "\b" not in ran.out
    assert all(re.search(rf"^  {command} +\w", ran.out, re.M) for command in COMMANDS)
    assert "Exit codes: 0 fine" in ran.out


def test_version(run):
    assert re.fullmatch(r"handouts \d+\.\d+\.\d+\S*\n", run("--version").out)


def completions(args: list[str], incomplete: str) -> list[str]:
    completer = ShellComplete(cli, {}, "handouts", "_HANDOUTS_COMPLETE")
    return [item.value for item in completer.get_completions(args, incomplete)]


def test_the_shell_completes_names_of_handouts(monkeypatch, tmp_path):
    monkeypatch.chdir(ROOT)
    assert completions(["build"], "") == list(HANDOUTS)
    assert completions(["check"], "vit") == ["vitamins-and-rls"]
    monkeypatch.chdir(tmp_path)
    assert completions(["build"], "") == []
    assert completions(["-C", str(ROOT), "preview"], "rls") == ["rls-overview"]
    for odd in ("/", "..", "[", "*", "**", "x\0"):
        assert completions(["-C", str(ROOT), "build"], odd) == []


def test_the_shell_completes_commands_and_papers():
    assert completions([], "pre") == ["press", "preview"]
    assert completions(["build", "--paper"], "") == ["a4", "letter"]


# --- colour ------------------------------------------------------------------------------------------------------


def test_colours_only_where_they_are_wanted(run, clinic):
    (clinic / RLS).write_text("title: {en: x}\nsections: [irn, references]\n", encoding="utf-8")
    assert "\x1b[" not in run("-C", clinic, "check").err
    assert "\x1b[31m" in run("-C", clinic, "check", color=True).err
    assert "\x1b[" not in run("-C", clinic, "check", color=True, env={"NO_COLOR": "1"}).err


def test_a_personal_copy_has_a_name_of_its_own(run, clinic):
    ran = run("-C", clinic, "build", "--set", "patient.name=Sam Sample", "--set", "plan.1=yes")
    assert (ran.code, ran.out) == (0, f"{clinic / 'output' / PERSONAL}\n")
