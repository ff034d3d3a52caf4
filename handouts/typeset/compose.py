"""Edition to Plate: strips for the whole document, page breaks, drawing of everything that is not late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from handouts.content import BulletList, Paragraph, Steps
from handouts.diagnostics import Diagnostic, error
from handouts.edition import Edition, EditionSection
from handouts.looks import Ink
from handouts.tags import Content, Element, Role
from handouts.typeset import front, furniture, pages
from handouts.typeset.assembly import assemble
from handouts.typeset.blocks import compose_blocks, key_points, toned_box
from handouts.typeset.fonts import Fonts, unusable
from handouts.typeset.plate import Plate
from handouts.typeset.setting import Setting, Slack, baseline_in
from handouts.typeset.strips import NEVER, Measure, Op, RectOp, Strip, TextOp, ended, height, kept, shifted, with_first
from handouts.typeset.text import Typesetter

# Tried in this order when the last page holds little: shares of the profile's limits for leading and space.
_TIGHTER = ((-0.5, -0.5), (-1.0, -1.0))
_LOOSER = ((0.5, 0.6), (1.0, 1.0))
_FEWEST_CONTENTS = 3  # a list of one or two parts tells nothing
_LITTLE = 0.33  # of a page: worth tightening, if that saves the page
_NEARLY_NOTHING = 0.16  # worth loosening, if nothing was saved


@dataclass(frozen=True, slots=True)
class Composed:
    """A plate, or None when something could not be set; findings tell what and where."""

    plate: Plate | None
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Draft:
    """One trial: the strips with their structure and page breaks."""

    setting: Setting
    root: Element
    strips: list[Strip]
    banner: tuple[Op, ...]
    breaks: pages.PageBreaks


def compose(edition: Edition, values: Mapping[str, str]) -> Composed:
    """Lay a document out. `values` only decide how many lines late paragraphs have; none is kept in the plate."""
    problem = unusable(edition.brand.font, edition.fonts)
    if problem is not None:
        return Composed(None, (error("font", edition.brand.mark, *problem),))
    draft = _draft(edition, values, Slack(), with_contents=False)
    if len(draft.breaks.ranges) > edition.layout.contents_over_pages:
        draft = _draft(edition, values, Slack(), with_contents=True)
    draft = _mended(edition, values, draft)
    findings = list(dict.fromkeys(draft.setting.typesetter.findings))
    for index in draft.breaks.overfull:
        findings.append(_too_tall(edition, draft.strips, index))
    if findings:
        return Composed(None, tuple(findings))
    plate = assemble(draft.setting, draft.root, draft.strips, draft.breaks, draft.banner)
    return Composed(plate, tuple(draft.setting.typesetter.findings))


def _mended(edition: Edition, values: Mapping[str, str], draft: _Draft) -> _Draft:
    """Avoid a last page with little on it by tightening or loosening within the profile's limits."""
    count = len(draft.breaks.ranges)
    if count == 1 or draft.breaks.last_fill >= _LITTLE:
        return draft
    with_contents = count > edition.layout.contents_over_pages
    for shares in (*_TIGHTER, *(_LOOSER if draft.breaks.last_fill < _NEARLY_NOTHING else ())):
        trial = _draft(edition, values, _slack(edition, *shares), with_contents=with_contents)
        pages_now = len(trial.breaks.ranges)
        if with_contents and pages_now <= edition.layout.contents_over_pages:
            # So much was saved that the list of contents is not needed any more; without it there is only more room.
            return _draft(edition, values, _slack(edition, *shares), with_contents=False)
        if pages_now < count or (
            pages_now == count and trial.breaks.last_fill >= _NEARLY_NOTHING and shares in _LOOSER
        ):
            return trial
    return draft


def _slack(edition: Edition, leading: float, space: float) -> Slack:
    profile = edition.profile
    return Slack(1 + leading * profile.leading_slack, 1 + space * profile.space_slack)


def _draft(edition: Edition, values: Mapping[str, str], slack: Slack, *, with_contents: bool) -> _Draft:
    layout = edition.layout
    full = Measure(0.0, edition.paper.width - layout.binding - layout.outer)
    side = layout.side + layout.gap if layout.side else 0.0
    typesetter = Typesetter(
        Fonts(edition.brand.font, edition.fonts, edition.language), edition.language, edition.direction
    )  # fmt: skip
    setting = Setting(edition, typesetter, values, full.inset(side), full, slack)
    setting.band = furniture.band_lines(setting)
    root = Element(Role.DOCUMENT, language=edition.language)
    head = furniture.banner(setting, root.add(Role.DIV))
    strips = _body(setting, root, with_contents=with_contents)
    bottom = furniture.bottom_of_page(setting)
    breaks = pages.break_pages(
        strips, bottom - furniture.top_of_first_page(setting), bottom - furniture.top_of_page(setting)
    )  # fmt: skip
    return _Draft(setting, root, strips, head, breaks)


def _body(setting: Setting, root: Element, *, with_contents: bool) -> list[Strip]:
    edition = setting.edition
    strips = front.title_block(setting, root)
    if edition.key_points:
        strips += key_points(setting, edition.key_points, root, before=setting.space * 1.6)
    for section in edition.lead:
        strips += _section(setting, section, root)
    if with_contents and len(edition.sections) >= _FEWEST_CONTENTS:
        strips += front.contents(setting, root)
    for section in edition.sections:
        strips += _section(setting, section, root)
    return strips + front.contact(setting, root)


def _section(setting: Setting, section: EditionSection, root: Element) -> list[Strip]:
    """One section: numbered heading with a rule above, or a box where the author asked for one."""
    element = root.add(Role.SECT, title=section.title.plain)
    anchor = f"section-{section.id}"
    setting.outline.entries.append((2, section.title.plain, anchor))
    if section.box:
        return _boxed_section(setting, section, element, anchor)
    strips = section_heading(setting, section, element, anchor)
    if not section.number:
        return _beside(setting, section, strips, compose_blocks(setting, section.blocks, element, setting.text))
    if section.id == "references":
        return strips + _references(setting, element)
    return strips + compose_blocks(setting, section.blocks, element, setting.text)


def section_heading(setting: Setting, section: EditionSection, element: Element, anchor: str) -> list[Strip]:
    """The section's title with its number in the side column, under a rule across the page."""
    holder = element.add(Role.H2)
    if not section.number:
        return _lead_heading(setting, section, holder, anchor)
    style = setting.style("h2", ink=Ink.BRAND)
    before = setting.edition.profile.space_before_h2 * setting.slack.space
    # The words of a heading are read as one, so a space stands between number and title.
    label = setting.label(f"{setting.number(section.number)} ", replace(style, ink=Ink.ACCENT), holder.content())
    number = [TextOp(label, setting.full.x, baseline_in(style, setting.typesetter))]
    lines = with_first(setting.heading(section.title, style, holder, setting.text, 0.0), number)
    rule = Strip(7.0, (RectOp(setting.full.x, 0.0, setting.full.width, 0.9, Ink.RULE),), before=before, anchor=anchor)
    return ended(kept([rule, *lines]), NEVER)


def _lead_heading(setting: Setting, section: EditionSection, holder: Element, anchor: str) -> list[Strip]:
    """The title of a lead section: smaller and at the side, since page 1 has much to hold."""
    style = setting.style("body", ink=Ink.BRAND, weight=700)
    label = setting.set_line(section.title, style, holder, setting.text.x - setting.full.x - 12)
    place = Strip(0.0, before=setting.space * 1.8, keep=NEVER, anchor=anchor)
    ops = tuple(op for at, box in enumerate(label) for op in shifted(box.ops, setting.full.x, at * box.leading))
    return [replace(place, ops=ops)]


def _beside(setting: Setting, section: EditionSection, heading: list[Strip], body: list[Strip]) -> list[Strip]:
    """A lead section: its title at the side of the text where there is room, above it where there is none."""
    if not body:
        return heading
    tall = sum(op.line.width > 0 for op in heading[0].ops if isinstance(op, TextOp)) * setting.style("body").leading
    first = section.blocks[0]
    if isinstance(first, Paragraph | BulletList | Steps) and tall <= height(body):
        return [*heading, replace(body[0], before=0.0), *body[1:]]
    return [replace(heading[0], height=tall), replace(body[0], before=setting.space * 0.5), *body[1:]]


def _boxed_section(setting: Setting, section: EditionSection, element: Element, anchor: str) -> list[Strip]:
    tone = section.box
    assert tone
    word: Content = element.add(Role.P).content()
    style = setting.style("h3", ink=_tone_ink(tone))
    inner = setting.text.inset(0, 14)
    lines = setting.heading(section.title, style, element.add(Role.H2), inner, 0.0)
    lines = [replace(lines[0], anchor=anchor), *lines[1:]]
    strips = ended(kept(lines), NEVER)
    strips += compose_blocks(setting, section.blocks, element, inner)
    return toned_box(setting, tone, strips, word_leaf=word, before=setting.space * 2)


def _tone_ink(tone: str) -> Ink:
    return {"note": Ink.NOTE, "tip": Ink.TIP, "warning": Ink.WARNING, "emergency": Ink.EMERGENCY}[tone]


def _references(setting: Setting, parent: Element) -> list[Strip]:
    """The numbered list of sources with hanging numbers, across the full measure."""
    listing = parent.add(Role.L, numbering="Decimal")
    style = setting.style("reference")
    measure = setting.full.inset(26)
    baseline = baseline_in(style, setting.typesetter)
    strips: list[Strip] = []
    for at, reference in enumerate(setting.edition.references):
        entry = listing.add(Role.LI)
        number = setting.label(
            f"{setting.number(reference.number)}.",
            replace(style, weight=700, ink=Ink.BRAND),
            entry.add(Role.LBL).content(),
        )
        lines = setting.paragraph(reference.line, style, entry.add(Role.LBODY), measure, 3.5 if at else setting.space)
        lines = with_first(lines, [TextOp(number, setting.full.x, baseline)])
        strips += kept([replace(lines[0], anchor=f"ref-{reference.number}"), *lines[1:]])
    return strips


def _too_tall(edition: Edition, strips: list[Strip], index: int) -> Diagnostic:
    return error(
        "too-tall",
        edition.title.mark,
        f"Something in this handout is {strips[index].height:.0f} pt tall and does not fit on a page.",
        "Make the picture smaller, or split the block.",
    )
