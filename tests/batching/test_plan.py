"""Plans to jobs: the matrix, its exceptions, names, and what is said of plans that cannot be followed."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
import yaml

from handouts.batching.jobs import Planned
from handouts.batching.narrowing import Narrowing
from handouts.batching.plan import make_plan
from handouts.diagnostics import Diagnostic, Severity, has_errors
from handouts.library import Library
from handouts.source.loading import open_library
from handouts.source.plans import parse_plan
from handouts.source.schema import json_schemas
from tests.batching.clinic import ALL, OTHER, make_distributor
from tests.starters import ROOT, starter
from tests.workspaces import LAYOUT

MAKERS = {"handouts": "1"}
FACING = LAYOUT.replace("title: Sheet", "title: Facing\nbilingual: facing")
ONE = "handouts: rls\nlanguages: en\nbrands: test\n"
OUT = "1: The pattern leads out of the folder, or to a name that begins or ends with a point."
LARGE = "templates/profiles/large.yaml"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = make_distributor(
        tmp_path_factory.mktemp("plans"),
        {"templates/layouts/facing.yaml": FACING, LARGE: "extends: standard-12\ntitle: Large\n"},
    )
    library, findings = open_library(folder)
    assert library is not None and not has_errors(findings), findings
    return library


def planned(library: Library, text: str) -> Planned:
    shape, wrong = parse_plan(text, "plan.yaml")
    assert shape is not None and not wrong, wrong
    return make_plan(library, shape, (), MAKERS, draft=False)


def names(plan: Planned) -> list[str]:
    return [job.path.rsplit("/", 1)[1].removesuffix(".pdf") for job in plan.jobs]


def told(findings: tuple[Diagnostic, ...], severity: Severity = Severity.ERROR) -> list[str]:
    return [f"{f.mark.line if f.mark else 0}: {f.message}" for f in findings if f.severity is severity]


def test_all_is_every_handout_in_every_language_and_brand(library):
    plan = make_plan(library, None, (), MAKERS, draft=False)
    assert tuple(job.path for job in plan.jobs) == ALL
    assert [job.path for job in planned(library, "# nothing\n").jobs] == list(ALL)


def test_a_handout_without_a_title_in_a_language_is_not_in_it(tmp_path):
    handout = "title: {en: Restless legs}\nsections: [iron, foods]\n"
    library, _ = open_library(make_distributor(tmp_path, {"content/handouts/rls.yaml": handout}))
    plan = make_plan(library, None, (), MAKERS, draft=False)
    assert [job.path for job in plan.jobs] == [path for path in ALL if "/rls_es" not in path]


def test_lists_are_multiplied_and_each_is_there_once(library):
    plan = planned(
        library, "handouts: [rls, rls]\nlanguages: en\nbrands: test\npapers: [a4, letter]\nmono: [true, false]"
    )
    assert names(plan) == [
        "rls_en_test_sheet_a4", "rls_en_test_sheet_a4_mono", "rls_en_test_sheet_letter",
        "rls_en_test_sheet_letter_mono",
    ]  # fmt: skip
    assert plan.jobs == tuple(sorted(set(plan.jobs)))


def test_packets_and_pairs(library):
    plan = planned(library, "handouts: rls+nights\nlanguages: es\nbrands: test")
    assert names(plan) == ["rls.nights_es_test_sheet_letter"]
    plan = planned(library, "handouts: rls\nlanguages: en+es\nbrands: test")
    assert names(plan) == ["rls_en.es_test_facing_letter"]


def test_what_cannot_be_is_left_out_of_the_matrix_and_told(library):
    plan = planned(library, "languages: [en, en+es]\nbrands: test\nlayouts: [sheet, facing]\nhandouts: rls")
    assert names(plan) == ["rls_en.es_test_facing_letter", "rls_en_test_sheet_letter"]
    assert [f.rule for f in plan.findings] == ["batch-left-out", "batch-left-out"]
    plan = planned(library, "languages: en\nbrands: test\nprofiles: [standard-12, large]\nhandouts: rls")
    assert names(plan) == ["rls_en_test_sheet_letter"]
    assert told(plan.findings, Severity.NOTE) == [
        "1: 1 of the plan's combinations are left out: The layout 'sheet' cannot be set in the profile 'large'."
    ]


def test_exclude_takes_out_what_all_keys_apply_to(library):
    plan = planned(library, "exclude:\n  - {brand: oth*, language: [es, fr]}\n  - {handout: nights, mono: false}\n")
    assert [job.path for job in plan.jobs] == [
        path for path in ALL if "rls" in path and not path.startswith("other/es")
    ]
    assert plan.findings == ()


def test_an_exclude_that_applies_to_nothing_is_a_slip(library):
    plan = planned(library, "exclude:\n  - {brand: tset}\n")
    assert told(plan.findings, Severity.WARNING) == ["2: This applies to nothing in the plan."]
    assert len(plan.jobs) == len(ALL)


def test_include_adds_what_the_matrix_has_not(library):
    text = f"{ONE}include:\n  - {{handout: nights, language: [en, es], brand: other, mono: true}}\n"
    assert names(planned(library, text)) == [
        "nights_en_other_sheet_letter_mono", "nights_es_other_sheet_letter_mono", "rls_en_test_sheet_letter",
    ]  # fmt: skip


def test_what_somebody_includes_by_name_is_not_left_out(library):
    """It is asked for in so many words, so it is a job that fails with a reason."""
    text = f"{ONE}include:\n  - {{handout: rls, language: en, brand: test, layout: facing}}"
    assert names(planned(library, text)) == ["rls_en_test_facing_letter", "rls_en_test_sheet_letter"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("handouts: [rls, nigths]", "1: There is no handout 'nigths'."),
        ("handouts: rls+nigths", "1: There is no handout 'nigths'."),
        ("brands: [tset]", "1: There is no brand 'tset'."),
        ("layouts: sheets", "1: There is no layout 'sheets'."),
        ("profiles: [x]", "1: There is no profile 'x'."),
        ("languages: [en, eo]", "1: Nothing is written in the language 'eo'."),
        ("exclude: [{brand: '*'}]", "1: There is nothing to build."),
        ("include:\n  - {handout: x, language: en, brand: test}", "2: There is no handout 'x'."),
        ("openemr: [rlss]", "1: There is no handout 'rlss'."),
        ('name: "{brnd}/{name}"', "1: There is no '{brnd}' to put into a name."),
        ("name: ../{name}", OUT),
        ("name: /tmp/{name}", OUT),
        ("name: a//{name}", OUT),
        ("name: '.batch/{name}'", OUT),
        ("name: '{brand}./{name}'", OUT),
        ("name: 'con/{name}'", "1: Windows keeps one of these names for itself."),
        (r"name: 'a\{name}'", "1: The pattern holds a character that file names cannot have."),
        ("name: 'a:{name}'", "1: The pattern holds a character that file names cannot have."),
        ('name: "a\u202e{name}"', "1: The pattern holds a character that file names cannot have."),
        ("name: '{name'", "1: A { or } stands alone in the pattern."),
        ("name: '{{name}}'", "1: A { or } stands alone in the pattern."),
    ],
)  # fmt: skip
def test_plans_that_cannot_be_followed(library, text, message):
    plan = planned(library, text)
    assert (message in told(plan.findings), plan.jobs) == (True, ()), told(plan.findings)


def test_two_documents_of_one_name_are_both_named(library):
    plan = planned(library, "handouts: rls\nlanguages: en\nname: '{handout}'")
    assert told(plan.findings) == [
        "3: Two documents would be rls.pdf: rls in en for other (sheet, standard-12, letter), and rls in en for test "
        "(sheet, standard-12, letter)."
    ]


def test_names_may_not_be_those_of_our_own_folders(library):
    plan = planned(library, "handouts: rls\nlanguages: en\nbrands: test\nname: 'Bundles/{name}'")
    assert "'Bundles', which is kept for copies" in told(plan.findings)[0]


def test_a_pattern_of_names(library):
    text = (
        "handouts: rls+nights\nlanguages: en\nname: '{language}/{brand}-{handout}-{layout}-{profile}-{paper}-{colour}'"
    )
    assert [job.path for job in planned(library, text).jobs] == [
        "en/other-rls.nights-sheet-standard-12-letter-colour.pdf",
        "en/test-rls.nights-sheet-standard-12-letter-colour.pdf",
    ]


def test_what_is_broken_is_planned_under_its_usual_name(tmp_path):
    """The job is listed as refused, in the place where its file was."""
    library, findings = open_library(
        make_distributor(tmp_path, {OTHER: "name:\nregion: GB\npaper: a4\ncolours: 3\n"})
    )  # fmt: skip
    plan = make_plan(library, None, findings, MAKERS, draft=False)
    assert [job.path for job in plan.jobs if job.request.brand == "other"] == [
        path.replace("_letter", "_a4") for path in ALL if path.startswith("other")
    ]


def test_a_broken_handout_is_planned_in_the_languages_of_the_workspace(tmp_path):
    library, findings = open_library(make_distributor(tmp_path, {"content/handouts/rls.yaml": "title: [\n"}))
    plan = make_plan(library, None, findings, MAKERS, draft=False)
    assert [job.path for job in plan.jobs] == [path for path in ALL if "rls_es" not in path]


def test_what_loading_says_is_told_with_the_plan(tmp_path):
    """Warnings as they are; errors of files that nobody uses as a note, for they stop nobody."""
    folder = make_distributor(tmp_path, {"content/notes.yaml": "x", "templates/layouts/odd.yaml": "title: [\n"})
    library, findings = open_library(folder)
    assert library is not None
    plan = make_plan(library, None, findings, MAKERS, draft=False)
    assert tuple(job.path for job in plan.jobs) == ALL
    assert [(f.rule, str(f.mark)) for f in plan.findings] == [
        ("file-ignored", "content/notes.yaml:1:1"), ("batch-unused", "templates/layouts/odd.yaml:2:1"),
    ]  # fmt: skip


def test_the_example_of_the_documents_is_a_plan():
    """For the loader and for editors, and it can be followed in the starter."""
    text = (ROOT / "docs/batch.md").read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    jsonschema.Draft202012Validator(json_schemas()["plan"]).validate(yaml.safe_load(text))
    shape, wrong = parse_plan(text, "plan.yaml")
    assert shape is not None and wrong == ()
    plan = make_plan(starter(), shape, (), MAKERS, draft=False)
    assert not has_errors(plan.findings), plan.findings
    assert len(plan.jobs) > 10


@pytest.mark.parametrize(
    "text", ["papers: a5", "mono: maybe", "handouts: A", "exclude: [{brnd: x}]", "include: [{handout: a}]", "names: x"]
)
def test_the_schema_refuses_what_the_loader_refuses(text):
    assert not jsonschema.Draft202012Validator(json_schemas()["plan"]).is_valid(yaml.safe_load(text))
    assert has_errors(parse_plan(text, "plan.yaml")[1])


def test_narrowing(library):
    plan = planned(library, "papers: [a4, letter]")
    narrow = Narrowing(handouts=("rls",), languages=("es",), papers=("a4",))
    assert [job.path for job in plan.jobs if narrow.takes(job.request)] == [
        "other/es/rls_es_other_sheet_a4.pdf", "test/es/rls_es_test_sheet_a4.pdf",
    ]  # fmt: skip
    wrong = Narrowing(brands=("tset",), layouts=("booklet",)).unknown(plan.jobs)
    assert [(f.message, f.hint) for f in wrong] == [
        ("The plan has nothing for the brand 'tset'.", "Did you mean 'test'?"),
        ("The plan has nothing for the layout 'booklet'.", "There is: sheet."),
    ]


def test_jobs_know_their_codes_and_whether_they_are_the_usual_ones(library):
    plan = planned(library, "handouts: rls\nlanguages: en\nbrands: test\npapers: [a4, letter]")
    assert [(job.request.paper, job.usual, job.codes) for job in plan.jobs] == [
        ("a4", False, (("icd10", ("G25.81",)),)), ("letter", True, (("icd10", ("G25.81",)),)),
    ]  # fmt: skip


def test_a_plan_is_a_file_like_the_others(tmp_path: Path):
    _, wrong = parse_plan("handouts: [Rls]\nlangauges: en\npapers: a5\nmono: maybe\nexclude: [{brands: x}]\n", "p.yaml")
    assert [(f.rule, f.mark.line) for f in wrong if f.mark] == [
        ("id", 1), ("unknown-key", 2), ("wrong-value", 3), ("wrong-value", 4), ("unknown-key", 5),
    ]  # fmt: skip
