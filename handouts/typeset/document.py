"""A whole document to strips: one language, two beside or below each other, or the handouts of a packet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from handouts.resolving import matter
from handouts.resolving.values import voice_values
from handouts.tags import Element, Role
from handouts.typeset import front
from handouts.typeset.beside import in_area, side_by_side
from handouts.typeset.blocks import key_points
from handouts.typeset.fonts import Fonts
from handouts.typeset.geometry import Area
from handouts.typeset.sections import section
from handouts.typeset.setting import Setting
from handouts.typeset.strips import PAGE_ENDS, Measure, Strip, ended, height
from handouts.typeset.text import Typesetter

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
        places = _Places(setting, over or column, column, column)
        title, *rest = _units(places, root, with_contents=with_contents)
        head = [title, *(rest[:1] if over else [])]
        return [*_joined(head), Strip(setting.space * _BELOW_HEAD)], _joined(rest[len(head) - 1 :])
    return [], _joined(list(_units(_everywhere(setting), root, with_contents=with_contents)))


def _over_columns(setting: Setting) -> Setting | None:
    """The page as a place for the key points, unless title and points would leave little of it for the columns."""
    scratch = Element(Role.DIV)
    head = [*front.title_block(setting, scratch), *_key_points(setting, scratch)]
    return setting if height(head) < setting.room * _MOST_HEAD else None


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
    """The measures of the title, the key points and all other text; they differ where there are columns."""

    title: Setting
    points: Setting
    column: Setting
    across: Setting


def _units(places: _Places, root: Element, *, with_contents: bool) -> Iterator[_Unit]:
    """The document part by part."""
    column = places.column
    edition, across = column.edition, places.across.full
    yield _Unit(front.title_block(places.title, _home(column, root)), [])
    yield _Unit(_key_points(places.points, root), [])
    for lead in matter.shown(edition, edition.lead):
        yield _Unit(*section(column, lead, root, across))
    listed = with_contents and matter.listed(edition)
    yield _Unit(front.contents(column, _home(column, root)) if listed else [], [])
    for used in matter.shown(edition, edition.sections):
        yield _Unit(*section(column, used, root, across))
    short = matter.left_out(edition)
    yield _Unit(front.left_out(column, _home(column, root)) if short else [], [])
    yield _Unit(front.contact(column, _home(column, root)), [])


def _home(setting: Setting, root: Element) -> Element:
    """Where a part's elements belong: the second language's in an element that says which language it is."""
    return root.add(Role.DIV, language=setting.edition.language) if setting.voice else root


def _key_points(setting: Setting, root: Element) -> list[Strip]:
    points = setting.edition.key_points
    return key_points(setting, points, _home(setting, root), before=setting.space * 1.6) if points else []


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
