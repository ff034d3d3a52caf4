"""`handouts translate`: translations out to translators and back in, and how they stand."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli.options import DRY_RUN, FORMAT
from handouts.cli.writing import finish, opened
from handouts.diagnostics import Diagnostic, Mark, has_errors
from handouts.reporting import counted, exit_code, table

if TYPE_CHECKING:
    from handouts.cli.context import Context
    from handouts.library import Library
    from handouts.source.workspace import Workspace

_ENDS = {"po": ".po", "xliff": ".xlf"}


@click.group(short_help="Send texts to translators and take them back.")
def translate() -> None:
    """Send texts to translators and take them back.

    \b
    The circle:
      handouts translate status              how each section stands
      handouts translate export es           write a file for the translator
      handouts translate import es.po        check it and put it into the YAML files
      handouts translate update es iron      a person has looked: it is up to date
    """


@translate.command()
@click.option("--lang", "-l", "tags", multiple=True, metavar="TAG[,TAG]", help="Languages. Default: all there are.")
@FORMAT
@click.pass_obj
def status(context: Context, /, form: str, tags: Sequence[str]) -> None:
    """Show how each section stands in each language, with counts.

    current: made from the present English text and written or signed by a person; unreviewed: a machine's draft
    nobody has signed; stale: the English text has changed since; stale-safety: the same for doses and warnings,
    which stops a build; missing: not there.
    """
    from handouts.exchange.standing import counts, languages, rows, standings

    context.json = form == "json"
    library, findings = context.library()
    asked = tuple(part.strip() for tag in tags for part in tag.split(",") if part.strip())
    findings = (*findings, *(wrong for tag in asked for wrong in _language(tag)))
    found = standings(library, asked or languages(library)) if library is not None else ()
    listed = [
        {"section": s.section, "language": s.language, "safety": s.safety, "state": s.state} for s in found
    ]  # fmt: skip
    context.report(findings, languages=counts(found), sections=listed)
    if not context.json:
        click.echo("\n".join(table(rows(found))))
    sys.exit(exit_code(findings))


@translate.command("export")
@click.argument("language", metavar="LANG")
@click.argument("sections", nargs=-1, metavar="[SECTION]...")
@click.option("--to", "kind", type=click.Choice(["po", "xliff"]), default="po", show_default=True, help="The format.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="The file to write. Default: output/translations/LANG.po or .xlf in the workspace.",
)  # fmt: skip
@click.pass_obj
def export(context: Context, /, language: str, sections: Sequence[str], kind: str, out: Path | None) -> None:
    """Write the texts of LANG for a translator; all sections when none is named.

    PO opens in Poedit and Weblate, XLIFF 2.0 in OmegaT and most agencies' programs. Present translations are in
    the file; where the English text has changed they are marked fuzzy (PO) or initial (XLIFF).
    """
    from handouts.exchange.catalog import chosen_sections, collect
    from handouts.exchange.po import write_po
    from handouts.exchange.xliff import write_xliff
    from handouts.source.workspace import write_atomically

    workspace, library, findings = _opened(context, language)
    names, unknown = chosen_sections(library, sections)
    catalog, unread = collect(workspace, library, language, names)
    findings = (*findings, *unknown, *unread)
    _stop_on_errors(context, findings)
    path = out or context.root / "output" / "translations" / f"{language}{_ENDS[kind]}"
    write_atomically(path, write_po(catalog) if kind == "po" else write_xliff(catalog))
    click.echo(f"{counted(len(catalog.messages), 'text')} of {counted(len(names), 'section')} written.", err=True)
    click.echo(str(path))


@translate.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@DRY_RUN
@click.option(
    "--by", type=click.Choice(["person", "machine"]),
    help="Who translated. New files are a machine's when it is not said, which handouts show until sign-off.",
)  # fmt: skip
@FORMAT
@click.pass_obj
def import_(context: Context, /, file: Path, dry_run: bool, by: Any, form: str) -> None:
    """Check a translator's FILE (PO or XLIFF 2) and put its texts into the YAML files.

    Shows every change as a diff. Changed numbers, placeholders, citations or links, and broken markup are errors;
    on any error nothing is written.
    """
    from handouts.exchange.importing import plan_import
    from handouts.exchange.reading import read_catalog
    from handouts.source.workspace import read_product

    context.json = form == "json"
    catalog, findings = read_catalog(read_product(file), str(file))
    if catalog is None or has_errors(findings):
        context.report(findings, changes=[], written=False)
        sys.exit(exit_code(findings))
    workspace, library, _ = opened(context)
    plan = plan_import(workspace, library, catalog, by)
    shown = [change.diff() for change in plan.changes]
    finish(context, plan.changes, plan.findings, shown=shown, dry_run=dry_run)


@translate.command()
@click.argument("language", metavar="LANG")
@click.argument("sections", nargs=-1, metavar="[SECTION]...")
@DRY_RUN
@FORMAT
@click.pass_obj
def update(context: Context, /, language: str, sections: Sequence[str], dry_run: bool, form: str) -> None:
    """Say that translations are up to date, after a person has compared them with the English text.

    Takes stale sections only, all of LANG when none is named. Refused where the blocks differ or the number lock
    finds a difference.
    """
    from handouts.exchange.catalog import chosen_sections
    from handouts.exchange.renewing import plan_update

    context.json = form == "json"
    workspace, library, findings = _opened(context, language)
    names, unknown = chosen_sections(library, sections)
    findings = (*findings, *unknown)
    plan = plan_update(workspace, library, language, names, named=bool(sections))
    shown = [change.diff() for change in plan.changes]
    finish(context, plan.changes, (*findings, *plan.findings), shown=shown, dry_run=dry_run)


def _opened(context: Context, language: str) -> tuple[Workspace, Library, tuple[Diagnostic, ...]]:
    """The workspace, its library, and what is wrong with the language; a translation may be the repair of a file."""
    workspace, library, _ = opened(context)
    return workspace, library, _language(language)


def _language(tag: str) -> tuple[Diagnostic, ...]:
    from dataclasses import replace

    from handouts.resolving.translated import SOURCE
    from handouts.source.files import check_language

    if tag == SOURCE:
        raise click.UsageError("English is the language that translations are made from.")
    return tuple(replace(finding, mark=None) for finding in check_language(tag, Mark("")))


def _stop_on_errors(context: Context, findings: Sequence[Diagnostic]) -> None:
    context.show(findings)
    if has_errors(findings):
        click.echo("Nothing was written.", err=True)
        sys.exit(exit_code(findings))
