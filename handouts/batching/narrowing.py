"""Which jobs of a plan the command line asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handouts.batching.jobs import Job
from handouts.diagnostics import Diagnostic, error
from handouts.edition import BuildRequest
from handouts.names import did_you_mean


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the command line asks of the jobs of a plan; an empty field asks nothing."""

    handouts: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    layouts: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()

    def takes(self, asked: BuildRequest) -> bool:
        """True for a request that fits every field that is not empty."""
        return all(not wanted or value in wanted for wanted, value in self._pairs(asked))

    def unknown(self, jobs: Iterable[Job]) -> tuple[Diagnostic, ...]:
        """An error for each name that no job has: likely a slip, and nothing would be built for it."""
        known: list[dict[str, None]] = [{} for _ in range(6)]
        for job in jobs:
            for table, (_, value) in zip(known, self._pairs(job.request), strict=True):
                table[value] = None
        kinds = ("handout", "language", "brand", "layout", "profile", "paper")
        return tuple(
            error(
                "batch-plan", None, f"The plan has nothing for the {kind} '{name[:60]}'.", did_you_mean(name, known[at])
            )
            for at, kind in enumerate(kinds)
            for name in (self.handouts, self.languages, self.brands, self.layouts, self.profiles, self.papers)[at]
            if name not in known[at]
        )

    def _pairs(self, asked: BuildRequest) -> Iterator[tuple[tuple[str, ...], str]]:
        yield self.handouts, asked.handout
        yield self.languages, "+".join(asked.languages)
        yield self.brands, asked.brand
        yield self.layouts, asked.layout
        yield self.profiles, asked.profile
        yield self.papers, asked.paper
