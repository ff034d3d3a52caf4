"""A list of people from a spreadsheet: CSV or XLSX to rows of text. No finding ever repeats what a cell holds."""

from __future__ import annotations

import csv
import datetime
import io
import warnings
import zipfile
import zlib
from dataclasses import dataclass

from handouts.diagnostics import Diagnostic, Mark, error

MOST_ROWS = 20_000  # a mail merge, not a database
_SEPARATORS = ",;\t"
_MOST_BYTES = 64 * 1024 * 1024
# What openpyxl and the parsers below it were seen to raise on damaged workbooks.
_DAMAGED = (
    OSError, ValueError, LookupError, TypeError, AttributeError, EOFError, SyntaxError, NotImplementedError,
    RuntimeError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
_ODD = "The file cannot be read as a spreadsheet."


@dataclass(frozen=True, slots=True, repr=False)
class PeopleRow:
    """One row: its number as a spreadsheet program shows it (the head is 1), its cells without space around them."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class People:
    """A table of people: what its columns are called, and its rows; empty rows are left out."""

    path: str
    columns: tuple[str, ...]
    rows: tuple[PeopleRow, ...]


def read_people(data: bytes, path: str) -> tuple[People | None, tuple[Diagnostic, ...]]:
    """The table in a CSV or XLSX file, by the form of its bytes; of a workbook the first sheet.

    CSV is UTF-8 or UTF-16 with a byte order mark; commas, semicolons or tabs part the cells, as the head shows.
    """
    if len(data) > _MOST_BYTES:
        return None, (error("people", Mark(path), "The file is larger than 64 MB.", "Split the list."),)
    if data.startswith(b"PK"):
        rows, findings = _workbook(data, path)
    else:
        rows, findings = _comma_separated(data, path)
    if findings:
        return None, findings
    return _table(rows, path)


def _table(rows: list[list[str]], path: str) -> tuple[People | None, tuple[Diagnostic, ...]]:
    numbered = [(number, [cell.strip() for cell in row]) for number, row in enumerate(rows, start=1)]
    filled = [(number, row) for number, row in numbered if any(row)]
    if not filled or filled[0][0] != 1:
        hint = "The first row names the columns: patient.name, language, notes."
        return None, (error("people", Mark(path), "The first row is empty.", hint),)
    head = filled[0][1]
    while head and not head[-1]:
        head.pop()
    findings: list[Diagnostic] = []
    seen: dict[str, int] = {}
    for index, name in enumerate(head):
        if not name:
            message = f"Column {letters(index)} has no name."
            findings.append(error("people", Mark(path), message, "Name it, or take it out."))
        elif name.lower() in seen:
            message = f"Columns {letters(seen[name.lower()])} and {letters(index)} have the same name."
            findings.append(error("people", Mark(path), message, "Take one out, or give it another name."))
        seen.setdefault(name.lower(), index)
    if len(filled) - 1 > MOST_ROWS:
        message = f"The list has {len(filled) - 1:,} rows; {MOST_ROWS:,} are the most for one run."
        findings.append(error("people", Mark(path), message, "Split the list."))
    if len(filled) == 1:
        findings.append(error("people", Mark(path), "There is nobody in this list.", "Write one row for each person."))
    if findings:
        return None, tuple(findings)
    made = [PeopleRow(number, (*row, *[""] * (len(head) - len(row)))) for number, row in filled[1:]]
    return People(path, tuple(head), tuple(made)), ()


def letters(index: int) -> str:
    """The name of a column as spreadsheet programs write it: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _comma_separated(data: bytes, path: str) -> tuple[list[list[str]], tuple[Diagnostic, ...]]:
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        hint = "In the spreadsheet program choose “CSV UTF-8” when you save, or save as .xlsx."
        return [], (error("people", Mark(path), "The file is not UTF-8, so names could come out wrong.", hint),)
    if "\0" in text:
        return [], (error("people", Mark(path), _ODD, "Save it as CSV UTF-8 or .xlsx."),)
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)), ()
    except csv.Error:
        hint = "Look for a quotation mark that is not closed, or save the list as .xlsx."
        return [], (error("people", Mark(path), "The quotation marks in this file do not match.", hint),)


def _workbook(data: bytes, path: str) -> tuple[list[list[str]], tuple[Diagnostic, ...]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > 4 * _MOST_BYTES:
                return [], (error("people", Mark(path), "The workbook is too large.", "Split the list."),)
        rows = []
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions, which have no bearing on texts
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            for cells in book.worksheets[0].iter_rows(values_only=True):
                rows.append([_text(cell) for cell in cells])
                if len(rows) > MOST_ROWS + 2:
                    break
    except _DAMAGED:  # nothing of their text is told: it may quote a cell
        hint = "Open it in a spreadsheet program and save it again as .xlsx, without a password."
        return [], (error("people", Mark(path), _ODD, hint),)
    return rows, ()


def _text(value: object) -> str:
    """A cell as somebody would type it; dates in the form nobody can misread."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime.datetime():
            day = value.date().isoformat()
            return day if value.time() == datetime.time() else f"{day} {value.time().isoformat('minutes')}"
        case datetime.date() | datetime.time():
            return value.isoformat()
        case _:
            return str(value)
