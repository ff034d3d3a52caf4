"""What is wrong with a workspace, quickly: nothing is set on pages, nothing redone that an edit cannot have changed."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from handouts.build import examine, requests_for, told_once
from handouts.checks import check_translation
from handouts.checks.content import leaflet_findings, page_findings, setting_findings, settled
from handouts.diagnostics import Diagnostic
from handouts.edition import BuildRequest
from handouts.library import Library
from handouts.resolving.plan import Selection
from handouts.resolving.translated import SOURCE
from handouts.source.files import kind_of
from handouts.workbench.bench import Bench
from handouts.workbench.checking import owing

# What a finding can depend on besides the files that everything depends on: a text, or the sign-offs of a text.
_Touch = tuple[str, str, str]  # "section" or "review", section, language


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found in a workspace on a day; `parts` is what each of its pieces gave, for the next look."""

    bench: Bench
    date: datetime.date
    findings: tuple[Diagnostic, ...]
    parts: Mapping[tuple[object, ...], tuple[Diagnostic, ...]] = field(default_factory=dict, repr=False)


def look_over(bench: Bench, date: datetime.date, before: Looked | None = None) -> Looked:
    """All that `handouts check` finds, but for what shows only when pages are set (a table too wide, no glyph).

    `before` is an earlier look at the same workspace: where only texts of sections and sign-offs have changed
    since, all else is taken from there. It changes no finding.
    """
    library = bench.library
    if library is None:
        return Looked(bench, date, told_once(bench.findings, ()))
    requests, unknown = requests_for(library, Selection(brands=tuple(library.brands)), bench.findings)
    known = _kept(before, bench, date)
    parts = {key: known[key] if key in known else look() for key, look in _pieces(library, requests, date)}
    told = [finding for key, found in parts.items() if key[0] == "made" for finding in found]
    content = [finding for key, found in parts.items() if key[0] != "made" for finding in found]
    first = told_once((*bench.findings, *unknown), told)
    everything = told_once((*first, *owing(library, (), date)), (*content, *setting_findings(library)))
    return Looked(bench, date, settled(library, everything, whole=True), parts)


def _pieces(
    library: Library, requests: Iterable[BuildRequest], date: datetime.date
) -> Iterator[tuple[tuple[object, ...], Callable[[], tuple[Diagnostic, ...]]]]:
    """Everything that is looked at by itself, with how; the keys begin with what kind it is."""
    for (name, language), section in library.sections.items():
        yield ("page", name, language), partial(page_findings, library, section)
        source = library.sections.get((name, section.translation.of)) if section.translation else None
        if source is not None:
            yield ("pair", name, language), partial(check_translation, source, section, library.glossary)
    for name, handout in library.handouts.items():
        yield ("leaflet", name), partial(leaflet_findings, library, handout)
    for request in requests:
        yield ("made", request), partial(_examined, library, request, date)


def _examined(library: Library, request: BuildRequest, date: datetime.date) -> tuple[Diagnostic, ...]:
    return examine(library, request, date=date).findings


def _kept(
    before: Looked | None, bench: Bench, date: datetime.date
) -> Mapping[tuple[object, ...], tuple[Diagnostic, ...]]:
    """What an earlier look has found and the present one would find again."""
    library = bench.library
    if before is None or before.bench.library is None or library is None or before.date != date:
        return {}
    touched = _touched(before.bench.library.digests, library.digests)
    if touched is None:
        return {}
    used = {name: _sections_of(library, name) for name in library.handouts}
    return {key: found for key, found in before.parts.items() if not any(_concerns(t, key, used) for t in touched)}


def _touched(old: Mapping[str, str], new: Mapping[str, str]) -> frozenset[_Touch] | None:
    """The texts and sign-offs that are not as they were; None when a file is among them that all depends on."""
    changed = {path for path in (*old, *new) if old.get(path) != new.get(path)}
    touched: set[_Touch] = set()
    for path in changed:
        kind, names = kind_of(path)
        if kind not in ("section", "review"):
            return None
        touched.add((kind, names[0], names[1] if kind == "section" else names[1].split("_")[0]))
    return frozenset(touched)


def _sections_of(library: Library, handout: str) -> frozenset[str]:
    entry = library.handouts[handout]
    return frozenset(use.section for use in (*entry.lead, *entry.sections))


def _concerns(touch: _Touch, key: tuple[object, ...], used: Mapping[str, frozenset[str]]) -> bool:
    """True when the change may make another finding of this piece; the source has a say in all its translations."""
    kind, name, language = touch
    match key:
        case ("page" | "pair", section, tag):
            return kind == "section" and section == name and language in (SOURCE, tag)
        case ("leaflet", handout):
            return kind == "section" and name in used.get(str(handout), ())
        case ("made", BuildRequest() as request):
            named = any(name in used.get(handout, ()) for handout in request.handouts)
            return named and (language == SOURCE or language in request.languages)
        case _:
            return True
