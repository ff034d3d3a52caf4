"""Git repositories for tests, made with git itself, the same on every machine."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

_SAME = {
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0",
    "GIT_AUTHOR_NAME": "A. Reader", "GIT_AUTHOR_EMAIL": "reader@example.org",
    "GIT_COMMITTER_NAME": "A. Reader", "GIT_COMMITTER_EMAIL": "reader@example.org",
}  # fmt: skip


def git(folder: Path, *words: str, day: str = "2026-01-02", fails: bool = False) -> str:
    """One git command in a folder, on a day; what it printed."""
    moment = f"{day}T12:00:00+00:00"
    environment = {**os.environ, **_SAME, "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    ran = subprocess.run(["git", *words], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert (ran.returncode != 0) is fails, f"git {' '.join(words)}\n{ran.stdout}{ran.stderr}"
    return ran.stdout


def make_repository(folder: Path) -> Path:
    """Make a folder a repository with all that is in it as the first commit; the folder."""
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, "The beginning", day="2026-01-01")
    return folder


def commit(folder: Path, message: str, files: Mapping[str, str | bytes] | None = None, *, day: str) -> str:
    """Write some files and commit all that there is; the commit's id."""
    for place, data in (files or {}).items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", message, day=day)
    return git(folder, "rev-parse", "HEAD").strip()
