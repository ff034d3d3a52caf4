"""What a reader gets from a finished PDF: its tag tree, and its text in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias, cast

from handouts import tags
from handouts.press import pdfium
from handouts.press.anatomy import Document, Element, Font, Marked
from handouts.press.dissect import read
from handouts.press.drawn import Piece, texts_of
from handouts.press.glyphs import Decoder

_INLINE = frozenset({"Span", "Link", "Reference", "Quote", "Note", "Code", "BibEntry", "Annot", "Lbl", "Em", "Strong"})
# Marks that only set a direction or allow a break: they do not count as the last character of a line.
_INVISIBLE = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_HYPHENS = "-\u2010\u2012\u2013\u2014"
_EAST_ASIAN = "[\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
_SOUTH_EAST_ASIAN = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"
# A line that ends so, before a line that begins so, goes on without a space.
_NO_SPACE = re.compile(
    rf"[/\u200b]\n|(?<!\s)[{_HYPHENS}]\n|{_EAST_ASIAN}\n|\n{_EAST_ASIAN}|{_SOUTH_EAST_ASIAN}\n{_SOUTH_EAST_ASIAN}"
)
_INSIDE_ADDRESS = frozenset("._?&=:-/#%")
_Texts: TypeAlias = Mapping[Marked, Sequence[Piece]]


def tag_tree(data: bytes) -> str:
    """The tag tree in the form of `tags.tree_text`.

    The first element of a document has the document's language when it names none itself.
    """
    document = read(data)
    elements = document.structure.elements if document.structure else ()
    if elements and not elements[0].language:
        elements = (replace(elements[0], language=document.language), *elements[1:])
    return "\n".join(tags.tree_text(_as_tag(element)) for element in elements)


def structure_text(data: bytes) -> list[str]:
    """The text of each block element that has text of its own, in the order of the tag tree.

    Inline elements belong to the block around them; the label of a list item is left out.
    Text comes from the content streams by ToUnicode, and from ActualText where there is one, in the content or
    on the element. Pieces on one line are joined as drawn.

    Where a line, column or page ends inside a block: a soft hyphen there is dropped and the word goes on; nothing is
    put in after a space, a slash, a hyphen or dash without a space before it, a zero-width space, between Thai, Lao,
    Burmese or Khmer letters, or beside Chinese or Japanese ones; elsewhere one space is.
    """
    document = read(data)
    texts = _texts_of(document)
    elements = document.structure.elements if document.structure else ()
    blocks = (block for element in elements for block in _blocks(element, texts))
    return [text for block in blocks if (text := _joined(block).strip())]


def page_texts(data: bytes) -> list[str]:
    """The text of each page in the order it is drawn, by PDFium: a second extractor, which knows nothing of tags."""
    return pdfium.page_texts(data)


def _as_tag(element: Element) -> tags.Element:
    return tags.Element(
        role=cast(tags.Role, element.role),  # a file from elsewhere may use a role that we never do
        kids=[_as_tag(kid) for kid in element.elements()],
        alt=element.alt,
        language=element.language,
        scope=element.scope,
        numbering=element.numbering,
    )


def _texts_of(document: Document) -> _Texts:
    decoders: dict[Font, Decoder] = {}
    texts: dict[Marked, list[Piece]] = {}
    for page in document.pages:
        texts.update(texts_of(page, decoders))
    return texts


def _blocks(element: Element, texts: _Texts) -> Iterator[list[Piece]]:
    """The pieces of this block and of the blocks inside it, cut where one of those begins or ends."""
    block: list[Piece] = []
    for item in _items(element, texts):
        if isinstance(item, Element):
            yield block
            yield from _blocks(item, texts)
            block = []
        else:
            block.append(item)
    yield block


def _items(element: Element, texts: _Texts) -> Iterator[Piece | Element]:
    """An element's own pieces and the blocks inside it, in order; its ActualText stands for all of them."""
    if element.actual_text is not None:
        inside = list(_pieces(element, texts))
        if inside and element.actual_text:
            yield Piece(element.actual_text, inside[0].first, inside[-1].last)
        return
    for kid in element.kids:
        if isinstance(kid, Marked):
            yield from texts.get(kid, ())
        elif isinstance(kid, Element) and kid.role not in _INLINE:
            yield kid
        elif isinstance(kid, Element) and not (kid.role == "Lbl" and element.role == "LI"):
            yield from _items(kid, texts)


def _pieces(element: Element, texts: _Texts) -> Iterator[Piece]:
    for below in element.walk():
        for kid in below.kids:
            if isinstance(kid, Marked):
                yield from texts.get(kid, ())


def _joined(pieces: Sequence[Piece]) -> str:
    """One text from pieces on one or more lines, by the rule of `structure_text`."""
    text = ""
    for index, piece in enumerate(pieces):
        if index and not pieces[index - 1].last.is_same(piece.first):
            text = _line_joined(text, piece.text)
        else:
            text += piece.text
    return text


def _line_joined(above: str, below: str) -> str:
    end, start = above.rstrip(_INVISIBLE), below.lstrip(_INVISIBLE)
    if end.endswith("\u00ad"):
        return end[:-1] + above[len(end) :] + below
    if end[-1:].isspace() or start[:1].isspace():
        return f"{above.rstrip()} {below.lstrip()}"
    # An address is broken after its punctuation, and sometimes anywhere: it goes on without a space.
    address = "://" in end.rsplit(" ", 1)[-1] and end[-1:] in _INSIDE_ADDRESS
    return above + ("" if address or _NO_SPACE.search(f"{end[-2:]}\n{start[:1]}") else " ") + below
