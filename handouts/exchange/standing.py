"""How every section stands in every language, counted: the table of `translate status`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from handouts.library import Library
from handouts.resolving.translated import SOURCE, STATES, TranslationState, state_of


@dataclass(frozen=True, slots=True)
class Standing:
    """One section in one language."""

    section: str
    language: str
    safety: bool
    state: TranslationState


def languages(library: Library) -> tuple[str, ...]:
    """The languages that sections are or should be translated to."""
    return tuple(sorted({*library.settings.languages, *(tag for _, tag in library.sections)} - {SOURCE}))


def standings(library: Library, tags: Sequence[str]) -> tuple[Standing, ...]:
    """Every section in each of these languages."""
    names = sorted(name for name, language in library.sections if language == SOURCE)
    return tuple(
        Standing(name, tag, library.sections[name, SOURCE].safety, state_of(library, name, tag))
        for name in names
        for tag in tags
    )


def counts(found: Sequence[Standing]) -> dict[str, dict[str, int]]:
    """How many sections are in which state, by language."""
    counted = Counter((entry.language, entry.state) for entry in found)
    tags = sorted({entry.language for entry in found})
    return {tag: {state: counted[tag, state] for state in STATES} for tag in tags}


def rows(found: Sequence[Standing]) -> list[tuple[str, ...]]:
    """Sections down, languages across, states in the cells; below, the counts."""
    numbers = counts(found)
    states = {(entry.section, entry.language): entry.state for entry in found}
    names = sorted({entry.section for entry in found})
    safe = {entry.section for entry in found if entry.safety}
    body = [(f"{name}{' *' if name in safe else ''}", *(states[name, tag] for tag in numbers)) for name in names]
    below = [(f"= {state}", *(str(numbers[tag][state]) for tag in numbers)) for state in STATES]
    return [("SECTION (* safety)", *numbers), *body, *below] if found else []
