"""A run pays only for what it uses: which libraries the commands import, and that the cache changes no word or byte."""

import json
import os
import subprocess
import sys

import pytest

from handouts.cli import TABLE, cli
from tests.cli.clinic import make_clinic
from tests.workspaces import make_workspace

HEAVY = (
    "PIL", "babel", "filelock", "fpdf", "icu4py", "markdown_it", "page", "platformdirs", "polib", "pydantic", "pypdf",
    "pypdfium2", "pyphen", "reportlab", "segno", "svgelements", "uharfbuzz", "yaml",
)  # fmt: skip
PROGRAM = """
import json, sys
from handouts.cli import TABLE, cli
try:
    cli.main(sys.argv[2:], prog_name="handouts")
except SystemExit as stopped:
    assert stopped.code in (0, None), stopped.code
found = sorted({name.split(".")[0] for name in sys.modules} & set(json.loads(sys.argv[1])))
print("\\n" + json.dumps(found))
"""


def imported(*words, cache="off", libraries=HEAVY):
    """The libraries among these that a command imports in a process of its own."""
    environment = {**os.environ, "HANDOUTS_CACHE": str(cache), "HANDOUTS_DATE": "2026-01-15"}
    command = [sys.executable, "-c", PROGRAM, json.dumps(libraries), *map(str, words)]
    ran = subprocess.run(command, env=environment, capture_output=True, timeout=300, check=False, text=True)
    assert ran.returncode == 0, ran.stderr
    return set(json.loads(ran.stdout.splitlines()[-1]))


def test_the_list_of_commands_is_what_the_commands_say():
    listed = {name: said for name, (_, said) in TABLE.items()}
    assert listed == {name: command.get_short_help_str(1000) for name, command in cli.commands.items()}


def test_help_imports_nothing_but_click():
    assert imported("--help") == set()
    assert imported("--help", libraries=("click", "handouts", "importlib.metadata", "dataclasses")) == {
        "click", "handouts",
    }  # fmt: skip


def test_a_compiled_workspace_needs_no_parser(tmp_path):
    root = make_workspace(tmp_path / "clinic", {})
    parsing = {"pydantic", "yaml"}
    assert imported("-C", root, "list", cache=tmp_path / "cache") >= parsing
    assert imported("-C", root, "list", cache=tmp_path / "cache") <= {"babel"}
    assert imported("-C", root, "--no-cache", "list", cache=tmp_path / "cache") >= parsing


def test_a_second_build_parses_and_verifies_nothing(tmp_path):
    root = make_clinic(tmp_path / "clinic")
    words = ("-C", root, "build", "--no-ledger")
    unneeded = {"markdown_it", "page", "pydantic", "pypdf", "yaml"}
    setting = {"PIL", "babel", "fpdf", "icu4py", "pyphen", "reportlab", "segno", "uharfbuzz"}
    assert imported(*words, cache=tmp_path / "cache") >= unneeded
    assert imported(*words, cache=tmp_path / "cache") <= setting


@pytest.mark.parametrize("words", [("list",), ("list", "--format", "json"), ("check", "--format", "json")])
def test_reports_are_the_same_from_a_compiled_workspace(run, tmp_path, words):
    sections = {"content/sections/zinc/en.yaml": "title: Zinc\nblock: 1\n"}
    root = make_workspace(tmp_path / "clinic", sections)
    expected = run("-C", root, *words)
    for _ in range(2):
        assert run("-C", root, *words, env={"HANDOUTS_CACHE": str(tmp_path / "cache")}) == expected
    assert list((tmp_path / "cache" / "library").iterdir())


def test_no_cache_keeps_nothing(run, tmp_path):
    root = make_workspace(tmp_path / "clinic", {})
    run("-C", root, "--no-cache", "list", env={"HANDOUTS_CACHE": str(tmp_path / "cache")})
    assert not (tmp_path / "cache").exists()


def kept(folder):
    """What the cache of a run holds, in the order of names."""
    return [path.read_bytes() for path in sorted(folder.glob("*/*"))]


def test_a_file_is_verified_once(run, tmp_path, monkeypatch):
    root = make_clinic(tmp_path / "clinic")
    cache = {"HANDOUTS_CACHE": str(tmp_path / "cache")}
    words = ("-C", root, "build", "--no-ledger")
    expected = run(*words, "--format", "json")
    assert run(*words, "--format", "json", env=cache) == expected
    monkeypatch.setattr("handouts.press.verify.verify", lambda *_: pytest.fail("verified again"))
    assert run(*words, "--format", "json", env=cache) == expected
    with pytest.raises(pytest.fail.Exception, match="verified again"):
        run(*words)


def test_nothing_of_a_patient_is_kept(run, tmp_path):
    root = make_clinic(tmp_path / "clinic")
    cache = tmp_path / "cache"
    words = ("-C", root, "build", "--no-ledger")
    ran = run(*words, "--set", "patient.name=Rosalind Sample", env={"HANDOUTS_CACHE": str(cache)})
    assert ran.code == 0
    assert not (cache / "verdict").exists()
    assert not any(b"Rosalind" in data for data in kept(cache))
