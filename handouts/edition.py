"""One closed document, ready to set: everything has been looked up, nothing falls back any more."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from handouts.content import Line, SolidBlock, Tone
from handouts.diagnostics import Diagnostic, Mark
from handouts.language import Direction
from handouts.looks import Brand, Layout, Paper, Picture, Profile
from handouts.records import dataclass


@dataclass(frozen=True, slots=True, order=True)
class BuildRequest:
    """What is asked for: the unit of plan, batch, cache and file name.

    `handout` may name several, joined by `+`: a packet. Two `languages` are set beside or below each other.
    `plain` saves ink: no tints, no brand colours. Without `banner` room is left for printed letterhead.
    """

    handout: str
    languages: tuple[str, ...]
    brand: str
    layout: str
    profile: str
    paper: str
    mono: bool = False
    draft: bool = False
    plain: bool = False
    banner: bool = True

    @property
    def handouts(self) -> tuple[str, ...]:
        """The handouts asked for, in their order: one, or those of a packet."""
        return tuple(self.handout.split("+"))

    @property
    def extras(self) -> tuple[str, ...]:
        """Words for what is not as usual, as in file names: `mono`, `draft`, `plain`, `no-banner`."""
        words = {"mono": self.mono, "draft": self.draft, "plain": self.plain, "no-banner": not self.banner}
        return tuple(word for word, said in words.items() if said)


@dataclass(frozen=True, slots=True, repr=False)
class Personal:
    """The patient's values, passed beside the request: they reach the page and nothing else.

    `values` are by slot or write-in name; `ticks` are (checklist name, item number from 1).
    There is no JSON form, and `repr` shows nothing.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    ticks: frozenset[tuple[str, int]] = frozenset()

    def __repr__(self) -> str:
        return "Personal(...)"

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("personal values are never pickled")

    def __bool__(self) -> bool:
        return bool(self.values or self.ticks)


ReviewStatus = Literal["signed", "due", "expired", "changed", "never"]


@dataclass(frozen=True, slots=True)
class ReviewState:
    """What the sign-off records say of the sections used; the worst of them counts. Dates are None when unsigned."""

    status: ReviewStatus
    last_checked: datetime.date | None
    next_check: datetime.date | None

    @property
    def signed(self) -> bool:
        """True while the whole document may be handed out without a draft mark."""
        return self.status in ("signed", "due")


@dataclass(frozen=True, slots=True)
class EditionSection:
    """A section as it will be set; `number` is 0 for unnumbered lead sections; `box` makes it one callout."""

    id: str
    number: int
    title: Line
    box: Tone | Literal[""]
    safety: bool
    language: str
    blocks: tuple[SolidBlock, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Reference:
    """A numbered entry of the reference list."""

    number: int
    key: str
    line: Line


@dataclass(frozen=True, slots=True)
class Edition:
    """One document: title, language, direction, sections, numbered references, looks.

    `slots` names every value that stamping will fill. `wording` is closed: all texts of the product in
    the document's language. `notices` are what the band at every page's top edge says, none when all is signed.
    `minutes` is the estimated reading time. `paper` is the page, which may be a part of a sheet. `left_out` are the
    titles of sections that had no room. `beside` is the same document in a second language, section for section;
    `parts` are the handouts of a packet, whose own sections are then none.
    """

    request: BuildRequest
    id: str
    date: datetime.date
    title: Line
    english_title: str
    subtitle: Line | None
    language: str
    direction: Direction
    codes: Mapping[str, tuple[str, ...]]
    key_points: tuple[Line, ...]
    lead: tuple[EditionSection, ...]
    sections: tuple[EditionSection, ...]
    references: tuple[Reference, ...]
    review: ReviewState
    minutes: int
    brand: Brand
    layout: Layout
    profile: Profile
    paper: Paper
    wording: Mapping[str, str]
    pictures: Mapping[str, Picture]
    slots: Mapping[str, str]
    notices: tuple[Line, ...] = ()
    fonts: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    left_out: tuple[Line, ...] = ()
    beside: Edition | None = None
    parts: tuple[Edition, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolved:
    """What `resolve` returns: the edition, or None when a finding is an error."""

    edition: Edition | None
    findings: tuple[Diagnostic, ...]
