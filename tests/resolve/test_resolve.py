"""What a resolved edition holds."""

import datetime
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.content import CitationMark, Conditional, Line, Paragraph, Words
from handouts.diagnostics import Mark
from handouts.edition import BuildRequest, Edition
from handouts.library import Library
from handouts.resolving.edition_json import markup
from handouts.resolving.lines import lines_in

from .libraries import (
    REQUEST,
    TODAY,
    brand,
    handout,
    layout,
    library,
    line,
    paragraph,
    picture,
    resolved,
    section,
    signed,
    uses,
    wording,
)


def check(made: Library, request: BuildRequest = REQUEST, date: datetime.date = TODAY) -> Edition:
    """The edition, which must be there."""
    result = resolved(made, request, date)
    assert result.edition is not None, result.findings
    return result.edition


def texts(edition: Edition) -> list[str]:
    """Every paragraph as markup, with the number and id of its section."""
    return [
        f"{each.number} {each.id}: {markup(block.line)}"
        for each in (*edition.lead, *edition.sections)
        for block in each.blocks
        if isinstance(block, Paragraph)
    ]


LEAD = section("help", "Call {emergency.number}. [@cook2020]", box="emergency")
IRON = section("iron", "Two [@aasm2025; @allen2018].", key_points=(line("Test [@allen2018]"), line("Ask")))
SLEEP = section("sleep", "Same [@cook2020] again.", key_points=(line("Ask"), line("Rest")))


def with_lead(**changes: object) -> Library:
    made = library(LEAD, IRON, SLEEP, **changes)
    listed = handout("iron", "references", "sleep", lead=uses("help"))
    return replace(made, handouts={"iron-and-rls": listed})


def test_numbers_follow_the_reader() -> None:
    edition = check(with_lead())
    assert [markup(point) for point in edition.key_points] == ["Test [1]", "Ask", "Rest"]
    assert texts(edition) == [
        "0 help: Call {emergency.number}. [2]",
        "1 iron: Two [1,3].",
        "3 sleep: Same [2] again.",
    ]
    assert [(entry.number, entry.key) for entry in edition.references] == [
        (1, "allen2018"),
        (2, "cook2020"),
        (3, "aasm2025"),
    ]


def test_references_are_a_section_without_blocks() -> None:
    entry = check(with_lead()).sections[1]
    assert (entry.id, entry.number, entry.title.plain, entry.blocks) == ("references", 2, "References", ())


def test_layout_without_references_has_neither_list_nor_marks() -> None:
    edition = check(with_lead(layouts={"sheet": layout(references=False)}))
    assert texts(edition) == ["0 help: Call {emergency.number}.", "1 iron: Two.", "2 sleep: Same again."]
    assert edition.references == ()


def test_blocks_for_other_regions_go() -> None:
    mark = Mark("content/sections/help/en.yaml", 2, 3)
    made = library(
        section(
            "help",
            Conditional(paragraph("US"), ("US",), False, mark),
            Conditional(paragraph("GB or IE"), ("GB", "IE"), False, mark),
            Conditional(paragraph("Not GB"), ("GB",), True, mark),
            Conditional(paragraph("Not US"), ("US", "CA"), True, mark),
        )
    )
    assert texts(check(made)) == ["1 help: US", "1 help: Not GB"]
    assert texts(check(replace(made, brands={"clinic": brand(region="GB")}))) == ["1 help: GB or IE", "1 help: Not US"]


def test_brand_variant_for_the_language() -> None:
    variant = {
        "name": "Clínica Ejemplo",
        "hours": "lunes a viernes",
        "address": "Calle 1\nCiudad",
        "help.line": "1",
        "emergency": "112",
    }
    spanish = section("iron", "Llame a {clinic.name}, {clinic.hours}, {help.line}.", language="es")
    made = library(
        spanish,
        handouts={"iron-and-rls": handout("iron", title={"es": line("Hierro"), "en": line("Iron")})},
        brands={"clinic": brand(languages={"es": variant})},
        wording={"es": wording("es")},
    )
    edition = check(made, replace(REQUEST, languages=("es",)))
    assert edition.slots == {
        "clinic.address": "Calle 1, Ciudad",
        "clinic.hours": "lunes a viernes",
        "clinic.name": "Clínica Ejemplo",
        "clinic.phone": "555 0100",
        "emergency.number": "112",
        "help.line": "1",
    }
    assert (edition.brand.name, edition.brand.address) == ("Clínica Ejemplo", ("Calle 1", "Ciudad"))
    assert (edition.title.plain, edition.english_title, edition.language) == ("Hierro", "Iron", "es")


def test_foreign_document_marks_its_sources_as_english() -> None:
    arabic = section("iron", "نص [@allen2018]", language="ar")
    titles = {"ar": line("الحديد"), "en": line("Iron")}
    made = library(
        arabic,
        handouts={"iron-and-rls": handout("iron", "references", title=titles)},
        wording={"ar": wording("ar")},
    )
    edition = check(made, replace(REQUEST, languages=("ar",)))
    assert edition.direction == "rtl"
    parts = edition.references[0].line.parts
    assert parts and all(isinstance(part, Words) and part.language == "en" for part in parts)


def test_only_used_pictures_and_fonts() -> None:
    logo = "templates/brands/clinic.svg"
    made = library(
        section("iron", "Text."),
        brands={"clinic": brand(font="templates/fonts/own")},
        pictures={name: picture(name) for name in (logo, "other.svg")},
        fonts={"templates/fonts/own-regular.ttf": b"1", "templates/fonts/other.ttf": b"2"},
    )
    edition = check(made)
    assert list(edition.pictures) == [logo]
    assert list(edition.fonts) == ["templates/fonts/own-regular.ttf"]


def test_id_form() -> None:
    first, dash, second = check(with_lead()).id.partition("-")
    assert (len(first), dash, len(second)) == (5, "-", 5)
    assert not set(first + second) & set("ilou")


@pytest.mark.parametrize(
    "change",
    [
        {"handouts": {"iron-and-rls": handout("iron", "references", "sleep", digest="handout-2")}},
        {"brands": {"clinic": brand(values={"clinic.phone": "555 0199", "emergency.number": "911"})}},
        {"layouts": {"sheet": layout(top=50.0)}},
        {"wording": {"en": wording(draft="Draft!")}},
        {"reviews": (signed("iron"),)},
        {"pictures": {"templates/brands/clinic.svg": replace(picture("x"), digest="new")}},
        {"sections": {("iron", "en"): replace(IRON, digest="iron-en-2"), ("sleep", "en"): SLEEP}},
    ],
)
def test_id_changes_with_what_the_page_shows(change: dict[str, object]) -> None:
    made = library(IRON, SLEEP)
    assert check(replace(made, **change)).id != check(made).id  # type: ignore[arg-type]


def test_id_stays_when_nothing_shown_changes() -> None:
    made = library(IRON, SLEEP)
    moved = {"sheet": layout(mark=Mark("templates/layouts/sheet.yaml", 99))}
    same = [
        check(made, date=TODAY + datetime.timedelta(days=1)),
        check(replace(made, layouts=moved)),
        check(replace(made, brands={"clinic": brand(digest="a comment in the file has changed")})),
        check(replace(made, sections={**made.sections, ("unused", "en"): section("unused", "Text.")})),
        # A comment in the brand's file, or a text of its for another language, is on no page.
        check(replace(made, brands={"clinic": brand(digest="brand-2", languages={"es": {"name": "Clínica"}})})),
    ]
    assert {edition.id for edition in same} == {check(made).id}


@pytest.mark.slow
def test_id_is_the_same_in_other_processes() -> None:
    code = (
        "from tests.resolve.libraries import *\n"
        "print(resolved(library(section('iron', 'Text [@allen2018; @cook2020]'))).edition.id)"
    )
    ids = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=Path(__file__).parents[2],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(ids) == 1


_KEYS = [f"key{number}" for number in range(6)]
_TEXTS = st.lists(st.lists(st.sampled_from(_KEYS), min_size=1, max_size=3), max_size=4)


@given(points=_TEXTS, bodies=st.lists(_TEXTS, min_size=1, max_size=4), leading=st.booleans())
def test_citation_numbers_have_no_gaps(points: list[list[str]], bodies: list[list[list[str]]], leading: bool) -> None:
    def cited(keys: list[str], row: int) -> Line:
        return line(f"Text {row} [{'; '.join(f'@{key}' for key in keys)}]", row)

    sections = [
        section(
            f"s{index}",
            "Text.",
            *(Paragraph(cited(keys, row), Mark("x")) for row, keys in enumerate(body)),
            key_points=tuple(cited(keys, row) for row, keys in enumerate(points)) if index == 0 else (),
        )
        for index, body in enumerate(bodies)
    ]
    names = [each.id for each in sections]
    listed = handout(*names[leading:], "references", lead=uses(*names[:leading]))
    from_key = {key: replace(library().references["allen2018"], key=key) for key in _KEYS}
    edition = check(replace(library(*sections, references=from_key), handouts={"iron-and-rls": listed}))

    shown = (edition.key_points, edition.lead, edition.sections)
    marks = [part for each in lines_in(shown) for part in each.parts if isinstance(part, CitationMark)]
    read = [number for mark in marks for number in mark.numbers]
    assert list(dict.fromkeys(read)) == [entry.number for entry in edition.references]
    assert [entry.number for entry in edition.references] == list(range(1, len(edition.references) + 1))
    assert all(mark.numbers == tuple(sorted(set(mark.numbers))) for mark in marks)
