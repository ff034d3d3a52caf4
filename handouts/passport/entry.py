"""One line of the ledger: an edition that was given out, and all that is needed to make it again. Nothing personal."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import field
from typing import Any, get_args

from handouts import product
from handouts.build import BuildRecord
from handouts.edition import BuildRequest, Edition, ReviewState, ReviewStatus
from handouts.library import Library
from handouts.passport.inputs import cited, input_files, section_digests
from handouts.records import dataclass


@dataclass(frozen=True, slots=True)
class Head:
    """The newest git commit of the workspace: its id, and the digests of its files by path; empty without git."""

    commit: str = ""
    files: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """An edition as it was given out.

    `date` is the day it was made for, `written` the day the line was added (`--date` makes them differ). `sections`
    are digests by `section@language`, `files` those of all files it was made of, by path; `libraries` are versions.
    `clean` when `commit` holds every one of the files in this form.
    """

    edition: str
    request: BuildRequest
    title: str
    english_title: str
    date: datetime.date
    written: datetime.date
    sha256: str
    pages: int
    review: ReviewState
    sections: Mapping[str, str]
    references: tuple[str, ...]
    files: Mapping[str, str] = field(repr=False)
    version: str
    libraries: Mapping[str, str] = field(repr=False)
    commit: str
    clean: bool

    def as_json(self) -> dict[str, object]:
        """The entry as plain data, in the order of the line."""
        asked, review = self.request, self.review
        return {
            "edition": self.edition, "handout": asked.handout, "title": self.title,
            "english_title": self.english_title, "languages": list(asked.languages), "brand": asked.brand,
            "layout": asked.layout, "profile": asked.profile, "paper": asked.paper, "mono": asked.mono,
            "draft": asked.draft, "plain": asked.plain, "banner": asked.banner,
            "date": self.date.isoformat(), "written": self.written.isoformat(),
            "sha256": self.sha256, "pages": self.pages, "review": review.status,
            "last_checked": _text(review.last_checked), "next_check": _text(review.next_check),
            "sections": dict(self.sections), "references": list(self.references), "files": dict(self.files),
            "version": self.version, "libraries": dict(self.libraries), "commit": self.commit, "clean": self.clean,
        }  # fmt: skip


def entry_of(
    library: Library, edition: Edition, record: BuildRecord, *, written: datetime.date, head: Head | None
) -> Entry:
    """What the ledger says of a finished document."""
    head = head or Head()
    files = input_files(library, edition)
    return Entry(
        edition=edition.id,
        request=edition.request,
        title=edition.title.plain,
        english_title=edition.english_title,
        date=edition.date,
        written=written,
        sha256=record.sha256,
        pages=record.pages,
        review=edition.review,
        sections=section_digests(library, edition),
        references=cited(library, edition),
        files=files,
        version=record.version,
        libraries=product.libraries(),
        commit=head.commit,
        clean=bool(head.commit) and all(head.files.get(path) == digest for path, digest in files.items()),
    )


def entry_from(data: Mapping[str, Any]) -> Entry:
    """The entry that a line holds. Raises KeyError, TypeError or ValueError when the line lacks or spoils something.

    What only says how the edition was made (`files`, `libraries`, `commit`) may be absent: such an edition can
    still be recalled.
    """
    asked = BuildRequest(
        handout=_str(data["handout"]),
        languages=_strings(data["languages"]),
        brand=_str(data["brand"]),
        layout=_str(data["layout"]),
        profile=_str(data["profile"]),
        paper=_str(data["paper"]),
        mono=bool(data.get("mono", False)),
        draft=bool(data.get("draft", False)),
        plain=bool(data.get("plain", False)),
        banner=bool(data.get("banner", True)),
    )
    status = data["review"]
    if status not in get_args(ReviewStatus):
        raise ValueError("review")
    day = datetime.date.fromisoformat(_str(data["date"]))
    return Entry(
        edition=_str(data["edition"]),
        request=asked,
        title=_str(data.get("title", "")),
        english_title=_str(data.get("english_title", "")),
        date=day,
        written=_day(data.get("written")) or day,
        sha256=_str(data.get("sha256", "")),
        pages=int(data.get("pages", 0)),
        review=ReviewState(status, _day(data.get("last_checked")), _day(data.get("next_check"))),
        sections=_texts(data["sections"]),
        references=_strings(data.get("references", [])),
        files=_texts(data.get("files", {})),
        version=_str(data.get("version", "")),
        libraries=_texts(data.get("libraries", {})),
        commit=_str(data.get("commit", "")),
        clean=bool(data.get("clean", False)),
    )


def _text(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""


def _day(value: Any) -> datetime.date | None:
    return datetime.date.fromisoformat(_str(value)) if value else None


def _str(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value


def _strings(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(type(value).__name__)
    return tuple(_str(item) for item in value)


def _texts(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise TypeError(type(value).__name__)
    return {_str(key): _str(item) for key, item in value.items()}
