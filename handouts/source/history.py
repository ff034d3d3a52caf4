"""Old forms of the user's files, asked of git: the only module that runs another program.

Nothing is written and no network is used; git is asked for commits, names and contents, each within a bounded time.
"""

from __future__ import annotations

import datetime
import hashlib
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from handouts.diagnostics import HandoutsError
from handouts.source.workspace import text_of

_SECONDS = 30
# No locks, no pagers, no patterns in paths, and nothing of the user's settings that would start a program.
_OPTIONS = (
    "--no-optional-locks",
    "--no-pager",
    "--literal-pathspecs",
    "-c",
    "log.showSignature=false",
    "-c",
    "log.follow=false",
)
_ORDINARY = ("100644", "100755", "100664")  # git's modes of files; links and submodules are none


class NoHistory(HandoutsError):
    """There is no git, no repository, or git could not answer; the message says which."""


@dataclass(frozen=True, slots=True)
class Version:
    """A form that a file once had: the newest commit that has it, the day of that commit, and its sha256.

    The sha256 is that of `SourceFile` for YAML (of the text with Unix line ends) and of the bytes for anything else.
    """

    commit: str
    date: datetime.date
    sha256: str


@dataclass(frozen=True, slots=True)
class Repository:
    """The git history of a workspace folder; paths are relative to `root`, which may lie below git's own top.

    `shallow` when git has only the newest part of the history here. Every method raises NoHistory when git fails.
    """

    root: Path
    shallow: bool

    def versions(self, path: str) -> tuple[Version, ...]:
        """The different forms of a file in all branches and tags, newest first; none when git never had it."""
        if not _can_be_asked(path):
            return ()
        # Without --full-history git leaves out a side branch whose text a merge has overruled.
        asked = ("log", "--full-history", "--format=%H %cI", "--branches", "--remotes", "--tags", "HEAD", "--", path)
        commits = [line.split() for line in self._git(*asked).decode().splitlines()]
        days = {commit: datetime.date.fromisoformat(moment[:10]) for commit, moment in commits}
        found: dict[str, Version] = {}
        for commit, data in zip(days, self._contents(f"{commit}:./{path}" for commit in days), strict=True):
            if data is not None:
                digest = _digest(path, data)
                found.setdefault(digest, Version(commit, days[commit], digest))
        return tuple(found.values())

    def head(self) -> str:
        """The id of the commit that the working folder stands on."""
        return self._git("rev-parse", "HEAD").decode().strip()

    def digests(self, commit: str, paths: Iterable[str]) -> Mapping[str, str]:
        """The sha256 of several files in a commit, as in `Version`; those that were not there are left out."""
        return {path: _digest(path, data) for path, data in self.blobs(commit, paths).items()}

    def blob(self, commit: str, path: str) -> bytes | None:
        """The bytes of a file in a commit, None when it was not there."""
        return self.blobs(commit, (path,)).get(path)

    def blobs(self, commit: str, paths: Iterable[str]) -> Mapping[str, bytes]:
        """The bytes of several files in a commit, in one go; those that were not there are left out."""
        asked = [path for path in paths if _can_be_asked(path)]
        data = self._contents(f"{_commit(commit)}:./{path}" for path in asked)
        return {path: found for path, found in zip(asked, data, strict=True) if found is not None}

    def files(self, commit: str) -> tuple[str, ...]:
        """The files below `root` in a commit, sorted; no links."""
        listed = self._git("ls-tree", "-r", "-z", _commit(commit)).split(b"\0")
        entries = (entry.split(b"\t", 1) for entry in listed if entry)
        return tuple(
            sorted(name.decode("utf-8", "replace") for facts, name in entries if facts.decode()[:6] in _ORDINARY)
        )

    def _contents(self, names: Iterable[str]) -> list[bytes | None]:
        """The contents of git objects by name (`COMMIT:./PATH`), None for what is missing or no file."""
        asked = list(names)
        answer = self._git("cat-file", "--batch", given="".join(f"{name}\n" for name in asked)) if asked else b""
        found: list[bytes | None] = []
        place = 0
        for _ in asked:
            stop = answer.index(b"\n", place)
            head, place = answer[place:stop].split(b" "), stop + 1
            if not (len(head) == 3 and head[2].isdigit()):  # else: NAME missing, NAME ambiguous
                found.append(None)
                continue
            size = int(head[2])
            found.append(answer[place : place + size] if head[1] == b"blob" else None)
            place += size + 1
        return found

    def _git(self, *words: str, given: str = "") -> bytes:
        return _run(self.root, words, given)


def at_repository(root: Path) -> Repository:
    """The history of a workspace folder. Raises NoHistory when there is none to ask."""
    answer = _run(root, ("rev-parse", "--is-inside-work-tree", "--is-shallow-repository"), "").split()
    if answer[:1] != [b"true"]:
        raise NoHistory(f"{root} is not in the working folder of a git repository.", "Make one with: git init")
    _run(root, ("rev-parse", "--verify", "--quiet", "HEAD"), "")
    return Repository(root, shallow=answer[1:] == [b"true"])


def _run(root: Path, words: Sequence[str], given: str) -> bytes:
    command = ["git", "-C", str(root), *_OPTIONS, *words]
    try:
        ran = subprocess.run(command, input=given.encode(), capture_output=True, timeout=_SECONDS, check=False)
    except FileNotFoundError as problem:
        raise NoHistory("git is not installed here, or not on the PATH.", "Install it from git-scm.com.") from problem
    except subprocess.TimeoutExpired as problem:
        raise NoHistory(f"git did not answer within {_SECONDS} seconds.", "Try again when it is idle.") from problem
    except OSError as problem:
        raise NoHistory(f"git could not be started: {problem.strerror or problem}.") from problem
    if ran.returncode != 0:
        said = ran.stderr.decode("utf-8", "replace").strip().splitlines()
        words_of_git = said[0].removeprefix("fatal: ") if said else "there is no commit yet"
        raise NoHistory(f"There is no git history of {root}: {words_of_git}.", "Commit the workspace with git first.")
    return ran.stdout


def _can_be_asked(path: str) -> bool:
    """Paths go to git one a line."""
    return bool(path) and not set(path) & {"\n", "\0"}


def _commit(name: str) -> str:
    """The name of a commit as git takes it; never an option, a range or a path."""
    if not (name == "HEAD" or (7 <= len(name) <= 64 and name.isalnum())):
        raise NoHistory(f"'{name[:64]}' is not the name of a commit.", "Give its hexadecimal id.")
    return name


def _digest(path: str, data: bytes) -> str:
    text = text_of(data) if path.endswith(".yaml") else None
    return hashlib.sha256(data if text is None else text.encode()).hexdigest()
