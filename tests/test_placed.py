"""The check on where things stand finds what it is there for: one page with one fault for each complaint."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handouts.edition import Edition
from handouts.looks import TypeStyle
from tests import placed
from tests.placed import Box, Pages, misplaced, pages
from tests.typeset.editions import BARE, brand, callout, edition, layout, make, profile, section, text
from tests.typeset.together import arabic, english, pair

WORDS = " ".join(f"word{number}" for number in range(60))
FINE = edition(*[text(WORDS)] * 9, callout("warning", text("Iron.")))


def complaints(data: bytes, made: Edition) -> str:
    return "\n".join(misplaced(data, made))


def test_a_good_document_has_no_complaint():
    assert misplaced(make(FINE), FINE) == []
    assert pages(make(FINE)).texts and pages(make(FINE)).areas


@pytest.mark.parametrize("change", [{"binding": 80.0}, {"outer": 90.0}])
def test_text_outside_the_margins(change):
    other = replace(FINE, layout=layout(**change))
    assert "outside the margins" in complaints(make(FINE), other)


def test_text_at_the_edge_of_the_paper():
    assert "too near to the edge" in complaints(make(replace(FINE, layout=layout(bottom=-16.0))), FINE)


def test_lines_over_each_other():
    styles = {**profile().styles, "body": TypeStyle(12.0, 6.0)}
    tight = replace(FINE, profile=profile(styles=styles))
    assert "overlap by" in complaints(make(tight), tight)


def test_text_out_of_its_column():
    wide = edition(*[text("word " * 60)] * 9, section("More", text("word " * 60), number=2), brand=brand(**BARE))
    two = replace(wide, layout=layout(side=0.0, columns=2, column_gap=26.0))
    assert misplaced(make(two), two) == []
    assert "in no column" in complaints(make(wide), two)


def test_text_in_the_column_of_the_other_language():
    made = pair(english(), arabic())
    assert made.beside is not None
    assert misplaced(make(made), made) == []
    swapped = replace(made, language="ar", beside=replace(made.beside, language="en"))
    assert "not in the column of its language" in complaints(make(made), swapped)


# --- faults that the program cannot make --------------------------------------------------------------------------


def box(left: float, bottom: float, right: float, top: float, words: str = "Iron", **changes: str) -> Box:
    return replace(Box(0, left, bottom, right, top, words, 12.0, "", ("Document", "P"), "en"), **changes)


def sheet(*texts: Box, areas: tuple[Box, ...] = ()) -> Pages:
    return Pages(595.0, 842.0, 1, texts, areas)


def test_a_running_foot_that_is_touched():
    foot = box(57, 60, 200, 70, "Page 1", artifact="running")
    assert list(placed._touching_running_matter(sheet(box(57, 80, 200, 90), foot))) == []
    (said,) = placed._touching_running_matter(sheet(box(300, 69, 400, 79), foot))
    assert "running foot" in said


def test_a_running_head_that_is_touched():
    head = box(57, 790, 200, 800, "Iron", artifact="running")
    (said,) = placed._touching_running_matter(sheet(box(300, 781, 400, 791), head))
    assert "running head" in said


def test_boxes_that_cross():
    one, inner, apart, across = (
        box(57, 100, 300, 200),
        box(60, 110, 200, 150),
        box(57, 210, 300, 300),
        box(57, 150, 300, 250),
    )
    assert list(placed._crossing_areas(sheet(areas=(one, inner, apart)))) == []
    assert len(list(placed._crossing_areas(sheet(areas=(one, across))))) == 1


def test_text_that_nobody_tagged():
    (said,) = placed._outside(sheet(box(100, 100, 200, 110, artifact="untagged")), FINE)
    assert "neither tagged" in said


def test_a_word_drawn_in_parts_does_not_lie_over_itself():
    word, accent = box(100, 100, 160, 112, "أول "), box(110, 108, 130, 114, "أول ")
    assert list(placed._overlapping(sheet(word, accent))) == []
    assert len(list(placed._overlapping(sheet(word, replace(accent, text="Zinc"))))) == 1
