"""The text of a whole document in the order its pages have: one language, two, or the handouts of a packet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from handouts.content import CitationMark, Line
from handouts.edition import Edition, EditionSection
from handouts.resolving import matter
from handouts.resolving.lines import lines_in
from handouts.resolving.manuscript import REFERENCES
from handouts.resolving.values import voice_values
from handouts.twin import drawing
from handouts.twin.blocks import blocks, key_points, tone_word
from handouts.twin.markup import NOTHING, Html, joined, lines, tag
from handouts.twin.voice import Fields, Voice, inline, isolated, link, place_anchor, plain, reference_anchor, target


@dataclass(frozen=True, slots=True)
class _Unit:
    """A part that has its counterpart in another language; `across` where the list of sources ends it."""

    html: Html
    across: bool = False


def document(edition: Edition, values: Mapping[str, str], ticks: frozenset[tuple[str, int]]) -> Html:
    """All of the document's text. `values` are those of `late_values`, `ticks` (checklist name, item from 1)."""
    first = _voice(edition, voice_values(values, 0), ticks)
    if edition.parts:
        return _packet(first)
    if edition.beside is None:
        return lines(unit.html for unit in _units(first, _backs([first]), with_contents=True))
    second = replace(
        first, edition=edition.beside, values=voice_values(values, 1), tongue=edition.beside.language, second=True,
        places=Counter(),
    )  # fmt: skip
    backs = _backs([first, second])
    both = zip(*(_units(voice, backs, with_contents=True) for voice in (first, second)), strict=True)
    return lines(_pair(first, second, *units) for units in both)


def _voice(edition: Edition, values: Mapping[str, str], ticks: frozenset[tuple[str, int]]) -> Voice:
    return Voice(edition, values, ticks, Fields(), edition.language, cited=_entries(edition))


def _entries(edition: Edition) -> frozenset[int]:
    """The numbers of the sources that the document lists."""
    has_list = any(section.id == REFERENCES for section in matter.shown(edition, edition.sections))
    return frozenset(reference.number for reference in edition.references) if has_list else frozenset()


_Backs = Mapping[int, str]


def _backs(voices: list[Voice]) -> _Backs:
    """For each source the id of the first place that cites it, in the first language that does."""
    found: dict[int, str] = {}
    for voice in voices:
        for number in _cited(voice.edition):
            found.setdefault(number, place_anchor(voice, number, 1))
    return found


def _cited(edition: Edition) -> Iterator[int]:
    """The numbers of all citations that are shown, in reading order."""
    subtitle = matter.subtitle(edition)
    sections = (*matter.shown(edition, edition.lead), *matter.shown(edition, edition.sections))
    for line in lines_in((edition.title, subtitle, edition.key_points, sections)):
        for part in line.parts:
            if isinstance(part, CitationMark):
                yield from part.numbers


def _units(voice: Voice, backs: _Backs, *, with_contents: bool, with_contact: bool = True) -> Iterator[_Unit]:
    """The document part by part, the same parts in every language."""
    edition = voice.edition
    yield _Unit(_title_block(voice))
    yield _Unit(key_points(voice, edition.key_points, level=2) if edition.key_points else NOTHING)
    for used in matter.shown(edition, edition.lead):
        yield _section(voice, used, backs)
    yield _Unit(_contents(voice) if with_contents else NOTHING)
    for used in matter.shown(edition, edition.sections):
        yield _section(voice, used, backs)
    short = matter.left_out(edition)
    yield _Unit(tag("p", voice.own(short), class_="left-out") if short else NOTHING)
    yield _Unit(_contact(voice) if with_contact else NOTHING)


def _title_block(voice: Voice) -> Html:
    """Title, subtitle and, for a named patient, whom it was prepared for; a document has one first heading."""
    edition = voice.edition
    title = tag(
        "p" if voice.second else voice.heading(1), inline(voice, edition.title), class_="title", id=voice.anchor("top")
    )
    below = matter.subtitle(edition)
    subtitle = tag("p", inline(voice, below), class_="subtitle") if below is not None else NOTHING
    short = matter.short_form(edition)
    form = tag("p", voice.own(short), class_="left-out") if short else NOTHING
    given = matter.prepared(edition, voice.given)
    prepared = tag("p", inline(voice, given), class_="prepared") if given is not None else NOTHING
    return lines([title, subtitle, form, prepared])


def _section(voice: Voice, used: EditionSection, backs: _Backs) -> _Unit:
    """One section: a numbered heading with what stands below it, or a box where the author asked for one."""
    spoken = voice.spoken(used.language)
    inner = replace(voice, tongue=used.language)
    anchor = voice.anchor(f"section-{used.id}")
    if used.box:
        heading = tag(voice.heading(2), inline(inner, used.title), id=anchor)
        inside = lines([tone_word(inner, used.box), heading, blocks(inner, used.blocks)])
        # A landmark, so that help is found at once; in a packet several of one name would tell nothing.
        named = None if voice.prefix else anchor
        return _Unit(tag("section", inside, class_=f"box {used.box}", aria_labelledby=named, **spoken))
    heading = tag(voice.heading(2), _number(voice, used), inline(inner, used.title), id=anchor)
    if used.id == REFERENCES:
        listing = NOTHING if voice.second else _references(inner, backs)
        return _Unit(tag("section", lines([heading, listing]), **spoken), across=True)
    lead = None if used.number else "lead"
    return _Unit(tag("section", lines([heading, blocks(inner, used.blocks)]), class_=lead, **spoken))


def _number(voice: Voice, used: EditionSection) -> Html:
    """A section's number before its title, which are read as one."""
    return joined((tag("span", voice.number(used.number), class_="number"), " ")) if used.number else NOTHING


def _references(voice: Voice, backs: _Backs) -> Html:
    """The numbered sources, each with a link back to where it is first cited."""
    entries = [
        tag(
            "li",
            inline(voice, reference.line),
            *([_back(voice, backs[reference.number])] if reference.number in backs else []),
            id=reference_anchor(voice, reference.number),
        )
        for reference in voice.edition.references
    ]
    return tag("ol", lines(entries), class_="references") if entries else NOTHING


def _back(voice: Voice, place: str) -> Html:
    label = voice.word("html_back")
    return tag("a", drawing.back_arrow(), class_="back", href=target(place), role="doc-backlink", aria_label=label)


def _contents(voice: Voice) -> Html:
    """The list "In this handout" with the reading time; a screen has no pages to name."""
    listed = matter.listed(voice.edition)
    if not listed:
        return NOTHING
    name = voice.anchor("contents")
    title = tag(voice.heading(2), voice.word("contents"), id=name)
    time = tag("p", voice.own(matter.reading_time(voice.edition)), class_="time")
    return tag("nav", title, time, _entries_of(voice, listed), class_="contents", aria_labelledby=name)


def _entries_of(voice: Voice, listed: tuple[EditionSection, ...]) -> Html:
    entries = []
    for used in listed:
        title = tag("span", plain(used.title.plain, used.language), **voice.spoken(used.language))
        entries.append(
            tag("li", tag("a", _number(voice, used), title, href=target(voice.anchor(f"section-{used.id}"))))
        )
    return tag("ul", *entries, role="list") if entries else NOTHING


def _contact(voice: Voice) -> Html:
    """How to reach the clinic, and a QR code with its address beside it."""
    said = matter.contact(voice.edition)
    if said is None:
        return NOTHING
    name = voice.anchor("contact")
    ways = [tag("p", inline(voice, line)) for line in (said.name, *said.address, *said.ways)]
    words = tag("div", tag(voice.heading(2), voice.word("contact"), id=name), *ways)
    code = _code(voice) if said.code and not voice.second else NOTHING
    return tag("section", words, code, class_="contact", aria_labelledby=name)


def _code(voice: Voice) -> Html:
    address = voice.values["qr.url"]
    drawn = drawing.qr_code(address, voice.word("qr_alt", url=address), voice.fields.next("code"))
    shown = tag("p", link(address, isolated(address)))
    return tag("div", drawn, tag("div", tag("p", voice.word("scan")), shown), class_="code")


# --- two languages -----------------------------------------------------------------------------------------------


def _pair(first: Voice, second: Voice, one: _Unit, other: _Unit) -> Html:
    """The same part in both languages: side by side where there is room."""
    if not one.html.text and not other.html.text:
        return NOTHING
    sides = (
        tag("div", unit.html, lang=voice.edition.language, dir=voice.edition.direction)
        for voice, unit in ((first, one), (second, other))
    )
    return tag("div", *sides, class_="pair across" if one.across else "pair")


# --- packets -----------------------------------------------------------------------------------------------------


def _packet(voice: Voice) -> Html:
    """The titles of all handouts with their sections, then the handouts."""
    parts = voice.edition.parts
    voices = [
        replace(voice, edition=part, prefix=f"{part.request.handout}/", depth=1, cited=_entries(part), places=Counter())
        for part in parts
    ]
    entries = [_packet_entry(one, one.edition.title) for one in voices]
    listed = tag("nav", tag("ul", *entries, role="list"), class_="contents", aria_labelledby=voice.anchor("top"))
    articles = []
    for at, one in enumerate(voices):
        last = at + 1 == len(voices)
        units = _units(one, _backs([one]), with_contents=False, with_contact=last)
        articles.append(tag("article", lines(unit.html for unit in units), aria_labelledby=one.anchor("top")))
    return lines([_title_block(voice), listed, *articles])


def _packet_entry(voice: Voice, title: Line) -> Html:
    """A handout's title with its sections below it."""
    sections = tuple(section for section in voice.edition.sections if section.title.parts)
    return tag("li", tag("a", voice.own(title.plain), href=target(voice.anchor("top"))), _entries_of(voice, sections))
