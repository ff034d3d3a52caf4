"""The values of a batch: a job, what came of it, and what is remembered of it. All of it is plain data."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from handouts.diagnostics import Diagnostic, Mark, Severity, error, in_order
from handouts.edition import BuildRequest

if TYPE_CHECKING:
    from handouts.passport.entry import Entry

# Why a job failed: its content, the machine (disk, memory), or a bug of ours.
Failure = Literal["", "content", "machine", "bug"]


@dataclass(frozen=True, slots=True, order=True)
class Job:
    """One document to make: its path below the folder of products, and the request.

    `inputs` is the digest of everything it is made of. `codes` are those of its handouts by system, and `usual` when
    it has the looks its brand is mostly built in; both are for exports.
    """

    path: str
    request: BuildRequest
    inputs: str = field(default="", compare=False)
    codes: tuple[tuple[str, tuple[str, ...]], ...] = field(default=(), compare=False)
    usual: bool = field(default=False, compare=False)

    @property
    def plate(self) -> tuple[object, ...]:
        """What jobs have in common that may share a laid-out plate: all but the brand."""
        asked = self.request
        flags = (asked.mono, asked.draft, asked.plain, asked.banner)
        return (asked.handout, asked.languages, asked.layout, asked.profile, asked.paper, *flags)


@dataclass(frozen=True, slots=True)
class Planned:
    """The jobs in order, and what is to be told of the plan; with an error among it nothing must be built.

    `openemr` are the handouts that OpenEMR shall find, in order; `mark` is where the plan begins.
    """

    jobs: tuple[Job, ...]
    findings: tuple[Diagnostic, ...]
    openemr: tuple[str, ...] = ()
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A job as a worker gets it; with `verify` the finished file is read back and checked."""

    job: Job
    verify: bool = True


@dataclass(frozen=True, slots=True)
class Product:
    """A file: path below the folder, digests (sha256 in hex, sha1 as base64 for FHIR), size in bytes, age."""

    path: str
    sha256: str
    sha1: str
    size: int
    mtime_ns: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a job after it was done; nothing personal, for a batch has no patient.

    `date` is the day it was made for. From `until` on (ISO date, "" for never) the same inputs would say something
    else, because a sign-off starts or ends. `conformant` is None when nobody has checked. `ledger` when it is in one.
    """

    job: Job
    failure: Failure
    date: str
    until: str = ""
    product: Product | None = None
    printed: Product | None = None
    pages: int = 0
    edition: str = ""
    title: str = ""
    review: str = ""
    conformant: bool | None = None
    ledger: bool = False
    findings: tuple[Diagnostic, ...] = ()
    seconds: float = 0.0

    @property
    def products(self) -> tuple[Product, ...]:
        """The files of the job: the document, and the sheets for the printer where its layout has some."""
        return tuple(product for product in (self.product, self.printed) if product is not None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a worker says of a task. `staged` are the finished files, in the order of the record's products.

    `entry` is the line for the ledger. With `stop` nothing more should be tried: the machine said no.
    """

    record: Record
    staged: tuple[str, ...] = ()
    entry: Entry | None = None
    stop: bool = False


def failed(task: Task, date: datetime.date, failure: Failure, *findings: Diagnostic) -> Outcome:
    """The outcome of a job that has come to nothing."""
    return Outcome(Record(task.job, failure, date.isoformat(), findings=in_order(findings)))


def killed(task: Task, date: datetime.date, how: str) -> Outcome:
    """The outcome of a job whose worker has ended twice, the second time with nothing else at work."""
    message = f"The process that was building this ended without a word, twice ({how})."
    hint = "The usual cause is too little memory. Build it alone with handouts build to see more."
    return failed(task, date, "machine", error("batch-killed", None, message, hint))


def request_json(asked: BuildRequest) -> dict[str, object]:
    """A request as plain data; `request_from` reads it."""
    return {
        "handout": asked.handout, "languages": list(asked.languages), "brand": asked.brand, "layout": asked.layout,
        "profile": asked.profile, "paper": asked.paper, "mono": asked.mono, "draft": asked.draft,
        "plain": asked.plain, "banner": asked.banner,
    }  # fmt: skip


def request_from(data: Mapping[str, Any]) -> BuildRequest:
    """The request in plain data. Raises KeyError or TypeError when something is not there."""
    return BuildRequest(**{**data, "languages": tuple(data["languages"])})


def job_json(job: Job) -> dict[str, object]:
    """A job as plain data; `job_from` reads it."""
    codes = {system: list(listed) for system, listed in job.codes}
    return {
        "path": job.path, "request": request_json(job.request), "inputs": job.inputs, "codes": codes,
        "usual": job.usual,
    }  # fmt: skip


def job_from(data: Mapping[str, Any]) -> Job:
    """The job in plain data. Raises KeyError, TypeError, AttributeError or ValueError when it is not one."""
    codes = tuple((system, tuple(listed)) for system, listed in data["codes"].items())
    return Job(data["path"], request_from(data["request"]), data["inputs"], codes, data["usual"])


def record_json(record: Record) -> dict[str, object]:
    """A record as plain data; `record_from` reads it."""
    return {
        "job": job_json(record.job), "failure": record.failure, "date": record.date, "until": record.until,
        "product": _product_json(record.product), "printed": _product_json(record.printed), "pages": record.pages,
        "edition": record.edition, "title": record.title, "review": record.review, "conformant": record.conformant,
        "ledger": record.ledger, "findings": [finding.as_json() for finding in record.findings],
        "seconds": record.seconds,
    }  # fmt: skip


def record_from(data: Mapping[str, Any]) -> Record:
    """The record in plain data. Raises KeyError, TypeError, AttributeError or ValueError when it is not one."""
    given = dict(data)
    given["job"] = job_from(given["job"])
    given["product"], given["printed"] = _product_from(given["product"]), _product_from(given["printed"])
    given["findings"] = tuple(map(finding_from, given["findings"]))
    return Record(**given)


def finding_from(data: Mapping[str, Any]) -> Diagnostic:
    """A finding from the seven fields of `Diagnostic.as_json`. Raises KeyError or ValueError."""
    mark = Mark(data["file"], data["line"], data["column"]) if data["file"] else None
    return Diagnostic(data["rule"], Severity(data["severity"]), mark, data["message"], data["hint"])


def _product_json(product: Product | None) -> dict[str, object] | None:
    if product is None:
        return None
    return {
        "path": product.path, "sha256": product.sha256, "sha1": product.sha1, "size": product.size,
        "mtime_ns": product.mtime_ns,
    }  # fmt: skip


def _product_from(data: Mapping[str, Any] | None) -> Product | None:
    return Product(**data) if data is not None else None
