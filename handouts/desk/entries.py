"""Everything that a patient's sheet needs: choosing, personalising, looking, printing; and the doors for devices."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from handouts.desk import forms, pages
from handouts.desk.app import Desk, Plan, back_to
from handouts.desk.catalog import Card, Catalog, Choice
from handouts.desk.keys import PASS
from handouts.desk.work import SIZES, File, Look, Order
from handouts.diagnostics import Diagnostic, Severity
from handouts.language import direction
from handouts.looks import PAPERS
from handouts.resolving.plan import Selection, plan

RECENT = "handouts_recent"  # the ids of the last handouts chosen, nothing of anybody
_MOST_RECENT = 5
_MONTH = 31 * 24 * 3600
BADGES = ("signed", "due", "draft", "machine", "changed", "expired", "stale", "blocked", "missing")

Handler = Callable[[Request], Awaitable[Response]]


def routes(desk: Desk) -> list[BaseRoute]:
    """All addresses of the desk."""
    front = _Front(desk)
    return [
        Route("/", front.picker, methods=["GET", "POST"]),
        Route("/search", front.search, methods=["POST"]),
        Route("/language", front.language, methods=["GET"]),
        Route("/h/{handout}/{language}", front.sheet, methods=["GET"]),
        Route("/h/{handout}/{language}/look", front.look, methods=["POST"]),
        Route("/h/{handout}/{language}/page", front.page, methods=["POST"]),
        Route("/h/{handout}/{language}/pdf", front.pdf, methods=["POST"]),
        Route("/h/{handout}/{language}/html", front.html, methods=["POST"]),
        Route("/h/{handout}/{language}/{form}", front.again, methods=["GET"]),
        Route("/editions/{handout}/{name}", front.edition, methods=["GET"]),
        Route("/enter", front.enter, methods=["GET"]),
        Route("/devices", front.devices, methods=["GET", "POST"]),
    ]


def navigation(setup: Plan, reader: pages.Reader, here: str) -> list[dict[str, Any]]:
    """The pages that a reader can go to from everywhere."""
    items = [("/texts", reader.say("work_nav"))]
    if setup.keys.locked:
        items.append(("/devices", reader.say("devices")))
    return [{"href": href, "text": text, "here": here.startswith(href)} for href, text in items]


class _Front:
    """The pages for staff."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def picker(self, request: Request) -> Response:
        """The list of handouts, with a search: sent in the body, since staff may type a name by mistake."""
        facts = await self._results(request, *await _searched(request))
        catalog: Catalog | None = facts.pop("catalog")
        languages = [_spoken(tag) for tag in catalog.languages] if catalog is not None else []
        return self._desk.page(request, "picker.html", languages=languages, badges=BADGES, **facts)

    async def search(self, request: Request) -> Response:
        """The list alone, while somebody types. It changes nothing, so that a page that is too old may ask too."""
        facts = await self._results(request, *await _searched(request))
        facts.pop("catalog")
        return Response(pages.fragment(facts.pop("reader"), "results.html", **facts), media_type="text/html")

    async def _results(self, request: Request, query: str, wanted: str) -> dict[str, Any]:
        reader = self._desk.reader(request)
        catalog, broken = await self._desk.catalog()
        if catalog is None or broken:
            return {"reader": reader, "catalog": None, "cards": (), "broken": broken, "query": query, "wanted": "",
                    "recent": ()}  # fmt: skip
        wanted = wanted if wanted in catalog.languages else ""
        cards = catalog.search(query, reader.tag, wanted)
        recent = request.cookies.get(RECENT, "").split(",") if not query.strip() else []
        ordered = sorted(cards, key=lambda card: recent.index(card.handout) if card.handout in recent else len(recent))
        return {
            "reader": reader, "catalog": catalog, "cards": ordered, "broken": (), "query": query, "wanted": wanted,
            "recent": recent,
        }  # fmt: skip

    async def language(self, request: Request) -> Response:
        """Another language for the page itself."""
        response = back_to(request.query_params.get("back", "/"))
        pages.keep_language(response, request.query_params.get("ui", ""), secure=self._desk.plan.secure)
        return response

    async def sheet(self, request: Request) -> Response:
        """One handout in one language: the form, and beside it how it will look."""
        catalog, card, choice = await self._chosen(request)
        reader = self._desk.reader(request)
        library, name, tag = catalog.library, card.handout, choice.language
        (usual,), _ = plan(library, Selection((name,), (tag,)))
        others = [other for other in card.choices if other.ready and other.language != tag]
        response = self._desk.page(
            request, "sheet.html", reader=reader, card=card, choice=choice, base=_address(name, tag), usual=usual,
            fields=forms.fields(library, name, tag, reader.tag, reader.say), idle=self._desk.plan.idle, others=others,
            brands=[{"id": brand.id, "title": brand.name} for brand in library.brands.values()],
            layouts=[
                {"id": one.id, "title": one.title, "profiles": one.profiles, "papers": one.papers, "two": one.bilingual}
                for one in library.layouts.values()
                if one.id in (library.handouts[name].layouts or library.layouts)
            ],
            profiles=[{"id": one.id, "title": one.title} for one in library.profiles.values()],
            papers=[{"id": paper, "title": reader.say(f"paper_{paper}")} for paper in PAPERS],
        )  # fmt: skip
        kept = _remembered(request.cookies.get(RECENT, ""), name)
        pages.set_cookie(response, RECENT, kept, secure=self._desk.plan.secure, age=_MONTH)
        return response

    async def again(self, request: Request) -> Response:
        """The address of a form's answer, asked for without the form."""
        return back_to(_address(request.path_params["handout"], request.path_params["language"]))

    async def look(self, request: Request) -> Response:
        """The first page's picture, with what is wrong, as JSON for the page's script."""
        order, _, given = await self._order(request)
        answer: Look = await self._desk.workers.ask(
            "look", order, _number(given.get("number", "1")), _size(given), near=order.wish.near
        )
        shown = [finding for finding in answer.findings if finding.severity is not Severity.NOTE or not answer.pages]
        return JSONResponse(
            {
                "pages": answer.pages, "number": answer.number, "edition": answer.edition,
                "picture": base64.b64encode(answer.picture).decode("ascii"),
                "findings": [_told(finding) for finding in shown],
            }
        )  # fmt: skip

    async def page(self, request: Request) -> Response:
        """The picture of one more page."""
        order, _, given = await self._order(request)
        answer: Look = await self._desk.workers.ask(
            "look", order, _number(given.get("number", "1")), _size(given), near=order.wish.near
        )
        if not answer.picture:
            raise HTTPException(422)
        return Response(answer.picture, media_type="image/png")

    async def pdf(self, request: Request) -> Response:
        """The finished PDF, to print or to keep."""
        order, _, given = await self._order(request)
        save = given.get("do") == "save"
        file: File = await self._desk.workers.ask("pdf", order, not save, near=order.wish.near)
        return self._file(request, file, "application/pdf", save=save)

    async def html(self, request: Request) -> Response:
        """The same as one HTML file, to keep or to send."""
        order, _, _ = await self._order(request)
        file: File = await self._desk.workers.ask("html", order, near=order.wish.near)
        return self._file(request, file, "text/html; charset=utf-8", save=True)

    async def edition(self, request: Request) -> Response:
        """The sheet for everybody, for programs that link to it: `/editions/{handout}/{language}.pdf` or `.html`."""
        language, _, form = request.path_params["name"].rpartition(".")
        if form not in ("pdf", "html"):
            raise HTTPException(404)
        await self._find(request.path_params["handout"], language)
        given = dict(request.query_params)
        order = Order(forms.wish(request.path_params["handout"], language, given), (), self._desk.plan.today())
        file: File = await self._desk.workers.ask(form, order, near=order.wish.near)
        return self._file(request, file, "application/pdf" if form == "pdf" else "text/html; charset=utf-8", save=False)

    async def enter(self, request: Request) -> Response:
        """Let a device in by its one-time link."""
        given = self._desk.keys.enter(request.query_params.get("key", ""))
        if given is None:
            return self._desk.wrong(request, "locked", 403)
        response = back_to("/")
        pages.set_cookie(response, PASS, given, secure=self._desk.plan.secure)
        return response

    async def devices(self, request: Request) -> Response:
        """Make a link for one more device; only who is in can do that."""
        if not self._desk.keys.locked:
            raise HTTPException(404)
        link = ""
        if request.method == "POST":
            async with request.form() as form:
                self._desk.checked(request, str(form.get("token", "")))
            link = f"{request.base_url}enter?key={self._desk.keys.new_link()}"
        return self._desk.page(request, "enter.html", link=link)

    async def _chosen(self, request: Request) -> tuple[Catalog, Card, Choice]:
        """The handout and language that an address names. Raises HTTPException (404, 422)."""
        handout, language = request.path_params["handout"], request.path_params["language"]
        catalog, choice = await self._find(handout, language)
        return catalog, catalog.card(handout, self._desk.reader(request).tag), choice

    async def _find(self, handout: str, language: str) -> tuple[Catalog, Choice]:
        catalog, broken = await self._desk.catalog()
        if catalog is None or broken:
            raise HTTPException(422)
        choice = catalog.choice(handout, language)
        if choice is None or choice.badge == "missing":
            raise HTTPException(404)
        return catalog, choice

    async def _order(self, request: Request) -> tuple[Order, Choice, dict[str, str]]:
        """What a form of ours asks for. Raises HTTPException (403, 404, 413, 422)."""
        async with request.form(max_files=0, max_fields=1000) as form:
            pairs = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
        given = dict(pairs)
        self._desk.checked(request, given.get("token", ""))
        handout, language = request.path_params["handout"], request.path_params["language"]
        _, choice = await self._find(handout, language)
        asked = forms.sent(handout, language, pairs)
        if asked is None:
            raise HTTPException(413)
        return Order(asked.wish, asked.values, self._desk.plan.today()), choice, given

    def _file(self, request: Request, file: File, kind: str, *, save: bool) -> Response:
        if not file.data:
            return self._desk.wrong(request, "content", 422, file.findings)
        how = "attachment" if save else "inline"
        headers = {"content-disposition": f"{how}; filename=\"{file.name}\"; filename*=UTF-8''{quote(file.name)}"}
        if file.turn:
            headers["handouts-turn"] = file.turn
        if kind.startswith("text/html"):
            # The file brings its own policy and its own style inside it.
            headers["content-security-policy"] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
        return Response(file.data, media_type=kind, headers=headers)


async def _searched(request: Request) -> tuple[str, str]:
    """The words and the language of a search, from a form or from a link to it."""
    if request.method != "POST":
        return request.query_params.get("q", ""), request.query_params.get("lang", "")
    async with request.form(max_files=0, max_fields=10) as form:
        return str(form.get("q", "")), str(form.get("lang", ""))


def _spoken(tag: str) -> Choice:
    from handouts.language import autonym, english_name

    return Choice(tag, autonym(tag), english_name(tag), direction(tag), "missing")


def _address(handout: str, language: str) -> str:
    return f"/h/{quote(handout, safe='')}/{quote(language, safe='')}"


def _told(finding: Diagnostic) -> dict[str, str]:
    return {
        "severity": finding.severity.value, "message": finding.message, "hint": finding.hint,
        "place": str(finding.mark) if finding.mark else "",
    }  # fmt: skip


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _size(given: dict[str, str]) -> int:
    size = _number(given.get("size", ""))
    return size if size in SIZES else SIZES[2]


def _remembered(cookie: str, newest: str) -> str:
    """The choices of before with this one in front."""
    before = [one for one in cookie.split(",") if one and one != newest]
    return ",".join([newest, *before][:_MOST_RECENT])
