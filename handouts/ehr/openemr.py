"""OpenEMR's folder of local patient education: what a file must be called to be found, and which handout it holds.

Source: openemr/openemr, interface/patient_file/education.php (the name, the languages, the folder
`documents/education` of a site) and library/sanitize.inc.php (the characters of a name).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from handouts.diagnostics import Diagnostic, Mark, Severity, error, has_errors, warning

# What OpenEMR's check_file_dir_name lets through.
_SAFE = re.compile(r"[A-Za-z0-9_.-]+")
# The languages it asks for; every patient whose language is not Spanish gets the English file.
_LOOKED_UP = ("en", "es")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A finished document that OpenEMR could find; `folder` is where its files go, "" for the folder itself."""

    handout: str
    language: str
    codes: tuple[tuple[str, tuple[str, ...]], ...]
    folder: str = ""


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file for OpenEMR, as a path below the folder of products, and the number of the candidate it is."""

    path: str
    candidate: int


def local_files(
    candidates: Sequence[Candidate], preferred: Sequence[str], mark: Mark | None, hint: str
) -> tuple[tuple[LocalFile, ...], tuple[Diagnostic, ...]]:
    """One file for a code and a language, `icd10_g25.81_es.pdf`, all in small letters.

    OpenEMR finds one file for them. So of several handouts with a code the first one of `preferred` counts, and it is
    an error when that does not say; `hint` tells how to. Of several candidates of a handout the first one counts.
    """
    findings: list[Diagnostic] = []
    found: dict[str, list[int]] = {}
    for number, candidate in enumerate(candidates):
        for system, code in ((system, code) for system, codes in candidate.codes for code in codes):
            name = f"{system}_{code}_{candidate.language}.pdf".lower()
            if _SAFE.fullmatch(name):
                found.setdefault((PurePosixPath(candidate.folder) / name).as_posix(), []).append(number)
            else:
                message = f"OpenEMR would not open a file for the code '{code}' of '{candidate.handout}'."
                findings.append(warning("openemr", mark, message, "It takes letters, digits and _ . - only."))
    files: list[LocalFile] = []
    shared: dict[tuple[str, ...], list[str]] = {}
    for path, numbers in sorted(found.items()):
        names = sorted({candidates[n].handout for n in numbers}, key=lambda name: _rank(preferred, name))
        if len(names) > 1 and not preferred:
            shared.setdefault(tuple(names), []).append(PurePosixPath(path).name)
        else:
            files.append(LocalFile(path, next(n for n in numbers if candidates[n].handout == names[0])))
    for names_, targets in shared.items():
        more = f" and {len(targets) - 1} more" if len(targets) > 1 else ""
        message = f"These handouts would each be {targets[0]}{more}: {', '.join(names_)}."
        findings.append(error("openemr", mark, message, hint))
    if not files and not has_errors(findings):
        message = "None of the handouts has a code, so there is nothing for OpenEMR."
        findings.append(warning("openemr", mark, message, "Write codes: {icd10: [...]} into the handout's file."))
    findings += _not_asked_for({candidates[file.candidate].language for file in files}, mark)
    return tuple(files), tuple(findings)


def left_out(candidates: Sequence[Candidate], files: Iterable[LocalFile]) -> tuple[Diagnostic, ...]:
    """A note for each handout that has codes, but no file: others come before it for all of them."""
    placed = {candidates[file.candidate].handout for file in files}
    coded = dict.fromkeys(candidate.handout for candidate in candidates if any(codes for _, codes in candidate.codes))
    text = "'{}' has no file of its own: OpenEMR finds one handout for a code, and another one was named before it."
    return tuple(Diagnostic("openemr", Severity.NOTE, None, text.format(name)) for name in coded if name not in placed)


def _not_asked_for(languages: set[str], mark: Mark | None) -> list[Diagnostic]:
    others = sorted({tag.lower() for tag in languages} - {*_LOOKED_UP})
    if not others:
        return []
    message = f"OpenEMR asks for en and es only; of itself it will not find what is written in {', '.join(others)}."
    return [warning("openemr", mark, message, "Link these files from elsewhere.")]


def _rank(preferred: Sequence[str], name: str) -> tuple[int, str]:
    return (preferred.index(name) if name in preferred else len(preferred), name)
