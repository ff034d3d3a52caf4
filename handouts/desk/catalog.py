"""What there is to choose from, and how to find it: handouts, their languages, and how each of them stands."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from handouts.content import Handout, Section
from handouts.edition import ReviewStatus
from handouts.language import autonym, direction, english_name
from handouts.library import Library
from handouts.resolving.lines import lines_in
from handouts.resolving.manuscript import REFERENCES
from handouts.resolving.signed import review_document, review_section
from handouts.resolving.translated import SOURCE, TranslationState, handout_state

# What staff must know of an edition before they hand it out, from fit to unfit.
Badge = Literal["signed", "due", "draft", "machine", "changed", "expired", "stale", "blocked", "missing"]
_REVIEW: dict[ReviewStatus, Badge] = {
    "signed": "signed", "due": "due", "expired": "expired", "changed": "changed", "never": "draft",
}  # fmt: skip
_TRANSLATION: dict[TranslationState, Badge] = {
    "missing": "missing", "stale-safety": "blocked", "stale": "stale", "unreviewed": "machine",
}  # fmt: skip
# How much it counts where a word was found; the first of these is the best.
_WEIGHTS = {"title": 8, "code": 8, "subtitle": 4, "part": 3, "text": 1}
_WORD = re.compile(r"[\w.]+")
_LONGEST_QUERY = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """A handout in one language."""

    language: str
    name: str
    english: str
    direction: str
    badge: Badge

    @property
    def ready(self) -> bool:
        """True when it can be printed."""
        return self.badge not in ("missing", "blocked")


@dataclass(frozen=True, slots=True)
class Card:
    """A handout as the picker shows it: in the language of the page where it has that, with all its choices.

    `found` is the title of the part in which the words were found, if it was in no title.
    """

    handout: str
    title: str
    title_language: str
    subtitle: str
    codes: tuple[tuple[str, str], ...]
    choices: tuple[Choice, ...]
    found: str = ""
    score: int = 0


@dataclass(frozen=True, slots=True)
class _Entry:
    """Folded text of a handout in one language by where it stands, with the title of the part for running text."""

    language: str
    texts: tuple[tuple[str, str, str], ...]  # where, folded text, title of the part


@dataclass(slots=True)
class Catalog:
    """Everything that can be chosen from one library on one day; `entries` are the words of each handout."""

    library: Library
    date: datetime.date
    _entries: dict[str, tuple[_Entry, ...]] = field(default_factory=dict)
    _choices: dict[str, tuple[Choice, ...]] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[str, ...]:
        """Every language in which something is written, the source first."""
        tags = {*self.library.wording, *(language for _, language in self.library.sections)}
        return tuple(sorted(tags, key=lambda tag: (tag != SOURCE, tag)))

    def choices(self, handout: str) -> tuple[Choice, ...]:
        """A handout in every language, also those it is missing in."""
        if handout not in self._choices:
            found = (self._choice(handout, tag) for tag in self.languages)
            self._choices[handout] = tuple(found)
        return self._choices[handout]

    def choice(self, handout: str, language: str) -> Choice | None:
        """A handout in one language; None where there is no such handout or language."""
        there = self.choices(handout) if handout in self.library.handouts else ()
        return next((choice for choice in there if choice.language == language), None)

    def card(self, handout: str, tag: str) -> Card:
        """A handout for a page in this language."""
        entry = self.library.handouts[handout]
        title_language = next(t for t in (tag, SOURCE, *entry.title) if t in entry.title)
        subtitle = entry.subtitle.get(title_language)
        codes = tuple((system, code) for system, codes in sorted(entry.codes.items()) for code in codes)
        title = entry.title[title_language].plain
        return Card(handout, title, title_language, subtitle.plain if subtitle else "", codes, self.choices(handout))

    def search(self, query: str, tag: str, language: str = "") -> tuple[Card, ...]:
        """The handouts that have all these words, the best first; all of them for no words.

        A word may be part of a title or text in any language, a code, or the name of a language, in itself or in
        English, which then must be there.
        """
        words = _words(query[:_LONGEST_QUERY])
        wanted = [language] if language else []
        plain: list[str] = []
        for word in words:
            named = self._named(word) if len(word) > 3 else []
            if named:
                wanted += named
            else:
                plain.append(word)
        cards = [card for name in self.library.handouts if (card := self._match(name, plain, tag)) is not None]
        if wanted:
            cards = [_only(card, wanted) for card in cards]
        return tuple(sorted(cards, key=lambda card: (-card.score, card.title.casefold(), card.handout)))

    def _match(self, name: str, words: Sequence[str], tag: str) -> Card | None:
        card = self.card(name, tag)
        score, found = 0, ""
        for word in words:
            hits = [
                (_WEIGHTS[where] + (2 if _begins(text, word) else 0), entry.language == tag, part)
                for entry in self._folded(name)
                for where, text, part in entry.texts
                if word in text
            ]
            if not hits:
                return None
            best = max(hits, key=lambda hit: (hit[0], hit[1]))
            score += best[0]
            found = best[2] or found
        return Card(
            card.handout, card.title, card.title_language, card.subtitle, card.codes, card.choices, found, score
        )

    def _folded(self, name: str) -> tuple[_Entry, ...]:
        if name not in self._entries:
            handout = self.library.handouts[name]
            tags = {*handout.title, *(language for _, language in self.library.sections)}
            codes = tuple(("code", folded(code), "") for codes in handout.codes.values() for code in codes)
            self._entries[name] = (
                _Entry("", (*codes, ("title", folded(name.replace("-", " ")), ""))),
                *(_Entry(tag, tuple(self._texts(handout, tag))) for tag in sorted(tags)),
            )
        return self._entries[name]

    def _texts(self, handout: Handout, tag: str) -> Iterator[tuple[str, str, str]]:
        for where, lines in (("title", handout.title), ("subtitle", handout.subtitle)):
            if tag in lines:
                yield where, folded(lines[tag].plain), ""
        for section in self._sections(handout, tag):
            title = section.title.plain
            yield "part", folded(title), title
            yield "text", folded(" ".join(line.plain for line in lines_in(section))), title

    def _sections(self, handout: Handout, tag: str) -> list[Section]:
        names = dict.fromkeys(use.section for use in (*handout.lead, *handout.sections) if use.section != REFERENCES)
        return [self.library.sections[name, tag] for name in names if (name, tag) in self.library.sections]

    def _named(self, word: str) -> list[str]:
        names = {tag: (folded(autonym(tag)), folded(english_name(tag))) for tag in self.languages}
        return [tag for tag, called in names.items() if any(_begins(name, word) for name in called)]

    def _choice(self, handout: str, tag: str) -> Choice:
        state = handout_state(self.library, handout, tag)
        badge = _TRANSLATION.get(state)
        if badge is None:
            sections = self._sections(self.library.handouts[handout], tag)
            reviews = (review_section(self.library, section, self.date) for section in sections)
            badge = _REVIEW[review_document(reviews).status]
        return Choice(tag, autonym(tag), english_name(tag), direction(tag), badge)


def _only(card: Card, wanted: Iterable[str]) -> Card:
    """The card with these languages first."""
    first = set(wanted)
    choices = sorted(card.choices, key=lambda choice: choice.language not in first)
    there = any(choice.ready for choice in card.choices if choice.language in first)
    score = card.score + (100 if there else 0)
    return Card(
        card.handout, card.title, card.title_language, card.subtitle, card.codes, tuple(choices), card.found, score
    )


def folded(text: str) -> str:
    """The text as it is compared: without capitals, accents and width."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in apart if not unicodedata.combining(character))


def _words(query: str) -> list[str]:
    return [word.strip(".") for word in _WORD.findall(folded(query)) if word.strip(".")]


def _begins(text: str, word: str) -> bool:
    """True when a word of the text begins so."""
    return re.search(rf"(?<!\w){re.escape(word)}", text) is not None
