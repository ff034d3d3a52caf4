"""What the process for content owners does: looks, lays beside, tries out, saves, signs; and what it answers.

All of it is done in one process apart from the server, which holds the latest look at the workspace: a text that takes
too long to check costs that process its life, never the server its loop, and the next look begins anew. One process,
because each look rests on the one before, and because two people's savings then come one after the other. A save that
is cut off leaves the old file or the new one, since files are moved into place (`source/writing.py`).
"""

from __future__ import annotations

import datetime
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from handouts.desk.work import Setup
from handouts.diagnostics import Diagnostic, Severity
from handouts.exchange.catalog import path_of, written
from handouts.governance.signing import Signer
from handouts.resolving.translated import SOURCE
from handouts.source.files import kind_of
from handouts.source.loading import open_library
from handouts.source.store import Store
from handouts.source.walking import Row, survey
from handouts.workbench.bench import Bench, editable, open_bench
from handouts.workbench.beside import Beside, lay_beside
from handouts.workbench.editing import Conflict, Edit, Refused, Saved, Text, open_text, save, try_out
from handouts.workbench.findings import Finding, Report, report
from handouts.workbench.looking import Looked, look_over
from handouts.workbench.overview import Cell, Overview, overview
from handouts.workbench.signoff import Shown, sign
from handouts.workbench.threeway import ThreeWay
from handouts.workbench.undoing import Undo
from handouts.workbench.words import matches

_REMEMBERED = 8_000_000  # characters of texts that somebody may still be editing

Pieces = tuple[tuple[str, str, int], ...]  # texts of a section: what it is, its words, its line


@dataclass(frozen=True, slots=True)
class Home:
    """The table of all sections, how many findings there are by severity and by section, and the files to edit."""

    table: Overview
    counts: dict[Severity, int]
    by_section: dict[str, int]
    files: tuple[str, ...]
    broken: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """Findings that pass the filters, and what the filters can offer."""

    shown: Report
    rules: tuple[str, ...]
    languages: tuple[str, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Sides:
    """A section beside a translation with the findings of each block; for the source itself `plain` and no `beside`.

    Nothing but `findings` when there is no such section.
    """

    beside: Beside | None
    cell: Cell | None
    blocks: tuple[tuple[Finding, ...], ...]
    plain: Pieces
    findings: tuple[Finding, ...]
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A file for the editor with what is wrong with it, and the handouts that show it; `text` is None when refused."""

    text: Text | None
    findings: tuple[Finding, ...]
    section: str = ""
    language: str = ""
    handouts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """What would be found in the file and what would be new elsewhere, with the places of `findings` that are new.

    `stops` when it could not be saved so, `asks` when only other files stand in the way.
    """

    findings: tuple[Finding, ...]
    new: frozenset[int]
    stops: bool
    asks: bool
    outdated: bool


@dataclass(frozen=True, slots=True)
class Hunk:
    """Lines that were changed: what stood there and what stands there now, with the first of the new ones."""

    line: int
    removed: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a save; `late` when it was sent from a page of before a new start of the server.

    `sha256` is that of the file as it is now, to save onto it; `yours` is never lost.
    """

    what: Literal["saved", "conflict", "refused", "late"]
    path: str
    sha256: str
    yours: str
    findings: tuple[Finding, ...] = ()
    changed: bool = False
    hunks: tuple[Hunk, ...] = ()
    undo: Undo | None = None
    theirs: str | None = None
    view: ThreeWay | None = None
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """A text that can be signed, as the page shows it whole."""

    cell: Cell
    texts: Pieces


@dataclass(frozen=True, slots=True)
class Offers:
    """The texts to sign, the roles that count, and what can be chosen."""

    offers: tuple[Offer, ...]
    roles: tuple[str, ...]
    languages: tuple[str, ...]
    handouts: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Signing:
    """What came of signing: the records, or with none of them why."""

    records: tuple[dict[str, str | int | bool], ...]
    findings: tuple[Finding, ...]
    repository: bool = False


class Texts:
    """The state of the process: the latest look, and texts that were handed out for editing."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._seen: tuple[Row, ...] | None = None
        self._looked: Looked | None = None
        self._handed: OrderedDict[str, str] = OrderedDict()

    def __call__(self, name: str, given: tuple[Any, ...]) -> Any:
        """Do the task of this name."""
        tasks: dict[str, Callable[..., Any]] = {
            "ready": self.ready, "home": self.home, "findings": self.findings, "sides": self.sides,
            "open": self.open, "try": self.try_out, "save": self.save, "offers": self.offers, "sign": self.sign,
        }  # fmt: skip
        return tasks[name](*given)

    def ready(self, date: datetime.date) -> bool:
        """Look at the whole workspace once, so that what follows need only look at what has changed."""
        self._now(date)
        return True

    def home(self, date: datetime.date) -> Home:
        """How everything stands."""
        looked = self._now(date)
        told = self._told(looked.findings)
        counts = Counter(finding.severity for finding in told)
        by_section = Counter(finding.section for finding in told if finding.section)
        broken = told if looked.bench.library is None else ()
        table, files = overview(looked.bench, date), tuple(editable(looked.bench))
        return Home(table, {each: counts[each] for each in Severity}, dict(by_section), files, broken)

    def findings(
        self, date: datetime.date, severities: Sequence[str], languages: Sequence[str], rules: Sequence[str]
    ) -> Listed:
        """The findings that pass these filters; an empty filter lets all through."""
        looked = self._now(date)
        everything = report(looked.bench, looked.findings)
        wanted = [each for each in Severity if each.value in severities]
        shown = everything.only(severities=wanted, languages=languages, rules=rules)
        if severities and not wanted:  # a name that means nothing
            shown = Report(())
        return Listed(shown, everything.rules, everything.languages, len(everything.findings))

    def sides(self, date: datetime.date, section: str, language: str) -> Sides:
        """A section beside its translation, or alone in the language that it is written in."""
        looked = self._now(date)
        bench = looked.bench
        table = overview(bench, date)
        cell = next(
            (c for each in table.lines for c in each.cells if (c.section, c.language) == (section, language)), None
        )
        path = path_of(section, language)
        if language == SOURCE and cell is not None and cell.state != "missing":
            own = self._told(f for f in looked.findings if f.mark is not None and f.mark.path == path)
            return Sides(None, cell, (), _pieces(bench, section, language), own, table.languages)
        beside, wrong = lay_beside(bench, section, language, looked.findings)
        if beside is None:
            return Sides(None, None, (), (), self._told(wrong), table.languages)
        blocks = tuple(self._told(block.findings) for block in beside.blocks)
        return Sides(beside, cell, blocks, (), self._told(beside.findings), table.languages)

    def open(self, date: datetime.date, path: str) -> Opened:
        """A file for the editor."""
        looked = self._now(date)
        opened = open_text(looked.bench, path)
        if isinstance(opened, Refused):
            return Opened(None, self._told(opened.findings))
        self._hand_out(opened.text, opened.sha256)
        section, language, handouts = self._use(path)
        return Opened(opened, self._told(_of_file(looked.findings, path)), section, language, handouts)

    def try_out(self, date: datetime.date, edit: Edit) -> Trial:
        """What would be found if the edit were saved."""
        looked = self._now(date)
        tried = try_out(looked, edit)
        if isinstance(tried, Refused):
            told = self._told(tried.findings)
            return Trial(told, frozenset(range(len(told))), True, False, False)
        new = frozenset(tried.new)
        shown = tuple(dict.fromkeys((*_of_file(tried.looked.findings, edit.path), *tried.new)))
        ordered = sorted(shown, key=lambda finding: (finding not in new, list(Severity).index(finding.severity)))
        told = tuple(report(tried.looked.bench, [finding]).findings[0] for finding in ordered)
        marked = frozenset(at for at, finding in enumerate(ordered) if finding in new)
        return Trial(told, marked, bool(tried.own), bool(tried.elsewhere), tried.outdated)

    def save(self, date: datetime.date, edit: Edit, despite_others: bool) -> Outcome:
        """Write an edit, if nobody else has written meanwhile and it breaks nothing."""
        # As it was at the last look: a file that is gone since is a conflict, and its author hears so.
        looked = self._looked if self._looked is not None and self._looked.date == date else self._now(date)
        file = looked.bench.workspace.files.get(edit.path)
        began = file.text if file is not None and file.sha256 == edit.sha256 else self._handed.get(edit.sha256)
        result = save(looked, edit, despite_others=despite_others, remembered=self._handed)
        if isinstance(result, Refused):
            return Outcome(
                "refused", edit.path, edit.sha256, edit.text, self._told(result.findings), elsewhere=result.elsewhere
            )
        self._keep(result.looked)
        if isinstance(result, Conflict):
            if result.theirs is not None:
                self._hand_out(result.theirs, result.sha256)
            return Outcome("conflict", edit.path, result.sha256, result.yours, theirs=result.theirs, view=result.view)
        assert isinstance(result, Saved)
        text = result.looked.bench.workspace.files[edit.path].text
        self._hand_out(text, result.sha256)
        hunks = tuple(_hunks(began, text)) if result.changed and began is not None else ()
        return Outcome(
            "saved", edit.path, result.sha256, text, self._told(result.new), result.changed, hunks, result.undo
        )

    def offers(
        self, date: datetime.date, sections: Sequence[str], handouts: Sequence[str], languages: Sequence[str]
    ) -> Offers:
        """The texts that somebody may want to sign: of some sections or handouts, or all, in these languages."""
        bench = self._now(date).bench
        library, table = bench.library, overview(bench, date)
        if library is None:
            return Offers((), (), (), (), self._told(bench.findings))
        tags = [tag for tag in table.languages if tag in (languages or (SOURCE,))]
        wanted = [
            line
            for line in table.lines
            if (not sections or line.section in sections) and (not handouts or set(handouts) & set(line.handouts))
        ]
        cells = [cell for tag in tags for line in wanted for cell in line.cells if cell.language == tag and cell.digest]
        offers = tuple(Offer(cell, _pieces(bench, cell.section, cell.language)) for cell in cells)
        roles = dict.fromkeys((*library.settings.needs, *library.settings.translations_need))
        return Offers(offers, tuple(roles), table.languages, self._titles(library.handouts), ())

    def sign(self, date: datetime.date, shown: Sequence[Shown], who: Signer) -> Signing:
        """Sign these texts as they were shown, all of them or none."""
        looked = self._now(date)
        result = sign(looked.bench, shown, who, date)
        if isinstance(result, Refused):
            return Signing((), self._told(result.findings))
        self._keep(look_over(result.bench, date, looked))
        return Signing(tuple(r.as_json() for r in result.records), self._told(result.findings), result.repository)

    def _now(self, date: datetime.date) -> Looked:
        """The workspace as it is on the disk, looked at again where it has changed."""
        seen = survey(self._setup.root)
        before = self._looked
        if before is not None and seen is not None and seen == self._seen and before.date == date:
            return before
        store = Store.at(self._setup.kept) if self._setup.kept is not None else None
        known = before.bench.loaded if before is not None else open_library(self._setup.root, store)
        self._looked = look_over(open_bench(self._setup.root, known), date, before)
        self._seen = seen
        return self._looked

    def _keep(self, looked: Looked) -> None:
        """Go on from what a save or a sign-off has left; the disk is looked at again next time."""
        self._looked, self._seen = looked, None

    def _hand_out(self, text: str, sha256: str) -> None:
        """Remember a text that somebody edits: should another save meanwhile, both changes can be told apart."""
        self._handed[sha256] = text
        self._handed.move_to_end(sha256)
        while len(self._handed) > 1 and sum(map(len, self._handed.values())) > _REMEMBERED:
            self._handed.popitem(last=False)

    def _told(self, findings: Iterable[Diagnostic]) -> tuple[Finding, ...]:
        """Findings as pages link them, in their order."""
        assert self._looked is not None
        bench = self._looked.bench
        return tuple(report(bench, [finding]).findings[0] for finding in findings)

    def _use(self, path: str) -> tuple[str, str, tuple[tuple[str, str], ...]]:
        """The section and language of a file, and the handouts that show it with their titles."""
        assert self._looked is not None
        library = self._looked.bench.library
        kind, names = kind_of(path)
        if library is None:
            return "", "", ()
        if kind == "handout":
            return "", SOURCE, self._titles(names)
        if kind != "section":
            return "", SOURCE, self._titles(library.handouts)
        table = overview(self._looked.bench, self._looked.date)
        using = next((line.handouts for line in table.lines if line.section == names[0]), ())
        return names[0], names[1], self._titles(using)

    def _titles(self, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
        assert self._looked is not None and self._looked.bench.library is not None
        handouts = self._looked.bench.library.handouts
        known = [(name, handouts[name].title) for name in names if name in handouts]
        return tuple((name, title[SOURCE if SOURCE in title else next(iter(title))].plain) for name, title in known)


def _of_file(findings: Iterable[Diagnostic], path: str) -> Iterable[Diagnostic]:
    return (finding for finding in findings if finding.mark is not None and finding.mark.path == path)


def _pieces(bench: Bench, section: str, language: str) -> Pieces:
    """The texts of a section as they stand in its file; none where it cannot be read."""
    file = written(bench.workspace, section, language)
    return tuple((unit.where, unit.text, unit.mark.line) for unit in file.units.values()) if file is not None else ()


def _hunks(before: str, after: str) -> Iterable[Hunk]:
    old, new = before.splitlines(), after.splitlines()
    at = reached = 0
    for start, place, count in (*matches(old, new), (len(old), len(new), 0)):
        if start > at or place > reached:
            yield Hunk(reached + 1, tuple(old[at:start]), tuple(new[reached:place]))
        at, reached = start + count, place + count


def make(setup: Setup) -> Texts:
    """The process's own state."""
    return Texts(setup)
