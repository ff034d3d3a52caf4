"""Signing what a page has shown: exactly those words, or nothing."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path

import pytest

from handouts.governance.signing import Signer
from handouts.workbench import signoff
from handouts.workbench.bench import open_bench
from handouts.workbench.signoff import Shown, Signed, sign, texts_to_sign
from tests.cli.clinic import files_below
from tests.governance.clinic import FOODS, IRON, IRON_ES, LEGS, SVG, change, make_clinic, records
from tests.workbench.desk import READER, TODAY, refused


def shown(folder: Path, *texts: tuple[str, str]) -> list[Shown]:
    library = open_bench(folder).library
    assert library is not None
    return [Shown(name, tag, library.sections[name, tag].digest) for name, tag in texts]


def test_what_was_shown_is_signed(run, tmp_path: Path) -> None:
    """As `handouts review` signs it: the same records, byte for byte."""
    clinic, other = make_clinic(tmp_path / "one"), make_clinic(tmp_path / "other")
    bench = open_bench(clinic)
    signer = dataclasses.replace(READER, note="Read  twice", owner="The clinic")
    texts = shown(clinic, ("iron", "es"), ("iron", "en"), ("foods", "en"), ("iron", "en"))
    result = sign(bench, texts, signer, TODAY)
    assert isinstance(result, Signed), result
    ran = run("-C", other, "review", "iron", "foods", "--lang", "en", "--by", READER.by, "--role", READER.role,
              "--note", "Read twice", "--owner", "The clinic")  # fmt: skip
    assert ran.code == 0, ran.err
    assert run("-C", other, "review", "iron", "--lang", "es", "--by", READER.by, "--role", READER.role,
               "--note", "Read twice", "--owner", "The clinic").code == 0  # fmt: skip
    assert files_below(clinic / "content/reviews") == files_below(other / "content/reviews")
    assert len(result.records) == 3 and not result.repository
    assert result.bench.library is not None and len(result.bench.library.reviews) == 3
    again = sign(bench, texts, signer, TODAY)
    assert isinstance(again, Signed) and again.records == ()
    assert {finding.rule for finding in again.findings} == {"review-twice"}


@pytest.mark.parametrize(
    ("path", "old", "new"), [(IRON, "20 mg", "25 mg"), (FOODS, "Eat well.", "Eat less."), (LEGS, "80", "70")]
)
def test_a_text_that_has_changed_since_is_not_signed(tmp_path: Path, path: str, old: str, new: str) -> None:
    """Nor is any other of the same form; a picture is part of what was read."""
    clinic = make_clinic(tmp_path / "clinic")
    bench, texts = open_bench(clinic), shown(clinic, ("iron", "en"), ("foods", "en"))
    change(clinic, path, old, new)
    before = files_below(clinic)
    assert refused(sign(bench, texts, READER, TODAY)) == ["review-refused"]
    assert files_below(clinic) == before


def test_a_text_that_changes_while_we_write_is_not_signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic = make_clinic(tmp_path / "clinic")
    bench, texts = open_bench(clinic), shown(clinic, ("iron", "en"), ("foods", "en"))
    plan = signoff.plan_signing

    def slow(*given):
        planned = plan(*given)
        change(clinic, FOODS, "Eat well.", "Eat less.")
        return planned

    monkeypatch.setattr(signoff, "plan_signing", slow)
    result = sign(bench, texts, READER, TODAY)
    assert refused(result) == ["write-conflict"]
    assert records(clinic) == [] if (clinic / "content/reviews").exists() else True


@pytest.mark.parametrize(
    "signer",
    [
        Signer("", "approver", TODAY),
        Signer("  ", "approver", TODAY),
        Signer("A. Reader", "", TODAY),
        Signer("A. Reader\0", "approver", TODAY),
        Signer("A. \ud800", "approver", TODAY),
        Signer("A. Reader", "approver", TODAY, note="x" * 401),
        Signer("A. Reader", "approver", TODAY, owner="\x1b[31m"),
        Signer("A. Reader", "approver", TODAY + datetime.timedelta(days=1)),
    ],
)
def test_bad_signers(tmp_path: Path, signer: Signer) -> None:
    clinic = make_clinic(tmp_path / "clinic")
    before = files_below(clinic)
    result = sign(open_bench(clinic), shown(clinic, ("iron", "en")), signer, TODAY)
    assert refused(result) == ["review-refused"]
    assert files_below(clinic) == before


def test_what_the_command_refuses_is_refused(tmp_path: Path) -> None:
    """A translation of an unsigned text, a text with errors, a text that is not there, a name that is a path."""
    clinic = make_clinic(tmp_path / "clinic", {FOODS: "title: Foods\nblocks: [{text: '[@nobody]'}]\n"})
    bench = open_bench(clinic)
    assert refused(sign(bench, shown(clinic, ("iron", "es")), READER, TODAY)) == ["review-refused"]
    assert "unknown-citation" in refused(sign(bench, shown(clinic, ("foods", "en")), READER, TODAY))
    assert refused(sign(bench, [Shown("nothing", "en", "sha256:0")], READER, TODAY)) == ["review-refused"]
    assert refused(sign(bench, [Shown("../../x", "../y\0", "")], READER, TODAY)) == ["review-refused"]
    assert refused(sign(bench, [], READER, TODAY)) == ["review-refused"]
    assert not (clinic / "content/reviews").exists()


def test_a_stale_translation_is_refused(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic")
    change(clinic, IRON, "Iron helps", "Iron may help")
    texts = shown(clinic, ("iron", "en"), ("iron", "es"))
    assert refused(sign(open_bench(clinic), texts, READER, TODAY)) == ["review-refused"]
    assert not (clinic / "content/reviews").exists()


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic", {"content/reviews": "a file in the place of the folder"})
    result = sign(open_bench(clinic), shown(clinic, ("iron", "en")), READER, TODAY)
    assert refused(result) == ["desk-write"]


def test_settings_that_cannot_be_used(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic")
    bench, texts = open_bench(clinic), shown(clinic, ("iron", "en"))
    change(clinic, "content/workspace.yaml", "brand: test\n", "")
    assert "missing-key" in refused(sign(bench, texts, READER, TODAY))


def test_the_texts_of_a_form(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "clinic", {LEGS: SVG.format(60)})
    library = open_bench(clinic).library
    assert library is not None
    texts, wrong = texts_to_sign(library, ["foods"], ["rls"], ["es", "en"])
    assert [(text.section, text.language) for text in texts] == [
        ("foods", "en"), ("iron", "en"), ("plan", "en"), ("iron", "es"),
    ]  # fmt: skip
    assert texts[0].digest == library.sections["foods", "en"].digest and wrong == ()
    texts, wrong = texts_to_sign(library, ["foods"], ["nothing"], [])
    assert len(texts) == 1 and [finding.rule for finding in wrong] == ["unknown-handout"]
    assert IRON_ES in library.texts
