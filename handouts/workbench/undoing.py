"""How a saved edit can be taken back: by git, which knows what was committed. Nothing is committed or undone here."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

from handouts.source.history import NoHistory, at_repository
from handouts.source.workspace import text_of


@dataclass(frozen=True, slots=True)
class Undo:
    """What takes an edit back: `command`, run in the workspace folder, or `why` no command does.

    `repository` is true when the workspace is in a git working folder with a commit.
    """

    repository: bool
    command: str
    why: str


def undo_of(root: Path, path: str, before: str) -> Undo:
    """How to give a file back the text that it had before an edit."""
    try:
        repository = at_repository(root)
        committed = repository.blob("HEAD", path)
    except NoHistory as missing:
        return Undo(False, "", missing.message)
    command = f"git restore -- {shlex.quote(path)}"
    if committed is None:
        return Undo(True, "", "This file was never committed, so git does not know its earlier text.")
    if text_of(committed) != before:
        why = "The text before this edit was not committed yet: git restore would go back further."
        return Undo(True, "", f"{why} ({command})")
    return Undo(True, command, "")
