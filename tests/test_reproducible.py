"""Equal bytes for equal inputs: twice, in other surroundings, after other documents, with other line ends."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from handouts.build import Built, build
from handouts.edition import Personal
from handouts.source.loading import load
from handouts.source.workspace import read
from handouts.typeset.memory import forget
from tests import PATIENCE
from tests.cli.clinic import copy_starter
from tests.starters import HANDOUTS, ROOT, TODAY, pdf, request, starter


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("handout", HANDOUTS)
def test_built_twice(handout):
    again = build(starter(), request(handout), date=TODAY)
    assert again.pdf is not None
    assert again.pdf.data == pdf(handout)


def in_a_process(workspace: Path, handouts: tuple[str, ...], cwd: Path, **environment: str) -> dict[str, str]:
    """Digests of handouts built by the command line in another process."""
    command = [
        sys.executable, "-m", "handouts", "-C", str(workspace), "build", *handouts, "--format", "json",
        "--date", TODAY.isoformat(), "--out", str(cwd / "out"), "--ledger", str(cwd / "ledger.jsonl"),
    ]  # fmt: skip
    ran = subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, timeout=PATIENCE, check=True
    )
    return {product["handout"]: product["sha256"] for product in json.loads(ran.stdout)["products"]}


ELSEWHERE = {"PYTHONHASHSEED": "4294967295", "TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "PYTHONUTF8": "0"}


def test_in_another_process(tmp_path):
    """Another hash seed, time zone, language and folder, and after another document."""
    expected = {handout: digest(pdf(handout)) for handout in HANDOUTS[:2]}
    assert in_a_process(ROOT, HANDOUTS[:2], tmp_path, **ELSEWHERE) == expected


@pytest.mark.slow
@pytest.mark.parametrize("handouts", [HANDOUTS, *((handout,) for handout in HANDOUTS)], ids=["all", *HANDOUTS])
def test_in_another_process_alone_or_together(tmp_path, handouts):
    expected = {handout: digest(pdf(handout)) for handout in handouts}
    surroundings = {"PYTHONHASHSEED": "0", "TZ": "Pacific/Niue", "LANG": "C", "LC_ALL": "C"}
    assert in_a_process(ROOT, handouts, tmp_path, **surroundings) == expected


def test_after_other_documents():
    """Another brand, colours and paper, and a patient's copy, leave no trace in what is built next."""
    library = starter()
    build(library, request(HANDOUTS[1], "example-pharmacy", mono=True), date=TODAY)
    build(library, request(HANDOUTS[0]), date=TODAY, personal=Personal({"patient.name": "Quux \u4e2d\u0416"}))
    again = build(library, request(HANDOUTS[0]), date=TODAY)
    assert again.pdf is not None
    assert again.pdf.data == pdf(HANDOUTS[0])


def test_with_nothing_remembered():
    """What was set before in the process, in this language and in others, changes no byte."""
    library, wanted = starter(), request(HANDOUTS[0])
    forget()
    assert digest(_bytes(build(library, wanted, date=TODAY))) == digest(pdf(HANDOUTS[0]))
    forget()
    for language in ("ar", "hi", "zh-Hans"):
        build(library, replace(request(HANDOUTS[1]), languages=(language,), draft=True), date=TODAY)
    assert digest(_bytes(build(library, wanted, date=TODAY))) == digest(pdf(HANDOUTS[0]))


def _bytes(made: Built) -> bytes:
    assert made.pdf is not None
    return made.pdf.data


def test_the_day_of_the_build_shows_only_in_dates():
    later = build(starter(), request(HANDOUTS[0]), date=TODAY.replace(day=16))
    assert later.pdf is not None and later.edition is not None
    assert later.pdf.data != pdf(HANDOUTS[0])
    assert len(later.pdf.data) == pytest.approx(len(pdf(HANDOUTS[0])), rel=0.01)


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"], ids=["as they are", "Windows"])
def test_in_another_folder_with_other_line_ends(tmp_path, ends):
    """Neither the place of the workspace nor its line ends are in any byte of its products."""
    workspace = copy_starter(tmp_path / "Müde Beine")
    for path in workspace.rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", ends))
    library, findings = load(read(workspace)[0])
    assert library is not None and findings == ()
    made = build(library, request(HANDOUTS[0]), date=TODAY)
    assert made.pdf is not None
    assert digest(made.pdf.data) == digest(pdf(HANDOUTS[0]))
