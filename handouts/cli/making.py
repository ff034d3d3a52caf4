"""Everything that was asked for, built in memory: shared by `build`, `check` and `preview`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts.cli.context import Context
from handouts.cli.options import day_of
from handouts.diagnostics import Diagnostic, Mark, error, has_errors

if TYPE_CHECKING:
    from handouts.build import Built
    from handouts.edition import Personal
    from handouts.library import Library


def build_all(
    context: Context, asked: dict[str, Any], settings: Sequence[str], set_file: Path | None
) -> tuple[list[Built], tuple[Diagnostic, ...]]:
    """Everything asked for, in memory, and all that is wrong with it."""
    from handouts.build import build as make
    from handouts.build import examine, told_once, with_html
    from handouts.plates import Plates
    from handouts.resolving.plan import Selection, plan

    library, findings = context.library()
    if library is None:
        return [], told_once(findings, ())
    also = asked.pop("also", ())
    day = day_of(asked.pop("date"))
    if asked.pop("require_signed"):
        library = replace(library, settings=replace(library.settings, require_signed=True))
    selection = Selection(**{k: v for k, v in asked.items() if k != "handouts"}, handouts=tuple(asked["handouts"]))
    requests, unknown = plan(library, selection)
    if not library.handouts and not has_errors((*findings, *unknown)):
        hint = "Write content/handouts/NAME.yaml; handouts init FOLDER shows some."
        unknown = (error("workspace", Mark("content/handouts"), "There are no handouts in this workspace.", hint),)
    personal, personal_findings = _personal(
        library, [name for r in requests for name in r.handouts], settings, set_file
    )
    findings = (*findings, *unknown, *personal_findings)
    if has_errors(findings):  # a library that came with errors is partial: look further, but set nothing
        builts = [examine(library, request, date=day) for request in requests]
    else:
        plates = Plates(context.store())
        builts = [make(library, request, date=day, personal=personal, plates=plates) for request in requests]
        if plates.store is not None:
            plates.store.trim()
        builts = [with_html(built, personal) for built in builts] if "html" in also else builts
    return builts, told_once(findings, (finding for built in builts for finding in built.findings))


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
