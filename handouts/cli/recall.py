"""`handouts recall`: which editions carry a section or rest on a source, as a table, CSV, JSON, or a notice."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli.context import Context
from handouts.cli.ledgers import LEDGERS, edition_named, read_ledgers, unknown_edition
from handouts.cli.options import DATE, PAPER, day_of
from handouts.diagnostics import Diagnostic, has_errors
from handouts.reporting import ExitCode, counted, exit_code, table

if TYPE_CHECKING:
    from handouts.passport.recall import Recalled, Target

_PDF = click.Path(dir_okay=False, path_type=Path)


@click.command(short_help="List the editions that carry a section or rest on a source.")
@click.argument("what", required=False, default="", metavar="[SECTION[@LANG] | reference:KEY]")
@click.option("--edition", default="", metavar="ID", help="Recall this edition, whatever is in it.")
@click.option(
    "--since", metavar="YYYY-MM-DD", type=click.DateTime(["%Y-%m-%d"]), help="Only editions made on this day or later."
)
@click.option("--outdated", is_flag=True, help="Only editions with another text than the workspace has today.")
@LEDGERS
@DATE
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True,
    help="A table for a person, JSON for a program, CSV for a spreadsheet.",
)  # fmt: skip
@click.option("--notice", type=_PDF, metavar="FILE.pdf", help="Write a notice for staff, with boxes to tick.")
@click.option("--lang", "-l", "language", default="", metavar="TAG", help="Language of the notice.")
@click.option("--brand", "-b", default="", metavar="BRAND", help="Brand of the notice.")
@PAPER
@click.pass_obj
def recall(context: Context, /, what: str, edition: str, form: str, notice: Path | None, **asked: Any) -> None:
    """List every edition in the ledger that carries a section, in all languages or one, or rests on a source.

    Sections that have been deleted since are found too. TEXT says how the section in the edition stands to the
    present one: present, older or deleted. TODAY is the edition that the workspace makes now in its place.

    \b
    Examples:
      handouts recall iron --outdated --notice recall.pdf
      handouts recall iron@vi --since 2026-01-01
      handouts recall reference:allen2018 --format csv > recall.csv
      handouts recall --edition 7k3mq-0xw2a --notice recall.pdf
    """
    from handouts.passport.recall import Target, as_csv, recall_rows, target_of
    from handouts.passport.recall import recall as find

    context.json = form == "json"
    if bool(what) == bool(edition):
        raise click.UsageError("Name a section, or reference:KEY, or --edition ID.")
    entries, findings = read_ledgers(context, asked["ledgers"])
    library, _ = context.library()
    if edition:
        target = Target("edition", edition_named(edition))
        wrong: tuple[Diagnostic, ...] = ()
        if not any(target.hits(entry) for entry in entries):
            wrong = (unknown_edition(target.name, entries),)
    else:
        target, wrong = target_of(what, entries, library)
    if wrong:
        context.report([*findings, *wrong], recalled=[])
        sys.exit(ExitCode.CONTENT)
    since, today = asked["since"].date() if asked["since"] else datetime.date.min, day_of(asked["date"])
    rows = [
        row
        for row in find(target, entries, library, since=since, today=today)
        if row.outdated or not asked["outdated"]
    ]  # fmt: skip
    conformant, more = True, tuple[Diagnostic, ...]()
    if notice is not None and rows:
        conformant, more = _write_notice(context, target, rows, notice, {**asked, "today": today})
    findings = (*findings, *more)
    written = str(notice) if notice is not None and rows and not has_errors(more) else ""
    context.report(findings, target=str(target), recalled=[row.as_json() for row in rows], notice=written)
    if form == "csv":
        click.echo(as_csv(rows), nl=False)
    elif form == "text" and rows:
        click.echo("\n".join(table(recall_rows(rows))))
    if form != "json":
        click.echo(f"{counted(len(rows), 'edition')} to recall.{f' Notice: {written}' if written else ''}", err=True)
    sys.exit(exit_code(findings, conformant=conformant))


def _write_notice(
    context: Context, target: Target, rows: Sequence[Recalled], path: Path, asked: dict[str, Any]
) -> tuple[bool, tuple[Diagnostic, ...]]:
    """Set, check and write the notice: whether it conforms, and what is wrong with it."""
    from handouts.build import told_once
    from handouts.passport.notice import notice
    from handouts.press.verify import verify
    from handouts.resolving.plan import Selection
    from handouts.source.workspace import write_atomically

    library, loaded = context.library()
    if library is None:
        return True, loaded
    languages, brands = (tuple(filter(None, (asked[name],))) for name in ("language", "brand"))
    chosen = Selection(languages=languages, brands=brands, paper=asked["paper"])
    made = notice(library, target, rows, chosen, date=asked["today"])
    if isinstance(made, tuple):
        return True, told_once(loaded, made)
    if made.pdf is None:
        return True, told_once(loaded, made.findings)
    write_atomically(path, made.pdf.data)
    result = verify(made.pdf.data, path.name)
    return result.passed, result.findings
