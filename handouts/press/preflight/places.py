"""Where marked content stands in the tag tree: its block, its table cell, its link."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.press.anatomy import Document, Element, Marked, ObjectRef, Structure
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
    if role in _CELLS:
        place = place._replace(cell=number)
    elif role == "L":
        place = place._replace(list=number)
    elif role == "Link":
        place = place._replace(link=number)
    for kid in element.kids:
        if isinstance(kid, Marked):
            yield kid, place
        elif isinstance(kid, Element):
            yield from _places(kid, place)


def lists_of_sources(document: Document) -> frozenset[int]:
    """The object numbers of lists whose items mostly link to the web: references, by what they are.

    There is a tag for them (BibEntry), but it is an inline one and rarely used.
    """
    if document.structure is None:
        return frozenset()
    web = {note.number for page in document.pages for note in page.annotations if note.uri.startswith("http")}
    return frozenset(
        element.number
        for element in document.structure.walk()
        if element.role == "L" and _links_out(element, web) * 2 > len(element.elements()) > 2
    )


def _links_out(bullets: Element, web: set[int]) -> int:
    return sum(
        any(isinstance(kid, ObjectRef) and kid.number in web for below in item.walk() for kid in below.kids)
        for item in bullets.elements()
    )
