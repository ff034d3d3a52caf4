"""A batch on a Dask scheduler: a real one with two worker processes, one of them killed."""

from __future__ import annotations

import contextlib
import datetime
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from handouts.batching import cluster
from handouts.batching.cluster import Cluster
from handouts.batching.jobs import Outcome, Task
from handouts.batching.work import Workshop, make
from handouts.diagnostics import HandoutsError
from handouts.source.loading import open_library
from tests.batching.workers import task, work
from tests.cli.clinic import make_clinic

pytestmark = [
    pytest.mark.slow,
    # Dask and its parts leave sockets to the garbage collector when processes are killed.
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A scheduler with two worker processes, which start again when they are killed."""
    from distributed import LocalCluster

    with contextlib.closing(
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50)
    ) as made:
        yield made.scheduler_address


def workshop(folder: Path, library: Any = None) -> Workshop:
    day = datetime.date(2026, 1, 15)
    return Workshop(library, day, day, None, folder, time.perf_counter)


def ran(mapper: Any, shop: Workshop, chunks: Sequence[Sequence[Task]], stop: Any = lambda: False) -> list[Outcome]:
    return [outcome for outcomes in mapper(shop, chunks, stop) for outcome in outcomes]


def test_killed_workers_lose_nothing(address, tmp_path):
    """Two tasks kill their worker once, one always; all others are done, each once, in other processes."""
    names = ["a", "once-1", "b", "killed-1", "c", "once-2", *(f"n{n}" for n in range(10))]
    chunks = [[task(name) for name in names[at : at + 3]] for at in range(0, len(names), 3)]
    outcomes = ran(Cluster(address, work, shared=True), workshop(tmp_path), chunks)
    assert sorted(outcome.record.job.path for outcome in outcomes) == sorted(names)
    failed = [outcome.record for outcome in outcomes if outcome.record.failure]
    assert [(record.job.path, record.failure) for record in failed] == [("killed-1", "machine")]
    assert failed[0].findings[0].rule == "batch-killed"
    assert str(os.getpid()) not in {outcome.record.title for outcome in outcomes}


@pytest.mark.parametrize("shared", [True, False])
def test_files_are_the_same_as_those_made_here(address, tmp_path, shared):
    library, findings = open_library(make_clinic(tmp_path / "clinic"))
    assert library is not None, findings
    tasks = [task(f"{paper}.pdf") for paper in ("letter", "a4")]
    tasks = [
        Task(one.job.__class__(one.job.path, one.job.request.__class__(
            "rls", ("en",), "test", "sheet", "standard-12", one.job.path.removesuffix(".pdf"))), verify=False)
        for one in tasks
    ]  # fmt: skip
    (tmp_path / "there").mkdir()
    (tmp_path / "here").mkdir()
    there = ran(Cluster(address, make, shared=shared), workshop(tmp_path / "there", library), [tasks])
    here = [make(workshop(tmp_path / "here", library), one) for one in tasks]
    assert [outcome.record.failure for outcome in there] == ["", ""]
    for one, other in zip(there, here, strict=True):
        assert Path(one.staged[0]).parent == tmp_path / "there"
        assert Path(one.staged[0]).read_bytes() == Path(other.staged[0]).read_bytes()
        assert one.record.product == other.record.product


def test_stopping_ends_early(address, tmp_path):
    chunks = [[task(f"{n}")] for n in range(200)]
    done: list[Outcome] = []

    def enough() -> bool:
        return bool(done)

    for outcomes in Cluster(address, work, shared=True)(workshop(tmp_path), chunks, enough):
        done += outcomes
    assert 0 < len(done) < 200


def test_no_scheduler_no_workers_other_versions(address, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "_CONNECT", 2.0)
    with pytest.raises(HandoutsError, match=r"There is no Dask scheduler at tcp://127\.0\.0\.1:9"):
        ran(Cluster("tcp://127.0.0.1:9", work), workshop(tmp_path), [[task("a")]])
    with pytest.raises(HandoutsError, match="There is no Dask scheduler at nonsense"):
        ran(Cluster("nonsense", work), workshop(tmp_path), [[task("a")]])
    monkeypatch.setattr(cluster, "_CONNECT", 60.0)
    monkeypatch.setattr(cluster, "_ours", lambda: {"handouts": "0.0.1"})
    with pytest.raises(HandoutsError, match=r"has other versions: .*handouts .* \(here 0\.0\.1\)"):
        ran(Cluster(address, work), workshop(tmp_path), [[task("a")]])


def test_a_batch_is_the_same_wherever_it_is_built(address, run, tmp_path):
    clinic = make_clinic(tmp_path / "clinic")
    here, there = tmp_path / "here", tmp_path / "there"
    assert run("-C", clinic, "batch", "--all", "--jobs", "0", "--out", here, "--no-ledger").code == 0
    ran = run("-C", clinic, "batch", "--all", "--dask", address, "--out", there, "--no-ledger")
    assert ran.code == 0, ran.err
    assert "on the cluster" in ran.err
    assert (there / "manifest.json").read_bytes() == (here / "manifest.json").read_bytes()
    assert [path.read_bytes() for path in sorted(there.glob("*.pdf"))] == [
        path.read_bytes() for path in sorted(here.glob("*.pdf"))
    ]
