"""`handouts build`: what was asked for as PDFs, verified and written."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli.context import Context
from handouts.cli.ledgers import Keeper, keeping_options
from handouts.cli.making import build_all
from handouts.cli.options import FILE, FOLDER, FORMAT, HELP, selection_options
from handouts.cli.press import how_to_print
from handouts.diagnostics import Diagnostic, has_errors
from handouts.records import dataclass
from handouts.reporting import ExitCode, counted, exit_code

if TYPE_CHECKING:
    from handouts.build import Built
    from handouts.press.impose import PrintEdition


@click.command()
@selection_options
@click.option("--out", type=FOLDER, help=HELP["out"])
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help=HELP["set"])
@click.option("--set-file", type=FILE, help=HELP["set-file"])
@click.option(
    "--also", multiple=True, type=click.Choice(["html"]), help="Make an accessible HTML file beside each PDF."
)
@keeping_options
@FORMAT
@click.pass_obj
def build(
    context: Context, /, form: str, out: Path | None, settings: Sequence[str], set_file: Path | None, **asked: Any
) -> None:
    """Build handouts as PDF; all of them when none is named.

    Every file is checked against PDF/UA-1 and PDF/A-2a, and measured as a page (preflight). If anything in the
    content is wrong, all of it is reported and nothing is written. Folded layouts (tri-fold, z-fold, booklet) also
    make a file for the printer.

    \b
    Examples:
      handouts build vitamins-and-rls --lang en --paper letter
      handouts build rls-overview --brand example-pharmacy --mono
      handouts build rls-overview --layout booklet --profile clear-14
      handouts build rls-overview --lang en+ar
      handouts build magnesium-and-rls+rls-overview
      handouts build rls-overview --also html
      handouts build rls-overview --set patient.name='Sam Sample' --set plan.1=yes
    """
    context.json = form == "json"
    keeper = Keeper(context, asked.pop("ledger"), off=asked.pop("no_ledger"))
    builts, findings = build_all(context, asked, settings, set_file)
    printed, unprintable = _print_editions(builts) if not has_errors(findings) else ({}, [])
    findings = (*findings, *unprintable)
    if has_errors(findings):
        context.report(findings, products=[])
        if not context.json:
            click.echo("Nothing was written.", err=True)
        sys.exit(ExitCode.CONTENT)
    folder = out if out is not None else context.root / "output"
    sys.exit(_deliver(context, _Made(builts, printed, findings), folder, keeper))


@dataclass(frozen=True, slots=True)
class _Made:
    """What a run has made: documents, the print editions of some of them by file name, and what was found."""

    builts: Sequence[Built]
    printed: Mapping[str, PrintEdition]
    findings: Sequence[Diagnostic]


def _print_editions(builts: Sequence[Built]) -> tuple[dict[str, PrintEdition], list[Diagnostic]]:
    """Sheets for the printer, for documents whose layout is folded or cut; the colours are the document's own."""
    if not any(built.edition is not None and built.edition.layout.impose for built in builts):
        return {}, []
    from handouts.press.impose import PressOrder, impose

    printed: dict[str, PrintEdition] = {}
    findings: list[Diagnostic] = []
    for built in builts:
        assert built.pdf is not None and built.record is not None and built.edition is not None
        scheme = built.edition.layout.impose
        if scheme:
            imposed = impose(built.pdf.data, built.record.file, PressOrder(scheme, built.request.paper))
            findings += imposed.findings
            if imposed.edition is not None:
                printed[built.record.file] = imposed.edition
    return printed, findings


def _deliver(context: Context, made: _Made, folder: Path, keeper: Keeper) -> ExitCode:
    """Record, write and verify the products, tell their paths."""
    from handouts.cli.keeping import verified
    from handouts.source.workspace import write_atomically, write_together

    store = context.store()
    products: list[dict[str, object]] = []
    failed: list[Diagnostic] = []
    paths: list[Path] = []
    conformant = True
    for built in made.builts:
        assert built.pdf is not None and built.record is not None
        path = folder / built.record.file
        personal = not built.record.sha256
        mode = 0o600 if personal else None
        failed += keeper.add(built)
        html = path.with_suffix(".html")
        twin = [(html, built.html.encode(), mode)] if built.html else []
        write_together([(path, built.pdf.data, mode), *twin])
        result = verified(built.pdf.data, built.record.file, None if personal else store)
        conformant = conformant and result.passed
        failed += result.findings
        products.append({"path": str(path), **built.record.as_json(), "conformant": result.passed})
        paths += [path, *(place for place, _, _ in twin)]
        products[-1] |= {"html": {"path": str(html)}} if twin else {}
        sheets = made.printed.get(built.record.file)
        if sheets is not None:
            paths.append(_print_path(path, sheets))
            write_atomically(paths[-1], sheets.data, mode=mode)
            products[-1]["print"] = {"path": str(paths[-1]), **sheets.as_json()}
    if not context.json:
        click.echo("\n".join(map(str, paths)))
    context.report([*made.findings, *failed], products=products)
    if not context.json:
        wrong = "NOT all pass PDF/UA-1, PDF/A-2a, structure and preflight; see verify"
        verdict = "PDF/UA-1 and PDF/A-2a passed" if conformant else wrong
        click.echo(f"{counted(len(products), 'handout')} built. {verdict}.", err=True)
        for file, sheets in made.printed.items():
            click.echo(how_to_print(_print_path(Path(file), sheets).name, sheets), err=True)
    return exit_code(made.findings, conformant=conformant)


def _print_path(path: Path, sheets: PrintEdition) -> Path:
    """Where the sheets for the printer go, beside the PDF they were made of."""
    from handouts.press.impose import print_name  # brings pypdf: only folded layouts pay

    return path.with_name(print_name(path.stem, sheets))
