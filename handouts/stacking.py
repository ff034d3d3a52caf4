"""Print stacks: many finished documents in one file, behind a job ticket that says what is in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from handouts import language as languages
from handouts.diagnostics import Diagnostic, Mark, error, has_errors, warning
from handouts.looks import Paper
from handouts.names import did_you_mean
from handouts.press.schemes import STOCKS
from handouts.press.stack import Binder, StackJob, check_stack, numbers_text, sheets_by_paper, stack_turn
from handouts.source.loading import load
from handouts.source.workspace import Workspace, read, starter_root
from handouts.typeset.slips import Slip, SlipRow, Slips, SlipText, set_slips

_SETTINGS = "content/workspace.yaml"
_WORDING = "templates/wording/"


@dataclass(frozen=True, slots=True)
class StackOrder:
    """How a stack is wanted. `wanted` are the numbers of the jobs to print, all when empty."""

    two_sided: bool = True
    separators: bool = False
    wanted: tuple[int, ...] = ()
    language: str = "en"


@dataclass(frozen=True, slots=True, repr=False)
class PrintStack:
    """One print file, the documents in it, and the sheets of each paper that they take."""

    data: bytes
    jobs: tuple[StackJob, ...]
    sheets: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Stacked:
    """A stack, or None with the reasons."""

    stack: PrintStack | None
    findings: tuple[Diagnostic, ...]


def make_stack(
    names: Sequence[str], fetch: Callable[[int], bytes], words: Mapping[str, str], order: StackOrder
) -> Stacked:
    """Join documents into one print file. `fetch` gives the bytes of one by its place in `names`, from 0.

    Documents are fetched one after the other, so that five hundred need not be held at once. Pure but for `fetch`.
    """
    wanted = order.wanted or tuple(range(1, len(names) + 1))
    binder = Binder(two_sided=order.two_sided)
    findings: list[Diagnostic] = []
    for number in wanted:
        findings += binder.add(number, names[number - 1], fetch(number - 1))
    findings += check_stack(binder.jobs, two_sided=order.two_sided)
    if has_errors(findings) or not binder.jobs:
        return Stacked(None, tuple(findings))
    tickets, separators = _slips(binder.jobs, len(names), words, order)
    for text in dict.fromkeys((*tickets.replaced, *(separators.replaced if separators else ()))):
        message = f"No font here has the letters of “{text}”, so the job ticket shows the file's name."
        findings.append(warning("stack-title", None, message, "pip install 'handouts[cjk]'"))
    data = binder.finish(words["job_sheet"], tickets.data, separators.data if separators else None)
    return Stacked(PrintStack(data, binder.jobs, sheets_by_paper(binder.jobs)), tuple(findings))


def parse_jobs(text: str, count: int) -> tuple[tuple[int, ...], tuple[Diagnostic, ...]]:
    """`3,7-9` as numbers in order, each once; findings for what is no number of one of `count` jobs."""
    found: set[int] = set()
    findings = []
    for part in (piece.strip() for piece in text.split(",")):
        low, dash, high = (side.strip() for side in part.partition("-"))
        ends = (low, high) if dash else (low, low)
        if not all(end.isascii() and end.isdigit() and len(end) < _DIGITS for end in ends):
            message = f"“{part}” is no number of a job."
            findings.append(error("stack-jobs", None, message, "Write numbers and ranges with commas: --jobs 3,7-9."))
            continue
        first, last = int(ends[0]), int(ends[1])
        if not 1 <= first <= last <= count:
            message = f"There is no job {part} among {count}."
            findings.append(error("stack-jobs", None, message, f"Jobs count from 1 to {count}, as on the ticket."))
            continue
        found |= set(range(first, last + 1))
    return tuple(sorted(found)), tuple(findings)


_DIGITS = 7


def ticket_words(root: Path, language: str) -> tuple[Mapping[str, str], tuple[Diagnostic, ...]]:
    """The product's own words for tickets: the workspace's at `root` where it has them, over those we come with."""
    ours, theirs = _wording(starter_root()), _wording(root)
    if language not in {**ours, **theirs}:
        message = f"There is no wording for '{language}', so the job ticket cannot be set in it."
        return {}, (error("wording", Mark(_WORDING), message, did_you_mean(language, {**ours, **theirs})),)
    return {**ours.get("en", {}), **ours.get(language, {}), **theirs.get(language, {})}, ()


def _wording(root: Path) -> dict[str, Mapping[str, str]]:
    workspace, _ = read(root)
    files = {path: file for path, file in workspace.files.items() if path == _SETTINGS or path.startswith(_WORDING)}
    library, _ = load(Workspace(root, files))
    return {tag: wording.texts for tag, wording in library.wording.items()} if library is not None else {}


# --- tickets and separators --------------------------------------------------------------------------------------

_COLUMNS = (0.09, 0.53, 0.16, 0.11, 0.11)
_HEADS = ("job_number", "job_document", "job_paper", "job_pages", "job_sheets")
_HOW = {"long": "job_long_edge", "short": "job_short_edge", "none": "job_one_side"}


def _slips(
    jobs: Sequence[StackJob], total: int, words: Mapping[str, str], order: StackOrder
) -> tuple[Slips, Slips | None]:
    paper = _ticket_paper(jobs)
    ticket = set_slips([_ticket(jobs, words, order)], paper, order.language)
    if not order.separators:
        return ticket, None
    return ticket, set_slips([_separator(job, total, words) for job in jobs], paper, order.language)


def _ticket_paper(jobs: Sequence[StackJob]) -> Paper:
    """Upright on the paper that most of the stack is printed on; A4 where that is no paper we know."""
    titles = {stock.title: stock for stock in STOCKS.values()}
    stock = next((titles[name] for name in sheets_by_paper(jobs) if name in titles), STOCKS["a4"])
    return Paper(stock.title, stock.width, stock.height)


def _ticket(jobs: Sequence[StackJob], words: Mapping[str, str], order: StackOrder) -> Slip:
    """What is in the stack, job by job, with the sheets of each paper to load."""
    turn = stack_turn(jobs) if order.two_sided else "none"
    title = [SlipText(words["job_sheet"], 18, 700), SlipText(words[_HOW[turn]])]
    if order.wanted:
        title.insert(1, SlipText(words["job_reprint"].replace("{jobs}", numbers_text(order.wanted)), 12, 700))
    heads = tuple((SlipText(words[name], weight=700),) for name in _HEADS)
    return Slip(
        head=(SlipRow((tuple(title),), rule=False), SlipRow(heads, _COLUMNS)),
        rows=(*(_line(job, words) for job in jobs), *_totals(jobs, words)),
        page_of=words["page_of"],
    )


def _line(job: StackJob, words: Mapping[str, str]) -> SlipRow:
    document = [_title(job, 12), *(SlipText(fact) for fact in _facts(job, words)), _file(job)]
    cells = (str(job.number), job.paper, str(job.pages), str(job.sheets))
    number, *counts = ((SlipText(cell, 12),) for cell in cells)
    return SlipRow((number, tuple(document), *counts), _COLUMNS)


def _totals(jobs: Sequence[StackJob], words: Mapping[str, str]) -> list[SlipRow]:
    """The sum, and the sheets of each paper."""
    pages, rows = str(sum(job.pages for job in jobs)), []
    for at, (paper, sheets) in enumerate(sheets_by_paper(jobs).items()):
        cells = ("", "" if at else words["job_total"], paper, "" if at else pages, str(sheets))
        rows.append(SlipRow(tuple((SlipText(cell, 12, 700),) for cell in cells), _COLUMNS))
    return rows


def _separator(job: StackJob, total: int, words: Mapping[str, str]) -> Slip:
    """A sheet that says which document follows, to be pulled out and thrown away."""
    number = words["job_of"].replace("{number}", str(job.number)).replace("{total}", str(total))
    counts = f"{words['job_pages']}: {job.pages}  ·  {words['job_sheets']}: {job.sheets}  ·  {job.paper}"
    texts = [SlipText(number, 28, 700), _title(job, 20), *(SlipText(fact, 14) for fact in _facts(job, words))]
    return Slip((), (SlipRow(((*texts, SlipText(counts, 14), _file(job)),), rule=False),))


def _title(job: StackJob, size: float) -> SlipText:
    return SlipText(job.title or Path(job.file).stem, size, 700, job.language, instead=Path(job.file).stem)


def _facts(job: StackJob, words: Mapping[str, str]) -> list[str]:
    """Language, by its own name and in English, edition, and scheme of a print edition."""
    facts = []
    if job.language:
        own, english = languages.autonym(job.language), languages.english_name(job.language)
        facts.append(english if own == english else f"\u2068{own}\u2069 ({english})")
    if job.edition:
        facts.append(words["edition"].replace("{id}", job.edition))
    if job.made_as:
        facts.append(job.made_as)
    return ["  ·  ".join(facts)] if facts else []


def _file(job: StackJob) -> SlipText:
    return SlipText(Path(job.file).name, 10, muted=True)
