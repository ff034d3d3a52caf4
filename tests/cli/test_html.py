"""`handouts build --also html`: the accessible twin beside each PDF."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path

import pytest

from tests.cli.clinic import IRON, PERSONAL, PRODUCT, files_below, make_clinic
from tests.twin.dom import parse
from tests.twin.wcag import problems

TWIN = PRODUCT.replace(".pdf", ".html")


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return make_clinic(tmp_path / "clinic")


def test_the_twin_stands_beside_the_pdf(run, clinic):
    ran = run("-C", clinic, "build", "--also", "html")
    assert ran.code == 0
    assert [Path(line).name for line in ran.out.splitlines()] == [PRODUCT, TWIN]
    html = (clinic / "output" / TWIN).read_text(encoding="utf-8")
    assert problems(html) == []
    (product,) = json.loads(run("-C", clinic, "build", "--format", "json").out)["products"]
    assert f"Edition {product['edition']}" in parse(html).one("footer").text


def test_nothing_else_changes_with_it(run, clinic, tmp_path):
    run("-C", clinic, "build", "--out", tmp_path / "one")
    run("-C", clinic, "build", "--out", tmp_path / "two", "--also", "html")
    one, two = files_below(tmp_path / "one"), files_below(tmp_path / "two")
    assert two == {**one, TWIN: two[TWIN]}


def test_the_report_names_it(run, clinic):
    (product,) = json.loads(run("-C", clinic, "build", "--also", "html", "--format", "json").out)["products"]
    assert product["html"] == {"path": str(clinic / "output" / TWIN)}
    (product,) = json.loads(run("-C", clinic, "build", "--format", "json").out)["products"]
    assert "html" not in product


def test_one_patients_copy_is_for_its_owner_only(run, clinic):
    ran = run("-C", clinic, "build", "--also", "html", "--set", "patient.name=Zebediah Quux", "--set", "plan.2=yes")
    path = clinic / "output" / PERSONAL.replace(".pdf", ".html")
    assert ran.out.splitlines()[1] == str(path)
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    root = parse(path.read_text(encoding="utf-8"))
    assert "Prepared for Zebediah Quux" in root.one("main").text
    assert ["checked" in box.attributes for box in root.all("input")] == [False, True]
    others = {name: data for name, data in files_below(clinic).items() if not name.endswith(path.name)}
    assert [name for name, data in others.items() if re.search(b"Zebediah|Quux", data)] == []


def test_wrong_content_writes_neither(run, clinic):
    (clinic / IRON).write_text("title: Iron\nblocks:\n  - text: See [this](javascript:alert(1)). [@nobody]\n")
    ran = run("-C", clinic, "build", "--also", "html")
    assert ran.code == 1
    assert "javascript:alert(1)" in ran.err and "(link)" in ran.err
    assert not (clinic / "output" / PRODUCT).exists() and not (clinic / "output" / TWIN).exists()


def test_a_full_disk_leaves_neither(run, clinic, monkeypatch):
    import handouts.source.workspace as workspace

    write_new = workspace._write_new

    def full(path, data, mode):
        if data.startswith(b"<!DOCTYPE"):
            raise OSError(28, "No space left on device")
        write_new(path, data, mode)

    monkeypatch.setattr(workspace, "_write_new", full)
    ran = run("-C", clinic, "build", "--also", "html")
    assert ran.code != 0 and "No space left" in ran.err
    assert [name for name in files_below(clinic / "output") if "ledger" not in name] == []


def test_another_format_is_refused(run, clinic):
    ran = run("-C", clinic, "build", "--also", "docx")
    assert ran.code == 2 and "'html'" in ran.err
