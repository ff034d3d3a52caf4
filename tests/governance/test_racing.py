"""Two commands at once, as real processes: nothing anybody was told is written gets lost."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import polib
import pytest

from handouts.source.writing import locked
from tests.cli.test_process import environment
from tests.exchange.clinic import ES, export
from tests.exchange.clinic import make_clinic as make_translated
from tests.governance.clinic import make_clinic, records

LINUX = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="looks into /proc")


def start(clinic: Path, *words: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "handouts", "-C", str(clinic), *map(str, words)],
        env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


def at_the_lock(process: subprocess.Popen[str], clinic: Path) -> bool:
    """True when a process has read everything and waits to write."""
    lock = (clinic / "output/.handouts.lock").stat()
    opened = []
    for entry in Path(f"/proc/{process.pid}/fd").iterdir():
        try:
            opened.append(entry.stat())
        except OSError:
            continue  # closed meanwhile
    return any((each.st_dev, each.st_ino) == (lock.st_dev, lock.st_ino) for each in opened)


def both(clinic: Path, *commands: tuple[object, ...]) -> list[subprocess.CompletedProcess[str]]:
    """Run commands so that all have read the workspace before one of them writes."""
    with locked(clinic):
        processes = [start(clinic, *words) for words in commands]
        for _ in range(2400):
            if all(process.poll() is not None or at_the_lock(process, clinic) for process in processes):
                break
            time.sleep(0.05)
        assert [process.poll() for process in processes] == [None] * len(processes)
    ended = [process.communicate(timeout=120) for process in processes]
    return [
        subprocess.CompletedProcess(words, process.returncode, *texts)
        for words, process, texts in zip(commands, processes, ended, strict=True)
    ]


@LINUX
def test_two_people_sign_at_once(tmp_path: Path) -> None:
    """Both records are there."""
    clinic = make_clinic(tmp_path)
    names = ("A. Reader", "C. Other")
    ran = both(clinic, *(("review", "iron", "foods", "--by", name, "--role", "approver") for name in names))
    assert [process.returncode for process in ran] == [0, 0], [process.stderr for process in ran]
    found = [(record["section"], record["by"]) for record in records(clinic)]
    assert sorted(found) == [(section, name) for section in ("foods", "iron") for name in names]
    assert list((clinic / "content/reviews/iron").glob(".*")) == []


@LINUX
def test_two_imports_of_one_file(tmp_path: Path) -> None:
    """One wins; the other is told that the file has changed, and wins when it is run again."""
    clinic = make_translated(tmp_path / "clinic")
    files = []
    for path, text in (("title", "Sobre el hierro"), ("key_points[0]", "Hágase antes un análisis de sangre.")):
        catalog = polib.pofile(export(clinic).decode())
        for entry in catalog:
            entry.msgstr = text if entry.msgctxt == f"iron/{path}" else entry.msgstr
        files.append((tmp_path / f"{len(files)}.po", text))
        files[-1][0].write_text(str(catalog), encoding="utf-8")
    ran = both(clinic, *(("translate", "import", file) for file, _ in files))
    assert sorted(process.returncode for process in ran) == [0, 1], [process.stderr for process in ran]
    winner = [process.returncode for process in ran].index(0)
    assert "(write-conflict)" in ran[1 - winner].stderr and "Nothing was written." in ran[1 - winner].stderr
    written = (clinic / ES).read_text(encoding="utf-8")
    assert files[winner][1] in written and files[1 - winner][1] not in written
