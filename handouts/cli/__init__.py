"""The command line: parse, call one function, show the report, exit code. The only place that prints or asks the clock.

Paths go to standard output, everything else to standard error.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli.boundary import boundary
from handouts.cli.options import FILE, FOLDER, FORMAT, HELP, day_of, selection_options
from handouts.cli.translate import translate
from handouts.diagnostics import Diagnostic, Mark, error, has_errors
from handouts.reporting import ExitCode, as_json, colour_of, counted, exit_code, finding_lines, summary

if TYPE_CHECKING:
    from handouts.build import Built
    from handouts.edition import Personal
    from handouts.library import Library

_EPILOG = """\b
Exit codes: 0 fine, 1 something in the content is wrong, 2 the command was not understood,
3 made but it fails PDF/UA-1 or PDF/A-2a, 4 the machine said no (disk, permission),
5 a bug of ours, 130 stopped by Ctrl-C.

\b
Shell completion, here for bash (also zsh_source, fish_source):
  eval "$(_HANDOUTS_COMPLETE=bash_source handouts)"
"""


@dataclass(slots=True)
class Context:
    """What every command needs: the workspace folder and the form of the report."""

    root: Path
    json: bool
    _opened: tuple[Library | None, tuple[Diagnostic, ...]] | None = None

    def show(self, findings: Iterable[Diagnostic]) -> None:
        """Findings for a person, on standard error."""
        listed = list(findings)
        for finding in listed:
            head, hint = finding_lines(finding)
            click.secho(head, fg=colour_of(finding), err=True)
            if hint:
                click.echo(hint, err=True)
        if listed:
            click.echo(summary(listed), err=True)

    def report(self, findings: Sequence[Diagnostic], **fields: Any) -> None:
        """The whole report as JSON, or the findings alone for a person."""
        if self.json:
            click.echo(as_json({**fields, "findings": [finding.as_json() for finding in findings]}))
        else:
            self.show(findings)

    def library(self) -> tuple[Library | None, tuple[Diagnostic, ...]]:
        """The checked workspace, with everything that is wrong with it."""
        from handouts.source.loading import open_library

        if self._opened is None:
            self._opened = open_library(self.root)
        return self._opened


class _Commands(click.Group):
    """The commands; surprises inside one end at the boundary, complaints about the command line stay click's."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        with boundary():
            return super().invoke(ctx)


@click.group(
    cls=_Commands, epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)  # fmt: skip
@click.option(
    "-C", "directory", type=click.Path(file_okay=False, path_type=Path), default=Path(), metavar="DIR",
    help="Work in this workspace instead of the current folder.",
)  # fmt: skip
@click.version_option(package_name="handouts", message="handouts %(version)s")
@click.pass_context
def cli(ctx: click.Context, directory: Path) -> None:
    """Build printable patient handouts from reviewed content.

    \b
    A first walk:
      handouts init my-clinic       make a workspace with starter content
      cd my-clinic
      handouts list                 see what there is
      handouts build                make every handout, into output/
      handouts verify output/*.pdf  check the finished files
    """
    ctx.obj = Context(directory, json=False)
    if os.environ.get("NO_COLOR"):  # no-color.org; click itself knows only whether this is a terminal
        ctx.color = False


@cli.command(short_help="Make a new workspace with starter content.")
@click.argument("target", type=click.Path(path_type=Path), metavar="DIR")
def init(target: Path) -> None:
    """Make a new workspace in DIR: starter content, templates, two example brands."""
    from handouts.source.workspace import init as make

    written = make(target)
    _write_schemas(target / "schemas")
    click.echo(f"Made a workspace of {counted(len(written), 'file')}.", err=True)
    click.echo(f"Next: cd {target} && handouts build", err=True)
    click.echo(str(target))


@cli.command("list")
@click.option("--languages", is_flag=True, help="Show how each handout stands in each language instead.")
@FORMAT
@click.pass_obj
def list_(context: Context, /, form: str, languages: bool) -> None:
    """List the handouts with their titles, languages and codes.

    With --languages: a table of handout, language and state. current: made from the present English text and
    written or signed by a person; unreviewed: a machine's draft nobody has signed; stale: the English text has
    changed since; stale-safety: the same for warnings and doses, which stops a build; missing: not all there.
    """
    from handouts.inventory import inventory, inventory_table, language_table

    context.json = form == "json"
    library, findings = context.library()
    entries = inventory(library) if library is not None else []
    context.report(findings, handouts=entries)
    if entries and not context.json:
        click.echo("\n".join(language_table(entries) if languages else inventory_table(entries)))
    sys.exit(exit_code(findings))


@cli.command()
@selection_options
@click.option("--out", type=FOLDER, help=HELP["out"])
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help=HELP["set"])
@click.option("--set-file", type=FILE, help=HELP["set-file"])
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
    builts, findings = _build_all(context, asked, settings, set_file)
    if has_errors(findings):
        context.report(findings, products=[])
        if not context.json:
            click.echo("Nothing was written.", err=True)
        sys.exit(ExitCode.CONTENT)
    folder = out if out is not None else context.root / "output"
    sys.exit(_deliver(context, builts, findings, folder))


def _build_all(
    context: Context, asked: dict[str, Any], settings: Sequence[str], set_file: Path | None
) -> tuple[list[Built], tuple[Diagnostic, ...]]:
    """Everything asked for, in memory, and all that is wrong with it."""
    from handouts.build import build as make
    from handouts.build import examine, told_once
    from handouts.resolving.plan import Selection, plan

    library, findings = context.library()
    if library is None:
        return [], told_once(findings, ())
    day = day_of(asked.pop("date"))
    selection = Selection(**{k: v for k, v in asked.items() if k != "handouts"}, handouts=tuple(asked["handouts"]))
    requests, unknown = plan(library, selection)
    if not library.handouts and not has_errors((*findings, *unknown)):
        hint = "Write content/handouts/NAME.yaml; handouts init FOLDER shows some."
        unknown = (error("workspace", Mark("content/handouts"), "There are no handouts in this workspace.", hint),)
    personal, personal_findings = _personal(library, [r.handout for r in requests], settings, set_file)
    findings = (*findings, *unknown, *personal_findings)
    if has_errors(findings):  # a library that came with errors is partial: look further, but set nothing
        builts = [examine(library, request, date=day) for request in requests]
    else:
        builts = [make(library, request, date=day, personal=personal) for request in requests]
    return builts, told_once(findings, (finding for built in builts for finding in built.findings))


def _personal(
    library: Library, handouts: Sequence[str], settings: Sequence[str], set_file: Path | None
) -> tuple[Personal, tuple[Diagnostic, ...]]:
    from handouts.build import personal_names
    from handouts.edition import Personal
    from handouts.source.personal import parse_file, parse_settings, personal_values
    from handouts.source.workspace import read_values

    if not settings and set_file is None:
        return Personal(), ()
    given, findings = parse_settings(settings)
    if set_file is not None:
        text, unread = read_values(set_file)
        from_file, more = parse_file(text, set_file.name) if text is not None else ((), ())
        given, findings = (*from_file, *given), (*unread, *more, *findings)
    names, checklists = personal_names(library, handouts)
    personal, wrong = personal_values(given, names=names, checklists=checklists)
    findings = (*findings, *wrong)
    # Values that are wrong are told once, here; setting them would tell more of them.
    return (Personal() if has_errors(findings) else personal), findings


def _deliver(context: Context, builts: Sequence[Built], findings: Sequence[Diagnostic], folder: Path) -> ExitCode:
    """Verify and write the products, tell their paths."""
    from handouts.press.verify import verify
    from handouts.source.workspace import write_atomically

    products: list[dict[str, object]] = []
    failed: list[Diagnostic] = []
    conformant = True
    for built in builts:
        assert built.pdf is not None and built.record is not None
        path = folder / built.record.file
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


@cli.command()
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
    builts, findings = _build_all(context, asked, (), None)
    if library is not None:
        findings = told_once(findings, check_translations(library))
    context.report(findings, checked=len(builts))
    if not context.json:
        click.echo(f"{counted(len(builts), 'edition')} checked{'' if findings else ': nothing found'}.", err=True)
    sys.exit(exit_code(findings))


@cli.command(short_help="Check finished PDFs: PDF/UA-1, PDF/A-2a, structure.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--tags", is_flag=True, help="Print the tag tree, as a screen reader walks it.")
@click.option("--text", is_flag=True, help="Print the text in reading order.")
@FORMAT
def verify(files: Sequence[Path], form: str, tags: bool, text: bool) -> None:
    """Read finished PDFs back and check them: PDF/UA-1, PDF/A-2a and the structure.

    Needs nothing but the files.
    """
    from handouts.press.reading import structure_text, tag_tree
    from handouts.press.verify import verify as examine
    from handouts.reporting import verification_json, verification_lines
    from handouts.source.workspace import read_product

    context = Context(Path(), json=form == "json")
    contents = [(path, read_product(path)) for path in files]
    results = [examine(data, str(path)) for path, data in contents]
    if context.json:
        click.echo(as_json({"files": [verification_json(result) for result in results]}))
    for (_, data), result in zip(contents, results, strict=True):
        if context.json:
            continue
        click.secho("\n".join(verification_lines(result)), fg=None if result.passed else "red")
        context.show(result.findings)
        if tags and result.pages:
            click.echo(tag_tree(data))
        if text and result.pages:
            click.echo("\n".join(structure_text(data)))
    sys.exit(ExitCode.FINE if all(result.passed for result in results) else ExitCode.NOT_CONFORMANT)


@cli.command(short_help="Write pictures of the pages, to look at.")
@selection_options
@click.option("--out", type=FOLDER, help=HELP["pictures"])
@click.option("--dpi", type=click.IntRange(40, 300), default=110, show_default=True, help="Resolution of the pictures.")
@click.pass_obj
def preview(context: Context, /, out: Path | None, dpi: int, **asked: Any) -> None:
    """Write a PNG of every page and one contact sheet per handout, for a look before printing."""
    from handouts.press.pictures import contact_sheet, page_images
    from handouts.source.workspace import write_atomically

    builts, findings = _build_all(context, asked, (), None)
    context.show(findings)
    if has_errors(findings):
        sys.exit(ExitCode.CONTENT)
    folder = out if out is not None else context.root / "output" / "preview"
    for built in builts:
        assert built.pdf is not None and built.record is not None
        stem = built.record.file.removesuffix(".pdf")
        images = page_images(built.pdf.data, dpi=dpi)
        files = {f"page-{number}.png": image for number, image in enumerate(images, start=1)}
        for name, image in {**files, "contact-sheet.png": contact_sheet(images)}.items():
            write_atomically(folder / stem / name, image)
            click.echo(str(folder / stem / name))


@cli.command(short_help="Write JSON Schemas for editors.")
@click.option("--out", type=FOLDER, help=HELP["schemas"])
@click.pass_obj
def schema(context: Context, /, out: Path | None) -> None:
    """Write JSON Schemas, so that editors such as VS Code complete and check the YAML files."""
    for path in _write_schemas(out if out is not None else context.root / "schemas"):
        click.echo(str(path))


def _write_schemas(folder: Path) -> list[Path]:
    import json

    from handouts.source.schema import json_schemas
    from handouts.source.workspace import write_atomically

    paths = []
    for name, value in sorted(json_schemas().items()):
        paths.append(folder / f"{name}.json")
        write_atomically(paths[-1], (json.dumps(value, indent=2, sort_keys=True) + "\n").encode())
    return paths


cli.add_command(translate)


def main() -> None:
    """Entry point of the `handouts` command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a file name or title that the terminal cannot show is no bug
            stream.reconfigure(errors="backslashreplace")
    cli.main()
