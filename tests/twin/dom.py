"""A finished HTML file as a tree, and what a reader and a screen reader get from it; standard library only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta"})
INLINE = frozenset({"a", "bdi", "em", "input", "label", "span", "strong", "sup"})


@dataclass
class Node:
    """An element with its attributes and, in order, texts and elements."""

    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    kids: list[Node | str] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()

    def all(self, *tags: str) -> list[Node]:
        return [node for node in self.walk() if node.tag in tags]

    def one(self, tag: str) -> Node:
        (found,) = self.all(tag)
        return found

    def get(self, name: str) -> str:
        return self.attributes.get(name) or ""

    @property
    def classes(self) -> set[str]:
        return set(self.get("class").split())

    @property
    def text(self) -> str:
        """All text inside, whoever may see it."""
        return "".join(kid if isinstance(kid, str) else kid.text for kid in self.kids)


class _Builder(HTMLParser):
    """Refuses what a browser would have to mend: tags left open or closed twice."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("#document")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, names)
        node = Node(tag, dict(attrs))
        self.open[-1].kids.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, (self.open[-1].tag, tag)
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].kids.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration: {data}")


def parse(html: str) -> Node:
    assert html.startswith("<!DOCTYPE html>\n<html ")
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert builder.open == [builder.root], "an element is not closed"
    return builder.root


def texts(root: Node, *, contents: bool = True) -> list[str]:
    """The text of each block with text of its own, in reading order, as `press.reading.structure_text` has it.

    Without what is no text of the document: the skip link, the foot (an artifact in a PDF), drawings, and the labels
    that repeat a table's headers; without the contents list where the PDF has none.
    """
    found: list[str] = []

    def left_out(node: Node) -> bool:
        return (
            node.tag in ("head", "svg", "footer", "textarea")
            or "skip" in node.classes
            or node.get("aria-hidden") == "true"
            or (node.tag == "nav" and not contents)
        )

    def visit(node: Node) -> None:
        parts: list[str] = []

        def flush() -> None:
            found.append("".join(parts))
            parts.clear()

        def take(inner: Node) -> None:
            for kid in inner.kids:
                if isinstance(kid, str):
                    parts.append(kid)
                elif left_out(kid):
                    continue
                elif kid.tag in INLINE:
                    take(kid)
                else:
                    flush()
                    visit(kid)

        take(node)
        flush()

    visit(root)
    return [text for text in found if text.strip()]
