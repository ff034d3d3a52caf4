"""The doors for health records: Infobutton questions and FHIR searches, answered from the shelf of today."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar
from urllib.parse import quote

import anyio
import anyio.to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from handouts.desk.app import BROKEN, Desk
from handouts.desk.catalog import Catalog
from handouts.desk.work import File, Order, Wish
from handouts.ehr import answers, feed, fhir, fhirsearch
from handouts.ehr.infobutton import Question, Refusal, parse
from handouts.ehr.shelf import Link, Shelf
from handouts.language import autonym

T = TypeVar("T")


def routes(desk: Desk) -> list[BaseRoute]:
    """The addresses that health records ask."""
    doors = _Doors(desk)
    return [
        Route("/infobutton", doors.infobutton, methods=["GET"]),
        Route("/fhir/DocumentReference", doors.search, methods=["GET"]),
        Route("/fhir/DocumentReference/{id}", doors.read, methods=["GET"]),
    ]


class _Doors:
    """Everything here is asked by other programs, or by a link in one: nothing is changed, nobody is remembered."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = anyio.Lock()  # a shelf is for one thread at a time
        self._shelf: Shelf | None = None

    async def infobutton(self, request: Request) -> Response:
        """A question about a code, answered as the record wants it: a page, a feed, JSON."""
        question = parse(request.query_params.multi_items(), accept=request.headers.get("accept", ""))
        if isinstance(question, Refusal):
            return self._refused(request, question)
        shelf, catalog = await self._today()
        link = _links(self._base(request))
        answer = await self._quietly(lambda: answers.answer(shelf, question))
        if question.form == "atom":
            data = await self._quietly(lambda: feed.atom(shelf, answer, link))
            return Response(data, media_type="application/atom+xml; charset=utf-8")
        if question.form == "json":
            data = await self._quietly(lambda: feed.as_json(shelf, answer, link))
            return Response(data, media_type="application/json")
        return self._page(request, catalog, question, answer)

    async def search(self, request: Request) -> Response:
        """A FHIR search: a Bundle of DocumentReference."""
        search = fhirsearch.parse_search(request.query_params.multi_items())
        if isinstance(search, Refusal):
            return _fhir(fhirsearch.refused(search), search.status)
        shelf, _ = await self._today()
        base = self._base(request)
        return _fhir(await self._quietly(lambda: fhirsearch.bundle(shelf, search, _links(base), f"{base}/fhir")))

    async def read(self, request: Request) -> Response:
        """One DocumentReference, with facts about the PDF itself; `_data=true` brings the PDF inside."""
        shelf, _ = await self._today()
        name, inside = request.path_params["id"], request.query_params.get("_data") == "true"
        edition = await self._quietly(lambda: fhirsearch.find_document(shelf, name))
        if edition is None:
            return _fhir(fhirsearch.not_found(), 404)
        handout, language = edition.request.handout, edition.language
        wish = Wish(handout, (language,), brand=edition.request.brand)
        file: File = await self._desk.workers.ask("pdf", Order(wish, (), self._desk.plan.today()), near=wish.near)
        if not file.data:
            return _fhir(fhir.outcome("error", "exception", [str(finding) for finding in file.findings]), 422)
        url = _links(self._base(request))(handout, language, "pdf")
        told = fhir.described(edition, url="" if inside else url, pdf=file.data, inside=inside)
        return _fhir(fhir.document_reference(replace(told, edition=file.edition)))

    def _page(self, request: Request, catalog: Catalog, question: Question, answer: answers.Answer) -> Response:
        reader = self._desk.reader(request)
        rows = []
        for part, entries in (("entries", answer.entries), ("elsewhere", answer.elsewhere)):
            for entry in entries:
                choice = catalog.choice(entry.handout, entry.language)
                if choice is not None:
                    address = f"{quote(entry.handout, safe='')}/{quote(entry.language, safe='')}"
                    rows.append({"part": part, "card": catalog.card(entry.handout, reader.tag), "choice": choice,
                                 "title": entry.edition.title.plain, "address": address})  # fmt: skip
        told = [
            reader.say(f"notice_{notice.kind.replace('-', '_')}", languages=", ".join(map(autonym, notice.languages)))
            for notice in answer.notices
        ]
        asked = autonym(question.language) if question.language else ""
        return self._desk.page(request, "record.html", reader=reader, rows=rows, told=told, asked=asked)

    def _refused(self, request: Request, refusal: Refusal) -> Response:
        if refusal.form != "html":
            body = json.dumps(refusal.as_json(), ensure_ascii=False).encode()
            return Response(body, refusal.status, media_type="application/problem+json")
        return self._desk.page(request, "record.html", status=refusal.status, rows=[], told=[], asked="",
                               problems=refusal.problems)  # fmt: skip

    async def _today(self) -> tuple[Shelf, Catalog]:
        """The shelf of the library as it is now. Raises HTTPException (503) while content is broken."""
        catalog, broken = await self._desk.catalog()
        if catalog is None or broken:
            raise HTTPException(503, BROKEN)
        if self._shelf is None or self._shelf.library is not catalog.library or self._shelf.date != catalog.date:
            self._shelf = Shelf(catalog.library, catalog.date)
        return self._shelf, catalog

    async def _quietly(self, work: Callable[[], T]) -> T:
        """Work on the shelf without holding up anybody else."""
        async with self._lock:
            return await anyio.to_thread.run_sync(work)

    def _base(self, request: Request) -> str:
        """Our own address, as the one who asks knows it: its Host has been checked."""
        return f"{'https' if self._desk.plan.secure else 'http'}://{request.headers['host']}"


def _links(base: str) -> Link:
    def link(handout: str, language: str, form: str) -> str:
        return f"{base}/editions/{quote(handout, safe='')}/{quote(language, safe='')}.{form}"

    return link


def _fhir(resource: dict[str, object], status: int = 200) -> Response:
    return Response(fhir.as_bytes(resource), status, media_type=fhir.MEDIA_TYPE)
