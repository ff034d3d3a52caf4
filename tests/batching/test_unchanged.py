"""Which jobs are left alone, and why the others are done."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace

import pytest

from handouts.batching.jobs import Job, Product, Record
from handouts.batching.unchanged import Decision, Terms, decide, spelled_out
from handouts.diagnostics import error
from handouts.edition import BuildRequest
from handouts.source.delivering import Look

DAY = datetime.date(2026, 1, 15)
TERMS = Terms(DAY)
ASKED = BuildRequest("rls", ("en",), "test", "sheet", "standard-12", "letter")
JOB = Job("test/rls.pdf", ASKED, "inputs-1")
PRODUCT = Product("test/rls.pdf", "digest", "c2hhMQ==", 100, 7)
SHEETS = Product("test/rls_print.pdf", "sheets", "c2hhMQ==", 200, 8)
BUILT = Record(
    JOB, "", DAY.isoformat(), product=PRODUCT, printed=SHEETS, pages=2, edition="e", conformant=True, ledger=True
)
FAILED = Record(JOB, "content", DAY.isoformat(), findings=(error("x", None, "wrong"),))


@dataclass
class Files:
    """A disk of tables, which counts what is read."""

    looks: dict[str, Look] = field(
        default_factory=lambda: {"test/rls.pdf": Look(100, 7), "test/rls_print.pdf": Look(200, 8)}
    )
    digests: dict[str, str] = field(default_factory=lambda: {"test/rls.pdf": "digest", "test/rls_print.pdf": "sheets"})
    read: list[str] = field(default_factory=list)

    def look(self, path: str) -> Look | None:
        return self.looks.get(path)

    def digest(self, path: str) -> str:
        self.read.append(path)
        return self.digests.get(path, "")


def why(record: Record | None, terms: Terms = TERMS, files: Files | None = None, job: Job = JOB) -> str:
    (decision,) = decide([job], {} if record is None else {record.job.path: record}, terms, files or Files())
    assert (decision.record is None) is bool(decision.why)
    return decision.why


def test_nothing_changed_and_nothing_is_read():
    files = Files()
    assert (why(BUILT, files=files), files.read) == ("", [])


@pytest.mark.parametrize(
    ("record", "terms", "reason"),
    [
        (None, TERMS, "new"),
        (BUILT, replace(TERMS, force=True), "--force"),
        (replace(BUILT, job=replace(JOB, inputs="inputs-0")), TERMS, "inputs"),
        (replace(BUILT, job=replace(JOB, request=replace(ASKED, mono=True))), TERMS, "inputs"),
        (replace(BUILT, failure="machine"), TERMS, "it failed, though not by its content"),
        (replace(BUILT, failure="bug"), TERMS, "it failed, though not by its content"),
        (replace(BUILT, ledger=False), TERMS, "not in the ledger"),
        (replace(BUILT, ledger=False), replace(TERMS, ledger=False), ""),
        (replace(BUILT, conformant=None), TERMS, "never verified"),
        (replace(BUILT, conformant=None), replace(TERMS, checking="none"), ""),
        (replace(BUILT, conformant=False), TERMS, ""),
        (FAILED, TERMS, ""),
    ],
)
def test_reasons(record, terms, reason):
    assert why(record, terms) == reason


@pytest.mark.parametrize(
    ("date", "until", "exact", "again"),
    [
        ("2026-01-15", "", True, False), ("2026-01-14", "", False, False), ("2026-01-14", "", True, True),
        ("2026-01-14", "2026-01-16", False, False), ("2026-01-14", "2026-01-15", False, True),
        ("2026-01-16", "", False, True),
    ],
)  # fmt: skip
def test_a_day_matters_where_somebody_named_it_or_a_sign_off_begins_or_ends(date, until, exact, again):
    for record in (BUILT, FAILED):
        assert bool(why(replace(record, date=date, until=until), replace(TERMS, exact=exact))) is again


@pytest.mark.parametrize("path", ["test/rls.pdf", "test/rls_print.pdf"])
def test_outputs(path):
    gone = Files()
    del gone.looks[path]
    assert why(BUILT, files=gone) == "the file is gone"
    cut = Files()
    cut.looks[path] = Look(99, cut.looks[path].mtime_ns)
    assert (why(BUILT, files=cut), cut.read) == ("the file was changed", [])
    altered = Files()
    altered.looks[path], altered.digests[path] = Look(altered.looks[path].size, 9), "other"
    assert (why(BUILT, files=altered), altered.read) == ("the file was changed", [path])


def test_a_file_that_was_only_touched_is_read_once_and_then_known():
    files = Files()
    files.looks["test/rls.pdf"] = Look(100, 9)
    (decision,) = decide([JOB], {JOB.path: BUILT}, TERMS, files)
    assert decision.record is not None and decision.record.product == replace(PRODUCT, mtime_ns=9)
    assert decide([JOB], {JOB.path: decision.record}, TERMS, files)[0].why == ""
    assert files.read == ["test/rls.pdf"]


def test_everything_is_read_on_demand():
    files = Files()
    assert why(BUILT, replace(TERMS, check_outputs=True), files) == ""
    files.digests["test/rls_print.pdf"] = "other"
    assert why(BUILT, replace(TERMS, check_outputs=True), files) == "the file was changed"
    assert why(BUILT, TERMS, files) == ""


def test_one_of_those_that_share_a_plate_is_verified():
    jobs = [replace(JOB, path=f"{brand}.pdf", request=replace(ASKED, brand=brand)) for brand in ("a", "b")]
    other = replace(JOB, path="c.pdf", request=replace(ASKED, paper="a4"))
    decisions = decide([*jobs, other], {}, replace(TERMS, checking="first"), Files())
    assert [decision.verify for decision in decisions] == [True, False, True]


def test_reasons_in_words():
    assert spelled_out(Decision(JOB, "new"), ()) == "new"
    assert spelled_out(Decision(JOB, "inputs"), ()) == "its inputs or a version changed"
    assert spelled_out(Decision(JOB, "inputs"), ("a", "b", "c")) == "a, b and 1 more changed"
