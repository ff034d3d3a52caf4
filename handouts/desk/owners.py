"""The pages for content owners: how everything stands, findings, a text beside its translation, editing and signing.

Reading is open to all who reach the desk. What writes is there with `--edit` alone, and answers 403 without.
"""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

import anyio
import anyio.to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from handouts.desk.app import Desk, back_to
from handouts.desk.catalog import Badge
from handouts.desk.texts import Home, Listed, Offers, Opened, Outcome, Sides, Signing, Trial
from handouts.desk.work import SIZES, Look, Order, Wish
from handouts.desk.workers import WorkerError
from handouts.diagnostics import Severity
from handouts.governance.signing import Signer
from handouts.language import autonym, direction, english_name
from handouts.workbench.editing import Edit
from handouts.workbench.findings import Finding
from handouts.workbench.overview import Cell
from handouts.workbench.signoff import Shown

_TEXT = 2 * 1024 * 1024  # bytes of a request that brings the text of a file
# The most that a request to these addresses may have where texts can be changed.
LARGER = {"/texts/try": _TEXT, "/texts/draft": _TEXT, "/texts/save": _TEXT}
_FIRST_LOOK = 4  # times as long as others may take, since it looks at everything
_MOST_SHOWN = 300  # findings on one page
_STANDING: tuple[Badge, ...] = (
    "signed", "due", "draft", "machine", "changed", "expired", "stale", "blocked", "missing",
)  # fmt: skip

Values = Mapping[str, Sequence[str]]
Handler = Callable[[Request], Awaitable[Response]]
Writing = Callable[[Request, Values], Awaitable[Response]]


def routes(desk: Desk) -> list[BaseRoute]:
    """The addresses below /texts."""
    owners = _Owners(desk)
    return [
        Route("/texts", owners.home, methods=["GET"]),
        Route("/texts/findings", owners.findings, methods=["GET"]),
        Route("/texts/text/{section}/{language}", owners.text, methods=["GET"]),
        Route("/texts/edit", owners.open, methods=["GET"]),
        Route("/texts/try", owners.writing(owners.check), methods=["POST"]),
        Route("/texts/draft", owners.writing(owners.draft), methods=["POST"]),
        Route("/texts/save", owners.writing(owners.save), methods=["POST"]),
        Route("/texts/sign", owners.offer, methods=["GET"]),
        Route("/texts/sign", owners.writing(owners.sign), methods=["POST"]),
    ]


class _Owners:
    """The pages for content owners."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._starting = anyio.Lock()
        self._started = self._ready = False
        self._failures = 0

    # --- reading -------------------------------------------------------------------------------------------------

    async def home(self, request: Request) -> Response:
        """The table of sections and languages."""
        found: Home = await self._ask("home", self._desk.plan.today())
        listed = tuple(path for path in found.files if not path.startswith("content/sections/"))
        return self._page(
            request, "work_home.html", table=found.table, counts=found.counts, by_section=found.by_section,
            files=listed, broken=found.broken, legend=_STANDING,
            totals=[found.table.counts(tag) for tag in found.table.languages],
        )  # fmt: skip

    async def findings(self, request: Request) -> Response:
        """All that is wrong, by file."""
        asked = {name: request.query_params.getlist(name) for name in ("severity", "language", "rule", "section")}
        wanted = {name: [value for value in values if value] for name, values in asked.items()}
        # "none" stands for what belongs to no language, since an empty choice means all.
        tags = ["" if tag == "none" else tag for tag in wanted["language"]]
        found: Listed = await self._ask("findings", self._desk.plan.today(), wanted["severity"], tags, wanted["rule"])
        files = [
            (
                file,
                [finding for finding in file.findings if finding.section in (wanted["section"] or [finding.section])],
            )
            for file in found.shown.files
        ]
        files = [(file, kept) for file, kept in files if kept]
        shown, left = [], _MOST_SHOWN
        for file, kept in files:
            if left > 0:
                shown.append((file, kept[:left]))
                left -= len(kept)
        return self._page(
            request, "work_findings.html", files=shown, total=found.total, count=sum(len(kept) for _, kept in files),
            more=max(0, -left), wanted=wanted, severities=[each.value for each in Severity], rules=found.rules,
            languages=found.languages,
        )  # fmt: skip

    async def text(self, request: Request) -> Response:
        """A section beside its translation."""
        section, language = request.path_params["section"], request.path_params["language"]
        found: Sides = await self._ask("sides", self._desk.plan.today(), section, language)
        there = found.beside is not None or bool(found.plain) or found.cell is not None
        pairs = list(zip(found.beside.blocks, found.blocks, strict=True)) if found.beside is not None else []
        return self._page(
            request, "work_text.html", status=200 if there else 404, found=found, pairs=pairs, section=section,
            language=language, there=there,
        )  # fmt: skip

    async def open(self, request: Request) -> Response:
        """The editor for one file."""
        if not self._desk.plan.edit:
            return self._closed(request)
        path = request.query_params.get("path", "")
        if not path:
            return back_to("/texts")
        found: Opened = await self._ask("open", self._desk.plan.today(), path)
        if found.text is None:
            return self._page(request, "work_refused.html", status=404, findings=found.findings)
        outcome = Outcome("refused", path, found.text.sha256, found.text.text)
        line = _number(request.query_params.get("line", ""))
        return self._editor(request, found, outcome, line=line, fresh=True)

    async def offer(self, request: Request) -> Response:
        """The form to sign with."""
        if not self._desk.plan.edit:
            return self._closed(request)
        asked = request.query_params
        given = {name: [value for value in asked.getlist(name) if value] for name in ("section", "handout", "language")}
        return await self._signing(request, given, None)

    # --- writing -------------------------------------------------------------------------------------------------

    def writing(self, handler: Writing) -> Handler:
        """A handler for a form of ours, where texts may be changed. Anywhere else it answers 403."""

        async def guarded(request: Request) -> Response:
            if not self._desk.plan.edit:
                return self._closed(request)
            async with request.form(max_files=0, max_fields=3000, max_part_size=_TEXT) as form:
                values: dict[str, list[str]] = {}
                for name, value in form.multi_items():
                    if isinstance(value, str):
                        values.setdefault(name, []).append(value)
            if not self._desk.keys.is_ours(self._desk.reader(request).visitor, _one(values, "token")):
                # A new start of the server ends all tokens; what somebody has typed must outlive that.
                if request.url.path != "/texts/save":
                    raise HTTPException(403)
                return await self._late(request, _edit(values))
            return await handler(request, values)

        return guarded

    async def check(self, request: Request, values: Values) -> Response:
        """What would be found if this were saved, as JSON for the page's script."""
        found: Trial = await self._ask("try", self._desk.plan.today(), _edit(values))
        listed = [
            {
                "severity": finding.severity.value, "message": finding.message, "hint": finding.hint,
                "path": finding.path, "line": finding.line, "column": finding.column, "new": at in found.new,
                "href": _link(finding) if finding.editable else "",
            }
            for at, finding in enumerate(found.findings)
        ]  # fmt: skip
        return JSONResponse({"findings": listed, "stops": found.stops, "asks": found.asks, "outdated": found.outdated})

    async def draft(self, request: Request, values: Values) -> Response:
        """The picture of a page with the text as it is typed, as JSON for the page's script."""
        order = Order(
            Wish(_one(values, "handout"), (_one(values, "language"),), draft=True), (), self._desk.plan.today()
        )
        size = _number(_one(values, "size"))
        shown = (_number(_one(values, "number")), size if size in SIZES else SIZES[2])
        answer: Look = await self._desk.workers.ask(
            "draft", order, _one(values, "path"), _one(values, "text"), shown, near=order.wish.near
        )
        errors = [finding for finding in answer.findings if finding.severity is Severity.ERROR and not answer.pages]
        return JSONResponse(
            {
                "pages": len(answer.pages), "number": answer.number,
                "picture": base64.b64encode(answer.picture).decode("ascii"),
                "findings": [f"{finding.mark}: {finding.message}" if finding.mark else finding.message
                             for finding in errors],
            }
        )  # fmt: skip

    async def save(self, request: Request, values: Values) -> Response:
        """Write the text, or say why not, with the text still in the form."""
        edit, today = _edit(values), self._desk.plan.today()
        outcome: Outcome = await self._ask("save", today, edit, _one(values, "despite") == "yes")
        opened: Opened = await self._ask("open", today, edit.path)
        return self._editor(request, opened, outcome, line=_number(_one(values, "line")))

    async def sign(self, request: Request, values: Values) -> Response:
        """Sign the texts that were ticked, as they were shown."""
        today = self._desk.plan.today()
        shown = [Shown(*parts) for ticked in values.get("text", ()) if len(parts := ticked.split("|")) == 3]
        who = Signer(_one(values, "by"), _one(values, "role"), today, _one(values, "note"), _one(values, "owner"))
        result: Signing = await self._ask("sign", today, shown, who)
        return await self._signing(request, values, result)

    # --- answers -------------------------------------------------------------------------------------------------

    async def _signing(self, request: Request, given: Values, result: Signing | None) -> Response:
        asked = {name: [*given.get(name, ())] for name in ("section", "handout", "language")}
        found: Offers = await self._ask("offers", self._desk.plan.today(), *asked.values())
        ticked = set(given.get("text", ())) if result is not None and not result.records else set()
        # With one text there is nothing to choose.
        if result is None and len(found.offers) == 1:
            ticked = {_ticket(found.offers[0].cell)}
        typed = {name: _one(given, name) for name in ("by", "role", "note", "owner")}
        status = 200 if result is None or result.records or not _errors(result.findings) else 422
        return self._page(
            request, "work_sign.html", status=status, found=found, asked=asked, result=result, ticked=ticked,
            typed=typed, ticket=_ticket, today=self._desk.plan.today(), status_bad=status != 200,
        )  # fmt: skip

    async def _late(self, request: Request, edit: Edit) -> Response:
        """The editor with a text that was sent from a page of before: nothing is written until it is sent again."""
        opened: Opened = await self._ask("open", self._desk.plan.today(), edit.path)
        outcome = Outcome("late", edit.path, edit.sha256, edit.text)
        return self._editor(request, opened, outcome, line=0)

    def _editor(
        self, request: Request, opened: Opened, outcome: Outcome, *, line: int, fresh: bool = False
    ) -> Response:
        status = 200 if fresh else {"saved": 200, "conflict": 409, "refused": 422, "late": 403}[outcome.what]
        view = outcome.view
        return self._page(
            request, "work_edit.html", status=status, opened=opened, outcome=outcome, fresh=fresh, line=line,
            merged=view.merged if view is not None and view.known_base else None,
            usual=opened.handouts[0][0] if opened.handouts else "",
        )  # fmt: skip

    def _closed(self, request: Request) -> Response:
        return self._page(request, "work_closed.html", status=403)

    def _page(self, request: Request, template: str, *, status: int = 200, **facts: Any) -> Response:
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        facts = {
            "edit": self._desk.plan.edit, "standing": _standing, "link": _link, "language_name": _named,
            "direction": direction, "autonym": autonym, "text_page": _text_page, "edit_page": _edit_page,
            "here": here if request.method == "GET" else "/texts", **facts,
        }  # fmt: skip
        return self._desk.page(request, template, status=status, **facts)

    async def _ask(self, task: str, *given: Any) -> Any:
        """What the process for owners answers. Its first look may take longer than all that follows.

        Raises WorkerError; then the process was killed, and the next question finds a new one.
        """
        workers, seconds = self._desk.owners, self._desk.plan.seconds
        failures = self._failures
        async with self._starting:
            if not self._ready and self._failures != failures:
                raise WorkerError("slow")  # a look that others waited for, too, is not begun again for each of them
            if not self._started:
                await anyio.to_thread.run_sync(workers.start)
                self._started = True
            try:
                if not self._ready:
                    await workers.ask("ready", self._desk.plan.today(), seconds=seconds * _FIRST_LOOK)
                    self._ready = True
            except WorkerError:
                self._failures += 1
                raise
        try:
            return await workers.ask(task, *given)
        except WorkerError as problem:
            self._ready = problem.reason == "busy" and self._ready
            raise


def _edit(values: Values) -> Edit:
    return Edit(_one(values, "path"), _one(values, "sha256"), _one(values, "text"))


def _one(values: Values, name: str) -> str:
    """The first value of this name in a form, or nothing."""
    return next(iter(values.get(name, ())), "")


def _ticket(cell: Cell) -> str:
    """A text as it is shown, in the value of a box to tick."""
    return f"{cell.section}|{cell.language}|{cell.digest}"


def _standing(cell: Cell) -> str:
    """The badge of a text in the table."""
    if cell.state == "stale" and cell.translation == "stale-safety":
        return "blocked"
    return "machine" if cell.state == "draft" and cell.machine else cell.state


def _link(finding: Finding) -> str:
    """The editor at a finding."""
    return _edit_page(finding.path, finding.line)


def _edit_page(path: str, line: int = 0) -> str:
    return "/texts/edit?" + urlencode({"path": path, **({"line": line} if line else {})})


def _text_page(section: str, language: str) -> str:
    return f"/texts/text/{quote(section, safe='')}/{quote(language, safe='')}"


def _named(tag: str) -> str:
    return f"{autonym(tag)} ({english_name(tag)})" if autonym(tag) != english_name(tag) else autonym(tag)


def _errors(findings: Sequence[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
