"""Editions made again from the git history: equal bytes in a fresh clone, or exactly what is missing."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path

import pytest

from handouts import product
from handouts.passport.ledger import read_ledger
from tests.cli.clinic import BRAND, FILES, IRON, PRODUCT, RLS, files_below, make_clinic
from tests.repositories import commit, git, make_repository

LEDGER = "output/ledger.jsonl"
PICTURE = "content/figures/legs.svg"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">\n<path d="M0 0 L40 20 L0 20 Z"/>\n</svg>\n'


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """A clinic in git, with products that git does not keep."""
    return make_repository(make_clinic(tmp_path / "clinic", {".gitignore": "output/\n"}))


def build(run, clinic: Path, *more: str) -> tuple[str, str]:
    """Build the handout: its edition and the digest of the file."""
    ran = run("-C", clinic, "build", "--format", "json", *more)
    assert ran.code == 0, ran.out + ran.err
    (made,) = json.loads(ran.out)["products"]
    return made["edition"], made["sha256"]


def clone(clinic: Path, to: Path) -> Path:
    """A fresh clone with the ledger copied into it, as from a backup."""
    subprocess.run(["git", "clone", "--quiet", str(clinic), str(to)], check=True, capture_output=True)
    (to / "output").mkdir(exist_ok=True)
    (to / LEDGER).write_bytes((clinic / LEDGER).read_bytes())
    return to


def recover(run, where: Path, edition: str, *more: object) -> tuple[int, dict[str, object], bytes]:
    """The exit code, the report, and the bytes of what was written."""
    ran = run("-C", where, "recover", edition, "--format", "json", *more)
    report = json.loads(ran.out)
    return ran.code, report, Path(report["path"]).read_bytes() if report["path"] else b""


def messages(report: dict[str, object]) -> list[str]:
    return [f"{f['rule']} {f['file']}" for f in report["findings"]]  # type: ignore[attr-defined]


def change(text: str, old: str = "Iron helps some people.", new: str = "Iron helps many people.") -> str:
    assert old in text
    return text.replace(old, new)


def test_the_old_edition_in_a_fresh_clone(run, clinic, tmp_path):
    """What issue 5 asks for: build, change the content, recover the old id elsewhere; recall names it."""
    edition, sha256 = build(run, clinic)
    commit(clinic, "Say it otherwise", {IRON: change(FILES[IRON])}, day="2026-02-01")
    newer, _ = build(run, clinic)
    assert newer != edition
    there = clone(clinic, tmp_path / "elsewhere")
    before = files_below(there / "content")
    code, report, data = recover(run, there, edition)
    assert (code, report["equal"], report["findings"]) == (0, True, [])
    assert hashlib.sha256(data).hexdigest() == sha256
    assert Path(str(report["path"])).name == PRODUCT.replace(".pdf", f"_{edition}.pdf")
    assert files_below(there / "content") == before and git(there, "status", "--porcelain") == ""
    recalled = json.loads(run("-C", there, "recall", "iron", "--format", "json").out)["recalled"]
    assert [(row["edition"], row["text"]) for row in recalled] == [(edition, "older"), (newer, "present")]


def test_as_text(run, clinic):
    edition, _ = build(run, clinic)
    ran = run("-C", clinic, "recover", edition.replace("-", "").upper())
    assert (ran.code, ran.err) == (0, "The same bytes as on 2026-01-15.\n")
    assert ran.out == f"{clinic / 'output' / 'recovered' / PRODUCT.replace('.pdf', f'_{edition}.pdf')}\n"


def test_from_a_folder_that_was_not_committed_but_is_later(run, clinic, tmp_path):
    """The build saw text that only the next commit has; the digests find it in the history."""
    (clinic / IRON).write_text(change(FILES[IRON]), encoding="utf-8")
    edition, sha256 = build(run, clinic)
    (entry,), _ = read_ledger((clinic / LEDGER).read_bytes(), LEDGER)
    assert (entry.clean, len(entry.commit)) == (False, 40)
    commit(clinic, "What was built", day="2026-02-01")
    commit(clinic, "And on", {IRON: FILES[IRON] + "\n# more\n"}, day="2026-02-02")
    code, report, data = recover(run, clone(clinic, tmp_path / "elsewhere"), edition)
    assert (code, report["findings"]) == (0, [])
    assert hashlib.sha256(data).hexdigest() == sha256


def test_what_is_in_no_commit_is_named(run, clinic, tmp_path):
    (clinic / IRON).write_text(change(FILES[IRON]), encoding="utf-8")
    edition, _ = build(run, clinic)
    digest = hashlib.sha256(change(FILES[IRON]).encode()).hexdigest()
    there = clone(clinic, tmp_path / "elsewhere")
    code, report, data = recover(run, there, edition)
    assert (code, report["equal"], data, messages(report)) == (1, False, b"", [f"recover-file {IRON}"])
    (finding,) = report["findings"]  # type: ignore[misc]
    assert digest[:16] in finding["message"] and "in no commit" in finding["message"]
    assert not (there / "output" / "recovered").exists()
    # The folder that it was built in still has it.
    assert recover(run, clinic, edition)[0] == 0


def test_anyway_is_marked(run, clinic, tmp_path):
    (clinic / IRON).write_text(change(FILES[IRON]), encoding="utf-8")
    edition, _ = build(run, clinic)
    code, report, data = recover(run, clone(clinic, tmp_path / "elsewhere"), edition, "--anyway", "--out", tmp_path)
    assert (code, report["equal"]) == (1, False)
    assert Path(str(report["path"])) == tmp_path / PRODUCT.replace(".pdf", f"_{edition}_NOT-THE-SAME.pdf")
    assert data.startswith(b"%PDF-")


def test_a_change_that_does_not_show_needs_no_old_form(run, clinic, tmp_path):
    """A source that nothing cites was in the bibliography when it was built, and in no commit ever."""
    path = clinic / "content/references.yaml"
    path.write_text(
        path.read_text() + "other2020:\n  type: book\n  title: Other\n  status: current\n", encoding="utf-8"
    )
    edition, _ = build(run, clinic)
    code, report, _ = recover(run, clone(clinic, tmp_path / "elsewhere"), edition)
    assert (code, report["equal"], messages(report)) == (0, True, ["recover-stand-in content/references.yaml"])


def test_pictures_with_the_line_ends_of_windows(run, clinic, tmp_path):
    """git keeps the drawing with Unix line ends, the folder on Windows had the others."""
    shown = FILES[IRON] + "  - figure: {file: legs.svg, alt: Two legs}\n"
    commit(clinic, "A drawing", {IRON: shown, PICTURE: SVG}, day="2026-02-01")
    (clinic / PICTURE).write_bytes(SVG.replace("\n", "\r\n").encode())
    edition, sha256 = build(run, clinic)
    code, report, data = recover(run, clone(clinic, tmp_path / "elsewhere"), edition)
    assert (code, report["findings"]) == (0, [])
    assert hashlib.sha256(data).hexdigest() == sha256


def test_a_workspace_below_the_top_of_the_repository(run, tmp_path):
    top = tmp_path / "top"
    make_clinic(top / "leaflets" / "rls")
    make_repository(top)
    edition, sha256 = build(run, top / "leaflets" / "rls")
    commit(top, "Change", {f"leaflets/rls/{IRON}": change(FILES[IRON])}, day="2026-02-01")
    code, _, data = recover(run, top / "leaflets" / "rls", edition)
    assert (code, hashlib.sha256(data).hexdigest()) == (0, sha256)


def test_everything_deleted_since(run, clinic):
    """Handout, section and brand are gone from the folder; the workspace does not even load."""
    edition, sha256 = build(run, clinic)
    for path in (RLS, IRON, BRAND, "content/workspace.yaml"):
        (clinic / path).unlink()
    commit(clinic, "Close", day="2026-02-01")
    code, report, data = recover(run, clinic, edition)
    assert (code, report["findings"]) == (0, [])
    assert hashlib.sha256(data).hexdigest() == sha256


def test_without_git(run, tmp_path):
    clinic = make_clinic(tmp_path / "clinic")
    edition, _ = build(run, clinic)
    assert recover(run, clinic, edition)[0] == 0
    (clinic / IRON).write_text(change(FILES[IRON]), encoding="utf-8")
    code, report, _ = recover(run, clinic, edition)
    assert (code, messages(report)) == (1, [f"recover-file {IRON}"])
    assert "git" in report["findings"][0]["hint"]  # type: ignore[index]


def test_a_shallow_clone_says_so(run, clinic, tmp_path):
    edition, _ = build(run, clinic)
    commit(clinic, "Change", {IRON: change(FILES[IRON])}, day="2026-02-01")
    there = tmp_path / "shallow"
    subprocess.run(
        ["git", "clone", "--quiet", "--depth=1", clinic.as_uri(), str(there)], check=True, capture_output=True
    )
    code, report, _ = recover(run, there, edition, "--ledger", clinic / LEDGER)
    assert (code, messages(report)) == (1, [f"recover-file {IRON}"])
    assert report["findings"][0]["hint"] == "Fetch the rest with: git fetch --unshallow"  # type: ignore[index]


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("version", ['handouts 0.0.9 made it; here is version VERSION.', 'pip install "handouts==0.0.9"']),
        ("pillow", ["pillow 10.0.0 made it; here is version PILLOW.", 'pip install "pillow==10.0.0"']),
        ("gone", ["gone 1.2 made it; here is none.", 'pip install "gone==1.2"']),
        ("python", ["python 3.9.1 made it", "Run handouts with Python 3.9.1"]),
    ],
)  # fmt: skip
def test_other_versions_are_named(run, clinic, what, told):
    """The ledger as it would be if other versions had made other bytes."""
    edition, _ = build(run, clinic)
    (line,) = (clinic / LEDGER).read_text(encoding="utf-8").splitlines()
    data = {**json.loads(line), "sha256": "0" * 64}
    then = {"version": "0.0.9", "pillow": "10.0.0", "gone": "1.2", "python": "3.9.1"}[what]
    data |= {"version": then} if what == "version" else {"libraries": {**data["libraries"], what: then}}
    (clinic / LEDGER).write_text(json.dumps(data) + "\n", encoding="utf-8")
    code, report, _ = recover(run, clinic, edition)
    findings = [f for f in report["findings"] if f["rule"] == "recover-version"]  # type: ignore[attr-defined]
    assert (code, len(findings)) == (1, 1)
    expected = [
        part.replace("VERSION", product.version()).replace("PILLOW", product.libraries()["pillow"]) for part in told
    ]
    assert expected[0] in findings[0]["message"] and expected[1] in findings[0]["hint"]


def test_bytes_that_nothing_explains_are_told(run, clinic):
    edition, _ = build(run, clinic)
    line = json.loads((clinic / LEDGER).read_text(encoding="utf-8"))
    (clinic / LEDGER).write_text(json.dumps({**line, "sha256": "0" * 64}) + "\n", encoding="utf-8")
    code, report, _ = recover(run, clinic, edition)
    assert code == 1
    assert [f["rule"] for f in report["findings"]] == ["ledger-altered", "recover-bytes"]  # type: ignore[attr-defined]


def test_of_several_days_the_last_up_to_a_day(run, clinic):
    digests: dict[str, str] = {}
    for day in ("2026-01-10", "2026-01-20", "2026-01-30"):
        edition, digests[day] = build(run, clinic, "--date", day)
    for asked, day in (("2026-01-25", "2026-01-20"), ("2026-01-10", "2026-01-10"), ("2027-01-01", "2026-01-30")):
        code, _, data = recover(run, clinic, edition, "--date", asked)
        assert (code, hashlib.sha256(data).hexdigest()) == (0, digests[day])
    ran = run("-C", clinic, "recover", edition, "--date", "2026-01-09")
    assert ran.code == 1 and "2026-01-10, 2026-01-20, 2026-01-30" in ran.err


def test_an_edition_that_nobody_knows(run, clinic):
    edition, _ = build(run, clinic)
    wrong = edition[:-1] + ("0" if edition[-1] != "0" else "1")
    ran = run("-C", clinic, "recover", wrong)
    assert (ran.code, "unknown-edition" in ran.err, f"Did you mean '{edition}'?" in ran.err) == (1, True, True)
    assert run("-C", clinic, "recover", "restless").code == 2


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "vi", "ar"])
def test_the_starter_in_a_clone(run, tmp_path, language):
    """Extending brands, translations with their sources, logos, and everything else that is real."""
    from tests.cli.clinic import copy_starter

    clinic = make_repository(copy_starter(tmp_path / "clinic"))
    asked = ["--lang", language, "--brand", "example-pharmacy", "rls-overview"]
    edition, sha256 = build(run, clinic, *asked)
    for path in sorted((clinic / "content").rglob("*.yaml")):
        path.write_text(path.read_text(encoding="utf-8").replace("the", "THE"), encoding="utf-8")
    commit(clinic, "All another", day="2026-02-01")
    code, report, data = recover(run, clone(clinic, tmp_path / "elsewhere"), edition)
    assert (code, report["findings"]) == (0, [])
    assert hashlib.sha256(data).hexdigest() == sha256


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "carries"),
    [
        (["rls-overview+vitamins-and-rls", "--lang", "vi"], "vitamin-d@vi"),
        (["rls-overview", "--lang", "en+es", "--layout", "stacked"], "iron@es"),
        (["rls-overview", "--layout", "one-page"], "when-to-get-help@en"),
        (["rls-overview", "--plain", "--no-banner", "--profile", "nhs-16"], "iron@en"),
    ],
    ids=["packet", "two languages", "few pages", "plain"],
)
def test_every_form_of_document_can_be_recalled_and_made_again(run, tmp_path, asked, carries):
    """Packets, two languages, sections left out: all their sections are recorded, and they stay current."""
    from tests.cli.clinic import copy_starter

    clinic = make_repository(copy_starter(tmp_path / "clinic"))
    edition, sha256 = build(run, clinic, *asked)
    recalled = json.loads(run("-C", clinic, "recall", carries, "--format", "json").out)["recalled"]
    assert [(row["edition"], row["text"], row["now"]) for row in recalled] == [(edition, "present", edition)]
    code, report, data = recover(run, clinic, edition)
    assert (code, report["findings"], hashlib.sha256(data).hexdigest()) == (0, [], sha256)
