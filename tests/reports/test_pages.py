"""The report on paper: charts with their numbers, tables that stay readable, every language, both papers."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from functools import cache

import pytest

from handouts.content import Figure, Review, Table
from handouts.diagnostics import Mark
from handouts.looks import Vector
from handouts.passport.staff import StaffSheet, staff_edition
from handouts.press.reading import structure_text, tag_tree
from handouts.press.verify import verify
from handouts.reports import parts
from handouts.reports.bars import Bar, Charts
from handouts.reports.facts import Facts, Period, Recorded, gather
from handouts.reports.files import check_files
from handouts.reports.pages import report
from handouts.reports.phrases import MARK, Phrases, glance, plain
from handouts.resolving.plan import Selection
from handouts.source.workspace import read
from tests.passport.lines import entry
from tests.starters import ROOT, starter

DAY = datetime.date(2026, 11, 24)
PERIOD = Period(DAY, datetime.date(2026, 1, 1), 12)
ENTRIES = tuple(entry(edition=f"{at:05d}-00000", written=DAY, handout=f"sheet-{at}") for at in range(3))


@cache
def facts(*, signed: bool = False, entries: int = 3) -> Facts:
    """The starter's, with all its texts signed in the course of two years, or none."""
    workspace, _ = read(ROOT)
    library = replace(starter(), reviews=tuple(_reviews()) if signed else ())
    given = tuple(replace(ENTRIES[0], edition=f"{at:05d}-00000") for at in range(entries))
    recorded = Recorded(given, (), check_files(given, lambda name: None))
    return gather(workspace, library, recorded, PERIOD)[0]


def _reviews():
    names = sorted({name for name, _ in starter().sections})
    for (name, tag), section in starter().sections.items():
        day = datetime.date(2024, 1, 1) + datetime.timedelta(days=20 * names.index(name))
        yield Review(name, tag, section.digest, "A. Reader", "approver", day, "", Mark("content/reviews.yaml"))


def words(tag: str = "en") -> Phrases:
    return Phrases(tag, starter().wording[tag].texts)


def pdf(of: Facts, language: str = "en", **asked: str) -> bytes:
    made = report(starter(), of, Selection(languages=(language,), **asked))  # type: ignore[arg-type]
    assert not isinstance(made, tuple) and made.pdf is not None, made
    return made.pdf.data


# --- charts ------------------------------------------------------------------------------------------------------


@cache
def charts(language: str = "en") -> Charts:
    title = plain("x")
    sheet = StaffSheet("x", language, {"en": title, language: title}, title, (), ("", ""), 5, MARK)
    edition = staff_edition(starter(), sheet, Selection(languages=(language,)), date=DAY).edition
    assert edition is not None
    return Charts(edition)


def boxes(vector: Vector) -> list[tuple[float, float, bool]]:
    """Start, width and whether it is filled with a colour, of each bar in the order drawn; the axis left out."""
    found = []
    for path in vector.paths[1:-1]:
        match = re.fullmatch(r"([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re", path.commands)
        assert match is not None
        found.append((float(match[1]), float(match[3]), path.stroke is None))
    return found


@pytest.mark.parametrize("language", ["en", "ar", "zh-Hans"])
@pytest.mark.parametrize(("filled", "outlined"), [(3, 2), (1, 4), (5, 0), (0, 5), (0, 0), (10000, 1)])
def test_a_bar_is_as_long_as_its_numbers(language, filled, outlined):
    """The second row is the measure: ten of one kind."""
    most = max(filled + outlined, 10)
    vector = charts(language).draw([Bar("November 2026", filled, outlined), Bar("x", most, 0)], most=most)
    *bars, whole = boxes(vector)
    lengths = {solid: wide + (0.0 if solid else 1.0) for _, wide, solid in bars}
    for number, solid in ((filled, True), (outlined, False)):
        assert lengths.get(solid, 0.0) == pytest.approx(max(number * whole[1] / most, 1.1 if number else 0), abs=0.02)
    assert all(x >= 0 and x + wide <= vector.width for x, wide, _ in (*bars, whole))


def test_the_two_kinds_are_told_apart_in_grey():
    _axis, filled, outlined, _letters = charts().draw([Bar("x", 1, 1)], most=2).paths
    assert filled.stroke is None and filled.fill is not None and sum(filled.fill) < 3 * 140
    assert outlined.stroke == filled.fill and outlined.fill == (255, 255, 255)


def test_right_to_left_is_the_mirror_image():
    (right,) = boxes(charts("ar").draw([Bar("12", 5, 0)], most=5))
    (left,) = boxes(charts("en").draw([Bar("12", 5, 0)], most=5))
    width = charts("en").draw([Bar("12", 5, 0)], most=5).width
    assert right[0] < 60 and left[0] + left[1] > width - 60


@pytest.mark.parametrize(("rows", "groups"), [(1, [1]), (13, [13]), (14, [7, 7]), (61, [13, 13, 13, 13, 9])])
def test_a_long_chart_is_parted(rows, groups):
    assert [len(group) for group in charts().groups([Bar("x", 1, 1)] * rows)] == groups


def test_letters_no_font_has_are_told():
    made = charts()
    made.draw([Bar("\U0001f9ff", 1, 0)], most=1)
    assert [finding.rule for finding in made.lettering.findings] == ["missing-glyph"]


# --- parts -------------------------------------------------------------------------------------------------------


def tables(of: Facts, section: str) -> list[Table]:
    return [block for block in parts.sections(of, words(), {})[section] if isinstance(block, Table)]


def plain_rows(table: Table) -> list[list[str]]:
    return [[line.plain for line in row] for row in table.rows]


def test_the_matrix_is_split_by_languages():
    matrix = [table for table in tables(facts(), "coverage") if table.columns[0].plain == "Handout"]
    assert [len(table.columns) for table in matrix] == [5, 4, 5]
    assert {len(table.rows) for table in matrix} == {3}
    assert {cell for table in matrix for row in plain_rows(table) for cell in row[1:]} == {"not signed"}


def test_the_table_has_the_numbers_of_the_chart():
    for name, section in (("coverage", "coverage"), ("due", "due")):
        bars = parts.charts(facts(signed=True), words())[name]
        figures = {name: [Figure("x", "y", None, MARK)]}
        found = [b for b in parts.sections(facts(signed=True), words(), figures)[section] if isinstance(b, Table)]
        shown = [row[:3] for row in plain_rows(found[0])]
        assert shown == [[bar.label, str(bar.filled), str(bar.outlined)] for bar in bars]
    assert sum(bar.filled for bar in parts.charts(facts(signed=True), words())["due"]) > 100


def test_languages_due_together_are_one_row():
    rows = plain_rows(next(t for t in tables(facts(signed=True), "due") if len(t.columns) == 5))
    assert {row[1] for row in rows} == {"all"} and len({row[0] + row[2] for row in rows}) == len(rows)
    assert "A. Reader (approver)" in rows[0][3]


def test_a_long_list_says_how_much_it_leaves_out():
    told = parts.sections(facts(entries=75), words(), {})["editions"]
    table = next(block for block in told if isinstance(block, Table))
    assert len(table.rows) == 60 and "15 more stand in the CSV" in told[-1].line.plain  # type: ignore[union-attr]


def test_the_report_in_a_few_lines():
    assert glance(facts(), words())[:2] == (
        "Handouts signed and in time, each language counted: 0 of 33",
        "Texts signed and in time, each language counted: 0 of 396",
    )
    assert glance(facts(signed=True), words())[0].endswith("33 of 33")
    assert "No finished files were checked for this report." in glance(replace(facts(), files=None), words())


# --- pages -------------------------------------------------------------------------------------------------------


def test_what_a_screen_reader_hears():
    """Alternative texts give every number; nothing on the page is for patients or claims a signature."""
    data = pdf(facts(signed=True))
    tree = tag_tree(data)
    (alt,) = re.findall(r"Bar chart of what is due, by month\.[^\n]*", tree)
    for bar in parts.charts(facts(signed=True), words())["due"]:
        assert f"{bar.label}: texts {bar.filled}, sources {bar.outlined}." in alt
    said = " ".join(structure_text(data))
    for word in ("Draft", "202-555", "Scan", "Not yet checked", "How to reach us"):
        assert word not in said
    assert "This report lists sign-offs; it is none itself." in said


@pytest.mark.slow
@pytest.mark.parametrize("language", sorted(starter().wording))
@pytest.mark.parametrize("signed", [False, True], ids=["nothing signed", "all signed"])
def test_it_conforms_in_every_language(language, signed):
    paper = "a4" if signed else "letter"
    result = verify(pdf(facts(signed=signed), language, paper=paper), "report")
    assert (result.passed, result.structure, result.language) == (True, (), language)  # preflight may advise


@pytest.mark.slow
def test_it_conforms_for_sixty_handouts_in_large_type():
    cells = tuple(
        replace(cell, status=replace(cell.status, handout=f"{cell.status.handout}-{at}"))
        for at in range(20)
        for cell in facts().cells
    )
    for profile in ("standard-12", "acb-18"):
        reading = tuple(
            replace(estimate, handout=f"{estimate.handout}-{at}") for at in range(20) for estimate in facts().reading
        )
        data = pdf(replace(facts(entries=75), cells=cells, reading=reading), profile=profile)
        result = verify(data, "report")
        assert (result.passed, result.structure) == (True, ())


def test_handouts_without_a_reading_estimate():
    """In languages without a formula there is nothing to put into a table, and an empty table is none."""
    told = parts.sections(replace(facts(), reading=()), words(), {})["reading"]
    assert [type(block).__name__ for block in told] == ["Paragraph", "Paragraph"]


def test_no_table_is_empty():
    nothing = replace(facts(), cells=(), texts=(), sources=(), reading=(), files=(), editions=())
    for made in parts.sections(nothing, words(), {}).values():
        assert all(block.rows for block in made if isinstance(block, Table))


@pytest.mark.slow
def test_the_same_report_is_the_same_file():
    assert pdf(facts()) == pdf(facts())


def test_what_there_is_not_is_told():
    for asked, rule in (
        (Selection(languages=("xx",)), "unknown-language"),
        (Selection(brands=("no",)), "unknown-brand"),
    ):
        made = report(starter(), facts(), asked)
        assert isinstance(made, tuple) and rule in {finding.rule for finding in made}
