"""What a batch has made, for programs: the same bytes for the same inputs, with the times in a file of their own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from handouts.batching.jobs import Job, Record, request_json
from handouts.diagnostics import Diagnostic, Severity, in_order

FORM = 1


def manifest(jobs: Sequence[Job], records: Mapping[str, Record], makers: Mapping[str, str]) -> bytes:
    """Every job of the plan in order of path. `records` are of jobs that are done as the plan has them now."""
    products = [_entry(job, records.get(job.path)) for job in sorted(jobs)]
    counts = {state: sum(entry["state"] == state for entry in products) for state in ("built", "failed", "pending")}
    return _text({"manifest": FORM, "made_by": dict(sorted(makers.items())), "counts": counts}, "products", products)


def times(jobs: Sequence[Job], records: Mapping[str, Record]) -> bytes:
    """Seconds that each product took."""
    rows = [{"path": job.path, "seconds": records[job.path].seconds} for job in sorted(jobs) if job.path in records]
    return _text({}, "times", rows)


def _entry(job: Job, record: Record | None) -> dict[str, object]:
    asked = {**request_json(job.request), "language": "+".join(job.request.languages)}
    if record is None:
        return {"path": job.path, "state": "pending", **asked}
    entry: dict[str, object] = {
        "path": job.path, "state": "failed" if record.failure else "built", "failure": record.failure,
        "title": record.title, **asked, "date": record.date, "edition": record.edition, "review": record.review,
        "pages": record.pages, "sha256": record.product.sha256 if record.product else "",
        "size": record.product.size if record.product else 0, "conformant": record.conformant, "print": None,
        "findings": [finding.as_json() for finding in record.findings],
    }  # fmt: skip
    if record.printed is not None:
        sheets = record.printed
        entry["print"] = {"path": sheets.path, "sha256": sheets.sha256, "size": sheets.size}
    return entry


def grouped(records: Iterable[Record]) -> tuple[tuple[Diagnostic, int], ...]:
    """Errors and warnings of many jobs, each told once with the number of jobs it is of, sorted by place.

    What is found in a finished file is never the same twice, for its place is that file: of each rule the first one
    is told, with the number of files that have one.
    """
    first: dict[object, Diagnostic] = {}
    counts: dict[object, int] = {}
    for record in records:
        own = {product.path for product in record.products}
        found: dict[object, Diagnostic] = {}
        for finding in record.findings:
            if finding.severity is not Severity.NOTE:
                in_product = finding.mark is not None and finding.mark.path in own
                found.setdefault((finding.rule, finding.severity) if in_product else finding, finding)
        for key, finding in found.items():
            first.setdefault(key, finding)
            counts[key] = counts.get(key, 0) + 1
    told = {finding: counts[key] for key, finding in first.items()}
    return tuple((finding, told[finding]) for finding in in_order(told))


def _text(head: Mapping[str, object], name: str, rows: Iterable[object]) -> bytes:
    """A JSON object with a list of rows at its end, each on a line of its own: easy to compare, and quick."""
    begin = _dumped(head).removesuffix("}")
    lines = ",\n".join(map(_dumped, rows))
    text = f'{begin}{", " if head else ""}"{name}": [\n{lines}\n]}}\n'
    return text.encode("utf-8", "backslashreplace")


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
