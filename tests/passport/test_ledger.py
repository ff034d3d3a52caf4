"""The ledger as bytes: what goes in comes out, and what was done to it shows."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from handouts.passport.ledger import check_of, editions, holds, is_whole, line_for, read_ledger
from tests.passport.lines import entry, ledger

THREE = tuple(entry(edition=f"{name}{name}{name}{name}{name}-00000", handout=name) for name in "abc")


def rules(data: bytes) -> list[str]:
    return [f"{finding.rule}:{finding.mark.line if finding.mark else 0}" for finding in read_ledger(data, "l")[1]]


def handouts(data: bytes) -> str:
    return "".join(each.request.handout for each in read_ledger(data, "l")[0])


def test_what_goes_in_comes_out():
    assert read_ledger(ledger(*THREE), "l") == (THREE, ())


def test_odd_titles_come_out_too():
    odd = entry(title='He said "no"\n\u2028 قرص \U0001f48a \\', sections={})
    assert read_ledger(ledger(odd), "l") == ((odd,), ())
    assert ledger(odd).count(b"\n") == 1


def test_a_line_is_checked_as_the_documentation_says():
    """With nothing of ours: the digest of the bytes before `,"check":`."""
    first, second = (line for line in ledger(*THREE[:2]).split(b"\n") if line)
    for line in (first, second):
        body, _, check = line.rpartition(b',"check":"')
        assert hashlib.sha256(body).hexdigest() == check.decode().removesuffix('"}')
    assert json.loads(first)["previous"] == ""
    assert json.loads(second)["previous"] == json.loads(first)["check"]


def test_the_line_names_what_the_law_may_ask_for():
    (line,) = ledger(entry()).splitlines()
    expected = {
        "ledger": 1, "edition": "7k3mq-0xw2a", "handout": "rls", "languages": ["en"], "brand": "test",
        "layout": "sheet", "profile": "standard-12", "paper": "letter", "mono": False, "draft": False,
        "plain": False, "banner": True, "plan_first": False,
        "date": "2026-01-15", "review": "signed", "last_checked": "2025-06-01", "next_check": "2028-06-01",
        "references": ["allen2018"], "version": "0.1.0", "clean": True, "pages": 2,
    }  # fmt: skip
    data = json.loads(line)
    assert {key: data[key] for key in expected} == expected
    assert set(data) == {
        *expected, "title", "english_title", "written", "sha256", "sections", "files", "libraries", "commit",
        "previous", "check",
    }  # fmt: skip


# --- what was done to it -----------------------------------------------------------------------------------------


def lines() -> list[bytes]:
    return ledger(*THREE).splitlines(keepends=True)


def test_a_changed_line_is_told_and_still_read():
    one, two, three = lines()
    changed = two.replace(b'"date":"2026-01-15"', b'"date":"2025-01-15"')
    assert rules(one + changed + three) == ["ledger-altered:2"]
    assert handouts(one + changed + three) == "abc"


def test_a_changed_line_with_a_new_checksum_is_told_by_the_next():
    one, two, three = lines()
    body = two.rpartition(b',"check":"')[0].replace(b'"date":"2026-01-15"', b'"date":"2025-01-15"')
    forged = body + b',"check":"' + hashlib.sha256(body).hexdigest().encode() + b'"}\n'
    assert is_whole(forged.strip())
    assert rules(one + forged + three) == ["ledger-gap:3"]


@pytest.mark.parametrize("gone", [0, 1])
def test_a_line_taken_out_is_told_by_the_next(gone):
    kept = lines()
    del kept[gone]
    assert rules(b"".join(kept)) == [f"ledger-gap:{gone + 1}"]


def test_two_ledgers_merged_by_git_are_whole():
    """Two branches add to the same beginning; a union merge keeps the lines of both, in any order, some twice."""
    start = ledger(THREE[0])
    ours = line_for(THREE[1])(start.strip()) + b"\n"
    theirs = line_for(THREE[2])(start.strip()) + b"\n"
    for merged in (start + ours + theirs, start + theirs + ours, start + ours + start + theirs):
        assert rules(merged) == []
        assert sorted(handouts(merged)) == ["a", "b", "c"]


def test_line_ends_of_windows_do_no_harm():
    assert read_ledger(ledger(*THREE).replace(b"\n", b"\r\n"), "l") == (THREE, ())


def test_lines_of_newer_versions_are_kept_and_not_read():
    one, _, _ = lines()
    body = b'{"ledger":2,"what":"nobody knows yet","previous":"' + check_of(one.strip()).encode() + b'"'
    newer = body + b',"check":"' + hashlib.sha256(body).hexdigest().encode() + b'"}\n'
    after = line_for(THREE[1])(newer.strip()) + b"\n"
    assert rules(one + newer + after) == ["ledger-newer:2"]
    assert handouts(one + newer + after) == "ab"


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (b"not JSON at all", "ledger-damaged"),
        (b"\x00\x00\x00", "ledger-damaged"),
        (b"[1, 2]", "ledger-damaged"),
        (b'{"ledger":1,"edition":"x"}', "ledger-unchecked ledger-damaged"),
        (b"{}", "ledger-unchecked ledger-damaged"),
    ],
)
def test_other_lines_are_told_and_kept(line, rule):
    one, *_ = lines()
    after = line_for(THREE[1])(line) + b"\n"
    data = one + line + b"\n" + after
    assert rules(data) == [f"{name}:2" for name in rule.split()]
    assert handouts(data) == "ab"


def spoiled(**changes: Any) -> bytes:
    data = {**json.loads(ledger(entry()).strip()), **changes}
    return json.dumps({key: value for key, value in data.items() if value is not ...}).encode() + b"\n"


@pytest.mark.parametrize(
    "changes",
    [
        {"edition": ...}, {"edition": 7}, {"languages": "en"}, {"languages": [1]}, {"date": "soon"}, {"date": None},
        {"review": "maybe"}, {"sections": []}, {"sections": {"iron@en": 1}}, {"pages": "many"}, {"files": "x"},
    ],
)  # fmt: skip
def test_a_line_of_another_shape_is_damaged(changes):
    assert "ledger-damaged:1" in rules(spoiled(**changes))


def test_a_line_that_does_not_say_how_it_was_made_can_be_recalled():
    data = spoiled(files=..., libraries=..., commit=..., written=..., sha256=..., title=...)
    (found,), _ = read_ledger(data, "l")
    assert (found.edition, found.files, found.sha256, found.written) == ("7k3mq-0xw2a", {}, "", found.date)


def test_a_torn_end_is_told():
    one, two, _ = lines()
    assert rules(one + two[:300]) == ["ledger-torn:2"]
    assert handouts(one + two[:300]) == "a"
    assert (rules(one + two.strip()), handouts(one + two.strip())) == ([], "ab")


def test_an_empty_ledger():
    assert read_ledger(b"", "l") == ((), ()) == read_ledger(b"\n\n", "l")


def test_which_editions_there_are():
    twice = entry(edition=THREE[0].edition, sha256="cd" * 32)
    assert {name: len(found) for name, found in editions((*THREE, twice)).items()} == {
        THREE[0].edition: 2, THREE[1].edition: 1, THREE[2].edition: 1,
    }  # fmt: skip
    assert holds(ledger(*THREE), THREE[1].edition)
    assert not holds(ledger(*THREE), "ddddd-00000")
