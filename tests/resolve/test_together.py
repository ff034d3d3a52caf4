"""Several languages or handouts in one document, and which layout goes with what: editions and findings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from handouts.content import Callout, Conditional, Translation, Words
from handouts.edition import BuildRequest, Edition
from handouts.library import Library
from handouts.looks import TypeStyle
from handouts.resolving.resolve import resolve

from .libraries import (
    REQUEST,
    SIGNED,
    TODAY,
    brand,
    handout,
    layout,
    library,
    line,
    profile,
    resolved,
    section,
    settings,
    signed,
    uses,
    wording,
)

POINTS = (line("Have a blood test first.", 3),)
IRON = section("iron", "Iron helps. [@allen2018]", key_points=POINTS)
SLEEP = section("sleep", "Sleep helps. [@cook2020]")


def spanish(name: str, *blocks: Any, **changes: Any) -> Any:
    """A translation that a person made, up to date."""
    made = section(name, *blocks, language="es", key_points=(line("Primero un análisis.", 3),))
    return replace(made, translation=Translation("en", f"{name}-en-1", "person"), **changes)


def shelf(*sections: Any, **changes: Any) -> Library:
    """A library with layouts of all kinds and two handouts that have an English and a Spanish title."""
    titles = {"en": line("Iron"), "es": line("Hierro")}
    names = tuple(dict.fromkeys(each.id for each in sections))
    made = library(*sections)
    return replace(
        made,
        **{
            "handouts": {
                "iron-and-rls": handout(*names, "references", title=titles, optional=("sleep",)),
                "sleep": handout("sleep", "references", id="sleep", title={"en": line("Sleep")}),
            },
            "layouts": {
                "sheet": layout(),
                "facing": layout("facing", bilingual="facing", side=0.0, profiles=("standard-12",)),
                "stacked": layout("stacked", bilingual="stacked"),
                "columns": layout("columns", columns=2, side=0.0, profiles=("standard-12",)),
                "one-page": layout("one-page", pages=1, references=False, profiles=("standard-12",)),
                "card": layout("card", show="key", papers=("a4",)),
            },
            "wording": {"en": wording(), "es": wording("es")},
            **changes,
        },
    )


GOOD = shelf(
    IRON, SLEEP, spanish("iron", "El hierro ayuda. [@allen2018]"), spanish("sleep", "Dormir ayuda. [@cook2020]")
)


def ask(**changes: Any) -> BuildRequest:
    return replace(REQUEST, **changes)


def found(made: Library, request: BuildRequest) -> list[str]:
    """Errors of the rule `layout` as `message hint`; there is no edition when there is one."""
    result = resolved(made, request)
    errors = [f"{f.message} {f.hint}".strip() for f in result.findings if f.rule == "layout" and f.severity == "error"]
    assert not (errors and result.edition)
    return errors


def edition(made: Library, request: BuildRequest) -> Edition:
    result = resolved(made, request)
    assert result.edition is not None, result.findings
    return result.edition


# --- what goes together ---------------------------------------------------------------------------------------------

TWO = ("en", "es")


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (ask(), []),
        (ask(layout="facing", languages=TWO), []),
        (ask(layout="stacked", languages=TWO, profile="large"), []),
        (ask(handout="sleep+iron-and-rls"), []),
        (
            ask(languages=TWO),
            ["The layout 'sheet' takes one language at a time. Use the layout 'facing' or 'stacked'."],
        ),
        (
            ask(layout="facing"),
            ["The layout 'facing' sets two languages side by side or below each other. Name two, as in --lang en+es, "
             "or use the layout 'sheet'."],
        ),
        (
            ask(layout="stacked", languages=("es",)),
            ["The layout 'stacked' sets two languages side by side or below each other. Name two, as in --lang es+en, "
             "or use the layout 'sheet'."],
        ),
        (
            ask(layout="facing", languages=("en", "en")),
            ["'en+en' does not name two different languages. Write two, as in --lang en+es."],
        ),
        (
            ask(layout="facing", languages=("en", "es", "en")),
            ["'en+es+en' does not name two different languages. Write two, as in --lang en+es."],
        ),
        (
            ask(layout="facing", languages=TWO, profile="large"),
            ["The layout 'facing' cannot be set in the profile 'large'. Use the profile 'standard-12' with this layout "
             "or the layout 'stacked', which takes it."],
        ),
        (
            ask(layout="columns", profile="huge"),
            ["The layout 'columns' cannot be set in the profile 'huge'. Use the profile 'standard-12' with this "
             "layout."],
        ),
        (
            ask(layout="card", paper="letter"),
            ["The layout 'card' does not fit on letter paper. Use the paper 'a4' with this layout or the layout "
             "'sheet', which takes it."],
        ),
        *[
            (
                ask(layout=name, handout="sleep+iron-and-rls"),
                [f"A packet of several handouts cannot be set in the layout '{name}'. Use one language and the layout "
                 "'sheet'."],
            )
            for name in ("columns", "one-page", "card")
        ],
        (
            ask(handout="sleep+sleep"),
            ["The packet 'sleep+sleep' names the handout 'sleep' twice. Name it once; print the packet again for a "
             "second copy."],
        ),
    ],
    ids=lambda value: f"{value.handout}-{'+'.join(value.languages)}-{value.layout}-{value.profile}-{value.paper}"
    if isinstance(value, BuildRequest)
    else "",
)  # fmt: skip
def test_what_goes_together(request_: BuildRequest, expected: list[str]) -> None:
    assert found(GOOD, request_) == expected


def test_a_workspace_without_a_layout_for_two_languages() -> None:
    made = replace(GOOD, layouts={"sheet": layout()})
    (told,) = found(made, ask(languages=TWO))
    assert told.endswith("Write a layout that says `bilingual: facing`.")


def test_the_layout_of_the_workspace_is_named_first() -> None:
    layouts = {**GOOD.layouts, "booklet": layout("booklet")}
    (told,) = found(replace(GOOD, layouts=layouts), ask(layout="columns", profile="large"))
    assert "the layout 'sheet', which takes it" in told
    made = replace(GOOD, layouts=layouts, settings=settings(layout="booklet"))
    assert "the layout 'booklet', which takes it" in found(made, ask(layout="columns", profile="large"))[0]


@pytest.mark.parametrize(
    ("changes", "margin", "width"),
    [
        ({"columns": 2, "column_gap": 20.0, "side": 0.0}, 150.0, 138),
        ({"bilingual": "facing", "column_gap": 40.0, "side": 0.0}, 130.0, 148),
        ({"share": "panel", "side": 0.0, "binding": 20.0, "outer": 20.0}, 72.0, 131),
        ({"side": 100.0, "gap": 12.0}, 175.0, 133),
        ({"side": 100.0, "gap": 12.0}, 298.0, 0),
    ],
)
def test_a_profile_with_margins_that_leave_no_line(changes: dict[str, Any], margin: float, width: int) -> None:
    """Refused before anything is set; the layout is not too narrow in itself."""
    airy = replace(profile("airy"), margin=margin)
    look = layout("sheet", profiles=("airy",), **changes)
    made = replace(GOOD, profiles={"airy": airy}, layouts={"sheet": look})
    told = found(made, ask(profile="airy", languages=TWO if look.bilingual else ("en",)))
    if width >= 144:
        assert told == []
    else:
        assert told[0] == (
            f"In the profile 'airy' the layout 'sheet' has lines of only {width} pt. Take 'airy' out of its "
            "`profiles:`, or give it a larger page, fewer columns or no side column."
        )


def test_a_short_measure_counts_with_the_side_column() -> None:
    short = replace(profile("short"), measure=240.0)
    made = replace(GOOD, profiles={"short": short}, layouts={"sheet": layout(profiles=("short",))})
    assert "lines of only 128 pt" in found(made, ask(profile="short"))[0]
    large = replace(short, styles={"body": TypeStyle(18.0, 27.0)})  # without a side column there is room
    assert found(replace(made, profiles={"short": large}), ask(profile="short")) == []


# --- two languages ---------------------------------------------------------------------------------------------------

PAIR = ask(layout="facing", languages=TWO)


def test_the_second_language_stands_beside_the_first() -> None:
    made = edition(GOOD, PAIR)
    assert made.beside is not None
    assert (made.language, made.beside.language) == ("en", "es")
    assert [(s.id, s.number) for s in made.sections] == [(s.id, s.number) for s in made.beside.sections]
    assert (made.title.plain, made.beside.title.plain) == ("Iron", "Hierro")
    assert (made.request, made.beside.request.languages) == (PAIR, ("es",))
    assert made.parts == () and made.beside.beside is None


def test_the_list_of_sources_is_the_first_languages_with_what_the_second_adds() -> None:
    more = spanish("sleep", "Dormir ayuda. [@cook2020; @aasm2025]")
    made = edition(replace(GOOD, sections={**GOOD.sections, ("sleep", "es"): more}), replace(PAIR, draft=True))
    assert made.beside is not None
    assert [(r.number, r.key) for r in made.references] == [(1, "allen2018"), (2, "cook2020"), (3, "aasm2025")]
    assert made.beside.references == ()


def test_the_worse_review_of_the_two_counts() -> None:
    """The English sections are signed; of the Spanish ones one is not."""
    reviews = (signed("iron"), signed("sleep"), signed("iron", "es"))
    made = edition(replace(GOOD, reviews=reviews), PAIR)
    assert made.beside is not None
    assert made.review.status == made.beside.review.status == "never"
    assert edition(GOOD, PAIR).review.last_checked == SIGNED


def test_one_notice_for_each_language() -> None:
    made = edition(replace(GOOD, reviews=()), PAIR)
    said = [(next(p.language for p in note.parts if isinstance(p, Words)), note.plain) for note in made.notices]
    assert [tongue for tongue, _ in said] == ["es", "en"]
    assert all(words.startswith("draft_band") for _, words in said)


def test_an_unsigned_machine_translation_is_told_in_both_languages() -> None:
    drafted = {
        pair: replace(made, translation=Translation("en", f"{pair[0]}-en-1", "machine")) if pair[1] == "es" else made
        for pair, made in GOOD.sections.items()
    }
    made = edition(replace(GOOD, sections=drafted, reviews=()), PAIR)
    assert [note.plain.split()[0] for note in made.notices] == ["machine_band", "machine_band"]


def test_a_section_that_one_language_has_no_text_for() -> None:
    """A draft may have other blocks than its source; two languages need the same sections."""
    gone = spanish("sleep", Conditional(SLEEP.blocks[0], ("FR",), False, SLEEP.mark))  # type: ignore[arg-type]
    made = replace(GOOD, sections={**GOOD.sections, ("sleep", "es"): gone})
    result = resolved(made, replace(PAIR, draft=True))
    assert result.edition is None
    (told,) = [f for f in result.findings if f.severity == "error"]
    assert (told.rule, told.mark) == ("missing-translation", SLEEP.mark)
    assert "'sleep' has nothing to say in Spanish" in told.message and told.hint


def test_a_section_not_translated_stands_in_english_with_a_note() -> None:
    sections = {pair: made for pair, made in GOOD.sections.items() if pair != ("sleep", "es")}
    made = edition(replace(GOOD, sections=sections), PAIR)
    assert made.beside is not None
    assert [part.id for part in made.beside.sections] == [part.id for part in made.sections]
    note = made.beside.sections[1].blocks[0]
    assert isinstance(note, Callout) and note.tone == "note"


def test_a_missing_title_is_told_with_its_file() -> None:
    titled = replace(GOOD.handouts["iron-and-rls"], title={"en": line("Iron")})
    result = resolved(replace(GOOD, handouts={"iron-and-rls": titled}), PAIR)
    assert result.edition is None
    assert "The title of the handout is missing in Spanish (es)." in [f.message for f in result.findings]


def test_the_variant_of_the_brand_holds_for_its_own_language() -> None:
    look = brand(languages={"es": {"name": "Clínica Ejemplo", "phone": "555 0199"}})
    made = edition(replace(GOOD, brands={"clinic": look}), PAIR)
    assert made.beside is not None
    assert (made.slots["clinic.name"], made.beside.slots["clinic.name"]) == ("Example Clinic", "Clínica Ejemplo")
    assert made.beside.slots["clinic.phone"] == "555 0199"


def test_the_id_changes_with_the_second_language_and_its_text() -> None:
    made = edition(GOOD, PAIR).id
    assert made != edition(GOOD, ask(layout="sheet")).id
    assert made != edition(GOOD, ask(layout="facing", languages=("es", "en"))).id
    other = {**GOOD.sections, ("iron", "es"): spanish("iron", "El hierro sirve. [@allen2018]")}
    assert made != edition(replace(GOOD, sections=other), PAIR).id
    assert made == edition(GOOD, PAIR).id


# --- packets -----------------------------------------------------------------------------------------------------

PACKET = ask(handout="sleep+iron-and-rls")


def test_a_packet_has_its_handouts_as_parts_in_the_order_asked() -> None:
    made = edition(GOOD, PACKET)
    assert [part.request.handout for part in made.parts] == ["sleep", "iron-and-rls"]
    assert [part.title.plain for part in made.parts] == ["Sleep", "Iron"]
    assert (made.sections, made.lead, made.key_points, made.references) == ((), (), (), ())
    assert made.title.plain.startswith("packet")
    assert made.english_title == "Sleep; Iron"


def test_each_part_numbers_its_own_sections_and_sources() -> None:
    first, second = edition(GOOD, PACKET).parts
    assert [(s.id, s.number) for s in first.sections] == [("sleep", 1), ("references", 2)]
    assert [r.key for r in first.references] == ["cook2020"]
    assert [(r.number, r.key) for r in second.references] == [(1, "allen2018"), (2, "cook2020")]


def test_the_worst_review_of_a_packet_counts_and_its_time_adds_up() -> None:
    made = edition(replace(GOOD, reviews=(signed("sleep"),)), PACKET)
    assert [part.review.status for part in made.parts] == ["signed", "never"]
    assert made.review.status == "never"
    assert len(made.notices) == 1
    assert made.minutes == sum(part.minutes for part in made.parts)


def test_what_is_wrong_in_any_part_is_told() -> None:
    broken = replace(GOOD, handouts={**GOOD.handouts, "sleep": handout("slep", "references", id="sleep")})
    result = resolved(broken, PACKET)
    assert result.edition is None
    assert "There is no section 'slep'." in [f.message for f in result.findings]


# --- sections that are left out ------------------------------------------------------------------------------------


def test_a_section_left_out_keeps_its_key_points_and_its_place_in_the_review() -> None:
    points = (line("Sleep well.", 3),)
    made = shelf(IRON, replace(SLEEP, key_points=points))
    made = replace(made, reviews=(signed("iron"),))
    result = resolved_without(made, "sleep")
    assert [part.id for part in result.sections] == ["iron", "references"]
    assert [title.plain for title in result.left_out] == ["Sleep"]
    assert [point.plain for point in result.key_points] == ["Have a blood test first.", "Sleep well."]
    assert result.review.status == "never"  # its key points stand on the sheet, so its sign-off counts
    assert [r.key for r in result.references] == ["allen2018"]


def test_sections_left_out_are_numbered_away() -> None:
    made = resolved_without(shelf(SLEEP, IRON), "sleep")
    assert [(part.id, part.number) for part in made.sections] == [("iron", 1), ("references", 2)]


def resolved_without(made: Library, *names: str) -> Edition:
    result = resolve(made, REQUEST, date=TODAY, tool_version="1.0", leave_out=names)
    assert result.edition is not None, result.findings
    return result.edition


def test_use_of_no_section_is_not_hidden_by_leaving_it_out() -> None:
    """A name that means nothing is an error, optional or not."""
    wrong = replace(GOOD.handouts["iron-and-rls"], sections=uses("iron", "slep", "references"))
    result = resolved(replace(GOOD, handouts={"iron-and-rls": wrong}), REQUEST)
    assert "unknown-section" in [f.rule for f in result.findings]
