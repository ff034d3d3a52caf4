"""Export and import without edits changes no byte of the real starter content; edits come back right."""

from __future__ import annotations

import polib
import pytest

from handouts.exchange.catalog import chosen_sections, collect
from handouts.exchange.importing import plan_import
from handouts.exchange.po import write_po
from handouts.exchange.reading import read_catalog
from handouts.exchange.xliff import write_xliff
from handouts.resolving.translated import state_of
from handouts.source.workspace import read
from tests.exchange.clinic import EN, ENGLISH, ES, FR, SPANISH, bring_in, export, made_from, make_clinic, opened, rules
from tests.starters import ROOT, starter

WRITE = {"po": write_po, "xliff": write_xliff}


@pytest.mark.parametrize("kind", WRITE)
@pytest.mark.parametrize("language", ["es", "ar", "zh-Hans", "ru"])
def test_the_starter_comes_back_as_it_went(language, kind):
    workspace, _ = read(ROOT)
    library = starter()
    names, _ = chosen_sections(library, ())
    catalog, _ = collect(workspace, library, language, names)
    assert len(catalog.messages) > 300
    data = WRITE[kind](catalog)
    back, findings = read_catalog(data, "back")
    assert findings == () and back is not None
    assert [(m.section, m.path, m.source, m.target) for m in back.messages] == [
        (m.section, m.path, m.source, m.target) for m in catalog.messages
    ]
    plan = plan_import(workspace, library, back, "machine")
    assert (plan.changes, plan.findings) == ((), ())


def edited(data: bytes, changes: dict[str, str], *, done: bool = True) -> bytes:
    """A PO file with some texts translated anew by their path; all fuzzy marks taken away when done."""
    file = polib.pofile(data.decode())
    for entry in file:
        path = entry.msgctxt.partition("/")[2]
        entry.msgstr = changes.get(path, entry.msgstr)
        if done and entry.fuzzy:
            entry.flags.remove("fuzzy")
    return str(file).encode()


@pytest.fixture
def clinic(tmp_path):
    return make_clinic(tmp_path)


def test_one_text_changes_one_line(clinic):
    plan = bring_in(clinic, edited(export(clinic), {"blocks[2].table.rows[0][1]": "cuatro, 4 horas"}))
    (change,) = plan.changes
    assert plan.findings == ()
    assert change.diff() == (
        f"--- {ES}\n+++ {ES}\n@@ -16,7 +16,7 @@\n"
        "       columns: [Medicamento, Deje este intervalo]\n       widths: [1, 1]\n       rows:\n"
        "-        - [Levotiroxina, 4 horas]   # lo habitual\n"
        '+        - [Levotiroxina, "cuatro, 4 horas"]   # lo habitual\n'
        "   - callout: warning\n     title: 'Mantenga el hierro lejos de los niños'\n"
        "     text: Llame ya al {poison.number}.\n"
    )
    assert (change.texts, change.renewed, change.before) == (1, False, (clinic / ES).read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", ["po", "xliff"])
def test_xliff_and_po_give_the_same_file(clinic, kind):
    data = export(clinic, "es", kind).decode().replace("Llame ya al", "Llame ahora al")
    (change,) = bring_in(clinic, data.encode()).changes
    assert change.after == (clinic / ES).read_text(encoding="utf-8").replace("Llame ya al", "Llame ahora al")


def test_a_folded_text_keeps_its_form(clinic):
    new = "Tome como máximo 20 mg al día. Antes, lea [esta página](https://example.org/iron)."
    (change,) = bring_in(clinic, edited(export(clinic), {"blocks[1].text": new})).changes
    assert (
        "  - text: >-\n      Tome como máximo 20 mg al día. Antes, lea [esta\n      página](https://example.org/iron).\n"
    ) in change.after


CHANGED = ENGLISH.replace("Call {poison.number} now.", "Call {poison.number} at once.")
FINISHED = {"blocks[3].text": "Llame enseguida al {poison.number}."}


def test_all_done_renews_the_digest(clinic):
    (clinic / EN).write_text(CHANGED, encoding="utf-8")
    assert state_of(opened(clinic)[1], "iron", "es") == "stale-safety"
    plan = bring_in(clinic, edited(export(clinic), FINISHED))
    (change,) = plan.changes
    assert plan.findings == () and change.renewed and change.texts == 1
    (clinic / ES).write_text(change.after, encoding="utf-8")
    assert state_of(opened(clinic)[1], "iron", "es") == "current"
    assert change.after == made_from(SPANISH, CHANGED).replace("Llame ya", "Llame enseguida")


CARE = """\
treatments:
  - of: iron
    risks: Keep iron away from children
review_months: 12
"""


def test_how_a_section_is_cared_for_stays_at_home(clinic):
    """It makes no translation old, goes to no translator, and comes into no translated file."""
    before, french = export(clinic), export(clinic, "fr")
    (clinic / EN).write_text(ENGLISH + CARE, encoding="utf-8")
    assert state_of(opened(clinic)[1], "iron", "es") == "current"
    assert (export(clinic), export(clinic, "fr")) == (before, french)
    (change,) = bring_in(clinic, edited(before, {"title": "El hierro"})).changes
    assert change.after == (clinic / ES).read_text(encoding="utf-8").replace(": Hierro\n", ": El hierro\n")
    (change,) = bring_in(clinic, edited(french, FRENCH)).changes
    assert change.before is None and "treatments" not in change.after and "review_months" not in change.after
    assert "# why it matters" in change.after


def test_fuzzy_texts_are_left_alone(clinic):
    (clinic / EN).write_text(CHANGED, encoding="utf-8")
    plan = bring_in(clinic, edited(export(clinic), FINISHED, done=False))
    assert (plan.changes, rules(plan)) == ((), ["exchange-fuzzy"])
    assert bring_in(clinic, export(clinic)).findings == ()


def test_a_changed_xliff_text_is_done_but_does_not_renew(clinic):
    (clinic / EN).write_text(CHANGED, encoding="utf-8")
    data = export(clinic, "es", "xliff").decode().replace("Llame ya", "Llame enseguida")
    (change,) = bring_in(clinic, data.encode()).changes
    assert (change.texts, change.renewed) == (1, False)
    data = data.replace('state="initial" subState="handouts:stale"', 'state="final"')
    (change,) = bring_in(clinic, data.encode()).changes
    assert (change.texts, change.renewed) == (1, True)


WHO = [("person", None, "person"), ("person", "machine", "machine"), ("machine", "person", "machine")]


@pytest.mark.parametrize(("was", "by", "now"), WHO)
def test_who_translated(clinic, was, by, now):
    text = (clinic / ES).read_text(encoding="utf-8").replace("by: person", f"by: {was}")
    (clinic / ES).write_text(text, encoding="utf-8")
    (change,) = bring_in(clinic, edited(export(clinic), {"title": "El hierro"}), by).changes
    assert change.after == text.replace(": Hierro\n", ": El hierro\n").replace(f"by: {was}", f"by: {now}")


FRENCH = {
    "title": "Fer: l'essentiel",
    "key_points[0]": "Faites une prise de sang avant de prendre du fer.",
    "blocks[0].text": "Le fer aide quand la ferritine est de 75 ng/mL ou moins. [@allen2018]",
    "blocks[1].text": "Prenez au plus 20 mg par jour. Lisez d'abord [cette page](https://example.org/iron).",
    "blocks[2].table.columns[0]": "Médicament",
    "blocks[2].table.columns[1]": "Écart à garder",
    "blocks[2].table.rows[0][0]": "Lévothyroxine",
    "blocks[2].table.rows[0][1]": "4 heures",
    "blocks[3].title": "Gardez le fer loin des enfants",
    "blocks[3].text": "Appelez {poison.number} tout de suite.",
}


@pytest.mark.parametrize("by", ["person", None])
def test_a_new_language_is_made_from_the_english_file(clinic, by):
    plan = bring_in(clinic, edited(export(clinic, "fr"), FRENCH), by)
    (change,) = plan.changes
    assert plan.findings == () and change.before is None and change.path == FR
    assert change.diff().startswith(f"--- /dev/null\n+++ {FR}\n@@ -0,0 +1,")
    assert change.after.startswith(
        "# Checked by our pharmacist.\n"
        'title: "Fer: l\'essentiel"\n'
        f"safety: true\ntranslation:\n  of: en\n  source: {opened(clinic)[1].sections['iron', 'en'].digest}\n"
        f"  by: {by or 'machine'}\nkey_points:\n"
    )
    assert "  # why it matters\n" in change.after and "[Lévothyroxine, 4 heures]   # the usual gap" in change.after
    assert "title: 'Gardez le fer loin des enfants'" in change.after
    (clinic / FR).write_text(change.after, encoding="utf-8")
    assert bring_in(clinic, export(clinic, "fr")).changes == ()


def test_half_a_new_file_is_not_written(clinic):
    plan = bring_in(clinic, edited(export(clinic, "fr"), {"title": "Fer"}))
    assert (plan.changes, rules(plan)) == ((), ["exchange-incomplete"])
    assert "1 of 10 texts" in plan.findings[0].message
    assert bring_in(clinic, export(clinic, "fr")).findings == ()


def test_other_blocks_are_made_anew_from_the_english_file(clinic):
    (clinic / ES).write_text(made_from(SPANISH).replace("callout: warning", "callout: tip"), encoding="utf-8")
    data = export(clinic)
    assert b"fuzzy" in data
    plan = bring_in(clinic, edited(data, {"title": "El hierro"}, done=False))
    assert plan.changes == ()
    (change,) = bring_in(clinic, edited(data, {"title": "El hierro"})).changes
    assert "callout: warning" in change.after and "title: El hierro" in change.after and "by: person" in change.after
    assert change.renewed and change.texts == 1


ONE = "blocks[0].text"
REFUSALS = [
    ("number", {ONE: "El hierro: 57 ng/mL o menos. [@allen2018]"}, ["exchange-locked"] * 2),
    ("citation", {ONE: "El hierro: 75 ng/mL o menos."}, ["exchange-locked"]),
    ("placeholder", {"blocks[3].text": "Llame al {clinic.phone}."}, ["exchange-locked"] * 2),
    ("link", {"blocks[1].text": "20 mg [x](https://example.org/hierro)"}, ["exchange-locked"] * 2),
    ("html", {"title": "<b>Hierro</b>"}, ["markup"]),
    ("list", {"title": "- Hierro"}, ["markup"]),
    ("invisible", {"title": "Hie\x07rro"}, ["control-character"]),
    ("byte order mark", {"title": "Hie\ufeffrro"}, ["control-character"]),
    ("open citation", {ONE: "75 ng/mL [@allen2018"}, ["citation", "exchange-locked"]),
]


@pytest.mark.parametrize(("changes", "expected"), [case[1:] for case in REFUSALS], ids=[case[0] for case in REFUSALS])
def test_what_may_not_come_in(clinic, changes, expected):
    plan = bring_in(clinic, edited(export(clinic), changes))
    found = [finding for finding in plan.findings if finding.rule in {*expected, "exchange-locked"}]
    assert sorted({finding.rule for finding in found}) == sorted(set(expected))
    for finding in found:
        assert finding.severity == "error"
        assert finding.mark is not None and finding.mark.path == "back.po" and finding.mark.line > 10


def test_the_files_are_checked_as_they_would_be(clinic):
    """What only the whole file shows, such as the number lock's own rules, is told with the YAML file's place."""
    plan = bring_in(clinic, edited(export(clinic), {ONE: "El hierro: 75 mcg/mL. [@allen2018]"}))
    assert plan.findings and all(f.mark is not None and f.mark.path == ES for f in plan.findings)


CONTEXTS = [
    ('msgctxt "iron/title"', 'msgctxt "irn/title"', ["exchange-context"]),
    ('msgctxt "iron/key_points[0]"', 'msgctxt "iron/title"', ["exchange-context"]),
    ('msgctxt "iron/title"', 'msgctxt "iron/titel"', ["exchange-changed"]),
    ('msgid "Iron"', 'msgid "Steel"', ["exchange-changed"]),
    ("X-Handouts-Language: es", "X-Handouts-Language: ../../x", ["language-tag"]),
    ("X-Handouts-Language: es", "X-Handouts-Language: en", ["exchange-file"]),
]


@pytest.mark.parametrize(("before", "after", "expected"), CONTEXTS)
def test_contexts(clinic, before, after, expected):
    text = export(clinic).decode()
    assert before in text
    plan = bring_in(clinic, text.replace(before, after, 1).encode())
    assert (plan.changes, rules(plan)) == ((), expected)


@pytest.mark.parametrize(("path", "text"), [(ES, "title: ["), (EN, ENGLISH + "title: Twice\n")])
def test_a_broken_file_is_not_built_on(clinic, path, text):
    data = edited(export(clinic), {"title": "El hierro"})
    (clinic / path).write_text(text, encoding="utf-8")
    assert rules(bring_in(clinic, data)) == ["exchange-file"]


def test_a_translation_that_breaks_the_rules_can_be_mended(clinic):
    (clinic / ES).write_text(made_from(SPANISH).replace("Hierro", "<b>Hierro</b>"), encoding="utf-8")
    plan = bring_in(clinic, edited(export(clinic), {"title": "Hierro"}))
    assert plan.findings == () and plan.changes[0].after == made_from(SPANISH)
