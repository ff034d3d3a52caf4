"""A whole document to strips: one language, two beside or below each other, or the handouts of a packet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from handouts.diagnostics import Diagnostic
from handouts.resolving import matter
from handouts.resolving.values import voice_values
from handouts.tags import Element, Role
from handouts.typeset import front, furniture
from handouts.typeset.beside import in_area, side_by_side
from handouts.typeset.blocks import key_points
from handouts.typeset.fonts import Fonts
from handouts.typeset.geometry import Area
from handouts.typeset.sections import section
from handouts.typeset.setting import Setting
from handouts.typeset.strips import PAGE_ENDS, Measure, Outline, Strip, changed, ended, height
from handouts.typeset.text import Typesetter

_BELOW_HEAD = 1.8  # times the space between blocks: as much as stands above a box
_MOST_HEAD = 0.6  # of a page's text may stand above the columns of page 1
_OPEN_PAGES = frozenset({"full", "half"})  # page 1 of a card or a fold is but a side, and the next lies beside it


class Listing(Enum):
    """Whether there is a list of contents; a parted one may stand on two pages, and has but one column."""

    NONE = 0
    WHOLE = 1
    PARTED = 2


@dataclass(slots=True)
class Document:
    """All strips of a document: `head` above the columns of page 1, and those in the columns.

    The list of contents stands between `before` and `after`. Whether it is wanted is known only once the pages are
    counted, so it is made on demand, and belongs to the structure from `settle` on. `missing` is what page 1 lacks, in
    points, to hold title, key points and the box that comes first; 0 where it holds them all, or has no such box.
    """

    root: Element
    head: list[Strip]
    before: list[Strip]
    after: list[Strip] = field(default_factory=list)
    contents: _Contents | None = None
    missing: float = 0.0

    def strips(self, listing: Listing) -> list[Strip]:
        """What stands in the columns, with the list of contents or without."""
        return [*self.before, *self.listed(listing), *self.after]

    def listed(self, listing: Listing) -> list[Strip]:
        """The list of contents; empty where there is none."""
        return self.contents.strips(listing) if self.contents is not None and listing is not Listing.NONE else []

    def settle(self, listing: Listing) -> None:
        """Put the structure elements of the list in their place, if it stays."""
        if self.contents is not None and listing is not Listing.NONE:
            self.contents.settle(self.root, listing)


class _Contents:
    """The list of contents in each language of the document; `at` is its place among the elements of the root."""

    def __init__(self, columns: Sequence[Setting], at: int, areas: Sequence[Area] = ()) -> None:
        self._columns = columns
        self._at = at
        self._areas = areas
        self._made: dict[Listing, tuple[list[Strip], Element, list[Diagnostic]]] = {}

    def strips(self, listing: Listing) -> list[Strip]:
        """The list, made when it is first asked for; what is wrong with it counts only if it stays."""
        if listing not in self._made:
            findings = self._columns[0].typesetter.findings
            before, scratch, parted = len(findings), Element(Role.DIV), listing is Listing.PARTED
            made = [front.contents(column, _home(column, scratch), parted=parted) for column in self._columns]
            strips = _level(made, self._areas) if self._areas else made[0]
            self._made[listing] = strips, scratch, findings[before:]
            del findings[before:]
        return self._made[listing][0]

    def settle(self, root: Element, listing: Listing) -> None:
        """It stays: its elements and findings are the document's."""
        _, scratch, findings = self._made[listing]
        root.kids[self._at : self._at] = scratch.kids
        self._columns[0].typesetter.findings.extend(findings)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A part of the document that has its counterpart in another language: a title, a section, the contact block.

    `across` goes over the whole page below it, once for both languages. `place` marks where the list of contents
    stands, if it is wanted: among the elements of the root, from 0.
    """

    strips: list[Strip]
    across: list[Strip] = field(default_factory=list)
    place: int = -1


def document(setting: Setting, values: Mapping[str, str], root: Element) -> Document:
    """All strips of the document in reading order, and the structure elements below `root`."""
    edition = setting.edition
    if edition.parts:
        return Document(root, [], _packet(setting, root))
    if edition.beside is not None:
        return _bilingual(setting, values, root)
    if edition.layout.columns > 1:
        return _in_columns(setting, root)
    parts, missing = _safety_first(setting, root, _units(_everywhere(setting), root), _first_room(setting))
    return _parted(root, parts, [setting], missing=missing)


def _in_columns(setting: Setting, root: Element) -> Document:
    """The document in one language, with what matters most above its columns."""
    column = _in_column(setting, setting.geometry.columns[0].width)
    over = _over_columns(setting, column)
    title, *rest = _units(_Places(setting, over.points or column, column, column, over.first, over.box_leads), root)
    made = _parted(root, rest[over.count :], [column])
    made.head = [*_joined([title, *rest[: over.count]]), Strip(setting.space * _BELOW_HEAD)]
    return made


def _parted(
    root: Element, parts: Sequence[_Unit], columns: Sequence[Setting], areas: Sequence[Area] = (),
    *, missing: float = 0.0,
) -> Document:  # fmt: skip
    """The document with a place for its list of contents, in one column or for two languages."""
    at = next((at for at, part in enumerate(parts) if part.place >= 0), len(parts))
    contents = _Contents(columns, parts[at].place, areas) if at < len(parts) else None
    return Document(root, [], _joined(parts[:at]), _joined(parts[at:]), contents, missing)


def _safety_first(
    setting: Setting, root: Element, units: Iterable[_Unit], room: float
) -> tuple[list[_Unit], float]:  # fmt: skip
    """The parts, with a box that is the first section before the key points where page 1 holds it, but not both.

    `room` is that of page 1 in points. Also what it lacks for both; 0 where nothing is lacking, or moved for it.
    """
    parts, ends = [], []
    for unit in units:
        parts.append(unit)
        ends.append(len(root.kids))
    if not _has_leading_box(setting) or setting.edition.layout.share not in _OPEN_PAGES:
        return parts, 0.0
    title, points, box = (height(part.strips) for part in parts[:3])
    space = parts[2].strips[0].before
    over = title + box - room
    if title + points + box <= room or over > space / 2:
        return parts, 0.0
    nearer = changed(parts[2].strips[0], before=min(space, space - over))
    parts[1:3] = replace(parts[2], strips=[nearer, *parts[2].strips[1:]]), parts[1]
    first, second, third = ends[:3]
    root.kids[first:third] = [*root.kids[second:third], *root.kids[first:second]]
    return parts, title + points + box - room


def _first_room(setting: Setting) -> float:
    """The height of the text on page 1."""
    return furniture.bottom_of_page(setting) - furniture.top_of_first_page(setting)


def _has_leading_box(setting: Setting) -> bool:
    """True where the first section is a box and there are key points before it."""
    leads = matter.shown(setting.edition, setting.edition.lead)
    return bool(leads and leads[0].box and setting.edition.key_points)


@dataclass(frozen=True, slots=True)
class _Over:
    """What stands over the columns of page 1 below the title: places for the key points and for the first box."""

    points: Setting | None = None
    first: Setting | None = None
    box_leads: bool = False

    @property
    def count(self) -> int:
        """How many parts that are."""
        return (self.points is not None) + (self.first is not None)


def _over_columns(setting: Setting, column: Setting) -> _Over:
    """Title and key points over the columns, unless they would leave little room; and a box that no column can hold.

    Where page 1 has no room for both points and box, the box comes first.
    """
    scratch = Element(Role.DIV)
    title = height(front.title_block(setting, scratch))
    head = title + height(_key_points(setting, scratch))
    points = setting if head < setting.room * _MOST_HEAD else None
    leads = matter.shown(setting.edition, setting.edition.lead)
    if not leads or not leads[0].box:
        return _Over(points)
    room = _first_room(setting) - title
    in_column, across = (
        section(replace(one, outline=Outline()), leads[0], scratch, one.full)[0] for one in (column, setting)
    )
    # What comes first in a column has no space above it.
    tall, low = height(in_column) - in_column[0].before + setting.space * _BELOW_HEAD, height(across)
    over = head - title
    if points is not None and over + tall <= room:
        return _Over(points)
    if points is not None and over + low <= room:
        return _Over(points, setting)
    box_leads = setting.edition.layout.pages != 1 and low <= room
    return _Over(None, setting, box_leads=True) if box_leads else _Over(points)


def _everywhere(setting: Setting, across: Setting | None = None) -> _Places:
    return _Places(setting, setting, setting, across or setting)


def _in_column(setting: Setting, width: float) -> Setting:
    """The setting for one column: no side column, and the column's measure."""
    measure = Measure(0.0, width)
    return replace(setting, text=measure, full=measure)


def _joined(units: Sequence[_Unit]) -> list[Strip]:
    return [strip for unit in units for strip in (*unit.strips, *unit.across)]


@dataclass(frozen=True, slots=True)
class _Places:
    """The measures of the title, the key points and all other text; they differ where there are columns.

    `first` is that of a box which is the first of all sections, where it differs; `box_leads` where it stands before
    the key points.
    """

    title: Setting
    points: Setting
    column: Setting
    across: Setting
    first: Setting | None = None
    box_leads: bool = False


def _units(places: _Places, root: Element) -> Iterator[_Unit]:
    """The document part by part."""
    column = places.column
    edition, across = column.edition, places.across.full
    yield _Unit(front.title_block(places.title, _home(column, root)))
    leads = matter.shown(edition, edition.lead)
    if places.box_leads:
        yield _Unit(*section(places.first or column, leads[0], root, across))
    yield _Unit(_key_points(places.points, root))
    for at, lead in enumerate(leads):
        if at or not places.box_leads:
            yield _Unit(*section(column if at else places.first or column, lead, root, across))
    if matter.listed(edition):
        yield _Unit([], place=len(root.kids))
    for used in matter.shown(edition, edition.sections):
        yield _Unit(*section(column, used, root, across))
    short = matter.left_out(edition)
    yield _Unit(front.left_out(column, _home(column, root)) if short else [])
    yield _Unit(front.contact(column, _home(column, root)))


def _home(setting: Setting, root: Element) -> Element:
    """Where a part's elements belong: the second language's in an element that says which language it is."""
    return root.add(Role.DIV, language=setting.edition.language) if setting.voice else root


def _key_points(setting: Setting, root: Element) -> list[Strip]:
    points = setting.edition.key_points
    before = setting.space * (1.2 if setting.is_close else 1.6)
    return key_points(setting, points, _home(setting, root), before=before) if points else []


# --- two languages -----------------------------------------------------------------------------------------------


def _bilingual(setting: Setting, values: Mapping[str, str], root: Element) -> Document:
    """Section by section: the second language beside the first, or below it."""
    facing = setting.edition.layout.bilingual == "facing"
    other = _second(setting, values)
    areas = _areas(setting, other, facing=facing)
    columns = [_in_column(one, areas[0].width) if facing else one for one in (setting, other)]
    # One part after the other in both languages, so that the structure is read as the page is.
    pairs = zip(*(_units(_everywhere(column, setting), root) for column in columns), strict=True)
    units = (_Unit(_level([one.strips, two.strips], areas), one.across, one.place) for one, two in pairs)
    parts, missing = _safety_first(setting, root, units, _first_room(setting))
    return _parted(root, parts, columns, areas, missing=missing)


def _level(strips: Sequence[list[Strip]], areas: Sequence[Area]) -> list[Strip]:
    """A part in two languages, side by side where their areas are."""
    one, two = strips
    return side_by_side(one, two, areas) if areas[0].left != areas[1].left else [*one, *in_area(two, areas[1])]


def _second(setting: Setting, values: Mapping[str, str]) -> Setting:
    """The same setting for the document's second language."""
    edition = setting.edition.beside
    assert edition is not None
    fonts = Fonts(edition.brand.font, edition.fonts, edition.language)
    first = setting.typesetter
    typesetter = Typesetter(fonts, edition.language, edition.direction, first.findings, before=first.before)
    return replace(setting, edition=edition, typesetter=typesetter, values=voice_values(values, 1), voice=1)


def _areas(setting: Setting, other: Setting, *, facing: bool) -> tuple[Area, Area]:
    """Where each language stands, from its own start edge."""
    geometry = setting.geometry
    first, second = geometry.columns if facing else (geometry.area, geometry.area)
    return first, replace(second, rtl=other.edition.direction == "rtl")


# --- packets -----------------------------------------------------------------------------------------------------


def _packet(setting: Setting, root: Element) -> list[Strip]:
    """A page of its own with the titles of all handouts, then each of them from the top of a new page."""
    cover = root.add(Role.PART, title=setting.edition.title.plain)
    strips = front.title_block(setting, cover)
    strips += front.packet_contents(setting, cover)
    strips = ended(strips, PAGE_ENDS)
    for at, edition in enumerate(setting.edition.parts):
        part = root.add(Role.PART, title=edition.title.plain)
        own = replace(setting, edition=edition, prefix=f"{edition.request.handout}/", depth=1)
        setting.outline.entries.append((1, edition.title.plain, own.anchor("top")))
        units, _ = _safety_first(own, part, _units(_everywhere(own), part), own.room)
        made = _joined(units if at + 1 == len(setting.edition.parts) else units[:-1])
        strips += ended(made, PAGE_ENDS) if at + 1 < len(setting.edition.parts) else made
    return strips
