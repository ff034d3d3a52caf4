"""The mistakes people will make: each is told with its place and a way out, and nothing is written or lost."""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

import pytest

from tests.cli.clinic import BRAND, FILES, IRON, PLAN, PRODUCT, RLS, files_below, make_clinic
from tests.source.test_rules import CASES, DRAWING, RECT
from tests.workspaces import BRAND as BRAND_TEXT
from tests.workspaces import MINIMAL, make_workspace

TEXT = FILES[IRON]
PLACE = f"{IRON}:7:"  # the line where a block added to the section begins
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">\n%s\n</svg>'
)
WIDE = "X" * 90


def block(text: str) -> str:
    return f"{TEXT}  - {text}\n"


def huge_png() -> bytes:
    """A few bytes that say they are a picture of 60,000 by 60,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    )


def bomb() -> str:
    """Each line ten times the one before: a thousand million words when aliases are followed."""
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"{new}: &{new} [{', '.join(10 * [f'*{old}'])}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True)]
    return "\n".join(lines) + "\n"


# Name; files; place; part of the message; part of the hint.
MISTAKES: list[tuple[str, dict[str, str | bytes | None], str, str, str]] = [
    ("missing section", {RLS: "title: {en: R}\nsections: [iron, irn, references]\n"}, f"{RLS}:2:18",
     "There is no section 'irn'.", "Did you mean 'iron'?"),
    ("section file gone", {IRON: None, "content/sections/zinc/en.yaml": TEXT}, f"{RLS}:2:12",
     "There is no section 'iron'.", "plan"),
    ("wrong indentation", {IRON: f"{TEXT}   - text: x\n"}, f"{IRON}:7:4", "does not fit", "same column"),
    ("unknown block", {IRON: block("txt: x")}, f"{PLACE}5", "There is no block 'txt'.", "Did you mean 'text'?"),
    ("unknown citation", {IRON: block("text: see [@alen2018]")}, f"{PLACE}15",
     "There is no reference 'alen2018'", "Did you mean 'allen2018'?"),
    ("rows of unequal length", {IRON: block("table: {columns: [a, b], rows: [[x, y], [z]]}")}, f"{PLACE}45",
     "1 cell; the table has 2", ""),
    ("unreadable picture", {IRON: block("figure: {file: a.png, alt: x}"), "content/figures/a.png": b"\x89PNG\r\n"},
     f"{PLACE}20", "damaged or is not a PNG or JPEG", "Save it again"),
    ("picture outside", {IRON: block("figure: {file: ../../x.svg, alt: x}")}, f"{PLACE}20",
     "leads out of the folder content/figures", "Copy it"),
    ("drawing with a file outside",
     {IRON: block("figure: {file: a.svg, alt: x}"),
      "content/figures/a.svg": SVG % '<image xlink:href="../../secret.png" width="9" height="9"/>'},
     "content/figures/a.svg:2:1", "contains a picture inside it", "as the figure"),
    ("drawing with an entity",
     {IRON: block("figure: {file: a.svg, alt: x}"),
      "content/figures/a.svg": '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + SVG % "<desc>&x;</desc>"},
     "content/figures/a.svg:1:", "DOCTYPE", "plain SVG"),
    ("huge picture", {IRON: block("figure: {file: a.png, alt: x}"), "content/figures/a.png": huge_png()},
     f"{PLACE}20", "40 million is the limit", "Make it smaller"),
    ("word too wide for its column",
     {IRON: block(f"table: {{columns: [a, b, c, d], rows: [[{WIDE}, y, z, w]]}}")}, PLACE, "wider than the space",
     "shorter"),
    ("low contrast", {BRAND: BRAND_TEXT.replace("#0B5C7A", "#7FB8D0")}, f"{BRAND}:4:18",
     "contrast of 2.04:1", "#4F7281"),
    ("not UTF-8", {IRON: TEXT.encode() + b"  - text: Caf\xe9\n"}, f"{PLACE}14", "not UTF-8", "encoding UTF-8"),
    ("10,000 rows", {IRON: block("table: {columns: [a], rows: [" + "[x]," * 10_000 + "]}")}, f"{PLACE}33",
     "10,000 rows; 2,000", "Split it"),
    ("alias bomb", {IRON: bomb()}, f"{IRON}:1:4", "not allowed", "Write the text out"),
    ("deep brackets", {IRON: "[" * 100_000}, f"{IRON}:1:41", "40 deep", "brackets"),
    ("font not installed", {BRAND: BRAND_TEXT.replace("noto-sans", "comic-sans")}, f"{BRAND}:",
     "`comic-sans` is not installed", "noto-sans"),
    ("damaged font",
     {BRAND: BRAND_TEXT.replace("noto-sans", "templates/fonts/Mine"), "templates/fonts/Mine-Regular.ttf": b"junk",
      "templates/fonts/Mine-Bold.ttf": b"\0\1\0\0junk"},
     f"{BRAND}:", "is damaged", "Get the file again"),
    ("character without glyph", {IRON: block("text: a \U00012000 b")}, f"{PLACE}11", "U+12000", "another way"),
    ("no files", dict.fromkeys({**FILES, **MINIMAL}) | {"content/notes.txt": "x"}, "content:1:1", "no YAML", "init"),
    ("no handouts", {RLS: None}, "content/handouts:1:1", "There are no handouts", "NAME.yaml"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "place", "message", "hint"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_a_mistake_is_told_where_it_is(run, tmp_path, files, place, message, hint):
    workspace = make_clinic(tmp_path, files)
    before = files_below(workspace)
    ran = run("-C", workspace, "build")
    assert (ran.code, ran.out) == (1, ""), ran.err
    told = [pair for pair in pairs(ran.err) if pair[0].startswith(place) and ": error: " in pair[0]]
    assert any(message in head and hint in advice for head, advice in told), ran.err
    assert ran.err.endswith("\nNothing was written.\n")
    assert "Traceback" not in ran.err and "bug" not in ran.err
    assert files_below(workspace) == before


@pytest.mark.parametrize(("files", "place"), [m[1:3] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_a_mistake_is_told_once(run, tmp_path, files, place):
    """One mistake, one error: nothing is told that only follows from it."""
    ran = run("-C", make_clinic(tmp_path, files), "build")
    errors = [head for head, _ in pairs(ran.err) if ": error: " in head]
    assert len(errors) == 1, ran.err


def pairs(err: str) -> list[tuple[str, str]]:
    """Each finding's first line with its hint."""
    lines = err.splitlines()
    return [
        (line, following.strip() if following.startswith("    ") else "")
        for line, following in zip(lines, [*lines[1:], ""], strict=True)
        if not line.startswith("    ")
    ]


def test_three_mistakes_at_once_are_three_findings(run, tmp_path):
    files = {
        IRON: TEXT.replace("allen2018", "alen2018"),
        PLAN: f"{FILES[PLAN]}   - text: x\n",
        BRAND: BRAND_TEXT.replace("#0B5C7A", "#7FB8D0"),
    }
    ran = run("-C", make_clinic(tmp_path, files), "build")
    heads = [head for head, hint in pairs(ran.err) if hint]
    assert [head.split(" ")[0] for head in heads] == [f"{IRON}:5:35:", f"{PLAN}:6:4:", f"{BRAND}:4:18:"]
    assert ran.err.endswith("3 errors\nNothing was written.\n")


def test_the_old_product_stays_when_the_content_breaks(run, tmp_path):
    workspace = make_clinic(tmp_path)
    assert run("-C", workspace, "build", "--no-ledger").code == 0
    product = workspace / "output" / PRODUCT
    old = product.read_bytes(), product.stat().st_mtime_ns
    (workspace / IRON).write_text(block("txt: x"), encoding="utf-8")
    assert run("-C", workspace, "build").code == 1
    assert (product.read_bytes(), product.stat().st_mtime_ns) == old
    assert [path.name for path in (workspace / "output").iterdir()] == [PRODUCT]


@pytest.mark.skipif(os.name != "posix", reason="needs links")
@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_link_out_of_the_workspace_is_not_followed(run, tmp_path, kind):
    workspace = make_clinic(tmp_path / "clinic")
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "en.yaml").write_text("title: SECRET\nblocks: [{text: SECRET}]\n", encoding="utf-8")
    zinc = workspace / "content" / "sections" / "zinc"
    if kind == "folder":
        zinc.symlink_to(secret)
    else:
        zinc.mkdir()
        (zinc / "en.yaml").symlink_to(secret / "en.yaml")
    ran = run("-C", workspace, "build")
    assert ran.code == 1
    assert "content/sections/zinc" in ran.err and "This is a link" in ran.err and "SECRET" not in ran.err


def test_a_picture_taller_than_the_page_is_made_to_fit(run, tmp_path):
    tall = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 900">\n<rect width="90" height="900"/></svg>'
    files = {IRON: block("figure: {file: a.svg, alt: x}"), "content/figures/a.svg": tall}
    ran = run("-C", make_clinic(tmp_path, files), "build")
    assert ran.code == 0, ran.err


def test_an_unknown_option_of_a_name_changes_nothing(run, tmp_path):
    workspace = make_clinic(tmp_path)
    before = files_below(workspace)
    assert run("-C", workspace, "build", "--brand", "../test").code == 1
    assert files_below(workspace) == before


@pytest.mark.slow
@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize("index", range(len(CASES)), ids=[f"{case[3]}-{at}" for at, case in enumerate(CASES)])
def test_no_broken_workspace_looks_like_a_bug(run, tmp_path, index, command):
    """Whatever the source floor finds, the floors above it are not upset by what is left."""
    path, text, _, rule, _ = CASES[index]
    files: dict[str, str | bytes | None] = {DRAWING: RECT, "content/figures/bad.png": b"\x89PNG\r\n\x1a\n"}
    if path == DRAWING:
        files[IRON] = "title: Iron\nblocks:\n  - figure: {file: a.svg, alt: x}\n"
    wording = {"templates/wording/en.yaml": FILES["templates/wording/en.yaml"]}
    ran = run("-C", make_workspace(tmp_path, {**wording, **files, path: text}), command)
    assert ran.code in (0, 1), ran.err
    assert f"({rule})" in ran.err


def test_folders_may_have_spaces_and_letters_of_any_script(run, tmp_path):
    workspace = make_clinic(tmp_path / "Müde Beine 不宁腿")
    ran = run("-C", workspace, "build")
    assert (ran.code, Path(ran.out.rstrip("\n"))) == (0, workspace / "output" / PRODUCT)
