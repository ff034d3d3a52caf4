"""Two commands at once, as real processes: nothing anybody was told is written gets lost."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import polib

from handouts.source.writing import locked
from tests import PATIENCE
from tests.cli.test_process import environment
from tests.exchange.clinic import ES, export
from tests.exchange.clinic import make_clinic as make_translated
from tests.governance.clinic import make_clinic, records
from tests.starters import ROOT

# The real command, which only says when it has read everything and is about to ask for the lock.
TELLING = """
import sys
from pathlib import Path
import handouts.source.writing as writing
flag, *words = sys.argv[1:]
locked = writing.locked
def telling(root):
    Path(flag).touch()
    return locked(root)
writing.locked = telling
from handouts.cli import cli
cli.main(args=words, prog_name="handouts")
"""


def start(flag: Path, clinic: Path, *words: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", TELLING, str(flag), "-C", str(clinic), *map(str, words)],
        env=environment(PYTHONPATH=str(ROOT)), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, encoding="utf-8",
    )  # fmt: skip


def both(clinic: Path, flags: Path, *commands: tuple[object, ...]) -> list[subprocess.CompletedProcess[str]]:
    """Run commands so that all have read the workspace before one of them writes."""
    with locked(clinic):
        waiting = [(flags / f"{number}", words) for number, words in enumerate(commands)]
        processes = [start(flag, clinic, *words) for flag, words in waiting]
        while not all(
            flag.exists() or process.poll() is not None for (flag, _), process in zip(waiting, processes, strict=True)
        ):
            time.sleep(0.01)
    ended = [process.communicate(timeout=PATIENCE) for process in processes]
    return [
        subprocess.CompletedProcess(words, process.returncode, *texts)
        for words, process, texts in zip(commands, processes, ended, strict=True)
    ]


def test_two_people_sign_at_once(tmp_path: Path) -> None:
    """Both records are there."""
    clinic, flags = make_clinic(tmp_path / "clinic"), tmp_path
    names = ("A. Reader", "C. Other")
    ran = both(clinic, flags, *(("review", "iron", "foods", "--by", name, "--role", "approver") for name in names))
    assert [process.returncode for process in ran] == [0, 0], [process.stderr for process in ran]
    found = [(record["section"], record["by"]) for record in records(clinic)]
    assert sorted(found) == [(section, name) for section in ("foods", "iron") for name in names]
    assert list((clinic / "content/reviews/iron").glob(".*")) == []


def test_two_imports_of_one_file(tmp_path: Path) -> None:
    """One wins; the other is told that the file has changed, and wins when it is run again."""
    clinic, flags = make_translated(tmp_path / "clinic"), tmp_path
    files = []
    for path, text in (("title", "Sobre el hierro"), ("key_points[0]", "Hágase antes un análisis de sangre.")):
        catalog = polib.pofile(export(clinic).decode())
        for entry in catalog:
            entry.msgstr = text if entry.msgctxt == f"iron/{path}" else entry.msgstr
        files.append((tmp_path / f"{len(files)}.po", text))
        files[-1][0].write_text(str(catalog), encoding="utf-8")
    ran = both(clinic, flags, *(("translate", "import", file) for file, _ in files))
    assert sorted(process.returncode for process in ran) == [0, 1], [process.stderr for process in ran]
    winner = [process.returncode for process in ran].index(0)
    assert "(write-conflict)" in ran[1 - winner].stderr and "Nothing was written." in ran[1 - winner].stderr
    written = (clinic / ES).read_text(encoding="utf-8")
    assert files[winner][1] in written and files[1 - winner][1] not in written
