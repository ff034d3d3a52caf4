"""`handouts build`: what was asked for as PDFs, verified and written."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli.context import Context
from handouts.cli.ledgers import Keeper, keeping_options
from handouts.cli.making import build_all
from handouts.cli.options import FILE, FOLDER, FORMAT, HELP, selection_options
from handouts.diagnostics import Diagnostic, has_errors
from handouts.reporting import ExitCode, counted, exit_code

if TYPE_CHECKING:
    from handouts.build import Built


@click.command()
@selection_options
@click.option("--out", type=FOLDER, help=HELP["out"])
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help=HELP["set"])
@click.option("--set-file", type=FILE, help=HELP["set-file"])
@keeping_options
@FORMAT
@click.pass_obj
def build(
    context: Context, /, form: str, out: Path | None, settings: Sequence[str], set_file: Path | None, **asked: Any
) -> None:
    """Build handouts as PDF; all of them when none is named.

    Every file is checked against PDF/UA-1 and PDF/A-2a. If anything in the content is wrong, all of it is
    reported and nothing is written.

    \b
    Examples:
      handouts build vitamins-and-rls --lang en --paper letter
      handouts build rls-overview --brand example-pharmacy --mono
      handouts build rls-overview --set patient.name='Sam Sample' --set plan.1=yes
    """
    context.json = form == "json"
    keeper = Keeper(context, asked.pop("ledger"), off=asked.pop("no_ledger"))
    builts, findings = build_all(context, asked, settings, set_file)
    if has_errors(findings):
        context.report(findings, products=[])
        if not context.json:
            click.echo("Nothing was written.", err=True)
        sys.exit(ExitCode.CONTENT)
    folder = out if out is not None else context.root / "output"
    sys.exit(_deliver(context, builts, findings, folder, keeper))


def _deliver(
    context: Context, builts: Sequence[Built], findings: Sequence[Diagnostic], folder: Path, keeper: Keeper
) -> ExitCode:
    """Record, write and verify the products, tell their paths."""
    from handouts.press.verify import verify
    from handouts.source.workspace import write_atomically

    products: list[dict[str, object]] = []
    failed: list[Diagnostic] = []
    conformant = True
    for built in builts:
        assert built.pdf is not None and built.record is not None
        path = folder / built.record.file
        failed += keeper.add(built)
        write_atomically(path, built.pdf.data, mode=0o600 if path.stem.endswith("_personal") else None)
        result = verify(built.pdf.data, built.record.file)
        conformant = conformant and result.passed
        failed += result.findings
        products.append({"path": str(path), **built.record.as_json(), "conformant": result.passed})
        if not context.json:
            click.echo(str(path))
    context.report([*findings, *failed], products=products)
    if not context.json:
        verdict = "PDF/UA-1 and PDF/A-2a passed" if conformant else "NOT all pass PDF/UA-1 and PDF/A-2a; see verify"
        click.echo(f"{counted(len(products), 'handout')} built. {verdict}.", err=True)
    return exit_code(findings, conformant=conformant)
