"""A batch as a whole: what it is over, how it stands, and what is kept and exported when it ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from handouts.batching.exports import BundleBy, Copy, bundles, fhir_document
from handouts.batching.jobs import Job, Record
from handouts.batching.manifest import manifest, times
from handouts.batching.memory import journal_lines
from handouts.batching.unchanged import Decision, Terms
from handouts.diagnostics import Diagnostic, Severity
from handouts.ehr.fhir import reference_name
from handouts.source.delivering import JOURNAL, Folder

MANIFEST = "manifest.json"
TIMES = "manifest-times.json"


@dataclass(frozen=True, slots=True)
class Extras:
    """What is made of finished products besides."""

    bundle: BundleBy | None = None
    copies: tuple[Copy, ...] = ()
    fhir: bool = False


@dataclass(slots=True)
class Batch:
    """One run over a folder of products.

    `jobs` are all of the plan, `decisions` say what is to be done with each of them; of those that are to be done only
    the `wanted` are. `known` are the records of earlier runs, also of other plans in the same folder.
    """

    folder: Folder
    jobs: Sequence[Job]
    decisions: Sequence[Decision]
    wanted: frozenset[str]
    known: dict[str, Record]
    makers: Mapping[str, str]
    terms: Terms
    extras: Extras = field(default_factory=Extras)
    current: dict[str, Record] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)

    def __post_init__(self) -> None:
        """What need not be done stands as it is known."""
        for decision in self.decisions:
            if decision.record is not None:
                self.current[decision.job.path] = decision.record

    @property
    def to_do(self) -> list[Decision]:
        """The decisions that make work."""
        return [decision for decision in self.decisions if decision.why and decision.job.path in self.wanted]

    @property
    def pending(self) -> int:
        """How many jobs that were asked for are not done (any more)."""
        return sum(path not in self.current for path in self.wanted)

    def left_behind(self) -> tuple[Diagnostic, ...]:
        """A note on files of earlier runs that the plan no longer has: withdrawn leaflets must not stay on a shelf."""
        planned = {job.path for job in self.jobs}
        left = sorted(
            path
            for path, record in self.known.items()
            if path not in planned and record.product is not None and self.folder.look(path) is not None
        )
        if not left:
            return ()
        count = "A file" if len(left) == 1 else f"{len(left):,} files"
        message = f"{count} of earlier runs that this plan does not have: {left[0]}{', ...' if len(left) > 1 else ''}"
        hint = "Remove what is withdrawn. If another plan has them, give each plan a folder of its own with --out."
        return (Diagnostic("batch-left-behind", Severity.NOTE, None, message, hint),)

    def outcomes(self, paths: Iterable[str]) -> list[Record]:
        """The records of some jobs as they stand now."""
        return [self.current[path] for path in sorted(paths) if path in self.current]


def finish(batch: Batch) -> list[str]:
    """Remember everything, write the manifest and what was asked for besides; the files to tell of.

    Nothing is written that has the right bytes already.
    """
    folder = batch.folder
    # Jobs that other plans of the folder have, and those of this one that were not done, stay remembered.
    remembered = {**batch.known, **batch.current}
    if batch.to_do or any(batch.known.get(path) is not record for path, record in batch.current.items()):
        folder.write(JOURNAL, journal_lines(record for _, record in sorted(remembered.items())))
    built = {path: record for path, record in batch.current.items() if record.product is not None}
    made = {decision.job.path for decision in batch.to_do}
    for path, record in built.items():
        # A description that an earlier run has left must not tell of a file that is gone.
        if batch.extras.fhir or (path in made and folder.look(reference_name(path)) is not None):
            folder.write(reference_name(path), fhir_document(record))
    for copy in batch.extras.copies:
        if copy.path in built:
            folder.copy(copy.path, copy.target)
    told = [MANIFEST]
    if batch.extras.bundle is not None:
        for path, (members, stamp) in bundles(built, batch.extras.bundle, fhir=batch.extras.fhir).items():
            folder.bundle(path, members, stamp)
            told.append(path)
    folder.write(TIMES, times(batch.jobs, batch.current))
    folder.write(MANIFEST, manifest(batch.jobs, batch.current, batch.makers))
    return told
