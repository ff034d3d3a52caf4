"""What a sign-off is of: all of a section's file that says something, and its pictures; not how it is cared for."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from handouts.source.digests import pictures_named, printed_text
from handouts.source.loading import load
from handouts.source.workspace import read
from handouts.source.yamltext import parse
from tests.workspaces import make_workspace

IRON = "content/sections/iron/en.yaml"
TEXT = """\
# Checked by our pharmacist.
title: Iron
safety: true
key_points:
  - Ask first.

blocks:
  # why it matters
  - text: Iron helps. [@allen2018]
  - figure: {file: a.svg, alt: A leg}
"""
CARE = """\
treatments:
  - of: [iron]
    # found by the editor
    benefits: Iron helps.

review_months: 12
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="{}" height="9"/></svg>'


def digest(folder: Path, text: str, picture: str = SVG.format(9)) -> str:
    made, findings = load(read(make_workspace(folder, {IRON: text, "content/figures/a.svg": picture}))[0])
    assert made is not None and findings == ()
    return made.sections["iron", "en"].digest


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> str:
    return digest(tmp_path_factory.mktemp("signed"), TEXT)


def test_every_character_counts(tmp_path: Path, signed: str) -> None:
    """Each in turn is doubled; what is then still YAML has another digest."""
    tried = set()
    for place, character in enumerate(TEXT):
        changed = TEXT[:place] + character + TEXT[place:]
        workspace, _ = read(
            make_workspace(tmp_path / str(place), {IRON: changed, "content/figures/a.svg": SVG.format(9)})
        )
        made, _ = load(workspace)
        if made is not None and ("iron", "en") in made.sections:
            tried.add(place)
            assert made.sections["iron", "en"].digest != signed, changed
    assert len(tried) > len(TEXT) / 2


def test_a_picture_counts(tmp_path: Path, signed: str) -> None:
    assert digest(tmp_path, TEXT, SVG.format(8)) != signed


def test_without_pictures_it_is_what_sha256sum_prints(tmp_path: Path) -> None:
    text = TEXT.replace("  - figure: {file: a.svg, alt: A leg}\n", "")
    assert digest(tmp_path, text) == "sha256:" + hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("before", ["title: ", "safety: ", "key_points:", "blocks:", None])
def test_care_keys_do_not_count_wherever_they_stand(tmp_path: Path, signed: str, before: str | None) -> None:
    text = TEXT + CARE if before is None else TEXT.replace(before, CARE + before)
    assert digest(tmp_path, text) == signed
    assert digest(tmp_path / "other", text.replace("12", "24").replace("helps.\n\nreview", "\n\nreview")) == signed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Iron\n", "# handouts: allow capitals - as on the box\ntitle: Iron\n"),
        ("- Ask first.\n", "- Ask first.   # handouts: allow jargon - they know it\n"),
        ("  # why it matters\n", "  # why it matters\n  # handouts: allow jargon - they know it\n"),
    ],
)
def test_allowances_do_not_count(tmp_path: Path, signed: str, old: str, new: str) -> None:
    assert digest(tmp_path, TEXT.replace(old, new)) == signed
    assert digest(tmp_path / "care", TEXT.replace(old, new).replace("blocks:", CARE + "blocks:")) == signed


def test_line_ends_and_byte_order_marks_do_not_count(tmp_path: Path, signed: str) -> None:
    workspace, _ = read(
        make_workspace(
            tmp_path,
            {
                IRON: b"\xef\xbb\xbf" + (CARE + TEXT).replace("\n", "\r\n").encode(),
                "content/figures/a.svg": SVG.format(9),
            },
        )
    )
    made, _ = load(workspace)
    assert made is not None and made.sections["iron", "en"].digest == signed


@pytest.mark.parametrize(
    "text",
    [
        "{title: Iron, treatments: {of: iron}, blocks: []}\n",
        "{title: Iron,\n treatments: {of: iron},\n blocks: []}\n",
        "title: Iron\nblocks: [{text: 'treatments:'}]\n",
        "title: Iron\nblocks:\n  - text: |\n      treatments: x\n      review_months: 3\n",
        "title: Iron",
        "",
        "- treatments: x\n",
    ],
)
def test_what_cannot_be_told_apart_by_lines_counts_as_a_whole(text: str) -> None:
    root, _ = parse(text, "f.yaml")
    assert root is not None and printed_text(text, root) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("title: Iron\ntreatments:\n  of: iron", "title: Iron\n"),
        ("treatments: {of: iron,\n  risks: x}\ntitle: Iron\n", "title: Iron\n"),
        ("title: Iron\n'review_months': 3\nblocks: []\n", "title: Iron\nblocks: []\n"),
        ("title: Iron\ntreatments: >\n  blocks:\n\n  title:\nblocks: []\n", "title: Iron\nblocks: []\n"),
        ("title: Iron\nreview_months: 3\n\n# why\nblocks: []\n", "title: Iron\n# why\nblocks: []\n"),
        ("  title: Iron\n  review_months: 3\n  blocks: []\n", "  title: Iron\n  blocks: []\n"),
    ],
)
def test_all_lines_of_a_care_key_go(text: str, kept: str) -> None:
    root, _ = parse(text, "f.yaml")
    assert root is not None and printed_text(text, root) == kept


def test_pictures_named_by_a_text() -> None:
    root, _ = parse(
        "blocks:\n  - figure: {file: b.svg}\n  - text: x\n  - {when: {}, figure: {file: a.svg}}\n"
        "  - figure: {file: b.svg}\n  - figure: x\n",
        "f.yaml",
    )
    assert root is not None and pictures_named(root) == ("b.svg", "a.svg")
    assert pictures_named(parse("blocks: x\n", "f.yaml")[0]) == ()  # type: ignore[arg-type]
