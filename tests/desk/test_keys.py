"""Tokens, passes and one-time links."""

from __future__ import annotations

import pytest

from handouts.desk.keys import Keys


def test_a_token_is_good_for_its_own_browser_alone():
    keys = Keys()
    one, other = keys.visitor(""), keys.visitor("")
    assert one != other and keys.visitor(one) == one
    assert keys.is_ours(one, keys.token(one))
    assert not keys.is_ours(other, keys.token(one))
    assert not keys.is_ours(one, "") and not keys.is_ours(one, keys.token(one) + "0")


@pytest.mark.parametrize("cookie", ["", "x", "x.y", ".", "a" * 9000, "ü.é", "x." + "0" * 64])
def test_a_name_that_is_not_ours_gets_a_new_one_and_no_token_of_it_counts(cookie):
    keys = Keys()
    assert keys.visitor(cookie) != cookie
    assert not keys.is_ours(cookie, keys.token(cookie))


def test_another_run_knows_nothing_of_this_one():
    before = Keys()
    visitor = before.visitor("")
    assert not Keys().is_ours(visitor, before.token(visitor))


def test_a_link_lets_in_once():
    keys = Keys(locked=True)
    link = keys.new_link()
    given = keys.enter(link)
    assert given is not None and keys.may_enter(given)
    assert keys.enter(link) is None
    assert not keys.may_enter("") and not keys.may_enter(link) and not keys.may_enter(given[:-1])


@pytest.mark.parametrize("key", ["", "x", "ü" * 20, "0" * 43])
def test_a_wrong_key_gives_no_pass_and_spends_none(key):
    keys = Keys(locked=True)
    link = keys.new_link()
    assert keys.enter(key) is None
    assert keys.enter(link) is not None


def test_an_open_desk_asks_for_no_pass():
    assert Keys().may_enter("")


def test_links_and_passes_are_bounded():
    keys = Keys(locked=True)
    first = keys.new_link()
    for _ in range(30):
        keys.new_link()
    assert keys.enter(first) is None


def test_secrets_do_not_show():
    keys = Keys(locked=True)
    link = keys.new_link()
    assert link not in repr(keys)
