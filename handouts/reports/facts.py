"""What the report says, as plain data: gathered once from the content, its reviews, the ledger and a day."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from handouts.checks.content.reading import Estimate, estimates
from handouts.diagnostics import Diagnostic, Severity
from handouts.edition import BuildRequest, ReviewStatus
from handouts.governance.evidence import Source
from handouts.governance.status import Asked, HandoutStatus, TextStatus, status_of
from handouts.library import Library
from handouts.passport.entry import Entry
from handouts.passport.ledger import editions
from handouts.reports.files import FileCheck
from handouts.resolving.signed import add_months
from handouts.resolving.translated import SOURCE
from handouts.source.workspace import Workspace

# How a handout stands in a language, in one word: from best to worst.
State = Literal["signed", "due", "expired", "changed", "never", "stale", "missing"]
STATES: tuple[State, ...] = ("signed", "due", "expired", "changed", "never", "stale", "missing")
READY: frozenset[State] = frozenset({"signed", "due"})


@dataclass(frozen=True, slots=True)
class Cell:
    """A handout in a language, with its titles by language; the worst of its parts decides.

    `missing`: a part is not there in the language; `stale`: its English text has changed since; else its review.
    """

    status: HandoutStatus
    titles: Mapping[str, str]

    @property
    def title(self) -> str:
        """The English title, else the first there is."""
        return self.titles.get(SOURCE) or next(iter(self.titles.values()))

    @property
    def state(self) -> State:
        """The state in one word."""
        if self.status.state == "missing":
            return "missing"
        return "stale" if self.status.state in ("stale", "stale-safety") else self.status.status


@dataclass(frozen=True, slots=True)
class Month:
    """How many texts must be read again and how many sources looked at again in a month; `first` is its first day.

    `first` is None for what is overdue.
    """

    first: datetime.date | None
    texts: int
    sources: int


@dataclass(frozen=True, slots=True)
class Given:
    """An edition in the ledger, with the first and last day it was recorded on in the time told of."""

    edition: str
    request: BuildRequest
    title: str
    english_title: str
    first: datetime.date
    last: datetime.date
    review: ReviewStatus


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is known of editions: the entries of the ledgers, what is wrong with these, and the files checked.

    `files` is None when no files were checked.
    """

    entries: tuple[Entry, ...]
    findings: tuple[Diagnostic, ...]
    files: tuple[FileCheck, ...] | None

    @property
    def damaged(self) -> int:
        """How many lines of the ledgers have something wrong with them."""
        return len({finding.mark for finding in self.findings if finding.severity is Severity.ERROR})


@dataclass(frozen=True, slots=True)
class Period:
    """The day of the report, the day from which editions are told of, and how many calendar months ahead it looks.

    The present month counts as one.
    """

    date: datetime.date
    since: datetime.date
    months: int

    @property
    def until(self) -> datetime.date:
        """The last day looked ahead to: a month's last."""
        return add_months(self.date.replace(day=1), self.months) - datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the report says. `languages` are all that something is written in, English first.

    `later` counts entries of the ledger made after the day of the report, which are left out.
    """

    period: Period
    languages: tuple[str, ...]
    cells: tuple[Cell, ...]
    texts: tuple[TextStatus, ...]
    months: tuple[Month, ...]
    sources: tuple[Source, ...]
    reading: tuple[Estimate, ...]
    files: tuple[FileCheck, ...] | None
    editions: tuple[Given, ...]
    recorded: int
    later: int
    damaged: int

    @property
    def unsigned(self) -> tuple[TextStatus, ...]:
        """The texts that nobody answers for as they stand: never signed, changed since, or past their check."""
        return tuple(text for text in self.texts if text.review.status not in READY)

    @property
    def due(self) -> tuple[TextStatus, ...]:
        """The texts to be read again in the time looked ahead, the overdue ones too, by their day."""
        found = [text for text in self.texts if _day(text) and (_day(text) or self.period.date) <= self.period.until]
        return tuple(sorted(found, key=lambda text: (_day(text), text.section.id, text.section.language)))


def gather(
    workspace: Workspace, library: Library, recorded: Recorded, period: Period
) -> tuple[Facts, tuple[Diagnostic, ...]]:
    """All facts, and what was found out on the way."""
    languages = _languages(library)
    status, findings = status_of(workspace, library, Asked(languages=languages), period.date)
    given, later = _given(recorded.entries, period)
    facts = Facts(
        period=period,
        languages=languages,
        cells=tuple(Cell(handout, _titles(library, handout.handout)) for handout in status.handouts),
        texts=status.texts,
        months=_months(status.texts, status.sources, period),
        sources=status.sources,
        reading=tuple(
            e for name in sorted(library.handouts) for tag in languages for e in estimates(library, name, tag)
        ),
        files=recorded.files,
        editions=given,
        recorded=len(recorded.entries),
        later=later,
        damaged=recorded.damaged,
    )
    return facts, findings


def _languages(library: Library) -> tuple[str, ...]:
    tags = {tag for _, tag in library.sections}
    return tuple(sorted(tags, key=lambda tag: (tag != SOURCE, tag)))


def _titles(library: Library, handout: str) -> dict[str, str]:
    return {tag: line.plain for tag, line in library.handouts[handout].title.items()}


def _day(text: TextStatus) -> datetime.date | None:
    """The day by which a text that was signed must be read again."""
    return text.review.next_check if text.review.status in ("signed", "due", "expired") else None


def _months(texts: Iterable[TextStatus], sources: Iterable[Source], period: Period) -> tuple[Month, ...]:
    """What is overdue, then month by month; a source nobody has said a day of is overdue as soon as it is cited."""
    read = Counter(_month(_day(text), period) for text in texts if _day(text))
    cited = [source for source in sources if source.cited_in]
    looked = Counter(None if source.look_by is None else _month(source.look_by, period) for source in cited)
    first = period.date.replace(day=1)
    days = [None, *(add_months(first, number) for number in range(period.months))]
    return tuple(Month(day, read[day], looked[day]) for day in days)


def _month(day: datetime.date | None, period: Period) -> datetime.date | None:
    return None if day is None or day < period.date else day.replace(day=1)


def _given(entries: Sequence[Entry], period: Period) -> tuple[tuple[Given, ...], int]:
    """The editions recorded in the time told of, the newest first, and how many entries came after it."""
    later = sum(entry.written > period.date for entry in entries)
    told = editions(entry for entry in entries if period.since <= entry.written <= period.date)
    given = [
        Given(
            edition=edition,
            request=made[-1].request,
            title=made[-1].title or made[-1].request.handout,
            english_title=made[-1].english_title or made[-1].title or made[-1].request.handout,
            first=min(entry.written for entry in made),
            last=max(entry.written for entry in made),
            review=made[-1].review.status,
        )
        for edition, made in told.items()
    ]
    return tuple(sorted(given, key=lambda each: (-each.last.toordinal(), each.request, each.edition))), later
