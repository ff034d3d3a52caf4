"""The tag tree as PDF objects: structure elements, parent tree, link annotations (ISO 32000-1, 14.7 and 14.8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from handouts.tags import Annotation, Content, Element, Role
from handouts.typeset.plate import LinkArea, Plate
from handouts.typeset.ready import LateAlt
from handouts.typeset.syntax import link, number, numbers, purpose, uri
from handouts.typeset.writer import Objects, Raw, Ref, name, string


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
        self._parents: list[dict[int, int]] = [{} for _ in page_refs]

    def annotations(self, page: int, areas: Sequence[LinkArea], plate: Plate) -> list[Ref]:
        """Link annotations of one page, each with its key in the parent tree and words for its purpose."""
        refs = []
        for area in sorted(areas, key=lambda a: (-a.rects[0][3], a.rects[0][0])):
            ref = self._objects.reserve()
            key = len(self._pages) + len(self._annotations)
            self._objects.plain[ref.number] = self._link(area, key, plate)
            self._annotations.append((area.annotation, page, ref))
            refs.append(ref)
        return refs

    def late_annotation(self, page: int, annotation: Annotation, ref: Ref) -> int:
        """A link annotation that stamping writes; its key in the parent tree."""
        self._annotations.append((annotation, page, ref))
        return len(self._pages) + len(self._annotations) - 1

    def _link(self, area: LinkArea, key: int, plate: Plate) -> bytes:
        if area.target.startswith("#"):
            page, y = plate.targets[area.target[1:]]
            place = number(plate.paper.height - y + 6).encode("ascii")
            leads = b"/Dest[%d 0 R/XYZ 0 %s 0]" % (self._pages[page].number, place)
        else:
            leads = b"/A<</S/URI/URI%s>>" % _address(area.target)
        return link(area.rects, key, leads, _text(purpose(area.target, area.text)))

    def finish(self, pages: int) -> Ref:
        """Write all elements and the parent tree; returns the root's reference."""
        root_ref = self._objects.reserve()
        places: dict[Annotation, list[tuple[int, int]]] = {}
        for annotation, page, ref in self._annotations:
            places.setdefault(annotation, []).append((page, ref.number))
        owners: dict[Annotation, int] = {}
        top = self._element(self._root, root_ref.number, places, owners)
        rows = []
        for page, marks in enumerate(self._parents):
            row = b" ".join(b"%d 0 R" % marks[mcid] for mcid in range(len(marks)))
            rows.append(b"%d %d 0 R" % (page, self._objects.add(Raw(b"[%s]" % row)).number))
        for key, (annotation, _, _) in enumerate(self._annotations, pages):
            rows.append(b"%d %d 0 R" % (key, owners[annotation]))
        tree = self._objects.add(Raw(b"<</Nums[%s]>>" % b" ".join(rows)))
        entries = top, tree.number, pages + len(self._annotations)
        made = b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d>>" % entries
        return self._objects.put(root_ref, Raw(made))

    def _element(
        self, element: Element, parent: int, places: Mapping[Annotation, list[tuple[int, int]]],
        owners: dict[Annotation, int],
    ) -> int:  # fmt: skip
        """Write an element and all below it; the element's number.

        As bytes and not by `dictionary`: a document has hundreds of them, which took a quarter of its time.
        """
        late = self._late.get(element)
        own = self._objects.reserve().number if late is None else late
        home = next((kid.marks[0][0] for kid in element.kids if isinstance(kid, Content) and kid.marks), None)
        kids: list[bytes] = []
        for kid in element.kids:
            if isinstance(kid, Element):
                if not is_empty(kid):
                    kids.append(b"%d 0 R" % self._element(kid, own, places, owners))
            elif isinstance(kid, Content):
                for page, mcid in kid.marks:
                    self._parents[page][mcid] = own
                    kids.append(b"%d" % mcid if page == home else self._marked(page, mcid))
            else:
                owners[kid] = own
                for page, target in places.get(kid, ()):
                    kids.append(b"<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>" % (target, self._pages[page].number))
        before, alt, after = self._syntax(element, parent, home, kids)
        if late is None:
            self._objects.plain[own] = before + alt + after
        else:
            self.alts.append(LateAlt(late, before, element.alt, after))
        return own

    def _syntax(
        self, element: Element, parent: int, home: int | None, kids: Sequence[bytes]
    ) -> tuple[bytes, bytes, bytes]:
        """An element's dictionary (ISO 32000-1, table 323): up to its alternative text, that, and what follows."""
        out = [_TYPES[element.role], b"/P %d 0 R" % parent]
        if home is not None:
            out.append(b"/Pg %d 0 R" % self._pages[home].number)
        if len(kids) == 1:
            out.append(b"/K " + kids[0])
        elif kids:
            out.append(b"/K[%s]" % b" ".join(kids))
        if element.language:
            out.append(b"/Lang" + _text(element.language))
        if element.title:
            out.append(b"/T" + _text(element.title))
        out.append(_attributes(element))
        if element in self._late:
            return b"".join([*out, b"/Alt"]), b"", b">>"
        return b"".join(out), b"/Alt" + _text(element.alt) if element.alt else b"", b">>"

    def _marked(self, page: int, mcid: int) -> bytes:
        return b"<</Type/MCR/Pg %d 0 R/MCID %d>>" % (self._pages[page].number, mcid)


@lru_cache(maxsize=2_048)
def _text(text: str) -> bytes:
    return string(text).syntax


_address = lru_cache(maxsize=1_024)(uri)

# How an element's dictionary begins. All types are standard ones, in letters that need no escape.
_TYPES = {role: b"<</S/" + role.value.encode("ascii") for role in Role}


def is_empty(element: Element) -> bool:
    """True for an element nothing was drawn for: a late paragraph whose value is empty."""
    if element.role in (Role.TD, Role.TH):
        return False  # an empty cell still holds its place in the row
    return all(
        (isinstance(kid, Content) and not kid.marks) or (isinstance(kid, Element) and is_empty(kid))
        for kid in element.kids
        if not isinstance(kid, Annotation)
    )


def _attributes(element: Element) -> bytes:
    if element.role is Role.TH and element.scope:
        return b"/A<</O/Table/Scope%s>>" % name(element.scope).syntax
    if element.role is Role.L and element.numbering:
        return b"/A<</O/List/ListNumbering%s>>" % name(element.numbering).syntax
    if element.role is Role.FIGURE:
        box = next((kid.bbox for kid in element.kids if isinstance(kid, Content) and kid.bbox), None)
        return b"/A<</O/Layout/Placement/Block%s>>" % (b"/BBox[%s]" % numbers(box) if box else b"")
    return b""
