"""`handouts review`: what is recorded, and what may not be signed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import handouts.source.writing
from tests.cli.clinic import files_below
from tests.governance.clinic import (
    APPROVER,
    ENGLISH,
    FOODS,
    IRON,
    IRON_ES,
    REFERENCES,
    SETTINGS,
    SPANISH,
    change,
    make_clinic,
    opened,
    records,
    translated,
)


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return make_clinic(tmp_path / "clinic")


@pytest.fixture
def go(run, clinic):
    return lambda *words, **more: run("-C", clinic, *words, **more)


def rules(ran) -> list[str]:
    return [finding["rule"] for finding in json.loads(ran.out)["findings"]]


# --- what is recorded ----------------------------------------------------------------------------------------------


def test_a_record(clinic: Path, go) -> None:
    ran = go("review", "iron", *APPROVER, "--owner", "B. Keeper", "--note", "Read with  the pharmacist.")
    assert ran.code == 0 and ran.err.startswith("iron (en)  Iron  [")
    assert ran.err.endswith("]  next check 2029-01-15\n1 file written.\n")
    (path,) = [Path(line) for line in ran.out.splitlines()]
    assert path.parent == clinic / "content/reviews/iron" and path.name.startswith("en_2026-01-15_")
    digest = opened(clinic)[1].sections["iron", "en"].digest
    assert path.read_text(encoding="utf-8") == (
        "# yaml-language-server: $schema=../../../schemas/review.json\n"
        f"section: iron\nlanguage: en\ndigest: {digest}\nby: A. Reader\nrole: approver\ndate: 2026-01-15\n"
        "owner: B. Keeper\nnote: Read with the pharmacist.\n"
    )


@pytest.mark.parametrize(
    "name", ['O\'Neil: "Bo" #1', "- yes", "null", "李医生", "{a}", "@x", "a: b", "1e5", "%", "\\n", "é" * 300]
)
def test_any_name_comes_back_as_it_was_given(clinic: Path, go, name: str) -> None:
    assert go("review", "iron", "--by", name, "--role", "approver", "--note", name).code == 0
    (review,) = opened(clinic)[1].reviews
    assert (review.by, review.note) == (name, name)
    assert [(record["by"], record["note"]) for record in records(clinic)] == [(name, name)]


@pytest.mark.parametrize("name", ["", "  ", "a\x07b", "a\u202eb", "x" * 401])
def test_a_name_must_be_one_printable_line(clinic: Path, go, name: str) -> None:
    before = files_below(clinic)
    for words in (("--by", name, "--role", "approver"), ("--by", "A", "--role", name)):
        assert go("review", "iron", *words).code == 2
    assert files_below(clinic) == before


def test_a_whole_handout_in_two_languages(clinic: Path, go) -> None:
    """English first: the Spanish text rests on a sign-off of the same run."""
    (clinic / "content/handouts/eating.yaml").write_text(
        "title: {en: Eating}\nlead: [iron]\nsections: [references]\n", encoding="utf-8"
    )
    ran = go("review", "--handout", "eating", "--lang", "es,en", *APPROVER)
    assert ran.code == 0, ran.err
    assert [(record["section"], record["language"]) for record in records(clinic)] == [("iron", "en"), ("iron", "es")]
    assert go("build", "eating", "--require-signed").code == 0


def test_the_report(clinic: Path, go) -> None:
    report = json.loads(go("review", "iron", "foods", *APPROVER, "--format", "json").out)
    assert report["written"] and report["findings"] == []
    assert [(c["section"], c["language"], c["by"], c["role"], c["next_check"]) for c in report["changes"]] == [
        ("iron", "en", "A. Reader", "approver", "2029-01-15"),
        ("foods", "en", "A. Reader", "approver", "2029-01-15"),
    ]
    assert {c["file"] for c in report["changes"]} <= set(files_below(clinic))


def test_a_trial_run_writes_nothing(clinic: Path, go) -> None:
    before = files_below(clinic)
    ran = go("review", "iron", *APPROVER, "--dry-run")
    assert ran.code == 0 and "--- /dev/null\n+++ content/reviews/iron/en_2026-01-15_" in ran.err
    assert "+by: A. Reader\n" in ran.err and ran.err.endswith("Nothing was written.\n") and ran.out == ""
    assert files_below(clinic) == before


def test_the_same_sign_off_twice_is_one(clinic: Path, go) -> None:
    go("review", "iron", *APPROVER)
    before = files_below(clinic)
    ran = go("review", "iron", *APPROVER, "--format", "json")
    assert ran.code == 0 and rules(ran) == ["review-twice"]
    assert files_below(clinic) == before
    assert go("review", "iron", *APPROVER, env={"HANDOUTS_DATE": "2027-01-15"}).code == 0
    assert len(records(clinic)) == 2


def test_a_day_that_has_not_come(clinic: Path, go) -> None:
    ran = go("review", "iron", *APPROVER, "--date", "2999-01-01")
    assert ran.code == 2 and "--date 2999-01-01 has not come yet." in ran.err
    assert go("review", "iron", *APPROVER, "--date", "2020-01-01").code == 0
    assert records(clinic)[0]["date"] == "2020-01-01"


def test_something_must_be_named(go) -> None:
    ran = go("review", *APPROVER)
    assert ran.code == 2 and "Name the sections you have read" in ran.err


def test_a_text_that_changes_while_it_is_signed(clinic: Path, go, monkeypatch: pytest.MonkeyPatch) -> None:
    original = handouts.source.writing.write_all

    def slow(root, rewrites):
        change(clinic, IRON, "20 mg", "30 mg")
        return original(root, rewrites)

    monkeypatch.setattr(handouts.source.writing, "write_all", slow)
    ran = go("review", "iron", "foods", *APPROVER)
    assert ran.code == 1 and f"{IRON}:1:1: error:" in ran.err and "(write-conflict)" in ran.err
    assert not (clinic / "content/reviews").exists()


# --- roles ---------------------------------------------------------------------------------------------------------


def state(clinic: Path, section: str = "iron", language: str = "en", date: str = "2026-01-15") -> str:
    from datetime import date as day

    from handouts.resolving.signed import review_section

    library = opened(clinic)[1]
    found = review_section(library, library.sections[section, language], day.fromisoformat(date))
    return f"{found.status} {found.lacking}".strip()


def need(clinic: Path, policy: str) -> None:
    with (clinic / SETTINGS).open("a", encoding="utf-8") as stream:
        stream.write(f"review: {policy}\n")


def test_another_role_is_recorded_but_takes_no_mark_away(clinic: Path, go) -> None:
    ran = go("review", "iron", "--by", "C. Writer", "--role", "aprover")
    assert ran.code == 0 and "The role 'aprover' is recorded, but does not take a draft mark away." in ran.err
    assert "not signed by: approver" in ran.err
    assert state(clinic) == "never not signed by: approver"
    assert go("build", "rls", "--require-signed").code == 1


def test_all_roles_that_a_workspace_needs(clinic: Path, go) -> None:
    need(clinic, "{needs: [approver, Owner]}")
    go("review", "iron", *APPROVER, env={"HANDOUTS_DATE": "2025-06-01"})
    assert state(clinic) == "never not signed by: owner"
    ran = go("review", "iron", "--by", "B. Keeper", "--role", "OWNER")
    assert ran.code == 0 and "next check 2028-06-01" in ran.err  # three years after the older of the two
    assert (state(clinic), state(clinic, date="2028-06-02")) == ("signed", "expired")


def test_a_workspace_that_takes_any_role(clinic: Path, go) -> None:
    need(clinic, "{needs: []}")
    ran = go("review", "iron", "--by", "C. Writer", "--role", "nurse")
    assert ran.code == 0 and "review-role" not in ran.err and state(clinic) == "signed"


def test_translations_may_need_another_role(clinic: Path, go) -> None:
    need(clinic, "{translations_need: [translator]}")
    go("review", "iron", *APPROVER)
    ran = go("review", "iron", "--lang", "es", "--by", "D. Words", "--role", "translator")
    assert ran.code == 0 and "review-role" not in ran.err
    assert state(clinic, language="es") == "signed"


def test_months_of_a_section_hold_for_its_translations(clinic: Path, go) -> None:
    with (clinic / IRON).open("a", encoding="utf-8") as stream:
        stream.write("review_months: 12\n")
    ran = go("review", "iron", "--lang", "en,es", *APPROVER)
    assert ran.code == 0 and ran.err.count("next check 2027-01-15") == 2
    assert state(clinic, language="es", date="2027-01-16") == "expired"


# --- what may not be signed ----------------------------------------------------------------------------------------


def test_a_translation_lasts_no_longer_than_its_english_text(clinic: Path, go) -> None:
    go("review", "iron", *APPROVER, env={"HANDOUTS_DATE": "2024-01-15"})
    ran = go("review", "iron", "--lang", "es", *APPROVER)
    assert ran.code == 0 and "next check 2027-01-15" in ran.err
    assert state(clinic, language="es", date="2027-01-16") == "expired"


def test_a_record_by_hand_does_not_go_round_the_english_text(clinic: Path, go) -> None:
    digest = opened(clinic)[1].sections["iron", "es"].digest
    path = clinic / "content/reviews/iron/by-hand.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(
        f"section: iron\nlanguage: es\ndigest: {digest}\nby: X\nrole: approver\ndate: 2026-01-15\n", encoding="utf-8"
    )
    assert state(clinic, language="es") == "never the English text it was made from is not signed"
    go("review", "iron", *APPROVER)
    assert state(clinic, language="es") == "signed"


REFUSED = [
    ({}, ("zinc",), "", "unknown-section"),
    ({}, ("--handout", "nope"), "", "unknown-handout"),
    ({}, ("iron", "--lang", "fr"), "", "There is no language 'fr'"),
    ({}, ("foods", "--lang", "es"), "content/sections/foods/es.yaml:1:1", "is not there in Spanish"),
    ({}, ("iron", "--lang", "es"), IRON_ES, "The English text of 'iron' is not signed"),
    ({IRON: ENGLISH.replace("20", "25")}, ("iron", "--lang", "es"), IRON_ES, "has changed since this"),
    ({IRON: ENGLISH.replace("@allen2018", "@allen")}, ("iron",), f"{IRON}:6:", "unknown-citation"),
    ({IRON: "title: x: y\n"}, ("iron",), f"{IRON}:1:", "yaml-syntax"),
    ({IRON: "titel: Iron\nblocks: []\n"}, ("iron",), IRON, "'iron' (en) has errors"),
    ({REFERENCES: "allen2018: {type: book, title: x, status: {superseded_by: b}}\nb: {type: book, title: y}\n"},
     ("iron",), f"{IRON}:6:11", "superseded-reference"),
    ({FOODS: "title: Foods\nblocks: [{text: Take 5.0 mg.}]\n"}, ("foods",), f"{FOODS}:2:", "dose-form"),
    ({FOODS: "title: Foods\nblocks:\n  - figure: {file: no.svg, alt: x}\n"}, ("foods",), f"{FOODS}:3:", "figure-file"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "words", "place", "part"), REFUSED, ids=[case[3] for case in REFUSED])
def test_refused(tmp_path: Path, run, files: dict[str, str], words: tuple[str, ...], place: str, part: str) -> None:
    """With the reason, and nothing of the run is written, not even what could be signed."""
    clinic = make_clinic(tmp_path, files)
    before = files_below(clinic)
    ran = run("-C", clinic, "review", "plan", *words, *APPROVER)
    assert ran.code == 1 and part in ran.err and place in ran.err and "Nothing was written" in ran.err
    assert files_below(clinic) == before


def test_a_translation_that_the_number_lock_refuses(tmp_path: Path, run) -> None:
    spanish = translated(ENGLISH, SPANISH.replace("20 mg", "200 mg"))
    clinic = make_clinic(tmp_path, {IRON_ES: spanish})
    assert run("-C", clinic, "review", "iron", *APPROVER).code == 0
    ran = run("-C", clinic, "review", "iron", "--lang", "es", *APPROVER)
    assert ran.code == 1 and "(translation-numbers)" in ran.err and "'iron' (es) has errors" in ran.err


def test_errors_elsewhere_do_not_stand_in_the_way(tmp_path: Path, run) -> None:
    clinic = make_clinic(tmp_path, {FOODS: "titel: x\n"})
    assert run("-C", clinic, "review", "iron", *APPROVER).code == 0


def test_after_an_update_a_translation_is_signed_again(clinic: Path, go) -> None:
    """Its file has another line: whoever signs has compared it with the new English text."""
    go("review", "iron", "--lang", "en,es", *APPROVER)
    assert state(clinic, language="es") == "signed"
    change(clinic, IRON, "Iron helps some people.", "Iron can help some people.")
    go("review", "iron", *APPROVER)
    assert go("translate", "update", "es", "iron").code == 0
    assert state(clinic, language="es") == "changed"
    assert go("review", "iron", "--lang", "es", *APPROVER).code == 0
    assert state(clinic, language="es") == "signed"
