"""One broken page for each rule, caught by that rule and no other; a good page raises nothing."""

import pytest

from handouts.press.dissect import read
from handouts.press.preflight.check import check_preflight
from handouts.press.preflight.table import RULES

from .. import pdfs
from .broken import CASES
from .sample import ACB, DYSLEXIA, Plan, made


def findings(pdf, name="sample.pdf"):
    return check_preflight(read(pdfs.saved(pdf)), name)


def check(pdf, *rules):
    """The rules that a document breaks."""
    assert {finding.rule for finding in findings(pdf)} == set(rules), [str(f) for f in findings(pdf)]


@pytest.mark.parametrize("plan", [Plan(), Plan(profile=""), Plan(facts={}), ACB, DYSLEXIA], ids=lambda p: p.profile)
def test_a_good_page_raises_nothing(plan):
    check(made(plan))


@pytest.mark.parametrize(("build", "rule"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_each_fault_is_found_by_its_rule(build, rule):
    check(build(), rule)


def test_every_rule_has_a_case():
    assert {rule for _, _, rule in CASES} == {rule.id for rule in RULES}
    assert len({rule.id for rule in RULES}) == len(RULES)
