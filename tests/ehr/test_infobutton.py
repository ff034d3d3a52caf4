"""Infobutton requests as records send them: what they mean, and what is said of those that mean nothing."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from handouts.ehr.codes import SYSTEMS, Concept, is_oid, match, spelled, system_of
from handouts.ehr.infobutton import Question, Refusal, parse

ICD10CM, SNOMED, ICD9CM = "2.16.840.1.113883.6.90", "2.16.840.1.113883.6.96", "2.16.840.1.113883.6.103"
ASKED = {"mainSearchCriteria.v.c": "G25.81", "mainSearchCriteria.v.cs": ICD10CM}


def question(query: object, **given: str) -> Question:
    found = parse(dict(parse_qsl(query, keep_blank_values=True)) if isinstance(query, str) else query, **given)
    assert isinstance(found, Question), found
    return found


def problems(query: object) -> dict[str, str]:
    found = parse(query)
    assert isinstance(found, Refusal) and found.status == 400
    return {problem.parameter: problem.message for problem in found.problems}


def test_a_request_as_medlineplus_connect_documents_it():
    asked = question(
        "mainSearchCriteria.v.cs=2.16.840.1.113883.6.90&mainSearchCriteria.v.c=G25.81&mainSearchCriteria.v.dn="
        "&informationRecipient.languageCode.c=es&knowledgeResponseType=application%2Fjson"
    )
    (criterion,) = asked.criteria
    assert criterion.concept is not None
    assert (criterion.concept.code, criterion.concept.name, criterion.concept.key) == ("G25.81", ICD10CM, "icd10")
    assert (criterion.name, asked.language, asked.form, asked.recipient) == ("", "es", "json", "PAT")


def test_a_request_with_all_that_the_guide_has():
    """The context of the guide's examples: somebody of 77 years, a task, a provider, and a second thing asked about."""
    asked = question(
        "knowledgeRequestNotification.effectiveTime.v=20060706001023&patientPerson.administrativeGenderCode.c=M&"
        "patientPerson.administrativeGenderCode.dn=Male&age.v.v=77&age.v.u=a&ageGroup.v.c=D000368&"
        "ageGroup.v.cs=2.16.840.1.113883.6.177&taskContext.c.c=PROBLISTREV&taskContext.c.dn=Problem+list+review&"
        "subTopic.v.c=Q000628&subtopic.v.dn=therapy&performer=PROV&performer.languageCode.c=en&"
        "performer.healthCareProvider.c.c=163W00000X&informationRecipient=PAT&encounter.c.c=AMB&"
        "informationRecipient.languageCode.c=spa&informationRecipient.languageCode.cs=2.16.840.1.113883.6.100&"
        "mainSearchCriteria.v.c=32914008&mainSearchCriteria.v.cs=2.16.840.1.113883.6.96&"
        "mainSearchCriteria.v.dn=Restless+legs&mainSearchCriteria.v.ot=RLS&mainSearchCriteria.v.dn1=Iron+deficiency&"
        "mainSearchCriteria.v.c2=401.1&mainSearchCriteria.v.cs2=2.16.840.1.113883.6.103&holder.assignedEntity.n=x"
    )
    assert (asked.task, asked.performer, asked.performer_language, asked.recipient) == (
        "PROBLISTREV", "PROV", "en", "PAT",
    )  # fmt: skip
    assert [(c.concept.code if c.concept else "", c.name, c.original) for c in asked.criteria] == [
        ("32914008", "Restless legs", "RLS"), ("", "Iron deficiency", ""), ("401.1", "", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "form"),
    [("", "html"), ("text/html", "html"), ("text/xml", "atom"), ("Application/JSON; charset=utf-8", "json"),
     ("application/atom+xml", "atom"), ("text/json", "json")],
)  # fmt: skip
def test_the_form_of_the_answer(wanted, form):
    assert question({**ASKED, "knowledgeResponseType": wanted}).form == form


@pytest.mark.parametrize(
    ("accept", "form"),
    [("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"), ("application/json", "json"),
     ("application/atom+xml, text/html;q=0.1", "atom"),
     ("text/html;q=0.2, application/json;q=0.9", "json"), ("application/json;q=0, text/xml;q=0.001", "atom"),
     ("*/*", "html"), ("," * 5000, "html")],
)  # fmt: skip
def test_what_the_program_accepts_counts_where_nothing_is_said(accept, form):
    assert question(ASKED, accept=accept).form == form
    assert question({**ASKED, "knowledgeResponseType": "text/xml"}, accept=accept).form == "atom"


def test_names_with_blanks_and_other_capitals_are_understood():
    asked = question({
        " mainSearchCriteria.v.C ": " g2581 ", "MainSearchCriteria.v.cs": f" urn:oid:{ICD10CM}",
        "informationRecipient.languageCode.c ": " es",
    })  # fmt: skip
    assert asked.criteria[0].concept is not None
    assert (asked.criteria[0].concept.code, asked.language) == ("G25.81", "es")


def test_a_code_systems_name_will_do():
    for name in ("ICD10CM", "ICD-10-CM", "SNOMED-CT", "snomed", "RXNORM"):
        asked = question({"mainSearchCriteria.v.c": "E11", "mainSearchCriteria.v.csn": "ICD10CM"})
        assert system_of(name) in SYSTEMS and asked.criteria[0].concept


WRONG = {
    "nothing asked": ({}, "mainSearchCriteria.v.c"),
    "only unknown names": ({"patientId": "7"}, "mainSearchCriteria.v.c"),
    "no code system": ({"mainSearchCriteria.v.c": "G25.81"}, "mainSearchCriteria.v.c"),
    "a system alone": ({"mainSearchCriteria.v.cs": ICD10CM}, "mainSearchCriteria.v.c"),
    "a system that is none": ({**ASKED, "mainSearchCriteria.v.cs": "our/codes"}, "mainSearchCriteria.v.cs"),
    "no code of the system": ({**ASKED, "mainSearchCriteria.v.c": "<script>"}, "mainSearchCriteria.v.c"),
    "words for a SNOMED code": (
        {"mainSearchCriteria.v.c3": "leg", "mainSearchCriteria.v.cs3": SNOMED}, "mainSearchCriteria.v.c3",
    ),
    "an index with a letter": ({**ASKED, "mainSearchCriteria.v.c1x": "1"}, "mainSearchCriteria.v"),
    "a negative index": ({**ASKED, "mainSearchCriteria.v.c-1": "1"}, "mainSearchCriteria.v"),
    "a huge index": ({**ASKED, "mainSearchCriteria.v.c99999999999": "1"}, "mainSearchCriteria.v"),
    "other digits": ({**ASKED, "mainSearchCriteria.v.c\u0663": "1"}, "mainSearchCriteria.v"),
    "an unknown part": ({**ASKED, "mainSearchCriteria.v.zz": "1"}, "mainSearchCriteria.v"),
    "too long": ({**ASKED, "mainSearchCriteria.v.dn": "x" * 501}, "mainSearchCriteria.v.dn"),
    "a control character": ({**ASKED, "mainSearchCriteria.v.dn": "a\x00b"}, "mainSearchCriteria.v.dn"),
    "half a surrogate": ({**ASKED, "mainSearchCriteria.v.ot": "a\ud800"}, "mainSearchCriteria.v.ot"),
    "no character": ({**ASKED, "mainSearchCriteria.v.dn": "\uffff"}, "mainSearchCriteria.v.dn"),
    "a line break": ({**ASKED, "informationRecipient": "PAT\r\nX-Evil: 1"}, "informationRecipient"),
    "an unknown role": ({**ASKED, "informationRecipient": "NOBODY"}, "informationRecipient"),
    "an unknown performer": ({**ASKED, "performer": "x"}, "performer"),
    "no language": (
        {**ASKED, "informationRecipient.languageCode.c": "Spanish!"}, "informationRecipient.languageCode.c",
    ),
    "no table of languages": (
        {**ASKED, "informationRecipient.languageCode.c": "es", "informationRecipient.languageCode.cs": "1.2.3"},
        "informationRecipient.languageCode.cs",
    ),
    "no task": ({**ASKED, "taskContext.c.c": "a b"}, "taskContext.c.c"),
    "an age in words": ({**ASKED, "age.v.v": "old", "age.v.u": "a"}, "age.v.v"),
    "an age that cannot be": ({**ASKED, "age.v.v": "900", "age.v.u": "a"}, "age.v.v"),
    "no unit": ({**ASKED, "age.v.v": "9", "age.v.u": "years"}, "age.v.u"),
    "no sex": ({**ASKED, "patientPerson.administrativeGenderCode.c": "7"}, "patientPerson.administrativeGenderCode.c"),
    "no form": ({**ASKED, "knowledgeResponseType": "application/javascript"}, "knowledgeResponseType"),
    "a hundred things": (
        {f"mainSearchCriteria.v.dn{n}": "x" for n in range(100)}, "mainSearchCriteria.v",
    ),
    "a thousand parameters": ({**{f"p{n}": "x" for n in range(1000)}, **ASKED}, ""),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_is_told_by_its_parameter(name):
    query, parameter = WRONG[name]
    found = problems(query)
    assert parameter in found
    assert all(message.endswith(".") for message in found.values())


def test_all_problems_are_told_at_once():
    found = problems({"informationRecipient": "x", "age.v.u": "x", "knowledgeResponseType": "x", "performer": "x"})
    assert len(found) == 4


def test_a_parameter_that_is_there_twice():
    pairs = list(ASKED.items())
    assert isinstance(parse([*pairs, *pairs]), Question)
    assert "mainSearchCriteria.v.c" in problems([*pairs, ("mainSearchCriteria.v.c", "G47.0")])


MARKED = "Zebediah Quux"


def test_nothing_of_the_patient_is_kept_or_repeated():
    names = ("patientPerson.name", "patientId", "age.v.v", "age.v.u", "patientPerson.administrativeGenderCode.c",
             "observation.v.dn", "informationRecipient", "performer", "taskContext.c.c", "knowledgeResponseType",
             "mainSearchCriteria.v.c", "mainSearchCriteria.v.cs", "mainSearchCriteria.v.zz",
             "informationRecipient.languageCode.c", f"{MARKED}")  # fmt: skip
    refusal = parse(dict.fromkeys(names, MARKED))
    assert isinstance(refusal, Refusal)
    assert MARKED not in repr(refusal) and MARKED not in repr(refusal.as_json())
    fine = question({**ASKED, "age.v.v": "77.25", "age.v.u": "a", "patientPerson.administrativeGenderCode.c": "F",
                     "patientPerson.name": MARKED, "mainSearchCriteria.v.dn": MARKED})  # fmt: skip
    assert MARKED not in repr(fine) and "77.25" not in repr(fine)
    assert not any("77.25" in str(getattr(fine, name)) for name in fine.__dataclass_fields__)


# --- codes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "ours", "how"),
    [("G25.81", "G25.81", "exact"), ("g2581", "G25.81", "exact"), ("G25.81", "G25.8", "parent"),
     ("G25.81", "G25", "parent"), ("S72.001A", "S72.0", "parent"), ("G25.8", "G25.81", ""), ("G25", "G25.81", ""),
     ("G25.82", "G25.81", ""), ("G26.81", "G25.81", ""), ("H25.81", "G25.81", ""), ("G25.81", "G2", "")],
)  # fmt: skip
def test_a_part_is_found_under_the_whole_and_never_the_other_way_round(asked, ours, how):
    system = SYSTEMS[0]
    concept = Concept(spelled(asked, system), system.oid, system)
    assert match(concept, {"icd10": (ours,), "snomed": ("32914008",)}) == (how, ours if how else "")


def test_the_nearest_of_several_codes_counts():
    concept = Concept("G25.81", ICD10CM, SYSTEMS[0])
    assert match(concept, {"icd10": ("G25", "G25.8")}) == ("parent", "G25.8")


def test_digits_alone_are_no_code_of_another_system():
    assert match(Concept("32914008", SNOMED, SYSTEMS[2]), {"icd10": ("32914008",)}) == ("", "")


def test_every_system_knows_its_own_sample_and_oid():
    for system in SYSTEMS:
        assert is_oid(system.oid) and spelled(system.sample, system) == system.sample
        assert system_of(system.oid) is system and system_of(f"urn:oid:{system.oid}") is system
    assert system_of(ICD9CM) is not None and system_of("1.2.3") is None and not is_oid("1..2") and not is_oid("x")
