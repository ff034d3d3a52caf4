"""The late texts of one document: each is set once, however often it is asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from handouts.edition import Edition, Personal
from handouts.typeset.fonts import Fonts
from handouts.typeset.late import SetWords, Shape, linked, set_words, shape_of
from handouts.typeset.ready import ReadyPlate
from handouts.typeset.strips import LateWords
from handouts.typeset.text import Typesetter
from handouts.typeset.values import late_values, voice_values

_MOST = 8192  # a part of a page takes about half a kilobyte


@dataclass(slots=True, repr=False)
class Shelf:
    """What was made of brands' texts, kept for the documents that follow. Nothing of a patient is put here.

    Bounded: what was not used for longest goes first. Keys say all that the kept thing was made of.
    """

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


@dataclass(frozen=True, slots=True, repr=False)
class Voice:
    """One language of the document with what sets its late texts; `brands` are the names of values not personal.

    `typesetter` is for the brand's texts alone: its fonts remember letters.
    """

    edition: Edition
    typesetter: Typesetter
    discreet: Typesetter
    values: Mapping[str, str]
    brands: frozenset[str]


class LateTexts:
    """All that is stamped on one document: its edition, its values, and how they are set."""

    def __init__(self, edition: Edition, personal: Personal, shelf: Shelf | None = None) -> None:
        self.edition = edition
        self.personal = personal
        self.values = late_values(edition, personal)
        self.shelf = shelf if shelf is not None else Shelf()
        brands = late_values(edition, Personal())
        self.voices = [self._voice(edition, brands, 0)]
        if edition.beside is not None:
            self.voices.append(self._voice(edition.beside, brands, 1))
        self._set: dict[LateWords, SetWords] = {}

    def _voice(self, edition: Edition, brands: Mapping[str, str], number: int) -> Voice:
        fonts = self._fonts(edition)
        brands_own, discreet = (Typesetter(one, edition.language, edition.direction) for one in (fonts, fonts.afresh()))
        names = frozenset(voice_values(brands, number))
        return Voice(edition, brands_own, discreet, voice_values(self.values, number), names)

    def _fonts(self, edition: Edition) -> Fonts:
        """The edition's fonts; what is kept of them is which face has which letters of brands' texts."""
        if edition.fonts:
            return Fonts(edition.brand.font, edition.fonts, edition.language)
        key = "fonts", edition.brand.font, edition.language
        found = self.shelf.get(key)
        if not isinstance(found, Fonts):
            found = Fonts(edition.brand.font, edition.fonts, edition.language)
            self.shelf.put(key, found)
        return found

    def is_personal(self, words: LateWords) -> bool:
        """True for a paragraph that a value of the patient stands in."""
        voice = self.voices[words.voice]
        return any(
            phrase.slot and phrase.slot not in voice.brands and phrase.slot in voice.values for phrase in words.phrases
        )

    def set(self, words: LateWords) -> SetWords:
        """The paragraph's lines."""
        found = self._set.get(words)
        if found is None:
            found = self._set[words] = self._made(words)
        return found

    def _made(self, words: LateWords) -> SetWords:
        voice = self.voices[words.voice]
        if self.is_personal(words) or voice.edition.fonts:
            return set_words(voice.discreet, words, voice.values)
        key = words, self.filling(words), voice.edition.brand.font, voice.edition.language
        found = self.shelf.get(key)
        if not isinstance(found, SetWords):
            found = set_words(voice.typesetter, words, voice.values)
            self.shelf.put(key, found)
        return found

    def filling(self, words: LateWords) -> tuple[str | None, ...]:
        """The values that stand in the paragraph and in its links."""
        values = self.voices[words.voice].values
        texts = tuple(values.get(phrase.slot) for phrase in words.phrases if phrase.slot)
        return texts + tuple(linked(phrase.link, values) for phrase in words.phrases if "{" in phrase.link)

    def shape(self, words: LateWords) -> Shape:
        """What a plate depends on of the paragraph."""
        personal = self.is_personal(words)
        key = "shape", Same(words), Same(self.edition)
        found = self.shelf.get(key) if not personal else None
        if not isinstance(found, Shape):
            found = shape_of(words, len(self.set(words).lines), self.voices[words.voice].values)
            if not personal:
                self.shelf.put(key, found)
        return found

    def fit(self, plate: ReadyPlate) -> bool:
        """True when laying out with these values would have given this very plate, if the rest is the same."""
        values = self.voices[0].values
        if not all(bool(values.get(name)) == given for name, given in plate.presence):
            return False
        key = "fit", Same(plate), Same(self.edition)
        found = self.shelf.get(key)
        if not isinstance(found, _Fit):
            found = self._fit_of_brands(plate)
            self.shelf.put(key, found)
        return found.brands and all(self.shape(words) == shape for words, shape in found.others)

    def answers(self, names: Iterable[str], words: Iterable[LateWords]) -> object:
        """Which values are given, and the shapes of late paragraphs."""
        values = self.voices[0].values
        return tuple(bool(values.get(name)) for name in names), tuple(self.shape(each) for each in words)

    def _fit_of_brands(self, plate: ReadyPlate) -> _Fit:
        brands, others = True, []
        for words, shape in zip(plate.words, plate.shapes, strict=True):
            names = self.voices[words.voice].brands
            if any(phrase.slot and phrase.slot not in names for phrase in words.phrases):
                others.append((words, shape))
            else:
                brands = brands and self.shape(words) == shape
        return _Fit(brands, tuple(others))


@dataclass(frozen=True, slots=True)
class _Fit:
    """Whether the texts of an edition's brand fit a plate; `others` are the paragraphs that may be personal."""

    brands: bool
    others: tuple[tuple[LateWords, Shape], ...]


class Same:
    """A thing as part of a key: equal only to itself, and alive as long as the key is."""

    __slots__ = ("thing",)

    def __init__(self, thing: object) -> None:
        self.thing = thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.thing is self.thing

    def __hash__(self) -> int:
        return id(self.thing)
