"""`handouts watch`: a saved file is seen, what it has a say in is built, mistakes leave the good files as they are."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from handouts.cli.context import Context
from handouts.cli.watch import _changes, _Watched
from tests import PATIENCE
from tests.cli.clinic import BRAND, IRON, PRODUCT, make_clinic

ASKED = {
    "handouts": (), "languages": (), "brands": (), "layout": "", "profile": "", "paper": "", "mono": False,
    "plain": False, "banner": True, "draft": False, "require_signed": False, "date": None,
}  # fmt: skip


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return make_clinic(tmp_path / "clinic", {"content/handouts/other.yaml": "title: {en: Other}\nsections: [plan]\n"})


def change(clinic: Path, name: str, old: str, new: str) -> None:
    path = clinic / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_only_what_a_changed_file_has_a_say_in_is_built(clinic, capsys):
    watched = _Watched(Context(clinic, json=False), clinic / "output", ASKED)
    watched.work(((),) * 8, ())
    out, err = capsys.readouterr()
    assert sorted(Path(line).name for line in out.split()) == ["other_en_test_sheet_letter.pdf", PRODUCT]
    assert "Watching 8 files." in err
    before = (clinic / "output" / PRODUCT).read_bytes()
    change(clinic, IRON, "Iron helps some people", "Iron helps many people")
    watched.work((), (IRON,))
    out, err = capsys.readouterr()
    assert [Path(line).name for line in out.split()] == [PRODUCT]
    assert f"Changed: {IRON}" in err and "1 handout built in" in err
    assert (clinic / "output" / PRODUCT).read_bytes() != before
    watched.work((), (IRON,))
    assert capsys.readouterr().out == ""
    change(clinic, BRAND, "Test Clinic", "Other Clinic")
    watched.work((), (BRAND,))
    assert len(capsys.readouterr().out.split()) == 2


def test_a_mistake_is_told_and_the_good_files_stay(clinic, capsys):
    watched = _Watched(Context(clinic, json=False), clinic / "output", ASKED)
    watched.work((), ())
    before = (clinic / "output" / PRODUCT).read_bytes()
    for old, new in (("title: Iron", "titel: Iron"), ("titel: Iron", "title: [Iron"), ("title: [Iron", "title: Zinc")):
        capsys.readouterr()
        change(clinic, IRON, old, new)
        watched.work((), (IRON,))
        out, err = capsys.readouterr()
        if "Zinc" not in new:
            assert out == ""
            assert f"{IRON}:1" in err and "the files are as before" in err
            assert (clinic / "output" / PRODUCT).read_bytes() == before
    assert [Path(line).name for line in out.split()] == [PRODUCT]


def test_a_folder_that_is_away_for_a_moment_ends_nothing(clinic, capsys):
    watched = _Watched(Context(clinic, json=False), clinic / "output", ASKED)
    watched.work((), ())
    (clinic / "content").rename(clinic / "away")
    watched.work((), ("content/workspace.yaml",))
    assert "not a workspace" in capsys.readouterr().err
    (clinic / "away").rename(clinic / "content")
    change(clinic, IRON, "title: Iron", "title: Zinc")
    watched.work((), (IRON,))
    assert [Path(line).name for line in capsys.readouterr().out.split()] == [PRODUCT]


def test_changes_are_seen_together(clinic):
    seen = _changes(clinic, 0.01)
    rows, changed = next(seen)
    assert (len(rows) > 5, changed) == (True, ())
    change(clinic, IRON, "title: Iron", "title: Zinc")
    (clinic / "content/sections/plan/en.yaml").unlink()
    (clinic / "content/notes.txt").write_text("not ours", encoding="utf-8")
    assert next(seen)[1] == (IRON, "content/sections/plan/en.yaml")


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
def test_a_whole_watch_until_it_is_interrupted(clinic):
    with subprocess.Popen(
        [sys.executable, "-m", "handouts", "-C", str(clinic), "watch", "rls", "--interval", "0.05"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline().strip().endswith(PRODUCT)
        while "Watching" not in process.stderr.readline():
            pass
        change(clinic, IRON, "title: Iron", "title: Zinc")
        assert process.stdout.readline().strip().endswith(PRODUCT)
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 130
        assert "Traceback" not in process.stderr.read()
