"""Late values: what is open in a plate, and what stamping puts in."""

import dataclasses
import pickle
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from handouts.content import Line, Slot, Words
from handouts.diagnostics import HandoutsError
from handouts.edition import Personal
from handouts.press.reading import structure_text, tag_tree
from handouts.press.verify import verify
from handouts.resolving.values import late_values
from handouts.tags import Annotation, Content, Element
from handouts.typeset.finishing import ready
from handouts.typeset.fonts import Face
from handouts.typeset.latetexts import LateTexts
from handouts.typeset.plate import Plate
from handouts.typeset.stamp import PlateMismatchError, stamp

from . import editions
from .editions import (
    MARK,
    NOBODY,
    checklist,
    edition,
    findings,
    make,
    make_plate,
    page_runs,
    runs_with,
    stamped,
    table,
    text,
    write_in,
)

SAM, ALEX = Personal({"patient.name": "Sam Sample"}), Personal({"patient.name": "Alex Other"})
SECRET = "Zoë Quixote-Kwik"


def check(made, personal: Personal, *expected: str) -> bytes:
    """The document for this person has these texts, and keeps the norms."""
    data = make(made, personal)
    found = structure_text(data)
    for words in expected:
        assert words in found
    assert verify(data, "x.pdf").conformant
    return data


def frozen(plate: Plate) -> Any:
    """Everything in a plate as plain data: equal when and only when nothing changed."""
    seen: dict[int, int] = {}

    def plain(value: Any) -> Any:
        if isinstance(value, Face):
            return value.key
        if isinstance(value, Content | Annotation | Element):
            if id(value) in seen:
                return f"#{seen[id(value)]}"
            seen[id(value)] = len(seen)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        if isinstance(value, Mapping):
            return [(plain(key), plain(item)) for key, item in value.items()]
        if isinstance(value, list | tuple):
            return [plain(item) for item in value]
        return value

    return plain(plate)


def strings(value: Any) -> Iterator[str]:
    """Every text and every byte string of plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes):
        yield value.decode("latin-1")
    elif isinstance(value, Mapping):
        yield from (text for item in value.items() for text in strings(item))
    elif isinstance(value, list | tuple):
        yield from (text for item in value for text in strings(item))


# --- the plate ---------------------------------------------------------------------------------------------------

PERSONAL = edition(text("Dear {patient.name}, call {clinic.phone}."), checklist("One", "Two"), write_in("Notes"))


def test_one_plate_serves_several_people():
    plate = make_plate(PERSONAL, SAM)
    before = frozen(plate)
    streams = [page.stream for page in plate.pages]
    sam, alex, again = (stamped(plate, PERSONAL, who) for who in (SAM, ALEX, SAM))
    assert frozen(plate) == before
    assert [page.stream for page in plate.pages] == streams
    assert sam == again == make(PERSONAL, SAM)
    assert "Prepared for Alex Other" in structure_text(alex)
    assert "Dear Alex Other, call (202) 555-0142." in structure_text(alex)
    assert not any("Sam Sample" in words for words in structure_text(alex))
    assert tag_tree(sam) == tag_tree(alex)


def test_one_plate_serves_other_values_of_a_brand():
    """Same number of lines: another telephone number, logo text and code address need no new layout."""
    other = editions.brand(
        name="Other Clinic",
        logo=replace(editions.brand().logo, alt="Other logo"),
        qr_url="https://example.org/x/{handout}?l={language}",
        values={**editions.brand().values, "clinic.phone": "(202) 555-0199", "clinic.short_name": "Other"},
    )
    made = replace(
        PERSONAL, brand=other, slots={**PERSONAL.slots, "clinic.name": "Other Clinic", "clinic.phone": "(202) 555-0199"}
    )
    plate = make_plate(PERSONAL)
    before = frozen(plate)
    data = stamped(plate, made)
    assert frozen(plate) == before
    assert data == make(made)
    found = structure_text(data)
    assert found[0] == "Other Clinic"
    assert "Phone (202) 555-0199" in found
    assert "https://example.org/x/rls?l=en" in found
    assert "alt='Other logo'" in tag_tree(data)
    assert "https://example.org/x/rls?l=en'" in tag_tree(data)


HOLDERS = {
    "text": text("Dear {patient.name}."),
    "link": text("See [{patient.name}](https://example.org)."),
    "list": editions.bullets("For {patient.name}", "Two"),
    "callout": editions.callout("note", text("For {patient.name}."), title="{patient.name}"),
    "cell": table(("A", "B"), *[("{patient.name}", "b")] * 3),
    "column": table(("A", "{patient.name}"), *[("a", "b")] * 3),
    "continued-column": table(("A", "{patient.name}"), *[("a", "word " * 40)] * 30),
    "caption": replace(table(("A", "B"), *[("a", "word " * 40)] * 30), caption=editions.line("For {patient.name}")),
    "faq": editions.faq(("Who is {patient.name}?", "{patient.name}")),
    "figure": editions.figure(caption="For {patient.name}"),
    "quote": editions.quote("{patient.name}", source="{patient.name}"),
    "key-points": editions.key_points("{patient.name}"),
    "heading": editions.heading("For {patient.name}"),
    "write-in": write_in("Notes", name="notes"),
}


@pytest.mark.parametrize("kind", HOLDERS)
def test_a_plate_holds_no_personal_value(kind):
    made = edition(HOLDERS[kind])
    who = Personal({"patient.name": SECRET, "notes": SECRET, "clinician.name": SECRET})
    plate = make_plate(made, who)
    plain = frozen(plate)
    assert not [
        found for found in strings(plain) if "Quixote" in found or SECRET.encode("utf-16-be").hex() in found.lower()
    ]
    # Glyphs of the name, as they would be written in a stream.
    face = editions.typesetter().fonts.primary(400)
    for weight in (400, 600, 700):
        face = editions.typesetter().fonts.primary(weight)
        codes = "".join(f"{glyph.id:04X}" for glyph in face.shape("Kwik", "en", False)[1:])
        assert not [page for page in plate.pages if codes.encode() in page.stream]
    assert any("Quixote" in words for words in structure_text(stamped(plate, made, who)))


def test_personal_values_cannot_be_pickled():
    with pytest.raises(TypeError):
        pickle.dumps(SAM)
    assert "Sam" not in repr(SAM)


# --- values ------------------------------------------------------------------------------------------------------


def test_a_value_that_is_not_given_is_a_line_to_write_on():
    data = check(edition(text("Dear {patient.name}, hello.")), NOBODY, f"Dear {'_' * 16}, hello.")
    assert runs_with(data, "Prepared for") == []


def test_a_named_patient_is_named_at_the_head():
    both = Personal({"patient.name": "Sam Sample", "clinician.name": "Dr Doe"})
    made = edition(text("Iron."))
    assert any(
        seen.text.startswith("Prepared for Sam Sample") and seen.size == 13 for seen in page_runs(make(made, both))
    )
    assert any("Dr Doe" in seen.text for seen in page_runs(make(made, both)))
    assert not any("Dr Doe" in seen.text for seen in page_runs(make(made, SAM)))


@pytest.mark.parametrize("value", ["Samuel " * 30, "Sam\nSample", ""])
def test_a_value_of_another_length_needs_another_plate(value):
    made = edition(text("{patient.name}"))
    plate = make_plate(made, SAM)
    who = Personal({"patient.name": value})
    with pytest.raises(PlateMismatchError) as raised:
        stamp(ready(plate, made), LateTexts(made, who))
    assert isinstance(raised.value, HandoutsError)
    assert "Sam" not in raised.value.message


def test_a_note_that_the_plate_has_ruled_lines_for_needs_another_plate():
    """Otherwise what was typed would be lost without a word."""
    made = edition(write_in("Notes"))
    plate = make_plate(made)
    who = Personal({"notes": "Walk daily"})
    with pytest.raises(PlateMismatchError):
        stamp(ready(plate, made), LateTexts(made, who))


def test_a_name_that_the_plate_has_no_place_for_needs_another_plate():
    made = edition(text("Iron."))
    plate = make_plate(made)
    with pytest.raises(PlateMismatchError):
        stamp(ready(plate, made), LateTexts(made, SAM))


def test_a_long_value_is_laid_out_in_several_lines():
    made = edition(text("Dear {patient.name}."))
    name = " ".join(["Samuel"] * 30)
    data = check(made, Personal({"patient.name": name}), f"Dear {name}.")
    assert len(runs_with(data, "Samuel Samuel")) > 2


def test_values_in_several_languages():
    check(edition(text("Dear {patient.name}.")), Personal({"patient.name": "سامي"}), "Dear سامي.")
    check(edition(text("Dear {patient.name}.")), Personal({"patient.name": "शमी Ян"}), "Dear शमी Ян.")


def test_a_value_that_cannot_be_set_is_a_finding_without_the_value():
    made = edition(text("Dear {patient.name}."))
    who = Personal({"patient.name": "Kwik\U0001f9ea"})
    found = findings(made, who)
    assert {finding.rule for finding in found} == {"missing-glyph"}
    assert not any("Kwik" in f"{finding}" for finding in found)


def test_a_value_that_is_too_wide_is_a_finding_without_the_value():
    """Findings go to logs and reports; a patient's words may not (invariant 9)."""
    found = findings(edition(text("{patient.name}")), Personal({"patient.name": "Kwik1" * 30}))
    assert "too-wide" in {finding.rule for finding in found}
    assert not any("Kwik" in finding.message + finding.hint for finding in found)


def test_personal_values_never_stand_in_for_the_brands():
    for look in (editions.brand(), editions.brand(**editions.BARE)):
        made = edition(text("Iron."), brand=look)
        theirs = dict.fromkeys(late_values(made, NOBODY), "Kwik")
        assert late_values(made, Personal(theirs)) == late_values(made, NOBODY)
        assert late_values(made, SAM)["patient.name"] == "Sam Sample"


def test_late_values_of_a_brand_without_logo_and_code():
    values = late_values(edition(brand=editions.brand(**editions.BARE)), NOBODY)
    assert (values["logo.alt"], values["qr.url"]) == ("", "")
    assert values["clinic.short_name"] == values["clinic.name"] == "Example Family Clinic"


def test_the_code_address_holds_handout_language_and_edition():
    look = editions.brand(qr_url="https://example.org/{handout}/{language}/{edition}")
    assert late_values(edition(brand=look), NOBODY)["qr.url"] == "https://example.org/rls/en/abcde-fghjk"


# --- ruled lines and ticks ---------------------------------------------------------------------------------------


def test_ruled_lines_give_way_to_a_note():
    made = edition(write_in("Notes", 3))
    without, note = check(made, NOBODY, "Notes"), check(made, Personal({"notes": "Walk daily"}), "Notes", "Walk daily")
    # Three rules to write on, 25 pt apart, and none where something is written.
    assert len(rules(without)) == len(rules(note)) + 3
    assert tag_tree(note).count("- P") == tag_tree(without).count("- P") + 1


def rules(data: bytes) -> list[bytes]:
    return [line for page in editions.page_streams(data) for line in page.splitlines() if line.endswith(b" 0.6 re f")]


def test_a_note_keeps_its_lines():
    data = check(edition(write_in("Notes")), Personal({"notes": "Walk daily.\nRest."}), "Walk daily. Rest.")
    first, second = runs_with(data, "Walk daily.")[0], runs_with(data, "Rest.")[0]
    assert (second.x, round(first.y - second.y, 1)) == (first.x, 17.0)


@pytest.mark.parametrize(
    ("ticks", "spoken"),
    [(set(), ["not ticked", "not ticked"]), ({2}, ["not ticked", "ticked"]), ({1, 2}, ["ticked", "ticked"])],
)
def test_ticks_are_spoken(ticks, spoken):
    made = edition(checklist("One", "Two"))
    data = check(made, Personal({}, frozenset(("ask", number) for number in ticks)), "One", "Two")
    found = [f"[{word}]".encode("utf-16-be").hex().upper().encode() for word in ("ticked", "not ticked")]
    stream = b"\n".join(editions.page_streams(data))
    said = [line for line in stream.splitlines() if any(word in line for word in found)]
    assert ["not ticked" if found[1] in line else "ticked" for line in said] == spoken


def test_ticks_of_other_lists_leave_a_list_alone():
    made = edition(checklist("One", "Two"))
    assert make(made, Personal({}, frozenset({("other", 1)}))) == make(made)


LONG = editions.section("Iron", *[text("word " * 300)] * 3)


def test_a_clinics_name_too_long_for_the_running_head_ends_in_an_ellipsis():
    look = editions.brand(values={**editions.brand().values, "clinic.short_name": "Long name " * 9})
    data = make(edition(LONG, brand=look))
    head, *_ = [seen for seen in runs_with(data, "Long name") if seen.page == 1 and seen.size == 10 and seen.y > 700]
    assert head.text.endswith(" …")
    assert head.right <= 595.3 - 43 + 0.5


def test_a_title_too_long_for_its_half_of_the_running_head_has_lines_of_its_own():
    """Whole, since it tells the pages of this handout from those of another; the clinic's name gives way."""
    data = make(edition(LONG, title=editions.line("Restless legs, " * 14)))
    head = [seen for seen in page_runs(data) if seen.page == 1 and seen.size == 10 and seen.y > 600]
    assert " ".join(seen.text for seen in head).split() == ("Restless legs, " * 14).split()
    assert len(head) == 2 and all(seen.right <= 595.3 - 43 + 0.5 for seen in head)


def test_a_title_with_a_slot_is_late():
    title = Line((Words("For "), Slot("patient.name")), MARK)
    data = make(edition(text("Iron."), title=title), SAM)
    assert "For Sam Sample" in structure_text(data)
