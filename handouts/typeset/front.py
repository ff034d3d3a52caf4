"""What opens and closes a handout: title, list of contents, contact block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handouts.content import Line, Slot, Words
from handouts.looks import Ink
from handouts.resolving import matter
from handouts.tags import Element, Role
from handouts.typeset.blocks import whole_if_short
from handouts.typeset.pieces import Run
from handouts.typeset.setting import Setting, baseline_in
from handouts.typeset.strips import (
    NEVER,
    Frame,
    Joint,
    LateBoxOp,
    Measure,
    Op,
    PageNumberOp,
    RectOp,
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
    with_first,
)

_CODE_BESIDE_EMS = 39.0  # of table type: with less the code has no room beside the contact lines
_PARTED = 60.0  # cost of a page's end in a list of contents
_TITLE_ALONE = 5000.0
_PARAGRAPH_LEADING = 1.26  # times the type size: a line gap of more than 25 % (USP chapter 17)
_WIDE_LEADING = 1.5  # profiles that ask for so much ask it of every paragraph
_QR = 92.0  # with its quiet zone; the code itself is then 25 mm, where 20 mm is the least


def title_block(setting: Setting, parent: Element) -> list[Strip]:
    """Title, subtitle and, for a named patient, whom it was prepared for."""
    edition = setting.edition
    title = setting.title_style(setting.full)
    if edition.layout.bilingual:  # the second title is a paragraph, and its lines stand as far apart as those of one
        body = setting.edition.profile.styles["body"]
        apart = body.leading / body.size
        apart = apart if apart >= _WIDE_LEADING else _PARAGRAPH_LEADING
        title = replace(title, leading=max(title.leading, round(title.size * apart, 2)))
    # A document has one first heading (ISO 14289-1, 7.4.2): the title in its first language.
    holder = parent.add(Role.P if setting.voice else setting.heading_role(1))
    strips = setting.heading(edition.title, title, holder, setting.full, setting.space * 1.2 if setting.voice else 0.0)
    strips = [changed(strips[0], anchors=(setting.anchor("top"),)), *strips[1:]]
    subtitle = matter.subtitle(edition)
    if subtitle is not None:
        style = setting.style("subtitle", ink=Ink.MUTED)
        below = setting.paragraph(subtitle, style, parent.add(Role.P), setting.full, 3.0)
        strips += jointed(below, Joint.BLOCK)
    short = matter.short_form(edition)
    if short:
        style = setting.style("caption", ink=Ink.MUTED)
        line = Line((Words(short),), edition.title.mark)
        strips += setting.paragraph(line, style, parent.add(Role.P), setting.full, 2.0)
    given = matter.prepared(edition, setting.given)
    if given is not None:
        style = setting.style("lead", weight=600)
        strips += jointed(setting.paragraph(given, style, parent.add(Role.P), setting.full, 8.0), Joint.BLOCK)
    # On a card the box that follows may need a page of its own: dear, but better than cutting the box.
    return ended(kept(strips), _TITLE_ALONE)


def contents(setting: Setting, parent: Element, *, parted: bool = False) -> list[Strip]:
    """The list "In this handout" in two columns where there is room, with page numbers and the reading time.

    In one column it may be `parted` by the end of a page; in two, what is read down the first column would be torn.
    """
    box = parent.add(Role.DIV)
    title_lines, time_lines = _contents_head(setting, box)
    toc = box.add(Role.TOC)
    entries = [
        (entry.number, entry.title, setting.anchor(f"section-{entry.id}")) for entry in matter.listed(setting.edition)
    ]
    columns = 1 if parted else _list_columns(setting)
    strips = contents_list(setting, entries, toc, columns)
    rule = Strip(
        10.0, (RectOp(setting.full.x, 8.0, setting.full.width, 0.8, Ink.RULE),), before=setting.space * 1.6, keep=NEVER
    )
    head = ended(kept([*title_lines, *time_lines]), NEVER)
    if columns > 1:
        return [rule, *head, *whole_if_short(setting, strips)]
    # Dear, but better than a column or much of a page left empty.
    least, cost = (2, _PARTED) if setting.edition.layout.columns > 1 else (3, _PARTED / 4)
    middle = ended(kept(strips[least:-least], cost), cost)
    return [
        rule,
        *head,
        *ended(kept(strips[:least]), cost),
        *middle,
        *kept(strips[len(strips[:least]) + len(middle) :]),
    ]


def _contents_head(setting: Setting, box: Element) -> tuple[list[Strip], list[Strip]]:
    """The list's title with the reading time at its end, or below it where the line is too short for both."""
    heading = setting.style("body", ink=Ink.BRAND, weight=700)
    small = setting.style("table", ink=Ink.MUTED)
    full = setting.full
    run = Run(setting.edition.wording["contents"], heading, box.add(Role.P).content())
    title = stack(setting.set_runs([run], full.width, None), full.x)
    leaf = box.add(Role.P).content()
    time = setting.label(matter.reading_time(setting.edition), small, leaf)
    room = full.width - setting.label(setting.edition.wording["contents"], heading, None).width - 16
    if len(title) == 1 and time.width <= room:
        at = TextOp(time, full.x + full.width - time.width, baseline_in(heading, setting.typesetter))
        return with_first(title, [at]), []
    return title, stack(
        setting.set_runs([Run(matter.reading_time(setting.edition), small, leaf)], full.width, None), full.x
    )


_TWO_COLUMNS_EMS = 32.0  # of the entries' size


def _list_columns(setting: Setting) -> int:
    """How many columns a list of contents has where nothing parts it."""
    style = setting.style("table")
    return 2 if setting.full.width >= _TWO_COLUMNS_EMS * style.size * (1 + 2 * style.letter_spacing) else 1


def contents_list(
    setting: Setting, entries: Sequence[tuple[int, Line, str]], toc: Element, columns: int
) -> list[Strip]:
    """Entries (number or 0, title, link target) with the pages they stand on, read down the first column first."""
    measure = setting.full
    style = setting.style("table")
    gap = 22.0
    rows = -(-len(entries) // columns)
    width = (measure.width - (columns - 1) * gap) / columns
    step = style.leading + (3.5 if setting.edition.layout.columns == 1 else 1.0)
    cells = [_contents_entry(setting, entry, toc, width) for entry in entries]
    strips: list[Strip] = []
    for row in range(rows):
        ops: list[Op] = []
        lines = 1
        for column in range(columns):
            at = row + column * rows
            if at < len(cells):
                ops += shifted(cells[at][0], measure.x + column * (width + gap), 0.0)
                lines = max(lines, cells[at][1])
        tall = step + (lines - 1) * style.leading
        strips.append(Strip(tall, tuple(ops), before=5.0 if row == 0 else 0.0, joint=Joint.ENTRY))
    return strips


def _contents_entry(
    setting: Setting, entry: tuple[int, Line, str], toc: Element, width: float
) -> tuple[tuple[Op, ...], int]:
    number, title, anchor = entry
    style = setting.style("table")
    element = toc.add(Role.TOCI).add(Role.REFERENCE)
    link = element.add(Role.LINK)
    leaf, annotation = link.content(), link.annotation()
    bold = setting.style("table", weight=700, ink=Ink.BRAND)
    runs = [Run(f"{setting.number(number)} ", bold, leaf, f"#{anchor}", annotation)] if number else []
    baseline = baseline_in(style, setting.typesetter)
    ops: list[Op] = [TextOp(line, 0.0, baseline) for line in setting.typesetter.set(runs, width)]
    indent = round(style.size * 1.82) if number else 0
    text = Run(f"{title.plain} ", style, leaf, f"#{anchor}", annotation)
    lines = setting.typesetter.set([text], width - indent - style.size * 2.7, mark=title.mark)
    ops += [TextOp(line, indent, baseline + at * style.leading) for at, line in enumerate(lines)]
    ops.append(PageNumberOp(anchor, width, baseline, style, element.content()))
    return tuple(ops), len(lines)


def left_out(setting: Setting, parent: Element) -> list[Strip]:
    """That this is not the whole handout, and where there is more than one page, which sections had no room."""
    style = setting.style("body", ink=Ink.MUTED)
    lines = setting.set_runs(
        [Run(matter.left_out(setting.edition), style, parent.add(Role.P).content())], setting.text.width, None
    )
    return kept(stack(lines, setting.text.x, before=setting.space * 1.6))


def packet_contents(setting: Setting, parent: Element) -> list[Strip]:
    """The contents page of a packet: each handout with its sections, and the pages they stand on."""
    toc = parent.add(Role.TOC)
    strips: list[Strip] = []
    for at, part in enumerate(setting.edition.parts):
        prefix = f"{part.request.handout}/"
        strips += _packet_entry(setting, part.title, f"{prefix}top", toc, before=setting.space * (3.2 if at else 2.4))
        entries = [
            (section.number, section.title, f"{prefix}section-{section.id}")
            for section in part.sections
            if section.title.parts
        ]
        strips += kept(contents_list(setting, entries, toc, _list_columns(setting)), 30.0)
    return strips


def _packet_entry(setting: Setting, title: Line, anchor: str, toc: Element, *, before: float) -> list[Strip]:
    """A handout's title as a heading of the contents page, with the page it begins on."""
    style = setting.style("h3", ink=Ink.BRAND)
    element = toc.add(Role.TOCI).add(Role.REFERENCE)
    link = element.add(Role.LINK)
    run = Run(f"{title.plain} ", style, link.content(), f"#{anchor}", link.annotation())
    full = setting.full
    boxes = setting.set_runs([run], full.width - style.size * 3, title.mark)
    strips = kept(stack(boxes, full.x, before=before))
    number = PageNumberOp(
        anchor, full.x + full.width, baseline_in(style, setting.typesetter), style, element.content()
    )  # fmt: skip
    return ended(with_first(strips, [number]), NEVER)


def contact(setting: Setting, parent: Element) -> list[Strip]:
    """How to reach the clinic, and a QR code with its address printed beside it. Never split unless over a page."""
    edition = setting.edition
    said = matter.contact(edition)
    if said is None:
        return []
    section = parent.add(Role.SECT)
    outer = setting.full
    has_code = said.code and not setting.voice
    brief = matter.is_brief(edition)
    small = setting.style("table")
    beside = has_code and outer.width >= _CODE_BESIDE_EMS * small.size * (1 + 2 * small.letter_spacing)
    inner = outer.inset(16, 16 + (_QR + 180 if beside else 0)) if not brief else outer.inset(10, 10)
    heading = setting.style("h3", ink=Ink.BRAND)
    title = section.add(setting.heading_role(2))
    strips = stack(
        setting.set_runs([Run(edition.wording["contact"], heading, title.content())], inner.width, None), inner.x
    )
    anchor = setting.anchor("section-contact")
    strips = ended([changed(strips[0], anchors=(anchor,)), *strips[1:]], NEVER)
    setting.outline.entries.append((2, edition.wording["contact"], anchor))
    strips += setting.paragraph(said.name, setting.style("body"), section.add(Role.P), inner, 4.0)
    style = setting.style("table")
    for line, before in (*((line, 0.0) for line in said.address), *((line, 1.5) for line in said.ways)):
        strips += jointed(setting.paragraph(line, style, section.add(Role.P), inner, before))
    if has_code:
        strips = (_with_code if beside else _with_code_below)(setting, section, strips, inner if not beside else outer)
    frame = Frame(outer.x, outer.width, Ink.TINT, pad=14)
    air = 9.0 if brief else 14.0
    boxed = framed(ended(strips, 0.0), frame, top=air, bottom=air, before=setting.space * (1.5 if brief else 3))
    return kept(boxed) if beside else whole_if_short(setting, boxed)


def _with_code(setting: Setting, section: Element, strips: list[Strip], outer: Measure) -> list[Strip]:
    """Put the QR code, what it is for, and its address beside the contact lines."""
    words = Measure(outer.x + outer.width - 16 - _QR - 12 - 156, 156)
    code = _code(setting, section, outer.x + outer.width - 16 - _QR)
    beside, tall = _piled(_code_words(setting, section, words))
    strips = with_first(strips, [code, *beside])
    missing = max(_QR, tall) - height(strips)
    return [*strips, Strip(missing, keep=NEVER)] if missing > 0 else strips


def _with_code_below(setting: Setting, section: Element, strips: list[Strip], inner: Measure) -> list[Strip]:
    """The QR code under the contact lines, its words beside it: for narrow pages and columns."""
    code = _code(setting, section, inner.x)
    words = inner.inset(_QR + 12)
    beside, tall = _piled(_code_words(setting, section, words))
    return [*strips, Strip(max(_QR, tall), (code, *beside), before=10.0)]


def _code(setting: Setting, section: Element, x: float) -> LateBoxOp:
    figure = section.add(Role.FIGURE, alt=setting.edition.wording["qr_alt"].replace("{url}", "{qr.url}"))
    return LateBoxOp("qr", "", x, 0.0, _QR, _QR, figure.content())


def _code_words(setting: Setting, section: Element, words: Measure) -> list[Strip]:
    """What the code is for, and its address to type."""
    style = setting.style("table", weight=600)
    run = Run(setting.edition.wording["scan"], style, section.add(Role.P).content())
    hint = stack(setting.set_runs([run], words.width, None), words.x)
    line = Line((Slot("qr.url", link="{qr.url}"),), setting.edition.brand.mark)
    return [*hint, *setting.paragraph(line, setting.style("caption"), section.add(Role.P), words, 3.0)]


def _piled(strips: list[Strip]) -> tuple[list[Op], float]:
    """All drawing of the strips measured from the top of the first, and their height in points."""
    ops: list[Op] = []
    y = 0.0
    for strip in strips:
        y += strip.before
        ops += shifted(strip.ops, 0.0, y)
        y += strip.height
    return ops, y
