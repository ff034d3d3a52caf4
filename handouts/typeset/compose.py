"""Edition to Plate: strips for the whole document, page breaks, drawing of everything that is not late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from handouts.diagnostics import Diagnostic, error
from handouts.edition import Edition
from handouts.records import dataclass
from handouts.resolving.values import voice_values
from handouts.tags import Element, Role
from handouts.typeset import furniture, pages
from handouts.typeset.assembly import Laid, assemble
from handouts.typeset.document import Document, document
from handouts.typeset.fonts import Fonts, unusable
from handouts.typeset.geometry import geometry
from handouts.typeset.late import Trace
from handouts.typeset.plate import Plate
from handouts.typeset.setting import Setting, Slack
from handouts.typeset.strips import AreaOp, LateOp, Measure, Op, Strip, height
from handouts.typeset.text import SetBefore, Typesetter

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


@dataclass(frozen=True, slots=True, repr=False)
class _Asked:
    """The late values, and what all trials together have asked of them."""

    values: Mapping[str, str]
    trace: Trace = field(default_factory=Trace)


@dataclass(frozen=True, slots=True)
class _Draft:
    """One trial: what is set, and on which pages."""

    composition: _Composition
    laid: Laid
    room: float  # for text, on the page that has least
    with_contents: bool

    @property
    def pages(self) -> int:
        return self.laid.breaks.pages


def compose(edition: Edition, values: Mapping[str, str]) -> Composed:
    """Lay a document out. `values` only decide how many lines late paragraphs have; none is kept in the plate."""
    problem = unusable(edition.brand.font, edition.fonts)
    if problem is not None:
        return Composed(None, (error("font", edition.brand.mark, *problem),))
    asked = _Asked(values)
    draft = _card(edition, asked) if edition.layout.show == "key" else _sheets(edition, asked)
    setting = draft.composition.setting
    draft.composition.document.settle(with_contents=draft.with_contents)
    findings = list(dict.fromkeys(setting.typesetter.findings))
    if draft.room < _FEWEST_LINES * setting.style("body").leading:
        return Composed(None, (*findings, _no_room(edition, draft.room)))
    for index in draft.laid.breaks.overfull:
        findings.append(_too_tall(edition, draft.laid.strips, index))
    if findings:
        return Composed(None, tuple(findings))
    plate = assemble(setting, draft.laid)
    return Composed(plate, tuple(setting.typesetter.findings))


def _sheets(edition: Edition, asked: _Asked) -> _Draft:
    """A document of as many pages as it takes, with a list of contents where these are many."""
    composition = _Composition.of(edition, asked, Slack(), SetBefore())
    draft = composition.broken(with_contents=False)
    if draft.pages > edition.layout.contents_over_pages:
        draft = composition.broken(with_contents=True)
    return _mended(edition, asked, draft)


def _card(edition: Edition, asked: _Asked) -> _Draft:
    """Two sides where that can be, if need be with the telephone number in the banner and no block and code for it."""
    brief = replace(edition, layout=replace(edition.layout, contact="banner"))
    tight = _slack(edition, *_TIGHTER[-1])
    tried = [(edition, Slack()), (brief, Slack()), (brief, tight), (edition, tight)]
    before = SetBefore()
    drafts = (_Composition.of(one, asked, slack, before).broken(with_contents=False) for one, slack in tried)
    # Where nothing helps, the tighter lines at least leave boxes whole.
    for draft in drafts:
        if draft.pages <= _CARD_SIDES:
            break
    return draft


def _mended(edition: Edition, asked: _Asked, draft: _Draft) -> _Draft:
    """Avoid a page too many, or a last page with little on it, within the profile's limits for leading and space."""
    count = draft.pages
    before = draft.composition.setting.typesetter.before
    if 0 < edition.layout.pages < count:
        tight = _Composition.of(edition, asked, _slack(edition, *_TIGHTER[-1]), before).broken(with_contents=False)
        return tight if tight.pages <= edition.layout.pages else draft
    if count == 1 or edition.layout.columns > 1 or draft.laid.breaks.last_fill >= _LITTLE:
        return draft
    with_contents = count > edition.layout.contents_over_pages
    for shares in (*_TIGHTER, *(_LOOSER if draft.laid.breaks.last_fill < _NEARLY_NOTHING else ())):
        composition = _Composition.of(edition, asked, _slack(edition, *shares), before)
        trial = composition.broken(with_contents=with_contents)
        pages_now = trial.pages
        if with_contents and pages_now <= edition.layout.contents_over_pages:
            # So much was saved that the list of contents is not needed any more; without it there is only more room.
            return composition.broken(with_contents=False)
        if pages_now < count or (
            pages_now == count and trial.laid.breaks.last_fill >= _NEARLY_NOTHING and shares in _LOOSER
        ):
            return trial
    return draft


def _slack(edition: Edition, leading: float, space: float) -> Slack:
    profile = edition.profile
    return Slack(1 + leading * profile.leading_slack, 1 + space * profile.space_slack)


@dataclass(frozen=True, slots=True)
class _Composition:
    """The whole document as strips, in one leading and space, before its pages are broken."""

    setting: Setting
    banner: tuple[Op, ...]
    document: Document

    @classmethod
    def of(cls, edition: Edition, asked: _Asked, slack: Slack, before: SetBefore) -> _Composition:
        setting = _setting(edition, asked, slack, before)
        setting.band = furniture.band_lines(setting)
        setting.room = furniture.bottom_of_page(setting) - furniture.top_of_page(setting)
        root = Element(Role.DOCUMENT, language=edition.language)
        banner = furniture.banner(setting, root.add(Role.DIV))
        return cls(setting, banner, document(setting, asked.values, root))

    def broken(self, *, with_contents: bool) -> _Draft:
        """The document on its pages, with a list of contents or without."""
        setting, head = self.setting, self.document.head
        strips = self.document.strips(with_contents=with_contents)
        top = furniture.top_of_first_page(setting) + height(head)
        bottom = furniture.bottom_of_page(setting)
        columns = setting.edition.layout.columns if head else 1
        first, other = bottom - top, bottom - furniture.top_of_page(setting)
        if head and -height(head[-1:]) <= first < _FEWEST_LINES * setting.style("body").leading:
            # The head takes page 1 for itself, and the columns begin on page 2.
            first, breaks = other, pages.later(pages.break_pages(strips, max(other, 1.0), max(other, 1.0), columns))
        else:
            breaks = pages.break_pages(strips, max(first, 1.0), max(other, 1.0), columns)
        laid = Laid(self.document.root, self.banner, tuple(head), tuple(strips), breaks)
        return _Draft(self, laid, min(first, other), with_contents)


def _setting(edition: Edition, asked: _Asked, slack: Slack, before: SetBefore) -> Setting:
    """What the page as a whole is set with."""
    measures = geometry(edition)
    full = Measure(0.0, measures.area.width)
    fonts = Fonts(edition.brand.font, edition.fonts, edition.language)
    typesetter = Typesetter(fonts, edition.language, edition.direction, before=before)
    values, text = voice_values(asked.values, 0), full.inset(measures.side)
    setting = Setting(edition, typesetter, values, measures, text, full, slack, trace=asked.trace)
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
