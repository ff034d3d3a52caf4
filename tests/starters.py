"""The repository's own workspace, read once, and its documents, made once in a test run."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

from handouts.build import Built, build
from handouts.edition import BuildRequest, Edition
from handouts.library import Library
from handouts.resolving.plan import Selection, plan
from handouts.source.loading import load
from handouts.source.workspace import read

ROOT = Path(__file__).parents[1]
TODAY = datetime.date(2026, 1, 15)


def _names(folder: str) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in (ROOT / folder).glob("*.yaml")))


HANDOUTS = _names("content/handouts")
BRANDS = _names("templates/brands")
LANGUAGES = _names("templates/wording")

# What preflight rightly says of the starter: their letters are narrow, and lines come out a little too full.
_FULL_LINES = {"ar", "zh-Hans"}
# The pharmacy's font is narrow too: some lines of its lists of sources have 102 characters.
_FULL_SOURCES = {"example-pharmacy"}


def warned(brand: str, language: str = "en") -> set[str]:
    """The rules of preflight that warn of a starter handout."""
    narrow = {"preflight-long-lines"} if language in _FULL_LINES else set()
    return narrow | ({"preflight-line-length"} if brand in _FULL_SOURCES else set())


@cache
def starter() -> Library:
    """The starter; whatever is found wrong with it fails the test that asks first."""
    workspace, unread = read(ROOT)
    library, findings = load(workspace)
    assert library is not None
    assert (*unread, *findings) == ()
    return library


@cache
def request(handout: str, brand: str = "example-clinic", paper: str = "", *, mono: bool = False) -> BuildRequest:
    """One request, with the defaults that the command line would fill in."""
    wanted = Selection(handouts=(handout,), brands=(brand,), paper=paper, mono=mono)
    requests, findings = plan(starter(), wanted)
    assert findings == ()
    return requests[0]


@cache
def built(handout: str, brand: str = "example-clinic", paper: str = "", *, mono: bool = False) -> Built:
    """One document."""
    made = build(starter(), request(handout, brand, paper, mono=mono), date=TODAY)
    assert made.pdf is not None, made.findings
    return made


def pdf(handout: str, brand: str = "example-clinic", paper: str = "", *, mono: bool = False) -> bytes:
    """Its bytes."""
    made = built(handout, brand, paper, mono=mono)
    assert made.pdf is not None
    return made.pdf.data


@cache
def draft(handout: str, language: str, brand: str = "example-clinic", *, mono: bool = False) -> bytes:
    """One document in another language; safety sections that are stale stop a build, so drafts are asked for."""
    wanted = Selection(handouts=(handout,), languages=(language,), brands=(brand,), mono=mono, draft=True)
    requests, findings = plan(starter(), wanted)
    assert findings == ()
    made = build(starter(), requests[0], date=TODAY)
    assert made.pdf is not None, made.findings
    return made.pdf.data


def edition(handout: str, brand: str = "example-clinic") -> Edition:
    """The edition it was made from."""
    made = built(handout, brand)
    assert made.edition is not None
    return made.edition
