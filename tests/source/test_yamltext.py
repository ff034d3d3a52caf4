"""YAML to nodes: text stays text, every node has its place, and mistakes are said in the author's words."""

from __future__ import annotations

import pytest
import yaml

from handouts.source import yamltext
from handouts.source.nodes import ListNode, MapNode, Node, ScalarNode
from handouts.source.yamltext import parse

LOADERS = [loader for loader in (getattr(yaml, "CSafeLoader", None), yaml.SafeLoader) if loader]


def values(node: Node | None) -> object:
    match node:
        case MapNode():
            return {key.text: values(value) for key, value in node.entries}
        case ListNode():
            return [values(item) for item in node.items]
        case ScalarNode():
            return node.text
    return None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a: no", {"a": "no"}),
        ("a: 8:30", {"a": "8:30"}),
        ("a: 1.0", {"a": "1.0"}),
        ("a: 010", {"a": "010"}),
        ("a: 2026-11-21", {"a": "2026-11-21"}),
        ("a: null\nb: ~\nc:\nd: 'null'", {"a": "", "b": "", "c": "", "d": "null"}),
        ("no: 1\n<<: 2", {"no": "1", "<<": "2"}),
        ("a: >\n  one\n  two\n", {"a": "one two\n"}),
        ("a: [x, {y: z}]", {"a": ["x", {"y": "z"}]}),
        ("", ""),
        ("# only a comment\n", ""),
        ("\ufeffa: b\r\nc: d\r", {"a": "b", "c": "d"}),
    ],
)
def test_values(text: str, wanted: object) -> None:
    node, findings = parse(text, "f.yaml")
    assert (values(node), findings) == (wanted, ())


def test_marks() -> None:
    node, _ = parse("a: x\nb:\n  - é: 'two words'\n", "f.yaml")
    assert isinstance(node, MapNode)
    assert str(node.mark) == "f.yaml:1:1"
    listed = node.get("b")
    assert isinstance(listed, ListNode)
    assert str(listed.mark) == "f.yaml:3:3"
    inner = listed.items[0]
    assert isinstance(inner, MapNode)
    value = inner.get("é")
    assert isinstance(value, ScalarNode)
    assert (str(value.mark), str(value.at(4))) == ("f.yaml:3:8", "f.yaml:3:13")


def test_places_inside_folded_text_are_its_start() -> None:
    node, _ = parse("a: >\n  one\n  two\n", "f.yaml")
    value = node.get("a") if isinstance(node, MapNode) else None
    assert isinstance(value, ScalarNode)
    assert value.at(5) == value.mark


@pytest.mark.parametrize("loader", LOADERS, ids=lambda loader: loader.__name__)
@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a: b: c", "1:5", "colon and a space"),
        ("a: b\n\tc: d", "2:1", "A tab"),
        ("a:\n\t- x", "2:1", "A tab"),
        ("a: 'x\nb: c\n", "1:4", "never closed"),
        ('a: "x\nb: c\n', "1:4", "never closed"),
        ("a: [1, 2\nb: c", "1:4", "The [ opened here"),
        ("a: {b: c", "1:4", "The { opened here"),
        ("- a\nb: c", "2:1", "does not fit"),
        ("a: b\n c: d", "2:2", "indented differently"),
        ("title: Iron\n blocks:\n - text: x", "2:2", "indented differently"),
        ("a: b\n- c", "2:1", "does not fit"),
        ("a: [@x; y]", "1:5", "start with @"),
        ("a: @x", "1:4", "may not start with @"),
        ("a: `x`", "1:4", "may not start with `"),
        ("a: %x", "1:4", "may not start with %"),
        ("a: | x\n y", "1:6", "same line"),
        ("a: - b", "1:4", "line of its key"),
        ("a\nb: c", "2:1", "text without a key"),
        ("key:value\nb: c", "1:1", "no space after its colon"),
        ('a: "x" y', "1:8", "after the closing quote"),
        ("a: 'it's'", "1:8", "after the closing quote"),
        ("a: {clinic.phone} x", "1:19", "after the closing }"),
        ("a: [x] y", "1:8", "after the closing ]"),
    ],
)
def test_syntax(monkeypatch: pytest.MonkeyPatch, loader: object, text: str, place: str, message: str) -> None:
    monkeypatch.setattr(yamltext, "_LOADER", loader)
    node, (finding,) = parse(text, "f.yaml")
    assert (node, finding.rule, str(finding.mark)) == (None, "yaml-syntax", f"f.yaml:{place}")
    assert message in finding.message
    assert finding.hint


@pytest.mark.parametrize("text", ["[" * 100_000, "{" * 100_000, "- " * 100_000, "a: " + "[" * 39 + "x" + "]" * 39])
def test_deep_nesting_never_ends_the_process(text: str) -> None:
    node, findings = parse(text, "f.yaml")
    assert (node is None) == bool(findings)
