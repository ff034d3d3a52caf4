"""The status of the content as lines for a terminal: what is most urgent comes first, nothing wider than the window."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from handouts.content import Review
from handouts.edition import ReviewStatus
from handouts.governance.evidence import Source
from handouts.governance.since import LineChange, Since
from handouts.governance.status import HandoutStatus, Status, TextStatus
from handouts.resolving.translated import STATES

_MOST_LINES = 8
_MOST_SOURCES = 12
_HEADS: dict[ReviewStatus, tuple[str, str]] = {
    "changed": ("CHANGED since sign-off", "red"),
    "expired": ("EXPIRED", "red"),
    "never": ("NEVER signed", "yellow"),
    "due": ("DUE", "yellow"),
    "signed": ("SIGNED", "green"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line; `colour` is a terminal's, empty for the usual one."""

    text: str
    colour: str = ""


def status_lines(status: Status, width: int = 80) -> Iterator[Told]:
    """The whole report, in lines of at most `width` characters where words allow it."""
    yield Told(f"Sign-offs on {status.date}, {', '.join(status.languages)}")
    for group in _HEADS:
        texts = [text for text in status.texts if _group(status, text) == group]
        if texts:
            head, colour = _HEADS[group]
            until = f" by {status.until}" if group == "due" else ""
            yield Told("")
            yield Told(f"{head}{until}: {len(texts)}", colour)
            yield from (Told(line) for line in _texts(status, group, texts, width))
    if status.no_history:
        yield Told("")
        yield from _wrapped(f"What has changed is not shown: {status.no_history}", "", width)
    for block in (_handouts(status), _translations(status), _sources(status, width)):
        lines = list(block)
        if lines:
            yield Told("")
            yield from lines


def _group(status: Status, text: TextStatus) -> ReviewStatus:
    """The group of a text; what is due is decided by the months asked for."""
    if text.review.status not in ("due", "signed"):
        return text.review.status
    return "due" if status.due(text) else "signed"


def _texts(status: Status, group: ReviewStatus, texts: Sequence[TextStatus], width: int) -> Iterator[str]:
    plain = [text for text in texts if group == "never" and not text.reviews]
    for text in texts:
        if text not in plain:
            yield from _text(status, group, text, width)
    if plain:
        yield from _fill(", ".join(_name(status, text) for text in plain), "  ", width)


def _text(status: Status, group: ReviewStatus, text: TextStatus, width: int) -> Iterator[str]:
    review = text.review
    name = _name(status, text)
    if group == "signed":
        yield f"  {name}  next check {review.next_check}"
        return
    yield _cut(f"  {name}  {text.section.title.plain}", width)
    if group in ("due", "expired") and review.next_check:
        yield f"    next check {review.next_check}, {_from(review.next_check, status.date)}"
    if review.lacking:
        yield from _fill(review.lacking, "    ", width)
    owner = f"; owner: {text.owner}" if text.owner else ""
    shown = [text.signed] if text.signed and group != "never" else list(text.reviews)
    yield from _fill(f"signed {', '.join(_by(record) for record in shown)}{owner}", "    ", width)
    if text.since is not None:
        yield from _since(text.since, text.section.mark.path, width)


def _name(status: Status, text: TextStatus) -> str:
    return text.section.id if len(status.languages) == 1 else f"{text.section.id} ({text.section.language})"


def _by(review: Review) -> str:
    return f"{review.date} by {review.by} ({review.role})"


def _from(day: datetime.date, today: datetime.date) -> str:
    """How far a day is: in days up to three months, then in months."""
    days = (day - today).days
    if days == 0:
        return "today"
    count = (
        f"{abs(days)} day{'' if abs(days) == 1 else 's'}" if abs(days) <= 92 else f"{round(abs(days) / 30.4)} months"
    )
    return f"in {count}" if days > 0 else f"{count} ago"


def _since(since: Since, path: str, width: int) -> Iterator[str]:
    if since.unknown:
        yield from _fill(f"The text differs; {since.unknown}.", "    ", width)
        return
    when = f" on {since.day}, commit {since.commit[:10]}" if since.day else ", not committed yet"
    yield f"    changed{when}:"
    for change in since.lines[:_MOST_LINES]:
        yield _cut(f"    {path}{f':{change.line}' if change.line else ''}  {change.where}", width)
        yield from (f"      {line}" for line in excerpt(change, width - 6))
    if len(since.lines) > _MOST_LINES:
        yield f"    and {len(since.lines) - _MOST_LINES} more lines"
    yield from (f"    the picture {name}" for name in since.pictures)


def excerpt(change: LineChange, width: int) -> list[str]:
    """The old and the new line, `-` and `+` before them, cut so that what differs is seen in one width."""
    before, after, room = change.before, change.after, width - 2
    same = 0
    for one, other in zip(before, after, strict=False):
        if one != other:
            break
        same += 1
    start = max(0, same - room // 3) if max(len(before), len(after)) > room else 0
    shown = [(sign, _window(line, start, room)) for sign, line in (("-", before), ("+", after)) if line]
    return [f"{sign} {line}" for sign, line in shown]


def _window(line: str, start: int, room: int) -> str:
    part = line[start:]
    if start:
        part = f"…{part[1:]}"
    return part if len(part) <= room else f"{part[: room - 1]}…"


def _handouts(status: Status) -> Iterator[Told]:
    if not status.handouts:
        return
    yield Told("HANDOUTS")
    rows = [(handout.handout, handout.language, handout.status, _facts(handout)) for handout in status.handouts]
    yield from (Told(f"  {line}") for line in _columns(rows))


def _facts(handout: HandoutStatus) -> str:
    if handout.unsigned:
        return f"{handout.unsigned} of {handout.sections} sections not signed"
    return f"next check {handout.next_check}" if handout.next_check else ""


def _translations(status: Status) -> Iterator[Told]:
    if not status.translations:
        return
    yield Told("TRANSLATIONS")
    rows = [("", *STATES)]
    rows += [(tag, *(str(counts[state]) for state in STATES)) for tag, counts in status.translations.items()]
    yield from (Told(f"  {line}") for line in _columns(rows))


def _sources(status: Status, width: int) -> Iterator[Told]:
    if not status.sources:
        return
    late = [source for source in status.sources if source.late(status.date)]
    cited = [source for source in status.sources if source.cited_in]
    looked = [source.reference.checked for source in cited if source.reference.checked]
    oldest = f", the oldest last looked at on {min(looked)}" if looked else ""
    yield Told("SOURCES")
    yield from _wrapped(f"{len(status.sources)} sources, {len(cited)} cited{oldest}", "  ", width)
    if late:
        yield Told(f"  not looked at for too long: {len(late)}", "yellow")
        yield from (Told(_cut(f"    {_late(source)}", width)) for source in late[:_MOST_SOURCES])
        if len(late) > _MOST_SOURCES:
            yield Told(f"    and {len(late) - _MOST_SOURCES} more")
    for source in status.sources:
        newer = source.reference.superseded_by
        if newer and source.cited_in:
            where = ", ".join(source.cited_in)
            yield from _wrapped(
                f"{source.reference.key} is superseded by {newer} and cited in: {where}", "  ", width, "red"
            )
    unused = [source.reference.key for source in status.sources if source.unused]
    if unused:
        yield from _wrapped(f"cited by no section: {', '.join(unused)}", "  ", width)


def _late(source: Source) -> str:
    return f"{source.reference.key}  {source.reference.checked or 'no date'}  cited in {', '.join(source.cited_in)}"


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return ["  ".join(cell.ljust(wide) for cell, wide in zip(row, widths, strict=True)).rstrip() for row in rows]


def _wrapped(text: str, indent: str, width: int, colour: str = "") -> Iterable[Told]:
    return (Told(line, colour) for line in _fill(text, indent, width))


def _fill(text: str, indent: str, width: int) -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"
