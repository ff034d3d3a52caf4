"""Workers that misbehave, in a module of their own so that other processes find them."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.batching.jobs import Job, Outcome, Record, Task
from handouts.edition import BuildRequest

if TYPE_CHECKING:
    from handouts.batching.work import Workshop


def task(name: str, brand: str = "test") -> Task:
    return Task(Job(name, BuildRequest(name, ("en",), brand, "sheet", "standard-12", "letter")))


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def work(workshop: Workshop, given: Task) -> Outcome:
    """Says who has done it; `killed...` never comes back, `once...` only the second time, and leaves a mark."""
    name = given.job.path
    if name.startswith("killed"):
        kill()
    mark = Path(workshop.staging) / f"{name}.mark"
    if name.startswith("once") and not mark.exists():
        mark.touch()
        kill()
    return Outcome(Record(given.job, "", workshop.date.isoformat(), title=str(os.getpid())))


class Stillborn:
    """Ends the process that unpickles it."""

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return os._exit, (3,)
