"""How a translation stands to its source: computed from digests and sign-offs, never stored."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Literal

from handouts.content import Section, Use
from handouts.diagnostics import Diagnostic, Severity, error, warning
from handouts.language import english_name
from handouts.library import Library
from handouts.names import did_you_mean
from handouts.records import dataclass
from handouts.resolving.signed import is_signed

# The language handouts are written in first; translations name it under `translation: of`.
SOURCE = "en"

TranslationState = Literal["current", "unreviewed", "stale", "stale-safety", "missing"]
# From best to worst: the worst section decides for a handout.
STATES: tuple[TranslationState, ...] = ("current", "unreviewed", "stale", "stale-safety", "missing")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The text that will stand for a section, how it stands to its source, and what must be told."""

    section: Section | None
    state: TranslationState
    findings: tuple[Diagnostic, ...]


def state_of(library: Library, name: str, language: str) -> TranslationState:
    """The state of one section in one language.

    `unreviewed` is a machine's draft that nobody has signed in its present form; a text without `translation:`
    was written in its language and has no source to lag behind.
    """
    section = library.sections.get((name, language))
    if section is None:
        return "missing"
    if section.translation is None:
        return "current"
    source = library.sections.get((name, section.translation.of))
    if source is not None and source.digest != section.translation.source:
        return "stale-safety" if source.safety or section.safety else "stale"
    return "unreviewed" if section.translation.by == "machine" and not is_signed(library, section) else "current"


def worst(states: Iterable[TranslationState]) -> TranslationState:
    """The state of several sections together; `current` when there are none."""
    return max(states, key=STATES.index, default="current")


def handout_state(library: Library, handout: str, language: str) -> TranslationState:
    """The state of a handout in a language: its title's and all its sections'."""
    entry = library.handouts[handout]
    if language not in entry.title:
        return "missing"
    names = [use.section for use in (*entry.lead, *entry.sections) if use.section != "references"]
    return worst(state_of(library, name, language) for name in names)


def choose_section(library: Library, use: Use, language: str, *, draft: bool) -> Chosen:
    """The one place that decides which language's text stands for a section.

    A safety section that is stale or missing is an error, unless a draft is asked for. Another section that is
    stale stands with a note, one that is missing is replaced by its source with a note; both are told.
    """
    state = state_of(library, use.section, language)
    section = library.sections.get((use.section, language))
    source = library.sections.get((use.section, SOURCE))
    if section is None and source is None:
        return Chosen(None, state, (_unknown(library, use, language),))
    if section is None:
        assert source is not None
        finding = _missing(use, source, language, allowed=draft or not source.safety)
        return Chosen(source if finding.severity is not Severity.ERROR else None, state, (finding,))
    if state in ("stale", "stale-safety"):
        finding = _stale(section, language, allowed=draft or state == "stale")
        return Chosen(section if finding.severity is not Severity.ERROR else None, state, (finding,))
    return Chosen(section, state, ())


def _unknown(library: Library, use: Use, language: str) -> Diagnostic:
    others = [other for (name, _), other in sorted(library.sections.items()) if name == use.section]
    if not others:
        hint = did_you_mean(use.section, {name for name, _ in library.sections})
        return error("unknown-section", use.mark, f"There is no section '{use.section}'.", hint)
    path = PurePosixPath(others[0].mark.path).with_name(f"{language}.yaml")
    message = f"The section '{use.section}' is missing in {english_name(language)} ({language})."
    hint = f"Write {path}; there is {', '.join(other.language for other in others)}."
    return error("missing-translation", use.mark, message, hint)


def _missing(use: Use, source: Section, language: str, *, allowed: bool) -> Diagnostic:
    kind = "The safety section" if source.safety else "The section"
    message = f"{kind} '{use.section}' is missing in {english_name(language)} ({language})."
    path = PurePosixPath(source.mark.path).with_name(f"{language}.yaml")
    if allowed:
        return warning("missing-translation", use.mark, message, f"It stands in English with a note. Write {path}.")
    return error("missing-translation", use.mark, message, f"Write {path}, or build a marked draft with --draft.")


def _stale(section: Section, language: str, *, allowed: bool) -> Diagnostic:
    kind = "The safety section" if section.safety else "The section"
    message = f"{kind} '{section.id}' has changed in English since its {english_name(language)} text was made."
    if allowed:
        return warning(
            "stale-translation", section.mark, message, "It stands with a note until it is brought up to date."
        )
    hint = "Bring it up to date and set `translation: source:`, or build a marked draft with --draft."
    return error("stale-translation", section.mark, message, hint)
