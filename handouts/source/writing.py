"""Changes to the user's files, written together: all or none, and none when one file is not as it was read."""

from __future__ import annotations

import contextlib
import difflib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from handouts.diagnostics import Diagnostic, HandoutsError, Mark, error
from handouts.source.appending import held
from handouts.source.workspace import text_of, write_together

_BOM = b"\xef\xbb\xbf"
_LOCK = Path("output", ".handouts.lock")


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One file by its path below the workspace: its text `before` (None: there is none) and `after`.

    Texts are as `SourceFile` has them. With both equal nothing is written, but the file must still be so.
    """

    path: str
    before: str | None
    after: str

    def diff(self) -> str:
        """What changes, in the form that `diff -u` and git print."""
        old, new = (self.before or "").splitlines(keepends=True), self.after.splitlines(keepends=True)
        name = self.path if self.before is not None else "/dev/null"
        lines = difflib.unified_diff(old, new, name, self.path)
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)

    def as_json(self) -> dict[str, str | int | bool]:
        """The change as plain data."""
        return {"file": self.path, "new": self.before is None}


def write_all(root: Path, rewrites: Iterable[Rewrite]) -> tuple[Diagnostic, ...]:
    """Write all of them; when one file is not as it was read, write nothing and say which.

    The files are compared and written under a lock, so of two processes that change one file only one wins. An
    editor knows nothing of that lock: what it saves between comparing and writing, a moment, is lost.
    Byte order mark, line ends and permissions of a file stay. Raises HandoutsError when the disk says no.
    """
    with locked(root):
        forms: list[tuple[Path, bytes, int | None]] = []
        conflicts: list[Diagnostic] = []
        for rewrite in rewrites:
            path = root / rewrite.path
            if not _inside(root, path):
                message = "This path leads through a link out of the workspace; nothing was written."
                hint = "Put a real folder or file in the place of the link."
                conflicts.append(error("file-outside", Mark(rewrite.path), message, hint))
                continue
            present = _present(path)
            if (None if present is None else text_of(present)) != rewrite.before:
                message = "The file has changed while we were at work; nothing was written."
                conflicts.append(error("write-conflict", Mark(rewrite.path), message, "Run the command again."))
            elif rewrite.after != rewrite.before:
                forms.append((path, _encoded(rewrite.after, present), _mode(path)))
        if not conflicts:
            write_together(forms)
    return tuple(conflicts)


@contextlib.contextmanager
def locked(root: Path) -> Iterator[None]:
    """Only one process of ours at a time is inside, for one workspace; a process that dies lets go.

    Raises HandoutsError when another one stays inside for a minute, or there can be no lock.
    """
    path = root / _LOCK
    with contextlib.ExitStack() as inside:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            inside.enter_context(held(path, os.O_RDWR | os.O_CREAT))
        except OSError as problem:
            message = f"Cannot lock {path}: {problem.strerror or problem}."
            raise HandoutsError(message, "Check the permissions of the folder 'output'.") from problem
        yield


def _inside(root: Path, path: Path) -> bool:
    """True when no link lies on the way from the workspace to a file, as far as the way is there."""
    return path.resolve() == root.resolve() / path.relative_to(root)


def _present(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise HandoutsError(
            f"Cannot read {path}: {problem.strerror or problem}.", "Check the permissions."
        ) from problem


def _mode(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return None


def _encoded(text: str, present: bytes | None) -> bytes:
    if present is None:
        return text.encode()
    ends = text.replace("\n", "\r\n") if b"\r\n" in present else text
    return (_BOM if present.startswith(_BOM) else b"") + ends.encode()


def erase(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Overwrite files with zeros and take them away; those that are still there are returned.

    On a magnetic disk the old bytes are gone. Flash drives, journals, snapshots and backups may keep copies
    (NIST SP 800-88, 2.3), which no program can reach.
    """
    left: list[Path] = []
    for path in paths:
        try:
            size = path.stat().st_size
            with path.open("r+b") as file:
                file.write(bytes(size))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
        except FileNotFoundError:
            continue
        except OSError:
            left.append(path)
    return tuple(left)
