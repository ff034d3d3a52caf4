"""An answer as the feed that health records read: Atom, and the JSON form of the same feed.

Source: HL7 Context-Aware Knowledge Retrieval (Infobutton), Service-Oriented Architecture Implementation Guide, which
answers with Atom (RFC 4287) and repeats the context of the request as categories: the parameter's name as scheme,
its value as term. The JSON form is the one of MedlinePlus Connect (https://medlineplus.gov/connect/service.html) and
BVS-Infobutton: the text of an element is `_value`. Names that somebody typed (`dn`, `ot`) are not repeated.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from handouts.edition import Edition
from handouts.ehr.answers import Answer, Entry, codings
from handouts.ehr.fhir import settled_id
from handouts.ehr.infobutton import Question
from handouts.ehr.shelf import Link, Shelf
from handouts.product import NAME

ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"
_MEDIA = {"html": "text/html", "pdf": "application/pdf"}
_SIGNED, _UNSIGNED = "final", "preliminary"  # DocumentReference.docStatus, https://hl7.org/fhir/R4/


@dataclass(frozen=True, slots=True)
class _Pointer:
    rel: str
    media: str
    language: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class _Item:
    """What an entry of the feed says; `terms` are (scheme, term)."""

    id: str
    language: str
    title: str
    summary: str
    pointers: tuple[_Pointer, ...]
    terms: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Feed:
    id: str
    title: str
    subtitle: str
    author: str
    updated: str
    terms: tuple[tuple[str, str], ...]
    pointers: tuple[_Pointer, ...]
    items: tuple[_Item, ...]


def atom(shelf: Shelf, answer: Answer, link: Link) -> bytes:
    """The answer as an Atom feed in UTF-8. Editions in other languages are `related` links of the feed, no entries."""
    feed = _feed(shelf, answer, link)
    # With the namespace as an attribute: ElementTree's own default_namespace takes no attributes without a prefix,
    # and another prefix for it would be a table of the whole process.
    root = ET.Element("feed", {"xmlns": ATOM, f"{{{_XML}}}lang": "en"})
    _text(root, "title", feed.title)
    _text(root, "subtitle", feed.subtitle)
    _text(ET.SubElement(root, "author"), "name", feed.author)
    _text(root, "updated", feed.updated)
    _text(root, "id", feed.id)
    _text(root, "generator", NAME)
    _add(root, feed.pointers, feed.terms)
    for item in feed.items:
        entry = ET.SubElement(root, "entry", {f"{{{_XML}}}lang": item.language})
        _text(entry, "title", item.title)
        _add(entry, item.pointers, item.terms)
        _text(entry, "id", item.id)
        _text(entry, "updated", feed.updated)
        _text(entry, "summary", item.summary)
    ET.indent(root)
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def as_json(shelf: Shelf, answer: Answer, link: Link) -> bytes:
    """The same feed as JSON in UTF-8; `notices` and `languages` are ours, and other readers pass over them."""
    feed = _feed(shelf, answer, link)
    value = {
        "feed": {
            "lang": "en",
            "title": _typed(feed.title),
            "subtitle": _typed(feed.subtitle),
            "author": {"name": {"_value": feed.author}},
            "updated": {"_value": feed.updated},
            "id": {"_value": feed.id},
            "category": _categories(feed.terms),
            "link": _links(feed.pointers),
            "notices": [
                {"kind": notice.kind, "text": notice.text, "languages": list(notice.languages)}
                for notice in answer.notices
            ],
            "entry": [
                {
                    "lang": item.language,
                    "title": _typed(item.title),
                    "link": _links(item.pointers),
                    "id": {"_value": item.id},
                    "updated": {"_value": feed.updated},
                    "summary": _typed(item.summary),
                    "category": _categories(item.terms),
                }
                for item in feed.items
            ],
        }
    }
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def entry_id(shelf: Shelf, edition: Edition) -> str:
    """The lasting name of a handout in a language, given out by this clinic: the same for each of its editions."""
    return _urn("handout", shelf.brand, shelf.publisher, edition.request.handout, edition.language)


def _feed(shelf: Shelf, answer: Answer, link: Link) -> _Feed:
    terms = tuple(_context(answer.question))
    items = tuple(_item(shelf, entry, link) for entry in answer.entries)
    related = tuple(
        pointer for entry in answer.elsewhere for pointer in _pointers(entry.edition, link, "related")
    )  # fmt: skip
    return _Feed(
        # Made of codes alone: a digest of a name that somebody typed would let it be guessed.
        id=_urn("feed", shelf.brand, shelf.publisher, *(part for term in terms for part in term)),
        title=f"Patient handouts of {shelf.publisher}",
        subtitle=" ".join(notice.text for notice in answer.notices),
        author=shelf.publisher,
        updated=f"{shelf.date.isoformat()}T00:00:00Z",
        terms=terms,
        pointers=related,
        items=items,
    )


def _item(shelf: Shelf, entry: Entry, link: Link) -> _Item:
    edition = entry.edition
    edition_term = [("edition", settled_id(edition))] if settled_id(edition) else []
    return _Item(
        id=entry_id(shelf, edition),
        language=edition.language,
        title=edition.title.plain,
        summary="\n".join(line.plain for line in edition.key_points),
        pointers=tuple(_pointers(edition, link, "alternate")),
        terms=(*codings(edition), ("docStatus", _SIGNED if edition.review.signed else _UNSIGNED), *edition_term),
    )


def _pointers(edition: Edition, link: Link, rel: str) -> Iterable[_Pointer]:
    handout, language, title = edition.request.handout, edition.language, edition.title.plain
    yield _Pointer(rel, _MEDIA["html"], language, title, link(handout, language, "html"))
    yield _Pointer(rel, _MEDIA["pdf"], language, title, link(handout, language, "pdf"))


def _context(question: Question) -> Iterable[tuple[str, str]]:
    """The question as categories, without what could be of a patient."""
    for number, criterion in enumerate(question.criteria):
        if criterion.concept is not None:
            suffix = str(number) if number else ""
            yield f"mainSearchCriteria.v.c{suffix}", criterion.concept.code
            yield f"mainSearchCriteria.v.cs{suffix}", criterion.concept.name
    for name, value in (
        ("taskContext.c.c", question.task),
        ("informationRecipient", question.recipient),
        ("informationRecipient.languageCode.c", question.language),
        ("performer", question.performer),
        ("performer.languageCode.c", question.performer_language),
    ):
        if value:
            yield name, value


def _urn(*parts: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, json.dumps([NAME, *parts]))}"


def _text(parent: ET.Element, local: str, text: str) -> None:
    ET.SubElement(parent, local).text = text


def _add(parent: ET.Element, pointers: Iterable[_Pointer], terms: Iterable[tuple[str, str]]) -> None:
    for pointer in pointers:
        ET.SubElement(parent, "link", _link(pointer))
    for scheme, term in terms:
        ET.SubElement(parent, "category", {"scheme": scheme, "term": term})


def _link(pointer: _Pointer) -> dict[str, str]:
    return {
        "rel": pointer.rel, "type": pointer.media, "hreflang": pointer.language, "title": pointer.title,
        "href": pointer.url,
    }  # fmt: skip


def _links(pointers: Iterable[_Pointer]) -> list[dict[str, str]]:
    return [_link(pointer) for pointer in pointers]


def _categories(terms: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"scheme": scheme, "term": term} for scheme, term in terms]


def _typed(text: str) -> dict[str, str]:
    return {"_value": text, "type": "text"}
