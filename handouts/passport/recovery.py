"""Makes an edition again, byte for byte, from the git history and the workspace, or says what is missing for it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from handouts import product
from handouts.build import build
from handouts.diagnostics import Diagnostic, Mark, Severity, error, has_errors
from handouts.passport.entry import Entry
from handouts.resolving.plan import output_name
from handouts.source.history import Repository
from handouts.source.loading import load
from handouts.source.workspace import SourceBlob, SourceFile, Workspace, text_of


@dataclass(frozen=True, slots=True)
class Source:
    """Where forms of files are looked for: the present folder and its history, None with the reason for none."""

    present: Workspace
    history: Repository | None
    why_not: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Recovered:
    """What came of it: the bytes, and whether they are the very same. None when nothing could be built at all."""

    entry: Entry
    data: bytes | None
    equal: bool
    findings: tuple[Diagnostic, ...]

    @property
    def file(self) -> str:
        """The file's name; one that is not the same says so."""
        stem = f"{output_name(self.entry.request).removesuffix('.pdf')}_{self.entry.edition}"
        return f"{stem}.pdf" if self.equal else f"{stem}_NOT-THE-SAME.pdf"


@dataclass(frozen=True, slots=True)
class _Found:
    """Contents by path; `stand_ins` are other forms of files whose own form was not found, with their origin."""

    contents: dict[str, bytes] = field(default_factory=dict)
    stand_ins: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


def recover(entry: Entry, source: Source) -> Recovered:
    """Build the edition from exactly the files it was made of, on its day, and compare the digest of the bytes.

    A file that is not to be found in its old form is replaced by another form of it: most of what changes in a
    bibliography or in the list of reviews does not show in one edition, and the digest tells whether it did.
    """
    found = _collect(entry, source)
    library, _ = load(_workspace(source.present.root, found.contents))
    # What loading complains of is not asked: other files that these name are left out here on purpose. Equal bytes
    # are the proof.
    made = build(library, entry.request, date=entry.date) if library is not None else None
    data = made.pdf.data if made is not None and made.pdf is not None else None
    equal = data is not None and hashlib.sha256(data).hexdigest() == entry.sha256
    if equal:
        return Recovered(entry, data, True, tuple(_stand_ins(entry, found)))
    findings = [*_missing(entry, found, source), *_versions(entry)]
    if not findings and made is not None:
        findings = [finding for finding in made.findings if has_errors([finding])]
    return Recovered(entry, data, False, tuple(findings or [_unexplained(entry)]))


def _collect(entry: Entry, source: Source) -> _Found:
    """Each file in the form it had: from the commit, the present folder, or anywhere in the history."""
    found = _Found()
    history = source.history
    committed: Mapping[str, bytes] = {}
    if history is not None and entry.commit:
        committed = history.blobs(entry.commit, entry.files)
    for path, digest in entry.files.items():
        here = _present(source.present, path)
        old = committed.get(path)
        data = next((form for form in (old, here) if form is not None and _is(path, form, digest)), None)
        if data is None and history is not None:
            data = _from_history(history, path, digest)
        if data is not None:
            found.contents[path] = data
            continue
        found.missing.append(path)
        other = old if old is not None else here
        if other is not None:
            found.contents[path] = other
            found.stand_ins[path] = f"its form in commit {entry.commit[:10]}" if old is not None else "its present form"
    return found


def _from_history(history: Repository, path: str, digest: str) -> bytes | None:
    """The form with this digest, whatever line ends git keeps it with."""
    for version in history.versions(path):
        if version.sha256 == digest:
            return history.blob(version.commit, path)
        data = history.blob(version.commit, path) if path.endswith(".svg") else None
        windows = data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") if data is not None else b""
        if data is not None and _is(path, windows, digest):
            return windows
    return None


def _present(workspace: Workspace, path: str) -> bytes | None:
    if path in workspace.files:
        return workspace.files[path].text.encode()
    return workspace.blobs[path].data if path in workspace.blobs else None


def _is(path: str, data: bytes, digest: str) -> bool:
    text = text_of(data) if path.endswith(".yaml") else None
    return hashlib.sha256(data if text is None else text.encode()).hexdigest() == digest


def _workspace(root: Path, contents: Mapping[str, bytes]) -> Workspace:
    """A workspace in memory, of these files and no others."""
    files, blobs = {}, {}
    for path, data in contents.items():
        text = text_of(data) if path.endswith(".yaml") else None
        if text is not None:
            files[path] = SourceFile(path, text, hashlib.sha256(text.encode()).hexdigest())
        else:
            blobs[path] = SourceBlob(path, data, hashlib.sha256(data).hexdigest())
    return Workspace(root, files, blobs)


def _stand_ins(entry: Entry, found: _Found) -> Iterable[Diagnostic]:
    for path, origin in found.stand_ins.items():
        message = f"The form that was used ({_short(entry, path)}) was not found; with {origin} the bytes are the same."
        yield Diagnostic("recover-stand-in", Severity.NOTE, Mark(path), message)


def _missing(entry: Entry, found: _Found, source: Source) -> Iterable[Diagnostic]:
    if source.history is None:
        where, hint = "not in the workspace", f"Old forms are looked for in the git history, but: {source.why_not}"
    elif source.history.shallow:
        where, hint = "in no commit of this shallow clone", "Fetch the rest with: git fetch --unshallow"
    else:
        where = "in no commit and not in the workspace"
        hint = "Put that form of the file back from a backup, and run this again. Commit before you build."
    for path in found.missing:
        yield error("recover-file", Mark(path), f"The form that was used ({_short(entry, path)}) is {where}.", hint)


def _versions(entry: Entry) -> Iterable[Diagnostic]:
    now = {product.NAME: product.version(), **product.libraries()}
    for name, then in {product.NAME: entry.version, **entry.libraries}.items():
        have = now.get(name)
        if have != then and then:
            message = f"{name} {then} made it; here is {f'version {have}' if have else 'none'}."
            hint = f'Install it, best in an environment of its own: pip install "{name}=={then}"'
            if name in ("python", "zlib"):
                hint = f"Run handouts with Python {entry.libraries.get('python', '')}, which brings zlib along."
            yield error("recover-version", None, message, hint)


def _unexplained(entry: Entry) -> Diagnostic:
    if not entry.sha256:
        message = "The ledger holds no digest of the file, so nobody can tell whether this is the same."
        return error("recover-bytes", None, message, "Write it all the same with --anyway.")
    message = "Every file and version is the same, yet the bytes differ."
    hint = "Try the kind of machine it was made on; with --anyway the file is written, to be compared by eye."
    return error("recover-bytes", None, message, hint)


def _short(entry: Entry, path: str) -> str:
    return f"sha256 {entry.files[path][:16]}..."
