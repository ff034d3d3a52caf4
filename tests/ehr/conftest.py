"""A small shelf for questions: handouts in English and Spanish, one of them in one language, coded and not."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from handouts.ehr.shelf import Shelf
from handouts.source.loading import open_library
from tests.batching.clinic import make_distributor

DAY = datetime.date(2026, 1, 15)
FILES = {
    "content/handouts/iron.yaml": (
        "title: {en: 'Iron & \\<blood> tests'}\ncodes: {icd10: [G25, D50.9], snomed: ['87522002']}\nsections: [iron]\n"
    ),
    "content/handouts/plain.yaml": "title: {en: Beans, es: Frijoles}\nsections: [foods]\n",
}


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_distributor(tmp_path_factory.mktemp("ehr") / "clinic", FILES)


@pytest.fixture(scope="session")
def shelf(stocked: Path) -> Shelf:
    library, findings = open_library(stocked, None)
    assert library is not None and findings == ()
    return Shelf(library, DAY)


def link(handout: str, language: str, form: str) -> str:
    return f"http://127.0.0.1:8601/editions/{handout}/{language}.{form}"
