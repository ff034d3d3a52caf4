"""What a document says besides its content, in words: for whom it is, how to reach the clinic, what its foot says.

The page and the HTML file say the same, so both ask here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from handouts import language as languages
from handouts.content import Line, Slot, Words
from handouts.diagnostics import Mark
from handouts.edition import Edition, EditionSection
from handouts.records import dataclass

FEWEST_CONTENTS = 3  # a list of one or two parts tells nothing
DOT = "  ·  "  # between two things that a line of the foot says
_NOT_BRIEF = ("email", "hours", "feedback")  # what a card has no room for; the full handout says it


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the clinic: its name, its address, and a line for each way; `code` when a QR code stands there."""

    name: Line
    address: tuple[Line, ...]
    ways: tuple[Line, ...]
    code: bool


def shown(edition: Edition, sections: Sequence[EditionSection]) -> list[EditionSection]:
    """The sections the layout has a place for: all, or on a card only those in boxes."""
    return [used for used in sections if edition.layout.show == "all" or used.box]


def listed(edition: Edition) -> tuple[EditionSection, ...]:
    """The sections that a list of contents would name; none where it would tell nothing."""
    worth = len(edition.sections) >= FEWEST_CONTENTS and edition.layout.show == "all"
    return tuple(section for section in edition.sections if section.title.parts) if worth else ()


def subtitle(edition: Edition) -> Line | None:
    """The subtitle where the layout has room for one."""
    has_room = edition.layout.show == "all" and edition.layout.bilingual != "facing"
    return edition.subtitle if has_room else None


def short_form(edition: Edition) -> str:
    """That this is the short form, on a card; empty elsewhere."""
    return edition.wording["short_form"] if edition.layout.show == "key" else ""


def prepared(edition: Edition, given: Callable[[str], bool]) -> Line | None:
    """For whom and by whom the copy was prepared; None when neither is `given`."""
    lines = [
        with_slot(edition.wording[key], "{name}", slot, edition.title.mark)
        for key, slot in (("prepared_for", "patient.name"), ("prepared_by", "clinician.name"))
        if given(slot)
    ]
    parts = [part for line in lines for part in (*line.parts, Words(" "))][:-1]
    return Line(tuple(parts), edition.title.mark) if parts else None


def with_slot(pattern: str, place: str, slot: str, mark: Mark) -> Line:
    """A wording pattern as a line with a slot where `place` stands."""
    before, found, after = pattern.partition(place)
    parts = [Words(before)] if before else []
    middle = [Slot(slot)] if found else []
    return Line((*parts, *middle, *([Words(after)] if after else [])), mark)


def reading_time(edition: Edition) -> str:
    """The estimated reading time in the document's words."""
    text = languages.plural(edition.language, edition.wording["reading_time"], minutes=edition.minutes)
    return languages.local_digits(edition.language, text)


def left_out(edition: Edition) -> str:
    """That this is not the whole handout, with the sections that had no room where there is more than one page.

    Empty when all of it is here, and on a card, which says so at its head (`short_form`).
    """
    if not edition.left_out or edition.layout.show == "key":
        return ""
    titles = languages.semicolon(edition.language).join(line.plain for line in edition.left_out)
    named = titles and edition.layout.pages > 1
    return edition.wording["left_out"].replace("{sections}", titles) if named else edition.wording["short_form"]


def is_brief(edition: Edition) -> bool:
    """True where the contact block has room for a name, a number and an address on the web only."""
    return edition.layout.show == "key" or edition.layout.pages == 1


def contact(edition: Edition) -> Contact | None:
    """The contact block; None when there is nothing to say, or the banner says it.

    Only a document's first language has the QR code.
    """
    if edition.layout.contact != "block":
        return None
    brand, brief = edition.brand, is_brief(edition)
    reachable = any(edition.slots.get(f"clinic.{key}") for key in ("phone", "email", "website", "hours", "feedback"))
    if not reachable and not brand.address and not brand.qr_url:
        return None
    lines = () if brief else tuple(range(1, len(brand.address) + 1))
    ways = []
    for key, link in (
        ("phone", "tel:{clinic.phone}"), ("email", "mailto:{clinic.email}"), ("website", "{clinic.website}"),
        ("hours", ""), ("feedback", ""),
    ):  # fmt: skip
        slot = f"clinic.{key}"
        if edition.slots.get(slot) and not (brief and key in _NOT_BRIEF):
            label = Words(edition.wording[key] + " ", strong=True)
            ways.append(Line((label, Slot(slot, link=_linked(key, link, edition.slots[slot]))), brand.mark))
    return Contact(
        Line((Slot("clinic.name", strong=True),), brand.mark),
        tuple(Line((Slot(f"address.{number}"),), brand.mark) for number in lines),
        tuple(ways),
        bool(brand.qr_url),
    )


def banner_number(edition: Edition) -> Line | None:
    """The clinic's telephone number below its name, on a card without a contact block; None elsewhere."""
    if edition.layout.contact != "banner" or not edition.slots.get("clinic.phone"):
        return None
    return Line((Slot("clinic.phone", link="tel:{clinic.phone}"),), edition.brand.mark)


def _linked(key: str, link: str, value: str) -> str:
    if key in ("website", "feedback") and value.startswith("http"):
        return f"{{clinic.{key}}}"
    if key == "feedback":
        return "mailto:{clinic.feedback}" if "@" in value and " " not in value else ""
    return "" if key == "website" else link


def language_words(edition: Edition) -> tuple[Words, ...]:
    """The language in itself and in English and, for other languages, the English title.

    Staff who read only English must see which sheet this is. Words in another language than the document's, and the
    English ones, are marked with theirs.
    """
    both = [edition, edition.beside] if edition.beside is not None else [edition]
    if all(one.language == "en" for one in both):
        return (Words(languages.autonym("en")),)
    own = [Words(languages.autonym(edition.language))]
    for one in both[1:]:
        own += [Words(" + "), Words(languages.autonym(one.language), language=one.language)]
    return (*own, Words(DOT), Words(english_line(edition), language="en"))


def english_line(edition: Edition) -> str:
    """The language's name and the title in English."""
    both = [edition, edition.beside] if edition.beside is not None else [edition]
    return f"{' + '.join(languages.english_name(one.language) for one in both)}: {edition.english_title}"


def review_line(edition: Edition) -> str:
    """Review state for the foot: dates when signed, a plain word when not."""
    review, wording = edition.review, edition.wording
    if review.last_checked is None or review.next_check is None:
        return f"{wording['draft']}{languages.colon(edition.language)}{wording['not_checked']}"
    checked = wording["last_checked"].replace("{date}", languages.long_date(edition.language, review.last_checked))
    following = wording["next_check"].replace("{date}", languages.long_date(edition.language, review.next_check))
    return f"{checked}{DOT}{following}"


def edition_line(edition: Edition) -> str:
    """The edition's id in words."""
    return edition.wording["edition"].replace("{id}", edition.id)
