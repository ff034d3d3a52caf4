"""What a reader gets from the finished file: texts in order, links, bookmarks, the contents list."""

import itertools
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.content import Line, Slot, Words
from handouts.press.reading import structure_text

from . import editions
from .editions import edition, line, make, page_of, page_runs, reference, runs_with, section, text
from .kinds import BLOCKS, CITED, CONTENTS, everything

HEAD = ["Example Family Clinic", "Restless legs", "1 Iron"]
CONTACT = [
    "How to reach us", "Example Family Clinic", "100 Sample Street", "Springfield, IL 62701", "Phone (202) 555-0142",
    "Email care@example.org", "Website https://example.org", "Opening hours Monday to Friday, 8 am to 5 pm",
    "Scan for the newest version", "https://example.org/h/rls?l=en",
]  # fmt: skip

READ: dict[str, list[str]] = {
    "paragraph": ["Iron helps some people."],
    "links": ["Read this page, call or write."],
    "slots": ["Call (202) 555-0142, ________________, or see https://example.org."],
    "language": ["Say: piernas"],
    "heading": ["When iron helps", "Iron helps when it is low."],
    "list": ["First point", "Second point with a link"],
    "steps": ["Do this", "Then this", "Then that"],
    "note": ["Good to know", "Some words."],
    "tip": ["Tip", "A tip", "One", "Two"],
    "warning": ["Take care", "Children", "Keep iron away.", "Lock it", "Hide it"],
    "emergency": ["Emergency", "Now", "Call 911."],
    "table": ["Iron and others", "Medicine", "Gap", "Levothyroxine", "4 hours", "Antacid", "2 hours"],
    "table-plain": ["A", "B", "C", "1", "3", "4", "5", "6"],
    "table-corner": ["Dose", "Iron", "1 tablet", "2 tablets"],
    "faq": ["Does it hurt?", "No.", "Is it long?", "It is short."],
    "figure": ["Where it is felt"],
    "figure-photo": [],
    "figure-decorative": ["Before.", "Only a caption"],
    "checklist": ["My ferritin", "My medicines"],
    "write-in": ["Notes"],
    "quote": ["It crawls.", "A person with RLS", "It burns."],
    "key-points": ["Key points", "Sleep well", "Walk"],
}


def check(made, *expected: str) -> bytes:
    """The section's texts as they are read, between the head and the contact block; the file."""
    data = make(made)
    found = structure_text(data)
    start, end = found.index("1 Iron") + 1, found.index("How to reach us")
    assert found[:start] == HEAD
    assert found[end:] == CONTACT
    assert found[start:end] == list(expected)
    return data


@pytest.mark.parametrize("kind", BLOCKS)
def test_blocks_are_read_in_order(kind):
    check(edition(*BLOCKS[kind]), *READ[kind])


def test_the_whole_document_is_read_in_order():
    found = structure_text(make(everything()))
    expected = [read for kind in READ if kind not in ("slots", "language") for read in READ[kind]]
    start = found.index("1 Iron")
    assert found[start + 2 : start + 2 + len(expected)] == expected
    assert found[:4] == ["Example Family Clinic", "Restless legs", "Restless legs", "Key points"]


def test_a_citation_stands_at_its_word():
    found = structure_text(make(CITED))
    assert "Iron helps[1,2] and so does rest[2]." in found
    assert found[found.index("2 References") + 1] == "Author A. Study number 1. J Sleep. 2001."


words = st.lists(
    st.sampled_from(["iron", "iodine,", "(RLS)", "75", "µg/L,", "restless", "“why?”", "4–6", "well-known", "AV", "fi"]),
    min_size=1, max_size=60,
).map(" ".join)  # fmt: skip


@settings(max_examples=12, deadline=None)
@given(st.lists(words, min_size=1, max_size=25))
def test_paragraphs_are_read_whole_over_pages_and_lines(paragraphs):
    layout = editions.layout(contents_over_pages=99)
    check(edition(*map(text, paragraphs), layout=layout), *paragraphs)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(words, words), min_size=1, max_size=12))
def test_cells_are_read_row_by_row(rows):
    layout = editions.layout(contents_over_pages=99)
    block = editions.table(("Medicine", "Gap"), *rows, caption="Iron")
    check(edition(block, layout=layout), "Iron", "Medicine", "Gap", *itertools.chain(*rows))


def test_hyphenated_words_are_read_whole():
    profile = editions.profile(hyphenate="text")
    long = " ".join(f"{'word ' * number}extraordinary supplementation" for number in range(9))
    data = check(edition(text(long), profile=profile), long)
    assert any(seen.text.endswith(("-", "\u00ad")) for seen in page_runs(data))


def test_arabic_is_read_in_logical_order():
    words = "الحديد يساعد بعض الناس، خذ 500 mg مرتين يوميا (RLS) ثم اتصل بنا."
    made = edition(text(" ".join([words] * 5)), language="ar")
    assert " ".join([words] * 5) in structure_text(make(made))


@pytest.mark.parametrize(
    ("language", "words"),
    [("hi", "आयरन कुछ लोगों की मदद करता है, क्षमा करें"), ("th", "ธาตุเหล็กช่วยลดอาการขาอยู่ไม่สุขได้"), ("he", "ברזל עוזר (RLS)")],
)
def test_other_scripts_are_read_in_logical_order(language, words):
    assert words in structure_text(make(edition(text(words), language=language)))


# --- links -------------------------------------------------------------------------------------------------------


def links(data: bytes) -> list[tuple[int, str, str]]:
    """(page, target, contents) of each link annotation; a target inside is `page N`."""
    with editions.opened(data) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
        found = []
        for number, page in enumerate(pdf.pages):
            for annotation in page.get("/Annots", []):
                assert annotation.Subtype == "/Link"
                inside = "/A" not in annotation
                target = f"page {numbers[annotation.Dest[0].objgen]}" if inside else str(annotation.A.URI)
                found.append((number, target, str(annotation.Contents)))
        return found


def test_every_link_has_a_target_and_says_it():
    data = make(edition(*BLOCKS["links"], *BLOCKS["slots"], section("More", text("Iron."), number=2)))
    assert links(data) == [
        (0, "https://example.org/a?c=d", "this page (https://example.org/a?c=d)"),
        (0, "tel:911", "call (tel:911)"),
        (0, "https://example.org", "https://example.org"),
        (0, "https://example.org/h/rls?l=en", "https://example.org/h/rls?l=en"),
        (0, "tel:2025550142", "(202) 555-0142 (tel:2025550142)"),
        (0, "mailto:care@example.org", "care@example.org (mailto:care@example.org)"),
        (0, "https://example.org", "https://example.org"),
    ]


@pytest.mark.parametrize(
    "url", ["https://example.org/é?q=a b", "https://example.org/(a)\\b", "https://example.org/%20a#x"]
)
def test_addresses_are_ascii(url):
    made = line("x")
    made = replace(made, parts=(Words("here", link=url),))
    block = replace(text("x"), line=made)
    (_, target, contents), *_ = links(make(edition(block)))
    assert target.isascii()
    assert " " not in target
    assert contents == f"here ({url})"


def test_a_link_covers_its_words():
    data = make(edition(text("Read [this page](https://example.org/a) now.")))
    (seen,) = runs_with(data, "this page")
    with editions.opened(data) as pdf:
        x0, y0, x1, y1 = map(float, pdf.pages[0].Annots[0].Rect)
    left = seen.x + (seen.right - seen.x) * 5 / len(seen.text)
    assert y0 < seen.y < y1
    assert seen.x < x0 < left + 8
    assert x0 + 40 < x1 < seen.right


def test_a_link_over_two_lines_is_one_annotation():
    long = " ".join(["word"] * 30)
    data = make(edition(text(f"Read [{long}](https://example.org/a) now.")))
    assert [target for _, target, _ in links(data)].count("https://example.org/a") == 1
    with editions.opened(data) as pdf:
        (link,) = [a for a in pdf.pages[0].Annots if "/A" in a and str(a.A.URI) == "https://example.org/a"]
        assert len(link.QuadPoints) == 8 * 3
        assert str(link.Contents) == f"{long} (https://example.org/a)"


def test_a_link_over_two_pages_has_an_annotation_on_each():
    long = " ".join(["word"] * 600)
    data = make(edition(text(f"Read [{long}](https://example.org/a) now.")))
    assert [page for page, target, _ in links(data) if target == "https://example.org/a"] == [0, 1]


def test_citations_lead_to_their_references():
    filler = [text(f"Line {number} [{number}].") for number in range(1, 40)]
    references = tuple(reference(number) for number in range(1, 40))
    made = edition(*filler, section("References", name="references", number=2), references=references)
    data = make(replace(made, layout=editions.layout(contents_over_pages=99)))
    found = {contents: target for _, target, contents in links(data) if re.fullmatch(r"\[\d+\]", contents)}
    assert len(found) == 39
    for number in (1, 20, 39):
        assert found[f"[{number}]"] == f"page {page_of(data, f'Study number {number}.')}"


def test_a_citation_leads_to_the_height_of_its_reference():
    data = make(CITED)
    (seen,) = runs_with(data, "Study number 2.")
    with editions.opened(data) as pdf:
        (y,) = {float(a.Dest[3]) for a in pdf.pages[0].Annots if str(a.Contents) == "[2]"}
    assert seen.y < y < seen.y + 25


# --- bookmarks and contents --------------------------------------------------------------------------------------


def bookmarks(data: bytes) -> list[tuple[str, int]]:
    with editions.opened(data) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
        found = []
        item = pdf.Root.Outlines.get("/First")
        while item is not None:
            found.append((str(item.Title), numbers[item.Dest[0].objgen]))
            item = item.get("/Next")
        assert int(pdf.Root.Outlines.Count) == len(found)
        return found


@pytest.fixture(scope="module")
def long() -> bytes:
    return make(CONTENTS)


def test_there_is_a_bookmark_for_each_section(long):
    data = long
    places = [(f"Part {n}", max(s.page for s in runs_with(data, f"Part {n}") if s.size == 19)) for n in range(1, 8)]
    assert bookmarks(data) == [*places, ("How to reach us", page_of(data, "How to reach us"))]


def test_lead_sections_have_bookmarks_too():
    data = make(everything())
    assert [title for title, _ in bookmarks(data)] == ["Help", "Aim", "Iron", "References", "How to reach us"]


def test_the_contents_list_says_the_right_pages(long):
    data = long
    assert "About 3 minutes to read" in structure_text(data)
    listed = {}
    for number in range(1, 8):
        (entry,) = [s for s in runs_with(data, f"Part {number}") if s.size == 11]
        (at,) = [
            s for s in page_runs(data)
            if s.page == 0 and abs(s.y - entry.y) < 0.2 and s.text.isdigit() and 0 < s.x - entry.x < 230
        ]  # fmt: skip
        listed[f"Part {number}"] = int(at.text) - 1
    assert listed == {title: page for title, page in bookmarks(data) if title.startswith("Part")}
    inside = [(target, contents) for page, target, contents in links(data) if target.startswith("page")]
    assert sorted(inside, key=lambda link: link[1]) == [(f"page {listed[t]}", f"{t[-1]} {t}") for t in sorted(listed)]


@pytest.mark.parametrize("count", range(14, 38, 4))
def test_the_contents_list_appears_only_in_long_documents(count):
    sections = [section(f"Part {number}", text(f"word {number} " * 24), number=number + 1) for number in range(count)]
    data = make(edition(*sections))
    pages = 1 + max(seen.page for seen in page_runs(data))
    assert bool(runs_with(data, "In this handout")) is (pages > 2)


def test_a_document_that_was_tightened_into_few_pages_has_no_contents_list():
    """The list made it longer than two pages; without the list it would have had two."""
    sections = [section(f"Part {n}", text("word and more words here " * 24), number=n) for n in range(1, 6)]
    plate = editions.make_plate(edition(*sections, profile=editions.profile(leading_slack=0.1, space_slack=0.2)))
    listed = any(element.role == "TOC" for element in plate.root.walk())
    assert listed is (len(plate.pages) > 2)


def test_the_contents_list_tells_the_reading_time():
    assert "About 1 minute to read" in structure_text(make(replace(CONTENTS, minutes=1)))


# --- values in titles --------------------------------------------------------------------------------------------

PHONE = Line((Words("Call "), Slot("clinic.phone")), editions.MARK)


def test_values_in_captions_are_shown_on_continued_tables():
    block = replace(editions.table(("A", "B"), *[("x", "word " * 30)] * 40), caption=PHONE)
    assert runs_with(make(edition(block)), "{clinic") == []
