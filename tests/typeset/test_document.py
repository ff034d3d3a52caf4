"""Whole documents: two languages in one, packets of handouts, columns; how they are read, where links lead."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pikepdf
import pytest

from handouts.edition import Edition, Personal, ReviewState
from handouts.looks import PAPERS, page_of
from handouts.press.reading import structure_text, tag_tree
from handouts.press.verify import verify
from handouts.tags import Role
from handouts.typeset.furniture import running_matter
from handouts.typeset.stamp import PlateMismatchError
from tests.placed import misplaced, pages

from . import editions
from .editions import edition, layout, line, make, make_plate, opened, page_runs, runs_with, section, stamped, text
from .together import (
    ARABIC,
    ENGLISH,
    LAYOUTS,
    arabic,
    direction_of,
    english,
    packet,
    pair,
    setting_of,
    wording,
    written,
)

BOTH = {
    "en+ar": (english, arabic),
    "ar+en": (arabic, english),
}
SAM = Personal(
    {"patient.name": "Sam Sample", "clinician.name": "Dr Doe", "notes": "Walk daily"}, frozenset({("ask", 2)})
)


def both(tags: str = "en+ar", kind: str = "facing", **changes: Any) -> Edition:
    one, other = BOTH[tags]
    return pair(one(**changes), other(**changes), kind)


def three_parts(language: str = "en", **changes: Any) -> Edition:
    """Three handouts with a heading inside, cited sources, and enough text for two pages each."""
    parts = [
        written(
            language,
            section(f"Part {name}", text(f"Text of {name} [1]."), editions.heading("More"), *[text("word " * 90)] * 9,
                    name="iron"),
            section(f"After {name}", text("See [1].")  , number=2, name="zinc"),
            section(f"Sources of {name}", number=3, name="references"),
            title=f"Handout {name}", references=(editions.reference(1),),
        )
        for name in ("one", "two", "three")
    ]  # fmt: skip
    return packet(*parts, **changes)


DOCUMENTS: dict[str, Edition] = {
    **{f"{kind}-{tags}": both(tags, kind) for kind in LAYOUTS for tags in BOTH},
    "packet": three_parts(),
    "packet-half": replace(three_parts(share="half", side=0.0, binding=36.0, outer=30.0),
                           paper=page_of(PAPERS["a4"], "half")),
    "columns": replace(english(), references=(editions.reference(1),),
                       layout=layout(side=0.0, columns=2, column_gap=26.0, table_columns=3)),
    "columns-ar": replace(arabic(), references=(editions.reference(1),),
                          layout=layout(side=0.0, columns=2, column_gap=26.0, table_columns=3)),
    "card": replace(english(), layout=layout(side=0.0, share="quarter", show="key", binding=24.0, outer=22.0, top=18.0,
                    bottom=18.0), paper=page_of(PAPERS["a4"], "quarter")),
}  # fmt: skip
every = pytest.mark.parametrize("name", DOCUMENTS)


# --- what holds for all of them -----------------------------------------------------------------------------------


@every
def test_it_keeps_the_norms_and_all_is_in_its_place(name):
    made = DOCUMENTS[name]
    data = make(made)
    result = verify(data, name)
    assert ([p.rules for p in result.profiles if not p.passed], result.structure) == ([], ())
    assert misplaced(data, made) == []


@every
def test_there_is_one_first_heading_and_no_level_is_skipped(name):
    levels = [int(level) for level in re.findall(r"- H(\d)", tag_tree(make(DOCUMENTS[name])))]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(levels) > 1


@every
def test_the_same_document_has_the_same_bytes(name):
    assert make(DOCUMENTS[name]) == make(DOCUMENTS[name])


@every
def test_nothing_is_lost(name):
    """Every word of the content is in the text that is read out, the second language's too."""
    made = DOCUMENTS[name]
    spoken = " ".join(structure_text(make(made)))
    for one in (made, *made.parts, *([made.beside] if made.beside else [])):
        for part in one.sections if one.layout.show == "all" else ():
            assert part.title.plain in spoken
            for block in part.blocks:
                for found in re.findall(r"Words\(text='([^']+)'", repr(block)):
                    assert found.strip() in spoken, found


@every
def test_bookmarks_lead_to_their_headings(name):
    """Each to the page on which a heading of those words stands, and to its height there."""
    data = make(DOCUMENTS[name])
    with opened(data) as pdf:
        numbers = {page.objgen: at for at, page in enumerate(pdf.pages)}
        entries = list(outline(pdf))
    assert entries
    seen = pages(data)
    for title, place in entries:
        page, top = numbers[place[0].objgen], float(place[3])
        near = [box for box in seen.on(page) if top - 90 < box.top <= top + 2 and not box.artifact]
        first = title.split()[0]
        assert any(first in box.text or first[::-1] in box.text for box in near), (title, page, top)


def outline(pdf: pikepdf.Pdf) -> list[tuple[str, Any]]:
    found = []

    def below(item: Any) -> None:
        while item is not None:
            found.append((str(item.Title), item.Dest))
            below(item.get("/First"))
            item = item.get("/Next")

    below(pdf.Root.Outlines.get("/First"))
    return found


# --- two languages -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", LAYOUTS)
@pytest.mark.parametrize("tags", BOTH)
def test_every_text_is_told_in_its_own_language(tags, kind):
    """All of it but the clinic's name and the sources, which are the same in both."""
    data = make(both(tags, kind, brand=editions.brand(**editions.BARE)))
    told: dict[str, list[str]] = {"en": [], "ar": []}
    for box in pages(data).texts:
        if box.artifact or not re.search(r"[^\W\d_]", box.text) or re.search("Author|Study|Sleep|Clinic", box.text):
            continue
        told[box.language].append(box.text)
    assert {direction_of(words) for words in told["en"]} == {"ltr"}
    assert {direction_of(words) for words in told["ar"]} == {"rtl"}
    assert len(told["en"]) > 15 and len(told["ar"]) > 15


@pytest.mark.parametrize("kind", LAYOUTS)
def test_the_document_is_in_the_first_language(kind):
    for tags in BOTH:
        with opened(make(both(tags, kind))) as pdf:
            assert str(pdf.Root.Lang) == tags.split("+")[0]


def test_the_second_title_is_no_heading():
    tree = tag_tree(make(both()))
    assert tree.count("- H1") == 1
    assert "- Div lang='ar'" in tree and "- Sect lang='ar'" in tree


@pytest.mark.parametrize("tags", BOTH)
def test_languages_are_read_section_by_section(tags):
    """After each title, section and box of the first language that of the second, as they stand on the page."""
    spoken = structure_text(make(both(tags)))
    english, arabic = wording("en"), wording("ar")
    order = [english["key_points"], arabic["key_points"], english["contact"], arabic["contact"]]
    if tags == "ar+en":
        order = [order[1], order[0], order[3], order[2]]
    assert [words for words in spoken if words in order] == order


def test_columns_are_level():
    """Where a block or an entry begins in the one language, it begins in the other."""
    data = make(both("en+ar"))
    for mine, theirs in ((ENGLISH[1], ARABIC[1]), (ENGLISH[2], ARABIC[2])):
        for one, other in zip(mine.items, theirs.items, strict=True):
            (left,) = [s for s in runs_with(data, one.plain) if s.size == 12]
            level = [s for s in page_runs(data) if s.page == left.page and s.size == 12 and s.x > 318 and s.y == left.y]
            assert level and direction_of(level[0].text) == "rtl", (one, other)


def test_a_longer_language_pushes_the_other_down_too():
    long = written("ar", text("كلمة " * 120), text("النهاية"), title="عنوان")
    data = make(pair(written("en", text("Short."), text("Finish."), title="Title"), long))
    (left,) = [s for s in runs_with(data, "Finish.") if s.size == 12]
    assert [s for s in page_runs(data) if s.page == left.page and s.y == left.y and s.x > 318]


def test_sources_are_listed_once_across_both_columns():
    data = make(both())
    (listed,) = runs_with(data, "Study number 1")
    assert listed.x < 100 and listed.right > 250
    assert len([s for s in structure_text(data) if "Study number 1" in s]) == 1


def test_citations_of_both_languages_lead_to_the_one_list():
    data = make(both())
    (listed,) = runs_with(data, "Study number 1")
    targets = internal_links(data)
    cited = [place for words, place in targets if words.strip() == "[1]" or words.strip() == "1"]
    assert len(cited) >= 2
    assert {page for page, _ in cited} == {listed.page}


def internal_links(data: bytes) -> list[tuple[str, tuple[int, float]]]:
    """What each link inside the document says it is for, with the page and height it leads to."""
    found = []
    with opened(data) as pdf:
        numbers = {page.objgen: at for at, page in enumerate(pdf.pages)}
        for page in pdf.pages:
            for link in page.get("/Annots", []):  # type: ignore[union-attr]
                if "/Dest" in link:
                    found.append((str(link.Contents), (numbers[link.Dest[0].objgen], float(link.Dest[3]))))
    return found


@pytest.mark.parametrize("kind", LAYOUTS)
def test_another_brand_is_stamped_on_the_plate_of_two_languages(kind):
    made = both(kind=kind)
    assert made.beside is not None
    other = editions.brand(
        name="Other Clinic", qr_url="https://example.org/x/{handout}?l={language}",
        values={**editions.brand().values, "clinic.phone": "(202) 555-0199"},
    )  # fmt: skip

    def with_brand(one: Edition, name: str) -> Edition:
        look = replace(other, name=name)
        slots = {**one.slots, "clinic.name": name, "clinic.phone": "(202) 555-0199"}
        return replace(one, brand=look, slots=slots)

    branded = replace(with_brand(made, "Other Clinic"), beside=with_brand(made.beside, "عيادة أخرى"))
    plate = make_plate(made)
    data = stamped(plate, branded)
    assert data == make(branded)
    spoken = structure_text(data)
    assert "Other Clinic" in spoken and "عيادة أخرى" in spoken
    assert f"{wording('ar')['phone']} (202) 555-0199" in spoken
    assert not [words for words in spoken if "Example Family Clinic" in words or "555-0142" in words]
    assert stamped(plate, made) == make(made)  # and the plate serves the first one still


@pytest.mark.parametrize("kind", LAYOUTS)
def test_a_patients_values_stand_in_both_languages(kind):
    made = both(kind=kind)
    spoken = structure_text(make(made, SAM))
    for words in (wording("en"), wording("ar")):
        assert any(words["prepared_for"].replace("{name}", "Sam Sample") in plain(said) for said in spoken)
        assert f"[{words['ticked']}]" in " ".join(ticks(make(made, SAM)))
    assert [plain(said) for said in spoken].count("Walk daily") == 2
    assert len(ticks(make(made, SAM))) == 4


def plain(words: str) -> str:
    return re.sub("[\u2066-\u2069]", "", words)


def ticks(data: bytes) -> list[str]:
    """What is said for each tick box."""
    streams = b"\n".join(editions.page_streams(data)).decode("latin-1")
    said = [bytes.fromhex(code).decode("utf-16-be") for code in re.findall(r"/ActualText <FEFF([0-9A-F]+)>", streams)]
    return [words for words in said if words.startswith("[")]


def test_a_plate_for_nobody_does_not_take_a_name():
    made = both()
    with pytest.raises(PlateMismatchError):
        stamped(make_plate(made), made, SAM)


@pytest.mark.parametrize("kind", LAYOUTS)
def test_a_second_title_of_several_lines_passes_as_the_paragraph_it_is(kind):
    long = editions.line("A long title about restless legs syndrome that takes more than one line of its page")
    made = both(kind=kind)
    assert made.beside is not None
    made = replace(made, title=long, beside=replace(made.beside, title=long))
    result = verify(make(made), "title.pdf")
    assert result.passed, [str(finding) for finding in result.findings]


def test_notices_of_both_languages_are_read_once():
    state = ReviewState("never", None, None)
    notes = [
        editions.Line((editions.Words(wording(tag)["draft_band"], language=tag),), editions.MARK)
        for tag in ("en", "ar")
    ]  # fmt: skip
    made = replace(both(), review=state, notices=tuple(notes))
    spoken = structure_text(make(made))
    assert [spoken.count(note.plain) for note in notes] == [1, 1]
    assert misplaced(make(made), made) == []


# --- packets -------------------------------------------------------------------------------------------------------


def test_a_packet_has_a_part_for_each_handout_below_its_own_page():
    root = make_plate(three_parts()).root
    parts = [kid for kid in root.kids if getattr(kid, "role", None) is Role.PART]
    assert [part.title for part in parts] == ["Your handouts", "Handout one", "Handout two", "Handout three"]


def test_every_handout_of_a_packet_begins_a_page():
    data = make(three_parts())
    for name in ("one", "two", "three"):
        (title,) = [s for s in runs_with(data, f"Handout {name}") if s.size == 28]
        above = [s for s in page_runs(data) if s.page == title.page and s.y > title.y + 20 and s.size > 10]
        assert above == []


def test_the_contents_of_a_packet_name_the_right_pages():
    data = make(three_parts())
    listed = [s for s in page_runs(data) if s.page == 0]
    for name in ("one", "two", "three"):
        (title,) = [s for s in runs_with(data, f"Handout {name}") if s.size == 28]
        (entry,) = [s for s in listed if s.text.startswith(f"Handout {name}")]
        assert [s.text for s in listed if s.y == entry.y and s is not entry] == [str(title.page + 1)]
        (heading,) = [s for s in runs_with(data, f"After {name}") if s.size == 19]
        (line,) = [s for s in listed if f"After {name}" in s.text]
        numbers = [s.text for s in listed if s.y == line.y and s.x > line.x and s.text.isdigit()]
        assert str(heading.page + 1) in numbers


def test_links_of_a_packet_stay_in_their_handout():
    """The same section and the same source stand in all three; each citation leads to its own list."""
    data = make(three_parts())
    sources = [seen.page for seen in runs_with(data, "Study number 1")]
    assert len(set(sources)) == 3
    cited = sorted(place[0] for words, place in internal_links(data) if words.strip() in ("1", "[1]"))
    assert sorted(set(cited)) == sorted(sources)
    headed = {seen.page for seen in runs_with(data, "After") if seen.size == 19}
    linked = {place[0] for words, place in internal_links(data) if words.startswith("2 After")}
    assert linked == headed


def test_bookmarks_of_a_packet_are_nested_by_handout():
    with opened(make(three_parts())) as pdf:
        root = pdf.Root.Outlines
        top = siblings(root.First)
        below = [[str(kid.Title) for kid in siblings(item.First)] for item in top]
        assert [str(item.Title) for item in top] == ["Handout one", "Handout two", "Handout three"]
        # Closed until somebody asks: twenty handouts of twenty sections would fill the window (ISO 32000-1, 12.3.3).
        assert (int(root.Count), [int(item.Count) for item in top]) == (3, [-len(names) for names in below])
        for item in top:
            assert all(kid.Parent.objgen == item.objgen for kid in siblings(item.First))
            assert item.Last.objgen == siblings(item.First)[-1].objgen
    assert [names[:4] for names in below] == [
        [f"Handout {n}", f"Part {n}", f"After {n}", f"Sources of {n}"] for n in ("one", "two", "three")
    ]
    assert [len(names) for names in below] == [4, 4, 5]  # the contact block stands at the end of the last one


def test_bookmarks_of_one_handout_stand_side_by_side():
    with opened(make(english(references=(editions.reference(1),)))) as pdf:
        assert all("/First" not in item for item in siblings(pdf.Root.Outlines.First))


def siblings(item: Any) -> list[Any]:
    found = []
    while item is not None:
        found.append(item)
        item = item.get("/Next")
    return found


def test_the_running_head_names_the_handout_and_the_foot_the_packet():
    data = make(three_parts())
    for name in ("one", "two", "three"):
        (title,) = [s for s in runs_with(data, f"Handout {name}") if s.size == 28]
        heads = [s for s in page_runs(data) if s.page == title.page and s.size == 10 and s.y > 780]
        assert any(f"Handout {name}" in s.text for s in heads)
        feet = [s for s in page_runs(data) if s.page == title.page and s.size == 10 and s.y < 90]
        assert any("Your handouts" in s.text for s in feet)


def test_a_packet_has_its_contact_block_once():
    spoken = structure_text(make(three_parts()))
    assert spoken.count(wording("en")["contact"]) == 1


def test_a_patients_values_stand_in_every_handout_of_a_packet():
    parts = [replace(english(), references=(editions.reference(1),)) for _ in range(2)]
    made = packet(*parts)
    spoken = structure_text(make(made, SAM))
    assert spoken.count("Walk daily") == 2
    assert sum("Sam Sample" in said for said in spoken) >= 2
    assert ticks(make(made, SAM)).count("[ticked]") == 2


# --- columns -------------------------------------------------------------------------------------------------------


def columned(*blocks: Any, **changes: Any) -> Edition:
    look = layout(side=0.0, columns=2, column_gap=26.0, table_columns=3, contents_over_pages=99)
    return edition(*blocks, layout=look, brand=editions.brand(**editions.BARE), **changes)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_second_column_goes_on_where_the_first_ends(language):
    data = make(columned(*[text(f"Line{n:03}") for n in range(150)], language=language, wording=wording(language)))
    found = [(s.page, s.y, s.x, int(s.text[4:])) for s in page_runs(data) if re.fullmatch(r"Line\d{3}", s.text)]
    assert sorted(number for *_, number in found) == list(range(150))
    by_number = sorted(found, key=lambda one: one[3])
    turns = [after for before, after in pairwise(by_number) if after[1] > before[1]]
    # Going up the page means going over to the next column, or to a new page.
    ahead = -1 if language == "ar" else 1
    for page, _, x, number in turns:
        before = by_number[number - 1]
        assert page == before[0] + 1 or (page == before[0] and (x - before[2]) * ahead > 200)


def test_columns_of_the_last_page_end_level():
    data = make(columned(*[text(f"Line{n:03}") for n in range(33)]))
    found = [s for s in page_runs(data) if s.text.startswith("Line")]
    ends = [min(s.y for s in found if (s.x > 300) is right) for right in (False, True)]
    assert abs(ends[0] - ends[1]) <= 25.1


def test_key_points_stand_across_the_columns():
    made = columned(text("Iron."), key_points=(editions.line("word " * 30),))
    data = make(made)
    points = [s for s in page_runs(data) if "word" in s.text]
    assert max(s.right for s in points) > 340
    assert misplaced(data, made) == []


def test_long_key_points_stand_in_the_columns():
    """Else they would leave no room for the columns, or run over the foot of the page."""
    made = columned(text("Iron."), key_points=editions.lines(*["word " * 90] * 7))
    data = make(made)
    assert max(s.right - s.x for s in page_runs(data) if "word" in s.text) < 240
    assert misplaced(data, made) == []
    assert verify(data, "columns.pdf").conformant


# --- hostile content ------------------------------------------------------------------------------------------------

SMALL = {
    "columns": layout(side=0.0, columns=2, column_gap=26.0, table_columns=3),
    "half": layout(side=0.0, share="half", top=28.0, bottom=32.0, binding=36.0, outer=30.0, table_columns=4),
    "quarter": layout(side=0.0, share="quarter", top=18.0, bottom=18.0, binding=24.0, outer=22.0),
    "panel": layout(side=0.0, share="panel", top=24.0, bottom=28.0, binding=22.0, outer=22.0, table_columns=2),
    "sheet": layout(),
}
LONG_NAME = "The Extraordinarily Long Named Family Health Centre of the Greater Metropolitan Area"
LONG_TITLE = "A very long title about restless legs, vitamins and minerals that goes on and on " * 2
NOTICES = tuple(
    editions.Line((editions.Words(words),), editions.MARK)
    for words in ("Draft. No clinician has reviewed this text yet.", "A computer translated this text.", "Made today.")
)
POINTS = tuple(f"Point {number} with some more words to fill the line" for number in range(70))
NAMED = editions.brand(name=LONG_NAME, values={**editions.brand().values, "clinic.short_name": LONG_NAME})
FIGURE = editions.figure(caption="Where it is felt, in a caption of several words that go on")
HOSTILE: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
    "title": ((text("Iron."), *[text("word " * 60)] * 9), {"title": editions.line(LONG_TITLE.strip())}),
    "name": ((text("Iron."),), {"brand": NAMED}),
    "bare": ((text("Iron."),), {"brand": editions.brand(**editions.BARE, banner="rule")}),
    "notices": ((text("Iron."), *[text("word " * 60)] * 9), {"notices": NOTICES}),
    "emergency": ((editions.callout("emergency", editions.bullets(*POINTS), title="Now"),), {}),
    "figure": ((FIGURE, editions.figure(editions.PHOTO)), {}),
    "sections": (tuple(section(f"Section {n} of many", text("Words."), number=n) for n in range(1, 61)), {}),
    "cell": ((editions.table(("A", "B"), ("x", " ".join(f"word{n}" for n in range(500)))),), {}),
}  # fmt: skip
LOOKS = {"usual": {}, "letterhead": {"banner": False, "plain": True}}


WAYS = [(kind, share, look, tag) for kind in HOSTILE for share in SMALL for look in LOOKS for tag in ("en", "ar")]
QUICK = WAYS[::9]  # every kind, page, look and language among them


@pytest.mark.parametrize(("kind", "share", "look", "language"), QUICK)
def test_hostile_content_stays_in_its_place(kind, share, look, language):
    blocks, changes = HOSTILE[kind]
    made = edition(*blocks, language=language, layout=SMALL[share], wording=wording(language), **changes)
    page = page_of(PAPERS["a4"], SMALL[share].share)
    slots = {**made.slots, "clinic.name": made.brand.name}
    made = replace(made, paper=page, request=replace(made.request, **LOOKS[look]), slots=slots)
    data = make(made)
    assert misplaced(data, made) == []
    assert verify(data, kind).conformant


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "share", "look", "language"), [way for way in WAYS if way not in QUICK])
def test_hostile_content_stays_in_its_place_on_every_page(kind, share, look, language):
    test_hostile_content_stays_in_its_place(kind, share, look, language)


def test_the_running_head_keeps_a_title_of_the_other_direction_together():
    """Else the part after its comma would stand before it."""
    made = pair(arabic(), replace(english(), title=line("Vitamins, minerals and more")))
    matter = running_matter(setting_of(made), [(made, 1, 1)])
    heads = {text.pattern for text in matter if "minerals" in text.pattern}
    assert heads and all("\u2068Vitamins, minerals and more\u2069" in head for head in heads)
