"""One section of a handout to strips: its heading or box, its blocks, the list of references."""

from __future__ import annotations

from dataclasses import replace

from handouts.content import BulletList, Paragraph, Steps
from handouts.edition import EditionSection
from handouts.looks import Ink
from handouts.tags import Content, Element, Role
from handouts.typeset.blocks import TONE_INKS, compose_blocks, toned_box
from handouts.typeset.setting import Setting, baseline_in
from handouts.typeset.strips import (
    NEVER,
    Measure,
    RectOp,
    Strip,
    TextOp,
    changed,
    ended,
    height,
    kept,
    shifted,
    with_first,
)

_SOURCE_EMS = 43.0  # longest line in the list of sources: under 100 characters (PMCPA), in narrow fonts too
REFERENCES = "references"  # the section that is made from what the others cite


def section(
    setting: Setting, section: EditionSection, root: Element, across: Measure
) -> tuple[list[Strip], list[Strip]]:
    """One section: numbered heading with a rule above, or a box where the author asked for one.

    Two stacks: what stands in the column, and what goes `across` it (the list of references).
    """
    tongue = setting.edition.language if setting.voice else ""
    element = root.add(Role.SECT, title=section.title.plain, language=tongue)
    anchor = setting.anchor(f"section-{section.id}")
    setting.outline.entries.append((2, section.title.plain, anchor))
    if section.box:
        return _boxed_section(setting, section, element, anchor), []
    strips = section_heading(setting, section, element, anchor)
    if section.id == REFERENCES:
        return strips, [] if setting.voice else _references(setting, element, across)
    body = compose_blocks(setting, section.blocks, element, setting.text)
    return strips + body if section.number or not setting.has_side else _beside(setting, section, strips, body), []


def section_heading(setting: Setting, section: EditionSection, element: Element, anchor: str) -> list[Strip]:
    """The section's title with its number in the side column, under a rule across the page."""
    holder = element.add(setting.heading_role(2))
    if not section.number:
        return (_lead_heading if setting.has_side else _plain_heading)(setting, section, holder, anchor)
    style = setting.style("h2", ink=Ink.BRAND)
    before = setting.edition.profile.space_before_h2 * setting.slack.space
    # The words of a heading are read as one, so a space stands between number and title.
    label = setting.label(f"{setting.number(section.number)} ", replace(style, ink=Ink.ACCENT), holder.content())
    number = [TextOp(label, setting.full.x, baseline_in(style, setting.typesetter))]
    measure = setting.text if setting.has_side else setting.full.inset(label.width + style.size * 0.42)
    lines = with_first(setting.heading(section.title, style, holder, measure, 0.0), number)
    rule = RectOp(setting.full.x, 0.0, setting.full.width, 0.9, Ink.RULE)
    return ended(kept([Strip(7.0, (rule,), before=before, anchors=(anchor,)), *lines]), NEVER)


def _plain_heading(setting: Setting, section: EditionSection, holder: Element, anchor: str) -> list[Strip]:
    """The title of a lead section above its text, where there is no side column."""
    style = setting.style("h3", ink=Ink.BRAND)
    before = setting.edition.profile.space_before_h3 * setting.slack.space
    lines = setting.heading(section.title, style, holder, setting.full, before)
    return ended(kept([changed(lines[0], anchors=(anchor,)), *lines[1:]]), NEVER)


def _lead_heading(setting: Setting, section: EditionSection, holder: Element, anchor: str) -> list[Strip]:
    """The title of a lead section: smaller and at the side, since page 1 has much to hold."""
    style = setting.style("body", ink=Ink.BRAND, weight=700)
    label = setting.set_line(section.title, style, holder, setting.text.x - setting.full.x - 12)
    place = Strip(0.0, before=setting.space * 1.8, keep=NEVER, anchors=(anchor,))
    ops = tuple(op for at, box in enumerate(label) for op in shifted(box.ops, setting.full.x, at * box.leading))
    return [changed(place, ops=ops)]


def _beside(setting: Setting, section: EditionSection, heading: list[Strip], body: list[Strip]) -> list[Strip]:
    """A lead section: its title at the side of the text where there is room, above it where there is none."""
    if not body:
        return heading
    tall = sum(op.line.width > 0 for op in heading[0].ops if isinstance(op, TextOp)) * setting.style("body").leading
    first = section.blocks[0]
    if isinstance(first, Paragraph | BulletList | Steps) and tall <= height(body):
        return [*heading, changed(body[0], before=0.0), *body[1:]]
    return [changed(heading[0], height=tall), changed(body[0], before=setting.space * 0.5), *body[1:]]


def _boxed_section(setting: Setting, section: EditionSection, element: Element, anchor: str) -> list[Strip]:
    tone = section.box
    assert tone
    word: Content = element.add(Role.P).content()
    style = setting.style("h3", ink=TONE_INKS[tone][0])
    inner = setting.narrowed(setting.boxed)
    lines = setting.heading(section.title, style, element.add(setting.heading_role(2)), inner, 0.0)
    lines = [changed(lines[0], anchors=(anchor,)), *lines[1:]]
    strips = ended(kept(lines), NEVER)
    strips += compose_blocks(setting, section.blocks, element, inner)
    return toned_box(setting, tone, strips, word_leaf=word, before=setting.space * (1.2 if setting.is_close else 2))


def _references(setting: Setting, parent: Element, across: Measure) -> list[Strip]:
    """The numbered list of sources with hanging numbers, across the full measure."""
    listing = parent.add(Role.L, numbering="Decimal")
    style = setting.style("reference")
    inset = style.size * 2.6
    measure = Measure(across.x + inset, min(across.width - inset, style.size * _SOURCE_EMS))
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
        lines = with_first(lines, [TextOp(number, across.x, baseline)])
        strips += kept([changed(lines[0], anchors=(f"{setting.prefix}ref-{reference.number}",)), *lines[1:]])
    return strips
