"""Bounded memory for what is worked out again and again: keyed by content, so it can change no byte of a document."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, ClassVar, Generic, TypeVar
from weakref import WeakSet

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class Memory(Generic[_Key, _Value]):
    """At most `limit` entries; those not asked for longest are forgotten first.

    They are kept in two generations: what is used moves to the young one, and when that holds half of the limit the
    old one is dropped. So a look-up is one or two of a dictionary, where a list in order of use would cost more than
    many of the things remembered.

    A key must hold everything that the value was made from, by content: never a name that can come to mean something
    else. A patient's values belong in no memory; whoever sets them works without (`Typesetter.discreet`).
    """

    __slots__ = ("__weakref__", "_half", "_old", "_young")
    _all: ClassVar[WeakSet[Memory[Any, Any]]] = WeakSet()

    def __init__(self, limit: int) -> None:
        self._half = max(limit // 2, 1)
        self._young: dict[_Key, _Value] = {}
        self._old: dict[_Key, _Value] = {}
        Memory._all.add(self)

    def __len__(self) -> int:
        return len(self._young.keys() | self._old.keys())

    def __contains__(self, key: object) -> bool:
        return key in self._young or key in self._old

    def get(self, key: _Key) -> _Value | None:
        """What is remembered under this key, or None."""
        found = self._young.get(key)
        if found is None:
            found = self._old.get(key)
            if found is not None:
                self.put(key, found)
        return found

    def put(self, key: _Key, value: _Value) -> None:
        """Remember a value, which nobody may change afterwards."""
        if len(self._young) >= self._half:
            self._old, self._young = self._young, {}
        self._young[key] = value

    def forget(self) -> None:
        """Drop everything."""
        self._young, self._old = {}, {}


def memories() -> tuple[Memory[Any, Any], ...]:
    """Every memory of the process."""
    return tuple(Memory._all)


def forget() -> None:
    """Drop everything that is remembered; what is built next takes longer and comes out the same."""
    for memory in memories():
        memory.forget()
