"""For all tests: the command line in this process, golden files, and what is asked of a machine of any speed."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, settings

from handouts.cli import cli

# No test may find what another one, or the user, has kept.
os.environ["HANDOUTS_CACHE"] = "off"

GOLDEN = Path(__file__).parent / "golden"
TODAY = "2026-01-15"

# A busy machine is no failure: examples may take as long as they take to draw and to run.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The quick tests first, with line coverage; then the slow ones without, since the tracer doubles their time.

    In this order, so that every module is first imported, and its definitions counted, by a quick test.
    """
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)
    for item in items:
        if item.get_closest_marker("slow") is not None:
            item.add_marker("no_cover")  # pytest-cov's


def pytest_configure() -> None:
    """No test reads or fills the cache of whoever runs it, in this process or another; those about caches name one."""
    os.environ["HANDOUTS_CACHE"] = "off"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many tests ran in a real browser: without one installed they would be skipped in silence."""
    ran = [one for one in terminalreporter.stats.get("passed", ()) if "browser" in one.keywords]
    skipped = [one for one in terminalreporter.stats.get("skipped", ()) if "browser" in one.keywords]
    if ran or skipped:
        terminalreporter.write_line(f"Browser tests: {len(ran)} passed, {len(skipped)} skipped.")


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
