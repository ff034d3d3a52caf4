"""Who may ask the desk, and how much: hosts, origins, keys and sizes are checked before anything else looks.

Any page in the browser can send requests to a port of this machine, and a name that somebody else controls can be made
to point here (DNS rebinding). So a request counts only if it names this server, and one that sends values only if one
of our own pages sent it. Rules: OWASP, Cross-Site Request Forgery Prevention and HTTP Headers cheat sheets.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import anyio

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

# One policy for every page: nothing from elsewhere, no script or style in the page itself. Pictures of pages are data
# of the page (`data:`, `blob:`), and the browser's own reader shows the PDF that is about to be printed (`blob:`).
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; frame-src blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),  # with "no-referrer" browsers send `Origin: null` from our own forms (Fetch)
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), usb=()"),
)
NO_STORE = (b"cache-control", b"no-store")
_READING = frozenset({"GET", "HEAD"})
_KNOWN = frozenset({"GET", "HEAD", "POST"})
_LONGEST_URL = 4096  # bytes of path and query
_SLOWEST = 20.0  # seconds for a request's body to arrive


@dataclass(frozen=True, slots=True)
class Doors:
    """What this server is called by those who may ask it, and how large a request may be (bytes).

    `hosts` are names with ports as browsers send them; `origins` the same with their scheme.
    """

    hosts: frozenset[str]
    origins: frozenset[str]
    largest: int
    larger: dict[str, int] = field(default_factory=dict)

    def limit(self, path: str) -> int:
        """The most bytes that a request to this path may have."""
        return next((limit for start, limit in self.larger.items() if path.startswith(start)), self.largest)


def doors(port: int, *, hosts: Iterable[str] = (), public: str = "", largest: int = 64 * 1024) -> Doors:
    """The names of this machine's own loopback at this port, those of other addresses it is bound to, and a proxy's."""
    named = ["127.0.0.1", "localhost", "[::1]", *hosts]
    there = {f"{name}:{port}" for name in named} | ({*named} if port == 80 else set())
    origins = {f"http://{host}" for host in there}
    if public:
        parts = urlsplit(public)
        there.add(parts.netloc)
        origins.add(f"{parts.scheme}://{parts.netloc}")
    return Doors(frozenset(there), frozenset(origins), largest)


class Guard:
    """Turns away what must not come in, and puts the headers on what goes out. Pure ASGI, so that nothing is read
    before it is allowed.
    """

    def __init__(self, app: App, doors: Doors, refuse: Callable[[int], App]) -> None:
        self._app = app
        self._doors = doors
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the start and end of the server."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        status = self._wrong(scope)
        sending = _with_headers(send)
        if status:
            await self._refuse(status)(scope, receive, sending)
            return
        body = _Body(receive, self._doors.limit(scope["path"]))
        if scope["method"] not in _READING:
            # Read whole before anybody works on it: who sends slowly or without end costs nothing else.
            status = await body.read()
            if status:
                await self._refuse(status)(scope, _empty, sending)
                return
        await self._app(scope, body, sending)

    def _wrong(self, scope: Scope) -> int:
        """The status with which a request is turned away, or 0."""
        method, headers = scope["method"], scope["headers"]
        if method not in _KNOWN:
            return 405
        hosts = [value for name, value in headers if name == b"host"]
        if len(hosts) != 1 or hosts[0].decode("latin-1").lower() not in self._doors.hosts:
            return 421
        if len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"") > _LONGEST_URL:
            return 414
        if method in _READING:
            return 0
        given = {name: value.decode("latin-1") for name, value in headers}
        origin = given.get(b"origin")
        if origin is not None and origin not in self._doors.origins:
            return 403
        if origin is None and given.get(b"sec-fetch-site", "none") not in ("same-origin", "none"):
            return 403
        length = given.get(b"content-length", "0")
        if not length.isdigit() or int(length) > self._doors.limit(scope["path"]):
            return 413
        return 0


class _Body:
    """The body of a request, in memory."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._limit = limit
        self._data: bytes | None = None

    async def read(self) -> int:
        """Take it all in; the status for one that is too long, too slow or breaks off, else 0."""
        parts: list[bytes] = []
        size = 0
        try:
            with anyio.fail_after(_SLOWEST):
                while True:
                    message = await self._receive()
                    if message["type"] == "http.disconnect":
                        return 400
                    size += len(message.get("body", b""))
                    if size > self._limit:
                        return 413
                    parts.append(message.get("body", b""))
                    if not message.get("more_body", False):
                        break
        except TimeoutError:
            return 408
        self._data = b"".join(parts)
        return 0

    async def __call__(self) -> Message:
        """What the application receives: the whole body once, then what the server says."""
        if self._data is None:
            return await self._receive()
        data, self._data = self._data, None
        return {"type": "http.request", "body": data, "more_body": False}


async def _empty() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


def _with_headers(send: Send) -> Send:
    """Every answer has our headers; who says nothing of keeping it forbids it."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = [(name.lower(), value) for name, value in message.get("headers", ())]
            names = {name for name, _ in given}
            more = [header for header in (*HEADERS, NO_STORE) if header[0] not in names]
            message = {**message, "headers": [*given, *more]}
        await send(message)

    return sending
