"""Workspace to Library: every file parsed, checked and looked up, with all that is wrong told in one run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field

from handouts.content import Glossary, Section
from handouts.diagnostics import Diagnostic, Mark, error, in_order
from handouts.library import Library, Settings, Wording
from handouts.looks import Brand, Layout, Picture, Profile
from handouts.names import find
from handouts.records import dataclass
from handouts.source.allowances import find_allowances
from handouts.source.brands import build_brand, check_brand_names
from handouts.source.extends import resolve_extends
from handouts.source.filemodels import WorkspaceFile
from handouts.source.files import Sheet, kind_of, present, sheets
from handouts.source.guidance import build_forbidden
from handouts.source.layouts import build_layout, build_profile
from handouts.source.looksmodels import BrandFile
from handouts.source.records import (
    build_glossary,
    build_references,
    build_reviews,
    build_settings,
    build_wording,
    reference_keys,
)
from handouts.source.sections import build_handout, build_section, check_families, pictured
from handouts.source.shelf import Shelf
from handouts.source.workspace import Workspace

_FONTS = "templates/fonts/"
_REFERENCES = "content/references.yaml"


def gather(
    workspace: Workspace, before: tuple[Library | None, tuple[Diagnostic, ...]] = (None, ())
) -> tuple[Library | None, tuple[Diagnostic, ...]]:
    """Everything the workspace says; `before` is what an earlier state of it said, and spares parsing what is the same.

    None only when the settings cannot be used. With errors among the findings the library holds what could be
    understood, so that more can be checked; it must not be built from.
    """
    findings: list[Diagnostic] = []
    by_kind: dict[str, list[Sheet]] = {}
    known = _unchanged(workspace, *before)
    for sheet in sheets(workspace, findings, {*known.sections, *known.wording}):
        by_kind.setdefault(sheet.kind, []).append(sheet)
    made = _settings(workspace, by_kind, findings)
    settings, shape = made or (_NO_SETTINGS, None)
    shelf = Shelf(workspace.blobs, known.pictures)
    there = {kind: _there(workspace, kind) for kind in ("brand", "layout", "profile")}
    lineage: dict[str, tuple[str, ...]] = {}
    profiles, layouts = _pages(by_kind, there["profile"], lineage, findings)
    brands = _brands(by_kind, settings, shelf, lineage, findings)
    for brand, brand_shape in brands.values():
        findings += check_brand_names(brand, brand_shape, there["layout"], there["profile"])
    if shape is not None:
        _look_up(shape, there, findings)

    references = by_kind.get("references", [])
    keys: list[str] | None = [key for sheet in references for key in reference_keys(sheet.node)]
    if not references and present(workspace, "references"):
        keys = None  # the bibliography itself is broken; every citation would seem unknown
    parsed = {s.file.path: build_section(s, keys, shelf, findings) for s in by_kind.get("section", [])}
    for section in known.sections.values():
        for path in pictured(section.blocks):
            shelf.take_known(path)
    written = dict(sorted({**parsed, **known.sections}.items()))
    sections = {(section.id, section.language): section for section in written.values() if section is not None}
    findings += check_families(sections, present(workspace, "section"))
    names = _there(workspace, "section")
    handouts = {s.names[0]: build_handout(s, names, there["layout"], findings) for s in by_kind.get("handout", [])}
    library = Library(
        settings=settings,
        handouts={name: handout for name, handout in handouts.items() if handout is not None},
        sections=sections,
        references={key: made for sheet in references for key, made in build_references(sheet, findings).items()},
        glossary=next((build_glossary(sheet, findings) for sheet in by_kind.get("glossary", [])), Glossary()),
        reviews=build_reviews([*by_kind.get("reviews", []), *by_kind.get("review", [])], findings),
        brands={name: brand for name, (brand, _) in brands.items()},
        layouts=layouts,
        profiles=profiles,
        wording=_wording(by_kind.get("wording", []), known.wording, findings),
        pictures=dict(sorted(shelf.pictures.items())),
        must_not_say=next((build_forbidden(s, findings) for s in by_kind.get("must-not-say", [])), ()),
        allowances=tuple(each for path in written for each in find_allowances(workspace.files[path].text, path))
        + tuple(e for s in by_kind.get("handout", []) for e in find_allowances(s.file.text, s.file.path)),
        texts={path: file.text for path, file in workspace.files.items()},
        fonts={path: blob.data for path, blob in sorted(workspace.blobs.items()) if path.startswith(_FONTS)},
        digests=workspace.digests,
        lineage=lineage,
    )
    return library if made else None, in_order((*findings, *shelf.findings))


@dataclass(frozen=True, slots=True)
class _Unchanged:
    """What the files at these paths said before, and say now."""

    sections: Mapping[str, Section] = field(default_factory=dict)
    wording: Mapping[str, Wording] = field(default_factory=dict)
    pictures: Mapping[str, Picture] = field(default_factory=dict)


def _unchanged(workspace: Workspace, before: Library | None, findings: Iterable[Diagnostic]) -> _Unchanged:
    """Files that are as they were and that nothing was found in, with what they said.

    A section depends on its file, on the keys of the bibliography, and on the pictures that it shows.
    """
    if before is None:
        return _Unchanged()
    wrong = {finding.mark.path for finding in findings if finding.mark is not None}
    now = workspace.digests
    same = [path for path, digest in now.items() if before.digests.get(path) == digest and path not in wrong]
    named = [(path, *kind_of(path)) for path in same]
    pictures = {path: before.pictures[path] for path in same if path in before.pictures}
    wording = {path: before.wording[n[0]] for path, kind, n in named if kind == "wording" and n[0] in before.wording}
    if now.get(_REFERENCES) != before.digests.get(_REFERENCES):
        return _Unchanged({}, wording, pictures)
    pairs = {path: (names[0], names[1]) for path, kind, names in named if kind == "section"}
    sections = {path: before.sections[pair] for path, pair in pairs.items() if pair in before.sections}
    whole = {path: section for path, section in sections.items() if pictured(section.blocks) <= pictures.keys()}
    return _Unchanged(whole, wording, pictures)


def _wording(parsed: Iterable[Sheet], known: Mapping[str, Wording], findings: list[Diagnostic]) -> dict[str, Wording]:
    built = {sheet.file.path: build_wording(sheet, findings) for sheet in parsed}
    whole = dict(sorted({**built, **known}.items()))
    return {wording.language: wording for wording in whole.values() if wording is not None}


_NO_SETTINGS = Settings("", (), "", "", 0, 0, False, Mark("content/workspace.yaml"))


def _settings(
    workspace: Workspace, by_kind: Mapping[str, list[Sheet]], findings: list[Diagnostic]
) -> tuple[Settings, WorkspaceFile] | None:
    for sheet in by_kind.get("workspace", []):
        return build_settings(sheet, findings)
    path = "content/workspace.yaml"
    if path not in workspace.files:
        hint = "Write at least: brand, languages, layout, profile. handouts init FOLDER shows a whole one."
        findings.append(error("workspace", Mark(path), "The settings of the workspace are missing.", hint))
    return None


def _named(by_kind: Mapping[str, list[Sheet]], kind: str) -> dict[str, Sheet]:
    """The files of one kind by name."""
    return {sheet.names[0]: sheet for sheet in by_kind.get(kind, [])}


def _there(workspace: Workspace, kind: str) -> dict[str, None]:
    """Names of one kind that are there, also those whose file is wrong: a mistake in a file is told there, once."""
    return dict.fromkeys(names[0] for names in present(workspace, kind))


def _lines_of(kind: str, chains: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The files that each template is made of, by the path of its own."""
    paths = {name: tuple(f"templates/{kind}s/{part}.yaml" for part in chain) for name, chain in chains.items()}
    return {files[0]: files for files in paths.values()}


def _pages(
    by_kind: Mapping[str, list[Sheet]],
    known_profiles: Mapping[str, object],
    lineage: dict[str, tuple[str, ...]],
    findings: list[Diagnostic],
) -> tuple[dict[str, Profile], dict[str, Layout]]:
    profiles, layouts = {}, {}
    nodes, chains, wrong = resolve_extends("profile", {n: s.node for n, s in _named(by_kind, "profile").items()})
    findings += wrong
    lineage |= _lines_of("profile", chains)
    for name, node in nodes.items():
        profile = build_profile(name, node, findings)
        if profile is not None:
            profiles[name] = profile
    nodes, chains, wrong = resolve_extends("layout", {n: s.node for n, s in _named(by_kind, "layout").items()})
    findings += wrong
    lineage |= _lines_of("layout", chains)
    for name, node in nodes.items():
        layout = build_layout(name, node, known_profiles, findings)
        if layout is not None:
            layouts[name] = layout
    return profiles, layouts


def _brands(
    by_kind: Mapping[str, list[Sheet]],
    settings: Settings,
    shelf: Shelf,
    lineage: dict[str, tuple[str, ...]],
    findings: list[Diagnostic],
) -> dict[str, tuple[Brand, BrandFile]]:
    files = _named(by_kind, "brand")
    nodes, chains, wrong = resolve_extends("brand", {name: sheet.node for name, sheet in files.items()})
    findings += wrong
    lineage |= _lines_of("brand", chains)
    brands = {}
    for name, node in nodes.items():
        digests = [files[part].digest for part in chains[name]]
        made = build_brand(name, node, digests, settings, shelf, findings)
        if made is not None:
            brands[name] = made
    return brands


def _look_up(shape: WorkspaceFile, tables: Mapping[str, Mapping[str, object]], findings: list[Diagnostic]) -> None:
    for kind, table in tables.items():
        name = getattr(shape, kind)
        findings += find(kind, name.text.strip(), table, name.mark)[1]
