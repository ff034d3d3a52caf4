"""What was made of brands' texts, kept in memory for the documents that follow."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import field

from handouts.records import dataclass
from handouts.source.store import Store

_MOST = 8192  # a part of a page takes about half a kilobyte


@dataclass(slots=True, repr=False)
class Shelf:
    """What was made of brands' texts, kept for the documents that follow. Nothing of a patient is put here.

    Bounded: what was not used for longest goes first. Keys say all that the kept thing was made of. `store` keeps
    logos between runs, too.
    """

    store: Store | None = None
    things: OrderedDict[Hashable, object] = field(default_factory=OrderedDict)

    def get(self, key: Hashable) -> object | None:
        """What was put under this key, or None."""
        if key not in self.things:
            return None
        self.things.move_to_end(key)
        return self.things[key]

    def put(self, key: Hashable, thing: object) -> None:
        """Keep this thing."""
        self.things[key] = thing
        if len(self.things) > _MOST:
            self.things.popitem(last=False)


class Same:
    """A thing as part of a key: equal only to itself, and alive as long as the key is."""

    __slots__ = ("thing",)

    def __init__(self, thing: object) -> None:
        self.thing = thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.thing is self.thing

    def __hash__(self) -> int:
        return id(self.thing)
