"""`handouts check`: everything that is wrong with the content, without writing anything."""

from __future__ import annotations

import sys
from typing import Any

import click

from handouts.cli.context import Context
from handouts.cli.making import build_all
from handouts.cli.options import FORMAT, selection_options
from handouts.reporting import counted, exit_code


@click.command()
@selection_options
@FORMAT
@click.pass_obj
def check(context: Context, /, form: str, **asked: Any) -> None:
    """Check the content and templates; write nothing.

    Every handout is set in every language and brand asked for, so that what cannot be laid out is found too.
    Without --brand all brands are checked. All translations are compared with their sources, number by number.
    """
    from handouts.build import told_once
    from handouts.checks import check_translations

    context.json = form == "json"
    library, _ = context.library()
    if not asked["brands"]:
        asked["brands"] = tuple(library.brands) if library is not None else ()
    builts, findings = build_all(context, asked, (), None)
    if library is not None:
        findings = told_once(findings, check_translations(library))
    context.report(findings, checked=len(builts))
    if not context.json:
        click.echo(f"{counted(len(builts), 'edition')} checked{'' if findings else ': nothing found'}.", err=True)
    sys.exit(exit_code(findings))
