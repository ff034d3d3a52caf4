"""Commands about the workspace itself: make one, list what is in it, write schemas for editors."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from handouts.cli.context import Context
from handouts.cli.options import FOLDER, FORMAT, HELP
from handouts.reporting import counted, exit_code


@click.command(short_help="Make a new workspace with starter content.")
@click.argument("target", type=click.Path(path_type=Path), metavar="DIR")
def init(target: Path) -> None:
    """Make a new workspace in DIR: starter content, templates, two example brands."""
    from handouts.source.workspace import init as make

    written = make(target)
    _write_schemas(target / "schemas")
    click.echo(f"Made a workspace of {counted(len(written), 'file')}.", err=True)
    click.echo(f"Next: cd {target} && handouts build", err=True)
    click.echo(str(target))


@click.command("list")
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


@click.command(short_help="Write JSON Schemas for editors.")
@click.option("--out", type=FOLDER, help=HELP["schemas"])
@click.pass_obj
def schema(context: Context, /, out: Path | None) -> None:
    """Write JSON Schemas, so that editors such as VS Code complete and check the YAML files."""
    for path in _write_schemas(out if out is not None else context.root / "schemas"):
        click.echo(str(path))


def _write_schemas(folder: Path) -> list[Path]:
    import json

    from handouts.checks.content import RULES
    from handouts.checks.content.settings import json_schema
    from handouts.source.schema import json_schemas
    from handouts.source.workspace import write_atomically

    paths = []
    schemas = json_schemas()
    schemas["workspace"]["properties"]["checks"] = json_schema(RULES)  # the rules know their options, the file does not
    for name, value in sorted(schemas.items()):
        paths.append(folder / f"{name}.json")
        write_atomically(paths[-1], (json.dumps(value, indent=2, sort_keys=True) + "\n").encode())
    return paths
