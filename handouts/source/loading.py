"""Workspace to Library: every file read, checked and looked up, with everything that is wrong told in one run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from handouts.content import Glossary
from handouts.diagnostics import Diagnostic, Mark, error, in_order
from handouts.library import Library, Settings
from handouts.looks import Brand, Layout, Profile
from handouts.names import find
from handouts.source.allowances import find_allowances
from handouts.source.brands import build_brand, check_brand_names
from handouts.source.extends import resolve_extends
from handouts.source.filemodels import WorkspaceFile
from handouts.source.files import Sheet, present, sheets
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
from handouts.source.sections import build_handout, build_section, check_families
from handouts.source.shelf import Shelf
from handouts.source.workspace import Workspace, read

_FONTS = "templates/fonts/"


def open_library(root: Path) -> tuple[Library | None, tuple[Diagnostic, ...]]:
    """Read and check a workspace folder: the library, and all that is wrong with it, in one step.

    The library is None when nothing could be read or the settings cannot be used; with errors among the findings
    it is partial and must not be built from.
    """
    workspace, unread = read(root)
    if not workspace.files:
        return None, unread
    library, findings = load(workspace)
    return library, in_order((*unread, *findings))


def load(workspace: Workspace) -> tuple[Library | None, tuple[Diagnostic, ...]]:
    """Everything the workspace says.

    None only when the settings cannot be used. With errors among the findings the library holds what could be
    understood, so that more can be checked; it must not be built from.
    """
    findings: list[Diagnostic] = []
    by_kind: dict[str, list[Sheet]] = {}
    for sheet in sheets(workspace, findings):
        by_kind.setdefault(sheet.kind, []).append(sheet)
    made = _settings(workspace, by_kind, findings)
    settings, shape = made or (_NO_SETTINGS, None)
    shelf = Shelf(workspace.blobs)
    known = {kind: _there(workspace, kind) for kind in ("brand", "layout", "profile")}
    lineage: dict[str, tuple[str, ...]] = {}
    profiles, layouts = _pages(by_kind, known["profile"], lineage, findings)
    brands = _brands(by_kind, settings, shelf, lineage, findings)
    for brand, brand_shape in brands.values():
        findings += check_brand_names(brand, brand_shape, known["layout"], known["profile"])
    if shape is not None:
        _look_up(shape, known, findings)

    references = by_kind.get("references", [])
    keys: list[str] | None = [key for sheet in references for key in reference_keys(sheet.node)]
    if not references and present(workspace, "references"):
        keys = None  # the bibliography itself is broken; every citation would seem unknown
    written = {(s.names[0], s.names[1]): s for s in by_kind.get("section", [])}
    built = {pair: build_section(sheet, keys, shelf, findings) for pair, sheet in written.items()}
    sections = {pair: section for pair, section in built.items() if section is not None}
    findings += check_families(sections, present(workspace, "section"))
    names = _there(workspace, "section")
    handouts = {s.names[0]: build_handout(s, names, known["layout"], findings) for s in by_kind.get("handout", [])}
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
        wording={w.language: w for s in by_kind.get("wording", []) if (w := build_wording(s, findings)) is not None},
        pictures=shelf.pictures,
        must_not_say=next((build_forbidden(s, findings) for s in by_kind.get("must-not-say", [])), ()),
        allowances=tuple(each for s in written.values() for each in find_allowances(s.file.text, s.file.path))
        + tuple(e for s in by_kind.get("handout", []) for e in find_allowances(s.file.text, s.file.path)),
        texts={path: file.text for path, file in workspace.files.items()},
        fonts={path: blob.data for path, blob in sorted(workspace.blobs.items()) if path.startswith(_FONTS)},
        digests=workspace.digests,
        lineage=lineage,
    )
    return library if made else None, in_order((*findings, *shelf.findings))


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
