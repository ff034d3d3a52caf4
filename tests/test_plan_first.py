"""A patient's copy begins with what was agreed: the plan, when something in it is ticked or written."""

from __future__ import annotations

import pytest

from handouts.build import Built, build
from handouts.edition import Personal
from handouts.library import Library
from handouts.passport.entry import entry_from, entry_of
from handouts.press.reading import structure_text
from handouts.resolving.plan import Selection, plan
from handouts.source.loading import open_library
from tests.cli.clinic import RLS, make_clinic
from tests.starters import TODAY

PLANNED = "title: {en: Restless legs}\nsections: [iron, plan, references]\noptional: [plan]\nplan: plan\n"


def library(tmp_path, handout: str = PLANNED, **files: str) -> Library:
    found, findings = open_library(make_clinic(tmp_path, {RLS: handout, **files}))
    assert found is not None and not [str(f) for f in findings if f.severity == "error"]
    return found


def built(found: Library, personal: Personal | None = None, layout: str = "") -> Built:
    (request,), _ = plan(found, Selection(("rls",), ("en",), layout=layout))
    made = build(found, request, date=TODAY, personal=personal)
    assert made.pdf is not None, [str(finding) for finding in made.findings]
    return made


def order(made: Built) -> list[str]:
    text = " ".join(structure_text(made.pdf.data))
    return sorted(("Blood tests", "Iron helps some people"), key=text.index)


@pytest.mark.parametrize(
    "personal",
    [
        Personal({}, frozenset({("plan", 2)})),
        Personal({"notes": "Come back"}),
        Personal({"patient.name": "Sam", "notes": "x"}),
    ],
)
def test_a_plan_with_something_in_it_comes_first(tmp_path, personal):
    assert order(built(library(tmp_path), personal))[0] == "Blood tests"


@pytest.mark.parametrize("personal", [None, Personal(), Personal({"patient.name": "Sam", "clinician.name": "Dr Who"})])
def test_without_anything_in_it_the_plan_stays_where_it_is(tmp_path, personal):
    assert order(built(library(tmp_path), personal))[-1] == "Blood tests"


def test_a_handout_that_names_no_plan_keeps_its_order(tmp_path):
    found = library(tmp_path, PLANNED.replace("plan: plan\n", ""))
    assert order(built(found, Personal({"notes": "x"})))[-1] == "Blood tests"


def test_the_plan_is_never_left_out_for_want_of_room(tmp_path):
    """Neither where the handout calls it optional: what was ticked must be on the page."""
    long = "title: Iron\nkey_points: [Have a test.]\nblocks:\n" + "  - text: Word one. [@allen2018]\n" * 26
    files = {
        "templates/layouts/one.yaml": "extends: sheet\nside: 0\npages: 1\nreferences: false\n",
        "content/sections/iron/en.yaml": long,
    }
    found = library(tmp_path, PLANNED.replace("optional: [plan]", "optional: [plan, iron]"), **files)
    made = built(found, Personal({"notes": "x"}), "one")
    assert [line.plain for line in made.edition.left_out] == ["Iron"]
    assert "Your plan" in [line.plain for line in built(found, None, "one").edition.left_out]


def test_the_edition_is_another_one_and_the_ledger_can_make_it_again(tmp_path):
    found = library(tmp_path)
    usual, first = built(found), built(found, Personal({"notes": "x"}))
    assert usual.record.edition != first.record.edition
    entry = entry_from(entry_of(found, first.edition, first.record, written=TODAY, head=None).as_json())
    again = build(found, entry.request, date=TODAY)
    assert again.record.edition == first.record.edition and order(again)[0] == "Blood tests"


def test_a_plan_that_is_no_section_is_told_with_its_place(tmp_path):
    _, findings = open_library(make_clinic(tmp_path, {RLS: PLANNED.replace("plan: plan\n", "plan: plann\n")}))
    (finding,) = [finding for finding in findings if finding.rule == "plan"]
    assert str(finding.mark) == f"{RLS}:4:7" and "'plann'" in finding.message and "plan" in finding.hint
