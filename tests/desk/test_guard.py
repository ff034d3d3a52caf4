"""What is turned away before anything reads it: foreign names, foreign pages, too much, too slow."""

from __future__ import annotations

from typing import Any

import anyio
import pytest

from handouts.desk.guard import POLICY, Guard, doors

DOORS = doors(8601, public="https://desk.example.org", largest=100)


class Asked:
    """A request to a guarded application that answers 200 and remembers what reached it."""

    def __init__(self) -> None:
        self.reached: list[bytes] = []

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        message = await receive()
        self.reached.append(message.get("body", b""))
        await send({"type": "http.response.start", "status": 200, "headers": [(b"Content-Type", b"text/plain")]})
        await send({"type": "http.response.body", "body": b"hello"})

    def refuse(self, status: int) -> Any:
        async def refused(scope: Any, receive: Any, send: Any) -> None:
            await send({"type": "http.response.start", "status": status, "headers": []})
            await send({"type": "http.response.body", "body": b""})

        return refused


def ask(
    method: str = "GET", path: str = "/", headers: dict[str, str] | None = None, body: list[bytes] | None = None,
    *, hosts: list[str] | None = None, slow: bool = False,
) -> tuple[int, dict[bytes, bytes], Asked]:  # fmt: skip
    asked = Asked()
    sent: list[Any] = []
    given = [(b"host", host.encode("latin-1")) for host in (hosts if hosts is not None else ["127.0.0.1:8601"])]
    given += [(name.lower().encode(), value.encode("latin-1")) for name, value in (headers or {}).items()]
    parts = list(body or [b""])

    async def receive() -> Any:
        if slow:
            await anyio.sleep(3600)
        part = parts.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(parts)}

    async def send(message: Any) -> None:
        sent.append(message)

    raw, _, query = path.partition("?")
    scope = {
        "type": "http", "method": method, "path": raw, "raw_path": raw.encode(), "query_string": query.encode(),
        "headers": given,
    }  # fmt: skip
    anyio.run(Guard(asked.app, DOORS, asked.refuse), scope, receive, send)
    start = sent[0]
    return start["status"], dict(start["headers"]), asked


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8601", "localhost:8601", "LOCALHOST:8601", "[::1]:8601", "desk.example.org"]
)
def test_our_own_names_are_answered(host):
    status, _, asked = ask(hosts=[host])
    assert status == 200 and asked.reached == [b""]


@pytest.mark.parametrize(
    "hosts",
    [
        ["evil.example"], ["evil.example:8601"], ["127.0.0.1"], ["127.0.0.1:80"], ["localhost:8601.evil.example"],
        ["evil.example@127.0.0.1:8601"], ["127.0.0.1:8601", "127.0.0.1:8601"], [], [""], ["2130706433:8601"],
        ["127.1:8601"], ["desk.example.org:8601"],
    ],
)  # fmt: skip
def test_names_that_only_lead_here_are_not(hosts):
    """DNS rebinding: the browser takes us for another site, and says so in Host."""
    status, _, asked = ask(hosts=hosts)
    assert status == 421 and asked.reached == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://127.0.0.1:8601"}, 200),
        ({"origin": "http://localhost:8601"}, 200),
        ({"origin": "https://desk.example.org"}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({}, 200),  # no browser; the form's token decides
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": ""}, 403),
        ({"origin": "https://127.0.0.1:8601"}, 403),
        ({"origin": "http://127.0.0.1:8602"}, 403),
        ({"origin": "http://desk.example.org"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://evil.example", "sec-fetch-site": "same-origin"}, 403),
    ],
)
def test_values_are_taken_from_our_own_pages_alone(headers, status):
    assert ask("POST", "/h/x/en/pdf", {"content-length": "0", **headers})[0] == status


def test_other_sites_may_link_to_a_page():
    assert ask("GET", "/editions/x/en.pdf", {"sec-fetch-site": "cross-site"})[0] == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "get"])
def test_other_methods_are_not_known(method):
    assert ask(method)[0] == 405


@pytest.mark.parametrize(
    ("length", "body", "status"),
    [
        ("100", [b"x" * 100], 200),
        ("101", [b"x"], 413),
        ("99999999999999999999", [b"x"], 413),
        ("-1", [b"x"], 413),
        ("x", [b"x"], 413),
        (None, [b"x" * 60, b"x" * 60], 413),
        (None, [b"x" * 50, b"x" * 50], 200),
        ("5", [b"x" * 101], 413),
    ],
)
def test_a_body_has_a_limit_whatever_it_says_of_itself(length, body, status):
    headers = {"content-length": length} if length is not None else {}
    found, _, asked = ask("POST", "/", headers, body)
    assert found == status
    assert asked.reached == ([b"".join(body)] if status == 200 else [])


def test_a_body_that_never_comes_is_given_up(monkeypatch):
    monkeypatch.setattr("handouts.desk.guard._SLOWEST", 0.05)
    status, _, asked = ask("POST", "/", {}, slow=True)
    assert status == 408 and asked.reached == []


def test_an_address_has_a_limit():
    assert ask(path="/?q=" + "x" * 5000)[0] == 414


@pytest.mark.parametrize("hosts", [["127.0.0.1:8601"], ["evil.example"]])
def test_every_answer_has_our_headers(hosts):
    _, headers, _ = ask(hosts=hosts)
    assert headers[b"content-security-policy"] == POLICY.encode()
    assert headers[b"cache-control"] == b"no-store"
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert headers[b"referrer-policy"] == b"same-origin"
    assert headers[b"cross-origin-resource-policy"] == b"same-origin"
    assert not {b"server", b"x-powered-by", b"access-control-allow-origin"} & set(headers)


def test_the_policy_lets_nothing_in_from_elsewhere():
    rules = dict(part.strip().split(" ", 1) for part in POLICY.split(";"))
    assert rules["default-src"] == "'none'" and rules["script-src"] == "'self'" and rules["style-src"] == "'self'"
    assert rules["frame-ancestors"] == "'none'" and "unsafe" not in POLICY and "http" not in POLICY


def test_port_80_goes_without_saying():
    assert {"127.0.0.1", "127.0.0.1:80", "localhost"} <= doors(80).hosts
    assert "localhost" not in doors(8601).hosts
