"""One broken page for each rule, caught by that rule and no other; a good page raises nothing."""

import re
from dataclasses import replace

import pytest

from handouts.diagnostics import Mark, Severity
from handouts.press.dissect import read
from handouts.press.preflight.check import check_preflight
from handouts.press.preflight.limits import GENERAL, PROFILES, limits_for
from handouts.press.preflight.lines import squares
from handouts.press.preflight.table import RULES
from handouts.press.verify import verify

from .. import pdfs
from .broken import CASES, picture_under, print_edition
from .sample import ACB, DYSLEXIA, Plan, Sample, made, xmp


def findings(pdf, name="sample.pdf"):
    return check_preflight(read(pdfs.saved(pdf)), name)


def check(pdf, *rules):
    """The rules that a document breaks."""
    assert {finding.rule for finding in findings(pdf)} == set(rules), [str(f) for f in findings(pdf)]


@pytest.mark.parametrize("plan", [Plan(), Plan(profile=""), Plan(facts={}), ACB, DYSLEXIA], ids=lambda p: p.profile)
def test_a_good_page_raises_nothing(plan):
    check(made(plan))


@pytest.mark.parametrize(("build", "rule"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_each_fault_is_found_by_its_rule(build, rule):
    """In a patient's copy, which is known by its name, rules that quote words leave them out, and nothing else."""
    document = read(pdfs.saved(build()))
    shown = check_preflight(document, "sample.pdf")
    assert {finding.rule for finding in shown} == {rule}, [str(f) for f in shown]
    hidden = check_preflight(document, "output/iron_en_clinic_personal.pdf")
    assert [(f.message, f.severity, f.mark.line) for f in hidden] == [
        (re.sub(" “[^”]*”", "", f.message), f.severity, f.mark.line) for f in shown
    ]
    assert not any("“" in f.message for f in hidden)


def test_every_rule_has_a_case():
    assert {rule for _, _, rule in CASES} == {rule.id for rule in RULES}
    assert len({rule.id for rule in RULES}) == len(RULES)


# --- what is said ------------------------------------------------------------------------------------------------


def only(build):
    (finding,) = findings(build) if not callable(build) else findings(build())
    return finding


def test_a_finding_names_page_place_words_and_source():
    finding = only(made(Plan(paragraphs=((1, 300, ["A pale line"], {"ops": "0.6 g"}),))))
    assert finding.mark == Mark("sample.pdf", 2)
    assert finding.severity is Severity.ERROR
    assert finding.message == (
        "#999999 on #FFFFFF has a contrast of 2.8:1; 4.5:1 is the least. "
        "At 21 mm from the left, 105 mm from the foot. “A pale line”"
    )
    assert finding.hint == "Choose a darker colour in the brand. [WCAG 2.1, 1.4.3]"


def test_faults_of_one_kind_are_told_once_with_their_pages():
    pale = tuple((page, 300 - 20 * at, ["Pale"], {"ops": "0.6 g"}) for page in (1, 2) for at in range(3))
    finding = only(made(Plan(paragraphs=pale)))
    assert finding.message.endswith("“Pale” And 5 more, on pages 2, 3.")


def test_twenty_kinds_of_a_fault_are_told_and_the_rest_is_counted():
    shades = tuple((1, 400 - 12 * at, ["Pale"], {"ops": f"{0.6 + at / 100} g"}) for at in range(25))
    told = findings(made(Plan(paragraphs=shades)))
    assert {finding.rule for finding in told} == {"preflight-contrast"}
    assert len(told) == 21
    assert [f.message for f in told if "more ways" in f.message] == [
        "The rule is broken in 5 more ways; the first of them is on this page."
    ]


def test_long_words_are_cut_and_white_space_is_one_space():
    words = "A very pale line of many words that go on and on"
    assert (
        "“A very pale line of many words that go o…”"
        in only(made(Plan(paragraphs=((1, 300, [words], {"ops": "0.6 g"}),)))).message
    )


def test_the_words_of_one_patient_are_not_repeated():
    pale = made(Plan(paragraphs=((1, 300, ["A pale line"], {"ops": "0.6 g"}),)))
    (shown,), (hidden,) = findings(pale), findings(pale, "output/iron_en_clinic_personal.pdf")
    assert "“A pale line”" in shown.message and "“" not in hidden.message and hidden.rule == shown.rule


# --- limits ------------------------------------------------------------------------------------------------------


def test_a_broken_promise_is_an_error_and_the_same_page_from_elsewhere_is_warned_of():
    assert only(made(Plan(size=11.5))).severity is Severity.ERROR
    elsewhere = only(made(Plan(size=11.5, profile="", facts={})))
    assert elsewhere.severity is Severity.WARNING
    assert elsewhere.hint.endswith("[RNIB Clear Print: 12 pt is the least]")


def test_a_profile_of_a_clinic_has_the_general_limits():
    assert limits_for("our-own-13") == GENERAL
    assert only(made(Plan(size=11.5, profile="our-own-13"))).severity is Severity.WARNING


@pytest.mark.parametrize("profile", PROFILES)
def test_every_limit_has_a_source_and_no_profile_asks_for_less_than_the_floor(profile):
    limits = limits_for(profile)
    assert set(GENERAL) <= set(limits)
    assert all(limit.source and limit.value >= 0 for limit in limits.values())
    for size in ("body", "least", "table", "caption", "reference", "running", "raised", "heading"):
        assert limits[size].value >= GENERAL[size].value, size
    assert limits["least"].value <= limits["body"].value


@pytest.mark.parametrize(
    ("profile", "body", "least"),
    [("standard-12", 12, 10), ("clear-14", 14, 12), ("nhs-16", 16, 16), ("acb-18", 18, 18), ("dyslexia", 12, 12)],
)
def test_the_named_profiles_are_in_the_table(profile, body, least):
    limits = limits_for(profile)
    assert (limits["body"].value, limits["least"].value) == (body, least)


def test_underline_is_how_the_largest_print_emphasises():
    rule = "60 297 80 0.6 re f " + pdfs.shown("Underlined", 300, 60, 18)
    check(made(replace(ACB, extra={1: rule})))
    check(made(Plan(extra={1: rule})), "preflight-underline")


# --- what is no fault --------------------------------------------------------------------------------------------

GOOD = {
    "large pale text": {"paragraphs": ((1, 300, ["Large"], {"size": 18, "ops": "0.55 g"}),)},
    "pale bold text": {"paragraphs": ((1, 300, ["Bold"], {"size": 14, "font": "B", "ops": "0.55 g"}),)},
    "light text on a dark box": {
        "before": {1: "0.1 g 40 280 300 40 re f"}, "paragraphs": ((1, 300, ["White"], {"ops": "1 g"}),)},
    "dark text on a light box on a dark one": {
        "before": {1: "0 g 30 270 320 60 re f 0.9 g 40 280 300 40 re f"}, "paragraphs": ((1, 300, ["Dark"], {}),)},
    "abbreviations": {"paragraphs": ((1, 300, ["The FDA, the NHS and the EMA say"], {}),)},
    "capitals with figures": {"paragraphs": ((1, 300, ["B6, B12, D3; RLS, PLMD: IV iron"], {}),)},
    "a rule under a row": {"extra": {1: "60 410 300 0.8 re f"}},
    "lines that nearly end together": {
        "paragraphs": ((1, 300, ["One line here", "One line hero", "One lime her", "x"], {}),)},
    "a reference mark": {"extra": {1: pdfs.shown("Word", 300, 60) + pdfs.shown("1", 304, 92, 8.64)}},
    "a title beside its translation": {
        "paragraphs": (
            (1, 200, ["Title"], {"role": "H2", "size": 16}), (1, 230, ["Titulo"], {"x": 220}), (1, 170, ["Text"], {}))},
    "a heading at the foot with its text": {
        "paragraphs": ((1, 110, ["Next"], {"role": "H2", "size": 20}), (1, 80, ["Its text."], {}))},
}  # fmt: skip


@pytest.mark.parametrize("changes", GOOD.values(), ids=GOOD)
def test_nothing_is_said_of(changes):
    check(made(replace(Plan(), **changes)))


def test_letters_and_figures_fill_half_a_square():
    assert squares("有关自己的治疗") == 7
    assert squares("请问诊所（(202) 555-0142） ") == 4 + 2 + 14 / 2


def test_a_box_painted_over_a_picture_carries_text():
    pdf = made(Plan())
    picture_under(pdf)
    content = pdf.pages[1].Contents
    content.write(content.read_bytes().replace(b"Do Q EMC", b"Do Q q 1 g 50 440 310 80 re f Q EMC", 1))
    check(pdf)


def test_page_numbers_may_have_the_figures_of_another_language():
    """The sample's font has no glyphs for them; what the codes mean is what counts here."""
    digits = {str(figure): chr(0x0660 + figure) for figure in range(10)}
    numbers = tuple("".join(digits.get(c, c) for c in f"{page} / 3") for page in (1, 2, 3))
    rules = {finding.rule for finding in findings(made(Plan(numbers=numbers)))}
    assert not rules & {"preflight-page-number", "preflight-page-number-place"}


@pytest.mark.parametrize(
    "box", [(595.276, 841.89), (841.89, 595.276), (419.53, 595.28), (297.64, 420.94), (280.63, 595.28)]
)
def test_a_page_may_be_a_part_of_its_sheet(box):
    pdf = made(Plan(paper="a4"))
    for page in pdf.pages:
        page.MediaBox = [0, 0, *box]
    assert "preflight-paper" not in {finding.rule for finding in findings(pdf)}


def test_a_table_set_as_cards_has_no_columns():
    cards = (("Iron and what it is for", 60), ("4 hours after the meal", 80), ("Zinc", 60), ("2 hours", 80))
    sample = Sample(replace(Plan(), cells=()))
    table = sample.maker.element("Table")
    for first in (0, 2):
        row = sample.maker.element("TR", table)
        for role, at in (("TH", first), ("TD", first + 1)):
            sample.lines(role, [cards[at][0]], 380 - 17 * at, parent=row, x=cards[at][1])
    pdf = sample.maker.finish()
    pdf.Root.Metadata.write(xmp(Plan()).encode())
    check(pdf)


def test_a_code_may_be_drawn_square_by_square():
    pdf = made(Plan(code_side=55))
    content = pdf.pages[0].Contents
    content.write(content.read_bytes().replace(b" re\n", b" re f\n"))
    check(pdf, "preflight-qr-size")


# --- print editions ----------------------------------------------------------------------------------------------


def test_a_print_edition_claims_nothing_and_may_pass():
    result = verify(pdfs.saved(print_edition(scaling="None")()), "booklet.pdf")
    assert (result.profiles, [f.rule for f in result.findings], result.passed) == ((), ["print-edition"], True)
    assert result.print_edition


def test_a_print_edition_is_checked_as_far_as_it_goes():
    result = verify(
        pdfs.saved(print_edition(scaling="None", extra={1: "0.7 g " + pdfs.shown("Pale", 300, 60)})()), "b.pdf"
    )
    assert [finding.rule for finding in result.findings] == ["print-edition", "preflight-contrast"]
    assert not result.passed


def test_untagged_files_from_elsewhere_are_no_print_editions():
    pdf = print_edition(scaling="None")()
    pdf.Root.Metadata.write(pdfs.XMP.encode())
    result = verify(pdfs.saved(pdf), "elsewhere.pdf")
    assert not result.print_edition and not result.passed
    assert "structure-missing" in {finding.rule for finding in result.findings}
