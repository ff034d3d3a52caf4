"""The whole way, as a clinic walks it: sign, change a letter, build, ask; and a guideline that has been replaced."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts.press.reading import page_texts
from tests.cli.clinic import BRAND, PRODUCT
from tests.governance.clinic import APPROVER, ENGLISH, FOODS, IRON, LEGS, REFERENCES, SVG, change, make_clinic
from tests.repositories import commit
from tests.workspaces import BRAND as BRAND_TEXT
from tests.workspaces import LAYOUT

DRAFT = "Draft. No clinician has reviewed this text yet."
CHANGED = "Draft. This text has changed since a clinician last checked it."
EXPIRED = "Out of date. This text is past its check date."
CHECKED = "Last checked January 15, 2026"
LONG = ENGLISH + "".join(
    f"  - text: Paragraph {number} of many. {'Words fill a line here. ' * 9}\n" for number in range(30)
)


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return make_clinic(tmp_path / "clinic", {IRON: LONG, "content/sections/iron/es.yaml": None}, git=True)


@pytest.fixture
def go(run, clinic):
    return lambda *words, **more: run("-C", clinic, *words, **more)


def pages(clinic: Path, go, date: str = "2026-01-15", *words: str) -> list[str]:
    """Every page of the handout as built on a day, as text on one line."""
    assert go("build", "rls", *words, env={"HANDOUTS_DATE": date}).code == 0
    found = page_texts((clinic / "output" / PRODUCT).read_bytes())
    assert len(found) >= 3
    return [" ".join(text.split()) for text in found]


def marked(texts: list[str]) -> list[str]:
    """The marks that every page carries."""
    return [mark for mark in (DRAFT, CHANGED, EXPIRED, CHECKED) if all(mark in text for text in texts)]


def test_one_letter_brings_the_mark_back(clinic: Path, go) -> None:
    assert marked(pages(clinic, go)) == [DRAFT]
    assert go("review", "--handout", "rls", *APPROVER, "--owner", "B. Keeper").code == 0
    commit(clinic, "Signed", day="2026-01-15")
    assert marked(pages(clinic, go)) == [CHECKED]
    assert not any("Draft" in text for text in pages(clinic, go))

    change(clinic, IRON, "at most 20 mg", "at most 30 mg")
    assert marked(pages(clinic, go)) == [CHANGED]
    told = go("status", "rls").out
    assert "CHANGED since sign-off: 1\n  iron  Iron\n" in told
    assert "signed 2026-01-15 by A. Reader (approver); owner: B. Keeper" in told
    assert "changed, not committed yet:\n    content/sections/iron/en.yaml:8  blocks[2].text\n" in told
    assert '- - text: "Take at most 20 mg a day' in told and '+ - text: "Take at most 30 mg a day' in told
    assert go("build", "rls", "--require-signed").code == 1

    made = commit(clinic, "More iron", day="2026-02-03")
    assert f"changed on 2026-02-03, commit {made[:10]}:" in go("status").out
    change(clinic, IRON, "at most 30 mg", "at most 20 mg")
    assert marked(pages(clinic, go)) == [CHECKED]


def test_time_brings_a_mark_too(clinic: Path, go) -> None:
    go("review", "--handout", "rls", *APPROVER)
    assert marked(pages(clinic, go, "2029-01-15")) == [CHECKED]
    assert marked(pages(clinic, go, "2029-01-16")) == [EXPIRED, CHECKED]
    ran = go("build", "rls", "--require-signed", env={"HANDOUTS_DATE": "2029-01-16"})
    assert ran.code == 1 and "iron (reviewed on 2026-01-15, next check 2029-01-15)" in ran.err


def test_layout_and_brand_do_not(clinic: Path, go) -> None:
    """Nor the order of a handout, nor how a section is looked after."""
    go("review", "--handout", "rls", *APPROVER)
    before = pages(clinic, go)
    (clinic / "templates/layouts/sheet.yaml").write_text(LAYOUT.replace("side: 90", "side: 120"), encoding="utf-8")
    (clinic / BRAND).write_text(BRAND_TEXT.replace("0B5C7A", "2F6B3C").replace("Test", "Other"), encoding="utf-8")
    change(clinic, "content/handouts/rls.yaml", "[iron, plan, references]", "[plan, iron, references]")
    with (clinic / IRON).open("a", encoding="utf-8") as stream:
        stream.write("treatments:\n  - {of: iron, benefits: Iron helps some people., risks: at most 20 mg}\n")
    after = pages(clinic, go, "2026-01-15", "--require-signed")
    assert before != after and marked(after) == [CHECKED]


def test_another_picture_does(clinic: Path, go) -> None:
    go("review", "foods", *APPROVER)
    commit(clinic, "Signed", day="2026-01-15")
    assert go("build", "eating", "--require-signed").code == 0
    (clinic / LEGS).write_text(SVG.format(70), encoding="utf-8")
    assert go("build", "eating", "--require-signed").code == 1
    told = go("status", "eating").out
    assert "CHANGED since sign-off: 1\n  foods  Foods\n" in told
    assert "changed, not committed yet:\n    the picture legs.svg\n" in told
    assert FOODS not in told


def test_a_workspace_may_make_it_the_rule(clinic: Path, go) -> None:
    with (clinic / "content/workspace.yaml").open("a", encoding="utf-8") as stream:
        stream.write("review: {require_signed: true}\n")
    ran = go("build", "rls")
    assert ran.code == 1 and "Not signed off: iron (never reviewed), plan (never reviewed). (unsigned)" in ran.err
    go("review", "--handout", "rls", *APPROVER)
    assert go("build", "rls").code == 0


def test_a_source_that_has_been_replaced_stops_every_handout_that_cites_it(clinic: Path, go) -> None:
    """With file and line of each citation; a handout that cites it not is built."""
    other = "content/handouts/other.yaml"
    (clinic / other).write_text("title: {en: Other}\nsections: [iron, references]\n", encoding="utf-8")
    assert go("build").code == 0
    change(clinic, REFERENCES, "  title: Iron\n  status: current", "  title: Iron\n  status: {superseded_by: lee2025}")
    for handout in ("rls", "other"):
        ran = go("build", handout)
        assert ran.code == 1
        for line in (6, 8):
            wanted = "error: The reference 'allen2018' has been superseded by 'lee2025'. (superseded-reference)"
            assert f"{IRON}:{line}:11: {wanted}" in ran.err
        assert "then cite [@lee2025] instead." in ran.err
    assert go("build", "eating").code == 0
    assert "allen2018 is superseded by lee2025 and cited in: iron" in go("status").out
    assert go("review", "iron", *APPROVER).code == 1
