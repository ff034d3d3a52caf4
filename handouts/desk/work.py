"""What a worker of the desk does: builds one document with a patient's values, and gives its pages or its file.

The values live as long as the task. Nothing here is kept but plates, which hold none of them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts.build import Built, build, personal_names, told_once, with_html
from handouts.content import Section
from handouts.desk.current import Current
from handouts.diagnostics import Diagnostic, has_errors
from handouts.edition import Personal
from handouts.library import Library
from handouts.plates import Plates
from handouts.resolving.lines import lines_in
from handouts.resolving.plan import Selection, plan
from handouts.source.files import kind_of
from handouts.source.personal import parse_settings, personal_values
from handouts.source.store import Store

if TYPE_CHECKING:
    from handouts.workbench import bench as workbench

_PLATES = 48 * 1024 * 1024  # bytes of plates in one worker
_MOST_PAGES = 400
_ENOUGH = 20  # letters by which a text is known again
SIZES = (50, 75, 100, 150, 200)  # dots per inch of the pictures: 96 is as large as paper on a usual screen


@dataclass(frozen=True, slots=True)
class Setup:
    """What every worker is told when it starts. `ledger` is the file that editions are recorded in, None for none."""

    root: Path
    kept: Path | None
    ledger: Path | None


@dataclass(frozen=True, slots=True)
class Wish:
    """What was chosen on the page: names only, nothing of a patient. Values are passed beside it."""

    handout: str
    languages: tuple[str, ...]
    brand: str = ""
    layout: str = ""
    profile: str = ""
    paper: str = ""
    mono: bool = False
    plain: bool = False
    banner: bool = True
    draft: bool = False

    @property
    def near(self) -> str:
        """What tasks have in common that may share a plate."""
        return repr((self.handout, self.languages, self.layout, self.profile, self.paper))

    def selection(self) -> Selection:
        """The wish in the words of `plan`."""
        named = [self.brand] if self.brand else []
        return Selection(
            (self.handout,), ("+".join(self.languages),), tuple(named), self.layout, self.profile, self.paper,
            self.mono, self.draft, self.plain, self.banner,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Order:
    """One task: a wish, the patient's values as typed, and the day of the document."""

    wish: Wish
    values: tuple[tuple[str, str], ...] = field(repr=False)
    date: datetime.date


@dataclass(frozen=True, slots=True, repr=False)
class Look:
    """The first picture of a document, how many pages there are and how large (points), or why there is none."""

    pages: tuple[tuple[float, float], ...]
    picture: bytes
    number: int
    edition: str
    review: str
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True, repr=False)
class File:
    """A finished file, or why there is none. `turn` says how both sides are printed: `long`, `short` or empty."""

    name: str
    data: bytes
    edition: str
    findings: tuple[Diagnostic, ...]
    turn: str = ""


class Bench:
    """The state of one worker: the workspace as it is now, and the plates that were made of it."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._store = Store.at(setup.kept) if setup.kept is not None else None
        self._current = Current(setup.root, self._store)
        self._plates = Plates(self._store, _PLATES)
        self._passed: set[tuple[object, ...]] = set()
        # The workspace's files for drafts, with the library that says whether they are still these.
        self._drafted: tuple[Library | None, workbench.Bench] | None = None

    def __call__(self, name: str, given: tuple[Any, ...]) -> Any:
        """Do the task of this name."""
        tasks: dict[str, Callable[..., Any]] = {
            "look": self.look, "pdf": self.pdf, "html": self.html, "draft": self.draft,
        }  # fmt: skip
        return tasks[name](*given)

    def look(self, order: Order, number: int, size: int) -> Look:
        """The picture of one page (from 1) at `size` dots per inch; for a page that is not there, of the nearest."""
        return _picture(*self._built(order), number, size)

    def draft(self, order: Order, path: str, text: str, shown: tuple[int, int]) -> Look:
        """The picture of a page as it would be with another text in one file: nothing is written, kept or recorded.

        `shown` is the number of the page and its dots per inch, as in `look`; 0 for the page that the text is on.
        """
        from handouts.workbench.bench import may_edit, open_bench, with_text

        loaded = self._current.read()
        if self._drafted is None or self._drafted[0] is not loaded[0]:
            self._drafted = loaded[0], open_bench(self._setup.root, loaded)
        bench = self._drafted[1]
        if path not in bench.workspace.files or not may_edit(path):
            return Look((), b"", 0, "", "", ())
        tried = with_text(bench, path, text.replace("\r\n", "\n"))
        if tried.library is None or has_errors(tried.findings):
            return Look((), b"", 0, "", "", tuple(finding for finding in tried.findings if has_errors((finding,))))
        built, findings = self._set(tried.library, order)
        kind, names = kind_of(path)
        section = tried.library.sections.get((names[0], names[1])) if kind == "section" else None
        number = shown[0] or (_page_of(built, section) if built is not None and section is not None else 1)
        return _picture(built, findings, number, shown[1])

    def pdf(self, order: Order, printing: bool = False) -> File:
        """The PDF, checked, and recorded in the ledger as given out; for printing a folded layout, its sheets."""
        built, findings = self._built(order)
        if built is None or built.pdf is None or built.record is None:
            return File("", b"", "", findings)
        passed, more = self._checked(built)
        if not passed:
            return File(built.record.file, b"", built.record.edition, (*findings, *more))
        file = File(built.record.file, built.pdf.data, built.record.edition, findings)
        if printing and built.edition is not None and built.edition.layout.impose:
            file = _sheets(built, file)
        return replace(file, findings=(*file.findings, *self._record(built))) if file.data else file

    def html(self, order: Order) -> File:
        """The accessible twin of the PDF."""
        built, findings = self._built(order, html=True)
        if built is None or built.record is None or not built.html:
            return File("", b"", "", findings)
        name = built.record.file.removesuffix(".pdf") + ".html"
        return File(name, built.html.encode(), built.record.edition, (*findings, *self._record(built)))

    def _built(self, order: Order, *, html: bool = False) -> tuple[Built | None, tuple[Diagnostic, ...]]:
        library, found = self._current.usable()
        if library is None:
            return None, tuple(finding for finding in found if has_errors((finding,)))
        return self._set(library, order, self._plates, html=html)

    @staticmethod
    def _set(
        library: Library, order: Order, plates: Plates | None = None, *, html: bool = False
    ) -> tuple[Built | None, tuple[Diagnostic, ...]]:
        wish = order.wish
        layout = library.layouts.get(wish.layout)
        if len(wish.languages) > 1 and layout is not None and not layout.bilingual:
            wish = replace(wish, layout="")  # one for two languages is found where none was chosen
        requests, unknown = plan(library, wish.selection())
        if len(requests) != 1:
            return None, unknown
        (request,) = requests
        personal, wrong = _personal(library, request.handouts, order.values)
        if has_errors((*unknown, *wrong)):
            return None, (*unknown, *wrong)
        built = build(library, request, date=order.date, personal=personal, plates=plates)
        if html:
            built = with_html(built, personal)
        return built, told_once((), (*unknown, *built.findings))

    def _checked(self, built: Built) -> tuple[bool, tuple[Diagnostic, ...]]:
        """Verify the first file of each kind: those that differ in words that were stamped are alike in all else."""
        from handouts.press.verify import verify

        assert built.pdf is not None and built.record is not None
        kind = (built.record.edition, built.request, built.pdf.pages)
        if kind in self._passed:
            return True, ()
        # The name as well: a file that is not the patient's may be named in findings.
        result = verify(built.pdf.data, built.record.file)
        if result.passed:
            self._passed.add(kind)
        return result.passed, tuple(f for f in result.findings if not result.passed and has_errors((f,)))

    def _record(self, built: Built) -> tuple[Diagnostic, ...]:
        """One line for each edition that is given out, however often: nothing of anybody it was printed for."""
        from handouts.passport.recording import Recorder

        library, _ = self._current.usable()
        if self._setup.ledger is None or library is None or built.record is None:
            return ()
        recorder = Recorder(self._setup.ledger, self._setup.root)
        return recorder.add(library, built, written=built.record.date, once=True)


def _sheets(built: Built, file: File) -> File:
    """The document on sheets for the printer, as its layout is folded or cut."""
    from handouts.press.impose import PressOrder, impose, print_name

    assert built.edition is not None and built.pdf is not None
    imposed = impose(built.pdf.data, file.name, PressOrder(built.edition.layout.impose, built.request.paper))
    if imposed.edition is None:
        return replace(file, data=b"", findings=(*file.findings, *imposed.findings))
    name = print_name(file.name.removesuffix(".pdf"), imposed.edition)
    turn = imposed.edition.arrangement.turn
    return replace(file, name=name, data=imposed.edition.data, turn="" if turn == "none" else turn)


def _picture(built: Built | None, findings: tuple[Diagnostic, ...], number: int, size: int) -> Look:
    from handouts.press.pictures import page_image

    if built is None or built.pdf is None or built.record is None:
        return Look((), b"", 0, "", "", findings)
    page = page_image(built.pdf.data, number, dpi=size if size in SIZES else SIZES[2])
    return Look(page.sizes[:_MOST_PAGES], page.png, page.number, built.record.edition, built.record.review, findings)


def _page_of(built: Built, section: Section) -> int:
    """The page (from 1) on which a section begins, as far as its words can be found again; else the first."""
    from handouts.press.pdfium import page_texts

    if built.pdf is None:
        return 1
    title, *begins = (_known_by(line.plain) for line in (section.title, *lines_in(section.blocks)))
    pages = ["".join(text.split()) for text in page_texts(built.pdf.data)]
    found = [sum(text in page for text in begins if text) for page in pages]
    # A title alone may be the line of a contents list, and a text may go over several pages.
    begun = [at for at, page in enumerate(pages) if found[at] and title in page]
    first = begun[0] if begun else found.index(max(found)) if found else 0
    return first + 1


def _known_by(text: str) -> str:
    return "".join(text.split())[:_ENOUGH]


def _personal(
    library: Library, handouts: Sequence[str], values: Sequence[tuple[str, str]]
) -> tuple[Personal, tuple[Diagnostic, ...]]:
    """The values as typed, checked; those left empty do not count."""
    # A form sends line ends as CR LF (HTML, form submission).
    typed = [(name, value.replace("\r\n", "\n")) for name, value in values if value.strip()]
    given, unnamed = parse_settings(f"{name}={value}" for name, value in typed)
    names, checklists = personal_names(library, handouts)
    personal, wrong = personal_values(given, names=names, checklists=checklists)
    return personal, (*unnamed, *wrong)


def make(setup: Setup) -> Bench:
    """A worker's own state."""
    return Bench(setup)
