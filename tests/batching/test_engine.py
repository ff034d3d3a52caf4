"""Who does the jobs: every task once, whatever happens to the processes."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from handouts.batching.engine import InThisProcess, Processes, chunked
from handouts.batching.jobs import Outcome, Task
from handouts.diagnostics import HandoutsError
from tests.batching.workers import Stillborn, task, work

POSIX = pytest.mark.skipif(os.name != "posix", reason="needs signals")


def workshop(folder: Path, library: Any = None) -> Any:
    """What the workers of these tests need of one: other processes then start without all that builds pages."""
    return SimpleNamespace(library=library, date=datetime.date(2026, 1, 15), staging=folder)


def never() -> bool:
    return False


def ran(mapper: Any, shop: Any, chunks: Sequence[Sequence[Task]]) -> list[Outcome]:
    return [outcome for outcomes in mapper(shop, chunks, never) for outcome in outcomes]


def test_chunks_keep_together_what_may_share_a_plate():
    tasks = [task(f"{handout}", brand) for brand in ("a", "b", "c") for handout in ("x", "y", "z")]
    for workers in (1, 2, 50):
        chunks = chunked(tasks, workers)
        assert sorted(t.job.request for c in chunks for t in c) == sorted(t.job.request for t in tasks)
        for name in ("x", "y", "z"):
            (home,) = [chunk for chunk in chunks if any(t.job.request.handout == name for t in chunk)]
            assert sum(t.job.request.handout == name for t in home) == 3


def test_chunks_are_of_bounded_size():
    tasks = [task(f"{n}") for n in range(1000)] + [task("same", f"b{n}") for n in range(100)]
    sizes = [len(chunk) for chunk in chunked(tasks, 2)]
    assert (max(sizes), sum(sizes)) == (32, 1100)
    assert chunked([], 2) == []


def test_in_this_process(tmp_path):
    chunks = [[task("a"), task("b")], [task("c")]]
    outcomes = ran(InThisProcess(work), workshop(tmp_path), chunks)
    assert [(o.record.job.path, o.record.title) for o in outcomes] == [(n, str(os.getpid())) for n in "abc"]


def test_stopping_in_this_process(tmp_path):
    answers = iter((False, False, True))
    mapper = InThisProcess(work)(workshop(tmp_path), [[task("a"), task("b"), task("c")]], lambda: next(answers))
    assert [outcome.record.job.path for outcomes in mapper for outcome in outcomes] == ["a", "b"]


@POSIX
@pytest.mark.slow
def test_killed_processes_lose_nothing(tmp_path):
    """Two die once, two always; all others are done, by processes other than this one, each once."""
    names = ["a", "once-1", "b", "killed-1", "c", "once-2", "killed-2", *(f"n{n}" for n in range(9))]
    chunks = [[task(name) for name in names[at : at + 3]] for at in range(0, len(names), 3)]
    outcomes = ran(Processes(2, work), workshop(tmp_path), chunks)
    assert sorted(outcome.record.job.path for outcome in outcomes) == sorted(names)
    failed = {o.record.job.path: o.record for o in outcomes if o.record.failure}
    assert sorted(failed) == ["killed-1", "killed-2"]
    assert {record.failure for record in failed.values()} == {"machine"}
    (finding,) = failed["killed-1"].findings
    assert (finding.rule, "twice (signal SIGKILL)" in finding.message) == ("batch-killed", True)
    assert str(os.getpid()) not in {outcome.record.title for outcome in outcomes}


@pytest.mark.slow
def test_processes_that_cannot_start_are_an_error_and_not_a_loop(tmp_path):
    with pytest.raises(HandoutsError, match=r"end before they begin \(exit code 3\)"):
        ran(Processes(1, work), workshop(tmp_path, Stillborn()), [[task("a")], [task("b")]])


@pytest.mark.slow
def test_stopping_ends_the_processes(tmp_path):
    mapper = Processes(2, work)(workshop(tmp_path), [[task(f"{n}")] for n in range(40)], never)
    first = next(iter(mapper))
    pids = {int(outcome.record.title) for outcome in first}
    mapper.close()  # type: ignore[attr-defined]
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
