"""What a job is made of, found without laying anything out: one digest a job, from the digests of files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from handouts.batching.jobs import request_json
from handouts.batching.there import lineage_of
from handouts.diagnostics import Diagnostic, has_errors, in_order
from handouts.edition import BuildRequest
from handouts.library import Library
from handouts.resolving.translated import SOURCE

# Folders of which a job uses only what it names; anything else in the workspace counts for every job.
_OWN = (
    "content/sections/", "content/handouts/", "content/figures/", "content/reviews/", "templates/wording/",
    "templates/brands/", "templates/layouts/", "templates/profiles/", "templates/fonts/",
)  # fmt: skip


@dataclass(slots=True)
class Inputs:
    """Tables of one library, filled as jobs ask; `makers` are versions of us and of what decides bytes.

    `paths` is a superset of `passport.inputs.input_files` for every edition the request may lead to: it counts each
    section of the handouts, shown or not, and each picture whose name stands in their files.
    """

    library: Library
    makers: Mapping[str, str]
    _paths: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict)
    _digests: dict[tuple[str, ...], str] = field(default_factory=dict)

    def paths(self, request: BuildRequest) -> frozenset[str]:
        """The files that have a say in what the request leads to, also those that are not there (yet)."""
        return frozenset().union(*(self._part(part) for part in _parts(request)))

    def digest(self, request: BuildRequest) -> str:
        """The sha256 (hex) of the request, the makers, and of every file that has a say."""
        parts = [self._digest(part) for part in _parts(request)]
        data = json.dumps([request_json(request), dict(sorted(self.makers.items())), parts], sort_keys=True)
        return hashlib.sha256(data.encode()).hexdigest()

    def _digest(self, part: tuple[str, ...]) -> str:
        if part not in self._digests:
            digests = self.library.digests
            lines = [f"{path}\0{digests[path]}\n" for path in sorted(self._part(part)) if path in digests]
            self._digests[part] = hashlib.sha256("".join(lines).encode("utf-8", "surrogatepass")).hexdigest()
        return self._digests[part]

    def _part(self, part: tuple[str, ...]) -> frozenset[str]:
        if part not in self._paths:
            kind, *names = part
            if kind == "all":
                found = {path for path in self.library.digests if not path.startswith(_OWN)}
            elif kind == "text":
                found = self._texts(names[0], names[1:])
            else:
                found = self._looks(kind, names[0])
            self._paths[part] = frozenset(found)
        return self._paths[part]

    def _texts(self, handout: str, languages: Iterable[str]) -> set[str]:
        """Of one handout: its file, its sections in these languages, their pictures, sign-offs and wording."""
        own = self.library.handouts.get(handout)
        names = {use.section for use in (*own.lead, *own.sections)} if own else set()
        files = {f"content/sections/{name}/{tag}.yaml" for name in names for tag in languages}
        signed = {path for path in self.library.digests if path.startswith("content/reviews/")}
        return {
            f"content/handouts/{handout}.yaml",
            *files,
            *self._pictures("content/figures/", files),
            *(f"content/reviews/{name}" for name in names),
            *(path for path in signed if path.split("/")[2] in names),
            *(f"templates/wording/{tag}.yaml" for tag in languages),
        }

    def _looks(self, kind: str, name: str) -> set[str]:
        files = set(lineage_of(self.library, kind, name))
        if kind != "brand":
            return files
        said = "".join(self.library.texts.get(path, "") for path in files)
        fonts = {path for path in self.library.fonts if "templates/fonts/" in said}
        return {*files, *self._pictures("templates/brands/", files), *fonts}

    def _pictures(self, folder: str, files: Iterable[str]) -> set[str]:
        said = "".join(self.library.texts.get(path, "") for path in files)
        pictures = {p for p in self.library.digests if p.startswith(folder) and not p.endswith(".yaml")}
        return {path for path in pictures if PurePosixPath(path).name in said}


def _parts(request: BuildRequest) -> list[tuple[str, ...]]:
    tongues = sorted({*request.languages, SOURCE})
    return [
        ("all",), *(("text", handout, *tongues) for handout in request.handouts), ("brand", request.brand),
        ("layout", request.layout), ("profile", request.profile),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Blame:
    """What loading the workspace has found, by the file it was found in."""

    by_path: Mapping[str, tuple[Diagnostic, ...]]
    everywhere: tuple[Diagnostic, ...]

    def of(self, inputs: Inputs, request: BuildRequest) -> tuple[Diagnostic, ...]:
        """The errors that stand in the way of one request; none when it can be built from this library."""
        if not self.by_path and not self.everywhere:
            return ()
        paths = inputs.paths(request)
        found = [f for path, findings in self.by_path.items() if _concerns(path, paths) for f in findings]
        return in_order((*self.everywhere, *found))


def _concerns(path: str, paths: frozenset[str]) -> bool:
    """True for a file that is used, for one beside it that could not be read, and for a folder with files used."""
    folder = PurePosixPath(path).parent.as_posix()
    return path in paths or folder in paths or any(used.startswith(f"{path}/") for used in paths)


def blame(findings: Iterable[Diagnostic]) -> Blame:
    """The errors among the findings, sorted by whom they concern.

    What is found in a file that every job uses, or in no file at all, stands in everybody's way.
    """
    by_path: dict[str, list[Diagnostic]] = {}
    everywhere: list[Diagnostic] = []
    for finding in findings:
        if not has_errors((finding,)):
            continue
        if finding.mark is None or not finding.mark.path.startswith(_OWN):
            everywhere.append(finding)
        else:
            by_path.setdefault(finding.mark.path, []).append(finding)
    return Blame({path: tuple(found) for path, found in by_path.items()}, tuple(everywhere))
