"""A document for staff, made of data: it goes the way of every handout, without what is meant for patients."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from handouts import product
from handouts.content import Handout, Line, Section, Use
from handouts.diagnostics import Mark, has_errors
from handouts.edition import Edition, Resolved
from handouts.library import Library
from handouts.looks import Picture
from handouts.names import find
from handouts.resolving.plan import Selection, plan
from handouts.resolving.resolve import resolve


@dataclass(frozen=True, slots=True)
class StaffSheet:
    """What such a document says, in one language.

    `titles` are by language, English among them. `lead` are sections that stand before the others, without a number.
    `foot` are the two halves of its line in the foot: what it is and of which day. `columns` is how many its widest
    table has. `pictures` are those of its figures, by their paths.
    """

    id: str
    language: str
    titles: Mapping[str, Line]
    subtitle: Line
    sections: tuple[Section, ...]
    foot: tuple[str, str]
    columns: int
    mark: Mark
    lead: tuple[Section, ...] = ()
    pictures: Mapping[str, Picture] = field(default_factory=dict)


def staff_edition(library: Library, sheet: StaffSheet, asked: Selection, *, date: datetime.date) -> Resolved:
    """The edition in the looks asked for, still without an id, or what is wrong with what was asked.

    It is no patient's text that a clinician would sign, so there is no draft band and no review line; and nothing
    on it invites patients to call.
    """
    tag = sheet.language
    unknown = find("language", tag, library.wording)[1]
    if unknown:
        return Resolved(None, unknown)
    lead, uses = (tuple(Use(section.id, sheet.mark) for section in part) for part in (sheet.lead, sheet.sections))
    handout = Handout(sheet.id, sheet.titles, {tag: sheet.subtitle}, {}, (), lead, uses, "", sheet.mark)
    own = replace(
        library,
        settings=replace(library.settings, require_signed=False),
        handouts={sheet.id: handout},
        sections={(section.id, tag): section for section in (*sheet.lead, *sheet.sections)},
        pictures={**library.pictures, **sheet.pictures},
    )
    layout = _layout(library, asked, sheet.columns)
    requests, unknown = plan(own, replace(asked, handouts=(sheet.id,), languages=(tag,), layout=layout))
    if has_errors(unknown):
        return Resolved(None, unknown)
    resolved = resolve(own, requests[0], date=date, tool_version=product.version())
    if resolved.edition is None:
        return resolved
    return Resolved(_for_staff(resolved.edition, sheet.foot), resolved.findings)


def _layout(library: Library, asked: Selection, columns: int) -> str:
    """The usual layout of the workspace if a table has room in it, else the first that has."""
    roomy = [
        layout.id
        for layout in library.layouts.values()
        if layout.share == "full" and layout.columns == 1 and layout.show == "all" and not layout.pages
        and not layout.bilingual and layout.table_columns >= columns
    ]  # fmt: skip
    usual = (asked.layout, library.settings.layout, *sorted(roomy))
    return next((name for name in usual if name in roomy), library.settings.layout)


def _for_staff(edition: Edition, foot: tuple[str, str]) -> Edition:
    """The edition without what is meant for patients, and with its foot where the review stands."""
    names = {name: text for name, text in edition.slots.items() if name in ("clinic.name", "clinic.short_name")}
    brand = replace(edition.brand, qr_url="", address=(), values=names)
    wording = {**edition.wording, "draft": foot[0], "not_checked": foot[1]}
    return replace(edition, id="", notices=(), brand=brand, slots=names, wording=wording)
