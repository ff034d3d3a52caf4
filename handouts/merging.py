"""A mail merge: a list of people and a request become one document a row, each with that person's values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from handouts.build import personal_names
from handouts.diagnostics import Diagnostic, Mark, error, has_errors
from handouts.edition import BuildRequest, Personal
from handouts.library import Library
from handouts.names import did_you_mean
from handouts.resolving.plan import Selection, output_name, plan
from handouts.source.people import People, PeopleRow, letters
from handouts.source.personal import personal_values

# Columns that say what is built for a row; all others fill places on its pages.
REQUESTING = ("handout", "language", "brand", "layout", "profile", "paper")


@dataclass(frozen=True, slots=True, repr=False)
class MergeJob:
    """One row to build: its number in the list, what is asked for, and the person's values."""

    row: int
    request: BuildRequest
    personal: Personal

    @property
    def file(self) -> str:
        """The file name. It holds the row's number and nothing of the person."""
        return f"{output_name(self.request).removesuffix('.pdf')}_row-{self.row:05}_personal.pdf"


@dataclass(frozen=True, slots=True, repr=False)
class BadRow:
    """A row that cannot be built, with the reasons; they never repeat what its cells hold."""

    row: int
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Merge:
    """The rows of a list, in its order; None when the columns themselves are wrong."""

    rows: tuple[MergeJob | BadRow, ...] | None
    findings: tuple[Diagnostic, ...]


def plan_merge(library: Library, people: People, selection: Selection, ignored: Sequence[str] = ()) -> Merge:
    """What to build for every row.

    A column is called like the place it fills (`patient.name`, `notes`, `plan.2`), in any letter case, with spaces or
    points; or like one of REQUESTING, which then decides for that row what the selection decides for all.
    `ignored` columns (their names, or A, B, C) are not read. A column nobody knows is an error, since it may be a
    name mistyped.
    """
    # A column may be for some of the handouts only, so all that any row may ask for are looked at.
    asked = selection.handouts or tuple(library.handouts)
    handouts = [one for name in asked for one in name.split("+")]
    if "handout" in map(_plain, people.columns):
        handouts = [*library.handouts]
    names, checklists = personal_names(library, handouts)
    known = {*names, *(f"{name}.{number}" for name, count in checklists.items() for number in range(1, count + 1))}
    columns: list[str] = []
    findings: list[Diagnostic] = []
    by_letters = {letters(index).lower(): _plain(name) for index, name in enumerate(people.columns)}
    left = {by_letters.get(_plain(name), _plain(name)) for name in ignored}
    for index, column in enumerate(people.columns):
        name = _plain(column)
        columns.append("" if name in left else name)
        if name not in left and name not in known and name not in REQUESTING:
            # The name is not repeated: in a list without a first row of names it would be a person's.
            hint = did_you_mean(name, (*known, *REQUESTING))
            hint = f"{hint} " if hint.startswith("Did") else ""
            message = f"The first row's name for column {letters(index)} is no place in a handout asked for."
            hint += f"Rename it, or leave the column out with --ignore {letters(index)}."
            findings.append(error("people", Mark(people.path), message, hint))
    for name in sorted(left - {_plain(column) for column in people.columns}):
        message = f"There is no column “{name}” to leave out."
        findings.append(error("people", Mark(people.path), message, "Give its name in the first row, or its letter."))
    if has_errors(findings):
        return Merge(None, tuple(findings))
    reader = _Rows(library, people.path, columns, selection)
    return Merge(tuple(reader.read(row) for row in people.rows), ())


def _plain(name: str) -> str:
    return ".".join(name.lower().replace(".", " ").split())


class _Rows:
    """Turns rows into jobs; what is asked for is worked out once for all rows that ask alike."""

    def __init__(self, library: Library, path: str, columns: Sequence[str], selection: Selection) -> None:
        self._library = library
        self._path = path
        self._columns = columns
        self._selection = selection
        self._planned: dict[tuple[str, ...], tuple[BuildRequest | None, tuple[Diagnostic, ...]]] = {}
        self._places: dict[tuple[str, ...], tuple[frozenset[str], dict[str, int]]] = {}

    def read(self, row: PeopleRow) -> MergeJob | BadRow:
        """The job of a row, or what is wrong with it."""
        if any(row.cells[len(self._columns) :]):
            return self._bad(row, [self._problem("It has more cells than the first row has names.")])
        cells = {name: cell for name, cell in zip(self._columns, row.cells, strict=False) if name and cell}
        wish = tuple(cells.pop(name, "") for name in REQUESTING)
        if wish not in self._planned:
            self._planned[wish] = self._plan(wish)
        request, findings = self._planned[wish]
        if request is None:
            return self._bad(row, findings)
        if not cells:
            return self._bad(row, [self._problem("It has no value for a person.")])
        if request.handouts not in self._places:
            self._places[request.handouts] = personal_names(self._library, request.handouts)
        names, checklists = self._places[request.handouts]
        given = [(name, value, None) for name, value in cells.items()]
        personal, findings = personal_values(given, names=names, checklists=checklists)
        return self._bad(row, findings) if findings else MergeJob(row.number, request, personal)

    def _plan(self, wish: tuple[str, ...]) -> tuple[BuildRequest | None, tuple[Diagnostic, ...]]:
        handout, language, brand, layout, profile, paper = wish
        usual = self._selection
        selection = replace(
            usual,
            handouts=(handout,) if handout else usual.handouts,
            languages=(language,) if language else usual.languages,
            brands=(brand,) if brand else usual.brands,
            layout=layout or usual.layout,
            profile=profile or usual.profile,
            paper=paper.lower() or usual.paper,
        )
        requests, findings = plan(self._library, selection)
        if has_errors(findings):
            return None, tuple(self._unquoted(finding) for finding in findings)
        if len(requests) != 1:
            counts = {
                "handout": len({request.handout for request in requests}),
                "language": len({request.languages for request in requests}),
                "brand": len({request.brand for request in requests}),
            }
            several = [name for name, count in counts.items() if count > 1]
            message = f"It asks for {len(requests)} documents, and a row makes one."
            hint = f"Name one {' and one '.join(several)} in a column of that name, or on the command line."
            return None, (self._problem(message, hint),)
        return requests[0], ()

    def _unquoted(self, finding: Diagnostic) -> Diagnostic:
        """Without the cell's words, which are a person's where a row has slipped by a column."""
        kind = finding.rule.removeprefix("unknown-")
        hint = finding.hint if finding.hint.startswith("Did") else "handouts list shows what there is."
        return self._problem(f"Its {kind} is none of this workspace.", hint) if kind != finding.rule else finding

    def _problem(self, message: str, hint: str = "") -> Diagnostic:
        return error("people", Mark(self._path), message, hint)

    def _bad(self, row: PeopleRow, findings: Sequence[Diagnostic]) -> BadRow:
        return BadRow(row.number, in_row(row.number, self._path, findings))


def in_row(row: int, path: str, findings: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings as those of a row of the list."""
    return tuple(
        replace(finding, mark=finding.mark or Mark(path), message=f"Row {row}: {finding.message}")
        for finding in findings
    )


def jobs_of(rows: Sequence[MergeJob | BadRow]) -> Iterator[MergeJob]:
    """The rows that can be built, those for one plate together, so that it is made once; by number within."""
    yield from sorted((row for row in rows if isinstance(row, MergeJob)), key=lambda job: (job.request, job.row))
