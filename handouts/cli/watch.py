"""`handouts watch`: builds again what changed, each time a file of the workspace is saved."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli.context import Context
from handouts.cli.options import FOLDER, HELP, day_of, selection_options
from handouts.diagnostics import Diagnostic, HandoutsError, has_errors
from handouts.reporting import counted

if TYPE_CHECKING:
    from handouts.edition import BuildRequest
    from handouts.plates import Plates
    from handouts.source.loading import Loaded
    from handouts.source.walking import Row

_NAMED = 3  # changed files that are told by name


@click.command(short_help="Build again what changed, whenever a file is saved.")
@selection_options
@click.option("--out", type=FOLDER, help=HELP["out"])
@click.option("--interval", type=click.FloatRange(0.05, 60), default=0.3, show_default=True, metavar="SECONDS",
              help="How often to look for changes.")  # fmt: skip
@click.pass_obj
def watch(context: Context, /, out: Path | None, interval: float, **asked: Any) -> None:
    """Build handouts, then again whenever a file of the workspace is saved, until Ctrl-C.

    Only what a changed file has a say in is built. Files are looked at now and then instead of asking the system, so
    that network drives work too. What is built here is a trial: the ledger does not get it. While something is
    wrong with the content, it is told and the last good files stay.

    \b
    Examples:
      handouts watch
      handouts watch rls-overview --lang en,es
    """
    folder = out if out is not None else context.root / "output"
    watched = _Watched(context, folder, asked)
    for rows, changed in _changes(context.root, interval):
        watched.work(rows, changed)


def _changes(root: Path, interval: float) -> Iterator[tuple[tuple[Row, ...], tuple[str, ...]]]:
    """The files as they are now, and then each time some have changed, which; never in the middle of saving many."""
    from handouts.source.walking import survey

    before = survey(root) or ()
    yield before, ()
    while True:
        time.sleep(interval)
        now = survey(root) or ()
        if now == before:
            continue
        while True:  # a program that writes many files, such as git, is not done at the first of them
            time.sleep(min(interval, 0.1))
            again = survey(root) or ()
            if again == now:
                break
            now = again
        yield now, tuple(sorted({row[0] for row in set(before) ^ set(now)}))
        before = now


@dataclass(slots=True)
class _Watched:
    """What is watched: the workspace as it was read last, and what each file was made of."""

    context: Context
    folder: Path
    asked: dict[str, Any]
    loaded: Loaded = (None, ())
    plates: Plates | None = None
    made: dict[BuildRequest, str] = field(default_factory=dict)

    def work(self, rows: Sequence[Row], changed: Sequence[str]) -> None:
        """Read what changed, build what it has a say in, and tell of it."""
        begun = time.perf_counter()
        if changed:
            more = len(changed) - _NAMED
            named = ", ".join(changed[:_NAMED]) + (f" and {counted(more, 'more file')}" if more > 0 else "")
            click.echo(f"Changed: {named}", err=True)
        try:
            findings, paths = self._built(first=not changed)
        except HandoutsError as problem:  # the folder is away for a moment, or the disk is full
            click.secho(f"error: {problem.message}", fg="red", err=True)
            click.echo(f"    {problem.hint}", err=True)
            return
        self.context.show(findings)
        for path in paths:
            click.echo(str(path))
        seconds = time.perf_counter() - begun
        if has_errors(findings):
            click.echo("Nothing was written; the files are as before.", err=True)
        else:
            click.echo(f"{counted(len(paths), 'handout')} built in {seconds:.1f} s.", err=True)
        if not changed:
            click.echo(f"Watching {counted(len(rows), 'file')}. Stop with Ctrl-C.", err=True)

    def _built(self, *, first: bool) -> tuple[tuple[Diagnostic, ...], list[Path]]:
        from handouts import product
        from handouts.batching.inputs import Inputs
        from handouts.build import build, told_once
        from handouts.plates import Plates
        from handouts.resolving.plan import Selection, plan
        from handouts.source.loading import load
        from handouts.source.workspace import read, write_together

        if first:
            library, found = self.loaded = self.context.library()
        else:
            workspace, unread = read(self.context.root)
            self.loaded = load(workspace, self.loaded)
            library, found = self.loaded[0], (*unread, *self.loaded[1])
        if library is None or has_errors(found):
            return told_once(found, ()), []
        wish = {key: value for key, value in self.asked.items() if key not in ("date", "require_signed")}
        if self.asked["require_signed"]:
            library = replace(library, settings=replace(library.settings, require_signed=True))
        day = day_of(self.asked["date"])
        requests, unknown = plan(library, Selection(**{**wish, "handouts": tuple(wish["handouts"])}))
        if self.plates is None:
            self.plates = Plates(self.context.store())
        inputs = Inputs(library, {product.NAME: product.version(), "day": day.isoformat(), **product.libraries()})
        findings = [*found, *unknown]
        files: list[tuple[Path, bytes, int | None]] = []
        fresh: dict[BuildRequest, str] = {}
        for request in requests:
            digest = inputs.digest(request)
            if self.made.get(request) == digest:
                continue
            built = build(library, request, date=day, plates=self.plates)
            findings += built.findings
            if built.pdf is not None and built.record is not None:
                files.append((self.folder / built.record.file, built.pdf.data, None))
                fresh[request] = digest
        if has_errors(findings):
            return told_once(findings, ()), []
        write_together(files)
        self.made |= fresh
        if self.plates.store is not None:
            self.plates.store.trim()
        return told_once(findings, ()), [path for path, _, _ in files]
