"""What goes out to a translator and comes back: one message for each text of the sections in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from handouts.content import Glossary
from handouts.diagnostics import Diagnostic, Mark, error, has_errors
from handouts.exchange.locked import numbers_with_units, of_kind
from handouts.exchange.units import Unit, structure, units
from handouts.library import Library
from handouts.names import find
from handouts.resolving.translated import SOURCE, state_of
from handouts.source.nodes import Node
from handouts.source.workspace import SourceFile, Workspace
from handouts.source.yamltext import parse

# As in XLIFF: `initial` waits for a translator, also where an old text is there.
State = Literal["initial", "translated", "reviewed"]


@dataclass(frozen=True, slots=True)
class Message:
    """One text and its translation (empty: none yet); `mark` is the source's place going out, the file's coming in."""

    section: str
    path: str
    source: str
    target: str
    state: State
    mark: Mark
    notes: tuple[str, ...] = ()

    @property
    def stale(self) -> bool:
        """True when a translation is there that somebody has to look at."""
        return bool(self.target) and self.state == "initial"


@dataclass(frozen=True, slots=True)
class Catalog:
    """All messages of one language.

    With `says_unfinished` the file says of every text whether it is done (PO's fuzzy mark). Programs for XLIFF
    often leave the state as it was; there a text that has been changed counts as done.
    """

    language: str
    messages: tuple[Message, ...]
    says_unfinished: bool = True


@dataclass(frozen=True, slots=True)
class Written:
    """A section's file: its text, its tree and the texts to translate by path."""

    file: SourceFile
    root: Node
    units: Mapping[str, Unit]


def path_of(section: str, language: str) -> str:
    """Where a section's file in a language belongs."""
    return f"content/sections/{section}/{language}.yaml"


def written(workspace: Workspace, section: str, language: str) -> Written | None:
    """A section's file, or None when it is not there or cannot be read as YAML."""
    file = workspace.files.get(path_of(section, language))
    if file is None:
        return None
    root, findings = parse(file.text, file.path)
    if root is None or has_errors(findings):
        return None
    return Written(file, root, {unit.path: unit for unit in units(root)})


def chosen_sections(library: Library, asked: Iterable[str]) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    """The sections asked for, all when none is named, and what is wrong with the names."""
    known = {name: None for name, language in sorted(library.sections) if language == SOURCE}
    names = tuple(dict.fromkeys(asked)) or tuple(known)
    findings = [finding for name in names for finding in find("section", name, known)[1]]
    return tuple(name for name in names if name in known), tuple(findings)


def collect(
    workspace: Workspace, library: Library, language: str, names: Iterable[str]
) -> tuple[Catalog, tuple[Diagnostic, ...]]:
    """The messages of some sections; findings name the files that cannot be read."""
    messages: list[Message] = []
    findings: list[Diagnostic] = []
    for name in names:
        source = written(workspace, name, SOURCE)
        target = written(workspace, name, language)
        broken = [SOURCE] if source is None else []
        if target is None and path_of(name, language) in {*workspace.files, *workspace.unread}:
            broken.append(language)
        findings += [unread(name, tag) for tag in broken]
        if source is not None and not broken:
            messages += _messages(library, name, source, target, language)
    return Catalog(language, tuple(messages)), tuple(findings)


def unread(section: str, language: str) -> Diagnostic:
    """The finding for a section's file that is there but is no YAML we can work with."""
    hint = "handouts check says what is wrong with it."
    return error("exchange-file", Mark(path_of(section, language)), "This file cannot be read.", hint)


def _messages(
    library: Library, section: str, source: Written, target: Written | None, language: str
) -> Iterable[Message]:
    state = _state(library, section, source, target, language)
    for unit in source.units.values():
        present = target.units.get(unit.path) if target is not None else None
        notes = _notes(library, section, unit, language)
        text = present.text if present else ""
        yield Message(section, unit.path, unit.text, text, state if text else "initial", unit.mark, notes)


def _state(library: Library, section: str, source: Written, target: Written | None, language: str) -> State:
    if target is None or structure(source.root) != structure(target.root):
        return "initial"
    match state_of(library, section, language):
        case "current":
            return "reviewed"
        case "unreviewed":
            return "translated"
        case _:
            return "initial"


def _notes(library: Library, section: str, unit: Unit, language: str) -> tuple[str, ...]:
    """What a translator has to know, one line each."""
    source = library.sections[section, SOURCE]
    safety = " (safety: doses, warnings, interactions)" if source.safety else ""
    lists = {
        "locked": numbers_with_units(unit.text),
        "placeholders": of_kind(unit.text, "placeholder"),
        "citations": of_kind(unit.text, "citation"),
        "links": of_kind(unit.text, "link"),
        "keep as it is": _kept(library.glossary, unit.text),
        "glossary": _terms(library.glossary, unit.text, language),
    }
    return (
        f"section: {source.title.plain}{safety}",
        f"this is: {unit.where}",
        *(f"{name}: {'; '.join(values)}" for name, values in lists.items() if values),
        *(() if unit.markup else ("plain words: no **, no links, no placeholders",)),
    )


def _kept(glossary: Glossary, text: str) -> tuple[str, ...]:
    return tuple(name for name in glossary.never_change if name in text)


def _terms(glossary: Glossary, text: str, language: str) -> tuple[str, ...]:
    lower = text.lower()
    return tuple(
        f"{term.term} = {term.translations[language]}"
        for term in glossary.terms
        if language in term.translations and term.term.lower() in lower
    )
