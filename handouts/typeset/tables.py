"""Tables to strips: column widths, rows cut only between lines, the header set again on every page.

A table that is too wide for its measure becomes cards, one for each row (`cards`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handouts.content import Line, Table
from handouts.looks import Ink
from handouts.records import dataclass
from handouts.tags import Element, Role
from handouts.typeset.cards import cards
from handouts.typeset.late import filled
from handouts.typeset.pieces import Run
from handouts.typeset.setting import Setting
from handouts.typeset.strips import (
    NEVER,
    Frame,
    LineBox,
    Op,
    RectOp,
    SlotRun,
    Strip,
    changed,
    ended,
    height,
    jointed,
    kept,
    shifted,
    stack,
    whole,
)

_PAD_X = 7.0
_PAD_Y = 4.5
_RULE = 0.6
_BELOW_CAPTION = 4.0  # so that no letter reaches into the tint
_ZEBRA_FROM = 7  # rows; below that the rules are enough
_WHOLE_TABLE = 0.3  # of the page height: shorter tables rather stay together
_LEAST_EMS, _MOST_LINES = 6.5, 4  # a column narrower than this many ems must not need more lines than this
_WHOLE_ROW = 0.45  # of the page height: longer rows may be cut between lines


@dataclass(frozen=True, slots=True)
class _Grid:
    """Left edges (from the start of the text area) and inner widths of the columns, in points."""

    x: tuple[float, ...]
    inner: tuple[float, ...]


def table(setting: Setting, block: Table, parent: Element) -> list[Strip]:
    """A table across the full measure with scoped headers; rows stay whole when they fit."""
    wishes = _wishes(setting, block)
    if not _has_room(setting, block, *wishes):
        return cards(setting, block, parent)
    element = parent.add(Role.TABLE)
    strips: list[Strip] = []
    if block.caption is not None:
        style = setting.style("table", weight=700)
        caption = setting.paragraph(block.caption, style, element.add(Role.CAPTION), setting.full, setting.space * 1.5)
        strips += ended(kept(caption), NEVER)
    grid = _grid(setting, block, *wishes)
    head_row = element.add(Role.THEAD).add(Role.TR)
    head = _row(setting, grid, block.columns, [head_row.add(Role.TH, scope="Column") for _ in block.columns], head=True)
    before = _BELOW_CAPTION if block.caption is not None else setting.space * 1.5
    strips += jointed(ended([changed(head[0], before=before), *head[1:]], NEVER))
    repeated = _repeated_head(setting, grid, block)
    body = element.add(Role.TBODY)
    first_row = len(strips)
    for index, cells in enumerate(block.rows):
        row = body.add(Role.TR)
        elements = [
            row.add(Role.TH, scope="Row") if block.header_column and at == 0 else row.add(Role.TD)
            for at in range(len(cells))
        ]
        zebra = len(block.rows) >= _ZEBRA_FROM and index % 2 == 1
        row_strips = _row(setting, grid, cells, elements, bold_first=block.header_column, zebra=zebra)
        row_strips = jointed(ended(row_strips, _row_cost(index, len(block.rows))))
        strips += [changed(strip, repeat=repeated) for strip in row_strips]
    if height(strips[first_row:]) < setting.geometry.height * _WHOLE_TABLE:
        strips = kept(strips, 120.0)
    # Air below the last rule and its row's tint, so that what follows does not seem to belong to the table.
    return [*ended(strips, NEVER), Strip(setting.space * 0.7)]


def _row_cost(index: int, rows: int) -> float:
    """Cost of a page break after a row: dear after the first and before the last, so that no row stands alone."""
    return 150.0 if index in (0, rows - 2) else 15.0


def _row(
    setting: Setting, grid: _Grid, cells: Sequence[Line], elements: Sequence[Element],
    *, head: bool = False, bold_first: bool = False, zebra: bool = False,
) -> list[Strip]:  # fmt: skip
    columns = []
    for at, (cell, element) in enumerate(zip(cells, elements, strict=True)):
        bold = head or (bold_first and at == 0)
        style = setting.style("table", weight=700 if bold else 0, ink=Ink.BRAND if head else Ink.TEXT)
        hyphenate = setting.edition.profile.hyphenate != "none"
        runs = setting.runs(cell, style, element)
        columns.append(setting.set_runs(runs, grid.inner[at], cell.mark, hyphenate=hyphenate))
    return _assemble(setting, grid, columns, head=head, zebra=zebra)


def _assemble(
    setting: Setting, grid: _Grid, columns: Sequence[list[LineBox]], *, head: bool, zebra: bool
) -> list[Strip]:
    """Lay the columns' lines side by side: the nth strip holds the nth line of every cell."""
    leading = setting.style("table").leading
    count = max(1, *(len(lines) for lines in columns))
    late = any(box.late for lines in columns for box in lines)
    together = count * leading < setting.geometry.height * _WHOLE_ROW
    strips = []
    for index in range(count):
        ops: list[Op] = []
        top = _PAD_Y if index == 0 else 0.0
        for x, lines in zip(grid.x, columns, strict=True):
            if index < len(lines):
                ops += shifted(lines[index].ops, x + _PAD_X, top)
        last = index == count - 1
        tall = top + leading + (_PAD_Y + _RULE if last else 0.0)
        if last:
            ink = Ink.BRAND if head else Ink.RULE
            ops.append(RectOp(setting.full.x, tall - _RULE, setting.full.width, 1.0 if head else _RULE, ink))
        strips.append(Strip(tall, tuple(ops), keep=5.0 if last else NEVER if together else 40.0))
    strips = whole(strips) if late else strips
    if head or zebra:
        frame = Frame(setting.full.x, setting.full.width, Ink.TINT)
        strips = [changed(strip, frames=(frame,)) for strip in strips]
    return strips


def _repeated_head(setting: Setting, grid: _Grid, block: Table) -> tuple[Strip, ...]:
    """The header as it stands on a continued page: an artifact, since its cells are already in the structure."""
    scratch = Element(Role.DIV)
    style = setting.style("table", weight=700, ink=Ink.BRAND)
    columns = []
    hyphenate = setting.edition.profile.hyphenate != "none"
    for at, cell in enumerate(block.columns):
        runs = [_as_artifact(run) for run in setting.runs(cell, style, scratch)]
        columns.append(setting.set_runs(runs, grid.inner[at], cell.mark, hyphenate=hyphenate))
    note = setting.style("caption", ink=Ink.MUTED)
    word = setting.edition.wording["continued"]
    title = [_as_artifact(run) for run in setting.runs(block.caption, note, scratch)] if block.caption else []
    lines = setting.set_runs(
        [*title, Run(f" ({word})" if title else f"({word})", note)], setting.full.width, block.mark
    )
    above = kept(stack(lines, setting.full.x))
    head = _assemble(setting, grid, columns, head=True, zebra=False)
    return (*ended(above, NEVER), *jointed([changed(head[0], before=_BELOW_CAPTION), *head[1:]]))


def _as_artifact(run: Run | SlotRun) -> Run | SlotRun:
    if isinstance(run, SlotRun):
        return SlotRun(run.slot, replace(run.run, leaf=None, annotation=None, link=""))
    return replace(run, leaf=None, annotation=None, link="")


def _has_room(setting: Setting, block: Table, narrowest: list[float], natural: list[float]) -> bool:
    """True when the grid fits the measure and no column of several lines is so narrow that it is hard to read."""
    count, total, padding = len(block.columns), setting.full.width, 2 * _PAD_X
    if count > setting.edition.layout.table_columns or sum(narrowest) + padding * count > total:
        return False
    widths = _widths(setting, block, narrowest, natural)
    least = _LEAST_EMS * setting.style("table").size
    inner = [width - padding for width in widths]
    return not any(wish > _MOST_LINES * room and room < least for wish, room in zip(natural, inner, strict=True))


def _grid(setting: Setting, block: Table, narrowest: list[float], natural: list[float]) -> _Grid:
    """Column widths: as declared, else from the widest word and the natural length of each column."""
    xs, at_x = [], setting.full.x
    widths = _widths(setting, block, narrowest, natural)
    for width in widths:
        xs.append(at_x)
        at_x += width
    return _Grid(tuple(xs), tuple(max(width - 2 * _PAD_X, 1.0) for width in widths))


def _widths(setting: Setting, block: Table, narrowest: list[float], natural: list[float]) -> list[float]:
    total, padding = setting.full.width, 2 * _PAD_X
    shared = _shared_out([n + padding for n in narrowest], [n + padding for n in natural], total)
    if not block.widths:
        return shared
    declared = [total * share / sum(block.widths) for share in block.widths]
    tight = any(width - padding < least for width, least in zip(declared, narrowest, strict=True))
    return shared if tight and setting.edition.profile.hyphenate == "none" else declared


def _wishes(setting: Setting, block: Table) -> tuple[list[float], list[float]]:
    """For each column its widest unbreakable word and its natural length on one line, in points."""
    narrowest, natural = [0.0] * len(block.columns), [0.0] * len(block.columns)
    scratch = Element(Role.DIV)
    for row_number, cells in enumerate((block.columns, *block.rows)):
        for at, cell in enumerate(cells):
            bold = row_number == 0 or (block.header_column and at == 0)
            style = setting.style("table", weight=700 if bold else 0)
            # A slot counts as a blank, so that column widths do not depend on late values.
            runs = filled(setting.runs(cell, style, scratch), {})
            word, whole = setting.typesetter.natural_width(runs, cell.mark)
            narrowest[at] = max(narrowest[at], word)
            natural[at] = max(natural[at], whole)
    return narrowest, natural


def _shared_out(least: list[float], wanted: list[float], total: float) -> list[float]:
    """Give every column its least, then share the rest by the square root of what each still wants.

    The root keeps one long column from starving the others while still giving it most.
    """
    spare = total - sum(least)
    if spare <= 0:
        return [total * width / sum(least) for width in least]
    wishes = [max(w - m, 0.0) ** 0.5 for w, m in zip(wanted, least, strict=True)]
    if sum(wanted) <= total or not sum(wishes):
        wishes = list(wanted)
    return [m + spare * wish / sum(wishes) for m, wish in zip(least, wishes, strict=True)]
