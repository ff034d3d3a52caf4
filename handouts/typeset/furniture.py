"""What stands around the text: the band of notices, the banner, running heads and feet."""

from __future__ import annotations

from dataclasses import replace

from handouts import language as languages
from handouts.content import Line, Slot, Words
from handouts.edition import Edition
from handouts.looks import Ink
from handouts.tags import Content, Element, Role
from handouts.typeset.pieces import Run, TextStyle
from handouts.typeset.plate import FurnitureText
from handouts.typeset.setting import BandLine, Setting
from handouts.typeset.strips import (
    LateBoxOp,
    Op,
    RectOp,
    TextOp,
    shifted,
)

_BAND_TOP = 17.0  # baseline of a first line above which office printers clip, and room below the last line
_BAND_END = 10.0
BANNER = 62.0
_LOGO = (150.0, 40.0)  # widest and tallest logo; 18 mm is the design's limit, 14 mm leaves air
_HEAD = 30.0  # running head with its rule, points below the top margin
_FOOT = 40.0  # two lines of 10 pt and air; a third line is added for other languages than English


def top_of_page(setting: Setting) -> float:
    """Where text may begin on pages after the first."""
    band = band_height(setting)
    return max(setting.edition.layout.top, band + 10 if band else 0.0) + _HEAD


def top_of_first_page(setting: Setting) -> float:
    """Where text may begin on page 1: below the draft band and the banner."""
    return banner_top(setting) + BANNER + 16.0


def banner_top(setting: Setting) -> float:
    """Where the banner's name and logo begin: under the draft band, or where printers surely print."""
    return band_height(setting) or 20.0


def bottom_of_page(setting: Setting) -> float:
    """Where text must end, from the top edge."""
    return setting.edition.paper.height - setting.edition.layout.bottom - _foot(setting.edition)


def _foot(edition: Edition) -> float:
    third = edition.profile.styles["furniture"].leading if edition.language != "en" else 0.0
    return _FOOT + third


def band_lines(setting: Setting) -> tuple[BandLine, ...]:
    """The notices of the edition broken to the width of the page: what the band at the top edge says."""
    style = _band_style(setting)
    lines = []
    for number, notice in enumerate(setting.edition.notices):
        tongue = next((part.language for part in notice.parts if isinstance(part, Words)), "")
        for line in setting.typesetter.set([Run(notice.plain, style, language=tongue)], setting.full.width):
            text = "".join(placed.piece.text for placed in line.placed).strip()
            lines.append(BandLine(text, tongue, number))
    return tuple(lines)


def _band_style(setting: Setting) -> TextStyle:
    return setting.style("furniture", ink=Ink.WARNING, weight=700)


def band_height(setting: Setting) -> float:
    """Height of the band at the top edge that says what the text may not be taken for; 0 when all is signed."""
    lines = len(setting.band)
    return _BAND_TOP + (lines - 1) * _band_style(setting).leading + 3 + _BAND_END if lines else 0.0


def _band_baselines(setting: Setting) -> list[float]:
    leading = _band_style(setting).leading
    return [_BAND_TOP + 3 + at * leading for at in range(len(setting.band))]


def banner(setting: Setting, parent: Element) -> tuple[Op, ...]:
    """Clinic name and logo at the head of page 1, measured from the top of the page."""
    edition = setting.edition
    top = banner_top(setting)
    ops: list[Op] = []
    outer = setting.full
    edge = edition.layout.binding + edition.layout.outer
    # Running matter on later pages, but on page 1 the notice is content: it must be read out once.
    leaves: dict[int, Content] = {}
    for said, baseline in zip(setting.band, _band_baselines(setting), strict=True):
        if said.notice not in leaves:
            element = parent.add(Role.P)
            holder = element.add(Role.SPAN, language=said.language) if said.language else element
            leaves[said.notice] = holder.content()
        run = Run(said.text + " ", _band_style(setting), leaves[said.notice], language=said.language)
        ops += [TextOp(words, outer.x, baseline) for words in setting.typesetter.set([run], 1e6)]
    if edition.brand.banner == "band":
        above = top if setting.band else 0.0  # without a draft band the tint runs to the paper's edge
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
    if block > BANNER - 8:
        what = "The clinic's name is too long for the banner."
        setting.too_wide(edition.brand.mark, what, "Use a shorter `name`; two lines fit.")
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
    half, below = full.width / 2, style.leading
    matter = [
        FurnitureText(
            line.text, _band_style(setting), full.x, baseline, full.width, False, False, True, "Header", line.language
        )
        for line, baseline in zip(setting.band, _band_baselines(setting), strict=True)
    ]
    wording = edition.wording
    identity = wording["edition"].replace("{id}", edition.id)
    matter += [
        FurnitureText("{clinic.short_name}", strong, full.x, head, half, False, False, True, "Header", filled=True),
        FurnitureText(edition.title.plain, style, full.x + half + 12, head, half - 12, True, False, True, "Header"),
        FurnitureText(edition.title.plain, strong, full.x, foot, full.width * 0.75, False, True, True, "Footer"),
        FurnitureText(wording["page_of"], strong, full.x, foot, full.width, True, True, True, "Footer", filled=True),
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
