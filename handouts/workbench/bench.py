"""A workspace as it was read at one moment, and as it would be with one file changed: what all of the desk works on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from handouts.diagnostics import Diagnostic, in_order
from handouts.library import Library
from handouts.source.files import kind_of
from handouts.source.loading import Loaded, load
from handouts.source.workspace import SourceFile, Workspace, read

# Sign-offs are made by the form that shows what is signed; a record that could be typed would prove nothing.
_RECORDS = ("review", "reviews")


@dataclass(frozen=True, slots=True)
class Bench:
    """A workspace, what it says, and what is wrong with it: `unread` with its files, `found` in what they say.

    The library is None when the settings cannot be used; with errors it holds what could be understood, and must
    not be built from.
    """

    workspace: Workspace
    library: Library | None
    unread: tuple[Diagnostic, ...]
    found: tuple[Diagnostic, ...]

    @property
    def loaded(self) -> Loaded:
        """What `open_bench` and `load` take to spare parsing what has not changed."""
        return self.library, self.findings

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """All that reading has found."""
        return in_order((*self.unread, *self.found))


def open_bench(root: Path, before: Loaded = (None, ())) -> Bench:
    """The workspace as it is on the disk now; `before` is what an earlier state of it said."""
    workspace, unread = read(root)
    return _bench(workspace, unread, before)


def with_text(bench: Bench, path: str, text: str) -> Bench:
    """The workspace as it would be with another text in one file; nothing is written."""
    file = SourceFile(path, text, sha256_of(text))
    workspace = replace(bench.workspace, files={**bench.workspace.files, path: file})
    return _bench(workspace, bench.unread, bench.loaded)


def sha256_of(text: str) -> str:
    """The sha256 (hex) of a text as `SourceFile` has it."""
    return hashlib.sha256(text.encode()).hexdigest()


def editable(bench: Bench) -> Iterator[str]:
    """The files that may be edited at the desk: the texts of `content/`, sign-off records excepted; sorted."""
    return (path for path in sorted(bench.workspace.files) if may_edit(path))


def may_edit(path: str) -> bool:
    """True for a place in `content/` whose text may be edited at the desk, if it is there."""
    return path.startswith("content/") and kind_of(path)[0] not in ("", *_RECORDS)


def _bench(workspace: Workspace, unread: tuple[Diagnostic, ...], before: Loaded) -> Bench:
    if not workspace.files:
        return Bench(workspace, None, unread, ())
    library, found = load(workspace, before)
    return Bench(workspace, library, unread, found)
