"""What a clinic can give out on a day: every handout in the languages there are, as editions; found by title."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from handouts import product
from handouts.content import Handout
from handouts.edition import BuildRequest, Edition
from handouts.language import Tongue, tongue
from handouts.library import Library
from handouts.resolving.plan import Selection, plan
from handouts.resolving.resolve import Memory, resolve
from handouts.resolving.translated import offered

Form = Literal["html", "pdf"]
# The address of an edition: handout, language, form.
Link = Callable[[str, str, Form], str]
# Scripts that do not part words (Thai, Lao, Burmese, Khmer, Kana, Han): there a word is looked for within the line.
_UNPARTED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
# Words that say nothing of what a text is about.
_EMPTY = frozenset({"a", "an", "and", "the", "of", "in", "for", "to", "with", "or", "on", "de", "y", "e", "la", "el"})


@dataclass(frozen=True, slots=True)
class _Title:
    """A title as it is searched: as one line, and its words."""

    line: str
    words: frozenset[str]

    def has(self, asked: frozenset[str]) -> bool:
        return all(word in self.words or (_UNPARTED.search(word) and word in self.line) for word in asked)


@dataclass(slots=True)
class Shelf:
    """The editions of one brand (the workspace's own when none is named) on a day, in the looks they usually have.

    Editions are resolved when first asked for and kept as long as the shelf is: make a new one when the workspace
    or the day changes. An edition that cannot be built is not on the shelf. A shelf is for one thread at a time.
    """

    library: Library
    date: datetime.date
    brand: str = ""
    _memory: Memory = field(init=False, repr=False)
    _editions: dict[tuple[str, str], Edition | None] = field(default_factory=dict, init=False, repr=False)
    _offered: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False, repr=False)
    _titles: dict[str, tuple[_Title, ...]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        self.brand = self.brand or self.library.settings.brand
        self._memory = Memory(self.library)

    @property
    def publisher(self) -> str:
        """The name of the clinic, as the brand says it."""
        brand = self.library.brands.get(self.brand)
        return brand.name if brand is not None else self.brand

    def handouts(self) -> tuple[Handout, ...]:
        """All handouts, sorted by id."""
        return tuple(handout for _, handout in sorted(self.library.handouts.items()))

    def languages(self, handout: str) -> tuple[str, ...]:
        """Languages of a handout: those the workspace builds of itself first, in its order, then the others."""
        usual = self.library.settings.languages
        tags = self.offered(handout)
        kept = [*(tag for tag in usual if tag in tags), *(tag for tag in tags if tag not in usual)]
        return tuple(tag for tag in kept if self.edition(handout, tag) is not None)

    def offered(self, handout: str) -> tuple[str, ...]:
        """Languages that a handout is written in, sorted; whether it can be built in them is not asked."""
        if handout not in self._offered:
            self._offered[handout] = offered(self.library, handout) if handout in self.library.handouts else ()
        return self._offered[handout]

    def named_alike(self, handout: Handout, asked: frozenset[str]) -> bool:
        """True when all words that were asked for (`search_words`) are in the handout's title in one language."""
        if handout.id not in self._titles:
            self._titles[handout.id] = tuple(_titles(handout))
        return bool(asked) and any(title.has(asked) for title in self._titles[handout.id])

    def edition(self, handout: str, language: str) -> Edition | None:
        """The edition as it stands, or None when there is none to give out."""
        if (handout, language) not in self._editions:
            self._editions[handout, language] = self._resolved(handout, language)
        return self._editions[handout, language]

    def request(self, handout: str, language: str) -> BuildRequest | None:
        """What to build for an edition of the shelf, or None when it is not on it."""
        if language not in self.offered(handout):
            return None
        requests, _ = plan(self.library, Selection((handout,), (language,), (self.brand,)))
        return requests[0] if requests else None

    def _resolved(self, handout: str, language: str) -> Edition | None:
        request = self.request(handout, language)
        if request is None:
            return None
        version = product.version()
        return resolve(self.library, request, date=self.date, tool_version=version, memory=self._memory).edition

    def editions(self) -> Iterator[Edition]:
        """Everything on the shelf."""
        for handout in self.handouts():
            for tag in self.languages(handout.id):
                found = self.edition(handout.id, tag)
                assert found is not None
                yield found


def nearest(asked: str, there: tuple[str, ...]) -> tuple[str, bool]:
    """The tag among those that are there which somebody means who asks for a language, and whether it is just that.

    Just that: the same tag, another code for the same language (`spa`, `es`), or the tag with what goes without
    saying left out (`pt` for `pt-BR`, `zh` for `zh-Hans`). Not just that: a text for all who read the language,
    where one for a country was asked for (`es` for `es-MX`). Nothing in another script, nor for another country.
    """
    meant = tongue(asked)
    if asked in there or meant is None:
        return (asked, True) if asked in there else ("", False)
    for tag in there:
        if tongue(tag) == meant:
            return tag, True
    general = (tag for tag in there if _holds(tongue(tag), meant) and not _says_where(tag))
    return next(general, ""), False


def _holds(broad: Tongue | None, narrow: Tongue) -> bool:
    return broad is not None and broad[:2] == narrow[:2]


def _says_where(tag: str) -> bool:
    """True when a tag names a country or region."""
    return any(len(part) == 2 or part.isdigit() for part in tag.split("-")[1:])  # ISO 3166-1


def search_words(text: str) -> frozenset[str]:
    """The words to look for in titles; none when the text says too little, so that it is like nothing.

    Letter case, accents and what SNOMED CT puts in brackets at the end, as in `(disorder)`, do not count.
    """
    words = _words(re.sub(r"\s*\([^()]*\)\s*$", "", text)) - _EMPTY
    tells = any(len(word) > 2 or _UNPARTED.search(word) for word in words)  # more than letters and particles
    return frozenset(words) if tells else frozenset()


def _titles(handout: Handout) -> Iterator[_Title]:
    """Title and subtitle in each language."""
    for tag, title in handout.title.items():
        subtitle = handout.subtitle.get(tag)
        told = f"{title.plain} {subtitle.plain if subtitle is not None else ''}"
        yield _Title(_folded(told), frozenset(_words(told)))


def _folded(text: str) -> str:
    """Small letters without accents, and a space for whatever is neither letter nor figure."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    kept = (character for character in parted if not unicodedata.combining(character))
    return "".join(character if unicodedata.category(character)[0] in "LMN" else " " for character in kept)


def _words(text: str) -> set[str]:
    return set(_folded(text).split())
