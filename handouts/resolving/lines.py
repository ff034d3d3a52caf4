"""Every line of text inside blocks and sections, in reading order: to look at, or to change."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any, TypeVar, cast

from handouts.content import Line
from handouts.diagnostics import Mark

T = TypeVar("T")


def lines_in(value: object) -> Iterator[Line]:
    """The lines of a block, a section or a tuple of them; fields are declared in the order they are read in."""
    if isinstance(value, Line):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from lines_in(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, Mark):
        for field in dataclasses.fields(value):
            yield from lines_in(getattr(value, field.name))


def map_lines(value: T, change: Callable[[Line], Line]) -> T:
    """The same block, section or tuple with every line changed."""
    return cast(T, _mapped(value, change))


def _mapped(value: object, change: Callable[[Line], Line]) -> object:
    if isinstance(value, Line):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_mapped(item, change) for item in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, Mark | type):
        return value
    changed = {field.name: _mapped(getattr(value, field.name), change) for field in dataclasses.fields(value)}
    return dataclasses.replace(cast(Any, value), **changed)  # typeshed has no name for "some dataclass"
