"""Names for OpenEMR, descriptions in FHIR, bundles."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace

from handouts.batching.exports import bundles, fhir_document, openemr_copies
from handouts.batching.jobs import Job, Product, Record
from handouts.diagnostics import Mark
from handouts.edition import BuildRequest
from tests.batching.test_unchanged import BUILT, FAILED

CODES = (("icd10", ("G25.81",)), ("snomed", ("32914008",)))


def job(handout: str = "rls", language: str = "es", brand: str = "test", **others: object) -> Job:
    asked = BuildRequest(handout, (language,), brand, "sheet", "standard-12", "letter")
    made = Job(f"{brand}/{language}/{handout}.pdf", asked, "", CODES, True)
    return replace(made, **others)  # type: ignore[arg-type]


def test_names_as_openemr_asks_for_them():
    """See interface/patient_file/education.php: strtolower("{$codetype}_{$codevalue}_{$lang}.pdf")."""
    copies, findings = openemr_copies([job()], (), None)
    assert [(copy.target, copy.path) for copy in copies] == [
        ("openemr/test/icd10_g25.81_es.pdf", "test/es/rls.pdf"),
        ("openemr/test/snomed_32914008_es.pdf", "test/es/rls.pdf"),
    ]
    assert findings == ()


def test_several_handouts_of_one_code_are_never_chosen_silently():
    jobs = [job("a"), job("b"), job("a", "en"), job("b", "en")]
    copies, (finding,) = openemr_copies(jobs, (), Mark("plan.yaml"))
    assert (copies, finding.rule, finding.severity.value) == ((), "openemr", "error")
    assert finding.message == "These handouts would each be icd10_g25.81_en.pdf and 3 more: a, b."
    copies, findings = openemr_copies(jobs, ("b", "a"), None)
    assert ({copy.path for copy in copies}, findings) == ({"test/es/b.pdf", "test/en/b.pdf"}, ())


def test_only_the_usual_looks_and_the_chosen_handouts():
    jobs = [job("a"), job("a", path="test/es/a_mono.pdf", usual=False), job("b", codes=(("icd10", ("X",)),))]
    copies, _ = openemr_copies(jobs, ("a",), None)
    assert {copy.path for copy in copies} == {"test/es/a.pdf"}


def test_what_openemr_will_not_find_is_told():
    _, findings = openemr_copies([job(language="vi"), job("b", codes=(("icd10", ("G 25/1",)),))], (), None)
    assert [f.rule for f in findings] == ["openemr", "openemr"]
    assert "'G 25/1'" in findings[0].message and "written in vi" in findings[1].message
    _, (finding,) = openemr_copies([job(codes=())], (), None)
    assert finding.message == "None of the handouts has a code, so there is nothing for OpenEMR."


DATA = b"%PDF"
RECORD = Record(
    job(), "", "2026-01-15", title="Piernas inquietas", edition="7k3mq-0xw2a", review="never", pages=1,
    product=Product("test/es/rls.pdf", hashlib.sha256(DATA).hexdigest(),
                    base64.b64encode(hashlib.sha1(DATA).digest()).decode(), len(DATA)),
)  # fmt: skip
# Elements of the R4 resource and of its parts that we may use: name, and the JSON type of its value.
# https://hl7.org/fhir/R4/documentreference.html, https://hl7.org/fhir/R4/datatypes.html#Attachment
R4 = {
    "resourceType": str, "masterIdentifier": dict, "identifier": list, "status": str, "docStatus": str, "type": dict,
    "date": str, "description": str, "content": list, "context": dict,
}  # fmt: skip
ATTACHMENT = {
    "contentType": str, "language": str, "url": str, "size": int, "hash": str, "title": str, "creation": str,
}  # fmt: skip


def test_the_shape_of_a_document_reference():
    value = json.loads(fhir_document(RECORD))
    assert {name: type(part) for name, part in value.items()} == R4
    (content,) = value["content"]
    assert list(content) == ["attachment"]
    assert {name: type(part) for name, part in content["attachment"].items()} == ATTACHMENT
    assert (value["resourceType"], value["status"], value["docStatus"]) == (
        "DocumentReference",
        "current",
        "preliminary",
    )
    assert value["identifier"] == [{"type": {"text": "Edition"}, "value": "7k3mq-0xw2a"}]
    assert value["date"] == "2026-01-15T00:00:00Z"  # an instant: to the second, with a time zone
    assert "subject" not in value


def test_the_attachment_is_the_file():
    attachment = json.loads(fhir_document(RECORD))["content"][0]["attachment"]
    assert base64.b64decode(attachment["hash"]) == hashlib.sha1(DATA).digest()
    assert (attachment["size"], attachment["contentType"], attachment["language"]) == (4, "application/pdf", "es")
    assert (attachment["url"], attachment["creation"]) == ("rls.pdf", "2026-01-15")


def test_codes_and_sign_offs_in_fhir():
    value = json.loads(fhir_document(replace(RECORD, review="signed")))
    assert value["docStatus"] == "final"
    assert [event["coding"][0] for event in value["context"]["event"]] == [
        {"system": "http://hl7.org/fhir/sid/icd-10", "code": "G25.81"},
        {"system": "http://snomed.info/sct", "code": "32914008"},
    ]
    assert "context" not in json.loads(fhir_document(replace(RECORD, job=job(codes=()))))
    draft = replace(RECORD, review="signed", job=job(request=replace(job().request, draft=True)))
    assert json.loads(fhir_document(draft))["docStatus"] == "preliminary"


def test_bundles_hold_what_was_built_and_change_with_it():
    records = {"test/rls.pdf": BUILT, "x.pdf": replace(FAILED, job=replace(FAILED.job, path="x.pdf"))}
    made = bundles(records, "brand", fhir=False)
    assert {path: [name for _, name in members] for path, (members, _) in made.items()} == {
        "bundles/test.zip": ["test/rls.pdf", "test/rls_print.pdf"]
    }
    assert bundles(records, "language", fhir=True)["bundles/en.zip"][0][0][1] == "test/rls.fhir.json"
    assert BUILT.product is not None
    other = {"test/rls.pdf": replace(BUILT, product=replace(BUILT.product, sha256="other"))}
    assert bundles(other, "brand", fhir=False)["bundles/test.zip"][1] != made["bundles/test.zip"][1]
