"""What a name stands for, and which name was probably meant when it stands for nothing."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import TypeVar

from handouts.diagnostics import Diagnostic, Mark, error

T = TypeVar("T")
_MOST_NAMES = 20  # more would hide the message in its hint


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The hint for an unknown name: the nearest known one, or else all of them."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=1)
    if near:
        return f"Did you mean '{near[0]}'?"
    if len(names) > _MOST_NAMES:
        return f"None of the {len(names)} names there is much like it."
    return f"There is: {', '.join(names)}." if names else "There is none yet."


def find(
    kind: str, name: str, table: Mapping[str, T], mark: Mark | None = None
) -> tuple[T | None, tuple[Diagnostic, ...]]:
    """The entry of that name, or None and a finding of the rule `unknown-<kind>`."""
    if name in table:
        return table[name], ()
    return None, (error(f"unknown-{kind}", mark, f"There is no {kind} '{name}'.", did_you_mean(name, table)),)
