"""Records of several people come together in git without a conflict; real branches, real merges."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.governance.clinic import make_clinic, records
from tests.repositories import commit, git

# What two people sign, each on a branch of their own: section, language, name, role.
PAIRS = {
    "different sections": [("iron", "en", "A. Reader", "approver"), ("foods", "en", "C. Other", "approver")],
    "one section in two languages": [("iron", "en", "A. Reader", "approver"), ("iron", "es", "C. Other", "approver")],
    "one section on one day": [("iron", "en", "A. Reader", "approver"), ("iron", "en", "C. Other", "approver")],
    "one person in two roles": [("iron", "en", "A. Reader", "approver"), ("iron", "en", "A. Reader", "owner")],
    "the very same": [("iron", "en", "A. Reader", "approver"), ("iron", "en", "A. Reader", "approver")],
}


def sign(run, clinic: Path, signature: tuple[str, str, str, str]) -> None:
    section, language, name, role = signature
    ran = run("-C", clinic, "review", section, "--lang", language, "--by", name, "--role", role)
    assert ran.code == 0, ran.err
    commit(clinic, f"{name} signs {section} ({language})", day="2026-01-15")


@pytest.mark.parametrize("pair", PAIRS.values(), ids=list(PAIRS))
@pytest.mark.parametrize("how", ["merge", "rebase"])
def test_two_people(tmp_path: Path, run, pair: list[tuple[str, str, str, str]], how: str) -> None:
    clinic = make_clinic(tmp_path, git=True)
    run("-C", clinic, "review", "iron", "--by", "E. First", "--role", "approver", env={"HANDOUTS_DATE": "2025-01-15"})
    commit(clinic, "Signed before", day="2026-01-14")
    for number, signature in enumerate(pair):
        git(clinic, "checkout", "--quiet", "-b", f"branch{number}", "main")
        sign(run, clinic, signature)
    if how == "merge":
        git(clinic, "checkout", "--quiet", "main")
        for number in range(len(pair)):
            git(clinic, "merge", "--quiet", "--no-edit", f"branch{number}")
    else:
        git(clinic, "rebase", "--quiet", "branch0")
    found = {(r["section"], r["language"], r["by"], r["role"]) for r in records(clinic) if r["by"] != "E. First"}
    assert found == set(pair) and len(records(clinic)) == len(set(pair)) + 1
    assert run("-C", clinic, "check", "eating").code == 0
    assert git(clinic, "status", "--porcelain", "content") == ""


def test_a_sign_off_and_a_change_of_the_text_meet(tmp_path: Path, run) -> None:
    """They merge, and the sign-off does not count for the text that comes out."""
    clinic = make_clinic(tmp_path, git=True)
    git(clinic, "checkout", "--quiet", "-b", "signing")
    sign(run, clinic, ("foods", "en", "A. Reader", "approver"))
    git(clinic, "checkout", "--quiet", "-b", "writing", "main")
    path = clinic / "content/sections/foods/en.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Eat well.", "Eat very well."), encoding="utf-8")
    commit(clinic, "Better words", day="2026-01-16")
    git(clinic, "merge", "--quiet", "--no-edit", "signing")
    told = run("-C", clinic, "status", "eating").out
    assert "CHANGED since sign-off: 1\n  foods  Foods\n" in told
    assert "- - text: Eat well.\n" in told and "+ - text: Eat very well.\n" in told
