"""The doors for health records, asked as records ask: requests as in the standard's examples, and what comes back."""

from __future__ import annotations

import base64
import hashlib
import json
from xml.etree import ElementTree as ET

import pytest

from tests.desk.desks import BASE, clinic, desk

ATOM = "{http://www.w3.org/2005/Atom}"
ICD, SNOMED = "2.16.840.1.113883.6.90", "2.16.840.1.113883.6.96"


def asked(code: str = "G25.81", system: str = ICD, **more: str) -> dict[str, str]:
    """A question as a record sends it; `_` in a name stands for a point."""
    return {
        "mainSearchCriteria.v.c": code, "mainSearchCriteria.v.cs": system, "taskContext.c.c": "PROBLISTREV",
        "informationRecipient": "PAT", **{name.replace("_", "."): value for name, value in more.items()},
    }  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with desk(clinic(tmp_path_factory.mktemp("records") / "clinic")) as browser:
        yield browser


def test_a_page_for_a_person_leads_to_the_sheet(client):
    answer = client.get("/infobutton", params=asked(informationRecipient_languageCode_c="es"))
    page = answer.text
    assert answer.status_code == 200 and "Piernas inquietas" in page and 'href="/h/rls/es"' in page
    assert "/editions/rls/es.pdf" in page and "/h/rls/en" not in page
    assert client.get("/editions/rls/es.pdf").content.startswith(b"%PDF")


def test_a_feed_has_links_that_lead_here(client):
    answer = client.get("/infobutton", params=asked("32914008", SNOMED, knowledgeResponseType="text/xml"))
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.content)
    links = {link.get("href") for entry in feed.iter(f"{ATOM}entry") for link in entry.iter(f"{ATOM}link")}
    assert f"{BASE}/editions/rls/en.html" in links and f"{BASE}/editions/rls/es.pdf" in links
    for link in sorted(links):
        assert client.get(link.removeprefix(BASE)).status_code == 200


def test_json_says_the_same(client):
    answer = client.get("/infobutton", params=asked(), headers={"accept": "application/json"})
    assert answer.headers["content-type"] == "application/json" and len(answer.json()["feed"]["entry"]) == 2


@pytest.mark.parametrize("form", ["text/html", "text/xml", "application/json"])
def test_a_language_that_is_missing_is_never_english_in_silence(client, form):
    params = asked(informationRecipient_languageCode_c="vi", knowledgeResponseType=form)
    answer = client.get("/infobutton", params=params)
    text = answer.text
    if form == "text/html":
        assert "There is none in the language that was asked for" in text and "Only in another language" in text
    elif form == "text/xml":
        assert list(ET.fromstring(answer.content).iter(f"{ATOM}entry")) == []
    else:
        assert not answer.json()["feed"].get("entry") and "language-missing" in text


@pytest.mark.parametrize("form", ["text/html", "text/xml", "application/json"])
def test_what_cannot_be_is_told_and_nothing_of_it_repeated(client, form):
    params = {**asked(code="<b>Zebediah</b>" * 40, knowledgeResponseType=form), "age.v.v": "Quux"}
    answer = client.get("/infobutton", params=params)
    assert answer.status_code == 400 and "Zebediah" not in answer.text and "Quux" not in answer.text
    if form != "text/html":
        assert answer.headers["content-type"] == "application/problem+json" and answer.json()["problems"]


def test_what_the_record_says_of_the_patient_is_not_repeated(client):
    for form in ("text/html", "text/xml", "application/json"):
        params = {
            **asked(knowledgeResponseType=form), "patientPerson.name": "Zebediah Quux",
            "mainSearchCriteria.v.dn": "Zebediah's legs", "age.v.v": "47", "age.v.u": "a",
        }  # fmt: skip
        answer = client.get("/infobutton", params=params)
        assert answer.status_code == 200 and "Zebediah" not in answer.text and "Quux" not in answer.text


def test_a_search_by_code_finds_documents_that_can_be_read(client):
    found = client.get("/fhir/DocumentReference", params={"language": "es"})
    assert found.headers["content-type"].startswith("application/fhir+json")
    bundle = found.json()
    assert bundle["resourceType"] == "Bundle" and bundle["total"] == 1
    (resource,) = [entry["resource"] for entry in bundle["entry"] if entry["search"]["mode"] == "match"]
    one = client.get(f"/fhir/DocumentReference/{resource['id']}").json()
    attachment = one["content"][0]["attachment"]
    assert attachment["contentType"] == "application/pdf" and attachment["language"] == "es"
    data = client.get(attachment["url"].removeprefix(BASE)).content
    assert (
        base64.b64encode(hashlib.sha1(data).digest()).decode() == attachment["hash"] and len(data) == attachment["size"]
    )


def test_a_document_may_carry_its_pdf(client):
    bundle = client.get("/fhir/DocumentReference", params={"language": "en"}).json()
    name = bundle["entry"][0]["resource"]["id"]
    attachment = client.get(f"/fhir/DocumentReference/{name}", params={"_data": "true"}).json()["content"][0][
        "attachment"
    ]
    assert base64.b64decode(attachment["data"]).startswith(b"%PDF") and "url" not in attachment


def test_an_unknown_document_is_an_outcome(client):
    answer = client.get("/fhir/DocumentReference/nothing")
    assert answer.status_code == 404 and answer.json()["resourceType"] == "OperationOutcome"


def test_a_search_that_cannot_be_is_an_outcome(client):
    answer = client.get("/fhir/DocumentReference", params={"_count": "many"})
    assert answer.status_code == 400 and answer.json()["resourceType"] == "OperationOutcome"


def test_broken_content_is_said_as_not_available(tmp_path):
    root = clinic(tmp_path / "clinic")
    (root / "content/sections/iron/en.yaml").write_text("title: Iron\nblocks: [\n")
    with desk(root) as client:
        answer = client.get("/infobutton", params=asked())
        assert answer.status_code == 503 and "Something in the content is wrong" in answer.text


def test_the_doors_are_closed_while_the_desk_is_locked(tmp_path):
    from handouts.desk.keys import Keys

    with desk(clinic(tmp_path / "clinic"), keys=Keys(locked=True)) as client:
        for path in ("/infobutton", "/fhir/DocumentReference", "/fhir/DocumentReference/x"):
            assert client.get(path, params=asked()).status_code == 403


def test_json_is_json(client):
    assert json.loads(client.get("/fhir/DocumentReference").content)["resourceType"] == "Bundle"
