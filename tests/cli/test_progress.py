"""What a batch says while it is at work, with a clock of our own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from handouts.batching.jobs import Record
from handouts.cli.progress import Events, Lines, counted_many
from handouts.diagnostics import Mark, error
from tests.batching.clinic import OTHER, make_distributor
from tests.batching.test_unchanged import BUILT, FAILED
from tests.cli.test_process import environment


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def built(number: int) -> Record:
    return replace(BUILT, job=replace(BUILT.job, path=f"{number}.pdf"), seconds=1.0)


def refused(number: int, message: str = "wrong") -> Record:
    finding = error("x", Mark("a.yaml", 3, 4), message)
    return replace(FAILED, job=replace(FAILED.job, path=f"{number}.pdf"), findings=(finding,))


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.splitlines()


def test_lines_come_now_and_then_and_not_for_each(capsys):
    clock = Clock()
    lines = Lines(clock)
    lines.start(10_000, 12, 2)
    assert told(capsys) == ["Building 10,000 documents in 2 processes; 12 unchanged."]
    for number in range(1000):
        clock.now += 0.125
        lines.done(built(number))
    assert told(capsys) == [
        f"{count:,} of 10,000 done; 8.0 a second, about {minutes} minutes left."
        for count, minutes in zip(range(120, 1000, 120), (21, 20, 20, 20, 20, 19, 19, 19), strict=True)
    ]


def test_failures_are_told_at_once_and_alike_ones_a_few_times(capsys):
    lines = Lines(Clock())
    lines.start(20, 0, 1)
    for number in range(9):
        lines.done(refused(number))
    lines.done(refused(9, "worse"))
    first, *failures = told(capsys)
    assert first == "Building 20 documents in one process."
    assert failures == [
        *(f"FAILED {n}.pdf: a.yaml:3:4: wrong (x)" for n in range(4)),
        "FAILED 4.pdf: a.yaml:3:4: wrong (x) (and others; all are told at the end)",
        "FAILED 9.pdf: a.yaml:3:4: worse (x)",
    ]


def test_what_is_refused_at_sight_says_nothing_of_the_pace():
    clock = Clock()
    lines = Lines(clock)
    lines.start(100, 0, 1)
    for number in range(90):
        lines.count(refused(number))
    clock.now = 10.0
    lines.count(built(90))
    assert lines.pace() == "0.1 a second, about 2 minutes left"


def test_events_are_one_object_a_line(capsys):
    events = Events()
    events.start(2, 0, 1)
    events.done(built(1))
    events.done(refused(2, "ä\nb"))
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["event"] for line in lines] == ["start", "job", "job"]
    assert (lines[1]["path"], lines[1]["state"], lines[1]["seconds"]) == ("1.pdf", "built", 1.0)
    assert (lines[2]["state"], lines[2]["findings"][0]["message"]) == ("failed", "ä\nb")


def test_numbers_in_words():
    assert [counted_many(n, "page") for n in (0, 1, 999, 1000, 12345)] == [
        "0 pages", "1 page", "999 pages", "1,000 pages", "12,345 pages",
    ]  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="needs a terminal of POSIX")
def test_a_bar_on_a_terminal(tmp_path: Path) -> None:
    """With count, rate and failures; and the cursor is there again afterwards."""
    clinic = make_distributor(tmp_path / "clinic", {OTHER: "name:\n"})
    ours, theirs = os.openpty()
    words = ["-m", "handouts", "batch", "--all", "--handout", "rls", "--jobs", "0", "--verify", "none"]
    with subprocess.Popen(
        [sys.executable, *words], cwd=clinic, env=environment(), stdout=subprocess.DEVNULL, stderr=theirs
    ):
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:  # Linux says so when the other side has closed the terminal
            pass
    os.close(ours)
    text = shown.decode()
    assert "0/4" in text and "4/4" in text and "a second, 2 failed" in text
    assert text.count("FAILED other/") == 2
    assert text.rindex("\x1b[?25h") > text.rindex("\x1b[?25l")
