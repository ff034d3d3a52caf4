"""Whether marks, annotations, parent tree and tag tree say the same: the check validators leave out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from handouts.press.anatomy import Annotation, Document, Element, Marked, ObjectRef, Structure
from handouts.press.marking import Marking
from handouts.press.rules import Violation
from handouts.records import dataclass


def page_of(element: Element) -> int:
    """A page to name for an element: its own, that of its first content, or the first."""
    if element.page:
        return element.page
    for below in element.walk():
        for kid in below.kids:
            if not isinstance(kid, Element) and kid.page:
                return kid.page
    return 1


@dataclass(frozen=True, slots=True)
class _Tree:
    """The tag tree with the marks that are really drawn, each with its stream's StructParents."""

    structure: Structure
    by_number: Mapping[int, Element]
    drawn: Mapping[Marked, int | None]

    def leads_to(self, mark: Marked) -> int:
        """The object number the parent tree has for a drawn mark, 0 for none (ISO 32000-1, 14.7.4.4)."""
        key = self.drawn.get(mark)
        entry = self.structure.parent_tree.get(key) if key is not None else None
        return entry[mark.mcid] if isinstance(entry, tuple) and 0 <= mark.mcid < len(entry) else 0

    def displaced(self, mark: Marked) -> Marked | None:
        """The kid that would be this mark, were its page right: it leads to another element or is not drawn."""
        element = self.by_number.get(self.leads_to(mark))
        if element is None or mark in element.kids:
            return None
        marks = (kid for kid in element.kids if isinstance(kid, Marked) and kid[1:] == mark[1:])
        return next((kid for kid in marks if self.leads_to(kid) != element.number), None)


def parentage(document: Document, structure: Structure, markings: Sequence[Marking]) -> Iterator[Violation]:
    """Every disagreement between content, parent tree and tag tree (ISO 32000-1, 14.7.4)."""
    by_number = {element.number: element for element in structure.walk()}
    drawn = {mark: key for marking in markings for mark, key in marking.struct_parents.items()}
    tree = _Tree(structure, by_number, drawn)
    for marking in markings:
        yield from _repeats(marking)
    for mark in drawn:
        yield from _mark(tree, mark)
    yield from _kids(document, tree)
    yield from _entries(document, tree)
    yield from _annotations(document, tree)
    yield from _links(structure)


def _repeats(marking: Marking) -> Iterator[Violation]:
    """A marked-content id is used once in its stream (ISO 32000-1, 14.7.4.2)."""
    for mark, count in marking.marks.items():
        if count > 1:
            message = f"Marked-content id {mark.mcid} is used {count} times."
            yield Violation("structure-duplicate-mark", mark.page, message)


def _mark(tree: _Tree, mark: Marked) -> Iterator[Violation]:
    """A mark leads, through the parent tree, to an element that owns it (ISO 32000-1, 14.7.4.4)."""
    number = tree.leads_to(mark)
    element = tree.by_number.get(number)
    if not number:
        yield Violation("structure-unresolved-mark", mark.page, f"Mark {mark.mcid} is not in the parent tree.")
    elif element is None:
        message = f"Mark {mark.mcid} leads to object {number}, which is not in the tag tree."
        yield Violation("structure-unreachable", mark.page, message)
    elif tree.displaced(mark) is not None:
        message = f"Mark {mark.mcid} belongs to a {element.role} that is said to be on another page."
        yield Violation("structure-wrong-page", mark.page, message)
    elif mark not in element.kids:
        message = f"Mark {mark.mcid} leads to a {element.role} that does not have it as a kid."
        yield Violation("structure-wrong-parent", mark.page, message)


def _kids(document: Document, tree: _Tree) -> Iterator[Violation]:
    """Each kid of the tag tree exists in the file and has one owner (ISO 32000-1, 14.7.4)."""
    annotations = {annotation.number for page in document.pages for annotation in page.annotations}
    # `_mark` tells of a kid on the wrong page where the mark is; telling of the kid as well would say it twice.
    told = {(tree.leads_to(mark), tree.displaced(mark)) for mark in tree.drawn}
    owned: set[Marked | ObjectRef] = set()
    for element in tree.structure.walk():
        for kid in element.kids:
            if isinstance(kid, Element) or (element.number, kid) in told:
                continue
            page, name = kid.page or page_of(element), _name(kid)
            if kid in owned:
                yield Violation("structure-wrong-parent", page, f"{name} is a kid a second time, of a {element.role}.")
            elif isinstance(kid, ObjectRef) and kid.number not in annotations:
                message = f"A {element.role} has a kid, {name.lower()}, which is no annotation of any page."
                yield Violation("structure-dead-kid", page, message)
            elif isinstance(kid, Marked) and kid not in tree.drawn:
                message = f"A {element.role} has a kid, {name.lower()}, which is not drawn on page {page}."
                yield Violation("structure-dead-kid", page, message)
            owned.add(kid)


def _name(kid: Marked | ObjectRef) -> str:
    return f"Mark {kid.mcid}" if isinstance(kid, Marked) else f"Object {kid.number}"


def _entries(document: Document, tree: _Tree) -> Iterator[Violation]:
    """Nothing stands in the parent tree that the file does not have (ISO 32000-1, 14.7.4.4)."""
    drawn = {(key, mark.mcid) for mark, key in tree.drawn.items()}
    pages = {
        stream.struct_parents: page.number
        for page in document.pages
        for stream in page.streams()
        if stream.struct_parents is not None
    }
    annotations = {annotation.number: annotation for page in document.pages for annotation in page.annotations}
    linked = {annotation.struct_parent for annotation in annotations.values()}
    for key, entry in tree.structure.parent_tree.items():
        if isinstance(entry, tuple):
            for mcid, number in enumerate(entry):
                if number and (key, mcid) not in drawn:
                    message = f"The parent tree has an entry for mark {mcid} (key {key}), which is not drawn."
                    yield Violation("structure-dead-entry", pages.get(key, 1), message)
        elif entry and key not in linked and not _is_missed(tree, entry, annotations):
            yield Violation("structure-dead-entry", 1, f"The parent tree's key {key} belongs to no annotation.")


def _is_missed(tree: _Tree, number: int, annotations: Mapping[int, Annotation]) -> bool:
    """True when an annotation of this element leads elsewhere, which `_annotations` tells."""
    element = tree.by_number.get(number)
    kids = element.kids if element else ()
    kin = [annotations[kid.number] for kid in kids if isinstance(kid, ObjectRef) and kid.number in annotations]
    return any(_owner(annotation, tree) is not element for annotation in kin)


def _annotations(document: Document, tree: _Tree) -> Iterator[Violation]:
    """Each annotation is a kid of the element its StructParent leads to (ISO 14289-1, 7.18.1 and 7.18.5)."""
    for page in document.pages:
        for annotation in page.annotations:
            if annotation.subtype == "Popup":
                continue
            owner = _owner(annotation, tree)
            name = f"{annotation.subtype} annotation {annotation.contents!r}"
            if owner is None:
                yield Violation("structure-annotation", page.number, f"The {name} leads to no element.")
            elif ObjectRef(page.number, annotation.number) not in owner.kids:
                message = f"The {name} leads to a {owner.role} that does not have it as a kid."
                yield Violation("structure-annotation", page.number, message)
            elif annotation.subtype == "Link" and owner.role != "Link":
                yield Violation("structure-annotation", page.number, f"The {name} is inside a {owner.role}, no Link.")
            if annotation.subtype == "Link" and not annotation.contents.strip():
                yield Violation("structure-link-contents", page.number, "A link has no description (Contents).")


def _owner(annotation: Annotation, tree: _Tree) -> Element | None:
    key = annotation.struct_parent
    entry = tree.structure.parent_tree.get(key) if key is not None else None
    return tree.by_number.get(entry) if isinstance(entry, int) else None


def _links(structure: Structure) -> Iterator[Violation]:
    """Each element is reached once and names the element above it (ISO 32000-1, table 323)."""
    for role, page in structure.repeated:
        yield Violation("structure-element-twice", page, f"A {role} is reached twice in the tag tree.")
    for element in structure.elements:
        yield from _parent_links(element, structure.root)


def _parent_links(element: Element, parent: int) -> Iterator[Violation]:
    if element.parent != parent:
        message = f"A {element.role} names object {element.parent} as its parent, but is a kid of object {parent}."
        yield Violation("structure-parent-link", page_of(element), message)
    for kid in element.elements():
        yield from _parent_links(kid, element.number)
