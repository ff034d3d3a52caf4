"""What the sign-off records say of the sections a document uses, on a given day."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable

from handouts.content import Review, Section
from handouts.diagnostics import Diagnostic, Mark, error, warning
from handouts.edition import ReviewState, ReviewStatus
from handouts.library import Library, Settings
from handouts.records import dataclass

# From best to worst: the worst section decides for the document.
_ORDER: tuple[ReviewStatus, ...] = ("signed", "due", "expired", "changed", "never")


@dataclass(frozen=True, slots=True)
class SectionReview:
    """The state of one section: `checked` is the oldest of the sign-offs it rests on.

    When the text has changed since, it is the newest one of an older text, and there is no next check. `lacking`
    says what keeps a section from being signed that somebody has signed: a role, or its English text.
    """

    section: str
    status: ReviewStatus
    checked: datetime.date | None
    next_check: datetime.date | None
    lacking: str = ""

    def __str__(self) -> str:
        if self.lacking:
            return f"{self.section} ({self.lacking})"
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


def review_section(library: Library, section: Section, date: datetime.date) -> SectionReview:
    """The state of one section on a day; records dated later than that day do not count yet.

    Every role that the workspace needs must have signed this very text. A translation rests on the sign-off of the
    English text it was made from, too: nobody has approved what it says otherwise, and it lasts no longer.
    """
    settings = library.settings
    translation = section.translation
    needs = settings.translations_need if translation else settings.needs
    own = _sign_off(library, (section.id, section.language, section.digest), needs, date)
    if own.status or own.day is None:
        return SectionReview(section.id, own.status or "never", own.day, None, own.lacking)
    checked = own.day
    months = months_of(library, section)
    next_check = add_months(checked, months)
    if translation is not None:
        source = _sign_off(library, (section.id, translation.of, translation.source), settings.needs, date)
        if source.status or source.day is None:
            return SectionReview(section.id, "never", checked, None, "the English text it was made from is not signed")
        next_check = min(next_check, add_months(source.day, months))
    if next_check < date:
        return SectionReview(section.id, "expired", checked, next_check)
    due = next_check <= add_months(date, settings.warn_months)
    return SectionReview(section.id, "due" if due else "signed", checked, next_check)


def months_of(library: Library, section: Section) -> int:
    """How many months a sign-off of a section holds: its own say, else its source's, else the workspace's."""
    source = library.sections.get((section.id, section.translation.of)) if section.translation else None
    return (source or section).review_months or library.settings.review_months


def is_signed(library: Library, section: Section) -> bool:
    """True when everybody needed has signed this very text, however long ago."""
    needs = library.settings.translations_need if section.translation else library.settings.needs
    return not _sign_off(library, (section.id, section.language, section.digest), needs, datetime.date.max).status


def counts(review: Review, role: str) -> bool:
    """True when a record is of that role; any record is for the empty role."""
    return not role or review.role.casefold() == role


@dataclass(frozen=True, slots=True)
class _SignOff:
    """What all roles together have signed: no status and the oldest day, or what is wrong."""

    status: ReviewStatus | None
    day: datetime.date | None
    lacking: str = ""


def _sign_off(library: Library, text: tuple[str, str, str], needs: Iterable[str], date: datetime.date) -> _SignOff:
    section, language, digest = text
    own = [r for r in library.reviews if (r.section, r.language) == (section, language) and r.date <= date]
    found: list[_SignOff] = []
    for role in tuple(needs) or ("",):
        records = [review for review in own if counts(review, role)]
        same = [review.date for review in records if review.digest == digest]
        if same:
            found.append(_SignOff(None, max(same)))
        elif records:
            found.append(_SignOff("changed", max(review.date for review in records)))
        else:
            found.append(_SignOff("never", None, f"not signed by: {role}" if own else ""))
    wrong = [each for each in found if each.status]
    if wrong:
        return max(wrong, key=lambda each: _ORDER.index(each.status or "signed"))
    return min(found, key=lambda each: each.day or datetime.date.max)


def same_until(library: Library, sections: Iterable[Section], date: datetime.date) -> datetime.date | None:
    """The first day after the date on which the state of one of these sections may be another; None for never.

    Rather too early than too late: building once too often does no harm.
    """
    days: set[datetime.date] = set()
    tomorrow = date + datetime.timedelta(days=1) if date < datetime.date.max else date
    for section in sections:
        records = [review for review in library.reviews if review.section == section.id]
        if any(review.date > date for review in records):
            days.add(tomorrow)  # it is warned of with the day of the build
        next_check = review_section(library, section, date).next_check if records else None
        if next_check is None:
            continue
        # Due from the day on which the months of warning reach the check; months differ by three days in length.
        about = add_months(next_check, -library.settings.warn_months)
        window = (about + datetime.timedelta(days=shift) for shift in range(-3, 4))
        days.update(day for day in (*window, next_check, next_check + datetime.timedelta(days=1)) if day > date)
    return min(days, default=None)


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
    hint = "Sign what you have read with `handouts review`; without require_signed they are printed with a mark."
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
