"""What is remembered between documents: bounded, without a trace in any byte, and without a patient's words."""

import functools
import gc
import itertools
import types
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.content import Words
from handouts.edition import Edition, Personal
from handouts.typeset import hyphens, pieces
from handouts.typeset.fonts import Face
from handouts.typeset.memory import Memory, forget, memories

from . import editions
from .editions import bullets, callout, checklist, edition, line, make, table, write_in
from .kinds import CITED, CONTENTS, SAM, SPLIT, everything

MIXED = replace(line("See: "), parts=(*line("See: ").parts, Words("الحديد (500 mg)", language="ar"), Words(" now.")))
HINDI = edition(
    editions.text("पैरों में बेचैनी। **आयरन** 75 ng/mL {clinic.phone}"), bullets("एक गोली", "दो गोली"), language="hi",
)  # fmt: skip
CHINESE = edition(
    editions.text("不宁腿综合征（RLS）：铁蛋白低于 75 ng/mL。"),
    table(("药物", "间隔"), ("铁剂", "2 小时")),
    language="zh-Hans",
)  # fmt: skip
DOCUMENTS = {
    "English": everything(), "Arabic": everything("ar"), "Hindi": HINDI, "Chinese": CHINESE, "cited": CITED,
    "contents": CONTENTS, "tables": SPLIT, "mixed": edition(editions.text("x"), callout("tip", editions.text("y"))),
    "directions": edition(replace(editions.text("x"), line=MIXED)),
}  # fmt: skip


@functools.cache
def cold(name: str) -> bytes:
    """The document made with nothing remembered."""
    forget()
    return make(DOCUMENTS[name], person(name))


def person(name: str) -> Personal:
    return SAM if name in ("English", "Arabic") else editions.NOBODY


# --- the memory itself -------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.integers(2, 9), st.lists(st.integers(0, 12), max_size=60))
def test_it_is_bounded_and_never_wrong(limit, asked):
    memory: Memory[int, str] = Memory(limit)
    for number in asked:
        assert memory.get(number) in (None, str(number))
        memory.put(number, str(number))
        assert memory.get(number) == str(number)
        assert len(memory) <= limit


def test_what_is_asked_for_stays():
    memory: Memory[int, int] = Memory(10)
    for number in range(100):
        memory.put(number, number)
        memory.get(0)
    assert 0 in memory
    assert 50 not in memory
    memory.forget()
    assert len(memory) == 0


def test_every_memory_has_room_for_a_document_and_an_end(monkeypatch):
    """Documents without end leave the memories where they were."""
    small = [memory for memory in memories() if memory._half]
    for memory in small:
        monkeypatch.setattr(memory, "_half", 20)
        memory.forget()
    for number in range(12):
        words = " ".join(f"word{number}x{at}" for at in range(40))
        made = edition(editions.text(words))
        assert make(made) == make(made)
    assert max(len(memory) for memory in small) <= 40


# --- no byte depends on it ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_bytes_are_the_same_without_any_memory(monkeypatch, name):
    expected = cold(name)
    forget()
    monkeypatch.setattr(Memory, "put", lambda *_: None)
    assert make(DOCUMENTS[name], person(name)) == expected
    assert not any(len(memory) for memory in memories())


@pytest.mark.parametrize("reverse", [False, True], ids=["in order", "in reverse"])
def test_the_bytes_are_the_same_whatever_was_set_before(reverse):
    expected = {name: cold(name) for name in DOCUMENTS}
    forget()
    for name in sorted(DOCUMENTS, reverse=reverse) * 2:
        assert make(DOCUMENTS[name], person(name)) == expected[name]


def test_the_bytes_are_the_same_with_the_least_memory(monkeypatch):
    """Entries go while a document is made."""
    expected = {name: cold(name) for name in DOCUMENTS}
    for memory in memories():
        memory.forget()
        monkeypatch.setattr(memory, "_half", 3)
    for name in DOCUMENTS:
        assert make(DOCUMENTS[name], person(name)) == expected[name]


LOOKS = [{}, {"size": 13.0}, {"weight": 700}, {"italic": True}, {"rise": 3.0}, {"letter_spacing": 0.1},
         {"word_spacing": 0.2}, {"leading": 30.0}]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), [*itertools.permutations(LOOKS, 2)])
def test_a_style_is_never_taken_for_another(first, second):
    """Each change of a style, set after each other one, comes out as it does alone."""
    style = pieces.TextStyle(12.0, 17.0)
    words = "Iron (75) سلام"

    def lines(look):
        runs = [pieces.Run(words, replace(style, **look)), pieces.Run(" more", style)]
        return [
            (placed.piece.text, placed.piece.glyphs, placed.piece.width, placed.x, placed.piece.run.style)
            for line in editions.typesetter().set(runs, 60)
            for placed in line.placed
        ]

    forget()
    alone = lines(second)
    forget()
    lines(first)
    assert lines(second) == alone


@pytest.mark.parametrize("family", ["noto-sans", "atkinson-hyperlegible"])
@pytest.mark.parametrize("other", ["noto-sans", "atkinson-hyperlegible"])
def test_a_font_is_never_taken_for_another(family, other):
    made = [edition(editions.text("Iron at 75 ng/mL"), brand=editions.brand(font=name)) for name in (family, other)]
    forget()
    alone = make(made[1])
    forget()
    make(made[0])
    assert make(made[1]) == alone


# --- nothing personal in it --------------------------------------------------------------------------------------

# Words that nobody else uses, with a place to hyphenate, a letter of another script and one that only a fallback has.
SECRET = "Zoë Quixotically-Kwik 龘Жخ"
MARKS = ("Zoë", "uixotic", "Quixot", "Kwik", "龘", "Жخ", "Жخ"[::-1])


def remembered() -> Iterator[str]:
    """Every text that a memory or cache of ours, or pyphen's, holds, however deep; faces hold numbers only."""
    roots: list[object] = [
        found
        for found in gc.get_objects()
        if isinstance(found, Memory)
        or (isinstance(found, functools._lru_cache_wrapper)
            and str(found.__module__).split(".")[0] in ("handouts", "pyphen"))
    ]  # fmt: skip
    roots += [hyphens._dictionary("en").hd.cache]
    seen: set[int] = set()
    while roots:
        found = roots.pop()
        if id(found) in seen or isinstance(
            found, int | float | frozenset | Face | types.FunctionType | types.ModuleType | type
        ):
            continue
        seen.add(id(found))
        if isinstance(found, str):
            yield found
        roots += gc.get_referents(found)
        if isinstance(found, pieces.Word | pieces.Span | pieces.LineForm):  # what has slots and is not followed
            roots += [getattr(found, name) for name in found.__slots__ if hasattr(found, name)]


HOLDERS: dict[str, Edition] = {
    "a title line": edition(editions.text("Iron")),
    "a paragraph": edition(editions.text("Dear {patient.name}, call {clinic.phone}.")),
    "a narrow cell": edition(table(("Name", "Words"), ("{patient.name}", "x " * 200))),
    "a write-in": edition(write_in("Notes")),
    "a list": edition(bullets("{patient.name}", "{clinic.phone}"), checklist("Ask {patient.name}")),
    "a link": edition(editions.text("[{patient.name}](https://example.org/{patient.name})")),
    "Arabic": edition(editions.text("السيد {patient.name}"), language="ar"),
    "hyphenated": edition(
        editions.text("Dear {patient.name} " * 12), profile=editions.profile(hyphenate="text"),
        layout=editions.layout(side=0.0, binding=150.0, outer=150.0),
    ),
}  # fmt: skip


def test_no_memory_holds_a_patients_words():
    """One search for all kinds of places, since it looks at everything that is remembered."""
    forget()
    who = Personal({"patient.name": SECRET, "notes": SECRET, "clinician.name": SECRET})
    for made in HOLDERS.values():
        assert make(made, who) == make(made, who)
    assert [found for found in remembered() if any(mark in found for mark in MARKS)] == []
    # The search does find what is remembered: the same words from the brand.
    known = HOLDERS["a paragraph"]
    make(replace(known, slots={**known.slots, "clinic.phone": SECRET}))
    held = set(remembered())
    assert {"Zoë", "Kwik", "龘"} <= {mark for mark in MARKS if any(mark in found for found in held)}
