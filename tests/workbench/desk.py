"""The clinic of the governance tests, as the desk sees it, and short ways to edit it."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path

from handouts.diagnostics import Diagnostic
from handouts.governance.signing import Signer
from handouts.workbench.bench import open_bench
from handouts.workbench.editing import Conflict, Edit, Refused, Saved, Tried, save, try_out
from handouts.workbench.looking import Looked, look_over

TODAY = datetime.date(2026, 1, 15)
READER = Signer("A. Reader", "approver", TODAY)


def looked_at(folder: Path, date: datetime.date = TODAY) -> Looked:
    return look_over(open_bench(folder), date)


def edit(folder: Path, path: str, old: str, new: str) -> Edit:
    """An edit that replaces a text that stands once in the file as it is now."""
    text = unix(folder, path)
    assert text.count(old) == 1
    return Edit(path, hashlib.sha256(text.encode()).hexdigest(), text.replace(old, new))


def unix(folder: Path, path: str) -> str:
    """The text of a file as an editor gets it."""
    return (folder / path).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")


def tried(looked: Looked, made: Edit) -> Tried:
    result = try_out(looked, made)
    assert isinstance(result, Tried), result
    return result


def saved(looked: Looked, made: Edit, **how: bool) -> Saved:
    result = save(looked, made, **how)
    assert isinstance(result, Saved), result
    return result


def refused(result: object) -> list[str]:
    """The rules of a refusal."""
    assert isinstance(result, Refused), result
    assert result.findings
    return [finding.rule for finding in result.findings]


def conflict(result: object) -> Conflict:
    assert isinstance(result, Conflict), result
    return result


def rules(findings: tuple[Diagnostic, ...]) -> list[str]:
    return [finding.rule for finding in findings]
