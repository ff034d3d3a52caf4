"""Which texts go to a translator, where they stand, and what in them is locked."""

from __future__ import annotations

import pytest

from handouts.exchange.locked import canonical, differences, numbers_with_units, tokens
from handouts.exchange.units import structure, units
from handouts.source.yamltext import parse
from tests.exchange.clinic import ENGLISH, SPANISH

ALL_KINDS = """\
title: T
box: tip
key_points: [K]
blocks:
  - text: "A
      b"
    when: {brand_region: US}
  - heading: H
  - list: [L]
  - steps: [S]
  - callout: note
    title: CT
    text: CX
    list: [CL]
  - table:
      caption: TC
      columns: [C1, C2]
      header_column: true
      widths: [1, 2]
      rows: [[R1, https://example.org]]
  - faq: [{q: Q, a: A}]
  - figure: {file: a.svg, alt: ALT, caption: FC}
  - checklist: [B]
    name: plan
  - write_in: {label: W, lines: 3, name: notes}
  - quote: {text: QT, source: QS}
  - key_points: [KP]
"""


def root(text):
    node, findings = parse(text, "content/sections/x/en.yaml")
    assert node is not None and findings == ()
    return node


def test_every_text_of_every_block():
    found = {unit.path: (unit.text, unit.where) for unit in units(root(ALL_KINDS))}
    assert found == {
        "title": ("T", "title of the section"),
        "key_points[0]": ("K", "key point, shown on page 1"),
        "blocks[0].text": ("A b", "paragraph"),
        "blocks[1].heading": ("H", "heading"),
        "blocks[2].list[0]": ("L", "list item"),
        "blocks[3].steps[0]": ("S", "step"),
        "blocks[4].title": ("CT", "note box, title"),
        "blocks[4].text": ("CX", "note box, paragraph"),
        "blocks[4].list[0]": ("CL", "note box, list item"),
        "blocks[5].table.caption": ("TC", "caption of a table"),
        "blocks[5].table.columns[0]": ("C1", "heading of a table column"),
        "blocks[5].table.columns[1]": ("C2", "heading of a table column"),
        "blocks[5].table.rows[0][0]": ("R1", "table row 1, column 'C1'"),
        "blocks[6].faq[0].q": ("Q", "question"),
        "blocks[6].faq[0].a": ("A", "answer"),
        "blocks[7].figure.alt": ("ALT", "what a picture shows"),
        "blocks[7].figure.caption": ("FC", "line below a picture"),
        "blocks[8].checklist[0]": ("B", "box to tick"),
        "blocks[9].write_in.label": ("W", "label of lines to write on"),
        "blocks[10].quote.text": ("QT", "quotation"),
        "blocks[10].quote.source": ("QS", "who said it"),
        "blocks[11].key_points[0]": ("KP", "key point"),
    }
    (alt,) = [unit for unit in units(root(ALL_KINDS)) if not unit.markup]
    assert (alt.path, str(alt.mark)) == ("blocks[7].figure.alt", "content/sections/x/en.yaml:22:32")


WRONG = ["", "word", "[a]", "title: [x]", "blocks: [x]", "blocks: x", "blocks: [{table: x}]", "blocks: [{faq: [x]}]"]
WRONGER = ["blocks: [{table: {rows: [x, [y]]}}]", "blocks: [{figure: x, list: x}]"]


@pytest.mark.parametrize("text", [*WRONG, *WRONGER])
def test_wrong_shapes_are_left_to_the_checks(text):
    for unit in units(root(text)):
        assert unit.text in ("x", "y")


def test_structure_is_shared_but_for_widths_and_picture_files():
    assert structure(root(ENGLISH)) == structure(root(SPANISH))
    other = ALL_KINDS.replace("a.svg", "b.svg").replace("[1, 2]", "[2, 1]")
    assert structure(root(other)) == structure(root(ALL_KINDS))
    for before, after in (("callout: note", "callout: tip"), ("lines: 3", "lines: 4"), ("US", "GB"), ("[S]", "[S, S]")):
        assert structure(root(ALL_KINDS.replace(before, after))) != structure(root(ALL_KINDS))


@pytest.mark.parametrize(
    ("written", "meant"),
    [("75", "75"), ("1,000", "1000"), ("1.000", "1000"), ("1 000", "1000"), ("1\u202f000", "1000"), ("0.5", "0.5"),
     ("0,5", "0.5"), ("٧٥", "75"), ("٠٫٥", "0.5"), ("12.4", "12.4"), ("12,4", "12.4"), ("七", "七"), ("०", "0")],
)  # fmt: skip
def test_numbers_in_one_form(written, meant):
    assert canonical(written) == meant


SAME = [
    ("75 ng/mL [@a; @b]", "75 нг/мл [@b; @a]"),
    ("1,000 µg", "1000 мкг"),
    ("20%", "%20"),
    ("Call {clinic.phone} or [us](https://a.org/x_(y))", "[nous](https://a.org/x_(y)) {clinic.phone}"),
    ("<https://a.org/1>", "<https://a.org/1>"),
    (r"\{no} \[5\]", "5"),
    ("12.4 mmol", "12,4 mmol"),
    ("vitamin B12", "维生素B12"),
]
OTHER = [
    ("75 ng/mL", "57 ng/mL", "The number 75 is missing.", "The number 57"),
    ("12.4", "124", "The number 12.4 is missing.", "The number 124"),
    ("[@a]", "", "The citation a is missing.", None),
    ("[@a]", "[@a; @b]", "The citation b does not stand", None),
    ("{clinic.phone}", "{clinic.name}", "The placeholder clinic.phone is missing.", "The placeholder clinic.name"),
    ("[x](https://a.org)", "[x](https://b.org)", "The web address https://a.org", "The web address https://b.org"),
    ("10 or 10", "10", "The number 10 is missing.", None),
]


@pytest.mark.parametrize(("source", "target"), SAME)
def test_what_means_the_same(source, target):
    assert differences(source, target) == ()


@pytest.mark.parametrize(("source", "target", "first", "second"), OTHER)
def test_what_is_lost_or_new(source, target, first, second):
    found = differences(source, target)
    assert found[0].startswith(first)
    assert len(found) == 1 if second is None else found[1].startswith(second)


def test_notes_name_numbers_with_their_units():
    text = "75 ng/mL, 20%, 75 ng/mL, under 6, 2 hours apart, 12 months, 10 people"
    assert numbers_with_units(text) == ("75 ng/mL", "20%", "6", "2 hours", "12 months", "10")


def test_a_link_without_a_beginning_is_one_piece():
    assert [token.text for token in tokens("x](https://a.org)")] == ["](https://a.org)"]
