"""Products under the names and with the descriptions that other programs want: OpenEMR, FHIR, zip files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from handouts.batching.jobs import Job, Record
from handouts.diagnostics import Diagnostic, Mark
from handouts.ehr.fhir import Described, File, as_bytes, document_reference, reference_name
from handouts.ehr.openemr import Candidate, local_files

BundleBy = Literal["brand", "language"]


@dataclass(frozen=True, slots=True)
class Copy:
    """A product that goes under another name too."""

    path: str
    target: str


def openemr_copies(
    jobs: Iterable[Job], preferred: Sequence[str], mark: Mark | None
) -> tuple[tuple[Copy, ...], tuple[Diagnostic, ...]]:
    """The copies for OpenEMR's "Local Content": `openemr/BRAND/icd10_g25.81_es.pdf`, all in small letters.

    Of several looks the brand's usual ones count; see `local_files` for several handouts of one code.
    """
    listed = [job for job in jobs if job.usual and (not preferred or job.request.handout in preferred)]
    candidates = [
        Candidate(job.request.handout, job.request.languages[0], job.codes, f"openemr/{job.request.brand}")
        for job in listed
    ]
    hint = "Say which one OpenEMR shall find: openemr: [NAME, ...] in the plan, the first one wins; or --handout NAME."
    files, findings = local_files(candidates, preferred, mark, hint)
    return tuple(Copy(listed[file.candidate].path, file.path) for file in files), findings


def fhir_document(record: Record) -> bytes:
    """A FHIR R4 DocumentReference of a built product, as JSON."""
    assert record.product is not None
    asked, made = record.job.request, record.product
    told = Described(
        title=record.title,
        language=asked.languages[0],
        edition=record.edition,
        day=record.date,
        final=record.review in ("signed", "due") and not asked.draft,
        codes=record.job.codes,
        url=PurePosixPath(made.path).name,
        file=File(made.sha256, made.sha1, made.size),
    )
    return as_bytes(document_reference(told))


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
                reference_name(record.job.path): hashlib.sha256(fhir_document(record)).hexdigest() for record in members
            }
        stamp = hashlib.sha256(json.dumps(sorted(digests.items())).encode()).hexdigest()
        made[path] = tuple((name, name) for name in sorted(digests)), f"handouts {stamp}"
    return made
