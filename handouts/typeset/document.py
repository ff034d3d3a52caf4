"""A whole document to strips: one language, two beside or below each other, or the handouts of a packet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from handouts.edition import Edition, EditionSection
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
from handouts.typeset.values import voice_values

_FEWEST_CONTENTS = 3  # a list of one or two parts tells nothing
_BELOW_HEAD = 1.8  # times the space between blocks: as much as stands above a box
_MOST_HEAD = 0.6  # of a page's text may stand above the columns of page 1

Strips = tuple[list[Strip], list[Strip]]  # what stands in the columns, and what stands above them on page 1


@dataclass(frozen=True, slots=True)
class _Unit:
    """A part of the document that has its counterpart in another language: a title, a section, the contact block.

    `across` goes over the whole page below it, once for both languages.
    """

    strips: list[Strip]
    across: list[Strip]


def document(setting: Setting, values: Mapping[str, str], root: Element, *, with_contents: bool) -> Strips:
    """All strips of the document in reading order, and the structure elements below `root`."""
    edition = setting.edition
    if edition.parts:
        return [], _packet(setting, root)
    if edition.beside is not None:
        return [], _bilingual(setting, values, root, with_contents=with_contents)
    if edition.layout.columns > 1:
        column = _in_column(setting, setting.geometry.columns[0].width)
        over = _over_columns(setting)
        first = _box_over_columns(setting, column) if over else None
        places = _Places(setting, over or column, column, column, first)
        title, *rest = _units(places, root, with_contents=with_contents)
        head = [title, *rest[: bool(over) + bool(first)]]
        return [*_joined(head), Strip(setting.space * _BELOW_HEAD)], _joined(rest[len(head) - 1 :])
    return [], _joined(list(_units(_everywhere(setting), root, with_contents=with_contents)))


def _over_columns(setting: Setting) -> Setting | None:
    """The page as a place for the key points, unless title and points would leave little of it for the columns."""
    scratch = Element(Role.DIV)
    head = [*front.title_block(setting, scratch), *_key_points(setting, scratch)]
    return setting if height(head) < setting.room * _MOST_HEAD else None


def _box_over_columns(setting: Setting, column: Setting) -> Setting | None:
    """The page as a place for a box that comes first, where page 1 can hold it whole and a column of it cannot."""
    leads = _shown(setting.edition, setting.edition.lead)
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


def _units(places: _Places, root: Element, *, with_contents: bool) -> Iterator[_Unit]:
    """The document part by part."""
    column = places.column
    edition, across = column.edition, places.across.full
    yield _Unit(front.title_block(places.title, _home(column, root)), [])
    yield _Unit(_key_points(places.points, root), [])
    for at, lead in enumerate(_shown(edition, edition.lead)):
        yield _Unit(*section(column if at else places.first or column, lead, root, across))
    listed = with_contents and len(edition.sections) >= _FEWEST_CONTENTS and edition.layout.show == "all"
    yield _Unit(front.contents(column, _home(column, root)) if listed else [], [])
    for used in _shown(edition, edition.sections):
        yield _Unit(*section(column, used, root, across))
    short = edition.left_out and edition.layout.show == "all"
    yield _Unit(front.left_out(column, _home(column, root)) if short else [], [])
    in_block = edition.layout.contact == "block"
    yield _Unit(front.contact(column, _home(column, root)) if in_block else [], [])


def _home(setting: Setting, root: Element) -> Element:
    """Where a part's elements belong: the second language's in an element that says which language it is."""
    return root.add(Role.DIV, language=setting.edition.language) if setting.voice else root


def _key_points(setting: Setting, root: Element) -> list[Strip]:
    points = setting.edition.key_points
    before = setting.space * (1.2 if setting.is_close else 1.6)
    return key_points(setting, points, _home(setting, root), before=before) if points else []


def _shown(edition: Edition, sections: Sequence[EditionSection]) -> list[EditionSection]:
    """The sections the layout has a place for: all, or on a card only those in boxes."""
    return [used for used in sections if edition.layout.show == "all" or used.box]


# --- two languages -----------------------------------------------------------------------------------------------


def _bilingual(setting: Setting, values: Mapping[str, str], root: Element, *, with_contents: bool) -> list[Strip]:
    """Section by section: the second language beside the first, or below it."""
    facing = setting.edition.layout.bilingual == "facing"
    other = _second(setting, values)
    areas = _areas(setting, other, facing=facing)
    columns = [_in_column(one, areas[0].width) if facing else one for one in (setting, other)]
    # One part after the other in both languages, so that the structure is read as the page is.
    pairs = zip(
        *(_units(_everywhere(column, setting), root, with_contents=with_contents) for column in columns),
        strict=True,
    )
    strips: list[Strip] = []
    for one, two in pairs:
        if facing:
            strips += side_by_side(one.strips, two.strips, areas)
        else:
            strips += [*one.strips, *in_area(two.strips, areas[1])]
        strips += one.across
    return strips


def _second(setting: Setting, values: Mapping[str, str]) -> Setting:
    """The same setting for the document's second language."""
    edition = setting.edition.beside
    assert edition is not None
    typesetter = Typesetter(
        Fonts(edition.brand.font, edition.fonts, edition.language), edition.language, edition.direction,
        setting.typesetter.findings,
    )  # fmt: skip
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
        units = list(_units(_everywhere(own), part, with_contents=False))
        made = _joined(units if at + 1 == len(setting.edition.parts) else units[:-1])
        strips += ended(made, PAGE_ENDS) if at + 1 < len(setting.edition.parts) else made
    return strips
