"""Blocks of a section from their checked shapes to content types, with the checks that need more than one key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from handouts import content
from handouts.content import Block, SolidBlock
from handouts.source import blockmodels as shapes
from handouts.source.nodes import ListNode
from handouts.source.shelf import Shelf
from handouts.source.texts import Texts, one_line

MAX_ROWS = 2_000
FIGURES = "content/figures"


def build_block(texts: Texts, shelf: Shelf, shape: shapes.BlockEntry) -> Block:
    """One block; what is wrong in it goes to `texts` (words) and `shelf` (pictures)."""
    block = _solid(texts, shelf, shape)
    when = shape.when
    if when is None:
        return block
    if (when.brand_region is None) == (when.not_brand_region is None):
        hint = "Write {brand_region: US} or {not_brand_region: US}."
        texts.error("when", when.mark, "'when' takes one of 'brand_region' and 'not_brand_region'.", hint)
    negated = when.brand_region is None
    regions = tuple(one_line(region) for region in when.brand_region or when.not_brand_region or ())
    return content.Conditional(block, regions, negated, shape.mark)


def _solid(texts: Texts, shelf: Shelf, shape: shapes.BlockEntry) -> SolidBlock:
    if isinstance(shape, shapes.FigureBlock):
        return _figure(texts, shelf, shape)
    return _BUILDERS[type(shape)](texts, shape)


def _text(texts: Texts, shape: shapes.TextBlock) -> SolidBlock:
    return content.Paragraph(texts.line(shape.text), shape.mark)


def _heading(texts: Texts, shape: shapes.HeadingBlock) -> SolidBlock:
    return content.Heading(texts.line(shape.heading), shape.mark)


def _list(texts: Texts, shape: shapes.ListBlock) -> SolidBlock:
    return content.BulletList(texts.lines(shape.items), shape.mark)


def _steps(texts: Texts, shape: shapes.StepsBlock) -> SolidBlock:
    return content.Steps(texts.lines(shape.steps), shape.mark)


def _callout(texts: Texts, shape: shapes.CalloutBlock) -> SolidBlock:
    title = texts.maybe(shape.title)
    inner: list[content.Paragraph | content.BulletList | content.Steps] = []
    for key in shape.order:
        if key == "text" and shape.text is not None:
            inner.append(content.Paragraph(texts.line(shape.text), shape.place(key)))
        elif key == "list" and shape.items is not None:
            inner.append(content.BulletList(texts.lines(shape.items), shape.place(key)))
        elif key == "steps" and shape.steps is not None:
            inner.append(content.Steps(texts.lines(shape.steps), shape.place(key)))
    if not inner:
        texts.error("block", shape.mark, "The callout says nothing.", "Add 'text:', 'list:' or 'steps:' below it.")
    return content.Callout(shape.callout, title, tuple(inner), shape.mark)


def _table(texts: Texts, shape: shapes.TableBlock) -> SolidBlock:
    table = shape.table
    wanted = len(table.columns)
    rows = table.rows
    if len(rows) > MAX_ROWS:
        message = f"The table has {len(rows):,} rows; {MAX_ROWS:,} is the limit."
        texts.error("table-size", table.place("rows"), message, "Split it into several tables, each with its caption.")
        rows = []
    written = table.node("rows")
    for index, row in enumerate(rows):
        if len(row) != wanted:
            mark = written.items[index].mark if isinstance(written, ListNode) else shape.mark
            message = f"This row has {_cells(len(row))}; the table has {wanted} columns."
            texts.error("table-rows", mark, message, "A cell with a comma in it needs quotes.")
    widths = tuple(table.widths or ())
    if widths and (len(widths) != wanted or min(widths) <= 0):
        message = f"'widths' needs {wanted} numbers above 0, one for each column."
        texts.error("table-rows", table.place("widths"), message, f"Write: widths: [{', '.join('1' * wanted)}]")
    return content.Table(
        texts.maybe(table.caption),
        texts.lines(table.columns),
        table.header_column,
        tuple(texts.lines(row) for row in rows),
        widths,
        shape.mark,
    )


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"


def _faq(texts: Texts, shape: shapes.FaqBlock) -> SolidBlock:
    items = tuple(content.Question(texts.line(item.q), texts.line(item.a), item.mark) for item in shape.faq)
    return content.Faq(items, shape.mark)


def _figure(texts: Texts, shelf: Shelf, shape: shapes.FigureBlock) -> SolidBlock:
    figure = shape.figure
    alt = one_line(figure.alt)
    if figure.decorative and alt:
        texts.error("alt-text", figure.place("alt"), "A decorative figure has no 'alt'.", "Keep one of the two.")
    if not figure.decorative and not alt:
        hint = "Write alt: what the picture tells. If it tells nothing, write decorative: true"
        texts.error("alt-text", figure.mark, "The figure has no text for people who cannot see it.", hint)
    picture = shelf.take(FIGURES, one_line(figure.file), figure.file.mark)
    return content.Figure(picture, alt, texts.maybe(figure.caption), shape.mark)


def _checklist(texts: Texts, shape: shapes.ChecklistBlock) -> SolidBlock:
    return content.Checklist(texts.lines(shape.checklist), one_line(shape.name), shape.mark)


def _write_in(texts: Texts, shape: shapes.WriteInBlock) -> SolidBlock:
    entry = shape.write_in
    return content.WriteIn(texts.line(entry.label), entry.lines, one_line(entry.name), shape.mark)


def _quote(texts: Texts, shape: shapes.QuoteBlock) -> SolidBlock:
    return content.Quote(texts.line(shape.quote.text), texts.maybe(shape.quote.source), shape.mark)


def _key_points(texts: Texts, shape: shapes.KeyPointsBlock) -> SolidBlock:
    return content.KeyPoints(texts.lines(shape.key_points), shape.mark)


# Each builder takes its own shape; the table pairs them.
_BUILDERS: Mapping[type[shapes.BlockEntry], Callable[[Texts, Any], SolidBlock]] = {
    shapes.TextBlock: _text,
    shapes.HeadingBlock: _heading,
    shapes.ListBlock: _list,
    shapes.StepsBlock: _steps,
    shapes.CalloutBlock: _callout,
    shapes.TableBlock: _table,
    shapes.FaqBlock: _faq,
    shapes.ChecklistBlock: _checklist,
    shapes.WriteInBlock: _write_in,
    shapes.QuoteBlock: _quote,
    shapes.KeyPointsBlock: _key_points,
}
