"""What `translate update` writes: a person has looked, so a translation counts as made from the present English."""

from __future__ import annotations

from collections.abc import Iterable

from handouts.content import Section
from handouts.diagnostics import Diagnostic, Mark, error
from handouts.exchange.catalog import Written, path_of, unread, written
from handouts.exchange.changes import Change, Plan, proven
from handouts.exchange.units import structure
from handouts.exchange.yamledit import places, replace
from handouts.language import english_name
from handouts.library import Library
from handouts.resolving.translated import SOURCE, state_of
from handouts.source.nodes import MapNode
from handouts.source.workspace import Workspace

_DIGEST = "translation.source"


def plan_update(
    workspace: Workspace, library: Library, language: str, names: Iterable[str], *, named: bool = False
) -> Plan:
    """The changes that renew the digests of stale translations.

    A translation with other blocks than its source, or which the number lock refuses, is an error. `named` when a
    person asked for these very sections: one that is missing is an error then.
    """
    changes: list[Change] = []
    findings: list[Diagnostic] = []
    for name in names:
        state = state_of(library, name, language)
        if state == "missing" and named:
            message = f"The section '{name}' is missing in {english_name(language)} ({language})."
            hint = "handouts translate export writes a file for the translator."
            findings.append(error("missing-translation", Mark(path_of(name, language)), message, hint))
        if state not in ("stale", "stale-safety"):
            continue
        source, target = written(workspace, name, SOURCE), written(workspace, name, language)
        if source is None or target is None:
            findings.append(unread(name, SOURCE if source is None else language))
            continue
        differing = _shape(source, target)
        findings += differing
        if not differing:
            changes.append(_renewed(library.sections[name, SOURCE], target, language))
    return proven(workspace, changes, findings)


def _renewed(source: Section, target: Written, language: str) -> Change:
    file = target.file
    text = replace(file.text, {_DIGEST: source.digest})
    return Change(file.path, file.text, text, source.id, language, 0, True)


def _shape(source: Written, target: Written) -> list[Diagnostic]:
    """The first place where the blocks differ; the others follow from it."""
    wanted, found = structure(source.root), structure(target.root)
    marks = {place.path: place.node.mark for place in places("", target.root)}
    for path in (*wanted, *found):
        if wanted.get(path) == found.get(path):
            continue
        what = "stands here" if path not in wanted else "is missing" if path not in found else "is another"
        text = f"'{path}' {what}; the English section has other blocks."
        hint = "Export the section, translate it and import it: the file is then made anew from the English one."
        top = target.root.mark if isinstance(target.root, MapNode) else Mark(target.file.path)
        return [error("exchange-shape", marks.get(path, top), text, hint)]
    return []
