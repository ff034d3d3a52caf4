"""Translations: states from digests, what stops a build, what is printed on the page instead."""

from dataclasses import replace

import pytest

from handouts.content import Callout, Paragraph, Section, Translation, Words
from handouts.edition import Edition
from handouts.library import Library
from handouts.resolving.translated import TranslationState, handout_state, state_of, worst

from .libraries import REQUEST, handout, library, line, resolved, section, signed, wording

SPANISH = replace(REQUEST, languages=("es",))
POINTS = (line("Have a blood test first.", 3),)
TITLED = handout("iron", "references", title={"en": line("Iron"), "es": line("Hierro")})
WORDS = {"en": wording(), "es": wording("es")}


def made_of(*translated: Section, safety: bool = False, reviewed: bool = False) -> Library:
    source = section("iron", "Iron. [@allen2018]", key_points=POINTS, safety=safety)
    found = library(source, *translated, handouts={"iron-and-rls": TITLED}, wording=WORDS)
    reviews = tuple(signed(s.id, s.language) for s in translated) if reviewed else ()
    return replace(found, reviews=(signed("iron", "en"), *reviews))


def translation(made: Library, *, source: str = "", by: str = "machine") -> Section:
    digest = source or made.sections["iron", "en"].digest
    return section(
        "iron", "Hierro. [@allen2018]", key_points=POINTS, language="es",
        translation=Translation("en", digest, by),  # type: ignore[arg-type]
    )  # fmt: skip


def spanish(*, source: str = "", by: str = "machine", safety: bool = False, reviewed: bool = False) -> Library:
    return made_of(translation(made_of(), source=source, by=by), safety=safety, reviewed=reviewed)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (made_of(), "missing"),
        (spanish(), "unreviewed"),
        (spanish(reviewed=True), "current"),
        (spanish(by="person"), "current"),
        (spanish(source="old"), "stale"),
        (spanish(source="old", reviewed=True), "stale"),
        (spanish(source="old", safety=True), "stale-safety"),
    ],
)
def test_states_are_computed(made: Library, expected: TranslationState) -> None:
    assert state_of(made, "iron", "es") == expected
    assert handout_state(made, "iron-and-rls", "es") == expected


def test_a_text_of_its_own_language_has_no_source_to_lag_behind() -> None:
    assert state_of(made_of(section("iron", "Hierro.", language="es")), "iron", "es") == "current"


def test_worst_state_decides() -> None:
    assert worst(["unreviewed", "stale", "current"]) == "stale"
    assert worst([]) == "current"


def test_a_handout_without_a_title_in_the_language_is_missing() -> None:
    made = replace(spanish(), handouts={"iron-and-rls": handout("iron", "references")})
    assert handout_state(made, "iron-and-rls", "es") == "missing"


def edition(made: Library, *, draft: bool = False) -> Edition | None:
    return resolved(made, replace(SPANISH, draft=draft)).edition


def rules(made: Library, *, draft: bool = False) -> list[str]:
    return [f"{f.severity} {f.rule}" for f in resolved(made, replace(SPANISH, draft=draft)).findings]


@pytest.mark.parametrize("made", [spanish(source="old", safety=True), made_of(safety=True)])
def test_safety_stops_the_build_and_a_draft_is_marked(made: Library) -> None:
    assert edition(made) is None
    assert any(rule.startswith("error") for rule in rules(made))
    draft = edition(made, draft=True)
    assert draft is not None
    first = draft.sections[0].blocks[0]
    assert isinstance(first, Callout)
    assert draft.notices


@pytest.mark.parametrize(("made", "key"), [(spanish(source="old"), "stale_note"), (made_of(), "untranslated_note")])
def test_other_sections_carry_a_note_in_both_languages(made: Library, key: str) -> None:
    found = edition(made)
    assert found is not None
    note = found.sections[0].blocks[0]
    assert isinstance(note, Callout)
    texts = [block.line for block in note.blocks if isinstance(block, Paragraph)]
    assert [text.plain for text in texts] == [WORDS["es"].texts[key], WORDS["en"].texts[key]]
    assert isinstance(texts[1].parts[0], Words)
    assert texts[1].parts[0].language == "en"
    assert any(rule.startswith("warning") for rule in rules(made))


def test_borrowed_text_is_marked_with_its_language() -> None:
    found = edition(made_of())
    assert found is not None
    section = found.sections[0]
    assert section.language == "en"
    words = [part for part in section.title.parts if isinstance(part, Words)]
    assert {part.language for part in words} == {"en"}


def test_machine_drafts_say_so_in_both_languages_until_signed() -> None:
    found = edition(spanish())
    assert found is not None
    assert [notice.plain for notice in found.notices] == [WORDS[tag].texts["machine_band"] for tag in ("es", "en")]
    reviewed = edition(spanish(reviewed=True))
    assert reviewed is not None
    assert reviewed.notices == ()


def test_draft_changes_the_edition_id() -> None:
    plain, draft = edition(spanish()), edition(spanish(), draft=True)
    assert plain is not None and draft is not None
    assert plain.id != draft.id
