import datetime
import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.source.people import letters, read_people

SECRET = "Zebediah Quux"


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows_of(data):
    people, findings = read_people(data, "people.csv")
    assert people is not None, findings
    return people.columns, [(row.number, row.cells) for row in people.rows]


def wrong(data):
    people, findings = read_people(data, "people.csv")
    assert people is None
    return [finding.message for finding in findings]


@pytest.mark.parametrize(
    "data",
    [
        "patient.name,notes\nAnh Nguyễn,\"a, b\"\n\n ,\nسارة,x\n".encode(),
        "patient.name;notes\r\nAnh Nguyễn;a, b\r\n\r\n;\r\nسارة;x".encode("utf-8-sig"),
        "patient.name\tnotes\nAnh Nguyễn\ta, b\n\n\t\nسارة\tx\n".encode("utf-16"),
        workbook(["patient.name", "notes"], ["Anh Nguyễn", " a, b "], [], [None, " "], ["سارة", "x"]),
    ],
    ids=["commas", "semicolons", "tabs", "workbook"],
)  # fmt: skip
def test_rows_keep_the_numbers_they_have_in_the_spreadsheet(data):
    assert rows_of(data) == (("patient.name", "notes"), [(2, ("Anh Nguyễn", "a, b")), (5, ("سارة", "x"))])


def test_cells_read_as_somebody_would_type_them():
    day = datetime.datetime(2026, 3, 4)
    data = workbook(["a", "b", "c", "d", "e", "f"], [3.0, 2.5, True, day, day.replace(hour=9, minute=30), "0012"])
    assert rows_of(data)[1] == [(2, ("3", "2.5", "yes", "2026-03-04", "2026-03-04 09:30", "0012"))]


def test_a_line_end_in_quotes_belongs_to_its_cell():
    assert rows_of(b'a,b\n"one\ntwo",x\nthree,y\n')[1] == [(2, ("one\ntwo", "x")), (3, ("three", "y"))]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The first row is empty."),
        (b"\n\na,b\nx,y\n", "The first row is empty."),
        (b"a,b\n", "There is nobody in this list."),
        (b"a,,b\nx,y,z\n", "Column B has no name."),
        (b"a,b,A\nx,y,z\n", "Columns A and C have the same name."),
        ("a,b\nJosé,x\n".encode("cp1252"), "The file is not UTF-8, so names could come out wrong."),
        (b'a,b\n"x,y\n', "The quotation marks in this file do not match."),
        (b"a,b\nx\0,y\n", "The file cannot be read as a spreadsheet."),
        (b"PK\x03\x04 no workbook", "The file cannot be read as a spreadsheet."),
        (b"a\n" + b"x\n" * 20_001, "The list has 20,001 rows; 20,000 are the most for one run."),
    ],
)
def test_wrong_lists_are_told(data, message):
    assert wrong(data) == [message]


def test_no_finding_repeats_a_cell():
    texts = [f'a,"{SECRET}\n', f"{SECRET},{SECRET}\nx,y\n", f"{SECRET}\n"]
    for text in texts:
        _, findings = read_people(text.encode(), "people.csv")
        assert findings
        assert not any("Zebediah" in finding.message + finding.hint for finding in findings)


GOOD = workbook(["a", "b"], [SECRET, "x"])  # made once, for the day of making stands in it


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_a_finding_or_a_table(data):
    good = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 12))):
        good[data.draw(st.integers(2, len(good) - 1))] = data.draw(st.integers(0, 255))
    people, findings = read_people(bytes(good), "people.xlsx")
    assert (people is None) == bool(findings)
    assert not any("Zebediah" in finding.message + finding.hint for finding in findings)


def test_columns_are_called_as_in_spreadsheets():
    assert [letters(index) for index in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
