"""The short id by which an edition is told from every other: it changes when anything on the page does."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from handouts.diagnostics import Mark
from handouts.edition import Edition

# Crockford's base 32: no i, l, o or u, so that an id can be read out over the telephone.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 10
# What people read or type in place of a letter that the alphabet has.
_MISREAD = str.maketrans({"i": "1", "l": "1", "o": "0", "-": None, " ": None, "\u2011": None, "\u2013": None})

# Fields that no reader sees, by the type that has them: ids before they are known, menus to choose from, and
# digests of whole files, which change with every comment and with the texts of other languages. Everything else
# counts, so that a field added one day is in the id unless somebody says here why not.
_UNSEEN: Mapping[str, frozenset[str]] = {
    "BuildRequest": frozenset({"plan_first"}),  # the order of the sections says it
    "Edition": frozenset({"id", "date", "codes"}),
    "Brand": frozenset({"digest", "paper", "layout", "profile", "languages"}),
    "Layout": frozenset({"title", "papers", "profiles"}),
    "Profile": frozenset({"title", "source"}),
    "Picture": frozenset({"image"}),  # its digest stands for it
}

# Words of the product that stand on no handout: those for staff alone, and the names of the HTML file's controls.
_UNPRINTED_WORDS = ("recall_", "report_", "html_")


class Fragments:
    """Parts of editions in their canonical form: a handout's sections are the same in the editions of all brands.

    A part is known by being the same object, which never changes; it is kept alive with its form. Bounded.
    """

    def __init__(self) -> None:
        self._forms: OrderedDict[int, tuple[object, str]] = OrderedDict()

    def form(self, name: str, value: object) -> str:
        """The canonical form of a field's value."""
        if name == "fonts" and isinstance(value, Mapping):
            return f"{{{','.join(f'{_json(path)}:{self._kept(name, value[path])}' for path in sorted(value))}}}"
        return self._kept(name, value) if name in _SHARED else _json(_field(name, value))

    def _kept(self, name: str, value: object) -> str:
        found = self._forms.get(id(value))
        if found is None:
            found = self._forms[id(value)] = value, _json(_field(name, value))
            if len(self._forms) > _MOST_FORMS:
                self._forms.popitem(last=False)
        return found[1]


_MOST_FORMS = 4_096
# Fields whose values editions share.
_SHARED = frozenset({"key_points", "lead", "sections", "references", "wording", "layout", "profile", "left_out"})


def edition_form(
    edition: Edition, fragments: Fragments, instead: Callable[[Edition], Mapping[str, object]] = lambda _: {}
) -> str:
    """The canonical form of an edition, as `canonical` has it, with some fields' values given by `instead`."""
    rows = {"is": _json("Edition")}
    given = instead(edition)
    for name in _seen(Edition):
        value = given.get(name, getattr(edition, name))
        if isinstance(value, Edition):
            rows[name] = edition_form(value, fragments, instead)
        elif isinstance(value, tuple) and name == "parts":
            parts = (edition_form(p, fragments, instead) if isinstance(p, Edition) else _json(_plain(p)) for p in value)
            rows[name] = f"[{','.join(parts)}]"
        else:
            rows[name] = fragments.form(name, value)
    return f"{{{','.join(f'{_json(name)}:{rows[name]}' for name in sorted(rows))}}}"


def edition_id(edition: Edition, tool_version: str, fragments: Fragments | None = None) -> str:
    """Ten characters in the form `xxxxx-xxxxx`, of everything the closed edition says and of our version.

    The day of the build is not among the facts: it shows nowhere, only the dates of the review do. Neither are the
    versions of other libraries, which may move a line end but change no word; the ledger keeps those.
    """
    form = edition_form(edition, fragments if fragments is not None else Fragments())
    return short_id(f'{{"edition":{form},"tool":{_json(tool_version)}}}'.encode())


def short_id(data: bytes) -> str:
    """The first 50 bits of the data's sha256."""
    number = int.from_bytes(hashlib.sha256(data).digest(), "big") >> (256 - 5 * _LENGTH)
    letters = "".join(_ALPHABET[number >> (5 * place) & 31] for place in reversed(range(_LENGTH)))
    return f"{letters[:5]}-{letters[5:]}"


def spelled(text: str) -> str:
    """An id as it is printed, from what somebody read or typed: `7K3MQ 0XW2A`, `7k3mqOxw2a`; empty when it is none."""
    letters = text.strip().lower().translate(_MISREAD)
    if len(letters) != _LENGTH or not set(letters) <= set(_ALPHABET):
        return ""
    return f"{letters[:5]}-{letters[5:]}"


def canonical(value: object) -> bytes:
    """One spelling of plain data as JSON: sorted keys, no spaces, marks left out, bytes as their digest."""
    return _json(_plain(value)).encode("utf-8")


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _json(plain: object) -> str:
    return _ENCODER.encode(plain)


def _plain(value: object) -> object:
    kind = type(value)
    if kind is str or value is None or kind in _AS_THEY_ARE:
        return value
    if kind is tuple or kind is list:
        return [_plain(item) for item in value]  # type: ignore[attr-defined]
    if hasattr(kind, "__dataclass_fields__"):
        return _record(value)
    if isinstance(value, str | int | float):  # enumerations
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    raise TypeError(f"{kind.__name__} has no canonical form")


_AS_THEY_ARE = frozenset({str, int, float, bool})


def _record(value: object) -> dict[str, object]:
    """The fields of a record under its name: a heading and a paragraph of the same words are two things."""
    kind: Any = type(value)
    seen: dict[str, object] = {"is": kind.__name__}
    for name in _seen(kind):
        item = getattr(value, name)
        if type(item) is not Mark:
            seen[name] = _plain(item) if name != "wording" else _field(name, item)
    return seen


def _field(name: str, value: object) -> object:
    if name == "wording" and isinstance(value, Mapping):
        value = {key: text for key, text in value.items() if not key.startswith(_UNPRINTED_WORDS)}
    return _plain(value)


@cache
def _seen(kind: type[Any]) -> tuple[str, ...]:
    """The fields of a type that count."""
    unseen = _UNSEEN.get(kind.__name__, frozenset())
    return tuple(field.name for field in dataclasses.fields(kind) if field.name not in unseen)
