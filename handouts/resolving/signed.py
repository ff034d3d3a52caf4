"""What the sign-off records say of the sections a document uses, on a given day."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from handouts.content import Review, Section
from handouts.diagnostics import Diagnostic, Mark, error, warning
from handouts.edition import ReviewState, ReviewStatus
from handouts.library import Settings

# From best to worst: the worst section decides for the document.
_ORDER: tuple[ReviewStatus, ...] = ("signed", "due", "expired", "changed", "never")


@dataclass(frozen=True, slots=True)
class SectionReview:
    """The state of one section: `checked` is the newest sign-off, of this text or, when changed, of an older one."""

    section: str
    status: ReviewStatus
    checked: datetime.date | None
    next_check: datetime.date | None

    def __str__(self) -> str:
        if self.status == "never" or self.checked is None:
            return f"{self.section} (never reviewed)"
        if self.status == "changed":
            return f"{self.section} (changed since its review on {self.checked})"
        return f"{self.section} (reviewed on {self.checked}, next check {self.next_check})"


def add_months(date: datetime.date, months: int) -> datetime.date:
    """The same day some months later, or that month's last day."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    if year > datetime.MAXYEAR:
        return datetime.date.max
    return datetime.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))


def review_section(
    settings: Settings, section: Section, reviews: Iterable[Review], date: datetime.date
) -> SectionReview:
    """The state of one section on a day; records dated later than that day do not count yet."""
    own = [r for r in reviews if (r.section, r.language) == (section.id, section.language) and r.date <= date]
    same = [review.date for review in own if review.digest == section.digest]
    if not own:
        return SectionReview(section.id, "never", None, None)
    if not same:
        return SectionReview(section.id, "changed", max(review.date for review in own), None)
    checked = max(same)
    next_check = add_months(checked, settings.review_months)
    if next_check < date:
        return SectionReview(section.id, "expired", checked, next_check)
    due = next_check <= add_months(date, settings.warn_months)
    return SectionReview(section.id, "due" if due else "signed", checked, next_check)


def review_document(sections: Iterable[SectionReview]) -> ReviewState:
    """The state of a document: the worst of its sections, dated only when each of them has a sign-off."""
    states = tuple(sections)
    status = _ORDER[max((_ORDER.index(state.status) for state in states), default=-1)]
    checked = [state.checked for state in states if state.checked and state.next_check]
    upcoming = [state.next_check for state in states if state.next_check]
    if not states or len(checked) < len(states):
        return ReviewState(status, None, None)
    return ReviewState(status, min(checked), min(upcoming))


def worse(one: ReviewState, other: ReviewState) -> ReviewState:
    """The state of two documents together: the worse status, dated only when both are."""
    status = max(one.status, other.status, key=_ORDER.index)
    if None in (one.last_checked, other.last_checked, one.next_check, other.next_check):
        return ReviewState(status, None, None)
    checked = min(day for day in (one.last_checked, other.last_checked) if day)
    return ReviewState(status, checked, min(day for day in (one.next_check, other.next_check) if day))


def check_signed(settings: Settings, mark: Mark, sections: Iterable[SectionReview]) -> tuple[Diagnostic, ...]:
    """An error that lists the sections without a valid sign-off, where the workspace asks for one."""
    unsigned = [state for state in sections if state.status not in ("signed", "due")]
    if not settings.require_signed or not unsigned:
        return ()
    listed = ", ".join(str(state) for state in unsigned)
    hint = "Have a clinician review and sign these sections, or turn off require_signed to print drafts."
    return (error("unsigned", mark, f"Not signed off: {listed}.", hint),)


def check_review_ends(mark: Mark, sections: Iterable[SectionReview]) -> tuple[Diagnostic, ...]:
    """A warning that lists sections whose sign-off is about to end, has ended, or is of an older text."""
    late = [state for state in sections if state.status in ("due", "expired", "changed")]
    if not late:
        return ()
    listed = ", ".join(str(state) for state in late)
    return (warning("review-due", mark, f"Due for review: {listed}.", "Have a clinician read and sign them again."),)


def check_review_dates(
    sections: Iterable[Section], reviews: Iterable[Review], date: datetime.date
) -> tuple[Diagnostic, ...]:
    """A warning for each sign-off of these sections that lies in the future."""
    used = {(section.id, section.language) for section in sections}
    return tuple(
        warning(
            "review-date",
            review.mark,
            f"The sign-off of '{review.section}' is dated {review.date}, after the day of this build ({date}).",
            "It does not count yet. Correct the date, or sign the section again.",
        )
        for review in reviews
        if (review.section, review.language) in used and review.date > date
    )
