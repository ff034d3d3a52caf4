"""A plan file read and checked: its shape, with everything that is wrong with it."""

from __future__ import annotations

from pathlib import Path

from handouts.diagnostics import Diagnostic, has_errors, in_order
from handouts.source.checking import check
from handouts.source.nodes import MapNode, ScalarNode
from handouts.source.planmodels import PlanFile
from handouts.source.workspace import read_given
from handouts.source.yamltext import parse


def read_plan(path: Path, place: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The text of a plan file; `place` is what findings call it."""
    return read_given(path, place)


def parse_plan(text: str, place: str) -> tuple[PlanFile | None, tuple[Diagnostic, ...]]:
    """The plan in a text. With errors among the findings it must not be followed: a row too few is a sheet too many."""
    node, findings = parse(text, place)
    if node is None or has_errors(findings):
        return None, findings
    if isinstance(node, ScalarNode) and not node.text:
        node = MapNode((), node.mark)  # an empty plan asks for everything
    shape, wrong = check(node, PlanFile, "the plan")
    return shape, in_order((*findings, *wrong))
