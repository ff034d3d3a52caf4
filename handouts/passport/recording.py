"""Adding to the ledger what is about to be given out."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from handouts.build import BuildRecord, Built, build
from handouts.diagnostics import Diagnostic, Mark, warning
from handouts.library import Library
from handouts.passport.entry import Entry, Head, entry_of
from handouts.passport.ledger import holds, is_whole, lines_for
from handouts.source.appending import append_line, read_growing
from handouts.source.history import NoHistory, at_repository


@dataclass(slots=True)
class Recorder:
    """Adds a line for each file that is about to be given out: first the line, then the file.

    A crash between the two leaves a line too many, which does no harm; a file too many could never be recalled.
    `path` is the ledger, `root` the workspace.
    """

    path: Path
    root: Path
    _head: Head | None = field(default=None, repr=False)

    def add(
        self, library: Library, built: Built, *, written: datetime.date, once: bool = False
    ) -> tuple[Diagnostic, ...]:
        """Record one document; what had to be put right in the ledger is told.

        A patient's copy is not recorded. In its place stands the sheet without the values, unless the ledger has
        that edition already: so the line says nothing of anybody, not even that there was a patient. With `once`
        every edition gets one line, however often it is printed.
        """
        if built.edition is None or built.record is None:
            return ()
        record: BuildRecord | None = built.record
        if (once or not built.record.sha256) and holds(read_growing(self.path), built.record.edition):
            return ()
        if not built.record.sha256:
            record = build(library, built.request, date=built.record.date).record
        if record is None:
            return ()
        return self.add_all(
            [entry_of(library, built.edition, record, written=written, head=self.newest_commit(library))]
        )

    def add_all(self, entries: Sequence[Entry]) -> tuple[Diagnostic, ...]:
        """Record several documents in one go; what had to be put right in the ledger is told."""
        if not entries:
            return ()
        mended = append_line(self.path, lines_for(entries), is_whole)
        if mended.aside is None:
            return ()
        message = f"The last line had been cut off by a crash; its {mended.torn} bytes are now in {mended.aside.name}."
        hint = "What was being built then was not given out. Keep the file with the ledger."
        return (warning("ledger-mended", Mark(self._name()), message, hint),)

    def newest_commit(self, library: Library) -> Head:
        """The newest commit of the workspace, with the digests of its files, looked up once; empty without git."""
        if self._head is None:
            try:
                repository = at_repository(self.root)
                commit = repository.head()
                self._head = Head(commit, repository.digests(commit, library.digests))
            except NoHistory:
                self._head = Head()
        return self._head

    def _name(self) -> str:
        """The ledger as findings call it."""
        inside = self.path.is_relative_to(self.root)
        return self.path.relative_to(self.root).as_posix() if inside else str(self.path)
