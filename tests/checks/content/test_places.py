"""The place of every word of the starter is found in its file, in all languages and all ways of writing YAML."""

from __future__ import annotations

import re

import pytest

from handouts.checks.content.places import Spot, locate
from handouts.checks.content.subject import open_page
from handouts.checks.quantities import GAP
from tests.checks.content.clinics import EXAMPLE, opened
from tests.starters import starter

LANGUAGES = sorted({language for _, language in starter().sections})


def there(text: str, line: int, column: int) -> str:
    return at(text.split("\n"), line, column)


def at(lines: list[str], line: int, column: int) -> str:
    return lines[line - 1][column - 1 : column + 80]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_starter_is_found_where_it_stands(language):
    library, count, lost = starter(), 0, []
    for (_, tag), section in library.sections.items():
        if tag != language:
            continue
        source = library.texts[section.mark.path]
        lines = source.split("\n")
        for passage in open_page(library, section).passages:
            for word in re.finditer(r"[^\W_]+", passage.text):
                mark = locate(Spot(passage.line, word.start()), passage.text, source)
                count += 1
                if not at(lines, mark.line, mark.column).replace("*", "").startswith(word.group()):
                    lost.append(f"{mark}: {word.group()}")
    assert count > 800 and lost == []


CASES = {
    "plain": "text: Take zinc now.",
    "after a citation": "text: Take iron. [@allen2018] Take zinc now.",
    "after a placeholder": 'text: "Call {clinic.phone} for zinc."',
    "after emphasis": "text: Take **much** *more* zinc.",
    "inside emphasis": "text: Take **zinc**.",
    "inside a link": 'text: "See [zinc here](https://example.org/zinc_(metal)) now."',
    "after a link": 'text: "See [iron](https://example.org/zinc) and zinc."',
    "double quotes with escapes": 'text: "He said \\"iron\\" and zinc."',
    "single quotes": "text: 'It''s zinc.'",
    "after an escaped star": "text: 2 \\* 3 zinc",
    "dots that became one": "text: Well... zinc.",
    "a second line": "text: Take iron\n      and zinc.",
    "a folded block": "text: >-\n      Take iron\n      and zinc.",
    "a literal block": "text: |\n      Take iron\n      and zinc.",
    "quoted over two lines": 'text: "Take iron\n      and zinc."',
    "curled quotes": 'text: It\'s "zinc".',
    "doubled blanks": "text: 'Take  iron and   zinc.'",
}


@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
def test_a_word_is_found_however_it_is_written(tmp_path, text):
    source = f"title: Example\nblocks:\n  - {text}\n"
    library = opened(tmp_path, {EXAMPLE: source})
    passage = open_page(library, library.sections["example", "en"]).passages[1]
    start = passage.text.rindex("zinc") if text != "a link" else 0
    mark = locate(Spot(passage.line, start), passage.text, source)
    assert there(source, mark.line, mark.column).startswith("zinc"), str(mark)
    assert mark.line == 1 + source[: source.rindex("zinc")].count("\n") or "link" in text or mark.line == 3


def test_what_cannot_be_found_is_told_at_the_beginning_of_the_text():
    library = starter()
    passage = open_page(library, library.sections["iron", "en"]).passages[0]
    assert locate(Spot(passage.line, 3), passage.text, "something else altogether") == passage.line.mark
    assert locate(Spot(passage.line, 3), passage.text, "") == passage.line.mark
    assert locate(Spot(passage.line, 999), passage.text, library.texts[passage.line.mark.path]) == passage.line.mark


def test_a_placeholder_is_one_character():
    library = starter()
    page = open_page(library, library.sections["disclaimer", "en"])
    (passage,) = [each for each in page.passages if "emergency" in each.text]
    assert passage.text.count(GAP) == 1
    mark = locate(Spot(passage.line, passage.text.index(GAP)), passage.text, library.texts[passage.line.mark.path])
    assert there(library.texts[mark.path], mark.line, mark.column).startswith("{emergency.number}")
