"""What the documents say is true: commands run, and commands, exit codes, rules and paths are there and are told."""

from __future__ import annotations

import ast
import re
import runpy
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from handouts.checks import RULES as TRANSLATION_RULES
from handouts.checks.content import RULES as CONTENT_RULES
from handouts.checks.content.documentation import told
from handouts.cli import cli
from handouts.press.preflight.limits import PROFILES, Measure, limits_for
from handouts.press.preflight.table import RULES as PREFLIGHT_RULES
from handouts.press.rules import RULES as PRESS_RULES
from handouts.reporting import ExitCode
from handouts.source.rules import RULES as SOURCE_RULES
from tests.cli.clinic import copy_starter
from tests.starters import ROOT

README = ROOT / "README.md"
ARCHITECTURE = ROOT / "ARCHITECTURE.md"
RULES_PAGE = ROOT / "docs" / "rules.md"
PAGES = sorted([README, ARCHITECTURE, *(ROOT / "docs").rglob("*.md")])
PYTHON = sorted((ROOT / "handouts").rglob("*.py"))
# Functions that name a rule, with what they put before the name.
NAMING = {
    "error": "", "warning": "", "FailedRule": "", "Diagnostic": "", "_refuse": "", "Violation": "", "Rule": "",
    "find": "unknown-", "_existing": "unknown-",
}  # fmt: skip


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


@cache
def everything_told() -> str:
    return "\n".join(text_of(page) for page in PAGES)


def commands(page: Path) -> Iterator[tuple[str, ...]]:
    """The shell lines of a page that begin with `handouts` or `cd`, as words; chains with && are taken apart."""
    for block in re.findall(r"^```(?:console|sh|bash|shell)\n(.*?)^```", text_of(page), re.M | re.S):
        for line in block.replace("\\\n", " ").splitlines():
            for part in line.removeprefix("$ ").split("&&"):
                words = shlex.split(part, comments=True)
                if words and words[0] in ("handouts", "cd"):
                    yield tuple(words)


def own(page: Path) -> list[tuple[str, ...]]:
    return [words[1:] for words in commands(page) if words[0] == "handouts"]


# --- commands ----------------------------------------------------------------------------------------------------


def test_the_readme_shows_commands():
    assert len(text_of(README).splitlines()) <= 40 or len(own(README)) >= 3


@pytest.mark.parametrize("page", PAGES, ids=[page.relative_to(ROOT).as_posix() for page in PAGES])
def test_every_command_shown_is_one_that_we_understand(page):
    """Quick: the words are parsed, nothing is run."""
    for words in own(page):
        understood(words)


def understood(words: tuple[str, ...]) -> None:
    if not any("..." in word or (word.isupper() and len(word) > 2) for word in words):  # a form, not an example
        with cli.make_context("handouts", list(words), resilient_parsing=False) as context:
            name, command, rest = cli.resolve_command(context, [*context._protected_args, *context.args])
            assert command is not None
            try:
                command.make_context(name, rest, parent=context)
            except click.exceptions.Exit as stopped:  # --help
                assert stopped.exit_code == 0
            except click.UsageError as problem:
                if "does not exist" not in str(problem):  # a file that an earlier step makes
                    pytest.fail(f"handouts {' '.join(words)}: {problem.format_message()}")


@pytest.mark.slow
def test_the_readme_runs(run, tmp_path, monkeypatch):
    """All commands of the README in order, in a copy of the starter, as a newcomer would type them."""
    monkeypatch.chdir(copy_starter(tmp_path))
    for words in commands(README):
        if words[0] == "cd":
            monkeypatch.chdir(words[1])
            continue
        expanded = [found for word in words[1:] for found in (sorted(map(str, Path().glob(word))) or [word])]
        ran = run(*expanded)
        assert ran.code == 0, f"{' '.join(words)}\n{ran.err}"


def test_every_command_is_told():
    assert [name for name in cli.commands if f"handouts {name}" not in everything_told()] == []


def test_every_option_is_told():
    page = text_of(ROOT / "docs" / "command-line.md")
    missing = [
        f"{name} {option}"
        for name, command in cli.commands.items()
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if option.startswith("--") and option not in page
    ]
    assert missing == []


def test_every_exit_code_is_told():
    page = text_of(ROOT / "docs" / "command-line.md")
    assert [code.value for code in ExitCode if not re.search(rf"^\W*`?{code.value}`?\W", page, re.M)] == []


# --- rules -------------------------------------------------------------------------------------------------------


@cache
def rules() -> frozenset[str]:
    """Every rule that a finding can have: from the tables, and from the calls that make findings."""
    found = {*SOURCE_RULES, *TRANSLATION_RULES, *CONTENT_RULES, *(rule.id for rule in (*PRESS_RULES, *PREFLIGHT_RULES))}
    for path in PYTHON:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                found |= {rule for rule in named(node) if re.fullmatch(r"[a-z]+(-[a-z]+)*", rule)}
    return frozenset(found)


def named(node: ast.Call) -> Iterator[str]:
    function = node.func.id if isinstance(node.func, ast.Name) else ""
    if isinstance(node.func, ast.Attribute) and node.func.attr == "_refuse":
        function = "_refuse"
    first = node.args[0] if node.args else None
    if function in NAMING and isinstance(first, ast.Constant) and isinstance(first.value, str):
        yield NAMING[function] + first.value
    if function == "said":  # message, hint, rule
        given = [*node.args[2:3], *(keyword.value for keyword in node.keywords if keyword.arg == "rule")]
        yield from (value.value for value in given if isinstance(value, ast.Constant))


def listed() -> set[str]:
    """The ids in the first column of the tables of docs/rules.md."""
    return set(re.findall(r"^\| `([a-z-]+)` \|", text_of(RULES_PAGE), re.M))


def test_every_rule_is_told():
    assert len(rules()) > 90
    assert sorted(rules() - listed()) == []


def test_no_rule_is_told_that_there_is_not():
    assert sorted(listed() - rules()) == []


def test_the_limits_of_preflight_are_those_that_are_told():
    """The table of docs/rules.md against the table of the program, for the limits that are plain numbers."""
    rows = {
        cells[0]: cells[1:]
        for line in text_of(RULES_PAGE).splitlines()
        if len(cells := [cell.strip() for cell in line.strip("|").split("|")]) == 2 + len(PROFILES)
    }
    assert rows["limit"] == ["general", *PROFILES]
    told: dict[str, tuple[Measure, ...]] = {
        "running text, pt": ("body",),
        "anything else, pt": ("least",),
        "raised figures, pt": ("raised",),
        "baseline to baseline, times the size": ("leading",),
    }
    for name, measures in told.items():
        for profile, cell in zip(("", *PROFILES), rows[name], strict=True):
            assert [float(cell)] == [limits_for(profile)[measure].value for measure in measures], (name, profile)


# --- paths and names ---------------------------------------------------------------------------------------------


def in_backticks(page: Path) -> set[str]:
    outside = re.sub(r"^```.*?^```", "", text_of(page), flags=re.M | re.S)
    return set(re.findall(r"`([^`\n]+)`", outside))


def test_every_path_in_the_architecture_is_there():
    paths = {name for name in in_backticks(ARCHITECTURE) if re.fullmatch(r"[\w./-]+(\.(py|md|yaml|toml|json)|/)", name)}
    missing = [path for path in paths if not any((home / path).exists() for home in (ROOT, ROOT / "handouts"))]
    assert len(paths) > 20
    assert sorted(missing) == []


def test_every_name_in_the_architecture_is_in_the_code():
    code = "\n".join(text_of(path) for path in PYTHON)
    names = {name.rstrip("()") for name in in_backticks(ARCHITECTURE)}
    words = {word for name in names if re.fullmatch(r"[A-Za-z_][\w.]*", name) for word in name.split(".")}
    modules = {path.stem for path in PYTHON} | {path.parent.name for path in PYTHON}
    unknown = [word for word in words if word not in modules and not re.search(rf"\b{word}\b", code)]
    assert sorted(unknown) == ["py"] or unknown == []


def test_the_architecture_stays_short():
    assert 0 < len(text_of(ARCHITECTURE).splitlines()) <= 200


@pytest.mark.parametrize("page", PAGES, ids=[page.relative_to(ROOT).as_posix() for page in PAGES])
def test_links_between_pages_lead_somewhere(page):
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(page)):
        place, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        other = (page.parent / place) if place else page
        if not other.exists() or (anchor and anchor not in anchors(other)):
            broken.append(target)
    assert broken == []


def anchors(page: Path) -> set[str]:
    """Anchors as GitHub makes them from headings."""
    headings = re.findall(r"^#+ (.+)$", text_of(page), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_changelog_has_a_part_for_what_is_not_released():
    assert re.search(r"^## \[?Unreleased\]?", text_of(ROOT / "CHANGELOG.md"), re.M)


# --- content rules -----------------------------------------------------------------------------------------------


def test_the_page_of_content_rules_is_what_the_rules_say_of_themselves():
    made = runpy.run_path(str(ROOT / "docs" / "make_rules.py"))
    page = text_of(ROOT / "docs" / "content-rules.md")
    assert page == made["text"](), "docs/content-rules.md has changed; if that is meant: make golden"


def test_the_table_of_rules_says_what_the_content_rules_say():
    table = text_of(RULES_PAGE)
    for name, rule in CONTENT_RULES.items():
        assert f"| `{name}` | {rule.SEVERITY.value} | {told(rule).summary} | " in table, name
