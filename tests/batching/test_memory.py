"""Journal and plan as bytes: what was written is read back, and what is damaged is forgotten, no more."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from handouts.batching.jobs import Job, Planned
from handouts.batching.memory import journal_lines, plan_bytes, plan_key, read_journal, remembered_plan
from handouts.diagnostics import Mark, error, warning
from tests.batching.test_unchanged import ASKED, BUILT, FAILED, JOB

OTHER = replace(FAILED, job=Job("ü/x.pdf", replace(ASKED, languages=("en", "ar")), "i", (("icd10", ("A",)),), True))


def test_the_journal_is_read_back():
    assert read_journal(journal_lines((BUILT, OTHER))) == {"test/rls.pdf": BUILT, "ü/x.pdf": OTHER}
    assert read_journal(journal_lines((OTHER,)))["ü/x.pdf"].job.codes == (("icd10", ("A",)),)


def test_the_last_line_of_a_path_counts():
    later = replace(BUILT, pages=9)
    assert read_journal(journal_lines((BUILT, OTHER, later)))["test/rls.pdf"] == later


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]\n", b"null\n", b'{"form": 1}\n', b"\x00\xff\n", b'{"form":2}\n', b"3\n"]
)
def test_damaged_lines_are_passed_over(damage):
    data = journal_lines((BUILT,)) + damage + b"\n" + journal_lines((OTHER,))
    assert set(read_journal(data)) == {"test/rls.pdf", "ü/x.pdf"}


def test_a_journal_cut_off_anywhere_keeps_its_whole_lines():
    data = journal_lines((BUILT, OTHER))
    first = data.index(b"\n")
    for end in range(0, len(data), 7):
        assert len(read_journal(data[:end])) == (end >= first) + (end >= len(data) - 1)


def test_another_form_is_not_read():
    line = json.loads(journal_lines((BUILT,)))
    assert read_journal(json.dumps({**line, "form": 99}).encode()) == {}
    line["job"]["request"]["pepper"] = 1
    assert read_journal(json.dumps(line).encode()) == {}


def test_a_plan_is_remembered_under_its_key():
    findings = (error("a", Mark("x.yaml", 2, 3), "m", "h"), warning("b", None, "n"))
    plan = Planned((JOB, OTHER.job), findings, ("rls",), Mark("plan.yaml", 1, 1))
    key = plan_key({"files": {"a": "1"}})
    data = plan_bytes(key, plan, {"a": "1"})
    assert remembered_plan(data, key) == (plan, {"a": "1"})
    assert remembered_plan(data, plan_key({"files": {"a": "2"}})) == (None, {"a": "1"})
    for damaged in (b"", b"{}", data[:-9], b"[1]", b"null"):
        assert remembered_plan(damaged, key) == (None, {})
