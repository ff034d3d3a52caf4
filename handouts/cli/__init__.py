"""The command line: parse, call one function, show the report, exit code. The only place that prints or asks the clock.

Paths go to standard output, everything else to standard error.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import Any

import click

from handouts.cli.batch import batch
from handouts.cli.boundary import boundary
from handouts.cli.build import build
from handouts.cli.check import check
from handouts.cli.context import Context
from handouts.cli.identify import identify
from handouts.cli.press import press
from handouts.cli.recall import recall
from handouts.cli.recover import recover
from handouts.cli.report import report
from handouts.cli.review import review
from handouts.cli.stack import stack
from handouts.cli.status import status
from handouts.cli.translate import translate
from handouts.cli.verify import preview, verify
from handouts.cli.workspaces import init, list_, schema

_EPILOG = """\b
Exit codes: 0 fine, 1 something in the content is wrong, 2 the command was not understood,
3 made but it fails PDF/UA-1 or PDF/A-2a, 4 the machine said no (disk, permission),
5 a bug of ours, 130 stopped by Ctrl-C.

\b
Shell completion, here for bash (also zsh_source, fish_source):
  eval "$(_HANDOUTS_COMPLETE=bash_source handouts)"
"""


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


_COMMANDS = (
    init, list_, build, batch, check, verify, preview, press, stack, schema, translate, review, status, identify,
    recover, recall, report,
)  # fmt: skip
for _command in _COMMANDS:
    cli.add_command(_command)


def main() -> None:
    """Entry point of the `handouts` command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a file name or title that the terminal cannot show is no bug
            stream.reconfigure(errors="backslashreplace")
    cli.main()
