"""How the content stands on a day: who has signed what, what has changed since, what is due; computed, never stored."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from handouts.content import Review, Section
from handouts.diagnostics import Diagnostic, Severity
from handouts.edition import ReviewStatus
from handouts.governance.evidence import Source, sources
from handouts.governance.since import Since, changed_since
from handouts.library import Library
from handouts.names import find
from handouts.resolving.manuscript import REFERENCES
from handouts.resolving.signed import SectionReview, add_months, review_document, review_section
from handouts.resolving.translated import SOURCE, STATES, TranslationState, handout_state, state_of
from handouts.source.history import NoHistory, Repository, at_repository
from handouts.source.workspace import Workspace

# The most urgent first: printed although nobody has approved the present words, printed too long, never approved.
URGENCY: tuple[ReviewStatus, ...] = ("changed", "expired", "never", "due", "signed")


@dataclass(frozen=True, slots=True)
class TextStatus:
    """One section in one language; `reviews` are its sign-offs, the newest first.

    `since` says what has changed, for a text that was signed in another form; None where git cannot be asked.
    """

    section: Section
    review: SectionReview
    reviews: tuple[Review, ...]
    state: TranslationState
    handouts: tuple[str, ...]
    since: Since | None = None

    @property
    def owner(self) -> str:
        """Who looks after the section, as the newest record that says so has it."""
        return next((review.owner for review in self.reviews if review.owner), "")

    @property
    def signed(self) -> Review | None:
        """The sign-off that its dates come from, of this text or of an older one."""
        dated = [review for review in self.reviews if review.date == self.review.checked]
        own = [review for review in dated if review.digest == self.section.digest]
        return next(iter(own or dated), None)

    def as_json(self) -> dict[str, object]:
        """The text's status as plain data."""
        section, review = self.section, self.review
        return {
            "section": section.id, "language": section.language, "title": section.title.plain,
            "file": section.mark.path, "safety": section.safety, "digest": section.digest, "status": review.status,
            "lacking": review.lacking, "translation": self.state, "owner": self.owner,
            "last_checked": review.checked.isoformat() if review.checked else "",
            "next_check": review.next_check.isoformat() if review.next_check else "",
            "handouts": list(self.handouts),
            "reviews": [
                {
                    "by": r.by, "role": r.role, "date": r.date.isoformat(), "note": r.note, "digest": r.digest,
                    "of_this_text": r.digest == section.digest, "file": r.mark.path,
                }
                for r in self.reviews
            ],
            "changed": self.since.as_json() if self.since else None,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class HandoutStatus:
    """One handout in one language: as good as its worst section."""

    handout: str
    language: str
    status: ReviewStatus
    state: TranslationState
    sections: int
    unsigned: int
    next_check: datetime.date | None

    def as_json(self) -> dict[str, object]:
        """The handout's status as plain data."""
        return {
            "handout": self.handout, "language": self.language, "status": self.status, "translation": self.state,
            "sections": self.sections, "unsigned": self.unsigned,
            "next_check": self.next_check.isoformat() if self.next_check else "",
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Status:
    """Everything `handouts status` tells; `until` is the last day of what counts as due.

    `translations` counts texts by language and state. `no_history` says why git could not be asked, where it was
    needed.
    """

    date: datetime.date
    until: datetime.date
    languages: tuple[str, ...]
    texts: tuple[TextStatus, ...]
    handouts: tuple[HandoutStatus, ...]
    translations: Mapping[str, Mapping[TranslationState, int]]
    sources: tuple[Source, ...]
    no_history: str = ""

    def due(self, text: TextStatus) -> bool:
        """True when a text that is signed must be read again by the last day asked for."""
        return text.review.status in ("due", "signed") and (text.review.next_check or self.until) <= self.until

    def as_json(self) -> dict[str, object]:
        """The report as plain data."""
        return {
            "date": self.date.isoformat(), "due_until": self.until.isoformat(), "languages": list(self.languages),
            "sections": [{**text.as_json(), "due": self.due(text)} for text in self.texts],
            "handouts": [handout.as_json() for handout in self.handouts],
            "translations": {tag: dict(counts) for tag, counts in self.translations.items()},
            "sources": [source.as_json(self.date) for source in self.sources],
            "no_history": self.no_history,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to know: of which handouts (none: everything), languages (none: the workspace's), and
    what is due within how many months (None: as many as the workspace warns).
    """

    handouts: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    months: int | None = None


def status_of(
    workspace: Workspace, library: Library, asked: Asked, date: datetime.date
) -> tuple[Status, tuple[Diagnostic, ...]]:
    """How the content stands on a day, and what is wrong with the names asked for."""
    findings = [finding for name in asked.handouts for finding in find("handout", name, library.handouts)[1]]
    written = {tag: None for _, tag in sorted(library.sections)}
    findings += [finding for tag in asked.languages for finding in find("language", tag, written)[1]]
    tags = tuple(dict.fromkeys(asked.languages or library.settings.languages))
    chosen = [name for name in (asked.handouts or sorted(library.handouts)) if name in library.handouts]
    wanted = {name for handout in chosen for name in _names(library, handout)} if asked.handouts else None
    texts = [
        _text(library, section, date)
        for (name, tag), section in library.sections.items()
        if tag in tags and (wanted is None or name in wanted)
    ]
    told, problem = _with_changes(workspace, texts)
    months = library.settings.warn_months if asked.months is None else asked.months
    status = Status(
        date,
        add_months(date, months),
        tags,
        tuple(sorted(told, key=_urgency)),
        tuple(_handout(library, name, tag, date) for name in chosen for tag in tags),
        _translations(library, wanted),
        tuple(source for source in sources(library) if wanted is None or wanted & set(source.cited_in)),
        problem,
    )
    return status, (*findings, *_orphans(library))


def _names(library: Library, handout: str) -> list[str]:
    entry = library.handouts[handout]
    return [use.section for use in (*entry.lead, *entry.sections) if use.section != REFERENCES]


def _text(library: Library, section: Section, date: datetime.date) -> TextStatus:
    own = [r for r in library.reviews if (r.section, r.language) == (section.id, section.language)]
    return TextStatus(
        section,
        review_section(library, section, date),
        tuple(sorted(own, key=lambda review: (review.date, review.mark), reverse=True)),
        state_of(library, section.id, section.language),
        tuple(name for name in sorted(library.handouts) if section.id in _names(library, name)),
    )


def _urgency(text: TextStatus) -> tuple[int, datetime.date, str, str]:
    review = text.review
    day = review.next_check or review.checked or datetime.date.max
    return URGENCY.index(review.status), day, text.section.id, text.section.language


def _with_changes(workspace: Workspace, texts: Sequence[TextStatus]) -> tuple[list[TextStatus], str]:
    """The texts, each that was signed in another form with what has changed since; and why git cannot tell."""
    repository: Repository | None = None
    problem = ""
    told: list[TextStatus] = []
    for text in texts:
        if text.review.status == "changed" and not problem:
            try:
                repository = repository or at_repository(workspace.root)
                digest = text.signed.digest if text.signed else ""
                text = replace(text, since=changed_since(workspace, text.section, digest, repository))
            except NoHistory as missing:
                problem = missing.message
        told.append(text)
    return told, problem


def _handout(library: Library, name: str, tag: str, date: datetime.date) -> HandoutStatus:
    found = [library.sections.get((section, tag)) for section in dict.fromkeys(_names(library, name))]
    reviews = [review_section(library, section, date) for section in found if section is not None]
    whole = review_document(reviews)
    unsigned = [review for review in reviews if review.status not in ("signed", "due")]
    missing = len(found) - len(reviews)
    status: ReviewStatus = "never" if missing else whole.status
    next_check = None if missing or unsigned else whole.next_check
    state = handout_state(library, name, tag)
    return HandoutStatus(name, tag, status, state, len(found), len(unsigned) + missing, next_check)


def _translations(library: Library, wanted: set[str] | None) -> dict[str, dict[TranslationState, int]]:
    names = [name for name, tag in library.sections if tag == SOURCE and (wanted is None or name in wanted)]
    tags = sorted({tag for _, tag in library.sections} | set(library.settings.languages))
    counted = {tag: Counter(state_of(library, name, tag) for name in names) for tag in tags if tag != SOURCE}
    return {tag: {state: counts[state] for state in STATES} for tag, counts in counted.items()}


def _orphans(library: Library) -> Iterator[Diagnostic]:
    for review in library.reviews:
        if (review.section, review.language) not in library.sections:
            message = f"This sign-off is of '{review.section}' ({review.language}), which is not there."
            hint = "If the section was removed it may stay, as a record; else correct the name."
            yield Diagnostic("review-unknown", Severity.NOTE, review.mark, message, hint)
