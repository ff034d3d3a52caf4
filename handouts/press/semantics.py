"""Whether the tags mean what they should: headings, tables, lists, figures, roles, and the document's own facts."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.press.anatomy import Document, Element, Structure
from handouts.press.dissect_tags import has_role_loop, standard_role
from handouts.press.parentage import page_of
from handouts.press.rules import Violation

_HEADINGS = {f"H{level}": level for level in range(1, 7)}
# The standard structure types of ISO 32000-1, 14.8.4.2 to 14.8.4.5.
_GROUPING = {"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index"}
_BLOCKS = {"NonStruct", "Private", "P", "H", *_HEADINGS, "L", "LI", "Lbl", "LBody"}
_TABLES = {"Table", "TR", "TH", "TD", "THead", "TBody", "TFoot"}
_INLINE = {"Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot"}
_ASIAN = {"Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP"}
_STANDARD = _GROUPING | _BLOCKS | _TABLES | _INLINE | _ASIAN | {"Figure", "Formula", "Form"}


def semantics(structure: Structure) -> Iterator[Violation]:
    """Every tag used against its meaning."""
    yield from _headings(structure)
    yield from _roles(structure)
    for element in structure.walk():
        if element.role == "Table":
            yield from _table(element)
        elif element.role == "Figure" and not (element.alt.strip() or element.actual_text):
            message = "A figure has neither alternative text nor replacement text."
            yield Violation("structure-figure-alt", page_of(element), message)
        yield from _list(element)


def document_facts(document: Document) -> Iterator[Violation]:
    """What the document says of itself (ISO 14289-1, 6.2, 7.1 and 7.2), and where its outline and links lead."""
    if not document.marked:
        yield Violation("structure-not-marked", 1, "The file does not say that it is tagged (MarkInfo, Marked).")
    if not document.language:
        yield Violation("structure-language", 1, "The document has no language.")
    if not document.xmp_title:
        yield Violation("structure-title", 1, "The document has no title in its metadata (dc:title).")
    if not document.display_title:
        yield Violation("structure-display-title", 1, "The window would show the file name, not the title.")
    for target in document.targets:
        if not target.page:
            message = f"{target.label!r} leads to a place that does not exist."
            yield Violation("structure-destination", target.source, message)


def _headings(structure: Structure) -> Iterator[Violation]:
    """One H1, first of all headings, and no level left out on the way down (ISO 14289-1, 7.4.2)."""
    headings = [element for element in structure.walk() if element.role in _HEADINGS]
    if not headings:
        yield Violation("structure-first-heading", 1, "The document has no heading.")
    level = 0
    for index, heading in enumerate(headings):
        here = _HEADINGS[heading.role]
        if (index == 0) != (here == 1):
            message = "The first heading is not H1." if index == 0 else "There is a second H1."
            yield Violation("structure-first-heading", page_of(heading), message)
        elif here > level + 1:
            message = f"{heading.role} follows H{level}: a level is left out."
            yield Violation("structure-heading-level", page_of(heading), message)
        level = here


def _roles(structure: Structure) -> Iterator[Violation]:
    """Each role is a standard one or mapped to one, without loops (ISO 32000-1, 14.7.3)."""
    for role in structure.role_map:
        if has_role_loop(role, structure.role_map):
            yield Violation("structure-role-map", 1, f"The role map leads from {role} back to itself.")
    unknown = {
        element.role: page_of(element)
        for element in structure.walk()
        if standard_role(element.role, structure.role_map) not in _STANDARD and element.role not in structure.role_map
    }
    for role, page in sorted(unknown.items()):
        yield Violation(
            "structure-role-map", page, f"The role {role!r} is neither standard nor mapped to a standard one."
        )


def _table(table: Element) -> Iterator[Violation]:
    """Rows have equally many columns, spans counted, and header cells a scope (ISO 14289-1, 7.5)."""
    rows = list(_rows(table))
    widths = _widths(rows)
    if len(set(widths)) > 1:
        message = f"The rows of a table have {', '.join(map(str, widths))} columns."
        yield Violation("structure-table-columns", page_of(table), message)
    for cell in (cell for row in rows for cell in row.elements()):
        if cell.role == "TH" and cell.scope not in {"Row", "Column", "Both"}:
            yield Violation("structure-table-scope", page_of(cell), "A header cell does not say what it heads (Scope).")


def _rows(table: Element) -> Iterator[Element]:
    for kid in table.elements():
        if kid.role == "TR":
            yield kid
        elif kid.role in {"THead", "TBody", "TFoot"}:
            yield from (row for row in kid.elements() if row.role == "TR")


def _widths(rows: list[Element]) -> list[int]:
    """The columns of each row, with the cells that reach down from rows above."""
    widths: list[int] = []
    reaching: list[tuple[int, int]] = []  # columns, and rows they still reach into
    for row in rows:
        cells = [cell for cell in row.elements() if cell.role in {"TH", "TD"}]
        widths.append(sum(cell.columns for cell in cells) + sum(columns for columns, _ in reaching))
        still = [(columns, left - 1) for columns, left in reaching if left > 1]
        reaching = still + [(cell.columns, cell.rows - 1) for cell in cells if cell.rows > 1]
    return widths


def _list(element: Element) -> Iterator[Violation]:
    """A list has items, an item a body, and items are in lists only (ISO 32000-1, 14.8.4.3.3)."""
    page = page_of(element)
    if element.role == "L":
        if len(element.elements()) < len(element.kids) or not element.kids:
            yield Violation("structure-list", page, "A list has content that is not in an item, or no item.")
        for kid in element.elements():
            if kid.role not in {"LI", "Caption"}:
                yield Violation("structure-list", page, f"A list has a {kid.role} where an item (LI) should be.")
    elif any(kid.role == "LI" for kid in element.elements()):
        yield Violation("structure-list", page, f"A {element.role} has list items but is no list.")
    if element.role == "LI" and not any(kid.role == "LBody" for kid in element.elements()):
        yield Violation("structure-list", page, "A list item has no body (LBody).")
