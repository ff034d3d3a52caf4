"""A layout of few pages: as little as need be is left out, in the order the handout says, and the sheet tells it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from handouts import fitting
from handouts.build import Built, build
from handouts.diagnostics import Severity
from handouts.edition import BuildRequest, Personal
from handouts.library import Library
from handouts.plates import Plates
from handouts.press.reading import structure_text
from handouts.resolving.plan import Selection, plan
from handouts.source.loading import open_library
from tests.cli.clinic import RLS, make_clinic
from tests.starters import TODAY, starter

NAMES = ("one", "two", "three", "four", "five")
LAYOUTS = {
    "templates/layouts/one-page.yaml": "extends: sheet\nside: 0\npages: 1\nreferences: false\n",
    "templates/layouts/two-pages.yaml": "extends: one-page\npages: 2\n",
    "templates/layouts/narrow.yaml": "extends: one-page\nmargins: {binding: 200}\n",
}


def words(count: int) -> str:
    """Sentences of so many words, none of them alike."""
    return " ".join(f"word{number}" for number in range(count))


@pytest.fixture
def clinic(tmp_path):
    """A library of one handout: a section that must stand, and five optional ones of a quarter page each."""

    def make(optional: str = ", ".join(NAMES), size: int = 100, **files: str) -> Library:
        sections = {
            f"content/sections/{name}/en.yaml": f"title: Part {name}\nkey_points: [Point of {name}]\n"
            f"blocks:\n  - text: {name} {words(size)}\n"
            for name in NAMES
        }
        handout = f"title: {{en: Restless legs}}\nsections: [iron, {', '.join(NAMES)}, references]\n"
        handout += f"optional: [{optional}]\n" if optional else ""
        library, findings = open_library(make_clinic(tmp_path, {**LAYOUTS, **sections, RLS: handout, **files}))
        assert library is not None and findings == ()
        return library

    return make


def made(library: Library, layout: str = "one-page", personal: Personal | None = None) -> Built:
    ((request,), unknown) = plan(library, Selection(layout=layout))
    assert unknown == ()
    return build(library, request, date=TODAY, personal=personal)


def left_out(built: Built) -> list[str]:
    assert built.edition is not None
    return [line.plain.removeprefix("Part ") for line in built.edition.left_out]


# --- what is left out ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", ["one-page", "two-pages"])
def test_as_few_as_need_be_are_left_out_in_the_order_of_the_list(clinic, layout):
    library = clinic("five, one, three, two, four")
    built = made(library, layout)
    assert built.pdf is not None
    gone = left_out(built)
    order = ["five", "one", "three", "two", "four"]
    assert sorted(gone) == sorted(order[: len(gone)])
    # With one section more the handout would not fit any more.
    ((request,), _) = plan(library, Selection(layout=layout))
    more = fitting.lay_out(fitting.Order(library, request, TODAY, Personal(), Plates()), order[: len(gone) - 1])
    assert more.plate is not None
    assert more.plate.pages > built.edition.layout.pages >= built.pdf.pages
    assert gone


def test_more_pages_hold_more(clinic):
    library = clinic()
    assert len(left_out(made(library, "two-pages"))) < len(left_out(made(library)))


def test_nothing_is_left_out_of_what_fits(clinic):
    built = made(clinic(size=2), "two-pages")
    assert built.pdf is not None
    assert (left_out(built), built.findings) == ([], ())
    assert not any("Ask for the full handout" in text for text in structure_text(built.pdf.data))


def test_a_layout_without_a_limit_leaves_nothing_out(clinic):
    built = made(clinic(), "sheet")
    assert (left_out(built), built.findings) == ([], ())


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        ("one-page", "This is the short form. Ask for the full handout."),  # a list of titles would cost a section
        ("two-pages", "Not on this sheet: {titles}. Ask for the full handout."),
    ],
)
def test_the_sheet_and_the_program_say_what_is_left_out(clinic, layout, said):
    built = made(clinic(), layout)
    assert built.pdf is not None
    titles = "; ".join(f"Part {name}" for name in NAMES if name in left_out(built))
    (note,) = built.findings
    assert (note.rule, note.severity, str(note.mark)) == ("left-out", Severity.NOTE, f"{RLS}:1:1")
    pages = "1 page" if layout == "one-page" else "2 pages"
    assert note.message == f"To fit on {pages}, these sections are left out: {titles}."
    assert said.format(titles=titles) in structure_text(built.pdf.data)


def test_key_points_of_what_is_left_out_stay(clinic):
    built = made(clinic())
    assert built.pdf is not None
    spoken = structure_text(built.pdf.data)
    assert "one" in left_out(built)
    assert {f"Point of {name}" for name in NAMES} <= set(spoken)
    assert not any(text.startswith("one word0") for text in spoken)


def test_type_never_gets_smaller(clinic):
    library = clinic()
    assert made(library).edition.profile == made(library, "sheet").edition.profile


def test_the_same_text_leaves_out_the_same(clinic):
    library = clinic()
    one, other = made(library), made(library)
    assert one.pdf is not None and other.pdf is not None
    assert one.pdf.data == other.pdf.data


def test_a_patients_name_may_cost_a_section_and_the_pages_still_suffice(clinic):
    """Values are part of what must fit."""
    named = made(clinic(), personal=Personal({"patient.name": "Sam Sample " * 40}))
    assert named.pdf is not None and named.pdf.pages == 1
    assert len(left_out(named)) >= len(left_out(made(clinic())))


# --- what does not fit ------------------------------------------------------------------------------------------------


def test_a_handout_too_long_is_told_with_the_layout_that_has_more_room(clinic):
    library = clinic(size=30, **{"content/sections/iron/en.yaml": f"title: Iron\nblocks:\n  - text: {words(900)}\n"})
    built = made(library)
    assert built.pdf is None
    (told,) = [f for f in built.findings if f.severity is Severity.ERROR]
    assert (told.rule, str(told.mark)) == ("does-not-fit", f"{RLS}:1:1")
    assert re.fullmatch(
        r"The layout 'one-page' has 1 page, but the handout takes \d in en even without its optional sections\.",
        told.message,
    )
    assert told.hint == f"Name more sections under `optional:` in {RLS}, or use the layout 'two-pages'."


@pytest.mark.parametrize("optional", ["", "one"])
def test_a_handout_with_little_that_is_optional(clinic, optional):
    (told,) = [f for f in made(clinic(optional)).findings if f.severity is Severity.ERROR]
    least = " even without its optional sections" if optional else ""
    start = "The layout 'one-page' has 1 page, but the handout takes "
    assert re.fullmatch(rf"{start}\d in en{least}\.", told.message)
    name = "Name more sections" if optional else "Name sections it can do without"
    assert told.hint == f"{name} under `optional:` in {RLS}, or use the layout 'two-pages'."


def test_the_layout_with_most_pages_names_one_without_a_limit(clinic):
    (told,) = [f for f in made(clinic("", size=600), "two-pages").findings if f.severity is Severity.ERROR]
    assert told.hint.endswith("or use the layout 'sheet'.")


def test_other_errors_are_told_as_they_are(clinic):
    """Nothing is left out to get rid of a word that is too wide."""
    text = f"title: Iron\nblocks:\n  - text: {'X' * 200}\n"
    built = made(clinic(**{"content/sections/iron/en.yaml": text}))
    assert built.pdf is None
    assert {f.rule for f in built.findings} == {"too-wide"}


def test_no_more_attempts_than_a_search_by_halves_takes(clinic, monkeypatch):
    tried = []
    whole = fitting.lay_out

    def counted(order, leave_out=()):
        tried.append(tuple(leave_out))
        return whole(order, leave_out)

    monkeypatch.setattr(fitting, "lay_out", counted)
    assert made(clinic()).pdf is not None
    assert len(tried) <= 4  # the whole, then of five prefixes no more than three
    assert len(set(tried)) == len(tried)


# --- the starter ----------------------------------------------------------------------------------------------------


@cache
def starter_page(handout: str, language: str, paper: str) -> Built:
    request = BuildRequest(handout, (language,), "example-clinic", "one-page", "standard-12", paper)
    return build(starter(), request, date=TODAY)


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("language", ["en", "ar", "zh-Hans"])
def test_a_handout_of_the_starter_fits_on_one_page(language, paper):
    built = starter_page("magnesium-and-rls", language, paper)
    assert built.pdf is not None and built.pdf.pages == 1
    assert [f.rule for f in built.findings] == ["left-out"]
    assert built.edition is not None
    gone = {line.mark.path.split("/")[2] for line in built.edition.left_out}  # content/sections/NAME/LANGUAGE.yaml
    assert gone == set(starter().handouts["magnesium-and-rls"].optional[: len(gone)])


def test_emergencies_and_contact_are_never_left_out():
    optional = {name for handout in starter().handouts.values() for name in handout.optional}
    assert "when-to-get-help" not in optional and "disclaimer" not in optional
    built = starter_page("magnesium-and-rls", "en", "a4")
    assert built.edition is not None
    assert [part.id for part in built.edition.lead if part.box == "emergency"] == ["when-to-get-help"]


def test_leaving_out_changes_the_edition():
    whole = replace(starter_page("magnesium-and-rls", "en", "a4").request, layout="two-column")
    assert starter_page("magnesium-and-rls", "en", "a4").edition.id != build(starter(), whole, date=TODAY).edition.id
