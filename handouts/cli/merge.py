"""`handouts merge`: one document for each row of a list of people, or one print stack of them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli.context import Context
from handouts.cli.ledgers import Keeper, keeping_options
from handouts.cli.options import FILE, FOLDER, FORMAT, day_of, selection_options
from handouts.diagnostics import Diagnostic, has_errors
from handouts.reporting import ExitCode, counted

if TYPE_CHECKING:
    from handouts.build import Built
    from handouts.library import Library
    from handouts.merging import BadRow, MergeJob


@click.command(short_help="One document for each person of a list (mail merge).")
@selection_options
@click.option("--data", "data", required=True, type=FILE, metavar="FILE", help="The list: CSV (UTF-8) or XLSX.")
@click.option("--ignore", "ignored", multiple=True, metavar="COLUMN",
              help="A column not to read, by its name or letter. May be repeated.")  # fmt: skip
@click.option("--out", type=FOLDER, help="Folder for the documents. Default: output/merge in the workspace.")
@click.option("--stack", is_flag=True, help="One print file of all documents instead, behind a job ticket.")
@click.option("--duplex/--simplex", default=True, show_default=True, help="How the print file will be printed.")
@click.option("--shred", is_flag=True, help="Ask whether all has been printed; then overwrite and remove the files.")
@keeping_options
@FORMAT
@click.pass_obj
def merge(
    context: Context, /, form: str, data: Path, ignored: Sequence[str], out: Path | None, stack: bool, duplex: bool,
    shred: bool, **asked: Any,
) -> None:  # fmt: skip
    """Build one document for each row of a list of people.

    The first row names the columns: places in the handouts (patient.name, notes, plan.2), and if wanted handout,
    language, brand, layout, profile or paper, which then count for that row. Rows that are wrong are listed by their
    numbers and left out; the others are built. What the cells hold stands on the pages and nowhere else: files are
    named by row number and only you can read them.

    \b
    Examples:
      handouts merge rls-overview --data tomorrow.csv
      handouts merge --data tomorrow.xlsx --ignore Birthday --stack --shred
    """
    context.json = form == "json"
    if shred and not _at_terminal():
        raise click.UsageError("--shred asks whether all has been printed, so it needs a terminal.")
    keeper = Keeper(context, asked.pop("ledger"), off=asked.pop("no_ledger"))
    library, rows, findings = _planned(context, data, ignored, asked)
    if library is None or has_errors(findings):
        context.report(findings, products=[], bad_rows=[])
        if not context.json:
            click.echo("Nothing was written.", err=True)
        sys.exit(ExitCode.CONTENT)
    folder = out if out is not None else context.root / "output" / "merge"
    run = _Run(context, library, keeper, day_of(asked["date"]), data.name)
    made = run.stacked(rows, folder, two_sided=duplex) if stack else run.one_by_one(rows, folder)
    code = run.tell(made, findings)
    if shred and made.paths:
        _shred(context, made.paths)
    sys.exit(code)


def _at_terminal() -> bool:
    """Can somebody answer?"""
    return sys.stdin.isatty()


def _planned(
    context: Context, data: Path, ignored: Sequence[str], asked: dict[str, Any]
) -> tuple[Library | None, Sequence[MergeJob | BadRow], tuple[Diagnostic, ...]]:
    """The rows to build, with all that is wrong before anything is built."""
    from handouts.merging import plan_merge
    from handouts.resolving.plan import Selection
    from handouts.source.people import read_people
    from handouts.source.workspace import read_product

    library, findings = context.library()
    people, unread = read_people(read_product(data), data.name)
    findings = (*findings, *unread)
    if library is None or people is None:
        return None, (), findings
    if asked["require_signed"]:
        library = replace(library, settings=replace(library.settings, require_signed=True))
    wishes = {key: value for key, value in asked.items() if key not in ("date", "require_signed")}
    planned = plan_merge(library, people, Selection(**{**wishes, "handouts": tuple(wishes["handouts"])}), ignored)
    return library, planned.rows or (), (*findings, *planned.findings)


@dataclass(slots=True)
class _Products:
    """What was written and what was not."""

    paths: list[Path]
    products: list[dict[str, object]]
    bad: list[BadRow]
    findings: list[Diagnostic]
    conformant: bool = True


class _Run:
    """One run over a list."""

    def __init__(self, context: Context, library: Library, keeper: Keeper, day: Any, name: str) -> None:
        self._context = context
        self._library = library
        self._keeper = keeper
        self._day = day
        self._name = name
        self._recorded: set[str] = set()

    def one_by_one(self, rows: Sequence[MergeJob | BadRow], folder: Path) -> _Products:
        """A file for each row."""
        from handouts.source.workspace import write_atomically

        made = self._fresh(rows)
        for job, built in self._built(rows, made):
            assert built.pdf is not None and built.record is not None
            path = folder / job.file
            write_atomically(path, built.pdf.data, mode=0o600)
            made.paths.append(path)
            made.products.append(self._product(job, built, path))
        return made

    def stacked(self, rows: Sequence[MergeJob | BadRow], folder: Path, *, two_sided: bool) -> _Products:
        """One print file, the documents in the order of the list."""
        from handouts.source.workspace import write_atomically
        from handouts.stacking import StackOrder, make_stack, ticket_words

        made = self._fresh(rows)
        kept = sorted(((job, built) for job, built in self._built(rows, made)), key=lambda pair: pair[0].row)
        if not kept:
            return made
        words, unknown = ticket_words(self._context.root, "en")
        documents = [built.pdf.data for _, built in kept if built.pdf is not None]
        order = StackOrder(two_sided)
        result = make_stack([job.file for job, _ in kept], lambda at: documents[at], words, order)
        made.findings += (*unknown, *result.findings)
        if result.stack is not None:
            path = folder / f"stack_{self._day.isoformat()}_personal.pdf"
            write_atomically(path, result.stack.data, mode=0o600)
            made.paths.append(path)
            made.products += [self._product(job, built, path) for job, built in kept]
        return made

    def tell(self, made: _Products, findings: Sequence[Diagnostic]) -> ExitCode:
        """What was made and which rows were not, to whoever asked."""
        made.bad.sort(key=lambda bad: bad.row)
        wrong = [finding for bad in made.bad for finding in bad.findings]
        listed = [{"row": bad.row, "findings": [f.as_json() for f in bad.findings]} for bad in made.bad]
        told = list(dict.fromkeys((*findings, *made.findings)))
        if self._context.json:
            self._context.report([*told, *wrong], products=made.products, bad_rows=listed)
        else:
            for path in made.paths:
                click.echo(str(path))
            self._context.show([*told, *wrong])
            numbers = ", ".join(str(bad.row) for bad in made.bad)
            click.echo(f"{counted(len(made.products), 'document')} built.", err=True)
            if made.bad:
                click.echo(f"Left out: {counted(len(made.bad), 'row')} ({numbers}).", err=True)
        if made.bad or has_errors(made.findings):
            return ExitCode.CONTENT
        return ExitCode.FINE if made.conformant else ExitCode.NOT_CONFORMANT

    @staticmethod
    def _fresh(rows: Sequence[MergeJob | BadRow]) -> _Products:
        from handouts.merging import BadRow

        return _Products([], [], [row for row in rows if isinstance(row, BadRow)], [])

    def _built(self, rows: Sequence[MergeJob | BadRow], made: _Products) -> Any:
        """Jobs with what was built of them; a row that fails joins the bad ones.

        The first document of each kind is checked against the standards: the others are the same plate.
        """
        from handouts.build import build
        from handouts.merging import BadRow, in_row, jobs_of
        from handouts.plates import Plates
        from handouts.press.verify import verify

        checked = set()
        plates = Plates(self._context.store())
        for job in jobs_of(rows):
            built = build(self._library, job.request, date=self._day, personal=job.personal, plates=plates)
            if built.pdf is None or built.record is None:
                made.bad.append(BadRow(job.row, in_row(job.row, self._name, built.findings)))
                continue
            if built.record.edition not in self._recorded:
                self._recorded.add(built.record.edition)
                made.findings += self._keeper.add(built)
            if job.request not in checked:
                checked.add(job.request)
                made.findings += built.findings
                result = verify(built.pdf.data, job.file)
                made.findings += result.findings
                made.conformant = made.conformant and result.passed
            yield job, built
        if plates.store is not None:
            plates.store.trim()

    @staticmethod
    def _product(job: MergeJob, built: Built, path: Path) -> dict[str, object]:
        assert built.record is not None
        return {"row": job.row, "path": str(path), **built.record.as_json(), "file": path.name, "findings": []}


def _shred(context: Context, paths: Sequence[Path]) -> None:
    """After a person's yes, the files are overwritten and removed."""
    from handouts.source.writing import erase

    sure = click.confirm(f"Has all of it been printed? {counted(len(paths), 'file')} will be removed", err=True)
    if not sure:
        click.echo("The files are still there.", err=True)
        return
    left = erase(paths)
    for path in left:
        click.echo(f"Could not remove {path}.", err=True)
    click.echo(f"{counted(len(paths) - len(left), 'file')} removed.", err=True)
    if left:
        sys.exit(ExitCode.ENVIRONMENT)
