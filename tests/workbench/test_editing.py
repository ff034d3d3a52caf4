"""Edits: tried out in memory, saved only onto what was seen, and nothing else in the folder touched."""

from __future__ import annotations

import dataclasses
import os
import stat
import threading
from pathlib import Path

import pytest

from handouts.source import workspace
from handouts.workbench import editing
from handouts.workbench.bench import editable, open_bench
from handouts.workbench.editing import Edit, Refused, Saved, Text, open_text, save, try_out
from tests.cli.clinic import files_below
from tests.governance.clinic import APPROVER, FOODS, IRON, IRON_ES, REFERENCES, SETTINGS, change, make_clinic
from tests.repositories import commit
from tests.workbench.desk import conflict, edit, looked_at, refused, rules, saved, tried, unix

RLS = "content/handouts/rls.yaml"


def below(folder: Path) -> dict[str, bytes]:
    """All files but the lock, which is empty and made on the first save."""
    return {place: data for place, data in files_below(folder).items() if place != "output/.handouts.lock"}


# --- trying out --------------------------------------------------------------------------------------------------


def test_trying_writes_nothing_and_gives_a_library_to_preview(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic")
    looked, before = looked_at(clinic), files_below(clinic)
    result = tried(looked, edit(clinic, FOODS, "Eat well.", "Eat well well."))
    assert rules(result.new) == ["repeated-word"] and result.own == result.elsewhere == () and not result.outdated
    library = result.looked.bench.library
    assert library is not None and library.sections["foods", "en"].blocks != (
        looked.bench.library and looked.bench.library.sections["foods", "en"].blocks
    )
    assert files_below(clinic) == before
    assert looked.bench.workspace.files[FOODS].text == unix(clinic, FOODS)


def test_errors_of_the_file_and_of_others_are_apart(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic")
    looked = looked_at(clinic)
    own = tried(looked, edit(clinic, FOODS, "Eat well.", "Eat well. [@nobody]"))
    assert rules(own.own) == ["unknown-citation"] and own.elsewhere == ()
    others = tried(looked, edit(clinic, REFERENCES, "allen2018", "allen2017"))
    assert others.own == () and set(rules(others.elsewhere)) == {"unknown-citation"}
    assert {finding.mark.path for finding in others.elsewhere if finding.mark} == {IRON, IRON_ES}
    stale = tried(looked, edit(clinic, IRON, "20 mg", "25 mg"))
    assert stale.own == stale.elsewhere == () and "translation-numbers" in rules(stale.new)


def test_an_edit_of_another_text_than_the_bench_has(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic")
    looked = looked_at(clinic)
    change(clinic, FOODS, "Eat well.", "Eat less.")
    assert tried(looked, edit(clinic, FOODS, "Eat less.", "Eat more.")).outdated


# --- saving ------------------------------------------------------------------------------------------------------


def test_a_save_changes_one_file(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic")
    looked, before = looked_at(clinic), files_below(clinic)
    result = saved(looked, edit(clinic, FOODS, "Eat well.", "Eat well and often."))
    assert below(clinic) == {**before, FOODS: before[FOODS].replace(b"Eat well.", b"Eat well and often.")}
    opened = open_text(result.looked.bench, FOODS)
    assert (
        isinstance(opened, Text)
        and opened.sha256 == result.sha256 == looked_at(clinic).bench.workspace.files[FOODS].sha256
    )
    assert result.changed and result.looked.findings == looked_at(clinic).findings
    again = saved(result.looked, Edit(FOODS, result.sha256, opened.text))
    assert not again.changed


def test_a_file_with_errors_is_not_saved(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic")
    looked, before = looked_at(clinic), files_below(clinic)
    for path, old, new, rule in (
        (FOODS, "title: Foods", "title: [Foods", "yaml-syntax"),
        (FOODS, "title: Foods", "titel: Foods", "unknown-key"),
        (FOODS, "Eat well.", "Eat \0 well.", "control-character"),
        (FOODS, "Eat well.", "Eat well. [@nobody]", "unknown-citation"),
        (IRON_ES, "20 mg", "25 mg", "translation-numbers"),
        (SETTINGS, "brand: test\n", "", "missing-key"),
        (RLS, "iron", "irom", "unknown-section"),
    ):
        result = save(looked, edit(clinic, path, old, new), despite_others=True)
        assert rule in refused(result), path
        assert isinstance(result, Refused) and not result.elsewhere
    assert below(clinic) == before
    assert refused(save(looked, dataclasses.replace(edit(clinic, FOODS, "Foods", "F"), text=""))) != []


def test_errors_in_other_files_are_saved_only_knowingly(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic")
    looked, made = looked_at(clinic), edit(clinic, REFERENCES, "allen2018", "allen2017")
    result = save(looked, made)
    assert isinstance(result, Refused) and result.elsewhere and unix(clinic, REFERENCES) != made.text
    assert "unknown-citation" in rules(saved(looked, made, despite_others=True).new)
    assert unix(clinic, REFERENCES) == made.text


def test_a_broken_file_can_be_mended_step_by_step(tmp_path: Path) -> None:
    """First it becomes YAML, then one error goes after the other; lines that move make no old error a new one."""
    broken = "title: [Foods\nblocks:\n  - text: Eat. [@nobody]\n  - text: Drink. [@nothing]\n"
    clinic = make_clinic(tmp_path / "clinic", {FOODS: broken})
    saved(looked_at(clinic), edit(clinic, FOODS, "[Foods", "Foods"))
    saved(looked_at(clinic), edit(clinic, FOODS, "title:", "# first\ntitle:"))
    saved(looked_at(clinic), edit(clinic, FOODS, " [@nobody]", ""))
    assert refused(save(looked_at(clinic), edit(clinic, FOODS, "Eat.", "Eat. [@nowhere]"))) == ["unknown-citation"]
    assert refused(save(looked_at(clinic), edit(clinic, FOODS, "title: Foods", "title: [Foods"))) != []
    saved(looked_at(clinic), edit(clinic, FOODS, " [@nothing]", ""))


def test_an_old_error_that_names_a_line_is_old_when_the_line_moves(tmp_path: Path) -> None:
    """`The name 'a' is used twice; first in line 3.`"""
    twice = "title: Foods\nblocks:\n  - {checklist: [One], name: a}\n  - {checklist: [Two], name: a}\n"
    clinic = make_clinic(tmp_path / "clinic", {FOODS: twice})
    assert rules(looked_at(clinic).findings).count("id") == 1
    result = saved(looked_at(clinic), edit(clinic, FOODS, "title:", "# first\ntitle:"))
    assert result.new == () and rules(result.looked.findings).count("id") == 1


def test_the_english_text_may_be_changed_under_its_translations(tmp_path: Path) -> None:
    """They are old then, and say so; that is how every change of a dose begins."""
    clinic = make_clinic(tmp_path / "clinic", {SETTINGS: "brand: test\nlanguages: [en, es]\nlayout: sheet\n"
                                                        "profile: standard-12\n"})  # fmt: skip
    result = saved(looked_at(clinic), edit(clinic, IRON, "20 mg", "25 mg"))
    assert "stale-translation" in rules(result.new)


@pytest.mark.parametrize(
    ("before", "sent", "after"),
    [
        (
            b"title: Foods\nblocks: [{text: a}]\n",
            "title: Food\nblocks: [{text: a}]\n",
            b"title: Food\nblocks: [{text: a}]\n",
        ),
        (
            b"title: Foods\nblocks: [{text: a}]\n",
            "title: Food\r\nblocks: [{text: a}]",
            b"title: Food\nblocks: [{text: a}]\n",
        ),
        (b"title: Foods\nblocks: [{text: a}]", "title: Food\nblocks: [{text: a}]", b"title: Food\nblocks: [{text: a}]"),
        (
            b"\xef\xbb\xbftitle: Foods\r\nblocks: [{text: a}]\r\n",
            "title: Food\nblocks: [{text: a}]\n",
            b"\xef\xbb\xbftitle: Food\r\nblocks: [{text: a}]\r\n",
        ),
        (
            b"title: Foods\r\nblocks: [{text: a}]\r\n",
            "\ufefftitle: Food\r\nblocks: [{text: a}]\r\n",
            b"title: Food\r\nblocks: [{text: a}]\r\n",
        ),
    ],
)
def test_the_form_of_a_file_stays(tmp_path: Path, before: bytes, sent: str, after: bytes) -> None:
    clinic = make_clinic(tmp_path / "clinic", {FOODS: before})
    (clinic / FOODS).chmod(0o640)
    looked = looked_at(clinic)
    saved(looked, Edit(FOODS, looked.bench.workspace.files[FOODS].sha256, sent))
    assert (clinic / FOODS).read_bytes() == after
    assert os.name != "posix" or stat.S_IMODE((clinic / FOODS).stat().st_mode) == 0o640
    assert [path.name for path in (clinic / FOODS).parent.iterdir()] == ["en.yaml"]


def test_a_megabyte_is_saved_and_more_than_can_be_read_is_not(tmp_path: Path) -> None:
    must_not = "content/must-not-say.yaml"
    clinic = make_clinic(tmp_path / "clinic", {must_not: "# none\n"})
    looked = looked_at(clinic)
    sha = looked.bench.workspace.files[must_not].sha256
    large = "# " + "eat well " * 110_000 + "\n"
    assert len(large) > 900_000
    result = saved(looked, Edit(must_not, sha, large))
    assert looked_at(clinic).bench.workspace.files[must_not].text == large
    for text in ("# " + "x" * 2_000_000, "# " + "每" * 700_000, "#\n" * 700_000):
        assert refused(save(result.looked, Edit(must_not, result.sha256, text))) == ["file-size"]
    other = Edit(must_not, sha, large.replace("well", "less") + "# end\n")
    assert conflict(save(result.looked, other)).theirs == large


def test_half_a_character(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic")
    looked = looked_at(clinic)
    for made in (edit(clinic, FOODS, "Eat well.", "Eat \ud800 well."), Edit(FOODS, "\ud800", "\udfff")):
        assert refused(save(looked, made)) == refused(try_out(looked, made)) == ["control-character"]


# --- other people ------------------------------------------------------------------------------------------------


def test_a_file_that_changed_since_it_was_read(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic")
    looked, made = looked_at(clinic), edit(clinic, FOODS, "Eat well.", "Eat often.")
    change(clinic, FOODS, "title: Foods", "title: Food")
    before = files_below(clinic)
    found = conflict(save(looked, made))
    assert below(clinic) == before
    assert found.theirs == unix(clinic, FOODS) and found.yours == made.text and found.view is not None
    assert found.view.known_base and found.view.merged == made.text.replace("title: Foods", "title: Food")
    assert found.looked.bench.workspace.files[FOODS].sha256 == found.sha256
    saved(found.looked, Edit(FOODS, found.sha256, found.view.merged))


@pytest.mark.parametrize("how", ["remembered", "git", "nobody"])
def test_who_knows_the_text_that_the_edit_began_from(tmp_path: Path, how: str) -> None:
    """The bench may be newer than the editor's page."""
    clinic = make_clinic(tmp_path / "clinic", git=how == "git")
    base = unix(clinic, FOODS)
    made = edit(clinic, FOODS, "Eat well.", "Eat often.")
    change(clinic, FOODS, "title: Foods", "title: Food")
    looked = looked_at(clinic)
    wrong = {made.sha256: "not this text"} if how == "nobody" else {made.sha256: base}
    found = conflict(save(looked, made, remembered=wrong if how != "git" else {}))
    assert found.view is not None and found.view.known_base is (how != "nobody")
    assert (found.view.merged is None) is (how == "nobody")


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic")
    looked, made = looked_at(clinic), edit(clinic, FOODS, "Eat well.", "Eat often.")
    (clinic / FOODS).unlink()
    found = conflict(save(looked, made))
    assert (found.theirs, found.view, found.sha256, found.yours) == (None, None, "", made.text)
    assert not (clinic / FOODS).exists()
    assert refused(save(found.looked, made)) == ["desk-path"]


def test_a_file_that_is_no_text_any_more(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic")
    looked, made = looked_at(clinic), edit(clinic, FOODS, "Eat well.", "Eat often.")
    (clinic / FOODS).write_bytes(b"title: caf\xe9\n")
    assert refused(save(looked, made)) == ["encoding", "desk-path"]
    assert (clinic / FOODS).read_bytes() == b"title: caf\xe9\n"


def test_a_link_put_in_the_place_of_a_file_or_folder(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    for name in ("file", "folder"):
        clinic = make_clinic(tmp_path / name)
        looked, made = looked_at(clinic), edit(clinic, FOODS, "Eat well.", "Eat often.")
        target = outside / f"{name}.yaml"
        if name == "file":
            (clinic / FOODS).rename(target)
            (clinic / FOODS).symlink_to(target)
        else:
            (clinic / FOODS).parent.rename(outside / "foods")
            (clinic / FOODS).parent.symlink_to(outside / "foods")
        assert refused(save(looked, made)) == ["file-outside", "desk-path"]
    assert "often" not in "".join(path.read_text(encoding="utf-8") for path in outside.rglob("*.yaml"))


def test_a_link_put_there_in_the_last_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic, outside = make_clinic(tmp_path / "clinic"), tmp_path / "outside.yaml"
    looked, made = looked_at(clinic), edit(clinic, FOODS, "Eat well.", "Eat often.")
    write = editing.write_all

    def late(*given):
        (clinic / FOODS).rename(outside)
        (clinic / FOODS).symlink_to(outside)
        return write(*given)

    monkeypatch.setattr(editing, "write_all", late)
    assert refused(save(looked, made)) == ["file-outside"]
    assert b"often" not in outside.read_bytes()


def test_two_saves_at_once(tmp_path: Path) -> None:
    """Of many people who have read the same text exactly one wins; each other sees what has won."""
    clinic = make_clinic(tmp_path / "clinic")
    looked = looked_at(clinic)
    edits = [edit(clinic, FOODS, "Eat well.", f"Eat {word}.") for word in ("often", "less", "late", "early")]
    ready, results = threading.Barrier(len(edits)), []

    def run(made: Edit) -> None:
        ready.wait()
        results.append((made, save(looked, made)))

    threads = [threading.Thread(target=run, args=(made,)) for made in edits]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won = [made for made, result in results if isinstance(result, Saved)]
    assert len(results) == len(edits) and len(won) == 1
    assert unix(clinic, FOODS) == won[0].text
    for _, result in results:
        assert isinstance(result, Saved) or conflict(result).theirs == won[0].text


def test_a_change_between_reading_and_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the file was compared the first time, an editor saves; the lock compares once more."""
    clinic = make_clinic(tmp_path / "clinic")
    looked, made = looked_at(clinic), edit(clinic, FOODS, "Eat well.", "Eat often.")
    write = editing.write_all

    def late(*given):
        change(clinic, FOODS, "Eat well.", "Eat less.")
        return write(*given)

    monkeypatch.setattr(editing, "write_all", late)
    found = conflict(save(looked, made))
    assert found.theirs is not None and "Eat less." in found.theirs and "Eat less." in unix(clinic, FOODS)
    assert found.view is not None and [r.which for r in found.view.regions] == ["same", "conflict", "same"]


def test_the_same_text_saved_twice_is_no_conflict(tmp_path: Path) -> None:
    """As when the button is pressed twice."""
    clinic = make_clinic(tmp_path / "clinic")
    looked, made = looked_at(clinic), edit(clinic, FOODS, "Eat well.", "Eat often.")
    first, second = saved(looked, made), saved(looked, made)
    assert first.changed and not second.changed and first.sha256 == second.sha256


# --- the disk ----------------------------------------------------------------------------------------------------


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic = make_clinic(tmp_path / "clinic")
    looked, made, before = looked_at(clinic), edit(clinic, FOODS, "Eat well.", "Eat often."), files_below(clinic)

    def refuse(path: Path, data: bytes, mode: int | None) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(workspace, "_write_new", refuse)
    assert refused(save(looked, made)) == ["desk-write"]
    assert below(clinic) == before


def test_no_place_for_the_lock(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic", {"output": "a file in the place of the folder"})
    looked, made, before = looked_at(clinic), edit(clinic, FOODS, "Eat well.", "Eat often."), files_below(clinic)
    assert refused(save(looked, made)) == ["desk-write"]
    assert files_below(clinic) == before


# --- paths -------------------------------------------------------------------------------------------------------

HOSTILE = (
    "", ".", "..", "/", "../x", "../x.yaml", "content", "content/", "content/../../x.yaml",
    "content/../templates/brands/test.yaml", "content/./sections/foods/en.yaml", "content//sections/foods/en.yaml",
    "./content/sections/foods/en.yaml", "content/sections/foods/en.yaml/", "content\\sections\\foods\\en.yaml",
    "C:\\x.yaml", "\\\\server\\x.yaml", "content/sections/foods/en.yaml\0", "content/sections/foods/en.yaml\0.yaml",
    "content/sections/foods/en.yaml:stream", "CONTENT/sections/foods/en.yaml", "content/sections/foods/EN.yaml",
    "content/sections/foods/en.yml", "content/sections/foods/new.yaml", "content/figures/legs.svg",
    "content/%2e%2e/x.yaml", "content/sections/foods/en.yaml\n", "~/x.yaml", "templates/brands/test.yaml",
    "templates/wording/en.yaml", "output/x.yaml", ".git/config", "content/\ud800.yaml", "x" * 100_000,
)  # fmt: skip


def test_hostile_paths(tmp_path: Path) -> None:
    """Every one is refused by all three doors, in a short message that can be printed, and nothing is written."""
    (tmp_path / "x.yaml").write_text("title: x\n", encoding="utf-8")
    clinic = make_clinic(tmp_path / "clinic", {"content/sections/foods/en.yml": "title: Foods\n"})
    (clinic / "content/sections/foods/link.yaml").symlink_to(tmp_path / "x.yaml")
    looked, before = looked_at(clinic), files_below(tmp_path)
    absolute = (str(clinic / FOODS), str(tmp_path / "x.yaml"), "content/sections/foods/link.yaml")
    for path in (*HOSTILE, *absolute):
        results = [open_text(looked.bench, path), *(door(looked, Edit(path, "", "x\n")) for door in (try_out, save))]
        for result in results:
            assert refused(result)[-1] == "desk-path", path
            assert isinstance(result, Refused)
            for finding in result.findings:
                said = f"{finding.message}{finding.mark.path if finding.mark else ''}"
                assert said.isprintable() and len(said) < 400
    assert files_below(tmp_path) == before


def test_what_may_be_edited(run, tmp_path: Path) -> None:
    """Texts of content/; no sign-off records, which nobody types, no templates, nothing that is not read."""
    clinic = make_clinic(
        tmp_path / "clinic",
        {"content/notes.yaml": "a: b\n", "content/reviews.yaml": "[]\n", "content/bad.yml": "a: b\n"},
    )
    assert run("-C", clinic, "review", "foods", *APPROVER).code == 0
    bench = open_bench(clinic)
    plan = "content/sections/plan/en.yaml"
    assert list(editable(bench)) == [
        "content/handouts/eating.yaml",
        RLS,
        REFERENCES,
        FOODS,
        IRON,
        IRON_ES,
        plan,
        SETTINGS,
    ]
    record = next(path for path in bench.workspace.files if path.startswith("content/reviews/"))
    for path in (record, "content/reviews.yaml", "content/notes.yaml"):
        assert refused(open_text(bench, path)) == ["desk-path"]
    assert isinstance(open_text(bench, FOODS), Text)


# --- undo --------------------------------------------------------------------------------------------------------


def test_what_takes_a_save_back(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic", git=True)
    text = unix(clinic, FOODS)
    first = saved(looked_at(clinic), edit(clinic, FOODS, "Eat well.", "Eat often."))
    assert first.undo.repository and first.undo.command == f"git restore -- {FOODS}" and first.undo.why == ""
    second = saved(first.looked, edit(clinic, FOODS, "Eat often.", "Eat less."))
    assert second.undo.repository and second.undo.command == "" and "not committed" in second.undo.why
    commit(clinic, "Eat less", day="2026-01-04")
    third = saved(second.looked, edit(clinic, FOODS, "Eat less.", "Eat well."))
    assert third.undo.command and unix(clinic, FOODS) == text


def test_a_file_that_git_does_not_know_and_no_git(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic", git=True)
    late = "content/sections/late/en.yaml"
    (clinic / late).parent.mkdir()
    (clinic / late).write_text("title: Late\nblocks: [{text: a}]\n", encoding="utf-8")
    result = saved(looked_at(clinic), edit(clinic, late, "Late", "Later"))
    assert result.undo.repository and result.undo.command == "" and "never committed" in result.undo.why
    plain = make_clinic(tmp_path / "plain")
    result = saved(looked_at(plain), edit(plain, FOODS, "Eat well.", "Eat often."))
    assert not result.undo.repository and result.undo.command == "" and result.undo.why
