"""What a batch is over: the order from the command line, the plan, and what is to be done with each of its jobs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts.cli.context import Context
from handouts.cli.options import day_of
from handouts.diagnostics import Diagnostic, HandoutsError, has_errors, in_order

if TYPE_CHECKING:
    from handouts.batching.exports import Copy
    from handouts.batching.inputs import Blame
    from handouts.batching.jobs import Planned
    from handouts.batching.run import Batch
    from handouts.library import Library
    from handouts.source.delivering import Folder


@dataclass(slots=True)
class Order:
    """What was asked for, and what has been read for it so far."""

    context: Context
    plan: Path | None
    asked: dict[str, Any]
    events: bool

    @property
    def out(self) -> Path:
        """The folder of products."""
        return self.asked["out"] if self.asked["out"] is not None else self.context.root / "output"

    def makers(self) -> dict[str, str]:
        """Versions of everything that decides bytes, and what was asked that changes the outcome of a job."""
        from handouts import product

        made = {"handouts": product.version(), **product.libraries()}
        return {**made, "require-signed": "yes"} if self.asked["require_signed"] else made

    def library(self) -> tuple[Library | None, tuple[Diagnostic, ...]]:
        """The workspace, as strict as was asked."""
        library, findings = self.context.library()
        if library is not None and self.asked["require_signed"]:
            library = replace(library, settings=replace(library.settings, require_signed=True))
        return library, findings


class WrongPlan(Exception):
    """The plan cannot be followed; findings say why."""

    def __init__(self, findings: Sequence[Diagnostic]) -> None:
        super().__init__()
        self.findings = tuple(findings)


def prepared(order: Order, folder: Folder, *, remember: bool) -> tuple[Batch, Blame | None]:
    """The plan and what to do with each job; without parsing the workspace where nothing has changed."""
    from handouts.batching.exports import openemr_copies
    from handouts.batching.memory import plan_bytes, read_journal
    from handouts.batching.narrowing import Narrowing
    from handouts.batching.run import Batch, Extras
    from handouts.batching.unchanged import Terms, decide
    from handouts.source.delivering import JOURNAL, PLAN

    asked, makers = order.asked, order.makers()
    planned, key, digests = _planned(order, folder, makers)
    if has_errors(planned.findings):
        raise WrongPlan(planned.findings)
    names = ("handouts", "languages", "brands", "layouts", "profiles", "papers")
    narrowing = Narrowing(**{name: asked[name] for name in names})
    wrong = narrowing.unknown(planned.jobs)
    wanted = [job for job in planned.jobs if narrowing.takes(job.request)]
    copies: tuple[Copy, ...] = ()
    findings = (*planned.findings, *wrong)
    if "openemr" in asked["exports"]:
        copies, more = openemr_copies(wanted, planned.openemr, planned.mark)
        findings = (*findings, *more)
    if has_errors(findings):
        raise WrongPlan(findings)
    day = day_of(asked["date"])
    exact = asked["date"] is not None or bool(os.environ.get("SOURCE_DATE_EPOCH"))
    terms = Terms(
        day, exact, asked["force"], not asked["no_ledger"], asked["checking"], asked["check_outputs"]
    )  # fmt: skip
    known = read_journal(folder.read(JOURNAL))
    extras = Extras(asked["bundle"], copies, "fhir" in asked["exports"])
    decisions = decide(planned.jobs, known, terms, folder)
    batch = Batch(folder, planned.jobs, decisions, frozenset(job.path for job in wanted), known, makers, terms, extras)
    batch.findings += findings
    if remember:
        folder.write(PLAN, plan_bytes(key, planned, digests))
    if not batch.to_do:
        return batch, None
    library, loaded = order.library()
    if library is None or library.digests != digests:  # a plan remembered of other files must not be built from these
        raise HandoutsError("The workspace changed while it was read.", "Run the command again.")
    from handouts.batching.inputs import blame

    return batch, blame(loaded)


def _planned(order: Order, folder: Folder, makers: dict[str, str]) -> tuple[Planned, str, dict[str, str]]:
    """The plan's jobs: remembered when the plan and all files are as they were, else made from the library."""
    from handouts.batching.memory import plan_key, remembered_plan
    from handouts.source.delivering import PLAN
    from handouts.source.workspace import read, read_given

    workspace, unread = read(order.context.root)
    text, place = "", ""
    if order.plan is not None:
        place = order.plan.as_posix()
        given, wrong = read_given(order.plan, place)
        if given is None:
            raise WrongPlan(wrong)
        text = given
    facts: dict[str, object] = {
        "all": order.plan is None, "plan": text, "place": place, "draft": order.asked["draft"], "makers": makers,
        "files": workspace.digests, "unread": [finding.as_json() for finding in unread],
    }  # fmt: skip
    key = plan_key(facts)
    planned, _ = remembered_plan(folder.read(PLAN), key)
    if planned is None:
        planned = _made_plan(order, text, place, makers)
    return planned, key, workspace.digests


def _made_plan(order: Order, text: str, place: str, makers: dict[str, str]) -> Planned:
    from handouts.batching.plan import make_plan
    from handouts.source.plans import parse_plan

    shape, wrong = parse_plan(text, place) if order.plan is not None else (None, ())
    library, loaded = order.library()
    if library is None or has_errors(wrong):
        raise WrongPlan((*wrong, *(loaded if library is None else ())))
    planned = make_plan(library, shape, loaded, makers, draft=order.asked["draft"])
    return replace(planned, findings=in_order((*wrong, *planned.findings)))
