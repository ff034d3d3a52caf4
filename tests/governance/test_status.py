"""`handouts status`: what it tells, in which order, to people and to programs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from handouts.governance.since import LineChange
from handouts.governance.telling import excerpt
from tests.cli.clinic import files_below
from tests.governance.clinic import APPROVER, FOODS, IRON, IRON_ES, LEGS, SETTINGS, SVG, change, make_clinic
from tests.repositories import commit, git


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return make_clinic(tmp_path / "clinic", git=True)


@pytest.fixture
def go(run, clinic):
    return lambda *words, **more: run("-C", clinic, *words, **more)


def sign(go, *sections: str, day: str = "2026-01-15", who: tuple[str, ...] = APPROVER) -> None:
    ran = go("review", *sections, *who, env={"HANDOUTS_DATE": day})
    assert ran.code == 0, ran.err


def report(go, *words: str, **more) -> dict:
    return json.loads(go("status", "--format", "json", *words, **more).out)


def of(told: dict, section: str, language: str = "en") -> dict:
    (found,) = [text for text in told["sections"] if (text["section"], text["language"]) == (section, language)]
    return found


def test_the_most_urgent_first(clinic: Path, go) -> None:
    (clinic / "content/sections/walks").mkdir()
    (clinic / "content/sections/walks/en.yaml").write_text("title: Walks\nblocks: [{text: Walk.}]\n", encoding="utf-8")
    (clinic / "content/sections/sleep").mkdir()
    (clinic / "content/sections/sleep/en.yaml").write_text("title: Sleep\nblocks: [{text: Rest.}]\n", encoding="utf-8")
    sign(go, "plan", day="2022-01-15")
    sign(go, "walks", day="2023-03-01")
    sign(go, "sleep", "iron")
    commit(clinic, "Signed", day="2026-01-15")
    change(clinic, IRON, "20 mg", "30 mg")
    heads = [line for line in go("status").out.splitlines() if re.match(r"[A-Z]{3}", line)]
    assert heads == [
        "CHANGED since sign-off: 1", "EXPIRED: 1", "NEVER signed: 1", "DUE by 2026-07-15: 1", "SIGNED: 1",
        "HANDOUTS", "TRANSLATIONS", "SOURCES",
    ]  # fmt: skip
    told = report(go)
    assert [(text["section"], text["status"], text["due"]) for text in told["sections"]] == [
        ("iron", "changed", False), ("plan", "expired", False), ("foods", "never", False), ("walks", "due", True),
        ("sleep", "signed", False),
    ]  # fmt: skip
    assert [(h["handout"], h["status"], h["unsigned"], h["sections"]) for h in told["handouts"]] == [
        ("eating", "never", 1, 1),
        ("rls", "changed", 2, 2),
    ]


def test_what_is_due_within_some_months(clinic: Path, go) -> None:
    sign(go, "iron", day="2024-01-15")
    sign(go, "plan", day="2023-02-15")
    ends = {"iron": "2027-01-15", "plan": "2026-02-15"}
    for months, due in {"0": [], "1": ["plan"], "11": ["plan"], "12": ["iron", "plan"]}.items():
        told = report(go, "--due", months)
        assert sorted(text["section"] for text in told["sections"] if text["due"]) == due
        assert [of(told, name)["next_check"] for name in ends] == list(ends.values())
    assert (
        "DUE by 2027-01-15: 2\n  plan  Your plan\n    next check 2026-02-15, in 31 days\n"
        in go("status", "--due", "12").out
    )
    assert go("status", "--due", "-1").code == 2


def test_a_status_in_full(clinic: Path, go) -> None:
    sign(go, "iron", who=(*APPROVER, "--owner", "B. Keeper", "--note", "First reading"))
    made = commit(clinic, "Signed", day="2026-01-15")
    change(clinic, IRON, "Iron helps some people. ", "Iron helps a few people. ")
    later = commit(clinic, "Words", day="2026-02-01")
    found = of(report(go, "rls"), "iron")
    assert (found["owner"], found["last_checked"], found["next_check"]) == ("B. Keeper", "2026-01-15", "")
    assert found["handouts"] == ["rls"] and found["file"] == IRON
    ((review),) = found["reviews"]
    assert (review["by"], review["role"], review["date"], review["note"], review["of_this_text"]) == (
        "A. Reader", "approver", "2026-01-15", "First reading", False,
    )  # fmt: skip
    assert found["changed"] == {
        "lines": [
            {
                "line": 6, "where": "blocks[0].text",
                "before": "- text: Iron helps some people. [@allen2018]",
                "after": "- text: Iron helps a few people. [@allen2018]",
            }
        ],
        "pictures": [], "commit": later, "date": "2026-02-01", "unknown": "",
    }  # fmt: skip
    assert made != later


def test_lines_that_came_and_went(clinic: Path, go) -> None:
    sign(go, "iron")
    commit(clinic, "Signed", day="2026-01-15")
    change(clinic, IRON, "  - heading: How much?\n", "")
    with (clinic / IRON).open("a", encoding="utf-8") as stream:
        stream.write("  - list:\n      - One\n      - Two\n")
    found = of(report(go), "iron")["changed"]["lines"]
    assert [(entry["line"], entry["where"], entry["before"], entry["after"]) for entry in found] == [
        (0, "blocks[1].heading", "- heading: How much?", ""),
        (8, "blocks[1].text", "", "- list:"),
        (9, "blocks[2].list[0]", "", "- One"),
        (10, "blocks[2].list[1]", "", "- Two"),
    ]


def test_how_a_section_is_cared_for_is_no_change(clinic: Path, go) -> None:
    """The numbers of lines are those of the file all the same."""
    sign(go, "iron")
    commit(clinic, "Signed", day="2026-01-15")
    text = (clinic / IRON).read_text(encoding="utf-8")
    care = "treatments:\n  - of: iron\n    benefits: Iron helps\n"
    (clinic / IRON).write_text(care + text, encoding="utf-8")
    assert of(report(go), "iron")["status"] == "signed"
    change(clinic, IRON, "20 mg", "30 mg")
    found = of(report(go), "iron")["changed"]["lines"]
    assert [(entry["line"], entry["where"]) for entry in found] == [(11, "blocks[2].text")]


def test_a_picture_that_changed_before_the_text(clinic: Path, go) -> None:
    """The signed form is an old text with a picture newer than it, which no commit of the text shows."""
    (clinic / LEGS).write_text(SVG.format(70), encoding="utf-8")
    commit(clinic, "Another picture", day="2026-01-10")
    sign(go, "foods")
    commit(clinic, "Signed", day="2026-01-15")
    change(clinic, FOODS, "Eat well.", "Eat better.")
    (clinic / LEGS).write_text(SVG.format(60), encoding="utf-8")
    commit(clinic, "Both", day="2026-02-01")
    found = of(report(go), "foods")["changed"]
    assert (found["pictures"], [entry["line"] for entry in found["lines"]], found["unknown"]) == (["legs.svg"], [3], "")


def test_a_signed_text_that_git_never_had(clinic: Path, go) -> None:
    change(clinic, IRON, "20 mg", "25 mg")
    sign(go, "iron")
    change(clinic, IRON, "25 mg", "30 mg")
    assert "git has no version with the signed text" in of(report(go), "iron")["changed"]["unknown"]
    told = " ".join(go("status").out.split())
    assert "The text differs; git has no version with the signed text: it was never committed." in told


@pytest.mark.parametrize("why", ["no git", "no repository", "no commit"])
def test_without_a_history_the_rest_is_told(tmp_path: Path, run, monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    clinic = make_clinic(tmp_path / "clinic", git=why == "no git")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    if why == "no commit":
        git(clinic, "init", "--quiet")
    run("-C", clinic, "review", "iron", *APPROVER)
    change(clinic, IRON, "20 mg", "30 mg")
    if why == "no git":
        monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    ran = run("-C", clinic, "status")
    told = " ".join(ran.out.split())
    assert ran.code == 0 and "CHANGED since sign-off: 1 iron Iron signed 2026-01-15 by A. Reader" in told
    words = {"no git": "git is not installed", "no repository": "not a git repository", "no commit": "no commit yet"}
    assert f"What has changed is not shown: {'' if why == 'no git' else 'There is no git history'}" in told
    assert words[why] in told


def test_some_handouts_and_languages(clinic: Path, go) -> None:
    told = report(go, "eating")
    assert [text["section"] for text in told["sections"]] == ["foods"]
    assert told["sources"] == [] and told["translations"] == {"es": {
        "current": 0, "unreviewed": 0, "stale": 0, "stale-safety": 0, "missing": 1,
    }}  # fmt: skip
    told = report(go, "rls", "--lang", "es")
    assert [(text["section"], text["language"]) for text in told["sections"]] == [("iron", "es")]
    assert told["handouts"][0]["status"] == "never" and told["handouts"][0]["unsigned"] == 2  # one is missing
    sign(go, "iron")
    assert "iron (en)" in go("status", "--lang", "en,es").out and "iron (es)" in go("status", "--lang", "en,es").out
    for words in (("nope",), ("--lang", "fr")):
        ran = go("status", *words)
        assert ran.code == 1 and ran.out == "" and "error: There is no" in ran.err


def test_what_keeps_a_translation_from_being_signed(clinic: Path, go) -> None:
    sign(go, "iron")
    sign(go, "iron", "--lang", "es", who=("--by", "D. Words", "--role", "translator"))
    told = go("status", "--lang", "es").out
    assert "  iron  Hierro\n    not signed by: approver\n    signed 2026-01-15 by D. Words (translator)\n" in told


def test_a_sign_off_of_nothing(clinic: Path, go) -> None:
    sign(go, "iron")
    (clinic / IRON_ES).unlink()
    (clinic / IRON).rename(clinic / "content/sections/plan/es.yaml")
    (clinic / "content/sections/plan/es.yaml").unlink()
    (clinic / "content/handouts/rls.yaml").unlink()
    (clinic / SETTINGS).read_text(encoding="utf-8")
    told = report(go)
    assert [finding["rule"] for finding in told["findings"]] == ["review-unknown"]


def test_errors_in_the_content_are_told_and_the_rest_is_shown(clinic: Path, go) -> None:
    (clinic / FOODS).write_text("titel: x\n", encoding="utf-8")
    ran = go("status")
    assert ran.code == 1 and "NEVER signed: 2\n  iron, plan\n" in ran.out and f"{FOODS}:1:1: error:" in ran.err


def test_it_writes_nothing(clinic: Path, go) -> None:
    before = files_below(clinic)
    go("status"), report(go)
    assert files_below(clinic) == before


def test_no_line_is_wider_than_the_usual_terminal(clinic: Path, go) -> None:
    sign(
        go,
        "iron",
        who=("--by", "A. Reader of the Example Clinic for Restless Legs", *APPROVER[2:], "--owner", "B. " * 20),
    )
    commit(clinic, "Signed", day="2026-01-15")
    change(clinic, IRON, "20 mg", "30 mg")
    out = go("status", "--lang", "en,es", color=True).out
    plain = re.sub(r"\x1b\[\d+m", "", out)
    assert plain != out and [line for line in plain.splitlines() if len(line) > 80] == []
    assert "\x1b" not in go("status").out
    assert "\x1b" not in go("status", color=True, env={"NO_COLOR": "1"}).out


WORDS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "


@pytest.mark.parametrize("at", range(0, len(WORDS) * 2, 7))
def test_what_differs_is_seen_wherever_it_stands(at: int) -> None:
    before = WORDS * 2
    after = before[:at] + "#" + before[at + 1 :]
    old, new = excerpt(LineChange(1, "", before, after), 60)
    assert len(old) <= 60 and len(new) <= 60
    assert (old[0], new[0]) == ("-", "+") and "#" in new and "#" not in old


def test_short_lines_are_shown_whole() -> None:
    assert excerpt(LineChange(1, "", "- a", "- b"), 60) == ["- - a", "+ - b"]
    assert excerpt(LineChange(0, "", "gone", ""), 60) == ["- gone"]
