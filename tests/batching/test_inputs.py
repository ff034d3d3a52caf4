"""What a job is made of, by table: never less than what the edition says itself, and not everything."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from handouts.batching.inputs import Inputs, blame
from handouts.batching.jobs import Planned
from handouts.batching.plan import make_plan
from handouts.passport.inputs import input_files
from handouts.resolving.resolve import resolve
from handouts.source.loading import open_library
from tests.batching.clinic import ALL, FOODS, IRON_ES, OTHER, SPANISH, make_distributor
from tests.starters import TODAY, starter

MAKERS = {"handouts": "1"}


def test_it_holds_all_that_the_edition_says():
    """For every handout and brand of the starter in three languages, against what a resolved edition was made of."""
    library = starter()
    inputs = Inputs(library, MAKERS)
    plan = make_plan(library, None, (), MAKERS, draft=False)
    checked = 0
    for job in (job for job in plan.jobs if job.request.languages[0] in ("en", "ar", "zh-Hans")):
        edition = resolve(library, job.request, date=TODAY, tool_version="1").edition
        if edition is not None:
            checked += 1
            assert set(input_files(library, edition)) <= inputs.paths(job.request), job.path
    assert checked >= 12


def plan_of(folder: Path) -> Planned:
    library, findings = open_library(folder)
    assert library is not None
    return make_plan(library, None, findings, MAKERS, draft=False)


@pytest.mark.parametrize(
    ("path", "of"),
    [
        (FOODS, "/rls_"), (IRON_ES, "/rls_es"), (SPANISH, "_es_"), (OTHER, "other/"),
        ("content/handouts/nights.yaml", "/nights"), ("content/references.yaml", ""), ("content/workspace.yaml", ""),
        ("templates/profiles/standard-12.yaml", ""), ("content/reviews/foods/a.yaml", "/rls_"),
        ("content/sections/foods/fr.yaml", "-"), ("templates/brands/third.yaml", "-"),
        ("templates/brands/logo.svg", "-"),
    ],
)  # fmt: skip
def test_a_touched_file_changes_what_uses_it(tmp_path, path, of):
    folder = make_distributor(tmp_path)
    before = {job.path: job.inputs for job in plan_of(folder).jobs}
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("a", encoding="utf-8") as stream:
        stream.write("# touched\n")
    after = {job.path: job.inputs for job in plan_of(folder).jobs}
    assert [path for path in ALL if before[path] != after[path]] == [path for path in ALL if of in path]


def test_another_version_or_switch_changes_all(tmp_path):
    library, _ = open_library(make_distributor(tmp_path))
    one, other = (make_plan(library, None, (), {"handouts": version}, draft=False) for version in "12")
    assert not {job.inputs for job in one.jobs} & {job.inputs for job in other.jobs}
    draft = make_plan(library, None, (), MAKERS, draft=True)
    assert not {job.inputs for job in one.jobs} & {job.inputs for job in draft.jobs}


BROKEN = "title: [\n"


@pytest.mark.parametrize(
    ("path", "text", "of"),
    [
        (FOODS, BROKEN, "/rls_"), (IRON_ES, BROKEN, "/rls_es"), (OTHER, "name:\n", "other/"),
        (OTHER, "extends: nobody\n", "other/"), (OTHER, b"\xff\xfen\x00", "other/"), (FOODS, b"\xe9", "/rls_"),
        ("content/handouts/rls.yaml", BROKEN, "/rls_"), ("content/references.yaml", BROKEN, ""),
        ("content/reviews/foods/a.yaml", BROKEN, "/rls_"), ("content/reviews/foods/a.yaml", b"\xe9", "/rls_"),
        ("templates/layouts/odd.yaml", BROKEN, "-"), ("templates/brands/odd.yaml", BROKEN, "odd/"),
        (SPANISH, BROKEN, "_es_"), ("content/sections/sleep/fr.yaml", BROKEN, "-"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_held_against_what_uses_it(tmp_path, path, text, of):
    library, findings = open_library(make_distributor(tmp_path, {path: text}))
    assert library is not None
    inputs, blamed = Inputs(library, MAKERS), blame(findings)
    plan = make_plan(library, None, findings, MAKERS, draft=False)
    refused = [job.path for job in plan.jobs if blamed.of(inputs, job.request)]
    assert refused == [job.path for job in plan.jobs if of in job.path]


def test_a_broken_ancestor_is_held_against_the_whole_family(tmp_path):
    files = {OTHER: "name:\n", "templates/brands/child.yaml": "extends: other\nname: Child\n"}
    library, findings = open_library(make_distributor(tmp_path, files))
    inputs, blamed = Inputs(library, MAKERS), blame(findings)
    plan = make_plan(library, None, findings, MAKERS, draft=False)
    refused = {job.request.brand for job in plan.jobs if blamed.of(inputs, job.request)}
    assert refused == {"child", "other"}


def test_a_linked_folder_is_held_against_its_sections(tmp_path):
    folder = make_distributor(tmp_path / "clinic")
    shutil.move(folder / "content/sections/foods", tmp_path / "foods")
    (folder / "content/sections/foods").symlink_to(tmp_path / "foods")
    library, findings = open_library(folder)
    inputs, blamed = Inputs(library, MAKERS), blame(findings)
    plan = make_plan(library, None, findings, MAKERS, draft=False)
    refused = [job.path for job in plan.jobs if blamed.of(inputs, job.request)]
    assert refused == [path for path in ALL if "/rls_" in path]
