"""`extends:` in templates: a file that lists only what differs from another."""

from __future__ import annotations

from collections.abc import Mapping

from handouts.diagnostics import Diagnostic, error
from handouts.names import did_you_mean
from handouts.source.nodes import MapNode, Node, ScalarNode

KEY = "extends"


def merge(child: MapNode, parent: MapNode) -> MapNode:
    """The child's entries over the parent's; maps are merged all the way down, lists and texts replaced."""
    merged: list[tuple[ScalarNode, Node]] = []
    for key, value in parent.entries:
        own_key, own = child.key(key.text), child.get(key.text)
        if own_key is None or own is None:
            merged.append((key, value))
        elif isinstance(own, MapNode) and isinstance(value, MapNode):
            merged.append((own_key, merge(own, value)))
        else:
            merged.append((own_key, own))
    known = {key.text for key, _ in merged}
    merged += [(key, value) for key, value in child.entries if key.text not in known]
    return MapNode(tuple(merged), child.mark)


def resolve_extends(
    kind: str, nodes: Mapping[str, Node]
) -> tuple[dict[str, Node], dict[str, tuple[str, ...]], list[Diagnostic]]:
    """Every file with its parents merged in, the names each is made of (itself first), and what is wrong.

    A file whose parents are unknown or go round in a circle is left out.
    """
    whole: dict[str, Node] = {}
    lineage: dict[str, tuple[str, ...]] = {}
    findings: list[Diagnostic] = []
    for name in sorted(nodes):
        chain = _chain(kind, name, nodes, findings)
        if not chain:
            continue
        merged = _stripped(nodes[chain[-1]])
        for child in reversed(chain[:-1]):
            own = _stripped(nodes[child])
            merged = merge(own, merged) if isinstance(own, MapNode) and isinstance(merged, MapNode) else own
        whole[name], lineage[name] = merged, chain
    return whole, lineage, findings


def _chain(kind: str, name: str, nodes: Mapping[str, Node], findings: list[Diagnostic]) -> tuple[str, ...]:
    chain = [name]
    while (parent := _parent(nodes[chain[-1]])) is not None:
        # A wrong parent is told once, by the file that names it.
        if parent.text not in nodes:
            if len(chain) == 1:
                message = f"There is no {kind} '{parent.text}' to extend."
                others = [other for other in nodes if other != name]
                findings.append(error(f"unknown-{kind}", parent.mark, message, did_you_mean(parent.text, others)))
            return ()
        if parent.text in chain:
            if parent.text == name:
                way = " > ".join([*chain, name])
                findings.append(
                    error("extends", parent.mark, f"The {kind}s extend each other: {way}.", "Break the circle.")
                )
            return ()
        chain.append(parent.text)
    return tuple(chain)


def _parent(node: Node) -> ScalarNode | None:
    found = node.get(KEY) if isinstance(node, MapNode) else None
    return found if isinstance(found, ScalarNode) and found.text else None


def _stripped(node: Node) -> Node:
    if not isinstance(node, MapNode) or _parent(node) is None:
        return node
    return MapNode(tuple(entry for entry in node.entries if entry[0].text != KEY), node.mark)
