"""`handouts serve`: where it listens, what it says, how it ends; and real requests byte by byte."""

from __future__ import annotations

import os
import re
import signal
import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from handouts.cli.serve import _address, _is_loopback
from tests import PATIENCE
from tests.cli.clinic import IRON, make_clinic
from tests.desk.browsers import served


@pytest.fixture
def root(tmp_path):
    return make_clinic(tmp_path / "clinic")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_other_machines_are_let_in_only_with_a_token(run, root, host):
    ran = run("-C", root, "serve", "--host", host, "--no-open")
    assert ran.code == 2 and "--token" in ran.err and "TLS" in ran.err


@pytest.mark.parametrize(
    ("host", "here"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("127.9.9.9", True), ("0.0.0.0", False), ("x", False)],
)
def test_what_counts_as_this_machine(host, here):
    assert _is_loopback(host) is here


def test_addresses_can_be_opened_as_they_are_told():
    assert _address("127.0.0.1", 8601, "") == "http://127.0.0.1:8601"
    assert _address("::1", 8601, "") == "http://[::1]:8601"
    assert _address("0.0.0.0", 8601, "https://desk.example.org/") == "https://desk.example.org"


@pytest.mark.parametrize("url", ["desk.example.org", "ftp://desk.example.org", "https://"])
def test_a_public_address_is_one(run, root, url):
    ran = run("-C", root, "serve", "--public-url", url)
    assert ran.code == 2 and "https://desk.example.org" in ran.err


def test_a_port_that_is_taken_is_told_with_another(run, root):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = run("-C", root, "serve", "--port", port, "--no-open")
    assert ran.code == 4 and f"--port {port + 1}" in ran.err and "Traceback" not in ran.err


def test_a_folder_that_is_no_workspace_is_told(run, tmp_path):
    ran = run("-C", tmp_path, "serve", "--no-open")
    assert ran.code == 1 and ran.err and "Traceback" not in ran.err


def raw(address: str, request: bytes) -> bytes:
    """What comes back for these very bytes."""
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE) as connection:
        connection.sendall(request)
        found = b""
        while chunk := connection.recv(65536):
            found += chunk
    return found


def test_requests_byte_by_byte(root):
    """Names and paths that no client library would send."""
    with served(root, "--no-ledger") as server:
        ours = urlsplit(server.address).netloc.encode()
        closing = b"Connection: close\r\n\r\n"
        cases = {
            b"GET / HTTP/1.1\r\nHost: " + ours + b"\r\n": 200,
            b"GET / HTTP/1.1\r\nHost: evil.example\r\n": 421,
            b"GET / HTTP/1.1\r\nHost: " + ours + b"\r\nHost: evil.example\r\n": 400,
            b"GET / HTTP/1.0\r\n": 421,
            b"GET //evil.example/ HTTP/1.1\r\nHost: " + ours + b"\r\n": 404,
            b"GET http://evil.example/ HTTP/1.1\r\nHost: " + ours + b"\r\n": 404,
            b"GET /static/../../app.py HTTP/1.1\r\nHost: " + ours + b"\r\n": 404,
            b"GET /static/%2e%2e/%2e%2e/pyproject.toml HTTP/1.1\r\nHost: " + ours + b"\r\n": 404,
            b"GET /static/..%5c..%5capp.py HTTP/1.1\r\nHost: " + ours + b"\r\n": 404,
            b"GET /h/%ff%fe/en HTTP/1.1\r\nHost: " + ours + b"\r\n": 404,
            b"POST /h/rls/en/pdf HTTP/1.1\r\nHost: " + ours + b"\r\nContent-Length: 0\r\n": 403,
            b"DELETE / HTTP/1.1\r\nHost: " + ours + b"\r\n": 405,
        }
        found = {request: raw(server.address, request + closing) for request in cases}
        for request, status in cases.items():
            line = found[request].split(b"\r\n")[0]
            assert line.split()[1] == str(status).encode(), (request, line)
            assert b"\nserver:" not in found[request].lower() and b"uvicorn" not in found[request].lower()
        assert server.process.poll() is None
    assert "".join(server.said).count("GET") == 0  # no log of who asked for what


def below(process: int) -> list[str]:
    """The processes that a process has started."""
    tasks = Path(f"/proc/{process}/task").iterdir()
    return [child for task in tasks for child in (task / "children").read_text().split()]


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C as a signal is POSIX")
def test_ctrl_c_ends_it_and_its_workers(root):
    with served(root, "--no-ledger", "--jobs", "2") as server:
        host = urlsplit(server.address).netloc.encode()
        raw(server.address, b"GET / HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n")
        children = below(server.process.pid)
        assert len(children) >= 2
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(PATIENCE) in (0, 130)
    for child in children:
        until = time.monotonic() + PATIENCE
        while Path(f"/proc/{child}").exists() and time.monotonic() < until:
            time.sleep(0.05)
        assert not Path(f"/proc/{child}").exists()
    assert "Traceback" not in "".join(server.said)


def test_a_link_for_another_machine_is_told_once_and_the_key_is_in_no_argument(root):
    with served(root, "--token", "--no-ledger") as server:
        link = re.search(r"http://127\.0\.0\.1:\d+/enter\?key=([\w-]{40,})", "".join(server.said))
        assert link is not None
        arguments = Path(f"/proc/{server.process.pid}/cmdline").read_bytes()
        assert link[1].encode() not in arguments


def test_broken_content_does_not_keep_the_desk_from_opening(tmp_path):
    """Staff see what is wrong where they look for handouts."""
    root = make_clinic(tmp_path / "clinic", {IRON: "title: Iron\nblocks: [{text: 'x', txt: y}]\n"})
    with served(root, "--no-ledger") as server:
        host = urlsplit(server.address).netloc.encode()
        page = raw(server.address, b"GET / HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n")
    assert b"Some content is broken" in page and IRON.encode() in page
