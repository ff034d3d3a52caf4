"""Two people's changes of one text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.workbench.threeway import Region, three_way

_TEXTS = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "\n"]), max_size=12).map("".join)
BASE = "title: Iron\nblocks:\n  - text: One.\n  - text: Two.\n"


@pytest.mark.parametrize(
    ("yours", "theirs", "kinds", "merged"),
    [
        (BASE, BASE, ["same"], BASE),
        (BASE.replace("One", "1"), BASE, ["same", "yours", "same"], BASE.replace("One", "1")),
        (BASE, BASE.replace("Iron", "Fe"), ["theirs", "same"], BASE.replace("Iron", "Fe")),
        (
            BASE.replace("Iron", "Fe"),
            BASE.replace("Two", "2"),
            ["yours", "same", "theirs"],
            BASE.replace("Iron", "Fe").replace("Two", "2"),
        ),
        (BASE.replace("One", "1"), BASE.replace("One", "1"), ["same", "both", "same"], BASE.replace("One", "1")),
        (BASE.replace("One", "1"), BASE.replace("One", "I"), ["same", "conflict", "same"], None),
        ("", BASE, ["yours"], ""),
        ("", BASE.replace("One", "1"), ["conflict"], None),
    ],
)
def test_who_changed_what(yours: str, theirs: str, kinds: list[str], merged: str | None) -> None:
    view = three_way(BASE, yours, theirs)
    assert [region.which for region in view.regions] == kinds
    assert view.merged == merged and view.known_base


def test_without_a_base_every_difference_is_for_a_person() -> None:
    view = three_way(None, BASE.replace("One", "1"), BASE)
    assert [region.which for region in view.regions] == ["same", "conflict", "same"]
    assert view.regions[1] == Region("conflict", "", "  - text: 1.\n", "  - text: One.\n")
    assert view.merged is None and not view.known_base
    assert three_way(None, BASE, BASE).merged == BASE


@given(_TEXTS, _TEXTS, _TEXTS)
def test_each_text_is_whole_in_its_regions(base: str, yours: str, theirs: str) -> None:
    view = three_way(base, yours, theirs)
    assert "".join(region.base for region in view.regions) == base
    assert "".join(region.yours for region in view.regions) == yours
    assert "".join(region.theirs for region in view.regions) == theirs


@given(_TEXTS, _TEXTS)
def test_what_one_alone_changed_is_taken_over(base: str, theirs: str) -> None:
    assert three_way(base, base, theirs).merged == theirs
    assert three_way(base, theirs, base).merged == theirs
    assert three_way(base, theirs, theirs).merged == theirs
