"""Many finished documents in one print file: each on fresh sheets, so that a printer's stack comes apart cleanly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pypdf.generic import ArrayObject, IndirectObject, NameObject, PdfObject, TextStringObject

from handouts.diagnostics import Diagnostic, Mark, error, warning
from handouts.press.anatomy import NotAPdf
from handouts.press.opening import opened
from handouts.press.printfile import Copier, PrintFile, named, numbers
from handouts.press.printinfo import Label, finish
from handouts.press.printsource import SourceFacts, SourcePage, facts_of, page_copy, pages_of
from handouts.press.schemes import STOCKS
from handouts.press.sheets import MM, PageSize, Turn

_SAME = 2.0  # points by which a page may differ from a paper's size and still be printed on it


@dataclass(frozen=True, slots=True)
class StackJob:
    """One document of a stack: its number in the whole stack, from 1, and what the job ticket says of it.

    `paper` names the size of its first page; `made_as` is the scheme of a print edition or empty.
    """

    number: int
    file: str
    title: str
    language: str
    edition: str
    pages: int
    sheets: int
    paper: str
    made_as: str
    turn: Turn


@dataclass(slots=True)
class _Bound:
    """The sides of one job's sheets, in order."""

    job: StackJob
    sides: list[IndirectObject]


class Binder:
    """A print file that grows by one document at a time. Every document begins on the front of a sheet.

    Fonts, pictures and pages that are equal in several documents are kept once, so that five hundred copies for five
    hundred patients take little more room than one.
    """

    def __init__(self, *, two_sided: bool) -> None:
        self._file = PrintFile()
        self._tree = self._file.reserve()
        self._two_sided = two_sided
        self._bound: list[_Bound] = []

    @property
    def jobs(self) -> tuple[StackJob, ...]:
        """The documents added so far."""
        return tuple(bound.job for bound in self._bound)

    def add(self, number: int, name: str, data: bytes) -> tuple[Diagnostic, ...]:
        """Add a document as job `number`; findings when it cannot be read."""
        try:
            with opened(data) as reader:
                facts, pages = facts_of(reader), pages_of(reader)
                sides = self._sides(pages)
        except NotAPdf as problem:
            return (error("not-a-pdf", Mark(name), problem.message, problem.hint),)
        sheets = len(sides) // 2 if self._two_sided else len(sides)
        job = StackJob(
            number, name, facts.title, facts.language, facts.edition, len(pages), sheets,
            paper_name(pages[0].size), facts.made_as, _turn(facts, pages),
        )  # fmt: skip
        self._bound.append(_Bound(job, sides))
        remarks = next((at for at, page in enumerate(pages, start=1) if page.remarks), 0)
        if not remarks:
            return ()
        message = "Comments or form fields of this document are not printed."
        return (warning("press-notes", Mark(name, remarks), message, "Print it alone if they are needed."),)

    def _sides(self, pages: Sequence[SourcePage]) -> list[IndirectObject]:
        """The pages, and an empty one when the last sheet has nothing on its back."""
        copier = Copier(self._file, mono=False)
        sides = [page_copy(self._file, copier, page, self._tree) for page in pages]
        if self._two_sided and len(sides) % 2:
            sides.append(self._blank(pages[-1].size))
        return sides

    def _blank(self, size: PageSize) -> IndirectObject:
        entries: dict[str, PdfObject] = {
            "Type": NameObject("/Page"), "Parent": self._tree, "Resources": named({}),
            "MediaBox": numbers(0, 0, size.width, size.height),
        }  # fmt: skip
        return self._file.put(self._file.reserve(), named({**entries}))

    def finish(self, title: str, ticket: bytes, separators: bytes | None) -> bytes:
        """The whole file: the ticket, then every job, behind its separator sheet when there are any.

        `separators` is a PDF with one page for each job, in their order.
        """
        turn = stack_turn(self.jobs) if self._two_sided else "none"
        front = self._slips(ticket, alone=turn == "short")
        between = self._slips(separators, alone=True) if separators is not None else []
        each = len(between) // len(self._bound) if between else 0
        sides, starts = list(front), []
        for at, bound in enumerate(self._bound):
            starts.append(len(sides))
            sides += [*between[at * each : (at + 1) * each], *bound.sides]
        marks = [(bound.job, sides[start]) for bound, start in zip(self._bound, starts, strict=True)]
        label = Label("stack", title, "", "", "", "ltr", turn)
        return finish(self._file, label, sides, self._tree, outlines=self._outlines(marks))

    def _slips(self, data: bytes, *, alone: bool) -> list[IndirectObject]:
        """Our own pages as sides; `alone` leaves every back empty."""
        with opened(data) as reader:
            pages = pages_of(reader)
            if not alone:
                return self._sides(pages)
            return [side for page in pages for side in self._sides([page])]

    def _outlines(self, marks: Sequence[tuple[StackJob, IndirectObject]]) -> IndirectObject:
        """A bookmark for each job, so that one can be found and printed again from a viewer."""
        root = self._file.reserve()
        places = [self._file.reserve() for _ in marks]
        for at, (place, (job, side)) in enumerate(zip(places, marks, strict=True)):
            entry = named(
                {
                    "Title": TextStringObject(f"{job.number}  {job.title or job.file}"), "Parent": root,
                    "Dest": ArrayObject([side, NameObject("/Fit")]),
                    "Prev": places[at - 1] if at else None,
                    "Next": places[at + 1] if at + 1 < len(places) else None,
                }
            )  # fmt: skip
            self._file.put(place, entry)
        ends: dict[str, PdfObject | str | int] = {
            "Type": "/Outlines",
            "First": places[0],
            "Last": places[-1],
            "Count": len(places),
        }
        return self._file.put(root, named({**ends}))


def check_stack(jobs: Sequence[StackJob], *, two_sided: bool) -> tuple[Diagnostic, ...]:
    """What somebody at the printer must know of the stack as a whole."""
    findings = []
    by_turn = _grouped((job.turn, job) for job in jobs if job.turn != "none")
    if two_sided and len(by_turn) > 1:
        told = " and ".join(f"{_listed(group)} on the {turn} edge" for turn, group in sorted(by_turn.items()))
        hint = "Make two stacks, or use --simplex."
        message = f"One print run can turn sheets on one edge only, but these turn {told}."
        findings.append(error("stack-turn", None, message, hint))
    by_paper = _grouped((job.paper, job) for job in jobs)
    if len(by_paper) > 1:
        told = "; ".join(f"{paper}: {_listed(group)}" for paper, group in sorted(by_paper.items()))
        hint = "Load all of them, or make a stack for each paper."
        findings.append(warning("stack-paper", None, f"This stack needs more than one paper. {told}.", hint))
    return tuple(findings)


def stack_turn(jobs: Sequence[StackJob]) -> Turn:
    """The edge that the stack is turned on: the one of its jobs."""
    return next((job.turn for job in jobs if job.turn != "none"), "long")


def sheets_by_paper(jobs: Sequence[StackJob]) -> Mapping[str, int]:
    """How many sheets of each paper the documents take, the most used first."""
    counts: Counter[str] = Counter()
    for job in jobs:
        counts[job.paper] += job.sheets
    return dict(counts.most_common())


def paper_name(size: PageSize) -> str:
    """`A4`, `Letter` and so on for a page of that size, lying or standing; else its measures."""
    short, long = sorted((size.width, size.height))
    for stock in STOCKS.values():
        if abs(short - stock.width) <= _SAME and abs(long - stock.height) <= _SAME:
            return stock.title
    return f"{size.width / MM:.0f} x {size.height / MM:.0f} mm"


def _turn(facts: SourceFacts, pages: Sequence[SourcePage]) -> Turn:
    """Print editions say it; other documents are turned like the leaves of a book, one-page ones not at all."""
    if len(pages) == 1:
        return "none"
    if facts.made_as and facts.turn:
        return facts.turn
    return "short" if pages[0].size.landscape else "long"


def _grouped(pairs: Iterable[tuple[str, StackJob]]) -> dict[str, list[StackJob]]:
    groups: dict[str, list[StackJob]] = {}
    for key, job in pairs:
        groups.setdefault(key, []).append(job)
    return groups


def _listed(jobs: Sequence[StackJob]) -> str:
    return f"job {numbers_text([job.number for job in jobs])}"


def numbers_text(wanted: Sequence[int]) -> str:
    """`3, 7-9` for 3, 7, 8 and 9."""
    runs: list[list[int]] = []
    for number in sorted(wanted):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(low) if low == high else f"{low}-{high}" for low, high in runs)
