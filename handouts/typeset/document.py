"""A whole document to strips: one language, two beside or below each other, or the handouts of a packet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

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
from handouts.typeset.strips import PAGE_ENDS, Measure, Outline, Strip, ended, height
from handouts.typeset.text import Typesetter

_BELOW_HEAD = 1.8  # times the space between blocks: as much as stands above a box
_MOST_HEAD = 0.6  # of a page's text may stand above the columns of page 1


@dataclass(slots=True)
class Document:
    """All strips of a document: `head` above the columns of page 1, and those in the columns.

    The list of contents stands between `before` and `after`. Whether it is wanted is known only once the pages are
    counted, so it is made on demand, and belongs to the structure from `settle` on.
    """

    root: Element
    head: list[Strip]
    before: list[Strip]
    after: list[Strip] = field(default_factory=list)
    contents: _Contents | None = None

    def strips(self, *, with_contents: bool) -> list[Strip]:
        """What stands in the columns, with the list of contents or without."""
        listed = self.contents.strips() if with_contents and self.contents is not None else []
        return [*self.before, *listed, *self.after]

    def settle(self, *, with_contents: bool) -> None:
        """Put the structure elements of the list in their place, if it stays."""
        if with_contents and self.contents is not None:
            self.contents.settle(self.root)


class _Contents:
    """The list of contents in each language of the document; `at` is its place among the elements of the root."""

    def __init__(
        self, columns: Sequence[Setting], at: int, areas: Sequence[Area] = (), *, facing: bool = False
    ) -> None:
        self._columns = columns
        self._at = at
        self._areas = areas
        self._facing = facing
        self._scratch = Element(Role.DIV)
        self._strips: list[Strip] | None = None
        self._findings: list[Diagnostic] = []

    def strips(self) -> list[Strip]:
        """The list, made when it is first asked for; what is wrong with it counts only if it stays."""
        if self._strips is None:
            findings = self._columns[0].typesetter.findings
            before = len(findings)
            made = [front.contents(column, _home(column, self._scratch)) for column in self._columns]
            self._strips = _level(made, self._areas, facing=self._facing) if self._areas else made[0]
            self._findings = findings[before:]
            del findings[before:]
        return self._strips

    def settle(self, root: Element) -> None:
        """It stays: its elements and findings are the document's."""
        root.kids[self._at : self._at] = self._scratch.kids
        self._columns[0].typesetter.findings.extend(self._findings)


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
        column = _in_column(setting, setting.geometry.columns[0].width)
        over = _over_columns(setting)
        first = _box_over_columns(setting, column) if over else None
        places = _Places(setting, over or column, column, column, first)
        title, *rest = _units(places, root)
        head = [title, *rest[: bool(over) + bool(first)]]
        above = [*_joined(head), Strip(setting.space * _BELOW_HEAD)]
        return _parted(root, above, rest[len(head) - 1 :], column)
    return _parted(root, [], list(_units(_everywhere(setting), root)), setting)


def _parted(root: Element, head: list[Strip], units: Sequence[_Unit], column: Setting) -> Document:
    """The document in one language, with a place for its list of contents."""
    at = next((at for at, unit in enumerate(units) if unit.place >= 0), len(units))
    contents = _Contents([column], units[at].place) if at < len(units) else None
    return Document(root, head, _joined(units[:at]), _joined(units[at:]), contents)


def _over_columns(setting: Setting) -> Setting | None:
    """The page as a place for the key points, unless title and points would leave little of it for the columns."""
    scratch = Element(Role.DIV)
    head = [*front.title_block(setting, scratch), *_key_points(setting, scratch)]
    return setting if height(head) < setting.room * _MOST_HEAD else None


def _box_over_columns(setting: Setting, column: Setting) -> Setting | None:
    """The page as a place for a box that comes first, where page 1 can hold it whole and a column of it cannot."""
    leads = matter.shown(setting.edition, setting.edition.lead)
    if not leads or not leads[0].box:
        return None
    scratch = Element(Role.DIV)
    head = height([*front.title_block(setting, scratch), *_key_points(setting, scratch)])
    room = setting.room - furniture.top_of_first_page(setting) + furniture.top_of_page(setting) - head
    tall, low = (
        height(section(replace(one, outline=Outline()), leads[0], scratch, one.full)[0]) for one in (column, setting)
    )
    return setting if tall + setting.space * _BELOW_HEAD > room >= low else None


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

    `first` is that of a box which is the first of all sections, where it differs.
    """

    title: Setting
    points: Setting
    column: Setting
    across: Setting
    first: Setting | None = None


def _units(places: _Places, root: Element) -> Iterator[_Unit]:
    """The document part by part."""
    column = places.column
    edition, across = column.edition, places.across.full
    yield _Unit(front.title_block(places.title, _home(column, root)))
    yield _Unit(_key_points(places.points, root))
    for at, lead in enumerate(matter.shown(edition, edition.lead)):
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
    made = Document(root, [], [])
    strips = made.before
    for one, two in pairs:
        if one.place >= 0:
            made.contents = _Contents(columns, one.place, areas, facing=facing)
            strips = made.after
        strips += [*_level([one.strips, two.strips], areas, facing=facing), *one.across]
    return made


def _level(strips: Sequence[list[Strip]], areas: Sequence[Area], *, facing: bool) -> list[Strip]:
    """A part in two languages."""
    one, two = strips
    return side_by_side(one, two, areas) if facing else [*one, *in_area(two, areas[1])]


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
        units = list(_units(_everywhere(own), part))
        made = _joined(units if at + 1 == len(setting.edition.parts) else units[:-1])
        strips += ended(made, PAGE_ENDS) if at + 1 < len(setting.edition.parts) else made
    return strips
