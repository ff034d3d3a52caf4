"""Commands that look at finished pages: `verify` reads files back, `preview` makes pictures."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from handouts.cli.context import Context
from handouts.cli.making import build_all
from handouts.cli.options import FOLDER, FORMAT, HELP, selection_options
from handouts.diagnostics import has_errors
from handouts.reporting import ExitCode, as_json


@click.command(short_help="Check finished PDFs: PDF/UA-1, PDF/A-2a, structure, preflight.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--tags", is_flag=True, help="Print the tag tree, as a screen reader walks it.")
@click.option("--text", is_flag=True, help="Print the text in reading order.")
@FORMAT
def verify(files: Sequence[Path], form: str, tags: bool, text: bool) -> None:
    """Read finished PDFs back and check them: PDF/UA-1, PDF/A-2a, the structure, and the page as it is seen.

    Preflight measures type, lines, contrast, margins, codes and page numbers. Needs nothing but the files.
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


@click.command(short_help="Write pictures of the pages, to look at.")
@selection_options
@click.option("--out", type=FOLDER, help=HELP["pictures"])
@click.option("--dpi", type=click.IntRange(40, 300), default=110, show_default=True, help="Resolution of the pictures.")
@click.pass_obj
def preview(context: Context, /, out: Path | None, dpi: int, **asked: Any) -> None:
    """Write a PNG of every page and one contact sheet per handout, for a look before printing."""
    from handouts.press.pictures import contact_sheet, page_images
    from handouts.source.workspace import write_atomically

    builts, findings = build_all(context, asked, (), None)
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
