"""What is found on the shelf: by code, by words, in which language, and what is said with it."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.content import Handout, Line, Words
from handouts.diagnostics import Mark
from handouts.ehr.answers import Answer, answer
from handouts.ehr.feed import as_json, atom
from handouts.ehr.fhir import as_bytes
from handouts.ehr.fhirsearch import bundle, parse_search, refused
from handouts.ehr.infobutton import Question, Refusal, parse
from handouts.ehr.shelf import Shelf, nearest, search_words
from tests.ehr.conftest import link
from tests.ehr.test_infobutton import ICD9CM, ICD10CM, SNOMED

NAMES = [f"mainSearchCriteria.v.{part}{at}" for part in ("c", "cs", "dn", "ot", "csn") for at in ("", "1")] + [
    "informationRecipient.languageCode.c", "informationRecipient", "knowledgeResponseType", "age.v.v", "age.v.u",
]  # fmt: skip
SEARCHED = [
    "event",
    "language",
    "_id",
    "identifier",
    "description",
    "_count",
    "_offset",
    "patient",
    "status",
    "event:x",
]
VALUES = [
    ICD10CM,
    SNOMED,
    "G25.81",
    "es",
    "zh-Hant",
    "PAT",
    "Restless legs",
    "a",
    "\u2028",
    "|",
    ",",
    "http://loinc.org|x",
]


def ask(shelf, language="", **parts) -> Answer:
    query = {f"mainSearchCriteria.v.{name}": value for name, value in parts.items()}
    asked = parse({**query, "informationRecipient.languageCode.c": language})
    assert isinstance(asked, Question)
    return answer(shelf, asked)


def found(given: Answer) -> list[tuple[str, str]]:
    return [(entry.handout, entry.language) for entry in given.entries]


def kinds(given: Answer) -> list[str]:
    return [notice.kind for notice in given.notices]


def test_a_code_in_a_language(shelf):
    given = ask(shelf, "es", c="G47.00", cs=ICD10CM)
    assert found(given) == [("nights", "es")]
    assert given.entries[0].edition.title.plain == "Noches"
    assert [(one.how, one.system, one.code) for one in given.entries[0].found] == [("exact", "icd10", "G47.00")]
    assert (given.elsewhere, kinds(given)) == ((), ["unsigned"])


def test_the_code_itself_comes_before_a_broader_one(shelf):
    given = ask(shelf, "en", c="G25.81", cs=ICD10CM)
    assert found(given) == [("rls", "en"), ("iron", "en")]
    assert kinds(given) == ["broader-code", "unsigned"]


def test_another_language_is_never_given_for_the_one_asked(shelf):
    given = ask(shelf, "vi", c="G47.00", cs=ICD10CM)
    assert (found(given), kinds(given)) == ([], ["language-missing"])
    assert [(entry.handout, entry.language) for entry in given.elsewhere] == [("nights", "en"), ("nights", "es")]
    assert given.notices[0].languages == ("en", "es")
    assert given.notices[0].text == (
        "There is nothing in Vietnamese (vi). There is: English (en), Spanish (es)."
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "called"),
    [("vie", "Vietnamese (vie)"), ("hat", "Haitian Creole (hat)"), ("pt_PT", "Portuguese (Portugal) (pt_PT)")],
)
def test_a_language_is_called_by_its_name_however_it_was_sent(shelf, asked, called):
    assert f"There is nothing in {called}." in ask(shelf, asked, c="G47.00", cs=ICD10CM).notices[0].text


def test_some_are_there_in_the_language_and_some_are_not(shelf):
    given = ask(shelf, "spa", c="G25.81", cs=ICD10CM)
    assert found(given) == [("rls", "es")]
    assert [(entry.handout, entry.language) for entry in given.elsewhere] == [("iron", "en")]
    assert kinds(given) == ["language-missing", "unsigned"]


def test_without_a_language_each_one_is_listed_and_that_is_said(shelf):
    given = ask(shelf, c="G47.00", cs=ICD10CM)
    assert (found(given), kinds(given)) == ([("nights", "en"), ("nights", "es")], ["language-unsaid", "unsigned"])


def test_a_country_is_given_what_is_for_all_who_read_the_language(shelf):
    given = ask(shelf, "es-MX", c="G47.00", cs=ICD10CM)
    assert (found(given), kinds(given)) == ([("nights", "es")], ["language-broader", "unsigned"])


def test_an_unknown_code_finds_nothing_even_with_a_name(shelf):
    given = ask(shelf, "en", c="A00", cs=ICD10CM, dn="Restless legs")
    assert (found(given), kinds(given)) == ([], ["nothing"])


def test_a_name_counts_where_there_is_no_code_or_none_that_handouts_have(shelf):
    assert found(ask(shelf, "en", dn="Restless legs")) == [("rls", "en")]
    assert found(ask(shelf, "en", ot="piernas INQUIETAS")) == [("rls", "en")]
    given = ask(shelf, "en", c="333.94", cs=ICD9CM, dn="Restless legs")
    assert (found(given), kinds(given)) == ([("rls", "en")], ["system", "by-title", "unsigned"])
    assert kinds(ask(shelf, "en", c="77", cs="1.2.3.4", dn="x")) == ["nothing", "system"]


def test_snomed(shelf):
    assert found(ask(shelf, "en", c="87522002", cs=SNOMED)) == [("iron", "en")]


def test_what_answers_more_of_the_question_comes_first(shelf):
    given = ask(shelf, "en", c="G25.81", cs=ICD10CM, c1="D50.9", cs1=ICD10CM)
    assert found(given) == [("iron", "en"), ("rls", "en")]
    assert [one.criterion for one in given.entries[0].found] == [0, 1]


def test_what_is_for_professionals_is_said_not_to_be_there(shelf):
    asked = parse({"mainSearchCriteria.v.dn": "nights", "informationRecipient": "PROV"})
    assert isinstance(asked, Question)
    given = answer(shelf, asked)
    assert given.notices[0].kind == "audience" and given.entries


@pytest.mark.parametrize(
    ("asked", "there", "expected"),
    [("es", ("en", "es"), ("es", True)), ("spa", ("en", "es"), ("es", True)), ("ES", ("es",), ("es", True)),
     ("fil", ("tl",), ("tl", True)), ("tgl", ("tl",), ("tl", True)), ("pt", ("pt-BR",), ("pt-BR", True)),
     ("pt-PT", ("pt-BR",), ("", False)), ("zh", ("zh-Hans",), ("zh-Hans", True)),
     ("chi", ("zh-Hans",), ("zh-Hans", True)),
     ("zh-CN", ("zh-Hans",), ("zh-Hans", True)), ("zh-TW", ("zh-Hans",), ("", False)),
     ("zh-Hant", ("zh-Hans",), ("", False)), ("zh-SG", ("zh-Hans",), ("zh-Hans", False)),
     ("en-GB", ("en",), ("en", False)),
     ("en_US", ("en",), ("en", True)), ("vi", ("en",), ("", False)), ("es-MX", ("es", "es-MX"), ("es-MX", True)),
     ("es", (), ("", False)), ("qq", ("en",), ("", False)), ("", ("en",), ("", False))],
)  # fmt: skip
def test_which_language_is_meant(asked, there, expected):
    assert nearest(asked, there) == expected


@pytest.mark.parametrize(
    ("text", "alike"),
    [("Restless legs", True), ("LEGS restless (disorder)", True), ("the restless legs", True), ("Piernas", True),
     ("restless arms", False), ("Restless legs and iron", False), ("of the", False), ("", False), ("a", False),
     ("(disorder)", False), ("<b>", False), ("%", False), ("eg", False)],
)  # fmt: skip
def test_a_name_is_like_a_title_when_all_its_words_are_in_it(shelf, text, alike):
    assert shelf.named_alike(shelf.library.handouts["rls"], search_words(text)) is alike


@pytest.mark.parametrize(
    ("title", "text", "alike"),
    [("镇与不宁腿综合征", "不宁腿", True),
     ("镇与不宁腿综合征", "糖尿病", False),
     ("रेस्टलेस लेग्स", "लेग्स", True),
     ("रेस्टलेस लेग्स", "लेग", False),
     ("Персонал", "сон", False)],
)  # fmt: skip
def test_a_script_that_parts_no_words_is_searched_within_the_line(shelf, title, text, alike):
    """Chinese is; Hindi and Russian are searched by whole words."""
    mark = Mark("x")
    other = Handout(title, {"en": Line((Words(title),), mark)}, {}, {}, (), (), (), "", mark)
    assert Shelf(shelf.library, shelf.date).named_alike(other, search_words(text)) is alike


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=30), st.text(max_size=60) | st.sampled_from(VALUES)))
def test_whatever_is_sent_is_answered_or_refused(shelf, query):
    asked = parse(query)
    if isinstance(asked, Refusal):
        assert asked.problems and json.dumps(asked.as_json())
        return
    found = answer(shelf, asked)
    assert ElementTree.fromstring(atom(shelf, found, link)) is not None
    assert json.loads(as_json(shelf, found, link))["feed"]["lang"] == "en"


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from(SEARCHED) | st.text(max_size=20), st.text(max_size=60) | st.sampled_from(VALUES))
    )
)
def test_whatever_is_searched_for_is_answered_or_refused(shelf, query):
    search = parse_search(query)
    found = refused(search) if isinstance(search, Refusal) else bundle(shelf, search, link, "http://127.0.0.1/fhir")
    assert json.loads(as_bytes(found))["resourceType"] in ("Bundle", "OperationOutcome")
