"""What a health record asks for in an HL7 Infobutton request: its query as a typed question, or all that is wrong.

Source of the parameters' names and meaning: HL7 Version 3 Implementation Guide, Context-Aware Knowledge Retrieval
(Infobutton), URL-Based Implementations of the Context-Aware Information Retrieval Domain, releases 3 and 4. How they
are used was compared with MedlinePlus Connect (https://medlineplus.gov/connect/service.html), OpenInfobutton
(logicahealth/InfoButtons) and OpenEMR (interface/patient_file/education.php).

Nothing about the patient is kept: the patient's age and sex are looked at and forgotten, identifiers, observations
and whatever else a record sends are not even looked at. No message repeats a value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from handouts.ehr.codes import Concept, is_oid, spelled, system_of
from handouts.language import tongue

ResponseForm = Literal["html", "atom", "json"]
Query = Mapping[str, str] | Iterable[tuple[str, str]]

_FORMS: Mapping[str, ResponseForm] = {
    "text/html": "html", "application/xhtml+xml": "html",
    "text/xml": "atom", "application/xml": "atom", "application/atom+xml": "atom",
    "application/json": "json", "text/json": "json",
}  # fmt: skip
# HL7 RoleClass and ParticipationType codes of the guide.
_ROLES = frozenset({"PAT", "PROV", "PAYOR"})
# OIDs of language tables: ISO 639-1, ISO 639-2, RFC 3066, BCP 47.
_LANGUAGE_SYSTEMS = frozenset(
    {"2.16.840.1.113883.6.99", "2.16.840.1.113883.6.100", "2.16.840.1.113883.6.121", "2.16.840.1.113883.6.316"}
)
# HL7 AdministrativeGender, and the null flavours of who does not say it.
_SEXES = frozenset({"M", "F", "UN", "UNK", "ASKU", "NASK", "NI", "NA", "OTH", "U", "O"})
_AGE_UNITS = frozenset({"a", "mo", "wk", "d", "h", "min"})  # UCUM
_OLDEST = 150  # years
_TASK = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
_CRITERION = re.compile(r"mainsearchcriteria\.v\.(c|cs|csn|dn|ot)([0-9]{0,3})")
_PREFIX = "mainsearchcriteria."
_MOST_PARAMETERS = 200
_MOST_CRITERIA = 20
_LONGEST = 500  # characters of a name; a code has fewer

# The parameters that count, in the guide's spelling, by what they are compared as: some records write otherwise.
_KNOWN = {
    name.lower(): name
    for name in (
        "taskContext.c.c", "informationRecipient", "informationRecipient.languageCode.c",
        "informationRecipient.languageCode.cs", "performer", "performer.languageCode.c", "performer.languageCode.cs",
        "patientPerson.administrativeGenderCode.c", "age.v.v", "age.v.u", "knowledgeResponseType",
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is asked about: a code with its system, or words (display name, original text).

    Words may be anything that somebody has typed into a record, so `repr` does not show them.
    """

    concept: Concept | None
    name: str = field(default="", repr=False)
    original: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: about what, for whom (`PAT`, `PROV`, `PAYOR`), in which language ("" when that is not said).

    `performer` and `performer_language` are of the person at the screen, `task` is what that person is doing.
    """

    criteria: tuple[Criterion, ...]
    form: ResponseForm = "html"
    recipient: str = "PAT"
    language: str = ""
    performer: str = ""
    performer_language: str = ""
    task: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a request: the parameter, what it should be, how to mend it. Never a value."""

    parameter: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not answered, all at once; `status` is that of HTTP, `form` the one asked for if known."""

    problems: tuple[Problem, ...]
    form: ResponseForm = "html"
    status: int = 400

    def as_json(self) -> dict[str, object]:
        """The refusal as the members of a problem document (RFC 9457, `application/problem+json`)."""
        return {
            "status": self.status, "title": "The request was not understood.",
            "problems": [{"parameter": p.parameter, "message": p.message, "hint": p.hint} for p in self.problems],
        }  # fmt: skip


def parse(query: Query, *, accept: str = "") -> Question | Refusal:
    """The question in a query, decoded already; `accept` is the header of that name and counts where nothing is said.

    Parameters that are not ours are passed over, as the guide says. Values that cannot be are told, all of them.
    """
    reader = _Reader()
    reader.take(query)
    form = _form(reader, accept)
    recipient = reader.one_of("informationRecipient", _ROLES)
    performer = reader.one_of("performer", _ROLES)
    language, performer_language = reader.language("informationRecipient"), reader.language("performer")
    task = reader.get("taskContext.c.c")
    if task and not _TASK.fullmatch(task):
        reader.wrong("taskContext.c.c", "This is no task code.", "Send one such as PROBLISTREV.")
    _check_patient(reader)
    criteria = _criteria(reader)
    if reader.problems:
        return Refusal(tuple(reader.problems), form)
    return Question(criteria, form, recipient or "PAT", language, performer, performer_language, task)


@dataclass(slots=True)
class _Reader:
    """The values that count, by the guide's names, and what was wrong with them."""

    values: dict[str, str] = field(default_factory=dict, repr=False)
    criteria: dict[int, dict[str, str]] = field(default_factory=dict, repr=False)
    problems: list[Problem] = field(default_factory=list)

    def take(self, query: Query) -> None:
        pairs = query.items() if isinstance(query, Mapping) else query
        for number, (given, value) in enumerate(pairs):
            if number >= _MOST_PARAMETERS:
                self.wrong("", f"There are more than {_MOST_PARAMETERS} parameters.", "Send only those of the guide.")
                return
            self._sort(given.strip().lower(), value.strip())

    def _sort(self, name: str, value: str) -> None:
        if name in _KNOWN:
            self._put(self.values, _KNOWN[name], _KNOWN[name], value)
        elif match := _CRITERION.fullmatch(name):
            # `c` without a number comes before `c0`, should somebody send both.
            at = int(match[2]) if match[2] else -1
            told = f"mainSearchCriteria.v.{match[1]}{match[2]}"
            self._put(self.criteria.setdefault(at, {}), match[1], told, value)
        elif name.startswith(f"{_PREFIX}v."):
            hint = "It is c, cs, csn, dn or ot, and a number from 1 to 999 for the second thing asked about and so on."
            self.wrong("mainSearchCriteria.v", "A name beginning so is not one that the guide has.", hint)

    def _put(self, values: dict[str, str], name: str, told: str, value: str) -> None:
        if values.get(name, value) != value:
            self.wrong(told, "It is there twice, with different values.", "Send it once.")
        elif len(value) > _LONGEST:
            self.wrong(told, f"It is longer than {_LONGEST} characters.")
        elif any(unicodedata.category(character) in ("Cc", "Cs", "Cn") for character in value):
            self.wrong(told, "It holds a character that cannot be seen or is none.", "Send UTF-8, percent-encoded.")
        elif value:  # an empty value is as good as none: records send `dn=` when they have no name
            values[name] = value

    def wrong(self, parameter: str, message: str, hint: str = "") -> None:
        problem = Problem(parameter, message, hint)
        if problem not in self.problems:
            self.problems.append(problem)

    def get(self, name: str) -> str:
        return self.values.get(name, "")

    def one_of(self, name: str, allowed: frozenset[str]) -> str:
        value = self.get(name).upper()
        if value and value not in allowed:
            self.wrong(name, "This is none of the codes it can have.", f"Send one of {', '.join(sorted(allowed))}.")
            return ""
        return value

    def language(self, who: str) -> str:
        """The language of a person, as it was sent."""
        tag, system = self.get(f"{who}.languageCode.c"), self.get(f"{who}.languageCode.cs")
        if tag and tongue(tag) is None:
            hint = "Send ISO 639-1 (es), ISO 639-2 (spa) or BCP 47 (zh-Hans)."
            self.wrong(f"{who}.languageCode.c", "This is no language code.", hint)
            return ""
        if system and system.removeprefix("urn:oid:") not in _LANGUAGE_SYSTEMS:
            hint = f"Leave it out, or send one of {', '.join(sorted(_LANGUAGE_SYSTEMS))}."
            self.wrong(f"{who}.languageCode.cs", "This is no table of languages that we know.", hint)
        return tag


def _form(reader: _Reader, accept: str) -> ResponseForm:
    asked = _media_type(reader.get("knowledgeResponseType"))
    if asked and asked not in _FORMS:
        hint = "Send text/html, text/xml (Atom) or application/json."
        reader.wrong("knowledgeResponseType", "We do not answer in this form.", hint)
    if asked in _FORMS:
        return _FORMS[asked]
    parts = sorted(accept.split(",")[:20], key=_quality, reverse=True)  # stable: of equals the first one listed
    listed = (_FORMS.get(_media_type(part)) for part in parts if _quality(part))
    return next((form for form in listed if form is not None), "html")


def _quality(part: str) -> float:
    """The weight of one part of `Accept`, from 0 to 1 (RFC 9110, 12.4.2)."""
    found = re.search(r";\s*q\s*=\s*(0(\.[0-9]{0,3})?|1(\.0{0,3})?)\s*(;|$)", part, re.I)
    return float(found[1]) if found is not None else 1.0


def _media_type(text: str) -> str:
    """`text/xml; charset=utf-8` without its parameters."""
    return text.split(";")[0].strip().lower()


def _check_patient(reader: _Reader) -> None:
    """Age and sex: a value that cannot be is a mistake of whoever set the record up; the handouts are for all."""
    reader.one_of("patientPerson.administrativeGenderCode.c", _SEXES)
    age, unit = reader.get("age.v.v"), reader.get("age.v.u")
    if age and not (re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,4})?", age) and _age_can_be(float(age), unit)):
        reader.wrong("age.v.v", "This is no age.", "Send a number, and its unit in age.v.u.")
    if unit and unit not in _AGE_UNITS:
        reader.wrong("age.v.u", "This is no unit of age.", "Send a (years), mo, wk, d, h or min (UCUM).")


def _age_can_be(age: float, unit: str) -> bool:
    return unit not in ("a", "") or age <= _OLDEST


def _criteria(reader: _Reader) -> tuple[Criterion, ...]:
    found = [_criterion(reader, at, parts) for at, parts in sorted(reader.criteria.items()) if parts]
    if len(found) > _MOST_CRITERIA:
        reader.wrong("mainSearchCriteria.v", f"More than {_MOST_CRITERIA} things are asked about.", "Ask about fewer.")
    if not found and not reader.problems:
        hint = "Send mainSearchCriteria.v.c with mainSearchCriteria.v.cs, or mainSearchCriteria.v.dn."
        reader.wrong("mainSearchCriteria.v.c", "Nothing is asked about.", hint)
    return tuple(found)


def _criterion(reader: _Reader, at: int, parts: Mapping[str, str]) -> Criterion:
    number = "" if at < 0 else str(at)
    name, original = parts.get("dn", ""), parts.get("ot", "")
    code, sent = parts.get("c", ""), parts.get("cs", "") or parts.get("csn", "")
    place = f"mainSearchCriteria.v.c{number}"
    if not code:
        if not name and not original:
            reader.wrong(place, "There is a code system, but neither a code nor a name.")
        return Criterion(None, name, original)
    if not sent:
        hint = f"Send mainSearchCriteria.v.cs{number}, such as 2.16.840.1.113883.6.90 for ICD-10-CM."
        reader.wrong(place, "There is a code without its code system.", hint)
        return Criterion(None, name, original)
    system = system_of(sent)
    if system is None and not is_oid(sent.removeprefix("urn:oid:")):
        hint = "Send an OID, such as 2.16.840.1.113883.6.90 for ICD-10-CM."
        reader.wrong(f"mainSearchCriteria.v.cs{number}", "This is no code system.", hint)
        return Criterion(None, name, original)
    clean = spelled(code, system)
    if not clean:
        kind, sample = (system.title, f"Send one such as {system.sample}.") if system is not None else ("", "")
        reader.wrong(place, f"This is no code{' of ' if kind else ''}{kind}.", sample)
    return Criterion(Concept(clean, system.oid if system is not None else sent, system), name, original)
