"""The desk's pages as HTML: templates filled in with the words of the staff's language."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from handouts.desk import words
from handouts.desk.icons import icon
from handouts.desk.keys import COOKIE, Keys
from handouts.language import autonym, direction

UI_COOKIE = "handouts_language"
_YEAR = 365 * 24 * 3600
# What staff call the code systems.
SYSTEMS = {"icd10": "ICD-10", "snomed": "SNOMED CT", "rxnorm": "RxNorm", "loinc": "LOINC"}


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates; whatever is put into them is escaped, and what is not there is an error."""
    made = Environment(
        loader=PackageLoader("handouts.desk"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.globals |= {"icon": icon, "systems": SYSTEMS, "stamp": _stamp(), "nav": (), "clinic": "", "problems": ()}
    return made


def _stamp() -> str:
    """A mark of the present style sheet and script, so that a browser never mixes two versions."""
    folder = files("handouts.desk").joinpath("static")
    digest = hashlib.sha256()
    for name in ("desk.css", "desk.js", "work.js"):
        with folder.joinpath(name).open("rb") as file:
            digest.update(file.read())
    return digest.hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at a page: the language of the page, and the browser's random name with its token."""

    tag: str
    visitor: str = field(repr=False)
    token: str = field(repr=False)

    def say(self, key: str, **values: object) -> str:
        """The desk's words in this language."""
        return words.said(self.tag, key, **values)


def reader_of(request: Request, keys: Keys) -> Reader:
    """The reader, by what the browser sends; a new one gets a name with the answer."""
    chosen = request.cookies.get(UI_COOKIE, "")
    tag = chosen if chosen in words.languages() else words.closest(request.headers.get("accept-language", ""))
    visitor = keys.visitor(request.cookies.get(COOKIE, ""))
    return Reader(tag, visitor, keys.token(visitor))


def fragment(reader: Reader, template: str, **facts: Any) -> str:
    """A template filled in for this reader."""
    base = {
        "t": reader.say, "ui": reader.tag, "ui_dir": direction(reader.tag), "token": reader.token, "here": "/",
        "ui_languages": [(tag, autonym(tag)) for tag in words.languages()],
    }  # fmt: skip
    return environment().get_template(template).render({**base, **facts})


def page(
    request: Request,
    reader: Reader,
    template: str,
    facts: Mapping[str, Any],
    *,
    status: int = 200,
    secure: bool = False,
) -> HTMLResponse:
    """A whole page; the browser gets its name if it has none."""
    here = request.url.path if request.method == "GET" else "/"
    response = HTMLResponse(fragment(reader, template, **{"here": here, **facts}), status)
    if request.cookies.get(COOKIE) != reader.visitor:
        set_cookie(response, COOKIE, reader.visitor, secure=secure)
    return response


def set_cookie(response: Any, name: str, value: str, *, secure: bool, age: int | None = None) -> None:
    """A cookie for this server alone, which no script reads; for as long as the browser runs, unless told otherwise."""
    response.set_cookie(name, value, max_age=age, path="/", httponly=True, samesite="lax", secure=secure)


def keep_language(response: Any, tag: str, *, secure: bool) -> None:
    """Remember the language of the page for a year."""
    if tag in words.languages():
        set_cookie(response, UI_COOKIE, tag, secure=secure, age=_YEAR)
