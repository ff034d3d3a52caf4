"""The workspace of many scripts, read once, and each of its documents made once in a test run."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from handouts.build import build
from handouts.diagnostics import Diagnostic
from handouts.edition import Edition
from handouts.library import Library
from handouts.resolving.plan import Selection, plan
from handouts.source.loading import load
from handouts.source.workspace import read

ROOT = Path(__file__).parents[2]
WORKSPACE = Path(__file__).parent / "workspace"
WATER = WORKSPACE / "content/sections/water"
LANGUAGES = tuple(sorted(path.stem for path in WATER.glob("*.yaml")))
TODAY = datetime.date(2026, 1, 15)


@dataclass(frozen=True)
class Sheet:
    """One document, and what it was made from."""

    edition: Edition
    data: bytes
    findings: tuple[Diagnostic, ...]


Sheets = Callable[..., Sheet]


def write_workspace(folder: Path) -> Path:
    """Our texts with the starter's brand and looks, and for each language a wording file with the English words."""
    shutil.copytree(WORKSPACE, folder, dirs_exist_ok=True)
    for part in ("brands", "layouts", "profiles"):
        shutil.copytree(ROOT / "templates" / part, folder / "templates" / part)
    english = (ROOT / "templates/wording/en.yaml").read_text(encoding="utf-8")
    wording = folder / "templates/wording"
    wording.mkdir()
    for tag in LANGUAGES:
        text = english.replace("language: en\n", f"language: {tag}\n")
        (wording / f"{tag}.yaml").write_text(text, encoding="utf-8")
    _declare_translations(folder)
    return folder


def _load(folder: Path) -> tuple[Library, tuple[Diagnostic, ...]]:
    workspace, unread = read(folder)
    found, findings = load(workspace)
    assert found is not None
    return found, (*unread, *findings)


def _declare_translations(folder: Path) -> None:
    """Our texts are nobody's translation, but the product knows none without an English section it was made from."""
    english, _ = _load(folder)
    for path in (folder / "content/sections").glob("*/*.yaml"):
        if path.stem != "en":
            source = english.sections[path.parent.name, "en"].digest
            with path.open("a", encoding="utf-8") as file:
                file.write(f"translation: {{of: en, source: {source}, by: person}}\n")


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    found, findings = _load(write_workspace(tmp_path_factory.mktemp("scripts") / "workspace"))
    assert findings == ()
    return found


@pytest.fixture(scope="session")
def sheets(library: Library) -> Sheets:
    """`sheets("ar")`, `sheets("ar", "numbers")`: a document, made once."""
    made: dict[tuple[str, str], Sheet] = {}

    def sheet(language: str, handout: str = "water") -> Sheet:
        if (language, handout) not in made:
            requests, unknown = plan(library, Selection(handouts=(handout,), languages=(language,)))
            assert unknown == ()
            built = build(library, requests[0], date=TODAY)
            assert built.edition is not None and built.pdf is not None, built.findings
            made[language, handout] = Sheet(built.edition, built.pdf.data, built.findings)
        return made[language, handout]

    return sheet
