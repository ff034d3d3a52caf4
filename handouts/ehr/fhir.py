"""Editions as FHIR R4 DocumentReferences, one by one: for health records, and for files that go beside a PDF.

Elements: https://hl7.org/fhir/R4/documentreference.html, https://hl7.org/fhir/R4/datatypes.html#Attachment
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from handouts.edition import Edition
from handouts.ehr.codes import FHIR

Resource = Mapping[str, object]
MEDIA_TYPE = "application/fhir+json"
_PDF = "application/pdf"
_ID = re.compile(r"[A-Za-z0-9.-]{1,64}")  # https://hl7.org/fhir/R4/datatypes.html#id


@dataclass(frozen=True, slots=True)
class File:
    """What is known of the bytes of a PDF: sha256 in hex, sha1 in base64 as Attachment wants it, size."""

    sha256: str
    sha1: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What a DocumentReference tells of an edition. `codes` are by the keys of `codes:`, `day` is an ISO date.

    `final` when every text is signed. `url` leads to the PDF; `data` is the PDF where it is to be carried inside.
    `file` is None, and `id` and `edition` are empty, where there is none yet.
    """

    title: str
    language: str
    edition: str
    day: str
    final: bool
    codes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    url: str = ""
    id: str = ""
    file: File | None = None
    data: bytes = field(default=b"", repr=False)


def file_of(data: bytes) -> File:
    """The facts about these bytes. FHIR asks for sha1 in its `hash`; nothing is proved with it."""
    sha1 = base64.b64encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode("ascii")
    return File(hashlib.sha256(data).hexdigest(), sha1, len(data))


def described(edition: Edition, *, url: str = "", pdf: bytes = b"", inside: bool = False) -> Described:
    """An edition, with its PDF where that is built; `inside` puts it into the attachment, else `url` leads to it."""
    return Described(
        title=edition.title.plain,
        language=edition.language,
        edition=edition.id if pdf else settled_id(edition),
        day=edition.date.isoformat(),
        final=edition.review.signed and not edition.request.draft,
        codes=tuple(sorted(edition.codes.items())),
        url=url,
        id=document_id(edition.request.handout, edition.language),
        file=file_of(pdf) if pdf else None,
        data=pdf if inside else b"",
    )


def settled_id(edition: Edition) -> str:
    """The id that the edition will have, or empty: where pages are few, laying it out decides what is left out."""
    return "" if edition.layout.pages else edition.id


def document_id(handout: str, language: str) -> str:
    """The logical id of a handout in a language: `rls-overview.es`; of names that are too long, a digest."""
    name = f"{handout}.{language}"
    return name if _ID.fullmatch(name) else f"d-{hashlib.sha256(name.encode()).hexdigest()[:40]}"


def document_reference(told: Described) -> dict[str, object]:
    """The resource. It has no subject: the document is for everybody. A text nobody has signed is `preliminary`."""
    value: dict[str, object] = {"resourceType": "DocumentReference"}
    if told.id:
        value["id"] = told.id
    if told.file is not None:
        # This very version: the digest of its bytes as a name (RFC 4122, version 5), the same wherever it is built.
        version = uuid.uuid5(uuid.NAMESPACE_OID, told.file.sha256)
        value["masterIdentifier"] = {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{version}"}
    if told.edition:
        value["identifier"] = [{"type": {"text": "Edition"}, "value": told.edition}]
    value |= {
        "status": "current",
        "docStatus": "final" if told.final else "preliminary",
        "type": {"text": "Patient education material"},
        "date": f"{told.day}T00:00:00Z",
        "description": told.title,
        "content": [{"attachment": _attachment(told)}],
    }
    # Codes are in `context.event`, which registries index.
    events = [
        {"coding": [{"system": FHIR[system], "code": code}]}
        for system, codes in told.codes
        for code in codes
        if system in FHIR
    ]
    if events:
        value["context"] = {"event": events}
    return value


def _attachment(told: Described) -> dict[str, object]:
    attachment: dict[str, object] = {"contentType": _PDF, "language": told.language}
    if told.data:
        attachment["data"] = base64.b64encode(told.data).decode("ascii")
    if told.url:
        attachment["url"] = told.url
    if told.file is not None:
        attachment |= {"size": told.file.size, "hash": told.file.sha1}
    return attachment | {"title": told.title, "creation": told.day}


def reference_name(path: str) -> str:
    """Where the description of a PDF lies: beside it, `x.pdf` and `x.fhir.json`."""
    return f"{path.removesuffix('.pdf')}.fhir.json"


def outcome(severity: str, code: str, texts: Iterable[str]) -> dict[str, object]:
    """An OperationOutcome: what to tell of a request (https://hl7.org/fhir/R4/operationoutcome.html)."""
    issues = [{"severity": severity, "code": code, "diagnostics": text} for text in texts]
    return {"resourceType": "OperationOutcome", "issue": issues}


def as_bytes(resource: Resource) -> bytes:
    """A resource as JSON in UTF-8, for people to read too."""
    return json.dumps(resource, ensure_ascii=False, indent=2).encode() + b"\n"
