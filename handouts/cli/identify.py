"""`handouts identify`: what a file or an edition id is, and whether it is current."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from handouts.cli.context import Context
from handouts.cli.ledgers import LEDGERS, edition_named, read_ledgers, unknown_edition
from handouts.cli.options import DATE, FORMAT, day_of
from handouts.reporting import ExitCode


@click.command(short_help="Say what a PDF or an edition id is, and whether it is current.")
@click.argument("what", metavar="FILE_OR_ID")
@LEDGERS
@DATE
@FORMAT
@click.pass_obj
def identify(
    context: Context, /, what: str, ledgers: Sequence[Path], date: datetime.datetime | None, form: str
) -> None:
    """Say what a finished PDF, or an edition id from the foot of a page, is: and whether it is current.

    Current means that the workspace would make the same edition today. If not, it is said what differs.
    A file that is there "but not with these bytes" was made with other versions of libraries, or was changed
    after it was built, or is one patient's copy under another name.

    \b
    Examples:
      handouts identify output/rls-overview_en_example-clinic_sheet_letter.pdf
      handouts identify 7k3mq-0xw2a
    """
    from handouts.passport.identify import Known, identify_file, identify_id, identity_lines
    from handouts.source.workspace import read_product

    context.json = form == "json"
    path = Path(what)
    if not path.exists() and path.suffix.lower() == ".pdf":
        raise click.UsageError(f"There is no file {what}.")
    data = read_product(path) if path.exists() else b""
    asked = "" if data or path.exists() else edition_named(what)
    entries, findings = read_ledgers(context, ledgers)
    known = Known(entries, context.library()[0], day_of(date))
    if asked:
        found = identify_id(asked, known)
        findings += () if found is not None else (unknown_edition(asked, entries),)
    else:
        found, wrong = identify_file(data, path.name, known)
        findings += wrong
    context.report(findings, identity=found.as_json() if found is not None else None)
    if found is not None and not context.json:
        click.echo("\n".join(identity_lines(found)))
    sys.exit(ExitCode.FINE if found is not None else ExitCode.CONTENT)
