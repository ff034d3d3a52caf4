"""How every section stands in every language: one word for each, as a table shows it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from handouts.edition import ReviewStatus
from handouts.exchange.catalog import path_of
from handouts.exchange.standing import languages
from handouts.library import Library
from handouts.resolving.signed import SectionReview, review_section
from handouts.resolving.translated import SOURCE, TranslationState, state_of
from handouts.source.files import kind_of
from handouts.workbench.bench import Bench

# From what is most urgent to what is well. `broken`: there, and not to be understood. `stale`: made from an English
# text that has changed. `changed`: signed with other words. `draft`: never signed by all who must.
State = Literal["broken", "missing", "stale", "changed", "expired", "draft", "due", "signed"]
STATES: tuple[State, ...] = ("broken", "missing", "stale", "changed", "expired", "draft", "due", "signed")
_OF_REVIEW: Mapping[ReviewStatus, State] = {
    "changed": "changed", "expired": "expired", "never": "draft", "due": "due", "signed": "signed",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One section in one language.

    `state` is the most urgent of what `translation` and `review` say apart (both None where there is no text to ask).
    `machine` for a translation that a machine has drafted. `path` is where the file is or belongs.
    """

    section: str
    language: str
    state: State
    path: str
    title: str = ""
    digest: str = ""
    machine: bool = False
    translation: TranslationState | None = None
    review: SectionReview | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One section: whether it is about safety, the handouts that use it, and a cell for each language."""

    section: str
    title: str
    safety: bool
    handouts: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """All sections, sorted by name, in all languages: English, then the others sorted by tag."""

    languages: tuple[str, ...]
    lines: tuple[Line, ...]

    def counts(self, language: str) -> Mapping[State, int]:
        """How many sections are in each state in one language, zeros included."""
        found = Counter(cell.state for line in self.lines for cell in line.cells if cell.language == language)
        return {state: found[state] for state in STATES}


def overview(bench: Bench, date: datetime.date) -> Overview:
    """How every section stands on a day; nothing when the settings cannot be used."""
    library = bench.library
    if library is None:
        return Overview((), ())
    tags = (SOURCE, *languages(library))
    files = [
        names for kind, names in map(kind_of, (*bench.workspace.files, *bench.workspace.unread)) if kind == "section"
    ]
    there = {(name, tag) for name, tag in files}
    lines = [_line(library, name, tags, there, date) for name in sorted({name for name, _ in there})]
    return Overview(tags, tuple(lines))


def _line(library: Library, name: str, tags: tuple[str, ...], there: set[tuple[str, str]], date: datetime.date) -> Line:
    source = library.sections.get((name, SOURCE))
    using = [
        handout.id
        for _, handout in sorted(library.handouts.items())
        if name in {use.section for use in (*handout.lead, *handout.sections)}
    ]
    cells = tuple(_cell(library, name, tag, (name, tag) in there, date) for tag in tags)
    title = source.title.plain if source else ""
    return Line(name, title, source.safety if source else False, tuple(using), cells)


def _cell(library: Library, name: str, tag: str, there: bool, date: datetime.date) -> Cell:
    section = library.sections.get((name, tag))
    if section is None:
        return Cell(name, tag, "broken" if there else "missing", path_of(name, tag))
    review, translation = review_section(library, section, date), state_of(library, name, tag)
    stale = translation in ("stale", "stale-safety")
    return Cell(
        name,
        tag,
        "stale" if stale else _OF_REVIEW[review.status],
        section.mark.path,
        section.title.plain,
        section.digest,
        section.translation is not None and section.translation.by == "machine",
        translation,
        review,
    )
