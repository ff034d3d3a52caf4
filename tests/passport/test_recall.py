"""Recall: which editions carry a section or a source, in the table, as CSV and JSON, and on the notice."""

from __future__ import annotations

import csv
import datetime
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from handouts.passport.notice import notice
from handouts.passport.recall import Recalled, Target, recall, target_of
from handouts.press.reading import page_texts, structure_text
from handouts.press.verify import verify
from handouts.resolving.plan import Selection
from tests.cli.clinic import FILES, IRON, PLAN, RLS, make_clinic
from tests.passport.lines import DAY, REQUEST, entry
from tests.starters import starter

LEDGER = "output/ledger.jsonl"


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return make_clinic(tmp_path / "clinic")


def recalled(run, clinic: Path, *words: object) -> list[dict[str, object]]:
    ran = run("-C", clinic, "recall", *words, "--format", "json")
    report = json.loads(ran.out)
    assert (ran.code, report["findings"]) == (0, []), ran.out
    return report["recalled"]


# --- which editions ----------------------------------------------------------------------------------------------


def found(what: str, *entries, since: datetime.date = datetime.date.min) -> list[str]:
    target, wrong = target_of(what, entries, None)
    assert wrong == ()
    return [row.edition for row in recall(target, entries, None, since=since, today=DAY)]


ENGLISH = entry(edition="en000-00000", sections={"iron@en": "1", "plan@en": "2"}, references=("a",))
VIETNAMESE = entry(edition="vn000-00000", sections={"iron@vi": "3", "plan@en": "2"}, languages=("vi",), references=())
OTHER = entry(edition="xx000-00000", sections={"sleep@en": "4"}, references=("a", "b"))
ALL = (ENGLISH, VIETNAMESE, OTHER)


@pytest.mark.parametrize(
    ("what", "editions"),
    [
        ("iron", ["en000-00000", "vn000-00000"]), ("iron@en", ["en000-00000"]), ("iron@vi", ["vn000-00000"]),
        ("plan@en", ["en000-00000", "vn000-00000"]), ("sleep", ["xx000-00000"]),
        ("reference:a", ["en000-00000", "xx000-00000"]), ("reference:b", ["xx000-00000"]),
    ],
)  # fmt: skip
def test_which_editions_carry_it(what, editions):
    assert found(what, *ALL) == editions


def test_since_a_day():
    later = replace(ENGLISH, date=DAY + datetime.timedelta(days=9))
    assert found("iron", ENGLISH, later, VIETNAMESE, since=DAY + datetime.timedelta(days=1)) == ["en000-00000"]


def test_an_edition_made_on_several_days_is_one_row():
    later = replace(ENGLISH, date=DAY + datetime.timedelta(days=9), sha256="other")
    (row,) = recall(Target("edition", "en000-00000"), (ENGLISH, later), None, since=DAY, today=DAY)
    assert row.made == (DAY, DAY + datetime.timedelta(days=9))


@pytest.mark.parametrize(
    ("what", "rule", "hint"),
    [
        ("irno", "unknown-section", "Did you mean 'iron'?"), ("reference:c", "unknown-citation", "There is: a, b."),
        ("iron@fr", "unknown-language", "There is: en, vi."), ("", "unknown-section", "There is: iron, plan, sleep."),
    ],
)  # fmt: skip
def test_a_name_that_nobody_knows(what, rule, hint):
    (finding,) = target_of(what, ALL, None)[1]
    assert (finding.rule, finding.hint) == (rule, hint)


# --- the command -------------------------------------------------------------------------------------------------


def test_present_older_and_deleted(run, clinic):
    run("-C", clinic, "build")
    assert [row["text"] for row in recalled(run, clinic, "iron")] == ["present"]
    assert recalled(run, clinic, "iron", "--outdated") == []
    (clinic / IRON).write_text(FILES[IRON] + "  - text: More.\n", encoding="utf-8")
    run("-C", clinic, "build")
    rows = recalled(run, clinic, "iron")
    assert [row["text"] for row in rows] == ["older", "present"]
    assert {row["now"] for row in rows} == {rows[1]["edition"]}
    assert recalled(run, clinic, "iron", "--outdated") == rows[:1]
    (clinic / IRON).unlink()
    (clinic / RLS).write_text("title: {en: Restless legs}\nsections: [plan]\n", encoding="utf-8")
    (clinic / PLAN).write_text(FILES[PLAN] + "key_points: [Walk daily.]\n", encoding="utf-8")
    rows = recalled(run, clinic, "iron")
    assert [row["text"] for row in rows] == ["deleted", "deleted"]
    assert rows[0]["now"] not in ("", rows[0]["edition"], rows[1]["edition"])


def test_a_source_and_an_edition(run, clinic):
    run("-C", clinic, "build")
    (row,) = recalled(run, clinic, "reference:allen2018")
    assert (row["text"], row["now"]) == ("", row["edition"])
    assert recalled(run, clinic, "reference:allen2018", "--outdated") == []
    assert recalled(run, clinic, "--edition", str(row["edition"]).upper()) == [row]
    assert run("-C", clinic, "recall", "--edition", "00000-00000").code == 1


def test_a_layout_without_references_still_rests_on_them(run, clinic):
    layout = clinic / "templates/layouts/sheet.yaml"
    layout.write_text(layout.read_text(encoding="utf-8") + "references: false\n", encoding="utf-8")
    (clinic / RLS).write_text("title: {en: Restless legs}\nsections: [iron, plan]\n", encoding="utf-8")
    assert run("-C", clinic, "build").code == 0
    assert len(recalled(run, clinic, "reference:allen2018")) == 1


def test_the_table(run, clinic):
    run("-C", clinic, "build", "--date", "2026-01-10")
    run("-C", clinic, "build", "--date", "2026-01-12")
    run("-C", clinic, "build", "--mono")
    ran = run("-C", clinic, "recall", "iron")
    head, first, second = (line.split() for line in ran.out.splitlines())
    assert head == ["EDITION", "MADE", "ON", "HANDOUT", "LANGUAGE", "BRAND", "PAGE", "TEXT", "TODAY"]
    assert " ".join(first[1:]) == "2026-01-10 to 2026-01-12 rls en test sheet standard-12 letter present the same"
    assert " ".join(second[1:]) == "2026-01-15 rls en test sheet standard-12 letter mono present the same"
    assert (ran.code, ran.err) == (0, "2 editions to recall.\n")


def test_csv(run, clinic):
    (clinic / RLS).write_text(
        'title: {en: "Legs, \\"restless\\""}\nsections: [iron, plan, references]\n', encoding="utf-8"
    )
    run("-C", clinic, "build")
    (row,) = csv.DictReader(io.StringIO(run("-C", clinic, "recall", "iron", "--format", "csv").out))
    (expected,) = recalled(run, clinic, "iron")
    assert row == {name: str(value) for name, value in expected.items()}
    assert row["title"] == "Legs, \u201crestless\u201d"


def test_nothing_to_recall(run, clinic, tmp_path):
    ran = run("-C", clinic, "recall", "iron", "--notice", tmp_path / "n.pdf")
    assert (ran.code, ran.out, ran.err) == (0, "", "0 editions to recall.\n")
    assert not (tmp_path / "n.pdf").exists()


@pytest.mark.parametrize("words", [(), ("iron", "--edition", "00000-00000"), ("--edition", "x")])
def test_what_is_not_understood(run, clinic, words):
    assert run("-C", clinic, "recall", *words).code == 2


def test_in_a_workspace_that_cannot_be_read(run, clinic, tmp_path):
    """The ledger alone is enough for the list."""
    run("-C", clinic, "build")
    ran = run("-C", tmp_path, "recall", "iron", "--ledger", clinic / LEDGER, "--format", "json")
    (row,) = json.loads(ran.out)["recalled"]
    assert (ran.code, row["handout"], row["text"], row["now"]) == (0, "rls", "", "")


# --- the notice --------------------------------------------------------------------------------------------------


def test_the_notice(run, clinic, tmp_path):
    run("-C", clinic, "build")
    (clinic / IRON).write_text(FILES[IRON] + "  - text: More.\n", encoding="utf-8")
    run("-C", clinic, "build")
    (old, new) = (str(row["edition"]) for row in recalled(run, clinic, "iron"))
    path = tmp_path / "new folder" / "notice.pdf"
    ran = run("-C", clinic, "recall", "iron", "--outdated", "--notice", path)
    assert (ran.code, ran.err) == (0, f"1 edition to recall. Notice: {path}\n")
    data = path.read_bytes()
    assert verify(data, "n").passed
    said = structure_text(data)
    assert "Take these handouts off the shelf" in said
    assert any(
        "“\u2068Iron\u2069”" in text or "“Iron”" in text.replace("\u2068", "").replace("\u2069", "") for text in said
    )
    cells = [text.replace("\u2011", "-").strip() for text in said]
    assert cells.count(old) == 1 and cells.count(new) == 1
    page = " ".join(" ".join(page_texts(data)).split())
    assert "Recall notice: January 15, 2026" in page
    for word in ("Draft", "202-555-0100", "Scan", "Phone", "Not yet checked"):
        assert word not in page
    assert len((clinic / LEDGER).read_bytes().splitlines()) == 2  # a notice is no handout


ROWS = tuple(
    Recalled(
        edition=f"{number:05d}-{tag[:2]}zzz".replace("i", "1").replace("l", "1"),
        request=replace(REQUEST, languages=(tag,), brand=brand), title=title, english_title="Restless legs syndrome",
        made=(DAY, DAY + datetime.timedelta(days=number)), text="older", now="7k3mq-0xw2a" if number % 2 else "",
    )
    for number, (tag, title, brand) in enumerate(
        [
            ("en", "Restless legs syndrome", "example-clinic"), ("ar", "متلازمة تململ الساقين", "example-pharmacy"),
            ("hi", "रेस्टलेस लेग्स सिंड्रोम", "example-clinic"), ("zh-Hans", "不宁腿综合征", "gone-brand"),
            ("vi", "Hội chứng chân không yên", "example-clinic"),
        ]
    )
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("language", sorted(starter().wording))
@pytest.mark.parametrize("target", [Target("section", "iron"), Target("reference", "allen2018")], ids=str)
def test_the_notice_in_every_language(language, target):
    """Mixed scripts in one table; passes UA-1 and A-2a; every id is there in one piece."""
    made = notice(starter(), target, ROWS, Selection(languages=(language,)), date=DAY)
    assert not isinstance(made, tuple) and made.pdf is not None, made
    result = verify(made.pdf.data, "notice")
    assert (result.passed, result.structure, result.language) == (True, (), language)
    said = [text.replace("\u2011", "-") for text in structure_text(made.pdf.data)]
    for row in ROWS:
        assert sum(text.strip() == row.edition for text in said) == 1
    assert sum("□" in text for text in said) == len(ROWS)


@pytest.mark.slow
def test_a_notice_of_several_hundred_editions():
    many = tuple(replace(ROWS[at % 5], edition=f"{at:05d}-00000") for at in range(400))
    made = notice(starter(), Target("edition", "x"), many, Selection(), date=DAY)
    assert not isinstance(made, tuple) and made.pdf is not None
    assert verify(made.pdf.data, "notice").passed
    said = {text.replace("\u2011", "-").strip() for text in structure_text(made.pdf.data)}
    assert {row.edition for row in many} <= said


def test_the_notice_asks_for_what_there_is(run, clinic, tmp_path):
    run("-C", clinic, "build")
    for words, rule in ((("--brand", "nobody"), "unknown-brand"), (("--lang", "xx"), "unknown-language")):
        ran = run("-C", clinic, "recall", "iron", "--notice", tmp_path / "n.pdf", *words)
        assert (ran.code, rule in ran.err) == (1, True)
        assert not (tmp_path / "n.pdf").exists()


def test_the_same_notice_is_the_same_file():
    first, second = (notice(starter(), Target("section", "iron"), ROWS, Selection(), date=DAY) for _ in range(2))
    assert not isinstance(first, tuple) and not isinstance(second, tuple)
    assert first.pdf is not None and second.pdf is not None and first.pdf.data == second.pdf.data
