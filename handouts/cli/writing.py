"""What the commands share that write into `content/`: opening the workspace, showing changes, writing them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from handouts.cli.context import Context
from handouts.diagnostics import Diagnostic, has_errors
from handouts.reporting import counted, exit_code, summary

if TYPE_CHECKING:
    from handouts.library import Library
    from handouts.source.workspace import Workspace
    from handouts.source.writing import Rewrite


def opened(context: Context) -> tuple[Workspace, Library, tuple[Diagnostic, ...]]:
    """The workspace, its library and what is wrong with it; a workspace that cannot be read at all ends here.

    What is wrong in single files is left to the commands.
    """
    from handouts.source.loading import load
    from handouts.source.workspace import read

    workspace, findings = read(context.root)
    library = None
    if workspace.files:
        library, wrong = load(workspace)
        findings = (*findings, *wrong)
    if library is None:
        context.report(findings)
        sys.exit(exit_code(findings))
    return workspace, library, findings


def finish(
    context: Context,
    changes: Sequence[Rewrite],
    findings: Sequence[Diagnostic],
    *,
    shown: Iterable[str],
    dry_run: bool,
    unchanged: Sequence[Rewrite] = (),
) -> None:
    """Show what changes, write it unless something is wrong, report, and leave with the exit code.

    `shown` is what a person sees of the changes; `unchanged` are files that must still be as they were read.
    """
    from handouts.source.writing import write_all

    if not context.json:
        for text in shown:
            click.echo(text.removesuffix("\n"), err=True)
    writing = bool(changes) and not dry_run and not has_errors(findings)
    if writing:
        findings = (*findings, *write_all(context.root, (*changes, *unchanged)))
    written = writing and not has_errors(findings)
    context.report(findings, changes=[change.as_json() for change in changes], written=written)
    if not context.json:
        files = counted(len(changes), "file")
        idle = "Nothing was written." if changes or has_errors(findings) else "Nothing to change."
        done = f"{files} written." if written else idle
        click.echo(" ".join(filter(None, (done, summary(findings)))), err=True)
        if written:
            click.echo("\n".join(str(context.root / change.path) for change in changes))
    sys.exit(exit_code(findings))
