"""The ways of putting pages on sheets, and the papers they are put on: two tables and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handouts.language import Direction
from handouts.press.booklets import arrange_booklet
from handouts.press.cards import arrange_cards, grid
from handouts.press.folds import PANELS, ROLL, ZED, Fold, arrange_fold
from handouts.press.sheets import INCH, MM, Arrangement, Frame, PageSize


@dataclass(frozen=True, slots=True)
class Stock:
    """A paper: name for people, size upright in points, how far colour runs over the edge when it will be trimmed."""

    title: str
    width: float
    height: float
    bleed: float


# ISO 216 and ANSI/ASME Y14.1; bleed as printers in each part of the world ask for it.
STOCKS: Mapping[str, Stock] = {
    "a4": Stock("A4", 210 * MM, 297 * MM, 3 * MM),
    "letter": Stock("Letter", 8.5 * INCH, 11 * INCH, 0.125 * INCH),
    "a3": Stock("A3", 297 * MM, 420 * MM, 3 * MM),
    "tabloid": Stock("Tabloid", 11 * INCH, 17 * INCH, 0.125 * INCH),
}


@dataclass(frozen=True, slots=True)
class Scheme:
    """A way of putting pages on sheets. `pages_on_side` is 0 for folds; `most_pages` is 0 where any number will do."""

    title: str
    papers: tuple[str, ...]
    pages_on_side: int = 0
    fold: Fold | None = None
    most_pages: int = 0
    stapled: bool = False


_ALL = tuple(STOCKS)
SCHEMES: Mapping[str, Scheme] = {
    "booklet": Scheme("stapled booklet", _ALL, pages_on_side=2, stapled=True),
    "2-up": Scheme("two to a sheet, to be cut", _ALL, pages_on_side=2),
    "4-up": Scheme("four to a sheet, to be cut", _ALL, pages_on_side=4),
    "tri-fold": Scheme("sheet folded in three, flap inside", tuple(ROLL.widths), fold=ROLL, most_pages=PANELS),
    "z-fold": Scheme("sheet folded in a zigzag", tuple(ZED.widths), fold=ZED, most_pages=PANELS),
}


@dataclass(frozen=True, slots=True)
class Job:
    """What is arranged: the scheme's and the paper's names, the document's pages, and how they are wanted."""

    scheme: str
    paper: str
    page: PageSize
    pages: int
    direction: Direction
    bleed: bool = False
    creep: float = 0.0


def arrange(job: Job) -> Arrangement:
    """All sheets of the job; `creep` is in points. The job must have passed the checks of `impose`."""
    scheme, stock = SCHEMES[job.scheme], STOCKS[job.paper]
    upright = not scheme.stapled and scheme.fold is None and not grid(scheme.pages_on_side, job.page)[2]
    width, height = (stock.width, stock.height) if upright else (stock.height, stock.width)
    frame = Frame(width, height, stock.bleed if job.bleed else 0.0, job.page, job.pages, job.direction)
    if scheme.fold is not None:
        return arrange_fold(scheme.fold, frame, job.paper)
    if scheme.stapled:
        return arrange_booklet(frame, job.creep)
    return arrange_cards(scheme.pages_on_side, frame)


def panel_size(scheme: str, paper: str) -> PageSize | None:
    """The size pages must have for a fold; None where pages are made to fit."""
    fold = SCHEMES[scheme].fold
    return PageSize(fold.narrowest(paper), STOCKS[paper].width) if fold is not None else None


def usual_paper(scheme: str, page: PageSize) -> str:
    """The paper a document of this page size is printed on when none is asked for: one every office has.

    For folds it is the one whose panels are nearest to the page; else Letter or A4, whose wholes, halves and quarters
    are compared with the page.
    """

    def distance(paper: str) -> float:
        panel = panel_size(scheme, paper)
        return min(_apart(page, size) for size in ((panel,) if panel else _parts(STOCKS[paper])))

    return min(("a4", "letter"), key=distance)


def _parts(stock: Stock) -> tuple[PageSize, ...]:
    long, short = stock.height, stock.width
    return tuple(PageSize(*pair) for pair in ((short, long), (long / 2, short), (short / 2, long / 2)))


def _apart(one: PageSize, other: PageSize) -> float:
    (a, b), (c, d) = sorted((one.width, one.height)), sorted((other.width, other.height))
    return abs(a - c) + abs(b - d)
