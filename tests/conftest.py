"""Fixtures for all tests: the command line in this process, and golden files."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from handouts.cli import cli

# No test may find what another one, or the user, has kept.
os.environ["HANDOUTS_CACHE"] = "off"

GOLDEN = Path(__file__).parent / "golden"
TODAY = "2026-01-15"


@dataclass(frozen=True)
class Ran:
    """What one run of the command line left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """`run("build", "-C", ...)`: a command in this process, on a fixed day, with its two streams apart."""
    for name in ("HANDOUTS_DATE", "NO_COLOR", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)

    def invoke(*args: object, env: dict[str, str] | None = None, color: bool = False) -> Ran:
        given = {"HANDOUTS_DATE": TODAY, **(env or {})}
        result = CliRunner().invoke(cli, [*map(str, args)], env=given, prog_name="handouts", color=color)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.stdout, result.stderr)

    return invoke


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """`golden("tags-x.txt", text)`: equal to that file in tests/golden; GOLDEN_UPDATE=1 writes it anew."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if os.environ.get("GOLDEN_UPDATE") == "1":
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"There is no tests/golden/{name}; make it with: make golden"
        assert text == path.read_text(encoding="utf-8"), f"{name} has changed; if that is meant: make golden"

    return compare
