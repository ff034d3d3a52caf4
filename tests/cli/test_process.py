"""A few commands as real processes: streams, exit codes, terminals, pipes and signals as a shell sees them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import PATIENCE
from tests.cli.clinic import PRODUCT, RLS, files_below, make_clinic

POSIX = pytest.mark.skipif(os.name != "posix", reason="needs POSIX")


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return make_clinic(tmp_path / "clinic")


def environment(**extra: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "SOURCE_DATE_EPOCH")}
    return {**kept, "HANDOUTS_DATE": "2026-01-15", **extra}


def handouts(*words: object, cwd: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "handouts", *map(str, words)]
    return subprocess.run(
        command,
        cwd=cwd,
        env=environment(**extra),
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=PATIENCE,
    )


def test_build_in_the_current_folder(clinic):
    ran = handouts("build", cwd=clinic)
    assert (ran.returncode, ran.stdout) == (0, f"{Path('output') / PRODUCT}\n")
    assert ran.stderr == ("1 handout built. PDF/UA-1 and PDF/A-2a passed.\n")
    assert (clinic / "output" / PRODUCT).is_file()


def test_wrong_content_and_wrong_words(clinic):
    (clinic / RLS).write_text("title: {en: x}\nsections: [irn, references]\n", encoding="utf-8")
    ran = handouts("list", cwd=clinic)
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[0] == f"{RLS}:2:12: error: There is no section 'irn'. (unknown-section)"
    assert handouts("biuld", cwd=clinic).returncode == 2


def test_the_command_that_pip_installs_is_the_same(clinic):
    command = Path(sys.executable).with_name("handouts")
    if not command.exists():
        pytest.skip("handouts is not installed in this environment")
    ran = subprocess.run([command, "--version"], capture_output=True, text=True, timeout=PATIENCE)
    assert ran.stdout == handouts("--version", cwd=clinic).stdout


def test_a_terminal_that_cannot_show_every_letter(clinic):
    (clinic / RLS).write_text("title: {en: Müde Beine – 不宁腿}\nsections: [iron, references]\n", encoding="utf-8")
    ran = handouts("list", cwd=clinic, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert ran.returncode == 0, ran.stderr
    assert "\\u4e0d\\u5b81" in ran.stdout


@POSIX
def test_colours_on_a_terminal_but_not_with_no_color(clinic):
    (clinic / RLS).write_text("title: {en: x}\nsections: [irn, references]\n", encoding="utf-8")
    assert b"\x1b[31m" in on_a_terminal(clinic)
    assert b"\x1b" not in on_a_terminal(clinic, NO_COLOR="1")


def on_a_terminal(clinic: Path, **extra: str) -> bytes:
    """What `handouts list` shows on a terminal."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "handouts", "list"]
    with subprocess.Popen(command, cwd=clinic, env=environment(**extra), stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:  # Linux says so when the other side has closed the terminal
            pass
        assert process.wait(PATIENCE) == 1
    os.close(ours)
    return shown


# The real command, which says when it has come to some place, and stays there until it is stopped. Elsewhere Ctrl-C
# could be lost: before the command runs it is Python's own affair, and Python drops one that falls into a destructor.
WAITING = """
import pathlib, time
import handouts.build
def waiting(*args, **kwargs):
    print("waiting", flush=True)
    time.sleep({seconds})
{place} = waiting
from handouts.cli import main
main()
"""


@POSIX
@pytest.mark.parametrize(
    "place", ["handouts.build.build", "pathlib.Path.replace"], ids=["while it sets", "while it writes"]
)
def test_stopped_by_ctrl_c(clinic, place):
    """Ctrl-C in the middle leaves 130, one word, and no file half made."""
    program = WAITING.format(place=place, seconds=PATIENCE)
    with subprocess.Popen(
        [sys.executable, "-c", program, "build"],
        cwd=clinic, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "waiting\n"
        half_made = [path for path in files_below(clinic) if path.endswith(".tmp")]
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (130, "Stopped.\n"), out
    assert bool(half_made) is (place == "pathlib.Path.replace")
    assert not [path for path in files_below(clinic) if path.endswith((".tmp", ".pdf"))]


@POSIX
def test_a_reader_that_wants_no_more(clinic):
    """`handouts list | head -0` is no bug of ours."""
    command = f"{sys.executable} -m handouts schema --out '{clinic / 's'}' | true"
    ran = subprocess.run(
        ["sh", "-c", command], cwd=clinic, env=environment(), capture_output=True, text=True, timeout=PATIENCE
    )
    assert "bug" not in ran.stderr and "Traceback" not in ran.stderr
