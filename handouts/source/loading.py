"""The user's folder to Library: from the compiled form of an earlier run where nothing has changed, else read anew."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from handouts import product
from handouts.diagnostics import Diagnostic, has_errors, in_order
from handouts.library import Library
from handouts.source import compiled
from handouts.source.store import Store
from handouts.source.walking import Row, is_misnamed, survey
from handouts.source.workspace import Workspace, read, read_again

Loaded = tuple[Library | None, tuple[Diagnostic, ...]]

_KIND = "library"
# Before a file has been left alone for this long, two changes of it may bear the same time (FAT counts in 2 s).
_SETTLED = 3_000_000_000  # ns
_LARGE = 64 * 1024  # bytes from which pictures and fonts stay in the workspace, and out of what is kept


def open_library(root: Path, store: Store | None = None) -> Loaded:
    """Read and check a workspace folder: the library, and all that is wrong with it, in one step.

    The library is None when nothing could be read or the settings cannot be used; with errors among the findings
    it is partial and must not be built from. A store keeps what was made of the files, and what a later run finds
    there is equal to what it would make itself.
    """
    if store is None or not product.state():
        return _anew(*read(root))
    seen = survey(root)
    known = _digests(root, seen, store)
    if known is not None:
        kept = _kept(root, known, store)
        if kept is not None:
            return kept
    moment = store.moment()
    workspace, unread = read(root)
    if seen is None or moment is None or workspace.unread or has_errors(unread) or survey(root) != seen:
        return _anew(workspace, unread)
    digests = {row[0]: "" for row in seen if is_misnamed(row[0])} | workspace.digests
    loaded = _kept(root, digests, store)
    if loaded is None:
        before = _before(root, store)
        loaded = _anew(workspace, unread, before)
        store.put(_KIND, _key(digests), compiled.dump(*loaded, apart=_apart(workspace), before=before[0]))
    store.put(_KIND, _survey_key(root), compiled.plain((seen, digests, moment)))
    return loaded


def known_digests(root: Path, store: Store | None) -> dict[str, str]:
    """The sha256 (hex) of every file of a workspace by path, those read before and not touched since unread.

    Files that cannot be read are left out, as in `Workspace.digests`.
    """
    known = _digests(root, survey(root), store) if store is not None and product.state() else None
    found = known if known is not None else read(root)[0].digests
    return {path: digest for path, digest in sorted(found.items()) if digest}


def load(workspace: Workspace, before: Loaded = (None, ())) -> Loaded:
    """Everything the workspace says; `before` is what an earlier state of it said, and spares parsing what is the same.

    None only when the settings cannot be used. With errors among the findings the library holds what could be
    understood, so that more can be checked; it must not be built from.
    """
    from handouts.source.gathering import gather  # the parsers and models, which a compiled workspace does without

    return gather(workspace, before)


def _anew(workspace: Workspace, unread: tuple[Diagnostic, ...], before: Loaded = (None, ())) -> Loaded:
    if not workspace.files:
        return None, unread
    library, findings = load(workspace, before)
    return library, in_order((*unread, *findings))


def _digests(root: Path, seen: tuple[Row, ...] | None, store: Store) -> Mapping[str, str] | None:
    """The digests of an earlier run, if every file is as it was then and had been for a while; `""` for misnamed ones.

    The times of the files and the moment of reading come from different clocks at worst, hence `_SETTLED`.
    """
    data = store.get(_KIND, _survey_key(root)) if seen is not None else None
    if data is None:
        return None
    before, known, moment = compiled.from_plain(data)
    if before != seen or any(max(row[2], row[3]) > moment - _SETTLED for row in before):
        return None
    digests: Mapping[str, str] = known
    return digests


def _before(root: Path, store: Store) -> Loaded:
    """What the workspace said when it was last compiled."""
    data = store.get(_KIND, _survey_key(root))
    return (data is not None and _kept(root, compiled.from_plain(data)[1], store)) or (None, ())


def _kept(root: Path, digests: Mapping[str, str], store: Store) -> Loaded | None:
    data = store.get(_KIND, _key(digests))
    return compiled.load(data, _reader(root, digests)) if data is not None else None


def _reader(root: Path, digests: Mapping[str, str]) -> Callable[[str], bytes]:
    return lambda place: read_again(root, place, digests[place])


def _apart(workspace: Workspace) -> dict[int, str]:
    """Large pictures and fonts that are found again by their path, by the identity of their bytes."""
    blobs = ((path, blob.data) for path, blob in workspace.blobs.items() if len(blob.data) > _LARGE)
    return {id(data): path for path, data in blobs if (workspace.root / path).is_file()}


def _key(digests: Mapping[str, str]) -> str:
    return _sha256(f"{product.state()}\n{sorted(digests.items())}")


def _survey_key(root: Path) -> str:
    return _sha256(f"{product.state()}\n{root.resolve()}")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
