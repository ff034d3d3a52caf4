"""Tables that are too wide for their page: one card for each row, which is read out as a table of its own."""

from dataclasses import replace
from typing import Any

import pytest

from handouts.edition import Edition
from handouts.press.reading import structure_text
from handouts.press.verify import verify
from handouts.tags import Element, Role
from handouts.typeset.tables import table as compose_table
from tests.placed import misplaced

from . import editions
from .editions import edition, findings, layout, make, page_runs, runs_with, table, text
from .together import setting_of

COLUMNS = ("Nutrient", "What it may do", "When to think about it", "Take care")
ROWS = (
    ("Iron", "May ease RLS", "When a test shows it is low", "Never without a test"),
    ("Folate", "Corrects a shortage", "When you are pregnant", "May hide low B12"),
)
NARROW = layout(side=0.0, columns=2, column_gap=26.0, table_columns=3)
BARE = editions.brand(**editions.BARE)


def document(*rows: tuple[str, ...], columns: tuple[str, ...] = COLUMNS, **changes: Any) -> Edition:
    look = changes.pop("look", layout(table_columns=3))
    profile = changes.pop("profile", editions.profile())
    block = table(columns, *(rows or ROWS), **changes)
    return edition(text("Before."), block, text("After."), layout=look, profile=profile, brand=BARE)


def tags(made: Edition) -> Element:
    """The structure of the table alone."""
    root = Element(Role.SECT)
    (block,) = [part for part in made.sections[0].blocks if hasattr(part, "rows")]
    compose_table(setting_of(made), block, root)
    return root


def shape(element: Element) -> Any:
    kids = [shape(kid) for kid in element.kids if isinstance(kid, Element)]
    name = str(element.role) + (f" {element.scope}" if element.scope else "")
    return (name, *kids) if kids else name


# --- when --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "grid"),
    [
        ({"look": layout(table_columns=4)}, True),
        ({"look": layout(table_columns=3)}, False),  # more columns than the layout takes
        ({"look": NARROW}, False),
        ({"columns": ("a", "b"), "rows": (("x", "y"),), "look": layout(table_columns=2)}, True),
        ({"columns": ("a", "b"), "rows": (("x", "Pneumono" * 10),), "look": layout(table_columns=2)}, False),
        # A narrow column with a long text would be a tower of words.
        ({"columns": ("a", "b"), "rows": (("x", "word " * 60),), "widths": (9, 1)}, False),
        ({"columns": ("a", "b"), "rows": (("x", "word " * 60),), "widths": (1, 9)}, True),
    ],
)
def test_a_table_becomes_cards_where_it_has_no_room(changes, grid):
    rows = changes.pop("rows", ROWS)
    found = tags(document(*rows, **changes))
    assert (found.kids[0].role is Role.TABLE and found.kids[0].kids[0].role is Role.THEAD) is grid  # type: ignore[union-attr]


# --- how they are read -------------------------------------------------------------------------------------------


def test_a_card_is_a_table_with_a_caption_and_row_headers():
    card = ("Table", "Caption", ("TBody", *[("TR", "TH Row", "TD")] * 3))
    assert shape(tags(document(caption="Supplements"))) == ("Sect", "P", card, card)


def test_without_a_header_column_every_value_has_its_name():
    rows = ("TBody", *[("TR", "TH Row", "TD")] * 4)
    assert shape(tags(document(header_column=False))) == ("Sect", ("Table", rows), ("Table", rows))


def test_cards_are_read_name_before_value():
    spoken = structure_text(make(document(caption="Supplements")))
    start = spoken.index("Supplements")
    assert spoken[start : start + 8] == [
        "Supplements", "Iron", "What it may do", "May ease RLS", "When to think about it",
        "When a test shows it is low", "Take care", "Never without a test",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        (("", "Dose", "Gap", "Care"), (("Iron", "1", "2", "3"), ("", "", "", ""))),
        (("Only one " * 9,), (("Pneumono " * 40,), ("Zinc",))),
        (tuple(f"Column {n}" for n in range(60)), (tuple(f"value {n}" for n in range(60)),)),
        (COLUMNS, (("{patient.name}", "{clinic.phone}", "Iron [1]", "[link](https://example.org)"),)),
    ],
)
@pytest.mark.parametrize("header_column", [True, False])
@pytest.mark.parametrize("look", [layout(table_columns=3), NARROW], ids=["sheet", "columns"])
def test_odd_tables_are_good_documents(columns, rows, header_column, look):
    made = document(*rows, columns=columns, header_column=header_column, look=look)
    made = replace(made, references=(editions.reference(1),), brand=editions.brand())
    made = replace(made, slots={**made.slots, "clinic.phone": "(202) 555-0142"})
    data = make(replace(made, sections=(*made.sections, editions.section("References", number=2, name="references"))))
    result = verify(data, "cards.pdf")
    assert ([p.rules for p in result.profiles if not p.passed], result.structure) == ([], ())
    assert misplaced(data, made) == []


# --- where they stand --------------------------------------------------------------------------------------------


def test_names_stand_beside_values_where_there_is_room():
    data = make(document())
    name, value = runs_with(data, "What it may do")[0], runs_with(data, "May ease RLS")[0]
    assert name.y == value.y and value.x > name.right + 9


def test_names_stand_above_values_in_a_column():
    data = make(document(ROWS[0], look=NARROW))
    name, value = runs_with(data, "What it may do")[0], runs_with(data, "May ease RLS")[0]
    assert (name.x, name.y) == (value.x, pytest.approx(value.y + 15.0))


def test_a_name_with_a_long_word_stands_above_its_value():
    """42 % of the line are for the names; a word that is longer must not stop the build."""
    word = "Behandlungsmöglichkeitenübersicht"
    made = document(("Iron", "one", "two", "three"), columns=("A", word, "C", "D"), look=layout(side=0, table_columns=3,
                    binding=120.0, outer=120.0))  # fmt: skip
    assert findings(made) == ()
    name, value = runs_with(make(made), word)[0], runs_with(make(made), "one")[0]
    assert name.y > value.y


def test_a_word_wider_than_the_page_is_told_with_its_place():
    (finding,) = findings(document(("Iron", "X" * 90, "b", "c")))
    assert (finding.rule, finding.mark) == ("too-wide", editions.MARK)
    assert "X" * 90 in finding.message


def test_a_short_card_is_not_parted():
    rows = [(f"Row {n}", "one line", "another", "a third") for n in range(30)]
    data = make(document(*rows))
    counts = [
        [
            sum(seen.page == page and seen.text.startswith(start) for seen in page_runs(data))
            for start in ("Row ", "a third")
        ]
        for page in range(1 + max(seen.page for seen in page_runs(data)))
    ]
    assert len(counts) > 2
    assert [rows for rows, _ in counts] == [thirds for _, thirds in counts]


def test_a_card_longer_than_a_page_goes_on():
    data = make(document(("Iron", "word " * 900, "short", "short")))
    pages = sorted({seen.page for seen in runs_with(data, "word word")})
    assert pages[0] == 0 and len(pages) > 1
    assert misplaced(data, document()) == []


def test_a_value_for_one_patient_is_never_parted():
    made = document(("Iron", "{patient.name}", "b", "c"), header_column=False)
    long = editions.Personal({"patient.name": "Sam Sample " * 30})
    data = make(replace(made, sections=(replace(made.sections[0], blocks=(*[text("Line")] * 24,
                *made.sections[0].blocks)),)), long)  # fmt: skip
    assert len({seen.page for seen in runs_with(data, "Sam Sample")} - {0}) <= 1
    assert misplaced(data, made) == []
