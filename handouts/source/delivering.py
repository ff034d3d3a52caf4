"""The folder that a batch fills: its lock, its journal, and files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from handouts.diagnostics import HandoutsError
from handouts.source.appending import held

HIDDEN = ".batch"
JOURNAL = f"{HIDDEN}/journal.jsonl"
PLAN = f"{HIDDEN}/plan.json"
_LOCK = f"{HIDDEN}/lock"
_STAGING = "staging-"

# What the whole machine says no to, not one path: there is no sense in trying the next file.
_MACHINE = frozenset({errno.ENOSPC, errno.EROFS, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC)})
_HINT = "Free some space or check the disk, then run the same command again: what is finished is kept."
# The oldest day a zip can say; reproducible archives have no other.
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Look:
    """What the file system says of a file without reading it: bytes, and nanoseconds since 1970."""

    size: int
    mtime_ns: int


class Refused(Exception):
    """One file could not be put in its place; others may."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of products; paths are posix and below it."""

    root: Path

    @contextlib.contextmanager
    def opened(self) -> Iterator[Path]:
        """Only one batch at a time is inside; gives a folder for unfinished files, which is gone afterwards.

        Raises HandoutsError when the folder cannot be made or written, or another batch is at work in it.
        """
        with contextlib.ExitStack() as inside:
            try:
                (self.root / HIDDEN).mkdir(parents=True, exist_ok=True)
                inside.enter_context(held(self.root / _LOCK, os.O_RDWR | os.O_CREAT, attempts=1))
                for left in (self.root / HIDDEN).glob(f"{_STAGING}*"):  # of a run that was killed
                    shutil.rmtree(left, ignore_errors=True)
                for left in (self.root / HIDDEN).glob("*.tmp"):
                    left.unlink()
                staging = self.root / HIDDEN / f"{_STAGING}{secrets.token_hex(6)}"
                staging.mkdir()
            except HandoutsError as problem:
                raise HandoutsError(f"Another batch is at work in {self.root}.", "Wait until it is done.") from problem
            except OSError as problem:
                hint = "Name another folder with --out, or check its permissions."
                raise HandoutsError(f"Cannot write to {self.root}: {problem.strerror or problem}.", hint) from problem
            try:
                yield staging
            finally:
                shutil.rmtree(staging, ignore_errors=True)

    def place(self, staged: Path, path: str) -> Look:
        """Move a finished file to its place. Raises Refused when it cannot lie there, HandoutsError on a full disk."""
        target = self.root / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _move(staged, target)
            status = target.stat()
        except OSError as problem:
            if problem.errno in _MACHINE:
                raise HandoutsError(f"Cannot write {target}: {problem.strerror}.", _HINT) from problem
            raise Refused(problem.strerror or type(problem).__name__) from problem
        return Look(status.st_size, status.st_mtime_ns)

    def look(self, path: str) -> Look | None:
        """What is there, or None when it is no file."""
        try:
            status = os.stat(os.path.join(self.root, path))  # noqa: PTH116, PTH118  # 2,000 times a run: no Path made
        except OSError:
            return None
        return Look(status.st_size, status.st_mtime_ns)

    def digest(self, path: str) -> str:
        """The sha256 (hex) of a file, "" when it cannot be read."""
        try:
            with (self.root / path).open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            return ""

    def read(self, path: str) -> bytes:
        """The bytes of one of our own files, b"" when it is not there or cannot be read."""
        try:
            return (self.root / path).read_bytes()
        except OSError:
            return b""

    def note(self, lines: bytes) -> None:
        """Add whole lines to the journal. A line that is cut off by a crash is one job to do again, no more."""
        try:
            with (self.root / JOURNAL).open("ab") as stream:
                if stream.tell() and not self._ends_whole():
                    stream.write(b"\n")
                stream.write(lines)
        except OSError as problem:
            place = self.root / JOURNAL
            raise HandoutsError(f"Cannot write {place}: {problem.strerror or problem}.", _HINT) from problem

    def write(self, path: str, data: bytes) -> None:
        """Write a file whole, unless it has these bytes already."""
        if self.read(path) != data:
            with self._instead_of(path) as temporary:
                _write_new(temporary, data)

    def copy(self, source: str, target: str) -> None:
        """Put a copy of a product under another name, unless one of that size and age is there."""
        there, wanted = self.look(target), self.look(source)
        if wanted is not None and there != wanted:
            with self._instead_of(target) as temporary:
                shutil.copy2(self.root / source, temporary)

    def bundle(self, path: str, members: Sequence[tuple[str, str]], stamp: str) -> None:
        """A zip of products as (path, name in the zip), in that order, the same bytes each time.

        `stamp` says what is in it; a zip that carries the same stamp is left alone. Files are stored, not packed:
        PDF is packed already, and so the bytes do not hang on a version of zlib.
        """
        if self._stamp_of(path) == stamp:
            return
        with self._instead_of(path) as temporary, zipfile.ZipFile(temporary, "x", zipfile.ZIP_STORED) as archive:
            archive.comment = stamp.encode("ascii")
            for source, name in members:
                entry = zipfile.ZipInfo(name, _ZIP_DAY)
                entry.create_system, entry.external_attr = 3, 0o100644 << 16
                with (self.root / source).open("rb") as stream, archive.open(entry, "w", force_zip64=True) as inside:
                    shutil.copyfileobj(stream, inside, 1 << 20)

    @contextlib.contextmanager
    def _instead_of(self, path: str) -> Iterator[Path]:
        """A name for an unfinished file, which then takes its place; if it does not come to that, it is gone.

        Those of a run that is killed are found in our own folder. Raises HandoutsError when the disk says no.
        """
        place = self.root / path
        temporary = self.root / HIDDEN / f"{secrets.token_hex(8)}.tmp"
        try:
            yield temporary
            place.parent.mkdir(parents=True, exist_ok=True)
            _move(temporary, place)
        except OSError as problem:
            raise HandoutsError(f"Cannot write {place}: {problem.strerror or problem}.", _HINT) from problem
        finally:
            _drop(temporary)

    def _stamp_of(self, path: str) -> str:
        try:
            with zipfile.ZipFile(self.root / path) as archive:
                return archive.comment.decode("ascii", "replace")
        except (OSError, zipfile.BadZipFile):
            return ""

    def _ends_whole(self) -> bool:
        with (self.root / JOURNAL).open("rb") as stream:
            stream.seek(-1, os.SEEK_END)
            return stream.read(1) == b"\n"


def _move(source: Path, target: Path) -> None:
    """Put a finished file into its place, also where a folder below ours lies on another disk."""
    try:
        source.replace(target)
    except OSError as problem:
        if problem.errno != errno.EXDEV:
            raise
        beside = target.with_name(f".{target.name[:40]}.{secrets.token_hex(6)}.tmp")
        try:
            shutil.copy2(source, beside)
            beside.replace(target)
        finally:
            _drop(beside)
        _drop(source)


def _drop(temporary: Path) -> None:
    """Leave nothing unfinished behind, whatever went wrong."""
    with contextlib.suppress(OSError):
        temporary.unlink()


def _write_new(path: Path, data: bytes) -> None:
    """Write a new file that is on the disk when this returns."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


@contextlib.contextmanager
def lent() -> Iterator[Path]:
    """A folder for unfinished files on a machine that does not see the products; it is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="handouts-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fetched(paths: Sequence[str]) -> list[bytes]:
    """The bytes of staged files, to send them elsewhere."""
    return [Path(path).read_bytes() for path in paths]


def stage(folder: Path, data: bytes) -> Path:
    """Write a finished file beside the products, on the disk when this returns; its path.

    Raises HandoutsError when the disk says no.
    """
    path = folder / secrets.token_hex(12)
    try:
        _write_new(path, data)
    except OSError as problem:
        raise HandoutsError(
            f"Cannot write to {folder.parent.parent}: {problem.strerror or problem}.", _HINT
        ) from problem
    return path
