"""Tables are small, and every cell says something.

Wide tables are hard to follow with a finger and with a screen reader. Headers are a few words. A cell with a dash or
with "same as above" makes the reader look elsewhere: the format has no merged cells, so say it again. The English
table is measured: a translation has the columns of its source.

Source: PEMAT (AHRQ), item 19: tables with short and clear headings; W3C WAI, "Tables tutorial".

Good:

    - table:
        caption: Gaps to leave
        columns: [Medicine, What to do]
        header_column: true
        rows:
          - [Antacids, Leave 2 hours]

Bad:

    - table:
        caption: Gaps to leave
        columns: [Medicine, What to do]
        header_column: true
        rows:
          - [Antacids, "-"]
                        ^

Bad:

    - table:
        caption: Gaps to leave
        columns: [The medicine that you are taking already every day, What to do]
                  ^
        header_column: true
        rows:
          - [Antacids, Leave 2 hours]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.checks.content.places import Spot
from handouts.checks.content.ruling import Option, Options, Problem
from handouts.checks.content.subject import Page, printed
from handouts.content import Line, Table
from handouts.diagnostics import Severity

ID = "table-shape"
SEVERITY = Severity.WARNING
OPTIONS = (
    Option("columns", "The most columns.", 5, least=2, most=20),
    Option("header", "The most characters in a column's header.", 40, least=10, most=200),
    Option("words", "The most words in a cell.", 40, least=5, most=500),
)

_NOTHING = re.compile(
    r"\s*(?:[-–—./?]+|n/?a|none|[\"”″〃]|ditto|same as above|see above|as above|idem)\s*\.?\s*", re.IGNORECASE
)


def check(page: Page, options: Options) -> Iterator[Problem]:
    """One problem for each table, header or cell of a wrong shape."""
    for block in page.blocks if page.is_source else ():
        if isinstance(block, Table):
            yield from _of_table(block, options)


def _of_table(table: Table, options: Options) -> Iterator[Problem]:
    columns, header, words = (options.number(name) for name in ("columns", "header", "words"))
    if len(table.columns) > columns:
        message = f"The table has {len(table.columns)} columns; {columns} is the most."
        yield Problem(table.mark, message, "Make two tables, or turn rows and columns round.")
    if table.caption is None:
        yield Problem(table.mark, "The table has no caption.", "Write 'caption:' with what the table shows.")
    for line in table.columns:
        if len(printed(line)) > header:
            message = f"This header has {len(printed(line))} characters; {header} is the most."
            yield Problem(Spot(line, 0), message, "Say it in a few words; explain it above the table.")
    for row in table.rows:
        for line in row:
            yield from _of_cell(line, words)


def _of_cell(line: Line, most: int) -> Iterator[Problem]:
    text = printed(line)
    if _NOTHING.fullmatch(text):
        hint = "Say it again, or what it means that there is nothing: not known, no limit."
        yield Problem(Spot(line, 0), f"The cell says only '{text.strip()}'.", hint)
    elif len(text.split()) > most:
        message = f"This cell has {len(text.split())} words; {most} is the most."
        yield Problem(Spot(line, 0), message, "Say it in the text below the table.")
