"""The user's folder, read once; the only module that opens or writes the user's files."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path, PurePosixPath

import handouts
from handouts.diagnostics import Diagnostic, HandoutsError, Mark, error, has_errors, in_order, warning
from handouts.records import dataclass
from handouts.source.walking import FOLDERS, is_blob, is_misnamed, is_text, printable, unreadable, walk

MAX_TEXT_BYTES = 2_000_000
MAX_BLOB_BYTES = 40_000_000

_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A text file: its text without byte order mark and with Unix line ends, and the sha256 (hex) of that."""

    path: str
    text: str
    sha256: str


@dataclass(frozen=True, slots=True, repr=False)
class SourceBlob:
    """A picture or font file and the sha256 (hex) of its bytes."""

    path: str
    data: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Workspace:
    """Everything read from the user's folder; keys are posix paths relative to `root`.

    `unread` are files that are there but could not be read, so that nobody calls them missing.
    """

    root: Path
    files: Mapping[str, SourceFile]
    blobs: Mapping[str, SourceBlob] = field(default_factory=dict, repr=False)
    unread: frozenset[str] = frozenset()

    @property
    def digests(self) -> dict[str, str]:
        """The sha256 (hex) of every file read, by path."""
        text = {path: file.sha256 for path, file in self.files.items()}
        return dict(sorted({**text, **{path: blob.sha256 for path, blob in self.blobs.items()}}.items()))


def read(root: Path) -> tuple[Workspace, tuple[Diagnostic, ...]]:
    """Read every YAML file, picture and font of the workspace.

    What cannot be read is left out and told; nothing outside the folder is ever opened. Files whose names
    begin with a dot are not looked at.
    """
    files: dict[str, SourceFile] = {}
    blobs: dict[str, SourceBlob] = {}
    findings: list[Diagnostic] = []
    unread: set[str] = set()
    if not (root / "content").is_dir():
        message = f"There is no folder 'content' in {root}, so this is not a workspace."
        return Workspace(root, {}), (error("workspace", None, message, "Make one with: handouts init FOLDER"),)
    for name in FOLDERS:
        for path, place in walk(root, name, findings):
            if is_text(place):
                data = _bytes(path, place, MAX_TEXT_BYTES, findings)
                text = None if data is None else _decode(data, place, findings)
                if text is None:
                    unread.add(place)
                else:
                    files[place] = SourceFile(place, text, hashlib.sha256(text.encode()).hexdigest())
            elif is_blob(place):
                data = _bytes(path, place, MAX_BLOB_BYTES, findings)
                if data is None:
                    unread.add(place)
                else:
                    blobs[place] = SourceBlob(place, data, hashlib.sha256(data).hexdigest())
            elif is_misnamed(place):
                hint = f"Rename it to {PurePosixPath(place).stem}.yaml."
                findings.append(warning("file-ignored", Mark(place), "Files that end in .yml are not read.", hint))
    if not files and not has_errors(findings):
        message = "There are no YAML files in content and templates, so there is nothing to work with."
        findings.append(error("workspace", Mark("content"), message, "Make a workspace with: handouts init FOLDER"))
    return Workspace(root, files, blobs, frozenset(unread)), in_order(findings)


def read_again(root: Path, place: str, sha256: str) -> bytes:
    """The bytes of a picture or font that was read before. Raises HandoutsError when they are gone or others now."""
    try:
        data = (root / place).read_bytes()
    except OSError as problem:
        raise HandoutsError(
            f"Cannot read {place}: {problem.strerror or problem}.", "Run the command again."
        ) from problem
    if hashlib.sha256(data).hexdigest() != sha256:
        raise HandoutsError(f"{place} was changed while the command ran.", "Run the command again.")
    return data


def read_values(path: Path) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The text of a file of personal values outside the workspace; it is read once and never copied."""
    return read_given(path, path.name)


def read_given(path: Path, place: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The text of a file that was named on the command line; `place` is what findings call it."""
    findings: list[Diagnostic] = []
    data = _bytes(path, place, MAX_TEXT_BYTES, findings)
    text = None if data is None else _decode(data, place, findings)
    return text, tuple(findings)


def read_product(path: Path) -> bytes:
    """The bytes of a finished PDF, wherever it lies. Raises HandoutsError when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as problem:
        raise HandoutsError(f"Cannot read {path}: {problem.strerror or problem}.", "Check the path.") from problem


def write_atomically(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Write a file so that other programs see the old bytes or the new ones, never a part.

    Missing folders are made. `mode` is a permission such as 0o600; None leaves it to the system's habit.
    Raises HandoutsError when the file cannot be written; no temporary file is left behind then.
    """
    write_together([(path, data, mode)])


def write_together(files: Sequence[tuple[Path, bytes, int | None]]) -> None:
    """Write several files, each with its permission or None, as `write_atomically` does.

    None takes its place before all are on the disk, so that a full disk changes nothing.
    Raises HandoutsError, as there.
    """
    temporaries = [path.with_name(f".{path.name[:40]}.{os.urandom(6).hex()}.tmp") for path, _, _ in files]
    place = Path()
    try:
        for temporary, (place, data, mode) in zip(temporaries, files, strict=True):
            place.parent.mkdir(parents=True, exist_ok=True)
            _write_new(temporary, data, mode)
        for temporary, (place, _, _) in zip(temporaries, files, strict=True):
            temporary.replace(place)
    except OSError as problem:
        hint = "Close the file if another program shows it; check the folder's permissions and the free space."
        raise HandoutsError(f"Cannot write {place}: {problem.strerror or problem}.", hint) from problem
    finally:
        for temporary in temporaries:
            with contextlib.suppress(OSError):  # moved away already, or its folder could not be made
                temporary.unlink()


def _write_new(path: Path, data: bytes, mode: int | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o666 if mode is None else mode), "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    if mode is not None:
        path.chmod(mode)


def starter_root() -> Path:
    """The starter workspace: shipped in the wheel beside the package, or the repository this package stands in."""
    package = Path(handouts.__file__).parent
    shipped = package / "starter"
    return shipped if shipped.is_dir() else package.parent


def init(target: Path) -> tuple[Path, ...]:
    """Copy the starter's content and templates to a new folder, with an empty `output`; the files written.

    Raises HandoutsError when the target is not an empty or missing folder, or the starter is not there.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise HandoutsError(f"{target} exists already and is not an empty folder.", "Name a new folder.")
    root = starter_root()
    findings: list[Diagnostic] = []
    found = [pair for name in FOLDERS for pair in walk(root, name, findings)]
    if not any(place.startswith("content/") for _, place in found):
        raise HandoutsError("The starter content is missing from this installation.", "Install handouts again.")
    written = []
    for path, place in found:
        write_atomically(target / place, path.read_bytes())
        written.append(target / place)
    (target / "output").mkdir(parents=True, exist_ok=True)
    return tuple(written)


def _bytes(path: Path, place: str, limit: int, findings: list[Diagnostic]) -> bytes | None:
    if printable(place) != place:
        hint = "Use letters, digits and hyphens in file names."
        findings.append(error("file-name", Mark(printable(place)), "The file's name cannot be printed.", hint))
        return None
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            findings.append(error("file-unreadable", Mark(place), "This is not an ordinary file.", "Remove it."))
            return None
        if status.st_size > limit:
            message = f"The file is over {limit // 1_000_000} MB."
            findings.append(
                error("file-size", Mark(place), message, "Make it smaller, or split it into several files.")
            )
            return None
        return path.read_bytes()
    except OSError as problem:
        findings.append(unreadable(place, problem))
        return None


def text_of(data: bytes) -> str | None:
    """The text in a file's bytes as it is read and digested: no byte order mark, Unix line ends; None if not UTF-8."""
    try:
        return _unix(data)
    except UnicodeDecodeError:
        return None


def _decode(data: bytes, place: str, findings: list[Diagnostic]) -> str | None:
    try:
        return _unix(data)
    except UnicodeDecodeError as problem:
        findings.append(_not_utf8(data, place, problem.start))
        return None


def _unix(data: bytes) -> str:
    return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def _not_utf8(data: bytes, place: str, offset: int) -> Diagnostic:
    if data.startswith(_BYTE_ORDER_MARKS):
        message = "The file is saved as UTF-16, not as UTF-8."
        return error("encoding", Mark(place), message, "Save it again with the encoding UTF-8.")
    start = data.rfind(b"\n", 0, offset) + 1
    column = len(data[start:offset].decode("utf-8", "replace")) + 1
    mark = Mark(place, data.count(b"\n", 0, offset) + 1, column)
    likely = data[offset : offset + 1].decode("cp1252", "replace")
    guess = f", probably '{likely}' saved by an older Windows program" if likely.isprintable() else ""
    message = f"The file is not UTF-8: byte {offset} (0x{data[offset]:02x}){guess}."
    return error("encoding", mark, message, "Save the file again with the encoding UTF-8.")
