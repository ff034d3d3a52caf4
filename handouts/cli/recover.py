"""`handouts recover`: an edition made again, byte for byte, or what is missing for it."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.cli.context import Context
from handouts.cli.ledgers import LEDGERS, edition_named, read_ledgers, unknown_edition
from handouts.cli.options import FOLDER, FORMAT, HELP
from handouts.diagnostics import Diagnostic, error
from handouts.reporting import ExitCode

if TYPE_CHECKING:
    from handouts.passport.entry import Entry
    from handouts.passport.recovery import Source


@click.command(short_help="Make an edition again, byte for byte.")
@click.argument("edition", metavar="ID")
@click.option("--out", type=FOLDER, help=HELP["recovered"])
@click.option(
    "--date", "day", metavar="YYYY-MM-DD", type=click.DateTime(["%Y-%m-%d"]),
    help="As it was last made up to this day. Default: as it was last made.",
)  # fmt: skip
@click.option("--anyway", is_flag=True, help="Write the file also when it is not the same; its name says so.")
@LEDGERS
@FORMAT
@click.pass_obj
def recover(
    context: Context,
    /,
    edition: str,
    out: Path | None,
    day: datetime.datetime | None,
    ledgers: Sequence[Path],
    *,
    anyway: bool,
    form: str,
) -> None:
    """Make the edition ID again from the git history, byte for byte as it was given out.

    The id stands in the foot of every page. The files are read from git's history; the working folder is neither
    changed nor checked out. If the bytes would not be the same, nothing is written, and it is said which file in
    which form is missing, or which version of what differs.

    \b
    Examples:
      handouts recover 7k3mq-0xw2a
      handouts recover 7k3mq-0xw2a --date 2026-03-01 --out evidence
    """
    from handouts.passport.recovery import recover as make_again
    from handouts.source.workspace import write_atomically

    context.json = form == "json"
    asked = edition_named(edition)
    entries, findings = read_ledgers(context, ledgers)
    found = [entry for entry in entries if entry.edition == asked]
    entry = next((entry for entry in reversed(found) if day is None or entry.date <= day.date()), None)
    if entry is None:
        context.report([*findings, _not_there(asked, found, entries)], edition=asked, equal=False, path="")
        sys.exit(ExitCode.CONTENT)
    made = make_again(entry, _source(context))
    path = (out if out is not None else context.root / "output" / "recovered") / made.file
    written = made.data is not None and (made.equal or anyway)
    if made.data is not None and written:
        write_atomically(path, made.data)
    context.report(
        [*findings, *made.findings], edition=asked, equal=made.equal, path=str(path) if written else "",
        ledger=entry.as_json(),
    )  # fmt: skip
    if not context.json:
        verdict = "The same bytes as" if made.equal else "NOT the same bytes as"
        click.echo(f"{verdict} on {entry.date}.{'' if written else ' Nothing was written.'}", err=True)
        if written:
            click.echo(str(path))
    sys.exit(ExitCode.FINE if made.equal else ExitCode.CONTENT)


def _not_there(asked: str, found: Sequence[Entry], entries: Sequence[Entry]) -> Diagnostic:
    if not found:
        return unknown_edition(asked, entries)
    days = ", ".join(sorted({entry.date.isoformat() for entry in found}))
    return error("unknown-edition", None, f"The edition {asked} was not made up to that day.", f"It was on: {days}.")


def _source(context: Context) -> Source:
    from handouts.passport.recovery import Source
    from handouts.source.history import NoHistory, at_repository
    from handouts.source.workspace import read

    present, _ = read(context.root)
    try:
        return Source(present, at_repository(context.root))
    except NoHistory as problem:
        return Source(present, None, problem.message)
