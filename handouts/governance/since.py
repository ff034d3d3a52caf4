"""What has changed in a text since somebody signed it, line by line, as far as git remembers the signed one."""

from __future__ import annotations

import datetime
import difflib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from handouts.content import Section
from handouts.exchange.yamledit import places
from handouts.source.blocks import FIGURES
from handouts.source.digests import pictures_named, section_digest, signed_lines
from handouts.source.history import Repository, Version
from handouts.source.nodes import Node
from handouts.source.workspace import Workspace, text_of
from handouts.source.yamltext import parse

_MOST_TRIED = 500


@dataclass(frozen=True, slots=True)
class LineChange:
    """One line as it was signed and as it is, one of them empty where it is new or gone.

    `line` is its number in the file as it is (0 when it is gone), `where` the value it belongs to: `blocks[2].text`.
    """

    line: int
    where: str
    before: str
    after: str

    def as_json(self) -> dict[str, str | int]:
        """The change as plain data."""
        return {"line": self.line, "where": self.where, "before": self.before, "after": self.after}


@dataclass(frozen=True, slots=True)
class Since:
    """What has changed since a sign-off: lines, pictures (file names), and when.

    `day` is that of the first commit with another text, None while the change is not committed. `unknown` says why
    nothing more can be told; then all else is empty.
    """

    lines: tuple[LineChange, ...] = ()
    pictures: tuple[str, ...] = ()
    commit: str = ""
    day: datetime.date | None = None
    unknown: str = ""

    def as_json(self) -> dict[str, object]:
        """The changes as plain data."""
        return {
            "lines": [line.as_json() for line in self.lines], "pictures": list(self.pictures), "commit": self.commit,
            "date": self.day.isoformat() if self.day else "", "unknown": self.unknown,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """A section's text as git has it, with its pictures' digests by file name, and the newer version next to it."""

    text: str
    root: Node
    pictures: Mapping[str, str]
    newer: Version | None


def changed_since(workspace: Workspace, section: Section, digest: str, repository: Repository) -> Since:
    """What differs between a section and the form of it that has this digest.

    Raises NoHistory when git fails.
    """
    path = section.mark.path
    signed = form_with(workspace, path, digest, repository)
    if signed is None:
        part = ", or it is older than this shallow clone" if repository.shallow else ""
        return Since(unknown=f"git has no version with the signed text: it was never committed{part}")
    text = workspace.files[path].text
    root, _ = parse(text, path)
    lines = tuple(_lines(signed, text, root)) if root is not None else ()
    now = {name: _picture_now(workspace, name) for name in signed.pictures}
    pictures = tuple(name for name, was in signed.pictures.items() if now[name] != was)
    newer = signed.newer
    return Since(lines, pictures, newer.commit if newer else "", newer.date if newer else None)


def form_with(workspace: Workspace, path: str, digest: str, repository: Repository) -> Form | None:
    """The version of a section's file with that digest, None when git has none. Raises NoHistory when git fails.

    A picture may have changed later than the text, so each goes with each.
    """
    newer: Version | None = None
    pictures: dict[str, Sequence[str]] = {}
    for version in repository.versions(path):
        text = text_of(repository.blob(version.commit, path) or b"") or ""
        root, _ = parse(text, path)
        names = pictures_named(root) if root is not None else ()
        for name in names:
            if name not in pictures:
                pictures[name] = _pictures(workspace, name, repository)
        tried = itertools.islice(itertools.product(*(pictures[name] for name in names)), _MOST_TRIED)
        for digests in tried if root is not None else ():
            if root is not None and section_digest(text, root, digests) == digest:
                return Form(text, root, dict(zip(names, digests, strict=True)), newer)
        newer = version
    return None


def _pictures(workspace: Workspace, name: str, repository: Repository) -> Sequence[str]:
    found = [_picture_now(workspace, name)]
    found += [f"sha256:{version.sha256}" for version in repository.versions(f"{FIGURES}/{name}")]
    return tuple(dict.fromkeys(digest for digest in found if digest)) or ("",)


def _picture_now(workspace: Workspace, name: str) -> str:
    blob = workspace.blobs.get(f"{FIGURES}/{name}")
    return f"sha256:{blob.sha256}" if blob else ""


def _lines(signed: Form, text: str, root: Node) -> Iterator[LineChange]:
    old, new = signed_lines(signed.text, signed.root), signed_lines(text, root)
    was, now = _Values(signed.text, signed.root), _Values(text, root)
    matcher = difflib.SequenceMatcher(None, [line for _, line in old], [line for _, line in new], autojunk=False)
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        for before, after in itertools.zip_longest(old[old_start:old_end], new[new_start:new_end]):
            where = now.at(after[0]) if after else was.at(before[0])
            yield LineChange(after[0] if after else 0, where, _bare(before), _bare(after))


def _bare(line: tuple[int, str] | None) -> str:
    return line[1].strip() if line else ""


class _Values:
    """Which value of a file a line belongs to."""

    def __init__(self, text: str, root: Node) -> None:
        self._starts = [(place.node.mark.line, place.path) for place in places(text, root)]

    def at(self, line: int) -> str:
        """The last value that begins in this line or before; empty above the first."""
        before = [path for start, path in self._starts if start <= line]
        return before[-1] if before else ""
