"""The middle of a batch: jobs to workers, outcomes to the ledger, to their places and to the journal, in this order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from handouts.batching.engine import Mapper, chunked
from handouts.batching.inputs import Blame, Inputs
from handouts.batching.jobs import Outcome, Record, Task, failed
from handouts.batching.memory import journal_lines
from handouts.batching.run import Batch
from handouts.batching.work import Workshop
from handouts.diagnostics import Diagnostic, HandoutsError, error
from handouts.passport.entry import Entry
from handouts.source.delivering import Folder, Refused


@dataclass(frozen=True, slots=True)
class Hooks:
    """What the caller lends: recording in the ledger, hearing of each job that is done, and whether to stop."""

    keep: Callable[[Sequence[Entry]], tuple[Diagnostic, ...]]
    done: Callable[[Record], None]
    stopping: Callable[[], bool]


def build_jobs(batch: Batch, workshop: Workshop, blamed: Blame, mapper: Mapper, hooks: Hooks) -> None:
    """Do what is to be done. What is finished is in its place, recorded and remembered, however this ends.

    Raises HandoutsError when the machine says no to everything (a full disk).
    """
    inputs = Inputs(workshop.library, batch.makers)
    tasks: list[Task] = []
    refused: list[Outcome] = []
    for decision in batch.to_do:
        task = Task(decision.job, decision.verify)
        wrong = blamed.of(inputs, decision.job.request)
        if wrong:
            refused.append(failed(task, workshop.date, "content", *wrong))
        else:
            tasks.append(task)
    if refused:
        _deliver(batch, refused, hooks)
    workers = getattr(mapper, "count", 1)
    stopped: list[Diagnostic] = []

    def stopping() -> bool:
        return bool(stopped) or hooks.stopping()

    results = mapper(workshop, chunked(tasks, workers), stopping)
    try:
        for outcomes in results:
            good = [outcome for outcome in outcomes if not outcome.stop]
            stopped += [finding for outcome in outcomes if outcome.stop for finding in outcome.record.findings]
            if good:
                _deliver(batch, good, hooks)
    finally:
        close = getattr(results, "close", None)
        if close is not None:
            close()
    if stopped:
        raise HandoutsError(stopped[0].message, stopped[0].hint)


def _deliver(batch: Batch, outcomes: Sequence[Outcome], hooks: Hooks) -> None:
    """First the ledger, then the files, then the journal: a crash between them leaves a line too many, never a file.

    A file that is there without a line in the journal is built again.
    """
    batch.findings += hooks.keep([outcome.entry for outcome in outcomes if outcome.entry is not None])
    records: list[Record] = []
    try:
        for outcome in outcomes:
            records.append(_placed(batch.folder, outcome))
    finally:
        batch.folder.note(journal_lines(records))
        for record in records:
            batch.known[record.job.path] = batch.current[record.job.path] = record
            hooks.done(record)


def _placed(folder: Folder, outcome: Outcome) -> Record:
    record = outcome.record
    looks = []
    for staged, product in zip(outcome.staged, record.products, strict=True):
        try:
            looks.append(replace(product, mtime_ns=folder.place(Path(staged), product.path).mtime_ns))
        except Refused as problem:
            message = f"{product.path} cannot be written: {problem.reason}."
            hint = (
                "Something else is in its place, or the name does not suit this disk. Remove it, or change the pattern."
            )
            wrong = error("batch-write", None, message, hint)
            return Record(record.job, "machine", record.date, findings=(wrong,), seconds=record.seconds)
    return replace(record, product=looks[0] if looks else None, printed=looks[1] if len(looks) > 1 else None)
