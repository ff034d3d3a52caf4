"""Plates kept for the documents that follow, in memory and between runs; and what was worked out about a library."""

from __future__ import annotations

import datetime
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from handouts import product
from handouts.diagnostics import Diagnostic
from handouts.edition import BuildRequest, Edition, Resolved
from handouts.library import Library
from handouts.resolving.resolve import Memory
from handouts.source.store import Store
from handouts.typeset.latetexts import LateTexts, fits_without
from handouts.typeset.platefile import (
    Questions,
    answers_of,
    edition_key,
    overlays_bytes,
    overlays_from,
    overlays_key,
    plate_bytes,
    plate_from,
    plate_key,
    questions_bytes,
    questions_from,
    questions_of,
)
from handouts.typeset.ready import MadeOverlay, ReadyPlate
from handouts.typeset.shelf import Shelf
from handouts.typeset.stamp import overlay_key

LIMIT = 96 * 1024 * 1024  # bytes of plates in memory: about six hundred
_MOST_EDITIONS = 1_024
_MOST_SHAPES = 16  # plates of one edition whose values have other numbers of lines
_LIBRARIES = 2
_MOST_KEPT = 20_000

Asked = tuple[BuildRequest, datetime.date, tuple[str, ...]]  # what was asked for, the day, and sections left out


@dataclass(slots=True)
class Known:
    """What was worked out about one library: resolved editions, the keys of their plates, and what checks found."""

    library: Library
    memory: Memory
    store: Store | None = None
    editions: OrderedDict[Asked, Resolved] = field(default_factory=OrderedDict)
    keys: OrderedDict[int, tuple[Edition, str]] = field(default_factory=OrderedDict)
    findings: dict[tuple[object, ...], tuple[Diagnostic, ...]] = field(default_factory=dict)
    _files: str = ""

    def resolved(self, asked: Asked, make: Callable[[], Resolved]) -> Resolved:
        """The edition asked for, resolved if need be."""
        if asked not in self.editions:
            self.editions[asked] = make()
            if len(self.editions) > _MOST_EDITIONS:
                self.editions.popitem(last=False)
        self.editions.move_to_end(asked)
        return self.editions[asked]

    def found(self, key: tuple[object, ...], make: Callable[[], tuple[Diagnostic, ...]]) -> tuple[Diagnostic, ...]:
        """What a check finds; the key says all that it looks at in this library.

        That nothing was found is kept between runs.
        """
        if key not in self.findings:
            name = hashlib.sha256(f"{self.read_from} {key!r}".encode()).hexdigest() if self.store is not None else ""
            if self.store is not None and self.store.get("clean", name) is not None:
                return self.findings.setdefault(key, ())
            self.findings[key] = make()
            if self.store is not None and not self.findings[key]:
                self.store.put("clean", name, b"nothing found")
        return self.findings[key]

    def looked(self, key: tuple[object, ...], make: Callable[[], tuple[Diagnostic, ...]]) -> tuple[Diagnostic, ...]:
        """What a check finds in a part of the library that several documents share; kept for this run alone."""
        if key not in self.findings:
            self.findings[key] = make()
        return self.findings[key]

    @property
    def read_from(self) -> str:
        """All files that the library was read from, and who read them: a digest (hex)."""
        if not self._files:
            facts = (product.fingerprint(), sorted(self.library.digests.items()), self.library.settings)
            self._files = hashlib.sha256(repr(facts).encode()).hexdigest()
        return self._files

    def key(self, edition: Edition) -> str:
        """The key of the edition's plates."""
        known = self.keys.get(id(edition))
        if known is None:
            known = self.keys[id(edition)] = edition, edition_key(edition, self.memory.fragments)
            if len(self.keys) > _MOST_EDITIONS:
                self.keys.popitem(last=False)
        return known[1]


class Plates:
    """Plates that were made, by what they are made of, the last used ones in memory and all in the store, if any.

    Which plate is found depends on the edition and its values alone; without this, each document makes its own, and
    has the same bytes. Holds no value of a patient. With `limit` 0 no plate is kept in memory, so that every document
    is laid out, with all else that is known of the library at hand.
    """

    def __init__(self, store: Store | None = None, limit: int = LIMIT) -> None:
        self.store = store
        self.shelf = Shelf(store)
        self._limit = limit
        self._size = 0
        self._plates: OrderedDict[str, OrderedDict[Hashable, ReadyPlate]] = OrderedDict()
        self._known: list[Known] = []
        self._kept: set[str] = set()  # names of overlays that are surely in the store

    def known(self, library: Library) -> Known:
        """What is known about this very library."""
        for known in self._known:
            if known.library is library:
                return known
        self._known = [Known(library, Memory(library), self.store), *self._known[: _LIBRARIES - 1]]
        return self._known[0]

    def find(self, key: str, texts: LateTexts) -> ReadyPlate | None:
        """The plate for an edition of this key (`edition_key`) that these texts fit, or None."""
        if key in self._plates:
            self._plates.move_to_end(key)
            for plate in self._plates[key].values():
                if texts.fit(plate):
                    return plate
        return self._find_stored(self.store, key, texts) if self.store is not None else None

    def _find_stored(self, store: Store, key: str, texts: LateTexts) -> ReadyPlate | None:
        name = overlays_key(key, texts.edition, texts.brands)
        stamped = store.get("overlays", name) if not texts.personal else None
        if stamped is not None:
            plate_name, overlays = overlays_from(stamped)
            found = self._stored(store, key, plate_name)
            if found is not None and len(overlays) == len(found.overlays):
                self.shelf.put(fits_without(found, texts.edition), True)
                for overlay, made in zip(found.overlays, overlays, strict=True):
                    self.shelf.put(overlay_key(overlay, texts), made)
                return found
        for questions in self._asked(key):
            found = self._stored(store, key, plate_key(key, questions, texts.answers(*questions)))
            if found is not None and texts.fit(found):
                return found
        return None

    def _stored(self, store: Store, key: str, name: str) -> ReadyPlate | None:
        """A plate of this name from the store, which is then remembered."""
        data = store.get("plate", name)
        plate = plate_from(data) if data is not None else None
        if plate is not None:
            self._remember(key, name, plate)
        return plate

    def keep_overlays(self, key: str, plate: ReadyPlate, texts: LateTexts) -> None:
        """Keep what was stamped for an edition with nothing personal: the next run needs no font for it."""
        if self.store is None or texts.personal:
            return
        made = [self.shelf.get(overlay_key(overlay, texts)) for overlay in plate.overlays]
        overlays = [one for one in made if isinstance(one, MadeOverlay)]
        name = overlays_key(key, texts.edition, texts.brands)
        if len(overlays) == len(plate.overlays) and name not in self._kept:
            if len(self._kept) > _MOST_KEPT:
                self._kept.clear()
            self._kept.add(name)
            if self.store.get("overlays", name) is None:
                plate_name = plate_key(key, questions_of(plate), answers_of(plate))
                self.store.put("overlays", name, overlays_bytes(plate_name, overlays))

    def keep(self, key: str, plate: ReadyPlate) -> None:
        """Keep a plate that was made for an edition of this key."""
        if not self._limit and self.store is None:
            return
        questions = questions_of(plate)
        if self.store is None:
            self._remember(key, (questions, answers_of(plate)), plate)
        else:
            name = plate_key(key, questions, answers_of(plate))
            self._remember(key, name, plate)
            self.store.put("plate", name, plate_bytes(plate))
            asked = self._asked(key)
            if questions not in asked:
                self.store.put("plate-questions", key, questions_bytes([questions, *asked[: _MOST_SHAPES - 1]]))

    def _asked(self, key: str) -> list[Questions]:
        data = self.store.get("plate-questions", key) if self.store is not None else None
        return questions_from(data) if data is not None else []

    def _remember(self, key: str, name: Hashable, plate: ReadyPlate) -> None:
        shapes = self._plates.setdefault(key, OrderedDict())
        self._plates.move_to_end(key)
        if name in shapes:
            return
        shapes[name] = plate
        self._size += plate.size
        if len(shapes) > _MOST_SHAPES:
            self._size -= shapes.popitem(last=False)[1].size
        fewest = 1 if self._limit else 0  # the plate at hand may be larger than all that shall be kept
        while self._size > self._limit and len(self._plates) > fewest:
            _, forgotten = self._plates.popitem(last=False)
            self._size -= sum(plate.size for plate in forgotten.values())
