"""A catalog that came back, as changes to the YAML files: checked first, and nothing but the texts replaced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from dataclasses import replace as at
from typing import Literal

from handouts.diagnostics import Diagnostic, Mark, error, warning
from handouts.exchange.catalog import Catalog, Message, Written, path_of, unread, written
from handouts.exchange.changes import Change, Plan, proven
from handouts.exchange.locked import differences
from handouts.exchange.scalars import double_quoted
from handouts.exchange.units import Unit, structure
from handouts.exchange.yamledit import insert_translation, replace
from handouts.library import Library
from handouts.names import did_you_mean
from handouts.resolving.translated import SOURCE
from handouts.source.digests import printed_text
from handouts.source.files import check_language
from handouts.source.markup import read_inline
from handouts.source.nodes import MapNode, ScalarNode
from handouts.source.workspace import Workspace
from handouts.source.yamltext import parse

Drafter = Literal["machine", "person"]


def plan_import(workspace: Workspace, library: Library, catalog: Catalog, by: Drafter | None = None) -> Plan:
    """The changes that bring a catalog's texts into the workspace.

    `by` says who translated: a new file gets it (a machine when it is not said), and a file that takes a
    machine's texts is a machine's from then on.
    """
    place = Mark(catalog.messages[0].mark.path if catalog.messages else "")
    findings = list(check_language(catalog.language, place))
    if catalog.language == SOURCE:
        findings.append(error("exchange-file", place, "The file's language is English, the source.", ""))
    if findings:
        return Plan((), tuple(findings))
    changes = []
    for section, messages in _by_section(library, catalog, findings).items():
        source = written(workspace, section, SOURCE)
        if source is None:
            findings.append(unread(section, SOURCE))
            continue
        digest = library.sections[section, SOURCE].digest
        work = _Work(section, catalog, source, digest, written(workspace, section, catalog.language), findings)
        work.take(messages.values())
        change = _change(workspace, work, by)
        if change is not None:
            changes.append(change)
    return proven(workspace, changes, findings)


def _by_section(library: Library, catalog: Catalog, findings: list[Diagnostic]) -> dict[str, dict[str, Message]]:
    known = {name for name, language in library.sections if language == SOURCE}
    found: dict[str, dict[str, Message]] = {}
    for message in catalog.messages:
        if message.section not in known:
            hint = did_you_mean(message.section, known)
            text = f"There is no section '{_shown(message.section)}' for this text."
            findings.append(error("exchange-context", message.mark, text, hint))
        elif message.path in found.setdefault(message.section, {}):
            text = f"The text '{_shown(message.path)}' of '{message.section}' stands in the file twice."
            findings.append(error("exchange-context", message.mark, text, "Keep one of the two."))
        else:
            found[message.section][message.path] = message
    return found


@dataclass(slots=True)
class _Work:
    """One section on its way in: which texts are done, and which of them are new; `digest` is the English one's."""

    section: str
    catalog: Catalog
    source: Written
    digest: str
    target: Written | None
    findings: list[Diagnostic]
    done: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)
    edits: dict[str, str] = field(default_factory=dict)

    def take(self, messages: Iterable[Message]) -> None:
        """Judge every message; those that may be taken become edits."""
        for message in messages:
            unit = self.source.units.get(message.path)
            if unit is None or unit.text != message.source:
                self.findings.append(_outdated(message, unit))
            elif message.target:
                self._take(message, unit)

    def _take(self, message: Message, unit: Unit) -> None:
        present = self.target.units.get(unit.path) if self.target is not None else None
        changed = present is None or present.text != message.target
        if message.state == "initial" and (self.catalog.says_unfinished or not changed):
            if changed:
                hint = "Take the mark away in the translation program when the text is right."
                text = "The text is still marked as unfinished (fuzzy) and was not taken over."
                self.findings.append(warning("exchange-fuzzy", message.mark, text, hint))
            return
        wrong = _wrong(message, unit, self.catalog.language) if changed else []
        self.findings += wrong
        if wrong:
            return
        self.done.add(unit.path)
        self.texts[unit.path] = message.target
        if changed:
            self.edits[unit.path] = message.target

    @property
    def complete(self) -> bool:
        """True when every text of the English section has its finished translation in the file."""
        return self.done == set(self.source.units)

    @property
    def same_shape(self) -> bool:
        """True when the translated file has the blocks of the English one."""
        return self.target is not None and structure(self.target.root) == structure(self.source.root)


def _outdated(message: Message, unit: Unit | None) -> Diagnostic:
    what = "is gone" if unit is None else "has changed"
    name = f"'{_shown(message.path)}' of '{message.section}'"
    text = f"The English text {name} {what} since the export; its translation was not taken over."
    return warning("exchange-changed", message.mark, text, "Export the language anew and translate what is marked.")


def _shown(name: str) -> str:
    """A name out of a foreign file, fit for a terminal."""
    return "".join(character if character.isprintable() else "?" for character in name[:80])


def _wrong(message: Message, unit: Unit, language: str) -> list[Diagnostic]:
    """Characters that no YAML file holds, locked pieces that differ, and markup that cannot be read."""
    _, strange = parse(double_quoted(message.target), "")
    if strange:
        return [at(finding, mark=message.mark) for finding in strange]
    hint = f"The English text: {unit.text[:200]}"
    found = [error("exchange-locked", message.mark, text, hint) for text in differences(unit.text, message.target)]
    if unit.markup:
        found += read_inline(ScalarNode(message.target, message.mark), language).findings
    return found


def _change(workspace: Workspace, work: _Work, by: Drafter | None) -> Change | None:
    path = path_of(work.section, work.catalog.language)
    if work.target is None:
        if path in workspace.files or path in workspace.unread:
            work.findings.append(unread(work.section, work.catalog.language))
            return None
        return _from_english(work, by or "machine") if _whole(work, "is not there yet") else None
    if not work.same_shape:
        return (
            _from_english(work, by or _by(work.target)) if _whole(work, "has other blocks than the English") else None
        )
    return _edited(work, by)


def _whole(work: _Work, why: str) -> bool:
    """Half a file would show English words as if they were translated: all texts come in together, or none."""
    if work.complete:
        return bool(work.texts)
    if work.edits:
        count = f"{len(work.done)} of {len(work.source.units)} texts are finished"
        place = Mark(path_of(work.section, work.catalog.language))
        message = f"The file {why}, and {count}; nothing of it was taken over."
        work.findings.append(warning("exchange-incomplete", place, message, "Finish all texts of the section."))
    return False


def _from_english(work: _Work, by: str) -> Change:
    text = replace(printed_text(work.source.file.text, work.source.root), work.texts)
    text = insert_translation(text, work.digest, by)
    before = work.target.file.text if work.target is not None else None
    path = path_of(work.section, work.catalog.language)
    return Change(path, before, text, work.section, work.catalog.language, len(work.edits), True)


def _edited(work: _Work, by: Drafter | None) -> Change | None:
    assert work.target is not None
    edits: dict[str, str] = dict(work.edits)
    head = _translation(work.target)
    made_from = head.get("source", work.digest)
    renewed = work.complete and work.digest.removeprefix("sha256:") != made_from.removeprefix("sha256:")
    if renewed:
        edits["translation.source"] = work.digest
    if work.edits and by == "machine" and head.get("by") == "person":
        edits["translation.by"] = by
    if not edits:
        return None
    file = work.target.file
    text = replace(file.text, edits)
    return Change(file.path, file.text, text, work.section, work.catalog.language, len(work.edits), renewed)


def _by(target: Written) -> str:
    return _translation(target).get("by", "machine")


def _translation(target: Written) -> Mapping[str, str]:
    """The entries below `translation:`."""
    block = target.root.get("translation") if isinstance(target.root, MapNode) else None
    entries = block.entries if isinstance(block, MapNode) else ()
    return {key.text: value.text.strip() for key, value in entries if isinstance(value, ScalarNode)}
