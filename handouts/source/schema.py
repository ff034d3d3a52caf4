"""JSON Schemas of every kind of file, so that an editor helps while writing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from handouts.source.fields import ID
from handouts.source.filemodels import (
    ForbiddenFile,
    GlossaryFile,
    HandoutFile,
    ReferenceEntry,
    ReviewEntry,
    ReviewsFile,
    SectionFile,
    WordingFile,
    WorkspaceFile,
)
from handouts.source.looksmodels import BrandFile, LayoutFile, ProfileFile
from handouts.source.planmodels import PlanFile

# What a file of each kind holds; the names are those in the files' first lines.
KINDS: Mapping[str, Any] = {
    "section": SectionFile,
    "handout": HandoutFile,
    "references": dict[str, ReferenceEntry],
    "glossary": GlossaryFile,
    "review": ReviewEntry,
    "reviews": ReviewsFile | list[ReviewEntry],
    "must-not-say": ForbiddenFile,
    "workspace": WorkspaceFile,
    "brand": BrandFile,
    "layout": LayoutFile,
    "profile": ProfileFile,
    "wording": WordingFile,
    "plan": PlanFile,
}

# Kinds whose files may say `extends:` and list only what differs.
EXTENDABLE = ("brand", "layout", "profile")

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schemas() -> dict[str, dict[str, Any]]:
    """The schema of each kind of file by its name, ready to be written to `schemas/<name>.json`."""
    return {name: _schema(name, model) for name, model in KINDS.items()}


def _schema(name: str, model: Any) -> dict[str, Any]:
    made = _tidy(TypeAdapter(model).json_schema(by_alias=True, mode="validation"))
    if name in EXTENDABLE:
        made = _extendable(made)
    return {"$schema": _DIALECT, "title": f"handouts {name}", **made}


def _tidy(schema: Any) -> Any:
    """Without pydantic's generated titles, and with optional keys left out instead of null."""
    if isinstance(schema, list):
        return [_tidy(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    optional = [branch for branch in schema.get("anyOf", ()) if branch != {"type": "null"}]
    if len(optional) == 1:
        schema = {**{key: value for key, value in schema.items() if key != "anyOf"}, **optional[0], **_help(schema)}
    elif optional:
        schema = {**schema, "anyOf": optional}
    tidied = {}
    for key, value in schema.items():
        if key in ("properties", "$defs"):
            tidied[key] = {name: _tidy(inner) for name, inner in value.items()}
        elif key != "title" and not (key == "default" and value is None):
            tidied[key] = _tidy(value)
    return tidied


def _help(schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": schema["description"]} if "description" in schema else {}


def _extendable(made: dict[str, Any]) -> dict[str, Any]:
    """Allow `extends`; with it no key is required, at any depth."""
    required = made.pop("required", [])
    for inner in made.get("$defs", {}).values():
        inner.pop("required", None)
    parent = {"type": "string", "pattern": f"^{ID}$", "description": "Take everything else from this one."}
    made["properties"] = {"extends": parent, **made["properties"]}
    made["anyOf"] = [{"required": ["extends"]}, {"required": required}]
    return made
