"""The state of sign-off on a day."""

import datetime
from dataclasses import replace

import pytest

from handouts.content import Review, Translation
from handouts.edition import ReviewState
from handouts.resolving.signed import add_months, check_review_dates, review_document, review_section, same_until

from .libraries import library, section, signed

IRON = section("iron", "Text.")


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def on(date: str, **changes: str) -> Review:
    return signed("iron", date=day(date), **changes)


def state(today: str, *reviews: Review) -> ReviewState:
    return review_document([review_section(library(IRON, reviews=reviews), IRON, day(today))])


@pytest.mark.parametrize(
    ("today", "reviews", "expected"),
    [
        ("2026-11-22", [], "never - -"),
        ("2026-11-22", [on("2026-05-04", language="es")], "never - -"),
        ("2026-11-22", [on("2026-05-04")], "signed 2026-05-04 2029-05-04"),
        ("2026-11-22", [on("2026-05-04"), on("2025-01-01")], "signed 2026-05-04 2029-05-04"),
        ("2026-11-22", [on("2026-05-04", digest="older")], "changed - -"),
        ("2026-11-22", [on("2026-05-04", digest="newer"), on("2025-05-04")], "signed 2025-05-04 2028-05-04"),
        ("2028-11-03", [on("2026-05-04")], "signed 2026-05-04 2029-05-04"),
        ("2028-11-04", [on("2026-05-04")], "due 2026-05-04 2029-05-04"),
        ("2029-05-04", [on("2026-05-04")], "due 2026-05-04 2029-05-04"),
        ("2029-05-05", [on("2026-05-04")], "expired 2026-05-04 2029-05-04"),
        ("2026-05-03", [on("2026-05-04")], "never - -"),
    ],
)
def test_section(today: str, reviews: list[Review], expected: str) -> None:
    found = state(today, *reviews)
    assert f"{found.status} {found.last_checked or '-'} {found.next_check or '-'}" == expected


def test_document_is_as_good_as_its_worst_section() -> None:
    today = day("2026-11-22")
    sections = [section(name, "Text.") for name in ("a", "b", "c")]
    reviews = (signed("a", date=day("2026-01-01")), signed("b", date=day("2023-01-01")))
    made = library(*sections, reviews=reviews)
    states = [review_section(made, each, today) for each in sections]
    assert review_document(states[:1]) == ReviewState("signed", day("2026-01-01"), day("2029-01-01"))
    assert review_document(states[:2]) == ReviewState("expired", day("2023-01-01"), day("2026-01-01"))
    assert review_document(states) == ReviewState("never", None, None)
    assert review_document([]) == ReviewState("never", None, None)


@pytest.mark.parametrize(
    ("date", "months", "expected"),
    [("2024-02-29", 12, "2025-02-28"), ("2026-08-31", 6, "2027-02-28"), ("2026-12-01", 1, "2027-01-01")],
)
def test_add_months(date: str, months: int, expected: str) -> None:
    assert add_months(day(date), months) == day(expected)


@pytest.mark.parametrize("months", [1, 7, 12])
@pytest.mark.parametrize("warn", [0, 1, 6])
def test_nothing_changes_before_the_day_that_is_named(months: int, warn: int) -> None:
    """Day by day over two years: a section, its translation, records in the past and in the future."""
    english = section("iron", "Iron helps.")
    made_from = Translation("en", english.digest, "person")
    spanish = section("iron", "El hierro ayuda.", language="es", translation=made_from)
    reviews = (on("2026-01-31"), on("2026-08-31"), on("2026-03-30", language="es", digest=spanish.digest))
    whole = library(english, spanish, reviews=reviews)
    whole = replace(whole, settings=replace(whole.settings, review_months=months, warn_months=warn))

    def standing(today: datetime.date) -> tuple[object, ...]:
        states = [review_section(whole, each, today) for each in (english, spanish)]
        return (*states, check_review_dates((english, spanish), reviews, today))

    today, changes = day("2026-01-01"), 0
    while today < day("2028-01-01"):
        until = same_until(whole, (english, spanish), today)
        then = today + datetime.timedelta(days=1)
        while then < (until or day("2028-01-01")):
            assert standing(then) == standing(today), (today, then, until)
            then += datetime.timedelta(days=1)
        changes += standing(then) != standing(today)
        today = then
    assert changes >= 3
