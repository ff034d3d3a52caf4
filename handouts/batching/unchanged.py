"""Which jobs need not be done again, and why the others must: from records and a look at the files, nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from handouts.batching.jobs import Job, Product, Record
from handouts.source.delivering import Look

# Which finished files are read back and checked: all, the first of those that share a plate, or none.
Checking = Literal["all", "first", "none"]


class Files(Protocol):
    """What must be known of finished files."""

    def look(self, path: str) -> Look | None:
        """Size and age, None when there is no such file."""
        ...

    def digest(self, path: str) -> str:
        """The sha256 (hex), "" when the file cannot be read."""
        ...


@dataclass(frozen=True, slots=True)
class Terms:
    """What a run asks for besides its jobs.

    With `exact`, somebody has named the day, and products carry that very day; else an older one is kept as long as
    the same edition would come of it.
    """

    date: datetime.date
    exact: bool = False
    force: bool = False
    ledger: bool = True
    checking: Checking = "all"
    check_outputs: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """A job, with `why` it must be done, "" when it need not be; then `record` is what is known of it."""

    job: Job
    why: str
    record: Record | None = None
    verify: bool = True


def decide(jobs: Sequence[Job], records: Mapping[str, Record], terms: Terms, files: Files) -> list[Decision]:
    """What to do with each job, in their order."""
    firsts: dict[tuple[object, ...], Job] = {}
    for job in jobs:
        firsts.setdefault(job.plate, job)
    decisions: list[Decision] = []
    for job in jobs:
        verify = terms.checking == "all" or (terms.checking == "first" and firsts[job.plate] is job)
        record = records.get(job.path)
        why = _why(job, record, terms, verify=verify)
        if not why and record is not None:
            record, why = _looked_at(record, terms, files)
        if record is not None and (record.job.codes, record.job.usual) != (job.codes, job.usual):
            record = replace(record, job=job)
        decisions.append(Decision(job, why, None if why else record, verify))
    return decisions


def _why(job: Job, record: Record | None, terms: Terms, *, verify: bool) -> str:
    if record is None:
        return "new"
    if terms.force:
        return "--force"
    if record.job.request != job.request or record.job.inputs != job.inputs:
        return "inputs"
    if record.failure in ("machine", "bug"):
        return "it failed, though not by its content"
    if terms.exact and record.date != terms.date.isoformat():
        return f"made for {record.date}"
    if not record.date <= terms.date.isoformat() or (record.until and record.until <= terms.date.isoformat()):
        return "a sign-off begins or ends"
    if record.failure:
        return ""
    if terms.ledger and not record.ledger:
        return "not in the ledger"
    if verify and record.conformant is None:
        return "never verified"
    return ""


def _looked_at(record: Record, terms: Terms, files: Files) -> tuple[Record, str]:
    """The record, with the present age of its files, and what is wrong with these.

    A file of the recorded size and age is taken for the one we wrote; one of another age is read.
    """
    seen: list[Product | None] = []
    for product in (record.product, record.printed):
        if product is None:
            seen.append(None)
            continue
        look = files.look(product.path)
        if look is None:
            return record, "the file is gone"
        if look.size != product.size:
            return record, "the file was changed"
        if (terms.check_outputs or look.mtime_ns != product.mtime_ns) and files.digest(product.path) != product.sha256:
            return record, "the file was changed"
        seen.append(replace(product, mtime_ns=look.mtime_ns))
    if seen == [record.product, record.printed]:
        return record, ""
    return replace(record, product=seen[0], printed=seen[1]), ""


def spelled_out(decision: Decision, changed: Sequence[str]) -> str:
    """Why a job must be done, for people; `changed` are files of its inputs that are not as they were."""
    if decision.why != "inputs":
        return decision.why
    if not changed:
        return "its inputs or a version changed"
    more = f" and {len(changed) - 2} more" if len(changed) > 2 else ""
    return f"{', '.join(changed[:2])}{more} changed"
