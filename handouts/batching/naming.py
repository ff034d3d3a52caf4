"""Where each document of a batch goes: a pattern of names, filled in and checked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from handouts.batching.jobs import Job
from handouts.diagnostics import Diagnostic, Mark, error
from handouts.edition import BuildRequest
from handouts.names import did_you_mean
from handouts.resolving.plan import output_name

USUAL = "{brand}/{language}/{name}"
_FIELDS = ("handout", "language", "brand", "layout", "profile", "paper", "colour", "name")
_PLACE = re.compile(r"\{([^{}]*)\}")
# What no file can be called on Windows, and what a shell or a web server reads as something else.
_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.I)
# Folders beside the products that are ours.
RESERVED = frozenset({"bundles", "openemr"})
_LONGEST = 200  # bytes of one name: file systems take 255, and a name beside it is a little longer


def check_pattern(pattern: str, mark: Mark | None) -> tuple[Diagnostic, ...]:
    """What is wrong with a pattern whatever it is filled with."""
    findings = [
        error("batch-name", mark, f"There is no '{{{name[:40]}}}' to put into a name.", did_you_mean(name, _FIELDS))
        for name in _PLACE.findall(pattern)
        if name not in _FIELDS
    ]
    rest = _PLACE.sub("x", pattern)
    steps = rest.split("/")
    if "{" in rest or "}" in rest:
        findings.append(error("batch-name", mark, "A { or } stands alone in the pattern.", f"Write it as: {USUAL}"))
    elif _FORBIDDEN.search(rest) or any(unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in rest):
        hint = 'Leave out < > : " | ? * and \\ and what cannot be seen; folders are parted by /.'
        findings.append(error("batch-name", mark, "The pattern holds a character that file names cannot have.", hint))
    elif any(not step or step.startswith(".") or step != step.rstrip(". ") for step in steps):
        message = "The pattern leads out of the folder, or to a name that begins or ends with a point."
        findings.append(error("batch-name", mark, message, f"Write folders and a name, as in {USUAL}"))
    elif any(_DEVICES.fullmatch(step) for step in steps):
        findings.append(error("batch-name", mark, "Windows keeps one of these names for itself.", "Write another."))
    return tuple(findings)


def path_of(pattern: str, request: BuildRequest) -> str:
    """The pattern filled in: a posix path that ends in `.pdf`. Packets and pairs of languages are joined by points."""
    values = {
        "handout": ".".join(request.handouts), "language": ".".join(request.languages), "brand": request.brand,
        "layout": request.layout, "profile": request.profile, "paper": request.paper,
        "colour": "mono" if request.mono else "colour", "name": output_name(request).removesuffix(".pdf"),
    }  # fmt: skip
    filled = _PLACE.sub(lambda match: values[match[1]], pattern)
    return filled if filled.endswith(".pdf") else f"{filled}.pdf"


def check_paths(jobs: Iterable[Job], mark: Mark | None) -> tuple[Diagnostic, ...]:
    """An error for each two documents that would be the same file, also where capitals do not count, or be too long."""
    findings: list[Diagnostic] = []
    taken: dict[str, Job] = {}
    for job in sorted(jobs):
        if any(len(step.encode()) > _LONGEST for step in job.path.split("/")):
            findings.append(error("batch-name", mark, f"The name is too long: {job.path[:80]}...", "Shorten it."))
        first = job.path.split("/")[0]
        if first.casefold() in RESERVED:
            message = f"{job.path} would lie in the folder '{first}', which is kept for copies."
            findings.append(
                error("batch-name", mark, message, f"Begin the pattern of names otherwise, as in all/{USUAL}")
            )
        other = taken.setdefault(unicodedata.normalize("NFC", job.path).casefold(), job)
        if other is not job:
            message = f"Two documents would be {job.path}: {described(other.request)}, and {described(job.request)}."
            hint = f"Put what differs into the pattern of names; {{name}} always tells them apart: {USUAL}"
            findings.append(error("batch-name", mark, message, hint))
    return tuple(findings)


def described(request: BuildRequest) -> str:
    """A request in a few words, for messages: `iron in en for example-clinic (sheet, standard-12, letter, mono)`."""
    looks = ", ".join((request.layout, request.profile, request.paper, *request.extras))
    return f"{request.handout} in {'+'.join(request.languages)} for {request.brand} ({looks})"
