"""A checked Library as bytes, read back piece by piece: a run that needs one section unpickles one section."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any, TypeVar

from handouts.diagnostics import Diagnostic
from handouts.library import Library

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_PROTOCOL = 5
# Parts of a library whose values are read when they are asked for; the others are small and come at once.
_BY_PIECE = ("sections", "references", "wording", "pictures", "fonts", "texts")


class Pieces(Mapping[K, V]):
    """A mapping whose values are unpickled at their first use; `read` gives the bytes of a file that was kept apart."""

    def __init__(self, pieces: Mapping[K, bytes], read: Callable[[str], bytes] | None = None) -> None:
        self._pieces = pieces
        self._read = read
        self._made: dict[K, V] = {}

    def __getitem__(self, key: K) -> V:
        if key not in self._made:
            self._made[key] = _unpickled(self._pieces[key], self._read)
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._pieces

    def __iter__(self) -> Iterator[K]:
        return iter(self._pieces)

    def __len__(self) -> int:
        return len(self._pieces)

    def piece(self, key: K, value: V) -> bytes | None:
        """The bytes that this value was made of; None for another value."""
        return self._pieces[key] if self._made.get(key) is value else None

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process gets the pieces as they are, and another machine the files that lie apart."""
        return (dict, (dict(self),)) if self._read is not None else (Pieces, (self._pieces,))


def dump(
    library: Library | None,
    findings: tuple[Diagnostic, ...],
    *,
    apart: Mapping[int, str],
    before: Library | None = None,
) -> bytes:
    """The library and its findings.

    `apart` are paths of files whose bytes are not kept, by the identity of those; what the library took over from
    `before`, which was loaded, is not taken apart again.
    """
    whole = {} if library is None else {field.name: getattr(library, field.name) for field in fields(library)}
    pieces = {}
    for name in _BY_PIECE if whole else ():
        known = getattr(before, name, None)
        taken = known.piece if isinstance(known, Pieces) else _no_piece
        pieces[name] = {key: taken(key, each) or _pickled(each, apart) for key, each in whole.pop(name).items()}
    return plain((pieces, _pickled((whole, findings), {})))


def _no_piece(_key: object, _value: object) -> None:
    return None


def load(data: bytes, read: Callable[[str], bytes]) -> tuple[Library | None, tuple[Diagnostic, ...]]:
    """What `dump` was given, or the like of it; `read` gives the bytes of a file that was kept apart."""
    pieces, rest = from_plain(data)
    whole, findings = _unpickled(rest, None)
    if not whole:
        return None, findings
    parts: dict[str, Any] = {
        name: Pieces(found, read if name in ("pictures", "fonts") else None) for name, found in pieces.items()
    }
    return Library(**whole, **parts), findings


def plain(value: object) -> bytes:
    """Texts, numbers, bytes, findings and collections of them."""
    return pickle.dumps(value, _PROTOCOL)


def from_plain(data: bytes) -> Any:
    """What `plain` was given."""
    return pickle.loads(data)  # from a folder that is the user's own (`Store.at`)


class _Reducers(dict[type, Callable[[Any], Any]]):
    """How each class is taken apart: dataclasses into their fields, which reads back five times as fast as states."""

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        if not is_dataclass(kind):
            raise KeyError(kind)
        names = [field.name for field in fields(kind)]
        values = attrgetter(*names)
        whole = values if len(names) > 1 else lambda one: (values(one),)
        self[kind] = reducer = lambda one: (kind, whole(one))
        return reducer


_REDUCERS = _Reducers()  # a class is always taken apart in the same way


class _Pickler(pickle.Pickler):
    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file, _PROTOCOL)
        self.dispatch_table = _REDUCERS


class _Sparing(_Pickler):
    """Leaves out the bytes of files that lie apart."""

    def __init__(self, file: io.BytesIO, apart: Mapping[int, str]) -> None:
        super().__init__(file)
        self._apart = apart

    def persistent_id(self, one: Any) -> str | None:
        return self._apart.get(id(one)) if isinstance(one, bytes) else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, read: Callable[[str], bytes]) -> None:
        super().__init__(file)
        self._read = read

    def persistent_load(self, place: Any) -> bytes:
        return self._read(place)


def _pickled(value: object, apart: Mapping[int, str]) -> bytes:
    file = io.BytesIO()
    (_Sparing(file, apart) if apart else _Pickler(file)).dump(value)
    return file.getvalue()


def _unpickled(data: bytes, read: Callable[[str], bytes] | None) -> Any:
    return pickle.loads(data) if read is None else _Unpickler(io.BytesIO(data), read).load()
