"""Takes a PDF apart with pypdf: from bytes to a `Document` of plain data, or a `NotAPdf` with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pypdf import PdfReader
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, PdfObject

from handouts.press.anatomy import Annotation, Document, Page, Stream, Target
from handouts.press.dissect_looks import Looks, box_of, colour_spaces, numbers_of, opacities
from handouts.press.dissect_tags import structure_of
from handouts.press.geometry import UNIT, Box, Matrix, placed_box
from handouts.press.objects import (
    array,
    as_dictionary,
    dictionary,
    follow,
    get,
    integer,
    number,
    raw,
    stream_data,
    text,
    tree_items,
)
from handouts.press.opening import opened
from handouts.press.operators import Operand, content_operations
from handouts.press.printsource import PRINT_EDITION
from handouts.press.xmp import xmp_facts

_LETTER = Box(0.0, 0.0, 612.0, 792.0)  # what readers take for a page without a size


def read(data: bytes) -> Document:
    """The document in these bytes."""
    with opened(data) as reader:
        return _document(reader)


def _document(reader: PdfReader) -> Document:
    root = as_dictionary(follow(reader.trailer.raw_get("/Root")))
    info = dictionary(reader.trailer, "/Info")
    preferences = dictionary(root, "/ViewerPreferences")
    xmp = xmp_facts(stream_data(get(root, "/Metadata")))
    sheets = list(reader.pages)
    numbers = {number(sheet.indirect_reference): index for index, sheet in enumerate(sheets, start=1)}
    looks = Looks()
    return Document(
        pages=tuple(_page(sheet, index, looks) for index, sheet in enumerate(sheets, start=1)),
        structure=structure_of(root, numbers),
        targets=tuple(_targets(root, sheets, numbers)),
        language=text(root, "/Lang"),
        title=xmp.title or text(info, "/Title"),
        xmp_title=xmp.title,
        edition=xmp.edition or text(info, "/Edition"),
        marked=_is_true(get(dictionary(root, "/MarkInfo"), "/Marked")),
        display_title=_is_true(get(preferences, "/DisplayDocTitle")),
        claims=xmp.claims,
        made_for=xmp.made_for,
        preferences={str(key).removeprefix("/"): text(preferences, key) for key in preferences},
        producer=text(info, "/Producer"),
        created=text(info, "/CreationDate"),
        print_edition=text(info, PRINT_EDITION),
    )


def _is_true(value: PdfObject | None) -> bool:
    return isinstance(value, BooleanObject) and bool(value.value)


def _page(sheet: DictionaryObject, page_number: int, looks: Looks) -> Page:
    data = b"\n".join(stream_data(follow(part)) for part in array(sheet, "/Contents"))
    annotations = tuple(
        Annotation(
            number=number(entry),
            subtype=text(annotation, "/Subtype"),
            contents=text(annotation, "/Contents"),
            struct_parent=integer(annotation, "/StructParent"),
            uri=text(dictionary(annotation, "/A"), "/URI"),
        )
        for entry in array(sheet, "/Annots")
        if (annotation := as_dictionary(follow(entry)))
    )
    media = box_of(sheet, "/MediaBox") or _LETTER
    seen = (box_of(sheet, "/CropBox") or media).common(media)
    trim = (box_of(sheet, "/TrimBox") or seen).common(seen)
    upright = _upright(sheet, seen)
    return Page(
        number=page_number,
        content=_stream(sheet, data, 0, {}, looks),
        annotations=annotations,
        upright=upright,
        box=placed_box(upright, seen),
        trim=placed_box(upright, trim),
    )


def _upright(sheet: DictionaryObject, seen: Box) -> Matrix:
    """From the page's own coordinates to those of the page as it is looked at (ISO 32000-1, table 30)."""
    unit = (numbers_of(sheet, "/UserUnit", 1) or (1.0,))[0]
    x0, y0, x1, y1 = (unit * edge for edge in seen)
    match (integer(sheet, "/Rotate") or 0) % 360:
        case 90:
            return (0.0, -unit, unit, 0.0, -y0, x1)
        case 180:
            return (-unit, 0.0, 0.0, -unit, x1, y1)
        case 270:
            return (0.0, unit, -unit, 0.0, y1, -x0)
    return (unit, 0.0, 0.0, unit, -x0, -y0)


def _stream(
    holder: DictionaryObject, data: bytes, own_number: int, known: dict[int, Stream | None], looks: Looks
) -> Stream:
    """The content of a page or form; `known` are the page's forms met so far, None for those around this one."""
    resources = dictionary(holder, "/Resources")
    objects = dictionary(resources, "/XObject")
    forms: dict[str, Stream] = {}
    images: set[str] = set()
    for name in objects:
        form_number, form = number(raw(objects, name)), dictionary(objects, name)
        if text(form, "/Subtype") == "Form":
            if form_number not in known:
                known[form_number] = None
                known[form_number] = _stream(form, stream_data(form), form_number, known, looks)
            if (inside := known[form_number]) is not None:
                forms[str(name)] = inside
        elif text(form, "/Subtype") == "Image":
            images.add(str(name))
    properties = dictionary(resources, "/Properties")
    matrix = numbers_of(holder, "/Matrix", 6)
    return Stream(
        number=own_number,
        operations=content_operations(data),
        struct_parents=integer(holder, "/StructParents"),
        fonts=looks.fonts(resources),
        forms=forms,
        properties={str(name): _plain(dictionary(properties, name)) for name in properties},
        matrix=(matrix[0], matrix[1], matrix[2], matrix[3], matrix[4], matrix[5]) if matrix else UNIT,
        bbox=box_of(holder, "/BBox"),
        images=frozenset(images),
        colour_spaces=colour_spaces(resources),
        opacities=opacities(resources),
    )


def _plain(properties: DictionaryObject) -> dict[str, Operand]:
    """A property list from the resources in the form one written in the content has (ISO 32000-1, 14.6.2)."""
    plain: dict[str, Operand] = {}
    if (mcid := integer(properties, "/MCID")) is not None:
        plain["/MCID"] = float(mcid)
    if "/ActualText" in properties:
        plain["/ActualText"] = b"\xfe\xff" + text(properties, "/ActualText").encode("utf-16-be", "replace")
    return plain


def _targets(
    root: DictionaryObject, sheets: Sequence[DictionaryObject], numbers: Mapping[int, int]
) -> Iterator[Target]:
    """Where outline entries and links inside the document lead (ISO 32000-1, 12.3.2 and 12.3.3)."""
    named = _named_destinations(root)
    for entry in _outline_entries(root):
        target = _target(entry, named, numbers)
        if target is not None:
            yield Target(text(entry, "/Title"), 1, target)
    for index, sheet in enumerate(sheets, start=1):
        for reference in array(sheet, "/Annots"):
            annotation = as_dictionary(follow(reference))
            if "/Dest" in annotation or "/A" in annotation:
                target = _target(annotation, named, numbers)
                if target is not None:
                    yield Target(text(annotation, "/Contents"), index, target)


def _outline_entries(root: DictionaryObject) -> Iterator[DictionaryObject]:
    waiting, seen = [dictionary(root, "/Outlines")], set[int]()
    while waiting:
        entry = waiting.pop()
        below = [item for key in ("/Next", "/First") if (item := dictionary(entry, key)) and id(item) not in seen]
        waiting += below
        seen.update(id(item) for item in below)
        if "/Title" in entry:
            yield entry


def _named_destinations(root: DictionaryObject) -> dict[str, PdfObject]:
    old = dictionary(root, "/Dests")
    named = {str(name).removeprefix("/"): value for name in old if (value := raw(old, name)) is not None}
    for key, value in tree_items(dictionary(dictionary(root, "/Names"), "/Dests"), "/Names"):
        named[key.decode("latin-1") if isinstance(key, bytes) else str(key)] = value
    return named


def _target(holder: DictionaryObject, named: Mapping[str, PdfObject], numbers: Mapping[int, int]) -> int | None:
    """The page a destination or GoTo action leads to, 0 for none, None when it leads out of the document."""
    action = dictionary(holder, "/A")
    if action and text(action, "/S") != "GoTo":
        return None
    value = get(action, "/D") if action else get(holder, "/Dest")
    if isinstance(value, str | bytes):
        name = value.decode("latin-1") if isinstance(value, bytes) else str(value)
        value = follow(named.get(name.removeprefix("/")))
    if isinstance(value, DictionaryObject):
        value = get(value, "/D")
    return numbers.get(number(value[0]), 0) if isinstance(value, ArrayObject) and value else 0
