"""What a finished file or an edition id is: by the file's own words, the ledger, and the present workspace."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from handouts import product
from handouts.diagnostics import Diagnostic, Mark, error, warning
from handouts.edition import BuildRequest
from handouts.library import Library
from handouts.passport.entry import Entry
from handouts.passport.standing import Standing, request_for, review_words, standing
from handouts.press.anatomy import Document, NotAPdf
from handouts.press.dissect import read
from handouts.resolving.identity import spelled


@dataclass(frozen=True, slots=True)
class Known:
    """What an edition can be held against: the ledger's entries and the workspace (None when it cannot be read)."""

    entries: Sequence[Entry]
    library: Library | None
    today: datetime.date


@dataclass(frozen=True, slots=True)
class Identity:
    """An edition, recognised. `made` are the days it was made on; `request` is None when nobody knows it.

    `file` is empty for an id alone. `same_bytes` says whether the file is byte for byte one that the ledger has;
    None where that cannot be asked: of a print edition, a patient's copy, an id.
    """

    edition: str
    title: str
    request: BuildRequest | None
    made: tuple[datetime.date, ...]
    entries: tuple[Entry, ...]
    standing: Standing
    file: str = ""
    print_edition: str = ""
    personal: bool = False
    same_bytes: bool | None = None

    def as_json(self) -> dict[str, object]:
        """The identity as plain data."""
        asked = self.request
        last = self.entries[-1] if self.entries else None
        return {
            "edition": self.edition, "file": self.file, "title": self.title,
            "handout": asked.handout if asked else "", "languages": list(asked.languages) if asked else [],
            "brand": asked.brand if asked else "", "layout": asked.layout if asked else "",
            "profile": asked.profile if asked else "", "paper": asked.paper if asked else "",
            "extras": list(asked.extras) if asked else [],
            "made": [day.isoformat() for day in self.made], "review": last.review.status if last else "",
            "version": last.version if last else "", "in_ledger": len(self.entries), "same_bytes": self.same_bytes,
            "print_edition": self.print_edition, "personal": self.personal, "state": self.standing.state,
            "now": self.standing.now, "differences": list(self.standing.differences),
        }  # fmt: skip


def identify_file(data: bytes, name: str, known: Known) -> tuple[Identity | None, tuple[Diagnostic, ...]]:
    """The edition that a PDF says it is; None, and why, for a damaged file and for one that is not ours."""
    try:
        document = read(data)
    except NotAPdf as problem:
        return None, (error("not-a-pdf", Mark(name), problem.message, problem.hint),)
    edition = _edition_in(document)
    if not edition:
        return None, (_foreign(document, name),)
    entries = tuple(entry for entry in known.entries if entry.edition == edition)
    personal = PurePath(name).stem.endswith("_personal")
    same = hashlib.sha256(data).hexdigest() in {entry.sha256 for entry in entries}
    asked, stands = _stands(known, edition, entries, _requests(document))
    identity = Identity(
        edition=edition,
        title=document.title,
        request=asked,
        made=_days(entries) or tuple(filter(None, [_created(document)])),
        entries=entries,
        standing=stands,
        file=name,
        print_edition=document.print_edition,
        personal=personal,
        same_bytes=None if document.print_edition or personal or not entries else same,
    )
    return identity, _contradictions(document, entries, name)


def is_ours(data: bytes) -> bool:
    """True for a PDF that we have made, of whichever edition."""
    try:
        return _edition_in(read(data)) != ""
    except NotAPdf:
        return False


def _edition_in(document: Document) -> str:
    """The edition that a file of ours says it is, empty for all other files."""
    return spelled(document.edition) if document.producer.startswith(f"{product.NAME} ") else ""


def identify_id(edition: str, known: Known) -> Identity | None:
    """The edition by its id: from the ledger, else among what the workspace makes today; None when nobody knows it."""
    entries = tuple(entry for entry in known.entries if entry.edition == edition)
    asked, stands = _stands(known, edition, entries, ())
    if asked is None:
        return None
    title = entries[-1].title if entries else ""
    if not title and known.library is not None:
        handout = known.library.handouts.get(asked.handout)
        title = handout.title[asked.languages[0]].plain if handout else ""
    return Identity(edition, title, asked, _days(entries), entries, stands)


def identity_lines(identity: Identity) -> list[str]:
    """The identity for a person."""
    asked, stands = identity.request, identity.standing
    lines = [identity.title or "untitled"]
    rows = [("edition", identity.edition)]
    if asked is not None:
        rows += [
            ("handout", asked.handout), ("language", "+".join(asked.languages)), ("brand", asked.brand),
            ("page", ", ".join((asked.layout, asked.profile, asked.paper, *asked.extras))),
        ]  # fmt: skip
    if identity.made:
        rows.append(("made on", ", ".join(day.isoformat() for day in identity.made)))
    if identity.entries:
        rows.append(("review then", review_words(identity.entries[-1].review)))
    rows.append(("ledger", _of_the_ledger(identity)))
    if identity.print_edition:
        rows.append(("file", f"a print edition ({identity.print_edition}) of this edition: for printing only"))
    if identity.personal:
        rows.append(("file", "one patient's copy; it is recorded nowhere"))
    lines += [f"  {name:<12}{text}" for name, text in rows]
    verdicts = {
        "current": "CURRENT: the workspace makes the same edition today.",
        "changed": f"NOT CURRENT: today the workspace makes edition {stands.now}.",
        "gone": "NOT CURRENT: the workspace cannot make it today.",
        "unknown": "Nobody knows whether it is current.",
    }
    return [*lines, verdicts[stands.state], *(f"  {reason}" for reason in stands.differences)]


def _of_the_ledger(identity: Identity) -> str:
    if not identity.entries:
        return "not in it"
    if identity.same_bytes is None:
        return "there"
    return "there, with these very bytes" if identity.same_bytes else "there, but not with these bytes: see --help"


def _stands(
    known: Known, edition: str, entries: Sequence[Entry], requests: Sequence[BuildRequest]
) -> tuple[BuildRequest | None, Standing]:
    """What was asked for, by the ledger, the file or a search, and how the edition stands."""
    if known.library is None:
        asked = entries[-1].request if entries else requests[0] if requests else None
        return asked, Standing("unknown", "", ("The workspace cannot be read.",))
    if entries:
        then = entries[-1]
        return then.request, standing(known.library, edition, then.request, date=known.today, then=then)
    tried = [(asked, standing(known.library, edition, asked, date=known.today, then=None)) for asked in requests]
    current = [pair for pair in tried if pair[1].state == "current"]
    if current or tried:
        return (current or tried)[0]
    found = request_for(known.library, edition, known.today)
    return found, Standing("current", edition) if found else Standing("unknown")


def _requests(document: Document) -> tuple[BuildRequest, ...]:
    """What the file says it was made for. It does not say whether it was a draft or had our banner: all are tried."""
    made = document.made_for
    if not made.handout or not made.languages:
        return ()
    looks = (made.brand, made.layout, made.profile, made.paper)
    return tuple(
        BuildRequest(made.handout, made.languages, *looks, mono=made.colour == "grey", draft=draft, plain=plain,
                     banner=banner)
        for plain in (False, True)
        for banner in (True, False)
        for draft in (False, True)
    )  # fmt: skip


def _foreign(document: Document, name: str) -> Diagnostic:
    if document.producer.startswith(f"{product.NAME} "):
        message = "This PDF was made by handouts, but it has lost what it said of itself, its edition id too."
        return error("not-ours", Mark(name), message, "Type the id that stands in the foot of its pages.")
    maker = f" It was made by {document.producer[:60]}." if document.producer else ""
    return error("not-ours", Mark(name), f"This PDF was not made by handouts.{maker}", "Ask who made it.")


def _contradictions(document: Document, entries: Sequence[Entry], name: str) -> tuple[Diagnostic, ...]:
    said, known = document.made_for.handout, {entry.request.handout for entry in entries}
    if not said or not known or said in known:
        return ()
    message = f"The file says that it is '{said}', but the ledger knows this edition as '{', '.join(sorted(known))}'."
    return (warning("not-as-recorded", Mark(name), message, "The file was changed after it was built. Do not use it."),)


def _days(entries: Sequence[Entry]) -> tuple[datetime.date, ...]:
    return tuple(sorted({entry.date for entry in entries}))


def _created(document: Document) -> datetime.date | None:
    """The day in a PDF date, `D:20260115...` (ISO 32000-1, 7.9.4)."""
    match = re.match(r"D:(\d{4})(\d\d)(\d\d)", document.created)
    try:
        return datetime.date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None
