"""Processes that build, apart from the server: one that takes too long is killed, and the page goes on.

A patient's values go to a worker through an unnamed pipe, as plain text, and are nowhere else.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

import anyio
import anyio.to_thread

_LIFE = 5_000  # tasks of one process: libraries below us may leak
_PATIENCE = 2.0  # seconds for a process to end when it is told to
_QUEUE = 200  # requests that may wait

Task = tuple[str, tuple[Any, ...]]  # the name of a function of `desk.work`, and what it is given
Maker = Callable[[Any], Callable[[str, tuple[Any, ...]], Any]]


class WorkerError(Exception):
    """A task that came to nothing; `reason` is `slow`, `crashed` or `busy`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    tasks: int = 0
    last: str = ""

    def ask(self, task: Task, seconds: float) -> Any:
        """One answer. Raises WorkerError; this worker is then of no more use."""
        try:
            self.pipe.send(task)
            if not self.pipe.poll(seconds):
                raise WorkerError("slow")
            done, answer = self.pipe.recv()
        except (EOFError, OSError) as problem:
            raise WorkerError("crashed") from problem
        if not done:
            raise WorkerError("crashed")
        return answer

    def end(self, *, now: bool = True) -> None:
        """End the process, whatever it is at."""
        self.pipe.close()
        if not now:
            self.process.join(_PATIENCE)
        if self.process.is_alive():
            self.process.kill()
        self.process.join()


@dataclass(slots=True)
class Workers:
    """Some processes that all do the same work; at most `count` tasks at a time, the others wait.

    `make` is a function of a module: called once in each process with `setup`, it gives what does the tasks.
    """

    make: Maker
    setup: Any
    count: int
    seconds: float
    _free: list[_Worker | None] = field(default_factory=list)  # None: one that is to be started when it is needed
    _room: anyio.Semaphore | None = None
    _threads: anyio.CapacityLimiter | None = None
    _waiting: int = 0
    killed: int = 0

    def start(self) -> None:
        """Start the processes. Raises OSError when the machine has no room for them."""
        self._room = anyio.Semaphore(self.count)
        self._threads = anyio.CapacityLimiter(self.count)
        self._free = [self._hire() for _ in range(self.count)]

    def stop(self) -> None:
        """End the processes that are at nothing; those at work end with the server."""
        while self._free:
            worker = self._free.pop()
            if worker is not None:
                worker.end()

    async def ask(self, name: str, *given: Any, near: str = "", seconds: float = 0.0) -> Any:
        """What a worker makes of a task. Tasks of the same `near` go to the same worker where it is free: it has
        the plate. Raises WorkerError.
        """
        assert self._room is not None and self._threads is not None
        if self._waiting >= _QUEUE:
            raise WorkerError("busy")
        self._waiting += 1
        try:
            await self._room.acquire()
        finally:
            self._waiting -= 1
        worker = self._pick(near)
        try:
            with anyio.CancelScope(shield=True):  # a browser that has gone away must not leave a worker half asked
                if worker is None:
                    worker = await anyio.to_thread.run_sync(self._hire, limiter=self._threads)
                worker.last = near
                worker.tasks += 1
                limit = seconds or self.seconds
                return await anyio.to_thread.run_sync(worker.ask, (name, given), limit, limiter=self._threads)
        except OSError as problem:  # no room for one more process just now
            raise WorkerError("busy") from problem
        except WorkerError:
            self.killed += 1
            if worker is not None:
                worker.end()
            worker = None
            raise
        finally:
            if worker is not None and worker.tasks >= _LIFE:
                worker.end(now=False)
                worker = None
            self._free.append(worker)
            self._room.release()

    def _pick(self, near: str) -> _Worker | None:
        """A free worker: the one that did such a task last, else the one that has had the fewest."""
        best = min(
            self._free, key=lambda worker: (worker is None or worker.last != near, worker.tasks if worker else 0)
        )
        self._free.remove(best)
        return best

    def _hire(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self.make, self.setup), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)


def _serve(pipe: Connection, make: Maker, setup: Any) -> None:
    """The life of a worker: one task after the other, until the server closes the pipe."""
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of a terminal; the server ends us
    do = make(setup)
    with contextlib.suppress(EOFError, OSError):
        while True:
            name, given = pipe.recv()
            pipe.send(answered(do, name, given))


def answered(do: Callable[[str, tuple[Any, ...]], Any], name: str, given: tuple[Any, ...]) -> tuple[bool, Any]:
    """The answer, or that there is none: what went wrong may hold a patient's words, so it is not told."""
    try:
        return True, do(name, given)
    except Exception:  # noqa: BLE001  # the boundary of a worker: a bug of ours costs one page, not the server
        return False, None
