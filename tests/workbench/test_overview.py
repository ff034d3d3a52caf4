"""The table of all sections in all languages."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from handouts.workbench.bench import open_bench
from handouts.workbench.overview import STATES, Overview, overview
from tests.governance.clinic import APPROVER, FOODS, IRON, IRON_ES, SETTINGS, change, make_clinic
from tests.workbench.desk import TODAY


def states(folder: Path, date: datetime.date = TODAY) -> dict[tuple[str, str], str]:
    found = overview(open_bench(folder), date)
    return {(line.section, cell.language): cell.state for line in found.lines for cell in line.cells}


def test_every_state(run, tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic")
    assert states(clinic) == {
        ("foods", "en"): "draft", ("foods", "es"): "missing", ("iron", "en"): "draft", ("iron", "es"): "draft",
        ("plan", "en"): "draft", ("plan", "es"): "missing",
    }  # fmt: skip
    assert run("-C", clinic, "review", "iron", "foods", *APPROVER).code == 0
    assert run("-C", clinic, "review", "iron", "--lang", "es", *APPROVER).code == 0
    now = states(clinic)
    assert now["iron", "en"] == now["iron", "es"] == now["foods", "en"] == "signed"
    assert states(clinic, datetime.date(2028, 12, 31))["iron", "en"] == "due"
    assert states(clinic, datetime.date(2030, 1, 1))["iron", "es"] == "expired"
    change(clinic, IRON, "Iron helps", "Iron may help")
    change(clinic, FOODS, "title: Foods", "title: [Foods")
    now = states(clinic)
    assert (now["iron", "en"], now["iron", "es"], now["foods", "en"]) == ("changed", "stale", "broken")


def test_what_a_line_and_a_cell_say(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic")
    change(clinic, IRON_ES, "by: person", "by: machine")
    found = overview(open_bench(clinic), TODAY)
    assert found.languages == ("en", "es")
    iron = next(line for line in found.lines if line.section == "iron")
    assert (iron.title, iron.safety, iron.handouts) == ("Iron", True, ("rls",))
    english, spanish = iron.cells
    assert (english.path, spanish.path) == (IRON, IRON_ES)
    assert spanish.title == "Hierro" and spanish.machine and not english.machine
    assert spanish.translation == "unreviewed" and spanish.review is not None and spanish.digest.startswith("sha256:")
    foods = next(line for line in found.lines if line.section == "foods")
    assert foods.cells[1].path == "content/sections/foods/es.yaml" and foods.cells[1].review is None


def test_counts(tmp_path: Path) -> None:
    found = overview(open_bench(make_clinic(tmp_path / "clinic")), TODAY)
    assert found.counts("es") == {**dict.fromkeys(STATES, 0), "draft": 1, "missing": 2}
    assert found.counts("xx") == dict.fromkeys(STATES, 0)


@pytest.mark.parametrize("text", ["languages: [en]\n", "[", ""])
def test_settings_that_cannot_be_used(tmp_path: Path, text: str) -> None:
    assert overview(open_bench(make_clinic(tmp_path / "clinic", {SETTINGS: text})), TODAY) == Overview((), ())


def test_a_translation_without_a_source_and_a_file_that_is_no_text(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic", {FOODS: b"title: \xff\n", "content/sections/lone/es.yaml": "title: x\n"})
    now = states(clinic)
    assert (now["foods", "en"], now["lone", "en"], now["lone", "es"]) == ("broken", "missing", "draft")
