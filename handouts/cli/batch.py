"""`handouts batch`: many documents in one run, and only those that have changed."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli.batchplans import Order, WrongPlan, prepared
from handouts.cli.batchtold import dry_run, sum_up, tell_refused
from handouts.cli.context import Context
from handouts.cli.ledgers import Keeper, keeping_options
from handouts.cli.options import DATE, FOLDER, HELP, PAPERS, many_option, this_day
from handouts.cli.progress import Progress, progress_for
from handouts.diagnostics import HandoutsError
from handouts.reporting import ExitCode

if TYPE_CHECKING:
    from handouts.batching.inputs import Blame
    from handouts.batching.run import Batch


@click.command(short_help="Build many handouts at once, and only what has changed.")
@click.argument("plan", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--all", "everything", is_flag=True, help="Every handout in every language and brand.")
@many_option("--handout", "handouts", "HANDOUT", "Only these handouts of the plan.")
@many_option("--lang", "languages", "TAG", "Only these languages of the plan.", "-l")
@many_option("--brand", "brands", "BRAND", "Only these brands of the plan.", "-b")
@many_option("--layout", "layouts", "LAYOUT", "Only these layouts of the plan.")
@many_option("--profile", "profiles", "PROFILE", "Only these reading profiles of the plan.")
@many_option("--paper", "papers", "a4|letter", "Only this sheet size of the plan.", choice=PAPERS)
@click.option("--draft", is_flag=True, help=HELP["draft"])
@click.option("--require-signed", is_flag=True, help=HELP["require-signed"])
@DATE
@click.option("--out", type=FOLDER, help=HELP["out"])
@click.option("--jobs", type=click.IntRange(0, 512), metavar="N", help="Processes. Default: the cores; 0: this one.")
@click.option("--dask", "scheduler", metavar="ADDRESS", help="Build on the machines of this Dask scheduler.")
@click.option("--shared", is_flag=True, help="With --dask: they see the folder of products, and write into it.")
@click.option("--force", is_flag=True, help="Build also what has not changed.")
@click.option("--dry-run", is_flag=True, help="Say what would be built, and why; build and write nothing.")
@click.option(
    "--verify", "checking", type=click.Choice(["all", "first", "none"]), default="all", show_default=True,
    help="Which files to read back and check: all, one of those that differ in the brand alone, or none.",
)  # fmt: skip
@click.option("--check-outputs", is_flag=True, help="Read every finished file again, instead of its size and age.")
@click.option("--bundle", type=click.Choice(["brand", "language"]), help="Make a zip file for each of them, too.")
@click.option(
    "--export", "exports", type=click.Choice(["openemr", "fhir"]), multiple=True,
    help="Make copies named for OpenEMR, or FHIR descriptions beside the files. May be repeated.",
)  # fmt: skip
@keeping_options
@click.option(
    "--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True,
    help="For a person, or as one JSON object a line for a program.",
)  # fmt: skip
@click.pass_obj
def batch(context: Context, /, plan: Path | None, everything: bool, form: str, **asked: Any) -> None:
    """Build what a plan file lists, or --all, in several processes.

    What has not changed since the last run is left as it is. One document that cannot be built does not stop the
    others. Stop it with Ctrl-C, and run the same command again for the rest. What was made stands in manifest.json.

    \b
    Examples:
      handouts batch --all
      handouts batch plan.yaml --brand example-clinic --lang es
      handouts batch plan.yaml --jobs 8 --bundle brand
      handouts batch plan.yaml --dry-run
    """
    if (plan is None) is not everything:
        raise click.UsageError("Name a plan file, or give --all." if plan is None else "Give a plan file or --all.")
    if asked["shared"] and asked["scheduler"] is None:
        raise click.UsageError("--shared goes with --dask ADDRESS.")
    order = Order(context, plan, asked, form == "jsonl")
    sys.exit(dry_run(order) if asked["dry_run"] else _run(order))


def _run(order: Order) -> ExitCode:
    from handouts.batching.run import finish
    from handouts.source.delivering import Folder

    folder = Folder(order.out)
    broken: list[HandoutsError] = []
    told: list[str] = []
    with folder.opened() as staging, _asked_to_stop() as stopping:
        try:
            batch, blamed = prepared(order, folder, remember=True)
        except WrongPlan as wrong:
            return tell_refused(order, wrong.findings)
        progress = progress_for(events=order.events)
        try:
            if blamed is not None and not stopping():
                _build(order, batch, blamed, staging, (progress, stopping))
            elif order.events:
                progress.start(0, len(batch.wanted), 0)
        except HandoutsError as problem:  # what was finished before is kept and told first
            broken.append(problem)
        finally:
            progress.end()
        stopped = stopping() and batch.pending > 0
        try:
            told = finish(batch)
            batch.findings += batch.left_behind()
        except HandoutsError as problem:
            broken.append(problem)
    code = ExitCode.ENVIRONMENT if broken else ExitCode.INTERRUPTED if stopped else _exit_code(batch)
    sum_up(order, batch, told, code)
    if broken:
        raise broken[0]
    return code


def _build(
    order: Order, batch: Batch, blamed: Blame, staging: Path, hooks: tuple[Progress, Callable[[], bool]]
) -> None:
    from handouts.batching.building import Hooks, build_jobs
    from handouts.batching.engine import InThisProcess, Mapper, Processes
    from handouts.batching.work import Workshop, make

    progress, stopping = hooks
    library, _ = order.library()
    assert library is not None
    keeper = Keeper(order.context, order.asked["ledger"], off=order.asked["no_ledger"])
    head = None if keeper.off else keeper.newest_commit()
    store = order.context.store()
    kept = store.folder.absolute() if store is not None else None
    workshop = Workshop(library, batch.terms.date, this_day(), head, staging.absolute(), time.perf_counter, kept)
    count = order.asked["jobs"] if order.asked["jobs"] is not None else _cores()
    mapper: Mapper = Processes(count, make) if count else InThisProcess(make)
    if order.asked["scheduler"] is not None:
        from handouts.batching.cluster import Cluster

        mapper = Cluster(order.asked["scheduler"], make, shared=order.asked["shared"])
    todo = len(batch.to_do)
    elsewhere = order.asked["scheduler"] is not None
    progress.start(todo, len(batch.wanted) - todo, 0 if elsewhere else max(1, min(count, todo)))
    build_jobs(batch, workshop, blamed, mapper, Hooks(keeper.add_all, progress.done, stopping))
    if store is not None:
        store.grown = True  # by the workers
        store.trim()


def _cores() -> int:
    """Processors that this process may use: in a container fewer than the machine has."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed is not None else os.cpu_count() or 1


@contextmanager
def _asked_to_stop() -> Iterator[Callable[[], bool]]:
    """Ctrl-C lets what is at hand be put into its place first; a second one stops at once."""
    asked: list[int] = []

    def stop(number: int, _frame: object) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)


def _exit_code(batch: Batch) -> ExitCode:
    """A bug comes before a broken machine, that before content, and that before conformance."""
    records = batch.outcomes(batch.wanted)
    failures = {record.failure for record in records}
    for failure, code in (
        ("bug", ExitCode.BUG), ("machine", ExitCode.ENVIRONMENT), ("content", ExitCode.CONTENT),
    ):  # fmt: skip
        if failure in failures:
            return code
    return ExitCode.NOT_CONFORMANT if any(record.conformant is False for record in records) else ExitCode.FINE
