"""Everything that was asked for, built in memory: shared by `build`, `check` and `preview`."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts.cli.context import Context
from handouts.cli.options import day_of
from handouts.diagnostics import Diagnostic, has_errors

if TYPE_CHECKING:
    from handouts.build import Built
    from handouts.edition import Personal
    from handouts.library import Library
    from handouts.plates import Plates
    from handouts.resolving.plan import Selection


def build_all(
    context: Context, asked: dict[str, Any], settings: Sequence[str], set_file: Path | None
) -> tuple[list[Built], tuple[Diagnostic, ...]]:
    """Everything asked for, in memory, and all that is wrong with it."""
    from handouts.build import build_each, requests_for, told_once, with_html

    library, findings = context.library()
    if library is None:
        return [], told_once(findings, ())
    also = asked.pop("also", ())
    library, selection, day = wish_of(library, asked)
    requests, unknown = requests_for(library, selection, findings)
    personal, personal_findings = _personal(
        library, [name for r in requests for name in r.handouts], settings, set_file
    )
    findings = (*findings, *unknown, *personal_findings)
    with kept_plates(context) as plates:
        builts = list(build_each(library, requests, findings, date=day, personal=personal, plates=plates))
    if "html" in also and not has_errors(findings):
        builts = [with_html(built, personal) for built in builts]
    return builts, told_once(findings, (finding for built in builts for finding in built.findings))


def wish_of(library: Library, asked: Mapping[str, Any]) -> tuple[Library, Selection, datetime.date]:
    """What the options of a selection ask for: of which library, which documents, and as on which day."""
    from handouts.resolving.plan import Selection

    if asked["require_signed"]:
        library = replace(library, settings=replace(library.settings, require_signed=True))
    chosen = {key: value for key, value in asked.items() if key not in ("date", "require_signed")}
    return library, Selection(**{**chosen, "handouts": tuple(chosen["handouts"])}), day_of(asked["date"])


@contextlib.contextmanager
def kept_plates(context: Context) -> Iterator[Plates]:
    """The plates of earlier runs, and those of this one kept for later ones."""
    from handouts.plates import Plates

    plates = Plates(context.store())
    yield plates
    if plates.store is not None:
        plates.store.trim()


def _personal(
    library: Library, handouts: Sequence[str], settings: Sequence[str], set_file: Path | None
) -> tuple[Personal, tuple[Diagnostic, ...]]:
    from handouts.edition import Personal

    if not settings and set_file is None:
        return Personal(), ()
    from handouts.build import personal_names
    from handouts.source.personal import parse_file, parse_settings, personal_values
    from handouts.source.workspace import read_values

    given, findings = parse_settings(settings)
    if set_file is not None:
        text, unread = read_values(set_file)
        from_file, more = parse_file(text, set_file.name) if text is not None else ((), ())
        given, findings = (*from_file, *given), (*unread, *more, *findings)
    names, checklists = personal_names(library, handouts)
    personal, wrong = personal_values(given, names=names, checklists=checklists)
    findings = (*findings, *wrong)
    # Values that are wrong are told once, here; setting them would tell more of them.
    return (Personal() if has_errors(findings) else personal), findings
