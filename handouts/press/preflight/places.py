"""Where marked content stands in the tag tree: its block, its table cell, its link."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.press.anatomy import Element, Marked, Structure
from handouts.press.preflight.measured import Place

INLINE = frozenset({"Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot"})
_CELLS = frozenset({"TH", "TD"})


def places_of(structure: Structure | None) -> dict[Marked, Place]:
    """The place of every mark of the tag tree; the first owner of a mark counts."""
    found: dict[Marked, Place] = {}
    if structure is not None:
        top = Place((), 0, "")
        for element in structure.elements:
            for mark, place in _places(element, top):
                found.setdefault(mark, place)
    return found


def _places(element: Element, above: Place) -> Iterator[tuple[Marked, Place]]:
    role, number = element.role, element.number
    place = above._replace(roles=(*above.roles, role))
    if role not in INLINE:
        place = place._replace(block=number, role=role)
    if role == "Table":
        place = place._replace(table=number, row=0, cell=0)
    elif role == "TR":
        place = place._replace(row=number)
    elif role in _CELLS:
        place = place._replace(cell=number)
    elif role == "Link":
        place = place._replace(link=number)
    for kid in element.kids:
        if isinstance(kid, Marked):
            yield kid, place
        elif isinstance(kid, Element):
            yield from _places(kid, place)
