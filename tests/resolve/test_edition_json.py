"""The golden form of an edition."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from handouts.content import (
    BulletList,
    Callout,
    Citation,
    CitationMark,
    Figure,
    Heading,
    Inline,
    Line,
    Slot,
    Steps,
    Table,
    Words,
)
from handouts.diagnostics import Mark
from handouts.edition import Personal
from handouts.resolving.edition_json import as_json, markup

from .libraries import handout, library, line, paragraph, picture, resolved, section, uses

GOLDEN = Path(__file__).parent / "golden" / "small.json"
PATH = "content/sections/iron/en.yaml"


def at(row: int) -> Mark:
    return Mark(PATH, row, 3)


def small() -> str:
    """One small edition with most kinds of block, as JSON."""
    iron = section(
        "iron",
        "Iron is **best linked** to RLS. [@allen2018; @aasm2025]",
        Heading(line("When might it help?", 12), at(12)),
        BulletList((line("Low ferritin [@allen2018]", 14), line("Ask {clinic.name}", 15)), at(13)),
        Callout("warning", line("Keep it away from children", 17), (paragraph("Lock it away.", 18),), at(16)),
        Steps((line("Test", 20), line("Talk with {clinician.name}", 21)), at(19)),
        Table(line("Gaps", 23), (line("Drink"), line("Gap")), True, ((line("Tea"), line("1 hour")),), (), at(22)),
        Figure("content/legs.svg", "Two legs", line("Legs", 27), at(26)),
        key_points=(line("Have a blood test before you take iron.", 3),),
        safety=True,
    )  # fmt: skip
    emergency = section("help", "Call {emergency.number}. [@cook2020]", box="emergency")
    made = library(emergency, iron)
    pictures = {**made.pictures, "content/legs.svg": picture("content/legs.svg")}
    listed = handout("iron", "references", lead=uses("help"), subtitle={"en": line("For adults")})
    result = resolved(replace(made, pictures=pictures, handouts={"iron-and-rls": listed}))
    assert result.edition is not None, result.findings
    return as_json(result.edition)


def test_golden() -> None:
    assert small() == GOLDEN.read_text(encoding="utf-8"), "if meant: python -m tests.resolve.test_edition_json"


def test_it_is_json_with_every_field() -> None:
    read = json.loads(small())
    assert read["sections"][0]["blocks"][0]["line"] == "Iron is **best linked** to RLS. [2,3]"
    assert read["sections"][0]["blocks"][0]["mark"] == f"{PATH}:10:3"


M = Mark("x")


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (Words("plain"), "plain"),
        (Words("a*b [c] {d} \\"), "a\\*b \\[c\\] \\{d\\} \\\\"),
        (Words("x", strong=True), "**x**"),
        (Words("x", emphasis=True), "*x*"),
        (Words("x", strong=True, emphasis=True), "***x***"),
        (Words("label", link="https://example.org"), "[label](https://example.org)"),
        (Words("hola", language="es"), "[hola]{lang=es}"),
        (Slot("clinic.phone", strong=True, link="tel:1"), "[**{clinic.phone}**](tel:1)"),
        (Citation(("a", "b")), "[@a; @b]"),
        (CitationMark((1, 2)), "[1,2]"),
    ],
)
def test_markup(part: Inline, expected: str) -> None:
    assert markup(Line((part,), M)) == expected


def test_personal_values_have_no_json() -> None:
    result = resolved(library(section("iron", "Text.")))
    assert result.edition is not None
    with pytest.raises(TypeError):
        as_json(replace(result.edition, codes=Personal({"patient.name": "Somebody"})))  # type: ignore[arg-type]


if __name__ == "__main__":
    GOLDEN.write_text(small(), encoding="utf-8")
