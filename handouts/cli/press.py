"""`handouts press`: finished handouts as sheets to be folded, stapled or cut."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli.context import Context
from handouts.cli.options import FORMAT
from handouts.diagnostics import Diagnostic, Mark, error, has_errors
from handouts.reporting import ExitCode, counted, exit_code

if TYPE_CHECKING:
    from handouts.press.impose import PressOrder, PrintEdition

SCHEMES = click.Choice(["booklet", "2-up", "4-up", "tri-fold", "z-fold"])
PAPERS = click.Choice(["a4", "letter", "a3", "tabloid"])
_TURNS = {
    "short": "two-sided, turned on the short edge",
    "long": "two-sided, turned on the long edge",
    "none": "one-sided",
}


@click.command(short_help="Put finished PDFs on sheets: booklet, tri-fold, cards.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--impose", "scheme", required=True, type=SCHEMES, help="How the pages are put on sheets.")
@click.option("--paper", type=PAPERS, help="Sheet size. Default: A4 or Letter, whichever suits the pages.")
@click.option("--bleed", is_flag=True, help="Let colour run over the edge, with crop marks: for a print shop.")
@click.option("--mono", is_flag=True, help="Greys instead of colours.")
@click.option("--creep", type=float, default=0.0, metavar="MM", help="Booklet: thickness of a sheet, for the margins.")
@click.option("--rtl/--ltr", "rtl", default=None, help="Direction of reading. Default: what the PDF says.")
@click.option(
    "--flip", type=click.Choice(["short", "long"]), default=None,
    help="The only edge your printer can turn sheets on. Default: the right one for the scheme.",
)  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), help="PDF or folder to write. Default: beside each file.")
@FORMAT
def press(files: Sequence[Path], form: str, out: Path | None, **asked: Any) -> None:
    """Put the pages of finished PDFs on sheets that are folded, stapled or cut.

    The result is for printing only: it has no tags and claims no standard. Keep the PDF it was made from.
    If anything is wrong with one of the files, nothing is written.

    \b
    Examples:
      handouts press output/sleep-diary.pdf --impose booklet
      handouts press output/leaflet.pdf --impose tri-fold --paper letter --mono
      handouts press output/card.pdf --impose 4-up --bleed --out cards.pdf
    """
    from handouts.press.impose import impose
    from handouts.source.workspace import read_product

    context = Context(Path(), json=form == "json")
    order = _order(**asked)
    findings: list[Diagnostic] = []
    made: list[tuple[Path, Path, PrintEdition]] = []
    for path in files:
        imposed = impose(read_product(path), str(path), order)
        findings += imposed.findings
        if imposed.edition is not None:
            made.append((path, _target(path, out, imposed.edition), imposed.edition))
    findings += _collisions(files, [(path, target) for path, target, _ in made], out)
    if has_errors(findings):
        context.report(findings, products=[])
        if not context.json:
            click.echo("Nothing was written.", err=True)
        sys.exit(ExitCode.CONTENT)
    _deliver(context, made, findings)
    sys.exit(exit_code(findings))


def _order(scheme: str, paper: str | None, flip: Any, rtl: bool | None, **switches: Any) -> PressOrder:
    from handouts.press.impose import PressOrder

    direction: Any = "" if rtl is None else "rtl" if rtl else "ltr"
    return PressOrder(scheme, paper or "", direction=direction, flip=flip or "", **switches)


def _target(path: Path, out: Path | None, edition: PrintEdition) -> Path:
    """Where a print edition goes: the file asked for, or a name that says all about it."""
    if out is not None and out.suffix.lower() == ".pdf":
        return out
    from handouts.press.impose import print_name

    folder = out if out is not None else path.parent
    return folder / print_name(path.stem, edition)


def _collisions(files: Sequence[Path], made: Sequence[tuple[Path, Path]], out: Path | None) -> list[Diagnostic]:
    """Files that would be written twice, or over a file that is read."""
    findings = []
    read = {path.resolve(): path for path in files}
    written: dict[Path, Path] = {}
    for path, target in made:
        place = target.resolve()
        if place in read:
            message = f"{target} would take the place of a file that is read."
            findings.append(error("press-output", Mark(str(path)), message, "Give another --out."))
        elif place in written:
            message = f"{target} would be written twice: for {written[place]} and for {path}."
            hint = "Give a folder as --out." if out is not None and out == target else "Press them one by one."
            findings.append(error("press-output", Mark(str(path)), message, hint))
        written[place] = path
    return findings


def _deliver(context: Context, made: Sequence[tuple[Path, Path, PrintEdition]], findings: list[Diagnostic]) -> None:
    from handouts.source.workspace import write_atomically

    products: list[dict[str, object]] = []
    for path, target, edition in made:
        personal = "_personal" in path.stem
        write_atomically(target, edition.data, mode=0o600 if personal else None)
        digest = "" if personal else hashlib.sha256(edition.data).hexdigest()
        products.append({"path": str(target), "of": str(path), "sha256": digest, **edition.as_json()})
        if not context.json:
            click.echo(str(target))
    context.report(findings, products=products)
    if not context.json:
        for _, target, edition in made:
            click.echo(how_to_print(target.name, edition), err=True)


def how_to_print(name: str, edition: PrintEdition) -> str:
    """What to print and how, in a line."""
    from handouts.press.schemes import STOCKS

    sheets = counted(len(edition.arrangement.sheets), "sheet")
    blank = f", {counted(edition.blanks, 'place')} blank" if edition.blanks else ""
    paper = STOCKS[edition.order.paper].title
    how = _TURNS[edition.arrangement.turn]
    return f"{name}: {counted(edition.pages, 'page')} on {sheets} of {paper}{blank}. Print {how}, at actual size."
