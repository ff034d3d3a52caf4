"""What stands around the text: the band of notices, the banner, running heads and feet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handouts.content import Line, Slot, Words
from handouts.edition import Edition
from handouts.looks import Ink
from handouts.resolving import matter
from handouts.tags import Content, Element, Role
from handouts.typeset.geometry import BLEED
from handouts.typeset.pieces import Run, SetLine, TextStyle
from handouts.typeset.plate import EDITION, RunningText
from handouts.typeset.setting import BandLine, Setting
from handouts.typeset.strips import LateBoxOp, LineBox, Op, RectOp, TextOp, shifted

_EDGE = 16.0  # above a first line of the band: office printers clip what is nearer to the edge than 5 mm
_BAND_END, _BAND_END_EMS = 8.0, 0.57  # below a last line, in points at least and in ems: Arabic letters go far down
_LOGO = (150.0, 40.0)  # widest and tallest logo; 18 mm is the design's limit, 14 mm leaves air
_SMALL_LOGO = (78.0, 26.0)  # on pages that are held in one hand
_LETTERHEAD = 127.6  # room on page 1 for a printed letterhead: 45 mm, as DIN 5008 (form B) has it
# No id is wider in the fonts there are: where the foot breaks must not depend on the id, which is stamped.
_WIDEST_ID = "mmmmm-mmmmm"
_NARROW = 330.0  # text areas below this have no room for two texts side by side in the running head
_FEW = 2  # lines of notices on later pages; more of them leave too little of a page in large print
# A foot with more lines, or higher (points), leaves out the title, which stands at the head too.
_LOW_FOOT, _LOW_FOOT_HEIGHT = 3, 56.0


def top_of_page(setting: Setting) -> float:
    """Where text may begin on pages after the first."""
    return max(_head_top(setting) + _head(setting), setting.edition.profile.margin)


def _head_top(setting: Setting) -> float:
    """Where the running head begins: below the band of notices."""
    band = band_height(setting, first=False)
    return max(setting.geometry.top, band + 6 if band else 0.0)


def top_of_first_page(setting: Setting) -> float:
    """Where text may begin on page 1: below the draft band and the banner."""
    return banner_top(setting) + banner_height(setting) + (9.0 if setting.is_close else 12.0)


def banner_top(setting: Setting) -> float:
    """Where the banner's name and logo begin: under the draft band, or where printers surely print."""
    if not setting.edition.request.banner:
        return band_top(setting) + band_height(setting)
    return band_height(setting) or 20.0


def banner_height(setting: Setting) -> float:
    """Height of the banner: two lines of the clinic's name, or the logo, with air; none on letterhead.

    On small pages there is only as much as the name needs.
    """
    if not setting.edition.request.banner:
        return 0.0 if setting.band else -4.0
    leading = setting.style("banner").leading
    if setting.geometry.small:
        return max(_logo(setting)[1], sum(box.leading for box in _names(setting, Element(Role.P)))) + 14.0
    return max(_logo(setting)[1], 2 * leading) + 22.0


def _logo(setting: Setting) -> tuple[float, float]:
    return _SMALL_LOGO if setting.geometry.small else _LOGO


def bottom_of_page(setting: Setting) -> float:
    """Where text must end, from the top edge."""
    margin = setting.edition.profile.margin
    return setting.geometry.height - max(setting.geometry.bottom + _foot_height(setting), margin)


def _foot_top(setting: Setting) -> float:
    """Where the first line of the running foot stands, 12 points below the text unless the margin is larger."""
    return setting.geometry.height - setting.geometry.bottom - _foot_height(setting) + 12.0


def _head(setting: Setting) -> float:
    """Height of the running head with the air below it; in a packet as high as its longest title asks for."""
    if setting.is_card:
        return 6.0  # a card has its title on the front; every line of a running head would cost one of text
    editions = setting.edition.parts or (setting.edition,)
    lines = max(len(_head_lines(setting, edition)) for edition in editions)
    return lines * setting.style("furniture").leading + 17.0


def _head_lines(setting: Setting, edition: Edition) -> list[str]:
    """The title as the running head has it: one line at the end of the clinic's, or lines of its own."""
    title, width = _title_of(edition), setting.geometry.area.width
    style = setting.style("furniture")
    if width >= _NARROW and setting.label(title, style, None).width <= width / 2 - 12:
        return [title]
    lines = _wrapped(setting, title, style)
    if len(lines) > 1 and edition.beside is not None:
        return _wrapped(setting, edition.title.plain, style)  # the other title is on page 1
    return lines


# --- the band at the top edge ------------------------------------------------------------------------------------


def band_lines(setting: Setting) -> tuple[BandLine, ...]:
    """The notices of the edition broken to the width of the page: what the band at the top edge says."""
    style = _band_style(setting)
    lines = []
    for number, notice in enumerate(setting.edition.notices):
        tongue = next((part.language for part in notice.parts if isinstance(part, Words)), "")
        for line in setting.typesetter.set([Run(notice.plain, style, language=tongue)], setting.geometry.area.width):
            lines.append(BandLine(_text_of(line), tongue, number))
    return tuple(lines)


def _text_of(line: SetLine) -> str:
    return "".join(placed.piece.text for placed in line.placed).strip()


def _band_style(setting: Setting) -> TextStyle:
    return setting.style("furniture", ink=Ink.WARNING, weight=700)


def band_top(setting: Setting) -> float:
    """Where the band begins on page 1: at the edge, or below a printed letterhead."""
    if setting.edition.request.banner:
        return 0.0
    return _LETTERHEAD if setting.edition.layout.share == "full" else setting.geometry.top


def band_height(setting: Setting, *, first: bool = True) -> float:
    """Height of the band at the top edge that says what the text may not be taken for; 0 when all is signed."""
    style, lines = _band_style(setting), len(_band(setting, first=first))
    end = max(_BAND_END, style.size * _BAND_END_EMS)
    return _EDGE + style.size + (lines - 1) * style.leading + end if lines else 0.0


def _band(setting: Setting, *, first: bool) -> tuple[BandLine, ...]:
    """What the band of page 1 or of later pages says: where lines are dear, the English is on page 1 only."""
    if first or not (setting.is_card or len(setting.band) > _FEW):
        return setting.band
    tongue = setting.edition.language
    return tuple(line for line in setting.band if not _is_english(line.language or tongue)) or setting.band


def _is_english(tag: str) -> bool:
    return tag.partition("-")[0] == "en"


def _band_baselines(setting: Setting) -> list[float]:
    style = _band_style(setting)
    return [_EDGE + style.size + at * style.leading for at in range(len(setting.band))]


def bled(setting: Setting) -> tuple[float, float]:
    """Start (from the text area's start edge) and width of what runs over both edges of the paper."""
    geometry = setting.geometry
    return -geometry.start - BLEED, geometry.width + 2 * BLEED


# --- the banner --------------------------------------------------------------------------------------------------


def banner(setting: Setting, parent: Element) -> tuple[Op, ...]:
    """Notices, clinic name and logo at the head of page 1, measured from the top of the page."""
    ops = _notices(setting, parent)
    if setting.edition.request.banner:
        ops += _banner_ground(setting) + _banner_logo(setting, parent) + _banner_name(setting, parent)
    return tuple(ops)


def _notices(setting: Setting, parent: Element) -> list[Op]:
    """Running matter on later pages, but on page 1 the notice is content: it must be read out once."""
    leaves: dict[int, Content] = {}
    ops: list[Op] = []
    top = band_top(setting)
    for said, baseline in zip(setting.band, _band_baselines(setting), strict=True):
        if said.notice not in leaves:
            element = parent.add(Role.P)
            holder = element.add(Role.SPAN, language=said.language) if said.language else element
            leaves[said.notice] = holder.content()
        run = Run(said.text + " ", _band_style(setting), leaves[said.notice], language=said.language)
        ops += [TextOp(words, 0.0, top + baseline) for words in setting.typesetter.set([run], 1e6)]
    return ops


def _banner_ground(setting: Setting) -> list[Op]:
    top, tall = banner_top(setting), banner_height(setting)
    width = setting.geometry.area.width
    if setting.edition.brand.banner == "rule" or setting.edition.request.plain:
        return [RectOp(0.0, top + tall - 1.2, width, 1.2, Ink.BRAND)]
    above = top if setting.band else -BLEED  # without a draft band the tint runs over the paper's edge
    x, wide = bled(setting)
    return [
        RectOp(x, above, wide, top + tall - above, Ink.TINT),
        RectOp(x, top + tall - 2.5, wide, 2.5, Ink.BRAND),
    ]


def _banner_logo(setting: Setting, parent: Element) -> list[Op]:
    if setting.edition.brand.logo is None:
        return []
    wide, tall = _logo(setting)
    figure = parent.add(Role.FIGURE, alt="{logo.alt}")
    y = banner_top(setting) + (banner_height(setting) - tall) / 2 - 1
    return [LateBoxOp("logo", "", setting.geometry.area.width - wide, y, wide, tall, figure.content())]


def _name(setting: Setting, element: Element) -> list[LineBox]:
    """The clinic's name beside the logo, line by line."""
    name = Line((Slot("clinic.name"),), setting.edition.brand.mark)
    return setting.set_line(name, _name_style(setting), element, _name_room(setting))


def _names(setting: Setting, parent: Element) -> list[LineBox]:
    """The clinic's name and, on a card without a contact block, its telephone number below it."""
    boxes = _name(setting, parent.add(Role.P))
    number = matter.banner_number(setting.edition)
    if number is not None:
        style = setting.style("table", ink=Ink.TEXT, weight=600)
        boxes += setting.set_line(number, style, parent.add(Role.P), _name_room(setting))
    return boxes


def _name_room(setting: Setting) -> float:
    beside = setting.edition.brand.logo is not None
    return setting.geometry.area.width - (_logo(setting)[0] + 16.0 if beside else 0.0)


def _name_style(setting: Setting) -> TextStyle:
    return setting.style("banner", ink=Ink.BRAND)


def _banner_name(setting: Setting, parent: Element) -> list[Op]:
    boxes = _names(setting, parent)
    tall = banner_height(setting)
    block = sum(box.leading for box in boxes)
    if block > tall - 8:
        what = "The clinic's name is too long for the banner."
        setting.too_wide(setting.edition.brand.mark, what, "Use a shorter `name`; two lines fit.")
    return stacked_ops(boxes, banner_top(setting) + (tall - block) / 2 - 1)


def stacked_ops(boxes: Sequence[LineBox], top: float) -> list[Op]:
    """All drawing of a short paragraph whose first line begins `top` points down."""
    ops: list[Op] = []
    for box in boxes:
        ops += shifted(box.ops, 0.0, top)
        top += box.leading
    return ops


# --- running heads and feet --------------------------------------------------------------------------------------


def running_matter(setting: Setting, spans: Sequence[tuple[Edition, int, int]]) -> tuple[RunningText, ...]:
    """Head and foot lines; `{page}` and `{pages}` are filled in on each page, the late ones when it is stamped.

    `spans` are the handouts with the pages they stand on, from 0, both included: one, or those of a packet.
    """
    last = spans[-1][2]
    width = setting.geometry.area.width
    matter = [
        RunningText(
            line.text, _band_style(setting), 0.0, baseline, width, False, 1, last, "Header", line.language
        )
        for line, baseline in zip(_band(setting, first=False), _band_baselines(setting), strict=False)
    ]  # fmt: skip
    for edition, start, end in spans:
        matter += _running_head(setting, edition, max(start, 1), end)
    return (*matter, *_running_foot(setting, last), *_page_number(setting, last))


def _running_head(setting: Setting, edition: Edition, first: int, last: int) -> list[RunningText]:
    """Who hands the sheet out and what it is; the title alone where both have no room."""
    if setting.is_card:
        return []
    style = setting.style("furniture", ink=Ink.MUTED)
    strong = replace(style, weight=600, ink=Ink.TEXT)
    y = _head_top(setting) + style.size
    width = setting.geometry.area.width
    lines = _head_lines(setting, edition)
    half = width / 2
    if len(lines) > 1 or width < _NARROW or setting.label(lines[0], style, None).width > half - 12:
        return [
            RunningText(line, style, 0.0, y + at * style.leading, width, False, first, last, "Header")
            for at, line in enumerate(lines)
        ]
    return [
        RunningText("{clinic.short_name}", strong, 0.0, y, half, False, first, last, "Header", late=True),
        RunningText(lines[0], style, half + 12, y, half - 12, True, first, last, "Header"),
    ]


def _title_of(edition: Edition) -> str:
    # U+2068 and U+2069 keep a title of the other direction together, with its commas where they belong.
    beside = f"  ·  \u2068{edition.beside.title.plain}\u2069" if edition.beside is not None else ""
    return edition.title.plain + beside


def _foot_height(setting: Setting) -> float:
    return 14.0 + len(_foot_lines(setting)) * setting.style("furniture").leading


def _page_number(setting: Setting, last: int) -> list[RunningText]:
    style = setting.style("furniture", weight=600)
    y, width = _foot_top(setting) + style.size, setting.geometry.area.width
    pattern = setting.edition.wording["page_of"]
    return [RunningText(pattern, style, 0.0, y, width, True, 0, last, "Footer", numbered=True)]


def _running_foot(setting: Setting, last: int) -> list[RunningText]:
    """The same lines on every page: title beside the page number, then edition, language and review state."""
    muted = setting.style("furniture", ink=Ink.MUTED)
    strong = setting.style("furniture", weight=600)
    y, width = _foot_top(setting) + muted.size, setting.geometry.area.width
    matter = []
    for at, (text, end_text) in enumerate(_foot_lines(setting)):
        baseline = y + at * muted.leading
        style = strong if at == 0 else muted
        if text:
            late = EDITION in text
            matter.append(RunningText(text, style, 0.0, baseline, width, False, 0, last, "Footer", late=late))
        if end_text:
            matter.append(RunningText(end_text, muted, 0.0, baseline, width, True, 0, last, "Footer", late=True))
    return matter


def _foot_lines(setting: Setting) -> list[tuple[str, str]]:
    """Texts of the foot, line by line: at its start and, where there is room, at its end."""
    edition, width = setting.edition, setting.geometry.area.width
    style, strong = setting.style("furniture"), setting.style("furniture", weight=600)
    number = setting.label(edition.wording["page_of"].replace("{page}", "88").replace("{pages}", "88"), strong, None)
    identity = edition.wording["edition"].replace("{id}", EDITION)
    room = setting.label(identity.replace(EDITION, _WIDEST_ID), style, None).width + 16
    said = _foot_texts(edition)
    if setting.is_card:
        return _card_foot(setting, identity, width - number.width - 12)
    untitled = [(identity, ""), *((line, "") for text in said for line in _wrapped(setting, text, style))]
    if setting.label(edition.title.plain, strong, None).width > width - number.width - 12:
        return untitled  # the title has no room beside the page number; it stands at the head already
    lines = [(edition.title.plain, "")]
    if setting.label(said[0], style, None).width + room <= width:
        lines.append((said[0], identity))
        said = said[1:]
    else:
        lines.append((identity, ""))
    lines += [(line, "") for text in said for line in _wrapped(setting, text, style)]
    is_low = len(lines) <= _LOW_FOOT and len(lines) * style.leading <= _LOW_FOOT_HEIGHT
    return lines if is_low else untitled


def _card_foot(setting: Setting, identity: str, room: float) -> list[tuple[str, str]]:
    """A card's foot in as few lines as will do: its band says the review state of a draft already.

    The language's own name is left out where the line would run over: what the card says is in that language.
    """
    edition = setting.edition
    style, strong = setting.style("furniture"), setting.style("furniture", weight=600)
    tongue = _language_line(edition)
    if len(_wrapped(setting, tongue, style)) > 1:
        tongue = f"\u2068{matter.english_line(edition)}\u2069"
    checked = [] if setting.band else [matter.review_line(edition)]
    if checked and len(_wrapped(setting, checked[0], style)) > 1:
        checked = checked[0].split(matter.DOT)
    said = [tongue, *checked]
    first = f"{identity}{matter.DOT}{said[0]}"
    if setting.label(first, strong, None).width <= room:
        identity, said = first, said[1:]
    return [(identity, ""), *((line, "") for text in said for line in _wrapped(setting, text, style))]


def _wrapped(setting: Setting, text: str, style: TextStyle) -> list[str]:
    return [_text_of(line) for line in setting.typesetter.set([Run(text, style)], setting.geometry.area.width)]


def _foot_texts(edition: Edition) -> list[str]:
    """Language and review state: staff who read only English must see which sheet this is, in which language."""
    if edition.language == "en" and edition.beside is None:
        return [f"{_language_line(edition)}{matter.DOT}{matter.review_line(edition)}"]
    return [_language_line(edition), matter.review_line(edition)]


def _language_line(edition: Edition) -> str:
    """The language as the foot names it; U+2068 and U+2069 keep other languages together in right-to-left text."""
    words = matter.language_words(edition)
    return "".join(f"\u2068{word.text}\u2069" if word.language else word.text for word in words)
