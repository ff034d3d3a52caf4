"""Allowances in the files: what they take away, what they leave, and that wrong ones are findings themselves."""

from __future__ import annotations

import re

import pytest

from handouts.checks.content import check_content, settled
from handouts.exchange.yamledit import replace
from handouts.library import Library
from handouts.source.allowances import find_allowances, without_allowances
from tests.checks.content.clinics import EXAMPLE, HANDOUT, opened
from tests.cli.clinic import IRON, RLS, make_clinic
from tests.starters import ROOT, starter

HEAD = "title: Example\nblocks:\n"


def told(folder, text: str, path: str = EXAMPLE) -> list[tuple[str, int]]:
    """Rule and line of what is left, and of what is wrong with the allowances."""
    return left(opened(folder, {path: text}))


def left(library: Library) -> list[tuple[str, int]]:
    findings = settled(library, check_content(library), whole=True)
    return [(finding.rule, finding.mark.line if finding.mark else 0) for finding in findings]


TAKEN = {
    "at the end of the line": "  - text: Take IRON.  # handouts: allow capitals - a name on the box\n",
    "above the line": "  # handouts: allow capitals - a name on the box\n  - text: Take IRON.\n",
    "above other comments": "  # handouts: allow capitals - a name\n  # see issue 3\n  - text: Take IRON.\n",
    "above a whole block": "  # handouts: allow capitals - a name\n  - list:\n      - Take IRON.\n      - Take ZINC.\n",
    "above a text of several lines": "  # handouts: allow capitals - a name\n  - text: >\n      Take\n      IRON.\n",
    "with a colon": "  - text: Take IRON.  # handouts: allow capitals: a name on the box\n",
    "with a long dash": "  - text: Take IRON.  # handouts: allow capitals – a name on the box\n",
    "two rules": "  - text: Take IRON IRON.  # handouts: allow capitals, repeated-word - a name on the box\n",
}


@pytest.mark.parametrize("blocks", TAKEN.values(), ids=TAKEN)
def test_an_allowance_takes_the_finding_away(tmp_path, blocks):
    assert told(tmp_path, HEAD + blocks) == []
    bare = "\n".join(line.split("# handouts")[0] for line in (HEAD + blocks).split("\n"))
    assert {rule for rule, _ in told(tmp_path / "bare", bare)} >= {"capitals"}


LEFT = {
    "another rule": ("  - text: Take IRON.  # handouts: allow jargon - why\n", [("allow-unused", 3), ("capitals", 3)]),
    "another line": (
        "  - text: Take iron.  # handouts: allow capitals - why\n  - text: Take IRON.\n",
        [("allow-unused", 3), ("capitals", 4)],
    ),
    "no reason": ("  - text: Take IRON.  # handouts: allow capitals\n", [("allow-form", 3), ("capitals", 3)]),
    "an empty reason": ("  - text: Take IRON.  # handouts: allow capitals - \n", [("allow-form", 3), ("capitals", 3)]),
    "no rule": ("  - text: Take iron.  # handouts: allow - because\n", [("allow-form", 3)]),
    "not a word we know": ("  - text: Take iron.  # handouts: ignore capitals - why\n", [("allow-form", 3)]),
    "an unknown rule": (
        "  - text: Take IRON.  # handouts: allow capitels - why\n",
        [("allow-unknown", 3), ("capitals", 3)],
    ),
    "inside a text": ('  - text: "Take IRON. # handouts: allow capitals - why"\n', [("capitals", 3)]),
    "at the end of the file": ("  - text: Take iron.\n  # handouts: allow capitals - why\n", [("allow-unused", 4)]),
}  # fmt: skip


@pytest.mark.parametrize(("blocks", "expected"), LEFT.values(), ids=LEFT)
def test_what_an_allowance_leaves_is_told(tmp_path, blocks, expected):
    assert sorted(told(tmp_path, HEAD + blocks)) == sorted(expected)


def test_an_allowance_in_a_handout(tmp_path):
    text = "title: {en: Example}  # handouts: allow main-message - one page only\nlead: [when-to-get-help]\n"
    assert told(tmp_path, text + "sections: [acting, disclaimer]\n", HANDOUT) == []


def test_a_narrow_check_does_not_call_allowances_unused(tmp_path):
    library = opened(tmp_path, {EXAMPLE: HEAD + "  - text: Take iron.  # handouts: allow capitals - why\n"})
    assert [each.rule for each in settled(library, (), whole=False)] == []
    assert [each.rule for each in settled(library, (), whole=True)] == ["allow-unused"]


@pytest.mark.parametrize("number", ["100", "10"])
def test_the_number_lock_cannot_be_allowed(run, tmp_path, number):
    """A warning about a translation may be allowed, a wrong number never."""
    path = "content/sections/iron/de.yaml"
    files = {
        IRON: "title: Iron\nblocks:\n  - text: The limit is 100 µg. [@allen2018]\n",
        path: "title: Eisen\nblocks:\n  # handouts: allow translation-numbers - meant\n"
        f"  - text: Die Grenze ist {number} µg. [@allen2018]\n"
        "translation: {of: en, source: sha256:" + 64 * "0" + ", by: person}\n",
        RLS: "title: {en: Restless legs, de: Unruhige Beine}\nsections: [iron, references]\n",
        "templates/wording/de.yaml": (ROOT / "templates/wording/de.yaml").read_text(encoding="utf-8"),
    }
    ran = run("-C", make_clinic(tmp_path, files), "check", "rls", "--lang", "de")
    told = re.findall(rf"^{path}:(\d+):\d+: (\w+): .*\(translation-numbers\)$", ran.err, re.MULTILINE)
    assert told == ([("4", "error")] if number == "10" else []), ran.err
    assert ran.code == 1 or number == "100"


def test_an_allowance_changes_no_digest(tmp_path):
    plain = HEAD + "  - text: Take IRON.\n"
    marked = HEAD + "  # handouts: allow capitals - a name\n  - text: Take IRON.  # handouts: allow jargon - why\n"
    digests = {opened(tmp_path / str(n), {EXAMPLE: text}).sections["example", "en"].digest
               for n, text in enumerate((plain, marked))}  # fmt: skip
    assert len(digests) == 1
    assert without_allowances(marked) == plain
    other = opened(tmp_path / "c", {EXAMPLE: plain.replace("IRON.", "IRON.  # a comment")})
    assert other.sections["example", "en"].digest not in digests


def test_words_that_look_like_an_allowance_are_signed(tmp_path):
    """Text between quotes is text: it must not escape the digest."""
    one = HEAD + '  - text: "Take iron. # handouts: allow capitals - 5 mg"\n'
    two = one.replace("5 mg", "50 mg")
    libraries = [opened(tmp_path / str(number), {EXAMPLE: text}) for number, text in enumerate((one, two))]
    digests = {library.sections["example", "en"].digest for library in libraries}
    assert len(digests) == 2 and without_allowances(one) is one


def test_the_digests_of_the_starter_are_those_of_its_files():
    for (name, language), section in starter().sections.items():
        text = (ROOT / f"content/sections/{name}/{language}.yaml").read_text(encoding="utf-8")
        if "handouts:" not in text:
            assert without_allowances(text) is text
        assert section.digest.startswith("sha256:")


def test_an_allowance_survives_editing_the_file():
    text = HEAD + "  # handouts: allow capitals - a name\n  - text: Take IRON.  # handouts: allow jargon - why\n"
    edited = replace(text, {"blocks[0].text": "Take ZINC, and take it now."})
    assert [each.rules for each in find_allowances(edited, "x")] == [("capitals",), ("jargon",)]


@pytest.mark.parametrize(
    "text", ["", "handouts:", "# handouts:", "a: [ # handouts: allow x - y", "\t# handouts: allow"]
)
def test_no_text_is_too_odd(text):
    assert isinstance(find_allowances(text, "x"), tuple)
    assert isinstance(without_allowances(text), str)
