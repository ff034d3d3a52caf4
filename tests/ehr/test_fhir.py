"""DocumentReferences and searches for them, against the table of R4 elements that the batch's are held against."""

from __future__ import annotations

import base64
import hashlib
import json
from urllib.parse import parse_qsl

import pytest

from handouts.build import build
from handouts.ehr.fhir import as_bytes, described, document_id, document_reference
from handouts.ehr.fhirsearch import Search, bundle, find_document, not_found, parse_search, refused
from handouts.ehr.infobutton import Refusal
from tests.batching.test_exports import ATTACHMENT, R4
from tests.ehr.conftest import DAY, link
from tests.ehr.test_infobutton import MARKED

BASE = "http://127.0.0.1:8601/fhir"


def searched(shelf, query: str) -> dict:
    search = parse_search(parse_qsl(query, keep_blank_values=True))
    assert isinstance(search, Search), search
    return json.loads(as_bytes(bundle(shelf, search, link, BASE)))


def ids(found: dict) -> list[str]:
    return [entry["resource"]["id"] for entry in found.get("entry", ()) if entry["search"]["mode"] == "match"]


def notes(found: dict) -> list[str]:
    return [
        issue["diagnostics"]
        for entry in found.get("entry", ())
        if entry["search"]["mode"] == "outcome"
        for issue in entry["resource"]["issue"]
    ]


def check_reference(value: dict, *, built: bool) -> None:
    """Elements and JSON types by the table; what cannot be known of a file that is not built is not there."""
    allowed = {**R4, "id": str}
    assert {name: type(part) for name, part in value.items()}.items() <= allowed.items()
    (content,) = value["content"]
    attachment = content["attachment"]
    assert {name: type(part) for name, part in attachment.items()}.items() <= {**ATTACHMENT, "data": str}.items()
    assert (value["resourceType"], value["status"], "subject" in value) == ("DocumentReference", "current", False)
    assert ("masterIdentifier" in value, "hash" in attachment, "size" in attachment) == (built, built, built)


def test_a_bundle_for_a_code_and_a_language(shelf):
    found = searched(shelf, "event=http://hl7.org/fhir/sid/icd-10-cm|G47.00&language=es")
    assert (found["resourceType"], found["type"], found["total"]) == ("Bundle", "searchset", 1)
    (entry,) = found["entry"]
    check_reference(entry["resource"], built=False)
    assert entry["fullUrl"] == f"{BASE}/DocumentReference/nights.es"
    attachment = entry["resource"]["content"][0]["attachment"]
    assert (attachment["url"], attachment["language"]) == ("http://127.0.0.1:8601/editions/nights/es.pdf", "es")
    assert attachment["title"] == "Noches"
    assert found["link"] == [
        {"relation": "self", "url": f"{BASE}/DocumentReference?event=http%3A%2F%2Fhl7.org%2Ffhir%2Fsid%2Ficd-10-cm%7CG47.00&language=es"}  # noqa: E501
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expected"),
    [("event=G47.00", ["nights.en", "nights.es"]), ("code=87522002", ["iron.en"]),
     ("event=http://snomed.info/sct|87522002&language=en", ["iron.en"]),
     ("event=urn:oid:2.16.840.1.113883.6.90|G47.00&language=en,es", ["nights.en", "nights.es"]),
     ("event=G25.81&language=en", ["iron.en", "rls.en"]), ("event=A00,G47.00&language=spa", ["nights.es"]),
     ("event=G47.00&event=G25.81", []), ("event=http://loinc.org|2276-4", []), ("_id=nights.es", ["nights.es"]),
     ("_id=nights.es&language=en", []), ("description=Rest&language=en", ["rls.en"]), ("description=legs", []),
     ("description:contains=legs", ["rls.en"]), ("status=superseded", []), ("contenttype=text/plain", []),
     ("status=current&contenttype=application/pdf&_id=rls.en&_format=json&_pretty=true&foo=bar", ["rls.en"]),
     ("event=G47.00&language=urn:ietf:bcp:47|es", ["nights.es"]),
     ("event=http://nowhere.example|G25", []), ("language=es&event=", ["nights.es", "plain.es", "rls.es"]),
     ("_id=%27%20OR%201=1", [])],
)  # fmt: skip
def test_what_a_search_finds(shelf, query, expected):
    found = searched(shelf, query)
    assert (ids(found), found["total"]) == (expected, len(expected))
    for entry in found.get("entry", ()):
        if entry["search"]["mode"] == "match":
            check_reference(entry["resource"], built=False)


def test_a_missing_language_is_said_with_those_there_are(shelf):
    found = searched(shelf, "event=G47.00&language=vi")
    assert (ids(found), notes(found)) == ([], ["There is nothing in this language. There is: en, es."])


@pytest.mark.parametrize("name", ["patient", "subject", "subject:Patient", "patient.identifier"])
def test_no_document_belongs_to_a_patient(shelf, name):
    found = searched(shelf, f"{name}={MARKED.replace(' ', '+')}&event=G47.00")
    assert (found["total"], ids(found)) == (0, [])
    assert notes(found)[0].startswith("Handouts are for everybody")
    assert "Zebediah" not in json.dumps(found)


def test_pages_of_a_search(shelf):
    first = searched(shelf, "language=es&_count=2")
    assert (ids(first), first["total"]) == (["nights.es", "plain.es"], 3)
    url = {one["relation"]: one["url"] for one in first["link"]}["next"]
    last = searched(shelf, url.partition("?")[2])
    assert (ids(last), [one["relation"] for one in last["link"]]) == (["rls.es"], ["self"])
    assert "entry" not in searched(shelf, "language=es&_count=0")
    assert searched(shelf, "language=es&_count=0")["total"] == 3


@pytest.mark.parametrize(
    "query",
    ["event=<zebra>", "event=|", "language=Spanish!", "_format=xml", "_count=-1",
     "_count=\u0661", "_offset=x", "event:not=G25", "description=a%00b", "_id=" + "x" * 201,
     "&".join(["language=" + "es," * 60] * 2),
     "event=http://snomed.info/sct|G25.81", "&".join(f"p{n}=1" for n in range(300))],
)  # fmt: skip
def test_what_cannot_be_searched_for_is_refused(query):
    found = parse_search(parse_qsl(query, keep_blank_values=True))
    assert isinstance(found, Refusal) and found.status == 400
    told = refused(found)
    assert told["resourceType"] == "OperationOutcome" and "zebra" not in json.dumps(told)
    assert all(set(issue) == {"severity", "code", "diagnostics"} for issue in told["issue"])


def test_one_document_with_its_file(shelf):
    request = shelf.request("nights", "es")
    assert request is not None
    built = build(shelf.library, request, date=DAY)
    assert built.pdf is not None and built.edition is not None
    data = built.pdf.data
    listed = searched(shelf, "_id=nights.es")["entry"][0]["resource"]
    value = document_reference(described(built.edition, url=link("nights", "es", "pdf"), pdf=data))
    check_reference(value, built=True)
    attachment = value["content"][0]["attachment"]
    assert base64.b64decode(attachment["hash"]) == hashlib.sha1(data).digest() and attachment["size"] == len(data)
    assert (value["id"], value["identifier"]) == (listed["id"], listed["identifier"])
    inside = document_reference(described(built.edition, pdf=data, inside=True))["content"][0]["attachment"]
    assert base64.b64decode(inside["data"]) == data and "url" not in inside


def test_an_id_leads_back_to_its_document(shelf):
    for edition in shelf.editions():
        assert find_document(shelf, document_id(edition.request.handout, edition.language)) is edition
    for name in ("nights.vi", "nights", "../rls.en", "", "x" * 5000, "rls.EN"):
        assert find_document(shelf, name) is None
    assert not_found()["issue"][0]["code"] == "not-found"


def test_an_id_is_one_that_fhir_allows():
    assert document_id("rls-overview", "zh-Hans") == "rls-overview.zh-Hans"
    long = document_id("x" * 60, "zh-Hans")
    assert len(long) <= 64 and long != document_id("x" * 60, "zh-Hant")
