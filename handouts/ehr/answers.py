"""What there is for a question of a health record: editions, how each was found, and what has to be said with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from handouts.content import Handout
from handouts.edition import Edition
from handouts.ehr.codes import FHIR, match
from handouts.ehr.infobutton import Criterion, Question
from handouts.ehr.shelf import Shelf, nearest, search_words
from handouts.language import english_name, tongue

How = Literal["exact", "parent", "title"]
# What an answer may have to say: each kind once, in this order.
NoticeKind = Literal[
    "audience", "nothing", "system", "language-missing", "language-broader", "language-unsaid", "broader-code",
    "by-title", "unsigned",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """How a handout was found: for which criterion (from 0), and by which of its own codes, if by one."""

    criterion: int
    how: How
    system: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One edition that answers, and how it was found."""

    edition: Edition
    found: tuple[Found, ...]

    @property
    def handout(self) -> str:
        """The id of the handout."""
        return self.edition.request.handout

    @property
    def language(self) -> str:
        """Its tag in BCP 47."""
        return self.edition.language


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the reader of an answer must know; the text in English, `languages` by their tags."""

    kind: NoticeKind
    text: str
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The editions that answer, best first. `elsewhere` are those of handouts that are not there in the language asked.

    Nothing in `elsewhere` is in that language: it must not be given out as if it were.
    """

    question: Question
    entries: tuple[Entry, ...]
    elsewhere: tuple[Entry, ...]
    notices: tuple[Notice, ...]


def answer(shelf: Shelf, question: Question) -> Answer:
    """What is on the shelf for a question. Of several things asked about, what has most of them comes first."""
    entries: list[Entry] = []
    elsewhere: list[Entry] = []
    broader: list[str] = []
    asked = [_Asked(one, search_words(one.name), search_words(one.original)) for one in question.criteria]
    matches = [(handout, found) for handout in shelf.handouts() if (found := _found(shelf, handout, asked))]
    for handout, found in sorted(matches, key=_rank):
        there = shelf.languages(handout.id)
        tag, exact = nearest(question.language, there) if question.language else ("", True)
        if tag and not exact:
            broader.append(tag)
        for language in (tag,) if tag else there:
            edition = shelf.edition(handout.id, language)
            assert edition is not None
            (entries if tag or not question.language else elsewhere).append(Entry(edition, found))
    notices = (
        *_of_the_question(question),
        *_of_the_codes(question, matched=bool(entries or elsewhere)),
        *_of_the_languages(question, entries, elsewhere, broader),
        *_of_the_entries(entries),
    )
    return Answer(question, tuple(entries), tuple(elsewhere), notices)


class _Asked(NamedTuple):
    """A criterion, and the words to look for where no code can be found."""

    criterion: Criterion
    name: frozenset[str]
    original: frozenset[str]


def _found(shelf: Shelf, handout: Handout, asked: Sequence[_Asked]) -> tuple[Found, ...]:
    """How a handout answers each of the criteria that it does answer.

    A name counts only where no code can: a record's own words for a code would let in what is not meant.
    """
    found: list[Found] = []
    for at, (criterion, name, original) in enumerate(asked):
        concept = criterion.concept
        if concept is not None and concept.key:
            how, code = match(concept, handout.codes)
            if how:
                found.append(Found(at, how, concept.key, code))
        elif shelf.named_alike(handout, name) or shelf.named_alike(handout, original):
            found.append(Found(at, "title"))
    return tuple(found)


def _rank(matched: tuple[Handout, tuple[Found, ...]]) -> tuple[int, int, int]:
    """Most criteria first, then codes before broader codes before titles, then the title that says least besides."""
    handout, found = matched
    worst = max(("exact", "parent", "title").index(one.how) for one in found)
    return -len(found), worst, min(len(title.plain) for title in handout.title.values())


def _of_the_question(question: Question) -> list[Notice]:
    if question.recipient == "PAT":
        return []
    whom = {"PROV": "health professionals", "PAYOR": "payers"}[question.recipient]
    return [Notice("audience", f"These handouts are written for patients; there is nothing for {whom} here.")]


def _of_the_codes(question: Question, *, matched: bool) -> list[Notice]:
    notices: list[Notice] = []
    concepts = [criterion.concept for criterion in question.criteria if criterion.concept is not None]
    strange = sorted({c.system.title if c.system is not None else "an unknown system" for c in concepts if not c.key})
    if strange:
        text = (
            f"Handouts are coded in ICD-10 and SNOMED CT, not in {', '.join(strange)}. "
            "A name that came with the code was looked for in the titles."
        )
        notices.append(Notice("system", text))
    if not matched:
        notices.insert(0, Notice("nothing", "There is no handout on this."))
    return notices


def _of_the_languages(
    question: Question, entries: list[Entry], elsewhere: list[Entry], broader: list[str]
) -> list[Notice]:
    notices: list[Notice] = []
    asked = question.language
    if elsewhere:
        there = tuple(dict.fromkeys(entry.language for entry in elsewhere))
        what = "There is nothing" if not entries else "Some of the handouts are not there"
        names = ", ".join(f"{english_name(tag)} ({tag})" for tag in there)
        text = f"{what} in {_called(asked)} ({asked}). There is: {names}."
        notices.append(Notice("language-missing", text, there))
    if broader:
        general = english_name(broader[0])
        text = f"There is nothing just for {_called(asked)} ({asked}), but for all who read {general}."
        notices.append(Notice("language-broader", text, tuple(dict.fromkeys(broader))))
    if not asked and len({entry.language for entry in entries}) > 1:
        there = tuple(dict.fromkeys(entry.language for entry in entries))
        text = (
            "The request does not say in which language, so each one is listed (informationRecipient.languageCode.c)."
        )
        notices.append(Notice("language-unsaid", text, there))
    return notices


def _called(asked: str) -> str:
    """The English name of a language as it was sent: `spa` is Spanish too."""
    meant, tag = tongue(asked), asked.replace("_", "-")
    return english_name(meant.language if meant is not None and "-" not in tag else tag)


def _of_the_entries(entries: list[Entry]) -> list[Notice]:
    notices: list[Notice] = []
    found = [one for entry in entries for one in entry.found]
    if any(one.how == "parent" for one in found):
        text = "A handout has a broader code than the one asked for, which is a part of it."
        notices.append(Notice("broader-code", text))
    if any(one.how == "title" for one in found):
        notices.append(Notice("by-title", "A handout was found by its title, not by a code: look whether it is meant."))
    if any(not entry.edition.review.signed for entry in entries):
        text = (
            "Not every text is signed by this clinic, or a sign-off has run out; each page of such a handout says so."
        )
        notices.append(Notice("unsigned", text))
    return notices


def codings(edition: Edition) -> tuple[tuple[str, str], ...]:
    """The codes of an edition as (FHIR URI of the system, code)."""
    return tuple(
        (FHIR[system], code) for system, codes in sorted(edition.codes.items()) if system in FHIR for code in codes
    )
