"""What a batch remembers from run to run, as bytes: the last plan, and a journal with a line for each job done.

The journal is the truth; the manifest is made from it. A line counts when it can be read; of several for one path
the last one counts. So a run that is killed loses no more than the line it was writing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import astuple
from typing import Any

from handouts.batching.jobs import Planned, Record, finding_from, job_from, job_json, record_from, record_json
from handouts.diagnostics import Mark

# Which form of lines and plans this is; others are not read, so everything is built anew.
FORM = 1


def plan_key(facts: Mapping[str, object]) -> str:
    """The digest (sha256, hex) of everything a plan hangs on."""
    text = json.dumps({"form": FORM, **facts}, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def plan_bytes(key: str, planned: Planned, digests: Mapping[str, str]) -> bytes:
    """A plan to remember, with the digests of the workspace's files, so that the next run can say what changed."""
    data = {
        "key": key, "jobs": [job_json(job) for job in planned.jobs],
        "findings": [finding.as_json() for finding in planned.findings], "digests": dict(digests),
        "openemr": list(planned.openemr), "mark": list(astuple(planned.mark)) if planned.mark else [],
    }  # fmt: skip
    return _dumped(data)


def remembered_plan(data: bytes, key: str) -> tuple[Planned | None, Mapping[str, str]]:
    """The plan when it is the one of this key, else None; and the digests at that time."""
    try:
        value = json.loads(data)
        digests = {str(path): str(digest) for path, digest in value["digests"].items()}
        if value["key"] != key:
            return None, digests
        jobs, findings = tuple(map(job_from, value["jobs"])), tuple(map(finding_from, value["findings"]))
        mark = Mark(*value["mark"]) if value["mark"] else None
        return Planned(jobs, findings, tuple(value["openemr"]), mark), digests
    except (ValueError, KeyError, TypeError, AttributeError):
        return None, {}


def journal_lines(records: Iterable[Record]) -> bytes:
    """Lines of the journal."""
    return b"".join(_dumped({"form": FORM, **record_json(record)}) for record in records)


def read_journal(data: bytes) -> dict[str, Record]:
    """The last record of each path."""
    found: dict[str, Record] = {}
    for line in data.split(b"\n"):
        record = _record(line) if line else None
        if record is not None:
            found[record.job.path] = record
    return found


def _record(line: bytes) -> Record | None:
    try:
        value: Any = json.loads(line)
        return record_from(value) if value.pop("form") == FORM else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _dumped(data: Mapping[str, object]) -> bytes:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "backslashreplace") + b"\n"
