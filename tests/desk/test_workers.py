"""Processes that can be killed: slow ones, dead ones, and what the others see of it."""

from __future__ import annotations

import os
import time
from typing import Any

import anyio
import pytest

from handouts.desk.workers import WorkerError, Workers, answered

LONG = 600.0


class Doer:
    """Does what the tests ask; a class of this module, so that a spawned process finds it."""

    def __init__(self, word: str) -> None:
        self.word = word

    def __call__(self, name: str, given: tuple[Any, ...]) -> Any:
        if name == "sleep":
            time.sleep(given[0])
        if name == "die":
            os._exit(9)
        if name == "raise":
            raise ValueError(given[0])
        return (self.word, name, given, os.getpid())


def run(count: int, seconds: float, work: Any) -> Any:
    async def main() -> Any:
        workers = Workers(Doer, "hello", count, seconds)
        workers.start()
        try:
            return await work(workers)
        finally:
            workers.stop()

    return anyio.run(main)


def test_a_task_is_done_in_another_process():
    async def work(workers: Workers) -> Any:
        return await workers.ask("greet", 1, "two")

    word, name, given, pid = run(1, LONG, work)
    assert (word, name, given) == ("hello", "greet", (1, "two")) and pid != os.getpid()


def test_one_that_takes_too_long_is_killed_and_another_takes_its_place():
    async def work(workers: Workers) -> Any:
        before = (await workers.ask("greet"))[3]
        with pytest.raises(WorkerError) as told:
            await workers.ask("sleep", 3600, seconds=0.2)
        after = (await workers.ask("greet"))[3]
        return before, told.value.reason, after, workers.killed

    before, reason, after, killed = run(1, LONG, work)
    assert reason == "slow" and before != after and killed == 1
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)


@pytest.mark.parametrize("name", ["die", "raise"])
def test_one_that_dies_costs_its_own_task_alone(name):
    async def work(workers: Workers) -> Any:
        with pytest.raises(WorkerError) as told:
            await workers.ask(name, "Zebediah")
        return told.value, await workers.ask("greet")

    problem, answer = run(1, LONG, work)
    assert problem.reason == "crashed" and answer[0] == "hello"
    assert "Zebediah" not in repr(problem) + str(problem.__cause__)


def test_what_went_wrong_in_a_worker_is_not_told():
    """The message of an exception could hold what a patient wrote."""
    assert answered(Doer("x"), "raise", ("Zebediah",)) == (False, None)


def test_many_at_once_are_done_one_after_the_other():
    async def work(workers: Workers) -> Any:
        found: list[Any] = []

        async def ask(number: int) -> None:
            found.append((await workers.ask("greet", number))[2:])

        async with anyio.create_task_group() as group:
            for number in range(40):
                group.start_soon(ask, number)
        return found

    found = run(2, LONG, work)
    assert sorted(given for given, _ in found) == [(number,) for number in range(40)]
    assert len({pid for _, pid in found}) <= 2


def test_alike_tasks_go_to_the_same_process():
    async def work(workers: Workers) -> Any:
        first = {near: (await workers.ask("greet", near=near))[3] for near in ("a", "b")}
        again = {near: (await workers.ask("greet", near=near))[3] for near in ("b", "a", "b")}
        return first, again

    first, again = run(2, LONG, work)
    assert first == again and first["a"] != first["b"]


def test_too_many_waiting_are_turned_away(monkeypatch):
    monkeypatch.setattr("handouts.desk.workers._QUEUE", 1)

    async def work(workers: Workers) -> Any:
        reasons: list[str] = []

        async def ask() -> None:
            try:
                await workers.ask("sleep", 0.5)
                reasons.append("done")
            except WorkerError as problem:
                reasons.append(problem.reason)

        async with anyio.create_task_group() as group:
            for _ in range(4):
                group.start_soon(ask)
        return reasons

    reasons = run(1, LONG, work)
    assert reasons.count("busy") >= 1 and reasons.count("done") >= 1 and set(reasons) == {"busy", "done"}


def test_a_process_is_relieved_after_a_while(monkeypatch):
    monkeypatch.setattr("handouts.desk.workers._LIFE", 3)

    async def work(workers: Workers) -> Any:
        return [(await workers.ask("greet"))[3] for _ in range(8)]

    assert len(set(run(1, LONG, work))) == 3  # after three tasks, and after three more
