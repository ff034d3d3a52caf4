"""One language of the document while it is written, and inline text in it: words, links, values, citations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from urllib.parse import quote

from handouts.content import Citation, CitationMark, Inline, Line, Slot, Words
from handouts.edition import Edition
from handouts.language import direction, local_digits
from handouts.resolving.links import linked as filled
from handouts.resolving.stretches import left_to_right
from handouts.resolving.values import BLANK
from handouts.twin.markup import NOTHING, Html, joined, tag

_JOINER = "\u2060"  # no break between a word and the citation that follows it (UAX 14, class WJ)
# Links are checked when they are read; here again, since a clinic's own values are not.
_FOLLOWED = re.compile(r"(?:https?|mailto|tel):", re.I)
_WHOLE = re.compile(r"[\d()+.,/% \u00a0\u2009\u202f\u2010-\u2013-]{2,24}")  # numbers that no line end may part


@dataclass(slots=True)
class Fields:
    """Numbers for ids that must be unique in the file: labels, pictures, fields to fill in."""

    counts: Counter[str] = field(default_factory=Counter)

    def next(self, kind: str) -> str:
        """An id that nothing else has: `field-1`, `field-2`."""
        self.counts[kind] += 1
        return f"{kind}-{self.counts[kind]}"


@dataclass(slots=True)
class Voice:
    """What text is written with.

    `values` are the texts of all slots and `ticks` what is ticked. `second` is True for the second language of a
    document; `prefix` tells the link targets of a packet's handouts apart, and their headings stand `depth` levels
    lower. `tongue` is the language of the element that is being written. `cited` are the numbers of the sources that
    have an entry to lead to, `places` counts the citations of each so far.
    """

    edition: Edition
    values: Mapping[str, str]
    ticks: frozenset[tuple[str, int]]
    fields: Fields
    tongue: str
    second: bool = False
    prefix: str = ""
    depth: int = 0
    cited: frozenset[int] = frozenset()
    places: Counter[int] = field(default_factory=Counter)

    def word(self, key: str, **values: str) -> str:
        """One of the product's own texts in the language of the document."""
        text = self.edition.wording[key]
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    def number(self, value: int) -> str:
        """A number of the product's own in the digits of the language."""
        return local_digits(self.edition.language, str(value))

    def heading(self, level: int) -> str:
        """The element for a heading of this level, counted from 1 in an ordinary handout."""
        return f"h{min(level + self.depth, 6)}"

    def anchor(self, name: str) -> str:
        """The id of this name in this handout and language."""
        return f"{self.prefix}{name}" + (".beside" if self.second else "")

    def spoken(self, language: str) -> dict[str, str]:
        """Attributes for an element in this language; none where its surroundings speak it already."""
        if language == self.tongue:
            return {}
        return {"lang": language, "dir": direction(language)}

    def own(self, text: str) -> Html:
        """A text of the product's own, with whatever it names, in the language of the document."""
        return plain(text, self.edition.language)

    def given(self, name: str) -> bool:
        """True when this value is given."""
        return bool(self.values.get(name))


def reference_anchor(voice: Voice, number: int) -> str:
    """The id of an entry in the list of sources; both languages of a document share the list."""
    return f"{voice.prefix}ref-{number}"


def place_anchor(voice: Voice, number: int, place: int) -> str:
    """The id of the nth citation of a source."""
    return voice.anchor(f"cite-{number}-{place}")


def target(name: str) -> str:
    """An id as a link inside the file."""
    return "#" + quote(name, safe="/")


def isolated(text: str) -> Html:
    """A stretch that keeps its own direction, whatever stands around it."""
    return tag("bdi", text, class_="whole" if _WHOLE.fullmatch(text) else None)


def plain(text: str, language: str) -> Html:
    """Text of one language; in right-to-left text doses, telephone numbers and addresses are kept in order."""
    if direction(language) == "ltr":
        return joined([text])
    shown: list[Html | str] = []
    at = 0
    for start, end in left_to_right(text):
        shown += [text[at:start], isolated(text[start:end])]
        at = end
    return joined([*shown, text[at:]])


def inline(voice: Voice, line: Line, *, linked: bool = True) -> Html:
    """Inline content; without `linked` only its words and values, for a text that is shown a second time.

    Neighbours in one foreign language are one stretch, which reads in its own direction as a whole.
    """
    shown: list[Html] = []
    for language, parts in groupby(enumerate(line.parts), lambda entry: _language(voice, entry[1])):
        inside = joined(_part(voice, line, index, linked=linked) for index, _ in parts)
        spoken = voice.spoken(language)
        shown.append(tag("span", inside, **spoken) if spoken and inside.text else inside)
    return joined(shown)


def _language(voice: Voice, part: Inline) -> str:
    """The language of a part; values and citations belong to the text around them."""
    return (part.language or voice.edition.language) if isinstance(part, Words) else voice.tongue


def _part(voice: Voice, line: Line, index: int, *, linked: bool) -> Html:
    match line.parts[index]:
        case Words() as words:
            followed = index + 1 < len(line.parts) and isinstance(line.parts[index + 1], CitationMark)
            text = words.text.rstrip(" ") if followed else words.text
            shown = _styled(words, plain(text, _language(voice, words)))
            return link(words.link, shown) if words.link and linked else shown
        case Slot() as slot:
            return _slot(voice, slot, linked=linked)
        case CitationMark() as mark:
            return _citation(voice, mark) if linked else NOTHING
        case Citation():
            raise AssertionError("resolve numbers every citation")


def _slot(voice: Voice, part: Slot, *, linked: bool) -> Html:
    """A value, kept apart from the direction of the text around it, or a blank to write on."""
    text = voice.values.get(part.name)
    if text is None:
        blank = tag("span", BLANK, class_="blank", role="img", aria_label=voice.word("html_blank"))
        return _styled(part, blank)
    shown = _styled(part, isolated(text))
    return link(filled(part.link, voice.values), shown) if part.link and linked else shown


def _styled(part: Words | Slot, shown: Html) -> Html:
    if part.emphasis:
        shown = tag("em", shown)
    return tag("strong", shown) if part.strong else shown


def link(address: str, shown: Html) -> Html:
    """A link where the address is one that may be followed; else what it would show."""
    return tag("a", shown, href=address) if _FOLLOWED.match(address) else shown


def _citation(voice: Voice, mark: CitationMark) -> Html:
    """A raised `[1,2]`, each number linked to its source."""
    shown: list[Html | str] = []
    for index, number in enumerate(mark.numbers):
        shown += [*([f"{_JOINER},"] if index else []), _cited(voice, number)]
    return tag("sup", f"{_JOINER}[", tag("bdi", *shown, dir="ltr"), "]")


def _cited(voice: Voice, number: int) -> Html | str:
    digits = voice.number(number)
    if number not in voice.cited:
        return digits
    voice.places[number] += 1
    return tag(
        "a",
        digits,
        href=target(reference_anchor(voice, number)),
        id=place_anchor(voice, number, voice.places[number]),
        role="doc-biblioref",
        aria_label=voice.word("html_source", number=digits),
    )
