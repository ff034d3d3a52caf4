"""From a plan to its jobs: a matrix with exceptions, each combination once, each file name once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from itertools import product

from handouts.batching.inputs import Inputs, blame
from handouts.batching.jobs import Job, Planned
from handouts.batching.naming import USUAL, check_paths, check_pattern, path_of
from handouts.batching.there import There, what_is_there, with_stand_ins
from handouts.diagnostics import Diagnostic, Mark, Severity, error, has_errors, in_order, warning
from handouts.edition import BuildRequest
from handouts.library import Library
from handouts.names import did_you_mean
from handouts.resolving.choices import check_looks
from handouts.resolving.plan import Selection, plan
from handouts.source.nodes import ScalarNode
from handouts.source.planmodels import ExcludeRow, IncludeRow, PlanFile


def make_plan(
    library: Library, shape: PlanFile | None, loaded: Sequence[Diagnostic], makers: Mapping[str, str], *, draft: bool
) -> Planned:
    """The jobs that a plan asks for; without a plan (`--all`) every handout in every language and brand.

    Jobs of files that `loaded` calls broken are among them: they are to be refused by name, not forgotten.
    """
    planner = _Planner(library, what_is_there(library, loaded), shape)
    requests = planner.requests(draft=draft or bool(shape and shape.draft))
    pattern, mark = USUAL, None
    if shape is not None and shape.name is not None:
        pattern, mark = shape.name.text.strip(), shape.name.mark
    chosen = planner.known("handout", shape.openemr) if shape and shape.openemr else ()
    findings = [*planner.findings, *check_pattern(pattern, mark)]
    if not requests and not has_errors(findings):
        hint = "See which handouts there are: handouts list."
        findings.append(error("batch-plan", shape.mark if shape else None, "There is nothing to build.", hint))
    if has_errors(findings):
        return Planned((), in_order(findings))
    inputs = Inputs(library, makers)
    jobs = [
        Job(
            path_of(pattern, asked), asked, inputs.digest(asked), _codes(library, asked),
            planner.is_usual(asked),
        )
        for asked in requests
    ]  # fmt: skip
    findings += check_paths(jobs, mark)
    kept = () if has_errors(findings) else tuple(sorted(jobs))
    findings += [finding for finding in loaded if not has_errors((finding,))]
    findings += _nobodys(loaded, inputs, kept)
    return Planned(kept, in_order(findings), chosen, shape.mark if shape else None)


def _nobodys(loaded: Sequence[Diagnostic], inputs: Inputs, jobs: Iterable[Job]) -> list[Diagnostic]:
    """A note on errors in files that no job uses: they stand in nobody's way, but somebody should know."""
    blamed = blame(loaded)
    if not blamed.by_path:
        return []
    told = {finding for job in jobs for finding in blamed.of(inputs, job.request)}
    rest = [finding for found in blamed.by_path.values() for finding in found if finding not in told]
    if not rest:
        return []
    count = "There is an error" if len(rest) == 1 else f"There are {len(rest)} errors"
    message = f"{count} in files that no document of the plan uses, the first one here."
    return [Diagnostic("batch-unused", Severity.NOTE, in_order(rest)[0].mark, message, "See: handouts check")]


def _codes(library: Library, asked: BuildRequest) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The codes of a request for one handout; a packet has none of its own."""
    handout = library.handouts.get(asked.handout)
    return tuple(sorted(handout.codes.items())) if handout else ()


@dataclass(slots=True)
class _Planner:
    library: Library
    there: There
    shape: PlanFile | None
    findings: list[Diagnostic] = field(default_factory=list)
    _usual: dict[str, set[tuple[str, str, str]]] = field(default_factory=dict)
    _asked: set[BuildRequest] = field(default_factory=set)

    def requests(self, *, draft: bool) -> list[BuildRequest]:
        """The requests of the plan, sorted and unique."""
        shape = self.shape
        base = Selection(draft=draft, plain=bool(shape and shape.plain), banner=not shape or shape.banner)
        handouts = self.known("handout", shape.handouts if shape else None)
        brands = self.known("brand", shape.brands if shape else None)
        layouts = self.known("layout", shape.layouts) if shape and shape.layouts else ("",)
        profiles = self.known("profile", shape.profiles) if shape and shape.profiles else ("",)
        tags = _texts(shape.languages) if shape and shape.languages else None
        planned = with_stand_ins(self.library, self.there)
        looks = (layouts, profiles, (shape and shape.papers) or ("",), (shape and shape.mono) or (False,))
        made: set[BuildRequest] = set()
        for handout, layout, profile, paper, mono in product(handouts, *looks):
            row = replace(base, handouts=(handout,), layout=layout, profile=profile, paper=paper, mono=mono)
            made |= self._row(planned, row, self._tongues(handout) if tags is None else tags, brands)
        kept = self._fitting(made)
        self._asked = set(kept)
        for exclude in shape.exclude if shape else ():
            kept = self._without(kept, exclude)
        for include in shape.include if shape else ():
            kept |= self._included(planned, base, include)
        return sorted(kept)

    def is_usual(self, asked: BuildRequest) -> bool:
        """True for one language in the looks that the brand is built in when nobody asks for others."""
        if asked.brand not in self._usual:
            selection = Selection(languages=asked.languages, brands=(asked.brand,))
            found = plan(with_stand_ins(self.library, self.there), selection)[0]
            self._usual[asked.brand] = {(one.layout, one.profile, one.paper) for one in found}
        looks = (asked.layout, asked.profile, asked.paper)
        return len(asked.languages) == 1 and not asked.mono and looks in self._usual[asked.brand]

    def known(self, kind: str, nodes: Sequence[ScalarNode] | None) -> tuple[str, ...]:
        """The names asked for, else all there are; unknown ones are told."""
        table = self.there.names[kind]
        if nodes is None:
            return tuple(table)
        for node in nodes:
            for name in node.text.strip().split("+"):
                if name not in table:
                    hint = did_you_mean(name, table)
                    self.findings.append(error(f"unknown-{kind}", node.mark, f"There is no {kind} '{name}'.", hint))
        return tuple(name for name in _texts(nodes) if all(one in table for one in name.split("+")))

    def _tongues(self, handout: str) -> tuple[str, ...]:
        """The languages a handout has titles in; of one that cannot be read, the workspace's."""
        found = [self.library.handouts.get(one) for one in handout.split("+")]
        titles = [set(one.title) for one in found if one is not None]
        return tuple(sorted(set.intersection(*titles))) if titles else self.library.settings.languages

    def _row(
        self, planned: Library, row: Selection, tags: tuple[str, ...], brands: tuple[str, ...]
    ) -> set[BuildRequest]:
        if not tags or not brands:
            return set()
        requests, findings = plan(planned, replace(row, languages=tags, brands=brands))
        place = self.shape.place("languages") if self.shape else None
        self.findings += [replace(f, mark=f.mark or place) for f in findings]
        return set(requests)

    def _fitting(self, made: set[BuildRequest]) -> set[BuildRequest]:
        """Those of the matrix that can be: nobody who lists layouts and languages wants each with each at any price."""
        kept: set[BuildRequest] = set()
        left_out: dict[tuple[Mark | None, str], int] = {}
        for asked in made:
            misfits = check_looks(self.library, asked) if self._sound(asked) else ()
            if self.shape is None or self.shape.layouts is None:  # a brand's own layout is used even against advice
                misfits = tuple(finding for finding in misfits if has_errors((finding,)))
            for finding in misfits[:1]:
                key = (finding.mark, finding.message)
                left_out[key] = left_out.get(key, 0) + 1
            if not misfits:
                kept.add(asked)
        for (mark, message), count in left_out.items():
            told = f"{count} of the plan's combinations are left out: {message}"
            self.findings.append(Diagnostic("batch-left-out", Severity.NOTE, mark, told))
        return kept

    def _sound(self, asked: BuildRequest) -> bool:
        kinds = (("handout", asked.handout), ("layout", asked.layout), ("profile", asked.profile))
        return all(self.there.sound(kind, name) for kind, name in kinds)

    def _without(self, kept: set[BuildRequest], exclude: ExcludeRow) -> set[BuildRequest]:
        left = {asked for asked in kept if not _applies(exclude, asked)}
        if not any(_applies(exclude, asked) for asked in self._asked):
            hint = "Look for a slip; all keys of an entry must apply to one document."
            self.findings.append(warning("batch-exclude", exclude.mark, "This applies to nothing in the plan.", hint))
        return left

    def _included(self, planned: Library, base: Selection, row: IncludeRow) -> set[BuildRequest]:
        names = {kind: self.known(kind, getattr(row, kind) or []) or ("",) for kind in ("layout", "profile")}
        handouts, brands = self.known("handout", row.handout), self.known("brand", row.brand)
        made: set[BuildRequest] = set()
        for layout, profile, paper, mono in product(
            names["layout"], names["profile"], row.paper or [""], row.mono or [False]
        ):
            asked = replace(base, handouts=handouts, layout=layout, profile=profile, paper=paper, mono=mono)
            if handouts:
                made |= self._row(planned, asked, _texts(row.language), brands)
        return made


def _texts(nodes: Iterable[ScalarNode]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(node.text.strip() for node in nodes))


def _applies(row: ExcludeRow, asked: BuildRequest) -> bool:
    """True when each key of the row applies; a row without keys applies to nothing."""
    values = {
        "handout": asked.handout, "language": "+".join(asked.languages), "brand": asked.brand,
        "layout": asked.layout, "profile": asked.profile, "paper": asked.paper,
    }  # fmt: skip
    said: list[bool] = [] if row.mono is None else [row.mono == asked.mono]
    for name, value in values.items():
        patterns: Sequence[ScalarNode] | None = getattr(row, name)
        if patterns is not None:
            said.append(any(fnmatchcase(value, pattern.text.strip()) for pattern in patterns))
    return bool(said) and all(said)
