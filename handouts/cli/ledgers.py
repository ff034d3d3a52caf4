"""The ledger on the command line: which files it is in, reading them, and adding what is given out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli.context import Context
from handouts.cli.options import this_day
from handouts.diagnostics import Diagnostic, Mark, error, in_order, warning

if TYPE_CHECKING:
    from handouts.build import Built
    from handouts.passport.entry import Entry, Head

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
    """Adds a line for each file that is about to be given out: first the line, then the file.

    A crash between the two leaves a line too many, which does no harm; a file too many could never be recalled.
    """

    def __init__(self, context: Context, path: Path | None, *, off: bool) -> None:
        self._context = context
        self._path = None if off else path or usual_ledger(context)
        self._head: Head | None = None

    def add(self, built: Built) -> tuple[Diagnostic, ...]:
        """Record one document; what had to be put right in the ledger is told.

        A patient's copy is not recorded. In its place stands the sheet without the values, unless the ledger has
        that edition already: so the line says nothing of anybody, not even that there was a patient.
        """
        from handouts.build import build
        from handouts.passport.entry import entry_of
        from handouts.passport.ledger import holds, is_whole, line_for
        from handouts.source.appending import append_line, read_growing

        library, _ = self._context.library()
        path = self._path
        if path is None or library is None or built.edition is None or built.record is None:
            return ()
        record = built.record
        if not record.sha256:
            if holds(read_growing(path), record.edition):
                return ()
            plain = build(library, record.request, date=record.date).record
            if plain is None:
                return ()
            record = plain
        entry = entry_of(library, built.edition, record, written=this_day(), head=self.newest_commit())
        mended = append_line(path, line_for(entry), is_whole)
        return _told(_name(self._context, path), mended.aside, mended.torn)

    @property
    def off(self) -> bool:
        """True when nothing is recorded."""
        return self._path is None

    def add_all(self, entries: Sequence[Entry]) -> tuple[Diagnostic, ...]:
        """Record several documents in one go; what had to be put right in the ledger is told."""
        from handouts.passport.ledger import is_whole, lines_for
        from handouts.source.appending import append_line

        if self._path is None or not entries:
            return ()
        mended = append_line(self._path, lines_for(entries), is_whole)
        return _told(_name(self._context, self._path), mended.aside, mended.torn)

    def newest_commit(self) -> Head:
        """The newest commit of the workspace, with the digests of its files; empty without git."""
        from handouts.passport.entry import Head
        from handouts.source.history import NoHistory, at_repository

        library, _ = self._context.library()
        if self._head is None and library is not None:
            try:
                repository = at_repository(self._context.root)
                commit = repository.head()
                self._head = Head(commit, repository.digests(commit, library.digests))
            except NoHistory:
                self._head = Head()
        return self._head or Head()


def _told(name: str, aside: Path | None, torn: int) -> tuple[Diagnostic, ...]:
    if aside is None:
        return ()
    message = f"The last line had been cut off by a crash; its {torn} bytes are now in {aside.name}."
    hint = "What was being built then was not given out. Keep the file with the ledger."
    return (warning("ledger-mended", Mark(name), message, hint),)


def _name(context: Context, path: Path) -> str:
    """The ledger as findings call it."""
    return path.relative_to(context.root).as_posix() if path.is_relative_to(context.root) else str(path)
