"""Wrong content and wrong requests: each is one finding, at the place that names it, all of them at once."""

import datetime
from dataclasses import replace

import pytest

from handouts.content import Conditional, Figure, Heading
from handouts.diagnostics import Mark, Severity
from handouts.edition import BuildRequest
from handouts.library import Library

from .libraries import (
    REQUEST,
    brand,
    handout,
    layout,
    library,
    line,
    paragraph,
    reference,
    resolved,
    section,
    settings,
    signed,
    uses,
    wording,
)

POINTS = (line("Have a blood test first.", 3),)
IRON = section("iron", "Iron helps some people. [@allen2018]", key_points=POINTS)
GOOD = library(IRON)


def check(made: Library, *expected: str, request: BuildRequest = REQUEST) -> None:
    """The findings as `severity rule place: message`, in order; an error leaves no edition."""
    result = resolved(made, request)
    found = tuple(f"{f.severity} {f.rule} {f.mark or '-'}: {f.message} {f.hint}".strip() for f in result.findings)
    assert found == expected
    assert (result.edition is None) == any(entry.startswith("error") for entry in expected)


def with_block(block: object) -> Library:
    return library(section("iron", "Text. [@allen2018]", block, key_points=POINTS))  # type: ignore[arg-type]


def test_good_content_has_no_findings() -> None:
    check(GOOD)


@pytest.mark.parametrize(
    ("field", "wrong", "expected"),
    [
        ("handout", "iron-rls", "unknown-handout -: There is no handout 'iron-rls'. Did you mean 'iron-and-rls'?"),
        ("brand", "klinic", "unknown-brand -: There is no brand 'klinic'. Did you mean 'clinic'?"),
        ("layout", "shet", "unknown-layout -: There is no layout 'shet'. Did you mean 'sheet'?"),
        ("profile", "xyz", "unknown-profile -: There is no profile 'xyz'. There is: huge, large, standard-12."),
        ("paper", "a5", "unknown-paper -: There is no paper 'a5'. There is: a4, letter."),
        ("languages", ("english",), "unknown-language -: 'english' is not a language tag we know. There is: en."),
        ("languages", (), "unknown-language -: '' is not a language tag we know. There is: en."),
    ],
)
def test_unknown_names(field: str, wrong: object, expected: str) -> None:
    check(GOOD, f"error {expected}", request=replace(REQUEST, **{field: wrong}))  # type: ignore[arg-type]


def test_all_findings_at_once() -> None:
    made = library(section("iron", "Call {clinic.fax}. [@nobody]", "[@old]"), wording={})
    made = replace(made, references={"old": reference("old", superseded_by="new")})
    rules = [f.rule for f in resolved(made, replace(REQUEST, profile="nope")).findings]
    assert rules == [
        "unknown-profile",
        "wording",
        "key-points",
        "placeholder",
        "unknown-reference",
        "superseded-reference",
    ]


def test_missing_translation_is_told_and_a_title_is_never_borrowed() -> None:
    made = replace(GOOD, wording={"en": wording(), "es": wording("es")})
    where = "content/handouts/iron-and-rls.yaml"
    check(
        made,
        f"error missing-translation {where}:1:1: The title of the handout is missing in Spanish (es). "
        f"Add `es:` under `title:` in {where}.",
        f"warning missing-translation {where}:7:5: The section 'iron' is missing in Spanish (es). "
        "It stands in English with a note. Write content/sections/iron/es.yaml.",
        request=replace(REQUEST, languages=("es",)),
    )


def test_missing_subtitle_and_english_title() -> None:
    spanish = section("iron", "Texto. [@allen2018]", key_points=POINTS, language="es")
    titled = handout("iron", "references", title={"es": line("Hierro")}, subtitle={"en": line("For you")})
    made = library(spanish, handouts={"iron-and-rls": titled}, wording={"es": wording("es")})
    result = resolved(made, replace(REQUEST, languages=("es",)))
    assert [(f.severity, f.rule) for f in result.findings] == [
        (Severity.WARNING, "english-title"),
        (Severity.ERROR, "missing-translation"),
    ]


def test_unknown_section() -> None:
    check(
        library(IRON, handouts={"iron-and-rls": handout("iron", "irno", "references")}),
        "error unknown-section content/handouts/iron-and-rls.yaml:8:5: There is no section 'irno'. "
        "Did you mean 'iron'?",
    )


@pytest.mark.parametrize(
    ("lead", "sections", "expected"),
    [
        ((), ("iron", "iron", "references"), "8:5: The section 'iron' is listed twice under `sections`."),
        (("iron",), ("iron", "references"), "7:5: The section 'iron' is listed under both `lead` and `sections`."),
    ],
)
def test_duplicate_sections(lead: tuple[str, ...], sections: tuple[str, ...], expected: str) -> None:
    made = library(IRON, handouts={"iron-and-rls": handout(*sections, lead=uses(*lead))})
    path = "content/handouts/iron-and-rls.yaml"
    check(made, f"error duplicate-section {path}:{expected} Keep one of the two.")


def test_citations() -> None:
    made = library(
        section("iron", "One [@allen2019] and [@first].", key_points=POINTS),
        references={
            "allen2018": reference("allen2018"),
            "first": reference("first", superseded_by="second"),
            "second": reference("second", superseded_by="third"),
            "third": reference("third"),
        },
    )
    place = "content/sections/iron/en.yaml:10:5"
    check(
        made,
        f"error superseded-reference {place}: The reference 'first' has been superseded by 'third'. "
        "Check that the sentence still holds, then cite [@third] instead.",
        f"error unknown-reference {place}: There is no reference 'allen2019'. Did you mean 'allen2018'?",
    )


def test_circle_of_successors_ends() -> None:
    circle = {"a": reference("a", superseded_by="b"), "b": reference("b", superseded_by="a")}
    result = resolved(library(section("iron", "[@a]", key_points=POINTS), references=circle))
    assert [f.rule for f in result.findings] == ["superseded-reference"]


@pytest.mark.parametrize(
    ("sections", "text", "expected"),
    [
        (
            ("iron",),
            "Cited. [@allen2018]",
            "error references content/handouts/iron-and-rls.yaml:1:1: The handout cites sources but has no place "
            "for the list of references. Add `references` to `sections:`, or choose a layout that leaves the list out.",
        ),
        (
            ("iron", "references"),
            "Nothing cited.",
            "note references content/handouts/iron-and-rls.yaml:8:5: "
            "Nothing is cited, so the list of references is left out.",
        ),
    ],
)
def test_place_of_references(sections: tuple[str, ...], text: str, expected: str) -> None:
    made = library(section("iron", text, key_points=POINTS), handouts={"iron-and-rls": handout(*sections)})
    check(made, expected)


def test_references_cannot_lead() -> None:
    made = library(IRON, handouts={"iron-and-rls": handout("iron", lead=uses("references"))})
    assert [f.rule for f in resolved(made).findings] == ["references", "references"]


def test_placeholders() -> None:
    made = library(section("iron", "Call {clinic.fone}. {patient.name} [@allen2018]", key_points=POINTS))
    check(
        made,
        "error placeholder content/sections/iron/en.yaml:10:5: The brand 'clinic' (templates/brands/clinic.yaml) "
        "gives no value for {clinic.fone}. Add it to templates/brands/clinic.yaml, or correct the name. "
        "Did you mean 'clinic.phone'?",
    )


def test_pictures() -> None:
    place = Mark("content/sections/iron/en.yaml", 20, 3)
    check(
        with_block(Figure("legs.svg", "Legs", None, place)),
        f"error picture {place}: There is no picture 'legs.svg'. There is: templates/brands/clinic.svg.",
    )


@pytest.mark.parametrize("followers", [(), (Heading(line("Next"), Mark("x", 9, 1)), paragraph("Text."))])
def test_heading_without_text(followers: tuple[Heading, ...]) -> None:
    heading = Heading(line("When?"), Mark("content/sections/iron/en.yaml", 4, 3))
    made = library(section("iron", "Text. [@allen2018]", heading, *followers, key_points=POINTS))
    check(
        made,
        "error heading-order content/sections/iron/en.yaml:4:3: Nothing stands under the heading 'When?'. "
        "Write what it announces, or take the heading out.",
    )


@pytest.mark.parametrize(("safety", "severity"), [(False, "note"), (True, "error")])
def test_section_emptied_by_conditions(safety: bool, severity: str) -> None:
    elsewhere = Conditional(paragraph("Call 999."), ("GB",), False, Mark("content/sections/help/en.yaml", 2, 3))
    made = library(IRON, section("help", elsewhere, safety=safety))
    hint = " Write a block for this region: a section with `safety: true` must not vanish." if safety else ""
    check(
        made,
        f"{severity} empty-section content/sections/help/en.yaml:1:1: "
        f"The section 'help' has nothing to say in US and is left out.{hint}",
    )


def test_no_key_points() -> None:
    check(
        library(section("iron", "Text. [@allen2018]")),
        "warning key-points content/handouts/iron-and-rls.yaml:1:1: None of the sections has key points. "
        "Give the most important section `key_points:`; they stand in a box on page 1.",
    )


def test_too_many_key_points() -> None:
    made = library(section("iron", "[@allen2018]", key_points=tuple(line(f"Point {n}") for n in range(7))))
    check(
        made,
        "warning key-points content/handouts/iron-and-rls.yaml:1:1: There are 7 key points; "
        "more than 6 are hard to remember. Keep those that tell the reader what to do.",
    )


def test_layout_names_the_nearest_profile_and_paper() -> None:
    made = replace(GOOD, layouts={"sheet": layout(papers=("letter",)), "book": layout("book", profiles=("huge",))})
    check(
        made,
        "error layout templates/layouts/sheet.yaml:1:1: The layout 'sheet' cannot be set in the profile 'huge'. "
        "Use the profile 'large' with this layout or the layout 'book', which takes it.",
        "error layout templates/layouts/sheet.yaml:1:1: The layout 'sheet' does not fit on a4 paper. "
        "Use the paper 'letter' with this layout or the layout 'book', which takes it.",
        request=replace(REQUEST, profile="huge"),
    )


def test_layout_the_handout_is_not_meant_for() -> None:
    made = replace(GOOD, handouts={"iron-and-rls": handout("iron", "references", layouts=("booklet",))})
    check(
        made,
        "warning layout content/handouts/iron-and-rls.yaml:1:1: "
        "The handout 'iron-and-rls' is not meant for the layout 'sheet'. It suits: booklet.",
    )


def test_wording_must_be_whole() -> None:
    check(
        replace(GOOD, wording={"en": wording(contents=" ", page_of="Page {page}")}),
        "error wording templates/wording/en.yaml:1:1: The text 'page_of' for 'en' does not show {pages}. "
        "It now says: Page {page}",
        "error wording templates/wording/en.yaml:1:1: The wording for 'en' lacks: contents. "
        "Add the texts; templates/wording/en.yaml shows what each one says.",
    )


def test_unsigned_sections_stop_a_strict_workspace() -> None:
    strict = settings(require_signed=True)
    made = library(IRON, section("sleep", "Text."), section("new", "Text."), settings=strict)
    made = replace(made, reviews=(signed("iron"), signed("sleep", digest="older")))
    check(
        made,
        "error unsigned content/handouts/iron-and-rls.yaml:1:1: Not signed off: "
        "sleep (changed since its review on 2026-05-04), new (never reviewed). "
        "Sign what you have read with `handouts review`; without require_signed they are printed with a mark.",
    )


def test_signed_sections_pass_a_strict_workspace() -> None:
    check(replace(GOOD, settings=settings(require_signed=True)))


def test_sign_off_in_the_future() -> None:
    later = signed("iron", date=datetime.date(2062, 1, 1))
    check(
        replace(GOOD, reviews=(signed("iron"), later)),
        "warning review-date content/reviews.yaml:3:3: The sign-off of 'iron' is dated 2062-01-01, "
        "after the day of this build (2026-11-22). It does not count yet. Correct the date, or sign the section again.",
    )


def test_brand_without_its_logo() -> None:
    check(
        replace(GOOD, brands={"clinic": brand()}, pictures={}),
        "error picture templates/brands/clinic.yaml:1:1: There is no picture 'templates/brands/clinic.svg'. "
        "There is none yet.",
    )
