"""The feed: Atom as RFC 4287 has it, read back by a parser, and the same in JSON."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import pytest

from handouts.ehr.answers import answer
from handouts.ehr.feed import as_json, atom
from handouts.ehr.infobutton import Question, parse
from tests.ehr.conftest import link
from tests.ehr.test_infobutton import ICD10CM, MARKED

A = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
URN = r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"


def feeds(shelf, **query: str) -> tuple[ET.Element, dict]:
    names = {"c": "mainSearchCriteria.v.c", "cs": "mainSearchCriteria.v.cs", "dn": "mainSearchCriteria.v.dn",
             "language": "informationRecipient.languageCode.c"}  # fmt: skip
    asked = parse({names.get(name, name): value for name, value in query.items()})
    assert isinstance(asked, Question)
    given = answer(shelf, asked)
    return ET.fromstring(atom(shelf, given, link)), json.loads(as_json(shelf, given, link))["feed"]


def check_atom(feed: ET.Element) -> None:
    """What RFC 4287 asks of a feed and of its entries (4.1.1, 4.1.2), and of the values in them."""
    assert feed.tag == f"{A}feed" and feed.get(LANG)
    for part in (feed, *feed.findall(f"{A}entry")):
        for name in ("id", "title", "updated"):
            assert len(part.findall(f"{A}{name}")) == 1, name
        assert re.fullmatch(URN, part.findtext(f"{A}id") or "")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", part.findtext(f"{A}updated") or "")
        alternates = [
            (x.get("type"), x.get("hreflang")) for x in part.findall(f"{A}link") if x.get("rel") == "alternate"
        ]
        assert len(set(alternates)) == len(alternates)
        assert all(category.get("term") for category in part.findall(f"{A}category"))
        assert all(re.fullmatch(r"[a-z]+/[a-z+]+", one.get("type", "")) for one in part.findall(f"{A}link"))
    assert feed.findtext(f"{A}author/{A}name")
    ids = [entry.findtext(f"{A}id") for entry in feed.findall(f"{A}entry")]
    assert len(set(ids)) == len(ids)
    assert {element.tag.startswith(A) for element in feed.iter()} == {True}


def categories(part: ET.Element) -> set[tuple[str | None, str | None]]:
    return {(one.get("scheme"), one.get("term")) for one in part.findall(f"{A}category")}


def test_the_feed_of_a_code_in_a_language(shelf):
    feed, _ = feeds(shelf, c="G25.81", cs=ICD10CM, language="es", dn="Restless")
    check_atom(feed)
    (entry,) = feed.findall(f"{A}entry")
    assert (entry.get(LANG), entry.findtext(f"{A}title")) == ("es", "Piernas inquietas")
    assert [(x.get("rel"), x.get("type"), x.get("hreflang"), x.get("href")) for x in entry.findall(f"{A}link")] == [
        ("alternate", "text/html", "es", "http://127.0.0.1:8601/editions/rls/es.html"),
        ("alternate", "application/pdf", "es", "http://127.0.0.1:8601/editions/rls/es.pdf"),
    ]
    assert entry.findtext(f"{A}summary") == "El hierro ayuda a algunas personas.\nLos frijoles tienen hierro."
    assert ("http://hl7.org/fhir/sid/icd-10", "G25.81") in categories(entry)
    assert ("docStatus", "preliminary") in categories(entry)
    assert categories(feed) == {
        ("mainSearchCriteria.v.c", "G25.81"), ("mainSearchCriteria.v.cs", ICD10CM), ("informationRecipient", "PAT"),
        ("informationRecipient.languageCode.c", "es"),
    }  # fmt: skip
    assert feed.findtext(f"{A}updated") == "2026-01-15T00:00:00Z"


def test_other_languages_are_links_of_the_feed_and_no_entries(shelf):
    feed, plain = feeds(shelf, c="G47.00", cs=ICD10CM, language="vi")
    check_atom(feed)
    assert feed.findall(f"{A}entry") == [] and plain["entry"] == []
    assert {(x.get("rel"), x.get("hreflang")) for x in feed.findall(f"{A}link")} == {
        ("related", "en"),
        ("related", "es"),
    }
    assert "There is nothing in Vietnamese (vi)." in (feed.findtext(f"{A}subtitle") or "")
    assert plain["notices"][0]["languages"] == ["en", "es"]


def test_markup_in_a_title_stays_text(shelf):
    feed, plain = feeds(shelf, c="D50.9", cs=ICD10CM)
    check_atom(feed)
    assert feed.findtext(f"{A}entry/{A}title") == "Iron & <blood> tests" == plain["entry"][0]["title"]["_value"]


def test_the_names_of_handouts_last_and_differ(shelf):
    first, _ = feeds(shelf, c="G47.00", cs=ICD10CM)
    again, _ = feeds(shelf, dn="nights")
    names = [[entry.findtext(f"{A}id") for entry in feed.findall(f"{A}entry")] for feed in (first, again)]
    assert names[0] == names[1] and len(set(names[0])) == 2
    assert first.findtext(f"{A}id") != again.findtext(f"{A}id")


def test_the_json_says_what_the_atom_says(shelf):
    feed, plain = feeds(shelf, c="G25.81", cs=ICD10CM)
    entries = feed.findall(f"{A}entry")
    assert [entry["title"]["_value"] for entry in plain["entry"]] == [entry.findtext(f"{A}title") for entry in entries]
    assert [entry["link"] for entry in plain["entry"]] == [
        [dict(one.attrib) for one in entry.findall(f"{A}link")] for entry in entries
    ]
    assert plain["entry"][0]["lang"] == entries[0].get(LANG)
    assert {(one["scheme"], one["term"]) for one in plain["category"]} == categories(feed)
    assert plain["author"]["name"]["_value"] == feed.findtext(f"{A}author/{A}name") == "Test Clinic"
    assert plain["updated"]["_value"] == feed.findtext(f"{A}updated")


@pytest.mark.parametrize("form", [atom, as_json])
def test_nothing_of_the_patient_and_no_typed_name_is_repeated(shelf, form):
    asked = parse({"mainSearchCriteria.v.dn": MARKED, "mainSearchCriteria.v.dn1": "Restless legs", "age.v.v": "77.25",
                   "patientPerson.name": MARKED, MARKED: MARKED,
                   "patientPerson.administrativeGenderCode.c": "F"})  # fmt: skip
    assert isinstance(asked, Question)
    told = form(shelf, answer(shelf, asked), link).decode()
    assert "Restless" in told and "Zebediah" not in told and "77.25" not in told and "Gender" not in told


def test_the_same_question_has_the_same_bytes(shelf):
    asked = parse({"mainSearchCriteria.v.dn": "Restless legs"})
    assert isinstance(asked, Question)
    assert atom(shelf, answer(shelf, asked), link) == atom(shelf, answer(shelf, asked), link)
