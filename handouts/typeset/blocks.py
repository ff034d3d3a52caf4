"""Each kind of block of a section to strips, with its structure elements."""

from __future__ import annotations

from collections.abc import Sequence

from handouts import icons
from handouts.content import (
    BulletList,
    Callout,
    Checklist,
    Faq,
    Figure,
    Heading,
    KeyPoints,
    Line,
    Paragraph,
    Quote,
    SolidBlock,
    Steps,
    Table,
    Tone,
    WriteIn,
)  # fmt: skip
from handouts.looks import Ink, Raster
from handouts.tags import Content, Element, Role
from handouts.typeset.pieces import Run
from handouts.typeset.setting import Setting, baseline_in
from handouts.typeset.strips import (
    NEVER,
    Frame,
    Joint,
    LateBoxOp,
    LineBox,
    Measure,
    Op,
    PathOp,
    PictureOp,
    RectOp,
    SlotRun,
    Strip,
    TextOp,
    changed,
    ended,
    framed,
    height,
    jointed,
    kept,
    shifted,
    stack,
    together,
    with_first,
)  # fmt: skip
from handouts.typeset.tables import table

_INDENT, _INDENT_EMS = 17.0, 1.42  # points at least, and times the body size
_WRITING_LINE = 25.0  # room for handwriting, points
_TALLEST_FIGURE = 240.0
_ICON = 15.0
_AIR, _LITTLE_AIR = 10.0, 7.0  # inside a box, above and below its text

TONE_INKS: dict[Tone, tuple[Ink, Ink]] = {
    "note": (Ink.NOTE, Ink.NOTE_TINT),
    "tip": (Ink.TIP, Ink.TIP_TINT),
    "warning": (Ink.WARNING, Ink.WARNING_TINT),
    "emergency": (Ink.EMERGENCY, Ink.EMERGENCY_TINT),
}


def compose_block(setting: Setting, block: SolidBlock, parent: Element, measure: Measure) -> list[Strip]:
    """Strips of one block; space above is in the first strip."""
    match block:
        case Paragraph():
            return setting.paragraph(block.line, setting.style("body"), parent.add(Role.P), measure, setting.space)
        case Heading():
            return heading(setting, block.line, parent.add(setting.heading_role(3)), measure)
        case BulletList():
            return bullets(setting, block.items, parent, measure)
        case Steps():
            return steps(setting, block.items, parent, measure)
        case Callout():
            return callout(setting, block, parent)
        case Table():
            return table(setting, block, parent)
        case Faq():
            return faq(setting, block, parent, measure)
        case Figure():
            return figure(setting, block, parent, measure)
        case Checklist():
            return checklist(setting, block, parent, measure)
        case WriteIn():
            return write_in(setting, block, parent, measure)
        case Quote():
            return quote(setting, block, parent, measure)
        case KeyPoints():
            return key_points(setting, block.items, parent, before=setting.space * 1.4)


def compose_blocks(setting: Setting, blocks: Sequence[SolidBlock], parent: Element, measure: Measure) -> list[Strip]:
    """Strips of several blocks, one after the other; a sentence that announces a list or table stays with it."""
    strips: list[Strip] = []
    for block, following in zip(blocks, (*blocks[1:], None), strict=False):
        made = compose_block(setting, block, parent, measure)
        if isinstance(block, Paragraph) and isinstance(following, _ANNOUNCED):
            announces = block.line.plain.rstrip().endswith((":", "\uff1a", "\u0964"))
            made = ended(made, NEVER if announces else 50.0)
        strips += jointed(made, Joint.BLOCK)
    return strips


_ANNOUNCED = (BulletList, Steps, Checklist, Table, Figure)


def heading(setting: Setting, line: Line, element: Element, measure: Measure) -> list[Strip]:
    """A heading inside a section: kept with what follows, space above about twice that below."""
    style = setting.style("h3")
    before = setting.edition.profile.space_before_h3 * setting.slack.space
    strips = setting.heading(line, style, element, measure, before)
    return ended(strips, NEVER)


def _item(setting: Setting, line: Line, body: Element, measure: Measure, before: float) -> list[Strip]:
    return stack(
        setting.set_line(line, setting.style("body"), body, measure.width), measure.x, before=before
    )  # fmt: skip


def _indent(setting: Setting) -> float:
    """How far the text of a list stands in, in points: it grows with the type."""
    return max(_INDENT, round(setting.style("body").size * _INDENT_EMS, 1))


def bullets(setting: Setting, items: Sequence[Line], parent: Element, measure: Measure) -> list[Strip]:
    """An unordered list; the bullet is the item's label."""
    items_strips: list[list[Strip]] = []
    listing = parent.add(Role.L, numbering="Disc")
    style = setting.style("body", ink=Ink.BRAND, weight=700)
    baseline = baseline_in(setting.style("body"), setting.typesetter)
    for index, item in enumerate(items):
        entry = listing.add(Role.LI)
        mark = setting.label("•", style, entry.add(Role.LBL).content())
        body = entry.add(Role.LBODY)
        before = setting.space if index == 0 else setting.space * 0.45
        item_strips = _item(setting, item, body, measure.inset(_indent(setting)), before)
        items_strips.append(with_first(item_strips, [TextOp(mark, measure.x + 3, baseline)]))
    return together(items_strips)


def steps(setting: Setting, items: Sequence[Line], parent: Element, measure: Measure) -> list[Strip]:
    """Numbered actions; numbers hang in the brand's colour."""
    items_strips: list[list[Strip]] = []
    listing = parent.add(Role.L, numbering="Decimal")
    style = setting.style("body", ink=Ink.BRAND, weight=700)
    baseline = baseline_in(setting.style("body"), setting.typesetter)
    indent = _indent(setting) * (1.35 if len(items) > 9 else 1.18)
    for index, item in enumerate(items):
        entry = listing.add(Role.LI)
        number = setting.label(f"{setting.number(index + 1)}.", style, entry.add(Role.LBL).content())
        body = entry.add(Role.LBODY)
        before = setting.space if index == 0 else setting.space * 0.6
        item_strips = _item(setting, item, body, measure.inset(indent), before)
        items_strips.append(with_first(item_strips, [TextOp(number, measure.x, baseline)]))
    return together(items_strips)


def key_points(setting: Setting, items: Sequence[Line], parent: Element, *, before: float) -> list[Strip]:
    """The tinted box with check marks; its title is the product's own word."""
    box = parent.add(Role.DIV)
    outer, inner = setting.full, setting.boxed
    title_style = setting.style("body", ink=Ink.BRAND, weight=700)
    run = Run(setting.edition.wording["key_points"], title_style, box.add(Role.P).content())
    room = inner.x - outer.x - 22 if setting.has_side else inner.width
    title = setting.set_runs([run], room, None)
    style = setting.style("body" if setting.is_close else "lead")
    listing = box.add(Role.L, numbering="None")
    items_strips: list[list[Strip]] = []
    for index, item in enumerate(items):
        body = listing.add(Role.LI).add(Role.LBODY)
        lines = setting.set_line(item, style, body, inner.width - _indent(setting) - 4, balanced=True)
        space = 0.0 if index == 0 and setting.has_side else setting.space * (0.35 if setting.is_close else 0.5)
        item_strips = stack(lines, inner.x + _indent(setting) + 4, before=space)
        size = round(style.size * 0.92, 1)
        check = PathOp(inner.x, (style.leading - size) / 2, size, icons.CHECK, Ink.BRAND)
        items_strips.append(jointed(with_first(item_strips, [check])))
    strips = [strip for item_strips in items_strips for strip in ended(kept(item_strips), 0.0)]
    if setting.has_side:
        strips = with_first(strips, line_ops(title, outer.x + 14))
        missing = sum(line.leading for line in title) - height(strips)
        if missing > 0:
            strips.append(Strip(missing))
    else:
        strips = [*ended(kept(stack(title, inner.x)), NEVER), *strips]
    frame = Frame(outer.x, outer.width, Ink.TINT, pad=9)
    air = _LITTLE_AIR if setting.is_close else _AIR
    boxed = framed(strips, frame, top=air, bottom=air, before=before)
    return boxed if setting.slack.parted else whole_if_short(setting, boxed)


def callout(setting: Setting, block: Callout, parent: Element) -> list[Strip]:
    """A boxed message across both columns: icon and word of its tone at the side, the message in the text column."""
    box = parent.add(Role.DIV)
    tone_ink, _ = TONE_INKS[block.tone]
    inner = setting.boxed
    word_leaf = box.add(Role.P).content()
    strips: list[Strip] = []
    if block.title is not None:
        style = setting.style("body", weight=700, ink=tone_ink)
        strips += ended(setting.heading(block.title, style, box.add(Role.P), inner, 0.0), NEVER)
    for part in block.blocks:
        part_strips = compose_block(setting, part, box, inner)
        if strips and part is block.blocks[0]:
            part_strips = [changed(part_strips[0], before=setting.space * 0.35), *part_strips[1:]]
        strips += jointed(part_strips, Joint.BLOCK)
    return toned_box(setting, block.tone, strips, word_leaf=word_leaf, before=setting.space * 1.5)


def toned_box(setting: Setting, tone: Tone, strips: list[Strip], *, word_leaf: Content, before: float) -> list[Strip]:
    """Put strips into the box of a tone; boxes that fit half a page are never split, emergencies never at all."""
    ink, tint = TONE_INKS[tone]
    outer = setting.full
    strips = (_label_at_side if _label_room(setting, tone) else _label_above)(setting, tone, strips, word_leaf)
    frame = Frame(outer.x, outer.width, tint, bar=ink, tone=tone, pad=9)
    air = _LITTLE_AIR if setting.is_close else _AIR
    boxed = framed(strips, frame, top=air, bottom=air, before=before)
    if tone == "emergency":
        return whole_if_short(setting, boxed)
    return kept(boxed, NEVER if height(boxed) < setting.room * 0.5 else 60.0)


def _label_room(setting: Setting, tone: Tone) -> float:
    """Room for the tone's word in the side column, in points; 0 where its longest part would have to be cut."""
    style = setting.style("furniture", weight=700)
    room = setting.text.x - setting.full.x - 14 - _ICON - 16
    widest, _ = setting.typesetter.natural_width([Run(setting.edition.wording[tone], style)])
    return room if setting.has_side and widest <= room else 0.0


def _label_at_side(setting: Setting, tone: Tone, strips: list[Strip], word_leaf: Content) -> list[Strip]:
    """Icon and word of the tone in the side column."""
    ink, _ = TONE_INKS[tone]
    style = setting.style("furniture", ink=ink, weight=700)
    start = setting.full.x + 14
    first_leading = strips[0].height if strips else style.leading
    icon = PathOp(start, (first_leading - _ICON) / 2, _ICON, icons.TONES[tone], ink)
    run = Run(setting.edition.wording[tone], style, word_leaf)
    label_lines = setting.typesetter.set([run], _label_room(setting, tone))
    baseline = baseline_in(setting.style("body"), setting.typesetter)
    labels: list[Op] = [
        TextOp(line, start + _ICON + 5, baseline + index * style.leading) for index, line in enumerate(label_lines)
    ]
    strips = with_first(strips, [icon, *labels])
    missing = baseline - style.size + len(label_lines) * style.leading - height(strips)
    return [*strips, Strip(missing)] if missing > 0 else strips


def _label_above(setting: Setting, tone: Tone, strips: list[Strip], word_leaf: Content) -> list[Strip]:
    """Icon and word of the tone on a line of their own, where there is no side column."""
    ink, _ = TONE_INKS[tone]
    style = setting.style("furniture", ink=ink, weight=700)
    size = max(_ICON, style.size)
    inner = setting.boxed
    leading = max(style.leading, size)
    baseline = leading / 2 + style.size * 0.36
    label = setting.label(setting.edition.wording[tone], style, word_leaf)
    if setting.is_card and strips:
        # A card has no line to spare: the word stands at the end of the title's line where both have room.
        start = inner.x + inner.width - size - 6 - label.width
        if len(strips) > 1 and all(
            isinstance(op, TextOp) and op.x + op.line.width + 12 <= start for op in strips[0].ops
        ):
            icon = PathOp(start, (strips[0].height - size) / 2, size, icons.TONES[tone], ink)
            level = baseline_in(setting.style("h3"), setting.typesetter)
            return with_first(strips, (icon, TextOp(label, start + size + 6, level)))
    icon = PathOp(inner.x, (leading - size) / 2, size, icons.TONES[tone], ink)
    word = TextOp(label, inner.x + size + 6, baseline)
    first = changed(strips[0], before=setting.space * 0.35) if strips else Strip(0.0)
    return [Strip(leading, (icon, word), keep=NEVER), first, *strips[1:]]


def whole_if_short(setting: Setting, strips: list[Strip]) -> list[Strip]:
    """Strips that are never parted, unless they would fill more than a page: then the usual costs of breaking hold."""
    return kept(strips) if height(strips) - strips[0].before <= setting.room else strips


def faq(setting: Setting, block: Faq, parent: Element, measure: Measure) -> list[Strip]:
    """Questions as headings, each kept with its answer."""
    strips: list[Strip] = []
    question_style = setting.style("body", ink=Ink.BRAND, weight=700)
    for index, item in enumerate(block.items):
        before = setting.space * (1.2 if index == 0 else 1.7)
        question = setting.heading(item.question, question_style, parent.add(setting.heading_role(3)), measure, before)
        answer = setting.paragraph(
            item.answer, setting.style("body"), parent.add(Role.P), measure, setting.space * 0.25
        )  # fmt: skip
        strips += jointed(kept([*question, *answer], NEVER if height(answer) < 200 else 30.0))
    return strips


def figure(setting: Setting, block: Figure, parent: Element, measure: Measure) -> list[Strip]:
    """A picture with its caption; decorative pictures are artifacts."""
    picture = setting.edition.pictures[block.picture]
    ratio = picture.image.height / picture.image.width
    width = min(measure.width, _TALLEST_FIGURE / ratio)
    if isinstance(picture.image, Raster):
        # Under 150 dots an inch a photograph looks broken on paper.
        width = min(width, picture.image.width / 150 * 72 if picture.image.width < 600 else width)
    leaf = None
    if block.alt:
        element = parent.add(Role.FIGURE, alt=block.alt)
        leaf = element.content()
    drawing = PictureOp(measure.x, 0.0, width, width * ratio, block.picture, leaf)
    strips = [Strip(width * ratio, (drawing,), before=setting.space * 1.3, keep=NEVER if block.caption else 0.0)]
    if block.caption is not None:
        holder = element.add(Role.CAPTION) if block.alt else parent.add(Role.P)
        style = setting.style("caption", ink=Ink.MUTED)
        strips += kept(setting.paragraph(block.caption, style, holder, measure, 5.0))
    return strips


def checklist(setting: Setting, block: Checklist, parent: Element, measure: Measure) -> list[Strip]:
    """Boxes to tick. A box is late: the patient's ticks are put in when the plate is stamped."""
    items_strips: list[list[Strip]] = []
    listing = parent.add(Role.L, numbering="None")
    leading = setting.style("body").leading
    size = max(12.5, round(setting.style("body").size * 0.9, 1))
    for index, item in enumerate(block.items):
        entry = listing.add(Role.LI)
        leaf = entry.add(Role.LBL).content()
        body = entry.add(Role.LBODY)
        before = setting.space if index == 0 else setting.space * 0.7
        lines = _item(setting, item, body, measure.inset(_indent(setting) + 5), before)
        key = f"{block.name}.{index + 1}" if block.name else ""
        box = LateBoxOp("tick", key, measure.x, (leading - size) / 2, size, size, leaf, setting.voice)
        items_strips.append(with_first(lines, [box]))
    return together(items_strips)


def write_in(setting: Setting, block: WriteIn, parent: Element, measure: Measure) -> list[Strip]:
    """A label and ruled lines to write on, or the text given for it."""
    label_style = setting.style("body", weight=600)
    label = setting.paragraph(block.label, label_style, parent.add(Role.P), measure, setting.space * 1.2)
    if block.name and setting.given(block.name):
        style = setting.style("body")
        run = SlotRun(block.name, Run("", style, parent.add(Role.P).content()))
        boxes = setting.set_runs([run], measure.width, block.mark)
        return [*ended(kept(label), NEVER), *stack(boxes, measure.x, before=2.0)]
    rules = [
        Strip(_WRITING_LINE, (RectOp(measure.x, _WRITING_LINE - 0.6, measure.width, 0.6, Ink.MUTED),), keep=NEVER)
        for _ in range(block.lines)
    ]
    return kept([*ended(kept(label), NEVER), *ended(rules, 0.0)])


def quote(setting: Setting, block: Quote, parent: Element, measure: Measure) -> list[Strip]:
    """Somebody's words, set in with a bar, and who said them."""
    element = parent.add(Role.BLOCK_QUOTE)
    inner = measure.inset(16)
    strips = setting.paragraph(block.line, setting.style("body"), element.add(Role.P), inner, 0.0)
    if block.source is not None:
        style = setting.style("caption", ink=Ink.MUTED)
        strips = ended(strips, NEVER)
        strips += kept(setting.paragraph(block.source, style, element.add(Role.P), inner, 2.0))
    frame = Frame(measure.x, measure.width, None, bar=Ink.RULE)
    return framed(strips, frame, top=0.5, bottom=0.5, before=setting.space * 1.3)


def line_ops(boxes: Sequence[LineBox], x: float) -> list[Op]:
    """All drawing of a short paragraph measured from its top: for furniture that stands outside the flow."""
    ops: list[Op] = []
    y = 0.0
    for box in boxes:
        ops += shifted(box.ops, x, y)
        y += box.leading
    return ops
