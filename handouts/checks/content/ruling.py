"""What a content rule is: an id, a severity, options, and a function that yields problems with their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Protocol

from handouts.checks.content.places import Spot
from handouts.checks.content.subject import Leaflet, Page, Passage
from handouts.checks.numerals import base
from handouts.diagnostics import Mark, Severity
from handouts.records import dataclass

Value = int | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """A number with its bounds, a word of a few, or a list of words; `by_language` holds other defaults."""

    name: str
    about: str
    default: Value
    by_language: Mapping[str, int] = field(default_factory=dict)
    least: int = 1
    most: int = 1000
    allowed: tuple[str, ...] = ()

    def for_language(self, language: str) -> Value:
        """The default in one language."""
        return self.by_language.get(base(language), self.default)


@dataclass(frozen=True, slots=True)
class Options:
    """The options of one rule in one language, as the workspace wants them."""

    values: Mapping[str, Value]

    def number(self, name: str) -> int:
        """A number."""
        value = self.values[name]
        assert isinstance(value, int)
        return value

    def word(self, name: str) -> str:
        """One word."""
        value = self.values[name]
        assert isinstance(value, str)
        return value

    def words(self, name: str) -> tuple[str, ...]:
        """A list of words."""
        value = self.values[name]
        assert isinstance(value, tuple)
        return value


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule has found; the engine gives it the rule's id and severity."""

    place: Mark | Spot
    message: str
    hint: str = ""


class Ruled(Protocol):
    """What the modules of rules have in common; their docstrings are their documentation."""

    @property
    def __doc__(self) -> str | None:  # type: ignore[override]  # a module's
        """What the rule asks for, why, who says so, and examples."""

    @property
    def ID(self) -> str:  # modules have constants
        """Its name in reports and settings."""

    @property
    def SEVERITY(self) -> Severity:
        """How grave its problems are when the workspace says nothing of it."""

    @property
    def OPTIONS(self) -> tuple[Option, ...]:
        """What the workspace may choose."""


class PageRule(Ruled, Protocol):
    """A rule about one section in one language."""

    def check(self, page: Page, options: Options) -> Iterator[Problem]:
        """Everything in the section that breaks the rule."""
        ...


class LeafletRule(Ruled, Protocol):
    """A rule about a handout as a whole, in its source language."""

    def check(self, leaflet: Leaflet, options: Options) -> Iterator[Problem]:
        """Everything in the handout that breaks the rule."""
        ...


def at(passage: Passage, start: int, message: str, hint: str = "") -> Problem:
    """A problem at a character of a passage."""
    return Problem(Spot(passage.line, start), message, hint)


def short(text: str, most: int = 60) -> str:
    """The beginning of a text, for a message."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 2].rsplit(" ", 1)[0] + " …"
