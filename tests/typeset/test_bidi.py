"""Directions: levels of characters and the order in which they are seen."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.typeset.bidi import levels, plain_levels, visual_order


def check(text: str, base: str, expected: str) -> None:
    assert "".join(map(str, levels(text, base))) == expected


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("", "ltr", ""),
        ("abc 12", "ltr", "000000"),
        ("abc 12", "rtl", "222222"),
        ("café", "ltr", "0000"),
        ("ab אב", "ltr", "00011"),
        ("אב ab", "rtl", "11122"),
        ("אב 12", "rtl", "11122"),
        ("אב 12", "ltr", "11122"),
        ("اب 12", "rtl", "11122"),
        ("(אב)", "ltr", "0110"),
        ("12-34 אב", "ltr", "00000011"),
    ],
)
def test_levels(text, base, expected):
    check(text, base, expected)


@pytest.mark.parametrize("part", ["500 mg", "+1 202-555-0142", "(202) 555-0142", "10–20", "75 ng/mL", "https://example.org/a?b=c",
                                  "RLS", "≤4.5 g"])  # fmt: skip
@pytest.mark.parametrize("text", ["خذ {} يوميا", "قل ({}) الآن", "{}", "خذ {}", "{}، ثم", "خذ \u2068{}\u2069 يوميا"])
def test_what_reads_from_the_left_is_one_run(text, part):
    """Otherwise "500 mg" shows as "mg 500", and a range the wrong way round."""
    whole = text.format(part)
    start = whole.index(part)
    found = set(levels(whole, "rtl")[start : start + len(part)])
    assert len(found) == 1
    assert not found.pop() % 2


@pytest.mark.parametrize("base", ["ltr", "rtl"])
def test_words_of_another_language_are_ordered_as_a_text_of_their_own(base):
    text = "see الحديد 500 (RLS) now" if base == "ltr" else "خذ see (RLS), now! يوميا"
    start, end = (4, 20) if base == "ltr" else (3, 18)
    found = levels(text, base, ((start, end),))
    outside = {*found[:start], *found[end:]}
    assert outside == {int(base == "rtl")}
    assert min(found[start:end]) == 1 + int(base == "rtl")


@settings(deadline=None)
@given(st.text(st.sampled_from("ab12 .(-)אבاب\u0300\u2066\u2067\u2068\u2069\u200f"), max_size=20),
       st.sampled_from(["ltr", "rtl"]))  # fmt: skip
def test_there_is_one_level_a_character(text, base):
    found = levels(text, base)
    assert len(found) == len(text)
    assert all(level >= (base == "rtl") for level in found)
    assert levels(text, base) == found


@settings(deadline=None)
@given(
    st.text(
        st.sampled_from("אבا\u0628\u0651\u0300 \t\n.,:;!?%$+-/()[]{}<>«»…–\u00a0\u200b\u200d\u200f\u2060\u00ad•"),
        max_size=30,
    )
)
def test_a_text_that_only_goes_to_the_left_needs_no_algorithm(text):
    """The shortcut says what the whole of UAX 9 says."""
    assert levels(text, "rtl") == plain_levels(text, "rtl") == (1,) * len(text)


def naive_order(items: list[int]) -> list[int]:
    """UAX 9, L2, word for word: from the highest level to the lowest odd one, reverse every run at or above it."""
    order = list(range(len(items)))
    odd = [level for level in items if level % 2]
    for level in range(max(items, default=0), min(odd, default=1) - 1, -1):
        out: list[int] = []
        run: list[int] = []
        for index in order:
            if items[index] >= level:
                run.insert(0, index)
            else:
                out += [*run, index]
                run = []
        order = out + run
    return order


@settings(deadline=None)
@given(st.lists(st.integers(0, 5), max_size=12))
def test_visual_order_is_rule_l2(items):
    assert visual_order(items) == naive_order(items)


@settings(deadline=None)
@given(st.lists(st.integers(0, 4), max_size=30))
def test_visual_order_is_a_permutation(items):
    assert sorted(visual_order(items)) == list(range(len(items)))


@settings(deadline=None)
@given(st.integers(0, 12), st.integers(0, 6))
def test_one_level_is_read_one_way(count, level):
    order = visual_order([level] * count)
    assert order == (list(reversed(range(count))) if level % 2 else list(range(count)))


def test_a_long_row_of_signs_is_no_surprise():
    """fpdf2 calls itself once for each neutral character; more than a thousand of them used to end the program."""
    assert levels("\u0627" + "!" * 1500 + "a", "ltr")[-1] == 0
    assert len(levels("a" + "!" * 1500 + "\u0627", "rtl")) == 1502
