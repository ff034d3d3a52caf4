"""Changes written together: all or none, over nothing that was not read, by one process at a time."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import handouts.source.appending
from handouts.diagnostics import HandoutsError
from handouts.source.writing import Rewrite, locked, write_all
from tests import PATIENCE
from tests.starters import ROOT

A, B = "content/a.yaml", "content/b.yaml"

# A process that adds its own lines to one file, reading it anew each time, as two commands would.
ADDER = """
import sys
from pathlib import Path
from handouts.source.workspace import text_of
from handouts.source.writing import Rewrite, write_all
root, name, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
refused = 0
for number in range(times):
    while True:
        text = text_of((root / "content/a.yaml").read_bytes())
        if not write_all(root, [Rewrite("content/a.yaml", text, text + f"- {name} {number}\\n")]):
            break
        refused += 1
print(refused)
"""
HOLDER = """
import sys, time
from pathlib import Path
from handouts.source.writing import locked
with locked(Path(sys.argv[1])):
    print("inside", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / A).write_text("one\n", encoding="utf-8")
    return tmp_path


def start(program: str, *words: object) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, words)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip


def rest(root: Path) -> set[str]:
    """What lies about after writing, without the files meant."""
    files = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    return files - {A, B, "output/.handouts.lock"}


def test_several_files_with_new_folders(root: Path) -> None:
    new = "content/reviews/iron/one.yaml"
    assert write_all(root, [Rewrite(A, "one\n", "two\n"), Rewrite(new, None, "three\n")]) == ()
    assert (root / A).read_text(encoding="utf-8") == "two\n"
    assert (root / new).read_text(encoding="utf-8") == "three\n"
    assert rest(root) == {new}


@pytest.mark.parametrize("present", [None, b"other\n", b"\xff\n"])
def test_nothing_is_written_when_one_file_is_not_as_it_was_read(root: Path, present: bytes | None) -> None:
    if present is not None:
        (root / B).write_bytes(present)
    (finding,) = write_all(root, [Rewrite(A, "one\n", "two\n"), Rewrite(B, "b\n", "c\n")])
    assert finding.rule == "write-conflict" and str(finding.mark) == f"{B}:1:1"
    assert (root / A).read_text(encoding="utf-8") == "one\n"


def test_a_new_file_never_takes_the_place_of_one_that_is_there(root: Path) -> None:
    (finding,) = write_all(root, [Rewrite(A, None, "two\n")])
    assert finding.rule == "write-conflict" and (root / A).read_text(encoding="utf-8") == "one\n"


def test_a_file_that_must_stay_as_it_is(root: Path) -> None:
    """A sign-off is not written when the text it is of has changed."""
    seen = Rewrite(A, "one\n", "one\n")
    assert write_all(root, [Rewrite(B, None, "b\n"), seen]) == ()
    moment = (root / A).stat().st_mtime_ns
    (root / A).write_text("two\n", encoding="utf-8")
    (finding,) = write_all(root, [Rewrite("content/c.yaml", None, "c\n"), seen])
    assert finding.mark is not None and finding.mark.path == A
    assert not (root / "content/c.yaml").exists() and moment


def test_nothing_is_written_through_a_link(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A link to a folder elsewhere, or to a file; reading refuses them too."""
    outside = tmp_path_factory.mktemp("outside")
    (outside / "a.yaml").write_text("one\n", encoding="utf-8")
    (root / "content/linked").symlink_to(outside)
    (root / B).symlink_to(outside / "a.yaml")
    for rewrite in (
        Rewrite("content/linked/new.yaml", None, "x\n"),
        Rewrite("content/linked/deep/new.yaml", None, "x\n"),
        Rewrite("content/linked/a.yaml", "one\n", "two\n"),
        Rewrite(B, "one\n", "two\n"),
        Rewrite("content/../../new.yaml", None, "x\n"),
    ):
        (finding,) = write_all(root, [Rewrite(A, "one\n", "two\n"), rewrite])
        assert finding.rule == "file-outside" and finding.mark is not None and finding.mark.path == rewrite.path
    assert [path.name for path in outside.iterdir()] == ["a.yaml"]
    assert (outside / "a.yaml").read_text(encoding="utf-8") == "one\n" == (root / A).read_text(encoding="utf-8")


def test_a_workspace_that_is_itself_reached_by_a_link(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    link = tmp_path_factory.mktemp("home") / "clinic"
    link.symlink_to(root)
    assert write_all(link, [Rewrite(A, "one\n", "two\n")]) == ()
    assert (root / A).read_text(encoding="utf-8") == "two\n"


def test_windows_files_and_permissions_stay(root: Path) -> None:
    (root / A).write_bytes(b"\xef\xbb\xbfone\r\ntwo\r\n")
    (root / A).chmod(0o664)
    assert write_all(root, [Rewrite(A, "one\ntwo\n", "one\n2\n")]) == ()
    assert (root / A).read_bytes() == b"\xef\xbb\xbfone\r\n2\r\n"
    assert stat.S_IMODE((root / A).stat().st_mode) == 0o664


def test_a_full_disk_changes_no_file(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also those files that would have gone well."""
    written = []

    def full(descriptor: int) -> None:
        written.append(descriptor)
        if len(written) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(HandoutsError, match=r"b\.yaml: No space left"):
        write_all(root, [Rewrite(A, "one\n", "two\n"), Rewrite(B, None, "b\n")])
    assert len(written) == 2
    assert (root / A).read_text(encoding="utf-8") == "one\n" and not (root / B).exists()
    assert rest(root) == set()


def test_two_processes_lose_nothing(root: Path) -> None:
    """Each line of both is there once, in its own order: what was refused was read and added again."""
    (root / A).write_text("", encoding="utf-8")
    processes = [start(ADDER, root, name, 60) for name in ("x", "y")]
    for process in processes:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    for process in processes:
        process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
    lines = (root / A).read_text(encoding="utf-8").splitlines()
    for name in ("x", "y"):
        assert [line for line in lines if line.startswith(f"- {name}")] == [f"- {name} {n}" for n in range(60)]
    assert len(lines) == 120 and rest(root) == set()


def test_a_second_process_waits_then_says_so(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    holder = start(HOLDER, root)
    try:
        assert holder.stdout is not None and holder.stdout.readline() == "inside\n"
        monkeypatch.setattr(handouts.source.appending, "_ATTEMPTS", 20)
        with pytest.raises(HandoutsError, match=r"Another process has held .*handouts\.lock"):
            write_all(root, [Rewrite(A, "one\n", "two\n")])
        assert (root / A).read_text(encoding="utf-8") == "one\n"
    finally:
        holder.kill()
        holder.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_a_killed_process_lets_go(root: Path) -> None:
    holder = start(HOLDER, root)
    assert holder.stdout is not None and holder.stdout.readline() == "inside\n"
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    assert write_all(root, [Rewrite(A, "one\n", "two\n")]) == ()
    with locked(root):
        pass


def test_a_folder_that_takes_no_lock(root: Path) -> None:
    (root / "output").write_text("a file", encoding="utf-8")
    with pytest.raises(HandoutsError, match="Cannot lock"):
        write_all(root, [Rewrite(A, "one\n", "two\n")])


def test_the_difference_as_git_shows_it() -> None:
    assert Rewrite(A, "a\nb\n", "a\nc\n").diff() == f"--- {A}\n+++ {A}\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n"
    assert Rewrite(A, None, "c\n").diff().startswith(f"--- /dev/null\n+++ {A}\n")
    assert Rewrite(A, "a", "b").diff().count("\\ No newline at end of file\n") == 2
