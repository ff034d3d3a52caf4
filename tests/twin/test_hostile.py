"""Text that looks like markup stays text, in every field of an edition; links that run something are no links."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import replace
from typing import Any

import pytest

from handouts.content import Line, Slot, Words
from handouts.edition import Edition, Personal
from handouts.looks import Logo
from handouts.resolving.choices import slot_values
from handouts.twin import drawing
from handouts.twin.markup import tag
from handouts.twin.page import html_twin
from handouts.twin.style import quoted
from tests.typeset import editions
from tests.typeset.kinds import SAM, everything

from .dom import parse
from .test_text import NOBODY
from .wcag import problems

HOSTILE = (
    "<script>alert(1)</script>",
    "</style></head><img src=x onerror=alert(1)>",
    "\"' onmouseover='alert(1)' x=\"",
    "<!-- --><![CDATA[ ]]> &lt;b&gt; &amp; &#0; &copy",
    "\u202eevil\u202c \u2066open \u2067open",
    "*/ } body{display:none} \\22 \\A /*",
    "{clinic.phone} {page} {url} {}{name}",
)


def poisoned(value: Any, poison: str) -> Any:
    """The same data with the poison in every text that a reader sees: lines, wording, values, alternative texts."""
    if isinstance(value, Line):
        return Line((*value.parts, Words(poison, strong=True), Words(poison, emphasis=True)), value.mark)
    if isinstance(value, tuple):
        return tuple(poisoned(item, poison) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = {
            field.name: poisoned(getattr(value, field.name), poison)
            for field in dataclasses.fields(value)
            if not isinstance(getattr(value, field.name), str | int | float | bool | None)
        }
        return replace(value, **changed)
    return value


def hostile(poison: str, language: str = "en") -> Edition:
    made = everything(language)
    brand = editions.brand(
        name=poison, address=(poison,), logo=Logo(editions.LOGO, poison), qr_url=f"https://example.org/{poison}",
        values=dict.fromkeys(editions.brand().values, poison) | {"clinic.feedback": poison},
    )  # fmt: skip
    figures = editions.section("Figures", editions.figure(alt=poison), editions.figure(editions.PHOTO, alt=poison))
    sections = (*made.sections, replace(figures, number=3))
    wording = {key: f"{text}{poison}" for key, text in made.wording.items() if key != "reading_time"}
    return replace(
        made, brand=brand, slots=slot_values(brand), english_title=poison, left_out=(editions.line("x"),),
        wording={**wording, "reading_time": made.wording["reading_time"]},
        **{
            name: poisoned(getattr(made, name), poison)
            for name in ("title", "subtitle", "key_points", "lead", "references", "notices")
        },
        sections=poisoned(sections, poison),
    )  # fmt: skip


@pytest.mark.parametrize("poison", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_text_becomes_markup(poison, language):
    html = html_twin(hostile(poison, language), NOBODY)
    assert problems(html) == []
    root, sound = parse(html), parse(html_twin(hostile("x", language), NOBODY))
    assert shape(root) == shape(sound)
    assert root.one("body").text.count(poison.split()[0]) > 30
    assert root.one("style").text.count("{") == sound.one("style").text.count("{")


def shape(root) -> list[tuple[str, list[str]]]:
    """Every element with the names of its attributes, without the stretches that only keep a direction."""
    return [(node.tag, sorted(node.attributes)) for node in root.walk() if node.tag != "bdi"]


@pytest.mark.parametrize("poison", HOSTILE, ids=range(len(HOSTILE)))
def test_no_value_becomes_markup(poison):
    made = everything()
    personal = Personal({"patient.name": poison, "notes": poison, "clinician.name": poison}, frozenset())
    sound = Personal({"patient.name": "x", "notes": "x", "clinician.name": "x"}, frozenset())
    html = html_twin(made, personal)
    assert problems(html) == []
    assert shape(parse(html)) == shape(parse(html_twin(made, sound)))
    assert parse(html).one("main").text.count(poison) == 3


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", " javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "vbscript:x", "//x", "x"],
)
def test_only_addresses_that_lead_somewhere_are_links(address):
    line = editions.line("x")
    parts = (Words("words", link=address), Slot("clinic.website", link="{clinic.website}"))
    brand = editions.brand(qr_url=address, values={**editions.brand().values, "clinic.website": address})
    made = editions.edition(replace(editions.text("x"), line=replace(line, parts=parts)), brand=brand)
    html = html_twin(made, NOBODY)
    assert problems(html) == []
    assert [a.get("href") for a in parse(html).one("main").all("a")] == ["tel:2025550142", "mailto:care@example.org"]


def test_values_stand_in_the_text_and_nowhere_else():
    html = html_twin(everything(), Personal({"patient.name": "Zebediah", "notes": "Quux\nnote"}, SAM.ticks))
    root = parse(html)
    assert root.one("main").text.count("Zebediah") == 1
    assert [
        node for node in root.walk() for value in node.attributes.values() if re.search("Zeb|Quux", value or "")
    ] == []
    assert re.findall("Zeb|Quux", root.one("head").text + root.one("footer").text) == []
    assert html.count("Zebediah") == 1 and html.count("Quux") == 1


def test_the_same_edition_gives_the_same_text():
    assert html_twin(everything(), SAM) == html_twin(everything(), SAM)


def test_characters_that_html_forbids_are_left_out():
    assert tag("p", "a\x00b\x0bc\x85d\ne", title="\x1f<").text == '<p title="&lt;">abcd\ne</p>'


@pytest.mark.parametrize("text", ["</style>", '"', "\\", "\n", "a\u2068b", "{}", ";"])
def test_a_text_cannot_end_its_string_in_the_style_sheet(text):
    made = quoted(text)
    assert made[0] == made[-1] == '"'
    assert not set('<>"\n{};') & set(made[1:-1])
    assert re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), made[1:-1]) == text


def test_photographs_carry_nothing_of_the_camera():
    from io import BytesIO

    from PIL import Image

    from handouts.looks import Raster

    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "Zebediah's garden", 6  # description; turned by a quarter
    out = BytesIO()
    Image.new("RGB", (40, 20), (200, 30, 30)).save(out, "JPEG", exif=exif)
    (image,) = (drawing.raster(Raster(20, 40, "jpeg", out.getvalue()), "A garden", mono=False),)
    assert 'width="20" height="40"' in image.text
    import base64

    data = base64.b64decode(image.text.split("base64,")[1].split('"')[0])
    assert b"garden" not in data
    with Image.open(BytesIO(data)) as shown:
        assert shown.size == (20, 40) and not shown.getexif()


def test_drawings_are_upright_and_have_our_operators_only():
    assert drawing.outline("0 0 m 40 0 l 1 2 3 4 5.50 6 c h") == "M0 0L40 0C1 2 3 4 5.5 6Z"
    with pytest.raises(ValueError, match="re"):
        drawing.outline("0 0 40 20 re")
    shown = drawing.vector(editions.vector(), "Legs", "picture-1", mono=True).text
    assert 'viewBox="0 0 40 20"' in shown and "matrix(1 0 0 -1 0 20)" in shown
    assert len({*re.findall(r"#([0-9a-f]{6})", shown)}) == 2
    assert all(c[:2] == c[2:4] == c[4:] for c in re.findall(r"#([0-9a-f]{6})", shown))
