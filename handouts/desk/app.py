"""The desk as a web application: which address shows what. `create_app` is all that the server and the tests need."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from handouts.desk import pages, texts, work
from handouts.desk.catalog import Catalog
from handouts.desk.current import Current
from handouts.desk.guard import App, Doors, Guard, Receive, Scope, Send
from handouts.desk.keys import PASS, Keys
from handouts.desk.workers import WorkerError, Workers
from handouts.diagnostics import Diagnostic, Severity, crash_places
from handouts.library import Library
from handouts.source.store import Store

_NAMES = {
    400: "not_found", 403: "forbidden", 404: "not_found", 405: "method", 408: "slow", 413: "too_large",
    414: "too_large", 421: "host", 422: "content", 500: "crashed", 503: "busy",
}  # fmt: skip
BROKEN = "broken"  # the detail of an error that broken content is to blame for
# What may be had without a pass: the door itself, and what its page is made of.
_OPEN = ("/enter", "/static/", "/language")


@dataclass(frozen=True, slots=True)
class Plan:
    """How a desk is set up.

    `kept` is the folder of derived work, `ledger` the file that editions are recorded in; None for none. `seconds`
    is how long one document may take, `idle` after how many seconds a form empties itself. `edit` lets content be
    changed. `secure` marks cookies for TLS, where a proxy gives that. `complain` is told of our own crashes.
    """

    root: Path
    doors: Doors
    today: Callable[[], datetime.date]
    kept: Path | None = None
    ledger: Path | None = None
    jobs: int = 2
    seconds: float = 30.0
    idle: int = 600
    edit: bool = False
    secure: bool = False
    complain: Callable[[str], None] = lambda _: None
    keys: Keys = field(default_factory=Keys)


class Desk:
    """What all pages share: the workspace as it is now, the workers, and the keys."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.keys = plan.keys
        setup = work.Setup(plan.root, plan.kept, plan.ledger)
        self.workers = Workers(work.make, setup, plan.jobs, plan.seconds)
        self.owners = Workers(texts.make, setup, 1, plan.seconds)  # started when somebody first opens their pages
        self._current = Current(plan.root, Store.at(plan.kept) if plan.kept is not None else None)
        self._lock = anyio.Lock()
        self._catalog: Catalog | None = None

    async def library(self) -> tuple[Library | None, tuple[Diagnostic, ...]]:
        """The library as the files are now, or None; with what is wrong."""
        async with self._lock:
            return await anyio.to_thread.run_sync(self._current.read)

    async def catalog(self) -> tuple[Catalog | None, tuple[Diagnostic, ...]]:
        """What can be chosen, and the errors that stop all printing."""
        library, findings = await self.library()
        errors = tuple(finding for finding in findings if finding.severity is Severity.ERROR)
        if library is None:
            return None, errors
        today = self.plan.today()
        if self._catalog is None or self._catalog.library is not library or self._catalog.date != today:
            self._catalog = Catalog(library, today)
        return self._catalog, errors

    def reader(self, request: Request) -> pages.Reader:
        """Who asks."""
        return pages.reader_of(request, self.keys)

    def page(self, request: Request, template: str, *, status: int = 200, **facts: Any) -> Response:
        """A page for who asks."""
        reader = facts.pop("reader", None) or self.reader(request)
        catalog = self._catalog
        brand = catalog.library.brands.get(catalog.library.settings.brand) if catalog is not None else None
        nav = self._nav(reader, request.url.path)
        facts = {"clinic": brand.name if brand is not None else "", "nav": nav, **facts}
        return pages.page(request, reader, template, facts, status=status, secure=self.plan.secure)

    def wrong(self, request: Request, name: str, status: int, findings: tuple[Diagnostic, ...] = ()) -> Response:
        """A page that says what went wrong in plain words."""
        return self.page(request, "error.html", status=status, name=name, findings=findings)

    def checked(self, request: Request, token: str) -> pages.Reader:
        """Who asks, if one of our own forms did. Raises HTTPException (403)."""
        reader = self.reader(request)
        if not self.keys.is_ours(reader.visitor, token):
            raise HTTPException(403)
        return reader

    def _nav(self, reader: pages.Reader, here: str) -> list[dict[str, Any]]:
        from handouts.desk.entries import navigation

        return navigation(self.plan, reader, here)


def create_app(plan: Plan) -> App:
    """The whole desk as an ASGI application, behind its guard."""
    from handouts.desk import entries, owners, records

    desk = Desk(plan)
    doors = replace(plan.doors, larger={**(owners.LARGER if plan.edit else {}), **plan.doors.larger})

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await anyio.to_thread.run_sync(desk.workers.start)
        try:
            yield
        finally:
            desk.workers.stop()
            desk.owners.stop()

    async def failed(request: Request, problem: Exception) -> Response:
        status = problem.status_code if isinstance(problem, HTTPException) else 500
        broken = isinstance(problem, HTTPException) and problem.detail == BROKEN
        return desk.wrong(request, "content" if broken else _NAMES.get(status, "not_found"), status)

    async def stopped(request: Request, problem: Exception) -> Response:
        assert isinstance(problem, WorkerError)
        return desk.wrong(request, problem.reason, 503 if problem.reason == "busy" else 500)

    app = Starlette(
        routes=[
            *entries.routes(desk),
            *records.routes(desk),
            *owners.routes(desk),
            Route("/static/icon.svg", _icon, methods=["GET"]),
            Route("/static/{script}.ttf", _font, methods=["GET"]),
            Mount("/static", StaticFiles(packages=[("handouts.desk", "static")])),
        ],
        exception_handlers={HTTPException: failed, WorkerError: stopped, 500: failed},
        lifespan=lifespan,
    )
    app.state.desk = desk

    def refuse(status: int) -> App:
        async def refused(scope: Scope, receive: Receive, send: Send) -> None:
            request = Request(scope, receive)
            await desk.wrong(request, _NAMES.get(status, "not_found"), status)(scope, receive, send)

        return refused

    async def behind_door(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith(_OPEN):
            request = Request(scope, receive)
            if not desk.keys.may_enter(request.cookies.get(PASS, "")):
                await desk.wrong(request, "locked", 403)(scope, receive, send)
                return
        try:
            await app(scope, receive, send)
        except Exception as problem:  # noqa: BLE001  # the page has said it; a server's log of it could hold values
            plan.complain(crash_places(problem))

    return Guard(behind_door, doors, refuse)


async def _icon(_request: Request) -> Response:
    from handouts.desk.icons import file

    return Response(file(), media_type="image/svg+xml")


async def _font(request: Request) -> Response:
    from handouts.typeset.fontfolders import screen_font

    data = screen_font(request.path_params["script"])
    if data is None:
        raise HTTPException(404)
    return Response(data, media_type="font/ttf", headers={"cache-control": "public, max-age=86400"})


def back_to(address: str) -> Response:
    """On to another page of ours; nowhere else, whatever is asked."""
    ours = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return RedirectResponse(address if ours else "/", 303)
