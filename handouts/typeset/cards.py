"""A table too wide for its page as cards: one for each row, with the column names as labels."""

from __future__ import annotations

from collections.abc import Sequence

from handouts.content import Line, Table
from handouts.looks import Ink
from handouts.tags import Element, Role
from handouts.typeset.late import filled
from handouts.typeset.pieces import TextStyle
from handouts.typeset.setting import Setting
from handouts.typeset.strips import (
    NEVER,
    LineBox,
    Op,
    RectOp,
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

_RULE = 0.9
_BESIDE_EMS = 25.0  # measures of this many ems of body text have room for labels beside the values
_LABELS = 0.42  # of the measure is for the labels then, at most
_GAP = 10.0
_WHOLE_CARD = 0.45  # of the page height: longer cards may be cut between their fields


def cards(setting: Setting, block: Table, parent: Element) -> list[Strip]:
    """The table as a row of cards.

    Each card is a small table of its own, with the row's name as caption and a row header for each value, so that
    whoever hears it is told with every value what it is.
    """
    strips: list[Strip] = []
    if block.caption is not None:
        style = setting.style("table", weight=700)
        caption = setting.paragraph(block.caption, style, parent.add(Role.P), setting.full, setting.space * 1.5)
        strips += ended(kept(caption), NEVER)
    for index, row in enumerate(block.rows):
        made = _card(setting, block, row, parent.add(Role.TABLE))
        before = setting.space * (0.6 if index == 0 and block.caption is not None else 1.5)
        strips += jointed([changed(made[0], before=before), *made[1:]])
    strips[-1] = changed(strips[-1], height=strips[-1].height + setting.space * 0.7, keep=0.0)
    return strips


def _card(setting: Setting, block: Table, row: Sequence[Line], element: Element) -> list[Strip]:
    full = setting.full
    strips = [Strip(4.0, (RectOp(full.x, 0.0, full.width, _RULE, Ink.BRAND),), keep=NEVER)]
    first = 0
    if block.header_column:
        first = 1
        style = setting.style("body", weight=700, ink=Ink.BRAND)
        title = setting.paragraph(row[0], style, element.add(Role.CAPTION), full, 0.0)
        strips += ended(kept(title), NEVER)
    labels = _label_width(setting, block, first)
    body = element.add(Role.TBODY)
    for name, value in zip(block.columns[first:], row[first:], strict=True):
        entry = body.add(Role.TR)
        header = entry.add(Role.TH, scope="Row")
        strips += jointed(_field(setting, (name, header), (value, entry.add(Role.TD)), labels))
    return kept(strips, NEVER if height(strips) < setting.geometry.height * _WHOLE_CARD else 60.0)


def _label_width(setting: Setting, block: Table, first: int) -> float:
    """Room for the labels beside the values, in points; 0 where they stand above them."""
    full = setting.full
    if full.width < _BESIDE_EMS * setting.style("body").size:
        return 0.0
    style = setting.style("table", weight=700)
    scratch = Element(Role.DIV)
    sizes = [
        setting.typesetter.natural_width(filled(setting.runs(name, style, scratch), {}), name.mark)
        for name in block.columns[first:]
    ]
    room = min(max((whole for _, whole in sizes), default=0.0) + _GAP, full.width * _LABELS)
    return room if all(word <= room - _GAP for word, _ in sizes) else 0.0


def _field(setting: Setting, name: tuple[Line, Element], value: tuple[Line, Element], labels: float) -> list[Strip]:
    """A column's name and the row's value in it: side by side where there is room."""
    full = setting.full
    label_style = setting.style("table", weight=700, ink=Ink.MUTED)
    value_style = setting.style("table")
    if not labels:
        label = _boxes(setting, name, label_style, full.width)
        below = _boxes(setting, value, value_style, full.width)
        return [*ended(kept(stack(label, full.x, before=5.0)), NEVER), *stack(below, full.x)]
    values = full.inset(labels)
    label, beside = _boxes(setting, name, label_style, labels - _GAP), _boxes(setting, value, value_style, values.width)
    return _level(setting, label, beside, (full.x, values.x))


def _level(setting: Setting, label: list[LineBox], value: list[LineBox], places: tuple[float, float]) -> list[Strip]:
    """Two short columns side by side, line by line."""
    leading = setting.style("table").leading
    late = any(box.late for box in (*label, *value))
    count = max(len(label), len(value), 1)
    strips = []
    for at in range(count):
        ops: list[Op] = []
        for boxes, x in zip((label, value), places, strict=True):
            ops += shifted(boxes[at].ops, x, 0.0) if at < len(boxes) else ()
        keep = 0.0 if at == count - 1 else NEVER if at in (0, count - 2) else 20.0
        strips.append(Strip(leading, tuple(ops), before=5.0 if at == 0 else 0.0, keep=keep))
    return whole(strips) if late else strips


def _boxes(setting: Setting, cell: tuple[Line, Element], style: TextStyle, width: float) -> list[LineBox]:
    line, element = cell
    hyphenate = setting.edition.profile.hyphenate != "none"
    return setting.set_runs(setting.runs(line, style, element), width, line.mark, hyphenate=hyphenate)
