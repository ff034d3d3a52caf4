"""Every rule's own examples: the bad are caught by exactly that rule at the place marked, the good by none."""

from __future__ import annotations

import pytest

from handouts.checks.content import RULES
from handouts.checks.content.documentation import Example, told
from tests.checks.content.clinics import files_of, found

EXAMPLES = [
    (name, number, example) for name, rule in RULES.items() for number, example in enumerate(told(rule).examples)
]


def test_the_workspace_of_the_examples_is_clean(tmp_path):
    assert found(tmp_path) == ()


@pytest.mark.parametrize(
    ("rule", "example"), [(n, e) for n, _, e in EXAMPLES], ids=[f"{n}-{e.title}-{i}" for n, i, e in EXAMPLES]
)
def test_an_example_is_judged_as_it_says(tmp_path, rule: str, example: Example):
    files, place = files_of(example)
    findings = found(tmp_path, {path: text.replace("RULE", rule) for path, text in files.items()})
    if example.good:
        assert not place and findings == (), "\n".join(map(str, findings))
    else:
        assert [(f.rule, str(f.mark)) for f in findings] == [(rule, place)], "\n".join(map(str, findings))
        assert findings[0].severity is RULES[rule].SEVERITY
        assert findings[0].message.endswith((".", ")", "?")) and findings[0].hint


def test_every_rule_has_examples_of_both_kinds_and_says_who_says_so():
    for name, rule in RULES.items():
        own = told(rule)
        assert {example.good for example in own.examples} == {True, False}, name
        assert len(own.summary) < 90 and own.summary.endswith("."), name
        assert any(part.startswith("Source: ") for part in own.about) or name == "repeated-word", name
