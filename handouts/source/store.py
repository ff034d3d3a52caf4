"""Derived bytes kept between runs in a folder of the user's own: losing any of it costs time and nothing else."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from pathlib import Path

from handouts.diagnostics import HandoutsError
from handouts.records import dataclass
from handouts.source.workspace import write_atomically

# Enough for about two thousand plates; what was not used for longest goes first.
LIMIT = 512 * 1024 * 1024
_DIGEST = 32  # bytes of SHA-256 before what is kept


@dataclass(slots=True)
class Store:
    """A folder of named bytes. Nothing that can be said of a patient may be put here.

    What is read back is what was put, or nothing: each file begins with the SHA-256 of what follows, and a file that
    does not keep it is taken away. A disk that is full or read-only is no error, since a build can do without.
    """

    folder: Path
    limit: int = LIMIT
    grown: bool = False

    @classmethod
    def at(cls, folder: Path) -> Store | None:
        """The store in this folder, made if need be; None where it cannot be made or others may write to it.

        What is kept may be unpickled, so a folder that another user can change would let them run their code.
        """
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            found = folder.stat()
        except OSError:
            return None
        if os.name == "posix" and (found.st_uid != os.geteuid() or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)):
            return None
        return cls(folder)

    def get(self, kind: str, key: str) -> bytes | None:
        """What was put under this kind and key (both file-name safe), or None."""
        path = self._path(kind, key)
        try:
            with path.open("rb") as file:
                whole = file.read()
            os.utime(path)  # so that `trim` sees when it was last used
        except OSError:
            return None
        data = whole[_DIGEST:]
        if hashlib.sha256(data).digest() != whole[:_DIGEST]:
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        return data

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep these bytes, whole or not at all, in place of what was there."""
        with contextlib.suppress(HandoutsError, OSError):
            (self.folder / kind).mkdir(mode=0o700, exist_ok=True)  # whatever the user's habit, nobody else may write
            write_atomically(self._path(kind, key), hashlib.sha256(data).digest() + data, mode=0o600)
            self.grown = True

    def moment(self) -> int | None:
        """The present time (ns) by the clock of the store's disk, by which files changed later can be told; or None."""
        path = self.folder / "moment"
        try:
            path.touch(mode=0o600)
            return path.stat().st_mtime_ns
        except OSError:
            return None

    def trim(self) -> None:
        """Take away what was not used for longest, until three quarters of the limit are kept.

        Asked for at the end of a run that put something; several processes may do so at once.
        """
        if not self.grown:
            return
        self.grown = False
        kept: list[tuple[float, int, Path]] = []
        for path in self.folder.glob("*/*"):
            with contextlib.suppress(OSError):
                found = path.stat()
                kept.append((found.st_mtime, found.st_size, path))
        total = sum(size for _, size, _ in kept)
        if total <= self.limit:
            return
        for _, size, path in sorted(kept):
            with contextlib.suppress(OSError):
                path.unlink()
            total -= size
            if total <= self.limit * 3 // 4:
                return

    def _path(self, kind: str, key: str) -> Path:
        return self.folder / kind / key
