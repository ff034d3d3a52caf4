"""The ledger on the command line: which files it is in, reading them, and adding what is given out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli.context import Context
from handouts.cli.options import this_day
from handouts.diagnostics import Diagnostic, error, in_order

if TYPE_CHECKING:
    from handouts.build import Built
    from handouts.passport.entry import Entry, Head
    from handouts.passport.recording import Recorder

_FILE = click.Path(dir_okay=False, path_type=Path)
_READ = click.Path(exists=True, dir_okay=False, path_type=Path)
LEDGERS = click.option(
    "--ledger", "ledgers", multiple=True, type=_READ, metavar="FILE",
    help="The ledger to look in; several when there are several. Default: the workspace's.",
)  # fmt: skip


def keeping_options(command: Any) -> Any:  # click decorators are untyped at this edge
    """Where what is given out is recorded, for `build`."""
    options = [
        click.option(
            "--ledger", type=_FILE, metavar="FILE",
            help="Record the editions in this file. Default: the workspace's, else output/ledger.jsonl.",
        ),
        click.option("--no-ledger", is_flag=True, help="Record nothing: for trials that nobody will be given."),
    ]  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def usual_ledger(context: Context) -> Path:
    """The ledger that the workspace names, else output/ledger.jsonl in it."""
    library, _ = context.library()
    return context.root / ((library.settings.ledger if library is not None else "") or "output/ledger.jsonl")


def read_ledgers(context: Context, asked: Sequence[Path]) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """All entries of the ledgers asked for, else of the usual one, and what is wrong with these files."""
    from handouts.passport.ledger import read_ledger
    from handouts.source.appending import read_growing

    entries: list[Entry] = []
    findings: list[Diagnostic] = []
    for path in asked or (usual_ledger(context),):
        found, wrong = read_ledger(read_growing(path), _name(context, path))
        entries += (entry for entry in found if entry not in entries)
        findings += wrong
    return tuple(entries), in_order(findings)


def edition_named(text: str) -> str:
    """The id as it is printed. Raises UsageError for what cannot be one."""
    from handouts.resolving.identity import spelled

    edition = spelled(text)
    if not edition:
        raise click.UsageError(f"'{text[:60]}' is no edition id. One reads like 7k3mq-0xw2a; it stands in the foot.")
    return edition


def unknown_edition(edition: str, entries: Sequence[Entry]) -> Diagnostic:
    """The finding for an id that no ledger has."""
    from handouts.names import did_you_mean

    known = {entry.edition for entry in entries}
    hint = did_you_mean(edition, known)
    if not hint.startswith("Did"):
        hint = "Name other ledgers with --ledger." if known else "The ledger is empty. Name another with --ledger."
    return error("unknown-edition", None, f"There is no edition {edition} in the ledger.", hint)


class Keeper:
    """The ledger that a command adds to, or none (`passport.recording`)."""

    def __init__(self, context: Context, path: Path | None, *, off: bool) -> None:
        self._context = context
        self._path = None if off else path or usual_ledger(context)
        self._recorder: Recorder | None = None

    def add(self, built: Built) -> tuple[Diagnostic, ...]:
        """Record one document; what had to be put right in the ledger is told."""
        library, _ = self._context.library()
        if self._path is None or library is None:
            return ()
        return self._recording(self._path).add(library, built, written=this_day())

    @property
    def off(self) -> bool:
        """True when nothing is recorded."""
        return self._path is None

    def add_all(self, entries: Sequence[Entry]) -> tuple[Diagnostic, ...]:
        """Record several documents in one go; what had to be put right in the ledger is told."""
        return self._recording(self._path).add_all(entries) if self._path is not None and entries else ()

    def newest_commit(self) -> Head:
        """The newest commit of the workspace, with the digests of its files; empty without git."""
        from handouts.passport.entry import Head

        library, _ = self._context.library()
        path = self._path or self._context.root
        return self._recording(path).newest_commit(library) if library is not None else Head()

    def _recording(self, path: Path) -> Recorder:
        from handouts.passport.recording import Recorder

        if self._recorder is None:
            self._recorder = Recorder(path, self._context.root)
        return self._recorder


def _name(context: Context, path: Path) -> str:
    """The ledger as findings call it."""
    return path.relative_to(context.root).as_posix() if path.is_relative_to(context.root) else str(path)
