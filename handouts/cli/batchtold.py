"""What a batch says in the end: findings told once with the number of documents, counts, and what a trial would do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from handouts.cli.batchplans import Order, WrongPlan, prepared
from handouts.cli.progress import Events, counted_many, job_event
from handouts.diagnostics import Diagnostic, has_errors, in_order
from handouts.reporting import ExitCode, colour_of, finding_lines

if TYPE_CHECKING:
    from handouts.batching.inputs import Blame
    from handouts.batching.jobs import Record
    from handouts.batching.run import Batch
    from handouts.batching.unchanged import Decision


def tell_refused(order: Order, findings: Sequence[Diagnostic]) -> ExitCode:
    """A plan that cannot be followed, and why."""
    if order.events:
        Events().tell("end", code=ExitCode.CONTENT, findings=[finding.as_json() for finding in in_order(findings)])
    else:
        order.context.show(in_order(findings))
        click.echo("Nothing was built.", err=True)
    return ExitCode.CONTENT


def sum_up(order: Order, batch: Batch, told: Sequence[str], code: ExitCode) -> None:
    """What came of it: findings, files for programs on standard output, counts."""
    from handouts.batching.manifest import grouped

    records = batch.outcomes(batch.wanted)
    made = {decision.job.path for decision in batch.to_do}
    counts = {
        "built": sum(not r.failure and r.job.path in made for r in records),
        "unchanged": sum(not r.failure and r.job.path not in made for r in records),
        "failed": sum(bool(r.failure) for r in records), "pending": batch.pending,
    }  # fmt: skip
    paths = [str(batch.folder.root / path) for path in told]
    if order.events:
        for record in records:
            if record.job.path not in made:
                Events().tell("job", **job_event(record), unchanged=True)
        findings = [finding.as_json() for finding in in_order(batch.findings)]
        Events().tell("end", code=code, **counts, files=paths, findings=findings)
        return
    _show([(finding, 0) for finding in in_order(batch.findings)])
    _show(grouped(records))
    click.echo("\n".join(paths))
    parts = [f"{counts['built']:,} built", f"{counts['unchanged']:,} unchanged"]
    parts += [f"{counts[name]:,} {name}" for name in ("failed", "pending") if counts[name]]
    click.echo(f"{', '.join(parts)}. {_verdict(records)}", err=True)
    if counts["pending"]:
        click.echo("Run the same command again for the rest.", err=True)


def _verdict(records: Sequence[Record]) -> str:
    good = [record for record in records if not record.failure]
    checked = sum(record.conformant is not None for record in good)
    if any(record.conformant is False for record in good):
        return "NOT all pass PDF/UA-1, PDF/A-2a, structure and preflight; see verify."
    if not checked:
        return "None was verified." if good else ""
    which = "" if checked == len(good) else f" in the {checked:,} that were verified"
    return f"PDF/UA-1 and PDF/A-2a passed{which}."


def _show(findings: Sequence[tuple[Diagnostic, int]]) -> None:
    """Findings for a person, each once, with the number of documents it is of."""
    for finding, count in findings:
        head, hint = finding_lines(finding)
        click.secho(f"{head} [{counted_many(count, 'document')}]" if count else head, fg=colour_of(finding), err=True)
        if hint:
            click.echo(hint, err=True)


def dry_run(order: Order) -> ExitCode:
    """What would be done with each job, and why; nothing is written."""
    from handouts.source.delivering import PLAN, Folder

    folder = Folder(order.out)
    try:
        batch, blamed = prepared(order, folder, remember=False)
    except WrongPlan as problem:
        return tell_refused(order, problem.findings)
    told = _told_why(order, batch, blamed, folder.read(PLAN))
    for decision, todo, why in told:
        if order.events:
            Events().tell("plan", path=decision.job.path, todo=todo, why=why)
        else:
            click.echo(f"{todo:<7}  {decision.job.path}" + (f"  ({why})" if why else ""))
    if not order.events:
        _show([(finding, 0) for finding in in_order(batch.findings)])
        counts = [(word, sum(todo == word for _, todo, _ in told)) for word in ("build", "refuse", "keep", "failed")]
        parts = [
            f"{count:,} to {word}" if word != "failed" else f"{count:,} failed as before" for word, count in counts
        ]
        listed = ", ".join(part for part, (_, count) in zip(parts, counts, strict=True) if count)
        click.echo(f"{listed}. Nothing was written.", err=True)
    return ExitCode.FINE


def _told_why(order: Order, batch: Batch, blamed: Blame | None, remembered: bytes) -> list[tuple[Decision, str, str]]:
    """What would be done with each job that was asked for: `build`, `refuse`, `keep`, or `failed` as before."""
    from handouts.batching.inputs import Inputs
    from handouts.batching.memory import remembered_plan
    from handouts.batching.unchanged import spelled_out

    library, _ = order.library() if blamed is not None else (None, ())
    inputs = Inputs(library, batch.makers) if library is not None else None
    _, before = remembered_plan(remembered, "")
    told: list[tuple[Decision, str, str]] = []
    for decision in batch.decisions:
        if decision.job.path not in batch.wanted:
            continue
        if not decision.why or inputs is None or library is None or blamed is None:
            failed = decision.record is not None and bool(decision.record.failure)
            told.append((decision, "failed" if failed else "keep", _first(decision.record) if failed else ""))
            continue
        wrong = blamed.of(inputs, decision.job.request)
        used = inputs.paths(decision.job.request)
        changed = sorted(p for p in used if before and before.get(p) != library.digests.get(p))
        told.append(
            (decision, "refuse", str(wrong[0])) if wrong else (decision, "build", spelled_out(decision, changed))
        )
    return told


def _first(record: Record | None) -> str:
    return next((str(finding) for finding in record.findings if has_errors((finding,))), "") if record else ""
