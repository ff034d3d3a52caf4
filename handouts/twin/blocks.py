"""Each kind of block of a section to HTML elements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from handouts.content import (
    BulletList,
    Callout,
    Checklist,
    Faq,
    Figure,
    Heading,
    KeyPoints,
    Line,
    Paragraph,
    Quote,
    SolidBlock,
    Steps,
    Table,
    Tone,
    WriteIn,
)  # fmt: skip
from handouts.looks import Vector
from handouts.twin import drawing
from handouts.twin.markup import NOTHING, Html, joined, lines, tag
from handouts.twin.voice import Voice, inline

_SURE_COLUMNS = 4  # as many have room side by side, or become blocks


def blocks(voice: Voice, made: Iterable[SolidBlock]) -> Html:
    """Several blocks, one after the other."""
    return lines(block(voice, one) for one in made)


def block(voice: Voice, made: SolidBlock) -> Html:
    """One block."""
    match made:
        case Paragraph():
            return tag("p", inline(voice, made.line))
        case Heading():
            return tag(voice.heading(3), inline(voice, made.line))
        case BulletList():
            return tag("ul", _items(voice, made.items))
        case Steps():
            return tag("ol", _items(voice, made.items))
        case Callout():
            return _callout(voice, made)
        case Table():
            return _table(voice, made)
        case Faq():
            return lines(
                joined((tag(voice.heading(3), inline(voice, item.question)), tag("p", inline(voice, item.answer))))
                for item in made.items
            )
        case Figure():
            return _figure(voice, made)
        case Checklist():
            return _checklist(voice, made)
        case WriteIn():
            return _write_in(voice, made)
        case Quote():
            return _quote(voice, made)
        case KeyPoints():
            return key_points(voice, made.items, level=3)


def _items(voice: Voice, items: Sequence[Line]) -> Html:
    return joined(tag("li", inline(voice, item)) for item in items)


def key_points(voice: Voice, items: Sequence[Line], *, level: int) -> Html:
    """The box with check marks; its title is the product's own word, and a heading of this level."""
    title = tag(voice.heading(level), voice.word("key_points"), **own_words(voice))
    # Safari says no more that this is a list when the marks are not the browser's own, hence the role.
    listing = tag(
        "ul", *(tag("li", drawing.check(), tag("span", inline(voice, item))) for item in items), role="list"
    )  # fmt: skip
    return tag("section", title, listing, class_="points")


def tone_word(voice: Voice, tone: Tone, name: str | None = None) -> Html:
    """Icon and word of a tone: colour never speaks alone."""
    shown = tag("span", voice.word(tone), **own_words(voice))
    return tag("p", drawing.icon(tone), shown, class_="tone", id=name)


def own_words(voice: Voice) -> dict[str, str]:
    """Attributes for the product's own words, which are in the document's language whatever a section speaks."""
    return voice.spoken(voice.edition.language)


def _callout(voice: Voice, made: Callout) -> Html:
    """A boxed message; HTML has no element for a note, so its role is said."""
    name = voice.fields.next("note")
    word = tone_word(voice, made.tone, name)
    title = NOTHING if made.title is None else tag(voice.heading(3), inline(voice, made.title))
    inside = lines([word, title, blocks(voice, made.blocks)])
    return tag("div", inside, class_=f"box {made.tone}", role="note", aria_labelledby=name)


def _table(voice: Voice, made: Table) -> Html:
    """A table with scoped headers. Where it has no room its rows become blocks, with the columns' names as labels.

    Roles are said although the elements have them: a browser forgets them when a style sheet shows rows as blocks.
    The labels are hidden from screen readers, which have the headers.
    """
    caption = NOTHING if made.caption is None else tag("caption", inline(voice, made.caption))
    head = tag("tr", *(_column(voice, column) for column in made.columns), role="row")
    body = lines(_row(voice, made, row) for row in made.rows)
    table = tag(
        "table", caption, tag("thead", head, role="rowgroup"), tag("tbody", body, role="rowgroup"), role="table"
    )  # fmt: skip
    # Many columns of long words may still be wider than their place: then they scroll there, by keys as well.
    scrolls = {"role": "group", "tabindex": "0"} if len(made.columns) > _SURE_COLUMNS else {}
    return tag("div", table, class_="table", **scrolls)


def _column(voice: Voice, column: Line) -> Html:
    shown = inline(voice, column)
    # An empty corner heads nothing.
    return tag("th", shown, scope="col", role="columnheader") if shown.text else tag("td", role="cell")


def _row(voice: Voice, made: Table, row: Sequence[Line]) -> Html:
    cells = []
    for at, (column, cell) in enumerate(zip(made.columns, row, strict=True)):
        shown = inline(voice, cell)
        if made.header_column and at == 0 and shown.text:
            cells.append(tag("th", shown, scope="row", role="rowheader"))
            continue
        label = inline(voice, column, linked=False)
        named = tag("span", label, class_="label", aria_hidden="true") if label.text and shown.text else NOTHING
        cells.append(tag("td", named, tag("span", shown), role="cell") if shown.text else tag("td", role="cell"))
    return tag("tr", *cells, role="row")


def _figure(voice: Voice, made: Figure) -> Html:
    edition = voice.edition
    image, mono = edition.pictures[made.picture].image, edition.request.mono
    if isinstance(image, Vector):
        shown = drawing.vector(image, made.alt, voice.fields.next("picture"), mono=mono)
    else:
        shown = drawing.raster(image, made.alt, mono=mono)
    caption = NOTHING if made.caption is None else tag("figcaption", inline(voice, made.caption))
    return tag("figure", tag("div", shown, class_="picture"), caption)


def _checklist(voice: Voice, made: Checklist) -> Html:
    """Boxes to tick, on the screen too; nothing remembers it."""
    items = []
    for index, item in enumerate(made.items, start=1):
        name = voice.fields.next("tick")
        box = tag(
            "input", type="checkbox", id=name, autocomplete="off",
            checked=bool(made.name) and (made.name, index) in voice.ticks,
        )  # fmt: skip
        items.append(tag("li", box, tag("label", inline(voice, item), for_=name)))
    return tag("ul", *items, class_="ticks", role="list")


def _write_in(voice: Voice, made: WriteIn) -> Html:
    """A label with the text given for it, else a field to write in, on the screen or after printing."""
    label = inline(voice, made.label)
    if made.name and voice.given(made.name):
        return lines([tag("p", label, class_="asked"), tag("p", tag("bdi", voice.values[made.name]), class_="given")])
    name = voice.fields.next("field")
    asked = tag("p", tag("label", label, for_=name), class_="asked")
    return lines([asked, tag("textarea", id=name, rows=str(made.lines), autocomplete="off")])


def _quote(voice: Voice, made: Quote) -> Html:
    said = tag("blockquote", tag("p", inline(voice, made.line)))
    source = NOTHING if made.source is None else tag("figcaption", inline(voice, made.source))
    return tag("figure", said, source, class_="quote")
