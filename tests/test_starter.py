"""The starter content keeps its own rules: complete, cited, shared, safe to read, and useful on page 1 alone."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest

from handouts.content import Citation, Line, Section
from handouts.press.reading import page_texts, structure_text
from handouts.resolving.lines import lines_in
from tests.reading_order import missing_on_page_one, plain, squeezed
from tests.starters import HANDOUTS, ROOT, built, edition, pdf, starter

SECTION_FILES = sorted((ROOT / "content" / "sections").glob("*/*.yaml"))


def english() -> dict[str, Section]:
    """The sections as they were written first."""
    return {name: section for (name, tag), section in sorted(starter().sections.items()) if tag == "en"}


@cache
def said(section: Section) -> list[str]:
    """Every text of a section as words."""
    return [" ".join(line.plain.split()) for line in lines_of(section)]


def lines_of(section: Section) -> list[Line]:
    return list(lines_in((section.title, section.key_points, section.blocks)))


# --- complete and cited ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("handout", HANDOUTS)
def test_nothing_is_found_wrong(handout):
    assert built(handout).findings == ()


@pytest.mark.parametrize("handout", HANDOUTS)
def test_a_few_key_points(handout):
    points = edition(handout).key_points
    assert 3 <= len(points) <= 5
    assert [point.plain for point in points if len(point.plain) > 120] == []


def cited() -> set[str]:
    lines = [line for section in starter().sections.values() for line in lines_of(section)]
    return {key for line in lines for part in line.parts if isinstance(part, Citation) for key in part.keys}


def test_every_reference_is_cited_or_superseded():
    unused = {key for key, reference in starter().references.items() if not reference.superseded_by} - cited()
    assert unused == set()


def test_nothing_cited_is_superseded():
    references = starter().references
    assert {key for key in cited() if references[key].superseded_by} == set()


def test_every_section_is_used():
    used = {
        use.section for handout in starter().handouts.values() for use in (*handout.lead, *handout.sections)
    } - {"references"}  # fmt: skip
    assert used == set(english())


def test_every_handout_has_what_a_reader_needs():
    for name, handout in starter().handouts.items():
        used = [use.section for use in (*handout.lead, *handout.sections)]
        assert {"when-to-get-help", "references", "disclaimer"} <= set(used), name
        assert used[-1] == "disclaimer", name


# --- shared, not copied ------------------------------------------------------------------------------------------


def test_no_paragraph_stands_in_two_sections():
    texts = [
        (text, section)
        for section, content in english().items()
        for text in {text for text in said(content) if len(text) >= 80}
    ]
    counts = Counter(text for text, _ in texts)
    assert sorted((text, section) for text, section in texts if counts[text] > 1) == []


def test_every_section_file_names_its_schema():
    first = "# yaml-language-server: $schema=../../../schemas/section.json\n"
    wrong = [str(path) for path in SECTION_FILES if not path.read_text(encoding="utf-8").startswith(first)]
    assert wrong == []


# --- what must not be said ---------------------------------------------------------------------------------------

# From the list of claims that no source bears out, and from rules for writing doses.
NEVER = [
    r"\bcures\b", r"\b(will|can|may) cure\b", r"\bcured\b", r"\b(stops|treats) (rls|restless legs)\b",
    r"\bincrease your iron\b", r"\bstart iron\b(?! by myself\?)", r"\blow iron causes\b", r"\biron deficiency causes\b",
    r"magnesium (deficiency|shortage) causes", r"lack of magnesium causes", r"magnesium is (a )?proven",
    r"(research|studies) (shows?|prove) (that )?magnesium works", r"works best with (vitamin )?b6",
    r"(7|seven) (out )?of (10|ten)", r"markedly improved", r"(6|six)-week study", r"take magnesium (if|for) .*cramp",
    r"safe because", r"because (it|they) (is|are) natural", r"water.soluble",
    r"(vitamin (d|c|e|b12)|folate|folic acid) (helps|eases|improves) (rls|restless)",
    r"vitamin c is needed", r"needs vitamin c",
    r"(?<!not )(?<!n’t )\bstop your (antidepressant|antihistamine|antipsychotic)",
    r"dopamine medicines are (banned|dangerous)", r"first.line", r"\blifelong\b", r"\bno cure\b", r"weak veins",
    r"poor circulation", r"(caused by|because of) (anxiety|nerves|stress)\b", r"mg/kg", r"for your child: \d",
    r"expert opinion", r"\d+ ?mg (of )?(elemental )?iron\b", r"iron \d+ ?mg",
    r"healthline|webmd|amazon|everydayhealth|verywell",
    r"\d\.0\s*(mg|µg|mcg|g|ml)\b", r"(?<![\d])\.\d+\s*(mg|µg|mcg|g|ml)\b", r"\bmcg\b.*µg|µg.*\bmcg\b",
]  # fmt: skip
NEVER_SO = [r"\bIU\b", r"\bU/day\b", r"\bQD\b|\bBID\b|\bTID\b", r"\d(mg|µg|mL)\b"]  # where capitals matter


def everything_said() -> list[tuple[str, str]]:
    """Every English text a reader may meet, with its place."""
    library = starter()
    lines = [line for section in english().values() for line in lines_of(section)]
    for handout in library.handouts.values():
        lines += [titles["en"] for titles in (handout.title, handout.subtitle) if "en" in titles]
    return [(" ".join(line.plain.split()), str(line.mark)) for line in lines]


@pytest.mark.parametrize("pattern", NEVER)
def test_what_no_source_bears_out_is_not_said(pattern):
    assert [(text, place) for text, place in everything_said() if re.search(pattern, text.lower())] == []


@pytest.mark.parametrize("pattern", NEVER_SO)
def test_units_that_are_misread_are_not_used(pattern):
    assert [(text, place) for text, place in everything_said() if re.search(pattern, text)] == []


def test_the_search_finds_what_it_looks_for():
    sayings = [
        "This cures RLS.", "Take 5.0 mg", "Take .5 mg", "Stop your antidepressant.", "7 out of 10 felt better",
        "Magnesium deficiency causes RLS", "Vitamin D helps RLS", "Take 65 mg of elemental iron",
    ]  # fmt: skip
    for saying in sayings:
        assert any(re.search(pattern, saying.lower()) for pattern in NEVER), saying
    assert not any(re.search(pattern, "do not stop your antidepressant") for pattern in NEVER)


def test_numbers_to_call_come_from_the_brand():
    """Emergency and poison numbers differ by country: content in any language asks the brand for them."""
    files = [*SECTION_FILES, *(ROOT / "content" / "handouts").glob("*.yaml")]
    literal = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(r"(?<![\d.,–-])(911|999|112|111|988)(?![\d.,%–-])|1-8\d\d-", line)
    ]
    assert literal == []


# --- the printed page --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("handout", HANDOUTS)
def test_page_one_is_enough_alone(handout):
    """Title, key points and the whole emergency box; of every brand, paper and colour in test_conformance.py."""
    assert missing_on_page_one(built(handout, "example-clinic", "letter")) == []


@pytest.mark.parametrize("handout", HANDOUTS)
def test_long_handouts_have_a_list_of_contents_that_is_right(handout):
    made = edition(handout)
    data = pdf(handout)
    pages = [squeezed(text) for text in page_texts(data)]
    spoken = [plain(text) for text in structure_text(data)]
    if len(pages) <= 2:
        assert made.wording["contents"] not in spoken
        return
    assert any(re.fullmatch(r"About \d+ minutes? to read", text) for text in spoken)
    start = spoken.index(made.wording["contents"])
    listed = {m[1]: int(m[2]) for text in spoken[start:] if (m := re.fullmatch(r"(\d+ .+?) (\d+)", text))}
    on = next(index for index, page in enumerate(pages) if squeezed(made.wording["contents"]) in page)
    for section in made.sections:
        heading = f"{section.number} {plain(section.title.plain)}"
        found = [
            index + 1 for index, page in enumerate(pages) if page.count(squeezed(heading)) > (1 if index == on else 0)
        ]
        assert found[:1] == [listed[heading]], heading


@pytest.mark.parametrize("handout", HANDOUTS)
def test_every_page_says_which_it_is_and_that_nobody_has_reviewed_it(handout):
    pages = page_texts(pdf(handout))
    for number, text in enumerate(pages, start=1):
        assert squeezed(f"Page {number} of {len(pages)}") in squeezed(text)
        assert built(handout).edition.review.signed or "Draft" in text
