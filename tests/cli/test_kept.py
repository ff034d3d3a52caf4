"""What runs keep for the runs after them: the same files with and without, and nothing of a patient."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.clinic import PERSONAL, PRODUCT, files_below, make_clinic


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return make_clinic(tmp_path / "clinic")


def test_kept_work_changes_no_file(run, clinic, tmp_path):
    kept = {"HANDOUTS_CACHE": str(tmp_path / "kept")}
    made = {}
    for name, env, more in (("off", {"HANDOUTS_CACHE": "off"}, ()), ("first", kept, ()), ("again", kept, ())):
        for values in ((), ("--set", "patient.name=Quuxname Sample")):
            ran = run("-C", clinic, "build", "--out", tmp_path / name, *values, *more, env=env)
            assert ran.code == 0, ran.err
        made[name] = {path: data for path, data in files_below(tmp_path / name).items() if path.endswith(".pdf")}
    assert set(made["off"]) == {PRODUCT, PERSONAL}
    assert made["off"] == made["first"] == made["again"]
    found = files_below(tmp_path / "kept")
    assert {path.split("/")[0] for path in found} >= {"plate", "plate-questions", "overlays"}
    assert not [path for path, data in found.items() if b"Quuxname" in data]


def test_without_cache_nothing_is_kept(run, clinic, tmp_path):
    ran = run("-C", clinic, "--no-cache", "build", env={"HANDOUTS_CACHE": str(tmp_path / "kept")})
    assert ran.code == 0, ran.err
    assert not (tmp_path / "kept").exists() or files_below(tmp_path / "kept") == {}


def test_a_folder_that_cannot_be_kept_in_stops_nothing(run, clinic, tmp_path):
    (tmp_path / "kept").write_text("a file", encoding="utf-8")
    ran = run("-C", clinic, "build", env={"HANDOUTS_CACHE": str(tmp_path / "kept")})
    assert ran.code == 0, ran.err
