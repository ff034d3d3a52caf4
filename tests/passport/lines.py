"""Entries and ledger lines for tests, made by hand."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from handouts.edition import BuildRequest, ReviewState
from handouts.passport.entry import Entry
from handouts.passport.ledger import line_for

DAY = datetime.date(2026, 1, 15)
REQUEST = BuildRequest("rls", ("en",), "test", "sheet", "standard-12", "letter")


def entry(**changes: Any) -> Entry:
    """An entry with everything in it; fields of the request may be changed by their names too."""
    made = Entry(
        edition="7k3mq-0xw2a", request=REQUEST, title="Restless legs", english_title="Restless legs", date=DAY,
        written=DAY, sha256="ab" * 32, pages=2,
        review=ReviewState("signed", datetime.date(2025, 6, 1), datetime.date(2028, 6, 1)),
        sections={"iron@en": "sha256:" + "1" * 64}, references=("allen2018",),
        files={"content/sections/iron/en.yaml": "1" * 64, "templates/brands/test.yaml": "2" * 64},
        version="0.1.0", libraries={"python": "3.11.7", "pillow": "13.0.0"}, commit="c" * 40, clean=True,
    )  # fmt: skip
    asked = {name: value for name, value in changes.items() if name in BuildRequest.__dataclass_fields__}
    rest = {name: value for name, value in changes.items() if name not in asked}
    return replace(made, request=replace(made.request, **asked), **rest)


def line_of(handout: str) -> Callable[[bytes], bytes]:
    """A line of several kilobytes, as real ones are."""
    files = {f"content/sections/section-{number}/en.yaml": f"{number:064x}" for number in range(60)}
    return line_for(entry(handout=handout, files=files))


def ledger(*entries: Entry) -> bytes:
    """A whole ledger."""
    data = b""
    last = b""
    for each in entries:
        last = line_for(each)(last)
        data += last + b"\n"
    return data
