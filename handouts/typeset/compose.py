"""Edition to Plate: strips for the whole document, page breaks, drawing of everything that is not late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from handouts.diagnostics import Diagnostic, error
from handouts.edition import Edition
from handouts.tags import Element, Role
from handouts.typeset import furniture, pages
from handouts.typeset.assembly import Laid, assemble
from handouts.typeset.document import document
from handouts.typeset.fonts import Fonts, unusable
from handouts.typeset.geometry import geometry
from handouts.typeset.plate import Plate
from handouts.typeset.setting import Setting, Slack
from handouts.typeset.strips import AreaOp, LateOp, Measure, Op, Strip, height
from handouts.typeset.text import Typesetter
from handouts.typeset.values import voice_values

# Tried in this order when the last page holds little: shares of the profile's limits for leading and space.
_TIGHTER = ((-0.5, -0.5), (-1.0, -1.0))
_LOOSER = ((0.5, 0.6), (1.0, 1.0))
_LITTLE = 0.33  # of a page: worth tightening, if that saves the page
_NEARLY_NOTHING = 0.16  # worth loosening, if nothing was saved
_CARD_SIDES = 2
_FEWEST_LINES = 3  # of body text on a page; with less room than that it is no page


@dataclass(frozen=True, slots=True)
class Composed:
    """A plate, or None when something could not be set; findings tell what and where."""

    plate: Plate | None
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Draft:
    """One trial: what is set, and on which pages."""

    setting: Setting
    laid: Laid
    room: float  # for text, on the page that has least

    @property
    def pages(self) -> int:
        return self.laid.breaks.pages


def compose(edition: Edition, values: Mapping[str, str]) -> Composed:
    """Lay a document out. `values` only decide how many lines late paragraphs have; none is kept in the plate."""
    problem = unusable(edition.brand.font, edition.fonts)
    if problem is not None:
        return Composed(None, (error("font", edition.brand.mark, *problem),))
    draft = _card(edition, values) if edition.layout.show == "key" else _sheets(edition, values)
    findings = list(dict.fromkeys(draft.setting.typesetter.findings))
    if draft.room < _FEWEST_LINES * draft.setting.style("body").leading:
        return Composed(None, (*findings, _no_room(edition, draft.room)))
    for index in draft.laid.breaks.overfull:
        findings.append(_too_tall(edition, draft.laid.strips, index))
    if findings:
        return Composed(None, tuple(findings))
    plate = assemble(draft.setting, draft.laid)
    return Composed(plate, tuple(draft.setting.typesetter.findings))


def _sheets(edition: Edition, values: Mapping[str, str]) -> _Draft:
    """A document of as many pages as it takes, with a list of contents where these are many."""
    draft = _draft(edition, values, Slack(), with_contents=False)
    if draft.pages > edition.layout.contents_over_pages:
        draft = _draft(edition, values, Slack(), with_contents=True)
    return _mended(edition, values, draft)


def _card(edition: Edition, values: Mapping[str, str]) -> _Draft:
    """Two sides where that can be, if need be with the telephone number in the banner and no block and code for it."""
    brief = replace(edition, layout=replace(edition.layout, contact="banner"))
    tight = _slack(edition, *_TIGHTER[-1])
    tried = [(edition, Slack()), (brief, Slack()), (brief, tight), (edition, tight)]
    drafts = (_draft(one, values, slack, with_contents=False) for one, slack in tried)
    # Where nothing helps, the tighter lines at least leave boxes whole.
    for draft in drafts:
        if draft.pages <= _CARD_SIDES:
            break
    return draft


def _mended(edition: Edition, values: Mapping[str, str], draft: _Draft) -> _Draft:
    """Avoid a page too many, or a last page with little on it, within the profile's limits for leading and space."""
    count = draft.pages
    if 0 < edition.layout.pages < count:
        tight = _draft(edition, values, _slack(edition, *_TIGHTER[-1]), with_contents=False)
        return tight if tight.pages <= edition.layout.pages else draft
    if count == 1 or edition.layout.columns > 1 or draft.laid.breaks.last_fill >= _LITTLE:
        return draft
    with_contents = count > edition.layout.contents_over_pages
    for shares in (*_TIGHTER, *(_LOOSER if draft.laid.breaks.last_fill < _NEARLY_NOTHING else ())):
        trial = _draft(edition, values, _slack(edition, *shares), with_contents=with_contents)
        pages_now = trial.pages
        if with_contents and pages_now <= edition.layout.contents_over_pages:
            # So much was saved that the list of contents is not needed any more; without it there is only more room.
            return _draft(edition, values, _slack(edition, *shares), with_contents=False)
        if pages_now < count or (
            pages_now == count and trial.laid.breaks.last_fill >= _NEARLY_NOTHING and shares in _LOOSER
        ):
            return trial
    return draft


def _slack(edition: Edition, leading: float, space: float) -> Slack:
    profile = edition.profile
    return Slack(1 + leading * profile.leading_slack, 1 + space * profile.space_slack)


def _draft(edition: Edition, values: Mapping[str, str], slack: Slack, *, with_contents: bool) -> _Draft:
    setting = _setting(edition, values, slack)
    setting.band = furniture.band_lines(setting)
    setting.room = furniture.bottom_of_page(setting) - furniture.top_of_page(setting)
    root = Element(Role.DOCUMENT, language=edition.language)
    banner = furniture.banner(setting, root.add(Role.DIV))
    head, strips = document(setting, values, root, with_contents=with_contents)
    top = furniture.top_of_first_page(setting) + height(head)
    bottom = furniture.bottom_of_page(setting)
    columns = edition.layout.columns if head else 1
    first, other = bottom - top, bottom - furniture.top_of_page(setting)
    if head and -height(head[-1:]) <= first < _FEWEST_LINES * setting.style("body").leading:
        # The head takes page 1 for itself, and the columns begin on page 2.
        first, breaks = other, pages.later(pages.break_pages(strips, max(other, 1.0), max(other, 1.0), columns))
    else:
        breaks = pages.break_pages(strips, max(first, 1.0), max(other, 1.0), columns)
    return _Draft(setting, Laid(root, banner, tuple(head), tuple(strips), breaks), min(first, other))


def _setting(edition: Edition, values: Mapping[str, str], slack: Slack) -> Setting:
    """What the page as a whole is set with."""
    measures = geometry(edition)
    full = Measure(0.0, measures.area.width)
    typesetter = Typesetter(
        Fonts(edition.brand.font, edition.fonts, edition.language), edition.language, edition.direction
    )  # fmt: skip
    text = full.inset(measures.side)
    setting = Setting(edition, typesetter, voice_values(values, 0), measures, text, full, slack)
    return replace(setting, text=setting.narrowed(text)) if measures.side else setting


def _too_tall(edition: Edition, strips: Sequence[Strip], index: int) -> Diagnostic:
    tall, late = strips[index].height, any(map(_is_late, strips[index].ops))
    what = "A value for one patient or of the brand" if late else "Something in this handout"
    return error(
        "too-tall",
        edition.title.mark,
        f"{what} is {tall:.0f} pt tall and does not fit on a page.",
        "Shorten it, or use a larger page." if late else "Make the picture smaller, or split the block.",
    )


def _is_late(op: Op) -> bool:
    return isinstance(op, LateOp) or (isinstance(op, AreaOp) and any(map(_is_late, op.ops)))


def _no_room(edition: Edition, room: float) -> Diagnostic:
    return error(
        "too-tall",
        edition.title.mark,
        f"What stands at the head and foot leaves only {max(room, 0):.0f} pt of a page for text.",
        "Use shorter titles, smaller type, or a layout with a larger page.",
    )
