"""YAML values with their place in the file: what every later complaint points at."""

from __future__ import annotations

from handouts.diagnostics import Mark
from handouts.records import dataclass


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """One text, exactly as written.

    `inset` is the number of columns from the mark to the first character of the text where every
    character of the text is one character of the file (plain or quoted text on one line), else None.
    """

    text: str
    mark: Mark
    inset: int | None = None

    def at(self, index: int) -> Mark:
        """The place of a character of the text; the start of the text where it cannot be told."""
        if self.inset is None or index < 0:
            return self.mark
        return Mark(self.mark.path, self.mark.line, self.mark.column + self.inset + index)


@dataclass(frozen=True, slots=True)
class ListNode:
    """A YAML list."""

    items: tuple[Node, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class MapNode:
    """A YAML map; keys are texts, in the order written, each once."""

    entries: tuple[tuple[ScalarNode, Node], ...]
    mark: Mark

    def get(self, name: str) -> Node | None:
        """The value under a key, or None."""
        return next((value for key, value in self.entries if key.text == name), None)

    def key(self, name: str) -> ScalarNode | None:
        """The key itself, with its place, or None."""
        return next((key for key, _ in self.entries if key.text == name), None)


Node = ScalarNode | ListNode | MapNode
