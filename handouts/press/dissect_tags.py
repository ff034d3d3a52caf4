"""Takes the tag tree and its parent tree out of a PDF, each element once, whatever loops the file contains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field

from pypdf.generic import ArrayObject, DictionaryObject, PdfObject

from handouts.press.anatomy import Element, Kid, Marked, ObjectRef, ParentEntry, Structure
from handouts.press.objects import (
    array,
    as_dictionary,
    dictionary,
    follow,
    integer,
    number,
    raw,
    text,
    tree_items,
)
from handouts.records import dataclass


def structure_of(root: DictionaryObject, pages: Mapping[int, int]) -> Structure | None:
    """The tag tree of the catalog (ISO 32000-1, 14.7.2); `pages` gives the page number of a page object's number."""
    tree = dictionary(root, "/StructTreeRoot")
    if not tree:
        return None
    roles = dictionary(tree, "/RoleMap")
    role_map = {str(name).removeprefix("/"): text(roles, name) for name in roles}
    walk = _Walk(pages, role_map, dictionary(tree, "/ClassMap"))
    kids = tuple(walk.kids(tree, 0))
    return Structure(
        root=number(raw(root, "/StructTreeRoot")),
        elements=tuple(kid for kid in kids if isinstance(kid, Element)),
        parent_tree=dict(_parent_entries(dictionary(tree, "/ParentTree"))),
        role_map=role_map,
        repeated=tuple(walk.repeated),
    )


def standard_role(role: str, role_map: Mapping[str, str]) -> str:
    """The role at the end of the role map; a role in a loop stays what it is (ISO 32000-1, 14.7.3)."""
    seen = {role}
    mapped = role
    while mapped in role_map:
        mapped = role_map[mapped]
        if mapped in seen:
            return role
        seen.add(mapped)
    return mapped


@dataclass(slots=True)
class _Walk:
    """One walk over the tree: it enters each element once and keeps those it meets again."""

    pages: Mapping[int, int]
    role_map: Mapping[str, str]
    classes: DictionaryObject
    seen: set[int] = field(default_factory=set)
    repeated: list[tuple[str, int]] = field(default_factory=list)

    def kids(self, holder: DictionaryObject, page: int) -> Iterator[Kid]:
        """The kids of an element whose own page is `page` (ISO 32000-1, table 323)."""
        for entry in array(holder, "/K"):
            kid = follow(entry)
            if isinstance(kid, int):
                yield Marked(page, 0, int(kid))
            elif isinstance(kid, DictionaryObject):
                found = self._dictionary_kid(entry, kid, page)
                if found is not None:
                    yield found

    def _dictionary_kid(self, entry: PdfObject, kid: DictionaryObject, page: int) -> Kid | None:
        kind = text(kid, "/Type")
        own_page = self._page(kid) or page
        if kind == "MCR":
            mcid = integer(kid, "/MCID")
            return Marked(own_page, number(raw(kid, "/Stm")), -1 if mcid is None else mcid)
        if kind == "OBJR":
            return ObjectRef(own_page, number(raw(kid, "/Obj")))
        return self._element(number(entry), kid)

    def _element(self, own_number: int, node: DictionaryObject) -> Element | None:
        role = standard_role(text(node, "/S"), self.role_map)
        page = self._page(node)
        if own_number in self.seen:
            self.repeated.append((role, page or 1))
            return None
        own_number = own_number or -len(self.seen) - 1
        self.seen.add(own_number)
        attributes = self._attributes(node)
        return Element(
            number=own_number,
            role=role,
            parent=number(raw(node, "/P")),
            page=page,
            kids=tuple(self.kids(node, page)),
            alt=text(node, "/Alt"),
            actual_text=text(node, "/ActualText") if "/ActualText" in node else None,
            language=text(node, "/Lang"),
            scope=text(attributes, "/Scope"),
            numbering=text(attributes, "/ListNumbering"),
            columns=max(1, integer(attributes, "/ColSpan") or 1),
            rows=max(1, integer(attributes, "/RowSpan") or 1),
        )

    def _page(self, holder: DictionaryObject) -> int:
        return self.pages.get(number(raw(holder, "/Pg")), 0)

    def _attributes(self, node: DictionaryObject) -> DictionaryObject:
        """The attributes of an element, those of its classes first (ISO 32000-1, 14.7.5)."""
        merged = DictionaryObject()
        for name in array(node, "/C"):
            for entry in array(self.classes, str(follow(name))):
                merged.update(as_dictionary(follow(entry)))
        for entry in array(node, "/A"):
            merged.update(as_dictionary(follow(entry)))
        return merged


def _parent_entries(tree: DictionaryObject) -> Iterator[tuple[int, ParentEntry]]:
    """The parent tree, flat (ISO 32000-1, 14.7.4.4)."""
    for key, value in tree_items(tree, "/Nums"):
        if isinstance(key, int):
            found = follow(value)
            if isinstance(found, ArrayObject):
                yield int(key), tuple(number(entry) if follow(entry) is not None else 0 for entry in found)
            else:
                yield int(key), number(value)


def has_role_loop(role: str, role_map: Mapping[str, str]) -> bool:
    """True when following the role map from this role never ends."""
    return role in role_map and standard_role(role, role_map) == role
