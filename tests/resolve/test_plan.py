"""Requests of a selection, and their file names."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handouts.edition import BuildRequest
from handouts.library import Library
from handouts.resolving.plan import Selection, output_name, plan

from .libraries import REQUEST, brand, handout, layout, library, section, settings, wording

LIBRARY = replace(
    library(section("iron", "Text."), section("iron", "Texto.", language="es")),
    handouts={"sleep": handout("iron", id="sleep"), "iron-and-rls": handout("iron")},
    brands={"clinic": brand(), "uk": brand(id="uk", region="GB", layout="book", profile="large")},
    layouts={"sheet": layout(), "book": layout("book")},
    wording={"en": wording(), "es": wording("es")},
)


def check(expected: list[str], made: Library = LIBRARY, **selection: Any) -> None:
    """The planned file names and the findings, in order."""
    requests, findings = plan(made, Selection(**selection))
    found = [output_name(request) for request in requests]
    assert found + [f"{f.mark or '-'} {f.rule}: {f.hint}" for f in findings] == expected


def test_nothing_selected_is_everything() -> None:
    check(["iron-and-rls_en_clinic_sheet_letter.pdf", "sleep_en_clinic_sheet_letter.pdf"])


def test_selection_is_sorted_and_unique() -> None:
    check(
        [
            "sleep_en_clinic_sheet_letter_mono.pdf",
            "sleep_en_uk_book_a4_large_mono.pdf",
            "sleep_es_clinic_sheet_letter_mono.pdf",
            "sleep_es_uk_book_a4_large_mono.pdf",
        ],
        handouts=["sleep", "sleep"],
        languages=["es", "en"],
        brands=["uk", "clinic"],
        mono=True,
    )


def test_selection_wins_over_the_brand() -> None:
    check(
        ["sleep_en_uk_sheet_letter.pdf"],
        handouts=["sleep"],
        brands=["uk"],
        layout="sheet",
        profile="standard-12",
        paper="letter",
    )


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        ({"handouts": ["slep"]}, "- unknown-handout: Did you mean 'sleep'?"),
        ({"languages": ["sp"]}, "- unknown-language: There is: en, es."),
        ({"brands": ["clinik"]}, "- unknown-brand: Did you mean 'clinic'?"),
        ({"layout": "shet"}, "- unknown-layout: Did you mean 'sheet'?"),
        ({"profile": "larg"}, "- unknown-profile: Did you mean 'large'?"),
        ({"paper": "a44"}, "- unknown-paper: Did you mean 'a4'?"),
    ],
)
def test_unknown_names(selection: dict[str, Any], expected: str) -> None:
    check([expected], **selection)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"settings": settings(brand="nobody")}, "content/workspace.yaml:2:1 unknown-brand: There is: clinic, uk."),
        ({"settings": settings(languages=("fr",))}, "content/workspace.yaml:2:1 unknown-language: There is: en, es."),
        ({"settings": settings(layout="x")}, "content/workspace.yaml:2:1 unknown-layout: There is: book, sheet."),
        (
            {"brands": {"clinic": brand(paper="a44")}},
            "templates/brands/clinic.yaml:1:1 unknown-paper: Did you mean 'a4'?",
        ),
    ],
)
def test_unknown_defaults_name_their_file(changes: dict[str, Any], expected: str) -> None:
    check([expected], replace(LIBRARY, **changes))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "iron-and-rls_en_clinic_sheet_a4.pdf"),
        ({"languages": ("zh-Hans",)}, "iron-and-rls_zh-Hans_clinic_sheet_a4.pdf"),
        ({"languages": ("es", "en")}, "iron-and-rls_es.en_clinic_sheet_a4.pdf"),
        ({"profile": "large"}, "iron-and-rls_en_clinic_sheet_a4_large.pdf"),
        ({"mono": True}, "iron-and-rls_en_clinic_sheet_a4_mono.pdf"),
        ({"plain": True}, "iron-and-rls_en_clinic_sheet_a4_plain.pdf"),
        ({"banner": False}, "iron-and-rls_en_clinic_sheet_a4_no-banner.pdf"),
        (
            {"profile": "large", "mono": True, "draft": True, "plain": True, "banner": False},
            "iron-and-rls_en_clinic_sheet_a4_large_mono_draft_plain_no-banner.pdf",
        ),
        ({"handout": "sleep+iron-and-rls"}, "sleep.iron-and-rls_en_clinic_sheet_a4.pdf"),
    ],
)
def test_output_name(changes: dict[str, Any], expected: str) -> None:
    assert output_name(replace(REQUEST, **changes)) == expected


# --- packets and two languages ------------------------------------------------------------------------------------

PAIRED = replace(
    LIBRARY,
    layouts={
        **LIBRARY.layouts,
        "facing": layout("facing", bilingual="facing"),
        "stacked": layout("stacked", bilingual="stacked"),
    },
)


def test_a_packet_is_one_document() -> None:
    check(
        ["sleep_en_clinic_sheet_letter.pdf", "sleep.iron-and-rls_en_clinic_sheet_letter.pdf"],
        handouts=["sleep+iron-and-rls", "sleep"],
    )


def test_two_languages_are_one_document_in_a_layout_that_takes_them() -> None:
    check(["sleep_en.es_clinic_facing_letter.pdf"], PAIRED, handouts=["sleep"], languages=["en+es"])
    check(
        ["sleep_en.es_clinic_stacked_letter.pdf"],
        PAIRED,
        handouts=["sleep"],
        languages=["en+es"],
        layout="stacked",
    )


def test_one_and_two_languages_may_be_asked_for_together() -> None:
    """The one has the brand's layout, the other a layout for two."""
    check(
        ["sleep_en.es_uk_facing_a4_large.pdf", "sleep_es_uk_book_a4_large.pdf"],
        PAIRED,
        handouts=["sleep"],
        languages=["en+es", "es"],
        brands=["uk"],
    )


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        ({"handouts": ["sleep+slep"]}, "- unknown-handout: Did you mean 'sleep'?"),
        ({"handouts": ["sleep+"]}, "- unknown-handout: Write two names: iron+magnesium"),
        ({"handouts": ["+sleep"]}, "- unknown-handout: Write two names: iron+magnesium"),
        ({"handouts": ["sleep++sleep"]}, "- unknown-handout: Write two names: iron+magnesium"),
        ({"handouts": ["sleep"], "languages": ["en+"]}, "- unknown-language: Write two names: en+es"),
        ({"handouts": ["sleep"], "languages": ["+"]}, "- unknown-language: Write two names: en+es"),
        ({"handouts": ["sleep"], "languages": ["en+fr"]}, "- unknown-language: There is: en, es."),
    ],
)
def test_names_missing_or_unknown_beside_a_plus(selection: dict[str, Any], expected: str) -> None:
    check([expected], PAIRED, **selection)


def test_every_choice_reaches_the_request() -> None:
    chosen = Selection(handouts=("sleep",), mono=True, draft=True, plain=True, banner=False)
    ((request,), _) = plan(LIBRARY, chosen)
    assert (request.mono, request.draft, request.plain, request.banner) == (True, True, True, False)
    ((usual,), _) = plan(LIBRARY, Selection(handouts=("sleep",)))
    assert (usual.mono, usual.draft, usual.plain, usual.banner) == (False, False, False, True)


# --- file names ---------------------------------------------------------------------------------------------------

_NAMES = st.one_of(
    st.sampled_from(
        ["a", "b", "a-b", "a_b", "A", "mono", "plain", "no-banner", "a+b", "b+a", "a+", "standard-12", "con", "", "é"]
    ),
    st.sampled_from(["../x", "a" * 200, "+".join("abcdefghij" * 9)]),
    st.text(max_size=4),
)
_REQUESTS = st.builds(
    BuildRequest,
    _NAMES,
    st.lists(st.sampled_from(["en", "EN", "es", "zh-Hans", "en.es"]), max_size=3).map(tuple),
    _NAMES,
    _NAMES,
    _NAMES,
    st.sampled_from(["a4", "letter", "a_4"]),
    *[st.booleans()] * 4,
)


@given(first=_REQUESTS, second=_REQUESTS)
@example(replace(REQUEST, profile="mono"), replace(REQUEST, mono=True))
def test_output_names_do_not_collide(first: BuildRequest, second: BuildRequest) -> None:
    names = [output_name(request) for request in (first, second)]
    assert (names[0].lower() == names[1].lower()) == (first == second)
    for name in names:
        assert name.endswith(".pdf") and len(name) <= 164
        assert not set(name) - set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-")
        assert name.split(".")[0] not in ("con", "nul", "aux", "prn")
