"""The HTML file against WCAG 2.2 AA, as far as a machine can tell, and what screen readers are told besides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handouts.content import Words
from handouts.edition import Personal
from handouts.language import local_digits
from handouts.looks import Ink, Palette
from handouts.source.colours import contrast, palette
from handouts.twin.colours import PAIRS, dark, light
from handouts.twin.page import html_twin
from handouts.twin.style import DIGITS
from tests.starters import BRANDS, HANDOUTS, starter
from tests.typeset import editions, together
from tests.typeset.kinds import CITED, CONTENTS, FRONT, KINDS, SAM, everything

from .dom import Node, parse
from .test_text import LANGUAGES, NOBODY, starter_twin
from .wcag import problems


def twin(*blocks, personal: Personal = NOBODY, **changes) -> Node:
    html = html_twin(editions.edition(*blocks, **changes), personal)
    assert problems(html) == []
    return parse(html)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_block_passes(kind):
    assert problems(html_twin(KINDS[kind], NOBODY)) == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_document_of_everything_passes(language):
    assert problems(html_twin(everything(language), SAM)) == []


@pytest.mark.parametrize("kind", together.LAYOUTS)
@pytest.mark.parametrize("turned", [False, True])
def test_two_languages_pass(kind, turned):
    both = (together.arabic(), together.english()) if turned else (together.english(), together.arabic())
    html = html_twin(together.pair(*both, kind), NOBODY)
    assert problems(html) == []
    sides = [node for node in parse(html).walk() if "pair" in node.classes]
    assert [(kid.get("lang"), kid.get("dir")) for kid in sides[0].kids] == [
        (made.language, made.direction) for made in both
    ]


def test_a_packet_passes():
    assert problems(html_twin(together.packet(together.english(), CITED, together.english()), NOBODY)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_starter_passes_in_all_languages(language):
    for handout in HANDOUTS:
        assert problems(starter_twin(handout, language)) == []


@pytest.mark.parametrize("mono", [False, True])
@pytest.mark.parametrize("brand", BRANDS)
def test_brands_pass_light_and_dark(brand, mono):
    check_schemes(starter().brands[brand].palette, mono=mono)


@pytest.mark.parametrize("named", [(11, 92, 122), (0, 0, 0), (120, 0, 0), (0, 90, 0), (70, 0, 140), (90, 90, 90)])
def test_any_brand_passes_light_and_dark(named):
    check_schemes(palette({"brand": named, "accent": named}), mono=False)
    plain = Palette(tuple((255, 255, 255) if "TINT" in ink.name or ink is Ink.PAPER else (26, 26, 26) for ink in Ink))
    check_schemes(plain, mono=False)


def check_schemes(made: Palette, *, mono: bool) -> None:
    for scheme in (light(made, mono=mono), dark(made, mono=mono)):
        short = [(one, other) for one, other, least in PAIRS if contrast(scheme[one], scheme[other]) < least]
        assert short == []


# --- the checks find what is wrong -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sound", "broken", "said"),
    [
        ("<h3>When iron helps</h3>", "<h4>When iron helps</h4>", "1.3.1 a heading of level 4"),
        ("<h3>When iron helps</h3>", "<h1>When iron helps</h1>", "1.3.1 first headings"),
        ('lang="en"', 'lang="xx-nope"', "3.1.2"),
        ('scope="col"', 'scope="colour"', "1.3.1 a header"),
        ('for="field-1"', 'for="field-9"', "3.3.2 textarea"),
        ('id="section-iron"', 'id="top"', "the id 'top' stands 2 times"),
        ('href="#ref-1"', 'href="javascript:alert(1)"', "a link to"),
        ("--text:#1b2329;", "--text:#bbbbbb;", "1.4.3 text on paper"),
        ('role="note" aria-labelledby', 'role="note" data-x', "4.1.2 a note"),
        ("<footer>", "<script>alert(1)</script><footer>", "an element that loads"),
    ],
)
def test_the_checks_see_what_is_broken(sound, broken, said):
    html = html_twin(everything(), NOBODY)
    assert sound in html
    assert any(said in problem for problem in problems(html.replace(sound, broken, 1)))


def arabic(*blocks):
    return editions.edition(editions.section("Iron", *blocks, language="ar"), language="ar")


# --- what is said ------------------------------------------------------------------------------------------------


def test_ticks_are_checked_boxes():
    boxes = twin(editions.checklist("My ferritin", "My medicines"), personal=SAM).all("input")
    assert [("checked" in box.attributes, box.get("type")) for box in boxes] == [
        (False, "checkbox"),
        (True, "checkbox"),
    ]


def test_a_field_is_as_tall_as_its_lines_and_remembers_nothing():
    (area,) = twin(editions.write_in("Notes", 7)).all("textarea")
    assert area.attributes == {"id": "field-1", "rows": "7", "autocomplete": "off"}


def test_a_given_value_stands_in_the_place_of_the_field():
    root = twin(editions.write_in("Notes", 7), personal=SAM)
    assert root.all("textarea") == []
    assert [node.text for node in root.walk() if "given" in node.classes] == ["Walk daily"]


def test_a_blank_is_said():
    (blank,) = [n for n in twin(editions.text("See {visit.date}.")).walk() if "blank" in n.classes]
    assert (blank.text, blank.get("role"), blank.get("aria-label")) == (16 * "_", "img", "blank to write on")


def test_citations_and_sources_lead_to_each_other():
    root = parse(html_twin(CITED, NOBODY))
    there = [
        (a.get("href"), a.get("id"), a.get("aria-label")) for a in root.all("a") if a.get("role") == "doc-biblioref"
    ]
    assert there == [
        ("#ref-1", "cite-1-1", "Source 1"), ("#ref-2", "cite-2-1", "Source 2"), ("#ref-2", "cite-2-2", "Source 2"),
    ]  # fmt: skip
    back = [(a.get("href"), a.get("aria-label")) for a in root.all("a") if a.get("role") == "doc-backlink"]
    assert back == [("#cite-1-1", "Back to the text"), ("#cite-2-1", "Back to the text")]


def test_citations_without_a_list_are_no_links():
    made = replace(CITED, layout=editions.layout(show="key"))
    assert [a for a in parse(html_twin(made, NOBODY)).all("a") if a.get("href").startswith("#ref")] == []


def test_the_emergency_box_stands_before_the_summary():
    named = [node.text for node in parse(html_twin(FRONT, NOBODY)).all("h2")]
    assert named[:3] == ["Key points", "In short", "When to get help"]
    turned = replace(FRONT, lead=tuple(reversed(FRONT.lead)))
    assert [n.text for n in parse(html_twin(turned, NOBODY)).all("h2")][1:3] == ["When to get help", "In short"]


def test_foreign_words_are_one_stretch_of_their_language():
    words = editions.line("x")
    parts = (Words("Study. ", language="en"), Words("doi:1", link="https://doi.org/1", language="en"), Words(" كذا"))
    made = arabic(replace(editions.text("x"), line=replace(words, parts=parts)))
    (span,) = [n for n in parse(html_twin(made, NOBODY)).one("main").walk() if n.get("lang") == "en"]
    assert (span.text, span.get("dir")) == ("Study. doi:1", "ltr")


def test_doses_keep_their_order_in_arabic():
    made = arabic(editions.text("خذ 500 mg ثم اتصل (202) 555-0142 [1]."))
    kept = [n.text for n in parse(html_twin(made, NOBODY)).one("main").all("bdi")]
    at = kept.index("500 mg")
    assert kept[at : at + 3] == ["500 mg", "(202) 555-0142", "1"]


def test_a_table_names_its_columns_for_narrow_screens_only():
    root = twin(editions.table(("Medicine", "Gap"), ("Levothyroxine", "4 hours"), caption="Iron"))
    labels = [node for node in root.walk() if "label" in node.classes]
    assert [(node.text, node.get("aria-hidden")) for node in labels] == [("Gap", "true")]
    assert [(node.text, node.get("scope")) for node in root.all("th")] == [
        ("Medicine", "col"), ("Gap", "col"), ("Levothyroxine", "row"),
    ]  # fmt: skip


def test_a_table_that_may_scroll_takes_the_keys():
    root = twin(
        editions.table(("A", "B", "C", "D", "E"), ("1", "2", "3", "4", "5")), editions.table(("A", "B"), ("1", "2"))
    )
    assert [node.get("tabindex") for node in root.walk() if "table" in node.classes] == ["0", ""]


def test_our_own_numbers_have_the_digits_of_the_language():
    """Lists are numbered by the browser, so CSS must know each language whose digits we change."""
    changed = {tag for tag in (*LANGUAGES, "bn", "fa", "mr", "my", "ne", "ps", "th", "ur", "he", "ja")
               if local_digits(tag, "1") != "1"}  # fmt: skip
    assert changed == set(DIGITS)
    html = html_twin(replace(CONTENTS, language="fa", direction="rtl"), NOBODY)
    assert "list-style-type:persian" in html and "counter(page,persian)" in html


def test_large_print_is_large():
    styles = {**editions.profile().styles, "body": replace(editions.profile().styles["body"], size=18, leading=27)}
    made = replace(KINDS["paragraph"], profile=editions.profile(styles=styles, letter_spacing=0.035))
    assert "html{font-size:150%;" in html_twin(made, NOBODY)
    assert "letter-spacing:0.035em" in html_twin(made, NOBODY)
    arabic = replace(made, language="ar", direction="rtl")
    assert "letter-spacing" not in html_twin(arabic, NOBODY)
