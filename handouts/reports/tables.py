"""The facts as tables: one row for one thing, the same for CSV and for JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from handouts import product
from handouts.content import Review
from handouts.reports.facts import Facts

Row = tuple[Any, ...]  # texts, numbers, truth values, or tuples of texts


@dataclass(frozen=True, slots=True)
class FactTable:
    """A table of the report: its columns, and its rows from the facts."""

    columns: tuple[str, ...]
    rows: Callable[[Facts], Iterable[Row]]


def _coverage(facts: Facts) -> Iterable[Row]:
    for cell in facts.cells:
        status = cell.status
        yield (
            status.handout, cell.title, status.language, cell.state, status.status, status.state, status.sections,
            status.unsigned, _iso(status.next_check),
        )  # fmt: skip


def _texts(facts: Facts) -> Iterable[Row]:
    due = {id(text) for text in facts.due}
    for text in facts.texts:
        section, review = text.section, text.review
        yield (
            section.id, section.language, section.title.plain, review.status, review.lacking, text.state,
            _iso(review.checked), _iso(review.next_check), id(text) in due, tuple(map(signature, text.reviews)),
            text.owner, text.handouts, section.mark.path,
        )  # fmt: skip


def signature(review: Review) -> str:
    """A sign-off record in one line, with the name as it stands there."""
    return f"{review.date} {review.by} ({review.role})"


def _due(facts: Facts) -> Iterable[Row]:
    for month in facts.months:
        yield f"{month.first:%Y-%m}" if month.first else "overdue", month.texts, month.sources


def _reading(facts: Facts) -> Iterable[Row]:
    for estimate in facts.reading:
        yield tuple(estimate.as_json().values())


def _evidence(facts: Facts) -> Iterable[Row]:
    for source in facts.sources:
        reference, said = source.reference, source.as_json(facts.period.date)
        yield (
            reference.key, reference.title, reference.issued, said["status"], said["superseded_by"], said["checked"],
            said["look_by"], said["late"], len(source.cited_in), source.cited_in,
        )  # fmt: skip


def _files(facts: Facts) -> Iterable[Row]:
    for check in facts.files or ():
        yield check.file, check.edition, check.outcome, check.failed


def _editions(facts: Facts) -> Iterable[Row]:
    for given in facts.editions:
        asked = given.request
        yield (
            given.edition, asked.handout, given.title, given.english_title, "+".join(asked.languages), asked.brand,
            asked.layout, asked.profile, asked.paper, asked.extras, given.review, _iso(given.first), _iso(given.last),
        )  # fmt: skip


TABLES: Mapping[str, FactTable] = {
    "coverage": FactTable(
        ("handout", "title", "language", "state", "review", "translation", "sections", "unsigned", "next_check"),
        _coverage,
    ),
    "texts": FactTable(
        (
            "section", "language", "title", "review", "lacking", "translation", "last_checked", "next_check", "due",
            "sign_offs", "owner", "handouts", "file",
        ),
        _texts,
    ),
    "due": FactTable(("month", "texts", "sources"), _due),
    "reading": FactTable(
        ("handout", "language", "formula", "score", "scale", "source", "words", "sentences", "syllables"), _reading
    ),
    "evidence": FactTable(
        (
            "key", "title", "issued", "status", "superseded_by", "checked", "look_by", "late", "sections_citing",
            "cited_in",
        ),
        _evidence,
    ),
    "conformance": FactTable(("file", "edition", "outcome", "failed"), _files),
    "editions": FactTable(
        (
            "edition", "handout", "title", "english_title", "languages", "brand", "layout", "profile", "paper",
            "extras", "review", "first_recorded", "last_recorded",
        ),
        _editions,
    ),
}  # fmt: skip


def as_csv(facts: Facts, name: str) -> str:
    """One table as CSV (RFC 4180, but for Unix line ends), with a line of names; several values in a cell by `; `."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    table = TABLES[name]
    writer.writerow(table.columns)
    writer.writerows([_cell(value) for value in row] for row in table.rows(facts))
    return stream.getvalue()


def as_json(facts: Facts) -> dict[str, object]:
    """All tables as plain data, with what they are of."""
    period = facts.period
    tables = {name: [dict(zip(t.columns, row, strict=True)) for row in t.rows(facts)] for name, t in TABLES.items()}
    return {
        "date": period.date.isoformat(), "since": period.since.isoformat(), "until": period.until.isoformat(),
        "version": product.version(), "languages": list(facts.languages), "files_checked": facts.files is not None,
        "ledger": {"entries": facts.recorded, "damaged_lines": facts.damaged, "later_entries": facts.later}, **tables,
    }  # fmt: skip


def _cell(value: object) -> object:
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _iso(day: Any) -> str:
    return day.isoformat() if day else ""
