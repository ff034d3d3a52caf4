"""A section beside its translation: rows, changes of the source, findings and glossary at their block."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts.workbench.bench import open_bench
from handouts.workbench.beside import Beside, BlockPair, lay_beside
from handouts.workbench.words import Run
from tests.exchange import clinic as exchange
from tests.governance.clinic import IRON, IRON_ES, SETTINGS, change, make_clinic
from tests.repositories import commit, make_repository
from tests.workbench.desk import looked_at, rules


def beside(folder: Path, section: str = "iron", language: str = "es") -> Beside:
    found, wrong = lay_beside(open_bench(folder), section, language)
    assert found is not None, wrong
    assert wrong == ()
    return found


def table(found: Beside) -> list[tuple[str, str, str, str, str]]:
    return [
        (block.key, block.translation_key, row.source[:14], row.translation[:14], row.change)
        for block in found.blocks
        for row in block.rows
    ]


def block(found: Beside, key: str) -> BlockPair:
    return next(block for block in found.blocks if block.key == key)


def test_a_current_translation(tmp_path: Path) -> None:
    found = beside(make_clinic(tmp_path / "clinic"))
    assert table(found) == [
        ("title", "title", "Iron", "Hierro", "same"),
        ("key_points", "key_points", "Have a blood t", "Hágase un anál", "same"),
        ("blocks[0]", "blocks[0]", "Iron helps som", "El hierro ayud", "same"),
        ("blocks[1]", "blocks[1]", "How much?", "¿Cuánto?", "same"),
        ("blocks[2]", "blocks[2]", "Take at most 2", "Tome como máxi", "same"),
    ]
    assert (found.state, found.unknown, found.findings, found.safety) == ("current", "", (), True)
    assert not any(block.changed or block.findings for block in found.blocks)
    row = found.blocks[2].rows[0]
    assert (row.path, row.where, row.source_line, row.line, row.runs) == ("blocks[0].text", "paragraph", 6, 7, ())
    assert found.source.path == IRON and found.translation.path == IRON_ES
    assert found.translation.digest.startswith("sha256:") and len(found.translation.sha256) == 64


def test_what_the_source_has_changed_since(tmp_path: Path) -> None:
    """Words are marked; a paragraph that is gone does not move the translation to another source."""
    clinic = make_clinic(tmp_path / "clinic", git=True)
    change(clinic, IRON, "at most 20 mg", "at most 25 mg")
    with (clinic / IRON).open("a", encoding="utf-8") as file:
        file.write("  - text: Beans have iron.\n")
    change(clinic, IRON, "  - text: Iron helps some people. [@allen2018]\n", "")
    found = beside(clinic)
    assert table(found) == [
        ("title", "title", "Iron", "Hierro", "same"),
        ("key_points", "key_points", "Have a blood t", "Hágase un anál", "same"),
        ("", "blocks[0]", "", "El hierro ayud", "gone"),
        ("blocks[0]", "blocks[1]", "How much?", "¿Cuánto?", "same"),
        ("blocks[1]", "blocks[2]", "Take at most 2", "Tome como máxi", "changed"),
        ("blocks[2]", "", "Beans have iro", "", "new"),
    ]
    assert (found.state, found.unknown) == ("stale-safety", "")
    dose = block(found, "blocks[1]")
    assert dose.changed
    assert dose.rows[0].runs[:4] == (
        Run("same", "Take at most "), Run("removed", "20 "), Run("added", "25 "),
        Run("same", dose.rows[0].runs[3].text),
    )  # fmt: skip
    assert found.blocks[2].rows[0].runs[0].kind == "removed" and found.blocks[-1].rows[0].runs[0].kind == "added"
    assert rules(dose.findings) == [] and rules(found.findings) == []  # the shape differs, so only that is told
    assert rules(found.blocks[2].findings) == ["translation-shape"]


def test_the_number_lock_speaks_at_its_block(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic")
    change(clinic, IRON, "at most 20 mg", "at most 25 mg")
    found = beside(clinic)
    assert rules(block(found, "blocks[2]").findings) == ["translation-numbers"]
    assert found.findings == () and [len(block.findings) for block in found.blocks] == [0, 0, 0, 0, 1]


def test_without_git_the_change_is_unknown_and_says_why(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic")
    change(clinic, IRON, "at most 20 mg", "at most 25 mg")
    found = beside(clinic)
    assert {row.change for block in found.blocks for row in block.rows} == {"unknown"}
    assert "git" in found.unknown and not any(block.changed for block in found.blocks)
    make_repository(clinic)
    assert "never committed" in beside(clinic).unknown


def test_findings_of_a_look_are_at_their_block(tmp_path: Path) -> None:
    """Those of the content rules, and those of the file as a whole at none."""
    clinic = make_clinic(tmp_path / "clinic")
    change(clinic, IRON_ES, "ayuda a algunas", "ayuda ayuda a algunas")
    change(clinic, IRON_ES, "safety: true\n", "")
    looked = looked_at(clinic)
    found, _ = lay_beside(looked.bench, "iron", "es", looked.findings)
    assert found is not None
    assert "repeated-word" in rules(block(found, "blocks[0]").findings)
    assert "translation" in rules(found.findings) and "translation-shape" in rules(found.findings)


def test_what_an_author_has_allowed_is_not_told(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic")
    change(clinic, IRON_ES, "y solo cuando", "y " + "siempre y en todo caso " * 15 + "solo cuando")
    assert rules(block(beside(clinic), "blocks[2]").findings) == ["translation-length"]
    change(clinic, IRON_ES, '  - text: "T', '  # handouts: allow translation-length - more is meant\n  - text: "T')
    assert rules(block(beside(clinic), "blocks[2]").findings) == []


def test_rows_of_lists_tables_and_boxes_are_together(tmp_path: Path) -> None:
    clinic = exchange.make_clinic(tmp_path / "clinic")
    found = beside(clinic)
    assert [(b.key, len(b.rows)) for b in found.blocks] == [
        ("title", 1), ("key_points", 1), ("blocks[0]", 1), ("blocks[1]", 1), ("blocks[2]", 4), ("blocks[3]", 2),
    ]  # fmt: skip
    assert block(found, "blocks[2]").rows[2].where == "table row 1, column 'Medicine'"


def test_the_glossary_at_its_block(tmp_path: Path) -> None:
    clinic = exchange.make_clinic(tmp_path / "clinic")
    change(clinic, "content/glossary.yaml", "[ng/mL]", "[ng/mL, NHS]")
    change(clinic, exchange.EN, "a day. Read", "a day. Ask the NHS. Read")
    found = beside(clinic)
    said = {(b.key, term.term): (term.expected, term.used, term.fixed) for b in found.blocks for term in b.terms}
    assert said == {
        ("title", "iron"): ("hierro", True, False),
        ("key_points", "iron"): ("hierro", True, False),
        ("blocks[0]", "iron"): ("hierro", True, False),
        ("blocks[1]", "NHS"): ("NHS", False, True),  # and no unit, which other scripts write in their own way
        ("blocks[1]", "iron"): ("hierro", False, False),  # its address has the word
        ("blocks[3]", "iron"): ("hierro", True, False),
    }


def test_an_item_put_into_a_list_is_new_and_the_others_stay(tmp_path: Path) -> None:
    english = "title: Foods\nblocks:\n  - list: [Red meat, Beans, Dark green leaves]\n"
    spanish = "title: Comida\ntranslation: {of: en, source: sha256:SOURCE, by: person}\n" \
        "blocks:\n  - list: [Carne roja, Frijoles, Hojas verdes]\n"  # fmt: skip
    foods = "content/sections/foods/{}.yaml"
    files = {foods.format("en"): english, foods.format("es"): exchange.made_from(spanish, english)}
    clinic = make_clinic(tmp_path / "clinic", files, git=True)
    change(clinic, foods.format("en"), "Red meat, Beans", "Red meat, Fish, Baked beans")
    found = beside(clinic, "foods")
    assert [row[2:] for row in table(found)] == [
        ("Foods", "Comida", "same"),
        ("Red meat", "Carne roja", "same"),
        ("Fish", "", "new"),
        ("Baked beans", "Frijoles", "changed"),
        ("Dark green lea", "Hojas verdes", "same"),
    ]
    assert len(found.blocks) == 2 and found.blocks[1].changed


def test_a_translation_with_more_and_less(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic")
    change(clinic, IRON_ES, "  - heading: ¿Cuánto?\n", "  - list: [Uno, Dos]\n")
    found = beside(clinic)
    assert [row[0:2] + row[3:] for row in table(found)][2:] == [
        ("blocks[0]", "blocks[0]", "El hierro ayud", "same"),
        ("blocks[1]", "", "", "same"),
        ("", "blocks[1]", "Uno", "extra"),
        ("", "blocks[1]", "Dos", "extra"),
        ("blocks[2]", "blocks[2]", "Tome como máxi", "same"),
    ]


def test_a_translation_that_is_missing_or_broken(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic")
    missing = beside(clinic, "foods")
    assert (missing.state, missing.translation.text, missing.unknown) == ("missing", "", "")
    assert {row[3] for row in table(missing)} == {""} and missing.translation.path == "content/sections/foods/es.yaml"
    change(clinic, IRON_ES, "title: Hierro", "title: [Hierro")
    broken = beside(clinic)
    assert "yaml-syntax" in rules(broken.findings) and broken.translation.text and broken.translation.digest == ""
    assert {row[3] for row in table(broken)} == {""}
    (clinic / IRON_ES).write_bytes(b"title: \xff\n")
    assert "encoding" in rules(beside(clinic).findings)


def test_a_source_that_is_missing_or_broken(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic", {"content/sections/lone/es.yaml": "title: x\n"})
    bench = open_bench(clinic)
    assert rules(lay_beside(bench, "irom", "es")[1]) == ["unknown-section"]
    assert rules(lay_beside(bench, "lone", "es")[1]) == ["source-language"]
    change(clinic, IRON, "title: Iron", "title: [Iron")
    found, wrong = lay_beside(open_bench(clinic), "iron", "es")
    assert found is None and "yaml-syntax" in rules(wrong)
    change(clinic, SETTINGS, "brand: test\n", "")
    found, wrong = lay_beside(open_bench(clinic), "foods", "es")
    assert found is None and "missing-key" in rules(wrong)


@pytest.mark.parametrize("language", ["en", "xx", "", "../es", "es\0", "ES", "\ud800"])
def test_languages_that_are_none(tmp_path: Path, language: str) -> None:
    found, wrong = lay_beside(open_bench(make_clinic(tmp_path / "clinic")), "iron", language)
    assert found is None and rules(wrong) == ["language-tag"]


def test_a_renewed_translation_is_current(run, tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic", git=True)
    change(clinic, IRON, "Iron helps some", "Iron can help some")
    commit(clinic, "Say it more carefully", day="2026-01-03")
    assert beside(clinic).blocks[2].changed
    assert run("-C", clinic, "translate", "update", "es", "iron").code == 0
    assert not any(block.changed for block in beside(clinic).blocks)
