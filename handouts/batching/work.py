"""One job of a batch from request to finished file: what a worker does, wherever it runs."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from handouts.batching.jobs import Outcome, Product, Record, Task, failed
from handouts.build import Built, build
from handouts.diagnostics import Diagnostic, HandoutsError, crash_places, error, has_errors, in_order
from handouts.ehr.fhir import file_of
from handouts.library import Library
from handouts.passport.entry import Head, entry_of
from handouts.passport.inputs import sections_of
from handouts.plates import Plates
from handouts.resolving.signed import same_until
from handouts.source.delivering import stage
from handouts.source.store import Store

if TYPE_CHECKING:
    from handouts.press.impose import PrintEdition
    from handouts.press.verify import Verification


@dataclass(frozen=True, slots=True, repr=False)
class Workshop:
    """What every job of a batch needs, sent to each worker once.

    `date` is the day of the documents, `written` that of the ledger's lines; no `head`, no ledger. Finished files go
    to the folder `staging`, plates to the folder `kept` if there is one. `clock` gives seconds, for the times alone.
    """

    library: Library
    date: datetime.date
    written: datetime.date
    head: Head | None
    staging: Path
    clock: Callable[[], float] = field(compare=False)
    kept: Path | None = None


def make(workshop: Workshop, task: Task) -> Outcome:
    """Do one job. Never raises: one bad job must not stop the rest, and a worker has no other way to tell."""
    started = workshop.clock()
    try:
        outcome = _made(workshop, task)
    except HandoutsError as problem:
        wrong = error("batch-write", None, problem.message, problem.hint)
        outcome = replace(failed(task, workshop.date, "machine", wrong), stop=True)
    except MemoryError:
        outcome = failed(task, workshop.date, "machine", _no_memory())
    except Exception:  # noqa: BLE001  # the boundary of a worker: a bug of ours is one job's failure, told by its place
        outcome = failed(task, workshop.date, "bug", _crash())
    seconds = round(workshop.clock() - started, 3)
    return replace(outcome, record=replace(outcome.record, seconds=seconds))


def _made(workshop: Workshop, task: Task) -> Outcome:
    library, job = workshop.library, task.job
    built = build(library, job.request, date=workshop.date, plates=_plates(workshop.kept))
    until = same_until(library, sections_of(library, job.request), workshop.date)
    record = Record(job, "", workshop.date.isoformat(), until.isoformat() if until else "", findings=built.findings)
    if built.pdf is None or built.record is None or built.edition is None:
        return Outcome(replace(record, failure="content"))
    sheets, unprintable = _print_edition(built)
    findings = in_order((*built.findings, *unprintable))
    if has_errors(findings):
        return Outcome(replace(record, failure="content", findings=findings))
    checked = verified(built.pdf.data, job.path) if task.verify else None
    staged = [stage(workshop.staging, built.pdf.data)]
    printed = None
    if sheets is not None:
        from handouts.press.impose import print_name

        staged.append(stage(workshop.staging, sheets.data))
        path = PurePosixPath(job.path)
        printed = _product(path.with_name(print_name(path.stem, sheets)).as_posix(), sheets.data)
    entry = None
    if workshop.head is not None:
        entry = entry_of(library, built.edition, built.record, written=workshop.written, head=workshop.head)
    record = replace(
        record,
        product=_product(job.path, built.pdf.data),
        printed=printed,
        pages=built.record.pages,
        edition=built.record.edition,
        title=built.record.title,
        review=built.record.review,
        conformant=checked.passed if checked is not None else None,
        ledger=entry is not None,
        findings=in_order((*findings, *(checked.findings if checked is not None else ()))),
    )
    return Outcome(record, tuple(map(str, staged)), entry)


@lru_cache(maxsize=1)
def _plates(kept: Path | None) -> Plates:
    """The plates of this process: documents that differ in the brand alone come one after the other."""
    return Plates(Store.at(kept) if kept is not None else None)


def verified(data: bytes, name: str) -> Verification:
    """What `handouts verify` finds. Its imports are a third of a worker's start: who verifies nothing goes without."""
    from handouts.press.verify import verify

    return verify(data, name)


def _print_edition(built: Built) -> tuple[PrintEdition | None, tuple[Diagnostic, ...]]:
    """Sheets for the printer, for a layout that is folded or cut."""
    assert built.pdf is not None and built.record is not None and built.edition is not None
    scheme = built.edition.layout.impose
    if not scheme:
        return None, ()
    from handouts.press.impose import PressOrder, impose

    imposed = impose(built.pdf.data, built.record.file, PressOrder(scheme, built.request.paper))
    return imposed.edition, imposed.findings


def _product(path: str, data: bytes) -> Product:
    facts = file_of(data)
    return Product(path, facts.sha256, facts.sha1, facts.size)


def _no_memory() -> Diagnostic:
    hint = "Build with fewer processes: --jobs 1."
    return error("batch-killed", None, "There was not enough memory to build this.", hint)


def _crash() -> Diagnostic:
    """What went wrong and where in our code, but no message."""
    problem = sys.exception()
    places = crash_places(problem) if problem is not None else "Error"
    message = f"This is a bug in handouts, not in your content: {places}."
    return error("batch-crash", None, message, "Please send us this line.")
