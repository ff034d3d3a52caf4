"""The one kind of file that several processes add lines to at the same time, some of which may be killed."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from handouts.diagnostics import HandoutsError
from handouts.records import dataclass
from handouts.source.workspace import write_atomically

_ATTEMPTS = 6000
_PAUSE = 0.01  # seconds between two attempts to get hold of the file
_STEP = 65536  # bytes read at a time, from the end


@dataclass(frozen=True, slots=True)
class Appended:
    """What was put right on the way: where the cut-off end of an earlier line went, and how long it was in bytes."""

    aside: Path | None = None
    torn: int = 0


def append_line(path: Path, line_after: Callable[[bytes], bytes], is_whole: Callable[[bytes], bool]) -> Appended:
    """Add one line at the end of a file that others may be adding to; it is on the disk when this returns.

    `line_after` makes the line (without its end) from the last line there is, b"" when there is none. What stands
    after the last line end was cut off by a crash: it is completed if `is_whole` says that nothing is missing, else
    moved to a file of its own beside this one. Raises HandoutsError when the line cannot be written; then nothing
    of it is in the file.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with held(path, os.O_RDWR | os.O_CREAT | os.O_APPEND) as descriptor:
            last, torn = _end_of(descriptor)
            mended = Appended()
            if torn and is_whole(torn):
                _write(descriptor, b"\n")
                last = torn
            elif torn:
                mended = Appended(_put_aside(path, torn), len(torn))
                os.ftruncate(descriptor, os.fstat(descriptor).st_size - len(torn))
            _write(descriptor, line_after(last) + b"\n")
            if not last:
                _sync_folder(path.parent)
            return mended
    except OSError as problem:
        hint = "Check the folder's permissions and the free space, or name another file."
        raise HandoutsError(f"Cannot add to {path}: {problem.strerror or problem}.", hint) from problem


def read_growing(path: Path) -> bytes:
    """The bytes of a file that others may be adding to, never with a line that is still being written.

    Empty when there is no such file. Raises HandoutsError when it cannot be read.
    """
    if not path.exists():
        return b""
    try:
        with held(path, os.O_RDONLY) as descriptor, os.fdopen(os.dup(descriptor), "rb") as stream:
            return stream.read()
    except OSError as problem:
        raise HandoutsError(f"Cannot read {path}: {problem.strerror or problem}.", "Check the path.") from problem


@contextlib.contextmanager
def held(path: Path, flags: int, *, attempts: int = _ATTEMPTS) -> Iterator[int]:
    """The file, open and held; the system lets go of it when the process ends, however it ends.

    Raises HandoutsError when another process holds it for a minute (100 attempts are a second), OSError when it
    cannot be opened.
    """
    from filelock import lock_descriptor, unlock_descriptor

    for _ in range(attempts):
        descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0), 0o666)
        try:
            # While we waited, git or an editor may have put another file in its place: then this one is nobody's.
            if lock_descriptor(descriptor, blocking=False) and _is_at(descriptor, path):
                yield descriptor
                unlock_descriptor(descriptor)
                return
        finally:
            os.close(descriptor)
        time.sleep(_PAUSE)
    hint = "End that process, or try again when it is done."
    raise HandoutsError(f"Another process has held {path} for {attempts * _PAUSE:.0f} seconds.", hint)


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _sync_folder(folder: Path) -> None:
    """So that the name of a new file is on the disk as well as its bytes; Windows has no such thing."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _end_of(descriptor: int) -> tuple[bytes, bytes]:
    """The last whole line, without its end, and what stands after it; both b"" in an empty file."""
    place = os.lseek(descriptor, 0, os.SEEK_END)
    tail = b""
    while place > 0 and tail.count(b"\n") < 2:
        step = min(place, _STEP)
        place = os.lseek(descriptor, place - step, os.SEEK_SET)
        tail = os.read(descriptor, step) + tail
    lines = tail.split(b"\n")
    return lines[-2] if len(lines) > 1 else b"", lines[-1]


def _put_aside(path: Path, torn: bytes) -> Path:
    """Named by its bytes: a crash between this and the cut leaves one such file, not two."""
    aside = path.with_name(f"{path.stem}.torn-{hashlib.sha256(torn).hexdigest()[:12]}{path.suffix}")
    write_atomically(aside, torn)
    return aside


def _write(descriptor: int, data: bytes) -> None:
    """All of it in one write, or nothing: what a full disk has cut off is taken back."""
    before = os.fstat(descriptor).st_size
    try:
        if os.write(descriptor, data) < len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(descriptor)
    except OSError:
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, before)
        raise
