"""Everything that is wrong with a workspace, as `handouts check` tells it and as the desk shows it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from handouts.build import Built, build_each, requests_for, told_once
from handouts.checks import check_translations
from handouts.checks.content import check_content, settled
from handouts.diagnostics import Diagnostic
from handouts.governance.evidence import check_sources
from handouts.governance.treatments import check_treatments
from handouts.library import Library
from handouts.plates import Plates
from handouts.resolving.plan import Selection
from handouts.source.loading import Loaded


@dataclass(frozen=True, slots=True)
class Checked:
    """The documents that were set to see whether they can be, and all that was found."""

    builts: tuple[Built, ...]
    findings: tuple[Diagnostic, ...]


def check_all(loaded: Loaded, selection: Selection, date: datetime.date, plates: Plates | None = None) -> Checked:
    """All that is wrong with what a selection names, in all brands when it names none; nothing is written.

    Every document is set, which takes its time: `looking.look_over` does without and misses what only that finds.
    """
    library, found = loaded
    if library is None:
        return Checked((), told_once(found, ()))
    selection = replace(selection, brands=selection.brands or tuple(library.brands))
    requests, unknown = requests_for(library, selection, found)
    found = (*found, *unknown)
    builts = build_each(library, requests, found, date=date, plates=plates)
    told = told_once(found, (finding for built in builts for finding in built.findings))
    # A packet is several handouts, a bilingual document two languages: a+b.
    handouts, languages = _single(selection.handouts), _single(selection.languages)
    content = check_content(library, handouts=handouts, languages=languages)
    owed = owing(library, handouts, date)
    everything = told_once((*told, *owed), (*check_translations(library), *content))
    return Checked(builts, settled(library, everything, whole=not handouts and not languages))


def owing(library: Library, handouts: Sequence[str], date: datetime.date) -> tuple[Diagnostic, ...]:
    """What sources and texts about treatments lack; of all handouts when none are named."""
    return (*check_sources(library, date), *check_treatments(library, handouts or library.handouts))


def _single(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(part for name in names for part in name.split("+"))
