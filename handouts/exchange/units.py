"""The texts of a section that are translated, as its author wrote them, each with its path and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handouts.diagnostics import Mark
from handouts.exchange.yamledit import places
from handouts.source.nodes import ListNode, MapNode, Node, ScalarNode

_BREAK = re.compile(r"[ \t]*\n[ \t\n]*")
_ADDRESS = re.compile(r"[a-z]+://\S+")
# Keys of a block that hold one text, and keys that hold several, with what a translator calls them.
_TEXTS = {"title": "title", "text": "paragraph", "heading": "heading"}
_LISTS = {"list": "list item", "steps": "step", "checklist": "box to tick", "key_points": "key point"}
_MAPS: Mapping[str, Mapping[str, str]] = {
    "figure": {"alt": "what a picture shows", "caption": "line below a picture"},
    "write_in": {"label": "label of lines to write on"},
    "quote": {"text": "quotation", "source": "who said it"},
}
# Values a translation may have of its own without being another text, and those that only its source has.
_OWN = re.compile(r"translation\..*|blocks\[\d+\]\.(?:table\.widths\[\d+\]|figure\.file)|treatments\[.*|review_months")


@dataclass(frozen=True, slots=True)
class Unit:
    """One text to translate: `text` on one line with its markup; without `markup` it is plain words.

    `where` says what it is in the section: `warning box, paragraph`, `table row 2, column 'Leave this gap'`.
    """

    path: str
    text: str
    mark: Mark
    where: str
    markup: bool = True


def units(root: Node) -> tuple[Unit, ...]:
    """The texts of a section in reading order; keys, names, tones, widths and bare addresses are none."""
    return tuple(unit for unit in _section(root) if unit.text and not _ADDRESS.fullmatch(unit.text))


def structure(root: Node) -> dict[str, str]:
    """What a translation shares with its source: the paths of all texts, and all values that are no texts."""
    texts = {unit.path for unit in units(root)}
    found = ((place.path, place.node.text.strip()) for place in places("", root))
    return {path: "" if path in texts else text for path, text in found if not _OWN.fullmatch(path)}


def normal(text: str) -> str:
    """A text on one line, as translation programs want it; to a handout a line break is a blank."""
    return _BREAK.sub(" ", text.strip())


def _unit(path: str, node: Node, where: str, *, markup: bool = True) -> Iterator[Unit]:
    if isinstance(node, ScalarNode):
        yield Unit(path, normal(node.text), node.mark, where, markup)


def _items(path: str, node: Node, where: str) -> Iterator[Unit]:
    for index, item in enumerate(node.items if isinstance(node, ListNode) else ()):
        yield from _unit(f"{path}[{index}]", item, where)


def _section(root: Node) -> Iterator[Unit]:
    for key, value in root.entries if isinstance(root, MapNode) else ():
        if key.text == "title":
            yield from _unit("title", value, "title of the section")
        elif key.text == "key_points":
            yield from _items("key_points", value, "key point, shown on page 1")
        elif key.text == "blocks" and isinstance(value, ListNode):
            for index, block in enumerate(value.items):
                yield from _block(f"blocks[{index}]", block)


def _block(path: str, block: Node) -> Iterator[Unit]:
    if not isinstance(block, MapNode):
        return
    tone = block.get("callout")
    box = f"{tone.text} box, " if isinstance(tone, ScalarNode) else ""
    for key, value in block.entries:
        name, below = key.text, f"{path}.{key.text}"
        if name in _TEXTS:
            yield from _unit(below, value, box + _TEXTS[name])
        elif name in _LISTS:
            yield from _items(below, value, box + _LISTS[name])
        elif name == "table":
            yield from _table(below, value)
        elif name == "faq":
            yield from _faq(below, value)
        elif name in _MAPS and isinstance(value, MapNode):
            for inner, node in value.entries:
                if inner.text in _MAPS[name]:
                    where = _MAPS[name][inner.text]
                    yield from _unit(f"{below}.{inner.text}", node, where, markup=inner.text != "alt")


def _table(path: str, table: Node) -> Iterator[Unit]:
    if not isinstance(table, MapNode):
        return
    columns = table.get("columns")
    names = (
        [i.text if isinstance(i, ScalarNode) else "" for i in columns.items] if isinstance(columns, ListNode) else []
    )
    for key, value in table.entries:
        if key.text == "caption":
            yield from _unit(f"{path}.caption", value, "caption of a table")
        elif key.text == "columns":
            yield from _items(f"{path}.columns", value, "heading of a table column")
        elif key.text == "rows" and isinstance(value, ListNode):
            for index, row in enumerate(value.items):
                for at, cell in enumerate(row.items if isinstance(row, ListNode) else ()):
                    column = f", column '{normal(names[at])}'" if at < len(names) else ""
                    yield from _unit(f"{path}.rows[{index}][{at}]", cell, f"table row {index + 1}{column}")


def _faq(path: str, faq: Node) -> Iterator[Unit]:
    for index, item in enumerate(faq.items if isinstance(faq, ListNode) else ()):
        for key, value in item.entries if isinstance(item, MapNode) else ():
            if key.text in ("q", "a"):
                yield from _unit(f"{path}[{index}].{key.text}", value, "question" if key.text == "q" else "answer")
