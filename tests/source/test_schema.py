"""The JSON Schemas accept the starter's files, refuse wrong ones, and agree with the loader's models."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml

from handouts.source.schema import EXTENDABLE, KINDS, json_schemas
from handouts.source.workspace import read, starter_root

SCHEMAS = json_schemas()


def fits(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> bool:
    """The part of JSON Schema that our schemas use; an unknown keyword fails the test."""
    return all(KEYWORDS[keyword](value, rule, schema, root) for keyword, rule in schema.items())


TYPES = {
    "object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float),
    "null": type(None),
}  # fmt: skip


def has_type(value: Any, rule: Any) -> bool:
    names = [rule] if isinstance(rule, str) else rule
    return any(isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool)) for name in names)


def inner(value: Any, rule: Any, schema: Any, root: Any) -> bool:
    return not isinstance(value, dict) or all(fits(value[k], s, root) for k, s in rule.items() if k in value)


def extra(value: Any, rule: Any, schema: Any, root: Any) -> bool:
    others = [] if not isinstance(value, dict) else [k for k in value if k not in schema.get("properties", {})]
    return not others if rule is False else all(fits(value[k], rule, root) for k in others)


def reference(value: Any, rule: str, schema: Any, root: dict[str, Any]) -> bool:
    return fits(value, root["$defs"][rule.removeprefix("#/$defs/")], root)


def always(value: Any, rule: Any, schema: Any, root: Any) -> bool:
    return True


KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("$schema", "$defs", "title", "description", "default", "examples", "format"), always),
    "$ref": reference,
    "type": lambda v, r, s, root: has_type(v, r),
    "enum": lambda v, r, s, root: v in r,
    "const": lambda v, r, s, root: v == r,
    "properties": inner,
    "additionalProperties": extra,
    "required": lambda v, r, s, root: not isinstance(v, dict) or all(k in v for k in r),
    "items": lambda v, r, s, root: not isinstance(v, list) or all(fits(i, r, root) for i in v),
    "minItems": lambda v, r, s, root: not isinstance(v, list) or len(v) >= r,
    "pattern": lambda v, r, s, root: not isinstance(v, str) or re.search(r, v) is not None,
    "minimum": lambda v, r, s, root: isinstance(v, str) or v >= r,
    "maximum": lambda v, r, s, root: isinstance(v, str) or v <= r,
    "anyOf": lambda v, r, s, root: any(fits(v, b, root) for b in r),
    "oneOf": lambda v, r, s, root: sum(fits(v, b, root) for b in r) == 1,
}


def loaded(text: str) -> Any:
    """As an editor reads it: YAML 1.2's core types, dates stay text."""
    loader = type("Core", (yaml.SafeLoader,), {})
    loader.yaml_implicit_resolvers = {
        first: [(tag, form) for tag, form in forms if not tag.endswith("timestamp")]
        for first, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return yaml.load(text, Loader=loader)


def starter_files() -> list[tuple[str, str, str]]:
    found = []
    for path, file in sorted(read(starter_root())[0].files.items()):
        match = re.search(r"^# yaml-language-server: \$schema=((?:\.\./)+)schemas/([\w-]+)\.json", file.text, re.M)
        assert match, f"{path} does not name its schema"
        assert match.group(1) == "../" * path.count("/"), f"{path} names its schema by a wrong way"
        found.append((path, match.group(2), file.text))
    return found


@pytest.mark.parametrize(("path", "kind", "text"), starter_files(), ids=lambda value: value if "/" in value else "")
def test_starter_fits(path: str, kind: str, text: str) -> None:
    assert fits(loaded(text), SCHEMAS[kind], SCHEMAS[kind])


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("section", "title: x\nsaftey: true"),
        ("section", "blocks: []"),
        ("section", "title: x\nblocks: [{txt: a}]"),
        ("section", "title: x\nblocks: [{text: a, list: [b]}]"),
        ("section", "title: x\nblocks: [{callout: danger, text: b}]"),
        ("section", "title: x\nblocks: [{table: {columns: [a]}}]"),
        ("section", "title: x\nblocks: [{text: a, when: {brand_region: us}}]"),
        ("handout", "title: {en: x}\nsections: []"),
        ("references", "a: {type: artcle, title: x}"),
        ("references", "a: {type: book, title: x, status: {by: y}}"),
        ("brand", "name: x"),
        ("brand", "extends: y\nnam: x"),
        ("layout", "extends: y\nmargins: {top: wide}"),
        ("workspace", "brand: x"),
        ("reviews", "reviews: [{section: x}]"),
    ],
)
def test_wrong_files_do_not_fit(kind: str, text: str) -> None:
    assert not fits(loaded(text), SCHEMAS[kind], SCHEMAS[kind])


@pytest.mark.parametrize("kind", EXTENDABLE)
def test_extending_files_may_list_only_differences(kind: str) -> None:
    assert fits({"extends": "other"}, SCHEMAS[kind], SCHEMAS[kind])


def test_schemas_are_json_and_helpful() -> None:
    assert set(SCHEMAS) == set(KINDS)
    for schema in SCHEMAS.values():
        assert json.loads(json.dumps(schema)) == schema
        for entry in [schema, *schema.get("$defs", {}).values()]:
            for name, field in entry.get("properties", {}).items():
                assert "description" in field or "$ref" in field, name
