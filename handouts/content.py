"""What authors write, typed: inline text, blocks, sections, handouts, references, reviews."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from handouts.diagnostics import Mark
from handouts.records import dataclass

Tone = Literal["note", "tip", "warning", "emergency"]


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of text of one style; `link` is a URL or empty, `language` a BCP 47 tag where it differs."""

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """`[@key; @key]` as the author wrote it."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CitationMark:
    """A citation after numbering, printed as a raised `[1,2]`."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """`{clinic.phone}`: a value that is filled when the laid-out plate is stamped, never before."""

    name: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""


Inline = Words | Citation | CitationMark | Slot


@dataclass(frozen=True, slots=True)
class Line:
    """Inline content of one paragraph, item or cell, with the place it came from."""

    parts: tuple[Inline, ...]
    mark: Mark

    @property
    def plain(self) -> str:
        """The words without style; slots in braces, citations left out."""
        return "".join(
            part.text if isinstance(part, Words) else f"{{{part.name}}}" if isinstance(part, Slot) else ""
            for part in self.parts
        )

    @property
    def slots(self) -> tuple[str, ...]:
        """Names of the slots in the line, in order."""
        return tuple(part.name for part in self.parts if isinstance(part, Slot))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`text:`"""

    line: Line
    mark: Mark


@dataclass(frozen=True, slots=True)
class Heading:
    """`heading:` inside a section; it stands one level below the section's title."""

    line: Line
    mark: Mark


@dataclass(frozen=True, slots=True)
class BulletList:
    """`list:`"""

    items: tuple[Line, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Steps:
    """`steps:`, numbered actions in order."""

    items: tuple[Line, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Callout:
    """`callout:` a boxed message in one of four tones."""

    tone: Tone
    title: Line | None
    blocks: tuple[Paragraph | BulletList | Steps, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Table:
    """`table:`; every row has as many cells as there are columns; `widths` are relative, empty for automatic."""

    caption: Line | None
    columns: tuple[Line, ...]
    header_column: bool
    rows: tuple[tuple[Line, ...], ...]
    widths: tuple[float, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Question:
    """One entry of `faq:`."""

    question: Line
    answer: Line
    mark: Mark


@dataclass(frozen=True, slots=True)
class Faq:
    """`faq:`"""

    items: tuple[Question, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Figure:
    """`figure:`; `alt` is empty only when the author marked the figure decorative."""

    picture: str
    alt: str
    caption: Line | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class Checklist:
    """`checklist:` boxes to tick on paper, or ticked by `--set NAME.2=yes` (items count from 1)."""

    items: tuple[Line, ...]
    name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class WriteIn:
    """`write_in:` ruled lines to write on, or the text given for `name`."""

    label: Line
    lines: int
    name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Quote:
    """`quote:` somebody's words, with their source."""

    line: Line
    source: Line | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class KeyPoints:
    """`key_points:` as a block, set where it stands."""

    items: tuple[Line, ...]
    mark: Mark


SolidBlock = (
    Paragraph | Heading | BulletList | Steps | Callout | Table | Faq | Figure | Checklist | WriteIn | Quote | KeyPoints
)


@dataclass(frozen=True, slots=True)
class Conditional:
    """A block with `when:`; kept only where the brand's region is among (or not among) the regions named."""

    block: SolidBlock
    regions: tuple[str, ...]
    negated: bool
    mark: Mark


Block = SolidBlock | Conditional


@dataclass(frozen=True, slots=True)
class Translation:
    """Where a translated section came from: the language and digest of its source, and who drafted it."""

    of: str
    source: str
    by: Literal["machine", "person"]


# What DISCERN asks of a text about treatments in its questions 10, 11, 12, 8 and 14 (www.discern.org.uk).
ASPECTS = ("benefits", "risks", "no_treatment", "uncertainty", "choices")


@dataclass(frozen=True, slots=True)
class Claim:
    """Words quoted from a section that are said to tell one of the ASPECTS; plain, and no text of the section."""

    aspect: str
    words: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Treatment:
    """An entry of `treatments:` some treatments a section is about, and where it tells what DISCERN asks for."""

    names: tuple[str, ...]
    claims: tuple[Claim, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Section:
    """One section in one language; `digest` is the sha256 of what it says and of the pictures it shows.

    `review_months` is how long a sign-off holds, 0 where the workspace decides; a translation goes by its source.
    """

    id: str
    language: str
    title: Line
    safety: bool
    box: Tone | Literal[""]
    key_points: tuple[Line, ...]
    blocks: tuple[Block, ...]
    translation: Translation | None
    digest: str
    mark: Mark
    treatments: tuple[Treatment, ...] = ()
    review_months: int = 0


@dataclass(frozen=True, slots=True)
class Use:
    """A section named by a handout, with the place of the name."""

    section: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Handout:
    """Which sections make a handout, and what it is called and coded; titles are by language.

    `optional` are sections that may be left out where pages are few, the first one first.
    """

    id: str
    title: Mapping[str, Line]
    subtitle: Mapping[str, Line]
    codes: Mapping[str, tuple[str, ...]]
    layouts: tuple[str, ...]
    lead: tuple[Use, ...]
    sections: tuple[Use, ...]
    digest: str
    mark: Mark
    optional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Author:
    """A person (family and given as in Vancouver style: initials) or a body (`literal`)."""

    family: str = ""
    given: str = ""
    literal: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """One source, with CSL's field names; `superseded_by` is the key of its successor or empty."""

    key: str
    type: str
    authors: tuple[Author, ...]
    et_al: bool
    title: str
    container_title: str
    publisher: str
    issued: str
    volume: str
    issue: str
    page: str
    doi: str
    pmid: str
    url: str
    superseded_by: str
    checked: datetime.date | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class Review:
    """One sign-off record: who read which section, in which form (`digest`), when and in which role.

    `owner` is who looks after the section, empty when the record does not say.
    """

    section: str
    language: str
    digest: str
    by: str
    role: str
    date: datetime.date
    note: str
    mark: Mark
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """One glossary entry."""

    term: str
    plain: str
    translations: Mapping[str, str]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Plainer:
    """Words of one language that readers may not know, in lower case, and what to write instead."""

    words: tuple[str, ...]
    plain: str
    language: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Glossary:
    """Terms with plain meanings and standard translations, names that must never change, words better avoided.

    `abbreviations` are those that readers know or that handouts explain, by language.
    """

    terms: tuple[Term, ...] = ()
    never_change: tuple[str, ...] = ()
    avoid: tuple[Plainer, ...] = ()
    abbreviations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
