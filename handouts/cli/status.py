"""`handouts status`: who has signed what, what has changed since, what is due."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Sequence

import click

from handouts.cli.context import Context
from handouts.cli.options import FORMAT, complete_handouts, day_of, day_option, languages_option
from handouts.cli.writing import opened
from handouts.diagnostics import has_errors
from handouts.reporting import exit_code

_USUAL_WIDTH = 80
_WIDEST = 120


@click.command()
@click.argument("handouts", nargs=-1, metavar="[HANDOUT]...", shell_complete=complete_handouts)
@languages_option("the workspace's")
@click.option(
    "--due", "months", type=click.IntRange(0, 600), metavar="MONTHS",
    help="Count as due what must be read again within so many months. Default: the workspace's warn_months.",
)  # fmt: skip
@day_option("Day to judge by.")
@FORMAT
@click.pass_obj
def status(
    context: Context,
    /,
    handouts: Sequence[str],
    languages: tuple[str, ...],
    months: int | None,
    date: datetime.datetime | None,
    form: str,
) -> None:
    """Show who has signed what, what has changed since, and what is due; the most urgent first.

    Tells of the sections of some handouts, or of all sections; how translations stand; and when the sources were
    last looked at. What has changed since a sign-off is asked of git.
    """
    from handouts.governance.status import Asked, status_of
    from handouts.governance.telling import status_lines

    context.json = form == "json"
    workspace, library, loaded = opened(context)
    found, wrong = status_of(workspace, library, Asked(tuple(handouts), languages, months), day_of(date))
    findings = (*loaded, *wrong)
    if context.json:
        context.report(findings, **found.as_json())
    else:
        if not has_errors(wrong):
            for line in status_lines(found, _width()):
                click.echo(click.style(line.text, fg=line.colour) if line.colour else line.text)
        context.show(findings)
    sys.exit(exit_code(findings))


def _width() -> int:
    """The width of the terminal; the usual one where there is none."""
    try:
        return min(max(os.get_terminal_size(sys.stdout.fileno()).columns, _USUAL_WIDTH // 2), _WIDEST)
    except (OSError, ValueError):
        return _USUAL_WIDTH
