"""Whether the finished files that the ledger names keep what they claim: PDF/UA-1, PDF/A-2a, and our own checks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from handouts.diagnostics import has_errors
from handouts.passport.entry import Entry
from handouts.press.verify import verify
from handouts.resolving.plan import output_name

# `absent`: there is no such file any more; `other`: there is one, but not the one that was recorded.
Outcome = Literal["failed", "other", "absent", "passed"]
OUTCOMES: tuple[Outcome, ...] = ("failed", "other", "absent", "passed")


@dataclass(frozen=True, slots=True)
class FileCheck:
    """One file that the ledger names; `edition` is the one recorded, `failed` what it fails.

    That is profiles by their names, `structure` and `preflight`.
    """

    file: str
    edition: str
    outcome: Outcome
    failed: tuple[str, ...] = ()

    @property
    def conforms(self) -> bool:
        """True when it was checked, can be read, and passes both profiles and our check of the structure."""
        checked = self.outcome in ("passed", "failed") and "structure" not in self.failed
        return checked and not any(name.startswith("PDF/") for name in self.failed)


def files_named(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    """The files that the ledger names, by name, with their entries in the order recorded."""
    found: dict[str, tuple[Entry, ...]] = {}
    for entry in entries:
        name = output_name(entry.request)
        found[name] = (*found.get(name, ()), entry)
    return dict(sorted(found.items()))


def check_files(entries: Iterable[Entry], read: Callable[[str], bytes | None]) -> tuple[FileCheck, ...]:
    """Check each file that is there in the form that was recorded; `read` gives its bytes, None where there is none.

    One file of 12 pages took 0.7 s of a processor.
    """
    return tuple(_check(name, recorded, read(name)) for name, recorded in files_named(entries).items())


def _check(name: str, recorded: tuple[Entry, ...], data: bytes | None) -> FileCheck:
    newest = recorded[-1].edition
    if data is None:
        return FileCheck(name, newest, "absent")
    digest = hashlib.sha256(data).hexdigest()
    edition = next((entry.edition for entry in reversed(recorded) if entry.sha256 == digest), "")
    if not edition:
        return FileCheck(name, newest, "other")
    result = verify(data, name)
    failed = [profile.profile for profile in result.profiles if not profile.passed]
    ours = {"structure": result.structure, "preflight": result.preflight}
    failed += [kind for kind, findings in ours.items() if has_errors(findings)]
    return FileCheck(name, edition, "passed" if result.passed else "failed", tuple(failed))
