"""A clinic with two handouts, one section in Spanish, a picture and two sources; under git when asked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import yaml

from handouts.library import Library
from handouts.source.loading import load
from handouts.source.workspace import Workspace, read
from tests.cli import clinic
from tests.repositories import make_repository

IRON = clinic.IRON
IRON_ES = "content/sections/iron/es.yaml"
FOODS = "content/sections/foods/en.yaml"
LEGS = "content/figures/legs.svg"
REFERENCES = "content/references.yaml"
SETTINGS = "content/workspace.yaml"
ENGLISH = """\
title: Iron
safety: true
key_points:
  - Have a blood test before you take iron.
blocks:
  - text: Iron helps some people. [@allen2018]
  - heading: How much?
  - text: "Take at most 20 mg a day, and only when your clinician knows your transferrin saturation. [@allen2018]"
"""
SPANISH = """\
title: Hierro
safety: true
translation: {of: en, source: sha256:SOURCE, by: person}
key_points:
  - Hágase un análisis de sangre antes de tomar hierro.
blocks:
  - text: El hierro ayuda a algunas personas. [@allen2018]
  - heading: ¿Cuánto?
  - text: "Tome como máximo 20 mg al día, y solo cuando se conozca su saturación de transferrina. [@allen2018]"
"""
FOOD = """\
title: Foods
blocks:
  - text: Eat well.
  - figure: {file: legs.svg, alt: Two legs}
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 40"><rect width="{}" height="9"/></svg>\n'
SOURCES = """\
allen2018:
  type: article-journal
  title: Iron
  status: current
  checked: 2026-01-02
lee2025:
  type: article-journal
  title: Iron again
  status: current
  checked: 2026-01-02
"""
FILES: Mapping[str, str] = {
    IRON: ENGLISH,
    IRON_ES: SPANISH,
    FOODS: FOOD,
    LEGS: SVG.format(80),
    REFERENCES: SOURCES,
    "content/handouts/eating.yaml": "title: {en: Eating}\nsections: [foods]\n",
}
APPROVER = ("--by", "A. Reader", "--role", "approver")


def translated(english: str = ENGLISH, spanish: str = SPANISH) -> str:
    """The Spanish text with the digest of its source."""
    return spanish.replace("SOURCE", hashlib.sha256(english.encode()).hexdigest())


def make_clinic(folder: Path, files: Mapping[str, str | bytes | None] | None = None, *, git: bool = False) -> Path:
    """The clinic with some files replaced or added (None leaves one out)."""
    made = clinic.make_clinic(folder, {**FILES, IRON_ES: translated(), **(files or {})})
    return make_repository(made) if git else made


def change(folder: Path, place: str, old: str, new: str) -> None:
    """Change a text that stands once in a file."""
    path = folder / place
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def opened(folder: Path) -> tuple[Workspace, Library]:
    workspace, _ = read(folder)
    library, _ = load(workspace)
    assert library is not None
    return workspace, library


def records(folder: Path) -> list[dict[str, str]]:
    """All sign-offs below `reviews/`, as another program reads them, in order of path."""
    files = sorted((folder / "content" / "reviews").rglob("*.yaml"))
    return [yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) for path in files]
