"""What stands around the text: banner, title, contents, contact block, running heads and feet."""

from __future__ import annotations

from dataclasses import replace

from handouts import language as languages
from handouts.content import Line, Slot, Words
from handouts.diagnostics import Mark
from handouts.edition import Edition
from handouts.looks import Ink
from handouts.tags import Element, Role
from handouts.typeset.pieces import Run
from handouts.typeset.plate import FurnitureText
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

_BAND_TOP = 17.0  # baseline of a first line above which office printers clip, and room below the last line
_BAND_END = 10.0
BANNER = 62.0
_LOGO = (150.0, 40.0)  # widest and tallest logo; 18 mm is the design's limit, 14 mm leaves air
_HEAD = 30.0  # running head with its rule, points below the top margin
_FOOT = 40.0  # two lines of 10 pt and air; a third line is added for other languages than English
_QR = 92.0  # with its quiet zone; the code itself is then 25 mm, where 20 mm is the least


def top_of_page(setting: Setting) -> float:
    """Where text may begin on pages after the first."""
    band = band_height(setting.edition)
    return max(setting.edition.layout.top, band + 10 if band else 0.0) + _HEAD


def top_of_first_page(setting: Setting) -> float:
    """Where text may begin on page 1: below the draft band and the banner."""
    return banner_top(setting.edition) + BANNER + 16.0


def banner_top(edition: Edition) -> float:
    """Where the banner's name and logo begin: under the draft band, or where printers surely print."""
    return band_height(edition) or 20.0


def bottom_of_page(setting: Setting) -> float:
    """Where text must end, from the top edge."""
    return setting.edition.paper.height - setting.edition.layout.bottom - _foot(setting.edition)


def _foot(edition: Edition) -> float:
    third = edition.profile.styles["furniture"].leading if edition.language != "en" else 0.0
    return _FOOT + third


def band_height(edition: Edition) -> float:
    """Height of the band at the top edge that says what the text may not be taken for; 0 when all is signed."""
    lines = len(edition.notices)
    leading = edition.profile.styles["furniture"].leading
    return _BAND_TOP + (lines - 1) * leading + 3 + _BAND_END if lines else 0.0


def _band_baselines(edition: Edition) -> list[float]:
    leading = edition.profile.styles["furniture"].leading
    return [_BAND_TOP + 3 + at * leading for at in range(len(edition.notices))]


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
    runs = [Run(f"{number} ", bold, leaf, f"#{anchor}", annotation)] if number else []
    baseline = baseline_in(style, setting.typesetter)
    ops: list[Op] = [TextOp(line, 0.0, baseline) for line in setting.typesetter.set(runs, 30)]
    text = Run(f"{title.plain} ", style, leaf, f"#{anchor}", annotation)
    lines = setting.typesetter.set([text], width - 20 - 30, mark=title.mark)
    ops += [TextOp(line, 20.0, baseline + at * style.leading) for at, line in enumerate(lines)]
    ops.append(PageNumberOp(anchor, width, baseline, style, entry.content()))
    return tuple(ops), len(lines)


def reading_time(edition: Edition) -> str:
    """The estimated reading time in the document's words."""
    return languages.plural(edition.language, edition.wording["reading_time"], minutes=edition.minutes)


def contact(setting: Setting, parent: Element) -> list[Strip]:
    """How to reach the clinic, and a QR code with its address printed beside it. Never split."""
    edition = setting.edition
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
            linked = link if key != "website" or edition.slots[slot].startswith("http") else ""
            line = Line((Words(edition.wording[key] + " ", strong=True), Slot(slot, link=linked)), mark)
            strips += setting.paragraph(line, style, section.add(Role.P), inner, 1.5)
    if has_code:
        strips = _with_code(setting, section, strips, outer)
    frame = Frame(outer.x, outer.width, Ink.TINT)
    return kept(framed(strips, frame, top=14, bottom=14, before=setting.space * 3))


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


def banner(setting: Setting, parent: Element) -> tuple[Op, ...]:
    """Clinic name and logo at the head of page 1, measured from the top of the page."""
    edition = setting.edition
    top = banner_top(edition)
    ops: list[Op] = []
    outer = setting.full
    edge = edition.layout.binding + edition.layout.outer
    # Running matter on later pages, but on page 1 the notice is content: it must be read out once.
    notice = setting.style("furniture", ink=Ink.WARNING, weight=700)
    for line, baseline in zip(edition.notices, _band_baselines(edition), strict=True):
        runs = [run for run in setting.runs(line, notice, parent.add(Role.P)) if isinstance(run, Run)]
        ops += [TextOp(words, outer.x, baseline) for words in setting.typesetter.set(runs, 1e6)]
    if edition.brand.banner == "band":
        above = top if edition.notices else 0.0  # without a draft band the tint runs to the paper's edge
        ops.append(RectOp(-edition.layout.binding, above, outer.width + edge, top + BANNER - above, Ink.TINT))
        ops.append(RectOp(-edition.layout.binding, top + BANNER - 2.5, outer.width + edge, 2.5, Ink.BRAND))
    else:
        ops.append(RectOp(outer.x, top + BANNER - 1.2, outer.width, 1.2, Ink.BRAND))
    wide, tall = _LOGO
    if edition.brand.logo is not None:
        figure = parent.add(Role.FIGURE, alt="{logo.alt}")
        place = (outer.x + outer.width - wide, top + (BANNER - tall) / 2 - 1)
        ops.append(LateBoxOp("logo", "", *place, wide, tall, figure.content()))
    style = setting.style("banner", ink=Ink.BRAND)
    line = Line((Slot("clinic.name"),), edition.brand.mark)
    boxes = setting.set_line(line, style, parent.add(Role.P), outer.width - wide - 20)
    block = sum(box.leading for box in boxes)
    y = top + (BANNER - block) / 2 - 1
    for box in boxes:
        ops += shifted(box.ops, outer.x, y)
        y += box.leading
    return tuple(ops)


def running_matter(setting: Setting) -> tuple[FurnitureText, ...]:
    """Head and foot lines; `{page}` and `{pages}` and the slots are filled when the plate is stamped."""
    edition = setting.edition
    full = setting.full
    style = setting.style("furniture", ink=Ink.MUTED)
    strong = replace(style, weight=600, ink=Ink.TEXT)
    head = top_of_page(setting) - _HEAD + style.size
    foot = bottom_of_page(setting) + 12 + style.size
    band = setting.style("furniture", ink=Ink.WARNING, weight=700)
    half, below = full.width / 2, style.leading
    matter = [
        FurnitureText(line.plain, band, full.x, baseline, full.width, False, False, True, "Header", _tongue(line))
        for line, baseline in zip(edition.notices, _band_baselines(edition), strict=True)
    ]
    wording = edition.wording
    identity = wording["edition"].replace("{id}", edition.id)
    matter += [
        FurnitureText("{clinic.short_name}", strong, full.x, head, half, False, False, True, "Header"),
        FurnitureText(edition.title.plain, style, full.x, head, full.width, True, False, True, "Header"),
        FurnitureText(edition.title.plain, strong, full.x, foot, full.width * 0.75, False, True, True, "Footer"),
        FurnitureText(wording["page_of"], strong, full.x, foot, full.width, True, True, True, "Footer"),
        FurnitureText(identity, style, full.x, foot + below, full.width, True, True, True, "Footer"),
    ]
    lines = [_review_line(edition)]
    if edition.language != "en":
        # Staff who read only English must see which sheet this is, in which language.
        lines = [_language_line(edition), *lines]
    else:
        lines = [f"{_language_line(edition)}  ·  {lines[0]}"]
    matter += [
        FurnitureText(text, style, full.x, foot + (at + 1) * below, full.width, False, True, True, "Footer")
        for at, text in enumerate(lines)
    ]
    return tuple(matter)


def _tongue(line: Line) -> str:
    return next((part.language for part in line.parts if isinstance(part, Words)), "")


def _language_line(edition: Edition) -> str:
    """The language in itself and in English and, for other languages, the English title."""
    if edition.language == "en":
        return languages.autonym("en")
    # U+2068 and U+2069 keep the English together inside right-to-left text.
    english = f"{languages.english_name(edition.language)}: {edition.english_title}"
    return f"{languages.autonym(edition.language)}  ·  \u2068{english}\u2069"


def _review_line(edition: Edition) -> str:
    """Review state for the foot: dates when signed, a plain word when not."""
    review, wording = edition.review, edition.wording
    if review.last_checked is None or review.next_check is None:
        return f"{wording['draft']}: {wording['not_checked']}"
    checked = wording["last_checked"].replace("{date}", languages.long_date(edition.language, review.last_checked))
    following = wording["next_check"].replace("{date}", languages.long_date(edition.language, review.next_check))
    return f"{checked}  ·  {following}"
