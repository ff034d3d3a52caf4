"""The workspace as it is on the disk now: read again only when a file has changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from handouts.diagnostics import Diagnostic, has_errors, in_order
from handouts.library import Library
from handouts.source.loading import Loaded, load, open_library
from handouts.source.store import Store
from handouts.source.walking import Row, survey
from handouts.source.workspace import read


@dataclass(slots=True)
class Current:
    """The library of a workspace folder, as new as its files. Not for several threads at once."""

    root: Path
    store: Store | None
    _seen: tuple[Row, ...] | None = None
    _loaded: Loaded | None = None

    def read(self) -> Loaded:
        """The library and what is wrong with the workspace; the very same library while no file has changed.

        With errors among the findings the library is partial, or None, and must not be built from.
        """
        seen = survey(self.root)
        if self._loaded is None:
            self._loaded = open_library(self.root, self.store)
        elif seen is None or seen != self._seen:
            workspace, unread = read(self.root)
            before = self._loaded
            library, found = load(workspace, before) if workspace.files else (None, ())
            same = library is not None and before[0] is not None and library.digests == before[0].digests
            self._loaded = (before[0] if same else library, in_order((*unread, *found)))
        self._seen = seen
        return self._loaded

    def usable(self) -> tuple[Library | None, tuple[Diagnostic, ...]]:
        """The library if it may be built from, else None with the reasons."""
        library, findings = self.read()
        return (None if has_errors(findings) else library), findings
