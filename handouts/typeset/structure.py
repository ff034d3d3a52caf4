"""The tag tree as PDF objects: structure elements, parent tree, link annotations (ISO 32000-1, 14.7 and 14.8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handouts.tags import Annotation, Content, Element, Role
from handouts.typeset.plate import LinkArea, Plate
from handouts.typeset.ready import LateAlt
from handouts.typeset.syntax import outlines, purpose, uri
from handouts.typeset.writer import Objects, Raw, Ref, array, dictionary, name, string

_ALT = b"(alternative text)"  # where stamping puts it


class StructureWriter:
    """Writes one tree; pages' parent-tree keys are their indices, annotations' keys follow them.

    `late` are the numbers of elements whose alternative text is filled in by stamping; `alts` tells how.
    """

    def __init__(self, objects: Objects, root: Element, page_refs: Sequence[Ref], late: Mapping[Element, int]) -> None:
        self._objects = objects
        self._root = root
        self._pages = page_refs
        self._late = late
        self.alts: list[LateAlt] = []
        self._annotations: list[tuple[Annotation, int, Ref]] = []
        self._parents: list[dict[int, Ref]] = [{} for _ in page_refs]

    def annotations(self, page: int, areas: Sequence[LinkArea], plate: Plate) -> list[Ref]:
        """Link annotations of one page, each with its key in the parent tree and words for its purpose."""
        refs = []
        for area in sorted(areas, key=lambda a: (-a.rects[0][3], a.rects[0][0])):
            ref = self._objects.reserve()
            key = len(self._pages) + len(self._annotations)
            self._objects.put(ref, self._link(area, key, plate))
            self._annotations.append((area.annotation, page, ref))
            refs.append(ref)
        return refs

    def late_annotation(self, page: int, annotation: Annotation, ref: Ref) -> int:
        """A link annotation that stamping writes; its key in the parent tree."""
        self._annotations.append((annotation, page, ref))
        return len(self._pages) + len(self._annotations) - 1

    def _link(self, area: LinkArea, key: int, plate: Plate) -> Raw:
        box, corners = outlines(area.rects)
        entries: dict[str, Any] = {
            "Type": name("Annot"), "Subtype": name("Link"), "F": 4, "Border": array([0, 0, 0]),
            "Rect": array(box), "StructParent": key,
            "QuadPoints": array(corners) if len(area.rects) > 1 else None,
        }  # fmt: skip
        if area.target.startswith("#"):
            page, y = plate.targets[area.target[1:]]
            place = plate.paper.height - y + 6
            entries["Dest"] = array([self._pages[page], name("XYZ"), 0, place, 0])
        else:
            entries["A"] = dictionary({"S": name("URI"), "URI": Raw(uri(area.target))})
        entries["Contents"] = string(purpose(area.target, area.text))
        return dictionary(entries)

    def finish(self, pages: int) -> Ref:
        """Write all elements and the parent tree; returns the root's reference."""
        root_ref = self._objects.reserve()
        places: dict[Annotation, list[tuple[int, Ref]]] = {}
        keys: dict[int, Ref] = {}
        for annotation, page, ref in self._annotations:
            places.setdefault(annotation, []).append((page, ref))
        owners: dict[Annotation, Ref] = {}
        top = self._element(self._root, root_ref, places, owners)
        for at, (annotation, _, _) in enumerate(self._annotations):
            keys[pages + at] = owners[annotation]
        numbers: list[Any] = []
        for page, marks in enumerate(self._parents):
            row = [marks[mcid] for mcid in range(len(marks))]
            numbers += [page, self._objects.add(array(row))]
        for key, ref in sorted(keys.items()):
            numbers += [key, ref]
        tree = self._objects.add(dictionary({"Nums": array(numbers)}))
        return self._objects.put(
            root_ref,
            dictionary(
                {
                    "Type": name("StructTreeRoot"), "K": array([top]), "ParentTree": tree,
                    "ParentTreeNextKey": pages + len(self._annotations),
                }
            ),
        )  # fmt: skip

    def _element(
        self, element: Element, parent: Ref, places: Mapping[Annotation, list[tuple[int, Ref]]],
        owners: dict[Annotation, Ref],
    ) -> Ref:  # fmt: skip
        late = self._late.get(element)
        ref = self._objects.reserve() if late is None else Ref(late)
        home = next((kid.marks[0][0] for kid in element.kids if isinstance(kid, Content) and kid.marks), None)
        kids: list[Any] = []
        for kid in element.kids:
            match kid:
                case Element():
                    if not is_empty(kid):
                        kids.append(self._element(kid, ref, places, owners))
                case Content():
                    for page, mcid in kid.marks:
                        self._parents[page][mcid] = ref
                        kids.append(mcid if page == home else self._marked(page, mcid))
                case Annotation():
                    owners[kid] = ref
                    for page, target in places.get(kid, []):
                        entries = {"Type": name("OBJR"), "Obj": target, "Pg": self._pages[page]}
                        kids.append(dictionary(entries))
        made = dictionary(self._entries(element, parent, home, kids))
        if late is None:
            return self._objects.put(ref, made)
        before, _, after = made.syntax.partition(_ALT)
        self.alts.append(LateAlt(late, before, element.alt, after))
        return ref

    def _entries(self, element: Element, parent: Ref, home: int | None, kids: list[Any]) -> dict[str, Any]:
        alt = Raw(_ALT) if element in self._late else string(element.alt) if element.alt else None
        return {
            "S": name(element.role.value), "P": parent,
            "Pg": self._pages[home] if home is not None else None,
            "K": None if not kids else kids[0] if len(kids) == 1 else array(kids),
            "Alt": alt,
            "Lang": string(element.language) if element.language else None,
            "T": string(element.title) if element.title else None,
            "A": _attributes(element),
        }  # fmt: skip

    def _marked(self, page: int, mcid: int) -> Raw:
        return dictionary({"Type": name("MCR"), "Pg": self._pages[page], "MCID": mcid})


def is_empty(element: Element) -> bool:
    """True for an element nothing was drawn for: a late paragraph whose value is empty."""
    if element.role in (Role.TD, Role.TH):
        return False  # an empty cell still holds its place in the row
    return all(
        (isinstance(kid, Content) and not kid.marks) or (isinstance(kid, Element) and is_empty(kid))
        for kid in element.kids
        if not isinstance(kid, Annotation)
    )


def _attributes(element: Element) -> Raw | None:
    if element.role is Role.TH and element.scope:
        return dictionary({"O": name("Table"), "Scope": name(element.scope)})
    if element.role is Role.L and element.numbering:
        return dictionary({"O": name("List"), "ListNumbering": name(element.numbering)})
    if element.role is Role.FIGURE:
        entries = {"O": name("Layout"), "Placement": name("Block")}
        box = next((kid.bbox for kid in element.kids if isinstance(kid, Content) and kid.bbox), None)
        return dictionary({**entries, "BBox": array(box) if box else None})
    return None
