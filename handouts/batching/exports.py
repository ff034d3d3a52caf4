"""Products under the names and with the descriptions that other programs want: OpenEMR, FHIR, zip files."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from handouts.batching.jobs import Job, Record
from handouts.diagnostics import Diagnostic, Mark, error, has_errors, warning

BundleBy = Literal["brand", "language"]

# What OpenEMR's check_file_dir_name lets through (openemr/openemr, library/sanitize.inc.php).
_SAFE = re.compile(r"[A-Za-z0-9_.-]+")
# The languages OpenEMR asks for (openemr/openemr, interface/patient_file/education.php).
_LOOKED_UP = ("en", "es")
# Code systems as FHIR names them: https://hl7.org/fhir/R4/terminologies-systems.html
_SYSTEMS = {"icd10": "http://hl7.org/fhir/sid/icd-10", "snomed": "http://snomed.info/sct"}


@dataclass(frozen=True, slots=True)
class Copy:
    """A product that goes under another name too."""

    path: str
    target: str


def openemr_copies(
    jobs: Iterable[Job], preferred: Sequence[str], mark: Mark | None
) -> tuple[tuple[Copy, ...], tuple[Diagnostic, ...]]:
    """The copies for OpenEMR's "Local Content": `openemr/BRAND/icd10_g25.81_es.pdf`, all in small letters.

    OpenEMR finds one file for a code and a language. So of several handouts with a code the first one of `preferred`
    counts, and it is an error when that does not say; of several looks the brand's usual ones count.
    """
    found: dict[str, list[Job]] = {}
    findings: list[Diagnostic] = []
    for job in jobs:
        if not job.usual or (preferred and job.request.handout not in preferred):
            continue
        for system, codes in job.codes:
            for code in codes:
                name = f"{system}_{code}_{job.request.languages[0]}.pdf".lower()
                if _SAFE.fullmatch(name):
                    found.setdefault(f"openemr/{job.request.brand}/{name}", []).append(job)
                else:
                    message = f"OpenEMR would not open a file for the code '{code}' of '{job.request.handout}'."
                    findings.append(warning("batch-openemr", mark, message, "It takes letters, digits and _ . - only."))
    copies: list[Copy] = []
    shared: dict[tuple[str, ...], list[str]] = {}
    for target, candidates in sorted(found.items()):
        names = sorted({job.request.handout for job in candidates}, key=lambda name: _rank(preferred, name))
        if len(names) > 1 and not preferred:
            shared.setdefault(tuple(names), []).append(PurePosixPath(target).name)
        else:
            copies.append(Copy(next(job.path for job in candidates if job.request.handout == names[0]), target))
    for names_, targets in shared.items():
        more = f" and {len(targets) - 1} more" if len(targets) > 1 else ""
        message = f"These handouts would each be {targets[0]}{more}: {', '.join(names_)}."
        hint = (
            "Say which one OpenEMR shall find: openemr: [NAME, ...] in the plan, the first one wins; or --handout NAME."
        )
        findings.append(error("batch-openemr", mark, message, hint))
    if not copies and not has_errors(findings):
        message = "No handout of the plan has a code, so there is nothing for OpenEMR."
        findings.append(warning("batch-openemr", mark, message, "Write codes: {icd10: [...]} into the handout's file."))
    others = sorted({PurePosixPath(copy.target).stem.rsplit("_", 1)[1] for copy in copies} - {*_LOOKED_UP})
    if others:
        message = f"OpenEMR asks for en and es only; of itself it will not find what is written in {', '.join(others)}."
        findings.append(warning("batch-openemr", mark, message, "Link these files from elsewhere."))
    return tuple(copies), tuple(findings)


def _rank(preferred: Sequence[str], name: str) -> tuple[int, str]:
    return (preferred.index(name) if name in preferred else len(preferred), name)


def fhir_path(path: str) -> str:
    """Where the description of a product lies: beside it, `x.pdf` and `x.fhir.json`."""
    return f"{path.removesuffix('.pdf')}.fhir.json"


def fhir_document(record: Record) -> bytes:
    """A FHIR R4 DocumentReference of a built product (https://hl7.org/fhir/R4/documentreference.html), as JSON.

    It has no subject: the document is for everybody. A text that nobody has signed is `preliminary`. Codes are in
    `context.event`, which registries index. The hash is the sha1 that Attachment asks for, in base64.
    """
    assert record.product is not None
    asked = record.job.request
    signed = record.review in ("signed", "due")
    # This very version: the digest of its bytes as a name (RFC 4122, version 5), the same wherever it is built.
    version = uuid.uuid5(uuid.NAMESPACE_OID, record.product.sha256)
    value: dict[str, object] = {
        "resourceType": "DocumentReference",
        "masterIdentifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{version}"},
        "identifier": [{"type": {"text": "Edition"}, "value": record.edition}],
        "status": "current",
        "docStatus": "final" if signed and not asked.draft else "preliminary",
        "type": {"text": "Patient education material"},
        "date": f"{record.date}T00:00:00Z",
        "description": record.title,
        "content": [
            {
                "attachment": {
                    "contentType": "application/pdf",
                    "language": asked.languages[0],
                    "url": PurePosixPath(record.product.path).name,
                    "size": record.product.size,
                    "hash": record.product.sha1,
                    "title": record.title,
                    "creation": record.date,
                }
            }
        ],
    }
    events = [
        {"coding": [{"system": _SYSTEMS[system], "code": code}]}
        for system, codes in record.job.codes
        for code in codes
        if system in _SYSTEMS
    ]
    if events:
        value["context"] = {"event": events}
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def bundles(
    records: Mapping[str, Record], by: BundleBy, *, fhir: bool
) -> dict[str, tuple[tuple[tuple[str, str], ...], str]]:
    """Zip files to make: by path, the members as (path, name in the zip), sorted, and a stamp of their content."""
    groups: dict[str, list[Record]] = {}
    for _, record in sorted(records.items()):
        if not record.failure:
            asked = record.job.request
            key = asked.brand if by == "brand" else ".".join(asked.languages)
            groups.setdefault(f"bundles/{key}.zip", []).append(record)
    made: dict[str, tuple[tuple[tuple[str, str], ...], str]] = {}
    for path, members in sorted(groups.items()):
        digests = {product.path: product.sha256 for record in members for product in record.products}
        if fhir:
            digests |= {
                fhir_path(record.job.path): hashlib.sha256(fhir_document(record)).hexdigest() for record in members
            }
        stamp = hashlib.sha256(json.dumps(sorted(digests.items())).encode()).hexdigest()
        made[path] = tuple((name, name) for name in sorted(digests)), f"handouts {stamp}"
    return made
