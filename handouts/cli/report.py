"""`handouts report`: how everything stands, as a PDF to file, as CSV for a spreadsheet, or as JSON."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli.context import Context
from handouts.cli.ledgers import LEDGERS, read_ledgers
from handouts.cli.options import FOLDER, PAPER, day_of, day_option
from handouts.cli.writing import opened
from handouts.diagnostics import Diagnostic, has_errors
from handouts.reporting import ExitCode, counted, exit_code

if TYPE_CHECKING:
    from handouts.library import Library
    from handouts.passport.entry import Entry
    from handouts.reports.facts import Facts, Period
    from handouts.reports.files import FileCheck

_TABLES = ("coverage", "texts", "due", "reading", "evidence", "conformance", "editions")
_A_YEAR = 12  # months back, without --since
_MANY = 10  # files from which we say beforehand that checking takes its time


@click.command(short_help="Make a report to file: what is signed, due, cited, checked, given out.")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE.pdf|FOLDER",
    help="Where the PDF or the CSV files go. Default: output/ in the workspace.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True,
    help="text: the PDF. json: everything for a program, and the PDF if --out names one. csv: one file for each table.",
)  # fmt: skip
@click.option("--table", type=click.Choice(_TABLES), help="With --format csv: only this table, to standard output.")
@click.option(
    "--since", metavar="YYYY-MM-DD", type=click.DateTime(["%Y-%m-%d"]),
    help="Tell of editions recorded on this day or later: the day of your last report. Default: a year ago.",
)  # fmt: skip
@click.option(
    "--months", type=click.IntRange(1, 60), default=12, show_default=True, metavar="N",
    help="Look ahead this many months, the present one counted.",
)  # fmt: skip
@click.option("--lang", "-l", "language", default="", metavar="TAG", help="Language of the report.")
@click.option("--brand", "-b", default="", metavar="BRAND", help="Brand of the report.")
@PAPER
@click.option(
    "--files", "folder", type=FOLDER, metavar="FOLDER",
    help="Where the finished files lie that are checked. Default: output/ in the workspace.",
)  # fmt: skip
@click.option("--no-verify", is_flag=True, help="Do not check the finished files; the report says so.")
@LEDGERS
@day_option("Day to judge by.")
@click.pass_obj
def report(context: Context, /, form: str, table: str | None, out: Path | None, no_verify: bool, **asked: Any) -> None:
    """Make a report for the clinic's files: what is signed in which language, what is due, reading estimates, sources
    used, whether the finished files pass PDF/UA-1 and PDF/A-2a, and which editions were given out.

    \b
    Examples:
      handouts report --since 2026-01-01
      handouts report --lang es --out report.pdf --months 6
      handouts report --format csv --out tables
      handouts report --format csv --table due
    """
    from handouts.reports.facts import Recorded, gather
    from handouts.reports.tables import as_json

    context.json = form == "json"
    _understand(form, table, out)
    period = _period(asked)
    workspace, library, loaded = opened(context)
    if has_errors(loaded):
        context.report(loaded)
        _say(context, "Nothing was written: a report on content with errors would be wrong.")
        sys.exit(ExitCode.CONTENT)
    entries, damage = read_ledgers(context, asked["ledgers"])
    wanted = table in (None, "conformance") and not no_verify
    recorded = Recorded(entries, damage, _checked(context, entries, asked["folder"]) if wanted else None)
    facts, found = gather(workspace, library, recorded, period)
    files, conformant, more = _write(context, library, facts, {**asked, "out": out, "form": form, "table": table})
    findings = (*loaded, *damage, *found, *more)
    context.report(findings, **as_json(facts), written=[str(path) for path in files])
    if has_errors(more):
        _say(context, "Nothing was written.")
        sys.exit(ExitCode.CONTENT)
    _show(context, library, facts, files)
    broken = any(check.outcome == "failed" for check in recorded.files or ())
    sys.exit(exit_code(findings, conformant=conformant and not broken))


def _understand(form: str, table: str | None, out: Path | None) -> None:
    """Raises UsageError for options that do not go together."""
    if table and form != "csv":
        raise click.UsageError("--table needs --format csv.")
    if table and out:
        raise click.UsageError("--table writes to standard output; leave --out away, or leave --table away.")
    if form == "csv" and out and out.suffix.lower() == ".pdf":
        raise click.UsageError("--format csv writes several files: name a folder with --out.")


def _period(asked: dict[str, Any]) -> Period:
    from handouts.reports.facts import Period
    from handouts.resolving.signed import add_months

    today = day_of(asked["date"])
    since = asked["since"].date() if asked["since"] else add_months(today, -_A_YEAR)
    if since > today:
        raise click.UsageError(f"--since {since} is after the day of the report, {today}.")
    return Period(today, since, asked["months"])


def _checked(context: Context, entries: Sequence[Entry], folder: Path | None) -> tuple[FileCheck, ...]:
    """The files that the ledger names, looked for in the folder of the products and checked."""
    from handouts.reports.files import check_files, files_named

    home = folder or context.root / "output"
    there = [name for name in files_named(entries) if (home / name).is_file()]
    if len(there) >= _MANY:
        _say(context, f"Checking {counted(len(there), 'file')}; --no-verify leaves that out.")
    return check_files(entries, _reader(home))


def _reader(folder: Path) -> Callable[[str], bytes | None]:
    from handouts.source.workspace import read_product

    return lambda name: read_product(folder / name) if (folder / name).is_file() else None


def _write(
    context: Context, library: Library, facts: Facts, asked: dict[str, Any]
) -> tuple[list[Path], bool, tuple[Diagnostic, ...]]:
    """Write what was asked for: the files, whether the PDF conforms, and what is wrong."""
    from handouts.reports.tables import TABLES, as_csv
    from handouts.source.workspace import write_together

    out, form = asked["out"], asked["form"]
    if form == "csv":
        if asked["table"]:
            click.echo(as_csv(facts, asked["table"]), nl=False)
            return [], True, ()
        folder = out or context.root / "output" / f"report_{facts.period.date}"
        texts = {folder / f"{name}.csv": as_csv(facts, name) for name in TABLES}
        write_together([(path, text.encode(), None) for path, text in texts.items()])
        return list(texts), True, ()
    if form == "json" and out is None:
        return [], True, ()
    return _write_pdf(library, facts, out or context.root / "output", asked)


def _write_pdf(
    library: Library, facts: Facts, out: Path, asked: dict[str, Any]
) -> tuple[list[Path], bool, tuple[Diagnostic, ...]]:
    """Set, check and write the PDF."""
    from handouts.press.verify import verify
    from handouts.reports.pages import report
    from handouts.resolving.plan import Selection
    from handouts.source.workspace import write_atomically

    languages, brands = (tuple(filter(None, (asked[name],))) for name in ("language", "brand"))
    made = report(library, facts, Selection(languages=languages, brands=brands, paper=asked["paper"]))
    if isinstance(made, tuple):
        return [], True, made
    if made.pdf is None or made.edition is None:
        return [], True, made.findings
    name = f"report_{facts.period.date}_{made.edition.language}.pdf"
    path = out if out.suffix.lower() == ".pdf" else out / name
    write_atomically(path, made.pdf.data)
    result = verify(made.pdf.data, path.name)
    return [path], result.passed, (*made.findings, *result.findings)


def _show(context: Context, library: Library, facts: Facts, files: Sequence[Path]) -> None:
    """The report in a few lines for a person, and where it is."""
    from handouts.reports.phrases import Phrases, glance

    if context.json:
        return
    for line in glance(facts, Phrases("en", library.wording["en"].texts)) if "en" in library.wording else ():
        click.echo(line, err=True)
    for path in files:
        click.echo(str(path))


def _say(context: Context, text: str) -> None:
    if not context.json:
        click.echo(text, err=True)
