"""Searches for DocumentReferences by code and language: the query, typed, and the Bundle that answers it.

Source: https://hl7.org/fhir/R4/search.html and the parameters of https://hl7.org/fhir/R4/documentreference.html#search
Values are never repeated in a message; of a search for a patient not even the reference is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from handouts.content import Handout
from handouts.edition import Edition
from handouts.ehr.codes import Concept, match, spelled, system_of
from handouts.ehr.fhir import described, document_id, document_reference, outcome, settled_id
from handouts.ehr.infobutton import Problem, Query, Refusal
from handouts.ehr.shelf import Link, Shelf, nearest
from handouts.language import tongue

_USUAL_COUNT, _MOST_COUNT = 50, 200
_MOST_PARAMETERS, _MOST_VALUES, _LONGEST = 200, 100, 200
_FORMATS = frozenset({"json", "application/json", "application/fhir+json", "text/json"})
_CODES = ("event", "code")
_ANY_SYSTEM = tuple(system_of(title) for title in ("ICD-10", "SNOMED CT"))


@dataclass(frozen=True, slots=True)
class Search:
    """A search. Each of `codes`, `languages`, ... is a list of alternatives, and all lists must be met.

    A title begins with one of `titles`, and has one of `within` in it.
    `used` are the parameters as they count, for the link to the page itself. `patient` when the documents of one
    patient are asked for: there are none, for handouts are for everybody.
    """

    codes: tuple[tuple[Concept, ...], ...] = ()
    languages: tuple[tuple[str, ...], ...] = ()
    ids: tuple[tuple[str, ...], ...] = ()
    editions: tuple[tuple[str, ...], ...] = ()
    titles: tuple[tuple[str, ...], ...] = ()
    within: tuple[tuple[str, ...], ...] = ()
    nothing: bool = False
    patient: bool = False
    count: int = _USUAL_COUNT
    offset: int = 0
    used: tuple[tuple[str, str], ...] = ()


def parse_search(query: Query) -> Search | Refusal:
    """The search in a query, decoded already. What we do not know is passed over, as FHIR's lenient handling is."""
    reader = _Reader([], [], {})
    pairs = query.items() if isinstance(query, Mapping) else query
    for number, (name, value) in enumerate(pairs):
        if number >= _MOST_PARAMETERS:
            reader.wrong("", f"There are more than {_MOST_PARAMETERS} parameters.")
            break
        reader.take(name.strip(), value.strip())
    if sum(len(values) for lists in reader.found.values() for values in lists) > _MOST_VALUES:
        reader.wrong("", f"More than {_MOST_VALUES} values are asked for.", "Ask for fewer at a time.")
    if reader.problems:
        return Refusal(tuple(reader.problems), "json")
    found = reader.found
    numbers = {name: int(found[f"_{name}"][-1][0]) for name in ("count", "offset") if f"_{name}" in found}
    return Search(
        codes=tuple(tuple(_concepts(values)) for values in found.get("event", ())),
        languages=tuple(found.get("language", ())),
        ids=tuple(found.get("_id", ())),
        editions=tuple(tuple(_bare(one) for one in values) for values in found.get("identifier", ())),
        titles=tuple(found.get("description", ())),
        within=tuple(found.get("description:contains", ())),
        nothing=any("current" not in map(_bare, values) for values in found.get("status", ()))
        or any("application/pdf" not in map(_bare, values) for values in found.get("contenttype", ())),
        patient="patient" in found,
        count=min(numbers.get("count", _USUAL_COUNT), _MOST_COUNT),
        offset=numbers.get("offset", 0),
        used=tuple(reader.used),
    )


def bundle(shelf: Shelf, search: Search, link: Link, base: str) -> dict[str, object]:
    """The searchset Bundle. `base` is the address of the FHIR service, without a slash at its end.

    The attachments lead to the PDFs; size and hash are told when a DocumentReference is read by its id.
    """
    matches = [] if search.nothing or search.patient else list(_matches(shelf, search))
    page = matches[search.offset : search.offset + search.count]
    links = [{"relation": "self", "url": _address(base, search.used)}]
    after = search.offset + search.count
    if search.count and after < len(matches):
        more = (*(pair for pair in search.used if pair[0] != "_offset"), ("_offset", str(after)))
        links.append({"relation": "next", "url": _address(base, more)})
    entries: list[dict[str, object]] = [
        {
            "fullUrl": f"{base}/DocumentReference/{document_id(edition.request.handout, edition.language)}",
            "resource": document_reference(
                described(edition, url=link(edition.request.handout, edition.language, "pdf"))
            ),
            "search": {"mode": "match"},
        }
        for edition in page
    ]
    if notes := tuple(_notes(shelf, search, found=bool(matches))):
        entries.append({"resource": outcome("information", "informational", notes), "search": {"mode": "outcome"}})
    value: dict[str, object] = {
        "resourceType": "Bundle", "type": "searchset", "total": len(matches), "link": links,
    }  # fmt: skip
    return value | ({"entry": entries} if entries else {})  # an empty list is no FHIR


def find_document(shelf: Shelf, name: str) -> Edition | None:
    """The edition on the shelf whose logical id this is, or None."""
    for handout in shelf.handouts():
        for tag in shelf.offered(handout.id):
            if document_id(handout.id, tag) == name:
                return shelf.edition(handout.id, tag)
    return None


def refused(refusal: Refusal) -> dict[str, object]:
    """A refusal as an OperationOutcome."""
    texts = (f"{p.parameter}: {p.message} {p.hint}".removeprefix(": ").strip() for p in refusal.problems)
    return outcome("error", "invalid", texts)


def not_found() -> dict[str, object]:
    """An OperationOutcome for an id that nothing on the shelf has."""
    return outcome("error", "not-found", ("There is no such document.",))


@dataclass(slots=True)
class _Reader:
    problems: list[Problem]
    used: list[tuple[str, str]]
    found: dict[str, list[tuple[str, ...]]]

    def take(self, given: str, value: str) -> None:
        name, _, modifier = given.partition(":")
        if name in ("patient", "subject") or name.startswith(("patient.", "subject.")):
            self.found["patient"] = [()]
            return
        name = "event" if name in _CODES else name
        if name not in _CHECKS or not value:
            return
        if modifier and (name, modifier) != ("description", "contains"):
            self.wrong(name, "The modifier after the colon is none that we know.", "Leave it out.")
        elif len(value) > _LONGEST or not value.isprintable():
            self.wrong(name, f"It is longer than {_LONGEST} characters, or holds one that cannot be seen.")
        else:
            values = tuple(filter(None, (part.strip() for part in value.split(","))))
            self._check(name, values)
            self.used.append((given, ",".join(values)))
            self.found.setdefault(f"{name}:{modifier}" if modifier else name, []).append(values)

    def _check(self, name: str, values: tuple[str, ...]) -> None:
        message, hint = _CHECKS[name]
        if not values or not all(_can_be(name, value) for value in values):
            self.wrong(name, message, hint)

    def wrong(self, parameter: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(parameter, message, hint))


# The parameters that we know, with what is said when a value cannot be.
_CHECKS: Mapping[str, tuple[str, str]] = {
    "event": ("This is no code of that system, or no system.", "Send http://hl7.org/fhir/sid/icd-10-cm|G25.81"),
    "language": ("This is no language.", "Send a tag of BCP 47, such as es or zh-Hans."),
    "_id": ("", ""),
    "identifier": ("", ""),
    "description": ("", ""),
    "status": ("", ""),
    "contenttype": ("", ""),
    "_format": ("We answer in JSON only.", "Send application/fhir+json, or leave it out."),
    "_count": ("This is no number.", f"Send one up to {_MOST_COUNT}."),
    "_offset": ("This is no number.", "Follow the link to the next page as it stands."),
}


def _can_be(name: str, value: str) -> bool:
    if name == "event":
        return bool(tuple(_concepts((value,))))
    if name == "language":
        return tongue(_bare(value)) is not None
    if name == "_format":
        return value.split(";")[0].strip().lower() in _FORMATS
    if name in ("_count", "_offset"):
        return value.isascii() and value.isdigit() and len(value) <= 6  # a million is more than there can be
    return True


def _concepts(values: Iterable[str]) -> Iterator[Concept]:
    """The codes in tokens: `system|code`, or `code` alone, which may be of any system that handouts are coded in."""
    for value in values:
        named, bar, code = value.rpartition("|")
        systems = (system_of(named),) if bar and named else _ANY_SYSTEM
        for system in systems:
            clean = spelled(code, system) if system is not None or "://" in named or named.startswith("urn:") else ""
            if clean:
                yield Concept(clean, named, system)


def _bare(value: str) -> str:
    """The code of a token, without its system."""
    return value.rpartition("|")[2]


def _matches(shelf: Shelf, search: Search) -> Iterator[Edition]:
    for handout in shelf.handouts():
        if not all(any(match(concept, handout.codes)[0] for concept in either) for either in search.codes):
            continue
        for tag in shelf.offered(handout.id):
            if _asked_for(handout, tag, search):
                edition = shelf.edition(handout.id, tag)
                if edition is not None and all(settled_id(edition) in either for either in search.editions):
                    yield edition


def _asked_for(handout: Handout, tag: str, search: Search) -> bool:
    title = handout.title[tag].plain.casefold()
    name = document_id(handout.id, tag)
    return (
        all(name in either for either in search.ids)
        and all(any(nearest(_bare(asked), (tag,)) == (tag, True) for asked in either) for either in search.languages)
        and all(any(title.startswith(asked.casefold()) for asked in either) for either in search.titles)
        and all(any(asked.casefold() in title for asked in either) for either in search.within)
    )


def _notes(shelf: Shelf, search: Search, *, found: bool) -> Iterator[str]:
    if search.patient:
        yield "Handouts are for everybody: none belongs to a patient. Search without patient and subject."
    elif not found and search.languages and not search.nothing:
        there = sorted(
            {tag for handout in shelf.handouts() for tag in shelf.offered(handout.id)
             if all(any(match(c, handout.codes)[0] for c in either) for either in search.codes)}
        )  # fmt: skip
        if there:
            yield f"There is nothing in this language. There is: {', '.join(there)}."


def _address(base: str, used: Iterable[tuple[str, str]]) -> str:
    query = urlencode(list(used))
    return f"{base}/DocumentReference{'?' if query else ''}{query}"
