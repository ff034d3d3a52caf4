"""What is written down of languages is what CLDR says."""

import pytest
from babel import Locale

from handouts import language


@pytest.mark.parametrize("tag", sorted(language._USUAL))
def test_usual_languages_are_as_in_cldr(tag):
    direction, script = language._USUAL[tag]
    found = Locale.parse({"tl": "fil"}.get(tag, tag), sep="-")
    assert (direction == "rtl") == (found.character_order == "right-to-left")
    assert script == (found.script or language._SCRIPT.get(found.language, "Latn"))


@pytest.mark.parametrize(
    ("tag", "expected"), [("he", "rtl"), ("fa", "rtl"), ("uk", "ltr"), ("xx", "ltr"), ("az-Arab", "rtl")]
)
def test_other_languages_are_asked_for(tag, expected):
    assert language.direction(tag) == expected
    assert language.is_known(tag) == (tag != "xx")
