"""Who does the jobs: this process, or several of its own; all keep the same contract, so that callers cannot tell.

A mapper takes the workshop and chunks of tasks, and yields what is finished, in any order, a few outcomes at a time
and each task exactly once. It asks `stopping` now and then and ends early when that says so. Outcomes are plain
data: whoever maps over other machines needs nothing of this one but the folder for finished files.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import TYPE_CHECKING, Protocol

from handouts.batching.jobs import Outcome, Task, killed
from handouts.diagnostics import HandoutsError

if TYPE_CHECKING:  # a worker finds out by itself what its work needs
    from handouts.batching.work import Workshop

Chunk = Sequence[Task]


class Work(Protocol):
    """A function of a module, so that other processes find it by name; `batching.work.make` does the real work."""

    def __call__(self, workshop: Workshop, task: Task, /) -> Outcome:
        """Do one task; never raises."""
        ...


_LARGEST = 32  # tasks in a chunk: a pipe holds them without anybody reading
_POLL = 0.2  # seconds between two questions whether to stop
_PATIENCE = 5.0  # seconds for a worker to end when it is told to
_FALSE_STARTS = 3  # workers that may end before their first task, one after the other


class Mapper(Protocol):
    """What `run` needs of an engine."""

    def __call__(
        self, workshop: Workshop, chunks: Sequence[Chunk], stopping: Callable[[], bool]
    ) -> Iterator[Sequence[Outcome]]:
        """Do all tasks; see the module."""
        ...


def chunked(tasks: Sequence[Task], workers: int) -> list[Chunk]:
    """The tasks in chunks such that those which may share a plate come together; large enough to pay, small enough
    that the last worker is not waited for.
    """
    size = max(1, min(_LARGEST, len(tasks) // (workers * 4)))
    groups: dict[tuple[object, ...], list[Task]] = {}
    for task in tasks:
        groups.setdefault(task.job.plate, []).append(task)
    chunks: list[list[Task]] = []
    for group in groups.values():
        for start in range(0, len(group), _LARGEST):
            piece = group[start : start + _LARGEST]
            if chunks and len(chunks[-1]) + len(piece) <= size:
                chunks[-1] += piece
            else:
                chunks.append(piece)
    return list(chunks)


@dataclass(frozen=True, slots=True)
class InThisProcess:
    """One after the other, here: for looking for faults, and for a few jobs."""

    work: Work

    def __call__(
        self, workshop: Workshop, chunks: Sequence[Chunk], stopping: Callable[[], bool]
    ) -> Iterator[Sequence[Outcome]]:
        """Do all tasks in order."""
        for chunk in chunks:
            for task in chunk:
                if stopping():
                    return
                yield (self.work(workshop, task),)


@dataclass(frozen=True, slots=True)
class Processes:
    """Several processes, each with a copy of the workshop; a task whose process dies is tried once more, alone."""

    count: int
    work: Work

    def __call__(
        self, workshop: Workshop, chunks: Sequence[Chunk], stopping: Callable[[], bool]
    ) -> Iterator[Sequence[Outcome]]:
        """Do all tasks. Raises HandoutsError when no process can be started."""
        crew = _Crew(workshop, self.work, deque(deque(chunk) for chunk in chunks))
        try:
            for _ in range(min(self.count, len(chunks))):
                crew.hire()
            yield from crew.finish(stopping)
            # Those at whose side others were working when it happened: was it them? Now nothing else is at work.
            crew.dismiss()
            for task in crew.take_suspects():
                crew.alone = True
                crew.chunks.append(deque((task,)))
                crew.hire()
                yield from crew.finish(stopping)
                crew.dismiss()
        finally:
            crew.dismiss()


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    open: deque[Task] = field(default_factory=deque)
    ready: bool = False


@dataclass(slots=True)
class _Crew:
    workshop: Workshop
    work: Work
    chunks: deque[deque[Task]]
    workers: list[_Worker] = field(default_factory=list)
    suspects: list[Task] = field(default_factory=list)
    alone: bool = False
    false_starts: int = 0

    def hire(self) -> None:
        """Start one more worker and give it its first chunk."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs,), daemon=True)
        try:
            with _deaf_to_interrupts():
                process.start()
        except OSError as problem:
            hint = "Close other programs, or build in this process: --jobs 0."
            raise HandoutsError(f"Cannot start a process: {problem.strerror or problem}.", hint) from problem
        theirs.close()
        worker = _Worker(process, ours)
        self.workers.append(worker)
        self._send(worker, (self.workshop, self.work))
        self._feed(worker)

    def finish(self, stopping: Callable[[], bool]) -> Iterator[Sequence[Outcome]]:
        """What comes back, until all is done or somebody says stop."""
        while not stopping() and (self.chunks or any(worker.open for worker in self.workers)):
            ready = wait([worker.pipe for worker in self.workers], timeout=_POLL)
            outcomes: list[Outcome] = []
            for worker in [worker for worker in self.workers if worker.pipe in ready]:
                outcomes += self._hear(worker)
            if outcomes:
                yield outcomes

    def take_suspects(self) -> list[Task]:
        """The tasks to be tried once more, each handed out once."""
        found, self.suspects = self.suspects, []
        return found

    def dismiss(self) -> None:
        """End all workers, whatever they are at."""
        for worker in self.workers:
            worker.pipe.close()
            worker.process.terminate()
        for worker in self.workers:
            worker.process.join(_PATIENCE)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
        self.workers.clear()

    def _hear(self, worker: _Worker) -> list[Outcome]:
        outcomes: list[Outcome] = []
        try:
            while worker.pipe.poll():
                message = worker.pipe.recv()
                if not worker.ready:
                    worker.ready, self.false_starts = True, 0
                    continue
                outcomes.append(message)
                worker.open.popleft()
                self._feed(worker)
        except (EOFError, OSError):
            outcomes += self._bury(worker)
        return outcomes

    def _feed(self, worker: _Worker) -> None:
        """The next chunk, before the last task of the one before is done, so that nobody waits for us."""
        if len(worker.open) <= 1 and self.chunks:
            chunk = self.chunks.popleft()
            worker.open += chunk
            self._send(worker, tuple(chunk))

    def _send(self, worker: _Worker, message: object) -> None:
        with contextlib.suppress(OSError):  # it has died: the next look at its pipe says so
            worker.pipe.send(message)

    def _bury(self, worker: _Worker) -> list[Outcome]:
        """A worker has ended by itself: what it was at is suspect, the rest goes to others."""
        self.workers.remove(worker)
        worker.pipe.close()
        worker.process.join()
        how = _ending(worker.process.exitcode)
        if not worker.ready:
            self.false_starts += 1
            if self.false_starts > _FALSE_STARTS:
                hint = "Close other programs, or build in this process: --jobs 0."
                raise HandoutsError(f"The processes that should build end before they begin ({how}).", hint)
        lost = [worker.open.popleft()] if worker.ready and worker.open else []
        if worker.open:
            self.chunks.appendleft(worker.open)
        if self.chunks:
            self.hire()
        if self.alone:
            return [killed(task, self.workshop.date, how) for task in lost]
        self.suspects += lost
        return []


def _ending(code: int | None) -> str:
    if code is not None and code < 0:
        try:
            return f"signal {signal.Signals(-code).name}"
        except ValueError:
            return f"signal {-code}"
    return f"exit code {code}"


@contextlib.contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal; workers inherit deafness and are ended by us instead."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection) -> None:
    """The life of a worker: the workshop once, then chunks, until there is nobody to report to."""
    with contextlib.suppress(ValueError):  # not in the main thread
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(EOFError, OSError):
        workshop, work = pipe.recv()
        pipe.send("ready")
        while True:
            for task in pipe.recv():
                pipe.send(work(workshop, task))
