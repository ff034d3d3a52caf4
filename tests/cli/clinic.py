"""A small clinic to run commands in: one page of content that builds without a finding, files overlaid."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from tests.starters import ROOT
from tests.workspaces import make_workspace

IRON = "content/sections/iron/en.yaml"
PLAN = "content/sections/plan/en.yaml"
RLS = "content/handouts/rls.yaml"
BRAND = "templates/brands/test.yaml"
WORDING = "templates/wording/en.yaml"
PRODUCT = "rls_en_test_sheet_letter.pdf"
PERSONAL = "rls_en_test_sheet_letter_personal.pdf"

FILES: Mapping[str, str] = {
    IRON: """\
title: Iron
key_points:
  - Have a blood test before you take iron.
blocks:
  - text: Iron helps some people. [@allen2018]
  - text: Ask {clinician.name} about it.
""",
    PLAN: """\
title: Your plan
blocks:
  - checklist: [Blood tests, A daily walk]
    name: plan
  - write_in: {label: Notes, lines: 3, name: notes}
""",
    RLS: "title: {en: Restless legs}\nsections: [iron, plan, references]\n",
    WORDING: (ROOT / WORDING).read_text(encoding="utf-8"),
}


def make_clinic(folder: Path, files: Mapping[str, str | bytes | None] | None = None) -> Path:
    """The clinic with some files replaced or added (None removes one); the folder."""
    return make_workspace(folder, {**FILES, **(files or {})})


def copy_starter(folder: Path) -> Path:
    """The starter's content and templates in a folder of their own."""
    for name in ("content", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path, with its bytes: to see that nothing was written."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
