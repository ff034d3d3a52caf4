"""The scalar replacer: nothing but the scalar changes, whatever its style and whatever the new text."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.exchange import yamledit
from handouts.exchange.scalars import is_plain
from handouts.exchange.yamledit import insert_translation, replace, scalars
from handouts.source.yamltext import parse

FILE = """\
# a comment
title: Iron and you   # another
'quoted key': 'It''s single'
double: "With \\"quotes\\" and \\u00e9"
wrapped: This plain text
  goes over
  three lines
long single: 'One two three
  four five'
long double: "One two three
  four \\
  five"
folded: >-
  Folded text that
  has two lines
clipped: >
  Clipped text

literal: |
  A line
    deeper
  last
kept: |+
  Kept

flow: [first, "second", 'third', {q: why, a: because}]
table:
  rows:
    - [Levothyroxine, 4 hours]  # gap
    - - nested
      - "list"
last: end"""
PATHS = sorted(scalars(parse(FILE, "f")[0]))


def values(text: str) -> dict[str, str]:
    root, findings = parse(text, "f")
    assert root is not None and findings == (), findings
    return scalars(root)


def check(path: str, new: str, text: str = FILE) -> str:
    """Replace one value; everything else reads as before, and every line outside the value is as it was."""
    edited = replace(text, {path: new})
    before, after = values(text), values(edited)
    assert list(after) == list(before)
    assert after.pop(path) in (new, new + "\n", new + "\n\n")
    before.pop(path)
    assert after == before
    assert edited.count("#") - new.count("#") >= 0
    for comment in ("# a comment", "# another", "# gap"):
        assert text.count(comment) <= edited.count(comment)
    return edited


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Co", "Cn")), max_size=60)
# fmt: off
TRICKY = st.sampled_from([
    "", " ", "no", "null", "~", "8:30", "a: b", "a #b", "# x", "- x", "? y", "[x", "x]", "{y}", "a, b", "it's", '"',
    "\\", "'", "''", "x:", ":x", "*x", "&x", "!x", "|", ">", "%x", "@x", "`x", "a\nb", "a\n\nb", "\n", "a\n", "\ta",
    "a\tb", " a", "a ", "---", "...", "1.5", "75 ng/mL", "[@allen2018]", "铁：75", "الحديد", "👍 ok", "x" * 300,
    "word " * 80, "- " * 60 + "x", "a # " * 40, "a: " * 40 + "x", "\\ " * 60 + "x", "'' " * 60 + "x",
])
# fmt: on


@pytest.mark.parametrize("path", PATHS)
@given(new=TRICKY | WORDS)
def test_nothing_else_changes(path, new):
    if "\ufeff" not in new:
        check(path, new)


@given(news=st.dictionaries(st.sampled_from(PATHS), TRICKY, min_size=1))
def test_many_at_once(news):
    edited = values(replace(FILE, news))
    for path, old in values(FILE).items():
        assert edited[path].rstrip("\n") == news.get(path, old).rstrip("\n")


@pytest.mark.parametrize("path", PATHS)
def test_the_same_text_changes_nothing_but_its_breaks(path):
    old = values(FILE)[path]
    assert values(replace(FILE, {path: old.rstrip("\n")})) == values(FILE)


STYLES = [
    ("a: Iron # c\n", "Hierro", "a: Hierro # c\n"),
    ("a: Iron\n", "Hierro: sí", 'a: "Hierro: sí"\n'),
    ("a: Iron\n", "no", 'a: "no"\n'),
    ("a: Iron\n", "20%, [@x]", "a: 20%, [@x]\n"),
    ("a: [Iron, b]\n", "uno, dos", 'a: ["uno, dos", b]\n'),
    ("a: 'Iron'\n", "d'fer", "a: 'd''fer'\n"),
    ('a: "Iron"\n', 'dit "fer"', 'a: "dit \\"fer\\""\n'),
    ('a: "Iron"\n', "x\\y", 'a: "x\\\\y"\n'),
    ("a: >-\n  one two\n  three\nb: c\n", "uno", "a: >-\n  uno\nb: c\n"),
    ("a: |\n  one\n\nb: c\n", "uno\ndos", "a: |\n  uno\n  dos\n\nb: c\n"),
    ("a: |2\n   one\n", "uno", 'a: "uno"\n'),
    ("a: >\n  one\n", " uno", 'a: " uno"\n'),
    ("a: |\n  one", "uno", "a: |\n  uno"),
    ("- a: one\n    two\n", "uno", "- a: uno\n"),
]


@pytest.mark.parametrize(("before", "new", "after"), STYLES)
def test_style_is_kept_where_it_can_be(before, new, after):
    path = "[0].a" if before.startswith("-") else "a[0]" if "[Iron" in before else "a"
    assert replace(before, {path: new}) == after


def test_wrapped_text_stays_wrapped():
    new = "ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"
    edited = check("wrapped", new)
    assert "wrapped: ein zwei drei vier fünf sechs\n  sieben acht" in edited
    folded = textwrap.dedent("a: >-\n  one two three four five six seven eight\n  nine\n")
    assert replace(folded, {"a": new}).splitlines()[1:] == [
        "  ein zwei drei vier fünf sechs sieben",
        "  acht neun zehn elf zwölf",
    ]


@pytest.mark.parametrize(("text", "path"), [("a: b\n", "c"), ("a:\n", "a"), ("a: [\n", "a"), ("", "a")])
def test_what_is_not_there_cannot_be_replaced(text, path):
    with pytest.raises(ValueError):
        replace(text, {path: "x"})


def test_a_form_that_does_not_hold_is_double_quoted(monkeypatch):
    monkeypatch.setattr(yamledit, "written", lambda *_: "[")
    assert replace("a: b\n", {"a": "c"}) == 'a: "c"\n'
    monkeypatch.setattr(yamledit, "double_quoted", lambda _: "[")
    with pytest.raises(ValueError, match="cannot be written"):
        replace("a: b\n", {"a": "c"})


def test_nothing_to_replace():
    assert replace("a: [", {}) == "a: ["


@pytest.mark.parametrize(("text", "flow"), [("yes", False), ("12", False), ("a ", False), ("", False), ("a, b", True)])
def test_not_plain(text, flow):
    assert not is_plain(text, flow=flow)


INSERTS = [
    ("# c\ntitle: A  # t\nsafety: true\n\n# k\nkey_points: [x]\n", "safety: true\n", "\n# k\nkey_points"),
    ("title: >\n  A\n  b\nbox: tip\nblocks: []\n", "box: tip\n", "blocks: []"),
    ("blocks: []\ntitle: A\n", "", "blocks: []"),
    ("title: A", "title: A\n", ""),
    ("  title: A\n  blocks: []\n", "  title: A\n", "  blocks"),
]


@pytest.mark.parametrize(("text", "before", "after"), INSERTS)
def test_the_translation_block_comes_after_the_head(text, before, after):
    new = insert_translation(text, "sha256:0", "person")
    head, _, tail = new.partition(f"{' ' * (len(text) - len(text.lstrip(' ')))}translation:\n")
    assert head.endswith(before) and after in tail
    assert values(new) == {
        **values(text), "translation.of": "en", "translation.source": "sha256:0", "translation.by": "person",
    }  # fmt: skip


def test_a_section_in_braces():
    new = insert_translation("{title: A, blocks: []}", "sha256:0", "machine")
    assert values(new)["translation.by"] == "machine" and values(new)["title"] == "A"


def test_no_section():
    with pytest.raises(ValueError):
        insert_translation("- a\n", "sha256:0", "person")
