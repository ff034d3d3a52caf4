"""What the report says, as plain data: states, months, editions, files; and the same as CSV and JSON."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from handouts.content import Review
from handouts.diagnostics import Mark, error, warning
from handouts.edition import ReviewState
from handouts.governance.status import HandoutStatus
from handouts.library import Library
from handouts.reports.facts import STATES, Cell, Facts, Period, Recorded, gather
from handouts.reports.files import check_files, files_named
from handouts.reports.tables import TABLES, as_csv, as_json
from tests.governance.clinic import FOODS, IRON_ES, REFERENCES, SOURCES, make_clinic, opened
from tests.passport.lines import entry

DAY = datetime.date(2026, 1, 15)
PERIOD = Period(DAY, datetime.date(2025, 1, 15), 12)
NOTHING = Recorded((), (), None)


def facts_of(folder: Path, recorded: Recorded = NOTHING, period: Period = PERIOD, reviews: Mapping | None = None):
    """The facts of a clinic with sign-offs of the present texts on these days, by (section, language)."""
    workspace, library = opened(folder)
    signed = tuple(_signed(library, name, day) for name, day in (reviews or {}).items())
    facts, findings = gather(workspace, replace(library, reviews=signed), recorded, period)
    assert findings == ()
    return facts


def _signed(library: Library, name: tuple[str, str], day: str) -> Review:
    section = library.sections[name]
    date = datetime.date.fromisoformat(day)
    return Review(*name, section.digest, "A. Reader", "approver", date, "", Mark("content/reviews.yaml"), "B. Keeper")


def rows(facts: Facts, name: str) -> list[dict]:
    return as_json(facts)[name]  # type: ignore[return-value]


# --- states ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("review", "translation", "state"),
    [
        ("signed", "current", "signed"), ("due", "current", "due"), ("expired", "current", "expired"),
        ("changed", "unreviewed", "changed"), ("never", "unreviewed", "never"), ("signed", "stale", "stale"),
        ("signed", "stale-safety", "stale"), ("never", "missing", "missing"), ("expired", "stale", "stale"),
    ],
)  # fmt: skip
def test_a_handout_in_one_word(review, translation, state):
    assert Cell(HandoutStatus("x", "es", review, translation, 1, 0, None), {"en": "X"}).state == state


def test_the_matrix_has_every_handout_in_every_language(tmp_path):
    facts = facts_of(make_clinic(tmp_path), reviews={("iron", "en"): "2025-06-01", ("foods", "en"): "2023-03-01"})
    states = {(row["handout"], row["language"]): row["state"] for row in rows(facts, "coverage")}
    assert states == {
        ("eating", "en"): "due", ("eating", "es"): "missing", ("rls", "en"): "never", ("rls", "es"): "missing",
    }  # fmt: skip
    assert facts.languages == ("en", "es")
    assert set(states.values()) <= set(STATES)


def test_what_nobody_answers_for(tmp_path):
    facts = facts_of(make_clinic(tmp_path), reviews={("iron", "en"): "2025-06-01", ("foods", "en"): "2022-03-01"})
    unsigned = {(text.section.id, text.section.language): text.review.status for text in facts.unsigned}
    assert unsigned == {("foods", "en"): "expired", ("iron", "es"): "never", ("plan", "en"): "never"}


# --- months ------------------------------------------------------------------------------------------------------


def months(facts: Facts) -> dict[str, tuple[int, int]]:
    """Those with anything in them."""
    found = {row["month"]: (row["texts"], row["sources"]) for row in rows(facts, "due")}
    return {month: counts for month, counts in found.items() if counts != (0, 0)}


@pytest.mark.parametrize(
    ("signed", "month"),
    [
        ("2022-01-15", "overdue"),  # until 2025
        ("2023-01-14", "overdue"), ("2023-01-15", "2026-01"), ("2023-01-31", "2026-01"), ("2023-02-01", "2026-02"),
        ("2023-12-31", "2026-12"), ("2024-01-01", None),
    ],
)  # fmt: skip
def test_the_month_a_text_is_due_in(tmp_path, signed, month):
    facts = facts_of(make_clinic(tmp_path), reviews={("foods", "en"): signed})
    assert months(facts) == ({month: (1, 0)} if month else {})
    assert [text.section.id for text in facts.due] == (["foods"] if month else [])


@pytest.mark.parametrize(
    ("checked", "month"),
    [("checked: 2023-05-02", "2026-05"), ("checked: 2020-05-02", "overdue"), ("", "overdue")],
)
def test_the_month_a_source_is_due_in(tmp_path, checked, month):
    text = SOURCES.replace("checked: 2026-01-02", checked, 1)
    assert months(facts_of(make_clinic(tmp_path, {REFERENCES: text}))) == {month: (0, 1)}


def test_a_source_that_nobody_cites_is_not_due(tmp_path):
    text = SOURCES[::-1].replace("checked: 2026-01-02"[::-1], "checked: 2020-01-02"[::-1], 1)[::-1]
    assert "2020" in text and months(facts_of(make_clinic(tmp_path, {REFERENCES: text}))) == {}


@pytest.mark.parametrize(
    ("day", "count", "until"),
    [("2026-01-31", 1, "2026-01-31"), ("2026-01-15", 12, "2026-12-31"), ("2024-02-29", 12, "2025-01-31")],
)
def test_how_far_it_looks(day, count, until):
    period = Period(datetime.date.fromisoformat(day), DAY, count)
    assert period.until == datetime.date.fromisoformat(until)


# --- the ledger --------------------------------------------------------------------------------------------------

EARLY = entry(edition="early-00000", written=datetime.date(2025, 1, 14))
FIRST = entry(edition="frst0-00000", written=datetime.date(2025, 1, 15), languages=("es",))
AGAIN = entry(edition="frst0-00000", written=datetime.date(2025, 3, 1), sha256="cd" * 32, languages=("es",))
LAST = entry(edition="last0-00000", written=DAY, mono=True, review=ReviewState("never", None, None))
LATER = entry(edition="later-00000", written=datetime.date(2026, 1, 16))


def test_editions_of_the_time_told_of(tmp_path):
    facts = facts_of(make_clinic(tmp_path), Recorded((EARLY, FIRST, AGAIN, LAST, LATER), (), None))
    told = [(row["edition"], row["first_recorded"], row["last_recorded"]) for row in rows(facts, "editions")]
    assert told == [("last0-00000", "2026-01-15", "2026-01-15"), ("frst0-00000", "2025-01-15", "2025-03-01")]
    assert (facts.recorded, facts.later) == (5, 1)
    assert [row["review"] for row in rows(facts, "editions")] == ["never", "signed"]


def test_lines_of_the_ledger_that_are_wrong_are_counted_once(tmp_path):
    line = Mark("output/ledger.jsonl", 3)
    findings = (
        error("ledger-altered", line, "x", ""), error("ledger-gap", line, "y", ""),
        error("ledger-damaged", Mark("output/ledger.jsonl", 9), "z", ""),
        warning("ledger-torn", Mark("output/ledger.jsonl", 10), "w", ""),
    )  # fmt: skip
    assert facts_of(make_clinic(tmp_path), Recorded((), findings, None)).damaged == 2


# --- files -------------------------------------------------------------------------------------------------------

NAME = "rls_en_test_sheet_letter.pdf"


def test_the_files_that_the_ledger_names():
    assert {name: len(found) for name, found in files_named((EARLY, FIRST, AGAIN, LAST)).items()} == {
        NAME: 1, "rls_es_test_sheet_letter.pdf": 2, "rls_en_test_sheet_letter_mono.pdf": 1,
    }  # fmt: skip


@pytest.mark.parametrize(("data", "outcome"), [(None, "absent"), (b"%PDF-1.7 another", "other")])
def test_a_file_that_is_not_the_one_recorded_is_not_checked(data, outcome):
    (check,) = check_files((EARLY,), lambda name: data)
    assert (check.file, check.edition, check.outcome, check.failed) == (NAME, "early-00000", outcome, ())


def test_a_recorded_file_that_is_no_pdf_fails():
    data = b"not a PDF at all"
    recorded = entry(edition="early-00000", sha256=hashlib.sha256(data).hexdigest())
    (check,) = check_files((recorded, EARLY), lambda name: data)
    assert (check.outcome, check.edition, check.failed) == ("failed", "early-00000", ("structure",))


# --- tables ------------------------------------------------------------------------------------------------------


def test_csv_says_what_json_says(tmp_path):
    """Every table, every row, every value: numbers and truth values too."""
    recorded = Recorded((FIRST, AGAIN, LAST), (), check_files((FIRST, AGAIN, LAST), lambda name: None))
    facts = facts_of(make_clinic(tmp_path), recorded, reviews={("iron", "en"): "2023-06-01"})
    told = as_json(facts)
    assert json.loads(json.dumps(told)) is not None
    for name, table in TABLES.items():
        read = list(csv.DictReader(io.StringIO(as_csv(facts, name))))
        wanted = [{key: _written(value) for key, value in row.items()} for row in told[name]]  # type: ignore[attr-defined]
        assert read == wanted and tuple(csv.reader(io.StringIO(as_csv(facts, name))).__next__()) == table.columns
        assert wanted


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def test_an_empty_table_has_its_head(tmp_path):
    facts = facts_of(make_clinic(tmp_path))
    assert as_csv(facts, "editions").startswith("edition,handout,title,")
    assert as_csv(facts, "conformance") == "file,edition,outcome,failed\n"


def test_names_stand_as_in_the_records(tmp_path):
    facts = facts_of(make_clinic(tmp_path), reviews={("iron", "en"): "2023-06-01"})
    (row,) = [row for row in rows(facts, "texts") if (row["section"], row["language"]) == ("iron", "en")]
    assert (row["sign_offs"], row["owner"], row["due"]) == (("2023-06-01 A. Reader (approver)",), "B. Keeper", True)


def test_a_clinic_without_translations(tmp_path):
    facts = facts_of(make_clinic(tmp_path, {IRON_ES: None}))
    assert facts.languages == ("en",) and {cell.state for cell in facts.cells} == {"never"}


def test_reading_estimates_are_those_of_check(tmp_path):
    facts = facts_of(make_clinic(tmp_path))
    assert {(row["handout"], row["language"]) for row in rows(facts, "reading")} >= {("rls", "en"), ("rls", "es")}
    assert FOODS in {row["file"] for row in rows(facts, "texts")}
