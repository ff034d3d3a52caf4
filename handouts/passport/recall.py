"""Which editions that were given out carry a section or rest on a source: what must come off the shelf."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from handouts.diagnostics import Diagnostic, error
from handouts.edition import BuildRequest
from handouts.library import Library
from handouts.names import did_you_mean
from handouts.passport.entry import Entry
from handouts.passport.ledger import editions
from handouts.passport.standing import edition_today

Text = Literal["present", "older", "deleted", ""]
_REFERENCE = "reference:"


@dataclass(frozen=True, slots=True)
class Target:
    """What is recalled: a section, in all languages or one, a source, or one edition; `name` is its id or key."""

    kind: Literal["section", "reference", "edition"]
    name: str
    language: str = ""

    def __str__(self) -> str:
        return {"section": self.name + (f"@{self.language}" if self.language else "")}.get(
            self.kind, f"{self.kind}:{self.name}"
        )

    def hits(self, entry: Entry) -> bool:
        """True when the edition carries it."""
        if self.kind == "edition":
            return entry.edition == self.name
        if self.kind == "reference":
            return self.name in entry.references
        return bool(self.digests(entry.sections))

    def digests(self, sections: Iterable[str]) -> tuple[str, ...]:
        """Those of the names `section@language` that it means."""
        found = (name.partition("@") for name in sections)
        return tuple(
            f"{section}@{tag}"
            for section, _, tag in found
            if section == self.name and self.language in ("", tag)
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recalled:
    """An edition to recall. `text` says how its form of the section stands to the present one; empty for sources.

    `now` is the edition that the workspace makes today of the same request, empty when it makes none.
    """

    edition: str
    request: BuildRequest
    title: str
    english_title: str
    made: tuple[datetime.date, ...]
    text: Text
    now: str

    @property
    def outdated(self) -> bool:
        """True when the section has another text today, or, without a section, when another edition is made today."""
        return self.text in ("older", "deleted") if self.text else self.now != self.edition

    @property
    def instead(self) -> str:
        """The edition to put in its place, empty when there is none yet."""
        return self.now if self.now != self.edition else ""

    def as_json(self) -> dict[str, object]:
        """The row as plain data."""
        asked = self.request
        return {
            "edition": self.edition, "handout": asked.handout, "title": self.title,
            "english_title": self.english_title, "languages": "+".join(asked.languages), "brand": asked.brand,
            "layout": asked.layout, "profile": asked.profile, "paper": asked.paper, "mono": asked.mono,
            "draft": asked.draft, "plain": asked.plain, "banner": asked.banner, "plan_first": asked.plan_first,
            "first_made": self.made[0].isoformat(), "last_made": self.made[-1].isoformat(),
            "days": len(self.made), "text": self.text, "now": self.now,
        }  # fmt: skip


def target_of(text: str, entries: Sequence[Entry], library: Library | None) -> tuple[Target, tuple[Diagnostic, ...]]:
    """What `iron`, `iron@vi` or `reference:allen2018` means; a name that neither ledger nor workspace has is told."""
    if text.startswith(_REFERENCE):
        target = Target("reference", text.removeprefix(_REFERENCE))
        known = {key for entry in entries for key in entry.references} | set(library.references if library else ())
        kind = "citation"
    else:
        name, _, language = text.partition("@")
        target = Target("section", name, language)
        written = {f"{section}@{tag}" for section, tag in (library.sections if library else ())}
        given = {each for entry in entries for each in entry.sections} | written
        known = {each.partition("@")[0] for each in given}
        kind = "section"
        if name in known and language and not target.digests(given):
            tags = {each.partition("@")[2] for each in target_languages(name, given)}
            message = f"The section '{name}' was never in the language '{language}'."
            return target, (error("unknown-language", None, message, did_you_mean(language, tags)),)
    if target.name in known:
        return target, ()
    message = f"There is no {'source' if kind == 'citation' else 'section'} '{target.name}', in the ledger or now."
    return target, (error(f"unknown-{kind}", None, message, did_you_mean(target.name, known)),)


def target_languages(name: str, given: Iterable[str]) -> tuple[str, ...]:
    """All `section@language` of one section."""
    return Target("section", name).digests(given)


def recall(
    target: Target, entries: Iterable[Entry], library: Library | None, *, since: datetime.date, today: datetime.date
) -> tuple[Recalled, ...]:
    """The editions made since a day that carry the target, by title, language, brand and day, then as recorded."""
    wanted = editions(entry for entry in entries if entry.date >= since and target.hits(entry))
    today_by_request: dict[BuildRequest, str] = {}
    rows = []
    for edition, made in wanted.items():
        asked = made[-1].request
        if asked not in today_by_request:
            today_by_request[asked] = _made_today(library, asked, today)
        rows.append(
            Recalled(
                edition=edition,
                request=asked,
                title=made[-1].title or asked.handout,
                english_title=made[-1].english_title or made[-1].title or asked.handout,
                made=tuple(sorted({entry.date for entry in made})),
                text=_text(target, made[-1], library),
                now=today_by_request[asked],
            )
        )
    return tuple(sorted(rows, key=_order))


def as_csv(rows: Iterable[Recalled]) -> str:
    """The rows as CSV (RFC 4180, but for the line ends of the terminal), with a line of names."""
    stream = io.StringIO()
    names = list(_EMPTY.as_json())
    writer = csv.DictWriter(stream, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(row.as_json() for row in rows)
    return stream.getvalue()


def recall_rows(rows: Sequence[Recalled]) -> list[tuple[str, ...]]:
    """The rows for a terminal, with their head."""
    head = ("EDITION", "MADE ON", "HANDOUT", "LANGUAGE", "BRAND", "PAGE", "TEXT", "TODAY")
    return [head, *map(_cells, rows)]


def _cells(row: Recalled) -> tuple[str, ...]:
    asked = row.request
    days = f"{row.made[0]}" if len(row.made) == 1 else f"{row.made[0]} to {row.made[-1]}"
    page = " ".join((asked.layout, asked.profile, asked.paper, *asked.extras))
    today = "the same" if row.now == row.edition else row.now or "none"
    return row.edition, days, asked.handout, "+".join(asked.languages), asked.brand, page, row.text or "-", today


def _order(row: Recalled) -> tuple[object, ...]:
    return row.english_title, row.request, row.made[-1]


def _made_today(library: Library | None, asked: BuildRequest, today: datetime.date) -> str:
    if library is None:
        return ""
    made = edition_today(library, asked, today).edition
    return made.id if made is not None else ""


def _text(target: Target, entry: Entry, library: Library | None) -> Text:
    """The worst of the section's forms in the edition: deleted, older, or the present one."""
    if target.kind != "section" or library is None:
        return ""
    found: set[Text] = set()
    for name in target.digests(entry.sections):
        section, _, tag = name.partition("@")
        present = library.sections.get((section, tag))
        found.add("deleted" if present is None else "present" if present.digest == entry.sections[name] else "older")
    return "deleted" if "deleted" in found else "older" if "older" in found else "present"


_EMPTY = Recalled("", BuildRequest("", (), "", "", "", ""), "", "", (datetime.date.min,), "", "")
