"""An edition to one HTML file: head, landmarks, text, foot; nothing in it asks for anything outside the file."""

from __future__ import annotations

import base64
import hashlib

from handouts import product
from handouts.content import Line
from handouts.edition import Edition, Personal
from handouts.looks import Vector
from handouts.resolving import matter
from handouts.resolving.values import late_values, voice_values
from handouts.twin import drawing
from handouts.twin.document import document
from handouts.twin.markup import NOTHING, Html, lines, tag
from handouts.twin.style import style_sheet
from handouts.twin.voice import Fields, Voice, inline, isolated

_TEXT = "text"  # the id of the landmark that the skip link leads to


def html_twin(edition: Edition, personal: Personal) -> str:
    """The edition as one HTML file, in UTF-8, with the patient's values on the page and nowhere else in the file.

    Pure: the same edition and values give the same text.
    """
    values = late_values(edition, personal)
    voice = Voice(edition, voice_values(values, 0), personal.ticks, Fields(), edition.language)
    skip = tag("a", edition.wording["html_skip"], class_="skip", href=f"#{_TEXT}")
    main = tag("main", Html("\n"), document(edition, values, personal.ticks), Html("\n"), id=_TEXT, tabindex="-1")
    kind = "two" if edition.beside is not None else None
    facing = " facing" if edition.layout.bilingual == "facing" else ""
    body = tag(
        "body", Html("\n"), lines([skip, _header(voice), main, _footer(voice)]), Html("\n"),
        class_=f"{kind}{facing}" if kind else None,
    )  # fmt: skip
    page = tag("html", Html("\n"), _head(edition), Html("\n"), body, Html("\n"),
               lang=edition.language, dir=edition.direction)  # fmt: skip
    return f"<!DOCTYPE html>\n{page.text}\n"


def content_policy(sheet: str) -> str:
    """What a page with this one style sheet may load: nothing but pictures that are in it (CSP, level 3)."""
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


def _head(edition: Edition) -> Html:
    sheet = style_sheet(edition)
    # A style sheet is raw text: nothing in it is unescaped, and nothing that we write into it can end it.
    assert "</" not in sheet and "<!--" not in sheet
    return tag(
        "head",
        Html("\n"),
        lines(
            [
                tag("meta", charset="utf-8"),
                tag("meta", http_equiv="Content-Security-Policy", content=content_policy(sheet)),
                tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
                tag("meta", name="color-scheme", content="light dark"),
                tag("meta", name="referrer", content="no-referrer"),
                tag("meta", name="format-detection", content="telephone=no"),  # or telephones make links of doses
                tag("meta", name="generator", content=f"{product.NAME} {product.version()}"),
                tag("meta", name="dcterms.identifier", content=edition.id),
                tag("title", f"{edition.title.plain} · {edition.brand.name}"),
                tag("style", Html(sheet)),
            ]
        ),
        Html("\n"),
    )


def _header(voice: Voice) -> Html:
    """Notices, logo and the clinic's name; on paper with a letterhead of its own only the notices."""
    edition = voice.edition
    notices = [tag("p", inline(voice, line), class_="notice") for line in edition.notices]
    name = NOTHING
    if edition.request.banner:
        number = matter.banner_number(edition)
        names = tag(
            "div",
            tag("p", isolated(voice.values["clinic.name"])),
            tag("p", inline(voice, number), class_="reach") if number is not None else NOTHING,
        )
        name = tag("div", _logo(voice), names, class_="banner")
    return tag("header", *notices, name) if notices or name.text else NOTHING


def _logo(voice: Voice) -> Html:
    edition = voice.edition
    logo = edition.brand.logo
    if logo is None:
        return NOTHING
    image, mono = edition.pictures[logo.picture].image, edition.request.mono
    if isinstance(image, Vector):
        shown = drawing.vector(image, logo.alt, voice.fields.next("logo"), mono=mono)
    else:
        shown = drawing.raster(image, logo.alt, mono=mono)
    return tag("div", shown, class_="logo")


def _footer(voice: Voice) -> Html:
    """What the foot of every page says: title, edition, language and review state."""
    edition = voice.edition
    language = Line(matter.language_words(edition), edition.title.mark)
    return tag(
        "footer",
        tag("p", tag("strong", voice.own(edition.title.plain))),
        tag("p", voice.own(matter.edition_line(edition))),
        tag("p", inline(voice, language)),
        tag("p", voice.own(matter.review_line(edition))),
    )
