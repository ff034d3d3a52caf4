"""How a batch tells of itself while it is at work: a bar on a terminal, lines elsewhere, events for programs."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

import click

from handouts.diagnostics import Severity
from handouts.reporting import counted

if TYPE_CHECKING:
    from handouts.batching.jobs import Record

_INTERVAL = 15.0  # seconds between two lines
_ALIKE = 5  # failures of one kind that are told as they come; the end tells all of them


class Progress(Protocol):
    """What a batch says while it is at work."""

    def start(self, total: int, unchanged: int, workers: int) -> None:
        """So many jobs are to be done, so many need not be; no workers stand for a cluster."""
        ...

    def done(self, record: Record) -> None:
        """One job is done, well or badly."""
        ...

    def end(self) -> None:
        """No more is coming, perhaps too early."""
        ...


def progress_for(*, events: bool) -> Progress:
    """The form that suits where the output goes."""
    if events:
        return Events()
    return Bar() if sys.stderr.isatty() else Lines()


class _Counted:
    """What both forms for people count."""

    _bar: Any = None
    _last = 0.0

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.total = self.finished = self.failed = self.worked = 0
        self.begun = clock()
        self._told: dict[str, int] = {}

    def count(self, record: Record) -> str:
        """Count a record; the line that tells of its failure, "" when there is none or enough was said."""
        self.finished += 1
        self.worked += record.seconds > 0  # those that are refused at sight say nothing of the pace
        if not record.failure:
            return ""
        self.failed += 1
        first = next((f for f in record.findings if f.severity is Severity.ERROR), None)
        message = str(first) if first else "no reason given"
        self._told[message] = self._told.get(message, 0) + 1
        if self._told[message] > _ALIKE:
            return ""
        more = " (and others; all are told at the end)" if self._told[message] == _ALIKE else ""
        return f"FAILED {record.job.path}: {message}{more}"

    def pace(self) -> str:
        """How fast it goes and how long it may take: `2.1 a second, about 14 minutes left`."""
        seconds = max(self.clock() - self.begun, 1e-6)
        rate = self.worked / seconds
        if not self.worked or self.finished == self.total:
            return f"{rate:.1f} a second"
        return f"{rate:.1f} a second, about {_spoken((self.total - self.finished) / rate)} left"


class Lines(_Counted):
    """Lines on standard error, now and then, and one for each kind of failure."""

    def start(self, total: int, unchanged: int, workers: int) -> None:
        """Say what is to be done."""
        self.total, self.begun = total, self.clock()
        self._last = self.begun
        where = f"in {workers} processes" if workers > 1 else "in one process" if workers else "on the cluster"
        same = f"; {unchanged:,} unchanged" if unchanged else ""
        click.echo(f"Building {counted_many(total, 'document')} {where}{same}.", err=True)

    def done(self, record: Record) -> None:
        """Say how it goes, if it is time to."""
        failure = self.count(record)
        if failure:
            click.secho(failure, fg="red", err=True)
        if self.clock() - self._last >= _INTERVAL:
            self._last = self.clock()
            bad = f", {self.failed:,} failed" if self.failed else ""
            click.echo(f"{self.finished:,} of {self.total:,} done{bad}; {self.pace()}.", err=True)

    def end(self) -> None:
        """Nothing: the summary follows."""


class Bar(_Counted):
    """A bar on a terminal, with rate, time left and failures."""

    def start(self, total: int, unchanged: int, workers: int) -> None:
        """Draw it empty."""
        self.total, self.begun = total, self.clock()
        self._bar = click.progressbar(
            length=total, label="Building", file=sys.stderr, show_eta=False, show_pos=True,
            item_show_func=self._beside, update_min_steps=1,
        )  # fmt: skip
        self._bar.__enter__()
        self._bar.render_progress()

    def done(self, record: Record) -> None:
        """Move it on; a failure is told above it."""
        failure = self.count(record)
        if failure:
            sys.stderr.write("\r\x1b[K")  # click would take it for a colour
            sys.stderr.flush()
            click.secho(failure, fg="red", err=True)
        self._bar.update(1, record)

    def end(self) -> None:
        """Leave it as it stands."""
        if self._bar is not None:
            self._bar.render_finish()

    def _beside(self, _item: object) -> str:
        return self.pace() + (f", {self.failed:,} failed" if self.failed else "")


class Events:
    """One JSON object a line on standard output, each as soon as it is known."""

    def tell(self, event: str, **fields: object) -> None:
        """Write one event."""
        click.echo(json.dumps({"event": event, **fields}, ensure_ascii=False))

    def start(self, total: int, unchanged: int, workers: int) -> None:
        """The event `start`."""
        self.tell("start", to_build=total, unchanged=unchanged, processes=workers)

    def done(self, record: Record) -> None:
        """The event `job`."""
        self.tell("job", **job_event(record), seconds=record.seconds)

    def end(self) -> None:
        """Nothing: the event `end` says more than is known here."""


def job_event(record: Record) -> dict[str, object]:
    """What events say of one job."""
    return {
        "path": record.job.path, "state": "failed" if record.failure else "built", "failure": record.failure,
        "edition": record.edition, "pages": record.pages, "sha256": record.product.sha256 if record.product else "",
        "conformant": record.conformant, "findings": [finding.as_json() for finding in record.findings],
    }  # fmt: skip


def counted_many(number: int, noun: str) -> str:
    """`1 document`, `2,000 documents`."""
    return counted(number, noun) if number < 1000 else f"{number:,} {noun}s"


def _spoken(seconds: float) -> str:
    if seconds < 90:
        return counted(max(1, round(seconds)), "second")
    if seconds < 5400:
        return counted(round(seconds / 60), "minute")
    return f"{seconds / 3600:.1f} hours"
