"""Replace texts in a YAML file and nothing else: comments, order, quoting and layout stay as the author made them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handouts.diagnostics import has_errors
from handouts.exchange.scalars import Span, double_quoted, span_of, written
from handouts.source.nodes import ListNode, MapNode, Node, ScalarNode
from handouts.source.yamltext import parse

# Keys that stand before `translation:` in a section, as its author reads it.
_HEAD = ("title", "safety", "box")


@dataclass(frozen=True, slots=True)
class Place:
    """A scalar of a tree with its path; `flow` inside [brackets] or {braces}."""

    path: str
    node: ScalarNode
    flow: bool


def places(text: str, root: Node) -> Iterator[Place]:
    """Every value of a file in the order written; paths look like `blocks[3].table.rows[1][2]`."""
    starts = _starts(text)
    pending: list[tuple[str, Node, bool]] = [("", root, False)]
    while pending:
        path, node, flow = pending.pop()
        if isinstance(node, ScalarNode):
            yield Place(path, node, flow)
            continue
        flow = flow or text[_offset(starts, node) : _offset(starts, node) + 1] in ("[", "{")
        below: list[tuple[str, Node, bool]]
        if isinstance(node, ListNode):
            below = [(f"{path}[{index}]", item, flow) for index, item in enumerate(node.items)]
        else:
            below = [(f"{path}.{key.text}" if path else key.text, value, flow) for key, value in node.entries]
        pending += reversed(below)


def scalars(root: Node) -> dict[str, str]:
    """Every value of a tree by its path."""
    return {place.path: place.node.text for place in places("", root)}


def replace(text: str, new: Mapping[str, str]) -> str:
    """The file with the values at some paths replaced.

    A text keeps its quoting and its lines where the new words allow it, else it is double-quoted. The trailing
    line break of a block scalar stays. Whatever is done, reading the result gives the old values and the new ones.
    Raises ValueError when the text is no YAML or has no value at a path.
    """
    if not new:
        return text
    root = _parsed(text)
    there = {place.path: place for place in places(text, root)}
    missing = sorted(set(new) - set(there))
    if missing:
        raise ValueError(f"no value at {missing[0]}")
    starts = _starts(text)
    spans = {
        path: span_of(text, there[path].node, _offset(starts, there[path].node), flow=there[path].flow) for path in new
    }
    wanted = {path: place.node.text for path, place in there.items()}
    for path, value in new.items():
        wanted[path] = value
    kept = _spliced(text, {span: written(span, new[path], text[span.start : span.end]) for path, span in spans.items()})
    if _reads(kept, wanted, new):
        return kept
    plain = _spliced(text, {span: double_quoted(new[path]) for path, span in spans.items()})
    if not _reads(plain, wanted, new):
        raise ValueError("the values cannot be written into this file")
    return plain


def insert_translation(text: str, source: str, by: str) -> str:
    """A section's text with a `translation:` block after its title, safety and box."""
    root = _parsed(text)
    if not isinstance(root, MapNode):
        raise ValueError("a section is a map")
    starts = _starts(text)
    start = _offset(starts, root)
    if text[start : start + 1] == "{":
        entry = f"translation: {{of: en, source: {source}, by: {by}}}, "
        return text[: start + 1] + entry + text[start + 1 :]
    indent = " " * (root.mark.column - 1)
    block = "".join(f"{indent}{line}\n" for line in ("translation:", "  of: en", f"  source: {source}", f"  by: {by}"))
    head = list(itertools.takewhile(lambda entry: entry[0].text in _HEAD, root.entries))
    if not head:
        return text[:start].removesuffix(indent) + block + indent + text[start:]
    value = head[-1][1]
    assert isinstance(value, ScalarNode)
    stop = text.find("\n", span_of(text, value, _offset(starts, value), flow=False).end)
    return text[: stop + 1] + block + text[stop + 1 :] if stop >= 0 else f"{text}\n{block}"


def _parsed(text: str) -> Node:
    root, findings = parse(text, "")
    if root is None or has_errors(findings):
        raise ValueError("the text cannot be read as YAML")
    return root


def _spliced(text: str, forms: Mapping[Span, str]) -> str:
    for span in sorted(forms, key=lambda span: span.start, reverse=True):
        text = text[: span.start] + forms[span] + text[span.end :]
    return text


def _reads(text: str, wanted: Mapping[str, str], new: Mapping[str, str]) -> bool:
    root, findings = parse(text, "")
    if root is None or has_errors(findings):
        return False
    found = scalars(root)
    return list(found) == list(wanted) and all(
        found[path] == value or (path in new and found[path].rstrip("\n") == value) for path, value in wanted.items()
    )


def _starts(text: str) -> list[int]:
    return [0, *(index + 1 for index, character in enumerate(text) if character == "\n")]


def _offset(starts: list[int], node: Node) -> int:
    return starts[min(node.mark.line, len(starts)) - 1] + node.mark.column - 1
