"""A plate laid out to a plate ready to stamp: fonts subset, pages compressed, the tag tree written."""

from __future__ import annotations

import re
import string as string_constants
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from handouts.edition import Edition
from handouts.tags import Annotation, Element
from handouts.typeset import embedding, metadata
from handouts.typeset.assembly import picture_name
from handouts.typeset.filing import predicted
from handouts.typeset.fonts import Face, Fonts
from handouts.typeset.geometry import Area
from handouts.typeset.ink import record
from handouts.typeset.late import set_words
from handouts.typeset.memory import Memory
from handouts.typeset.pieces import Run, Stroke
from handouts.typeset.plate import FontBook, FontUse, LatePlace, Plate, RunningText
from handouts.typeset.ready import (
    FIXED,
    LATE_ALTS,
    METADATA,
    RESOURCES,
    Overlay,
    ReadyBox,
    ReadyFont,
    ReadyPlate,
    ReadyText,
)
from handouts.typeset.strips import LateBoxOp, LateWords, Shape
from handouts.typeset.strokes import strokes
from handouts.typeset.structure import StructureWriter, is_empty
from handouts.typeset.syntax import numbers as numbers_of
from handouts.typeset.text import Typesetter
from handouts.typeset.writer import Objects, Ref, array, dictionary, name, string

# What names, addresses and telephone numbers are written with: these letters are in the fonts of every plate that sets
# values, so that few documents need a font of their own for a letter more. Each takes about 60 bytes of the file.
_USUAL = string_constants.ascii_letters + string_constants.digits + " .,-'()\u2019\u00a0"
_ADDRESSES = "/:?&=#%+@_~"  # in body type
_ACCENTED = "áéíóúñüàèçâêîôûäöß"  # in languages other than English


def _usual(language: str, weight: int) -> str:
    return _USUAL + (_ADDRESSES if weight < 600 else "") + (_ACCENTED if language != "en" else "")


@dataclass(slots=True)
class _Numbers:
    """Object numbers of what stamping writes, and places as the ready plate has them."""

    overlays: list[Overlay] = field(default_factory=list)
    of_page: list[int] = field(default_factory=list)  # the number of each page's overlay
    alts: dict[Element, int] = field(default_factory=dict)
    notes: dict[Annotation, tuple[int, int]] = field(default_factory=dict)  # page and object number
    areas: dict[Area, int] = field(default_factory=dict)
    words: dict[LateWords, int] = field(default_factory=dict)
    count: int = FIXED

    def take(self) -> int:
        self.count += 1
        return self.count


def ready(plate: Plate, edition: Edition) -> ReadyPlate:
    """Write everything of the plate that no late value changes. The plate itself is not changed."""
    fonts = _fonts(plate, edition)
    numbers = _numbered(plate)
    objects = Objects(count=numbers.count)
    pages_ref, catalog = objects.reserve(), objects.reserve()
    page_refs = [objects.reserve() for _ in plate.pages]
    made_fonts = {
        key: ReadyFont(embedding.font(objects, use).number, use.name, use.texts) for key, use in fonts.uses.items()
    }
    mono = edition.request.mono or edition.request.plain
    paths = dict.fromkeys(path for page in plate.pages for path in page.pictures)
    pictures = {path: embedding.picture(objects, edition.pictures[path], mono=mono) for path in paths}
    tree = StructureWriter(objects, plate.root, page_refs, numbers.alts)
    links = [tree.annotations(at, page.links, plate) for at, page in enumerate(plate.pages)]
    keys = {}
    for note, (home, number) in numbers.notes.items():
        keys[number] = tree.late_annotation(home, note, Ref(number))
        links[home].append(Ref(number))
    box = numbers_of((0, 0, plate.paper.width, plate.paper.height))
    for at, page in enumerate(plate.pages):
        stream = objects.stream(page.stream, keep=True)
        noted = b"/Annots[%s]" % b" ".join([b"%d 0 R" % link.number for link in links[at]]) if links[at] else b""
        objects.plain[page_refs[at].number] = (
            b"<</Type/Page/Parent %d 0 R/Resources %d 0 R/Contents[%d 0 R %d 0 R]/MediaBox[%s]"
            b"/StructParents %d/Tabs/S%s>>"
            % (pages_ref.number, RESOURCES, stream.number, numbers.of_page[at], box, at, noted)
        )
    kids = {"Type": name("Pages"), "Kids": array(page_refs), "Count": len(page_refs)}
    objects.put(pages_ref, dictionary(kids))
    _catalog(objects, catalog, edition, plate, (pages_ref, tree.finish(len(page_refs)), page_refs))
    head, places = objects.body(keep=True)
    rows = [places[number] for number in range(numbers.count + 1, objects.count + 1)]
    return ReadyPlate(
        pages=len(plate.pages), width=plate.paper.width, height=plate.paper.height, area=plate.area,
        areas=tuple(numbers.areas),
        head=head, rows=predicted(rows), first=numbers.count + 1, count=objects.count, root=catalog.number,
        fonts=made_fonts,
        pictures=b" ".join(b"/%s %d 0 R" % (picture_name(p).encode(), ref.number) for p, ref in pictures.items()),
        words=tuple(numbers.words), shapes=tuple(plate.trace.shapes[words] for words in numbers.words),
        presence=tuple(sorted(plate.trace.presence.items())),
        overlays=tuple(numbers.overlays), alts=tuple(tree.alts), keys=keys,
    )  # fmt: skip


def _catalog(
    objects: Objects, catalog: Ref, edition: Edition, plate: Plate, refs: tuple[Ref, Ref, Sequence[Ref]]
) -> None:
    pages, tree, page_refs = refs
    preferences = {"DisplayDocTitle": True, "Direction": name("R2L") if edition.direction == "rtl" else None}
    entries = {
        "Type": name("Catalog"), "Pages": pages, "Lang": string(edition.language),
        "MarkInfo": dictionary({"Marked": True}), "StructTreeRoot": tree, "Metadata": Ref(METADATA),
        "OutputIntents": array([metadata.output_intent(objects)]),
        "ViewerPreferences": dictionary(preferences), "Outlines": metadata.outlines(objects, plate, page_refs),
    }  # fmt: skip
    objects.put(catalog, dictionary(entries))


def _numbered(plate: Plate) -> _Numbers:
    """Numbers for all that is late, before any other: so what stays never depends on what a value is."""
    numbers = _Numbers()
    for words in plate.trace.shapes:
        numbers.words[words] = len(numbers.words)
    shared: dict[tuple[RunningText, ...], int] = {}
    for at, page in enumerate(plate.pages):
        running = tuple(line for line in plate.running if line.first <= at <= line.last)
        number = None if page.late else shared.get(running)
        if number is None:
            number = numbers.take()
            places = tuple(_place(numbers, plate, at, place) for place in page.late)
            numbers.overlays.append(Overlay(number, places, running))
            if not places:
                shared[running] = number
        numbers.of_page.append(number)
    for element in plate.root.walk():
        if any(slot in element.alt for slot in LATE_ALTS) and not is_empty(element):
            numbers.alts[element] = numbers.take()
    return numbers


def _place(numbers: _Numbers, plate: Plate, page: int, place: LatePlace) -> ReadyText | ReadyBox:
    op, mcids = place.op, plate.pages[page].mcids
    area = numbers.areas.setdefault(place.area, len(numbers.areas))
    if isinstance(op, LateBoxOp):
        at = (place.x, place.y, op.width, op.height)
        return ReadyBox(op.kind, op.key, *at, area, op.voice, mcids[op.leaf])
    late = op.text
    led = _leading_somewhere(late.words, plate.trace.shapes[late.words])
    notes = [numbers.take() if at in led else 0 for at in range(len(late.notes))]
    for note, number in zip(late.notes, notes, strict=True):
        if number:
            numbers.notes[note] = page, number
    marks = tuple(mcids[leaf] for leaf in late.leaves)
    return ReadyText(numbers.words[late.words], place.x, place.y, late.leading, area, marks, tuple(notes))


def _leading_somewhere(words: LateWords, shape: Shape) -> set[int]:
    """The links of a late paragraph that have a text to be clicked at."""
    filled = iter(shape.filled)
    return {phrase.note for phrase in words.phrases if (next(filled) if phrase.slot else phrase.text)}


def _fonts(plate: Plate, edition: Edition) -> FontBook:
    """The plate's fonts with what surely is stamped: the fixed words of late texts, and the usual letters."""
    book = FontBook({key: FontUse(use.face, use.name, dict(use.texts)) for key, use in plate.fonts.uses.items()})
    spoken = [one for one in (edition, edition.beside) if one is not None]
    fonts = [Fonts(one.brand.font, one.fonts, one.language) for one in spoken]
    setters = [Typesetter(own, one.language, one.direction) for own, one in zip(fonts, spoken, strict=True)]
    styles = {
        (words.voice, phrase.style.weight, phrase.style.italic)
        for words in plate.trace.shapes
        for phrase in words.phrases
        if phrase.slot
    }
    styles |= {(0, line.style.weight, line.style.italic) for line in plate.running}
    for voice, weight, italic in sorted(styles):
        face = fonts[voice].primary(weight, italic)
        _add(book.use(face), _letters(face, _usual(spoken[voice].language, weight)))
    for words in plate.trace.shapes:
        _add_fixed(book, setters[words.voice], words, rtl=plate.area.rtl)
    for running in plate.running:
        fixed = Run(re.sub(r"\{[^}]*\}", " ", running.pattern), running.style, language=running.language)
        for line in setters[0].set([fixed], 1e6):
            for stroke in strokes(line.form, line.runs, rtl=plate.area.rtl):
                record(book.use(stroke.face), stroke)
    return book


_Meanings = tuple[tuple[int, str], ...]  # glyphs, and the text each of them stands for


def _add(use: FontUse, meanings: _Meanings) -> None:
    for glyph, text in meanings:
        use.texts.setdefault(glyph, text)


@lru_cache(maxsize=64)
def _letters(face: Face, letters: str) -> _Meanings:
    found = ((face.glyph(letter), letter if letter.strip() else " ") for letter in letters)
    return tuple((glyph, text) for glyph, text in found if glyph)


# The fixed words of late texts, by what they are set with.
_FIXED: Memory[tuple[LateWords, str, str, str, bool], tuple[tuple[Face, _Meanings], ...]] = Memory(1_000)


def _add_fixed(book: FontBook, setter: Typesetter, words: LateWords, *, rtl: bool) -> None:
    """Add what a late text shows without its values."""
    key = words, setter.fonts.key, setter.language, setter.direction, rtl
    found = _FIXED.get(key)
    if found is None:
        of_lines = (strokes(line.form, line.runs, rtl=rtl) for line in set_words(setter, words, {}).lines)
        found = tuple((stroke.face, _meanings(stroke)) for shown in of_lines for stroke in shown)
        _FIXED.put(key, found)
    for face, meanings in found:
        _add(book.use(face), meanings)


def _meanings(stroke: Stroke) -> _Meanings:
    use = FontUse(stroke.face, "")
    record(use, stroke)
    return tuple(use.texts.items())
