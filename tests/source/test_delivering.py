"""The folder of a batch: files appear whole, nothing unfinished stays, whatever the disk does."""

from __future__ import annotations

import errno
import os
import zipfile
from pathlib import Path

import pytest

from handouts.diagnostics import HandoutsError
from handouts.source.delivering import JOURNAL, Folder, Look, Refused, stage


def everything(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def test_a_file_is_staged_and_placed(tmp_path):
    folder = Folder(tmp_path / "out")
    with folder.opened() as staging:
        staged = stage(staging, b"data")
        look = folder.place(staged, "a/b/c.pdf")
        assert look == folder.look("a/b/c.pdf") == Look(4, (tmp_path / "out/a/b/c.pdf").stat().st_mtime_ns)
        assert (folder.read("a/b/c.pdf"), staged.exists()) == (b"data", False)
        stage(staging, b"never placed")
    assert everything(tmp_path / "out") == [".batch/lock", "a/b/c.pdf"]


def test_what_a_killed_run_left_is_cleared_away(tmp_path):
    left = tmp_path / ".batch/staging-abc"
    left.mkdir(parents=True)
    (left / "x").write_bytes(b"half")
    (tmp_path / ".batch/0123.tmp").write_bytes(b"half")
    with Folder(tmp_path).opened():
        assert everything(tmp_path) == [".batch/lock"]


def test_only_one_is_inside(tmp_path):
    with Folder(tmp_path).opened(), pytest.raises(HandoutsError, match="Another batch"), Folder(tmp_path).opened():
        pass
    with Folder(tmp_path).opened():
        pass


def test_a_file_that_cannot_lie_there(tmp_path):
    folder = Folder(tmp_path)
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder.pdf").mkdir()
    with folder.opened() as staging:
        for path in ("file/x.pdf", "folder.pdf", f"{'x' * 300}.pdf"):
            with pytest.raises(Refused):
                folder.place(stage(staging, b"x"), path)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_machine_that_says_no_is_not_the_fault_of_one_file(tmp_path, monkeypatch, number):
    folder = Folder(tmp_path)
    with folder.opened() as staging:
        staged = stage(staging, b"x")

        def refuse(*_: object) -> None:
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(Path, "replace", refuse)
        with pytest.raises(HandoutsError, match=os.strerror(number)):
            folder.place(staged, "a.pdf")
        with pytest.raises(HandoutsError, match=os.strerror(number)):
            folder.write("manifest.json", b"{}")
    monkeypatch.undo()
    assert everything(tmp_path) == [".batch/lock"]


def test_a_folder_on_another_disk(tmp_path, monkeypatch):
    """Renaming does not go across disks: the file is copied beside its place and renamed there."""
    folder, real = Folder(tmp_path), Path.replace

    def replace(self: Path, target: Path) -> Path:
        if ".batch" in self.parts:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with folder.opened() as staging:
        folder.place(stage(staging, b"data"), "far/a.pdf")
        folder.write("manifest.json", b"{}")
    assert everything(tmp_path) == [".batch/lock", "far/a.pdf", "manifest.json"]
    assert folder.read("far/a.pdf") == b"data"


def test_the_journal_grows_by_whole_lines(tmp_path):
    folder = Folder(tmp_path)
    with folder.opened():
        folder.note(b"one\n")
        with (tmp_path / JOURNAL).open("ab") as stream:
            stream.write(b"cut o")
        folder.note(b"two\nthree\n")
        assert folder.read(JOURNAL) == b"one\ncut o\ntwo\nthree\n"


def test_nothing_is_written_that_is_there_already(tmp_path):
    folder = Folder(tmp_path)
    with folder.opened():
        folder.write("a.pdf", b"data")
        folder.copy("a.pdf", "copies/b.pdf")
        folder.bundle("bundles/x.zip", [("a.pdf", "a.pdf")], "stamp 1")
        before = {path: (tmp_path / path).stat().st_ino for path in everything(tmp_path)}
        folder.write("a.pdf", b"data")
        folder.copy("a.pdf", "copies/b.pdf")
        folder.bundle("bundles/x.zip", [("a.pdf", "a.pdf")], "stamp 1")
        assert {path: (tmp_path / path).stat().st_ino for path in everything(tmp_path)} == before
        folder.write("a.pdf", b"other")
        folder.copy("a.pdf", "copies/b.pdf")
        folder.bundle("bundles/x.zip", [("a.pdf", "a.pdf")], "stamp 2")
    assert folder.read("copies/b.pdf") == b"other"
    with zipfile.ZipFile(tmp_path / "bundles/x.zip") as archive:
        assert (archive.read("a.pdf"), archive.comment) == (b"other", b"stamp 2")


def test_a_bundle_of_what_is_gone_leaves_nothing(tmp_path):
    folder = Folder(tmp_path)
    with folder.opened(), pytest.raises(HandoutsError):
        folder.bundle("bundles/x.zip", [("gone.pdf", "gone.pdf")], "stamp")
    assert everything(tmp_path) == [".batch/lock"]
