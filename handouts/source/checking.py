"""From nodes to typed entries: the base of all file models, and how their complaints are said; pydantic lives here.

Leaves stay `ScalarNode`, so every text in a model still knows its place. Unknown and missing keys are noted
while validating, because only then is it known which kind of entry they were met in.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import field
from functools import lru_cache
from typing import Any, ClassVar, TypeVar, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    ModelWrapValidatorHandler,
    PrivateAttr,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from handouts.diagnostics import Diagnostic, Mark, error, in_order
from handouts.names import did_you_mean
from handouts.records import dataclass
from handouts.source.fields import NodeMap, plain, said
from handouts.source.nodes import ListNode, MapNode, Node, ScalarNode

T = TypeVar("T")

TAG = "shape:"  # begins the name of a union's branch, which pydantic puts into its places


@dataclass(slots=True)
class _Notes:
    """What entries note while they are validated."""

    findings: list[Diagnostic] = field(default_factory=list)


class Entry(BaseModel):
    """A map in a file with known keys; `thing` names it for people."""

    # Most entries are only ever parts of a file's entry: building each on its own would double the time to import them.
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)
    thing: ClassVar[str] = "entry"
    _node: MapNode = PrivateAttr()

    @model_validator(mode="wrap")
    @classmethod
    def _from_node(cls, value: Any, handler: ModelWrapValidatorHandler[Any], info: ValidationInfo) -> Any:
        if not isinstance(value, NodeMap):
            raise said(f"Here belongs {cls.thing} with the keys {_listed(cls.keys())}.", _map_hint(cls, value))
        notes = cast(_Notes, info.context)
        known = cls.keys()
        for key, _ in value.node.entries:
            if key.text not in known:
                notes.findings.append(
                    error(
                        "unknown-key",
                        key.mark,
                        f"'{key.text}' is not a key of {cls.thing}.",
                        did_you_mean(key.text, known),
                    )
                )
        for name in cls.required():
            if name not in value:
                example = f"Write: {name}: {_example(cls, name)}"
                notes.findings.append(
                    error("missing-key", value.node.mark, f"'{name}' is missing from {cls.thing}.", example)
                )
        entry = handler({key: inner for key, inner in value.items() if key in known})
        entry._node = value.node
        return entry

    @classmethod
    @lru_cache(maxsize=256)
    def keys(cls) -> tuple[str, ...]:
        """The keys as authors write them."""
        return tuple(info.alias or name for name, info in cls.model_fields.items())

    @classmethod
    @lru_cache(maxsize=256)
    def required(cls) -> tuple[str, ...]:
        """The keys that may not be left out."""
        return tuple(info.alias or name for name, info in cls.model_fields.items() if info.is_required())

    @property
    def mark(self) -> Mark:
        """Where the entry begins."""
        return self._node.mark

    @property
    def order(self) -> tuple[str, ...]:
        """The keys in the order the author wrote them."""
        return tuple(key.text for key, _ in self._node.entries)

    def node(self, name: str) -> Node | None:
        """The value under a key as it was written."""
        return self._node.get(name)

    def place(self, name: str) -> Mark:
        """Where a key's value begins; the entry's beginning when the key is not there."""
        node = self._node.get(name)
        return node.mark if node is not None else self.mark


def _example(cls: type[Entry], name: str) -> str:
    for field_name, info in cls.model_fields.items():
        if (info.alias or field_name) == name and info.examples:
            return str(info.examples[0])
    return "..."


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def _map_hint(cls: type[Entry], value: object) -> str:
    required = cls.required() or cls.keys()
    if isinstance(value, ScalarNode) and not value.text:
        return f"Indent the keys below it: {_listed(required)}."
    return f"Write 'key: value' lines, or {{{required[0]}: ...}} on one line."


def check(node: Node, model: type[T], thing: str) -> tuple[T | None, tuple[Diagnostic, ...]]:
    """Validate a node against a model (or any annotated type).

    A value may come back together with errors: unknown keys are passed over, and list entries that do not fit
    are left out, so that the rest can be checked in the same run. None when too little is left.
    """
    notes = _Notes()
    try:
        return _adapter(cast(Hashable, model)).validate_python(plain(node), context=notes), in_order(notes.findings)
    except ValidationError as problem:
        wrong = problem.errors(include_url=False, include_input=False)
    notes.findings += [finding for entry in wrong if (finding := _finding(node, thing, entry)) is not None]
    rest: Node | None = node
    for where in {_to_leave_out(node, entry["loc"]) for entry in wrong}:
        rest = None if rest is None or not where else _without(rest, where, node)
    try:
        value = None if rest is None else _adapter(cast(Hashable, model)).validate_python(plain(rest), context=_Notes())
    except ValidationError:
        value = None
    return value, in_order(notes.findings)


def _to_leave_out(node: Node, where: Sequence[str | int]) -> tuple[str | int, ...]:
    """The way to the outermost list entry that holds a wrong value, or to the key at the top."""
    way: list[str | int] = []
    for step in where:
        if isinstance(node, ListNode) and isinstance(step, int) and step < len(node.items):
            return (*way, step)
        inner = node.get(step) if isinstance(node, MapNode) and isinstance(step, str) else None
        if inner is not None:
            way.append(str(step))
            node = inner
    return tuple(way[:1])


def _without(node: Node, where: Sequence[str | int], original: Node) -> Node:
    """The node without one entry; places in lists count as in the original, from which others may be gone already."""
    step = where[0]
    if isinstance(node, MapNode) and isinstance(original, MapNode):
        inner, first = node.get(str(step)), original.get(str(step))
        if inner is None or first is None:
            return node
        kept = [(key, value) for key, value in node.entries if key.text != step or len(where) > 1]
        return MapNode(tuple((k, _without(v, where[1:], first) if k.text == step else v) for k, v in kept), node.mark)
    if isinstance(node, ListNode) and isinstance(original, ListNode) and isinstance(step, int):
        gone = original.items[step]
        return ListNode(tuple(item for item in node.items if item is not gone), node.mark)
    return node


@lru_cache(maxsize=64)
def _adapter(model: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast(Any, model))


def _finding(root: Node, thing: str, entry: Any) -> Diagnostic | None:
    """One of pydantic's errors at its node; None where the entry has noted it already."""
    kind, where, context = entry["type"], entry["loc"], entry.get("ctx", {})
    if kind == "missing":
        return None
    node, name = _node_at(root, where)
    mark = node.mark
    if kind == "said":
        about = node.key(context["at"]) if isinstance(node, MapNode) else None
        return error(context["rule"], about.mark if about else mark, context["message"], context["hint"])
    label = f"'{name}'" if name else thing[0].upper() + thing[1:]
    if kind == "list_type":
        empty = isinstance(node, ScalarNode) and not node.text
        message = f"{label} has nothing in it." if empty else f"{label} takes a list."
        return error("wrong-value", mark, message, "Write one entry a line, each beginning with '- '.")
    if kind == "too_short":
        return error("wrong-value", mark, f"{label} is empty.", "Write one entry a line, each beginning with '- '.")
    if kind == "dict_type":
        return error("wrong-value", mark, f"{label} takes 'key: value' lines.", "Indent them below the key.")
    bounds = {
        "greater_than_equal": ("ge", "at least"),
        "less_than_equal": ("le", "at most"),
        "greater_than": ("gt", "over"),
    }
    if kind in bounds:
        key, words = bounds[kind]
        return error("wrong-value", mark, f"{label} must be {words} {context[key]}.")
    return error("wrong-value", mark, f"{label}: {entry['msg']}.")


def _node_at(root: Node, where: Sequence[str | int]) -> tuple[Node, str]:
    node, name = root, ""
    for step in where:
        if isinstance(node, ListNode) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        elif isinstance(node, MapNode) and isinstance(step, str):
            inner = node.get(step)
            if inner is not None:
                node, name = inner, step
        # Anything else is the name of a union's branch.
    return node, name
