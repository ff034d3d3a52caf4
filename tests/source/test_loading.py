"""What a library holds, how templates extend each other, and that nothing makes loading raise."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts import content
from handouts.diagnostics import Severity
from handouts.library import Library
from handouts.looks import Ink
from handouts.source.loading import load
from handouts.source.workspace import SourceBlob, SourceFile, Workspace, read, starter_root
from handouts.source.yamltext import parse
from tests.workspaces import BRAND, LAYOUT, MINIMAL, make_workspace

IRON = "content/sections/iron/en.yaml"
RECT = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
EVERYTHING = """\
title: Iron
safety: true
box: tip
key_points: [One point]
blocks:
  - text: A [@allen2018]
  - heading: B
  - list: [C]
  - steps: [D]
  - callout: warning
    title: E
    steps: [F]
    text: G
  - table: {caption: H, columns: [I, J], header_column: true, rows: [[K, 8:30]], widths: [2, 1]}
  - faq: [{q: L, a: M}]
  - figure: {file: a.svg, alt: N, caption: O}
  - checklist: [P]
    name: plan
  - write_in: {label: Q, lines: 4, name: notes}
  - quote: {text: R, source: S}
  - key_points: [T]
  - text: U
    when: {brand_region: [US, CA]}
  - heading: V
    when: {not_brand_region: GB}
"""


def library(folder: Path, files: dict[str, str | bytes | None]) -> Library:
    workspace, reading = read(make_workspace(folder, files))
    made, findings = load(workspace)
    assert (reading, findings) == ((), ())
    assert made is not None
    return made


def test_starter_loads_without_errors() -> None:
    workspace, reading = read(starter_root())
    made, findings = load(workspace)
    assert made is not None
    assert [str(f) for f in (*reading, *findings) if f.severity is Severity.ERROR] == []


def test_every_block(tmp_path: Path) -> None:
    section = library(tmp_path, {IRON: EVERYTHING, "content/figures/a.svg": RECT}).sections["iron", "en"]
    kinds = [type(block).__name__ for block in section.blocks]
    assert kinds == [
        "Paragraph", "Heading", "BulletList", "Steps", "Callout", "Table", "Faq", "Figure", "Checklist",
        "WriteIn", "Quote", "KeyPoints", "Conditional", "Conditional",
    ]  # fmt: skip
    callout, table, figure = section.blocks[4], section.blocks[5], section.blocks[7]
    assert isinstance(callout, content.Callout)
    assert [type(inner).__name__ for inner in callout.blocks] == ["Steps", "Paragraph"]
    assert isinstance(table, content.Table)
    assert table.rows[0][1].plain == "8:30"
    assert table.widths == (2.0, 1.0)
    assert isinstance(figure, content.Figure)
    assert (figure.picture, figure.alt) == ("content/figures/a.svg", "N")
    shown, hidden = section.blocks[-2:]
    assert isinstance(shown, content.Conditional)
    assert isinstance(hidden, content.Conditional)
    assert (shown.regions, shown.negated, hidden.regions, hidden.negated) == (("US", "CA"), False, ("GB",), True)
    assert (section.safety, section.box, section.digest[:7]) == (True, "tip", "sha256:")
    assert str(section.blocks[0].mark) == f"{IRON}:6:5"


def test_brand(tmp_path: Path) -> None:
    brand = library(tmp_path, {"templates/brands/test.yaml": BRAND + "languages: {es: {name: N, address: [A, B]}}\n"})
    made = brand.brands["test"]
    assert made.values == {"clinic.name": "Test Clinic", "clinic.phone": "202-555-0100", "emergency.number": "911"}
    assert (made.paper, made.layout, made.profile, made.banner) == ("letter", "sheet", "standard-12", "band")
    assert made.languages == {"es": {"name": "N", "address": "A\nB"}}
    assert made.palette[Ink.BRAND] == (11, 92, 122)


def test_extends(tmp_path: Path) -> None:
    made = library(
        tmp_path,
        {
            "templates/layouts/wide.yaml": "extends: sheet\nmargins: {outer: 50}\n",
            "templates/layouts/wider.yaml": "extends: wide\nside: 70\npapers: [a4]\n",
            "templates/brands/north.yaml": 'extends: test\nname: North\ncolours: {accent: "#2F6B3C"}\n',
        },
    )
    wider, north = made.layouts["wider"], made.brands["north"]
    assert (wider.outer, wider.top, wider.side, wider.papers) == (50, 42, 70, ("a4",))
    assert (north.name, north.region, north.values["clinic.phone"]) == ("North", "US", "202-555-0100")
    assert north.palette[Ink.BRAND] == made.brands["test"].palette[Ink.BRAND]
    assert north.digest != made.brands["test"].digest


def test_circles_are_told_in_each_file_of_them(tmp_path: Path) -> None:
    files = {
        f"templates/layouts/{a}.yaml": f"extends: {b}\n" for a, b in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"))
    }
    findings = load(read(make_workspace(tmp_path, files))[0])[1]
    assert [str(f.mark) for f in findings if f.rule == "extends"] == [f"templates/layouts/{n}.yaml:1:10" for n in "abc"]


@pytest.mark.parametrize("path", sorted(MINIMAL))
def test_one_broken_file_is_told_once(tmp_path: Path, path: str) -> None:
    workspace, _ = read(make_workspace(tmp_path, {path: "a: b: c\n"}))
    made, findings = load(workspace)
    assert [(f.rule, str(f.mark)) for f in findings] == [("yaml-syntax", f"{path}:1:5")]
    assert (made is None) == path.endswith("workspace.yaml")


def test_reviews_and_glossary(tmp_path: Path) -> None:
    record = f"{{section: iron, language: en, digest: {64 * 'a'}, by: X, role: R, date: 2026-11-21}}"
    for index, text in enumerate((f"- {record}\n", f"reviews:\n  - {record}\n")):
        made = library(tmp_path / str(index), {"content/reviews.yaml": text, "content/glossary.yaml": "# none yet\n"})
        (review,) = made.reviews
        assert (review.digest, str(review.date)) == ("sha256:" + 64 * "a", "2026-11-21")
        assert made.glossary == content.Glossary()


def test_a_record_in_a_file_of_its_own(tmp_path: Path) -> None:
    """Beside records in one file: all of them count."""
    record = f"section: iron\nlanguage: en\ndigest: {64 * 'a'}\nby: X\nrole: approver\ndate: 2026-11-21\nowner: Y\n"
    files = {
        "content/reviews/iron/en_2026-11-21_0a.yaml": record,
        "content/reviews/iron/zh-Hans_2026-11-22_0b.yaml": record.replace("language: en", "language: zh-Hans"),
        "content/reviews.yaml": f"- {{{record.strip().replace(chr(10), ', ')}}}\n",
    }
    made = library(tmp_path, files).reviews
    assert [(review.language, review.by, review.owner) for review in made] == [
        ("en", "X", "Y"),
        ("en", "X", "Y"),
        ("zh-Hans", "X", "Y"),
    ]
    assert [review.mark.path for review in made] == ["content/reviews.yaml", *list(files)[:2]]


def test_roles_that_must_sign(tmp_path: Path) -> None:
    settings = MINIMAL["content/workspace.yaml"] + "review: "
    for index, (written, wanted) in enumerate(
        {
            "{months: 24}": (("approver",), ("approver",)),
            "{needs: [Owner, approver, owner]}": (("owner", "approver"), ("owner", "approver")),
            "{translations_need: [translator]}": (("approver",), ("translator",)),
            "{needs: []}": ((), ()),
        }.items()
    ):
        made = library(tmp_path / str(index), {"content/workspace.yaml": f"{settings}{written}\n"}).settings
        assert (made.needs, made.translations_need) == wanted


def test_translation(tmp_path: Path) -> None:
    spanish = f"title: Hierro\nblocks: [{{text: x}}]\ntranslation: {{of: en, source: sha256:{64 * 'b'}, by: machine}}\n"
    section = library(tmp_path, {IRON.replace("en.", "es."): spanish}).sections["iron", "es"]
    assert section.translation == content.Translation("en", "sha256:" + 64 * "b", "machine")


def test_fonts_are_carried(tmp_path: Path) -> None:
    font = {"templates/fonts/Mine-Bold.ttf": b"data"}
    made = library(tmp_path, {**font, "templates/brands/test.yaml": BRAND.replace("noto-sans", "templates/fonts/Mine")})
    assert made.fonts == font


# Text that looks like our files gets further than random letters.
_PIECES = st.sampled_from([
    "title", "blocks", "text", "list", "table", "rows", "columns", "faq", "q", "a", "callout", "when", "figure", "file",
    "extends", "brand", "colours", "sections", "en", ": ", ":\n", "\n", "  ", "- ", "[", "]", "{", "}", ", ", "'", '"',
    "|", ">", "#", "*", "&a", "!x", "---\n", "~", "true", "1", "[@a]", "{clinic.phone}", "**", "](", "<", "`",
    "\\", "\t",
])  # fmt: skip
_TEXTS = st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=40).map("".join))
_PATHS = (
    *MINIMAL,
    "content/reviews.yaml",
    "content/reviews/iron/one.yaml",
    "content/glossary.yaml",
    "templates/wording/en.yaml",
    "content/sections/iron/es.yaml",
)


@settings(max_examples=400, deadline=None)
@given(_TEXTS)
def test_parse_never_raises(text: str) -> None:
    node, findings = parse(text, "f.yaml")
    assert node is not None or findings


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(_PATHS), _TEXTS)
def test_load_never_raises_for_one_file(path: str, text: str) -> None:
    texts = {**MINIMAL, path: text}
    files = {place: SourceFile(place, body, "0" * 64) for place, body in texts.items()}
    load(Workspace(Path(), files))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(_PATHS), st.integers(0, 400), st.integers(0, 30), st.lists(_PIECES, max_size=3).map("".join))
def test_load_never_raises_for_edits(path: str, start: int, length: int, patch: str) -> None:
    body = {**MINIMAL, IRON: EVERYTHING}.get(path, LAYOUT)
    edited = body[:start] + patch + body[start + length :]
    files = {place: SourceFile(place, text, "0" * 64) for place, text in {**MINIMAL, path: edited}.items()}
    load(Workspace(Path(), files, {"content/figures/a.svg": SourceBlob("content/figures/a.svg", RECT, "0" * 64)}))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(_PATHS), st.binary(max_size=80))
def test_any_bytes_can_be_read(tmp_path_factory: pytest.TempPathFactory, path: str, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    load(read(make_workspace(folder, {path: data}))[0])
