"""A small distributor for tests: two handouts of three tiny sections, in two languages, for two brands."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from tests.cli.clinic import WORDING
from tests.starters import ROOT
from tests.workspaces import BRAND, PROFILE, make_workspace

IRON_ES = "content/sections/iron/es.yaml"
FOODS = "content/sections/foods/en.yaml"
OTHER = "templates/brands/other.yaml"
SPANISH = "templates/wording/es.yaml"


def section(title: str, text: str, source: str = "") -> str:
    """A section with one paragraph; a translation when the text it was made from is given."""
    of = f"translation: {{of: en, source: sha256:{hashlib.sha256(source.encode()).hexdigest()}, by: person}}\n"
    return f"title: {title}\nkey_points: [{text}]\nblocks:\n  - text: {text}\n" + (of if source else "")


IRON_TEXT = section("Iron", "Iron helps some people.")
FOODS_TEXT = section("Foods", "Beans have iron.")
SLEEP_TEXT = section("Sleep", "Go to bed at the same time.")

FILES: Mapping[str, str] = {
    "content/workspace.yaml": "brand: test\nlanguages: [en]\nlayout: sheet\nprofile: standard-12\n",
    "content/references.yaml": "",
    "content/sections/iron/en.yaml": IRON_TEXT,
    IRON_ES: section("Hierro", "El hierro ayuda a algunas personas.", IRON_TEXT),
    FOODS: FOODS_TEXT,
    "content/sections/foods/es.yaml": section("Alimentos", "Los frijoles tienen hierro.", FOODS_TEXT),
    "content/sections/sleep/en.yaml": SLEEP_TEXT,
    "content/sections/sleep/es.yaml": section("Sueño", "Acuéstese a la misma hora.", SLEEP_TEXT),
    "content/handouts/rls.yaml": (
        "title: {en: Restless legs, es: Piernas inquietas}\ncodes: {icd10: [G25.81]}\nsections: [iron, foods]\n"
    ),
    "content/handouts/nights.yaml": "title: {en: Nights, es: Noches}\ncodes: {icd10: [G47.00]}\nsections: [sleep]\n",
    OTHER: BRAND.replace("Test Clinic", "Other Clinic").replace("#0B5C7A", "#6B2A5B"),
    "templates/profiles/standard-12.yaml": PROFILE,
    WORDING: (ROOT / WORDING).read_text(encoding="utf-8"),
    SPANISH: (ROOT / SPANISH).read_text(encoding="utf-8"),
}
# Paths of what `--all` makes.
ALL = tuple(
    f"{brand}/{language}/{handout}_{language}_{brand}_sheet_letter.pdf"
    for brand in ("other", "test")
    for language in ("en", "es")
    for handout in ("nights", "rls")
)


def make_distributor(folder: Path, files: Mapping[str, str | bytes | None] | None = None) -> Path:
    """The workspace with some files replaced or added (None removes one); the folder."""
    return make_workspace(folder, {**FILES, **(files or {})})
