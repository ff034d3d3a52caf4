"""The command line: parse, call one function, show the report, exit code. The only place that prints or asks the clock.

Paths go to standard output, everything else to standard error.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import click

_EPILOG = """\b
Exit codes: 0 fine, 1 something in the content is wrong, 2 the command was not understood,
3 made but it fails PDF/UA-1 or PDF/A-2a, 4 the machine said no (disk, permission),
5 a bug of ours, 130 stopped by Ctrl-C.

\b
Shell completion, here for bash (also zsh_source, fish_source):
  eval "$(_HANDOUTS_COMPLETE=bash_source handouts)"
"""


# Each command with its module and what the list of commands says of it, which a test compares with the command itself.
TABLE = {
    "batch": ("batch", "Build many handouts at once, and only what has changed."),
    "build": ("build", "Build handouts as PDF; all of them when none is named."),
    "check": ("check", "Check the content and templates; write nothing."),
    "export": ("export", "Fill the folders of other programs: OpenEMR, FHIR."),
    "identify": ("identify", "Say what a PDF or an edition id is, and whether it is current."),
    "init": ("workspaces", "Make a new workspace with starter content."),
    "list": ("workspaces", "List the handouts with their titles, languages and codes."),
    "merge": ("merge", "One document for each person of a list (mail merge)."),
    "press": ("press", "Put finished PDFs on sheets: booklet, tri-fold, cards."),
    "preview": ("verify", "Write pictures of the pages, to look at."),
    "recall": ("recall", "List the editions that carry a section or rest on a source."),
    "recover": ("recover", "Make an edition again, byte for byte."),
    "report": ("report", "Make a report to file: what is signed, due, cited, checked, given out."),
    "review": ("review", "Sign texts that you have read, in English unless --lang says otherwise."),
    "schema": ("workspaces", "Write JSON Schemas for editors."),
    "serve": ("serve", "Open a page for staff: choose, personalise, look, print."),
    "stack": ("stack", "Join finished PDFs into one print file with a job ticket."),
    "status": ("status", "Show who has signed what, what has changed since, and what is due; the most urgent first."),
    "translate": ("translate", "Send texts to translators and take them back."),
    "watch": ("watch", "Build again what changed, whenever a file is saved."),
    "verify": ("verify", "Check finished PDFs: PDF/UA-1, PDF/A-2a, structure, preflight."),
}


class _Found(Mapping[str, click.Command]):
    """The commands by name, each imported when it is first asked for: a run pays for one of them."""

    def __getitem__(self, name: str) -> click.Command:
        module = import_module(f"handouts.cli.{TABLE[name][0]}")
        command: click.Command = getattr(module, f"{name}_" if name == "list" else name)
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(TABLE)

    def __len__(self) -> int:
        return len(TABLE)


class _Commands(click.Group):
    """The commands; surprises inside one end at the boundary, complaints about the command line stay click's."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        from handouts.cli.boundary import boundary

        with boundary():
            return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, said) for name, (_, said) in sorted(TABLE.items())])


@click.group(
    cls=_Commands, commands=_Found(), epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)  # fmt: skip
@click.option(
    "-C", "directory", type=click.Path(file_okay=False, path_type=Path), default=Path(), metavar="DIR",
    help="Work in this workspace instead of the current folder.",
)  # fmt: skip
@click.option("--no-cache", is_flag=True, help="Neither use nor keep anything of other runs; what is made is the same.")
@click.version_option(package_name="handouts", message="handouts %(version)s")
@click.pass_context
def cli(ctx: click.Context, directory: Path, no_cache: bool) -> None:
    """Build printable patient handouts from reviewed content.

    \b
    A first walk:
      handouts init my-clinic       make a workspace with starter content
      cd my-clinic
      handouts list                 see what there is
      handouts build                make every handout, into output/
      handouts verify output/*.pdf  check the finished files
    """
    from handouts.cli.context import Context

    ctx.obj = Context(directory, json=False, caching=not no_cache)
    if os.environ.get("NO_COLOR"):  # no-color.org; click itself knows only whether this is a terminal
        ctx.color = False


def main() -> None:
    """Entry point of the `handouts` command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a file name or title that the terminal cannot show is no bug
            stream.reconfigure(errors="backslashreplace")
    cli.main()
