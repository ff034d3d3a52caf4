"""Each exit code is reached by a real case, and says on standard error what to do next."""

from __future__ import annotations

import errno
import os
import re
import tempfile
import traceback
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

import handouts.build
from handouts.reporting import ExitCode
from tests.cli.clinic import PRODUCT, RLS, files_below, make_clinic

SECRET = "Zebediah Quux-Testname"


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return make_clinic(tmp_path / "clinic")


@pytest.fixture
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where crash logs go in this test."""
    folder = tmp_path / "logs"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_the_codes_are_what_callers_rely_on():
    assert {code.name: code.value for code in ExitCode} == {
        "FINE": 0, "CONTENT": 1, "USAGE": 2, "NOT_CONFORMANT": 3, "ENVIRONMENT": 4, "BUG": 5, "INTERRUPTED": 130,
    }  # fmt: skip


def test_fine(run, clinic):
    assert run("-C", clinic, "build").code == 0


def test_wrong_content(run, clinic):
    (clinic / RLS).write_text("title: {en: x}\nsections: [irn]\n", encoding="utf-8")
    ran = run("-C", clinic, "build")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.endswith("\nNothing was written.\n")


def test_not_a_workspace(run, tmp_path):
    ran = run("-C", tmp_path, "build")
    assert (ran.code, ran.out) == (1, "")
    assert "is not a workspace. (workspace)\n    Make one with: handouts init FOLDER\n" in ran.err


def test_usage(run, clinic):
    assert run("-C", clinic, "build", "--dpi", "3").code == 2


def damaged(path: Path) -> Path:
    """A copy that can still be read but has lost its language."""
    copy = path.with_name("damaged.pdf")
    with pikepdf.open(path) as pdf:
        del pdf.Root.Lang
        pdf.save(copy)
    return copy


def test_verify_finds_a_file_that_fails_its_standards(run, clinic):
    good = Path(run("-C", clinic, "build").out.strip())
    ran = run("verify", good, damaged(good))
    assert ran.code == 3
    assert f"{good}\n" in ran.out and "passed" in ran.out
    assert re.search(r"PDF/UA-1 +FAILED: \d+ rules?\n    \S+: .+ \(1 time\)", ran.out)
    assert "error:" in ran.err and "(structure-language)" in ran.err


def test_build_says_when_its_product_fails(run, clinic, monkeypatch):
    original = handouts.build.stamp

    def losing_the_language(*args):
        stamped = original(*args)
        data = stamped.pdf.data.replace(b"/pdfuaid:", b"/xxxxxxx:").replace(b"pdfuaid:part>1", b"pdfuaid:part>9")
        return replace(stamped, pdf=replace(stamped.pdf, data=data))

    monkeypatch.setattr(handouts.build, "stamp", losing_the_language)
    ran = run("-C", clinic, "build")
    assert (ran.code, ran.out) == (3, f"{clinic / 'output' / PRODUCT}\n")
    assert "NOT all pass PDF/UA-1, PDF/A-2a, structure and preflight" in ran.err


@pytest.mark.parametrize("words", [("build",), ("preview", "--dpi", "40"), ("schema",)])
def test_the_output_folder_cannot_be_made(run, clinic, tmp_path, words):
    (tmp_path / "file").write_bytes(b"")
    out = tmp_path / "file" / "below"
    ran = run("-C", clinic, *words, "--out", out)
    assert (ran.code, ran.out) == (4, "")
    assert ran.err.startswith(f"error: Cannot write {out}")
    assert "permissions" in ran.err and "Traceback" not in ran.err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_the_output_folder_is_read_only(run, clinic, tmp_path):
    out = tmp_path / "closed"
    out.mkdir(mode=0o500)
    assert run("-C", clinic, "build", "--out", out).code == 4


@pytest.mark.parametrize("call", ["open", "fsync", "replace"])
def test_the_disk_is_full(run, clinic, monkeypatch, call):
    """The old product stays as it was, and no part of a new one is left behind."""
    run("-C", clinic, "build", "--no-ledger")
    (clinic / RLS).write_text("title: {en: Another title}\nsections: [iron, plan, references]\n", encoding="utf-8")
    before = files_below(clinic)

    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        if call == "replace":
            patch.setattr(Path, "replace", full)
        else:
            patch.setattr(os, call, full)
        ran = run("-C", clinic, "build", "--no-ledger")
    assert (ran.code, ran.out) == (4, "")
    assert ran.err.startswith(f"error: Cannot write {clinic / 'output' / PRODUCT}: No space left on device.\n    ")
    assert files_below(clinic) == before


@pytest.mark.parametrize("place", ["missing.pdf", "."])
def test_verify_cannot_read(run, tmp_path, place):
    ran = run("verify", tmp_path / place)
    assert (ran.code, ran.out) == (4, "")
    assert ran.err.startswith(f"error: Cannot read {tmp_path / place}: ")


def test_init_cannot_write(run, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    ran = run("init", tmp_path / "file" / "below")
    assert (ran.code, ran.out) == (4, "")


def break_the_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args, **kwargs):
        raise ValueError(f"cannot set {SECRET}")

    monkeypatch.setattr(handouts.build, "stamp", broken)


def test_a_bug_is_ours_and_leaves_a_log_without_words(run, clinic, logs, monkeypatch):
    break_the_pipeline(monkeypatch)
    ran = run("-C", clinic, "build", "--set", f"patient.name={SECRET}")
    assert (ran.code, ran.out) == (5, "")
    (log,) = logs.glob("handouts-crash-*.log")
    assert ran.err == (f"error: This is a bug in handouts, not in your content.\n    Please send us this file: {log}\n")
    text = log.read_text(encoding="utf-8")
    assert text.startswith("handouts ") and "ValueError" in text and "build.py" in text
    assert "Zebediah" not in text and "Quux" not in text
    assert os.name != "posix" or log.stat().st_mode & 0o077 == 0


def test_a_bug_where_no_log_can_be_written(run, clinic, tmp_path, monkeypatch):
    break_the_pipeline(monkeypatch)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    ran = run("-C", clinic, "build", "--set", f"patient.name={SECRET}")
    assert ran.code == 5
    assert "No log could be written" in ran.err and "Zebediah" not in ran.err


def test_stopped_by_the_keyboard(run, clinic, monkeypatch):
    def interrupted(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(handouts.build, "stamp", interrupted)
    ran = run("-C", clinic, "build")
    assert (ran.code, ran.out, ran.err) == (130, "", "Stopped.\n")
    assert not (clinic / "output").exists()


def test_the_boundary_prints_no_traceback(run, clinic, logs, monkeypatch):
    break_the_pipeline(monkeypatch)
    called = []
    monkeypatch.setattr(traceback, "print_exc", lambda *a, **k: called.append(a))
    assert "Traceback" not in run("-C", clinic, "build").err
    assert not called
