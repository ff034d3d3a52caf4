"""How a source is written in the reference list: Vancouver style, as medical journals use it.

No stop follows a DOI or a web address, so that nobody copies one with it.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from handouts.content import Author, Line, Reference, Words

_MOST_AUTHORS = 6
_YEAR = re.compile(r"\d{4}")
_PAGE_RANGE = re.compile(r"(\w*\d\w*)\s*-+\s*(?=\w*\d)")
_DOI_PREFIX = re.compile(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


def vancouver(reference: Reference, language: str) -> Line:
    """The entry as a line; sources are English, so each part says so in a document of another language."""
    tongue = "" if language.split("-")[0].lower() == "en" else "en"
    sentences = (_authors(reference), _stopped(reference.title), _stopped(reference.container_title), _issue(reference))
    text = " ".join(sentence for sentence in sentences if sentence)
    parts: list[Words] = []
    for label, link in [(text, ""), *_links(reference)]:
        if parts and label:
            parts.append(Words(" ", language=tongue))
        if label:
            parts.append(Words(label, link=link, language=tongue))
    return Line(tuple(parts), reference.mark)


def page_range(pages: str) -> str:
    """Pages with an en dash between the first and the last."""
    return _PAGE_RANGE.sub("\\1\N{EN DASH}", pages)


def _authors(reference: Reference) -> str:
    names = [_name(author) for author in reference.authors[:_MOST_AUTHORS]]
    if names and (reference.et_al or len(reference.authors) > _MOST_AUTHORS):
        names.append("et al")
    return _stopped(", ".join(names))


def _name(author: Author) -> str:
    return author.literal or f"{author.family} {author.given}".strip()


def _issue(reference: Reference) -> str:
    """`2018;41(2):27-44.` of a journal, `Publisher; 2018.` of anything else."""
    found = _YEAR.search(reference.issued)
    year = found.group() if found else reference.issued
    volume = reference.volume + (f"({reference.issue})" if reference.issue else "")
    pages = f":{page_range(reference.page)}" if reference.page else ""
    if volume:
        return _stopped(";".join(filter(None, (year, volume))) + pages)
    return _stopped("; ".join(filter(None, (reference.publisher, year))) + pages)


def _links(reference: Reference) -> list[tuple[str, str]]:
    """What leads to the source, as (printed text, address)."""
    doi = _DOI_PREFIX.sub("", reference.doi.strip())
    found = [(f"doi:{doi}", f"https://doi.org/{quote(doi, safe='/:;()._-')}")] if doi else []
    if reference.pmid:
        found.append((f"PMID {reference.pmid}.", ""))
    if not found and reference.url:
        found.append((reference.url, reference.url))
    return found


def _stopped(text: str) -> str:
    """The text with a stop at its end, unless it has one or asks or exclaims."""
    text = text.strip()
    return text if not text or text.rstrip("\"'’”")[-1:] in (".", "?", "!") else f"{text}."
