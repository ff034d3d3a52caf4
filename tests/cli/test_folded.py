"""`handouts build` of layouts that are folded: the tagged reading edition, and beside it the file for the printer.

The starter's own handouts in these layouts are in tests/test_printing.py.
"""

import json
import stat

import pytest

from handouts.press.verify import verify
from tests.cli.clinic import FILES, IRON, make_clinic
from tests.cli.test_layouts import LAYOUTS, words

# Enough for the six panels of a letter.
LONG = FILES[IRON] + "".join(f"  - text: Paragraph {n} {words(60)}\n" for n in range(8))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(make_clinic(tmp_path, {**LAYOUTS, IRON: LONG}))
    return tmp_path / "out"


def products(run, *args):
    ran = run("build", "rls", "--no-ledger", "--format", "json", *args)
    assert ran.code == 0, ran.err
    (product,) = json.loads(ran.out)["products"]
    return product


def test_a_tri_fold_comes_with_its_sheet(run, folder):
    product = products(run, "--layout", "tri-fold", "--out", folder)
    assert product["conformant"] and product["pages"] == 6
    printed = product["print"]
    assert (printed["scheme"], printed["paper"], printed["sheets"], printed["scale"]) == ("tri-fold", "letter", 1, 1.0)
    assert printed["edition"] == product["edition"]
    assert [place["page"] for side in printed["sides"] for place in side["places"]] == [5, 6, 1, 2, 3, 4]
    reading, sheet = (path.read_bytes() for path in sorted(folder.iterdir()))
    assert verify(reading, "reading.pdf").profiles
    assert not verify(sheet, "sheet.pdf").profiles  # a print edition claims nothing


def test_a_booklet_is_padded_to_whole_sheets(run, folder):
    product = products(run, "--layout", "booklet", "--out", folder, "--paper", "a4")
    assert product["print"]["pages"] == product["pages"]
    assert product["print"]["sheets"] == -(-product["pages"] // 4)


def test_a_flat_layout_makes_one_file(run, folder):
    assert "print" not in products(run, "--layout", "leaflet", "--out", folder)
    assert len(list(folder.iterdir())) == 1


def test_both_files_of_a_patients_copy_are_for_their_owner_alone(run, folder):
    run("build", "rls", "--layout", "tri-fold", "--out", folder, "--set", "patient.name=Sam Sample")
    files = sorted(folder.iterdir())
    assert len(files) == 2 and all("_personal" in path.name for path in files)
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_paths_and_how_to_print_are_told(run, folder):
    ran = run("build", "rls", "--no-ledger", "--layout", "tri-fold", "--out", folder)
    assert [line.rsplit("/", 1)[-1] for line in ran.out.split()] == [path.name for path in sorted(folder.iterdir())]
    assert "turned on the short edge, at actual size" in ran.err
