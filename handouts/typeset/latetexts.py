"""The late texts of one document: each is set once, however often it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from handouts.edition import Edition, Personal
from handouts.records import dataclass
from handouts.resolving.links import linked
from handouts.resolving.values import late_values, voice_values
from handouts.typeset.ready import ReadyBox, ReadyPlate, ReadyText
from handouts.typeset.shelf import Same, Shelf
from handouts.typeset.strips import LateWords, Shape, shape_of

if TYPE_CHECKING:  # a kept plate is stamped without the modules that shape text
    from handouts.typeset.fonts import Fonts
    from handouts.typeset.late import SetWords
    from handouts.typeset.text import Typesetter


@dataclass(frozen=True, slots=True, repr=False)
class Voice:
    """One language of the document with its values; `brands` are the names of those that are not personal."""

    edition: Edition
    values: Mapping[str, str]
    brands: frozenset[str]


class LateTexts:
    """All that is stamped on one document: its edition, its values, and how they are set."""

    def __init__(self, edition: Edition, personal: Personal, shelf: Shelf | None = None) -> None:
        self.edition = edition
        self.personal = personal
        self.values = late_values(edition, personal)
        self.shelf = shelf if shelf is not None else Shelf()
        self.brands = late_values(edition, Personal()) if personal else self.values
        spoken = [one for one in (edition, edition.beside) if one is not None]
        self.voices = [
            Voice(one, voice_values(self.values, at), frozenset(voice_values(self.brands, at)))
            for at, one in enumerate(spoken)
        ]
        self._set: dict[LateWords, SetWords] = {}

    @cached_property
    def typesetters(self) -> list[Typesetter]:
        """What sets the brand's texts, for each voice: its fonts remember letters."""
        return [self._typesetter(voice.edition, self._fonts(voice.edition)) for voice in self.voices]

    @cached_property
    def _discreet(self) -> list[Typesetter]:
        """What sets a patient's texts."""
        return [self._typesetter(voice.edition, self._fonts(voice.edition)) for voice in self.voices]

    def _typesetter(self, edition: Edition, fonts: Fonts) -> Typesetter:
        from handouts.typeset.text import Typesetter  # brings HarfBuzz

        return Typesetter(fonts, edition.language, edition.direction)

    def _fonts(self, edition: Edition) -> Fonts:
        """The edition's fonts; what is kept of them is which face has which letters of brands' texts."""
        from handouts.typeset.fonts import Fonts

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

    def is_personal_at(self, plate: ReadyPlate, place: ReadyText | ReadyBox) -> bool:
        """True for a place on the plate that a patient's value is stamped on."""
        if isinstance(place, ReadyBox):
            return place.kind == "tick" and self.ticked(place)
        return self.is_personal(plate.words[place.words])

    def ticked(self, box: ReadyBox) -> bool:
        """True for the box of an item that is ticked for the patient."""
        name, _, number = box.key.rpartition(".")
        return number.isdigit() and (name, int(number)) in self.personal.ticks

    def set(self, words: LateWords) -> SetWords:
        """The paragraph's lines."""
        found = self._set.get(words)
        if found is None:
            found = self._set[words] = self._made(words)
        return found

    def _made(self, words: LateWords) -> SetWords:
        from handouts.typeset.late import SetWords, set_words

        voice = self.voices[words.voice]
        if self.is_personal(words):
            return set_words(self._discreet[words.voice], words, voice.values)
        if voice.edition.fonts:
            return set_words(self.typesetters[words.voice], words, voice.values)
        key = words, self.filling(words), voice.edition.brand.font, voice.edition.language
        found = self.shelf.get(key)
        if not isinstance(found, SetWords):
            found = set_words(self.typesetters[words.voice], words, voice.values)
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
        if not self.personal and self.shelf.get(fits_without(plate, self.edition)):
            return True
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


def fits_without(plate: ReadyPlate, edition: Edition) -> tuple[object, ...]:
    """Under this key the shelf says that the edition's own texts fit the plate where nothing personal is given."""
    return "fits without personal values", Same(plate), Same(edition)


@dataclass(frozen=True, slots=True)
class _Fit:
    """Whether the texts of an edition's brand fit a plate; `others` are the paragraphs that may be personal."""

    brands: bool
    others: tuple[tuple[LateWords, Shape], ...]
