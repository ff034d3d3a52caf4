"""A batch on many machines: chunks to the workers of a Dask scheduler, through the same contract as processes here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handouts import product
from handouts.batching.engine import Chunk, Work
from handouts.batching.jobs import Outcome, Task, killed
from handouts.diagnostics import HandoutsError
from handouts.source.delivering import fetched, lent, stage

if TYPE_CHECKING:
    from distributed import Client, Future

    from handouts.batching.work import Workshop

_CONNECT = 10.0  # seconds to find the scheduler and its workers
_RETURN = 300.0  # seconds for workers to come back after all of them have gone
_ALONE = 2  # how often a task may be tried with nothing else at work
_POLL = 0.5  # seconds between two questions whether to stop
_AHEAD = 3  # chunks for each thread that are given out before they are wanted

# What sets type is not made for threads, and a Dask worker may have several.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Cluster:
    """The workers of a Dask scheduler. `address` is the scheduler's, such as `tcp://host:8786`.

    With `shared`, workers put finished files into the folder of products themselves, which they see under the same
    path; otherwise the files come back through the scheduler. A task whose worker dies is done by another; one that
    takes several workers with it is tried alone and then given up.
    """

    address: str
    work: Work
    shared: bool = False

    def __call__(
        self, workshop: Workshop, chunks: Sequence[Chunk], stopping: Callable[[], bool]
    ) -> Iterator[Sequence[Outcome]]:
        """Do all tasks. Raises HandoutsError when there is no scheduler, no worker, or one that is not like us."""
        client = _connected(self.address)
        try:
            _check_alike(client)
            with client.as_current():
                yield from _mapped(self, client, workshop, chunks, stopping)
        finally:
            client.close(timeout=_CONNECT)


def _connected(address: str) -> Client:
    try:
        from distributed import Client
    except ImportError:
        hint = "Install it: pip install 'handouts[dask]'"
        raise HandoutsError("Batches on many machines need Dask, which is not installed.", hint) from None
    try:
        client = Client(address, timeout=_CONNECT, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as problem:
        hint = "Start one with: dask scheduler. Its first lines tell the address, such as tcp://10.0.0.5:8786."
        raise HandoutsError(f"There is no Dask scheduler at {address}.", hint) from problem
    try:
        client.wait_for_workers(1, timeout=_CONNECT)
    except TimeoutError as problem:
        client.close()
        raise HandoutsError(
            f"The scheduler at {address} has no workers.", "Start some: dask worker ADDRESS"
        ) from problem
    return client


def _check_alike(client: Client) -> None:
    """Other versions could set other lines, and the files would not be the same as those made here."""
    ours = _ours()
    for worker, theirs in sorted(client.run(_makers).items()):
        odd = sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))
        if odd:
            told = ", ".join(
                f"{name} {theirs.get(name, 'not there')} (here {ours.get(name, 'not there')})" for name in odd
            )
            hint = "Install the same versions on all machines: pip freeze here, pip install -r there."
            raise HandoutsError(f"The worker {worker} has other versions: {told}.", hint)


def _ours() -> dict[str, str]:
    return _makers()


def _makers() -> dict[str, str]:
    return {product.NAME: product.version(), **product.libraries()}


def _mapped(
    cluster: Cluster, client: Client, workshop: Workshop, chunks: Sequence[Chunk], stopping: Callable[[], bool]
) -> Iterator[Sequence[Outcome]]:
    ahead = _AHEAD * max(1, sum(client.nthreads().values()))
    suspects: list[Task] = []
    for chunk, outcomes in _round(cluster, client, workshop, chunks, (ahead, stopping)):
        if outcomes is None:
            suspects += chunk
        else:
            yield outcomes
    # Those at whose side others were working when a worker died: was it them? Now nothing else is at work.
    for task in suspects:
        yield _alone(cluster, client, workshop, task, stopping)


def _alone(
    cluster: Cluster, client: Client, workshop: Workshop, task: Task, stopping: Callable[[], bool]
) -> Sequence[Outcome]:
    """A task with nothing else at work; given up when its worker dies each time."""
    for _ in range(_ALONE):
        for _, outcomes in _round(cluster, client, workshop, [(task,)], (1, stopping)):
            if outcomes is not None:
                return outcomes
        if stopping():
            return ()
    return (killed(task, workshop.date, "its worker, each time"),)


def _round(
    cluster: Cluster,
    client: Client,
    workshop: Workshop,
    chunks: Sequence[Chunk],
    how: tuple[int, Callable[[], bool]],
) -> Iterator[tuple[Chunk, Sequence[Outcome] | None]]:
    """Each chunk once, with its outcomes, or None when workers have died of it or beside it."""
    from distributed import CancelledError, KilledWorker, wait

    ahead, stopping = how
    lent = _lent(client, workshop)
    waiting = list(reversed(chunks))
    open_: dict[Future, Chunk] = {}
    while (waiting or open_) and not stopping():
        while waiting and len(open_) < ahead:
            chunk = waiting.pop()
            future = client.submit(_made, cluster.work, lent, tuple(chunk), shared=cluster.shared, pure=False)
            open_[future] = chunk
        try:
            done = wait(list(open_), timeout=_POLL, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            continue
        except CancelledError:  # all workers have died, and the workshop with them
            lent = _lent(client, workshop)
            done = {future for future in open_ if future.status != "pending"}
        for future in done:
            chunk = open_.pop(future)
            try:
                yield chunk, [_brought(workshop, outcome, files) for outcome, files in future.result()]
            except (KilledWorker, CancelledError):
                yield chunk, None


def _lent(client: Client, workshop: Workshop) -> Future:
    """The workshop, at every worker there is; those that come later ask one of these for it."""
    client.wait_for_workers(1, timeout=_RETURN)
    [lent] = client.scatter([workshop], broadcast=True, hash=False)
    return lent


def _made(work: Work, workshop: Workshop, chunk: Sequence[Task], *, shared: bool) -> list[tuple[Outcome, list[bytes]]]:
    """On a worker: the tasks of a chunk, with their files where these do not lie in the shared folder."""
    with _ONE_AT_A_TIME:
        if shared:
            return [(work(workshop, task), []) for task in chunk]
        with lent() as folder:
            own = replace(workshop, staging=folder)
            outcomes = [work(own, task) for task in chunk]
            return [(outcome, fetched(outcome.staged)) for outcome in outcomes]


def _brought(workshop: Workshop, outcome: Outcome, files: Sequence[bytes]) -> Outcome:
    """Here again: the files that came back, put where those of processes here would lie."""
    if not files:
        return outcome
    return replace(outcome, staged=tuple(str(stage(workshop.staging, data)) for data in files))
