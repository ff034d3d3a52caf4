"""Texts of one file as typed lines: markup read, citations and placeholders looked up, findings gathered."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from handouts.content import Line
from handouts.diagnostics import Diagnostic, Mark, error
from handouts.names import did_you_mean
from handouts.source.markup import read_inline
from handouts.source.nodes import ScalarNode

# Values every brand may give. Those of one visit are given when a handout is printed.
BRAND_SLOTS = (
    "clinic.name", "clinic.short_name", "clinic.phone", "clinic.email", "clinic.website", "clinic.hours",
    "clinic.address", "clinic.feedback", "emergency.number", "poison.number",
)  # fmt: skip
PERSONAL_SLOTS = ("patient.name", "clinician.name")

_FREE = re.compile(r"(?:patient|visit)\.[a-z][a-z0-9_-]*")


class Texts:
    """Reads texts of one language; `findings` grows with what is wrong in them.

    With `citation_keys` None, citations are not looked up.
    """

    def __init__(self, language: str, citation_keys: Collection[str] | None) -> None:
        self.language = language
        self.findings: list[Diagnostic] = []
        self._keys = citation_keys

    def line(self, node: ScalarNode) -> Line:
        """One text as a line."""
        reading = read_inline(node, self.language)
        self.findings += reading.findings
        for key, mark in reading.citations:
            if self._keys is not None and key not in self._keys:
                message = f"There is no reference '{key}' in content/references.yaml."
                self.error("unknown-citation", mark, message, did_you_mean(key, self._keys))
        for name, mark in reading.slots:
            if name not in BRAND_SLOTS and name not in PERSONAL_SLOTS and not _FREE.fullmatch(name):
                known = (*BRAND_SLOTS, *PERSONAL_SLOTS, "patient.NAME", "visit.NAME")
                self.error("unknown-placeholder", mark, f"There is no value for {{{name}}}.", did_you_mean(name, known))
        return Line(reading.parts, node.mark)

    def lines(self, nodes: Iterable[ScalarNode] | None) -> tuple[Line, ...]:
        """Several texts; none for a list that is not there."""
        return tuple(self.line(node) for node in nodes or ())

    def maybe(self, node: ScalarNode | None) -> Line | None:
        """A text that may be left out."""
        return None if node is None else self.line(node)

    def error(self, rule: str, mark: Mark, message: str, hint: str = "") -> None:
        """Note something wrong that is not a text itself."""
        self.findings.append(error(rule, mark, message, hint))


def one_line(node: ScalarNode | None) -> str:
    """A text without markup, such as a name or an address: as written, blanks joined; empty when not there."""
    return "" if node is None else re.sub(r"[ \t\n]+", " ", node.text).strip(" ")
