"""Cold starts: what whole processes cost, start-up included, with an empty cache and with a compiled workspace.

    python benchmarks/cold.py [RUNS]

Each row is a process of its own on a copy of the starter workspace that has been left alone for a while. The rows take
turns, so that what else the machine does falls on all alike. Processor time is that of the process and its children, as
the system counts it; the quickest run is shown, because anything else that runs can only make one slower. The
documents of all builds must be equal byte for byte.
"""

from __future__ import annotations

import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from handouts.source.workspace import init

RUNS = 7
HANDOUT = "rls-overview"
PYTHON = sys.executable
SETTLING = 4  # seconds after which the times of files are trusted


@dataclass
class Row:
    """One thing that is measured: its command line, what is done before each run, and the runs."""

    name: str
    command: tuple[str, ...]
    before: Callable[[], object] = lambda: None
    processor: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace, cache = folder / "workspace", folder / "cache"
        init(workspace)
        time.sleep(SETTLING)
        rows = rows_for(folder, workspace, cache)
        documents = set()
        for count in range(runs + 1):
            for row in rows:
                row.before()
                processor, wall = once(row.command, cache)
                if count:  # the first round brings the programs into the disk cache, and is not counted
                    row.processor.append(processor)
                    row.wall.append(wall)
                documents |= {path.read_bytes() for path in (folder / "out").glob("*.pdf")}
    print(report(rows, runs))
    if len(documents) != 1:
        sys.exit("The documents differ.")


def rows_for(folder: Path, workspace: Path, cache: Path) -> list[Row]:
    ours = (PYTHON, "-m", "handouts", "-C", str(workspace))
    build = (*ours, "build", HANDOUT, "--lang", "en", "--no-ledger", "--out", str(folder / "out"))
    section = workspace / "content" / "sections" / "iron" / "es.yaml"
    text = section.read_text(encoding="utf-8")

    def emptied() -> None:
        shutil.rmtree(cache, ignore_errors=True)

    def changed() -> None:
        section.write_text(f"{text}# {time.time_ns()}\n", encoding="utf-8")

    return [
        Row("python -c pass", (PYTHON, "-c", "pass")),
        Row("python -c 'import click'", (PYTHON, "-c", "import click")),
        Row("handouts --help", (*ours, "--help")),
        Row("handouts build, empty cache", build, emptied),
        Row("handouts build, compiled workspace", build, lambda: time.sleep(SETTLING)),
        Row("handouts list, compiled workspace", (*ours, "list")),
        Row("handouts list, one file changed", (*ours, "list"), changed),
        Row("handouts list, empty cache", (*ours, "list"), emptied),
    ]


def once(command: tuple[str, ...], cache: Path) -> tuple[float, float]:
    """Processor time and time by the clock of one process, in seconds."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # installed programs have their bytecode
    environment = {**os.environ, "HANDOUTS_CACHE": str(cache), "HANDOUTS_DATE": "2026-11-24"}
    used, started = children(), time.perf_counter()
    subprocess.run(command, env=environment, capture_output=True, check=True)
    return children() - used, time.perf_counter() - started


def children() -> float:
    found = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found.ru_utime + found.ru_stime


def report(rows: list[Row], runs: int) -> str:
    lines = [
        f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors, {runs} runs each",
        "",
        "| whole process | processor ms | wall ms |",
        "|---|---|---|",
    ]
    for row in rows:
        lines.append(f"| {row.name} | {min(row.processor) * 1000:.0f} | {min(row.wall) * 1000:.0f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
