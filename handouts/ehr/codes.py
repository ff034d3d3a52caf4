"""Code systems as health records and FHIR name them, and when a handout's code is the one that was asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

# `exact`: the code itself; `parent`: the handout has a broader one that holds it.
Match = Literal["exact", "parent", ""]


@dataclass(frozen=True, slots=True)
class CodeSystem:
    """A code system: its OID in HL7 version 3, its URI in FHIR, and the key that handouts have for it (`codes:`).

    `key` is empty for systems that handouts are not coded in. `codes` is the form of a code, `sample` shows one.
    """

    title: str
    oid: str
    uri: str
    key: str
    codes: re.Pattern[str]
    sample: str


_ICD10 = re.compile(r"[A-Z][0-9][0-9A-Z](\.?[0-9A-Z]{1,4})?")
_DIGITS = re.compile(r"[0-9]{1,18}")
# OIDs: HL7 OID registry. URIs: https://hl7.org/fhir/R4/terminologies-systems.html
# Forms: ICD-10-CM guidelines I.A.2 (three to seven characters), the SNOMED CT identifier (6 to 18 digits), and so on.
SYSTEMS = (
    CodeSystem(
        "ICD-10-CM", "2.16.840.1.113883.6.90", "http://hl7.org/fhir/sid/icd-10-cm", "icd10", _ICD10, "G25.81"
    ),
    CodeSystem("ICD-10", "2.16.840.1.113883.6.3", "http://hl7.org/fhir/sid/icd-10", "icd10", _ICD10, "G25.8"),
    CodeSystem(
        "SNOMED CT", "2.16.840.1.113883.6.96", "http://snomed.info/sct", "snomed", re.compile(r"[0-9]{6,18}"),
        "32914008",
    ),
    CodeSystem(
        "ICD-9-CM", "2.16.840.1.113883.6.103", "http://hl7.org/fhir/sid/icd-9-cm", "",
        re.compile(r"[EV]?[0-9]{2,4}(\.[0-9]{1,2})?"), "333.94",
    ),
    CodeSystem(
        "RxNorm", "2.16.840.1.113883.6.88", "http://www.nlm.nih.gov/research/umls/rxnorm", "", _DIGITS, "197379"
    ),
    CodeSystem(
        "LOINC", "2.16.840.1.113883.6.1", "http://loinc.org", "", re.compile(r"(LP|LA)?[0-9]{1,7}-[0-9]"), "2276-4"
    ),
    CodeSystem("MeSH", "2.16.840.1.113883.6.177", "", "", re.compile(r"[A-Z][0-9]{4,9}"), "D012148"),
    CodeSystem(
        "NDC", "2.16.840.1.113883.6.69", "http://hl7.org/fhir/sid/ndc", "", re.compile(r"[0-9][0-9-]{8,12}"),
        "49502-693-03",
    ),
)  # fmt: skip
_OID = re.compile(r"[0-2](\.(0|[1-9][0-9]{0,38})){2,20}")
# A code of a system that we do not know: anything that could be one.
_ANY = re.compile(r"[A-Za-z0-9][A-Za-z0-9.:_/+*-]{0,59}")
# The code systems of a handout as FHIR writes them. `icd10` does not say whose edition of ICD-10 it is.
FHIR: Mapping[str, str] = {"icd10": "http://hl7.org/fhir/sid/icd-10", "snomed": "http://snomed.info/sct"}


@dataclass(frozen=True, slots=True)
class Concept:
    """A code that was asked for, in our spelling, with its system: the OID or URI alone where we do not know it."""

    code: str
    name: str
    system: CodeSystem | None

    @property
    def key(self) -> str:
        """The key of the system in `codes:` of a handout, empty when handouts have none of it."""
        return self.system.key if self.system is not None else ""


def is_oid(text: str) -> bool:
    """True for an object identifier: numbers and points."""
    return _OID.fullmatch(text) is not None


def system_of(name: str) -> CodeSystem | None:
    """The code system of an OID, a FHIR URI, or the title that some records send (`ICD10CM`, `SNOMED-CT`)."""
    asked = name.removeprefix("urn:oid:")
    plain = _plain(asked)
    for system in SYSTEMS:
        if asked == system.oid or (system.uri and asked == system.uri) or plain == _plain(system.title):
            return system
    return {"snomed": SYSTEMS[2], "icd9": SYSTEMS[3], "rxcui": SYSTEMS[4], "msh": SYSTEMS[6]}.get(plain)


def spelled(code: str, system: CodeSystem | None) -> str:
    """The code in one spelling, or empty when it is no code of that system: capitals, ICD-10 with its point."""
    if system is None:
        return code if _ANY.fullmatch(code) else ""
    text = code.upper()
    if not system.codes.fullmatch(text):
        return ""
    return _pointed(text) if system.key == "icd10" else text


def match(concept: Concept, codes: Mapping[str, tuple[str, ...]]) -> tuple[Match, str]:
    """How a handout's codes answer a concept, and with which of them.

    A code stands for itself. In ICD-10 a longer code is a part of the shorter one that it begins with (S72.001 of
    S72.0, both of S72), so a handout on the whole is one on the part; never the other way round, for a handout on
    restless legs (G25.81) is not one on all that G25.8 holds. Categories (three characters) are the broadest.
    """
    ours = codes.get(concept.key, ()) if concept.key else ()
    if concept.key != "icd10":
        found = next((code for code in ours if code == concept.code), "")
        return ("exact" if found else ""), found
    asked = concept.code.replace(".", "")
    spelt = {spelled(code.strip(), SYSTEMS[1]).replace(".", ""): code for code in ours}
    for length in range(len(asked), 2, -1):
        if asked[:length] in spelt:
            return ("exact" if length == len(asked) else "parent"), spelt[asked[:length]]
    return "", ""


def _pointed(code: str) -> str:
    """`G2581` as `G25.81`."""
    bare = code.replace(".", "")
    return f"{bare[:3]}.{bare[3:]}" if len(bare) > 3 else bare  # a category has three characters


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
