"""The product's English words, and the check for those of any language."""

from pathlib import Path

import pytest
import yaml

from handouts.diagnostics import Mark
from handouts.library import Wording
from handouts.resolving.wording import WORDING_KEYS, check_wording

from .libraries import wording

ENGLISH = Path(__file__).parents[2] / "templates" / "wording" / "en.yaml"


def test_english_is_whole() -> None:
    read = yaml.safe_load(ENGLISH.read_text(encoding="utf-8"))
    assert read["language"] == "en"
    assert set(read["texts"]) == WORDING_KEYS
    assert check_wording(Wording("en", read["texts"], Mark("en.yaml"))) == ()


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("{minutes} min", 0),
        ("{ minutes } min", 0),
        ("{minutes, plural, one {# minute} other {# minutes}}", 0),
        ("minutes", 1),
        ("{minute}", 1),
        ("", 1),
    ],
)
def test_pattern_shows_its_value(text: str, findings: int) -> None:
    assert len(check_wording(wording(reading_time=text))) == findings
