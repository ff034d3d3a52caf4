"""Safe access to pypdf's objects: references followed, wrong types read as absent, trees flattened."""

from __future__ import annotations

from collections.abc import Iterator

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NullObject,
    PdfObject,
    StreamObject,
)


def raw(holder: DictionaryObject, key: str) -> PdfObject | None:
    """The entry as written, a reference unfollowed; None when absent."""
    return holder.raw_get(key) if key in holder else None


def follow(value: PdfObject | None) -> PdfObject | None:
    """The object itself, behind a reference or not; None for null and for a reference to nothing."""
    found = value.get_object() if value is not None else None
    return None if isinstance(found, NullObject | IndirectObject) else found


def get(holder: DictionaryObject, key: str) -> PdfObject | None:
    """The entry with its reference followed."""
    return follow(raw(holder, key))


def number(value: PdfObject | None) -> int:
    """The object number a reference names; 0 for anything that is no reference."""
    return value.idnum if isinstance(value, IndirectObject) else 0


def dictionary(holder: DictionaryObject, key: str) -> DictionaryObject:
    """The entry as a dictionary, empty when it is absent or something else."""
    return as_dictionary(get(holder, key))


def as_dictionary(value: PdfObject | None) -> DictionaryObject:
    """The value as a dictionary, empty when it is something else."""
    return value if isinstance(value, DictionaryObject) else DictionaryObject()


def array(holder: DictionaryObject, key: str) -> list[PdfObject]:
    """The entry as a list; one value alone counts as a list of one, an absent entry as an empty list."""
    value = get(holder, key)
    if value is None:
        return []
    if isinstance(value, ArrayObject):
        return list(value)
    written = raw(holder, key)
    return [written] if written is not None else []


def integer(holder: DictionaryObject, key: str) -> int | None:
    """The entry as a whole number."""
    value = get(holder, key)
    return int(value) if isinstance(value, int) else None


def text(holder: DictionaryObject, key: str) -> str:
    """The entry as text, a name without its slash; empty when it is absent or something else."""
    value = get(holder, key)
    if isinstance(value, ByteStringObject | bytes):
        return value.decode("latin-1")
    return str(value).removeprefix("/") if isinstance(value, str) else ""


def stream_data(value: PdfObject | None) -> bytes:
    """The decoded bytes of a stream, empty for anything else."""
    if not isinstance(value, StreamObject):
        return b""
    data = value.get_data()
    return data.encode("latin-1", "replace") if isinstance(data, str) else data


def tree_items(root: DictionaryObject, entry: str) -> Iterator[tuple[PdfObject, PdfObject]]:
    """All pairs of a name tree (`/Names`) or a number tree (`/Nums`), ISO 32000-1, 7.9.6 and 7.9.7."""
    waiting, seen = [root], {id(root)}
    while waiting:
        node = waiting.pop(0)
        flat = array(node, entry)
        for key, value in zip(flat[::2], flat[1::2], strict=False):
            found = follow(key)
            if found is not None:
                yield found, value
        for kid in array(node, "/Kids"):
            below = as_dictionary(follow(kid))
            if below and id(below) not in seen:
                seen.add(id(below))
                waiting.append(below)
