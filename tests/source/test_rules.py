"""Every rule of the source floor: a workspace that breaks it, and the place and words of the finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts.diagnostics import Diagnostic, in_order
from handouts.source.loading import load
from handouts.source.rules import RULES
from handouts.source.workspace import read
from tests.workspaces import BRAND, LAYOUT, MINIMAL, PROFILE, make_workspace

IRON = "content/sections/iron/en.yaml"
SPANISH = "content/sections/iron/es.yaml"
TEST = "templates/brands/test.yaml"
SHEET = "templates/layouts/sheet.yaml"
STANDARD = "templates/profiles/standard-12.yaml"
RLS = "content/handouts/rls.yaml"
SETTINGS = "content/workspace.yaml"
REFERENCES = "content/references.yaml"
DRAWING = "content/figures/a.svg"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">\n%s\n</svg>'
RECT = SVG % '<rect width="9" height="9"/>'
RECORD = "content/reviews/iron/one.yaml"
REVIEW = f"section: iron\nlanguage: en\ndigest: {64 * 'a'}\nby: A. Reader\nrole: approver\ndate: 2026-01-02\n"
OF = "translation: {of: en, source: sha256:" + 64 * "a" + ", by: person}\n"


BARE = LAYOUT.replace("side: 90", "side: 0")


def block(text: str) -> str:
    """A section with one block, which begins in line 3, column 5."""
    return f"title: Iron\nblocks:\n  - {text}\n"


def colours(text: str) -> str:
    return BRAND.replace('brand: "#0B5C7A", accent: "#B4490F"', text)


# File, its text, the place of the finding (file:line:col, or line:col in that file), rule, part of message or hint.
CASES: list[tuple[str, str | bytes | None, str, str, str]] = [
    # The folder and its files
    (SETTINGS, None, "1:1", "workspace", "settings"),
    (SETTINGS, "brand: [test]\n", "1:1", "missing-key", "'languages' is missing"),
    (IRON, b"title: Iron\nblocks:\n  - text: Caf\xe9\n", "3:14", "encoding", "byte 33 (0xe9), probably 'é'"),
    (IRON, "title: x".encode("utf-16"), "1:1", "encoding", "UTF-16"),
    ("content/sections/iron.yaml", "title: x\n", "1:1", "file-ignored", "content/sections/SECTION/LANGUAGE.yaml"),
    ("content/sections/iron/es.yml", "title: x\n", "1:1", "file-ignored", "es.yaml"),
    (IRON, "title: " + 2_000_001 * "x", "1:1", "file-size", "over 2 MB"),
    (IRON, "title: x\x07\n", "1:9", "control-character", "U+0007"),
    (IRON, 'title: "x\\x07"\n', "1:8", "control-character", "U+0007"),
    # YAML
    (IRON, "title: &a Iron\n", "1:8", "yaml-alias", "Write the text out"),
    (IRON, "title: *a\n", "1:8", "yaml-alias", "Write the text out"),
    (IRON, "title: Room #3\nblocks: [{text: x}]\n", "1:13", "yaml-comment", "in quotes"),
    (IRON, 50 * "[" + 50 * "]", "1:41", "yaml-depth", "40 deep"),
    (IRON, "title: x\n---\ntitle: y\n", "2:1", "yaml-documents", "one document"),
    (IRON, "title: x\nblocks: [{text: x}]\ntitle: y\n", "3:1", "yaml-duplicate", "first in line 1"),
    (IRON, "[a]: b\n", "1:1", "yaml-key", "title"),
    (IRON, "title: Iron: what\n", "1:12", "yaml-syntax", "colon"),
    (IRON, "title: !!python/object:os.system x\n", "1:8", "yaml-tag", "quotes"),
    # Sign-offs and care
    (RECORD, REVIEW.replace("iron", "zinc"), "1:10", "review-place", "lies in the folder of 'iron'"),
    (RECORD, REVIEW + "rolle: x\n", "7:1", "unknown-key", "Did you mean 'role'?"),
    (RECORD, "- " + REVIEW.replace("\n", "\n  "), "1:1", "wrong-value", "Here belongs a review"),
    (RECORD, REVIEW.replace("en", "English"), "2:11", "language-tag", "English"),
    (IRON, MINIMAL[IRON] + "treatments: [{benefits: Iron}]\n", "4:14", "missing-key", "'of' is missing"),
    (IRON, MINIMAL[IRON] + "treatments: [{of: Iron}]\n", "4:19", "id", "iron-tablets"),
    (IRON, MINIMAL[IRON] + "review_months: 0\n", "4:16", "wrong-value", "at least 1"),
    (SETTINGS, MINIMAL[SETTINGS] + "review: {needs: approver}\n", "5:17", "wrong-value", "a list"),
    # Shapes
    (IRON, "titel: Iron\nblocks: [{text: x}]\n", "1:1", "unknown-key", "Did you mean 'title'?"),
    (IRON, "blocks: [{text: x}]\n", "1:1", "missing-key", "Write: title: Iron"),
    (IRON, "", "1:1", "wrong-value", "a section"),
    (IRON, "title: Iron\nsafety: yes\nblocks: [{text: x}]\n", "2:9", "wrong-value", "'yes' is not possible"),
    (IRON, "title: Iron\nblocks:\n", "2:8", "wrong-value", "has nothing in it"),
    (IRON, block("text: {clinic.phone}"), "3:11", "wrong-value", "in quotes"),
    (IRON, block("text: [a, b]"), "3:11", "wrong-value", "not a list"),
    (IRON, block("list: []"), "3:11", "wrong-value", "is empty"),
    (IRON, block("write_in: {label: x, lines: many}"), "3:33", "wrong-value", "whole number"),
    (IRON, block("write_in: {label: x, lines: 99}"), "3:33", "wrong-value", "at most 40"),
    (IRON, block("callout: danger\n    text: x"), "3:14", "wrong-value", "emergency, note, tip, warning"),
    (IRON, block("faq: [{q: x}]"), "3:11", "missing-key", "'a' is missing from a question"),
    (IRON, block("figure: legs.svg"), "3:13", "wrong-value", "file"),
    (IRON, "title:\nblocks: [{text: x}]\n", "1:7", "empty-text", "no text"),
    (IRON, "title: Iron\n", "1:1", "empty-text", "no content"),
    (IRON, block('text: "  "'), "3:11", "empty-text", "no text"),
    (IRON, block("list: [\"\\u200b\", \"\\u2060\"]"), "3:12", "empty-text", "no text"),
    (REFERENCES, "allen2018: {type: artcle, title: x}\n", "1:19", "wrong-value", "Did you mean 'article'?"),
    (REFERENCES, "allen2018: {type: book, title: x, checked: 2026-02-30}\n", "1:44", "wrong-value", "year-month-day"),
    (REFERENCES, "allen2018: {type: book, title: x, status: old}\n", "1:43", "wrong-value", "superseded_by"),
    (REFERENCES, "allen2018: {type: book, title: x, author: [{given: R}]}\n", "1:44", "wrong-value", "literal"),
    # Names and languages
    ("content/sections/Iron/en.yaml", "title: x\n", "1:1", "id", "lower-case"),
    ("content/sections/references/en.yaml", "title: x\n", "1:1", "id", "kept for the list of sources"),
    (IRON, block("checklist: [x]\n    name: My List"), "4:11", "id", "lower-case"),
    (IRON, block("checklist: [x]\n    name: a\n  - checklist: [y]\n    name: a"), "5:5", "id", "twice"),
    (REFERENCES, '"a b": {type: book, title: x}\n', "1:1", "id", "citation key"),
    ("content/sections/iron/xx.yaml", "title: x\n", "1:1", "language-tag", "BCP 47"),
    ("content/sections/iron/pt-br.yaml", "title: x\n", "1:1", "language-tag", "Write 'pt-BR'."),
    (SETTINGS, MINIMAL[SETTINGS].replace("[en]", "[en, english]"), "2:17", "language-tag", "english"),
    (RLS, "title: {en: x, xx: y}\nsections: [iron]\n", "1:16", "language-tag", "xx"),
    ("content/glossary.yaml", "terms: [{term: a, plain: b, translations: {xx: y}}]\n", "1:48", "language-tag", "xx"),
    ("templates/wording/es.yaml", "language: en\ntexts: {page: x}\n", "1:11", "language-tag", "language: es"),
    # Text
    (IRON, block('text: "# Big"'), "3:12", "markup", "'heading:'"),
    (IRON, block("text: |\n      - a\n      - b"), "3:11", "markup", "'list:'"),
    (IRON, block("text: 1. First"), "3:11", "markup", "'steps:'"),
    (IRON, block("text: a <b>bold</b> word"), "3:13", "markup", "**"),
    (IRON, block("text: see ![x](y.png)"), "3:15", "markup", "'figure:'"),
    (IRON, block("text: the `code` word"), "3:15", "markup", "backticks"),
    (IRON, block("text: a&nbsp;b"), "3:12", "markup", "&nbsp;"),
    (IRON, block("text: |\n      a\\\n      b"), "3:11", "markup", "broken by hand"),
    (IRON, block("text: |\n      a\n\n      b"), "3:11", "markup", "empty line"),
    (IRON, block("text: a {clinic phone} b"), "3:13", "markup", "\\{"),
    (IRON, block("text: " + 10_001 * "x"), "3:11", "markup", "10,000"),
    (IRON, block("text: see [x](javascript:alert)"), "3:19", "link", "https:"),
    (IRON, block("text: see [x](page.html)"), "3:19", "link", "whole address"),
    (IRON, block('text: see [x](https://a.org "t")'), "3:19", "link", "title"),
    (IRON, block('text: "[](https://a.org)"'), "3:15", "link", "no text"),
    (IRON, block("text: see [x](https://a.org/{clinic.phone})"), "3:17", "link", "placeholder"),
    (IRON, block("text: see [@allen 2018]"), "3:15", "citation", "[@first; @second]"),
    (IRON, block("text: see [in @allen2018]"), "3:15", "citation", "Nothing but"),
    (IRON, block("text: see [@allen2018"), "3:15", "citation", "not closed"),
    (IRON, block("text: see [@alen2018]"), "3:15", "unknown-citation", "Did you mean 'allen2018'?"),
    (REFERENCES, "allen2018: {type: book, title: x, status: {superseded_by: b}}\n", "1:59", "unknown-citation", "'b'"),
    (IRON, block("text: call {clinic.fone}"), "3:16", "unknown-placeholder", "Did you mean 'clinic.phone'?"),
    # Blocks
    (IRON, block("txt: x"), "3:5", "block", "Did you mean 'text'?"),
    (IRON, block("name: x\n    cheklist: [a]"), "4:5", "block", "Did you mean 'checklist'?"),
    (IRON, block("text: x\n    list: [y]"), "3:5", "block", "'text' and 'list' at once"),
    (IRON, block("a bare text"), "3:5", "block", "- text:"),
    (IRON, block("[a]"), "3:5", "block", "not a list"),
    (IRON, block("callout: tip"), "3:5", "block", "says nothing"),
    (IRON, block("text: x\n    when: {}"), "4:11", "when", "brand_region"),
    (IRON, block("text: x\n    when: {brand_region: usa}"), "4:26", "wrong-value", "two capital letters"),
    (IRON, block("table: {columns: [a, b], rows: [[x, y], [z]]}"), "3:45", "table-rows", "1 cell; the table has 2"),
    (IRON, block("table: {columns: [a], rows: [[x]], widths: [1, 2]}"), "3:48", "table-rows", "widths: [1]"),
    (IRON, block("table: {columns: [a], rows: [" + 2001 * "[x]," + "]}"), "3:33", "table-size", "Split it"),
    # Figures
    (IRON, block("figure: {file: a.svg}"), "3:13", "alt-text", "decorative: true"),
    (IRON, block("figure: {file: a.svg, alt: x, decorative: true}"), "3:32", "alt-text", "Keep one"),
    (IRON, block("figure: {file: b.svg, alt: x}"), "3:20", "figure-file", "Did you mean 'a.svg'?"),
    (IRON, block("figure: {file: ../../x.svg, alt: x}"), "3:20", "figure-file", "leads out"),
    (IRON, block("figure: {file: bad.png, alt: x}"), "3:20", "picture", "damaged"),
    (DRAWING, SVG % "<text>x</text>", f"{DRAWING}:2:1", "picture", "Object to Path"),
    # Families and handouts
    (SPANISH, "title: Hierro\nblocks: [{text: x}]\n", "1:1", "translation", "translation: {of: en"),
    (SPANISH, "title: Hierro\nblocks: [{text: x}]\nsafety: true\n" + OF, "1:1", "translation", "safety: false"),
    (SPANISH, "title: Hierro\nblocks: [{text: x}]\nbox: tip\n" + OF, "1:1", "translation", "box"),
    (SPANISH, "title: Hierro\nblocks: [{text: x}]\n" + OF.replace("of: en", "of: fr"), "3:19", "translation", "of: en"),
    (SPANISH, "title: Hierro\nblocks: [{text: x}]\nreview_months: 12\n" + OF, "3:1", "translation", "Only the English"),
    (SPANISH, "title: H\ntreatments: [{of: a}]\nblocks: [{text: x}]\n" + OF, "2:1", "translation", "Only the English"),
    (IRON, MINIMAL[IRON] + OF, "4:14", "translation", "is the source"),
    ("content/sections/zinc/es.yaml", "title: x\nblocks: [{text: x}]\n" + OF, "1:1", "source-language", "zinc/en.yaml"),
    (RLS, "title: {es: x}\nsections: [iron]\n", "1:8", "source-language", "English title"),
    (RLS, "title: {en: x}\nlead: [iron]\nsections: [iron]\n", "3:12", "section-twice", "line 2"),
    (RLS, "title: {en: x}\nsections: [irn]\n", "2:12", "unknown-section", "Did you mean 'iron'?"),
    (RLS, "title: {en: x}\nlead: [references]\nsections: [iron]\n", "2:8", "unknown-section", "references"),
    (RLS, "title: {en: x}\nlayouts: [shet]\nsections: [iron]\n", "2:11", "unknown-layout", "Did you mean 'sheet'?"),
    (RLS, "title: {en: x}\nsections: [iron]\noptional: [irn]\n", "3:12", "optional", "Did you mean 'iron'?"),
    (RLS, "title: {en: x}\nsections: [iron]\noptional: [iron, iron]\n", "3:18", "optional", "Keep one"),
    (RLS, "title: {en: x}\nsections: [iron, references]\noptional: [references]\n", "3:12", "optional", "is: iron."),
    (RLS, "title: {en: x}\nsections: [iron]\noptional: iron\n", "3:11", "wrong-value", "takes a list"),
    (RLS, "title: {en: x}\nsections: [iron]\nplan: irn\n", "3:7", "plan", "Did you mean 'iron'?"),
    # Looks
    (SETTINGS, MINIMAL[SETTINGS].replace("test", "tset"), "1:8", "unknown-brand", "Did you mean 'test'?"),
    (SETTINGS, MINIMAL[SETTINGS].replace("sheet", "shet"), "3:9", "unknown-layout", "Did you mean 'sheet'?"),
    (SETTINGS, MINIMAL[SETTINGS].replace("standard-12", "big"), "4:10", "unknown-profile", "standard-12"),
    (TEST, BRAND + "layout: shet\n", "7:9", "unknown-layout", "Did you mean 'sheet'?"),
    (TEST, "extends: tst\n", "1:10", "unknown-brand", "to extend"),
    (SHEET, "extends: sheet\n", "1:10", "extends", "sheet > sheet"),
    (SHEET, LAYOUT.replace("outer: 43", "outer: 430"), "4:10", "layout-size", "left for text"),
    (SHEET, LAYOUT.replace("outer: 43", "outer: -5"), "4:52", "wrong-value", "at least 0"),
    (SHEET, LAYOUT.replace("side: 90", "side: 59"), "5:7", "layout-size", "60 pt or more"),
    (SHEET, BARE + "columns: 4\n", "7:10", "wrong-value", "at most 3"),
    (SHEET, BARE + "columns: 3\ncolumn_gap: 60\n", "4:10", "layout-size", "left for text"),
    (SHEET, BARE + "columns: 2\nbilingual: stacked\n", "7:10", "layout-size", "columns: 1"),
    (SHEET, BARE + "bilingual: facing\ncolumn_gap: 300\n", "4:10", "layout-size", "left"),
    (SHEET, LAYOUT + "bilingual: beside\n", "7:12", "wrong-value", "There is: facing, stacked."),
    (SHEET, LAYOUT + "page: eighth\n", "7:7", "wrong-value", "There is: full, half, panel, quarter, third."),
    (SHEET, LAYOUT + "page: quarter\n", "4:10", "layout-size", "left for text"),
    (SHEET, LAYOUT + "show: some\n", "7:7", "wrong-value", "There is: all, key."),
    (SHEET, LAYOUT + "pages: -1\n", "7:8", "wrong-value", "at least 0"),
    (SHEET, LAYOUT + "pages: few\n", "7:8", "wrong-value", "whole number"),
    (SHEET, LAYOUT + "table_columns: 0\n", "7:16", "wrong-value", "at least 1"),
    (SHEET, LAYOUT + "impose: fold\n", "7:9", "wrong-value", "Did you mean 'z-fold'?"),
    (SHEET, LAYOUT + "side_up_to: large\n", "7:13", "wrong-value", "number"),
    (STANDARD, PROFILE + "letter_spacing: 0.9\n", "18:17", "wrong-value", "at most 0.5"),
    (STANDARD, PROFILE + "word_spacing: 2\n", "18:15", "wrong-value", "at most 1"),
    (STANDARD, PROFILE + "measure: -1\n", "18:10", "wrong-value", "at least 0"),
    (STANDARD, PROFILE.replace("space: 8.5", "space: -8.5"), "15:8", "wrong-value", "at least 0"),
    (SHEET, LAYOUT.replace("standard-12", "standard"), "3:12", "unknown-profile", "standard-12"),
    (STANDARD, PROFILE.replace("leading: 17}", "leading: 10}"), "8:29", "profile-size", "overlap"),
    (TEST, BRAND.replace("noto-sans", "templates/fonts/Mine"), "3:7", "font-file", "templates/fonts"),
    (TEST, BRAND + "qr_url: https://a.org/{patient.name}\n", "7:9", "qr-url", "{handout}"),
    (TEST, colours("brand: blue, accent: red"), "4:18", "wrong-value", "#0B5C7A"),
    (TEST, colours('brand: "#7FB8D0", accent: "#B4490F"'), "4:18", "contrast", "2.04:1"),
    (TEST, colours('brand: "#0B5C7A", accent: "#FFAA00"'), "4:37", "contrast", "darker shade"),
    (TEST, colours('brand: "#0B5C7A", accent: "#B4490F", tip: "#66AA66"'), "4:53", "contrast", "its tint"),
    (TEST, colours('brand: "#0B5C7A", accent: "#FF0000"'), "4:37", "contrast", "4.00:1"),
    (TEST, colours('brand: "#0B5C7A", accent: "#7870A0"'), "4:37", "contrast-grey", "printed in grey"),
]  # fmt: skip


def findings_of(folder: Path) -> tuple[Diagnostic, ...]:
    workspace, reading = read(folder)
    return in_order((*reading, *load(workspace)[1]))


@pytest.mark.parametrize(
    ("path", "text", "place", "rule", "words"), CASES, ids=[f"{c[3]}-{index}" for index, c in enumerate(CASES)]
)
def test_broken_workspace(
    tmp_path: Path, path: str, text: str | bytes | None, place: str, rule: str, words: str
) -> None:
    figures: dict[str, str | bytes | None] = {DRAWING: RECT, "content/figures/bad.png": b"\x89PNG\r\n\x1a\n"}
    if path == DRAWING:
        figures[IRON] = block("figure: {file: a.svg, alt: x}")
    findings = findings_of(make_workspace(tmp_path, {**figures, path: text}))
    wanted = place if place.count(":") == 2 else f"{path}:{place}"
    found = [f for f in findings if f.rule == rule and str(f.mark) == wanted and words in f"{f.message} {f.hint}"]
    assert found, "\n".join(f"{f} | {f.hint}" for f in findings)


def test_minimal_workspace_has_no_findings(tmp_path: Path) -> None:
    assert findings_of(make_workspace(tmp_path, {})) == ()


def test_every_rule_is_tried() -> None:
    elsewhere = {"file-name", "file-outside", "file-unreadable"}  # test_workspace.py
    assert {case[3] for case in CASES} | elsewhere == set(RULES)


def test_all_problems_are_told_in_one_run(tmp_path: Path) -> None:
    files = {
        IRON: "title: Iron\nsaftey: true\nblocks:\n  - txt: x\n  - text: see [@nobody]\n  - list: {}\n",
        RLS: "title: {en: x}\nsections: [irn]\n",
        TEST: BRAND + "colors: {}\n",
    }
    findings = findings_of(make_workspace(tmp_path, files))
    assert [(f.rule, str(f.mark)) for f in findings] == [
        ("unknown-section", f"{RLS}:2:12"),
        ("unknown-key", f"{IRON}:2:1"),
        ("block", f"{IRON}:4:5"),
        ("unknown-citation", f"{IRON}:5:15"),
        ("wrong-value", f"{IRON}:6:11"),
        ("unknown-key", f"{TEST}:7:1"),
    ]
