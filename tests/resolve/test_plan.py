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
    ],
)
def test_output_name(changes: dict[str, Any], expected: str) -> None:
    assert output_name(replace(REQUEST, **changes)) == expected


_NAMES = st.one_of(
    st.sampled_from(["a", "b", "a-b", "a_b", "A", "mono", "standard-12", "con", "", "é", "../x", "a" * 200]),
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
    st.booleans(),
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
