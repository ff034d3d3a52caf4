"""What lies in the user's folder, without opening it: which files are read, and by what a changed one is known."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from handouts.diagnostics import Diagnostic, Mark, error

FOLDERS = ("content", "templates")
_BLOBS = {
    "content/figures/": (".svg", ".png", ".jpg", ".jpeg"),
    "templates/brands/": (".svg", ".png", ".jpg", ".jpeg"),
    "templates/fonts/": (".ttf", ".otf"),
}

# A file's place, size, times of change and of its entry in the folder (ns), number and permissions.
Row = tuple[str, int, int, int, int, int]


def survey(root: Path) -> tuple[Row, ...] | None:
    """Every file of a workspace that reading looks at, in the order of reading; None where something is unusual.

    Links, and folders that cannot be listed, are unusual: reading has findings of them.
    """
    findings: list[Diagnostic] = []
    rows: list[Row] = []
    for name in FOLDERS:
        for entry, place in _entries(root, name, findings):
            if is_text(place) or is_blob(place) or is_misnamed(place):
                try:
                    found = entry.stat(follow_symlinks=False)
                except OSError:
                    return None
                times = (found.st_mtime_ns, found.st_ctime_ns)
                rows.append((place, found.st_size, *times, found.st_ino, found.st_mode))
    return tuple(rows) if rows and not findings else None


def walk(root: Path, name: str, findings: list[Diagnostic]) -> Iterator[tuple[Path, str]]:
    """Regular files below one folder of the workspace, sorted, with their posix paths; links are refused."""
    for entry, place in _entries(root, name, findings):
        yield Path(entry.path), place


def is_text(place: str) -> bool:
    """True for the files that are read as text."""
    return place.endswith(".yaml")


def is_blob(place: str) -> bool:
    """True for pictures and fonts where they belong."""
    return any(place.startswith(folder) and place.lower().endswith(ends) for folder, ends in _BLOBS.items())


def is_misnamed(place: str) -> bool:
    """True for files that their author took for ours, and that are told but not read."""
    return place.endswith(".yml")


def unreadable(place: str, problem: OSError) -> Diagnostic:
    """What cannot be opened."""
    message = f"This cannot be read: {problem.strerror or type(problem).__name__}."
    return error("file-unreadable", Mark(printable(place)), message, "Check the permissions.")


def printable(place: str) -> str:
    """The place in characters that can be printed."""
    return place.encode("utf-8", "backslashreplace").decode()


def _entries(root: Path, name: str, findings: list[Diagnostic]) -> Iterator[tuple[os.DirEntry[str], str]]:
    pending = [(str(root / name), name)]
    while pending:
        folder, place = pending.pop()
        if _leads_away(Path(folder), root):
            findings.append(_outside(place))
            continue
        try:
            entries = _listed(folder)
        except OSError as problem:
            findings.append(unreadable(place, problem))
            continue
        files = []
        for entry in entries:
            inner = f"{place}/{entry.name}"
            if entry.is_symlink():
                findings.append(_outside(inner))
            elif entry.is_dir():
                pending.append((entry.path, inner))
            else:
                files.append((entry, unicodedata.normalize("NFC", inner)))
        yield from reversed(files)


def _listed(folder: str) -> list[os.DirEntry[str]]:
    """What is in a folder, last name first; nothing when there is no such folder."""
    if not Path(folder).is_dir():
        return []
    with os.scandir(folder) as entries:
        shown = [entry for entry in entries if not entry.name.startswith(".")]
    return sorted(shown, key=lambda entry: entry.name, reverse=True)


def _leads_away(folder: Path, root: Path) -> bool:
    """True for a link, and on Windows for a junction, which is none but leads as far."""
    if os.name != "nt":
        return folder.is_symlink()
    return folder.is_symlink() or (folder.exists() and not folder.resolve().is_relative_to(root.resolve()))


def _outside(place: str) -> Diagnostic:
    hint = "Copy the file or folder itself into the workspace, so that the workspace is complete wherever it is moved."
    return error("file-outside", Mark(printable(place)), "This is a link; links may lead out of the workspace.", hint)
