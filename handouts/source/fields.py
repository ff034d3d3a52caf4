"""Kinds of values in files: text, numbers, dates, names; leaves stay nodes, so that each still knows its place."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from handouts.names import did_you_mean
from handouts.source.nodes import ListNode, MapNode, Node, ScalarNode


class NodeMap(dict[str, Any]):
    """A map handed to pydantic that still knows its node; values are scalars, lists and further maps."""

    def __init__(self, node: MapNode) -> None:
        super().__init__((key.text, plain(value)) for key, value in node.entries)
        self.node = node


def plain(node: Node) -> NodeMap | list[Any] | ScalarNode:
    """The node as dict and list for pydantic, with scalar nodes as leaves."""
    match node:
        case MapNode():
            return NodeMap(node)
        case ListNode():
            return [plain(item) for item in node.items]
        case _:
            return node


def said(message: str, hint: str = "", rule: str = "wrong-value", *, at: str = "") -> PydanticCustomError:
    """A complaint in the author's words, for validators to raise; `at` names the key of a map it is about."""
    context = {"message": message, "hint": hint, "rule": rule, "at": at}
    return PydanticCustomError("said", "{message}", context)


def _text(value: Any) -> ScalarNode:
    if isinstance(value, ScalarNode):
        if all(c.isspace() or unicodedata.category(c) == "Cf" for c in value.text):  # nothing that could be seen
            raise said("There is no text here.", "Write it, or remove the key.", "empty-text")
        return value
    if isinstance(value, NodeMap):
        key = value.node.entries[0][0].text if value.node.entries else ""
        hint = "Put the whole text in quotes: text with ': ' in it, or that begins with {, needs them."
        raise said(f"Here belongs a text, but YAML reads a map with the key '{key}'.", hint)
    raise said("Here belongs one text, not a list.", "Remove the '- ', or put text that begins with [ in quotes.")


def _any_text(value: Any) -> ScalarNode:
    if isinstance(value, ScalarNode) and not value.text.strip():
        return value
    return _text(value)


def plain_text(value: Any) -> str:
    """The characters of a scalar; refuses lists, maps and empty text."""
    return _text(value).text.strip()


def matching(pattern: str, message: str, hint: str, rule: str = "wrong-value") -> Callable[[Any], ScalarNode]:
    """A validator for texts of one form."""
    compiled = re.compile(pattern)

    def validate(value: Any) -> ScalarNode:
        node = _text(value)
        if not compiled.fullmatch(node.text.strip()):
            raise said(message.replace("%", node.text.strip()[:60]), hint, rule)
        return node

    return validate


def one_of(*allowed: str) -> Callable[[Any], str]:
    """A validator for one of a few words."""

    def validate(value: Any) -> str:
        text = plain_text(value)
        if text not in allowed:
            raise said(f"'{text[:60]}' is not possible here.", did_you_mean(text, allowed))
        return text

    return validate


def _number(value: Any) -> float:
    text = plain_text(value)
    if not re.fullmatch(r"-?\d{1,9}(?:\.\d{1,9})?", text):
        raise said(f"Here belongs a number, not '{text[:60]}'.", "Write digits, with a point for decimals: 12.5")
    return float(text)


def _whole(value: Any) -> int:
    text = plain_text(value)
    if not re.fullmatch(r"-?\d{1,9}", text):
        raise said(f"Here belongs a whole number, not '{text[:60]}'.", "Write digits only: 4")
    return int(text)


def _truth(value: Any) -> bool:
    return one_of("true", "false")(value) == "true"


def _day(value: Any) -> datetime.date:
    text = plain_text(value)
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return datetime.date.fromisoformat(text)
    except ValueError:
        pass  # falls through to the same finding: the form is right but there is no such day
    raise said(f"Here belongs a date, not '{text[:60]}'.", "Write year-month-day: 2026-11-21")


def as_list(value: Any) -> Any:
    """A single value as a list of one, for keys that take either."""
    return [value] if isinstance(value, ScalarNode) else value


# Numbers count as text for an editor: a table cell may well be 12.
_TEXT_SCHEMA = {"type": ["string", "number"]}
Text = Annotated[ScalarNode, PlainValidator(_text), WithJsonSchema(_TEXT_SCHEMA)]
Cell = Annotated[ScalarNode, PlainValidator(_text), WithJsonSchema({"type": ["string", "number", "boolean"]})]
AnyText = Annotated[ScalarNode, PlainValidator(_any_text), WithJsonSchema(_TEXT_SCHEMA)]
Number = Annotated[float, PlainValidator(_number), WithJsonSchema({"type": "number"})]
Positive = Annotated[float, BeforeValidator(_number), Field(ge=0), WithJsonSchema({"type": "number", "minimum": 0})]
Whole = Annotated[int, BeforeValidator(_whole), Field(ge=0), WithJsonSchema({"type": "integer", "minimum": 0})]
Truth = Annotated[bool, PlainValidator(_truth), WithJsonSchema({"type": "boolean"})]
Day = Annotated[datetime.date, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]

ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_ID_HINT = "Use lower-case letters, digits and single hyphens: iron-tablets"
Name = Annotated[
    ScalarNode,
    PlainValidator(matching(ID, "'%' cannot be a name.", _ID_HINT, "id")),
    WithJsonSchema({"type": "string", "pattern": f"^{ID}$"}),
]
