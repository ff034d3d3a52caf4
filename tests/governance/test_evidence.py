"""Sources: replaced, uncited, or not looked at for long; and what handouts about treatments owe."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from handouts.governance.evidence import check_sources, sources
from handouts.governance.treatments import check_treatments
from tests.governance.clinic import FOODS, IRON, IRON_ES, REFERENCES, SETTINGS, SOURCES, make_clinic, opened, translated
from tests.starters import starter
from tests.workspaces import MINIMAL

TODAY = datetime.date(2026, 1, 15)


def found(folder: Path, files: Mapping[str, str | bytes | None], day: datetime.date = TODAY) -> list[str]:
    """What is found, without the note on lee2025, which nobody cites in this clinic."""
    library = opened(make_clinic(folder, files))[1]
    told = (*check_sources(library, day), *check_treatments(library, library.handouts))
    return [f"{f.severity} {f.mark}: {f.message} ({f.rule})" for f in told if "cites 'lee2025'." not in f.message]


# --- sources -------------------------------------------------------------------------------------------------------


def test_a_source_that_nobody_cites(tmp_path: Path) -> None:
    library = opened(make_clinic(tmp_path))[1]
    (finding,) = check_sources(library, TODAY)
    assert str(finding) == f"{REFERENCES}:7:3: No section cites 'lee2025'. (reference-unused)"
    assert finding.severity == "note"


def test_a_replaced_source_is_kept_for_the_record(tmp_path: Path) -> None:
    text = SOURCES.replace("title: Iron again\n  status: current", "title: Old\n  status: {superseded_by: allen2018}")
    assert found(tmp_path, {REFERENCES: text}) == []


@pytest.mark.parametrize(
    ("checked", "wanted"),
    [
        ("  checked: 2023-01-15\n", ""),
        ("  checked: 2023-01-14\n", "was last looked at on 2023-01-14"),
        ("", "has no date of a last look"),
    ],
)
def test_a_source_that_nobody_has_looked_at_for_long(tmp_path: Path, checked: str, wanted: str) -> None:
    """The same months as for a sign-off: 36."""
    text = SOURCES.replace("  checked: 2026-01-02\n", checked, 1)
    message = f"warning {REFERENCES}:2:3: The source 'allen2018' {wanted}; iron cite it. (reference-checked)"
    assert found(tmp_path, {REFERENCES: text}) == ([message] if wanted else [])


def test_only_sources_that_are_cited_must_be_looked_at(tmp_path: Path) -> None:
    text = SOURCES.replace("  checked: 2026-01-02\n", "", 2).replace("status: current\nlee", "checked: 2026-01-02\nlee")
    assert found(tmp_path, {REFERENCES: text}) == []


def test_the_months_are_the_workspaces(tmp_path: Path) -> None:
    text = SOURCES.replace("2026-01-02", "2025-01-02")
    settings = MINIMAL[SETTINGS] + "review: {months: 12}\n"
    (message,) = found(tmp_path, {REFERENCES: text, SETTINGS: settings})
    assert "was last looked at on 2025-01-02" in message


def test_a_replaced_source_in_a_section_of_no_handout(tmp_path: Path) -> None:
    text = SOURCES.replace("title: Iron\n  status: current", "title: Old\n  status: {superseded_by: lee2025}")
    messages = found(tmp_path, {REFERENCES: text, "content/handouts/rls.yaml": None, "content/handouts/x.yaml": None})
    wanted = "The reference 'allen2018' has been superseded by 'lee2025'. (superseded-reference)"
    places = [(IRON, 6), (IRON, 8), (IRON_ES, 7), (IRON_ES, 9)]
    assert messages == [f"error {path}:{line}:11: {wanted}" for path, line in places]


def test_who_cites_a_source(tmp_path: Path) -> None:
    """A translation counts only where it cites what its source does not."""
    spanish = translated().replace("personas. [@allen2018]", "personas. [@lee2025]")
    library = opened(make_clinic(tmp_path, {IRON_ES: spanish}))[1]
    assert {source.reference.key: source.cited_in for source in sources(library)} == {
        "allen2018": ("iron",),
        "lee2025": ("iron (es)",),
    }


def test_check_tells_them(tmp_path: Path, run) -> None:
    clinic = make_clinic(tmp_path)
    report = json.loads(run("-C", clinic, "check", "rls", "--format", "json").out)
    rules = [finding["rule"] for finding in report["findings"]]
    assert [rule for rule in rules if rule.startswith(("reference", "treatment"))] == ["reference-unused"]
    ran = run("-C", clinic, "check", "rls", env={"HANDOUTS_DATE": "2029-02-01"})
    assert ran.code == 0 and "warning: The source 'allen2018' was last looked at on 2026-01-02" in ran.err


# --- treatments ----------------------------------------------------------------------------------------------------

TEXT = """\
title: Iron
blocks:
  - heading: What can iron do?
  - text: It **may** ease symptoms. [@allen2018]
  - table:
      caption: Choices
      columns: [Choice, Risks]
      header_column: true
      rows: [[No treatment, It may get worse], [Iron, Stomach upset]]
  - text: Nobody knows how long.
treatments:
"""
WHOLE = """\
  - of: iron
    benefits: It may ease
    risks: Risks
    no_treatment: No treatment
    uncertainty: Nobody knows
    choices: Choices
"""


def check(folder: Path, care: str, wanted: list[str]) -> None:
    """What is found for a section with this care, in a clinic with two handouts; places and rules aside."""
    files = {IRON: TEXT + care, IRON_ES: None}
    messages = found(folder, files)
    assert [message.partition(": ")[2].rpartition(" (")[0] for message in messages] == wanted


def lacks(what: str) -> str:
    return f"The handout 'rls' is about treatments, and no section is marked to tell {what}."


def test_a_section_that_tells_everything(tmp_path: Path) -> None:
    check(tmp_path, WHOLE, [])


@pytest.mark.parametrize(
    ("key", "what"),
    [
        ("benefits", "what 'iron' may do"),
        ("risks", "the risks of 'iron'"),
        ("no_treatment", "what happens without treatment"),
        ("uncertainty", "what is not known"),
        ("choices", "that there is more than one choice"),
    ],
)
def test_what_a_handout_lacks(tmp_path: Path, key: str, what: str) -> None:
    kept = "".join(line for line in WHOLE.splitlines(keepends=True) if f" {key}:" not in line)
    check(tmp_path, kept, [lacks(what)])


def test_each_treatment_has_benefits_and_risks(tmp_path: Path) -> None:
    check(tmp_path, WHOLE + "  - {of: [zinc, copper], benefits: Choices}\n", [
        lacks("the risks of 'copper'"), lacks("the risks of 'zinc'"),
    ])  # fmt: skip


def test_another_section_of_the_handout_may_tell_it(tmp_path: Path) -> None:
    plan = "title: Plan\nblocks: [{text: 'Too much is bad. [@allen2018]'}]\ntreatments: [{of: iron, risks: Too much}]\n"
    care = WHOLE.replace("    risks: Risks\n", "")
    messages = found(tmp_path, {IRON: TEXT + care, IRON_ES: None, "content/sections/plan/en.yaml": plan})
    assert messages == []


def test_words_that_do_not_stand_there(tmp_path: Path) -> None:
    """Also words of two sentences that stand in different texts."""
    care = WHOLE.replace("It may ease", "It may cure").replace("Nobody knows", "symptoms. Nobody")
    messages = found(tmp_path, {IRON: TEXT + care, IRON_ES: None})
    words = "do not stand in this section"
    assert messages == [
        f"warning {IRON}:13:15: The words for 'benefits' {words}: It may cure (treatment-words)",
        f"warning {IRON}:16:18: The words for 'uncertainty' {words}: symptoms. Nobody (treatment-words)",
    ]


def test_a_treatment_without_a_source(tmp_path: Path) -> None:
    text = (TEXT + WHOLE).replace(" [@allen2018]", "")
    messages = found(tmp_path, {IRON: text, IRON_ES: None, REFERENCES: SOURCES.partition("lee")[0]})
    assert messages[-1:] == [
        f"warning {IRON}:12:5: The section is about a treatment and cites no source. (treatment-sources)"
    ]


def test_what_does_not_speak_of_treatments_owes_nothing(tmp_path: Path) -> None:
    assert found(tmp_path, {FOODS: "title: Foods\nblocks: [{text: Eat well.}]\n"}) == []


def test_a_gap_may_be_allowed_with_a_reason(tmp_path: Path, run) -> None:
    rls = "# handouts: allow treatment-missing - told at the visit\ntitle: {en: Iron}\nsections: [iron, references]\n"
    files = {IRON: TEXT + "  - {of: iron, benefits: Choices}\n", IRON_ES: None, "content/handouts/rls.yaml": rls}
    ran = run("-C", make_clinic(tmp_path, files), "check")
    assert "treatment-missing" not in ran.err and "allow-unused" not in ran.err


def test_only_the_handouts_asked_for(tmp_path: Path, run) -> None:
    clinic = make_clinic(tmp_path, {IRON: TEXT + "  - {of: iron, benefits: Choices}\n", IRON_ES: None})
    assert "(treatment-missing)" in run("-C", clinic, "check", "rls").err
    assert "(treatment-missing)" in run("-C", clinic, "check").err
    assert "(treatment-missing)" not in run("-C", clinic, "check", "eating").err


def test_quoted_words_are_no_text_of_the_page(tmp_path: Path) -> None:
    from handouts.resolving.lines import lines_in

    library = opened(make_clinic(tmp_path, {IRON: TEXT + WHOLE, IRON_ES: None}))[1]
    bare = opened(make_clinic(tmp_path / "bare", {IRON: TEXT.replace("treatments:\n", ""), IRON_ES: None}))[1]
    lines = [[line.plain for line in lines_in(made.sections["iron", "en"])] for made in (library, bare)]
    assert lines[0] == lines[1]


def test_the_starter_quotes_itself_right() -> None:
    """What it lacks is told, and is for a clinician to write; what it claims stands there."""
    library = starter()
    told = {section.id for (_, tag), section in library.sections.items() if tag == "en" and section.treatments}
    assert {"treatment-choices", "prescription-medicines", "iron", "magnesium-evidence", "magnesium-safety"} <= told
    assert {finding.rule for finding in check_treatments(library, library.handouts)} <= {"treatment-missing"}
    assert check_sources(library, datetime.date(2026, 11, 24)) == ()
