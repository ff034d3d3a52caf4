"""What opens and closes a handout: title, list of contents, contact block."""

from __future__ import annotations

from dataclasses import replace

from handouts import language as languages
from handouts.content import Line, Slot, Words
from handouts.diagnostics import Mark
from handouts.edition import Edition
from handouts.looks import Ink
from handouts.tags import Element, Role
from handouts.typeset.pieces import Run
from handouts.typeset.setting import Setting, baseline_in
from handouts.typeset.strips import (
    NEVER,
    Frame,
    LateBoxOp,
    Measure,
    Op,
    PageNumberOp,
    RectOp,
    Strip,
    TextOp,
    ended,
    framed,
    height,
    kept,
    shifted,
    stack,
    with_first,
)

_QR = 92.0  # with its quiet zone; the code itself is then 25 mm, where 20 mm is the least


def title_block(setting: Setting, parent: Element) -> list[Strip]:
    """Title, subtitle and, for a named patient, whom it was prepared for."""
    edition = setting.edition
    title = setting.style("title", ink=Ink.BRAND)
    strips = setting.heading(edition.title, title, parent.add(Role.H1), setting.full, 0.0)
    strips = [replace(strip, anchor="top") if not index else strip for index, strip in enumerate(strips)]
    if edition.subtitle is not None:
        subtitle = setting.style("subtitle", ink=Ink.MUTED)
        strips += setting.paragraph(edition.subtitle, subtitle, parent.add(Role.P), setting.full, 3.0)
    given = [
        with_slot(edition.wording[key], "{name}", slot, edition.title.mark)
        for key, slot in (("prepared_for", "patient.name"), ("prepared_by", "clinician.name"))
        if setting.given(slot)
    ]
    if given:
        parts = [part for line in given for part in (*line.parts, Words(" "))][:-1]
        line = Line(tuple(parts), edition.title.mark)
        style = setting.style("lead", weight=600)
        strips += setting.paragraph(line, style, parent.add(Role.P), setting.full, 8.0)
    return ended(kept(strips), NEVER)


def with_slot(pattern: str, place: str, slot: str, mark: Mark, *, strong: bool = False, link: str = "") -> Line:
    """A wording pattern as a line with a slot where `place` stands."""
    before, found, after = pattern.partition(place)
    parts = [Words(before)] if before else []
    middle = [Slot(slot, strong=strong, link=link)] if found else []
    return Line((*parts, *middle, *([Words(after)] if after else [])), mark)


def contents(setting: Setting, parent: Element) -> list[Strip]:
    """The list "In this handout" in two columns, with page numbers and the reading time."""
    edition = setting.edition
    box = parent.add(Role.DIV)
    heading = setting.style("body", ink=Ink.BRAND, weight=700)
    small = setting.style("table", ink=Ink.MUTED)
    title_lines = stack(
        setting.set_runs([Run(edition.wording["contents"], heading, box.add(Role.P).content())], 300, None),
        setting.full.x,
    )
    time = setting.label(reading_time(edition), small, box.add(Role.P).content())
    measure = setting.full
    toc = box.add(Role.TOC)
    entries = [section for section in edition.sections if section.title.parts]
    rows = (len(entries) + 1) // 2
    gap = 22.0
    column = Measure(measure.x, (measure.width - gap) / 2)
    style = setting.style("table")
    step = style.leading + 3.5
    cells = [
        _contents_entry(setting, entry.number, entry.title, f"section-{entry.id}", toc, column.width)
        for entry in entries
    ]
    strips: list[Strip] = []
    for row in range(rows):
        ops: list[Op] = []
        lines = 1
        for at, x in ((row, column.x), (row + rows, column.x + column.width + gap)):
            if at < len(cells):
                ops += shifted(cells[at][0], x, 0.0)
                lines = max(lines, cells[at][1])
        tall = step + (lines - 1) * style.leading
        strips.append(Strip(tall, tuple(ops), before=5.0 if row == 0 else 0.0))
    width = time.width
    reading = TextOp(time, measure.x + measure.width - width, baseline_in(heading, setting.typesetter))
    rule = Strip(10.0, (RectOp(measure.x, 8.0, measure.width, 0.8, Ink.RULE),), before=setting.space * 1.6, keep=NEVER)
    return kept([rule, *ended(with_first(title_lines, [reading]), NEVER), *strips])


def _contents_entry(
    setting: Setting, number: int, title: Line, anchor: str, toc: Element, width: float
) -> tuple[tuple[Op, ...], int]:
    style = setting.style("table")
    entry = toc.add(Role.TOCI).add(Role.REFERENCE)
    link = entry.add(Role.LINK)
    leaf, annotation = link.content(), link.annotation()
    bold = setting.style("table", weight=700, ink=Ink.BRAND)
    runs = [Run(f"{setting.number(number)} ", bold, leaf, f"#{anchor}", annotation)] if number else []
    baseline = baseline_in(style, setting.typesetter)
    ops: list[Op] = [TextOp(line, 0.0, baseline) for line in setting.typesetter.set(runs, 30)]
    text = Run(f"{title.plain} ", style, leaf, f"#{anchor}", annotation)
    lines = setting.typesetter.set([text], width - 20 - 30, mark=title.mark)
    ops += [TextOp(line, 20.0, baseline + at * style.leading) for at, line in enumerate(lines)]
    ops.append(PageNumberOp(anchor, width, baseline, style, entry.content()))
    return tuple(ops), len(lines)


def reading_time(edition: Edition) -> str:
    """The estimated reading time in the document's words."""
    text = languages.plural(edition.language, edition.wording["reading_time"], minutes=edition.minutes)
    return languages.local_digits(edition.language, text)


def contact(setting: Setting, parent: Element) -> list[Strip]:
    """How to reach the clinic, and a QR code with its address printed beside it. Never split."""
    edition = setting.edition
    reachable = any(edition.slots.get(f"clinic.{key}") for key in ("phone", "email", "website", "hours", "feedback"))
    if not reachable and not edition.brand.address and not edition.brand.qr_url:
        return []
    section = parent.add(Role.SECT)
    outer = setting.full
    has_code = bool(edition.brand.qr_url)
    inner = outer.inset(16, 16 + (_QR + 180 if has_code else 0))
    heading = setting.style("h3", ink=Ink.BRAND)
    title = section.add(Role.H2)
    strips = stack(
        setting.set_runs([Run(edition.wording["contact"], heading, title.content())], inner.width, None), inner.x
    )
    strips = [replace(strips[0], anchor="section-contact"), *strips[1:]]
    setting.outline.entries.append((2, edition.wording["contact"], "section-contact"))
    mark = edition.brand.mark
    strips += setting.paragraph(
        Line((Slot("clinic.name", strong=True),), mark), setting.style("body"), section.add(Role.P), inner, 4.0
    )
    style = setting.style("table")
    for number, _ in enumerate(edition.brand.address, start=1):
        line = Line((Slot(f"address.{number}"),), mark)
        strips += setting.paragraph(line, style, section.add(Role.P), inner, 0.0)
    for key, link in (
        ("phone", "tel:{clinic.phone}"), ("email", "mailto:{clinic.email}"), ("website", "{clinic.website}"),
        ("hours", ""), ("feedback", ""),
    ):  # fmt: skip
        slot = f"clinic.{key}"
        if edition.slots.get(slot):
            linked = _linked(key, link, edition.slots[slot])
            line = Line((Words(edition.wording[key] + " ", strong=True), Slot(slot, link=linked)), mark)
            strips += setting.paragraph(line, style, section.add(Role.P), inner, 1.5)
    if has_code:
        strips = _with_code(setting, section, strips, outer)
    frame = Frame(outer.x, outer.width, Ink.TINT)
    return kept(framed(strips, frame, top=14, bottom=14, before=setting.space * 3))


def _linked(key: str, link: str, value: str) -> str:
    if key in ("website", "feedback") and value.startswith("http"):
        return f"{{clinic.{key}}}"
    if key == "feedback":
        return "mailto:{clinic.feedback}" if "@" in value and " " not in value else ""
    return "" if key == "website" else link


def _with_code(setting: Setting, section: Element, strips: list[Strip], outer: Measure) -> list[Strip]:
    """Put the QR code, what it is for, and its address beside the contact lines."""
    words = Measure(outer.x + outer.width - 16 - _QR - 12 - 156, 156)
    figure = section.add(Role.FIGURE, alt=setting.edition.wording["qr_alt"].replace("{url}", "{qr.url}"))
    code = LateBoxOp("qr", "", outer.x + outer.width - 16 - _QR, 0.0, _QR, _QR, figure.content())
    style = setting.style("table", weight=600)
    small = setting.style("caption")
    hint = stack(
        setting.set_runs(
            [Run(setting.edition.wording["scan"], style, section.add(Role.P).content())], words.width, None
        ),
        words.x,
    )
    line = Line((Slot("qr.url", link="{qr.url}"),), setting.edition.brand.mark)
    address = setting.paragraph(line, small, section.add(Role.P), words, 3.0)
    beside: list[Op] = [code]
    y = 0.0
    for strip in (*hint, *address):
        y += strip.before
        beside += shifted(strip.ops, 0.0, y)
        y += strip.height
    strips = with_first(strips, beside)
    missing = max(_QR, y) - height(strips)
    return [*strips, Strip(missing, keep=NEVER)] if missing > 0 else strips
