"""`handouts batch` as real processes that are killed, stopped and run again: at named places, not at lucky moments."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from handouts.cli import cli
from tests.batching.clinic import ALL, make_distributor
from tests.cli.clinic import files_below
from tests.cli.test_process import environment
from tests.starters import ROOT

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="needs signals"), pytest.mark.slow,
]  # fmt: skip

# The real command, which sends itself a signal before the nth time that it comes to a certain place.
HURTING = """
import multiprocessing, os, sys
from pathlib import Path
import handouts.source.delivering as delivering
place, count, number, *words = sys.argv[1:]
if __name__ == "__main__":
    home, name = (delivering.Folder, place) if place != "rename" else (Path, "replace")
    if place == "child":
        name = "place"
    real, left = getattr(home, name), int(count)
    def hurt(*given):
        global left
        left -= 1
        if left == 0:
            child = multiprocessing.active_children()[0].pid if place == "child" else os.getpid()
            os.kill(child, int(number))
        return real(*given)
    setattr(home, name, hurt)
    from handouts.cli import cli
    cli.main(args=words, prog_name="handouts")
"""


def run(*words: object, hurt: tuple[object, ...] = ()) -> subprocess.CompletedProcess[str]:
    script = [sys.executable, "-m", "handouts"] if not hurt else [sys.executable, str(hurt[0]), *map(str, hurt[1:])]
    return subprocess.run(
        [*script, *map(str, words)], env=environment(PYTHONPATH=str(ROOT)), capture_output=True, text=True,
        encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return make_distributor(tmp_path / "clinic")


def words(clinic: Path, jobs: int) -> tuple[object, ...]:
    return ("-C", clinic, "batch", "--all", "--jobs", jobs, "--verify", "none")


def whole(clinic: Path) -> dict[str, bytes]:
    """All PDFs outside our own folder; each of them is whole."""
    found = {
        path: data
        for path, data in files_below(clinic / "output").items()
        if path.endswith(".pdf") and not path.startswith(".batch")
    }
    assert all(data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF") for data in found.values())
    return found


def recorded(clinic: Path) -> set[str]:
    lines = (clinic / "output/ledger.jsonl").read_bytes().split(b"\n")
    return {json.loads(line)["sha256"] for line in lines if line}


@pytest.mark.parametrize(
    ("place", "count", "jobs"), [("place", 3, 2), ("note", 2, 0), ("rename", 2, 0), ("write", 2, 0)]
)
def test_killed_and_run_again(clinic, tmp_path, place, count, jobs):
    """Before a file is put into its place, before the journal, in the middle of the end: the rest is done later."""
    script = tmp_path / "hurting.py"
    script.write_text(HURTING, encoding="utf-8")
    ran = run(*words(clinic, jobs), hurt=(script, place, count, int(signal.SIGKILL)))
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    kept = whole(clinic)
    ran = run(*words(clinic, jobs))
    assert ran.returncode == 0, ran.stderr
    made = whole(clinic)
    assert tuple(made) == ALL
    assert {path: made[path] for path in kept} == kept
    assert list((clinic / "output/.batch").glob("staging*")) == []
    manifest = (clinic / "output/manifest.json").read_bytes()
    other = make_distributor(tmp_path / "other")
    command = [*map(str, words(other, 0)), "--date", "2026-01-15"]
    assert CliRunner().invoke(cli, command).exit_code == 0
    assert (whole(other), (other / "output/manifest.json").read_bytes()) == (made, manifest)
    assert recorded(clinic) == recorded(other)


def test_a_worker_is_killed(clinic, tmp_path):
    """The run goes on to its end, and nothing is missing."""
    script = tmp_path / "hurting.py"
    script.write_text(HURTING, encoding="utf-8")
    ran = run(*words(clinic, 2), hurt=(script, "child", 2, int(signal.SIGKILL)))
    assert ran.returncode == 0, ran.stderr
    assert "8 built, 0 unchanged." in ran.stderr
    assert tuple(whole(clinic)) == ALL


@pytest.mark.parametrize("jobs", [0, 2])
def test_stopped_with_ctrl_c_and_run_again(clinic, tmp_path, jobs):
    script = tmp_path / "hurting.py"
    script.write_text(HURTING, encoding="utf-8")
    ran = run(*words(clinic, jobs), hurt=(script, "place", 2, int(signal.SIGINT)))
    assert ran.returncode == 130, ran.stderr
    assert "Traceback" not in ran.stderr
    made = whole(clinic)
    products = json.loads((clinic / "output/manifest.json").read_bytes())["products"]
    assert {p["path"] for p in products if p["state"] == "built"} == set(made)
    assert {p["state"] for p in products} == {"built", "pending"}
    assert ran.stderr.splitlines()[-1] == "Run the same command again for the rest."
    assert run(*words(clinic, jobs)).returncode == 0
    assert tuple(whole(clinic)) == ALL
