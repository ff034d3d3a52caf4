"""`handouts stack`: many finished documents in one print file, each on fresh sheets, behind a job ticket."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.cli.context import Context
from handouts.cli.options import FORMAT
from handouts.diagnostics import Mark, error, has_errors
from handouts.reporting import ExitCode, counted, exit_code

if TYPE_CHECKING:
    from handouts.stacking import PrintStack


@click.command(short_help="Join finished PDFs into one print file with a job ticket.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), default=Path("stack.pdf"), show_default=True,
    help="The print file.",
)  # fmt: skip
@click.option("--duplex/--simplex", default=True, show_default=True, help="Print on both sides, or on one.")
@click.option("--separators", is_flag=True, help="A sheet before each document that says what follows.")
@click.option("--jobs", default="", metavar="N,N-N", help="Only these, by their numbers on the ticket: a reprint.")
@click.option(
    "--lang", "-l", "language", default="en", show_default=True, metavar="TAG", help="Language of the ticket."
)
@FORMAT
@click.pass_obj
def stack(
    context: Context, /, files: Sequence[Path], form: str, out: Path, duplex: bool, separators: bool, jobs: str,
    language: str,
) -> None:  # fmt: skip
    """Join many finished PDFs into one print file. Every document starts on a fresh sheet.

    First comes a job ticket that lists them. After a paper jam, print single documents again by their numbers with
    --jobs; give the same files in the same order. If anything is wrong with one of them, nothing is written.

    \b
    Examples:
      handouts stack output/*.pdf --out stack.pdf
      handouts stack output/*.pdf --separators --simplex
      handouts stack output/*.pdf --jobs 3,7-9 --out reprint.pdf
    """
    from handouts.source.workspace import read_product, write_atomically
    from handouts.stacking import StackOrder, make_stack, parse_jobs, ticket_words

    context.json = form == "json"
    wanted, findings = parse_jobs(jobs, len(files)) if jobs else ((), ())
    words, unknown = ticket_words(context.root, language)
    findings = (*findings, *unknown)
    if out.resolve() in {path.resolve() for path in files}:
        message = f"{out} would take the place of a file that is read."
        findings = (*findings, error("press-output", Mark(str(out)), message, "Give another --out."))
    made: PrintStack | None = None
    if not has_errors(findings):
        order = StackOrder(duplex, separators, wanted, language)
        stacked = make_stack([str(path) for path in files], lambda at: read_product(files[at]), words, order)
        made, findings = stacked.stack, (*findings, *stacked.findings)
    if made is None:
        context.report(findings, product=None)
        if not context.json:
            click.echo("Nothing was written.", err=True)
        sys.exit(ExitCode.CONTENT)
    personal = any("_personal" in path.stem for path in files)
    write_atomically(out, made.data, mode=0o600 if personal else None)
    told = [asdict(job) for job in made.jobs]
    context.report(findings, product={"path": str(out), "sheets": dict(made.sheets), "jobs": told})
    if not context.json:
        click.echo(str(out))
        sheets = ", ".join(f"{counted(count, 'sheet')} of {paper}" for paper, count in made.sheets.items())
        click.echo(f"{counted(len(made.jobs), 'document')} on {sheets}, behind the job ticket.", err=True)
    sys.exit(exit_code(findings))
